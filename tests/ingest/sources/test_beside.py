"""Authors and dates that stand next to a text: in a file, in the index of its folder, in a field of the operator's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.facts import Item, Said, Same
from ingest.contract import SourceSettings
from ingest.sources import open_source

TEXT = "# Brine\n\nThe brine pump is quiet.\n"


def pulled(folder: Path, files: Mapping[str, str], **options: object) -> dict[str, Item]:
    """The items of a folder of these files, by path."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return {said.id: said for said in said_of(folder, {}, **options) if isinstance(said, Item)}


def said_of(folder: Path, versions: Mapping[str, str], **options: object) -> list[Said]:
    def known(_ids: object) -> Mapping[str, str]:
        return versions

    settings = SourceSettings("docs", "markup", options={"path": str(folder), **options}, versions=known)
    return list(open_source(settings).pull(None))


def who(item: Item) -> list[str]:
    return [f"{act.kind.value} {act.name}" for act in item.acts]


def day(item: Item) -> str | None:
    return None if item.at is None else datetime.fromtimestamp(item.at, UTC).date().isoformat()


@pytest.mark.parametrize(
    ("beside", "text", "acts"),
    [
        ("kep.yaml", "authors:\n- '@adavos'\nreviewers: [Bram Kok]\n", ["wrote adavos", "commented Bram Kok"]),
        ("metadata.yml", "author: Ada Vos\neditor: Bram Kok\n", ["wrote Ada Vos", "edited Bram Kok"]),
        ("meta.json", '{"authors": [{"name": "Ada Vos", "email": "ada@x.example"}]}', ["wrote Ada Vos"]),
        ("_meta.toml", 'author = "Ada Vos"\n', ["wrote Ada Vos"]),
        ("README.meta", ".. title: Brine\n.. author: Ada Vos\n", ["wrote Ada Vos"]),
        ("README.meta.yml", "auteur: Ada Vos\n", ["wrote Ada Vos"]),
        ("other.meta.yml", "auteur: Ada Vos\n", ["wrote Ada Vos"]),
        ("CITATION.cff", "cff-version: 1.2.0\nauthors:\n- given-names: Ada\n  family-names: Vos\n", ["wrote Ada Vos"]),
        ("OWNERS", "approvers:\n- adavos\n", []),
        ("kep.yaml", "- a\n- list\n", []),
    ],
)
def test_a_file_beside_names_the_authors(tmp_path: Path, beside: str, text: str, acts: list[str]) -> None:
    assert who(pulled(tmp_path, {"a/README.md": TEXT, f"a/{beside}": text})["a/README.md"]) == acts


def test_it_counts_in_its_own_folder_and_for_its_own_text(tmp_path: Path) -> None:
    files = {"a/one.md": TEXT, "a/two.md": TEXT, "a/one.meta": "author: Ada Vos\n", "b/one.md": TEXT}
    found = pulled(tmp_path, files)
    assert {path: who(item) for path, item in found.items()} == {
        "a/one.md": ["wrote Ada Vos"], "a/two.md": [], "b/one.md": [],
    }  # fmt: skip


def test_what_the_text_says_itself_comes_first(tmp_path: Path) -> None:
    files = {
        "a.md": f"---\nauthor: Bram Kok\ndate: 2024-05-03\n---\n{TEXT}",
        "kep.yaml": "author: Ada Vos\ncreated: 2020-01-01",
    }
    item = pulled(tmp_path, files)["a.md"]
    assert (who(item), day(item)) == (["wrote Bram Kok"], "2024-05-03")


def test_its_date_counts(tmp_path: Path) -> None:
    assert day(pulled(tmp_path, {"a.md": TEXT, "kep.yaml": "creation-date: 2021-02-03\n"})["a.md"]) == "2021-02-03"


def test_the_index_of_a_folder_says_it_for_its_pages(tmp_path: Path) -> None:
    files = {
        "x/_index.md": "---\nauthor: Ada Vos\n---\n# X\n",
        "x/one.md": TEXT,
        "x/deep/two.md": TEXT,
        "y/_index.md": "---\ncascade:\n  author: Bram Kok\n---\n# Y\n",
        "y/deep/two.md": TEXT,
    }
    found = pulled(tmp_path, files)
    assert who(found["x/one.md"]) == ["wrote Ada Vos"]
    assert who(found["x/deep/two.md"]) == []
    assert who(found["y/deep/two.md"]) == ["wrote Bram Kok"]


def test_fields_and_files_of_the_operator(tmp_path: Path) -> None:
    files = {
        "a/README.md": f"---\nzaak-steward: Ada Vos\n---\n{TEXT}",
        "b/README.md": "# T\n\nZaaksteward: Bram Kok\n",
        "c/README.md": TEXT,
        "c/dossier.yaml": "zaaksteward: Cato Mul\n",
    }
    options = {"author_fields": ["zaak-steward", "Zaaksteward"], "author_files": ["dossier.yaml"]}
    found = pulled(tmp_path, files, **options)
    assert [who(found[f"{each}/README.md"]) for each in "abc"] == [
        ["wrote Ada Vos"], ["wrote Bram Kok"], ["wrote Cato Mul"],
    ]  # fmt: skip


def test_a_text_is_read_again_when_a_file_beside_changes(tmp_path: Path) -> None:
    found = pulled(tmp_path, {"a/x.md": TEXT, "a/kep.yaml": "author: Ada Vos\n", "b/y.md": TEXT})
    versions = {path: str(item.version) for path, item in found.items()}
    assert {type(each) for each in said_of(tmp_path, versions) if getattr(each, "id", "") in versions} == {Same}
    (tmp_path / "a/kep.yaml").write_text("author: Bram Kok, Cato Mul\n", encoding="utf-8")
    os.utime(tmp_path / "a/kep.yaml", (1, 1))
    again = [said for said in said_of(tmp_path, versions) if isinstance(said, Item)]
    assert [(item.id, who(item)) for item in again] == [("a/x.md", ["wrote Bram Kok", "wrote Cato Mul"])]


def test_a_broken_file_beside_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    item = pulled(tmp_path, {"a.md": TEXT, "kep.yaml": "authors: [\n"})["a.md"]
    assert [problem.message for problem in item.problems] == ["authors-file-broken"]


def test_a_list_of_names_and_addresses_says_who_is_meant(tmp_path: Path) -> None:
    files = {
        ".mailmap": "# who is who\nAda Vos <ada@x.example> adavos <ada@old.example>\n",
        "a.md": f"---\nauthor: adavos\n---\n{TEXT}",
        "b.md": f"---\nauthor: A. <ada@old.example>\n---\n{TEXT}",
        "c.md": TEXT,
    }
    found = pulled(tmp_path, files)
    assert [[(act.name, act.email) for act in found[each].acts] for each in ("a.md", "b.md", "c.md")] == [
        [("Ada Vos", "ada@x.example")], [("Ada Vos", "ada@x.example")], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("2024-03-05-brine.md", TEXT, "2024-03-05"),
        ("2024/03/05/brine.md", TEXT, "2024-03-05"),
        ("notes/20240305_brine.md", TEXT, "2024-03-05"),
        ("2024/03/brine.md", TEXT, "2024-03-01"),
        ("2024-03-05-brine.md", "# Brine\n\nDate: 2024-06-07\n", "2024-06-07"),
        ("brine-2024.md", TEXT, None),
        ("1234/56/brine.md", TEXT, None),
    ],
)
def test_the_date_in_a_path_counts_when_nothing_better_says_it(
    tmp_path: Path, path: str, text: str, expected: str | None
) -> None:
    assert day(pulled(tmp_path, {path: text})[path]) == expected


@pytest.mark.parametrize(
    ("path", "text", "post"),
    [
        ("blog/authors.yml", "ada:\n  name: Ada Vos\n  title: Engineer\n", "blog/a.md"),
        (".authors.yml", "authors:\n  ada:\n    name: Ada Vos\n    description: Engineer\n", "posts/a.md"),
        ("docs/blog/.authors.yml", "authors:\n  ada:\n    name: Ada Vos\n", "docs/blog/posts/a.md"),
        ("_data/authors.yml", "ada:\n  name: Ada Vos\n", "_posts/a.md"),
        ("_data/people.json", '[{"id": "ada", "name": "Ada Vos"}]', "_posts/a.md"),
        ("data/authors/ada.toml", 'name = "Ada Vos"\n', "content/a.md"),
        ("content/authors/ada/_index.md", "---\ntitle: Ada Vos\n---\nBio\n", "content/blog/a.md"),
        ("_authors/avos.md", "---\nshort_name: ada\nname: Ada Vos\n---\nBio\n", "_posts/a.md"),
    ],
)
def test_the_authors_of_a_site_are_known_by_their_keys(tmp_path: Path, path: str, text: str, post: str) -> None:
    found = pulled(tmp_path, {path: text, post: f"---\nauthors: [ada]\n---\n{TEXT}"})
    assert who(found[post]) == ["wrote Ada Vos"]
