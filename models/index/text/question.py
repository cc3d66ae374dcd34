"""A question in words of the index. Labels of topics are matched longest first; curated synonyms are other ways.

A question that is a name of a topic and nothing else asks for the topic: whichever of its names is said, all are looked
for in the same way, so that the answer is the same. Next to other words, a name may be of either language.

A Dutch compound that no text for everyone holds is asked for by its parts. Two words are also asked for as the word
that they make, "peiling onder burgers" as "burgerpeiling" and "open source" as "opensource", where somebody wrote that.
Both count less (docs/decisions/0004 and 0033).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models.index.records import ParsedQuestion, Translation
from models.index.text.analysis import LANGUAGES, asked_words, whole_words, words
from models.index.text.compounds import ARTICLES, LINKERS, SHORTEST_PART, joinable, joined, parts_of
from models.index.text.engine import Clause, Way, Word
from models.index.text.lexicon import Lexicon, Vocabulary
from models.index.text.named import STARTS, apart, humps
from models.index.text.subject import subject_of
from models.index.text.translated import lighter, longest_translated, written
from models.index.topics import Topics
from models.index.translations import NO_TRANSLATIONS, Translations

LONGEST_QUESTION = 2000
"""Characters of a question that are looked at."""
MOST_WORDS = 64
LIGHTER = 0.5
"""What parts count for of their compound, and a compound of its parts."""
MOST_CUT = 4
"""Words of a question that are looked at as compounds, at most."""


@dataclass(slots=True)
class _Wish:
    """One word of a question, or one label of a topic, or a part of a compound: the ways in which it may be found.

    `word` is None where there is no single word to join with its neighbour.
    """

    ways: list[Way]
    word: str | None
    idf: float


def parse(
    text: str,
    public: Vocabulary,
    topics: Topics,
    translations: Translations = NO_TRANSLATIONS,
    compounds: bool = True,
) -> ParsedQuestion:
    """This question in words of the index."""
    subject = subject_of(text[:LONGEST_QUESTION])
    tokens, whole = asked_words(subject)[:MOST_WORDS], whole_words(subject)
    lexicon = Lexicon(public)
    reading = _Reading(lexicon, topics, compounds, whole, humps(subject))
    place = 0
    while place < len(tokens):
        size, numbers = _longest(tokens, place, topics)
        longer, translated = longest_translated(tokens, place, lexicon, translations)
        if longer > size:
            size, numbers = longer, ()
        said, known = tokens[place : place + max(1, size)], len(reading.wishes)
        reading.take(said, numbers, whole=len(said) == len(tokens))
        if longer == len(said):
            reading.ask_along(said, known, translated)
        place += len(said)
    reading.join_neighbours()
    for first, second in pairwise(tokens):
        reading.take_name(first, second)
    clauses = dict.fromkeys(Clause(tuple(wish.ways)) for wish in reading.wishes if wish is not None and wish.ways)
    return ParsedQuestion(
        tuple(clauses),
        tuple(dict.fromkeys(reading.topics)),
        tuple(reading.synonyms),
        tuple(token for token in tokens if token not in whole),
        tuple(reading.unknown),
        frozenset(reading.topical),
        reading.rarity,
    )


def _longest(tokens: list[str], place: int, topics: Topics) -> tuple[int, tuple[int, ...]]:
    """The number of words from here on that are a label, and the topics that it names."""
    for size in range(min(topics.longest, len(tokens) - place), 0, -1):
        numbers = topics.forms.get(tuple(tokens[place : place + size]))
        if numbers:
            return size, numbers
    return 0, ()


class _Reading:
    """What is asked so far, word by word. A None among the wishes stands where words may not be joined over.

    The `whole` ones of its words stand next to their parts; where nobody wrote one, nothing is asked by it.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        topics: Topics,
        compounds: bool,
        whole: Collection[str],
        humped: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._lexicon, self._topics, self._compounds, self._whole = lexicon, topics, compounds, whole
        self._humped = humped
        self._cut = 0
        self.wishes: list[_Wish | None] = []
        self.topics: list[int] = []
        self.synonyms: dict[str, None] = {}
        self.unknown: dict[str, None] = {}
        self.topical: set[str] = set()
        self.rarity: dict[str, float] = {}

    def take(self, said: list[str], numbers: tuple[int, ...], whole: bool) -> None:
        """The next word, or the words of a label; `whole`: the question is nothing else."""
        self.topics.extend(numbers)
        self.topical.update(said if numbers else ())
        others = list(self._other_ways(numbers, said))
        if not others:
            for token in said:
                self._take_word(token, split=self._compounds and not numbers)
            return
        either = tuple(way for token in said for way in self._lexicon.ways(token))
        ways = self._names(numbers) if whole else [either, *others] if either else others
        known = [way for way in others if all(self._lexicon.count(word.language, word.token) for word in way)]
        spare = min((sum(word.idf for word in way) for way in known), default=0.0) / len(said)
        for token in said:
            self._rate(token, spare)
        if not whole and either and not any(token in self.unknown for token in said):
            rarity = sum(self.rarity.get(token, 0.0) for token in said)
            ways = [either, *(lighter(way, 1.0, rarity, 1) for way in others)]  # "CSS" beside three rarer words
        word = said[0] if len(said) == 1 else None
        self.wishes.append(_Wish(ways, word, self.rarity.get(said[0], 0.0)))

    def ask_along(self, said: list[str], first: int, translations: tuple[Translation, ...]) -> None:
        """Ask for translations of these words too, whose wishes are the `first` and later ones.

        A word that nobody wrote is as rare as its translation.
        """
        asked = [wish for wish in self.wishes[first:] if wish is not None and wish.ways]
        rarity = sum(self.rarity.get(token, 0.0) for token in said)
        strange = [token for token in said if token in self.unknown]
        for translation, way, weight in written(translations, self._lexicon) if asked else ():
            total = sum(word.idf for word in way)
            for token in strange:
                self.unknown.pop(token, None)
                self.rarity[token] = weight * total / len(said)
            for wish in asked:
                wish.ways.append(lighter(way, weight, total if strange else rarity, len(asked)))
            if all(name.casefold() != translation.surface.casefold() for name in self.synonyms):
                self.synonyms[translation.surface] = None

    def _take_word(self, token: str, split: bool) -> None:
        ways = self._lexicon.ways(token)
        if token in self._whole and not self._lexicon.knows(ways):
            return
        if len(ways) < len(LANGUAGES):
            if token in ARTICLES and self.wishes and self.wishes[-1] is not None and self.wishes[-1].word in LINKERS:
                return
            if token not in LINKERS:
                self.wishes.append(None)
            else:
                self.wishes.append(_Wish([], token, 0.0))
            return
        parts = self._parts_of_unknown(token) if split else ()
        if parts:
            self._take_parts(token, ways, parts)
            return
        name = self._apart(token) if split and not self._lexicon.knows(ways) else ()
        if name:
            self.synonyms[" ".join(name)] = None
            for part in name:
                self._take_word(part, split=False)
            return
        self._rate(token)
        self.wishes.append(_Wish([ways], token, self.rarity[token]))

    def _apart(self, token: str) -> tuple[str, ...]:
        """The words of a name that nobody wrote in one word, all of them written by somebody: "denhaag"."""
        for parts in (self._humped.get(token, ()), *apart(token)):
            asked = [self._lexicon.ways(part) for part in parts if part not in STARTS]
            if asked and all(each and self._lexicon.knows(each) for each in asked):
                return parts
        return ()

    def take_name(self, first: str, second: str) -> None:
        """These two words of the question as a name in one word, where somebody wrote that.

        Behind an article many a word has a capital that is no name: it counts at most as what it adds to that word.
        """
        ways = self._lexicon.ways(first + second) if first in STARTS else ()
        if ways and self._lexicon.knows(ways):
            rare = min(way.idf for way in ways)
            bare = min((way.idf for way in self._lexicon.ways(second)), default=0.0)
            weight = LIGHTER * min(1.0, bare / rare) if first in ARTICLES else 1.0
            self.wishes.append(_Wish([tuple(replace(way, weight=weight) for way in ways)], None, rare))

    def _rate(self, token: str, spare: float = 0.0) -> None:
        """Note how rare a word is; `spare` is what another name for it counts where nobody wrote the word itself."""
        ways = self._lexicon.ways(token)
        if len(ways) < len(LANGUAGES):
            return
        known = self._lexicon.knows(ways)
        if token in self._whole and not known:
            return
        self.rarity[token] = min(way.idf for way in ways) if known or not spare else spare
        if not known and not spare:
            self.unknown[token] = None

    def _parts_of_unknown(self, token: str) -> tuple[str, ...]:
        """The parts of a compound that no text holds."""
        lexicon = self._lexicon
        if len(token) < 2 * SHORTEST_PART or self._cut >= MOST_CUT or lexicon.used(token) or lexicon.used(token, "en"):
            return ()
        self._cut += 1
        return tuple(finer for part in parts_of(token, lexicon.used) for finer in self._finer(part) or (part,))

    def _finer(self, part: str) -> tuple[str, ...]:
        """The parts of a part; a topic is not cut."""
        return () if (part,) in self._topics.forms else parts_of(part, self._lexicon.used)

    def _take_parts(self, token: str, ways: Way, parts: Sequence[str]) -> None:
        """A compound: each part is found as itself, as its topic is called, in a longer part, or in the whole."""
        whole, idfs = min(way.idf for way in ways), [self._dutch(part).idf for part in parts]
        scale = LIGHTER * min(1.0, whole / sum(idfs))
        self.rarity[token] = scale * sum(idfs)
        longer = list(self._longer(parts, idfs, scale))
        for place, part in enumerate(parts):
            found = [tuple(replace(way, weight=1.0 / len(parts)) for way in ways)]
            found += [way for first, last, way in longer if first <= place < last]
            found += [(self._dutch(part, scale),), *self._named(part, scale, token)]
            self.wishes.append(_Wish(found, part if place == len(parts) - 1 else None, idfs[place]))
        self.synonyms[" + ".join(parts)] = None

    def _named(self, part: str, weight: float, token: str) -> Iterator[Way]:
        """Other names of the topic that this part of a compound names."""
        numbers = self._topics.forms.get((part,), ())
        self.topics.extend(numbers)
        self.topical.update((token,) if numbers else ())
        for way in self._other_ways(numbers, [part]):
            yield tuple(replace(word, weight=weight) for word in way)

    def _longer(self, parts: Sequence[str], idfs: Sequence[float], scale: float) -> Iterator[tuple[int, int, Way]]:
        """Rows of two or more parts, not all, that are a word of the index: the first part, and the one after the last.

        What holds the longer part counts as what holds its parts.
        """
        for first in range(len(parts)):
            for last in range(first + 2, len(parts) + (first > 0)):
                form = next((form for form in _compounds_of(parts[first:last]) if self._lexicon.used(form)), None)
                if form is not None:
                    weight = scale * sum(idfs[first:last]) / ((last - first) * self._dutch(form).idf)
                    for way in ((self._dutch(form, weight),), *self._named(form, scale, form)):
                        yield first, last, way

    def _dutch(self, form: str, weight: float = 1.0) -> Word:
        return self._lexicon.word("nl", next(iter(words(form, "nl"))), weight)

    def join_neighbours(self) -> None:
        """Two neighbouring words, or turned round those around a linker, are also asked for as the word they make."""
        if not self._compounds:
            return
        for place, first in enumerate(self.wishes):
            second = self.wishes[place + 1] if place + 1 < len(self.wishes) else None
            third = self.wishes[place + 2] if place + 2 < len(self.wishes) else None
            if first is None or second is None:
                continue
            if second.word in LINKERS and not second.ways and third is not None:
                self._join(third, first)
            else:
                self._join(first, second)

    def _join(self, first: _Wish, second: _Wish) -> None:
        if not (first.ways and second.ways and first.word and second.word and joinable(first.word, second.word)):
            return
        closed = first.word + second.word
        ways: dict[str, Way] = {
            form: (self._dutch(form),) for form in joined(first.word, second.word) if self._lexicon.used(form)
        }
        if self._lexicon.knows(self._lexicon.ways(closed)):
            ways[closed] = self._lexicon.ways(closed)
        for form, way in ways.items():
            rare = min(word.idf for word in way)
            for wish in (first, second):
                weight = LIGHTER * min(1.0, wish.idf / rare)
                wish.ways.append(tuple(replace(word, weight=weight) for word in way))
                if wish.word in self.unknown:
                    del self.unknown[wish.word]
                    self.rarity[wish.word] = LIGHTER * rare
            self.synonyms[form] = None

    def _names(self, numbers: tuple[int, ...]) -> list[Way]:
        """All names of these topics: each in its own language, and in those in which its topic has no name."""
        found: dict[Way, None] = {}
        for number in numbers:
            forms = self._topics.rows[number].forms
            nameless = [language for language in LANGUAGES if all(named != language for named, _ in forms)]
            for own, surface in forms:
                languages = [language for language in LANGUAGES if language == own or language in nameless]
                spelled = [(language, form) for language in languages for form in words(surface, language)]
                found[tuple(self._lexicon.word(*form) for form in spelled)] = None
        return [way for way in found if way]

    def _other_ways(self, numbers: tuple[int, ...], said: list[str]) -> Iterator[Way]:
        """Other names of these topics, each in the words of its own language."""
        found: set[Way] = set()
        for number in numbers:
            for language, surface in self._topics.rows[number].forms:
                if asked_words(surface) == said or language not in LANGUAGES:
                    continue
                way = tuple(self._lexicon.word(language, form) for form in words(surface, language))
                if way and way not in found:
                    found.add(way)
                    if all(self._lexicon.count(word.language, word.token) for word in way):
                        self.synonyms[surface] = None
                    yield way


def _compounds_of(parts: Sequence[str]) -> list[str]:
    """Words that these parts can make."""
    forms = [parts[0]]
    for part in parts[1:]:
        forms = [longer for form in forms for longer in joined(form, part)]
    return forms
