"""Signing in and out: the whole way to a provider on loopback and back, and how sessions live and end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import RSAKey

from graph import sessions
from graph.audit import AuditedAct, read_audit
from graph.facts import Account, Fact
from graph.sessions import hash_of
from tests.api.keys import account, person
from tests.api.signed_site import HOME, Browser, SignedSite, signed_site
from tests.api.small_facts import FIELD_WORKERS, facts
from tests.api.small_site import make_app, make_site
from tests.oidc_provider import EVENT, LoopbackProvider, serving_provider


@pytest.fixture(scope="module")
def provider() -> Iterator[LoopbackProvider]:
    with serving_provider() as listening:
        yield listening


@pytest.fixture
def at(tmp_path: Path, provider: LoopbackProvider) -> Iterator[SignedSite]:
    provider.said.clear()
    site = make_site(tmp_path)
    yield signed_site(site, provider)
    site.store.close()


# --- the way in -------------------------------------------------------------------------------------------------------


def test_who_is_not_signed_in_is_shown_where_to_sign_in_and_programs_get_a_401(at: SignedSite) -> None:
    browser = at.browser()
    answer = browser.get("/search?q=tank")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?back=%2Fsearch%3Fq%3Dtank")
    page = browser.get(answer.headers["location"])
    assert page.status_code == 200
    assert 'href="/sign-in/start?back=%2Fsearch%3Fq%3Dtank"' in page.text
    refused = browser.get("/api/people")
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")
    assert (refused.json()["message"], refused.headers["www-authenticate"]) == ("sign-in-needed", "Bearer")


def test_the_whole_way_in_leads_back_to_the_page_that_was_asked_for(at: SignedSite) -> None:
    browser = at.browser()
    answer = browser.sign_in(back="/search?q=tank")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=tank")
    assert browser.name == "Maaike de Smit"
    assert "Maaike de Smit" in browser.get("/").text


def test_the_provider_is_asked_for_a_code_with_pkce_state_and_nonce(at: SignedSite) -> None:
    asked = at.browser().start()
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == f"{HOME}/sign-in/callback"
    assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))
    other = at.browser().start()
    assert all(asked[name] != other[name] for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site_afterwards(at: SignedSite, back: str) -> None:
    assert at.browser().sign_in(back=back).headers["location"] == "/"


def test_the_session_is_in_a_host_cookie_that_no_script_reads(at: SignedSite) -> None:
    set_cookie = at.browser().sign_in().headers.get_list("set-cookie")
    told = next(each for each in set_cookie if each.startswith("__Host-session="))
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= {part.strip() for part in told.split(";")}
    assert "Domain" not in told


def test_the_page_of_a_chosen_person_does_not_exist(at: SignedSite) -> None:
    browser = at.browser()
    browser.sign_in(realm={"roles": ["wk-operator"]})
    browser.http.cookies.set("as", person("tunde"))
    assert [browser.get("/as").status_code, browser.get("/api/as").status_code] == [404, 404]
    assert browser.http.post("/as", data={"person": person("tunde")}, headers={"origin": HOME}).status_code == 404
    assert browser.name == "Maaike de Smit"


# --- who it is --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", ["nobody", "Maaike", "Maaike de Smit", "maaike@example.org", "gone", ""])
def test_a_person_is_found_by_their_id_alone_and_not_when_they_left(at: SignedSite, subject: str) -> None:
    browser = at.browser()
    answer = browser.sign_in(sub=subject, name="Maaike de Smit", email="maaike@example.org", email_verified=True)
    assert answer.status_code in (400, 403)
    assert browser.name is None
    if subject:
        assert "the service desk, 4400" in answer.text


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"email": "MAAIKE@example.org", "email_verified": True}, "Maaike de Smit"),
        ({"email": "maaike@example.org", "email_verified": False}, None),
        ({"email": "maaike@example.org", "email_verified": "true"}, None),
        ({"email": "maaike@example.org"}, None),
        ({"email": ["maaike@example.org"], "email_verified": True}, None),
        ({"email": "gone@example.org", "email_verified": True}, None),
        ({"name": "Maaike de Smit", "email_verified": True}, None),
    ],
)
def test_an_address_counts_when_it_is_verified(at: SignedSite, claims: dict[str, object], name: str | None) -> None:
    by_address = signed_site(at.site, at.provider, claim="email", matches="address")
    browser = by_address.browser()
    browser.sign_in(sub="something else", **claims)
    assert browser.name == name


def test_an_address_that_two_colleagues_have_is_nobodys(at: SignedSite) -> None:
    shared = Account(account("twin"), "people", "twin", "Twin", emails=("maaike@example.org",), anchor=True)
    with at.site.store.writer() as writer:
        writer.put(Fact(shared), "run-2")
    browser = signed_site(at.site, at.provider, claim="email", matches="address").browser()
    browser.sign_in(email="maaike@example.org", email_verified=True)
    assert browser.name is None


# --- replays and strangers --------------------------------------------------------------------------------------------


def test_a_code_and_a_state_are_good_once(at: SignedSite) -> None:
    browser = at.browser()
    asked = browser.start()
    token = at.provider.sign(at.provider.claims(asked["nonce"], at.clock()))
    kept = dict(browser.http.cookies)
    assert browser.come_back(asked, token).status_code == 303
    again = at.browser()
    for name, value in kept.items():
        again.http.cookies.set(name, value)
    assert again.come_back(asked, token).status_code == 400
    assert again.name is None


def test_an_attempt_belongs_to_the_browser_that_began_it(at: SignedSite) -> None:
    asked, victim = at.browser().start(), at.browser()
    token = at.provider.sign(at.provider.claims(asked["nonce"], at.clock()))
    assert victim.come_back(asked, token).status_code == 400
    assert victim.name is None


def test_an_attempt_ends_after_ten_minutes(at: SignedSite) -> None:
    browser = at.browser()
    asked = browser.start()
    at.clock.at += 601
    token = at.provider.sign(at.provider.claims(asked["nonce"], at.clock()))
    assert browser.come_back(asked, token).status_code == 400


def test_two_tabs_sign_in_at_the_same_time(at: SignedSite) -> None:
    browser = at.browser()
    first, second = browser.start("/topics"), browser.start("/people")
    for asked, page in ((first, "/topics"), (second, "/people")):
        token = at.provider.sign(at.provider.claims(asked["nonce"], at.clock()))
        assert browser.come_back(asked, token).headers["location"] == page


@pytest.mark.parametrize("changed", [{"iss": "https://other.example"}, {"iss": ""}, {"code": ""}, {"error": "x"}])
def test_an_answer_of_another_provider_or_without_a_code_signs_nobody_in(
    at: SignedSite, changed: dict[str, str]
) -> None:
    browser = at.browser()
    asked = browser.start()
    token = at.provider.sign(at.provider.claims(asked["nonce"], at.clock()))
    assert browser.come_back(asked, token, **changed).status_code in (400, 403)
    assert browser.name is None


def test_the_provider_may_be_away(at: SignedSite) -> None:
    browser = at.browser()
    browser.sign_in()
    at.provider.said["issuer"] = "https://other.example"
    away = SignedSite(at.site, at.provider, at.clock)
    answer = Browser(away, {"accept": "application/json"}).get("/sign-in/start")
    assert (answer.status_code, answer.json()["message"]) == (503, "sign-in-away")
    assert browser.name == "Maaike de Smit"


# --- keys -------------------------------------------------------------------------------------------------------------


def test_a_new_key_of_the_provider_is_fetched_and_made_up_keys_do_not_make_the_site_ask_again_and_again(
    at: SignedSite,
) -> None:
    at.browser().sign_in()
    at.provider.keys.insert(0, RSAKey.generate_key(2048, {"kid": "two", "use": "sig"}))
    at.clock.at += 40
    browser = at.browser()
    browser.sign_in()
    assert browser.name == "Maaike de Smit"
    before = at.provider.asked.count("/keys")
    for _ in range(5):
        asked = browser.start()
        token = at.provider.sign(at.provider.claims(asked["nonce"], at.clock()), kid="made up")
        assert browser.come_back(asked, token).status_code == 400
    assert at.provider.asked.count("/keys") == before
    at.provider.keys[:] = at.provider.keys[-1:]


# --- how a session lives ----------------------------------------------------------------------------------------------


def test_a_session_holds_in_another_process_and_after_a_restart(at: SignedSite) -> None:
    browser = at.browser()
    asked = browser.start()
    elsewhere = Browser(at, {}, make_app(at.site))
    elsewhere.http.cookies = browser.http.cookies
    elsewhere.come_back(asked, at.provider.sign(at.provider.claims(asked["nonce"], at.clock())))
    later = Browser(at, {}, make_app(at.site))
    later.http.cookies = elsewhere.http.cookies
    assert (elsewhere.name, later.name) == ("Maaike de Smit", "Maaike de Smit")


@pytest.mark.parametrize(
    ("step", "steps", "name"), [(14_399, 2, "Maaike de Smit"), (14_401, 1, None), (10_000, 5, None)]
)
def test_a_session_ends_when_it_is_not_used_and_at_the_latest_after_half_a_day(
    at: SignedSite, step: int, steps: int, name: str | None
) -> None:
    browser = at.browser()
    browser.sign_in()
    for _ in range(steps):
        at.clock.at += step
        found = browser.name
    assert found == name


def test_signing_in_gives_a_new_session_and_ends_the_old_one(at: SignedSite) -> None:
    browser = at.browser()
    browser.sign_in()
    old = browser.http.cookies["__Host-session"]
    browser.sign_in()
    assert browser.http.cookies["__Host-session"] != old
    assert sessions.find(at.site.store.ledger, hash_of(old)) is None


@pytest.mark.parametrize("made_up", ["", "x", "%C3%A9", "a" * 5000, "0" * 43])
def test_a_made_up_session_is_nobodys(at: SignedSite, made_up: str) -> None:
    answer = at.browser(cookie=f"__Host-session={made_up}; session={made_up}").get("/api/me")
    assert answer.status_code == 401


def test_a_session_ends_with_the_next_request_of_who_has_left(at: SignedSite) -> None:
    browser = at.browser()
    browser.sign_in()
    for fact in facts():
        if fact.node.key == account("maaike"):
            assert isinstance(fact.node, Account)
            with at.site.store.writer() as writer:
                writer.put(replace(fact, node=replace(fact.node, left=at.clock() - 1)), "run-2")
    at.clock.at += 1
    assert browser.name is None
    assert not list(sessions.all_sessions(at.site.store.ledger))


def test_an_upload_of_nobody_is_not_read(at: SignedSite) -> None:
    def never_ending() -> Iterator[bytes]:
        yield b"--x\r\n"
        raise AssertionError("the body was read")

    def sent(browser: Browser) -> int:
        headers = {"content-type": "multipart/form-data; boundary=x", "content-length": "3000000", "origin": HOME}
        return browser.http.post("/api/me/photo", content=never_ending(), headers=headers).status_code

    assert sent(at.browser()) == 401


# --- the way out ------------------------------------------------------------------------------------------------------


def test_who_is_forgotten_is_signed_out_in_the_same_second_and_keeps_the_receipt(at: SignedSite) -> None:
    browser = at.browser()
    browser.sign_in()
    kept = browser.http.cookies["__Host-session"]
    sure = {"origin": HOME, "content-type": "application/x-www-form-urlencoded"}
    answer = browser.http.post(f"/erasures/{person('maaike')}", content="sure=yes", headers=sure)
    assert answer.status_code == 303
    browser.http.cookies.set("__Host-session", kept)
    assert browser.name is None
    for reader in (browser, at.browser()):
        assert "Receipt of an erasure" in reader.get(answer.headers["location"]).text


def test_signing_out_ends_the_session_here_and_goes_on_to_the_provider(at: SignedSite) -> None:
    browser = at.browser()
    browser.sign_in()
    kept = browser.http.cookies["__Host-session"]
    answer = browser.post("/sign-out")
    place = urlsplit(answer.headers["location"])
    asked = dict(parse_qsl(place.query))
    assert (answer.status_code, place.path) == (303, "/logout")
    assert answer.headers["clear-site-data"] == '"storage"'
    assert (asked["post_logout_redirect_uri"], asked["id_token_hint"].count(".")) == (f"{HOME}/signed-out", 2)
    browser.http.cookies.set("__Host-session", kept)
    assert browser.name is None
    assert browser.get("/signed-out").status_code == 200


def test_forms_may_lead_to_the_provider_and_nowhere_else(at: SignedSite) -> None:
    policy = at.browser().get("/sign-in").headers["content-security-policy"]
    assert f"form-action 'self' {at.provider.issuer};" in policy
    assert "unsafe" not in policy


def logout_token(at: SignedSite, **changed: object) -> str:
    claims = {"sub": "maaike", "sid": "session-1", "jti": "1", "events": {EVENT: {}}, "nonce": None, "at_hash": None}
    return at.provider.sign(at.provider.claims("", at.clock(), **(claims | changed)), typ="logout+jwt")


def tell(at: SignedSite, token: str) -> int:
    form = {"content-type": "application/x-www-form-urlencoded"}
    program = at.browser(accept="*/*")
    return program.http.post("/sign-in/back-channel", content=f"logout_token={token}", headers=form).status_code


@pytest.mark.parametrize("changed", [{}, {"sub": None}, {"sid": None}, {"exp": None}])
def test_the_provider_ends_a_session_by_its_own_session_or_by_the_subject(
    at: SignedSite, changed: dict[str, object]
) -> None:
    browser, other = at.browser(), at.browser()
    browser.sign_in()
    other.sign_in(sub="tunde", sid="session-2")
    assert tell(at, logout_token(at, **changed)) == 200
    assert (browser.name, other.name) == (None, "Tunde Okafor")


@pytest.mark.parametrize(
    "changed",
    [
        {"events": {}}, {"events": None}, {"events": {EVENT: "x"}}, {"nonce": "n"}, {"jti": None}, {"iss": "https://x"},
        {"aud": "other"}, {"iat": 1}, {"exp": 1}, {"sub": None, "sid": None}, {"sub": ["maaike"]}, {"iat": None},
    ],
)  # fmt: skip
def test_what_is_no_logout_token_ends_nothing(at: SignedSite, changed: dict[str, object]) -> None:
    browser = at.browser()
    browser.sign_in()
    assert tell(at, logout_token(at, **changed)) == 400
    assert browser.name == "Maaike de Smit"


def test_a_logout_token_is_good_once_and_an_id_token_is_none(at: SignedSite) -> None:
    token = logout_token(at)
    assert [tell(at, token), tell(at, token)] == [200, 400]
    assert tell(at, at.provider.sign(at.provider.claims("n", at.clock()))) == 400


# --- roles ------------------------------------------------------------------------------------------------------------


def test_a_change_of_roles_is_audited_when_somebody_signs_in(at: SignedSite) -> None:
    for roles in (["wk-curator"], ["wk-curator"], ["wk-operator", "unknown"]):
        at.clock.at += 1
        at.browser().sign_in(realm={"roles": roles})
    found = read_audit(at.site.store.ledger)
    assert [(each.act, each.about) for each in found] == [(AuditedAct.ROLES_CHANGED, person("maaike"))]
    assert found[0].details == {"had": "colleague, curator", "has": "colleague, operator"}


@pytest.mark.parametrize("claimed", [None, "wk-curator-not", {"roles": {"wk-curator": True}}, [["wk-curator"]], 7])
def test_a_role_claim_that_is_not_understood_gives_no_role(at: SignedSite, claimed: object) -> None:
    browser = at.browser()
    browser.sign_in(realm=claimed)
    assert browser.get("/api/curation").status_code == 403


def test_a_group_of_the_directory_gives_a_role_as_well(at: SignedSite) -> None:
    member, other = at.browser(), at.browser()
    member.sign_in(sub=next(iter(FIELD_WORKERS)))
    other.sign_in()
    assert [each.get("/api/curation").status_code for each in (member, other)] == [200, 403]
