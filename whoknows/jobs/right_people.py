"""What colleagues said under "was this the right person?", as questions and judgements for `whoknows evaluate`."""

from __future__ import annotations

import ir_measures

from graph.facts import Account, EdgeKind, Endorsement, Topic, anchor_key
from graph.store import View
from whoknows.jobs.trec_files import EvaluationError, TrecTopic


def right_people(view: View) -> tuple[list[TrecTopic], list[ir_measures.Qrel]]:
    """Each topic as a question, by its name, and whoever somebody said was right for it, by their id in the directory.

    Who said so is in neither. `view` has to read everything. Raises EvaluationError when nobody said anything.
    """
    said = [edge for edge in view.all_edges(EdgeKind.ENDORSES) if isinstance(edge, Endorsement) and edge.topic]
    nodes = view.get({key for edge in said for key in (edge.topic, anchor_key(edge.end)) if key is not None})
    pairs = sorted(
        {
            (topic.key, right.native_id)
            for edge in said
            if isinstance(topic := nodes.get(edge.topic or ""), Topic)
            and isinstance(right := nodes.get(anchor_key(edge.end)), Account)
        }
    )
    if not pairs:
        raise EvaluationError("nobody-said-right")
    questions = [_question(nodes[key]) for key in dict.fromkeys(topic for topic, _ in pairs)]
    return questions, [ir_measures.Qrel(topic, person, 1) for topic, person in pairs]


def _question(topic: object) -> TrecTopic:
    """The topic by its name, in the first of its languages."""
    assert isinstance(topic, Topic)
    language, name = min(topic.labels.items())
    return TrecTopic(topic.key, name, language)
