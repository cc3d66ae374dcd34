"""Subjects that people named themselves: tags, titles of pages, names of channels, spaces and folders.

What several people called a subject is one, whatever its words do in texts: it is chosen before what is only counted.
One tag of one person is not enough, and neither is the name of a page or folder that no text takes up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from graph.facts import Key
from models.spellings import compact
from models.subjects import Acts
from models.termhood import TermId, Usage, Usages

PEOPLE = 2
"""People who have to give a name."""
DOCUMENTS = 2
"""Documents with a tag, or in a container, that have to be there."""
UNSAID = 3
"""Documents with a tag from which it is a subject that no text mentions."""
USED = 5
TITLES = 2
"""Documents that use a term, and that have it in their title, from which a name other than a tag is believed."""
EVERYWHERE = 0.25
"""Share of the texts from which what is named tells no document from another."""
USUAL = 0.2
"""Share of the documents of a term from which a form of it is a usual one."""
LONGEST = 4
"""Words of a name; a longer one is a sentence."""
FILING = frozenset(
    compact(name)
    for names in (
        "uncategorized, uncategorised, niet gecategoriseerd, geen categorie, overig, overige, diversen, misc, other",
        "miscellaneous, general, algemeen, internal, intern, external, extern, public, openbaar, draft, concept, wip",
        "todo, archive, archief, archived, important, belangrijk, new, nieuw, featured, highlight, uitgelicht, pinned",
        "home, welcome, welkom, random, off topic, inbox, tmp, temp, old, oud, test, blog, news, nieuws, updates",
        "meta",
    )
    for name in names.split(", ")
)
"""Names under which people file what has no subject, or whatever its subject."""


class NamedBy(Enum):
    """What gives a name: a tag, the title of a page, or the channel, space or folder in which it is."""

    TAG = "tag"
    TITLE = "title"
    CONTAINER = "container"


@dataclass(slots=True)
class Naming:
    """One name and who gave it to which documents, by what gave it."""

    names: Counter[str] = field(default_factory=Counter)
    people: dict[NamedBy, set[Key]] = field(default_factory=lambda: defaultdict(set))
    documents: dict[NamedBy, set[Key]] = field(default_factory=lambda: defaultdict(set))
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The commonest way to write it."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    def people_who(self, by: NamedBy, documents: int = DOCUMENTS) -> int:
        """The number of people who gave it in this way; 0 when they or their documents are too few."""
        enough = len(self.people[by]) >= PEOPLE and len(self.documents[by]) >= documents
        return len(self.people[by]) if enough else 0


Namings = Mapping[str, Naming]
"""By the form that all spellings of a name share."""


class NamingCount:
    """Counts who gave which names. `acts` are the people of each document."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._found: dict[str, Naming] = defaultdict(Naming)

    def add(self, name: str, document: Key, by: NamedBy, language: str | None = None) -> None:
        """Count this name of a document in this language."""
        words = name.replace("-", " ").replace("_", " ").split()
        form = compact(" ".join(words))
        if 0 < len(words) <= LONGEST and any(map(str.isalpha, form)) and form not in FILING:
            naming = self._found[form]
            naming.names[" ".join(words)] += 1
            naming.people[by].update(self._acts.get(document, ()))
            naming.documents[by].add(document)
            if language:
                naming.languages[language] += 1

    def namings(self) -> Namings:
        """What was named by people enough."""
        return {
            form: each for form, each in sorted(self._found.items()) if max(map(len, each.people.values())) >= PEOPLE
        }


def named_terms(namings: Namings, usages: Usages) -> list[TermId]:
    """The terms of texts that people named, most people first."""
    found: dict[TermId, int] = {}
    for term, usage in usages.terms.items() if namings else ():
        if usage.documents <= EVERYWHERE * usages.texts:
            people = sum(_people(namings[form], usage) for form in forms_of(term, usage) if form in namings)
            if people:
                found[term] = people
    return sorted(found, key=lambda term: (-found[term], term))


def _people(naming: Naming, usage: Usage) -> int:
    """The number of people who named a term with this use, as far as they are believed."""
    people = naming.people_who(NamedBy.TAG)
    if usage.documents >= USED and usage.titles >= TITLES:
        people += naming.people_who(NamedBy.TITLE, 1) + naming.people_who(NamedBy.CONTAINER)
    return people


def unsaid_terms(namings: Namings, usages: Usages, languages: Collection[str]) -> Iterator[tuple[TermId, Usage]]:
    """Terms for tags that stand in no text, in the language of most documents that have them."""
    wanted = {form for form, each in namings.items() if each.people_who(NamedBy.TAG, UNSAID)}
    for term, usage in usages.terms.items() if wanted else ():
        wanted.difference_update(forms_of(term, usage))
    for form in sorted(wanted):
        naming = namings[form]
        spoken = {language: count for language, count in naming.languages.items() if language in languages}
        if spoken:
            language = min(spoken, key=lambda each: (-spoken[each], each))
            documents = len(naming.documents[NamedBy.TAG])
            yield (language, naming.name.lower()), Usage(documents, documents, 0, {naming.name: documents})


def forms_of(term: TermId, usage: Usage | None) -> set[str]:
    """The forms in which a term is usually written, as they are compared with names."""
    forms = {compact(term[1])}
    if usage:
        usual = USUAL * usage.documents
        forms |= {compact(surface.lower()) for surface, documents in usage.surfaces.items() if documents >= usual}
    return forms
