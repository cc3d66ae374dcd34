"""Text of a transcript or of subtitles: WebVTT, SubRip, the JSON and HTML of podcasts, or plain lines.

Times, cue numbers, styles and tags are left out, cues are joined to sentences and paragraphs. Who speaks is told apart
from the text: by ``<v Name>``, by ``Name:`` at the beginning of a cue, or by the field of the speaker.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from graph.facts import ActKind
from ingest import formats
from ingest.formats import Limits, ParsedBody, bare
from ingest.formats.contributors import Contributors
from ingest.formats.encodings import decode
from ingest.formats.roles import is_full_name

KINDS = {
    "text/vtt": "cues",
    "application/x-subrip": "cues",
    "application/srt": "cues",
    "text/srt": "cues",
    "application/json": "json",
    "text/html": "html",
    "text/plain": "plain",
}
"""Media types of transcripts, those that say most of the speakers first, and how each is read."""
PARAGRAPH = 500
"""Characters from which a paragraph ends with its sentence."""
MOST_SPEAKERS = 100
TIMING = re.compile(r"^[ \t]{0,9}(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}[ \t]{0,9}-->", re.MULTILINE)
HEADS = ("WEBVTT", "NOTE", "STYLE", "REGION", "X-TIMESTAMP-MAP")
VOICE = re.compile(r"<v(?:\.[\w.-]{1,80})?\s+([^<>]{1,200})>")
TAG = re.compile(r"</?[^<>]{0,200}>|\{\\[^{}]{0,80}\}")
SPEAKER = re.compile(r"\s{0,20}(?:>>+\s*|[-–]\s+)?([^\W\d_][^:<>\n]{1,60}):\s+(?=\S)")
CHANGE = re.compile(r"\s{0,20}(?:>>+|[-–])\s+")
CLOCK = re.compile(r"^\s{0,20}[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])]?(?!\d)\s{0,20}")
CITE = re.compile(r"<cite\b[^<>]{0,200}>([^<>]{0,200})</cite>", re.IGNORECASE)
CITED = "\ue000"
"""Put before the name in a ``<cite>``, so that any name there is a speaker's."""
TIME = re.compile(r"<time\b[^<>]{0,200}>[^<>]{0,80}</time>", re.IGNORECASE)
ENDS = (".", "?", "!", "…")
FIELDS = ("body", "text", "content")
NAMES = ("speaker", "speakerName", "speaker_name", "name")
LISTS = ("segments", "transcript", "results", "cues", "captions")


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, in paragraphs, and the full names of who said it."""

    text: str
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are shown at once. `speaker` is None when it is who spoke before."""

    words: str
    speaker: str | None = None
    begins: bool = False


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text of a file of subtitles: who speaks in it was there, as in minutes."""
    text, _ = decode(body)
    found = read(text[: limits.characters * 4], "text/vtt")
    people = Contributors()
    for speaker in found.speakers:
        people.add(speaker, ActKind.ATTENDED)
    return people.added_to(ParsedBody(None, found.text))


def read(text: str, media_type: str) -> Transcript:
    """The transcript in this text. One that is not what its type says is read as plain lines."""
    kind = KINDS.get(bare(media_type), "plain")
    begin = text.lstrip("\ufeff \t\r\n")
    if begin.startswith("WEBVTT") or TIMING.search(begin[:2_000]):
        kind = "cues"
    elif begin.startswith(("{", "[{")):
        kind = "json"
    return _joined({"cues": _cues, "json": _of_json, "html": _of_html, "plain": _of_lines}[kind](begin))


def _joined(cues: Iterable[Cue]) -> Transcript:
    """The cues as paragraphs: a new one where somebody else speaks, and after a sentence when it is long."""
    paragraphs: list[str] = []
    words: list[str] = []
    speakers: dict[str, None] = {}
    speaker: str | None = None
    length = 0
    for cue in cues:
        changed = cue.speaker is not None and cue.speaker != speaker
        full = length > PARAGRAPH and words[-1].endswith(ENDS)
        if words and (changed or cue.begins or full):
            paragraphs.append(" ".join(words))
            words, length = [], 0
        speaker = cue.speaker or speaker
        if cue.speaker and is_full_name(cue.speaker) and len(speakers) < MOST_SPEAKERS:
            speakers[cue.speaker] = None
        if cue.words:
            words.append(cue.words)
            length += len(cue.words)
    if words:
        paragraphs.append(" ".join(words))
    return Transcript("\n\n".join(paragraphs), tuple(speakers))


def _cues(text: str) -> Iterator[Cue]:
    """The cues of WebVTT or SubRip. A line that the cue before showed too, as subtitles that roll do, counts once."""
    before: list[str] = []
    shown = False
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines[:3]) if TIMING.match(line)), None)
        if at is None and (not shown or lines[0].startswith(HEADS) or not lines[0].strip()):
            shown = False
            continue
        said = [line.strip() for line in lines[0 if at is None else at + 1 :] if line.strip()]
        shown = True
        fresh = [line for line in said if line not in before or len(line.split()) < 3]
        yield from _voices(" ".join(fresh))
        before = said


def _voices(text: str) -> Iterator[Cue]:
    """What each voice says in one cue."""
    before, *parts = VOICE.split(text)
    if before.strip():
        yield _spoken(before)
    for name, words in zip(parts[::2], parts[1::2], strict=True):
        yield Cue(_plain(words), " ".join(html.unescape(name).split()))


def _spoken(text: str) -> Cue:
    """Words without a mark of the voice: a full name and a colon before them tell whose they are."""
    plain = _plain(text)
    named = SPEAKER.match(plain)
    if named and is_full_name(named[1].strip()):
        return Cue(plain[named.end() :], " ".join(named[1].split()))
    changed = CHANGE.match(plain)
    return Cue(plain[changed.end() :], begins=True) if changed else Cue(plain)


def _plain(text: str) -> str:
    return " ".join(html.unescape(TAG.sub("", text)).split())


def _of_json(text: str) -> Iterator[Cue]:
    """The segments of Podcasting 2.0, of Whisper and of other programs that write a list of them."""
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        return
    if isinstance(data, dict):
        data = next((data[name] for name in LISTS if isinstance(data.get(name), list)), [data])
    for segment in data if isinstance(data, list) else ():
        if isinstance(segment, dict):
            words = next((segment[name] for name in FIELDS if isinstance(segment.get(name), str)), "")
            speaker = next((segment[name] for name in NAMES if isinstance(segment.get(name), str)), "")
            yield Cue(_plain(words), " ".join(speaker.split()) or None) if speaker.strip() else _spoken(words)


def _of_html(text: str) -> Iterator[Cue]:
    """The lines of HTML, in which ``<cite>`` says who speaks and ``<time>`` when."""
    marked = CITE.sub(lambda cite: f"<p>{CITED}{cite[1].strip().rstrip(':')}</p>", TIME.sub(" ", text))
    return _of_lines(formats.parse(marked.encode("utf-8", "replace"), "text/html; charset=utf-8").text)


def _of_lines(text: str) -> Iterator[Cue]:
    """Plain lines: a clock before the words is left out, a name on a line by itself tells who speaks next."""
    speaker: str | None = None
    for line in text.split("\n"):
        plain = CLOCK.sub("", line, count=1).strip()
        alone = plain.lstrip(CITED).rstrip(":").strip()
        if plain.startswith(CITED) or (plain.endswith(":") and is_full_name(alone)):
            speaker = alone
        elif plain:
            cue = _spoken(plain)
            yield cue if cue.speaker or speaker is None else Cue(cue.words, speaker, begins=cue.begins)
            speaker = None
