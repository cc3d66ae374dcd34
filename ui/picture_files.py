"""Pictures as files that stand alone: SVG with the colours of the light theme in it, and PNG made of that."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files

from markupsafe import Markup

from ui.assets import static_files

USED = re.compile(r"var\((--[a-z0-9-]+)\)")
FONTS = ("picture-sans-regular.ttf", "picture-sans-bold.ttf")
FAMILY = "Picture Sans"
ZOOM = 2
"""Pixels of a PNG for one of the picture, so that it is sharp in print and on good screens."""


@cache
def picture_style() -> Markup:
    """What the style sheet says of pictures, for programs that know neither variables nor states of a pointer."""
    whole = static_files()["site.css"][0].decode()
    light = whole[whole.index(":root {") : whole.index("@media (prefers-color-scheme")]
    told_of = (line.strip(" ;").partition(":") for line in light.splitlines())
    tokens = {name: value.strip() for name, _, value in told_of if name.startswith("--")}
    told = whole[whole.index("/* pictures */") : whole.index("/* end of pictures */")]
    rules = [rule.strip() for rule in told.removeprefix("/* pictures */").split("}")]
    kept = [f"{rule}}}" for rule in rules if rule and ":" not in rule.partition("{")[0]]
    style = USED.sub(lambda found: tokens[found[1]], "\n".join(kept))
    return Markup("<style>{}</style>").format(Markup(f"{style}\ntext {{ font-family: sans-serif; }}"))


def png_of(picture: str) -> bytes:
    """A picture of SVG as PNG. The letters come with the product, so that it looks the same on every machine."""
    from resvg_py import svg_to_bytes

    folder = files("ui") / "fonts"
    with as_file(folder / FONTS[0]) as regular, as_file(folder / FONTS[1]) as bold:
        made = svg_to_bytes(
            svg_string=picture,
            background="#ffffff",
            zoom=ZOOM,
            skip_system_fonts=False,
            font_files=[str(regular), str(bold)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    return bytes(made)
