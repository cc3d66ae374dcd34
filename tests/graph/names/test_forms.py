"""Written forms of names: what is blanked in a text once somebody is suppressed, and what is left."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.facts import Account, Verdict, key_of
from graph.forms import forms_of, shared_forms
from graph.names import compare, full_name, read, words_of, written_forms
from graph.redaction import BLANK
from graph.suppression import Suppression
from tests.graph.names.table import GONE, READ, TableRow, rows


def listed(name: str, ident: str = "x1", **more: tuple[str, ...]) -> Account:
    return Account(key_of("account", "people", ident), "people", ident, name, anchor=True, **more)


def without(*accounts: Account) -> Suppression:
    plain = Suppression(b"key", [])
    return Suppression(b"key", [plain.entry(form) for account in accounts for form in forms_of(account)])


STAYS = {
    "Jan op den Berg": (
        "wij lopen op den berg; de berg is hoog; Piet op den Berg; Jan; j berg; Kees Berg en Jan; Bergen op Zoom; "
        "Jan van den Berg; jan en de berg; janberg"
    ),
    "Anna Point": "a point of order; at a point; Anna; this point; Point taken",
    "Jan Boer": "Jan; Piet Boer; de boer zaait; boer Jansen; Boer; jboer; Jannie Boer",
    "Els van den Berg-Jansen": "Piet Jansen; Els; mevrouw De Vries; jansen",
    "王小明": "王小红; 小明",
    "Mirthe": "Mirthe; mevrouw Mirthe",
    "Ina Dag": "i dag; vandag; idag",
}
"""Words that stay."""


@pytest.mark.parametrize(("name", "text"), [(name, text.strip()) for name in GONE for text in GONE[name].split(";")])
def test_a_form_is_blanked(name: str, text: str) -> None:
    left = without(listed(name)).blank(f"gisteren: {text}, vandaag")
    assert not {word for word, _, _ in words_of(left)} & {word for word, _, _ in words_of(text)} - _AROUND, left
    assert BLANK in left


_AROUND = {
    word for word, _, _ in words_of("de heer meneer dhr mevrouw mevr mw mrs ms herr signora dr ir boek s 说 我 问 了")
}


@pytest.mark.parametrize(("name", "text"), [(name, text.strip()) for name in STAYS for text in STAYS[name].split(";")])
def test_what_names_somebody_else_or_nobody_stays(name: str, text: str) -> None:
    assert without(listed(name)).blank(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Jan Boer belde. Volgens hem kan het, zei Boer.", f"{BLANK} belde. Volgens hem kan het, zei {BLANK}."),
        ("Jan Boer en Piet Boer", f"{BLANK} en Piet Boer"),
        ("Jan Boer sprak met de boer over boeren.", f"{BLANK} sprak met de boer over boeren."),
        ("Boer was er. Later belde @jboer.", f"{BLANK} was er. Later belde @{BLANK}."),
        ("Boer was er.", "Boer was er."),
    ],
)
def test_a_family_name_by_itself_goes_where_the_text_names_the_person(text: str, left: str) -> None:
    assert without(listed("Jan Boer")).blank(text) == left


def test_a_title_tells_whom_its_text_is_about() -> None:
    blank = without(listed("Jan Boer")).blank
    assert blank("Boer kwam terug.", "Gesprek met Jan Boer") == f"{BLANK} kwam terug."
    assert blank("Boer kwam terug.", "Gesprek") == "Boer kwam terug."


@pytest.mark.parametrize("row", [row for row in rows(READ) if full_name(row[0]) and row[0] != "j d sallow"], ids=str)
def test_each_row_of_the_table_is_found_by_its_own_spelling(row: TableRow) -> None:
    assert row[0] not in without(listed(row[0])).blank(f"aan {row[0]}.")


@pytest.mark.parametrize("row", [row for row in rows(READ) if full_name(row[0])], ids=str)
def test_a_form_reads_back_as_the_same_person(row: TableRow) -> None:
    name = full_name(row[0])
    assert name is not None
    letters = "".join(part[0] for given in name.given for part in given.split("-")).lower()
    for words in written_forms(name.written).full:
        text = " ".join(word.upper() if word == letters else word.title() for word in words)
        again = read(text) if text.isascii() else None
        if again is not None and again.full and len(words) >= 2 and not words[-1].endswith("s"):
            assert compare(name, again).verdict is not Verdict.DIFFERENT or _is_turned(words, name.written), words


def _is_turned(words: tuple[str, ...], written: str) -> bool:
    """True when the family name comes first, which only a comma or capitals would tell a reader."""
    return words[0][0] != written[0].lower() or len(words) > 2


def test_forms_that_somebody_else_has_are_told_by_a_quick_look_too() -> None:
    mine = forms_of(listed("Jan op den Berg", emails=("jan@example.org",)))
    others = [
        listed("Jan op den Berg", "x2"),
        listed("J. op den Berg", "x3"),
        listed("Piet Berg", "x4"),
        listed("Ada Vos", "x5", emails=("jan@example.org",)),
        listed("Kees Kok", "x6", handles=("janberg",)),
        listed("Jan", "x7"),
    ]
    for other in others:
        assert shared_forms(mine, [other]) == mine & forms_of(other), other.name


NAMES = st.builds(
    lambda given, infix, family: " ".join(part for part in (given, infix, family) if part),
    st.sampled_from(["Jan", "Els", "J.P.", "Jan-Willem", "Anne Fleur", "Zoë", "Wilhelmina (Mina)", "K"]),
    st.sampled_from(["", "van", "van der", "op den", "in 't", "de la", "zu", "al", "ter", "d'"]),
    st.sampled_from(["Berg", "Vos", "O'Brien", "Meer-de Vries", "Müller", "Smits", "Hassan", "Li"]),
)
WORDS = st.lists(
    st.sampled_from(
        [
            "Jan",
            "J.",
            "P.",
            "van",
            "der",
            "Berg",
            "berg",
            "Vos",
            "de",
            "heer",
            "a",
            "(Mina)",
            "Op",
            ",",
            ".",
            BLANK,
            "Els",
        ]
    )
    | st.text(max_size=6),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(NAMES, WORDS, st.integers(0, 10_000), st.sampled_from([" ", "\u00a0", "\n", "-", "_"]))
def test_suppression_leaves_no_form_in_any_text(name: str, around: list[str], which: int, between: str) -> None:
    forms = sorted(form.text for form in forms_of(listed(name)) if form.kind == "words")
    assume(forms)
    form = forms[which % len(forms)].title().replace(" ", between)
    blank = without(listed(name)).blank
    left = blank(f"{' '.join(around)} | {form} | {' '.join(around)}")
    assert f" {form} " not in left
    assert blank(left) == left


@pytest.mark.parametrize(
    "bit", ["Jan ", "J. ", "Op ", "(Jan) ", "de heer ", "van der ", "A'", "Berg", "Jan\u00ad", "王", "é"]
)
def test_time_grows_no_faster_than_the_text(bit: str) -> None:
    blank = without(listed("Jan op den Berg"), listed("王小明"), listed("Jan van der Jan")).blank

    def seconds(count: int) -> float:
        text = bit * count
        begun = time.process_time()
        blank(text)
        return time.process_time() - begun

    assert min(seconds(8_000) for _ in range(3)) < 12 * max(min(seconds(2_000) for _ in range(3)), 0.002)
