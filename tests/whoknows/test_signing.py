"""What the settings make of sign-in: people by id or address, roles by claims and by groups of the directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from api.asker import Asker
from api.policy import POLICY, Permission
from api.roles import Role
from api.site import Site
from graph.facts import Edge, EdgeKind, Fact, Group, GroupKind, SourceNode, key_of
from tests.api.keys import account, person
from tests.api.small_facts import facts, fill
from whoknows.settings import load_settings
from whoknows.signing import sign_in_of
from whoknows.site import make_site
from whoknows.wiring import Installation, open_installation

SETTINGS = """
[site]
address = "https://who.example.org"
proxies = ["10.0.0.0/8"]

[sign-in]
issuer = "https://id.example.org"
client_id = "whoknows"
{more}

[sign-in.roles]
operator = ["wk-operator"]
privacy-officer = ["group:Privacy office"]
curator = ["group:nowhere"]

[[source]]
name = "people"
kind = "directory"
access = "everyone"
path = "people.csv"
"""
Opened = Callable[..., Installation]
OFFICE = key_of("group", "people", "privacy")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with ExitStack() as open_now:

        def installation(more: str = "") -> Installation:
            (tmp_path / "whoknows.toml").write_text(SETTINGS.format(more=more), encoding="utf-8")
            made = open_now.enter_context(open_installation(load_settings(tmp_path)))
            fill(made.store)
            with made.store.writer() as writer:
                source = SourceNode(key_of("source", "people", "people"), "people", "people", "directory", "People")
                writer.put(Fact(source), "run-2")
                writer.put(Fact(Group(OFFICE, "people", "privacy", GroupKind.TEAM, "Privacy office")), "run-2")
                for fact in facts():
                    if fact.node.key == account("tunde"):
                        member = Edge(EdgeKind.MEMBER_OF, account("tunde"), OFFICE, role="member")
                        writer.put(Fact(fact.node, (*fact.edges, member)), "run-2")
            return made

        yield installation


def test_the_secret_comes_from_the_environment(opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of a file\n", encoding="utf-8")
    monkeypatch.setenv("OIDC_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    assert sign_in_of(opened()).secret == "of a file"


@pytest.mark.parametrize(
    ("more", "value", "who"),
    [
        ("", "maaike", "maaike"),
        ("", "maaike@example.org", None),
        ("", "gone", None),
        ('matches = "address"', "Maaike@Example.org", "maaike"),
        ('matches = "address"', "maaike", None),
        ('matches = "address"', "gone@example.org", None),
        ('matches = "address"', "", None),
    ],
)
def test_a_person_is_found_by_id_or_by_address(opened: Opened, more: str, value: str, who: str | None) -> None:
    assert sign_in_of(opened(more)).person_of(value) == (person(who) if who else None)


def test_only_who_works_here_has_a_name(opened: Opened) -> None:
    how = sign_in_of(opened())
    assert [how.name_of(person(each)) for each in ("maaike", "gone", "nobody")] == ["Maaike de Smit", None, None]


def test_roles_follow_from_the_claim_and_from_groups_of_the_directory(opened: Opened) -> None:
    installation = opened()
    rules = sign_in_of(installation).rules()
    site: Site = make_site(installation).state.site
    principals = {who: site.viewer_of(person(who)).principals for who in ("maaike", "tunde")}
    assert rules.roles(["wk-operator"], principals["maaike"]) == {Role.COLLEAGUE, Role.OPERATOR}
    assert rules.roles(["group:Privacy office", "nowhere"], principals["maaike"]) == {Role.COLLEAGUE}
    assert rules.roles([], principals["tunde"]) == {Role.COLLEAGUE, Role.PRIVACY_OFFICER}


def test_a_site_with_sign_in_has_its_address_and_nobody_chosen(opened: Opened) -> None:
    site: Site = make_site(opened()).state.site
    assert (site.address, site.default_person, [str(each) for each in site.proxies]) == (
        "https://who.example.org", None, ["10.0.0.0/8"],
    )  # fmt: skip
    assert site.https


def test_owners_of_a_source_may_have_that_source_read_and_no_other(opened: Opened, tmp_path: Path) -> None:
    installation = opened()
    text = (tmp_path / "whoknows.toml").read_text(encoding="utf-8")
    more = '\n[[source]]\nname = "wiki"\nkind = "files"\naccess = "everyone"\npath = "wiki"\n'
    owners = 'owners = ["group:Privacy office", "Joost@Example.org", "gone", "group:nowhere", "Maaike de Smit"]\n'
    (tmp_path / "whoknows.toml").write_text(text + more + owners, encoding="utf-8")
    site: Site = make_site(replace(installation, settings=load_settings(tmp_path))).state.site
    for who, owns in (("tunde", True), ("joost", True), ("maaike", False), ("gone", False), ("nobody", False)):
        viewer = site.viewer_of(person(who))
        assert site.owns_source(viewer, "wiki") is owns, who
        asker = Asker(site, viewer, "en", roles=frozenset({Role.COLLEAGUE}))
        assert POLICY[Permission.SYNC](asker, "wiki") is owns
        assert not POLICY[Permission.SYNC](asker, "people")
        assert not POLICY[Permission.SYNC](asker, None)


DEVELOPMENT = """
[[sign-in.development]]
person = "maaike"
label = "Colleague"

[[sign-in.development]]
person = "Joost@Example.org"
roles = ["operator"]

[[sign-in.development]]
person = "gone"

[[sign-in.development]]
person = "Maaike de Smit"
"""


def test_people_of_the_development_sign_in_are_known_by_id_or_address_and_work_here(
    opened: Opened, tmp_path: Path
) -> None:
    installation = opened()
    text = (tmp_path / "whoknows.toml").read_text(encoding="utf-8")
    (tmp_path / "whoknows.toml").write_text(text[text.index("[[source]]") :] + DEVELOPMENT, encoding="utf-8")
    tried = make_site(replace(installation, settings=load_settings(tmp_path))).state.site
    assert (tried.sign_in, tried.default_person, tried.address) == (None, None, "")
    assert [(each.person, each.roles) for each in tried.development.people()] == [
        (person("maaike"), {Role.COLLEAGUE}),
        (person("joost"), {Role.COLLEAGUE, Role.OPERATOR}),
    ]
