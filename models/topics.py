"""What an organisation is about: terms become topics. A topic carries its Dutch and English labels and synonyms.

Two pure passes over what extraction found. `choose_topics` sees documents for everyone only; `mentions` then says for
every document which of those terms it uses.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from scipy.cluster.hierarchy import DisjointSet

from graph.facts import Edge, EdgeKind, Extraction, Judgement, Key, Term, Topic
from graph.judgements import decide_topics
from graph.terms import norm_of, term_key
from models.curated_topics import CuratedTerms, gather, read_curated
from models.index.text.analysis import LANGUAGES
from models.naming import Namings, forms_of, named_terms, unsaid_terms
from models.place_names import is_host, with_places
from models.proper_names import Names, before_name, is_name
from models.special_categories import SpecialCategories
from models.spellings import compact
from models.subjects import Acts, TermSpread, are_titled, choose_subjects
from models.term_uses import TermUses, usages_of
from models.termhood import Corpus, TermId, Usages, choose_terms, most_topics
from models.topic_groups import group_terms
from models.topic_labels import best_of, label_of
from models.wording import is_plain, is_unit, is_wording, says_nothing

NOBODY = Names()
SHORT = 6
"""Letters of a term up to which it may be an abbreviation."""
NOT_NAMED: Namings = {}
NOTHING_SPECIAL = SpecialCategories()


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """The topics of an organisation: `labels` are LABELS edges from term to topic; `mentioned` maps terms to keys.

    `found` are the edges as they would be if nobody had decided where a term belongs. `rare` are labels that people or
    a vocabulary gave a topic and that hardly a text uses, by how they are written.
    """

    terms: tuple[Term, ...]
    topics: tuple[Topic, ...]
    labels: tuple[Edge, ...]
    found: tuple[Edge, ...]
    mentioned: dict[TermId, Key]
    rare: dict[TermId, Key]


def choose_topics(
    corpus: Corpus,
    judgements: Sequence[Judgement] = (),
    names: Names = NOBODY,
    tags: Iterable[Term] = (),
    known: Collection[Key] = (),
    acts: Acts | None = None,
    special: SpecialCategories = NOTHING_SPECIAL,
    namings: Namings = NOT_NAMED,
) -> TopicFacts:
    """The topics. `corpus` opens the extractions of documents for everyone; it is read once.

    `names` are those of the directory, `tags` terms that sources gave, `known` keys of topics to which people refer: a
    group that holds the anchor of one keeps its key. `acts` tells who did something to each of these documents; without
    it nobody is counted. Topics with a label of a `special` category are marked. What people named (`namings`) is
    chosen before what only texts use. No order changes the result.
    """
    uses = TermUses.read(corpus())
    usages = usages_of(uses)
    usages.terms.update(dict(unsaid_terms(namings, usages, LANGUAGES)))
    curated = read_curated(decide_topics(judgements), usages)
    names = with_places(names, usages)
    most, units = most_topics(usages.texts), _short_units(uses.paired)
    titled = are_titled(usages)
    may_be = partial(_may_be_topic, usages=usages, names=names, units=units, titled=titled)
    named = [term for term in named_terms(namings, usages) if may_be(term)]
    likely = [term for term in choose_terms(usages, names, 2 * most) if may_be(term)]
    if acts:
        likely = choose_subjects(likely, usages, TermSpread(likely, acts).read(uses))
    likely = list(dict.fromkeys((*named, *likely)))
    chosen = curated.first([term for term in likely if not curated.rejects(term)][:most], usages)
    groups = group_terms(chosen, usages, lambda: uses.paired)
    spread = TermSpread(sorted(groups), acts or {}).read(uses)
    return _facts(groups, usages, chosen, spread, curated, tags, frozenset(known), special)


def _may_be_topic(term: TermId, usages: Usages, names: Names, units: Collection[str], titled: bool) -> bool:
    """Whether this is neither a name nor words that every organisation uses.

    Where texts are `titled`, a plain phrase is what some text is about when a title has it.
    """
    usage = usages.terms[term]
    surface = usage.surface()
    if surface in units or is_host(usage) or is_name(surface, names) or is_wording(term, usages):
        return False
    return not says_nothing(term[0], before_name(surface, names)) and not (
        titled and not usage.titles and is_plain(term)
    )


def _short_units(explained: Iterable[Extraction]) -> frozenset[str]:
    """Abbreviations of a team, a meeting or people in a role, as texts explain them; they are that in any language."""
    told: dict[str, list[bool]] = defaultdict(list)
    for extraction in explained:
        for pair in extraction.pairs:
            if pair.kind == "abbreviation":
                told[pair.other.upper()].append(is_unit((pair.language, pair.norm)))
    return frozenset(short for short, units in told.items() if 2 * sum(units) > len(units))


def _facts(
    groups: DisjointSet,
    usages: Usages,
    chosen: Sequence[TermId],
    spread: TermSpread,
    curated: CuratedTerms,
    tags: Iterable[Term],
    known: frozenset[Key],
    special: SpecialCategories,
) -> TopicFacts:
    by_form = _tags_by_form(tags)
    terms: dict[Key, Term] = {}
    mentioned: dict[TermId, Key] = {}
    rare: dict[TermId, Key] = {}
    topics: list[Topic] = []
    labels: list[Edge] = []
    found: list[Edge] = []
    tagged: list[Edge] = []
    ranks = {term: rank for rank, term in enumerate(chosen)}
    gathered = gather(groups.subsets(), curated, known | curated.decided.topics)
    for topic, members in gathered.topics.items():
        if topic not in curated.decided.pinned and not any(member in usages.terms for member in members):
            continue
        if topic not in curated.decided.topics and any(
            _is_refused(member, members, ranks, usages) for member in members
        ):
            continue
        best = min((ranks.get(member, len(ranks)) for member in members), default=0)
        weight = round(1 - best / (len(ranks) + 1), 4)
        for member in members:
            usage = usages.terms.get(member)
            key = term_key(*member)
            terms[key] = Term(key, *member, label_of(member, usage) if usage else curated.labels.get(member, member[1]))
            label = Edge(EdgeKind.LABELS, key, topic, weight=weight, role="rule" if usage else "dictionary")
            labels.append(label)
            if (place := gathered.without.get(member, None if member in curated.homes else topic)) is not None:
                found.append(replace(label, end=place))
            if usage:
                mentioned[member] = key
            elif member in curated.homes:
                rare[member] = key
        for tag in _matching(by_form, members, usages):
            tagged.append(Edge(EdgeKind.LABELS, tag.key, topic, weight=weight, role="tag"))
        topics.append(
            Topic(
                topic,
                _names(topic, members, terms, usages, curated),
                _documents(members, usages),
                spread.people(members),
                weight,
                special.hold(form for member in members for form in (member[1], terms[term_key(*member)].surface)),
            )
        )
    return TopicFacts(
        tuple(terms[key] for key in sorted(terms)),
        tuple(sorted(topics, key=lambda topic: topic.key)),
        _by_ends([*labels, *tagged]),
        _by_ends([*found, *tagged]),
        mentioned,
        rare,
    )


def _by_ends(edges: list[Edge]) -> tuple[Edge, ...]:
    return tuple(sorted(edges, key=lambda edge: (edge.start, edge.end)))


def _is_refused(member: TermId, members: Sequence[TermId], ranks: Collection[TermId], usages: Usages) -> bool:
    """Whether a term that a spelling or an abbreviation drew in tells that the topic is no subject.

    Of general words alone may be what a short form stands for, when it is a phrase.
    """
    if is_unit(member) or member in ranks or member not in usages.terms:
        return is_unit(member)
    short = any(each in ranks and len(each[1]) <= SHORT for each in members)
    return is_wording(member, usages) and not (short and " " in member[1])


def _names(
    topic: Key, members: Sequence[TermId], terms: Mapping[Key, Term], usages: Usages, curated: CuratedTerms
) -> dict[str, str]:
    """The label of the topic per language: the one that was decided, else the form in most documents.

    Long forms come before abbreviations, which have no language; a tag without a language names a topic that has no
    other term.
    """
    labels: dict[str, str] = {}
    short = [member for member in members if terms[term_key(*member)].surface.isupper()]
    for language in sorted({member[0] for member in members}):
        own = [*(member for member in members if member[0] == language), *short]
        labels[language] = terms[term_key(*best_of(own, usages))].surface
    spoken = {language: label for language, label in labels.items() if language in LANGUAGES} or labels
    decided = curated.decided.names.get(topic, {})
    return spoken | {language: curated.decided.labels[term] for language, term in decided.items()}


def _documents(members: Sequence[TermId], usages: Usages) -> int:
    """Documents of the topic at least: those of its commonest term, so that none is counted twice."""
    return max((usages.terms[member].documents for member in members if member in usages.terms), default=0)


def _tags_by_form(tags: Iterable[Term]) -> dict[str, list[Term]]:
    by_form: dict[str, list[Term]] = defaultdict(list)
    for tag in sorted(tags, key=lambda term: term.key):
        by_form[compact(tag.norm)].append(tag)
    return by_form


def _matching(by_form: dict[str, list[Term]], members: Sequence[TermId], usages: Usages) -> list[Term]:
    own = {term_key(*member) for member in members}
    forms = sorted({form for member in members for form in forms_of(member, usages.terms.get(member))})
    return [tag for form in forms for tag in by_form.get(form, ()) if tag.key not in own]


def mentions(extractions: Iterable[Extraction], facts: TopicFacts) -> Iterator[Edge]:
    """MENTIONS edges from each document to the chosen terms that it uses; the title counts double. Streamed."""
    for extraction in extractions:
        for term in extraction.terms:
            key = facts.mentioned.get((term.language, term.norm))
            if key is None and facts.rare:
                key = facts.rare.get((term.language, norm_of(term.surface)))
            if key is not None:
                weight = round((1 + math.log(term.count)) * (2 if term.in_title else 1), 3)
                yield Edge(EdgeKind.MENTIONS, extraction.document, key, count=term.count, weight=weight)
