"""Bodies of answers: read and unpacked within bounds, on the wire and unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

GZIP = 16 + zlib.MAX_WBITS
PIECE = 2**20
"""Most bytes that are unpacked at once: a small block can unpack to a thousand times its size."""


class BodyTooLarge(Exception):
    """The body is larger than it may be."""


class UnknownEncoding(Exception):
    """The body is packed in a way that was not asked for."""


def read_body(answer: httpx.Response, most: int) -> bytes:
    """The body of an answer, at most this many bytes, packed or not. Raises BodyTooLarge or UnknownEncoding."""
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "", "gzip", "x-gzip"}:
        raise UnknownEncoding(coding)
    if _promised(answer) > most:
        raise BodyTooLarge
    blocks = _bounded(answer.iter_raw(), most)
    return b"".join(_bounded(Gunzip().unpack(blocks), most) if coding.endswith("gzip") else blocks)


def _promised(answer: httpx.Response) -> int:
    length = answer.headers.get("content-length", "")
    return int(length[:20]) if length.isascii() and length.isdigit() else 0


def _bounded(blocks: Iterator[bytes], most: int) -> Iterator[bytes]:
    read = 0
    for block in blocks:
        read += len(block)
        if read > most:
            raise BodyTooLarge
        yield block


@dataclass(slots=True)
class Gunzip:
    """Unpacks gzip in small pieces. What comes after the packed part is left."""

    _unpacker: zlib._Decompress = field(default_factory=lambda: zlib.decompressobj(GZIP))

    def unpack(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The unpacked bytes. Raises httpx.DecodingError where they are damaged or end early."""
        seen = False
        for block in blocks:
            seen = seen or bool(block)
            yield from self._pieces(block)
        if seen and not self._unpacker.eof:
            raise httpx.DecodingError("the packed body ends early")

    def _pieces(self, block: bytes) -> Iterator[bytes]:
        while block and not self._unpacker.eof:
            try:
                yield self._unpacker.decompress(block, PIECE)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from error
            block = self._unpacker.unconsumed_tail
