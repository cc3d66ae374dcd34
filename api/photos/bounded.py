"""Makes a photo anew in a child process that may take only so long and so much, one at a time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; sys.path.insert(0, sys.argv[1]); from api.photos.recoding import main; sys.exit(main())"
PATIENCE = 15
"""Seconds on the clock after which the child is ended."""
MOST = 200_000
"""Bytes of a photo that was made, in both sizes."""
HEAD = 4
_ONE = Lock()


class NotAPhoto(Exception):
    """What was sent is no picture that can be read, is too large, or took too long."""


@dataclass(frozen=True, slots=True)
class MadePhoto:
    """A photo that was made anew, as JPEG: as a page of somebody shows it, and as lists do."""

    large: bytes
    small: bytes


def recoded(sent: bytes) -> MadePhoto:
    """The photo, made anew. Raises NotAPhoto."""
    with _ONE:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", START, str(ROOT)],
                input=sent,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
                env={},
            )
        except subprocess.TimeoutExpired as error:
            raise NotAPhoto from error
    size = HEAD + int.from_bytes(done.stdout[:HEAD], "big")
    if done.returncode != 0 or not HEAD < size < len(done.stdout) <= MOST:
        raise NotAPhoto
    return MadePhoto(done.stdout[HEAD:size], done.stdout[size:])
