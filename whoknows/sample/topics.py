"""What is known at Veldermark: the knowledge packs of ``data/topics/*.toml``: facts, problems, questions, decisions."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import Any

from whoknows.sample.people import DATA


@dataclass(frozen=True, slots=True)
class Pack:
    """What can be said about one topic in one language. Sentences; `problems` are what happened, cause, remedy."""

    facts: tuple[str, ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()
    qa: tuple[tuple[str, str], ...] = ()
    decisions: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleTopic:
    """One topic: who knows it (`experts`), who knows something of it (`knows`), its labels and what is said about it.

    `subject` joins two topics that are one subject; `private` ones are written about only in private places.
    """

    id: str
    department: str
    labels: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]
    experts: tuple[str, ...]
    knows: tuple[str, ...]
    sites: tuple[str, ...]
    packs: dict[str, Pack]
    main: str = "nl"
    subject: str = ""
    private: bool = False
    alone: bool = False
    commits: tuple[str, ...] = field(default=())

    @property
    def people(self) -> tuple[str, ...]:
        """Those who know it, best first."""
        return (*self.experts, *self.knows)


def read_topics() -> list[SampleTopic]:
    """The topics, in the order of the files."""
    topics: list[SampleTopic] = []
    for path in sorted((DATA / "topics").glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        topics += [_topic(entry, content["department"]) for entry in content["topic"]]
    return topics


def _topic(entry: dict[str, Any], department: str) -> SampleTopic:
    packs = {language: _pack(entry[f"say_{language}"]) for language in ("nl", "en") if f"say_{language}" in entry}
    return SampleTopic(
        id=entry["id"],
        department=department,
        labels={"nl": entry["nl"], "en": entry["en"]},
        synonyms={"nl": tuple(entry.get("also_nl", ())), "en": tuple(entry.get("also_en", ()))},
        experts=tuple(entry["experts"]),
        knows=tuple(entry.get("knows", ())),
        sites=tuple(entry.get("sites", ("Oudemeer", "Wolderstad", "Haven-Noord"))),
        packs=packs,
        main=next(iter(sorted(packs, key=lambda name: -len(packs[name].facts)))),
        subject=entry.get("subject", entry["id"]),
        private=entry.get("private", False),
        alone=entry.get("alone", False),
        commits=tuple(entry.get("commits", ())),
    )


def _pack(said: dict[str, Any]) -> Pack:
    return Pack(
        facts=tuple(said.get("facts", ())),
        problems=tuple((what, cause, fix) for what, cause, fix in said.get("problems", ())),
        qa=tuple((question, answer) for question, answer in said.get("qa", ())),
        decisions=tuple(said.get("decisions", ())),
        news=tuple(said.get("news", ())),
        steps=tuple(said.get("steps", ())),
    )
