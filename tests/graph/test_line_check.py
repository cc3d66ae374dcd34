"""A damaged export is refused before anything of it is taken in, a whole one never."""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Edge, EdgeKind, Fact
from graph.line_check import Flaw, flaw_of
from graph.open_store import open_store
from tests.contracts.organisation import account, derive, document, member, mentions, person, put, term, topic, wrote
from tests.whoknows.office import SETTINGS
from whoknows.cli import run


def _lines(folder: Path) -> list[dict[str, Any]]:
    store = open_store(f"sqlite:{folder}/graph")
    put(store, account("ann", anchor=True), Fact(account("bob"), (member("bob", "lab"),)))
    put(store, Fact(document("1", text="Pumps"), (wrote("ann", "1"),)))
    derive(store, "MENTIONS", None, mentions("1", "x"))
    derive(store, "term", None, term("x"))
    derive(store, "topic", None, topic("a"))
    with store.writer() as writer:
        writer.say(Edge(EdgeKind.CLAIMS, person("ann"), "topic:a"))
    store.ledger.set("secret:x", "abc")
    lines = list(store.dump(derived=True))
    store.close()
    return json.loads(json.dumps(lines))  # type: ignore[no-any-return]


with tempfile.TemporaryDirectory() as _folder:
    LINES = _lines(Path(_folder))


def test_a_whole_export_has_no_flaw() -> None:
    assert {line["record"] for line in LINES} >= {"node", "authored", "derived", "edge"}
    assert [flaw_of(line) for line in LINES] == [None] * len(LINES)


DOCUMENT = next(line for line in LINES if line["key"].startswith("document:"))


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"record": "nothing"}, Flaw("record")),
        ({"record": ["node"]}, Flaw("record")),
        ({"key": 7}, Flaw("key")),
        ({"key": "animal:1"}, Flaw("key")),
        ({"props": []}, Flaw("props")),
        ({"props": {}}, Flaw("native_id", missing=True)),
        ({"props": {**DOCUMENT["props"], "title": 3}}, Flaw("title")),
        ({"props": {**DOCUMENT["props"], "at": True}}, Flaw("at")),
        ({"props": {**DOCUMENT["props"], "at": 10**40}}, Flaw("at")),
        ({"props": {**DOCUMENT["props"], "kind": "poem"}}, Flaw("kind")),
        ({"props": {**DOCUMENT["props"], "colour": "red"}}, Flaw("colour")),
        ({"text": "half \ud800"}, Flaw("text")),
        ({"edges": [{"kind": "WROTE", "start": "account:a:ann"}]}, Flaw("end", missing=True)),
        ({"edges": [{"kind": "LOVES", "start": "account:a:ann", "end": DOCUMENT["key"]}]}, Flaw("kind")),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], flaw: Flaw) -> None:
    assert flaw_of({**DOCUMENT, **change}) == flaw


_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just("document:"),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.data())
def test_a_damaged_line_is_refused_or_can_be_taken_in(data: st.DataObject) -> None:
    line = copy.deepcopy(data.draw(st.sampled_from(LINES)))
    for _ in range(data.draw(st.integers(1, 2))):
        edges = line.get("edges") if isinstance(line.get("edges"), list) else []
        inner = [each for each in (line, line.get("props"), *edges) if isinstance(each, dict)]
        place = data.draw(st.sampled_from(inner))
        name = data.draw(st.sampled_from([*place, "other"]))
        if data.draw(st.booleans()):
            place.pop(name, None)
        else:
            place[name] = data.draw(_VALUES)
    if flaw_of(line) is None:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(f"sqlite:{folder}/graph")
            store.load([line])
            store.close()


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ('{"record": "nothing"}', '"record" is not one of'),
        ('{"record": "node"}', "lacks the field key"),
        ('{"record": "node", "key": 7}', "the field key is unknown or holds"),
        ("[" * 100_000, "is not a record"),
    ],
)
def test_a_broken_last_line_is_one_sentence_and_imports_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, broken: str, message: str
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    (tmp_path / "whoknows.toml").write_text(SETTINGS, encoding="utf-8")
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join([json.dumps(line) for line in LINES] + [broken]), encoding="utf-8")
    assert run(["import", str(file), "-s", str(tmp_path)]) == 2
    said = "".join(capsys.readouterr())
    assert message in said
    assert f"ine {len(LINES) + 1} of" in said
    assert "Traceback" not in said
    file.write_text("\n".join(json.dumps(line) for line in LINES), encoding="utf-8")
    assert run(["import", str(file), "-s", str(tmp_path)]) == 0  # only an empty store takes an import
