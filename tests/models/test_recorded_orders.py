"""Answers over a fixed invented organisation: the order, points and evidence are those that were recorded.

`python -m tests.models.test_recorded_orders` records them anew; do that only when a change of the ranking is intended.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from graph.store import Viewer
from models.answers import Answer, Expert
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, people

RECORDED = Path(__file__).parent.parent / "data" / "recorded-orders.json"
NAMES = ("ann", "bob", "cem", "dee", "eve", "fay", "gus", "hal", "ivy", "jan", "kim", "lea")
SUBJECTS = ("hydrogen", "tank", "garden", "valve", "roof", "roses", "pump", "steel", "bridge", "tide", "paint", "cable")
FILLER = ("note", "plan", "work", "measure", "office", "report", "number", "letter", "result", "morning")
FOLDERS = ("gas", "green", "works", "water")
QUESTIONS = (
    "hydrogen", "hydrogen tank", "garden roses", "valve pump steel", "who knows about bridges?", "tide", "cable paint",
    "roof garden", "report", "wie weet iets van steel", "hydrogen quux", "quux", "tank tank tank", "letter about tides",
)  # fmt: skip
FILTERS: tuple[dict[str, Any], ...] = (
    {"evidence": 20, "limit": 6},
    {"everybody": True, "limit": 100, "evidence": 0},
    {"since": 1_650_000_000, "evidence": 2},
    {"until": 1_650_000_000, "offset": 1, "limit": 3, "evidence": 3},
    {"language": "nl", "evidence": 2},
)


def _papers() -> Iterator[Paper]:
    """Papers in which each person dwells upon a few subjects; some are hidden, and many share a title in a folder."""
    draw = random.Random(11)
    tastes = {name: draw.sample(SUBJECTS, 3) for name in NAMES}
    for number in range(160):
        authors = draw.sample(NAMES, draw.choice((1, 1, 1, 2, 4)))
        subjects = draw.choices(tastes[authors[0]], k=draw.randint(1, 6)) + draw.sample(SUBJECTS, 1)
        said = subjects + draw.choices(FILLER, k=draw.randint(4, 30))
        draw.shuffle(said)
        title = f"{'Re: ' if draw.random() < 0.4 else ''}{draw.choice(subjects)} {draw.choice(FILLER[:3])}"
        yield Paper(
            f"p{number}",
            title,
            " ".join(said),
            tuple(sorted(authors)),
            draw.choice(FOLDERS),
            hidden=draw.random() < 0.15,
            language="nl" if draw.random() < 0.3 else "en",
            at=draw.choice((None, 1_600_000_000, 1_640_000_000, 1_660_000_000, 1_700_000_000)),
        )


def _made(folder: Path) -> Organisation:
    made = Organisation(folder, people(*NAMES))
    papers = list(_papers())
    made.put(*papers)
    made.mention({paper.id: {word for word in paper.title.split() if word in SUBJECTS} for paper in papers})
    made.rebuild()
    return made


def _plain(expert: Expert) -> dict[str, Any]:
    evidence = [f"{each.kind} {_short(each.key)} {each.points:.3f}" for each in expert.evidence]
    return {
        "person": f"{_short(expert.person)} {expert.points:.4f}",
        "shares": " ".join(f"{share.ranker} {share.rank} {share.points:.3f}" for share in expert.shares),
        "evidence": ", ".join(evidence),
    }


def _short(key: str) -> str:
    return key.rsplit(":", 1)[-1]


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "people": [_plain(each) for each in answer.people],
        "total": answer.total,
        "documents": " ".join(_short(hit.key) for hit in answer.documents),
        "documents_total": answer.documents_total,
    }


def _cases() -> Iterator[tuple[str, str, Viewer, dict[str, Any]]]:
    for text in QUESTIONS:
        for place, filters in enumerate(FILTERS):
            for name, viewer in (("colleague", COLLEAGUE), ("insider", INSIDER)):
                yield f"{text} | {place} | {name}", text, viewer, filters


def _record(made: Organisation) -> dict[str, Any]:
    return {name: _answer(made.ask(text, viewer, **filters)) for name, text, viewer, filters in _cases()}


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    made = _made(tmp_path_factory.mktemp("recorded"))
    yield made
    made.store.close()


@pytest.mark.slow
def test_order_points_and_evidence_are_those_that_were_recorded(organisation: Organisation) -> None:
    expected = json.loads(RECORDED.read_text("utf-8"))
    found = _record(organisation)
    assert found.keys() == expected.keys()
    assert sum(len(each["people"]) for each in expected.values()) > 300
    for name, answer in found.items():
        assert answer == expected[name], name


if __name__ == "__main__":
    with TemporaryDirectory() as work:
        RECORDED.write_text(json.dumps(_record(_made(Path(work))), indent=0) + "\n", "utf-8")
    sys.exit(0)
