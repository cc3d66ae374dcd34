"""Vocabularies in SKOS: Turtle, RDF/XML, JSON-LD or N-Triples, read with rdflib. Nothing is fetched from anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXException

from rdflib import Graph, Literal
from rdflib.exceptions import ParserError
from rdflib.namespace import RDF, SKOS, Namespace
from rdflib.term import Node

from graph.facts import Concept
from ingest.errors import SourceError

UNREADABLE = (
    ParserError,
    SAXException,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)
"""What rdflib raises on a file that is not in the format that it reads: each of its parsers something else."""
XL = Namespace("http://www.w3.org/2008/05/skos-xl#")
FORMATS = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".rdf": "xml",
    ".xml": "xml",
    ".owl": "xml",
    ".jsonld": "json-ld",
    ".json": "json-ld",
}
"""The format of a file by how its name ends."""
CALLED = {"turtle": "Turtle", "nt": "N-Triples", "xml": "RDF/XML", "json-ld": "JSON-LD"}
"""What people call what rdflib calls otherwise."""
SYNTAX = re.compile(r"at (line \d{1,9}) of <[^<>]{0,500}>:\s{0,9}Bad syntax \((.{0,2000}?)\) at \^", re.DOTALL)


def read_skos(text: str, ending: str, language: str) -> list[Concept]:
    """The concepts of this file, in the order of their ids. Labels that state no language are in this one.

    Raises SourceError for a file that is not in this format, or that wants a context from elsewhere.
    """
    kind = FORMATS[ending]
    if kind == "json-ld":
        _refuse_remote_contexts(text)
    graph = Graph()
    try:
        graph.parse(data=text, format=kind)
    except UNREADABLE as error:
        raise SourceError("vocabulary-unreadable", format=CALLED[kind], reason=_reason(error)) from error
    concepts = {*graph.subjects(RDF.type, SKOS.Concept), *graph.subjects(SKOS.prefLabel), *graph.subjects(XL.prefLabel)}
    concepts -= {*graph.subjects(RDF.type, SKOS.ConceptScheme), *graph.subjects(RDF.type, SKOS.Collection)}
    return [_concept(graph, concept, language) for concept in sorted(concepts, key=str)]


def _concept(graph: Graph, concept: Node, language: str) -> Concept:
    names: dict[str, str] = {}
    for spoken, label in _labels(graph, concept, "prefLabel", language):
        names.setdefault(spoken, label)
    others = (*_labels(graph, concept, "altLabel", language), *_labels(graph, concept, "hiddenLabel", language))
    broader = {*graph.objects(concept, SKOS.broader), *graph.subjects(SKOS.narrower, concept)}
    return Concept(str(concept), names, tuple(dict.fromkeys(others)), tuple(sorted(map(str, broader))))


def _labels(graph: Graph, concept: Node, kind: str, language: str) -> Iterator[tuple[str, str]]:
    """Language and text of the labels of this kind, as properties and as things of their own (SKOS-XL)."""
    plain = graph.objects(concept, SKOS[kind])
    things = (form for label in graph.objects(concept, XL[kind]) for form in graph.objects(label, XL.literalForm))
    found = [each for each in (*plain, *things) if isinstance(each, Literal)]
    yield from sorted(((each.language or language).lower().partition("-")[0], str(each)) for each in found)


def _reason(error: Exception) -> str:
    """What a parser says in one line: "line 1: Prefix "skos:" not bound"."""
    found = SYNTAX.match(str(error))
    said = f"{found[1]}: {found[2]}" if found else (str(error).splitlines() or [type(error).__name__])[0]
    return said[:200]


def _refuse_remote_contexts(text: str) -> None:
    """SourceError when names are explained elsewhere: rdflib would fetch that from any address."""
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError) as error:
        raise SourceError("vocabulary-unreadable", format=CALLED["json-ld"], reason=str(error)[:200]) from error
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            contexts = value.get("@context")
            for each in contexts if isinstance(contexts, list) else [contexts]:
                if isinstance(each, str) or (isinstance(each, dict) and "@import" in each):
                    raise SourceError("vocabulary-context-elsewhere")
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
