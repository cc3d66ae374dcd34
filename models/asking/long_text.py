"""Who knows about a text: a question of a paragraph, a mail that was pasted, or a document."""

from __future__ import annotations

from dataclasses import replace

from graph.facts import Document, EdgeKind, Key, Seconds, kind_of
from graph.own_words import words_of
from graph.store import View
from models.answers import Answer, Question
from models.asking.gist import gist
from models.experts import find_experts
from models.index.contract import Index
from models.index.text.analysis import folded

LONG, LONG_WORDS = 240, 30
"""Characters and words of a question from which it is a text."""
TRIED = (8, 5, 3)
"""Numbers of words that are asked for, fewer as long as nobody is found: no document need hold all of a text."""
AUTHORS = (EdgeKind.WROTE, EdgeKind.EDITED, EdgeKind.ANSWERED)


def is_long(text: str) -> bool:
    """Whether a question is a text rather than words to look for."""
    return len(text) > LONG or len(folded(text)) > LONG_WORDS


def about_text(question: Question, text: str, title: str, view: View, index: Index, now: Seconds | None) -> Answer:
    """Who knows about a text, by the words that say what it is about; nobody when none of them says anything."""
    snapshot = index.snapshot()
    access = snapshot.access_filter(view)
    answer = Answer(replace(question, text=text[:LONG]), asked=question.text)
    for most in TRIED:
        words = gist(text, snapshot, access, most, title)
        if words and words != list(answer.gist):
            found = find_experts(replace(question, text=" ".join(words), loose=True), view, index, now)
            answer = replace(found, asked=question.text, gist=tuple(words))
        if answer.total:
            break
    return answer


def about_document(question: Question, document: Key, view: View, index: Index, now: Seconds | None) -> Answer | None:
    """Who knows about what a document says, besides its authors; None when the asker may not know of it."""
    node = view.get([document]).get(document) if kind_of(document) == "document" else None
    if not isinstance(node, Document):
        return None
    accounts = {edge.start for edge in view.edges(AUTHORS, [document], "in")}
    authors = {edge.end for edge in view.edges((EdgeKind.IS,), accounts)}
    asked = replace(question, besides=tuple(sorted(authors)))
    own = words_of(node, view.texts([document]).get(document, "")).own
    return about_text(asked, own, node.title, view, index, now)
