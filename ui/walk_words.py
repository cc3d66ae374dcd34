"""What is said at each stop of the walk over the map, and its address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from api.map_walk import WalkPlace, WalkStop
from ui.names import label
from ui.reasons import mark
from ui.speech import Speech

STOPS = {
    WalkPlace.WHOLE: mark("The whole organisation: each bubble is a department, the number is its colleagues."),
    WalkPlace.OWN: mark("Your own department, %(name)s, and what is in it."),
    WalkPlace.NEAR: mark("%(name)s: your department works most with it."),
    WalkPlace.TOPIC: mark("Where %(topic)s is known, which your department works on."),
    WalkPlace.GAP: mark("A dotted line: your department and %(name)s work on the same and hardly with each other."),
    WalkPlace.BUILDINGS: mark("By building: who sits where."),
}


def stop_told(words: Speech, stop: WalkStop) -> str:
    """What a stop shows."""
    topic = label(words.language, dict(stop.topic.labels)) if stop.topic else ""
    return words.text(STOPS[stop.stop], name=stop.about.name if stop.about else "", topic=topic)


def stop_address(stops: Sequence[WalkStop], number: int) -> str:
    """The address of the stop with this number, from 1."""
    stop = stops[number - 1]
    asked = {
        "unit": stop.unit,
        "topic": stop.topic.key if stop.topic else "",
        "colour": "building" if stop.stop is WalkPlace.BUILDINGS else "",
        "walk": str(number),
    }
    return "/map?" + urlencode({name: value for name, value in asked.items() if value})
