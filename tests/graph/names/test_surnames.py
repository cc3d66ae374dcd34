"""A family name by itself: blanked everywhere when it is no word and nobody else's, else where something tells."""

from __future__ import annotations

import unicodedata

import pytest

from graph.facts import Account, key_of
from graph.forms import forms_of, shared_forms, surnames_of
from graph.names import words_of
from graph.redaction import BLANK
from graph.suppression import Suppression

MINA = "Wilhelmina (Mina) van der Sallow"
GONE = (
    """
Sallow belde | mevrouw Sallow | mevrouw Van der Sallow | W.A. van der Sallow | Mina van der Sallow
Wilhelmina (Mina) van der Sallow | WilhelminaVanDerSallow | MinaVanDerSallowVerslag.docx | wvdSallow | VanDerSallow2024
Sallow's rapport | Sallows rapport | van der Sallows plan | MINA VAN DER SALLOW | SALLOW | van der sallow | sallow
w a sallow | w.a. v.d. sallow | W. v/d Sallow | Mina\u00a0van\u00a0der\u00a0Sallow | van\u202fder\u202fSallow
Sal\u00adlow | S\u200ballow | Sal-\nlow | Sal-\n   low | van der Sal- low | Wilhel-\nmina van der Sal-\nlow
mina.vandersallow@elders.example | m_v_d_sallow@x.example | wvdsallow2@x.example | https://x.example/~mvandersallow/cv
/archief/2024_vandersallow_beoordeling.pdf | nota-sallow.md | notasallow.pdf | #sallowweek | @wsallow | wsallow
https://x.example/van%20der%20Sallow | ?author=mvdsallow | C:\\Users\\vdsallow\\cv.pdf | S\u0301allow | Ｓａｌｌｏｗ
""".replace("\nlow", "\x00low")
    .replace("\n   low", "\x01low")
    .replace("\nmina", "\x02mina")
)
STAYS = "swallow; hallow; shallow water; van der; de heer; Mina; Wilhelmina; de sal is low; sal- en low"


def listed(name: str, ident: str = "x1", **more: tuple[str, ...]) -> Account:
    return Account(key_of("account", "people", ident), "people", ident, name, anchor=True, **more)


def erased(*mine: Account, others: tuple[Account, ...] = (), words: frozenset[str] = frozenset()) -> Suppression:
    forms = frozenset(form for account in mine for form in forms_of(account))
    shared = shared_forms(forms, others)
    named = {word for account in others for word, _, _ in words_of(account.name)}
    surnames = surnames_of(forms, shared, words.__contains__, named)
    plain = Suppression(b"key", [])
    return Suppression(b"key", [plain.entry(form) for form in (forms - shared) | surnames.forms])


def _cases() -> list[str]:
    lines = GONE.strip("\n").split("\n")
    marks = {"\x00": "\n", "\x01": "\n   ", "\x02": "\n"}
    cells = [cell.strip(" ") for line in lines for cell in line.split("|")]
    return ["".join(marks.get(char, char) for char in cell) for cell in cells]


@pytest.mark.parametrize("text", _cases())
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_telling_family_name_goes_wherever_it_stands(text: str, form: str) -> None:
    blank = erased(listed(MINA, handles=("mvdsallow",))).blank
    left = blank(unicodedata.normalize(form, f"Gisteren: {text} en meer."))  # type: ignore[arg-type]
    letters = "".join(word for word, _, _ in words_of(left))
    assert BLANK in left
    assert "sallow" not in letters, left
    assert blank(left) == left


@pytest.mark.parametrize("text", [text.strip() for text in STAYS.split(";")])
def test_what_is_only_alike_stays(text: str) -> None:
    assert erased(listed(MINA)).blank(f"zoals {text} nu") == f"zoals {text} nu"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("de boer zaait, een boer oogst", "de boer zaait, een boer oogst"),
        ("volgens De Boer klopt het", f"volgens {BLANK} klopt het"),
        ("volgens Piet de Boer klopt het", "volgens Piet de Boer klopt het"),
        ("DE BOER ZAAIT", "DE BOER ZAAIT"),
        ("Boer", "Boer"),
        ("meneer de Boer", f"meneer {BLANK}"),
        ("k.de.boer@x.example", f"{BLANK}@x.example"),
        ("KarlDeBoer.docx", f"{BLANK}.docx"),
    ],
)
def test_a_family_name_that_is_a_word_goes_where_something_tells(text: str, left: str) -> None:
    assert erased(listed("Karst de Boer")).blank(text) == left


def test_what_the_organisation_writes_in_small_letters_is_a_word() -> None:
    mina = listed("Mina Stekel")
    assert erased(mina).blank("met stekel en Stekel") == f"met {BLANK} en {BLANK}"
    assert erased(mina, words=frozenset({"stekel"})).blank("met stekel en Stekel") == "met stekel en Stekel"


def test_a_name_that_somebody_else_has_too_stays_theirs() -> None:
    blank = erased(listed("Mina Sallow"), others=(listed("Piet Sallow", "x2"),)).blank
    assert (
        blank("Piet Sallow en Mina Sallow; Sallow, sallow@x.example")
        == f"Piet Sallow en {BLANK}; Sallow, sallow@x.example"
    )


def test_a_colleague_whose_longer_name_begins_alike_keeps_it() -> None:
    blank = erased(listed("Mina Roelofs"), others=(listed("Piet Roelofsen", "x2"),)).blank
    assert blank("p.roelofsen@x.example, Roelofsen en Roelofs") == f"p.roelofsen@x.example, Roelofsen en {BLANK}"


@pytest.mark.parametrize("name", ["Søren Łukasz", "Ilse Dæhlen", "İbrahim Yılmaz", "Rose Bœuflot"])
def test_hashes_of_before_the_letters_were_folded_still_match(name: str) -> None:
    plain = Suppression(b"key", [])
    words = tuple(part.casefold() for part in name.replace("İ", "i").split())
    before = plain._entry(next(form for form in forms_of(listed(name)) if form.kind == "words"), words)
    kept = Suppression(b"key", [before])
    assert kept.blank(f"met {name} erbij") == f"met {BLANK} erbij"


def test_a_number_of_an_account_is_no_name() -> None:
    account = Account(key_of("account", "chat", "10"), "chat", "10", "Mina Sallow")
    assert erased(account).blank("om 09:10, #10 of /10") == "om 09:10, #10 of /10"


@pytest.mark.parametrize("bit", ["Sal-\n", "SallowVan", "sallow2", "%73", "w a ", "_sallow", "@sallow.", "Łø "])
def test_each_reading_is_linear(bit: str) -> None:
    import time

    blank = erased(listed(MINA), listed("Søren Łukasz", "x3")).blank

    def seconds(count: int) -> float:
        begun = time.process_time()
        blank(bit * count)
        return time.process_time() - begun

    assert min(seconds(8_000) for _ in range(3)) < 12 * max(min(seconds(2_000) for _ in range(3)), 0.002)
