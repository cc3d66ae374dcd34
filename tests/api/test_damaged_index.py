"""A damaged index never answers wrongly and never breaks a page: each answer is that of the whole index, or a refusal.

Every file of an index is cut short, emptied, filled with zeros, changed in a bit, swapped with another or removed,
before it is opened and while it is served.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.site import Cache, Site
from graph.store import Viewer
from models.answers import DocumentsQuestion, Question
from models.documents import list_documents
from models.experts import find_experts
from models.index import generation, reader
from models.index.contract import Index, IndexProblem
from models.index.opening import index_at
from models.profile import describe_person
from models.topic_list import list_topics
from tests.api.keys import person
from tests.api.small_facts import NOW, group
from tests.api.small_site import client, make_site
from whoknows.jobs.index import reindex, update_index

ADDRESSES = (
    "/", "/search?q=hydrogen+tank", "/api/experts?q=tank&department=x", f"/api/people/{person('maaike')}", "/topics",
    "/api/documents?q=tank", "/sources", "/readyz", "/api/health",
)  # fmt: skip


def shorter(file: Path, other: Path) -> None:
    del other
    os.truncate(file, file.stat().st_size // 2)


def one_shorter(file: Path, other: Path) -> None:
    del other
    os.truncate(file, max(0, file.stat().st_size - 1))


def emptied(file: Path, other: Path) -> None:
    del other
    os.truncate(file, 0)


def zeroed(file: Path, other: Path) -> None:
    del other
    file.write_bytes(bytes(file.stat().st_size))


def garbled(file: Path, other: Path) -> None:
    del other
    file.write_bytes(b"\xff{ not what it was \x00" * 20)


def flipped(file: Path, other: Path, place: float = 0.5) -> None:
    del other
    data = bytearray(file.read_bytes())
    if data:
        data[int((len(data) - 1) * place)] ^= 1
    file.write_bytes(bytes(data))


def flipped_first(file: Path, other: Path) -> None:
    flipped(file, other, 0.0)


def flipped_last(file: Path, other: Path) -> None:
    flipped(file, other, 1.0)


def swapped(file: Path, other: Path) -> None:
    kept = file.read_bytes()
    file.write_bytes(other.read_bytes())
    other.write_bytes(kept)


def removed(file: Path, other: Path) -> None:
    del other
    file.unlink()


WAYS: Mapping[str, Callable[[Path, Path], None]] = {
    each.__name__: each
    for each in (shorter, one_shorter, emptied, zeroed, garbled, flipped, flipped_first, flipped_last, swapped, removed)
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose index nobody damages; its folder is next to its store."""
    made = make_site(tmp_path_factory.mktemp("whole"))
    yield made
    made.store.close()


@pytest.fixture
def root(whole: Site, tmp_path: Path) -> Path:
    """A copy of its index."""
    index = whole.index()
    assert index is not None
    return Path(shutil.copytree(index.root, tmp_path / "index"))  # type: ignore[attr-defined]


def files_of(root: Path) -> list[str]:
    """The names of all files that lie there."""
    return sorted(str(each.relative_to(root)) for each in root.rglob("*") if each.is_file())


def answers(site: Site, index: Index) -> list[str]:
    """What is found, as text."""
    told: list[object] = []
    with site.store.view(Viewer()) as view:
        told += [find_experts(Question(text), view, index, NOW) for text in ("hydrogen tank", "waterstof", "lnch")]
        told.append(list_documents(DocumentsQuestion(Question(""), group=group("hydrogen")), view, index, NOW))
        told += [list_topics("", view, index), describe_person(person("maaike"), view, index, NOW)]
    return [repr(each) for each in told]


def wrong(site: Site, index: Index, expected: list[str]) -> list[str]:
    """Answers that are neither those of the whole index nor a refusal."""
    try:
        return [told for told, right in zip(answers(site, index), expected, strict=True) if told != right]
    except IndexProblem:
        return []


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_what_is_damaged_before_it_is_opened_is_refused_or_does_no_harm(whole: Site, root: Path, way: str) -> None:
    expected, names = answers(whole, whole.index()), files_of(root)  # type: ignore[arg-type]
    found: dict[str, list[str]] = {}
    for place, name in enumerate(names[list(WAYS).index(way) % 2 :: 2]):
        copy = root.parent / "copy"
        shutil.copytree(root, copy)
        WAYS[way](copy / name, copy / names[(2 * place + 5) % len(names)])
        with index_at(copy) as index:
            found[name] = wrong(whole, index, expected)
        shutil.rmtree(copy)
    assert len(found) > 30
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_what_is_damaged_while_it_is_served_is_refused_or_does_no_harm(
    whole: Site, root: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "GOOD_FOR", 0.0)
    expected, names = answers(whole, whole.index()), files_of(root)  # type: ignore[arg-type]
    found: dict[str, list[str]] = {}
    for place, name in enumerate(names[list(WAYS).index(way) % 3 :: 3]):
        copy = root.parent / "copy"
        shutil.copytree(root, copy)
        with index_at(copy) as index:
            assert wrong(whole, index, expected) == []
            WAYS[way](copy / name, copy / names[(3 * place + 7) % len(names)])
            found[name] = wrong(whole, index, expected)
        shutil.rmtree(copy)
    assert {name: told for name, told in found.items() if told} == {}


def visit(whole: Site, index: Index) -> dict[str, Any]:
    """The answers at some addresses of the site over this index."""
    visitor = client(replace(whole, index=lambda: index if index.generation else None, cache=Cache()))
    return {address: visitor.get(address) for address in ADDRESSES}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["commit.json", "public/meta.json"])
def test_no_page_breaks_and_all_are_back_when_a_new_index_is_made(whole: Site, root: Path, name: str) -> None:
    folder = generation.current(root)
    assert folder is not None
    file = folder / name
    with index_at(root) as index:
        before = visit(whole, index)
        assert {answer.status_code for answer in before.values()} == {200}
        shorter(file, file)
    with index_at(root) as index:
        during = visit(whole, index)
        assert {answer.status_code for answer in during.values()} == {200, 503}
        assert (during["/"].status_code, during["/sources"].status_code) == (200, 200)
        assert "damaged" in during["/sources"].text
        assert "being made again" in during["/api/experts?q=tank&department=x"].json()["detail"]
        assert during["/api/health"].json() == {"status": "index-damaged"}
        assert (root / generation.ORDER).exists()
        update_index(whole.store, root)
        after = visit(whole, index)
        assert {answer.status_code for answer in after.values()} == {200}
        assert after["/search?q=hydrogen+tank"].text == before["/search?q=hydrogen+tank"].text


def test_the_generation_before_serves_until_a_new_one_is_made(whole: Site, root: Path) -> None:
    reindex(whole.store, root)
    served = generation.current(root)
    assert served is not None
    assert len(list(root.glob("gen-*"))) == 2
    zeroed(served / "rule.col", root)
    with index_at(root) as index:
        assert index.generation == 1
        assert index.damage is not None
        told = visit(whole, index)
        assert "The one before it answers" in told["/sources"].text
        assert {answer.status_code for answer in told.values()} == {200}
        update_index(whole.store, root)
        assert (index.generation, index.damage) == (3, None)


@pytest.mark.parametrize("pointer", [b"", b"\x00\x00", b"gen-", b"gen-000099", b"../..", b"garbage\n\xff"])
@pytest.mark.parametrize("recover", [reindex, update_index])
def test_a_damaged_pointer_is_put_right_by_a_command(
    whole: Site, root: Path, pointer: bytes, recover: Callable[..., object]
) -> None:
    (root / generation.POINTER).write_bytes(pointer)
    with index_at(root) as index:
        assert wrong(whole, index, answers(whole, whole.index())) == []  # type: ignore[arg-type]
    recover(whole.store, root)
    assert generation.pointed(root)
    with index_at(root) as index:
        assert index.snapshot().document_count


def test_numbers_that_are_zero_by_mistake_grant_nothing(whole: Site) -> None:
    index = whole.index()
    assert index is not None
    snapshot = index.snapshot()
    with whole.store.view(Viewer(system=True)) as everything:
        access = snapshot.access_filter(everything)
    assert not access.rules[0]
    assert snapshot.person_of[0] == -1
    for kind in ("accounts", "persons", "groups", "rules", "sources"):
        assert snapshot.keys(kind)[0] == ""  # type: ignore[arg-type]
        assert snapshot.number(kind, "") == -1  # type: ignore[arg-type]


def test_a_commit_is_whole_or_refused(root: Path) -> None:
    folder = generation.current(root)
    assert folder is not None
    raw = json.loads((folder / generation.COMMIT).read_text())
    (folder / generation.COMMIT).write_text(json.dumps({**raw, "seq": raw["seq"] + 1}))
    with pytest.raises(IndexProblem, match="index-broken"):
        generation.read_commit(folder)


def test_where_nothing_may_be_written_it_is_said(whole: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexProblem, match="index-unwritable"):
        reindex(whole.store, tmp_path / "file")
