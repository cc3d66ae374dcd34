"""An identity provider on loopback: it signs whatever a test wants, and checks what it is asked as a real one would."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey
from joserfc.jws import JWSRegistry

CLIENT, SECRET = "whoknows", "a secret of the client"
ACCESS = "an access token"
EVENT = "http://schemas.openid.net/event/backchannel-logout"
EVERY = ["RS256", "ES256", "HS256", "none", "PS256"]


def half_hash(text: str) -> str:
    """The claim `at_hash` of an access token."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


@dataclass
class LoopbackProvider:
    """What the provider says and counts. `codes` are the answers of its token endpoint, each good once."""

    issuer: str = ""
    keys: list[Key] = field(default_factory=lambda: [RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})])
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    now: Callable[[], int] = lambda: 0

    def sign(self, claims: Mapping[str, Any], key: Key | None = None, **header: Any) -> str:
        """A token with these claims, by the first key unless another is given."""
        used = key or self.keys[0]
        told = {"alg": "ES256" if isinstance(used, ECKey) else "RS256", "kid": used.kid, **header}
        told = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(told, dict(claims), used, registry=JWSRegistry(algorithms=EVERY, strict_check_header=False))

    def claims(self, asked: str, now: int, **changed: Any) -> dict[str, Any]:
        """The claims of an honest ID token for the person `maaike` and this nonce; None leaves one out."""
        honest = {
            "iss": self.issuer, "aud": CLIENT, "sub": "maaike", "iat": now, "exp": now + 300, "nonce": asked,
            "at_hash": half_hash(ACCESS), "sid": "session-1",
        }  # fmt: skip
        return {name: value for name, value in (honest | changed).items() if value is not None}

    def grant(self, asked: Mapping[str, str], id_token: str, code: str = "the code") -> str:
        """Let this code be exchanged for an ID token, by who knows the verifier of what was asked."""
        self.codes[code] = {"access_token": ACCESS, "token_type": "Bearer", "id_token": id_token}
        self.challenges[code] = asked["code_challenge"]
        return code

    def approve(self, asked: Mapping[str, str]) -> str:
        """The address by which somebody returns whom this provider knows already, as `maaike`."""
        code = self.grant(asked, self.sign(self.claims(asked["nonce"], self.now())), code=asked["state"])
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/logout",
            "id_token_signing_alg_values_supported": EVERY,
            "authorization_response_iss_parameter_supported": True,
        } | self.said

    def exchange(self, form: Mapping[str, list[str]], authorization: str) -> tuple[int, dict[str, Any]]:
        """The answer of the token endpoint."""
        code, verifier = form.get("code", [""])[0], form.get("code_verifier", [""])[0]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
        if [*map(unquote_plus, given)] != [CLIENT, SECRET]:
            self.wrong.append("client")
        if code not in self.codes or digest != self.challenges[code] or self.wrong:
            return 400, {"error": "invalid_grant"}
        return 200, self.codes.pop(code)


def _handler(provider: LoopbackProvider) -> type[BaseHTTPRequestHandler]:
    class ProviderHandler(BaseHTTPRequestHandler):
        wbufsize = 65_536  # one packet: two small ones would wait 40 ms for each other

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            if path == "/.well-known/openid-configuration":
                self._answer(200, provider.metadata())
            elif path == "/keys":
                self._answer(200, {"keys": [key.as_dict(private=False) for key in provider.keys]})
            elif path == "/authorize":
                self._go_on(provider.approve(dict(parse_qsl(urlsplit(self.path).query))))
            elif path == "/logout":
                self._go_on(dict(parse_qsl(urlsplit(self.path).query))["post_logout_redirect_uri"])
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            self._answer(*provider.exchange(form, self.headers.get("authorization", "")))

        def _go_on(self, address: str) -> None:
            self.send_response(302)
            self.send_header("location", address)
            self.send_header("content-length", "0")
            self.end_headers()

        def _answer(self, status: int, said: Mapping[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return ProviderHandler


@contextmanager
def serving_provider() -> Iterator[LoopbackProvider]:
    """A provider that listens until the block ends."""
    provider = LoopbackProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
