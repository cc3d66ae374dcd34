"""Tokens for programs: what they may, until when, and who sees and revokes them; and the audit of all that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.tokens import make_token
from graph.audit import AuditedAct, read_audit
from tests.api.keys import document, person
from tests.api.signed_site import HOME, Browser, SignedSite, signed_site
from tests.api.small_site import make_site
from tests.oidc_provider import LoopbackProvider, serving_provider


@pytest.fixture(scope="module")
def provider() -> Iterator[LoopbackProvider]:
    with serving_provider() as listening:
        yield listening


@pytest.fixture
def at(tmp_path: Path, provider: LoopbackProvider) -> Iterator[SignedSite]:
    site = make_site(tmp_path)
    yield signed_site(site, provider)
    site.store.close()


def signed_in(at: SignedSite, who: str = "maaike", *roles: str) -> Browser:
    browser = at.browser(accept="application/json")
    browser.sign_in(sub=who, realm={"roles": list(roles)})
    return browser


def make(browser: Browser, *scopes: str, **asked: Any) -> httpx.Response:
    params = {"label": "reports", "scope": list(scopes), **asked}
    return browser.http.post("/api/me/tokens", params=params, headers={"origin": HOME})


def with_token(at: SignedSite, secret: str, path: str, method: str = "GET") -> httpx.Response:
    program = at.browser(accept="application/json", authorization=f"Bearer {secret}")
    return program.http.request(method, path)


def test_a_token_is_for_what_its_scopes_say_in_the_name_of_its_owner(at: SignedSite) -> None:
    secret = make(signed_in(at), "read").json()["secret"]
    assert secret.startswith("whoknows_")
    assert with_token(at, secret, "/api/me").json()["name"] == "Maaike de Smit"
    refused = with_token(at, secret, "/api/me/pause", "POST")
    assert (refused.status_code, refused.json()["message"]) == (403, "token-without-scope")
    assert with_token(at, secret, "/api/about").status_code == 200


def test_a_token_needs_no_origin_and_is_no_cookie(at: SignedSite) -> None:
    secret = make(signed_in(at), "say").json()["secret"]
    assert with_token(at, secret, "/api/me/pause", "POST").status_code == 200
    both = signed_in(at)
    answer = both.http.post(
        "/api/me/pause", headers={"authorization": "Bearer made-up", "origin": "https://evil.example"}
    )
    assert (answer.status_code, answer.json()["message"]) == (401, "token-not-good")
    assert with_token(at, secret, "/people").status_code == 401


def test_a_token_reads_what_its_owner_may_read(at: SignedSite) -> None:
    hers, his = (make(signed_in(at, who), "read").json()["secret"] for who in ("maaike", "tunde"))
    secret = f"/api/documents/{document('secret')}"
    assert [with_token(at, each, secret).status_code for each in (hers, his)] == [404, 200]


def test_a_token_is_for_something(at: SignedSite) -> None:
    assert make(signed_in(at), "").json()["message"] == "token-scope-missing"


@pytest.mark.parametrize("scope", ["erase", "tokens", "ask-as", "push", "everything"])
def test_no_token_is_for_more_than_a_program_needs(at: SignedSite, scope: str) -> None:
    answer = make(signed_in(at), scope)
    assert (answer.status_code, answer.json()["message"]) == (400, "token-scope-unknown")


def test_a_token_makes_and_sees_no_tokens(at: SignedSite) -> None:
    secret = make(signed_in(at), "read", "say").json()["secret"]
    assert [with_token(at, secret, "/api/me/tokens", each).status_code for each in ("GET",)] == [403]
    assert with_token(at, secret, "/api/me/tokens?label=x&scope=read", "POST").status_code == 403


def test_a_token_ends_after_its_days(at: SignedSite) -> None:
    secret = make(signed_in(at), "read", days=2).json()["secret"]
    at.clock.at += 2 * 86_400 - 1
    assert with_token(at, secret, "/api/me").status_code == 200
    at.clock.at += 1
    assert with_token(at, secret, "/api/me").status_code == 401


def test_its_owner_alone_sees_and_revokes_it(at: SignedSite) -> None:
    hers, his = signed_in(at), signed_in(at, "tunde")
    made = make(hers, "read").json()
    revoke = f"/api/me/tokens/{made['token']['id']}/revoke"
    assert his.get("/api/me/tokens").json() == {"tokens": [], "scopes": ["read", "say"]}
    assert his.post(revoke).status_code == 404
    listed = hers.get("/api/me/tokens")
    assert [each["label"] for each in listed.json()["tokens"]] == ["reports"]
    assert made["secret"] not in listed.text
    assert hers.post(revoke).json()["tokens"] == []
    assert with_token(at, made["secret"], "/api/me").status_code == 401
    assert hers.post(revoke).status_code == 404


def test_a_token_has_the_roles_of_its_owner_as_they_were_at_the_last_sign_in(at: SignedSite) -> None:
    secret = make(signed_in(at, "maaike", "wk-curator"), "curate", "read", days=90).json()["secret"]
    assert with_token(at, secret, "/api/curation").status_code == 200
    at.clock.at += 1
    signed_in(at, "maaike")
    at.clock.at += 1
    assert with_token(at, secret, "/api/curation").status_code == 403
    signed_in(at, "maaike", "wk-curator")
    at.clock.at += 31 * 86_400
    assert [with_token(at, secret, each).status_code for each in ("/api/curation", "/api/me")] == [403, 200]


def test_a_program_with_a_token_of_its_own_reads_nothing(at: SignedSite) -> None:
    made = make_token(at.site.store.ledger, "service:crm", "crm", ("push",), 90, at.clock(), "operator")
    assert [with_token(at, made.secret, each).status_code for each in ("/api/me", "/api/audit", "/api/about")] == [
        403, 403, 200,
    ]  # fmt: skip


def test_nobody_has_more_than_fifty_tokens(at: SignedSite) -> None:
    browser = signed_in(at)
    for _ in range(50):
        make(browser, "read")
    assert make(browser, "read").json()["message"] == "tokens-too-many"


def test_the_audit_is_for_the_privacy_officer_and_the_operator_and_holds_no_secret(at: SignedSite) -> None:
    browser = signed_in(at)
    made = make(browser, "read").json()
    browser.post(f"/api/me/tokens/{made['token']['id']}/revoke")
    assert browser.get("/api/audit").status_code == 403
    for role in ("wk-operator", "wk-privacy-officer"):
        answer = signed_in(at, "tunde", role).get("/api/audit?limit=500")
        told = [(each["act"], each["by"]) for each in answer.json()["entries"]]
        assert sorted(told)[-2:] == [("token-made", person("maaike")), ("token-revoked", person("maaike"))]
        assert made["secret"] not in answer.text
    assert AuditedAct.TOKEN_MADE in {each.act for each in read_audit(at.site.store.ledger)}
