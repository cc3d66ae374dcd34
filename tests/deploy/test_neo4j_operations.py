"""What docs/neo4j.md says of TLS, passwords and backups holds on a real server."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.open_store import open_store
from graph.store import StoreError
from tests.neo4j_server import LocalNeo4j, administer, started
from tests.whoknows.office import export, make_office, program
from whoknows.cli import run

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
SECRET = "een-geheim-van-belang-7319"
POLICY = "dbms.ssl.policy.bolt"


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority of our own, and what it gave a server on this machine."""
    folder = tmp_path_factory.mktemp("certificates")
    new = ("req", "-newkey", "rsa:2048", "-nodes")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl(folder, *new, "-x509", "-subj", "/CN=Our authority", "-days", "2", "-keyout", "ca.key", "-out", "ca.pem")
    openssl(folder, *new, "-subj", "/CN=localhost", "-keyout", "private.key", "-out", "request")
    sign = ("x509", "-req", "-in", "request", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2")
    openssl(folder, *sign, "-extfile", "names", "-out", "public.crt")
    return folder


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, certificates: Path) -> Iterator[LocalNeo4j]:
    """A server that wants TLS and a password."""
    home = tmp_path_factory.mktemp("guarded")
    (home / "conf").mkdir()
    (home / "conf" / "neo4j.conf").write_text("")
    administer(home, "dbms", "set-initial-password", SECRET)
    tls = {
        "server.bolt.tls_level": "REQUIRED",
        f"{POLICY}.enabled": "true",
        f"{POLICY}.base_directory": str(certificates),
        f"{POLICY}.private_key": "private.key",
        f"{POLICY}.public_certificate": "public.crt",
        f"{POLICY}.client_auth": "NONE",
    }
    with started(home, passwords=True, more=tls) as (server, _):
        yield LocalNeo4j(server.uri, "neo4j", SECRET)


def secret(name: str) -> str | None:
    return {"NEO4J_PASSWORD": SECRET}.get(name)


def by(server: LocalNeo4j, scheme: str) -> str:
    return server.uri.replace("bolt:", f"{scheme}:").replace("127.0.0.1", "localhost")


@pytest.mark.parametrize(
    ("scheme", "trusted", "enters"),
    [("bolt+s", True, True), ("bolt+s", False, False), ("bolt+ssc", False, True), ("bolt", True, False)],
)
def test_a_certificate_is_checked(
    guarded: LocalNeo4j, certificates: Path, scheme: str, trusted: bool, enters: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "ca.pem"))
    if enters:
        store = open_store(by(guarded, scheme), secret=secret)
        assert store.seq() == 0
        store.close()
        return
    with pytest.raises(StoreError) as refused:
        open_store(by(guarded, scheme), secret=secret)
    assert refused.value.message == "store-unreachable"


def test_the_password_is_nowhere_to_be_seen(guarded: LocalNeo4j, tmp_path: Path) -> None:
    """In nothing that commands say, whether they work, fail or are told a wrong one; and in no file that they write."""
    folder = make_office(tmp_path / "office")
    settings = folder / "whoknows.toml"
    settings.write_text(f'[store]\nurl = "{by(guarded, "bolt+ssc")}"\n' + settings.read_text(), encoding="utf-8")
    (tmp_path / "password").write_text(SECRET + "\n", encoding="utf-8")
    told = {"NEO4J_PASSWORD_FILE": str(tmp_path / "password"), "NEO4J_DEBUG": "", "PYTHONASYNCIODEBUG": "1"}
    commands = [["sync"], ["doctor"], ["doctor", "--json"], ["experts", "pomp"], ["backup", str(tmp_path / "b.tar")]]
    for command in commands:
        code, said, complained = program(*command, "-s", str(folder), **told)
        assert code in (0, 2, 3), complained
        assert SECRET not in said + complained
    wrong = SECRET + "-wrong"
    code, said, complained = program("doctor", "-s", str(folder), NEO4J_PASSWORD=wrong)
    assert code == 3
    assert "does not accept the user name and password" in complained
    assert wrong not in said + complained
    left = [file for file in folder.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]
    assert left == []


@pytest.mark.takes(120)
def test_a_dump_of_the_servers_own_tools_brings_everything_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, home, kept = make_office(tmp_path / "office"), tmp_path / "home", tmp_path / "kept"
    settings = (folder / "whoknows.toml").read_text(encoding="utf-8")
    kept.mkdir()

    def name(server: LocalNeo4j) -> None:
        url = f'[store]\nurl = "{server.uri}"\n'
        (folder / "whoknows.toml").write_text(url + settings, encoding="utf-8")

    home.mkdir()
    with started(home) as (server, _):
        name(server)
        assert run(["sync", "-s", str(folder)]) == 0
        graph = export(folder, "--derived")
    administer(home, "database", "dump", "neo4j", f"--to-path={kept}")
    other = tmp_path / "other"
    (other / "conf").mkdir(parents=True)
    (other / "conf" / "neo4j.conf").write_text("")
    administer(other, "database", "load", "neo4j", f"--from-path={kept}", "--overwrite-destination=true")
    with started(other) as (server, _):
        name(server)
        assert export(folder, "--derived") == graph
        assert run(["reindex", "-s", str(folder)]) == 0
        assert run(["experts", "pomp", "-s", str(folder)]) == 0
