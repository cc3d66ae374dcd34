"""What the pictures of the map need besides the places of bubbles: names in lines, and the curves of ties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from markupsafe import Markup

from api.map_items import PERSON, MapGap, MapItem
from api.pages.map import Colouring, MapPage, MapPicture, MapSpot
from ui.links import to
from ui.names import HUES, hue, label
from ui.speech import Speech

SIZE = 13
"""Pixels of the letters of a name on a phone; the style sheet says so too."""
NARROW, BROAD = frozenset("iIjlftr.,:;'|!()[] "), frozenset("mwMW@%&")
LINES = 2
BEND = 0.12
"""How far a curve goes aside, as part of its length."""
THIN, THICK = 1.0, 6.0
"""Pixels of the line of the weakest and the strongest tie."""


def width_of(text: str, size: int = SIZE) -> float:
    """The width of a text in pixels, rather too much than too little: fonts differ."""
    return size * sum(map(_ems, text))


def _ems(letter: str) -> float:
    if letter in NARROW:
        return 0.31
    if letter in BROAD:
        return 0.84
    return 0.63 if letter.isupper() else 0.52


def name_lines(name: str, room: float, size: int = SIZE) -> list[str]:
    """A name in at most LINES lines of this width; what does not fit ends in an ellipsis."""
    lines, rest = list[str](), name.split()
    while rest and len(lines) < LINES:
        taken = [rest.pop(0)]
        while rest and width_of(" ".join([*taken, rest[0]]), size) <= room:
            taken.append(rest.pop(0))
        lines.append(" ".join(taken))
    if rest:
        lines[-1] += "…"
    return [_shortened(line, room, size) for line in lines]


def _shortened(line: str, room: float, size: int) -> str:
    while width_of(line, size) > room and len(line) > 1:
        line = line.rstrip("…")[:-1].rstrip() + "…"
    return line


def spots_of(page: MapPage, picture: MapPicture) -> list[tuple[MapItem, MapSpot]]:
    """The items of a picture with their spots, by name."""
    spots = {each.key: each for each in picture.spots}
    return [(item, spots[item.key]) for item in page.drawn if item.key in spots]


def spot_of(picture: MapPicture, key: str) -> MapSpot | None:
    """The spot with this key, if the picture has one."""
    return next((each for each in picture.spots if each.key == key), None)


def tie_lines(page: MapPage, picture: MapPicture) -> list[tuple[str, float, str, str]]:
    """The curve of each tie that a picture shows, its width, and its two ends; the strongest last, on top."""
    spots = {each.key: each for each in picture.spots}
    return [
        (curve(spots[tie.one], spots[tie.other]), round(THIN + (THICK - THIN) * tie.share, 1), tie.one, tie.other)
        for tie in reversed(page.ties)
        if tie.one in spots and tie.other in spots
    ]


def gap_lines(page: MapPage, picture: MapPicture) -> list[tuple[str, int, str, str, MapGap]]:
    """The curve of each gap that a picture shows, its number in the list, the names of its two ends, and itself."""
    spots = {each.key: each for each in picture.spots}
    names = {each.key: each.name for each in page.drawn}
    return [
        (curve(spots[gap.other], spots[gap.one]), number, names[gap.one], names[gap.other], gap)
        for number, gap in enumerate(page.gaps, 1)
        if gap.one in spots and gap.other in spots
    ]


def curve(one: MapSpot, other: MapSpot) -> str:
    """A slightly bent line between the middles of two bubbles, as a path of SVG."""
    across, down = other.x - one.x, other.y - one.y
    middle = (one.x + other.x) / 2 - down * BEND, (one.y + other.y) / 2 + across * BEND
    return f"M{one.x:g} {one.y:g}Q{middle[0]:.1f} {middle[1]:.1f} {other.x:g} {other.y:g}"


def hue_of(page: MapPage, item: MapItem) -> int:
    """The hue of a bubble, by what colours tell on this page; 0 where that is not known."""
    if page.colour is Colouring.BUILDING:
        return _hues(tuple(each.name for each in page.buildings)).get(item.building.name if item.building else "", 0)
    return _hues(tuple(each.name for each in page.drawn if each.kind != PERSON)).get(item.name, 0)


@lru_cache(maxsize=256)
def _hues(names: tuple[str, ...]) -> Mapping[str, int]:
    """A hue for each name: its own one, else the next that is free, so that eight of them are all different."""
    found = dict[str, int]()
    for place, name in enumerate(names):
        taken = set(list(found.values())[place - place % HUES :])
        own = hue(name)
        found[name] = next(each for step in range(HUES) if (each := (own - 1 + step) % HUES + 1) not in taken)
    return found


def colours_of(page: MapPage) -> list[tuple[str, int]]:
    """The buildings that are in the picture, by name, each with its hue."""
    shown = {item.building.name for item in page.drawn if item.building}
    return [
        (name, number) for name, number in _hues(tuple(each.name for each in page.buildings)).items() if name in shown
    ]


def tied_to(page: MapPage, key: str) -> list[tuple[MapItem, int]]:
    """The items with which this one has ties, with the pairs of colleagues of each; the strongest first."""
    items = {each.key: each for each in page.drawn}
    found = [(tie.other if tie.one == key else tie.one, tie) for tie in page.ties if key in (tie.one, tie.other)]
    return [(items[other], tie.pairs) for other, tie in found if other in items]


def way_of(words: Speech, page: MapPage, address: Callable[..., str]) -> list[tuple[str, str | None]]:
    """The crumbs of a level: the whole organisation, then the departments around this one."""
    steps = [("", words.text("Organisation")), *((each.key, each.name) for each in page.path)]
    return [(name, address(unit=key, topic=page.topic, about="", q="", page="")) for key, name in steps]


def topic_of(words: Speech, page: MapPage) -> Markup:
    """The topic that is laid over the map, as a link to its page, and what counts with it."""
    name = topic_name(words, page.topic, page.labels)
    if page.also is None:
        return name
    also = words.rich("also called %(name)s?", name=topic_name(words, page.also.key, page.also.labels))
    return Markup("{} ({})").format(name, also)


def topic_name(words: Speech, topic: str, labels: dict[str, str]) -> Markup:
    """A topic as a link to its page."""
    return Markup('<a href="{}">{}</a>').format(to(topic), label(words.language, labels))


def item_told(words: Speech, page: MapPage, item: MapItem) -> str:
    """What is told of a bubble besides its name: its people, where they are, and how many of them know the topic."""
    person, told = item.kind == PERSON, list[str]()
    if not person:
        told.append(words.plural("%(num)s colleague", "%(num)s colleagues", item.people))
    if item.inner:
        told.append(words.plural("%(num)s part", "%(num)s parts", item.inner))
    if item.function:
        told.append(item.function)
    if item.building:
        mostly = not person and item.people > 1
        told.append(words.text("mostly in %(place)s", place=item.building.name) if mostly else item.building.name)
    if page.topic and page.worked_out and (item.known or not person):
        told.append(_known_told(words, page, item))
    return " · ".join(told)


def _known_told(words: Speech, page: MapPage, item: MapItem) -> str:
    if item.known is None:
        return words.text("fewer than %(num)s people: not told", num=words.number(page.fewest))
    if item.kind == PERSON:
        return words.text("knows about it")
    if not item.known:
        return words.text("nobody known for it")
    return words.plural("%(num)s knows about it", "%(num)s know about it", item.known)


def told(words: Speech, page: MapPage) -> str:
    """What the picture shows, in sentences."""
    said = [
        words.text("The area of a bubble is its number of colleagues.")
        if any(each.kind != PERSON for each in page.drawn)
        else "",
        words.text(
            "The wider a line, the more both sides work together in documents that every colleague may read."
            " Only the strongest lines are drawn, and between departments of at least %(num)s people.",
            num=words.number(page.fewest),
        )
        if page.ties
        else ("" if page.worked_out else words.text("Who works with whom is still being worked out.")),
        words.text("A dotted line joins departments that work on the same topics and hardly with each other.")
        if page.gaps
        else "",
        words.text("A bubble keeps its place from day to day; the place has no other meaning."),
    ]
    return " ".join(each for each in said if each)
