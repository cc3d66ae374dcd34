"""Seconds until two hosts on one Neo4j answer alike after a change: `python -m bench.hosts`.

Two web processes, two index processes and a worker, each in a process of its own, with a real Neo4j that is started
here (or that of NEO4J_URI, which is emptied). The time begins when the change is committed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import figures, ingest
from tests.graph.neo4j.stores import wipe
from tests.neo4j_server import serving
from tests.whoknows.hosts import Host, close, hide_topic, name_topic, open_again, two_hosts
from tests.whoknows.office import wait_for, write_page
from whoknows.jobs.sync import sync_source
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

PAGES = 300
TIMES = 5
WORDS = ("zwirbelkop", "quastenhulp", "brommelzeef", "knarfsteen", "vlinkerdop")
WARM = "proefstukken"
LIMIT = 1.0
Hosts = tuple[Host, Host]
Fits = Callable[[dict[str, Any]], bool]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help=f"pages of the handbook (default: {PAGES})")
    measure(parser.parse_args(arguments).pages)
    return 0


def measure(pages: int) -> None:
    """Measure a new document, a right and what a person hides; print the median and the worst of several times."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "neo4j").mkdir()
        with serving(place / "neo4j") as server:
            wipe(server)
            with two_hosts(place, server.uri, pages) as hosts:
                _told("a new document", _documents(hosts))
                _told("a right", _rights(hosts))
                _told("a topic that somebody hides", _hidden(hosts))


def _told(what: str, times: list[float]) -> None:
    print(figures.most(f"{what}, both hosts alike: worst of {len(times)}", max(times), LIMIT, "s"), flush=True)
    print(f"         median {statistics.median(times):.2f} s")


def _documents(hosts: Hosts) -> list[float]:
    times = []
    who = hosts[0].person("Bram")
    for word in (WARM, *WORDS[:TIMES]):
        write_page(hosts[0].folder, word, "David Amrani", f"Over {word}", f"Hoe een {word} wordt gemaakt.")
        _sync(hosts[0])
        times.append(_alike(hosts, word, who, _finds_david))
    return times[1:]  # the first waits for processes that still start


def _rights(hosts: Hosts) -> list[float]:
    times = []
    who = hosts[0].person("Bram")
    for number in range(TIMES):
        if number % 2:
            open_again(hosts[0].folder, "Juridisch")
        else:
            close(hosts[0].folder, "Juridisch")
        _sync(hosts[0])
        times.append(_alike(hosts, WORDS[0], who, _finds_david if number % 2 else _finds_nobody))
    open_again(hosts[0].folder, "Juridisch")
    _sync(hosts[0])
    _alike(hosts, WORDS[0], who, _finds_david)
    return times


def _hidden(hosts: Hosts) -> list[float]:
    times = []
    name_topic(hosts[0].folder, hosts[0].document(WORDS[0]))
    who, david = hosts[0].person("Bram"), hosts[0].person("David")
    for number in range(TIMES):
        hide_topic(hosts[number % 2].folder, david, hides=number % 2 == 0)
        times.append(_alike(hosts, WORDS[0], who, _finds_david if number % 2 else _finds_nobody))
    return times


def _finds_david(answer: dict[str, Any]) -> bool:
    return [each["name"] for each in answer["people"]] == ["David Amrani"]


def _finds_nobody(answer: dict[str, Any]) -> bool:
    return not answer["people"]


def _sync(host: Host) -> None:
    """Read the handbook here, as the worker does it: extraction and passes come later."""
    with open_installation(load_settings(host.folder)) as installation:
        sync_source(installation, installation.settings.source("handbook"), tell=ingest.quiet, stop=ingest.never)


def _alike(hosts: Hosts, question: str, who: str, fits: Fits) -> float:
    """Seconds from now until both hosts give this answer, and the same."""

    def alike() -> bool:
        north, south = (host.answer(question, who) for host in hosts)
        return north == south and fits(north)

    began = time.monotonic()
    wait_for(alike, 60)
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
