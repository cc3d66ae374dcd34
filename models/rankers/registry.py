"""The rankers that answer, in the order in which their points are told."""

from __future__ import annotations

from models.rankers.contract import Ranker
from models.rankers.documents import DocumentRanker
from models.rankers.folder import FolderRanker
from models.rankers.profile import ProfileRanker
from models.rankers.thread import ThreadRanker

RANKERS: tuple[Ranker, ...] = (DocumentRanker(), ProfileRanker(), FolderRanker(), ThreadRanker())


def label_of(ranker: str, language: str) -> str:
    """What the evidence of this ranker is called; its id when there is no such ranker."""
    return next((each.label.text(language) for each in RANKERS if each.name == ranker), ranker)


def reason_of(ranker: str, language: str) -> str | None:
    """What a fact of this ranker says of the person, with %(title)s in it; None when it tells of documents."""
    found = next((each.reason for each in RANKERS if each.name == ranker), None)
    return found.text(language) if found else None
