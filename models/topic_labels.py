"""What a topic is called: the form people use most, in the singular, with the capitals that it has in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph.names import fold
from models.termhood import TermId, Usage, Usages

SINGULAR = 0.15
"""Share of its documents from which the singular of a term is its label."""
WRITTEN_SO = 1 / 3
"""Share of the documents of a form that write capitals within it ("API", "GraphQL") from which it is written so."""
LONG_FORM = 1 / 4
"""Documents of a long form, as a share of those of its abbreviation, from which it is the label."""
SHORT = 7
"""Letters of an abbreviation at most, with the ending of its plural."""
ENDING = 3
"""Letters of the ending of a plural at most: "CMS'en"."""


def label_of(term: TermId, usage: Usage) -> str:
    """The form of a term that is shown: its singular where people write it, else the commonest."""
    forms: dict[str, dict[str, int]] = defaultdict(dict)
    for surface, documents in usage.surfaces.items():
        forms[_plain(surface)][surface] = documents
    totals = {form: sum(written.values()) for form, written in forms.items()}
    norm = _plain(term[1])
    if totals.get(norm, 0) < SINGULAR * sum(totals.values()):
        norm = min(totals, key=lambda form: (-totals[form], form))
    return _capitals(forms[norm])


def _plain(text: str) -> str:
    return fold(text).replace("-", " ")


def _capitals(written: Mapping[str, int]) -> str:
    """The commonest way to write one form. Headings add a first capital, so that lower case counts double."""
    inner = {form: documents for form, documents in written.items() if any(map(str.isupper, form[1:]))}
    single = {form: documents for form, documents in inner.items() if " " not in form}
    if sum(single.values()) >= WRITTEN_SO * sum(written.values()):
        return min(single, key=lambda form: (-single[form], form))
    return min(written, key=lambda form: (-written[form] * (1 + (form == form.lower())), form))


def best_of(members: Sequence[TermId], usages: Usages) -> TermId:
    """The term of these, of one language, that a topic is named after.

    It is the one in most documents; before a plural its singular, before an abbreviation the words that it stands for,
    unless they are rare beside it.
    """

    def weight(member: TermId) -> float:
        usage = usages.terms.get(member)
        if usage is None:
            return 0.0
        return usage.documents * (1 / LONG_FORM if " " in member[1] or len(member[1]) > SHORT else 1.0)

    best = min(members, key=lambda member: (-weight(member), member))
    shorter = [
        member
        for member in members
        if best[1].startswith(member[1])
        and 0 < len(best[1]) - len(member[1]) <= ENDING
        and weight(member) >= SINGULAR * weight(best)
    ]
    return min(shorter, default=best, key=lambda member: (len(member[1]), member))
