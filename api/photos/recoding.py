"""Makes a photo anew from its pixels, in the child process that `bounded` starts. The only file that imports Pillow.

Nothing of what was sent is kept but pixels, scaled: no metadata, no colour profile, no second frame, no text behind the
picture.
"""

from __future__ import annotations

import resource
import sys
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SIDE, SMALL = 320, 96
"""Pixels of each side of the square: on one's own page, and in lists."""
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 12_000
SECONDS, MEMORY = 5, 768 * 1024 * 1024
"""Processor time and address space that a picture may take."""
WHITE = (255, 255, 255)


def main() -> int:
    """Read a picture from standard input and write the photo to standard output; 1 when it is not one.

    The large one comes first, with its number of bytes in four bytes before it.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    try:
        large, small = recode(sys.stdin.buffer.read())
    except (OSError, ValueError, SyntaxError, MemoryError, ArithmeticError, LookupError, TypeError, Warning) as error:
        sys.stderr.write(type(error).__name__)
        return 1
    sys.stdout.buffer.write(len(large).to_bytes(4, "big") + large + small)
    return 0


def recode(sent: bytes) -> tuple[bytes, bytes]:
    """The photo as a square JPEG, large and small.

    Raises what Pillow raises for what is no picture, and ValueError for a huge one.
    """
    from PIL import Image, ImageOps

    with Image.open(BytesIO(sent), formats=FORMATS) as picture:
        width, height = picture.size
        if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE) or width * height > MOST_PIXELS:
            raise ValueError("too large")
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        picture.load()
        shown = ImageOps.exif_transpose(picture).convert("RGBA")
    fitted = ImageOps.fit(shown, (SIDE, SIDE))
    square = Image.new("RGB", (SIDE, SIDE), WHITE)
    square.paste(fitted, mask=fitted.getchannel("A"))
    return _jpeg(square), _jpeg(square.resize((SMALL, SMALL)))


def _jpeg(square: Image.Image) -> bytes:
    made = BytesIO()
    square.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue()
