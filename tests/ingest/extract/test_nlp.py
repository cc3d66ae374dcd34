"""What the pipelines that ship find in whole texts in both languages."""

from pathlib import Path

import pytest

from ingest.extract.nlp import MOST_TOGETHER, WINDOW, Extractor, Text, clean, together, windows
from tests.conftest import missing

FOLDER = Path(__file__).parents[3] / "models" / "language"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    if not (FOLDER / "nl" / "meta.json").exists():
        missing("the pipelines in models/language (make language)")
    return Extractor({language: str(FOLDER / language) for language in ("nl", "en")})


def test_dutch_text(extractor: Extractor) -> None:
    text = (
        "De opslag van waterstof vraagt om een vergunning. Waterstofopslag (hydrogen storage) is nieuw.\n"
        "Mirthe van der Bos weet er meer van, of vraag @tunde."
    )
    (found,) = extractor.extract([("document:a:1", "Waterstofopslag", text, "nl", "h1")])
    norms = {term.norm: term for term in found.terms}
    assert {"waterstofopslag", "waterstof", "opslag van waterstof", "vergunning"} <= set(norms)
    assert norms["waterstofopslag"].in_title
    assert norms["waterstofopslag"].count == 2
    assert {("Mirthe van der Bos", "person"), ("tunde", "handle")} <= {
        (name.surface, name.kind) for name in found.names
    }
    assert ("waterstofopslag", "hydrogen storage") in {(pair.norm, pair.other) for pair in found.pairs}
    assert (found.document, found.text_hash, found.version) == ("document:a:1", "h1", extractor.version)


def test_english_text(extractor: Extractor) -> None:
    text = "Our sick leave policies are new. We run continuous integration (CI) on the clusters of Tunde Adeyemi."
    (found,) = extractor.extract([("document:a:2", "Working here", text, "en", "h2")])
    assert {"sick leave policy", "continuous integration", "cluster"} <= {term.norm for term in found.terms}
    assert "Tunde Adeyemi" in {name.surface for name in found.names}
    assert ("continuous integration", "ci", "abbreviation") in {(p.norm, p.other, p.kind) for p in found.pairs}


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("nl", "Wij schrijven de kern in C++ en de schermen in C# of F#.", {"c++": "C++", "c#": "C#", "f#": "F#"}),
        ("nl", "De macro rekent met .NET en ASP.NET, via 5G.", {".net": ".NET", "asp.net": "ASP.NET", "5g": "5G"}),
        ("nl", "De site draait op Node.js en Vue.js.", {"node.js": "Node.js", "vue.js": "Vue.js"}),
        ("nl", "Het TCP/IP-netwerk en de A/B-testen.", {"tcp/ip netwerk": "TCP/IP-netwerk", "a/b test": "A/B-testen"}),
        ("nl", "Wij gaan naar S/4HANA, en AT&T levert 3D.", {"s/4hana": "S/4HANA", "at&t": "AT&T", "3d": "3D"}),
        ("nl", "De gas- en waterleidingen.", {"gasleiding": "gasleidingen", "waterleiding": "waterleidingen"}),
        ("nl", "De foto’s van d’Hondt en het onderzoek in R, niet van R. Bos.", {"r": "R"}),
        ("en", "We write the solver in C++ and the forms in C#.", {"c++": "C++", "c#": "C#"}),
        ("en", "The macro uses .NET and CI/CD over TCP/IP.", {".net": ".NET", "ci/cd": "CI/CD", "tcp/ip": "TCP/IP"}),
        ("en", "An A/B test over 5G networks in C, says C. Jones.", {"a/b test": "A/B test", "5g": "5G", "c": "C"}),
        ("en", "Skills in C/C++ and C#/.NET matter.", {"c++": "C++", "c#": "C#", ".net": ".NET"}),
        ("nl", "Ervaring met C/C++ en C#/.NET telt.", {"c++": "C++", "c#": "C#", ".net": ".NET"}),
        ("en", "R&D works on I/O performance.", {"r&d": "R&D", "i/o performance": "I/O performance"}),
    ],
)
def test_words_with_signs_stay_whole(extractor: Extractor, language: str, text: str, terms: dict[str, str]) -> None:
    (found,) = extractor.extract([("document:a:6", "", text, language, "h6")])
    surfaces = {term.norm: term.surface for term in found.terms}
    assert {norm: surfaces.get(norm) for norm in terms} == terms
    assert not {"b", "net", "js", "ip", "hana", "’s", "'s"} & set(surfaces)


def test_other_languages_give_names_and_no_terms(extractor: Extractor) -> None:
    texts = [
        ("document:a:3", "Titel", "Danke an Tunde Adeyemi.", "de", "h3"),
        ("document:a:4", "", "", None, ""),
        ("document:a:5", "Warmtepomp", "De warmtepomp lekt.", "nl", "h5"),
    ]
    found = list(extractor.extract(texts))
    assert [each.document for each in found] == ["document:a:3", "document:a:4", "document:a:5"]
    assert found[0].terms == ()
    assert "Tunde Adeyemi" in {name.surface for name in found[0].names}
    assert found[1].terms == found[1].names == ()
    assert "warmtepomp" in {term.norm for term in found[2].terms}


def test_a_text_gives_the_same_alone_and_among_others(extractor: Extractor) -> None:
    texts = [(f"document:a:{at}", "Warmtepomp", f"De warmtepomp {at} lekt olie.", "nl", str(at)) for at in range(9)]
    together = list(extractor.extract(texts))
    assert together == [next(iter(extractor.extract([text]))) for text in texts]


def test_code_and_addresses_are_no_language() -> None:
    text = "Zie https://voorbeeld.example/pad en\n```\nfor x in range(3): f(x)\n```\n> gequoot\n`code` weg, tekst niet"
    cleaned = clean(text)
    assert "tekst niet" in cleaned
    assert not any(word in cleaned for word in ("https", "range", "gequoot", "code"))


def test_windows_lose_nothing() -> None:
    text = "woord " * (WINDOW // 2)
    assert "".join(windows(text)) == text
    assert all(len(piece) <= WINDOW for piece in windows("x" * (3 * WINDOW)))


def test_a_title_of_a_million_characters_is_no_document_of_its_own(extractor: Extractor) -> None:
    texts = [("document:a:1", "Warmtepomp " * 100_000, "De warmtepomp lekt.", "nl", "h1")]
    (found,) = extractor.extract(texts)
    assert "warmtepomp" in {term.norm for term in found.terms}


@pytest.mark.parametrize("run", ["!" * 100_000, "(" * 100_000, "a.b,c;" * 20_000, "\u200b!" * 50_000])
def test_a_run_without_a_space_is_no_word_and_takes_no_square_of_time(extractor: Extractor, run: str) -> None:
    told: list[tuple[str, str]] = []
    texts = [("document:a:1", "", f"De warmtepomp lekt. {run} De ketel ook.", "nl", "h1")]
    (found,) = extractor.extract(texts, lambda *each: told.append(each))
    assert (told, {term.norm for term in found.terms}) == ([], {"warmtepomp", "ketel"})


def test_a_text_that_breaks_costs_no_other(extractor: Extractor) -> None:
    odd: Text = ("document:a:2", None, "De warmtepomp lekt.", "nl", "h2")  # type: ignore[assignment]
    texts: list[Text] = [(f"document:a:{at}", "", "De warmtepomp lekt.", "nl", f"h{at}") for at in (1, 3)]
    told: list[tuple[str, str]] = []
    found = list(extractor.extract([texts[0], odd, texts[1]], lambda *each: told.append(each)))
    assert [bool(each.terms) for each in found] == [True, False, True]
    assert [each.text_hash for each in found] == ["h1", "h2", "h3"]
    assert [(key, reason.partition(":")[0]) for key, reason in told] == [("document:a:2", "TypeError")]


def test_a_text_that_takes_too_long_is_given_up(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.extract.nlp.SECONDS", 0.02)
    told: list[tuple[str, str]] = []
    long = [("document:a:1", "", "De warmtepomp lekt olie. " * 2_000, "nl", "h1")]
    (found,) = extractor.extract(long, lambda *each: told.append(each))
    assert (found.terms, told) == ((), [("document:a:1", "OutOfTime: more than 0.02 seconds")])


def test_the_pipeline_holds_few_characters_at_once() -> None:
    sizes = [sum(len(text) for text, _ in group) for group in together(("x" * 8_000, at) for at in range(64))]
    assert sum(sizes) == 64 * 8_000
    assert max(sizes) <= MOST_TOGETHER
