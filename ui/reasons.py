"""Reasons in words: one sentence from the evidence, and a sum that adds up to the last shown digit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor

from markupsafe import Markup, escape

from api.rankers import label_of, reason_of
from api.schemas import Evidence, Expert
from ui.speech import Speech

COARSE = 5
"""Number of points from which one decimal is enough; below it three are shown."""
CELLS = 7


def mark(text: str) -> str:
    """Marks a text for the catalogue; it is looked up when the language is known."""
    return text


FIRST = {
    "wrote": mark("wrote %(title)s"),
    "answered": mark("answered in %(title)s"),
    "accepted": mark("gave the accepted answer in %(title)s"),
    "edited": mark("edited %(title)s"),
    "commented": mark("commented on %(title)s"),
    "attended": mark("was at %(title)s"),
    "bookmarked": mark("bookmarked %(title)s"),
    "liked": mark("liked %(title)s"),
    "named": mark("is named in %(title)s"),
}
DONE = {
    "wrote": mark("wrote"),
    "answered": mark("answered"),
    "accepted": mark("gave the accepted answer"),
    "edited": mark("edited"),
    "commented": mark("commented"),
    "attended": mark("was there"),
    "bookmarked": mark("bookmarked"),
    "liked": mark("liked"),
    "named": mark("is named"),
}
Link = Callable[[Evidence], Markup]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sum: a piece of evidence (None: all that is not listed), its points as shown, and who gives them.

    `lines` are pairs of points and the kind of evidence that gives them.
    """

    evidence: Evidence | None
    points: str
    lines: tuple[tuple[str, str], ...]


def reason(words: Speech, expert: Expert, link: Link, source: Callable[[str], str]) -> Markup:
    """The reasons for a person, in one or two sentences."""
    documents = [each for each in _once(expert.evidence) if each.did]
    facts = [each for each in _once(expert.evidence) if not each.did]
    clauses: list[Markup] = []
    if documents:
        clauses.append(_first(words, documents[0], link, source))
        clauses += [escape(text) for text in _others(words, documents[1:])]
    elif facts:
        clauses += [_fact(words, each, link) for each in facts[:2]]
    told = words.each(clauses)
    told = Markup("").join((told[:1].upper(), told[1:])) + Markup(".") if told else Markup("")
    if expert.documents > len(documents):
        seen = words.plural(
            "In all %(num)s document about this, last in %(month)s.",
            "In all %(num)s documents about this, last in %(month)s.",
            expert.documents,
            month=words.month(expert.last),
        )
        told += Markup(" ") + escape(seen)
    return told


def _once(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The same document is evidence for several rankers; a sentence names it once."""
    return list({each.key: each for each in reversed(evidence)}.values())[::-1]


def _first(words: Speech, evidence: Evidence, link: Link, source: Callable[[str], str]) -> Markup:
    did = evidence.did[0]
    told = words.rich(FIRST[did.kind], title=link(evidence))
    at = did.at if did.at is not None else evidence.at
    where = [text for text in (source(evidence.source), words.month(at)) if text]
    return told + Markup(" ({})").format(", ".join(where))


def _others(words: Speech, evidence: Sequence[Evidence]) -> list[str]:
    """What they did to the other documents, and how often. Each document counts for its strongest act."""
    times: dict[str, int] = {}
    for each in evidence:
        times[each.did[0].kind] = times.get(each.did[0].kind, 0) + 1
    return [_more(words, kind, num) for kind, num in times.items()]


def _more(words: Speech, kind: str, num: int) -> str:
    texts = {
        "wrote": lambda: words.plural("wrote %(num)s more", "wrote %(num)s more", num),
        "answered": lambda: words.plural("answered %(num)s question", "answered %(num)s questions", num),
        "accepted": lambda: words.plural("gave %(num)s accepted answer", "gave %(num)s accepted answers", num),
        "edited": lambda: words.plural("edited %(num)s page", "edited %(num)s pages", num),
        "commented": lambda: words.plural("commented %(num)s time", "commented %(num)s times", num),
        "attended": lambda: words.plural("was at %(num)s meeting", "was at %(num)s meetings", num),
        "bookmarked": lambda: words.plural("bookmarked %(num)s page", "bookmarked %(num)s pages", num),
        "liked": lambda: words.plural("liked %(num)s document", "liked %(num)s documents", num),
        "named": lambda: words.plural("is named in %(num)s document", "is named in %(num)s documents", num),
    }
    return texts[kind]()


def _fact(words: Speech, evidence: Evidence, link: Link) -> Markup:
    pattern = reason_of(evidence.ranker, words.language) or mark("is connected with %(title)s")
    return words.rich(pattern, title=link(evidence))


def did(words: Speech, evidence: Evidence) -> str:
    """What they did to a document, each act once, and when."""
    told = ", ".join(dict.fromkeys(words.text(DONE[each.kind]) for each in evidence.did))
    when = words.month(evidence.did[0].at if evidence.did[0].at is not None else evidence.at) if evidence.did else ""
    return ", ".join(part for part in (told, when) if part)


def add_up(words: Speech, expert: Expert) -> tuple[list[Part], str]:
    """Each piece of evidence once, rounded so that what is shown adds up, and the sum as shown."""
    whole = sum(share.points for share in expert.shares)
    decimals = 1 if whole >= COARSE else 3
    scale = 10**decimals
    total = round(whole * scale)
    pieces: list[tuple[Evidence | None, list[tuple[str, float]]]] = [
        (each, list(each.rankers or ((each.ranker, each.points),))) for each in expert.evidence
    ]
    rest = _rest(expert)
    if sum(points for _, points in rest) * scale >= 0.5 or not pieces:
        pieces.append((None, rest))
    tops = shared_out([sum(points for _, points in given) for _, given in pieces], total)
    parts = []
    for (each, given), top in zip(pieces, tops, strict=True):
        figures = shared_out([points for _, points in given], top)
        lines = ((words.points(num / scale, decimals), name) for num, (name, _) in zip(figures, given, strict=True))
        named = tuple((points, label_of(name, words.language)) for points, name in lines)
        parts.append(Part(each, words.points(top / scale, decimals), named))
    return parts, words.points(total / scale, decimals)


def _rest(expert: Expert) -> list[tuple[str, float]]:
    """Points of each ranker for evidence that is not in the list."""
    rest = [
        (share.ranker, share.points - sum(each.given_by(share.ranker) for each in expert.evidence))
        for share in expert.shares
    ]
    return [(ranker, points) for ranker, points in rest if points > 0]


def shared_out(values: Sequence[float], total: int) -> list[int]:
    """Whole numbers nearest to these values that sum to `total`, by largest remainder."""
    whole = sum(values)
    if not values or whole <= 0:
        return [0] * len(values)
    exact = [value / whole * total for value in values]
    floors = [floor(value) for value in exact]
    order = sorted(range(len(values)), key=lambda place: floors[place] - exact[place])
    for place in order[: total - sum(floors)]:
        floors[place] += 1
    return floors


def cells(points: float, most: float) -> int:
    """Length of the evidence bar compared with the first of the list, in whole cells from 1 to 7."""
    return max(1, min(CELLS, round(CELLS * points / most))) if most > 0 else 1
