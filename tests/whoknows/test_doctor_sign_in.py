"""What `doctor` says about sign-in, at a real provider on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api.small_facts import fill
from tests.oidc_provider import LoopbackProvider, serving_provider
from whoknows.commands.doctor_sign_in import sign_in_findings
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

SETTINGS = """
[site]
address = "https://who.example.org"
proxies = ["172.30.0.0/24"]

[sign-in]
issuer = "{issuer}"
client_id = "whoknows"
role_claim = "roles"

[sign-in.roles]
operator = ["wk-operator"]
curator = ["wk-curator"]
source-owner = ["wk-owner"]
insight = ["wk-insight"]
privacy-officer = ["wk-privacy"]

[[source]]
name = "people"
kind = "directory"
access = "everyone"
path = "people.csv"
"""
Said = Callable[..., dict[str, list[str]]]


@pytest.fixture(scope="module")
def provider() -> Iterator[LoopbackProvider]:
    with serving_provider() as listening:
        yield listening


@pytest.fixture
def said(tmp_path: Path, provider: LoopbackProvider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    monkeypatch.setenv("WHOKNOWS_LANG", "en")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "x")
    with ExitStack() as until_the_end:

        def findings(*changes: tuple[str, str]) -> dict[str, list[str]]:
            text = SETTINGS.format(issuer=provider.issuer)
            for before, after in changes:
                assert before in text or not before
                text = text.replace(before, after) if before else after
            (tmp_path / "whoknows.toml").write_text(text, encoding="utf-8")
            installation = until_the_end.enter_context(open_installation(load_settings(tmp_path)))
            fill(installation.store)
            found: dict[str, list[str]] = {}
            for each in sign_in_findings(installation):
                found.setdefault(each.about, []).append(f"{each.mark} {each.says}")
            return found

        yield findings


def test_what_is_well_is_said_in_a_line_each(said: Said) -> None:
    found = said()
    assert list(found) == ["sign-in", "roles", "proxies"]
    assert all(line.startswith("✓") for lines in found.values() for line in lines)


@pytest.mark.parametrize(
    ("before", "after", "about", "says"),
    [
        ('issuer = "http', 'issuer = "http://127.0.0.1:9" #', "sign-in", "! Nobody can sign in: the identity provider"),
        ('role_claim = "roles"', "", "roles", "! The role operator is for values of a claim"),
        ('["wk-insight"]', '["group:Nowhere"]', "roles", "! The role insight is for the group Nowhere"),
        ('["wk-insight"]', "[]", "roles", "· Nobody has these roles: insight."),
        ('["wk-operator"]', "[]", "roles", "! Nobody has these roles: operator."),
        ('"https://who.example.org"', '"http://127.0.0.1:8000"', "proxies", "! People reach the site at http://127"),
        ('proxies = ["172.30.0.0/24"]', "", "proxies", "! [site] has no `proxies`"),
        ('"172.30.0.0/24"', '"0.0.0.0/0"', "proxies", "! 0.0.0.0/0 in `proxies` is wide"),
        ('client_id = "whoknows"', 'client_id = "x"\ntrust_addresses = true', "sign-in", "· `trust_addresses` is on"),
    ],
)
def test_what_needs_attention_is_said(said: Said, before: str, after: str, about: str, says: str) -> None:
    assert any(line.startswith(says) for line in said((before, after))[about])


def test_a_client_without_its_secret_is_told(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OIDC_CLIENT_SECRET")
    assert said()["sign-in"][0].startswith("! There is no secret of the client. Put it in OIDC_CLIENT_SECRET")


def test_clocks_that_differ_are_told(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whoknows.commands.doctor_sign_in.now", lambda: 1_780_000_000)
    assert any(line.startswith("! The clocks of this machine") for line in said()["sign-in"])


def test_a_claim_that_the_provider_does_not_list_is_worth_knowing(said: Said, provider: LoopbackProvider) -> None:
    provider.said = {"claims_supported": ["iss", "email"]}
    assert said()["sign-in"] == [
        "· The provider does not list the claim sub that names people here, only email, iss. Where nobody can sign in, "
        "add a mapper for it, or correct `claim`."
    ]
    provider.said = {}


def test_a_development_sign_in_is_told_with_who_is_not_known(said: Said) -> None:
    people = '[[sign-in.development]]\nperson = "maaike"\n[[sign-in.development]]\nperson = "nobody"\n'
    source = SETTINGS[SETTINGS.index("[[source]]") :]
    first, second = said(("", people + source))["sign-in"]
    assert first.startswith("· This site has a development sign-in")
    assert second.startswith("! 1 of the people of [[sign-in.development]] are not in the people file")


def test_where_nobody_signs_in_nothing_is_said(said: Said) -> None:
    assert said(("", SETTINGS[SETTINGS.index("[[source]]") :])) == {}
