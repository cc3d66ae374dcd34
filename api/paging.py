"""Pages of a list: a number that is past the end shows the last page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paging:
    """The page of a list of `total` lines, with `size` on a page."""

    page: int
    total: int
    size: int

    @property
    def pages(self) -> int:
        """Number of pages, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def shown(self) -> int:
        """The page that is shown: the last one when the number is past the end."""
        return min(max(1, self.page), self.pages)

    @property
    def offset(self) -> int:
        """Number of lines before the page that is shown."""
        return (self.shown - 1) * self.size

    def cut(self, lines: Sequence[T]) -> Sequence[T]:
        """The lines of the page that is shown."""
        return lines[self.offset : self.offset + self.size]


def read_page(read: Callable[[int], T], total: Callable[[T], int], page: int, size: int) -> tuple[T, Paging]:
    """What `read(offset)` gives for this page; it reads again when the page turns out to be past the end."""
    wanted = (page - 1) * size
    found = read(wanted)
    paging = Paging(page, total(found), size)
    if paging.offset != wanted:
        found = read(paging.offset)
    return found, paging
