"""Pages, one file each: a declaration called PAGE, with its record and the function that computes it.

The number of store calls of an answer does not depend on what it shows. Answers may lack what another process wrote a
moment ago; a document's own page never does.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from api.page import Page


@cache
def pages() -> tuple[Page[Any, Any], ...]:
    """All declarations, in the order of their files."""
    names = sorted(module.name for module in iter_modules(__path__))
    return tuple(import_module(f"{__name__}.{name}").PAGE for name in names)
