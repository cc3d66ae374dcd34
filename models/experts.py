"""Who knows about this: one question walks through matching, ranking, dividing and telling, once each."""

from __future__ import annotations

from graph.facts import Seconds
from graph.store import View
from models.answered import as_typed, is_answered, unwritten
from models.answers import Answer, Question
from models.evidence import Summaries, needed_keys, tell_experts
from models.index.contract import Index, Snapshot
from models.index.text.snippets import finder
from models.index.text.subject import subject_of
from models.rankers import registry
from models.rankers.fusion import NOBODY, fuse
from models.rankers.matches import Matches, able_persons, match, of_others
from models.reasons import RankedPerson, divide
from models.related import find_related, with_related

FORMER = 3
"""People who left that are shown at most."""


def find_experts(question: Question, view: View, index: Index, now: Seconds | None = None) -> Answer:
    """Who knows about this, as far as the asker may see. `now` (seconds) decides who left; None: all with a date."""
    snapshot = index.snapshot()
    matches = _match(question, view, snapshot, now)
    missing = unwritten(matches)
    answered = is_answered(matches, missing)
    fusion = fuse(matches, registry.RANKERS) if answered else NOBODY
    page = fusion.cut(slice(question.offset, question.offset + question.limit))
    shown = divide(matches, page.persons, page.scored, question.evidence)
    former, left = _former(matches, now) if answered else (matches, ())
    related = find_related(matches, fusion.persons, question, answered, now)
    nodes = view.get(needed_keys((*shown, *left), snapshot) | related.keys)
    summaries = Summaries(snapshot, finder(matches.parsed.clauses))
    answer = Answer(
        question=question,
        people=tell_experts(shown, matches, nodes, summaries),
        total=len(fusion.persons),
        used_to=tell_experts(left, former, nodes, summaries),
        synonyms=matches.parsed.synonyms,
        unwritten=as_typed(missing, question.text),
        subject=subject_of(question.text),
    )
    return with_related(answer, related, matches, nodes=nodes, summaries=summaries)


def _match(question: Question, view: View, snapshot: Snapshot, now: Seconds | None) -> Matches:
    able = able_persons(snapshot, leavers=False, now=now)
    return match(snapshot, snapshot.access_filter(view), question, snapshot.parse(question.text), able)


def _former(matches: Matches, now: Seconds | None) -> tuple[Matches, tuple[RankedPerson, ...]]:
    """Who used to work on it and left, by the documents only."""
    able = able_persons(matches.index, leavers=True, now=now)
    if not able.any():
        return matches, ()
    former = of_others(matches, able)
    fusion = fuse(former, registry.RANKERS[:1], named=False).cut(slice(0, FORMER))
    return former, divide(former, fusion.persons, fusion.scored, matches.question.evidence)
