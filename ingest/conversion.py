"""Documents in formats that no library reads, converted by the office program of the operator (LibreOffice).

It runs without a shell, with a profile of its own that runs no macros and follows no links, and within a time.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ingest.deadline import limited
from ingest.formats.registry import OLD_SLIDES, OLD_WORD, SLIDES, WORD

TARGETS = {OLD_WORD: ("doc", "docx", WORD), OLD_SLIDES: ("ppt", "pptx", SLIDES)}
"""The ending of a file before and behind its conversion, and its format then."""
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Settings of LibreOffice: no macros, and nothing is fetched that a document points to."""
LOOK_SECONDS = 5.0
"""Processor time to see whether a file is locked."""
NOWHERE = "http://127.0.0.1:9"
"""A proxy at which nobody answers."""


class ConversionError(Exception):
    """A document could not be converted. A message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


class Converter:
    """An office program that converts documents, when one is named. As a context manager it removes its profile."""

    def __init__(self, program: str | None, seconds: float, largest: int) -> None:
        self._program, self._seconds, self._largest = program, seconds, largest
        self._home: Path | None = None

    def __enter__(self) -> Converter:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)

    def takes(self, media_type: str, body: bytes) -> bool:
        """Whether this is to be converted: it is in an old format, and no password locks it."""
        if self._program is None or media_type not in TARGETS:
            return False
        from ingest.formats.locks import is_locked

        with limited(LOOK_SECONDS):
            return not is_locked(body)

    def converted(self, body: bytes, media_type: str) -> tuple[bytes, str]:
        """The document in a newer format, and that format. Raises ConversionError."""
        before, behind, kind = TARGETS[media_type]
        named = str(self._program)
        program = shutil.which(named)
        if program is None:
            raise ConversionError("files-converter-missing", converter=named)
        with tempfile.TemporaryDirectory(dir=self._ready()) as place:
            given, made = Path(place) / f"document.{before}", Path(place) / "out"
            given.write_bytes(body)
            self._run(program, behind, given, made)
            found = made / f"document.{behind}"
            if not found.is_file() or not 0 < found.stat().st_size <= self._largest:
                raise ConversionError("files-conversion-failed", converter=named)
            return found.read_bytes(), kind

    def _ready(self) -> Path:
        """The folder with the profile, made when it is first needed."""
        if self._home is None:
            self._home = Path(tempfile.mkdtemp(prefix="whoknows-converter-"))
            settings = self._home / "profile" / "user"
            settings.mkdir(parents=True)
            (settings / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        return self._home

    def _run(self, program: str, target: str, given: Path, made: Path) -> None:
        home = self._ready()
        command = [program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        command += [f"-env:UserInstallation={(home / 'profile').as_uri()}"]
        command += ["--convert-to", target, "--outdir", str(made), str(given)]
        environment = {"PATH": os.defpath, "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8"}
        environment |= {"http_proxy": NOWHERE, "https_proxy": NOWHERE}
        quiet = subprocess.DEVNULL
        try:
            running = subprocess.Popen(
                command,
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                cwd=home,
                env=None if sys.platform == "win32" else environment,
                start_new_session=True,
            )
        except OSError as error:
            raise ConversionError("files-converter-missing", converter=program) from error
        try:
            running.wait(self._seconds)
        except subprocess.TimeoutExpired:
            raise ConversionError("files-conversion-took-too-long", seconds=f"{self._seconds:g}") from None
        finally:
            _end(running)


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the program and what it started: LibreOffice runs as the child of a child."""
    if sys.platform == "win32":
        running.kill()
    else:
        with contextlib.suppress(ProcessLookupError):  # all of it has ended
            os.killpg(running.pid, signal.SIGKILL)
    running.wait()
