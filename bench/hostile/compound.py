"""Compound files ([MS-CFB]) as small as they can be: the container of doc, xls, ppt and msg."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SECTOR, SMALL, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


@dataclass
class _Entry:
    """A storage or a stream in the directory of a compound file."""

    name: str
    kind: int
    body: bytes = b""
    child: int = FREE
    right: int = FREE
    start: int = END
    size: int = 0


@dataclass
class _Chains:
    """Sectors in chains, with their table of what follows what."""

    size: int
    body: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, body: bytes) -> int:
        if not body:
            return END
        start, count = len(self.table), -(-len(body) // self.size)
        self.table += [*range(start + 1, start + count), END]
        self.body += body.ljust(count * self.size, b"\0")
        return start


def compound(tree: Tree) -> bytes:
    """A compound file with these streams; what is a mapping is a storage."""
    entries = [_Entry("Root Entry", 5)]
    entries[0].child = _listed(tree, entries)
    big, small = _Chains(SECTOR), _Chains(SMALL)
    for entry in entries[1:]:
        if entry.kind == 2:
            entry.size = len(entry.body)
            entry.start = (small if entry.size < CUTOFF else big).add(entry.body)
    entries[0].start, entries[0].size = big.add(bytes(small.body)), len(small.body)
    mini = big.add(_table(small.table))
    directory = big.add(b"".join(map(_written, entries)))
    count = 1
    while -(-4 * (len(big.table) + count) // SECTOR) > count:
        count += 1
    first = len(big.table)
    fat = [*big.table, *[FAT] * count]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIIII", 0, count, directory, 0, CUTOFF, mini, -(-4 * len(small.table) // SECTOR), END, 0, first
    )
    header += b"".join(struct.pack("<I", first + at if at < count else FREE) for at in range(1, 109))
    return header + bytes(big.body) + _table(fat).ljust(count * SECTOR, b"\xff")


def _listed(tree: Tree, entries: list[_Entry]) -> int:
    """Put a storage into the directory; each entry stands to the right of the one before."""
    first = before = FREE
    for name, value in tree.items():
        entry = _Entry(name, 2, value) if isinstance(value, bytes) else _Entry(name, 1)
        place = len(entries)
        entries.append(entry)
        if before == FREE:
            first = place
        else:
            entries[before].right = place
        before = place
        if not isinstance(value, bytes):
            entry.child = _listed(value, entries)
    return first


def _written(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    head = struct.pack("<64sHBBIII", name, len(name) + 2, entry.kind, 1, FREE, entry.right, entry.child)
    return head + bytes(36) + struct.pack("<IQ", entry.start, entry.size)


def _table(table: list[int]) -> bytes:
    body = struct.pack(f"<{len(table)}I", *table)
    return body.ljust(-(-len(body) // SECTOR) * SECTOR, b"\xff")


# --- messages of Outlook ([MS-OXMSG]) ---


def properties(
    texts: Mapping[int, str], times: Mapping[int, int], header: int, binary: Mapping[int, bytes] = {}
) -> Tree:
    """The properties of a message, a recipient or an attachment: a stream with a line for each, texts in their own."""
    lines = bytes(header)
    tree: dict[str, bytes | Tree] = {}
    for number, text in texts.items():
        body = text.encode("utf-16-le")
        lines += struct.pack("<HHIII", 0x001F, number, 6, len(body) + 2, 0)
        tree[f"__substg1.0_{number:04X}001F"] = body
    for number, body in binary.items():
        lines += struct.pack("<HHIII", 0x0102, number, 6, len(body), 0)
        tree[f"__substg1.0_{number:04X}0102"] = body
    for number, seconds in times.items():
        lines += struct.pack("<HHIQ", 0x0040, number, 6, (seconds + 11_644_473_600) * 10_000_000)
    return {"__properties_version1.0": lines, **tree}


def outlook(
    texts: Mapping[int, str],
    times: Mapping[int, int],
    to: Mapping[str, str] = {},
    files: Mapping[str, bytes] = {},
    messages: Sequence[Mapping[int, str]] = (),
) -> bytes:
    """A message with recipients (address and name), attached files and attached messages."""
    tree = dict(properties({0x001A: "IPM.Note", **texts}, times, 32))
    attached = len(files) + len(messages)
    head = struct.pack("<8x4I8x", len(to), attached, len(to), attached)
    tree["__properties_version1.0"] = head + bytes(tree["__properties_version1.0"])[32:]  # type: ignore[arg-type]
    for at, (address, name) in enumerate(to.items()):
        tree[f"__recip_version1.0_#{at:08X}"] = properties({0x3001: name, 0x3003: address, 0x39FE: address}, {}, 8)
    for at, (name, body) in enumerate(files.items()):
        tree[f"__attach_version1.0_#{at:08X}"] = properties({0x3707: name}, {}, 8, {0x3701: body})
    for at, inner in enumerate(messages, len(files)):
        within = {"__substg1.0_3701000D": properties({0x001A: "IPM.Note", **inner}, {}, 24)}
        tree[f"__attach_version1.0_#{at:08X}"] = {**properties({}, {}, 8), **within}
    return compound(tree)


def message(text: str) -> bytes:
    """A message of Outlook with this text, somebody addressed, and an attachment."""
    texts = {0x0037: "Pumps", 0x1000: text, 0x0C1A: "Kees Vos", 0x5D01: "kv@w.example"}
    return outlook(texts, {0x0039: 1_700_000_000}, {"mv@w.example": "Mina Vis"}, {"a.txt": text.encode()})


def old(stream: str, text: str) -> bytes:
    """A file of an older Office, with this text in its main stream."""
    return compound({stream: text.encode() * 100, "1Table": bytes(5_000)})


def old_sheets(sheets: Mapping[str, Sequence[Sequence[str | float]]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook of Excel 97 ([MS-XLS]) with these rows of texts and numbers."""
    opened = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0x600))
    size = len(opened) + 4 + sum(12 + len(name) for name in sheets)
    listed, bodies = b"", b""
    for name, rows in sheets.items():
        head = struct.pack("<IBBBB", size + len(bodies), int(name in hidden), 0, len(name), 0)
        listed += _record(0x85, head + name.encode("latin-1"))
        cells = (_cell(y, x, value) for y, row in enumerate(rows) for x, value in enumerate(row))
        begin = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0x600))
        bodies += begin + b"".join(cells) + _record(0x0A, b"")
    return compound({"Workbook": (opened + listed + _record(0x0A, b"") + bodies).ljust(CUTOFF, b"\0")})


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<HB", len(value), 0) + value.encode("latin-1"))
    return _record(0x203, place + struct.pack("<d", value))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
