"""Terms and names of texts: the trained pipelines, run in batches over what changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import TypeAlias

from spacy.language import Language
from spacy.tokens import Doc

from graph.facts import Extraction, Key, TermCandidate, TermPair
from graph.writing.elided import completed
from graph.writing.known_words import known_words
from ingest.boundary import attempt
from ingest.deadline import limited
from ingest.extract.names import as_candidates, find_addresses, find_lone_names, find_named, find_written_names
from ingest.extract.pipelines import SHIPPED, load_pipeline, version_of
from ingest.extract.signed import APOSTROPHE
from ingest.extract.terms import Found, Token, find_hosts, find_pairs, find_terms

Text: TypeAlias = "tuple[Key, str, str, str | None, str]"
"""A document: key, title, plain text, language, text hash."""

RULES = "14"
"""Raise it when terms or names come out differently: everything is extracted again."""
WINDOW = 8_000
"""Characters that are analysed at once: memory stays flat on a book."""
MOST_CHARACTERS = 500_000
"""Characters of a text of which terms and names are taken: a thick book."""
MOST_TITLE = 1_000
MOST_TERMS = 400
CHUNK = 64
"""Documents that go through the pipeline together."""
MOST_TOGETHER = 16_000
"""Characters that the pipeline holds at once: it takes three kilobytes for each."""
PEOPLE = frozenset({"PER", "PERSON"})
"""What pipelines call the names of people."""
SECONDS = 20.0
"""Processor time for one text."""
INDENTED = re.compile(r"^(?: {4}|\t)[^;{}()=<>\[\]\n]*[;{}()=<>\[\]].*$", re.MULTILINE)
FENCE = re.compile(r"^[ \t]*(```|~~~)(.*)$", re.MULTILINE)
INLINE = re.compile(r"`[^`\n]{1,200}`")
ADDRESS = re.compile(
    r"(?:https?://|www\.|ftp://|mailto:)\S+|(?<!\S)[^\s@]+@\S+\.\S+|(?<![\w.-])[./~\\]?[\w.-]*(?:[/\\][\w.-]+){2,}|\b[0-9a-f]{12,}\b"
)
MARKUP = re.compile(
    r"<(style|script|svg)\b(?:(?!<\1\b).)*?</\1\s*>|<!--(?:(?!<!--).)*?-->|</?[A-Za-z][^<>]{0,2000}>",
    re.DOTALL | re.IGNORECASE,
)
DECLARATIONS = re.compile(
    r"(?:[\w-]{2,40}\s*:\s*[^;:{}\n]{1,80};\s*){2,}|^[^\S\n]*[\w-]{2,40}\s*:\s*[^;:{}\n]{1,80};\s*$", re.MULTILINE
)
QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
UNBROKEN = re.compile(r"\S{201,}")
"""Longer than any word: data, or one sign over and over. The tokenizer's time grows with the square of such a run."""
MARKS = re.compile(r"[*_#|=~^<>]{2,}|(?<!\w)[#*|]+")


@dataclass(frozen=True, slots=True)
class Unextracted:
    """A text that broke extraction or took too long: an extraction without anything, so that it is done, and why."""

    extraction: Extraction
    reason: str


def untold(_key: Key, _reason: str) -> None:
    """Nobody is told."""


class Extractor:
    """Turns texts into Extractions. `pipelines` has one for each language; `processes` above 1 share the work.

    A pipeline is given by the folder or the package from which spaCy loads it. It is read when the first text in its
    language comes, once per process.
    """

    def __init__(self, pipelines: Mapping[str, str], processes: int = 1) -> None:
        self.pipelines = dict(pipelines)
        self.version = version_of(self.pipelines, RULES)
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def extract(self, texts: Iterable[Text], broken: Callable[[Key, str], None] = untold) -> Iterator[Extraction]:
        """Extractions of these documents, in their order. Languages without a pipeline give names only.

        A text that breaks extraction, or takes too long, has nothing in its extraction, and `broken` is told why.
        """
        for made in self._made(_chunks(texts)):
            if isinstance(made, Unextracted):
                broken(made.extraction.document, made.reason)
                yield made.extraction
            else:
                yield made

    def _made(self, chunks: Iterator[list[Text]]) -> Iterator[Extraction | Unextracted]:
        if self._processes < 2:
            for chunk in chunks:
                yield from extract_chunk(self.pipelines, self.version, chunk)
            return
        first = list(islice(chunks, 2))
        if len(first) < 2:  # a few documents are done before another process would have started
            for chunk in first:
                yield from extract_chunk(self.pipelines, self.version, chunk)
            return
        yield from self._in_processes(first, chunks)

    def _in_processes(self, first: list[list[Text]], rest: Iterator[list[Text]]) -> Iterator[Extraction | Unextracted]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes, get_context("spawn"))
        waiting = [self._pool.submit(extract_chunk, self.pipelines, self.version, chunk) for chunk in first]
        while waiting:
            waiting += [
                self._pool.submit(extract_chunk, self.pipelines, self.version, chunk)
                for chunk in islice(rest, 2 * self._processes - len(waiting))
            ]
            yield from waiting.pop(0).result()

    def close(self) -> None:
        """End the processes that were started."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def extract_chunk(pipelines: Mapping[str, str], version: str, chunk: Sequence[Text]) -> list[Extraction | Unextracted]:
    """Extractions of a few documents, in their order. When they break together, each is tried by itself."""

    def together() -> list[Extraction | Unextracted]:
        with limited(SECONDS * len(chunk)):
            return [*_extractions(pipelines, version, chunk)]

    def apart(reason: str) -> list[Extraction | Unextracted]:
        if len(chunk) > 1:
            return [each for text in chunk for each in extract_chunk(pipelines, version, [text])]
        key, _title, _text, _language, hashed = chunk[0]
        return [Unextracted(Extraction(key, hashed, version), reason)]

    return attempt(together, apart)


def _extractions(pipelines: Mapping[str, str], version: str, chunk: Sequence[Text]) -> list[Extraction]:
    done: dict[int, Extraction] = {}
    for language in sorted({text[3] or "" for text in chunk}):
        places = [at for at, text in enumerate(chunk) if (text[3] or "") == language]
        chosen = [chunk[at] for at in places]
        if language not in pipelines:
            results = list(_names_only(chosen, version))
        else:
            nlp = load_pipeline(pipelines[language])
            with nlp.memory_zone():  # words of one text are not kept for ever
                results = list(_analyse(nlp, chosen, language, version, known_words(SHIPPED, language)))
        done.update(zip(places, results, strict=True))
    return [done[at] for at in range(len(chunk))]


def _names_only(chunk: Sequence[Text], version: str) -> Iterator[Extraction]:
    for key, title, text, _language, hashed in chunk:
        whole = f"{title[:MOST_TITLE]}\n{text[:MOST_CHARACTERS]}"
        found = [*find_addresses(whole), *_written(whole)]
        yield Extraction(key, hashed, version, names=as_candidates(found))


def _analyse(
    nlp: Language, chunk: Sequence[Text], language: str, version: str, known: frozenset[str]
) -> Iterator[Extraction]:
    gathered = [_Gathered(language) for _ in chunk]
    seen: set[int] = set()
    for pieces in together(_pieces(chunk, known)):
        for doc, at in nlp.pipe(pieces, as_tuples=True, batch_size=CHUNK):
            gathered[at].add(doc, in_title=at not in seen)
            seen.add(at)
    for text, found in zip(chunk, gathered, strict=True):
        whole = f"{text[1][:MOST_TITLE]}\n{text[2][:MOST_CHARACTERS]}"
        yield found.extraction(text[0], text[4], version, whole)


def _pieces(chunk: Sequence[Text], known: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Titles and windows of these texts, each with the place of its text; the title comes first."""
    for at, text in enumerate(chunk):
        for piece in (text[1][:MOST_TITLE], *windows(text[2])):
            yield completed(clean(piece), known), at


def together(pieces: Iterable[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """The pieces in groups of which the pipeline can hold one."""
    group: list[tuple[str, int]] = []
    size = 0
    for piece in pieces:
        if group and size + len(piece[0]) > MOST_TOGETHER:
            yield group
            group, size = [], 0
        group.append(piece)
        size += len(piece[0])
    if group:
        yield group


def _written(text: str) -> Iterator[tuple[str, str]]:
    yield from ((name, "person") for name in find_written_names(text))
    yield from find_lone_names(text)


class _Gathered:
    """Terms and names found in one document so far."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.counts: Counter[str] = Counter()
        self.surfaces: dict[str, Counter[str]] = {}
        self.titled: set[str] = set()
        self.names: list[tuple[str, str]] = []
        self.pairs: set[TermPair] = set()

    def add(self, doc: Doc, in_title: bool) -> None:
        tokens = tokens_of(doc)
        people = [(entity.start, entity.end) for entity in doc.ents if entity.label_ in PEOPLE and len(entity) > 1]
        named = [*people, *find_named(tokens)]
        self.names += [(" ".join(token.text for token in tokens[start:end]), "person") for start, end in named]
        inside = {at for start, end in people for at in range(start, end)}
        terms: list[Found] = [found for found in find_terms(tokens, self.language) if found.start not in inside]
        for found in terms:
            self.counts[found.norm] += 1
            self.surfaces.setdefault(found.norm, Counter())[found.surface] += 1
        if in_title:
            self.titled.update(found.norm for found in terms)
        self.pairs.update(find_hosts(tokens, terms, self.language))
        if "(" in doc.text:
            self.pairs.update(find_pairs(doc.text, terms, self.language))

    def extraction(self, key: Key, hashed: str, version: str, whole: str) -> Extraction:
        order = sorted(self.counts, key=lambda norm: (norm not in self.titled, -self.counts[norm], norm))
        terms = tuple(
            TermCandidate(self.language, norm, self._surface(norm), self.counts[norm], norm in self.titled)
            for norm in order[:MOST_TERMS]
        )
        names = [*self.names, *find_addresses(whole), *_written(whole)]
        pairs = tuple(sorted(self.pairs, key=lambda pair: (pair.norm, pair.other, pair.kind)))
        return Extraction(key, hashed, version, terms, as_candidates(names), pairs[:MOST_TERMS])

    def _surface(self, norm: str) -> str:
        return min(self.surfaces[norm].items(), key=lambda pair: (-pair[1], pair[0].isupper(), pair[0]))[0]


def tokens_of(doc: Doc) -> list[Token]:
    """TextParts of a document, read from arrays: attribute by attribute would cost as much as the pipeline."""
    strings = doc.vocab.strings
    lemmas: dict[int, str] = {}
    poses: dict[int, str] = {}
    tokens = []
    for word, (pos, lemma) in zip(doc, doc.to_array(["POS", "LEMMA"]).tolist(), strict=True):
        if pos not in poses:
            poses[pos] = strings[pos]
        if lemma not in lemmas:
            lemmas[lemma] = strings[lemma]
        tokens.append(Token(word.text, lemmas[lemma], poses[pos], bool(word.whitespace_)))
    return tokens


def clean(text: str) -> str:
    """The part of a text that is language: without code, addresses, paths and quoted lines."""
    text = without_fences(text)
    for pattern in (MARKUP, INDENTED, DECLARATIONS, QUOTED):
        text = pattern.sub("\n", text)
    for pattern, instead in ((INLINE, " ; "), (ADDRESS, " ; "), (MARKS, " "), (APOSTROPHE, "'"), (UNBROKEN, " ; ")):
        text = pattern.sub(instead, text)
    return text


def without_fences(text: str) -> str:
    """The text without blocks between two fences of one kind; a fence that nothing closes is text."""
    fences = [*FENCE.finditer(text)] if "```" in text or "~~~" in text else []
    closing: dict[str, list[int]] = {"```": [], "~~~": []}
    for number, fence in enumerate(fences):
        if not fence[2].strip(" \t"):
            closing[fence[1]].append(number)
    kept, at, number = [], 0, 0
    while number < len(fences):
        ends = closing[fences[number][1]]
        place = bisect_right(ends, number)
        if place < len(ends):
            kept.append(text[at : fences[number].start()])
            number = ends[place]
            at = fences[number].end()
        number += 1
    return "\n".join((*kept, text[at:]))


def windows(text: str) -> Iterator[str]:
    """Pieces of a long text, cut at an end of line, else a space, else anywhere."""
    start, end = 0, min(len(text), MOST_CHARACTERS)
    while start < end:
        stop = min(end, start + WINDOW)
        if stop < end:
            cut = max(text.rfind("\n", start + WINDOW // 2, stop), -1)
            cut = cut if cut > 0 else text.rfind(" ", start + WINDOW // 2, stop)
            stop = cut + 1 if cut > 0 else stop
        yield text[start:stop]
        start = stop


def _chunks(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """The texts in groups of so many, and of no more characters than one long text has."""
    chunk: list[Text] = []
    size = 0
    for text in texts:
        if chunk and (len(chunk) >= CHUNK or size + len(text[2]) > MOST_CHARACTERS):
            yield chunk
            chunk, size = [], 0
        chunk.append(text)
        size += len(text[2])
    if chunk:
        yield chunk
