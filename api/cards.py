"""A colleague for other programs: a vCard (RFC 6350) and JSON-LD (schema.org), with what the asker sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import orjson
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.asker import asker_of
from api.pages.person import PersonPage, PersonQuery, profile_page
from api.parameters import KeyParameter
from api.policy import Permission, allow, needs
from api.problems import require
from graph.names import read

router = APIRouter(include_in_schema=False)
LINE = 75
"""Bytes of a line of a vCard, at most; what is longer goes on in a line that begins with a space."""
ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})


@router.get("/people/{key}/card.vcf")
@needs(Permission.READ)
async def card(request: Request, key: KeyParameter) -> Response:
    """How a colleague is reached, for an address book."""
    content = await _made(request, key, vcard)
    headers = {"content-disposition": 'attachment; filename="colleague.vcf"'}
    return Response(content, media_type="text/vcard; charset=utf-8", headers=headers)


@router.get("/people/{key}/card.jsonld")
@needs(Permission.READ)
async def linked_data(request: Request, key: KeyParameter) -> Response:
    """A colleague in words of schema.org."""
    return Response(await _made(request, key, _as_linked_data), media_type="application/ld+json")


async def _made(request: Request, key: str, made: Callable[[PersonPage, str], bytes]) -> bytes:
    return await run_sync(partial(_of, request, key, made), limiter=request.app.state.answers)


def _of(request: Request, key: str, made: Callable[[PersonPage, str], bytes]) -> bytes:
    asker = asker_of(request)
    allow(Permission.READ, asker, key)
    require(key, "person")
    return made(profile_page(asker, PersonQuery(key), asker.viewer, tied=False), asker.site.organisation)


def vcard(page: PersonPage, organisation: str) -> bytes:
    """The vCard of a profile. Of who left it tells the name alone."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(page, organisation)).encode()


def _lines(page: PersonPage, organisation: str) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:individual", f"FN:{_escaped(page.name)}", f"N:{_name(page.name)}")
    if page.left is None:
        yield f"ORG:{_escaped(organisation)}" + (f";{_escaped(page.department)}" if page.department else "")
        if page.function:
            yield f"TITLE:{_escaped(page.function)}"
        yield from (f"EMAIL;TYPE=work:{_escaped(each)}" for each in page.emails)
        if page.phone:
            yield f"TEL;TYPE=work:{_escaped(page.phone)}"
        if page.location or page.room:
            yield f"ADR;TYPE=work:;{_escaped(page.room or '')};{_escaped(page.location or '')};;;;"
        yield from (f"LANG:{_escaped(each)}" for each in page.languages)
    yield "END:VCARD"


def _name(name: str) -> str:
    """Family and given names as a vCard has them apart; a name that cannot be taken apart is a given name."""
    parts = read(name)
    if parts is None or not parts.families or not parts.given:
        return f";{_escaped(name)};;;"
    given = name.split()[: len(parts.given)]
    return f"{_escaped(' '.join(name.split()[len(given) :]))};{_escaped(' '.join(given))};;;"


def _escaped(text: str) -> str:
    return text.translate(ESCAPED)


def _folded(line: str) -> str:
    """The line in pieces of at most LINE bytes, none cut within a character."""
    pieces, piece, size = list[str](), "", 0
    for char in line:
        width = len(char.encode("utf-8", "replace"))
        if size + width > LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + width
    return "\r\n".join((*pieces, piece))


def _as_linked_data(page: PersonPage, organisation: str) -> bytes:
    return orjson.dumps(linked(page, organisation))


def linked(page: PersonPage, organisation: str) -> dict[str, Any]:
    """The profile in words of schema.org, without what is not known. Of who left it tells the name alone."""
    told: dict[str, Any] = {"@context": "https://schema.org", "@type": "Person", "name": page.name}
    if page.left is not None:
        return told
    works: dict[str, Any] = {"@type": "Organization", "name": organisation}
    if page.department:
        works["department"] = {"@type": "Organization", "name": page.department}
    more: Mapping[str, Any] = {
        "jobTitle": page.function,
        "worksFor": works,
        "email": list(page.emails),
        "telephone": page.phone,
        "workLocation": {"@type": "Place", "name": page.location} if page.location else None,
        "knowsLanguage": list(page.languages),
        "knowsAbout": sorted({label for each in page.topics for label in each.topic.labels.values()}),
    }
    return told | {name: value for name, value in more.items() if value}
