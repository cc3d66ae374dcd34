"""Documents without an author or a date, counted by source for somebody who may read only a part."""

from __future__ import annotations

from pathlib import Path

from graph.store import Viewer
from models.incomplete import IncompleteDocument, incomplete_documents
from models.index.opening import open_index
from tests.models.organisations import SOURCE, Organisation, Paper, document, people

PAPERS = (
    Paper("signed", "Signed and dated", "Some text.", ("anna",), at=86_400),
    Paper("loose", "Nobody signed this", "Some text.", (), at=86_400),
    Paper("timeless", "No day is known", "Some text.", ("anna",), at=None),
    Paper("secret", "Hidden and loose", "Some text.", (), at=None, hidden=True),
)


def test_they_are_counted_by_source_as_far_as_they_may_be_read(tmp_path: Path) -> None:
    organisation = Organisation(tmp_path, people("anna"))
    organisation.put(*PAPERS)
    organisation.follow()
    with open_index(organisation.root) as index:
        with organisation.store.view(Viewer()) as everyone:
            found = incomplete_documents(everyone, index)[SOURCE]
        with organisation.store.view(Viewer(system=True)) as system:
            whole = incomplete_documents(system, index)[SOURCE]
    assert (found.authorless, found.undated) == (1, 1)
    assert found.without_author == (IncompleteDocument(document("loose"), "Nobody signed this"),)
    assert found.without_date == (IncompleteDocument(document("timeless"), "No day is known"),)
    assert (whole.authorless, whole.undated) == (2, 2)
