"""The small site as it is tried: a development sign-in with a person in each role."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.development import COOKIE
from api.roles import Role
from api.signing import DevelopmentPerson, DevelopmentSignIn
from api.site import Site
from graph.facts import Key
from tests.api.keys import person
from tests.api.small_site import caller, make_app, make_site

HERE = "http://127.0.0.1:8000"
PEOPLE = (
    DevelopmentPerson(
        person("maaike"), "Maaike de Smit", frozenset({Role.COLLEAGUE}), {"nl": "Collega", "en": "Colleague"}
    ),
    DevelopmentPerson(
        person("joost"),
        "Joost Bakker",
        frozenset({Role.COLLEAGUE, Role.CURATOR}),
        dict.fromkeys(("nl", "en"), "Curator, with a name that is longer than a phone is wide (Joost Bakker)"),
    ),
    DevelopmentPerson(person("tunde"), "Tunde Okafor", frozenset({Role.COLLEAGUE, Role.OPERATOR})),
)


def development_site(folder: Path) -> Site:
    """A small site of its own that can be tried as these people."""
    return tried(make_site(folder))


def tried(site: Site, people: tuple[DevelopmentPerson, ...] = PEOPLE) -> Site:
    """This site, to be tried as these people."""
    return replace(site, development=DevelopmentSignIn(lambda: people), default_person=None)


def trying(at: Site | FastAPI, who: Key = "", **headers: str) -> TestClient:
    """Somebody at this machine who chose this person."""
    chosen = {"cookie": f"{COOKIE}={who}"} if who else {}
    return caller(make_app(at) if isinstance(at, Site) else at, **chosen, **headers)
