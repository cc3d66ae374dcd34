"""Who is found for the questions of other organisations: `python -m bench.nobody_elsewhere --corpora DIR --work DIR`.

Every organisation is asked its own questions, which somebody can answer, and those of all others, which nobody can.
Left out are questions of others of which one document for everyone holds every word: there the organisation may well
have the subject. Reads the graphs and indexes that `make corpora` left.

Next to what the product decides stands what would tell both apart: the share of the rarity of the whole question,
unwritten words included, that documents hold together, of each part of a list on its own. Its threshold is chosen on
all organisations but one and read on that one.
"""

from __future__ import annotations

import re
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
from models.index.text.subject import subject_of
from models.rankers.matches import able_persons, match
from whoknows.jobs.trec_files import read_topics
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, open_installation

PARTS = re.compile(r"[,;:/&+()]|\b(?:and|or|en|of)\b", re.IGNORECASE)
"""What stands between the parts of a list, in either language."""
EVERY = 0.99
"""Of the rarity of a question: who holds this much holds every word."""
MOST_REFUSED = 0.03
"""Share of the questions that somebody can answer which may be refused."""
FEWEST = 0.5
GRID: tuple[float, ...] = (FEWEST, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class AskedThere:
    """A question in one organisation: whose it is, whether the product answers it, and what documents hold of it."""

    of: str
    answered: bool
    whole: float
    parts: float


def held(snapshot: Snapshot, access: AccessFilter, text: str) -> tuple[float, float]:
    """The rarity of the words of this text that one document for everyone holds at most, and that of all of them."""
    parsed = snapshot.parse(text, access)
    sought = sum(parsed.rarity.values())
    if not sought or not parsed.clauses:
        return 0.0, sought
    _, scores = snapshot.public.top(parsed.clauses, 1, lambda each: snapshot.visible(each, access), constant=True)
    return min(sought, float(scores[0]) if len(scores) else 0.0), sought


def share(found: Sequence[tuple[float, float]]) -> float:
    """The share of the rarity of these parts that is held."""
    return sum(part for part, _ in found) / max(1e-9, sum(sought for _, sought in found))


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
                parts = [held(snapshot, access, part) for part in PARTS.split(subject_of(text))]
                whole = share([held(snapshot, access, text)])
                yield AskedThere(of, is_answered(found, unwritten(found)), whole, share(parts))


def rates(asked: Sequence[AskedThere], name: str, least: float = 0.0) -> tuple[float, float, int]:
    """Shares of false answers and of false refusals here when `least` must be held, and the number of the former."""
    own = [each for each in asked if each.of == name]
    others = [each for each in asked if each.of != name and each.whole < EVERY]
    answers = [[each.answered and each.parts >= least for each in group] for group in (others, own)]
    answered, known = (sum(group) / max(1, len(group)) for group in answers)
    return answered, 1.0 - known, len(others)


def chosen(asked: Mapping[str, Sequence[AskedThere]], without: str) -> float:
    """The threshold with fewest false answers that refuses few enough in the mean of the other organisations."""
    others = [name for name in asked if name != without] or [without]
    fine = [
        least
        for least in GRID
        if sum(rates(asked[name], name, least)[1] for name in others) <= MOST_REFUSED * len(others)
    ]
    return max(fine, default=FEWEST)


def table(asked: Mapping[str, Sequence[AskedThere]]) -> str:
    """Lines of each organisation: as decided today, and with the threshold that the others choose."""
    lines = [f"{'':22}{'of others':>10}{'answered':>10}{'refused':>9}{'held':>7}{'answered':>10}{'refused':>9}"]
    for name, each in asked.items():
        answered, refused, count = rates(each, name)
        least = chosen(asked, name)
        then = rates(each, name, least)
        lines.append(f"{name:22}{count:10}{answered:10.1%}{refused:9.1%}{least:7.2f}{then[0]:10.1%}{then[1]:9.1%}")
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
