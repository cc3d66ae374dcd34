"""A photo is made anew from its pixels and shown to whom it is for; nothing hostile is served as it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from api.photos.bounded import NotAPhoto, recoded
from api.photos.recoding import SIDE, SMALL
from api.site import Site
from bench.hostile.pictures import KINDS, PLACE, READ, picture, telling
from bench.photos import is_made_anew
from graph.open_store import open_store
from graph.own_fields import PHOTO
from tests.api.keys import person
from tests.api.small_facts import TOPIC
from tests.api.small_site import make_site, own_site, visiting

MAAIKE, TUNDE, FIELD = person("maaike"), person("tunde"), person("anders")


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with own_site(request, tmp_path) as made:
        yield made


def send(site: Site, content: bytes, name: str = "me.jpg") -> str:
    answer = visiting(site, MAAIKE).post("/api/me/photo", files={"file": (name, content, "image/jpeg")})
    assert answer.status_code == 200, answer.text
    return f"/people/{MAAIKE}/photo/{answer.json()['photo']}"


def test_a_photo_is_a_small_square_without_anything_but_pixels() -> None:
    for kind in READ:
        made = recoded(telling(kind)).large
        with Image.open(BytesIO(made)) as shown:
            assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (SIDE, SIDE), {})
            assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not [each for each in (b"secret", PLACE, b"Exif") if each in made]


def test_a_photo_is_shown_by_its_content_to_whom_it_is_for(site: Site, tmp_path: Path) -> None:
    address = send(site, picture())
    shown = visiting(site, FIELD).get(address)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "private, no-cache"
    again = visiting(site, FIELD).get(address, headers={"if-none-match": shown.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert address in visiting(site, FIELD).get(f"/people/{MAAIKE}").text
    visiting(site, MAAIKE).put("/api/me/profile/photo", params={"audience": "team"})
    assert [visiting(site, who).get(address).status_code for who in (MAAIKE, TUNDE, FIELD)] == [200, 200, 404]
    late = visiting(site, FIELD).get(address, headers={"if-none-match": shown.headers["etag"]})
    assert late.status_code == 404, "what a browser kept is asked about"
    assert visiting(site, FIELD).get(f"/api/people/{MAAIKE}").json()["details"]["photo"] is None
    assert visiting(site, MAAIKE).get(address.replace(MAAIKE, TUNDE)).status_code == 404
    with closing(open_store(f"sqlite:{tmp_path / 'copy.db'}")) as copy:
        copy.load(site.store.dump())
        assert copy.ledger.get(PHOTO + MAAIKE) == site.store.ledger.get(PHOTO + MAAIKE)
    visiting(site, MAAIKE).delete("/api/me/photo")
    assert visiting(site, MAAIKE).get(address).status_code == 404


LISTS = ("/people?q=maaike", "/search?q=waterstofopslag", "/search?q=maaike", "/people", f"/topics/{TOPIC}")


def test_lists_show_a_small_one_to_whom_it_is_for_and_no_hint_to_others(site: Site) -> None:
    address, people = send(site, picture()), [visiting(site, who) for who in (MAAIKE, TUNDE, FIELD)]
    name = address.rpartition("/")[2]
    small = f"{address}?size=small"
    with Image.open(BytesIO(people[2].get(small).content)) as shown:
        assert shown.size == (SMALL, SMALL)
    for audience, seen in (("everyone", 3), ("team", 2), ("nobody", 1)):
        visiting(site, MAAIKE).put("/api/me/profile/photo", params={"audience": audience})
        told = [[name in who.get(page).text for who in people] for page in LISTS]
        assert told == [[place < seen for place in range(3)]] * len(LISTS)
        assert [who.get(small).status_code for who in people] == [200] * seen + [404] * (3 - seen)
        assert [name in who.get("/api/people?q=maaike").text for who in people] == [place < seen for place in range(3)]


def test_a_photo_goes_with_its_person(site: Site) -> None:
    send(site, picture())
    while site.store.erase(MAAIKE):
        pass
    assert site.store.ledger.get(PHOTO + MAAIKE) is None


def test_a_form_sends_and_removes_it(tmp_path: Path) -> None:
    made = make_site(tmp_path)
    with closing(made.store):
        me = visiting(made, MAAIKE)
        assert (
            me.post("/me/photo", files={"file": ("me.png", picture("PNG"))}).headers["location"] == "/me/profile#photo"
        )
        assert "/photo/" in me.get("/me/profile").text
        assert me.post("/me/photo/remove").status_code == 303
        assert "/photo/" not in me.get("/me/profile").text
        elsewhere = me.post("/me/photo", files={"file": ("me.png", b"")}, headers={"origin": "http://evil.example"})
        assert elsewhere.status_code == 403
        large = me.post("/me/photo", files={"file": ("me.png", bytes(4 * 1024 * 1024 + 1))})
        assert large.status_code == 413
        assert me.post("/me/profile", content=bytes(5000)).status_code == 413, "no other command takes so much"


# --- hostile ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_nothing_hostile_is_served_as_it_was_sent(kind: str, seed: int) -> None:
    """`python -m bench.fuzz images` sends more of them."""
    sent = KINDS[kind](Random(seed))
    try:
        both = recoded(sent)
    except NotAPhoto:
        return
    assert is_made_anew(both.large, sent)
    assert is_made_anew(both.small, sent, SMALL)


@pytest.mark.parametrize("kind", ["SVG with script", "other format", "many pixels", "huge, as it says", "no picture"])
def test_these_are_refused_and_the_photo_stays(tmp_path: Path, kind: str) -> None:
    made = make_site(tmp_path)
    with closing(made.store):
        address = send(made, picture())
        me = visiting(made, MAAIKE)
        answer = me.post("/api/me/photo", files={"file": ("me.jpg", KINDS[kind](Random(1)), "image/jpeg")})
        assert (answer.status_code, answer.json()["message"]) == (400, "photo-not-understood")
        assert me.get(address).status_code == 200
