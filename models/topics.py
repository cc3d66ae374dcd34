"""What is this organisation about? Terms become topics: one topic carries its Dutch and English labels and synonyms.

Two pure passes over what extraction found. `choose_topics` sees documents for everyone only; `mentions` then says for
every document which of those terms it uses.
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy.cluster.hierarchy import DisjointSet

from graph.facts import Edge, EdgeKind, Extraction, Judgement, Key, Term, Topic, Verdict, key_of
from models.index.text.analysis import LANGUAGES, stop_words
from models.inflections import inflected
from models.subjects import Acts, TermSpread, choose_subjects, is_amount, is_formula, is_framed
from models.termhood import Corpus, Names, TermId, Usages, choose_terms, count_usages, is_common, most_topics

SYNONYMS = Path(__file__).parent / "language" / "synonyms.toml"
OTHER = {"nl": "en", "en": "nl"}
RARE = 12
"""Documents of a term up to which one text that translates it is believed."""
NOBODY = Names()
SURE_SHORT = 0.8
"""Share of the texts that explain an abbreviation which must agree on its long form."""


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """The topics of an organisation: `labels` are LABELS edges from term to topic; `mentioned` maps terms to keys."""

    terms: tuple[Term, ...]
    topics: tuple[Topic, ...]
    labels: tuple[Edge, ...]
    mentioned: dict[TermId, Key]


Synonyms = Sequence[tuple[tuple[str, ...], tuple[str, ...]]]
"""Dutch and English norms that mean the same."""


def term_key(language: str, norm: str) -> Key:
    """Which key has this term?"""
    return key_of("term", language, norm)


def topic_key(anchor: Key) -> Key:
    """Which key has the topic of this anchor term?"""
    return "topic:" + anchor.split(":", 1)[1]


def read_synonyms(path: Path = SYNONYMS) -> Synonyms:
    """Which general words of organisations mean the same in Dutch and English?"""
    pairs = tomllib.loads(path.read_text("utf-8"))["same"]
    return [(tuple(pair["nl"]), tuple(pair["en"])) for pair in pairs]


def choose_topics(
    corpus: Corpus,
    judgements: Sequence[Judgement] = (),
    synonyms: Synonyms = (),
    names: Names = NOBODY,
    tags: Iterable[Term] = (),
    known: Collection[Key] = (),
    acts: Acts | None = None,
) -> TopicFacts:
    """What are the topics? `corpus` opens the extractions of documents for everyone; it is opened up to five times.

    `names` are those of the directory, `tags` terms that sources gave, `known` keys of topics to which people refer: a
    group that holds the anchor of one keeps its key. `acts` tells who did something to each of these documents; without
    it nobody is counted. The result does not depend on any order.
    """
    usages = count_usages(corpus)
    most = most_topics(usages.texts)
    likely = [
        term
        for term in choose_terms(usages, names, 2 * most)
        if not (is_formula(term) or is_amount(term) or is_framed(term, usages))
    ]
    if acts:
        likely = choose_subjects(likely, usages, TermSpread(likely, acts).read(corpus()))
    chosen = likely[:most]
    groups: DisjointSet = DisjointSet(chosen)
    for one, other in inflected(chosen, usages):
        _join(groups, one, other)
    _join_forms(groups, usages)
    _join_synonyms(groups, synonyms)
    _join_pairs(groups, usages, corpus)
    spread = TermSpread(sorted(groups), acts or {}).read(corpus() if acts else ())
    return _facts(groups, usages, chosen, spread, judgements, tags, frozenset(known))


def _join(groups: DisjointSet, one: TermId, other: TermId) -> None:
    """Both mean the same; a term that was not chosen is drawn in by one that was."""
    groups.add(one)
    groups.add(other)
    groups.merge(one, other)


def compact(norm: str) -> str:
    """Which form do ``waterstof opslag``, ``waterstof-opslag`` and ``waterstofopslag`` share?"""
    return norm.replace(" ", "").replace("-", "")


def holds_function_word(term: TermId) -> bool:
    """Is one of its words one that only joins others? "wat er" is no spelling of "water"."""
    common = stop_words(term[0]) if term[0] in LANGUAGES else ()
    return any(word in common for word in term[1].split())


def turned(language: str, norm: str) -> Iterator[str]:
    """Which compact forms has "opslag van waterstof" or "storage of hydrogen" with its parts turned round?"""
    words = norm.split()
    for linker in ("van", "voor") if language == "nl" else ("of",):
        if linker in words[1:-1]:
            at = words.index(linker)
            head, rest = "".join(words[:at]), "".join(words[at + 1 :])
            yield from (rest + link + head for link in (("", "s", "en", "e") if language == "nl" else ("",)))


def _join_forms(groups: DisjointSet, usages: Usages) -> None:
    """Join spellings of one term: with spaces, hyphens or as one word, and turned round a preposition."""
    by_form: dict[str, list[TermId]] = defaultdict(list)
    for term in usages.terms:
        if not holds_function_word(term):
            by_form[compact(term[1])].append(term)
    for term in sorted(groups):
        own = () if holds_function_word(term) else (compact(term[1]),)
        for form in (*own, *(form for form in turned(*term) if len(form) >= 8)):
            for other in by_form.get(form, ()):
                drawn = other in groups or not is_common(usages.terms[other], usages.texts)
                if other != term and drawn and (other[0] == term[0] or form == compact(term[1])):
                    _join(groups, term, other)


def _join_synonyms(groups: DisjointSet, synonyms: Synonyms) -> None:
    """Join words that a curated list says are the same; words that no text uses become labels for those who ask."""
    for dutch, english in synonyms:
        terms = [*(("nl", norm) for norm in dutch), *(("en", norm) for norm in english)]
        used = [term for term in terms if term in groups]
        if not used:
            continue
        for term in terms:
            _join(groups, used[0], term)


def _join_pairs(groups: DisjointSet, usages: Usages, corpus: Corpus) -> None:
    """Join what texts themselves put side by side: abbreviations with one long form, and translations."""
    shorts: dict[TermId, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    glosses: dict[tuple[TermId, TermId], int] = defaultdict(int)
    for extraction in corpus():
        for pair in extraction.pairs:
            if (pair.language, pair.norm) not in usages.terms:
                continue
            if pair.kind == "abbreviation":
                shorts[pair.language, pair.other][pair.norm] += 1
            else:
                other = _in_other_language(usages, pair.language, pair.other)
                if other is not None:
                    glosses[(pair.language, pair.norm), other] += 1
    for short, longs in sorted(shorts.items()):
        norm, count = max(longs.items(), key=lambda item: (item[1], item[0]))
        long = (short[0], norm)
        if count >= SURE_SHORT * sum(longs.values()) and (short in groups or long in groups):
            _join(groups, short, long)
    for one, other in _sure_glosses(glosses, usages):
        if one in groups or other in groups:
            _join(groups, one, other)


def _sure_glosses(glosses: dict[tuple[TermId, TermId], int], usages: Usages) -> Iterator[tuple[TermId, TermId]]:
    """Which translations are sure: the commonest of both sides, said twice, or said once of two rare terms?"""
    best: dict[TermId, tuple[int, TermId]] = {}
    for (one, other), count in sorted(glosses.items()):
        best[one] = max(best.get(one, (0, other)), (count, other))
        best[other] = max(best.get(other, (0, one)), (count, one))
    for (one, other), count in sorted(glosses.items()):
        use = [usages.terms[one], usages.terms[other]]
        rare = all(usage.documents <= RARE for usage in use)
        common = any(is_common(usage, usages.texts) for usage in use)
        if best[one][1] == other and best[other][1] == one and (count >= 2 or rare) and not common:
            yield one, other


def _in_other_language(usages: Usages, language: str, form: str) -> TermId | None:
    """Which term of the other language is this form? None when it is a term of the same language more often."""
    other = OTHER.get(language, "")
    for norm in (form, form.removesuffix("s"), form.removesuffix("en"), form.removesuffix("es")):
        usage = usages.terms.get((other, norm))
        here = usages.terms.get((language, norm))
        if usage is not None and (here is None or here.documents < usage.documents):
            return other, norm
    return None


def _facts(
    groups: DisjointSet,
    usages: Usages,
    chosen: Sequence[TermId],
    spread: TermSpread,
    judgements: Sequence[Judgement],
    tags: Iterable[Term],
    known: frozenset[Key],
) -> TopicFacts:
    same, different = _verdicts(judgements)
    wanted = known | set(same.values())
    by_form = _tags_by_form(tags)
    terms: dict[Key, Term] = {}
    mentioned: dict[TermId, Key] = {}
    topics: list[Topic] = []
    labels: list[Edge] = []
    ranks = {term: rank for rank, term in enumerate(chosen)}
    for members in _judged(groups, same, different):
        anchor = _anchor(members, wanted)
        topic = topic_key(term_key(*anchor))
        best = min((ranks.get(member, len(ranks)) for member in members), default=0)
        weight = round(1 - best / (len(ranks) + 1), 4)
        for member in members:
            usage = usages.terms.get(member)
            key = term_key(*member)
            terms[key] = Term(key, member[0], member[1], usage.surface() if usage else member[1])
            labels.append(Edge(EdgeKind.LABELS, key, topic, weight=weight, role="rule" if usage else "dictionary"))
            if usage:
                mentioned[member] = key
        for tag in _matching(by_form, members):
            labels.append(Edge(EdgeKind.LABELS, tag.key, topic, weight=weight, role="tag"))
        topics.append(
            Topic(topic, _names(members, usages), _documents(members, usages), spread.people(members), weight)
        )
    return TopicFacts(
        tuple(terms[key] for key in sorted(terms)),
        tuple(sorted(topics, key=lambda topic: topic.key)),
        tuple(sorted(labels, key=lambda edge: (edge.start, edge.end))),
        mentioned,
    )


def _verdicts(judgements: Sequence[Judgement]) -> tuple[dict[Key, Key], set[tuple[Key, Key]]]:
    """Which term belongs to which topic by people's newest word, and which do not belong together?"""
    newest: dict[tuple[Key, Key], Judgement] = {}
    for each in sorted(judgements, key=lambda judgement: (judgement.at, judgement.id)):
        if each.undone is None:
            newest[each.subject, each.object] = each
    held = sorted(newest.values(), key=lambda judgement: (judgement.at, judgement.id))
    same = {each.subject: each.object for each in held if each.verdict is Verdict.SAME}
    return same, {(each.subject, each.object) for each in held if each.verdict is Verdict.DIFFERENT}


def _judged(groups: DisjointSet, same: dict[Key, Key], different: set[tuple[Key, Key]]) -> Iterator[list[TermId]]:
    """Which terms form a topic after people had their say? A term that was moved or refused leaves its group."""
    gathered: dict[Key, list[TermId]] = defaultdict(list)
    moved: list[tuple[TermId, Key]] = []
    home: dict[Key, Key] = {}
    for members in sorted(sorted(subset) for subset in groups.subsets()):
        keys = {topic_key(term_key(*member)) for member in members}
        rest = []
        for member in members:
            key = term_key(*member)
            target = same.get(key)
            if target is not None and target not in keys:
                moved.append((member, target))
            elif any((key, topic) in different for topic in keys):
                gathered[topic_key(key)].append(member)
            else:
                rest.append(member)
        homes = [topic_key(term_key(*member)) for member in rest]
        for each in homes:
            home[each] = homes[0]
            gathered[homes[0]].append(rest[homes.index(each)])
    for member, target in moved:
        gathered[home.get(target, target)].append(member)
    for key in sorted(gathered):
        yield sorted(gathered[key])


def _anchor(members: Sequence[TermId], wanted: Collection[Key]) -> TermId:
    """After which term is a topic named? One to which people refer, else the first by language and norm."""
    referred = [member for member in members if topic_key(term_key(*member)) in wanted]
    return min(referred or members)


def _names(members: Sequence[TermId], usages: Usages) -> dict[str, str]:
    """Which label has the topic per language? The form in most documents; long forms before abbreviations."""
    labels: dict[str, str] = {}
    for language in sorted({member[0] for member in members}):
        own = [member for member in members if member[0] == language]
        best = min(own, key=lambda member: (-_weight(member, usages), member))
        usage = usages.terms.get(best)
        labels[language] = usage.surface() if usage else best[1]
    return labels


def _weight(member: TermId, usages: Usages) -> float:
    usage = usages.terms.get(member)
    if usage is None:
        return 0.0
    return usage.documents * (3.0 if len(member[1]) > 5 else 1.0)


def _documents(members: Sequence[TermId], usages: Usages) -> int:
    """In how many documents is the topic at least? Those of its commonest term: documents are not counted twice."""
    return max((usages.terms[member].documents for member in members if member in usages.terms), default=0)


def _tags_by_form(tags: Iterable[Term]) -> dict[str, list[Term]]:
    by_form: dict[str, list[Term]] = defaultdict(list)
    for tag in sorted(tags, key=lambda term: term.key):
        by_form[compact(tag.norm)].append(tag)
    return by_form


def _matching(by_form: dict[str, list[Term]], members: Sequence[TermId]) -> list[Term]:
    own = {term_key(*member) for member in members}
    forms = sorted({compact(member[1]) for member in members})
    return [tag for form in forms for tag in by_form.get(form, ()) if tag.key not in own]


def mentions(extractions: Iterable[Extraction], facts: TopicFacts) -> Iterator[Edge]:
    """Which chosen terms does each document use, how much? MENTIONS edges; the title counts double. Streamed."""
    for extraction in extractions:
        for term in extraction.terms:
            key = facts.mentioned.get((term.language, term.norm))
            if key is not None:
                weight = round((1 + math.log(term.count)) * (2 if term.in_title else 1), 3)
                yield Edge(EdgeKind.MENTIONS, extraction.document, key, count=term.count, weight=weight)
