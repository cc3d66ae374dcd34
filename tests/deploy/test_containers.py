"""What the container files promise is true. Checked by their own schema and linter, and by running what they run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.neo4j_server import LocalNeo4j
from tests.whoknows.office import make_office, program, start, wait_for
from whoknows.container import gateways, host_addresses
from whoknows.settings import load_settings

TOOLS = Path(sys.executable).parent
IN_CONTAINER = "\n[site]\ncontainer = true\nport = {port}\n"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return read


def tool(*command: str) -> None:
    """Run a checker that says nothing when all is well."""
    done = subprocess.run([TOOLS / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_compose_file_fits_the_specification() -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")


def test_the_dockerfile_has_no_bad_habit() -> None:
    tool("hadolint", "--failure-threshold", "style", "Dockerfile")


@pytest.mark.parametrize("service", ["site", "worker", "neo4j"])
def test_every_service_is_locked_down(compose: dict[str, Any], service: str) -> None:
    told = compose["services"][service]
    user = told["user"].split(":")[0]
    assert user.isdigit()
    assert user != "0"
    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert told["healthcheck"]["test"][0] == "CMD"
    assert told["restart"] == "unless-stopped"
    assert any(mount.startswith("/tmp") for mount in told["tmpfs"])
    assert not [name for name in told["environment"] if "PASSWORD" in name and not name.endswith("_FILE")]
    assert set(told["secrets"]) <= compose["secrets"].keys()
    assert all("file" in secret for secret in compose["secrets"].values())


def test_only_the_site_is_published_on_loopback_and_the_proxy_where_it_is_wanted(compose: dict[str, Any]) -> None:
    services = compose["services"]
    ports = {name: service.get("ports", []) for name, service in services.items()}
    assert ports == {"site": ["127.0.0.1:8000:8000"], "proxy": ["80:80", "443:443"], "worker": [], "neo4j": []}
    assert (services["proxy"]["profiles"], services["proxy"]["networks"]) == (["public"], ["front"])
    assert (services["proxy"]["cap_drop"], services["proxy"]["read_only"]) == (["ALL"], True)
    documented = re.search(r'proxies = \["([^"]+)"\]', (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8"))
    assert documented is not None
    assert compose["networks"]["front"]["ipam"]["config"] == [{"subnet": documented[1]}]
    assert compose["services"]["neo4j"]["networks"] == ["back"]
    assert compose["networks"]["back"] == {"internal": True}


def test_images_are_pinned_and_volumes_named(compose: dict[str, Any]) -> None:
    lock = (ROOT / "tests" / "data" / "neo4j" / "jgo.toml").read_text(encoding="utf-8")
    version = re.search(r"org\.neo4j:neo4j:([\d.]+)", lock)
    assert version is not None
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{version[1]}-community"
    named = {
        mount.split(":")[0]
        for service in compose["services"].values()
        for mount in service["volumes"]
        if isinstance(mount, str)
    }
    assert named == compose["volumes"].keys()
    stages = re.findall(r"(?m)^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert len(stages) == 2
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", stage) for stage in stages)


def test_the_image_takes_what_exists_and_the_program_needs() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    taken = [word for line in re.findall(r"(?m)^COPY (?!--)(.*)", text) for word in shlex.split(line)[:-1]]
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"}
    assert set(taken) == let_in
    assert all((ROOT / name).exists() for name in taken)
    packages = re.search(r"packages = \[(.*)\]\n\n\[tool.ruff", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert packages is not None
    assert set(re.findall(r'"(\w+)"', packages[1])) <= set(taken)


def test_the_settings_of_the_containers_can_be_read(compose: dict[str, Any]) -> None:
    settings = load_settings(ROOT / "deploy" / "whoknows.toml")
    assert settings.container
    assert settings.data == Path("/data")
    assert settings.store == "bolt://neo4j:7687"
    assert "data:/data" in compose["services"]["site"]["volumes"]


@pytest.mark.slow
def test_start_and_health_commands_do_what_they_say(compose: dict[str, Any], tmp_path: Path, free_port: int) -> None:
    """The very commands of the file, on SQLite: they answer only while the part runs, and they end when told."""
    folder = make_office(tmp_path)
    settings = folder / "whoknows.toml"
    settings.write_text(settings.read_text() + IN_CONTAINER.format(port=free_port), encoding="utf-8")
    for name in ("site", "worker"):
        service = compose["services"][name]
        assert service["command"][0] == service["healthcheck"]["test"][1] == "whoknows"
        health = service["healthcheck"]["test"][2:]
        place = {"WHOKNOWS_SETTINGS": str(settings)}
        assert program(*health, **place)[0] == 3
        child = start(*service["command"][1:], **place)
        try:
            wait_for(lambda ask=health, where=place: program(*ask, **where)[0] == 0)  # type: ignore[misc]
        finally:
            child.terminate()
            child.communicate(timeout=60)
        assert child.returncode == 0
        assert program(*health, **place)[0] == 3


@pytest.mark.neo4j
def test_the_health_check_of_the_database_works(compose: dict[str, Any], neo4j_server: LocalNeo4j) -> None:
    kind, *command = compose["services"]["neo4j"]["healthcheck"]["test"]
    assert kind == "CMD"
    host, _, port = neo4j_server.uri.rpartition("/")[2].partition(":")
    for asked, ending in ((port, 0), ("1", 1)):
        words = [word.replace("127.0.0.1/7687", f"{host}/{asked}") for word in command]
        assert subprocess.run(words, capture_output=True, check=False, env=dict(os.environ)).returncode == ending


TABLE = "Iface\tDestination\tGateway\tFlags\neth0\t00000000\t010013AC\t0003\neth0\t000013AC\t00000000\t0001\n"


@pytest.mark.parametrize(("table", "found"), [(TABLE, ["172.19.0.1"]), ("Iface\n", []), ("", [])])
def test_the_gateway_is_read_from_the_table_of_routes(table: str, found: list[str]) -> None:
    assert gateways(table) == found


def test_without_a_table_of_routes_only_loopback_is_near(tmp_path: Path) -> None:
    assert host_addresses(tmp_path / "route") == frozenset()
