"""The sample holds what it promises. Checked in the written files, without the code that wrote them."""

from __future__ import annotations

import csv
import json
import mailbox
import re
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from whoknows.sample import SampleReport, make_sample

WIKI = "{http://www.mediawiki.org/xml/export-0.11/}"


@pytest.fixture(scope="module")
def people(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def department(person: dict[str, str]) -> str:
    return person["department"].split(" / ")[0]


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.slow
def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = make_sample(tmp_path / "again")
    assert files_of(again.folder) == files_of(folder)


@pytest.mark.slow
def test_other_seed_other_organisation_of_the_same_size(report: SampleReport, tmp_path: Path) -> None:
    other = make_sample(tmp_path / "other", seed=2)
    assert other.people == report.people
    assert other.total >= 600
    assert files_of(other.folder) != files_of(report.folder)


def test_size(report: SampleReport, people: dict[str, dict[str, str]]) -> None:
    humans = [person for person in people.values() if not person["service"]]
    assert 145 <= len(humans) <= 155
    assert len({department(person) for person in humans}) == 9
    assert len({person["location"].split(" / ")[0] for person in humans}) == 4
    assert report.total >= 800
    assert report.topics >= 60


def test_hierarchy_has_one_top_and_no_circle(people: dict[str, dict[str, str]]) -> None:
    humans = {name: person for name, person in people.items() if not person["service"]}
    assert sum(not person["manager"] for person in humans.values()) == 1
    for start in humans:
        name = start
        seen: list[str] = []
        while name:
            assert name not in seen
            seen.append(name)
            name = humans[name]["manager"]
        assert len(seen) <= 4


def test_everyone_can_be_reached(people: dict[str, dict[str, str]]) -> None:
    for person in people.values():
        assert person["service"] or (person["phone"] and person["room"] and person["title"] and person["languages"])


def test_addresses_are_unique(people: dict[str, dict[str, str]]) -> None:
    used = Counter(mail for person in people.values() for mail in person["emails"].split(";"))
    assert max(used.values()) == 1


def test_namesakes_leavers_and_a_service_account(people: dict[str, dict[str, str]], facts: dict[str, Any]) -> None:
    pair = [person for person in people.values() if person["name"] == "Jan de Vries"]
    assert len({department(person) for person in pair}) == len(pair) == 2
    assert {one["id"] for one in facts["namesakes"]} == {person["id"] for person in pair}
    left = {name for name, person in people.items() if person["left"]}
    assert left == {one["id"] for one in facts["leavers"]}
    assert len(left) >= 8
    assert sum(one["knew"] != [] for one in facts["leavers"]) >= 5
    assert [person["name"] for person in people.values() if person["service"]] == ["Veldermark Bot"]


@pytest.mark.parametrize("what", ["nicknames", "maiden_names", "changed_addresses", "private_topics", "synonyms"])
def test_names_change_and_differ(facts: dict[str, Any], what: str) -> None:
    assert len(facts[what]) >= 3


def test_people_of_every_kind_of_name(people: dict[str, dict[str, str]]) -> None:
    names = [person["name"] for person in people.values()]
    for form in (" van der ", " van 't ", "-", "Ł", "O'"):
        assert any(form in name for name in names), form


def test_truth_is_consistent(folder: Path, people: dict[str, dict[str, str]], facts: dict[str, Any]) -> None:
    topics = dict(
        line.split("\t", 1) for line in (folder / "truth/topics.tsv").read_text(encoding="utf-8").splitlines()
    )
    assert {line.split("\t")[1] for line in topics.values()} == {"nl", "en"}
    judged = [line.split() for line in (folder / "truth/qrels.txt").read_text(encoding="utf-8").splitlines()]
    assert {row[0] for row in judged} == set(topics)
    assert {row[3] for row in judged} == {"1", "2"}
    assert all(not people[row[2]]["left"] and not people[row[2]]["service"] for row in judged)
    for name in topics:
        assert any(row[0] == name and row[3] == "2" for row in judged), name
    for line in (folder / "truth/accounts.tsv").read_text(encoding="utf-8").splitlines():
        source, account, person = line.split("\t")
        assert source
        assert account
        assert person in people


def test_one_person_topic(folder: Path, facts: dict[str, Any]) -> None:
    judged = [line.split() for line in (folder / "truth/qrels.txt").read_text(encoding="utf-8").splitlines()]
    for topic in facts["single_person_topics"]:
        found = {row[2] for row in judged if re.fullmatch(rf"{topic['topic']}-\d+", row[0])}
        assert found == {topic["person"]}
    assert facts["single_person_topics"]


# --- two departments on one subject without any tie ---


def circles(folder: Path, people: dict[str, dict[str, str]]) -> dict[str, set[str]]:
    """Ids that act together: threads, streams, lists, pages, files, meetings, folders."""
    owner = {}
    for line in (folder / "truth/accounts.tsv").read_text(encoding="utf-8").splitlines():
        source, account, person = line.split("\t")
        owner[source, account] = person
    together: dict[str, set[str]] = {}
    for name, revisions in wiki_pages(folder).items():
        together[f"wiki {name}"] = {owner["wiki", who] for who, _ in revisions if ("wiki", who) in owner}
    realm = json.loads((folder / "chat/realm.json").read_text(encoding="utf-8"))
    streams = {one["recipient"]: one["name"] for one in realm["zerver_stream"]}
    for one in realm["zerver_subscription"]:
        together.setdefault(f"chat {streams[one['recipient']]}", set()).add(owner["chat", str(one["user_profile"])])
    for path in (folder / "minutes").rglob("*.md"):
        present = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1]
        together[f"minutes {path.name}"] = {
            name for name, person in people.items() if person["name"] in present and person["name"] != "Jan de Vries"
        }
    for path in (folder / "lists").glob("*.mbox"):
        for mail in mailbox.mbox(path):
            thread = str(mail["References"] or mail["Message-ID"]).split()[0]
            address = re.findall(r"<(.+?)>", str(mail["From"]))[0]
            together.setdefault(f"lists {thread}", set()).add(owner["lists", address])
            together.setdefault(f"list {path.stem}", set()).add(owner["lists", address])
    log = (folder / "handbook/git-log.txt").read_text(encoding="utf-8")
    for commit in log.split("\ncommit "):
        address = re.findall(r"^Author: .*<(.+)>$", commit, re.MULTILINE)[0]
        for path in re.findall(r"^\d+\t\d+\t(.+)$", commit, re.MULTILINE):
            together.setdefault(f"folder {path.split('/')[0]}", set()).add(owner["handbook", address])
    for line in (folder / "push/questions.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for act in record.get("acts", ()):
            name = f"questions {record['container']}"
            together.setdefault(name, set()).add(owner["questions", act["account"]])
    return together


def wiki_pages(folder: Path) -> dict[str, list[tuple[str, str]]]:
    root = ET.parse(folder / "wiki/wiki-dump.xml").getroot()  # noqa: S314 (our own file)
    return {
        str(page.findtext(f"{WIKI}title")): [
            (str(one.findtext(f"{WIKI}contributor/{WIKI}username")), str(one.findtext(f"{WIKI}text")))
            for one in page.iter(f"{WIKI}revision")
        ]
        for page in root.iter(f"{WIKI}page")
    }


def test_two_departments_work_on_one_subject_without_any_tie(
    folder: Path, people: dict[str, dict[str, str]], facts: dict[str, Any]
) -> None:
    (case,) = facts["untied_departments"]
    pair = set(case["departments"])
    assert len(pair) == len(case["topics"]) == 2
    for name, ids in circles(folder, people).items():
        assert not pair <= {department(people[one]) for one in ids}, name
    judged = [line.split() for line in (folder / "truth/qrels.txt").read_text(encoding="utf-8").splitlines()]
    for topic in case["topics"]:
        found = {department(people[row[2]]) for row in judged if row[0] == f"{topic}-1"}
        assert found == pair


def test_wiki_links_stay_within_what_exists(folder: Path) -> None:
    pages = wiki_pages(folder)
    assert len(pages) >= 100
    targets = {title for revisions in pages.values() for title in re.findall(r"\[\[([^\]:]+)\]\]", revisions[-1][1])}
    assert targets <= set(pages)
    assert max(len(revisions) for revisions in pages.values()) >= 8
    title = "Waterstofopslag, ontwerpgids"
    assert len({who for who, _ in pages[title]}) >= 2


# --- what is private stays where it may be read ---


@pytest.mark.parametrize("label", ["salarisschalen", "sociaal plan", "forensic report", "tweede spoor"])
def test_private_words_stand_in_private_places_only(folder: Path, label: str) -> None:
    allowed = {"chat", "push", "dossiers", "truth"}
    for name, body in files_of(folder).items():
        if name.split("/")[0] not in allowed:
            assert label.encode() not in body, name


def test_private_streams_have_members(folder: Path, facts: dict[str, Any]) -> None:
    realm = json.loads((folder / "chat/realm.json").read_text(encoding="utf-8"))
    private = {one["name"] for one in realm["zerver_stream"] if one["invite_only"]}
    assert private == {one["container"] for one in facts["private"] if one["source"] == "chat"}
    assert {one["source"] for one in facts["private"]} == {"chat", "questions", "dossiers"}


def test_settings_name_every_source_with_its_access(folder: Path) -> None:
    settings = tomllib.loads((folder / "whoknows.toml").read_text(encoding="utf-8"))
    assert settings["store"] == {"url": "sqlite:whoknows.db"}
    for source in settings["source"]:
        assert (folder / source["path"]).exists()
        assert source["access"] == "everyone" or source["access"].startswith(("group:", "from-source"))
    kinds = {source["kind"] for source in settings["source"]}
    assert kinds >= {
        "directory",
        "markup",
        "git",
        "feed",
        "mediawiki-dump",
        "zulip",
        "mbox",
        "mastodon",
        "files",
        "jsonl",
    }
    suffixes = {path.suffix for path in (folder / "documents").rglob("*.*")}
    assert suffixes == {".docx", ".pdf", ".pptx", ".odt", ".html", ".txt"}


def test_sentences_are_finished(folder: Path) -> None:
    for name, body in files_of(folder).items():
        if name.endswith((".md", ".rst", ".xml", ".atom", ".mbox", ".json", ".jsonl", ".html", ".txt")):
            text = body.decode("utf-8")
            assert not re.search(r"\{[a-zA-Z]+\}|\{\d+-\d+\}", text), name
            assert ".." not in re.sub(r"\.\.\.|\.\. ", "", text).replace("../", ""), name
