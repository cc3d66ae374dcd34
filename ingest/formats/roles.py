"""What people did who are named in a field, by its label in Dutch or English, and what looks like a person's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from graph.facts import ActKind
from graph.names import TITLES, fold, is_particle
from graph.names.vocabulary import DEGREES
from ingest.formats.author_lines import Author
from ingest.formats.byline import AUTHORS, flat, people_in

WRITERS = (
    "author authors auteur auteurs by byline written_by authored_by posted_by published_by prepared_by created_by "
    "schrijver schrijvers geschreven_door opgesteld_door gepubliceerd_door geplaatst_door gemaakt_door opsteller door "
    "notulist notulen_door verslag_door minutes_by notes_by note_taker notetaker minute_taker scribe document_author "
    "content_author main_author lead_author hoofdauteur autor autoren autorin verfasser verfasserin verfasst_von "
    "erstellt_von geschrieben_von auteure auteures écrit_par rédigé_par créé_par protokollführer protokoll_von von par "
    "autore autori autora autores tekst teksten blog_van gastblog_van bijdrage_van gastbijdrage_van column_van "
    "gastcolumn_van"
)
EDITORS = (
    "editor editors edited_by updated_by last_updated_by last_modified_by last_edited_by redacteur redacteuren "
    "bewerkt_door bijgewerkt_door aangepast_door gewijzigd_door laatst_gewijzigd_door laatst_bijgewerkt_door "
    "bearbeitet_von geändert_von zuletzt_geändert_von aktualisiert_von modifié_par mis_à_jour_par"
)
REVIEWERS = (
    "reviewer reviewers reviewed_by approver approvers approved_by decider deciders decided_by decision_maker "
    "decision_makers consulted signed_off_by beoordelaar beoordelaars beoordeeld_door gecontroleerd_door beslisser "
    "beslissers besluitnemer besluitnemers besloten_door goedkeurder goedkeurders goedgekeurd_door geraadpleegd "
    "geprüft_von freigegeben_von relu_par validé_par approuvé_par"
)
"""People who decide have read and judged a text, as reviewers have."""
OWNERS = (
    "owner owners owned_by code_owner code_owners codeowner codeowners maintainer maintainers maintained_by "
    "document_owner page_owner responsible accountable contact contact_person eigenaar eigenaren eigenaars beheerder "
    "beheerders beheerd_door onderhouden_door verantwoordelijke verantwoordelijken contactpersoon contactpersonen "
    "documenteigenaar documentbeheerder pagina_eigenaar paginabeheerder proceseigenaar inhoudelijk_beheerder"
)
"""People who look after a text: it names them, and does not say that they wrote in it."""
ROLES: dict[str, ActKind] = {
    label: kind
    for kind, labels in (
        (ActKind.WROTE, WRITERS),
        (ActKind.EDITED, EDITORS),
        (ActKind.COMMENTED, REVIEWERS),
        (ActKind.NAMED, OWNERS),
    )
    for label in labels.split()
}
_GROUPS = (
    "team teams group groep committee commissie working werkgroep department afdeling office project board bestuur the "
    "foundation stichting gemeente provincie ministerie redactie communicatie communications university universiteit "
    "company bv nv inc ltd llc gmbh council raad unit squad guild chapter community members leden staff all everyone "
    "your jouw uw naam name first last full voornaam achternaam firstname lastname surname auteur author someone "
    "iemand example voorbeeld default design law accident engineering management services service support platform "
    "data security editorial organisation organisatie organization centre center centrum institute instituut bureau"
)
_OF_KIND = re.compile(
    r"(?!co_|former|previous|vorige|oud|no_|new_|nieuwe)[^\W_]{2,15}_(authors?|auteurs?|autor(?:en|in)?)$"
)
"""Authors of some kind: "RFC author", "eerste auteur"."""
_NO_PERSON = frozenset(_GROUPS.split())
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*\Z")


def label_of(label: str) -> str:
    """A label as it is known: in lower case, its words tied, ``Auteur(s)`` as its singular."""
    singular = re.sub(r"\(\w{1,3}\)", "", label.lower())
    return "_".join(re.findall(r"\w+", singular)).strip("_")


def role_of(label: str, authors: Collection[str] = ()) -> ActKind | None:
    """What those behind this label did; None when it is no such label. `authors` are more labels of authors."""
    known = [label_of(each) for each in (label, *label.split("/"))]
    known += [match[1] for each in known if (match := _OF_KIND.match(each))]
    if not set(known).isdisjoint(authors):
        return ActKind.WROTE
    return next((ROLES[each] for each in known if each in ROLES), None)


def named_in(fields: Mapping[str, object]) -> tuple[tuple[Author, ActKind], ...]:
    """Those who edited, reviewed or look after a text, by the fields above it; its authors are in its byline."""
    found = ((role_of(name), value) for name, value in flat(fields).items() if name not in AUTHORS)
    return tuple((author, kind) for kind, value in found if kind for author in people_in(value))


def is_person(author: Author) -> bool:
    """True for an author with an address, a handle, or a given name and a family name."""
    if author.email or (author.handle and author.name.lstrip("@") == author.handle):
        return "/" not in author.name
    return is_full_name(author.name)


def _untitled(words: Sequence[str]) -> Sequence[str]:
    """The words without titles in front and degrees behind: "ir. Ada Vos MSc"."""
    while len(words) > 2 and fold(words[0].strip(".")) in TITLES:
        words = words[1:]
    while len(words) > 2 and fold(words[-1].strip(".")) in DEGREES:
        words = [*words[:-2], words[-2].rstrip(",")]
    return words


def is_full_name(text: str) -> bool:
    """True for two to six words with capitals, particles between them, and none that names a group or a placeholder."""
    words = _untitled(text.split())
    own = [word for word in words if not is_particle(word, sure=True)]
    if not 2 <= len(words) <= 6 or len(own) < 2 or not words[0][0].isupper():
        return False
    return all(
        _WORD.match(word) and word[0].isupper() and word.strip(".").lower() not in _NO_PERSON
        and not (word.isupper() and len(word.strip(".")) > 2 and "." not in word)
        for word in own
    )  # fmt: skip
