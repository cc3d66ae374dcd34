"""Every ranker passes one suite; and a ranker of twenty lines is added, end to end."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from api.site import Site
from graph.store import Viewer
from models.index.opening import open_index
from models.rankers import registry
from models.rankers.answers import AnswerRanker
from models.rankers.documents import DocumentRanker
from models.rankers.folder import FolderRanker
from models.rankers.named import NamedRanker
from models.rankers.profile import ProfileRanker, UsageRanker
from tests.api.small_site import client
from tests.contracts.ranker_suite import RankerSuite
from tests.models.function_ranker import FunctionRanker
from tests.models.organisations import Organisation, Paper, people, person
from ui.messages import sentence


class TestDocuments(RankerSuite):
    ranker = DocumentRanker()


class TestProfile(RankerSuite):
    ranker = ProfileRanker()


class TestFolder(RankerSuite):
    ranker = FolderRanker()


class TestUsage(RankerSuite):
    ranker = UsageRanker()


class TestAnswers(RankerSuite):
    ranker = AnswerRanker()


class TestNamed(RankerSuite):
    ranker = NamedRanker()


class TestFunction(RankerSuite):
    ranker = FunctionRanker()


SUITES = (TestDocuments, TestProfile, TestUsage, TestAnswers, TestNamed, TestFolder)


def test_every_ranker_that_answers_passes_the_suite() -> None:
    assert [type(each) for each in registry.RANKERS] == [type(suite.ranker) for suite in SUITES]
    assert len({each.name for each in registry.RANKERS}) == len(registry.RANKERS)


def test_a_ranker_is_added_with_one_line_and_the_page_tells_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bob wrote as much as Ann; his function puts him first, and the page and its JSON say so."""
    ann, bob = people("ann", "bob")
    made = Organisation(tmp_path, [ann, replace(bob, function="Hydrogen Engineer")])
    made.put(Paper("a", "Tanks", "The hydrogen tank.", ("ann",)), Paper("b", "Pumps", "The hydrogen pump.", ("bob",)))
    made.rebuild()
    before = made.ask("hydrogen").people
    assert [each.person for each in before] == sorted((person("ann"), person("bob")))
    monkeypatch.setattr(registry, "RANKERS", (*registry.RANKERS, FunctionRanker()))
    with open_index(made.root) as index:
        site = Site("Works", made.store, lambda: index, lambda: 1_700_000_000, lambda key: Viewer(person=key), sentence)
        first, second = client(site).get("/api/experts?q=hydrogen&evidence=9").json()["people"]
        assert (first["person"], second["person"]) == (person("bob"), person("ann"))
        fact = next(each for each in first["evidence"] if each["kind"] == "function")
        assert (fact["title"], fact["ranker"], fact["points"]) == ("Hydrogen Engineer", "function", 10.0)
        assert first["points"] == sum(share["points"] for share in first["shares"])
        for language, label in (("nl", "hun functie"), ("en", "their function")):
            page = client(site, **{"accept-language": language}).get("/search?q=hydrogen").text
            assert label in re.sub(r"<[^>]+>", " ", page)
    made.store.close()
