"""The organisation as the asker may see it, kept until something changes, and what some of its people know together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from api.asker import Asker
from api.paging import Paging
from api.problems import Refused
from api.roster import roster
from api.schemas import Branch, Reference
from graph.facts import EdgeKind, Key, Topic
from graph.store import View
from models.beginnings import Beginnings
from models.knowledge_edges import KEPT_AS
from models.known_together import KnownByPerson, SharedKnowledge, known_together
from models.organisation import OrganisationChart, PartTree, read_organisation

LINES = 300
"""Lines of a tree on one page, at most, what lies in the first level and deeper ones among them."""
LISTED = 50
"""Parts of a tree on one page."""
TOGETHER = 12
"""Topics that a group of people knows together, at most."""


def organisation_of(asker: Asker) -> OrganisationChart:
    """The organisation, read again only when something changed or somebody began or left."""
    site, now = asker.site, asker.site.now()
    seq = site.store.seq()
    with site.store.view(asker.viewer) as view:
        rules = view.rules()
        read = lambda: read_organisation(view, roster(asker), now)  # noqa: E731
        found: OrganisationChart = site.organisations.recall(rules, seq, now, read)
        if found.until is not None and found.until <= now:
            found = site.organisations.recall((rules, found.until), seq, now, read)
    return found


def known_by_person(asker: Asker) -> KnownByPerson:
    """Who knows about what by documents for everyone, read again when it was computed again."""
    site = asker.site
    stamp = hash(str(site.store.ledger.get(KEPT_AS)))

    def read() -> KnownByPerson:
        with site.store.view(site.viewer_of(None)) as view:
            return KnownByPerson(view.all_edges(EdgeKind.KNOWS_ABOUT))

    found: KnownByPerson = site.books.recall("known", stamp, site.now(), read)
    return found


def together(asker: Asker, view: View, people: Collection[Key]) -> tuple[SharedKnowledge, ...]:
    """What these people know together, what most of them know first."""
    return known_together(known_by_person(asker), people, view, TOGETHER)


def who_know(asker: Asker, view: View, people: list[Key], topic: Key) -> tuple[list[Key], SharedKnowledge | None]:
    """Those of these people who know about the topic, in their order; all of them when none is asked for."""
    if not topic:
        return people, None
    node = view.get([topic]).get(topic)
    who = known_by_person(asker).who(topic, people)
    if not isinstance(node, Topic) or not who:
        raise Refused(HTTPStatus.NOT_FOUND, "topic-not-found")
    return [each for each in people if each in who], SharedKnowledge(node.key, dict(node.labels), len(who))


def branches(tree: PartTree, keys: Sequence[Key], most: int) -> tuple[Branch, ...]:
    """These parts of a tree and what lies in them, level by level, as long as they are `most` lines together."""
    opened: set[Key] = set()
    level, lines = list(keys), len(keys)
    while level:
        following = [inner for key in level for inner in tree.inner(key)]
        if not following or lines + len(following) > most:
            break
        opened.update(level)
        level, lines = following, lines + len(following)
    return tuple(_branch(tree, key, opened) for key in keys)


@dataclass(frozen=True, slots=True)
class ListedParts:
    """A page of a tree: all of it, or the parts that a text names, with the larger parts around each that was found."""

    lines: tuple[Branch, ...]
    total: int
    ways: dict[Key, tuple[Reference, ...]]
    paging: Paging


def listed_parts(asker: Asker, tree: PartTree, name: str, text: str, page: int) -> ListedParts:
    """This page of a tree; with a text, of the parts that it names."""
    asked = text.strip()
    keys = found_in(asker, tree, name, asked) if asked else tree.inner(None)
    paging = Paging(page, len(keys), LISTED)
    shown = list(paging.cut(keys))
    ways = {key: tuple(Reference(each.key, each.name, each.kind) for each in tree.way(key)[:-1]) for key in shown}
    lines = branches(tree, shown, len(shown) if asked else LINES)
    return ListedParts(lines, len(keys), ways if asked else {}, paging)


def _branch(tree: PartTree, key: Key, opened: set[Key]) -> Branch:
    part, inner = tree[key], tree.inner(key)
    shown = tuple(_branch(tree, each, opened) for each in inner) if key in opened else ()
    return Branch(key, part.name, part.kind, tree.count(key), shown, len(inner))


def found_in(asker: Asker, tree: PartTree, name: str, text: str) -> list[Key]:
    """The parts of this tree that the text names, the best first; accents and a typo do not matter."""
    parts = sorted(tree.parts(), key=lambda part: part.key)
    book: Beginnings = asker.site.books.recall(
        (name, tuple((part.key, part.name) for part in parts)),
        0,
        asker.site.now(),
        lambda: Beginnings([part.name] for part in parts),
    )
    return [parts[place].key for place in book.find(text)]
