"""The receipt of an erasure, for whoever was erased: they are no colleague any more, and keep its address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import Path

from api.asker import Asker
from api.page import Page
from api.pages.erasures import ERASED
from api.policy import Permission
from api.problems import Refused
from graph.erasures import ErasureRow, erasure_row, erasure_with_code


@dataclass(frozen=True, slots=True)
class ReceiptQuery:
    """The code that was given when the erasure was ordered."""

    code: Annotated[
        str, Path(max_length=64, pattern="^[0-9a-f]+$", description="The code that came with the order to erase.")
    ]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """One erasure with its receipt. Files are not named."""

    erasure: ErasureRow


def receipt(asker: Asker, query: ReceiptQuery) -> ReceiptPage:
    """How far an erasure is, and what was removed, in counts. No name is in it."""
    record = erasure_with_code(asker.site.store, query.code)
    if record is None:
        raise Refused(HTTPStatus.NOT_FOUND, "page-not-found")
    return ReceiptPage(replace(erasure_row(asker.site.store, record), files=()))


PAGE: Page[ReceiptQuery, ReceiptPage] = Page(
    path="/receipts/{code}",
    json="/api/receipts/{code}",
    template="receipt.html",
    permission=Permission.LOOK,
    query=ReceiptQuery,
    record=ReceiptPage,
    answer=receipt,
    example={"erasure": {**ERASED, "removed": {"person": ERASED["person"], "accounts": 4}}},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="machinery",
    aside=True,
)
