"""What the words of a term alone say about it: general words, formulas, frames, teams and dates are no subjects."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from models.termhood import TermId, Usages, is_common
from models.word_lists import Formulas, formulas, general_words

SMALL = frozenset({"van", "voor", "de", "het", "en", "of", "the", "for", "and", "on", "over"})
LINKS = frozenset({"van", "voor", "of"})
PLURALS = {"nl": ("en", "s", "n", "e"), "en": ("s", "es")}
VOICED = {"v": "f", "z": "s"}
"""Letters before an ending, and what Dutch writes for them at the end of a word: "alternatieve", "alternatief"."""
DATED = re.compile(r"(?:19|20)\d\d|(?:fy|q)\d{1,4}")
TICKET = re.compile(r"(?!(?:iso|nen|iec|din|rfc|ieee|astm|ansi|en|bs)\b)[a-z]{2,8}[ -]?\d{4,}")
RAISED = re.compile(r"[a-z]{3,}(?:error|exception|warning)")
VERSION = re.compile(r"v?\d+(?:\.[\dx]+)+")
FILE = re.compile(
    r"[^.]\.(?:nl|be|com|org|eu|info|mdx?|txt|rst|html?|pdf|docx?|xlsx?|csv|toml|ya?ml|json|cfg|ini|py|c|h|sh)$"
)


def is_wording(term: TermId, usages: Usages) -> bool:
    """Whether the words of a term, or those of its commonest form, tell that it is no subject."""
    language, norm = term
    surface = usages.terms[term].surface()
    written = " ".join(surface.lower().replace("-", " ").split())
    forms = {norm, written, norm.replace(" ", ""), _without_own_name(surface, language, usages)} - {""}
    return is_framed(term, usages.terms) or any(_is_wording((language, form)) for form in forms)


def says_nothing(language: str, form: str) -> bool:
    """Whether these words before a name are wording: "voorval Oudemeer", "meeting ICT en Data"."""
    return bool(form) and _is_wording((language, form))


def is_plain(term: TermId) -> bool:
    """Whether a Dutch phrase is an adjective of general texts before a general noun: "harde overgang"."""
    words, own = term[1].split(), general_words()["nl"]
    if term[0] != "nl" or len(words) != 2:
        return False
    first, last = ({*_forms(word, "nl")} for word in words)
    return bool(first & own.alone) and not first & own.nouns and bool(last & (own.nouns | own.shells))


def _without_own_name(surface: str, language: str, usages: Usages) -> str:
    """The written form without what the organisation or its product is called: a name in very many of its texts."""
    words = surface.replace("-", " ").split()
    left = [word for word in words if not (word.istitle() and _is_everywhere((language, word.lower()), usages))]
    return " ".join(left).lower() if len(left) < len(words) else ""


def _is_everywhere(term: TermId, usages: Usages) -> bool:
    usage = usages.terms.get(term)
    return usage is not None and is_common(usage, usages.texts) and usage.surface().istitle()


def _is_wording(term: TermId) -> bool:
    return is_formula(term) or is_amount(term) or is_general(term) or is_unit(term) or is_date_or_file(term)


def is_formula(term: TermId) -> bool:
    """Whether a term has formula words only, or begins with a kind of text, a greeting or an order ("neem contact")."""
    known = formulas().get(term[0])
    parts = term[1].split()
    if known is None:
        return False
    begins = parts[0] in known.texts or (len(parts) > 1 and parts[0] in known.openings)
    return begins or all(word in known.every or word in SMALL for word in parts)


def is_amount(term: TermId) -> bool:
    """Whether a term is an amount of something, such as "kilogram waterstof" or "percent of the bill"."""
    known = formulas().get(term[0])
    return known is not None and term[1].split()[0] in known.amounts


def is_framed(term: TermId, terms: Collection[TermId]) -> bool:
    """Whether a term is another known term in a frame, such as "overleg inkoop" or "weeks of sick leave"."""
    known = formulas().get(term[0])
    parts = term[1].split()
    if known is None or len(parts) < 2:
        return False
    first = 0
    while first < len(parts) - 1 and _frames(parts[first], parts[first + 1], known):
        first += 1 + (parts[first + 1] in SMALL)
    last = len(parts) - (parts[-1] in SMALL)
    return 0 < last - first < len(parts) and (term[0], " ".join(parts[first:last])) in terms


def _frames(word: str, following: str, known: Formulas) -> bool:
    return word in (known.frames if following in SMALL else known.bare_frames)


def is_general(term: TermId) -> bool:
    """Whether a term has general words only: "structuur", "new model", "use of the results", "review process".

    Two general nouns in a row may name something, as "error message" does, unless the last only carries the other.
    Texts mix languages, so words of each count.
    """
    language, norm = term
    own = general_words().get(language)
    words = norm.split()
    if own is None:
        return False
    if len(words) == 1:
        return _carries_nothing(norm, language) or any(
            form in known.every for form in _forms(norm, language) for known in general_words().values()
        )
    return any(_is_general_phrase(words, each) for each in general_words())


def _is_general_phrase(words: Sequence[str], language: str) -> bool:
    own = general_words()[language]
    empty = own.modifiers | formulas()[language].every | SMALL
    if any(word in LINKS for word in words[1:]):
        return words[0] in own.nouns or words[0] in empty
    nouns = [forms for word in words if not (forms := {*_forms(word, language)}) & empty]
    carried = len(words) > 1 and words[-1] in own.shells
    return (len(nouns) <= 1 or carried) and all(forms & (own.nouns | own.shells) for forms in nouns)


def _carries_nothing(word: str, language: str) -> bool:
    """Whether a Dutch compound is a general noun before one that only carries it: "wijzigingsproces"."""
    own = general_words()[language]
    ends = (shell for shell in own.shells if language == "nl" and word.endswith(shell) and len(shell) < len(word))
    first = [word[: -len(shell)] for shell in ends]
    return any(each in own.nouns or (each[-1] == "s" and each[:-1] in own.nouns) for each in first)


def _forms(word: str, language: str) -> Iterator[str]:
    """A word, and what it may be a form of where the lemmatiser left it as it stands."""
    yield word
    for ending in PLURALS[language]:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            stem = word[: -len(ending)]
            yield stem
            if stem[-1] in VOICED:
                yield stem[:-1] + VOICED[stem[-1]]


def is_unit(term: TermId) -> bool:
    """Whether a term is a team, a meeting, people in a role or a kind of text: "finance team", "werkgroep inkoop"."""
    known = formulas().get(term[0])
    words = term[1].split()
    if known is None:
        return False
    last = next((at for at, word in enumerate(words) if at and word in LINKS), len(words)) - 1
    head = words[last]
    if (
        words[0] in known.groups
        or head in known.heads
        or head.removesuffix("schap") in known.heads
        or (term[0] == "nl" and any(word in known.heads for word in words[:last]))
    ):
        return True
    if head in ("manager", "managers"):
        return last == 0 or words[last - 1] in known.roles
    return any(head.endswith(suffix) and len(head) > len(suffix) + 2 for suffix in known.suffixes)


def is_date_or_file(term: TermId) -> bool:
    """Whether a term is a date, version, ticket, error class, file or site."""
    words = term[1].split()
    if TICKET.fullmatch(term[1]) or (len(words) == 1 and (VERSION.fullmatch(words[0]) or RAISED.fullmatch(words[0]))):
        return True
    return DATED.fullmatch(words[-1]) is not None or (len(words) == 1 and FILE.search(words[0]) is not None)
