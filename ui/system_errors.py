"""Reasons that the operating system gives, in the reader's language: never "[Errno 2] No such file or directory"."""

from __future__ import annotations

import errno
import os
import re

NUMBERED = re.compile(r"\[Errno (-?\d+)\] (.*)", re.DOTALL)
NOT_TEXT = re.compile(r"codec can't decode|codec can't encode")
NAMES: dict[int, str] = {
    errno.ENOENT: "missing",
    errno.EACCES: "no-access",
    errno.EPERM: "no-access",
    errno.EISDIR: "is-folder",
    errno.ENOTDIR: "no-folder",
    errno.EEXIST: "exists",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EROFS: "read-only",
    errno.ENAMETOOLONG: "name-too-long",
    errno.ELOOP: "links-in-circle",
    errno.EIO: "disk-error",
    errno.EMFILE: "too-many-open",
    errno.ECONNREFUSED: "nothing-listens",
    errno.ECONNRESET: "connection-lost",
    errno.EPIPE: "connection-lost",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.ETIMEDOUT: "no-answer",
    -2: "name-unknown",
    -3: "name-unknown",
    -5: "name-unknown",
}
"""The errors of the system that have a sentence; negative numbers are those of looking up the name of a host."""
TEXTS = {os.strerror(number).casefold(): name for number, name in NAMES.items() if number > 0} | {
    "name or service not known": "name-unknown",
    "temporary failure in name resolution": "name-unknown",
    "no address associated with hostname": "name-unknown",
}


def message_of(reason: str) -> str | None:
    """The message id of a reason of the operating system, as Python writes it; None for any other text."""
    numbered = NUMBERED.fullmatch(reason)
    if numbered is not None:
        name = NAMES.get(int(numbered[1]))
    elif NOT_TEXT.search(reason):
        name = "not-utf8"
    else:
        name = TEXTS.get(reason.strip().casefold())
    return None if name is None else f"system-{name}"


def without_number(reason: str) -> str:
    """A reason without the number of the error, for one that has no sentence."""
    numbered = NUMBERED.fullmatch(reason)
    return reason if numbered is None else numbered[2]
