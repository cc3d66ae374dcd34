"""What reading damaged bytes raises: a reader that meets one of these has a broken file before it, and no bug."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

DAMAGED = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    OSError,
    struct.error,
)
"""What the assumptions of a library about its input break into."""
DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What opening a zip and unpacking its parts raises; RuntimeError also for a password or a method that is unknown."""
