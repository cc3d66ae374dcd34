"""The rankers that answer, in the order in which their points are told."""

from __future__ import annotations

from graph.wording import Wording
from models.rankers.answers import AnswerRanker
from models.rankers.contract import Ranker
from models.rankers.documents import DocumentRanker
from models.rankers.folder import FolderRanker
from models.rankers.named import NamedRanker
from models.rankers.profile import ProfileRanker, UsageRanker

RANKERS: tuple[Ranker, ...] = (
    DocumentRanker(),
    ProfileRanker(),
    UsageRanker(),
    AnswerRanker(),
    NamedRanker(),
    FolderRanker(),
)


SAID = "said"
"""What people say of each other (`models.said`): no ranker, but told among the points of all."""
SAID_LABEL = Wording(en="what people say here", nl="wat mensen hier zeggen")


def label_of(ranker: str, language: str) -> str:
    """What the evidence of this ranker is called; its id when there is no such ranker."""
    if ranker == SAID:
        return SAID_LABEL.text(language)
    return next((each.label.text(language) for each in RANKERS if each.name == ranker), ranker)


def reason_of(ranker: str, language: str) -> str | None:
    """What a fact of this ranker says of the person, with %(title)s in it; None when it tells of documents."""
    found = next((each.reason for each in RANKERS if each.name == ranker), None)
    return found.text(language) if found else None
