"""A real MediaWiki 1.39 on loopback for tests, from the Debian packages that ``make ci-parts`` installs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

TREE = Path("/usr/share/mediawiki")
ADMIN, PASSWORD = "Admin", "a long secret of tests 7"
SETTINGS = """
$wgCacheDirectory = "{folder}/cache";
$wgMainCacheType = CACHE_NONE;
$wgSessionCacheType = CACHE_DB;
$wgJobRunRate = 0;
$wgPasswordAttemptThrottle = false;
$wgRateLimits = [];
$wgEnableUploads = false;
$wgGroupPermissions['sysop']['deleterevision'] = true;
$wgGroupPermissions['sysop']['deletelogentry'] = true;
$wgGroupPermissions['*']['createaccount'] = false;
"""


def is_there() -> bool:
    """True when PHP and MediaWiki are installed."""
    return (TREE / "api.php").is_file() and shutil.which("php") is not None


class MediaWikiServer:
    """One wiki in a folder of its own; `edit` and the like act as a named account."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tree = folder / "wiki"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}/api.php"
        self._process: subprocess.Popen[bytes] | None = None
        self._sessions: dict[str, Session] = {}

    def start(self) -> None:
        """Copy the tree, install with SQLite, serve. Raises CalledProcessError with what the installer said."""
        subprocess.run(
            ["cp", "-rL", str(TREE), str(self.tree)], check=False, stderr=subprocess.DEVNULL
        )  # Debian has dangling links
        (self.tree / "LocalSettings.php").unlink(missing_ok=True)
        (self.folder / "cache").mkdir()
        arguments = {
            "dbtype": "sqlite",
            "dbpath": str(self.folder / "data"),
            "dbname": "house",
            "pass": PASSWORD,
            "server": f"http://127.0.0.1:{self.port}",
            "scriptpath": "",
        }
        options = [f"--{name}={value}" for name, value in arguments.items()]
        self._php("maintenance/install.php", *options, "House wiki", ADMIN)
        with (self.tree / "LocalSettings.php").open("a") as settings:
            settings.write(SETTINGS.replace("{folder}", str(self.folder)))
        self._serve()

    def _serve(self) -> None:
        command = ["php", "-S", f"127.0.0.1:{self.port}", "-t", str(self.tree)]
        quiet = subprocess.DEVNULL
        environment = {**os.environ, "PHP_CLI_SERVER_WORKERS": "2"}
        self._process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, start_new_session=True)
        self._wait()

    def stop(self) -> None:
        """End the server with its workers, by its own process group."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(10)

    def add_user(self, name: str) -> None:
        self._php("maintenance/createAndPromote.php", name, PASSWORD)

    def bot_password(self, name: str) -> tuple[str, str]:
        """User and password with which a program may read as this account."""
        said = self._php("maintenance/createBotPassword.php", "--appid", "reader", "--grants", "basic", name)
        return f"{name}@reader", said.split("password:'")[1].split("'")[0] if "password:'" in said else _password(said)

    def make_private(self) -> None:
        with (self.tree / "LocalSettings.php").open("a") as settings:
            settings.write("$wgGroupPermissions['*']['read'] = false;\n")
        self.stop()  # PHP keeps compiled settings for some seconds.
        self._serve()

    def edit(self, user: str, title: str, text: str) -> int:
        """Write a page; gives the number of the new revision."""
        said = self.act(user, action="edit", title=title, text=text, summary="test")
        return int(said["edit"].get("newrevid", 0))

    def act(self, user: str, **fields: str) -> dict[str, Any]:
        """One writing action of the API as this account."""
        if user not in self._sessions:
            self._sessions[user] = Session(self.url, user)
        return self._sessions[user].act(fields)

    def titles(self) -> list[str]:
        """The articles."""
        asked = urllib.parse.urlencode(
            {"action": "query", "list": "allpages", "aplimit": "500", "format": "json", "formatversion": "2"}
        )
        with urllib.request.urlopen(f"{self.url}?{asked}", timeout=60) as answer:
            return [page["title"] for page in json.load(answer)["query"]["allpages"]]

    def dump(self) -> str:
        """The XML dump with history that the wiki makes itself."""
        return self._php("maintenance/dumpBackup.php", "--full", "--quiet")

    def _php(self, script: str, *arguments: str) -> str:
        command = ["php", str(self.tree / script), *arguments]
        done = subprocess.run(command, cwd=self.tree, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{script}: {done.stdout[-2000:]} {done.stderr[-2000:]}")
        return done.stdout

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("MediaWiki did not start within a minute")


class Session:
    """One account that is signed in."""

    def __init__(self, url: str, user: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        token = self._ask({"action": "query", "meta": "tokens", "type": "login"})["query"]["tokens"]["logintoken"]
        said = self._ask({"action": "login", "lgname": user, "lgpassword": PASSWORD, "lgtoken": token})
        assert said["login"]["result"] == "Success", said
        self._token = self._ask({"action": "query", "meta": "tokens"})["query"]["tokens"]["csrftoken"]

    def act(self, fields: Mapping[str, str]) -> dict[str, Any]:
        said = self._ask({**fields, "token": self._token})
        assert "error" not in said, said
        return said

    def _ask(self, fields: Mapping[str, str]) -> dict[str, Any]:
        body = urllib.parse.urlencode({**fields, "format": "json", "formatversion": "2"}).encode()
        with self._opener.open(self._url, body, timeout=60) as answer:
            said: dict[str, Any] = json.load(answer)
        return said


def _password(said: str) -> str:
    return said.strip().split("'")[-2] if "'" in said else said.rsplit(maxsplit=1)[-1]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
