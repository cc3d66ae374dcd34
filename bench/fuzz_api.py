"""Random and extreme requests to the JSON of a site, generated from its own description by Schemathesis.

Each answer has to be one that the description declares: its status, its content type, its schema; never a fault of the
server. Asked by somebody who runs the site, by a colleague, by somebody who is not signed in, and by a program that may
push lines.
"""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import schemathesis
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy, one_of
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.control import SkipTest
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.asker import Asker, Askers, Role
from api.policy import SERVICE_SCOPES
from api.site import Site
from graph.store import Viewer
from graph.tokens import SERVICE
from whoknows.cli import run
from whoknows.connections import server_config
from whoknows.settings import load_settings
from whoknows.site import make_site
from whoknows.wiring import open_installation

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROLES: Mapping[str, frozenset[Role] | None] = {
    "operator": frozenset(Role),
    "colleague": frozenset({Role.COLLEAGUE}),
    "nobody": None,
}
"""Who asks, with their roles; None for whoever is not signed in."""
PROGRAM = "program"
"""A program that asks with a token of its own, to push lines."""
PLACES = {"person": "people", "topic": "topics", "document": "documents", "group": "groups"}
SOURCE = "source"
KEYS = 6
"""Number of keys of each kind that are asked for."""
WAYS = 3
SHOWN = 20
PUSHED = """
[[source]]
name = "pushed"
kind = "jsonl"
access = "everyone"
path = "pushed"
push = true
"""
"""What the settings of the sample get besides: a source that takes pushed lines."""
LINE = '{"id": "m1", "text": "A quiet pump."}'
schemathesis.serializer.alias("application/jsonl", "text/plain")


@dataclass(slots=True)
class FuzzedApi:
    """What was asked: the number of requests, the answers by status, and each failure once with an example."""

    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    def add(self, other: FuzzedApi) -> None:
        """Count what somebody else asked as well."""
        self.asked += other.asked
        self.statuses += other.statuses
        self.failures = {**other.failures, **self.failures}


class AskersAs(Askers):
    """Everybody who asks is this one of ROLES, or PROGRAM; without roles they are nobody, who reads nothing."""

    def __init__(self, site: Site, who: str) -> None:
        super().__init__(site)
        self._who = who

    def _find(self, chosen: str, language: str) -> Asker:
        asker = super()._find(chosen, language)
        roles = ROLES.get(self._who)
        if roles is not None:
            return replace(asker, roles=roles)
        nobody = replace(asker, viewer=Viewer(principals=frozenset()), name=None, roles=frozenset())
        if self._who == PROGRAM:
            return replace(nobody, service=SERVICE + PROGRAM, scopes=frozenset(SERVICE_SCOPES))
        return nobody


def fuzz_api(app: FastAPI, number: int, chosen: int, all_who: Sequence[str] = (*ROLES, PROGRAM)) -> FuzzedApi:
    """Ask about this many things in all, spread over who asks and over the operations; `chosen` is the seed."""
    found, known = FuzzedApi(), known_keys(app.state.site)
    for who in all_who:
        app.state.askers = AskersAs(app.state.site, who)
        with served(app) as url:
            found.add(_asked_by(who, url, known, -(-number // len(all_who)), chosen))
    return found


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of this application, served as the site is."""
    server = uvicorn.Server(server_config(app))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


def _asked_by(who: str, url: str, known: Mapping[str, list[str]], number: int, chosen: int) -> FuzzedApi:
    """Ask each operation its share: what the description allows, what it forbids, and keys of things that are there."""
    found = FuzzedApi()
    described = schemathesis.openapi.from_url(f"{url}/api/openapi.json")
    operations = [each.ok() for each in described.get_all_operations()]
    while found.asked < number:  # some operations have less to ask than their share
        chosen, share = chosen + WAYS, -(-(number - found.asked) // (len(operations) * WAYS))
        for operation in operations:
            where = f"{who} {operation.method.upper()} {operation.path}"
            _fuzz(found, where, operation.as_strategy(GenerationMode.POSITIVE), share, chosen)
            _fuzz(found, where, operation.as_strategy(GenerationMode.NEGATIVE), share, chosen + 1)
            _fuzz(found, where, one_of([*_with_keys(operation, known)]), share, chosen + 2)
    return found


def _with_keys(operation: APIOperation, known: Mapping[str, list[str]]) -> Iterator[SearchStrategy[Case]]:
    """Cases of this operation with keys of things that are there; any cases where it takes none."""
    asked = {parameter.name for parameter in operation.query}
    for kind, keys in known.items():
        for key in keys:
            if kind == SOURCE and "/sources/{name}/" in operation.path:
                lines = {"body": LINE} if operation.path.endswith("/push") else {}
                yield operation.as_strategy(path_parameters={"name": key}, **lines)
            elif operation.path == f"/api/{PLACES.get(kind)}/{{key}}":
                yield operation.as_strategy(path_parameters={"key": key})
            elif kind in asked:
                yield operation.as_strategy(query={kind: key})
    yield operation.as_strategy()


def known_keys(site: Site) -> Mapping[str, list[str]]:
    """Some keys of things that are there, restricted ones as well, by kind; the names of sources."""
    with site.store.view(Viewer(system=True)) as view:
        keys = {kind: [node.key for node in view.nodes(kind, limit=KEYS)] for kind in PLACES}
    return keys | {SOURCE: [source.name for source in site.sources]}


def _fuzz(found: FuzzedApi, where: str, cases: SearchStrategy[Case], share: int, chosen: int) -> None:
    """Ask a share of one operation. Every failure is kept, so that one does not hide the next."""

    @seed(chosen)
    @settings(
        max_examples=share, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(case=cases)
    def ask(case: Case) -> None:
        answer = case.call(headers={"Sec-Fetch-Site": "same-origin"})
        found.asked += 1
        found.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as failures:
            for failure in failures.exceptions:
                found.failures.setdefault(f"{where}: {type(failure).__name__}", str(failure)[:600])

    with suppress(SkipTest, Unsatisfiable):  # an operation without parameters has nothing that is forbidden
        ask()


def tell(found: FuzzedApi) -> bool:
    """Print what was found; True when nothing was wrong."""
    print(f"{found.asked} requests, answers by status: {dict(sorted(found.statuses.items()))}")
    for where, example in list(found.failures.items())[:SHOWN]:
        print(f"  FAILED {where}\n    {example}")
    print(f"{len(found.failures)} kinds of failure")
    return not found.failures


def fuzz_sample(number: int, chosen: int) -> bool:
    """Fuzz the site of the sample organisation; true when nothing was wrong."""
    with TemporaryDirectory() as folder:
        if run(["sample", folder, "--force"]):
            return False
        with (Path(folder) / "whoknows.toml").open("a", encoding="utf-8") as described:
            described.write(PUSHED)
        if run(["sync", "--settings", folder]):
            return False
        with open_installation(load_settings(Path(folder))) as installation:
            return tell(fuzz_api(make_site(installation), number, chosen))
