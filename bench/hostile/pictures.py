"""Hostile pictures: bombs, polyglots, script, cut and damaged ones, and honest ones that tell where they were taken."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image
from PIL.PngImagePlugin import PngInfo

Make = Callable[[Random], bytes]
SCRIPT = b"<script>alert(1)</script>"
BODY = b"<html><body onload=alert(1)>" + SCRIPT
PLACE = b"Camera of Maaike"
TELLING = (b"script", b"onload", b"PK\x03\x04", b"<svg", b"Exif", PLACE, b"GPS", b"secret")
"""What stands in no photo that is served."""
READ = ("JPEG", "PNG", "WEBP")


def picture(kind: str = "JPEG", size: tuple[int, int] = (600, 400), **more: object) -> bytes:
    """An honest picture."""
    made = BytesIO()
    Image.new("RGB", size, (40, 90, 160)).save(made, kind, **more)
    return made.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """A piece of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *chunks: bytes, pixels: bytes = b"") -> bytes:
    """A PNG that says to be so large, with these pieces."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def telling(kind: str) -> bytes:
    """A picture that tells of its place, camera and maker in every way that its format has."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, PLACE.decode(), {1: "N", 2: (52.0, 0.0, 40.2)}
    info = PngInfo()
    info.add_text("Comment", "secret comment")
    info.add_itxt("XML:com.adobe.xmp", "secret comment")
    more = {
        "JPEG": {"exif": exif, "comment": b"secret comment", "icc_profile": b"secret profile" * 9},
        "PNG": {"exif": exif, "pnginfo": info},
        "WEBP": {"exif": exif, "xmp": b"<x>secret comment</x>"},
    }
    return picture(kind, **more[kind])


def _damaged(rng: Random) -> bytes:
    content = bytearray(picture(rng.choice(READ)))
    for _ in range(rng.randint(1, 60)):
        content[rng.randrange(12, len(content))] = rng.randrange(256)
    return bytes(content)


def _cut(rng: Random) -> bytes:
    content = picture(rng.choice(READ))
    return content[: rng.randrange(1, len(content))]


def _then(rng: Random) -> bytes:
    return picture(rng.choice(READ)) + rng.choice((BODY, b"PK\x03\x04" + bytes(60), b"%PDF-1.7\n" + SCRIPT))


def _starts_as_one(rng: Random) -> bytes:
    heads = (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\xff\xff\xffWEBPVP8 ", b"GIF89a=1;/*")
    return rng.choice(heads) + rng.choice((BODY, rng.randbytes(500)))


def _svg(rng: Random) -> bytes:
    head = rng.choice((b"", b'<?xml version="1.0"?>', b"\xef\xbb\xbf", b"<!-- x -->", b" \n" * 30))
    entity = rng.choice((b"", b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))
    return head + entity + b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"&x;</svg>"


def _other_format(rng: Random) -> bytes:
    return picture(rng.choice(("GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "PCX")), (32, 32))


def _other_file(rng: Random) -> bytes:
    eps = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n"
    return rng.choice((b"", b"hello", BODY, eps, b"%PDF-1.7\n" + SCRIPT, b"PK\x03\x04" + bytes(60), b"\x7fELF" * 9))


def _bomb(rng: Random) -> bytes:
    kind = rng.choice((b"zTXt", b"iCCP"))
    return png(9, 9, chunk(kind, b"a\0\0" + zlib.compress(bytes(90_000_000))), pixels=zlib.compress(bytes(252)))


def _says_to_be_huge(rng: Random) -> bytes:
    if rng.random() < 0.5:
        sides = struct.pack(">HH", rng.randint(13_000, 65_000), rng.randint(13_000, 65_000))
        return picture().replace(struct.pack(">HH", 400, 600), sides)
    return png(*rng.choice(((50_000, 50_000), (200_000, 1), (1, 2**31 - 1))), pixels=zlib.compress(bytes(1_000_000)))


def _has_many_pixels(rng: Random) -> bytes:
    return picture("PNG", (rng.randint(10_900, 12_000), 3_700), compress_level=9)


def _is_empty_or_thin(rng: Random) -> bytes:
    return png(*rng.choice(((0, 0), (0, 9), (9, 0), (1, 1), (12_000, 1))), pixels=zlib.compress(bytes(36_001)))


def _has_script(rng: Random) -> bytes:
    if rng.random() < 0.5:
        return picture(comment=BODY)
    return png(9, 9, chunk(b"tEXt", b"a\0" + SCRIPT), pixels=zlib.compress(bytes(252)))


def _moves(rng: Random) -> bytes:
    frames = [Image.new("RGB", (600, 400), (each, 9, 9)) for each in range(rng.randint(2, 12))]
    return picture(rng.choice(("WEBP", "PNG", "GIF")), save_all=True, append_images=frames)


def _has_wrong_sums(rng: Random) -> bytes:
    content = bytearray(picture("PNG"))
    at = content.index(b"IDAT") + rng.randint(0, 3)
    content[at] ^= 0x20
    return bytes(content)


KINDS: dict[str, Make] = {
    "animated": _moves,
    "bomb in a piece of text": _bomb,
    "cut off": _cut,
    "damaged": _damaged,
    "empty or thin": _is_empty_or_thin,
    "EXIF with GPS": lambda rng: telling(rng.choice(READ)),
    "huge, as it says": _says_to_be_huge,
    "many pixels": _has_many_pixels,
    "no picture": _other_file,
    "other format": _other_format,
    "polyglot": _then,
    "script in a comment": _has_script,
    "starts as a picture": _starts_as_one,
    "SVG with script": _svg,
    "wrong sums": _has_wrong_sums,
}
"""By what they try."""
