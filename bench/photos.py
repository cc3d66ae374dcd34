"""Hostile pictures sent as a photo: what is served is made anew, or nothing is: `python -m bench.fuzz images`."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from fastapi.testclient import TestClient
from PIL import Image

from api.photos.recoding import SIDE
from bench.hostile.pictures import KINDS, TELLING, picture
from tests.api.keys import person
from tests.api.small_site import make_site, visiting

CASES = 30
"""Cases of other commands that cost as much as a picture: each is read in a process of its own."""
ME = person("maaike")
NAMES = (
    *(("me.jpg", "image/jpeg"), ("me.svg", "image/svg+xml"), ("me.html", "text/html"), ("../../me.png", "image/png")),
    *(("me.jpg\0.html", "image/jpeg"), ("me.php", "application/x-php"), ("", "")),
)
"""Under which names and types they are sent."""
WANTED = {"content-type": "image/jpeg", "x-content-type-options": "nosniff"}


def fuzz_images(number: int, seed: int) -> bool:
    """Send as many pictures as take about as long as this many cases; true when none is served as it was sent."""
    rng, told, wrong = Random(seed), Counter[str](), list[str]()
    number = max(1, number // CASES)
    with TemporaryDirectory() as folder:
        site = make_site(Path(folder))
        me, shown = visiting(site, ME), visiting(site, person("tunde"))
        before = _served(me.post("/api/me/photo", files={"file": ("me.jpg", picture())}).json()["photo"], shown)
        for place in range(number):
            kind = sorted(KINDS)[place % len(KINDS)]
            came = send(me, shown, KINDS[kind](rng), rng, before)
            told[f"{kind}: {came}"] += 1
            if came not in ("refused", "made anew"):
                wrong.append(f"{kind}: {came}")
            before = _served(_name(me), shown)
        site.store.close()
    print(f"{number} hostile pictures: {len(wrong)} served as sent or not answered")
    for name, count in sorted(told.items()):
        print(f"  {name}: {count}")
    return not wrong


def send(me: TestClient, shown: TestClient, sent: bytes, rng: Random, before: bytes) -> str:
    """Send this picture; what became of it, as a colleague is shown it."""
    answer = me.post("/api/me/photo", files={"file": _named(rng, sent)})
    if answer.status_code in (400, 413, 422):
        return "refused" if _served(_name(me), shown) == before else "refused, and the photo changed"
    if answer.status_code != 200:
        return f"status {answer.status_code}"
    served = shown.get(f"/people/{ME}/photo/{answer.json()['photo']}")
    if any(served.headers[name] != value for name, value in WANTED.items()):
        return f"served as {served.headers['content-type']}"
    return "made anew" if is_made_anew(served.content, sent) else "served as sent"


def is_made_anew(served: bytes, sent: bytes, side: int = SIDE) -> bool:
    """Whether this is a square of nothing but pixels, and no part of what was sent."""
    with Image.open(BytesIO(served)) as photo:
        square = (photo.format, photo.size, dict(photo.getexif())) == ("JPEG", (side, side), {})
    return square and served not in sent and not any(each in served for each in TELLING)


def _named(rng: Random, sent: bytes) -> tuple[str, bytes, str]:
    name, kind = rng.choice(NAMES)
    return name or "x", sent, kind or "application/octet-stream"


def _name(me: TestClient) -> str:
    return str(me.get(f"/api/people/{ME}").json()["details"]["photo"])


def _served(name: str, shown: TestClient) -> bytes:
    answer = shown.get(f"/people/{ME}/photo/{name}")
    return answer.content if answer.status_code == 200 else b""
