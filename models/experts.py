"""Who knows about this: one question walks through matching, ranking, dividing and telling, once each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from graph.facts import Key, Node, Seconds
from graph.store import View
from models.answered import as_typed, is_answered, quoted, unwritten
from models.answers import Answer, Expert, Nearest, Question
from models.claims import claimants_of
from models.departments import departments_within
from models.encoder import OpenEncoder, open_encoder
from models.evidence import Summaries, needed_keys, shown_documents, tell_experts
from models.exact import with_exact
from models.index.contract import AccessFilter, Index, Mask, Snapshot
from models.index.text.subject import subject_of
from models.meant_topics import meant_topics
from models.rankers import registry
from models.rankers.fusion import NOBODY, Fusion, fuse
from models.rankers.matches import Matches, able_persons, match, of_others
from models.reasons import RankedPerson, divide
from models.related import Related, find_related, with_related
from models.said import SaidOfPersons, lifted, said_of, with_said
from models.second_ear import by_meaning, is_foreign, names_somebody
from models.together import EVERYTHING, TOGETHER, held_together, nearest_subject, words_found
from models.withdrawn import fetched

NOWHERE: Key = ""
FORMER = 3
"""People who left that are shown at most."""
NEAREST = 3
"""People who know about a part of the question that are shown at most."""


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer in numbers of the index: who is named and why, and what is found next to them."""

    matches: Matches
    fusion: Fusion
    people: tuple[RankedPerson, ...]
    former: Matches
    left: tuple[RankedPerson, ...]
    related: Related
    missing: tuple[str, ...]
    nearest: str = ""
    """The part of the question that somebody wrote about, where too few of its words stand together."""
    apart: bool = False
    meant: bool = False
    """Whether it rests on what documents mean, whatever their words."""
    said: SaidOfPersons = field(default_factory=dict)

    @property
    def listed(self) -> set[int]:
        """The documents of which the texts are shown."""
        return shown_documents((*self.people, *self.left)).union(self.related.documents)

    @property
    def shown(self) -> set[int]:
        """The documents that are shown."""
        return self.listed | self.related.shown

    @property
    def keys(self) -> set[Key]:
        """The keys of what else is shown."""
        return needed_keys((*self.people, *self.left), self.matches.index) | self.related.keys


def find_experts(
    question: Question, view: View, index: Index, now: Seconds | None = None, ear: OpenEncoder = open_encoder
) -> Answer:
    """Who knows about this, as far as the asker may see. `now` (seconds) decides who left; None: all with a date.

    A question that its words do not answer is tried by meaning where `ear` gives an encoder. Where somebody wrote about
    a part of it only, the answer says about which, and who.
    """
    snapshot = index.snapshot()
    asked = with_known_filters(question, view, snapshot)

    def answer_to(asked: Question) -> tuple[Answer, str]:
        draft = partial(_draft, asked, view, snapshot, now, ear)
        found = fetched(view, snapshot, snapshot.access_filter(view), draft)
        answer = Answer(question=replace(question, text=asked.text), subject=subject_of(asked.text))
        if found is None:
            return answer, ""
        made = found[0]
        claimed = claimants_of(asked, made.matches.parsed.topics, made.fusion.persons, view, snapshot, now)
        return replace(_told(answer, *found), claimants=claimed.now, claimed_once=claimed.once), made.nearest

    answer, part = answer_to(asked)
    near = answer_to(replace(asked, text=part, limit=NEAREST, offset=0))[0] if part else None
    return replace(answer, nearest=Nearest(part, near.people, near.total)) if near and near.people else answer


def with_known_filters(question: Question, view: View, index: Snapshot) -> Question:
    """The question, where a department or location that the asker may not know of is one in which nobody works.

    A department has the people of those within it too.
    """
    chosen = [key for key in (question.department, question.location) if key is not None]
    if not chosen:
        return question
    known = view.get(chosen)
    department, location = (
        key if key is None or key in known else NOWHERE for key in (question.department, question.location)
    )
    teams = departments_within(department, view, index.roster.departments) if department else ()
    return replace(question, department=department, location=location, teams=teams)


def _draft(
    question: Question, view: View, snapshot: Snapshot, now: Seconds | None, ear: OpenEncoder, access: AccessFilter
) -> AnswerDraft:
    """The answer of who may read so much."""
    matches, missing, answered = _matched(question, view, snapshot, now, ear, access)
    held = held_together(matches) if answered and not (question.everybody or question.loose) else EVERYTHING
    compared = snapshot.has_vectors and matches.parsed.kept is None
    meant = _by_meaning(matches, now, ear, answered=answered) if compared else None
    if meant is not None:
        matches = meant
    apart = meant is None and answered and held.share < TOGETHER
    near = nearest_subject(matches, held) if apart else ""
    answered = meant is not None or (answered and not apart)
    fusion = fuse(matches, registry.RANKERS) if answered else NOBODY
    said = said_of(question, matches.parsed.topics, fusion, view, snapshot, now)
    fusion = lifted(fusion, said)
    page = fusion.cut(slice(question.offset, question.offset + question.limit))
    former, left = _former(matches, now) if answered else (matches, ())
    return AnswerDraft(
        matches=matches,
        fusion=fusion,
        people=divide(matches, page.persons, page.scored, question.evidence),
        former=former,
        left=left,
        related=find_related(matches, fusion.persons, question, answered, now, near=apart),
        missing=tuple(word for word in missing if word not in matches.once_of_documents(quoted)),
        nearest=near,
        apart=apart,
        meant=meant is not None,
        said=said,
    )


def _matched(
    question: Question, view: View, snapshot: Snapshot, now: Seconds | None, ear: OpenEncoder, access: AccessFilter
) -> tuple[Matches, tuple[str, ...], bool]:
    """The documents with the words of this question, those that nobody wrote, and whether that answers it.

    Where they say too little, topics that it means and that are called something in the other language are asked along.
    """
    able = able_persons(snapshot, leavers=False, now=now)
    parsed = with_exact(snapshot.parse(question.text, access), question, view, snapshot, access)
    matches = match(snapshot, access, question, parsed, able)
    if parsed.kept is not None:
        matches = of_others(matches, able & _acting(matches))
    missing = unwritten(matches)
    answered = is_answered(matches, missing)
    meant = meant_topics(matches, ear, answered=answered) if parsed.kept is None else []
    if not meant or names_somebody(matches, now):
        return matches, missing, answered
    matches = match(snapshot, access, question, snapshot.parse(question.text, access, meant), able)
    missing = unwritten(matches)
    return matches, missing, is_answered(matches, missing)


def _by_meaning(matches: Matches, now: Seconds | None, ear: OpenEncoder, *, answered: bool) -> Matches | None:
    """What is meant by a question that its words do not answer, or of which hardly anything is in its language."""
    tried = is_foreign(matches) if answered else not names_somebody(matches, now)
    return by_meaning(matches, ear, answered=answered) if tried else None


def _acting(matches: Matches) -> Mask:
    """Who did something to one of the documents that match."""
    acting = np.zeros(len(matches.able), dtype=bool)
    acting[matches.owners] = True
    return acting


def _told(answer: Answer, draft: AnswerDraft, nodes: Mapping[Key, Node]) -> Answer:
    """The answer with the people and documents of this draft, in the words of the nodes."""
    matches, parsed = draft.matches, draft.matches.parsed
    summaries = Summaries(matches.index, words_found(matches), matches.access, nodes, matches.passages, draft.listed)
    told = tell_experts(draft.people, matches, nodes, summaries)
    told = with_said(told, draft.said, matches.index, answer.question.evidence)
    answer = replace(
        answer,
        people=_with_those_in_passing(told, draft),
        total=len(draft.fusion.persons),
        in_passing=draft.fusion.in_passing,
        used_to=tell_experts(draft.left, draft.former, nodes, summaries),
        synonyms=parsed.synonyms,
        unwritten=as_typed(draft.missing, answer.question.text),
        by_meaning=draft.meant and bool(draft.people),
        apart=draft.apart,
        nothing_read=not draft.people and not has_documents(matches),
    )
    return with_related(answer, draft.related, matches, nodes=nodes, summaries=summaries)


def _with_those_in_passing(people: tuple[Expert, ...], draft: AnswerDraft) -> tuple[Expert, ...]:
    """These people of a page, with who of them touched the subject and no more."""
    known = len(draft.fusion.persons) - draft.fusion.in_passing - draft.matches.question.offset
    return (*people[: max(0, known)], *(replace(each, in_passing=True) for each in people[max(0, known) :]))


def has_documents(matches: Matches) -> bool:
    """Whether there is any document that the asker may read."""
    index = matches.index
    return bool(index.visible(np.arange(index.document_count), matches.access).any())


def _former(matches: Matches, now: Seconds | None) -> tuple[Matches, tuple[RankedPerson, ...]]:
    """Who used to work on it and left, by the documents only."""
    able = able_persons(matches.index, leavers=True, now=now)
    if not able.any():
        return matches, ()
    former = of_others(matches, able)
    fusion = fuse(former, registry.RANKERS[:1]).cut(slice(0, FORMER))
    return former, divide(former, fusion.persons, fusion.scored, matches.question.evidence)
