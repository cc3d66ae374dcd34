"""Pages as files: the same picture or table in each form that programs read, made from the record of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Generic, TypeVar

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.asker import Asker, asker_of
from api.page import Page, reads
from api.policy import allow, needs
from ui.picture_files import png_of
from ui.table_files import Row, csv_of, xlsx_of

Q = TypeVar("Q")
R = TypeVar("R")
MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TABLES = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class PageFiles(Generic[Q, R]):
    """How a page becomes files: `read` gives its whole record, `rows` the table with its head, `picture` the SVG."""

    page: Page[Q, R]
    name: str
    read: Callable[[Asker, Q], R]
    rows: Callable[[str, R], Iterable[Row]]
    picture: Callable[[str, R], str] | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of files that there are of it."""
        return tuple(MEDIA_TYPES if self.picture else TABLES)

    def made(self, kind: str, language: str, record: R) -> bytes:
        """The file of this kind."""
        if kind == "csv":
            return csv_of(self.rows(language, record))
        if kind == "xlsx":
            return xlsx_of(self.name, self.rows(language, record))
        drawn = self.picture(language, record) if self.picture else ""
        return png_of(drawn) if kind == "png" else drawn.encode()


def add_files(router: APIRouter, filed: PageFiles[Any, Any]) -> None:
    """Give the page a route for each kind of file, with the permission and the parameters of the page."""
    for kind in filed.kinds:
        router.add_api_route(f"{filed.page.path}.{kind}", _endpoint(filed, kind), methods=["GET"])


def _endpoint(filed: PageFiles[Q, R], kind: str) -> Callable[..., Any]:
    permission = filed.page.permission

    def answer(request: Request, query: Q) -> Response:
        asker = asker_of(request)
        allow(permission, asker)
        content = filed.made(kind, asker.language, filed.read(asker, query))
        headers = {"content-disposition": f'attachment; filename="{filed.name}.{kind}"'}
        return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)

    async def endpoint(request: Request, query: Any) -> Response:
        return await run_sync(partial(answer, request, query), limiter=request.app.state.answers)

    endpoint.__annotations__["query"] = Annotated[filed.page.query, Depends(reads(filed.page.query))]
    endpoint.__annotations__["request"] = Request
    endpoint.__doc__ = f"The page {filed.page.path} as {kind.upper()}."
    return needs(permission)(endpoint)
