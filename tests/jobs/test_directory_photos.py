"""Photos that the directory names: made anew, shown by the same rule as one's own, which goes before them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from bench.hostile.pictures import PLACE, picture, telling
from graph.directory_photos import FILE, directory_photo, directory_photos
from graph.erasures import order_erasure
from graph.facts import Account, Key, key_of, person_key
from tests.api.small_site import caller
from whoknows.jobs.directory_photos import take_in_photos
from whoknows.jobs.erase import erase_person
from whoknows.jobs.index import update_index
from whoknows.jobs.sync import sync_source
from whoknows.settings import load_settings
from whoknows.site import make_site
from whoknows.wiring import SYSTEM, Installation, now, open_installation

SETTINGS = """
[[source]]
name = "people"
kind = "directory"
access = "everyone"
path = "hr/people.csv"
"""
HEADER = "id;naam;mail;afdeling;foto"
CELLS = {
    "ada": "faces/ada.jpg",
    "bram": "data:image/png;base64," + base64.b64encode(picture("PNG")).decode(),
    "carl": "../outside.jpg",
    "dora": "https://pictures.example/dora.jpg",
    "emma": "faces/none.jpg",
    "finn": "faces/nonsense.jpg",
    "gina": "faces/linked.jpg",
    "hugo": "",
}


def person(name: str) -> Key:
    return person_key(key_of("account", "people", name))


def write(folder: Path, cells: dict[str, str]) -> None:
    rows = [f'{name};{name.title()} Vos;{name}@kantoor.example;Techniek;"{cell}"' for name, cell in cells.items()]
    (folder / "hr" / "people.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    faces = tmp_path / "hr" / "faces"
    faces.mkdir(parents=True)
    (tmp_path / "whoknows.toml").write_text(SETTINGS, encoding="utf-8")
    (faces / "ada.jpg").write_bytes(telling("JPEG"))
    (faces / "nonsense.jpg").write_bytes(b"<svg onload=alert(1)>")
    (tmp_path / "outside.jpg").write_bytes(picture())
    (faces / "linked.jpg").symlink_to(tmp_path / "outside.jpg")
    write(tmp_path, CELLS)
    with open_installation(load_settings(tmp_path)) as opened:
        sync(opened)
        update_index(opened.store, opened.settings.index)
        yield opened


def green() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 40), (0, 160, 0)).save(made, "PNG")
    return made.getvalue()


def sync(installation: Installation) -> None:
    entry = installation.settings.source("people")
    sync_source(installation, entry, tell=lambda _: None, stop=lambda: False)
    assert take_in_photos(installation, entry, stop=lambda: False, patience=600)


def shown_to(installation: Installation, who: str) -> TestClient:
    return caller(make_site(installation), cookie=f"as={person(who)}", origin="http://127.0.0.1:8000")


def photo(visitor: TestClient, who: str) -> str | None:
    found: str | None = visitor.get(f"/api/people/{person(who)}").json()["details"]["photo"]
    return found


def test_a_picture_beside_the_file_or_in_its_cell_is_made_anew_and_nothing_else_is(installation: Installation) -> None:
    ledger = installation.store.ledger
    assert {each for each in CELLS if directory_photo(ledger, person(each)).name} == {"ada", "bram"}
    problems = {each.id: each.message for each in ledger.problems("people")}
    assert problems == {
        "carl": "directory-photo-missing",
        "dora": "directory-photo-elsewhere",
        "emma": "directory-photo-missing",
        "gina": "directory-photo-missing",
    }
    visitor = shown_to(installation, "bram")
    name = photo(visitor, "ada")
    answer = visitor.get(f"/people/{person('ada')}/photo/{name}")
    with Image.open(BytesIO(answer.content)) as made:
        assert (made.format, dict(made.getexif())) == ("JPEG", {})
    assert not [each for each in (b"secret", PLACE, b"Exif") if each in answer.content]
    assert f"photo/{name}?size=small" in visitor.get("/people").text
    assert visitor.get("/api/me/data").json()["photo"] == photo(visitor, "bram")


def test_ones_own_photo_no_photo_and_who_sees_it_go_before_the_directory(installation: Installation) -> None:
    ada, bram = shown_to(installation, "ada"), shown_to(installation, "bram")
    first = photo(bram, "ada")
    own = ada.post("/api/me/photo", files={"file": ("a.png", green())}).json()["photo"]
    assert photo(bram, "ada") == own != first
    assert bram.get(f"/people/{person('ada')}/photo/{first}").status_code == 404
    assert ada.delete("/api/me/photo").json()["photo"] is None
    sync(installation)
    assert photo(bram, "ada") is None
    assert [bram.get(f"/people/{person('ada')}/photo/{each}").status_code for each in (own, first)] == [404, 404]
    assert f"{person('ada')}/photo" not in bram.get("/people").text
    assert ada.delete("/api/me/photo?directory=true").json()["photo"] == first
    assert photo(bram, "ada") == first
    ada.put("/api/me/profile/photo", params={"audience": "nobody"})
    assert [photo(ada, "ada"), photo(bram, "ada")] == [first, None]
    assert bram.get(f"/people/{person('ada')}/photo/{first}").status_code == 404
    assert "Show the photo of the directory" not in ada.get("/me/profile?lang=en").text
    ada.post("/me/photo/remove", data={"back": "/me/profile"})
    assert "Show the photo of the directory" in ada.get("/me/profile?lang=en").text
    ada.post("/me/photo/remove", data={"back": "/me/profile", "directory": "yes"})
    assert photo(ada, "ada") == first


def test_a_picture_is_made_once_and_goes_when_the_file_no_longer_names_it(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = directory_photos(installation.store.ledger, "people")
    entry = installation.settings.source("people")
    assert take_in_photos(installation, entry, stop=lambda: False, patience=0), "nothing is left to make"
    write(tmp_path, CELLS | {"ada": "", "hugo": "faces/ada.jpg"})
    assert not take_in_photos(installation, entry, stop=lambda: False, patience=0), "one is left for the next time"
    sync(installation)
    after = directory_photos(installation.store.ledger, "people")
    assert {each for each in after if after[each].name} == {person("bram"), person("hugo")}
    assert after[person("hugo")] == before[person("ada")]
    assert installation.store.ledger.get(FILE + person("ada")) is None


def test_a_photo_of_the_directory_goes_with_its_person_and_does_not_come_back(installation: Installation) -> None:
    with installation.store.view(SYSTEM) as view:
        accounts = [each for each in view.nodes("account") if isinstance(each, Account) and each.native_id == "ada"]
    order_erasure(installation.store, person("ada"), accounts, None, now())
    erase_person(installation, person("ada"), tell=lambda _: None, stop=lambda: False)
    sync(installation)
    assert person("ada") not in directory_photos(installation.store.ledger, "people")
    assert installation.store.ledger.get(FILE + person("ada")) is None


def other_directory(folder: Path, name: str, content: str, options: str) -> Installation:
    """An installation of which the directory is this file."""
    (folder / "hr").mkdir(exist_ok=True)
    if content:
        (folder / "hr" / name).write_text(content, encoding="utf-8")
    settings = f'[[source]]\nname = "people"\naccess = "everyone"\npath = "hr/{name}"\n{options}\n'
    (folder / "whoknows.toml").write_text(settings, encoding="utf-8")
    return open_installation(load_settings(folder))


def with_photo(installation: Installation) -> set[str]:
    kept = directory_photos(installation.store.ledger, "people")
    return {name for name in "abcdefg" if person(name) in kept and kept[person(name)].name}


def folded(attribute: str, content: bytes) -> str:
    line = f"{attribute}:: {base64.b64encode(content).decode()}"
    return "\n ".join(line[at : at + 76] for at in range(0, len(line), 76))


def test_pictures_of_a_directory_server_are_made_anew(tmp_path: Path) -> None:
    values = {
        "a": folded("jpegPhoto", telling("JPEG")),
        "b": folded("thumbnailPhoto;binary", green()),
        "c": folded("jpegPhoto", b"<svg onload=alert(1)>"),
        "d": f"jpegPhoto:< file://{tmp_path}/outside.jpg",
        "e": "thumbnailPhoto:: no base64!",
        "f": f"{folded('thumbnailPhoto', b'too small')}\n{folded('jpegPhoto', green())}",
        "g": folded("jpegPhoto", b"x" * 5_000_000),
    }
    entries = [
        f"dn: uid={name},dc=example\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name.upper()}nna Vos\n"
        f"mail: {name}@kantoor.example\n{value}\n"
        for name, value in values.items()
    ]
    (tmp_path / "outside.jpg").write_bytes(picture())
    with other_directory(tmp_path, "people.ldif", "version: 1\n\n" + "\n".join(entries), 'kind = "directory"') as made:
        sync(made)
        assert with_photo(made) == {"a", "b", "f"}
        with made.store.view(SYSTEM) as view:
            assert len(view.nodes("account")) == len(values)


def person_line(name: str, **more: object) -> dict[str, object]:
    return {"type": "person", "id": name, "name": f"{name.upper()}nna Vos", "emails": [f"{name}@k.example"], **more}


def json_lines(*records: dict[str, object]) -> str:
    return "".join(json.dumps(each) + "\n" for each in records)


def test_pictures_of_person_lines_are_made_anew_and_the_last_line_counts(tmp_path: Path) -> None:
    inside = "data:image/png;base64," + base64.b64encode(green()).decode()
    content = json_lines(
        person_line("a", photo="faces/a.jpg"),
        person_line("b", photo=inside),
        person_line("c", photo="../outside.jpg"),
        person_line("d", photo="https://pictures.example/d.jpg"),
        person_line("e", photo=inside),
        person_line("e"),
        person_line("f", photo=inside),
        {"type": "gone", "kind": "person", "id": "f"},
        {"id": "g", "text": "A message.", "photo": inside},
    )
    faces = tmp_path / "hr" / "faces"
    faces.mkdir(parents=True)
    (faces / "a.jpg").write_bytes(telling("JPEG"))
    (tmp_path / "outside.jpg").write_bytes(picture())
    options = 'kind = "jsonl"\ndirectory = true'
    with other_directory(tmp_path, "people.jsonl", content, options) as made:
        sync(made)
        assert with_photo(made) == {"a", "b"}
        assert {each.id: each.message for each in made.store.ledger.problems("people")} == {
            "c": "jsonl-part-unreadable",
            "d": "jsonl-part-unreadable",
        }
        (tmp_path / "hr" / "people.jsonl").write_text(json_lines(person_line("b")), encoding="utf-8")
        sync(made)
        assert with_photo(made) == set()


def test_a_pushed_picture_stays_when_the_lines_that_were_read_go(tmp_path: Path) -> None:
    inside = "data:image/png;base64," + base64.b64encode(green()).decode()
    options = 'kind = "jsonl"\ndirectory = true\npush = true'
    (tmp_path / "hr" / "pushed").mkdir(parents=True)
    first = tmp_path / "hr" / "pushed" / "2026-01-01.jsonl"
    first.write_text(json_lines(*(person_line(name, photo=inside) for name in "abc")), encoding="utf-8")
    with other_directory(tmp_path, "pushed", "", options) as made:
        sync(made)
        assert with_photo(made) == {"a", "b", "c"}
        first.unlink()
        later = [person_line("b"), {"type": "gone", "kind": "person", "id": "c"}]
        (first.parent / "2026-01-02.jsonl").write_text(json_lines(*later), encoding="utf-8")
        sync(made)
        assert with_photo(made) == {"a"}
