"""Office files behind a password. Some open without one: Excel locks with a password of its own that everybody has."""

from __future__ import annotations

import io

from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from ingest.formats import FormatError
from ingest.formats.damaged import DAMAGED

EVERYBODYS = "VelvetSweatshop"
"""The password of Excel for files that are protected against changes only ([MS-OFFCRYPTO], 2.4.2.3)."""
ODD = (DecryptionError, FileFormatError, InvalidKeyError, ParseError, *DAMAGED)
"""What reading a damaged compound file raises."""


def is_locked(body: bytes) -> bool:
    """Whether this compound file (doc, xls, ppt, or a newer one inside) is encrypted. A damaged one is not."""
    try:
        return bool(OfficeFile(io.BytesIO(body)).is_encrypted())
    except ODD:
        return False


def unlocked(body: bytes) -> bytes:
    """The file without its lock, when that is the password that everybody has. FormatError when it is another one."""
    if not is_locked(body):
        return body
    out = io.BytesIO()
    try:
        file = OfficeFile(io.BytesIO(body))
        file.load_key(password=EVERYBODYS)
        file.decrypt(out)
    except ODD as error:
        raise FormatError("office-encrypted") from error
    return out.getvalue()
