"""Vocabularies on the command line: `topics import` takes in what an organisation keeps in SKOS or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.facts import Concept, Json
from graph.labelled_topics import LANGUAGES
from graph.store import Store
from graph.vocabularies import adopt_vocabulary, names_of_vocabularies
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.console import Exit, out, print_json, say, tell
from whoknows.errors import SettingsError
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, now, open_installation

FILES = "vocabularies"
"""The name under which the ledger keeps the file of each vocabulary."""


def import_vocabulary(
    file: Annotated[Path | None, typer.Argument(help="A file in SKOS (.ttl, .rdf, .jsonld, .nt) or CSV.")] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the vocabulary. Default: the name of the file.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take back all that the one with --name said.")] = False,
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Language of labels that state none: nl or en.")
    ] = None,
    settings: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import a vocabulary: its labels, synonyms, translations and broader topics are trusted before what texts suggest.

    Import it again when it changed: what it says now replaces what it said before. What people decided wins over it.
    CSV has a line for each topic and the columns label, language, synonyms, broader and translation.

    Examples: whoknows topics import thesaurus.ttl · whoknows topics import begrippen.csv --name gemeente
    """
    loaded = load_settings(settings)
    called = name or (file.stem if file is not None else "")
    if not called or (file is None) is not remove:
        raise SettingsError("vocabulary-usage")
    spoken = language or (loaded.languages[0] if loaded.languages else "nl")
    if spoken not in LANGUAGES:
        raise SettingsError("topic-language-unknown", language=spoken, known=", ".join(LANGUAGES))
    concepts = [] if file is None else _concepts(file, spoken)
    with open_installation(loaded, create=False) as installation:
        store = installation.store
        if name is None and file is not None:
            _refuse_same_name(store, called, file)
        if remove and called not in (known := names_of_vocabularies(store, SYSTEM)):
            tell("vocabulary-not-there", name=called, known=", ".join(known) or "-")
            raise typer.Exit(Exit.NOTHING)
        done = adopt_vocabulary(store, SYSTEM, called, concepts, now())
        _note_file(store, called, file)
        if done.new or done.gone:
            store.ledger.enqueue("passes", {"why": "vocabulary"}, now())
    if as_json:
        print_json(done)
        return
    counts = {"concepts": done.concepts, "labels": done.labels, "new": done.new, "gone": done.gone}
    out.print(say("vocabulary-imported", name=called, **counts), markup=False)
    if done.skipped:
        out.print(say("vocabulary-skipped", skipped=done.skipped), markup=False)
    if done.new or done.gone:
        out.print(say("vocabulary-next"), style="dim", markup=False)


def _refuse_same_name(store: Store, called: str, file: Path) -> None:
    """Raise SettingsError when the vocabulary with the name of this file came from another one."""
    before = _files(store).get(called)
    if before not in (None, str(file.resolve())) and called in names_of_vocabularies(store, SYSTEM):
        raise SettingsError("vocabulary-same-name", name=called, path=str(before))


def _note_file(store: Store, called: str, file: Path | None) -> None:
    """Keep from which file a vocabulary came; None: nothing of it is left."""
    files = {name: path for name, path in _files(store).items() if name != called}
    store.ledger.set(FILES, files if file is None else {**files, called: str(file.resolve())})


def _files(store: Store) -> dict[str, Json]:
    kept = store.ledger.get(FILES)
    return kept if isinstance(kept, dict) else {}


def _concepts(file: Path, language: str) -> list[Concept]:
    from ingest.vocabularies.reading import read_vocabulary  # other commands about topics read no files

    return read_vocabulary(file, language)
