"""One case as a synced installation: a copy of its input, and the questions that are asked of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from whoknows.cli import run

SETTINGS = """[organisation]
name = "Acme"
languages = ["nl", "en"]
[store]
url = "sqlite:whoknows.db"
[data]
folder = ".whoknows"
"""


def section(name: str, kind: str, path: str) -> str:
    """The settings of a source for everyone."""
    return f'[[source]]\nname = "{name}"\nkind = "{kind}"\naccess = "everyone"\npath = "{path}"\n'


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of an export: `text` is all of it, `own` what its author wrote; `acts` are (kind, name) pairs."""

    id: str
    source: str
    title: str
    text: str
    own: str
    at: int | None
    acts: tuple[tuple[str, str], ...]
    emails: tuple[str, ...]

    def who(self, kind: str = "WROTE") -> list[str]:
        """The names of those who did this to it."""
        return sorted(name for did, name in self.acts if did == kind)


@dataclass(slots=True)
class CaseSite:
    """A copy of a case with its settings, and the program as people run it."""

    folder: Path
    captured: pytest.CaptureFixture[str]

    def sync(self) -> str:
        """Sync everything; gives what was said on the way."""
        run(["sync", "-s", str(self.folder)])
        said = self.captured.readouterr()
        return said.out + said.err

    def told(self, *arguments: str) -> str:
        """What a command prints."""
        self.captured.readouterr()
        run([arguments[0], "-s", str(self.folder), *arguments[1:]])
        said = self.captured.readouterr()
        return said.out + said.err

    def json(self, *arguments: str) -> Any:
        """What a command prints as JSON; None when it prints none."""
        self.captured.readouterr()
        run([arguments[0], "--json", "-s", str(self.folder), *arguments[1:]])
        out = self.captured.readouterr().out
        return json.loads(out) if out.strip() else None

    def experts(self, question: str, *options: str) -> list[str]:
        """The names of who is found, best first."""
        return [each["name"] for each in self.answer(question, *options)["people"]]

    def answer(self, question: str, *options: str) -> Any:
        """The whole answer. A question may begin with a dash."""
        return self.json("experts", *options, "--", question)

    def people(self, question: str) -> list[str]:
        """The names of who is found by name, phone, room or function, best first."""
        return [each["name"] for each in self.json("people", question) or []]

    def topics(self) -> set[str]:
        """The labels of all topics, in lower case."""
        return {name.lower() for each in self.json("topics", "--limit", "60") or [] for name in each["labels"].values()}

    def snippets(self, answer: Any, name: str) -> str:
        """All that is shown as evidence of this person."""
        return " ".join(
            span["text"]
            for person in answer["people"]
            if person["name"] == name
            for reason in person["evidence"]
            for span in reason["snippet"]
        )

    def export(self) -> list[dict[str, Any]]:
        """The records of an export."""
        file = self.folder / "export.jsonl"
        self.told("export", str(file))
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def documents(self) -> dict[str, StoredDocument]:
        """The documents by their ids."""
        lines = [line for line in self.export() if line["record"] == "node"]
        accounts = {line["key"]: line["props"] for line in lines if line["key"].startswith("account:")}
        found = [_document(line, accounts) for line in lines if line["key"].startswith("document:")]
        return {each.id: each for each in found}

    def edges(self, kind: str) -> list[tuple[str, str]]:
        """Start and end of the edges of this kind, by id of the source."""
        lines = [line for line in self.export() if line["record"] == "node"]
        ids = {line["key"]: line["props"].get("native_id", line["key"]) for line in lines}
        edges = [edge for line in lines for edge in line.get("edges", ()) if edge["kind"] == kind]
        return sorted((ids.get(edge["start"], ""), ids.get(edge["end"], "")) for edge in edges)


def _document(line: dict[str, Any], accounts: dict[str, Any]) -> StoredDocument:
    props, text = line["props"], line.get("text", "")
    shown = {each["account"]: each["name"] for each in line.get("credits", ()) if each.get("name")}
    known = {key: {**account, "name": shown.get(key, account["name"])} for key, account in accounts.items()}
    acting = [(edge["kind"], known[edge["start"]]) for edge in line.get("edges", ()) if edge["start"] in known]
    acts = tuple(sorted((kind, account["name"]) for kind, account in acting))
    emails = tuple(email for _, account in acting for email in account.get("emails", ()))
    own = text[: props["own"]] if "own" in props else text
    return StoredDocument(props["native_id"], line["source"], props["title"], text, own, props.get("at"), acts, emails)


def first(found: Sequence[str]) -> str | None:
    """Who is named first; None when nobody is."""
    return found[0] if found else None
