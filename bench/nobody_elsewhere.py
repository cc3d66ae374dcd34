"""Who is found for the questions of other organisations: `python -m bench.nobody_elsewhere --corpora DIR --work DIR`.

Every organisation is asked its own questions, which somebody can answer, and those of all others, which nobody can.
Left out are questions of others of which one document for everyone holds every word: there the organisation may well
have the subject. Reads the graphs and indexes that `make corpora` left, and asks without an encoder.

Next to what the product decides (`models.answered`, `models.together`) stands by how many words alone would answer
(decision 4), who is shown as the nearest, and the threshold that all organisations but this one choose, read on this
one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import NAMES, corpora_parser, unpack
from models.answered import is_answered, unwritten
from models.answers import Question
from models.index.contract import AccessFilter, Snapshot
from models.index.opening import open_index
from models.rankers.matches import able_persons, match
from models.together import TOGETHER, held_together, nearest_subject
from whoknows.jobs.trec_files import read_topics
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, open_installation

EVERY = 0.99
"""Of the rarity of a question: who holds this much holds every word."""
MOST_REFUSED = 0.03
"""Share of the questions that somebody can answer which may be refused."""
GRID: tuple[float, ...] = (0.5, 0.53, 0.55, 0.58, 0.59, 0.6, 0.62, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True, slots=True)
class AskedThere:
    """A question in one organisation: whose it is, whether its words alone would answer it, and what stands together.

    `whole` is the share of its rarity that one document holds, `near` whether a part of it could be shown.
    """

    of: str
    known: bool
    together: float
    whole: float
    near: bool


def held(snapshot: Snapshot, access: AccessFilter, text: str) -> float:
    """The share of the rarity of the words of this text that one document for everyone holds at most."""
    parsed = snapshot.parse(text, access)
    sought = sum(parsed.rarity.values())
    if not sought or not parsed.clauses:
        return 0.0
    _, scores = snapshot.public.top(parsed.clauses, 1, lambda each: snapshot.visible(each, access), constant=True)
    return min(1.0, float(scores[0]) / sought) if len(scores) else 0.0


def ask(folder: Path, questions: Mapping[str, Sequence[str]]) -> Iterator[AskedThere]:
    """The questions of all organisations, asked in the one in this folder."""
    settings = load_settings(folder)
    with ExitStack() as stack:
        installation = stack.enter_context(open_installation(settings, create=False))
        view = stack.enter_context(installation.store.view(SYSTEM))
        snapshot = stack.enter_context(open_index(settings.index)).snapshot()
        able, access = able_persons(snapshot, leavers=False, now=None), snapshot.access_filter(view)
        for of, texts in questions.items():
            for text in texts:
                found = match(snapshot, access, Question(text), snapshot.parse(text, access), able)
                share = held_together(found, 1.0)
                near = bool(nearest_subject(found, share))
                known = is_answered(found, unwritten(found))
                yield AskedThere(of, known, share.share, held(snapshot, access, text), near)


def rates(asked: Sequence[AskedThere], name: str, least: float = TOGETHER) -> tuple[float, float, int]:
    """Shares of false answers and of false refusals here when `least` must be held, and the number of the former."""
    own = [each for each in asked if each.of == name]
    others = others_of(asked, name)
    answers = [[each.known and each.together >= least for each in group] for group in (others, own)]
    answered, known = (sum(group) / max(1, len(group)) for group in answers)
    return answered, 1.0 - known, len(others)


def others_of(asked: Sequence[AskedThere], name: str) -> list[AskedThere]:
    """The questions of other organisations that nobody here can answer."""
    return [each for each in asked if each.of != name and each.whole < EVERY]


def chosen(asked: Mapping[str, Sequence[AskedThere]], without: str) -> float:
    """The threshold with fewest false answers that refuses few enough in the mean of the other organisations."""
    others = [name for name in asked if name != without] or [without]
    fine = [
        least
        for least in GRID
        if sum(rates(asked[name], name, least)[1] for name in others) <= MOST_REFUSED * len(others)
    ]
    return max(fine, default=GRID[0])


def table(asked: Mapping[str, Sequence[AskedThere]]) -> str:
    """Lines of each organisation: by words alone, as decided, and with the threshold that the others choose."""
    lines = [
        f"{'':22}{'of others':>10}{'by words':>10}{'refused':>9}"
        f"{'answered':>10}{'nearest':>9}{'refused':>9}{'least':>7}{'answered':>10}{'refused':>9}"
    ]
    for name, each in asked.items():
        alone, (answered, refused, count), least = rates(each, name, 0.0), rates(each, name), chosen(asked, name)
        near = sum(one.known and one.near and one.together < TOGETHER for one in others_of(each, name))
        then = rates(each, name, least)
        lines.append(
            f"{name:22}{count:10}{alone[0]:10.1%}{alone[1]:9.1%}{answered:10.1%}{near / max(1, count):9.1%}"
            f"{refused:9.1%}{least:7.2f}{then[0]:10.1%}{then[1]:9.1%}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = corpora_parser(__doc__)
    parser.add_argument("names", nargs="*", help="organisations that are asked; all in --work when none is named")
    given = parser.parse_args(arguments)
    names = given.names or [name for name in NAMES if (given.work / name).is_dir()]
    if not names:
        print(f"There are no graphs in {given.work}: run `make corpora` first.", file=sys.stderr)
        return 3
    questions = {
        name: [topic.text for topic in read_topics(unpack(given.corpora, name) / "truth" / "topics.tsv")]
        for name in NAMES
    }
    print(table({name: list(ask(given.work / name, questions)) for name in names}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
