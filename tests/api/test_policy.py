"""Every route names its permission, and each permission holds for whom its predicate says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.asker import Asker, Role
from api.policy import POLICY, Permission, allow
from api.problems import Refused
from api.site import Site
from graph.facts import Edge, EdgeKind, Fact, Group, GroupKind, Key, key_of
from graph.store import Viewer
from tests.api.keys import account, person
from tests.api.routes import routes
from tests.api.small_facts import facts, group
from tests.api.small_site import make_app, make_site
from ui.insight_files import VIEWS

MORE_OR_LESS = {
    "GET /as": Permission.ASK_AS,
    "GET /about": Permission.LOOK,
    "GET /api/docs": Permission.LOOK,
    "GET /static/{name}": Permission.LOOK,
    "GET /favicon.ico": Permission.LOOK,
    "GET /api/as": Permission.ASK_AS,
    "GET /api/about": Permission.LOOK,
    "GET /receipts/{code}": Permission.LOOK,
    "GET /api/receipts/{code}": Permission.LOOK,
    "GET /insight": Permission.OVERSEE,
    "GET /api/insight": Permission.OVERSEE,
    "GET /insight/knowledge": Permission.INSIGHT,
    "GET /api/insight/knowledge": Permission.INSIGHT,
    "GET /insight/gaps": Permission.INSIGHT,
    "GET /api/insight/gaps": Permission.INSIGHT,
    "GET /insight/cover": Permission.INSIGHT,
    "GET /api/insight/cover": Permission.INSIGHT,
    **{f"GET {each.page.path}.{kind}": Permission.INSIGHT for each in VIEWS for kind in each.kinds},
    "GET /audit": Permission.AUDIT,
    "GET /api/audit": Permission.AUDIT,
    "GET /healthz": Permission.LOOK,
    "GET /readyz": Permission.LOOK,
    "GET /api/health": Permission.LOOK,
    "GET /api/health/details": Permission.OPERATE,
    "GET /api/openapi.json": Permission.LOOK,
    "POST /api/sources/{name}/sync": Permission.SYNC,
    "POST /sources/{name}/sync": Permission.SYNC,
    "GET /erasures": Permission.ERASE,
    "GET /api/erasures": Permission.ERASE,
    "GET /erasures/{key}": Permission.ERASE,
    "GET /api/erasures/{key}": Permission.ERASE,
    "POST /erasures/{key}": Permission.ERASE,
    "POST /api/me/pause": Permission.SAY,
    "POST /api/me/statements/{verb}": Permission.SAY,
    "DELETE /api/me/statements/{verb}": Permission.SAY,
    "POST /me/statements/{verb}": Permission.SAY,
    "POST /me/welcome": Permission.SAY,
    "POST /api/me/introductions": Permission.AGREE,
    "DELETE /api/me/introductions": Permission.AGREE,
    "POST /me/introductions": Permission.AGREE,
    "POST /api/me/opt-out": Permission.SAY,
    "DELETE /api/me/opt-out": Permission.SAY,
    "POST /me/opt-out": Permission.SAY,
    "POST /me/profile": Permission.EDIT_PROFILE,
    "POST /me/undo": Permission.EDIT_PROFILE,
    "POST /me/photo": Permission.EDIT_PROFILE,
    "POST /me/photo/remove": Permission.EDIT_PROFILE,
    "POST /api/me/photo": Permission.EDIT_PROFILE,
    "DELETE /api/me/photo": Permission.EDIT_PROFILE,
    "PUT /api/me/profile/{name}": Permission.EDIT_PROFILE,
    "POST /api/erasures/{key}": Permission.ERASE,
    "POST /as": Permission.ASK_AS,
    "GET /api/topics/{key}/curation": Permission.CURATE,
    "POST /api/topics/{key}/curation": Permission.CURATE,
    "GET /api/curation": Permission.CURATE,
    "GET /api/curation/suggestions": Permission.CURATE,
    "POST /api/curation": Permission.CURATE,
    "POST /api/curation/{act}/undo": Permission.CURATE,
}
"""What is not for every reader, or for others as well. A page that is named nowhere here is for readers."""
ASKED_BY_POST = {"POST /review", "POST /api/review"}
"""What readers ask with a text, which has to stand in no address and no log; nothing is kept."""


def test_every_route_names_its_permission(site: Site) -> None:
    named = dict(routes(make_app(site)))
    assert None not in named.values()
    assert {route: each for route, each in named.items() if each is not Permission.READ} == MORE_OR_LESS
    assert {route for route, each in named.items() if each is Permission.READ and route[:4] != "GET "} == ASKED_BY_POST
    assert len(named) > len(MORE_OR_LESS) + 10


def test_every_permission_has_its_line() -> None:
    assert set(POLICY) == set(Permission)


def test_a_route_without_a_permission_is_refused(site: Site) -> None:
    app = create_app(site)

    @app.get("/api/forgotten")
    def forgotten() -> str:
        return "a secret"

    caller = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1))
    answer = caller.get("/api/forgotten")
    assert answer.status_code == 403
    assert answer.json()["message"] == "not-allowed"
    assert "a secret" not in answer.text


def may(asker: Asker, permission: Permission, resource: Key | None = None) -> bool:
    try:
        allow(permission, asker, resource)
    except Refused:
        return False
    return True


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a club that Maaike owns, Tunde leads and Joost is in."""
    made = make_site(tmp_path_factory.mktemp("club"))
    roles = {"maaike": "Owner", "tunde": "lead", "joost": "member"}
    with made.store.writer() as writer:
        writer.put(Fact(Group(group("club"), "wiki", "club", GroupKind.COMMUNITY, "Club")), "run-2")
        for fact in facts():
            native = getattr(fact.node, "native_id", "")
            if fact.node.key == account(native) and native in roles:
                member = Edge(EdgeKind.MEMBER_OF, fact.node.key, group("club"), role=roles[native])
                writer.put(replace(fact, edges=(*fact.edges, member)), "run-2")
    yield made
    made.store.close()


def asking(site: Site, native: str, *roles: Role) -> Asker:
    return Asker(site, site.viewer_of(person(native)), "en", roles=frozenset(roles))


def test_only_i_edit_my_own_profile(club: Site) -> None:
    maaike = asking(club, "maaike", Role.COLLEAGUE, Role.OPERATOR)
    assert may(maaike, Permission.EDIT_PROFILE, person("maaike"))
    assert not may(maaike, Permission.EDIT_PROFILE, person("tunde"))
    assert not may(Asker(club, Viewer(), "en"), Permission.EDIT_PROFILE)


def test_a_group_is_edited_by_its_owner_and_its_manager(club: Site) -> None:
    assert [may(asking(club, name, Role.COLLEAGUE), Permission.EDIT_GROUP, group("club")) for name in (
        "maaike", "tunde", "joost",
    )] == [True, True, False]  # fmt: skip
    maaike = asking(club, "maaike", Role.COLLEAGUE, Role.OPERATOR)
    assert not may(maaike, Permission.EDIT_GROUP, group("energy"))
    assert not may(maaike, Permission.EDIT_GROUP, key_of("document", "wiki", "guide"))
    assert not may(maaike, Permission.EDIT_GROUP)


def test_roles_of_the_site_are_not_roles_in_a_group(club: Site) -> None:
    joost = asking(club, "joost", Role.COLLEAGUE)
    assert [each for each in Permission if may(joost, each, person("joost"))] == [
        Permission.LOOK,
        Permission.READ,
        Permission.EDIT_PROFILE,
        Permission.SAY,
        Permission.AGREE,
        Permission.ERASE,
        Permission.TOKENS,
    ]
    nobody = Asker(club, Viewer(), "en", roles=frozenset())
    assert not may(joost, Permission.ERASE, person("tunde"))
    assert not may(joost, Permission.ERASE)
    assert [each for each in Permission if may(nobody, each, person("joost"))] == [Permission.LOOK]
    operator = asking(club, "joost", Role.OPERATOR)
    assert may(operator, Permission.SYNC)
    assert not may(operator, Permission.READ)
