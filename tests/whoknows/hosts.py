"""Two hosts on one Neo4j, as an organisation runs them: each a web process and an index process, and one worker."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from graph.facts import Edge, EdgeKind, Key, Term, Topic
from tests.ending import orderly
from tests.whoknows.office import SETTINGS, make_office, start, wait_for
from whoknows.cli import run
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

TOPIC, TERM = "topic:pompen", "term:nl:pomp"
PATIENCE = 90.0
"""Seconds after which something that is waited for will not come any more."""


@dataclass(frozen=True, slots=True)
class Host:
    """One host: its folder, and where its site listens."""

    folder: Path
    site: httpx.Client

    def answer(self, question: str, person: Key) -> dict[str, Any]:
        """The answer of this host to somebody."""
        said = self.site.get("/api/experts", params={"q": question}, headers={"Cookie": f"as={person}"})
        assert said.status_code == 200, said.text
        found: dict[str, Any] = said.json()
        return {part: found[part] for part in ("people", "documents", "topics", "used_to")}

    def works(self) -> bool:
        """True when the site answers, its index included."""
        return bool(self.site.get("/api/health").json().get("status") == "ok")

    def person(self, name: str) -> Key:
        """The key of the first person of this name."""
        found = self.site.get("/api/people", params={"q": name}).json()["people"]
        return str(found[0]["person"])

    def document(self, question: str) -> Key:
        """The key of the first document about this."""
        found = self.site.get("/api/experts", params={"q": question}).json()["documents"]
        return str(found[0]["key"])

    def idle(self) -> bool:
        """True when the worker did all that was ordered."""
        with open_installation(load_settings(self.folder)) as installation:
            return not any(job.ended is None for job in installation.store.ledger.jobs(20))

    def sync(self, source: str) -> None:
        """Order a sync at this host's site: the worker does it, wherever that runs."""
        headers = {"Origin": str(self.site.base_url).rstrip("/"), "Accept": "application/json"}
        assert self.site.post(f"/api/sources/{source}/sync", headers=headers).status_code == 202


@contextmanager
def two_hosts(folder: Path, url: str, pages: int = 0) -> Iterator[tuple[Host, Host]]:
    """The north has the sources and the worker, the south only serves; each has a data folder and an index."""
    with ExitStack() as running:
        hosts: list[Host] = []
        for name in ("north", "south"):
            place = make_office(folder / name, f'[store]\nurl = "{url}"\n{SETTINGS}', pages)
            if not hosts:
                assert run(["sync", "-s", str(place)]) == 0
            hosts.append(Host(place, running.enter_context(_served(place))))
        running.enter_context(_process("worker", "-s", str(hosts[0].folder)))
        running.enter_context(_process("follow", "-s", str(hosts[1].folder)))
        wait_for(lambda: all(host.works() for host in hosts), PATIENCE)
        yield hosts[0], hosts[1]


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    with orderly(), start(*arguments) as child:
        try:
            yield child
        finally:
            child.terminate()
            child.communicate(timeout=PATIENCE)


@contextmanager
def _served(folder: Path) -> Iterator[httpx.Client]:
    with _process("serve", "--no-worker", "--port", "0", "-s", str(folder)) as site:
        assert site.stderr is not None
        said = site.stderr.readline()
        address = next((word for word in said.split() if word.startswith("http")), None)
        assert address is not None, said
        with httpx.Client(base_url=address.rstrip("/"), timeout=30) as client:
            yield client


def close(folder: Path, group: str) -> None:
    """From its next sync on only this group may read the handbook."""
    _change(folder, "everyone", f"group:{group}")


def open_again(folder: Path, group: str) -> None:
    """From its next sync on everyone may read the handbook that was for this group."""
    _change(folder, f"group:{group}", "everyone")


def _change(folder: Path, before: str, after: str) -> None:
    settings = folder / "whoknows.toml"
    told = settings.read_text(encoding="utf-8")
    old, new = (f'path = "handbook"\naccess = "{each}"' for each in (before, after))
    assert old in told or new in told
    settings.write_text(told.replace(old, new), encoding="utf-8")


def name_topic(folder: Path, document: str) -> None:
    """Make one topic, mentioned in this document alone."""
    with open_installation(load_settings(folder)) as installation, installation.store.writer() as writer:
        writer.derive("term", [TERM], [Term(TERM, "nl", "pomp", "pomp")])
        writer.derive("topic", [TOPIC], [Topic(TOPIC, {"nl": "Pompen"}, documents=1)])
        writer.derive(EdgeKind.LABELS, [TERM], [Edge(EdgeKind.LABELS, TERM, TOPIC, weight=1.0)])
        writer.derive(EdgeKind.MENTIONS, [document], [Edge(EdgeKind.MENTIONS, document, TERM, count=2, weight=1.0)])


def hide_topic(folder: Path, person: Key, hides: bool = True) -> None:
    """This person wants not to be found by the topic, or wants it again."""
    with open_installation(load_settings(folder)) as installation, installation.store.writer() as writer:
        edge = Edge(EdgeKind.HIDES, person, TOPIC, at=1)
        assert writer.say(edge) if hides else writer.unsay(edge)
