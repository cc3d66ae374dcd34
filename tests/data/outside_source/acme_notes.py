"""A kind of source of another organisation: a folder of notes, whose first line is ``Author: subject``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from graph.facts import Act, ActKind, Checkpoint, Cursor, GroupKind, GroupRecord, Item, Problem, Said, Same
from graph.wording import Wording
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import SourceOptions


def a_suffix(value: str) -> str:
    """The value, which must begin with a dot."""
    if not value.startswith("."):
        raise PydanticCustomError("acme-notes-suffix", "no dot", {"example": f".{value}"})
    return value


class NotesOptions(SourceOptions):
    """Options of a folder of notes."""

    path: Annotated[str, Wording("the folder with the notes", "de map met de notities")]
    suffix: Annotated[str, AfterValidator(a_suffix), Wording("end of a note's name", "einde van de naam")] = ".note"


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one folder, all listed in each pull."""

    settings: SourceSettings
    options: NotesOptions

    @property
    def name(self) -> str:
        return self.settings.name

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """Every note; an unchanged one is Same."""
        folder = self.settings.base / self.options.path
        if not folder.is_dir():
            raise SourceError("acme-notes-no-folder", path=str(folder))
        yield GroupRecord("notes", GroupKind.FOLDER, self.settings.label or self.name)
        files = sorted(folder.glob(f"*{self.options.suffix}"))
        known = self.settings.versions([file.name for file in files])
        for file in files:
            version = str(file.stat().st_mtime_ns)
            yield Same(file.name) if known.get(file.name) == version else self._note(file, version)
        yield Checkpoint({}, complete=True)

    def _note(self, file: Path, version: str) -> Item | Problem:
        head, _, text = file.read_text(encoding="utf-8").partition("\n")
        author, colon, subject = (part.strip() for part in head.partition(":"))
        if not colon:
            return Problem(file.name, "acme-notes-no-author", {"file": file.name})
        acts = (Act(author, ActKind.WROTE, author, int(file.stat().st_mtime)),)
        return Item(file.name, text.encode(), title=subject, acts=acts, container="notes", version=version)


KIND = SourceKind(
    name="acme-notes",
    purpose=Wording("notes of Acme: a folder of text files", "notities van Acme: een map met tekstbestanden"),
    options=NotesOptions,
    open=Notes,
    messages={
        "acme-notes-no-folder": Wording(
            "There is no folder with notes at {path}.", "Op {path} staat geen map met notities."
        ),
        "acme-notes-no-author": Wording("The note {file} names no author.", "De notitie {file} noemt geen auteur."),
        "acme-notes-suffix": Wording(
            "`{key}` of {section} is {given}, but must begin with a dot, such as {example}.",
            "`{key}` van {section} is {given}, maar moet met een punt beginnen, zoals {example}.",
        ),
    },
)
