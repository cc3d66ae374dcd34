"""Questions and judgements in TREC files: what they hold, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ir_measures

from whoknows.errors import CommandError


class EvaluationError(CommandError):
    """Questions or judgements cannot be read, or do not belong together."""


@dataclass(frozen=True, slots=True)
class TrecTopic:
    """One question with its number and, if told, its language."""

    id: str
    text: str
    language: str | None = None


def read_topics(file: Path) -> list[TrecTopic]:
    """The questions in a file: lines with tabs, TREC's XML, or TREC's plain form."""
    text = _read(file, "topics-unreadable")
    topics = list(_tagged(text) if re.search(r"<top(ic)?\b", text) else _lines(text))
    if not topics:
        raise EvaluationError("topics-none", path=str(file))
    return topics


def _lines(text: str) -> Iterator[TrecTopic]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) >= 2 and cells[0] and cells[1]:
            yield TrecTopic(cells[0], cells[1], cells[2] if len(cells) > 2 and cells[2] else None)


def _tagged(text: str) -> Iterator[TrecTopic]:
    """TREC's forms: <top> with <num> and <title> that need no end, or <topic number="1"> with elements."""
    for block in re.findall(r"<top(?:ic)?\b.*?(?=<top(?:ic)?\b|\Z)", text, re.DOTALL):
        number = re.search(r'number\s*=\s*"([^"]+)"', block) or re.search(r"<num>\s*(?:Number:\s*)?([^\s<]+)", block)
        title = re.search(r"<(?:title|query)>\s*(?:Topic:\s*)?([^<]+)", block)
        if number and title:
            yield TrecTopic(number[1], " ".join(title[1].split()))


def read_qrels(file: Path) -> list[ir_measures.Qrel]:
    """The judgements in a file: who is relevant to which question. Lines of # are remarks."""
    qrels: dict[tuple[str, str], ir_measures.Qrel] = {}
    for number, line in enumerate(_read(file, "qrels-unreadable").splitlines(), start=1):
        cells = line.split()
        if not cells or cells[0].startswith("#"):
            continue
        if len(cells) != 4 or not re.fullmatch(r"-?\d{1,4}", cells[3]):
            raise EvaluationError("qrels-line", path=str(file), line=str(number), text=line.strip()[:80])
        qrels[cells[0], cells[2]] = ir_measures.Qrel(cells[0], cells[2], int(cells[3]))
    if not qrels:
        raise EvaluationError("qrels-none", path=str(file))
    return list(qrels.values())


def read_pool(file: Path | None) -> frozenset[str] | None:
    """The person ids in a file; None for no file."""
    return None if file is None else frozenset(_read(file, "qrels-unreadable").split())


def _read(file: Path, message: str) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(message, path=str(file), reason=_reason(error)) from error


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or "") if isinstance(error, OSError) else "UTF-8"
