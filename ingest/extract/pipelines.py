"""The language pipelines: those that ship, or any that spaCy loads, by folder or as an installed package."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import is_package

from ingest.extract.signed import with_signed_words

SHIPPED = Path(__file__).resolve().parents[2] / "models" / "language"
TRIED = "House"
"""One word is enough to see what a pipeline fills in."""


class PipelineError(Exception):
    """A pipeline cannot be used; a message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


def folder_of(name: str) -> Path | None:
    """The folder of a pipeline that is given by its folder or by its package; None when neither is there."""
    if (Path(name) / "meta.json").is_file():
        return Path(name)
    spec = find_spec(name) if name.isidentifier() and is_package(name) else None
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def check_pipeline(language: str, name: str) -> None:
    """Raise PipelineError when this is no pipeline of this language that tells parts of speech and lemmas."""
    folder = folder_of(name)
    if folder is None:
        raise PipelineError("settings-pipeline-missing", key=language, given=name)
    try:
        nlp = load_pipeline(name)
        analysed = nlp(TRIED)
    except (OSError, ValueError, TypeError, AttributeError, ImportError) as error:
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise PipelineError("settings-pipeline-broken", key=language, given=name, reason=reason) from error
    if nlp.lang != language:
        raise PipelineError("settings-pipeline-language", key=language, given=name, found=str(nlp.lang))
    lacks = [what for what in ("POS", "LEMMA") if not analysed.has_annotation(what)]
    if lacks:
        raise PipelineError("settings-pipeline-lacks", key=language, given=name, lacks=", ".join(lacks))


@cache
def load_pipeline(name: str) -> Language:
    """The pipeline in this folder or package, without the parts that terms do not need."""
    return with_signed_words(spacy.load(name, exclude=["parser", "senter"]))


def version_of(pipelines: Mapping[str, str], rules: str) -> str:
    """Version of these rules with these pipelines. It changes when results may change."""
    digest = hashlib.blake2b(rules.encode(), digest_size=6)
    for language, name in sorted(pipelines.items()):
        digest.update(f"{language}:{_digest_of(name)}".encode())
    return f"{rules}-{digest.hexdigest()}"


@cache
def _digest_of(name: str) -> str:
    """Digest of the files of a pipeline, wherever they lie."""
    folder = folder_of(name) or Path(name)
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix not in (".md", ".pyc"):
            digest.update(str(file.relative_to(folder)).encode())
            digest.update(hashlib.blake2b(file.read_bytes(), digest_size=16).digest())
    return digest.hexdigest()
