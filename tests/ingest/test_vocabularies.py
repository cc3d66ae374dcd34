"""Vocabularies in SKOS and CSV: each way of writing the same one is read alike, and mistakes are told."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Concept
from ingest.errors import SourceError
from ingest.vocabularies.reading import read_vocabulary

BASE = "http://example.org/"
TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix : <http://example.org/> .
:energy a skos:Concept ; skos:prefLabel "energie"@nl, "energy"@en-GB, "Energie"@de ; skos:narrower :wind .
:wind a skos:Concept ; skos:prefLabel "windenergie" ; skos:altLabel "windkracht"@nl, "wind power"@en .
:sun xl:prefLabel [ xl:literalForm "zonne-energie"@nl ] ; skos:hiddenLabel "zon energie"@nl ; skos:broader :energy .
:all a skos:ConceptScheme ; skos:prefLabel "alles"@nl .
"""
RDF = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY skos "http://www.w3.org/2004/02/skos/core#">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="&skos;"
    xmlns:xl="http://www.w3.org/2008/05/skos-xl#" xml:base="http://example.org/">
<skos:Concept rdf:about="energy"><skos:prefLabel xml:lang="nl">energie</skos:prefLabel>
  <skos:prefLabel xml:lang="en-GB">energy</skos:prefLabel><skos:prefLabel xml:lang="de">Energie</skos:prefLabel>
  <skos:narrower rdf:resource="wind"/></skos:Concept>
<skos:Concept rdf:about="wind"><skos:prefLabel>windenergie</skos:prefLabel>
  <skos:altLabel xml:lang="nl">windkracht</skos:altLabel><skos:altLabel xml:lang="en">wind power</skos:altLabel>
</skos:Concept>
<rdf:Description rdf:about="sun"><xl:prefLabel rdf:parseType="Resource">
    <xl:literalForm xml:lang="nl">zonne-energie</xl:literalForm></xl:prefLabel>
  <skos:hiddenLabel xml:lang="nl">zon energie</skos:hiddenLabel><skos:broader rdf:resource="energy"/></rdf:Description>
<skos:ConceptScheme rdf:about="all"><skos:prefLabel xml:lang="nl">alles</skos:prefLabel></skos:ConceptScheme>
</rdf:RDF>
"""
JSON = """{"@context": {"@vocab": "http://www.w3.org/2004/02/skos/core#", "@base": "http://example.org/",
  "xl": "http://www.w3.org/2008/05/skos-xl#", "narrower": {"@type": "@id"}, "broader": {"@type": "@id"}},
 "@graph": [
  {"@id": "energy", "@type": "Concept", "narrower": "wind", "prefLabel": [{"@value": "energie", "@language": "nl"},
    {"@value": "energy", "@language": "en-GB"}, {"@value": "Energie", "@language": "de"}]},
  {"@id": "wind", "@type": "Concept", "prefLabel": "windenergie", "altLabel": [
    {"@value": "windkracht", "@language": "nl"}, {"@value": "wind power", "@language": "en"}]},
  {"@id": "sun", "xl:prefLabel": {"xl:literalForm": {"@value": "zonne-energie", "@language": "nl"}},
    "hiddenLabel": {"@value": "zon energie", "@language": "nl"}, "broader": "energy"},
  {"@id": "all", "@type": "ConceptScheme", "prefLabel": {"@value": "alles", "@language": "nl"}}]}
"""
CONCEPTS = [
    Concept(f"{BASE}energy", {"de": "Energie", "en": "energy", "nl": "energie"}),
    Concept(f"{BASE}sun", {"nl": "zonne-energie"}, (("nl", "zon energie"),), (f"{BASE}energy",)),
    Concept(f"{BASE}wind", {"nl": "windenergie"}, (("en", "wind power"), ("nl", "windkracht")), (f"{BASE}energy",)),
]


def read(folder: Path, name: str, text: str | bytes, language: str = "nl") -> list[Concept]:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_vocabulary(file, language)


@pytest.mark.parametrize(("name", "text"), [("v.ttl", TURTLE), ("v.RDF", RDF), ("v.jsonld", JSON), ("v.json", JSON)])
def test_each_way_of_writing_skos_says_the_same(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, name, text) == CONCEPTS


@pytest.mark.parametrize(
    "text",
    [
        "label,language,synonyms,broader,translation\nwindenergie,nl,windkracht; wind,Energie,wind power\nenergie,,,\n",
        "\ufeffBenaming;Taal;Synoniemen;Breder;Vertaling\r\n"
        "windenergie;nl;windkracht|wind;energie;wind power\r\nenergie;;;;\r\n",
        "benaming\topmerking\tbreder\tvertaling\tsynoniemen\n"
        "windenergie\tx\tenergie\twind power\twindkracht;wind\nenergie\n",
    ],
)
def test_a_table_has_a_line_for_each_concept(tmp_path: Path, text: str) -> None:
    wind, energy = read(tmp_path, "v.csv", text)
    assert wind == Concept(
        "windenergie", {"nl": "windenergie", "en": "wind power"}, (("nl", "windkracht"), ("nl", "wind")), ("energie",)
    )
    assert energy == Concept("energie", {"nl": "energie"})


def test_a_table_may_have_a_column_for_each_language(tmp_path: Path) -> None:
    wind, energy, tide = read(tmp_path, "v.csv", "nl;English;broader\nwind;wind power;energie\nenergie;;\n;tide;\n")
    assert wind == Concept("wind", {"nl": "wind", "en": "wind power"}, (), ("energie",))
    assert energy == Concept("energie", {"nl": "energie"})
    assert tide == Concept("tide", {"en": "tide"})


def test_a_broken_file_is_told_by_the_line_and_what_is_wrong_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        read(tmp_path, "v.ttl", "@prefix skos: <http")
    assert error.value.params == {"format": "Turtle", "reason": "line 1: unterminated URI reference"}


def test_a_table_of_an_older_program_is_read_in_its_code_page(tmp_path: Path) -> None:
    (concept,) = read(tmp_path, "v.csv", "label;taal\ncoördinatie;nl\n".encode("cp1252"))
    assert concept.names == {"nl": "coördinatie"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("v.ttl", "this is no Turtle", "vocabulary-unreadable"),
        ("v.rdf", "<rdf", "vocabulary-unreadable"),
        ("v.nt", "<a> b", "vocabulary-unreadable"),
        ("v.json", "{", "vocabulary-unreadable"),
        ("v.json", '{"@context": "http://example.org/context"}', "vocabulary-context-elsewhere"),
        ("v.json", '[{"a": {"@context": [{"@import": "http://x"}]}}]', "vocabulary-context-elsewhere"),
        ("v.ttl", "", "vocabulary-empty"),
        ("v.csv", "name,language\nx,nl\n", "vocabulary-no-labels"),
        ("v.csv", "", "vocabulary-no-labels"),
        ("v.docx", "", "vocabulary-unknown-format"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(SourceError) as error:
        read(tmp_path, name, text)
    assert error.value.message == message


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        read_vocabulary(tmp_path / "none.ttl", "nl")
    assert error.value.message == "vocabulary-missing"


@given(st.text(max_size=200), st.sampled_from([".csv", ".ttl", ".json", ".rdf", ".nt"]))
def test_nonsense_is_an_error_or_a_vocabulary(tmp_path_factory: pytest.TempPathFactory, text: str, ending: str) -> None:
    file = tmp_path_factory.getbasetemp() / f"nonsense{ending}"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with contextlib.suppress(SourceError):
        assert all(concept.names or concept.others for concept in read_vocabulary(file, "en"))
