"""Whatever reads a text takes twice the time for twice the text, and no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import ModuleType

import pytest

from bench.hostile.damage import UNITS
from graph.names import divide, fold, is_group_name, is_role_address, read
from ingest.extract import names, nlp
from ingest.formats import FormatError, Limits, dates, frontmatter, html, plain, rst, visible, wiki_signatures, wikitext
from ingest.formats.author_lines import names_in
from ingest.formats.encodings import decoded
from ingest.minutes.attendance import attendees
from ingest.own import own_words
from ingest.sources import chat, git_subjects, mail, people_cells, threads
from ingest.sources.git_log import commits
from ingest.sources.mail_headers import to_text

SIZES = (5_000, 20_000)
FLOOR = 0.15
"""Seconds of processor time at the largest size below which nothing is measured further."""
STEEPEST = 8.0
"""A text four times as long may take this many times as long."""
LIMITS = Limits()


def every(*made: object) -> None:
    """Take in all that is given, lazy things to their end."""
    for each in made:
        if hasattr(each, "__next__"):
            for _ in each:  # type: ignore[attr-defined]
                pass


def parsed(module: ModuleType) -> Callable[[str], None]:
    """The parser of a format."""

    def parse(text: str) -> None:
        with suppress(FormatError):  # too deep, or binary
            module.parse(text.encode("utf-8", "replace"), LIMITS)

    return parse


def headers(text: str) -> None:
    line = text.replace("\n", "\n ")
    message = mail.parsed(
        f"From: {line}\nTo: {line}\nSubject: {line}\nReferences: {line}\n\nx".encode("utf-8", "replace")
    )
    mail.sender(message)
    mail.named(message, "list")
    mail.references(message)


READERS: Mapping[str, Callable[[str], object]] = {
    "names of a line": lambda text: every(divide(text)),
    "a name": read,
    "a folded name": fold,
    "authors": lambda text: every(names_in(text)),
    "a date": dates.date_in,
    "the name of a group": is_group_name,
    "an address of an office": is_role_address,
    "front matter": frontmatter.split,
    "fields above a text": lambda text: frontmatter.split(f"title: {text}\n\nx"),
    "the head of a text": visible.visible,
    "those present": lambda text: attendees(f"Present: {text}", True),
    "plain text": parsed(plain),
    "HTML": parsed(html),
    "reStructuredText": parsed(rst),
    "categories": wikitext.categories,
    "a long wiki page": wikitext.roughly,
    "own words": own_words,
    "a subject": threads.plain_subject,
    "a mail": lambda text: mail.text_of(mail.parsed(text.encode("utf-8", "replace"))),
    "headers of a mail": headers,
    "mentions": lambda text: (chat.mentions(text), chat.links(text)),
    "a path of departments": people_cells.path_of,
    "a log": lambda text: every(commits(f"commit {'a' * 40}\nAuthor: {text}\n\n    {text}\n{text}".splitlines())),
    "a message of a commit": lambda text: (git_subjects.says_revert(text), git_subjects.says_formatting(text)),
    "signatures of a talk page": wiki_signatures.signed_in,
    "text without code": nlp.clean,
    "written names": lambda text: every(names.find_written_names(text), names.find_addresses(text)),
}


def seconds(reader: Callable[[str], object], text: str) -> float:
    began = time.thread_time()
    reader(text)
    return time.thread_time() - began


def steepness(reader: Callable[[str], object], unit: str) -> float:
    """How many times longer a text four times as long takes; 0 where nothing takes long."""
    small, large = ((unit * (size // len(unit) + 1))[:size] + "x" for size in SIZES)
    if seconds(reader, large) < FLOOR:
        return 0.0
    least = [min(seconds(reader, text) for _ in range(3)) for text in (small, large)]
    return least[1] / max(least[0], FLOOR / 40) if least[1] > FLOOR else 0.0


@pytest.mark.parametrize("name", READERS)
def test_time_grows_with_the_text(name: str) -> None:
    steep = {unit: round(grows, 1) for unit in UNITS if (grows := steepness(READERS[name], unit)) > STEEPEST}
    assert steep == {}


def test_a_charset_of_domain_names_is_none() -> None:
    for charset in ("punycode", "IDNA"):
        with pytest.raises(LookupError):
            decoded(b"a" * 50_000, charset)
    assert to_text("crème".encode("cp1252"), "punycode") == "crème"
