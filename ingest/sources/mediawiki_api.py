"""Answers of MediaWiki's api.php. Queries with their continuations, and signing in with a bot password."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.contract import SourceError
from ingest.http import Http

MOST_STEPS = 100_000
"""A continuation that goes on for ever is a fault of the server."""


class WikiApi:
    """Questions to one wiki. Raises SourceError for whatever it cannot answer."""

    def __init__(self, http: Http, url: str) -> None:
        self._http = http
        self._url = url

    def ask(self, **params: object) -> dict[str, Any]:
        """One query; `None` leaves a parameter out. Waits when the server says that its copies lag (maxlag)."""
        sent = {name: str(value) for name, value in params.items() if value is not None}
        sent |= {"format": "json", "formatversion": "2", "curtimestamp": "1"}
        return self._read(self._http.get(self._url, sent).body)

    def steps(self, start: Mapping[str, object] | None = None, **params: object) -> Iterator[dict[str, Any]]:
        """Every answer of a query, until the server has no more to say."""
        going: dict[str, object] = dict(start or {})
        for _ in range(MOST_STEPS):
            answer = self.ask(action="query", **{**params, **going})
            yield answer
            going = dict(answer.get("continue") or {})
            if not going:
                return
        raise SourceError("mediawiki-never-ends", url=self._url)

    def sign_in(self, user: str, password: str) -> None:
        """Sign in with a bot password (Special:BotPasswords), ``Name@Bot``."""
        token = self.ask(action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
        form = {
            "action": "login",
            "lgname": user,
            "lgpassword": password,
            "lgtoken": str(token),
            "format": "json",
            "formatversion": "2",
        }
        said = self._read(self._http.post(self._url, form).body).get("login", {})
        if said.get("result") != "Success":
            raise SourceError(
                "mediawiki-login-refused", user=user, reason=str(said.get("reason") or said.get("result"))
            )

    def _read(self, body: bytes) -> dict[str, Any]:
        try:
            said = json.loads(body)
        except ValueError as error:
            raise SourceError("mediawiki-no-api", url=self._url) from error
        if not isinstance(said, dict):
            raise SourceError("mediawiki-no-api", url=self._url)
        error_said = said.get("error")
        if isinstance(error_said, dict):
            code = str(error_said.get("code"))
            message = "mediawiki-needs-login" if code == "readapidenied" else "mediawiki-refused"
            raise SourceError(message, url=self._url, code=code, reason=str(error_said.get("info")))
        return said
