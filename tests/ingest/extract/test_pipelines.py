"""Pipelines of an organisation's own choice: any that spaCy loads, by folder or as a package."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy

from ingest.extract.nlp import Extractor
from ingest.extract.pipelines import PipelineError, check_pipeline, version_of

SENTENCE = [("document:a:1", "Seals", "The pump seal leaks.", "en", "h1")]


def pipeline_in(folder: Path, *, pos: bool = True, lemma: bool = True) -> Path:
    """A pipeline for English in this folder that takes "seal" for a noun."""
    nlp = spacy.blank("en")
    attributes = ({"POS": "NOUN"} if pos else {"TAG": "NN"}) | ({"LEMMA": "seal"} if lemma else {})
    nlp.add_pipe("attribute_ruler").add([[{"LOWER": {"IN": ["seal", "seals", "house"]}}]], attributes)  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return folder


def package_in(folder: Path, name: str) -> None:
    """The same as an installed package, laid out as `spacy package` does it."""
    (folder / name).mkdir()
    data = pipeline_in(folder / name / f"en_{name}-0.0.0")
    meta = json.loads((data / "meta.json").read_text()) | {"name": name, "version": "0.0.0"}
    (folder / name / "meta.json").write_text(json.dumps(meta))
    (folder / name / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_init_py\n"
        "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n"
    )
    (folder / f"{name}-0.0.0.dist-info").mkdir()
    (folder / f"{name}-0.0.0.dist-info" / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.0.0\n"
    )


def test_a_folder_and_a_package_serve_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package_in(tmp_path, "outside_pipeline")
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = str(pipeline_in(tmp_path / "folder"))
    for name in (folder, "outside_pipeline"):
        check_pipeline("en", name)
        (found,) = Extractor({"en": name}).extract(SENTENCE)
        assert [(term.norm, term.count) for term in found.terms] == [("seal", 2)], name


def test_a_text_in_a_language_without_a_pipeline_gives_names_only(tmp_path: Path) -> None:
    extractor = Extractor({"en": str(pipeline_in(tmp_path))})
    (found,) = extractor.extract([("document:a:2", "Lekken", "Vraag het aan Jan de Wit over lekken.", "nl", "h2")])
    assert found.terms == ()
    assert "Jan de Wit" in [name.surface for name in found.names]


def no_folder(folder: Path) -> str:
    return str(folder / "nothing")


def no_package(_folder: Path) -> str:
    return "no_such_pipeline_here"


def damaged(folder: Path) -> str:
    (pipeline_in(folder) / "config.cfg").write_text("[nlp]\nlang = ")
    return str(folder)


@pytest.mark.parametrize(
    ("language", "made", "message"),
    [
        ("en", no_folder, "settings-pipeline-missing"),
        ("en", no_package, "settings-pipeline-missing"),
        ("nl", lambda folder: str(pipeline_in(folder)), "settings-pipeline-language"),
        ("en", lambda folder: str(pipeline_in(folder, pos=False)), "settings-pipeline-lacks"),
        ("en", lambda folder: str(pipeline_in(folder, lemma=False)), "settings-pipeline-lacks"),
        ("en", damaged, "settings-pipeline-broken"),
        ("en", lambda _folder: "json", "settings-pipeline-missing"),
    ],
)
def test_a_pipeline_that_cannot_serve_says_why(
    language: str, made: Callable[[Path], str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(PipelineError) as caught:
        check_pipeline(language, made(tmp_path))
    assert caught.value.message == message


def test_another_pipeline_or_other_rules_are_another_version(tmp_path: Path) -> None:
    one, other = str(pipeline_in(tmp_path / "one")), str(pipeline_in(tmp_path / "other", lemma=False))
    same = str(pipeline_in(tmp_path / "same"))
    versions = [version_of({"en": name}, "1") for name in (one, other, same)]
    assert versions[0] != versions[1]
    assert versions[0] == versions[2]
    assert version_of({"en": one}, "2") != versions[0]
    assert version_of({}, "1") != versions[0]
