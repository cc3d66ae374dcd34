"""What each step of reading is worth: `python -m bench.steps --corpora DIR --work DIR fronteers nl-standaarden`.

Syncs each organisation as it is, and again with one step switched off at a time, by replacing the doors of that step
in this process. Prints documents, links of authors, words that vote, and MAP. Nothing is switched off in the product.

`--whole DIR` takes what `python -m bench.corpora --work DIR` left for the organisation as it is, and reads only texts
that a step changes. `--steps 3a 3b` switches off parts of a step.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from bench.corpora import corpora_parser, synced, unpack
from bench.losses import losses_of
from graph.facts import Account, Document, Edge, EdgeKind, Extraction, Item, Key
from graph.own_words import TextParts, words_of
from graph.paging import all_nodes
from graph.store import Store, View
from ingest import own
from ingest.extract.nlp import Extractor, Text
from ingest.formats import ParsedBody, PassageKind
from ingest.formats.visible import Visible
from ingest.own.lines import Lines, lines_of
from ingest.sources.people_days import NO_DAY, UNREADABLE, CellDay
from models.index.copies import fingerprints
from models.index.opening import open_index
from models.templates import without_templates
from whoknows.jobs.evaluate import compare, paired_p
from whoknows.jobs.extract import texts_of
from whoknows.jobs.index import templates_of
from whoknows.wiring import SYSTEM, Installation

NAMES = ("fronteers", "nl-standaarden")
WORK = (EdgeKind.WROTE, EdgeKind.EDITED, EdgeKind.ANSWERED, EdgeKind.ACCEPTED, EdgeKind.COMMENTED, EdgeKind.ATTENDED)
WRITERS = (EdgeKind.WROTE, EdgeKind.ANSWERED)
WHOLE_TREE = 10**9
TOGETHER = 50
ONCE = "6 counted once"


@dataclass(frozen=True, slots=True)
class StepCounts:
    """What a synced organisation holds: documents, links of people to them, and own words of people that count."""

    documents: int
    links: int
    words: int


@dataclass(frozen=True, slots=True)
class StepFigures:
    """What was measured of one organisation with a step switched off; without one when it has no name."""

    step: str
    counted: StepCounts
    authors: float
    average_precision: float
    questions: Mapping[str, float]


def nothing(*_: object, **__: object) -> None:
    """In the place of a step that only marks."""


def lines_with_quotes(parsed: ParsedBody, *, quotes: bool = True) -> Lines:  # noqa: ARG001
    """The lines of a text whose quotes are its writer's."""
    return lines_of(parsed, quotes=False)


def lines_with_code(parsed: ParsedBody, *, quotes: bool = True) -> Lines:
    """The lines of a text whose code and asides are its writer's."""
    said = tuple(each for each in parsed.passages if each.voice is PassageKind.QUOTE)
    return lines_of(replace(parsed, passages=said), quotes=quotes)


def words_of_somebody(item: Item, parsed: ParsedBody) -> TextParts:
    """The own words of an item, automatic mail as somebody's."""
    return own.words_of_item(replace(item, nobody=False), parsed)


def without_those_present(*_: object, **__: object) -> tuple[object, ...]:
    """In the place of who was present at a meeting, and of who presented something there."""
    return ()


def is_listed_service(account: Account) -> bool:
    """Whether the directory, and not its name, says that an account is no person's."""
    return account.service


def day_of_standard(cell: str, *_: object) -> CellDay:
    """A day in the one form that everybody reads."""
    try:
        return CellDay(date.fromisoformat(cell.strip())) if cell.strip() else NO_DAY
    except ValueError:
        return UNREADABLE


WHO_DID_IT: Mapping[str, Mapping[str, object]] = {
    "3a groups are nobody": dict.fromkeys(
        (
            f"{module}.is_service"
            for module in (
                "models.identity",
                "models.name_index",
                "models.people",
                "models.index.people",
                "whoknows.jobs.passes",
            )
        ),
        is_listed_service,
    ),
    "3b bylines and what is visible": {
        "ingest.writing.with_visible": lambda item, _: item,
        "ingest.sources.pages.visible": lambda *_: Visible(),
    },
    "3c those present, and who presented": {"ingest.sources.pages.acts_in_minutes": without_those_present},
    "3d history": {
        "ingest.sources.history.LARGEST_COMMIT": WHOLE_TREE,
        "ingest.sources.history.MOST_LINES": WHOLE_TREE,
        "ingest.sources.history.says_revert": lambda _: False,
        "ingest.sources.history.is_merge": lambda _: False,
        "ingest.sources.git_people.says_revert": lambda _: False,
        "ingest.sources.git_people.is_merge": lambda _: False,
    },
}
"""The parts of the third step."""
DOORS: Mapping[str, Mapping[str, object]] = {
    "1 own words": {
        "ingest.own.mark_quotes": nothing,
        "ingest.own.mark_copied": nothing,
        "ingest.own.lines_of": lines_with_quotes,
        "ingest.sources.mail_parts.passed_on": nothing,
        "ingest.sources.mail_parts.in_plain_digest": lambda *_: [],
    },
    "2 nobody's knowledge": {
        "ingest.own.mark_machines": nothing,
        "ingest.own.mark_added": nothing,
        "ingest.own.mark_outputs": nothing,
        "ingest.own.lines_of": lines_with_code,
        "ingest.writing.words_of_item": words_of_somebody,
        "whoknows.jobs.passes.settle_templates": lambda *_: 0,
        "whoknows.jobs.texts.settle_templates": lambda *_: 0,
    },
    "3 who did it": {door: other for part in WHO_DID_IT.values() for door, other in part.items()},
    "4 one address, several names": {"ingest.mapping.cached_id": lambda _, address: address},
    "5 people file": {
        "ingest.sources.people_cells.read_day": day_of_standard,
        "ingest.sources.directory.one_each": lambda rows, _: iter(rows),
    },
    ONCE: {
        "models.index.rows.fingerprints": lambda *_: (0, 0),
        "ingest.mapping._mark_of": nothing,
    },
}
"""What stands in the place of the doors of each step when it is switched off."""


Extractions = dict[tuple[str, str, str | None], Extraction]
"""What was found in a text, by its title, what was said in it, and its language."""


def extractions_of(installation: Installation) -> Extractions:
    """What was found in all texts of this installation."""
    with installation.store.view(SYSTEM) as view:
        nodes = {node.key: node for node in all_nodes(view, Document)}
        found = {each.document: each for each in view.extractions([*nodes])}
    texts = texts_of(installation, [nodes[key] for key in found], templates_of(installation.store))
    return {text[1:4]: found[text[0]] for text in texts}


@contextmanager
def remembered_extractions(known: Extractions) -> Iterator[None]:
    """The terms of a text that was extracted from before are not looked for again in this process."""
    plain = Extractor.extract

    def extract(self: Extractor, texts: Iterable[Text], broken: Callable[[Key, str], None]) -> Iterator[Extraction]:
        new: dict[Key, Text] = {}
        for key, title, said, language, text_hash in texts:
            found = known.get((title, said, language))
            if found is not None:
                yield replace(found, document=key, text_hash=text_hash)
            else:
                new[key] = (key, title, said, language, text_hash)
        for made in plain(self, new.values(), broken):
            known[new[made.document][1:4]] = made
            yield made

    with patch.object(Extractor, "extract", extract):
        yield


@contextmanager
def without(step: str) -> Iterator[None]:
    """This step switched off; none when it has no name."""
    with ExitStack() as stack:
        for door, other in (({**DOORS, **WHO_DID_IT})[step] if step else {}).items():
            stack.enter_context(patch(door, other))
        yield


def count(store: Store, *, once: bool) -> StepCounts:
    """Count what is stored, for who may read all of it; `once`: copies of a text have no words of their own."""
    templates = templates_of(store)
    with store.view(SYSTEM) as view:
        persons = {edge.start: edge.end for edge in view.all_edges(EdgeKind.IS)}
        acts = _acts(view)
        links = {
            (document, persons[act.start]) for document, each in acts.items() for act in each if act.start in persons
        }
        documents, words, told = 0, 0, set[int]()
        nodes = all_nodes(view, Document)
        while some := list(islice(nodes, TOGETHER)):
            documents += len(some)
            texts = view.texts([node.key for node in some])
            for node in some:
                parts = without_templates(words_of(node, texts[node.key]), templates)
                copy = fingerprints(node, parts.own, parts.rest, acts[node.key])[0] if once else 0
                if copy not in told and any(act.start in persons for act in acts[node.key]):
                    words += len(parts.own.split())
                told |= {copy} - {0}
    return StepCounts(documents, len(links), words)


def _acts(view: View) -> Mapping[Key, list[Edge]]:
    found: dict[Key, list[Edge]] = defaultdict(list)
    for kind in WORK:
        for edge in view.all_edges(kind):
            found[edge.end].append(edge)
    return found


def figures_of(packed: Path, name: str, work: Path, step: str) -> StepFigures:
    """Sync and ask one organisation with this step switched off."""
    with without(step), synced(packed, name, work) as (installation, _):
        return _asked(installation, unpack(packed, name).resolve(), step)


def whole_of(packed: Path, name: str, site: Path, known: Extractions) -> StepFigures:
    """Ask one organisation as an earlier run synced it, and add what was found in its texts to what is known."""
    with synced(packed, name, site, again=True) as (installation, _):
        known |= extractions_of(installation)
        return _asked(installation, unpack(packed, name).resolve(), "")


def _asked(installation: Installation, corpus: Path, step: str) -> StepFigures:
    store = installation.store
    with open_index(installation.settings.index) as index:
        found = compare(store, index, corpus).ours
    counted, authors = count(store, once=step != ONCE), losses_of(store, corpus).authors.share
    return StepFigures(step, counted, authors, found.mean("MAP"), found.questions)


def header(name: str) -> str:
    """The head of the table of an organisation."""
    titles = ("documents", "links of people", "author links found", "words that vote", "MAP")
    return f"| {name}, without | {' | '.join(titles)} |\n{'|---' * (len(titles) + 1)}|"


def row(found: StepFigures, whole: StepFigures) -> str:
    """What there is without a step, and how it differs from what there is with all of them."""
    links, words = (
        f"{value:,} ({value - before:+,})" if found.step else f"{value:,}"
        for value, before in (
            (found.counted.links, whole.counted.links),
            (found.counted.words, whole.counted.words),
        )
    )
    gain = ""
    if found.step:
        p = paired_p(found.questions, whole.questions)
        gain = f" ({found.average_precision - whole.average_precision:+.3f}, p {p:.2f})"
    return (
        f"| {found.step or 'nothing'} | {found.counted.documents:,} | {links} | {found.authors:.1%} | {words}"
        f" | {found.average_precision:.3f}{gain} |"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = corpora_parser(__doc__)
    parser.add_argument("--steps", nargs="*", default=tuple(DOORS), help="beginnings of the names of steps, such as 3")
    parser.add_argument("--whole", type=Path, help="where bench.corpora synced these organisations as they are")
    parser.add_argument("names", nargs="*", default=NAMES)
    asked = parser.parse_args(arguments)
    wanted = tuple(asked.steps)
    steps = [step for step in DOORS if step.startswith(wanted)]
    steps += [part for part in WHO_DID_IT if part.startswith(tuple(each for each in wanted if len(each) > 1))]
    for name in asked.names or NAMES:
        print(header(name), flush=True)
        known: Extractions = {}
        with remembered_extractions(known):
            if asked.whole:
                whole = whole_of(asked.corpora, name, asked.whole, known)
            else:
                whole = figures_of(asked.corpora, name, asked.work, "")
            print(row(whole, whole), flush=True)
            for step in steps:
                print(row(figures_of(asked.corpora, name, asked.work, step), whole), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
