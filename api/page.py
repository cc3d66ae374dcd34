"""Declaration of a page: address, parameters, record and permission. The page and its JSON are both made from it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from typing import Any, Generic, TypeVar, get_type_hints

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, Request
from starlette.responses import Response

from api.asker import Asker, asker_of, stranger
from api.policy import Permission, allow, needs
from api.site import Site

Q = TypeVar("Q")
R = TypeVar("R")


class Where(StrEnum):
    """The sites that have a page."""

    EVERYWHERE = "everywhere"
    SIGN_IN = "sign-in"
    CHOSEN = "chosen"
    TOKENS = "tokens"
    DEVELOPMENT = "development"


@dataclass(frozen=True, slots=True)
class Nothing:
    """The query of a page without parameters."""


@dataclass(frozen=True, slots=True, eq=False)
class Page(Generic[Q, R]):
    """One thing that can be asked, as JSON at `json` and, with a `template`, as a page at `path`.

    `query` is a dataclass of the parameters: those named in the path, the others with a FastAPI `Query` that describes
    them. `answer` computes the record, a frozen dataclass; the JSON is that record, and the template reads no other.
    A parameter called `key` is the resource that the permission is about. `example` and `troubles` go into the OpenAPI
    description. An answer that is `aside` reads hardly anything and never waits for those that search. `instead` gives
    the address of another page where this one would be empty. `where` tells at which sites it is: all, those where
    people sign in, those where somebody chooses as whom they ask, those that have tokens, or those that are tried.
    """

    json: str
    query: type[Q]
    record: type[R]
    answer: Callable[[Asker, Q], R]
    permission: Permission
    example: Mapping[str, object]
    path: str | None = None
    template: str | None = None
    troubles: tuple[HTTPStatus, ...] = ()
    tag: str = "questions"
    aside: bool = False
    instead: Callable[[Q], str | None] | None = None
    where: Where = Where.EVERYWHERE

    def ask(self, request: Request, query: Q, finish: Callable[[Asker, R], Response]) -> Response:
        """The record that this asker gets, as `finish` shows it. Raises Refused. Blocks: it reads store and index."""
        asker = stranger(request) if self.permission is Permission.LOOK else asker_of(request)
        allow(self.permission, asker, getattr(query, "key", None))
        return finish(asker, self.answer(asker, query))


def pages_at(site: Site, pages: Iterable[Page[Any, Any]]) -> list[Page[Any, Any]]:
    """Those of the pages that this site has."""
    there = {
        Where.EVERYWHERE: True,
        Where.SIGN_IN: site.sign_in is not None,
        Where.CHOSEN: not site.has_tokens,
        Where.TOKENS: site.has_tokens,
        Where.DEVELOPMENT: site.development is not None,
    }
    return [page for page in pages if there[page.where]]


def endpoint_of(
    page: Page[Q, R],
    shown: Callable[[Request, Asker, R], Response],
    before: Callable[[Q], Response | None] = lambda _: None,
) -> Callable[[Request, Q], Awaitable[Response]]:
    """The route handler of a page, in a thread of the answers or, for what is aside, in another one.

    `before` may answer without asking.
    """

    async def endpoint(request: Request, query: Q) -> Response:
        if (other := before(query)) is not None:
            return other
        limiter: CapacityLimiter = request.app.state.aside if page.aside else request.app.state.answers
        return await run_sync(partial(page.ask, request, query, partial(shown, request)), limiter=limiter)

    endpoint.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request),
            inspect.Parameter("query", inspect.Parameter.KEYWORD_ONLY, default=Depends(reads(page.query))),
        ]
    )
    endpoint.__doc__ = page.answer.__doc__
    return needs(page.permission)(endpoint)


def reads(query: type[Q]) -> Callable[..., Awaitable[Q]]:
    """Reads the parameters of a request into `query`. A coroutine: FastAPI would call the class itself in a thread."""

    async def read(**values: Any) -> Q:
        return query(**values)

    told, types = inspect.signature(query), get_type_hints(query, include_extras=True)
    parameters = [each.replace(annotation=types[each.name]) for each in told.parameters.values()]
    read.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return read
