"""Development sign-in: as one of the people of the settings, in their roles, on this machine alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from api.development import COOKIE, from_elsewhere
from api.roles import Role
from api.signing import DevelopmentPerson
from api.site import Site
from graph.facts import Key
from tests.api.development_site import HERE, PEOPLE, tried, trying
from tests.api.keys import document, person
from tests.api.small_site import caller, make_app, make_site
from tests.api.test_matrix import FORM as FIELDS
from tests.api.test_matrix import QUERIES, expected, let_in, requests

FORM = {"content-type": "application/x-www-form-urlencoded", "origin": HERE}


@pytest.fixture
def there(site: Site) -> Site:
    """The small site, to be tried."""
    return tried(site)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of their own for tests that give every command."""
    made = make_site(tmp_path_factory.mktemp("changed"))
    yield made
    made.store.close()


def name_of(site: Site, who: Key = "") -> str | None:
    told: str | None = trying(site, who).get("/api/me").json()["name"]
    return told


def test_the_first_of_the_settings_asks_until_another_is_chosen(there: Site) -> None:
    assert name_of(there) == "Maaike de Smit"
    assert name_of(there, person("joost")) == "Joost Bakker"


@pytest.mark.parametrize("who", [person("anna"), person("nobody"), "document:wiki:guide", "x" * 300, "../as"])
def test_nobody_else_can_be_chosen(there: Site, who: Key) -> None:
    assert name_of(there, who) == "Maaike de Smit"
    answer = trying(there).post("/development/person", data={"person": who}, headers={"origin": HERE})
    assert answer.status_code in (400, 404)
    assert "set-cookie" not in answer.headers


def test_a_form_switches_and_leads_back(there: Site) -> None:
    visitor = trying(there)
    data = {"person": person("joost"), "back": "/search?q=tank"}
    answer = visitor.post("/development/person", data=data, headers={"origin": HERE})
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=tank")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}={person('joost')};")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert visitor.get("/api/me").json()["name"] == "Joost Bakker"


def test_the_way_back_never_leaves_the_site(there: Site) -> None:
    data = {"person": person("joost"), "back": "//evil.example"}
    answer = trying(there).post("/development/person", data=data, headers={"origin": HERE})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("headers", [{}, {"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_no_other_site_switches(there: Site, headers: dict[str, str]) -> None:
    answer = trying(there).post("/development/person", data={"person": person("joost")}, headers=headers)
    assert answer.status_code == 403


def test_every_page_says_plainly_that_it_is_one(there: Site) -> None:
    for path in ("/", "/people", "/nothing", "/audit"):
        page = trying(there).get(path, headers={"accept-language": "en"}).text
        assert "Development sign-in" in page
        assert "nobody proves who they are" in page
        assert '<form class="trying" action="/development/person" method="post"' in page
        assert f'<option value="{person("maaike")}" selected>Colleague</option>' in page
    assert "Aanmelding voor ontwikkeling" in trying(there).get("/", headers={"accept-language": "nl"}).text


def test_each_has_the_roles_of_the_settings_and_no_other(there: Site) -> None:
    for path, role in (("/api/curation", Role.CURATOR), ("/api/audit", Role.OPERATOR)):
        for each in PEOPLE:
            status = trying(there, each.person).get(path).status_code
            assert (status == 200) is (role in each.roles), (path, each.name)


def test_each_reads_what_they_may_and_nothing_else(there: Site) -> None:
    for each in PEOPLE:
        with there.store.view(there.viewer_of(each.person)) as view:
            readable = document("secret") in view.get([document("secret")])
        answer = trying(there, each.person).get(f"/api/documents/{document('secret')}")
        assert answer.status_code == (200 if readable else 404)


@pytest.mark.parametrize("role", list(Role))
def test_every_route_lets_in_whom_the_table_of_permissions_says(changed: Site, role: Role) -> None:
    maaike = DevelopmentPerson(person("maaike"), "Maaike de Smit", frozenset({Role.COLLEAGUE, role}))
    app, wrong = make_app(tried(changed, (maaike,))), []
    visitor = trying(app, origin=HERE, accept="application/json")
    for asked in requests(app):
        method, _, route = asked.route.partition(" ")
        form = FIELDS if method == "POST" and not asked.address.startswith("/api/") else None
        answer = visitor.request(method, asked.address, params=QUERIES.get(route), data=form)
        may = expected()[asked.permission][role.value]
        if let_in(answer) is not (may == "all" or (may == "own" and asked.whose == "own")):
            wrong.append(f"{asked.route} {asked.whose}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_before_the_directory_was_read_somebody_reads_what_is_for_everyone(site: Site) -> None:
    empty = tried(site, ())
    assert trying(empty).get("/api/me").json()["name"] is None
    assert trying(empty).get("/api/health/details").status_code == 403


def test_the_choice_of_any_colleague_is_not_there(there: Site) -> None:
    assert trying(there).get("/as").status_code == 404
    assert trying(there).post("/as", data={"person": person("anna")}, headers={"origin": HERE}).status_code == 404


def test_other_sites_have_no_such_way(site: Site) -> None:
    answer = caller(make_app(site)).post(
        "/development/person", data={"person": person("joost")}, headers={"origin": HERE}
    )
    assert answer.status_code == 404
    assert "Development sign-in" not in caller(make_app(site)).get("/").text


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "127.0.0.1"},
        {"x-forwarded-host": "who.example.org"},
        {"x-forwarded-server": "proxy"},
        {"forwarded": "for=127.0.0.1"},
        {"x-real-ip": "127.0.0.1"},
        {"via": "1.1 proxy"},
        {"cf-connecting-ip": "192.0.2.1"},
        {"host": "who.example.org"},
        {"host": "127.0.0.1.evil.example"},
        {"sec-fetch-site": "same-origin", "referer": "https://who.example.org/people"},
        {"sec-fetch-site": "same-origin", "origin": "https://who.example.org"},
    ],
)
def test_what_another_program_passed_on_is_refused(there: Site, headers: dict[str, str]) -> None:
    answer = trying(there).get("/", headers=headers)
    assert answer.status_code == 403
    assert "Colleague" not in answer.text
    assert "127.0.0.1" in answer.text


@pytest.mark.parametrize("address", ["10.0.0.5", "172.17.0.1", "2001:db8::1", "elsewhere"])
def test_another_machine_is_refused_whatever_else_is_believed(there: Site, address: str) -> None:
    near = replace(there, near=frozenset({address}), hosts=frozenset({"127.0.0.1", "who.example.org"}))
    browser = TestClient(make_app(near), base_url=HERE, client=(address, 1))
    assert browser.get("/api/health").status_code == 403


def test_http_1_0_is_what_a_proxy_speaks() -> None:
    scope = {"client": ("127.0.0.1", 5), "http_version": "1.0"}
    assert from_elsewhere(scope, Headers({"host": "127.0.0.1:8000"}))
    assert not from_elsewhere({**scope, "http_version": "1.1"}, Headers({"host": "localhost:8000"}))


def test_a_link_from_elsewhere_to_this_machine_works(there: Site) -> None:
    headers = {"sec-fetch-site": "cross-site", "referer": "https://example.org/"}
    assert trying(there).get("/", headers=headers).status_code == 200
