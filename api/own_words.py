"""What a person says of what they know, next to what is inferred; and what only they see of their own page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from api.introductions import AskedIntroduction
from api.own_fields import FieldRow
from api.schemas import Profile, Reference, TopicHit
from graph.authored import USED_TO
from graph.facts import Account, Document, Edge, EdgeKind, Key, Topic, anchor_key
from graph.store import View


@dataclass(frozen=True, slots=True)
class OwnClaims:
    """Topics that a person names themselves: confirmed ones are inferred too, the others have no evidence of their own.

    `pending` are those that they say they know about, `used_to` those that they knew about once.
    """

    confirmed: tuple[Key, ...] = ()
    pending: tuple[TopicHit, ...] = ()
    used_to: tuple[TopicHit, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What only the owner of a page sees: the topics and documents that they hide, and whether they opted out.

    With `by_directory` it is the directory that says so. `fields` are what they tell of themselves, and to whom.
    `tools` are the pages that their roles open: `audit`, `erasures`. `introductions` are units between which they are
    asked to be named, or answered.
    """

    topics: tuple[TopicHit, ...] = ()
    documents: tuple[Reference, ...] = ()
    opted_out: bool = False
    by_directory: bool = False
    fields: tuple[FieldRow, ...] = ()
    tools: tuple[str, ...] = ()
    introductions: tuple[AskedIntroduction, ...] = ()

    @property
    def hidden(self) -> frozenset[Key]:
        """The keys of what is hidden."""
        return frozenset((*(each.key for each in self.topics), *(each.key for each in self.documents)))


KINDS = (EdgeKind.CLAIMS, EdgeKind.HIDES, EdgeKind.OPTS_OUT)


def with_own_words(profile: Profile, view: View, *, own: bool) -> tuple[Profile, OwnClaims, OwnPage | None]:
    """The profile with what the person says counted in at once, whatever the index shows by now.

    Of who opted out nothing is told but what the directory says. Only the owner (`own`) gets their own page.
    """
    said = view.edges(KINDS, [profile.person])
    anchor = anchor_key(profile.person)
    nodes = view.get({anchor, *(edge.end for edge in said)})
    account = nodes.get(anchor)
    by_directory = isinstance(account, Account) and account.opted_out
    out = by_directory or any(edge.kind is EdgeKind.OPTS_OUT for edge in said)
    found = {key: TopicHit(key, dict(node.labels)) for key, node in nodes.items() if isinstance(node, Topic)}
    hides = [edge.end for edge in _newest(said, EdgeKind.HIDES)]
    claims = OwnClaims() if out else _claims(profile, _newest(said, EdgeKind.CLAIMS), found)
    gone = {*hides, *(each.key for each in claims.used_to)}
    topics = () if out else tuple(each for each in profile.topics if each.topic.key not in gone)
    mine = OwnPage(
        topics=tuple(found[key] for key in hides if key in found),
        documents=tuple(Reference(key, node.title) for key in hides if isinstance(node := nodes.get(key), Document)),
        opted_out=out,
        by_directory=by_directory,
    )
    return replace(profile, topics=topics, year=() if out else profile.year), claims, mine if own else None


def _newest(said: Sequence[Edge], kind: EdgeKind) -> list[Edge]:
    return sorted((edge for edge in said if edge.kind is kind), key=lambda edge: (-(edge.at or 0), edge.end))


def _claims(profile: Profile, said: Collection[Edge], found: dict[Key, TopicHit]) -> OwnClaims:
    known = {each.topic.key for each in profile.topics}
    knows = [edge.end for edge in said if edge.role != USED_TO and edge.end in found]
    return OwnClaims(
        confirmed=tuple(key for key in knows if key in known),
        pending=tuple(found[key] for key in knows if key not in known),
        used_to=tuple(found[edge.end] for edge in said if edge.role == USED_TO and edge.end in found),
    )
