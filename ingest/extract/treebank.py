"""Treebanks: CoNLL-U sentences and IOB2 entities as spaCy documents, with whole lemmas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

SENTENCES_A_DOC = 10


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: parallel tuples. `entities` is None where nobody looked for names."""

    id: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    pos: tuple[str, ...]
    lemmas: tuple[str, ...]
    entities: tuple[str, ...] | None = None


def whole_lemma(form: str, lemma: str, pos: str) -> str:
    """The lemma of a compound whose seams are marked: ``ploegenstelsels``, ``ploeg_stelsel``: ``ploegenstelsel``.

    Linking letters are missing in the treebank's lemma and are taken from the form; verbs are joined as they are.
    """
    if "_" not in lemma or "_" in form:
        return lemma
    parts = lemma.split("_")
    if pos not in {"NOUN", "ADJ", "PROPN"} or not all(parts):
        return lemma.replace("_", "")
    lower, done, at = form.lower(), "", 0
    for part in parts[:-1]:
        found = lower.find(part.lower(), at)
        if found < 0 or found > at + 2:
            return lemma.replace("_", "")
        done += lower[at : found + len(part)]
        at = found + len(part)
    last = parts[-1]
    found = lower.find(last[:2].lower(), at)
    if found < 0 or found > at + 2:
        return lemma.replace("_", "")
    return done + lower[at:found] + last


def compounds(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Compound nouns that a Dutch treebank splits, with their parts."""
    for columns in _rows(path):
        if columns and columns[3] == "NOUN" and "_" in columns[2]:
            yield columns[1].lower(), tuple(columns[2].lower().split("_"))


def read_sentences(path: Path, entities: Path | None = None) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file, with the names that its IOB2 file marks."""
    tags = _entity_tags(entities) if entities else {}
    rows: list[list[str]] = []
    name = ""
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.startswith("# sent_id"):
            name = line.split("=", 1)[1].strip()
        elif line.startswith("#"):
            continue
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            yield _sentence(name, rows, tags.get(name))
            rows = []


def _sentence(name: str, rows: list[list[str]], tags: tuple[str, ...] | None) -> Sentence:
    glued: set[int] = set()
    words = []
    for columns in rows:
        if "-" in columns[0]:
            first, last = (int(part) for part in columns[0].split("-"))
            glued.update(range(first, last + ("SpaceAfter=No" in columns[9])))
        elif columns[0].isdigit():
            words.append(columns)
    fitting = tags if tags is not None and len(tags) == len(words) else None
    return Sentence(
        name,
        tuple(columns[1] for columns in words),
        tuple("SpaceAfter=No" not in columns[9] and int(columns[0]) not in glued for columns in words),
        tuple(columns[3] for columns in words),
        tuple(whole_lemma(columns[1], columns[2], columns[3]) for columns in words),
        fitting,
    )


def _rows(path: Path) -> Iterator[list[str] | None]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
        elif not line:
            yield None


def _entity_tags(path: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    name, tags = "", []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.startswith("# sent_id"):
            name = line.split("=", 1)[1].strip()
        elif line.startswith("#"):
            continue
        elif line:
            tags.append(line.split("\t")[2])
        elif tags:
            found[name] = tuple(tags)
            tags = []
    return found


def as_docs(sentences: list[Sentence], vocab: Vocab) -> Iterator[Doc]:
    """Documents of a few sentences each, to train on. Sentences with and without names are not mixed."""
    for known in (True, False):
        chosen = [sentence for sentence in sentences if (sentence.entities is not None) == known]
        for start in range(0, len(chosen), SENTENCES_A_DOC):
            yield _doc(chosen[start : start + SENTENCES_A_DOC], vocab)


def _doc(sentences: list[Sentence], vocab: Vocab) -> Doc:
    return Doc(
        vocab,
        words=[word for sentence in sentences for word in sentence.words],
        spaces=[space for sentence in sentences for space in sentence.spaces],
        pos=[pos for sentence in sentences for pos in sentence.pos],
        lemmas=[lemma for sentence in sentences for lemma in sentence.lemmas],
        sent_starts=[at == 0 for sentence in sentences for at in range(len(sentence.words))],
        ents=(
            [tag if tag[:2] in {"B-", "I-"} else "O" for sentence in sentences for tag in sentence.entities or ()]
            if all(sentence.entities is not None for sentence in sentences)
            else None
        ),
    )
