"""What curators do about topics: each command is a set of judgements, made together and taken back together.

A command acts on the store at once: terms change topic when they are judged, and the topics that this touched are
called anew. What needs all texts, such as where a new label is mentioned, comes with the next choice of topics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.curated_acts import IDS, CuratedAct, acts_of
from graph.decisions import DecisionError, that_holds
from graph.facts import Edge, EdgeKind, Endorsement, Judgement, Key, Seconds, Term, Topic, Verdict, kind_of
from graph.labelled_topics import LANGUAGES, LabelledTopic, call_anew, find_topics, read_topics
from graph.schema import EDGES, State, of_state
from graph.store import Store, View, Viewer, Writer
from graph.terms import norm_of, parted_topic_key, term_key, topic_key

LONGEST = 100
"""Characters of a label."""


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement of a command before it has a number."""

    subject: Key
    object: Key
    verdict: Verdict
    label: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a command comes to: judgements in the order in which they are told, and what has to be there for them."""

    said: Sequence[Said]
    terms: Sequence[Term] = ()
    topics: Sequence[Topic] = ()
    moved: tuple[Key, Key] | None = None
    """What people said about the first topic holds for the second one too."""


@dataclass(frozen=True, slots=True)
class Curator:
    """Somebody who decides about topics: where, under what name and when. `reader` reads everything that is stored."""

    store: Store
    reader: Viewer
    by: str
    at: Seconds

    def confirm(self, topic: Key) -> CuratedAct:
        """Say that this is a topic, with all of its labels."""
        return self._label_all("confirm", topic, Verdict.CONFIRMED)

    def pin(self, topic: Key) -> CuratedAct:
        """Say that this is always a topic, also when no text or hardly one uses it."""
        return self._label_all("pin", topic, Verdict.PINNED)

    def reject(self, topic: Key) -> CuratedAct:
        """Say that this is no topic: none of its labels ever makes one."""
        return self._label_all("reject", topic, Verdict.REJECTED)

    def _label_all(self, act: str, topic: Key, verdict: Verdict) -> CuratedAct:
        return self._carry_out(act, lambda view: Plan([*_each(_require(view, topic).terms, topic, verdict)]))

    def add(self, label: str, language: str) -> CuratedAct:
        """Say that this is always a topic, which none was so far; what has this label already is pinned instead."""
        label = checked_label(label, language)

        def plan(view: View) -> Plan:
            found = find_topics(view, label, (language,))
            if found:
                return Plan([*_each(found[0].terms, found[0].key, Verdict.PINNED)])
            term = Term(term_key(language, norm_of(label)), language, norm_of(label), label)
            topic = topic_key(term.key)
            return Plan([Said(term.key, topic, Verdict.PINNED, label)], [term], [Topic(topic, {language: label})])

        return self._carry_out("pin", plan)

    def rename(self, topic: Key, label: str, language: str) -> CuratedAct:
        """Say how this topic is called in a language. DecisionError when another topic has this label."""
        return self._name("rename", topic, label, language)

    def translate(self, topic: Key, label: str, language: str) -> CuratedAct:
        """Say how this topic is called in the other language. DecisionError when another topic has this label."""
        return self._name("translate", topic, label, language)

    def _name(self, act: str, topic: Key, label: str, language: str) -> CuratedAct:
        label = checked_label(label, language)

        def plan(view: View) -> Plan:
            known = _require(view, topic)
            others = [each for each in find_topics(view, label, (language,)) if each.key != topic]
            if others:
                raise DecisionError("topic-label-taken", label=label, other=others[0].key)
            mine = [
                each for each in known.terms if each.language == language and norm_of(each.surface) == norm_of(label)
            ]
            norm = norm_of(label)
            term = mine[0] if mine else Term(term_key(language, norm), language, norm, label)
            named = Said(term.key, topic, Verdict.NAMED, label)
            kept = [said for said in _each(known.shown, topic, Verdict.SAME) if said.subject != term.key]
            return Plan([named, *kept], [] if mine else [term])

        return self._carry_out(act, plan)

    def merge(self, topic: Key, into: Key) -> CuratedAct:
        """Say that both are one topic: all labels of the first become those of the second, which keeps its key."""

        def plan(view: View) -> Plan:
            known, other = _require(view, topic), _require(view, into)
            if topic == into:
                raise DecisionError("topic-itself")
            left = _each(known.terms, topic, Verdict.DIFFERENT)
            kept = _each(other.shown, into, Verdict.SAME)
            both = replace(other.node, special=known.node.special or other.node.special)
            return Plan([*left, *_each(known.terms, into, Verdict.SAME), *kept], topics=[both], moved=(topic, into))

        return self._carry_out("merge", plan)

    def split(self, topic: Key, label: str) -> CuratedAct:
        """Say that this label means something else: it becomes a topic of its own. DecisionError for the last label."""

        def plan(view: View) -> Plan:
            known = _require(view, topic)
            leaving = [each for each in known.terms if norm_of(each.surface) == norm_of(label)]
            staying = [each for each in known.terms if each not in leaving]
            if not leaving:
                raise DecisionError("topic-label-unknown", label=label, labels=", ".join(known.surfaces))
            if not staying:
                raise DecisionError("topic-last-label", label=label)
            first = min(leaving, key=lambda term: term.key)
            own = topic_key(first.key)
            own = parted_topic_key(first.key) if own == topic else own
            said = [*_each(leaving, topic, Verdict.DIFFERENT), *_each(leaving, own, Verdict.SAME)]
            labels = {term.language: term.surface for term in leaving}
            node = Topic(own, labels, special=known.node.special)
            return Plan([*said, *_each(staying, topic, Verdict.SAME)], topics=[node])

        return self._carry_out("split", plan)

    def broaden(self, topic: Key, broader: Key) -> CuratedAct:
        """Say that another topic is broader than this one. DecisionError when that makes a circle."""

        def plan(view: View) -> Plan:
            known, other = _require(view, topic), _require(view, broader)
            if topic == broader:
                raise DecisionError("topic-broader-itself")
            if topic in _upwards(view, broader):
                raise DecisionError("topic-broader-circle")
            kept = [*_each(known.shown, topic, Verdict.SAME), *_each(other.shown, broader, Verdict.SAME)]
            return Plan([Said(topic, broader, Verdict.BROADER), *kept])

        return self._carry_out("broader", plan)

    def accept(self, term: Key, topic: Key) -> CuratedAct:
        """Say that a term that was suggested means this topic."""
        return self._suggested("accept", term, topic, Verdict.SAME)

    def refuse(self, term: Key, topic: Key) -> CuratedAct:
        """Say that a term that was suggested means something else; it is not suggested again."""
        return self._suggested("refuse", term, topic, Verdict.DIFFERENT)

    def _suggested(self, act: str, term: Key, topic: Key, verdict: Verdict) -> CuratedAct:
        def plan(view: View) -> Plan:
            known, node = _require(view, topic), view.get([term]).get(term)
            if not isinstance(node, Term):
                raise DecisionError("topic-term-unknown")
            return Plan([*_each([node], topic, verdict), *_each(known.shown, topic, Verdict.SAME)])

        return self._carry_out(act, plan)

    def undo(self, act: str) -> CuratedAct:
        """Take back a command, the newest or not: what holds is what would hold without it."""
        with self.store.writer() as writer, self.store.view(self.reader) as view:
            known = view.judgements()
            done = replace(that_holds(acts_of(known), act), undone=self.at, undone_by=self.by)
            parts = IDS.take_back(writer, known, done, self.at, self.by)
            if done.act == "merge" and done.other is not None:
                _say_moved(view, writer, (done.topic, done.other), back=True)
        labels = {each.label for each in parts if each.verdict is Verdict.SAME}
        call_anew(self.store, self.reader, done.topics, labels)
        return done

    def _carry_out(self, act: str, make: Callable[[View], Plan]) -> CuratedAct:
        """Judge as planned, in one transaction; then call anew the topics that it touched."""
        with self.store.writer() as writer, self.store.view(self.reader) as view:
            known = view.judgements()
            plan = make(view)
            at = max([self.at, *(each.at for each in known if kind_of(each.object) == "topic")])
            ident = IDS.next(known)
            judgements = [
                Judgement(
                    IDS.part(ident, place),
                    each.subject,
                    each.object,
                    each.verdict,
                    self.by,
                    at,
                    label=each.label,
                    act=act,
                )
                for place, each in enumerate(plan.said)
            ]
            touched = {each.object for each in plan.said}
            writer.derive("term", [term.key for term in plan.terms], plan.terms)
            writer.derive("topic", [topic.key for topic in plan.topics], plan.topics)
            for each in judgements:
                writer.judge(each)
            if plan.moved:
                _say_moved(view, writer, plan.moved)
        call_anew(self.store, self.reader, touched)
        return acts_of(judgements)[0]


def checked_label(label: str, language: str) -> str:
    """The label in one form. DecisionError for one that is empty or too long, or another language."""
    label = " ".join(label.split())
    if not any(map(str.isalnum, label)) or len(label) > LONGEST:
        raise DecisionError("topic-label-length", high=str(LONGEST))
    if language not in LANGUAGES:
        raise DecisionError("topic-language-unknown", language=language, known=", ".join(LANGUAGES))
    return label


def _require(view: View, topic: Key) -> LabelledTopic:
    found = read_topics(view, [topic])
    if not found:
        raise DecisionError("topic-unknown", topic=topic)
    return found[0]


def _each(terms: Iterable[Term], topic: Key, verdict: Verdict) -> Iterator[Said]:
    """The same of each of these terms and the topic."""
    yield from (Said(term.key, topic, verdict, term.surface) for term in terms)


def _upwards(view: View, topic: Key) -> set[Key]:
    """This topic and all that are broader."""
    found, fresh = {topic}, {topic}
    while fresh:
        fresh = {edge.end for edge in view.edges((EdgeKind.BROADER,), sorted(fresh))} - found
        found |= fresh
    return found


def _say_moved(view: View, writer: Writer, moved: tuple[Key, Key], *, back: bool = False) -> None:
    """Say of the second topic what people said of the first, such as that they hide it; `back`: no longer.

    What somebody said of the second one themselves was said at another time, and stays.
    """
    topic, into = moved
    kinds = [kind for kind in of_state(State.AUTHORED) if "topic" in EDGES[kind].end]
    said: list[Edge] = [replace(edge, end=into) for edge in view.edges(kinds, [topic], "in")]
    for edge in view.all_edges(EdgeKind.ENDORSES):
        if isinstance(edge, Endorsement) and edge.topic == topic:
            said.append(replace(edge, topic=into))
    there = {*view.edges(kinds, [into], "in"), *view.all_edges(EdgeKind.ENDORSES)} if back else set()
    for edge in said:
        if not back:
            writer.say(edge)
        elif edge in there:
            writer.unsay(edge)
