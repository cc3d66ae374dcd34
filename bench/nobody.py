"""Who is found for what nobody wrote about, and who is not found for what somebody did: `python -m bench.nobody`.

Asks organisations that are made for it, so that no threshold is fitted to those that we have: the sample organisation
with its topics, and organisations in an invented language, of several sizes and without topics.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bench.queries import SOURCE, Memory, build
from graph.facts import Document, DocumentKind, Edge, EdgeKind, key_of
from graph.store import View, Viewer
from models.answered import COVERED, TOLD, WRITTEN, Coverage, coverage_of, unwritten
from models.answers import Question
from models.index.contract import Index, Snapshot
from models.index.documents import IndexableDocument
from models.index.opening import open_index
from models.index.text.analysis import folded, words
from models.rankers.matches import able_persons, match
from models.together import TOGETHER, held_together
from whoknows.commands.sync import after_sync
from whoknows.jobs.sync import sync_source
from whoknows.sample import make_sample
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

SIZES = (300, 3_000, 10_000)
EACH = 200
"""Questions of each sort."""
COMMON = (0.05, 0.5)
"""In this share of the documents is a word that everybody writes."""
RARE = 3
ONSETS = "b bl br d dr f fl g gr h j k kl kr l m n p pl pr r s sch sl st t tr v vl w z"
VOWELS = "a aa e ee i ie o oo u uu ei ou ui"
CODAS = "b d f g k l lk m n ng nk p r rk rm s st t x"
ASKING = ("{}", "wie weet iets van {}?", "hi all, does anyone know about {}, thanks")


def invented(draw: random.Random) -> str:
    """A word that can be pronounced and that no language has, but by chance."""
    onsets, vowels, codas = ONSETS.split(), VOWELS.split(), CODAS.split()
    parts = [draw.choice(onsets) + draw.choice(vowels) for _ in range(draw.choice((2, 2, 3)))]
    return "".join(parts) + draw.choice(codas)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, of which sort it is, and whether somebody wrote about it."""

    sort: str
    text: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What an organisation writes: its subjects, words that are everywhere, and words that are hardly anywhere."""

    subjects: Sequence[str]
    common: Sequence[str]
    rare: Sequence[str]
    every: frozenset[str]


def cases(known: Words, draw: random.Random, each: int = EACH) -> Iterator[Case]:
    """Questions with and without an answer."""

    def nonsense(count: int) -> str:
        made = (word for word in iter(lambda: invented(draw), "") if word not in known.every)
        return " ".join(islice(made, count))

    sorts: list[tuple[str, bool, Callable[[], str]]] = [
        ("a subject", True, lambda: draw.choice(known.subjects)),
        ("two subjects", True, lambda: " and ".join(draw.sample(known.subjects, 2))),
        ("a subject and a new word", True, lambda: f"{draw.choice(known.subjects)} en {nonsense(1)}"),
        ("a subject and a common word", True, lambda: f"{draw.choice(known.common)} {draw.choice(known.subjects)}"),
        ("new words", False, lambda: nonsense(draw.randint(1, 4))),
        ("a new and a common word", False, lambda: f"{nonsense(1)} {draw.choice(known.common)}"),
        ("two new and a common word", False, lambda: f"{nonsense(2)} {draw.choice(known.common)}"),
        ("two new, two common words", False, lambda: f"{nonsense(2)} {' '.join(draw.sample(known.common, 2))}"),
        ("two new and a rare word", False, lambda: f"{nonsense(2)} {draw.choice(known.rare)}"),
        ("three new, two rare words", False, lambda: f"{nonsense(3)} {' '.join(draw.sample(known.rare, 2))}"),
        ("four rare words", False, lambda: " ".join(draw.sample(known.rare, 4))),
    ]
    for sort, answered, text in sorts:
        for number in range(each):
            yield Case(sort, ASKING[number % len(ASKING)].format(text()), answered)


@dataclass(frozen=True, slots=True)
class KnownShare:
    """What is known of a question, and the share of it that stands together in one passage."""

    coverage: Coverage
    together: float


Known = tuple[Case, KnownShare]


def ask_all(asked: Sequence[Case], snapshot: Snapshot, view: View) -> list[Known]:
    """How much of each question is known here."""
    able, access = able_persons(snapshot, leavers=False, now=None), snapshot.access_filter(view)
    found = []
    for case in asked:
        one = match(snapshot, access, Question(case.text), snapshot.parse(case.text), able)
        found.append((case, KnownShare(coverage_of(one, unwritten(one)), held_together(one).share)))
    return found


def is_enough(found: KnownShare, told: float = TOLD, covered: float = COVERED) -> bool:
    """Whether people are shown: found, or as the nearest."""
    known = found.coverage
    return known.written >= WRITTEN and known.told >= told and known.covered >= covered


def is_found(found: KnownShare) -> bool:
    """Whether people are found for all of the question."""
    return is_enough(found) and found.together >= TOGETHER


def words_of(snapshot: Snapshot, subjects: Sequence[str]) -> Words:
    """The words that stand in many and in few documents for everyone and in no subject."""
    size = snapshot.public.size()
    taken = {word for subject in subjects for word in folded(subject)}
    taken |= {word for form in snapshot.topics.forms for word in form}
    common, rare, every = [], [], set()
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for word, count in snapshot.public.terms_with_prefix(letter, 100_000):
            every.add(word)
            usual = len(word) >= 4 and word.isalpha() and word not in taken and words(word, "nl") and words(word, "en")
            if usual and COMMON[0] <= count / size <= COMMON[1]:
                common.append(word)
            elif usual and count <= RARE:
                rare.append(word)
    return Words(list(subjects), common, rare, frozenset(every))


# --- organisations to ask -------------------------------------------------------------------------------------------


def made_up(folder: Path, documents: int, seed: int = 1) -> tuple[Index, Memory, list[str]]:
    """An organisation in an invented language: words by Zipf's law, and subjects that a few documents dwell upon."""
    draw, memory = random.Random(seed), Memory()
    vocabulary = sorted({invented(draw) for _ in range(min(40_000, 20 * documents))})
    draw.shuffle(vocabulary)
    count = documents // 8 + 20
    subjects, plain = vocabulary[:count], vocabulary[count:]
    weights = [1.0 / (place + 3) for place in range(len(plain))]
    group = memory.group("all")

    def written() -> Iterator[IndexableDocument]:
        for number in range(documents):
            said = draw.choices(plain, weights, k=draw.randint(20, 80))
            about = draw.sample(subjects, draw.randint(1, 2))
            said += [subject for subject in about for _ in range(draw.randint(1, 4))]
            draw.shuffle(said)
            key = key_of("document", SOURCE, str(number))
            language = "nl" if number % 2 else "en"
            node = Document(key, SOURCE, str(number), DocumentKind.PAGE, about[0], language=language, at=1)
            writer = memory.account(f"colleague {draw.randrange(documents // 8 + 5)}")
            yield IndexableDocument(
                node, " ".join(said), (Edge(EdgeKind.WROTE, writer, key, at=1, count=1),), group, group
            )

    build(folder, memory, written())
    index = open_index(folder)
    used = [subject for subject in subjects if not index.snapshot().parse(subject).unknown]
    return index, memory, used


@contextmanager
def sample(folder: Path, seed: int) -> Iterator[tuple[Index, View, list[str]]]:
    """Make and sync the sample organisation here; it as everybody may read it, with the subjects of its texts."""
    make_sample(folder, seed=seed)
    settings = load_settings(folder)
    with open_installation(settings) as installation:
        for entry in settings.sources:
            sync_source(installation, entry, tell=lambda _: None, stop=lambda: False)
        after_sync(installation, lambda: False, quiet=True)
        facts = json.loads((folder / "truth" / "facts.json").read_text("utf-8"))
        with installation.store.view(Viewer()) as view, open_index(settings.index) as index:
            yield index, view, subjects_of(facts)


def subjects_of(facts: Mapping[str, Any]) -> list[str]:
    """What the sample organisation writes about, in texts for everyone. From its ground truth."""
    hidden = {label for topic in facts["private_topics"] for label in topic["labels"].values()}
    return sorted({topic[language][0] for topic in facts["synonyms"] for language in ("nl", "en")} - hidden)


# --- what was found ---------------------------------------------------------------------------------------------------


def table(found: Sequence[tuple[str, list[Known]]]) -> str:
    """Lines with the share of wrong answers by sort of question, one for each organisation."""
    sorts = list(dict.fromkeys(case.sort for case, _ in found[0][1]))
    lines = [f"{'found for all of it':38}" + "".join(f"{name:>12}" for name, _ in found)]
    for sort in sorts:
        shares = [_outright([each for each in known if each[0].sort == sort]) for _, known in found]
        lines.append(f"{sort:38}" + "".join(f"{share:>12.1%}" for share in shares))
    lines += ["", f"{'wrong, with the nearest':38}" + "".join(f"{name:>12}" for name, _ in found)]
    for sort in sorts:
        shares = [_wrong([each for each in known if each[0].sort == sort]) for _, known in found]
        answered = next(case.answered for case, _ in found[0][1] if case.sort == sort)
        label = f"{sort} ({'refused' if answered else 'answered'})"
        lines.append(f"{label:38}" + "".join(f"{share:>12.1%}" for share in shares))
    lines.append("")
    lines.append(f"{'told':>6}{'covered':>9}{'false answers':>15}{'false refusals':>16}")
    everything = [each for _, known in found for each in known]
    for told in (0.2, 0.3, 0.35, 0.4):
        for covered in (0.3, 0.4, 0.5, 0.6):
            wrong = [
                _wrong([each for each in everything if each[0].answered is kind], told, covered)
                for kind in (False, True)
            ]
            lines.append(f"{told:6}{covered:9}{wrong[0]:15.1%}{wrong[1]:16.1%}")
    return "\n".join(lines)


def _outright(known: Sequence[Known]) -> float:
    return sum(is_found(each) for _, each in known) / max(1, len(known))


def _wrong(known: Sequence[Known], told: float = TOLD, covered: float = COVERED) -> float:
    wrong = sum(is_enough(each, told, covered) is not case.answered for case, each in known)
    return wrong / max(1, len(known))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=(1, 2), help="of the sample organisation")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="documents of invented organisations")
    asked = parser.parse_args(arguments)
    found = []
    with tempfile.TemporaryDirectory() as work:
        for seed in asked.seeds:
            with sample(Path(work) / f"sample-{seed}", seed) as (index, view, subjects):
                found.append((f"sample {seed}", questions(index, view, subjects, seed)))
        for size in asked.sizes:
            index, memory, subjects = made_up(Path(work) / f"made-{size}", size)
            with index:
                found.append((f"{size:,}", questions(index, memory, subjects, size)))  # type: ignore[arg-type]
    print(table(found))
    return 0


def questions(index: Index, view: View, subjects: Sequence[str], seed: int, each: int = EACH) -> list[Known]:
    """All sorts of questions, and how much of each is known in this organisation."""
    snapshot = index.snapshot()
    written = [subject for subject in subjects if not snapshot.parse(subject).unknown]
    return ask_all(list(cases(words_of(snapshot, written), random.Random(seed), each)), snapshot, view)


if __name__ == "__main__":
    sys.exit(main())
