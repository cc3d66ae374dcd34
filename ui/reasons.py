"""Reasons in words: one sentence from the evidence, and a sum that adds up to the last shown digit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
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


TOLD = ("accepted", "wrote", "answered", "edited", "commented", "named", "asked", "attended")
"""Acts that a sentence tells, the strongest first; what a person liked or kept says nothing about what they know."""
FIRST = {
    "wrote": mark("wrote %(title)s"),
    "answered": mark("answered in %(title)s"),
    "accepted": mark("gave the accepted answer in %(title)s"),
    "edited": mark("edited %(title)s"),
    "commented": mark("commented on %(title)s"),
    "asked": mark("asked a question in %(title)s"),
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
    "asked": mark("asked a question"),
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
    """The reasons for a person in a sentence: the strongest one, and the number of all other documents by act."""
    first = next((each for each in expert.evidence if each.did), None)
    if first is None:
        clauses = [_fact(words, each, link) for each in expert.evidence[:2]]
    else:
        clauses = [_first(words, first, link, source), *map(escape, _others(words, expert, first.did[0].kind))]
    told = words.each(clauses)
    if len(clauses) > 1 and first is not None and words.month(expert.last) != words.month(_at(first)):
        told += Markup(", ") + escape(words.text("last in %(month)s", month=words.month(expert.last)))
    return Markup("").join((told[:1].upper(), told[1:])) + Markup(".") if told else Markup("")


def _at(evidence: Evidence) -> int | None:
    did = evidence.did[0]
    return did.at if did.at is not None else evidence.at


def _first(words: Speech, evidence: Evidence, link: Link, source: Callable[[str], str]) -> Markup:
    told = words.rich(FIRST[evidence.did[0].kind], title=link(evidence))
    where = [text for text in (source(evidence.source), words.month(_at(evidence))) if text]
    return told + Markup(" ({})").format(", ".join(where))


def _others(words: Speech, expert: Expert, first: str) -> list[str]:
    """What they did to the other documents about this; `first` is what is told of one already."""
    done = {str(kind): num for kind, num in expert.acts.items()}
    left = {kind: done.get(kind, 0) - (kind == first) for kind in TOLD}
    return [
        words.plural("wrote %(num)s more", "wrote %(num)s more", num)
        if kind == first == "wrote"
        else counted(words, kind, num)
        for kind, num in left.items()
        if num > 0
    ]


def counted(words: Speech, kind: str, num: int) -> str:
    """What somebody did, to how many documents."""
    texts = {
        "wrote": lambda: words.plural("wrote %(num)s document", "wrote %(num)s documents", num),
        "answered": lambda: words.plural("gave %(num)s answer", "gave %(num)s answers", num),
        "accepted": lambda: words.plural("gave %(num)s accepted answer", "gave %(num)s accepted answers", num),
        "edited": lambda: words.plural("edited %(num)s document", "edited %(num)s documents", num),
        "commented": lambda: words.plural("commented on %(num)s document", "commented on %(num)s documents", num),
        "asked": lambda: words.plural(
            "asked a question in %(num)s message", "asked a question in %(num)s messages", num
        ),
        "attended": lambda: words.plural("was at %(num)s meeting", "was at %(num)s meetings", num),
        "bookmarked": lambda: words.plural("bookmarked %(num)s document", "bookmarked %(num)s documents", num),
        "liked": lambda: words.plural("liked %(num)s document", "liked %(num)s documents", num),
        "named": lambda: words.plural("is named in %(num)s document", "is named in %(num)s documents", num),
    }
    return texts[kind]()


def counted_all(words: Speech, acts: Mapping[str, int], kinds: Collection[str]) -> str:
    """What somebody did as a list that begins with a capital: how often each of these acts, in the order of `acts`."""
    told = str(words.each([counted(words, kind, num) for kind, num in acts.items() if kind in kinds and num]))
    return told[:1].upper() + told[1:]


def _fact(words: Speech, evidence: Evidence, link: Link) -> Markup:
    other = mark("took part in %(title)s") if evidence.kind == "thread" else mark("is connected with %(title)s")
    pattern = reason_of(evidence.ranker, words.language) or other
    return words.rich(pattern, title=link(evidence))


def said_so(words: Speech, expert: Expert) -> str:
    """That they say so themselves, and how many colleagues do; empty where nobody says so."""
    told = [words.text("says so themselves")] if expert.says_so else []
    if expert.colleagues:
        told.append(words.plural("%(num)s colleague says so", "%(num)s colleagues say so", expert.colleagues))
    return ", ".join(told)


def did(words: Speech, evidence: Evidence) -> str:
    """What they did to a document, each act once, and when; in a thread without a message of theirs: took part."""
    if not evidence.did and evidence.kind == "thread":
        return words.text("took part")
    told = ", ".join(dict.fromkeys(words.text(DONE[each.kind]) for each in evidence.did))
    when = words.month(_at(evidence)) if evidence.did else ""
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


def cells(expert: Expert) -> int:
    """Length of the evidence bar in whole cells, from 1 to 7: one for each document."""
    return max(1, min(CELLS, expert.documents))
