"""Reasons read like sentences, sums add up to the last digit, and links follow their RFCs."""

from __future__ import annotations

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.rankers import label_of, reason_of
from models.answers import DeedKind, Did, Evidence, Expert, Share
from models.rankers.registry import RANKERS
from tests.api.small_facts import MAY
from ui import kinds, reasons
from ui.links import evidence_link, mailto, outside, tel
from ui.names import hue, initials, labels
from ui.speech import speech

UTC, AMSTERDAM = ZoneInfo("UTC"), ZoneInfo("Europe/Amsterdam")


def told(who: Expert, language: str) -> str:
    words = speech(language)
    text = reasons.reason(words, who, lambda each: evidence_link(language, each), lambda name: name.title())
    return re.sub(r"<[^>]+>", "", text)


def evidence(kind: str, key: str = "document:wiki:a", at: int | None = MAY) -> Evidence:
    return Evidence("documents", "page", key, "Gids", 0.1, "wiki", did=(Did(kind, at),), at=at)  # type: ignore[arg-type]


def who(*reasons_: Evidence, acts: dict[DeedKind, int] | None = None, documents: int = 0) -> Expert:
    share = (Share("documents", 0.1, 1, 1),)
    return Expert("person:x:y", "X", 0.1, share, reasons_, documents=documents, acts=acts or {}, last=MAY)


def expert(documents: float, folders: float) -> Expert:
    """Somebody with two documents listed and a third that is not, and a folder."""
    listed = [replace(evidence("wrote", f"document:wiki:{place}"), points=documents / place) for place in (2, 3)]
    folder = Evidence("folder", "group", "group:wiki:x", "Waterstof", folders)
    shares = (Share("documents", documents, 1, 3), Share("folder", folders, 1, 1))
    found = tuple(replace(each, ranker="documents") for each in listed)
    return Expert("person:x:y", "X", documents + folders, shares, (*found, folder), others=documents / 6)


@pytest.mark.parametrize(
    ("kind", "nl", "en"),
    [
        ("wrote", "Schreef Gids (Wiki, mei 2025).", "Wrote Gids (Wiki, May 2025)."),
        ("answered", "Antwoordde in Gids (Wiki, mei 2025).", "Answered in Gids (Wiki, May 2025)."),
        ("edited", "Bewerkte Gids (Wiki, mei 2025).", "Edited Gids (Wiki, May 2025)."),
        ("commented", "Reageerde op Gids (Wiki, mei 2025).", "Commented on Gids (Wiki, May 2025)."),
        ("attended", "Was bij Gids (Wiki, mei 2025).", "Was at Gids (Wiki, May 2025)."),
        ("liked", "Vond Gids goed (Wiki, mei 2025).", "Liked Gids (Wiki, May 2025)."),
        ("named", "Wordt genoemd in Gids (Wiki, mei 2025).", "Is named in Gids (Wiki, May 2025)."),
        ("asked", "Stelde een vraag in Gids (Wiki, mei 2025).", "Asked a question in Gids (Wiki, May 2025)."),
    ],
)
def test_every_act_has_its_words(kind: str, nl: str, en: str) -> None:
    assert told(who(evidence(kind)), "nl") == nl
    assert told(who(evidence(kind)), "en") == en


@pytest.mark.parametrize(
    ("acts", "nl", "en"),
    [
        ({"wrote": 10}, "en schreef er nog 9", "and wrote 9 more"),
        (
            {"accepted": 1, "wrote": 1, "answered": 3},
            ", gaf 1 goed antwoord en gaf 3 antwoorden",
            ", gave 1 accepted answer and gave 3 answers",
        ),
        ({"wrote": 1, "edited": 2}, "en bewerkte 2 documenten", "and edited 2 documents"),
        ({"wrote": 1, "named": 1, "liked": 4}, "en wordt genoemd in 1 document", "and is named in 1 document"),
        ({"wrote": 1, "asked": 2}, "en stelde een vraag in 2 berichten", "and asked a question in 2 messages"),
        ({"wrote": 1}, "", ""),
        ({}, "", ""),
    ],
)
def test_a_sentence_counts_all_that_was_done_and_not_what_is_listed_only(
    acts: dict[DeedKind, int], nl: str, en: str
) -> None:
    """Each document counts for one act, and the one that is named is not counted again."""
    first = evidence("wrote")
    assert told(who(first, acts=acts), "nl") == f"Schreef Gids (Wiki, mei 2025) {nl}.".replace(" ,", ",").replace(
        " .", "."
    )
    assert told(who(first, acts=acts), "en") == f"Wrote Gids (Wiki, May 2025) {en}.".replace(" ,", ",").replace(
        " .", "."
    )


@given(
    some.sampled_from(reasons.TOLD),
    some.dictionaries(some.sampled_from([*reasons.TOLD, "liked", "bookmarked"]), some.integers(1, 99), max_size=8),
)
def test_the_numbers_of_a_sentence_add_up_to_all_that_it_tells(first: str, acts: dict[DeedKind, int]) -> None:
    said = told(who(evidence(first), acts=acts), "en").partition(")")[2]
    others = sum(num for kind, num in acts.items() if kind in reasons.TOLD) - (first in acts)
    assert sum(int(num) for num in re.findall(r"\d+", said)) == others


def test_the_last_time_is_told_where_it_is_not_that_of_the_first_document() -> None:
    old = evidence("wrote", at=MAY - 40 * 86_400)
    assert told(who(old, acts={"wrote": 2}), "en") == "Wrote Gids (Wiki, Apr 2025) and wrote 1 more, last in May 2025."
    assert told(who(old, acts={"wrote": 2}), "nl").endswith("en schreef er nog 1, laatst in mei 2025.")


def test_what_nobody_dated_is_called_undated() -> None:
    assert told(who(evidence("wrote", at=None)), "nl") == "Schreef Gids (Wiki, zonder datum)."


def test_every_kind_of_evidence_is_called_by_a_name_in_both_languages() -> None:
    for ranker in RANKERS:
        assert label_of(ranker.name, "nl") != label_of(ranker.name, "en") != ranker.name or ranker.name == "documents"
        assert (ranker.reason is None) is (reason_of(ranker.name, "nl") is None)
        assert ranker.reason is None or all("%(title)s" in text for text in (ranker.reason.en, ranker.reason.nl))
    assert label_of("gone", "nl") == "gone"


def test_a_fact_is_a_reason_when_there_is_no_document() -> None:
    fact = Evidence("folder", "group", "group:wiki:x", "Waterstof", 0.1)
    assert told(who(fact), "nl") == "Is actief in Waterstof."
    assert told(who(), "nl") == ""
    assert told(who(replace(fact, ranker="documents", kind="thread")), "nl") == "Deed mee aan Waterstof."


@given(
    some.lists(some.floats(0, 5, allow_nan=False), min_size=1, max_size=9),
    some.integers(0, 9000),
)
def test_shares_are_whole_and_sum_to_what_is_shown(values: list[float], total: int) -> None:
    shared = reasons.shared_out(values, total)
    assert all(share >= 0 for share in shared)
    assert sum(shared) == (total if sum(values) > 0 else 0)
    whole = sum(values)
    if whole > 0:
        assert all(abs(share - value / whole * total) < 1.001 for share, value in zip(shared, values, strict=True))


@given(some.floats(0.001, 3), some.floats(0.001, 3))
def test_the_sum_that_is_shown_adds_up(votes: float, folders: float) -> None:
    parts, total = reasons.add_up(speech("en"), expert(votes, folders))
    assert sum(_whole(part.points) for part in parts) == _whole(total)
    for part in parts:
        assert sum(_whole(points) for points, _ in part.lines) == _whole(part.points)


def _whole(points: str) -> int:
    return int(points.replace(".", ""))


@pytest.mark.parametrize(("documents", "length"), [(0, 1), (1, 1), (2, 2), (7, 7), (8, 7), (900, 7)])
def test_one_document_is_one_cell_of_the_bar(documents: int, length: int) -> None:
    assert reasons.cells(who(documents=documents)) == length


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maaike de Smit", "MS"), ("Joost van der Bakker", "JB"), ("Prince", "P"), ("Anne-Marie Vos", "AV"), ("", "")],
)
def test_initials_leave_out_small_words(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example", False),
        ("https:evil", False),
        ("http://[broken", False),
        ("file:///etc/passwd", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: bool) -> None:
    assert (outside(url) is not None) is link


def test_floors_of_one_building_share_a_hue() -> None:
    assert hue("Delft, 2nd floor") == hue("delft, 1st floor") in range(1, 9)
    assert hue(None) == 0


@pytest.mark.parametrize(
    ("seconds", "nl"),
    [(60, "elke minuut"), (900, "elke 15 minuten"), (3600, "elk uur"), (7200, "elke 2 uur"), (86400, "elke dag")],
)
def test_a_schedule_is_said_in_words(seconds: int, nl: str) -> None:
    assert kinds.every(speech("nl"), seconds) == nl


@pytest.mark.parametrize("at", [-(10**12), 0, 10**12])
def test_a_date_out_of_all_bounds_is_still_a_date(at: int) -> None:
    assert speech("en").month(at)
    assert speech("en").moment(at, UTC)


@pytest.mark.parametrize(
    ("at", "told"), [(1_780_000_000, "28 May 2026, 22:26"), (1_767_225_600, "1 Jan 2026, 01:00"), (None, "")]
)
def test_a_moment_is_told_in_the_time_of_the_site(at: int | None, told: str) -> None:
    assert speech("en").moment(at, AMSTERDAM) == told


def test_numbers_and_lists_are_said_as_the_language_does() -> None:
    assert speech("nl").number(12345) == "12.345"
    assert speech("en").number(12345) == "12,345"
    assert speech("nl").each(["a", "b", "<c>"]) == "a, b en &lt;c&gt;"
    assert speech("nl").plural("%(num)s colleague", "%(num)s colleagues", 1) == "1 collega"


@pytest.mark.parametrize(
    ("language", "spoken", "others"),
    [
        ("nl", {"nl": "waterstofopslag", "en": "hydrogen storage"}, [("en", "hydrogen storage")]),
        ("en", {"nl": "waterstofopslag", "en": "hydrogen storage"}, [("nl", "waterstofopslag")]),
        ("nl", {"nl": "Battery storage", "en": "battery storage"}, []),
        ("nl", {"en": "wind"}, []),
        ("nl", {"nl": "wind", "en": ""}, []),
    ],
)
def test_a_topic_is_also_called_what_is_another_word(
    language: str, spoken: dict[str, str], others: list[tuple[str, str]]
) -> None:
    assert labels(language, spoken) == others


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("maaike@example.org", "mailto:maaike@example.org"),
        ("a.b+c@example.org", "mailto:a.b+c@example.org"),
        ("o'neil@example.org", "mailto:o'neil@example.org"),
        ("a&b=c@example.org", "mailto:a%26b%3Dc@example.org"),
        ("a?subject=x@example.org", "mailto:a%3Fsubject%3Dx@example.org"),
        ("a/b%c@example.org", "mailto:a%2Fb%25c@example.org"),
        ('"a b"@example.org', "mailto:%22a%20b%22@example.org"),
        ("é@example.org", "mailto:%C3%A9@example.org"),
    ],
)
def test_a_link_to_write_to_follows_rfc_6068(address: str, link: str) -> None:
    assert mailto(address) == link


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("+31 15 200 3000", "tel:+31152003000"),
        ("+31 (0)15 200 3000", "tel:+31152003000"),
        ("015-200.30.00", "tel:0152003000"),
        ("(015) 200 3000", "tel:0152003000"),
        ("+31 15 200 3000 ext. 12", "tel:+31152003000;ext=12"),
        ("3000x7", "tel:3000;ext=7"),
        ('<script>"1"', "tel:1"),
    ],
)
def test_a_link_to_call_follows_rfc_3966(number: str, link: str) -> None:
    assert tel(number) == link
