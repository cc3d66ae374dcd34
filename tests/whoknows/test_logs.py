"""Logs: one line of JSON an event, an id for each request, and nothing that says who asked what."""

from __future__ import annotations

import json
import logging
import subprocess
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from models.index.opening import open_index
from tests.whoknows.office import jobs_of, program, start, wait_for, write_page
from whoknows.jobs.index import INDEXED
from whoknows.jobs.sync import sync_source
from whoknows.logs import JsonFormatter, note
from whoknows.settings import load_settings
from whoknows.wiring import Installation, open_installation

QUESTION = "trillende-lagers"


def lines_of(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def address_of(site: subprocess.Popen[str]) -> str:
    assert site.stderr is not None
    for line in site.stderr:
        if "http://127.0.0.1" in line:
            return "http://" + line.partition("http://")[2].split("/")[0]
    raise AssertionError("the site never said where it is")


def behind(installation: Installation) -> int:
    """Number of changes that the index has yet to take in."""
    return installation.store.seq(INDEXED) - open_index(installation.settings.index).snapshot().seq


def get(url: str) -> tuple[int, str | None]:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.headers["x-request-id"]
    except HTTPError as error:
        return error.code, error.headers["x-request-id"]


@pytest.mark.slow
def test_the_site_logs_each_request_by_its_route(synced: Path) -> None:
    site = start("serve", "-s", str(synced), "--port", "0", "--no-worker", "--processes", "1")
    try:
        url = address_of(site)
        asked = {
            "/search": get(f"{url}/search?q={QUESTION}"),
            "/api/experts": get(f"{url}/api/experts?q={QUESTION}"),
            "-": get(f"{url}/nothing/{QUESTION}"),
        }
        assert get(f"{url}/healthz")[0] == get(f"{url}/readyz")[0] == 200
    finally:
        site.terminate()
        _, said = site.communicate(timeout=60)
    told = [line for line in lines_of(said) if line["event"] == "request"]
    assert {line["route"]: (line["status"], line["request"]) for line in told} == asked
    assert all(line["process"] == "site" and line["method"] == "GET" for line in told)
    assert "lagers" not in said
    assert "127.0.0.1:" not in said.replace(url, ""), "no address of who asks"
    assert "Traceback" not in said


@pytest.mark.slow
def test_the_worker_and_its_index_process_log_and_say_that_they_are_ready(office: Path) -> None:
    settings = office / "whoknows.toml"
    settings.write_text(settings.read_text() + '\n[log]\nlevel = "debug"\n', encoding="utf-8")
    with_schedule = settings.read_text().replace('access = "everyone"', 'access = "everyone"\nevery = "1h"')
    settings.write_text(with_schedule, encoding="utf-8")
    assert program("health", "worker", "index", "-s", str(office))[0] == 3
    worker = start("worker", "-s", str(office))
    try:
        wait_for(lambda: program("health", "worker", "index", "-s", str(office))[0] == 0)
        with open_installation(load_settings(office)) as installation:
            wait_for(lambda: ("extract", "done", None) in jobs_of(installation), 60)
            wait_for(lambda: behind(installation) == 0, 60)
            write_page(office, "night", "David Amrani", "Nachtdienst", "Bel bij storing de meldkamer.")
            for entry in installation.settings.sources:
                sync_source(installation, entry, tell=lambda _: None, stop=lambda: False)
            wait_for(lambda: behind(installation) == 0, 60)
    finally:
        worker.terminate()
        _, said = worker.communicate(timeout=90)
    told = lines_of(said)
    done = {(line.get("job"), line.get("source")) for line in told if line["event"] == "job-done"}
    assert {("sync", "people"), ("sync", "handbook"), ("extract", None)} <= done
    assert {line["process"] for line in told} == {"worker", "index"}
    assert {"worker-started", "worker-ended", "index-process-started", "changes-indexed"} <= {
        line["event"] for line in told
    }
    assert "Verhage" not in said
    assert "kantoor.example" not in said


def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    log, handler = logging.getLogger("whoknows.test"), logging.StreamHandler()
    handler.setFormatter(JsonFormatter("test"))
    log.addHandler(handler)
    try:
        raise ValueError("the words of a colleague")
    except ValueError:
        note(log, logging.ERROR, "job-failed", failing=True, job="sync")
    finally:
        log.removeHandler(handler)
    (line,) = lines_of(capsys.readouterr().err)
    assert (line["event"], line["job"], line["error"]) == ("job-failed", "sync", "builtins.ValueError")
    assert any("test_logs.py" in str(place) for place in line["places"])  # type: ignore[attr-defined]
    assert "colleague" not in json.dumps(line)


def test_of_what_a_library_logs_the_pattern_is_told_and_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    log, handler = logging.getLogger("library"), logging.StreamHandler()
    handler.setFormatter(JsonFormatter("test"))
    log.addHandler(handler)
    log.warning("cannot read %s", "anna@kantoor.example")
    log.error("Traceback (most recent call last):\nValueError: anna@kantoor.example")
    log.removeHandler(handler)
    first, second = lines_of(capsys.readouterr().err)
    assert (first["event"], first["says"]) == ("library", "cannot read %s")
    assert second["says"] == "Traceback (most recent call last):"
