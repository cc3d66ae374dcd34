"""Forged, replayed and expired tokens and callbacks against a site with sign-in; commands and frames of other sites.

Every one is new: made with a seed, in a browser of its own, and after it nobody may be signed in. Now and then an
honest one is made in the same way, which has to be accepted: else nothing was tried.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey, RSAKey

from graph import sessions
from tests.api.routes import routes
from tests.api.signed_site import HOME, Browser, SignedSite, signed_site
from tests.api.small_site import make_site
from tests.oidc_provider import EVENT, SECRET, LoopbackProvider, serving_provider

Claims = dict[str, Any]
Forge = Callable[[Random, "LoopbackProvider", Claims, Claims], str]
HONEST_EACH = 50


@dataclass
class Forged:
    """How many were tried of each kind, which were accepted, and how many honest ones were refused."""

    tried: Counter[str] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)
    honest: int = 0
    honest_refused: int = 0


def _other(rng: Random, claims: Claims) -> Claims:
    """The same claims with one that is wrong, missing or of another type."""
    now = claims["iat"]
    name, value = rng.choice(
        [
            ("iss", "https://evil.example"), ("iss", claims["iss"] + "/"), ("iss", claims["iss"].upper()),
            ("iss", None),
            ("iss", [claims["iss"]]), ("aud", "other"), ("aud", ["other"]), ("aud", []), ("aud", None), ("aud", {}),
            ("aud", ["whoknows", "other"]), ("aud", "whoknows "), ("azp", "other"),
            ("exp", now - rng.randint(61, 10**6)),
            ("exp", None), ("exp", str(now + 300)), ("exp", True), ("exp", -1), ("exp", 1e300), ("iat", None),
            ("iat", now + rng.randint(61, 10**6)), ("iat", now - rng.randint(601, 10**6)), ("iat", "now"),
            ("nbf", now + rng.randint(61, 10**6)), ("nbf", "x"), ("nonce", None), ("nonce", ""), ("nonce", "other"),
            ("nonce", claims["nonce"][:-1]), ("nonce", [claims["nonce"]]), ("at_hash", "other"), ("at_hash", 7),
            ("sub", None), ("sub", 7), ("sub", ["maaike"]), ("sub", "nobody"), ("sub", "gone"), ("sub", ""),
            ("sub", "maaike\0"), ("sub", " maaike"), ("events", {EVENT: {}}), ("auth_time", "never"),
        ]
    )  # fmt: skip
    return {key: each for key, each in (claims | {name: value}).items() if each is not None}


def _wrong_claims(rng: Random, provider: LoopbackProvider, claims: Claims, keys: Claims) -> str:
    del keys
    return provider.sign(_other(rng, claims))


def _raw(header: Mapping[str, Any], claims: Mapping[str, Any], signature: bytes = b"") -> str:
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in parts)


def _unsigned(rng: Random, provider: LoopbackProvider, claims: Claims, keys: Claims) -> str:
    del keys
    header = {"alg": rng.choice(["none", "None", "NONE", "nOnE", "", None, "RS256"]), "kid": provider.keys[0].kid}
    return _raw(header, claims, rng.choice([b"", b"", b"x" * 256])).rstrip(rng.choice([".", ""]) or "~")


def _confused(rng: Random, provider: LoopbackProvider, claims: Claims, keys: Claims) -> str:
    del keys
    key = provider.keys[0]
    assert isinstance(key, RSAKey)
    secret = rng.choice([key.as_pem(private=False), key.as_der(private=False), SECRET.encode(), b""])
    text = _raw({"alg": "HS256", "kid": rng.choice([key.kid, None])}, claims).rstrip(".")
    signature = hmac.digest(secret, text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _other_key(rng: Random, provider: LoopbackProvider, claims: Claims, keys: Claims) -> str:
    key = rng.choice([keys["rsa"], keys["ec"]])
    header: dict[str, Any] = {"kid": rng.choice([provider.keys[0].kid, "two", None, "../../keys", "one\0"])}
    if rng.random() < 0.4:
        header["jwk"] = key.as_dict(private=False)
    if rng.random() < 0.2:
        header["jku"] = "https://evil.example/keys"
    return provider.sign(claims, key, **header)


def _damaged(rng: Random, provider: LoopbackProvider, claims: Claims, keys: Claims) -> str:
    del keys
    token = provider.sign(claims)
    head, body, signature = token.split(".")
    more = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "tunde"}).encode()).rstrip(b"=").decode()
    place = rng.randrange(len(token) - 2)  # the last characters may have bits that say nothing
    flipped = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    cut = token[: rng.randrange(len(token) - 4)]
    parts = [f"{head}.{more}.{signature}", f"{head}.{body}.", f"{head}.{body}", f"{head}.{body}.{signature[::-1]}"]
    return rng.choice(
        [*parts, flipped, cut, f"{token}.{signature}", "", ".", "..", "é.é.é", "a" * 20_000, "[]", "null"]
    )


def _odd_header(rng: Random, provider: LoopbackProvider, claims: Claims, keys: Claims) -> str:
    del keys
    odd: list[dict[str, Any]] = [
        {"crit": ["exp"], "exp": 1}, {"crit": ["made-up"]}, {"typ": "logout+jwt"}, {"b64": False, "crit": ["b64"]},
        {"alg": "PS256", "kid": "two"},
    ]  # fmt: skip
    key = provider.keys[0]
    assert isinstance(key, RSAKey)
    text = _raw({"alg": "RS256", "kid": key.kid} | rng.choice(odd), claims).rstrip(".")
    signature = key.private_key.sign(text.encode(), PKCS1v15(), SHA256())
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


FORGERIES: Mapping[str, Forge] = {
    "claims": _wrong_claims,
    "unsigned": _unsigned,
    "algorithm": _confused,
    "key": _other_key,
    "damaged": _damaged,
    "header": _odd_header,
}
CALLBACKS = ("state", "replayed state", "replayed code", "another browser", "issuer", "error", "late", "no cookie")


def forge(at: SignedSite, number: int, seed: int) -> Forged:
    """Try so many forgeries at this site."""
    rng, found = Random(seed), Forged()
    keys = {"rsa": RSAKey.generate_key(2048, {"kid": "one"}), "ec": ECKey.generate_key("P-256", {"kid": "one"})}
    kinds = [*FORGERIES, *CALLBACKS]
    for place in range(number):
        at.clock.at += 1
        if place % HONEST_EACH == 0:
            _try_honest(at, found, place)
        kind = kinds[place % len(kinds)]
        found.tried[kind] += 1
        before = {each.id for each in sessions.all_sessions(at.site.store.ledger)}
        _forge_token(at, rng, kind, keys, place) if kind in FORGERIES else _forge_callback(at, rng, kind, place)
        if {each.id for each in sessions.all_sessions(at.site.store.ledger)} - before:
            found.accepted.append(kind)
    return found


def _browser(at: SignedSite, place: int) -> Browser:
    """A browser at an address of its own, so that no limit of one address helps."""
    return at.browser(**{"x-forwarded-for": f"198.51.{place // 250 % 250}.{place % 250 + 1}"})


def _honest(at: SignedSite, asked: Mapping[str, str]) -> str:
    return at.provider.sign(at.provider.claims(asked["nonce"], at.clock()))


def _try_honest(at: SignedSite, found: Forged, place: int) -> None:
    browser = _browser(at, place)
    asked = browser.start()
    found.honest += 1
    found.honest_refused += browser.come_back(asked, _honest(at, asked)).status_code != 303


def _forge_token(at: SignedSite, rng: Random, kind: str, keys: Claims, place: int) -> None:
    browser = _browser(at, place)
    asked = browser.start()
    honest = at.provider.claims(asked["nonce"], at.clock())
    browser.come_back(asked, FORGERIES[kind](rng, at.provider, honest, keys))


def _forge_callback(at: SignedSite, rng: Random, kind: str, place: int) -> None:
    """An honest token with a callback that is not."""
    browser = _browser(at, place)
    asked = browser.start()
    token, changed = _honest(at, asked), {}
    if kind == "state":
        changed = {"state": rng.choice(["", "x", asked["state"][:-1], asked["state"] + "x", asked["nonce"]])}
    elif kind == "issuer":
        changed = {"iss": rng.choice(["", "https://evil.example", at.provider.issuer + "/"])}
    elif kind == "error":
        changed = {"error": "access_denied"}
    elif kind == "another browser":
        browser = _browser(at, place)
        browser.start()
    elif kind == "no cookie":
        browser.http.cookies.clear()
    elif kind == "late":
        at.clock.at += rng.randint(601, 5000)
    elif kind.startswith("replayed"):
        kept = dict(browser.http.cookies)
        browser.come_back(asked, token)
        at.site.store.ledger.set("replay", None)
        sessions.end_of_person(at.site.store.ledger, _person(at))
        browser.http.cookies.clear()
        for name, value in kept.items():
            browser.http.cookies.set(name, value)
        if kind == "replayed code":
            asked = browser.start() | {"code_challenge": asked["code_challenge"]}
    browser.come_back(asked, token, **changed)


def _person(at: SignedSite) -> str:
    assert at.site.sign_in is not None
    found = at.site.sign_in.person_of("maaike")
    assert found is not None
    return found


# --- commands from elsewhere ------------------------------------------------------------------------------------------

ELSEWHERE: tuple[Mapping[str, str], ...] = (
    {}, {"origin": "null"}, {"origin": "https://evil.example"}, {"origin": HOME + ".evil.example"},
    {"origin": HOME.replace("https", "http")}, {"origin": HOME + ":444"}, {"referer": "https://evil.example/" + HOME},
    {"origin": HOME, "sec-fetch-site": "cross-site"}, {"origin": HOME, "sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example", "referer": HOME + "/"},
    {"origin": HOME.replace("who.", "WHO.evil.")}, {"referer": HOME.replace("who.", "") + "/"},
    {"origin": "http://127.0.0.1:8000"}, {"origin": "https://localhost"}, {"origin": "file://"},
    {"origin": HOME + "@evil.example"}, {"origin": "https://evil.example#" + HOME}, {"origin": ""},
    {"origin": "who.example.org"},
    {"origin": "https://who.example.org.", "sec-fetch-site": "none"},
    {"sec-fetch-site": "same-site", "referer": HOME + "/"},
)  # fmt: skip
"""Headers of a command that no page of this site gave."""


def commands_from_elsewhere(at: SignedSite, routes: list[str]) -> tuple[int, list[str]]:
    """Give every command from elsewhere, in the browser of somebody with all roles; how many, and which were taken."""
    browser = at.browser()
    browser.sign_in(realm={"roles": [f"wk-{role}" for role in ("operator", "curator", "privacy-officer")]})
    tried, taken = 0, []
    for route in routes:
        at.clock.at += 1  # so that nobody asks too often
        for headers in ELSEWHERE:
            method, _, path = route.partition(" ")
            answer = browser.http.request(method, path, headers=dict(headers))
            tried += 1
            if answer.status_code != 403 or "set-cookie" in answer.headers:
                taken.append(f"{route} {headers} {answer.status_code}")
    if browser.name is None:
        taken.append("the session did not last")
    return tried, taken


FRAMES = ("iframe", "frame", "object", "embed")


def framed_elsewhere(at: SignedSite) -> tuple[int, list[str]]:
    """Ask every address of the site as a frame of another site's page; how many, and which a browser would show."""
    browser = at.browser()
    browser.sign_in(realm={"roles": [f"wk-{role}" for role in ("operator", "curator", "privacy-officer")]})
    tried, shown = 0, []
    for path in addresses_of(at):
        for frame in FRAMES:
            at.clock.at += 1  # so that nobody asks too often
            headers = browser.get(path, **{"sec-fetch-dest": frame, "sec-fetch-site": "cross-site"}).headers
            tried += 1
            policy = headers.get("content-security-policy", "")
            if headers.get("x-frame-options") != "DENY" or "frame-ancestors 'none'" not in policy:
                shown.append(f"{path} as {frame}: {policy}")
    return tried, shown


def addresses_of(at: SignedSite) -> list[str]:
    """Every address that can be read, about the person who signs in; a page that is not there; and a file."""
    named = sorted(route for route, _ in routes(at.app) if route.startswith("GET "))
    found = [re.sub(r"\{[^}]*\}", _person(at), route.partition(" ")[2]) for route in named]
    return [*found, "/nothing", "/static/site.css"]


def fuzz_sign_in(number: int, seed: int) -> bool:
    """Try so many forgeries, and every command from elsewhere; true when nothing was accepted."""
    with TemporaryDirectory() as folder, serving_provider() as provider:
        site = make_site(Path(folder))
        at = signed_site(site, provider)
        found = forge(at, number, seed)
        tried, taken = commands_from_elsewhere(at, commands_of(at))
        frames, framed = framed_elsewhere(at)
        site.store.close()
    print(f"{found.tried.total()} forged tokens and callbacks: {len(found.accepted)} accepted; {dict(found.tried)}")
    print(f"{found.honest} honest ones: {found.honest_refused} refused")
    print(f"{tried} commands from elsewhere: {len(taken)} taken")
    print(f"{frames} answers in frames of another site's page: {len(framed)} shown")
    for each in (*found.accepted, *taken, *framed)[:20]:
        print(f"  FAILED {each}")
    return not (found.accepted or found.honest_refused or taken or framed)


def commands_of(at: SignedSite) -> list[str]:
    """Every command of the site but the provider's own, with its address filled in."""
    named = sorted(route for route, _ in routes(at.app) if not route.startswith("GET "))
    return [re.sub(r"\{[^}]*\}", _person(at), route) for route in named if "back-channel" not in route]
