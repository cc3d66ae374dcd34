"""Who is named among the first five although they only asked, thanked, attended, took minutes, liked or kept something.

`python -m bench.askers SITE...` asks each site the questions of its truth (`SITE/truth/topics.tsv`, as in the sample;
else those of the corpus of that name) and prints the number of such places. What somebody did is read anew from the
documents that match, and more is taken for asking than the product does: a first message with any question mark that
others answered, whatever its writer said later in that thread, and a short message that thanks.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.corpora import unpack
from graph.facts import ActKind, DocumentKind, Key
from models.answers import Question
from models.experts import find_experts
from models.index.contract import ASKS, DOCUMENT_KINDS, MESSAGES, READERS, Numbers, Snapshot
from models.index.numbers import ACT_NUMBERS
from models.index.opening import open_index
from models.rankers.matches import Matches, able_persons, match
from whoknows.jobs.trec_files import read_topics
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, now, open_installation

FIRST = 5
SHORT = 12
"""Words of a message that may only thank."""
THANKS = ("thank", "thx", "cheers", "bedankt", "dank ", "dank!", "dank.", "dank,", "dankje", "top!")
READING = {number for kind, number in ACT_NUMBERS.items() if number >= READERS or kind is ActKind.ATTENDED}


@dataclass(frozen=True, slots=True)
class AskingPlace:
    """Somebody at a place who only asked and the like: the question, the place, and titles of what they did."""

    topic: str
    place: int
    name: str
    titles: tuple[str, ...]


def askers(folder: Path, topics: Path) -> Iterator[AskingPlace | None]:
    """For each of the first five places of each question: who is there by asking only; None for anybody else."""
    settings, at = load_settings(folder), now()
    with ExitStack() as stack:
        installation = stack.enter_context(open_installation(settings, create=False))
        view = stack.enter_context(installation.store.view(SYSTEM))
        index = stack.enter_context(open_index(settings.index))
        snapshot = index.snapshot()
        able, access = able_persons(snapshot, leavers=False, now=at), snapshot.access_filter(view)
        for topic in read_topics(topics):
            answer = find_experts(Question(topic.text, limit=FIRST, evidence=0, documents=0), view, index, at)
            found = match(snapshot, access, Question(topic.text), snapshot.parse(topic.text, access), able)
            for place, expert in enumerate(answer.people, start=1):
                yield _asking_place(found, topic.text, place, expert.person, expert.name)


def _asking_place(found: Matches, topic: str, place: int, person: Key, name: str) -> AskingPlace | None:
    index = found.index
    rows = found.rows[found.owners == index.person(person)]
    if any(_tells(index, row) for row in rows.tolist()):
        return None
    documents = index.columns["document"][rows].tolist()
    return AskingPlace(topic, place, name, tuple(index.columns.name_of(ordinal)[1] for ordinal in documents[:3]))


def _tells(index: Snapshot, row: int) -> bool:
    """Whether this act is more than asking, thanking, attending, taking minutes, liking or keeping."""
    columns = index.columns
    document, deed = int(columns["document"][row]), int(columns["deed"][row])
    kind = DOCUMENT_KINDS[int(columns["kind"][document])]
    if deed in READING or kind == DocumentKind.MINUTES:
        return False
    return kind not in MESSAGES or not (_thanks(index, document) or _in_own_question(index, document, row))


def _thanks(index: Snapshot, document: int) -> bool:
    text = index.columns.text_of(document, 400).casefold()
    return len(text.split()) <= SHORT and any(each in f"{text} " for each in THANKS)


def _in_own_question(index: Snapshot, document: int, row: int) -> bool:
    """Whether this message is in a thread that its writer began with a question, and that others answered."""
    columns = index.columns
    inside = np.flatnonzero((columns["thread"] == columns["thread"][document]) & (columns["public"] > 0))
    inside = inside[np.lexsort((columns["key_hash"][inside], columns["at"][inside]))]
    mine = index.person_of[columns["account"][row]]
    writers = [_writers(index, ordinal) for ordinal in inside.tolist()]
    if not writers or mine not in writers[0] or all(mine in each for each in writers):
        return bool(columns["asks"][document] == ASKS)
    return "?" in columns.text_of(int(inside[0]), 3000)


def _writers(index: Snapshot, ordinal: int) -> Numbers:
    rows, _ = index.columns.acts_of(np.asarray([ordinal]))
    return index.person_of[index.columns["account"][rows[index.columns["deed"][rows] < READERS]]]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sites", type=Path, nargs="+", help="folders with a whoknows.toml that were synced")
    parser.add_argument("--corpora", type=Path, help="the folder with NAME.tar.xz or NAME/, for sites without a truth")
    asked = parser.parse_args(arguments)
    for site in asked.sites:
        truth = site / "truth" if (site / "truth").is_dir() else unpack(asked.corpora, site.name) / "truth"
        places = list(askers(site, truth / "topics.tsv"))
        found = [each for each in places if each is not None]
        print(f"{site.name}: {len(found)} of {len(places)} places are of who only asked, thanked, attended or liked")
        for each in found:
            print(f"  {each.topic} · {each.place}. {each.name} · {' | '.join(each.titles)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
