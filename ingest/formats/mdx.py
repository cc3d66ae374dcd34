"""Imports, exports, components and comments of MDX, taken out of a text. What a component holds stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.formats.spans import without

MODULE = re.compile(
    r"^(?:import\s+(?:[\w$*{][^'\"\n]{0,500}\sfrom\s+)?['\"][^'\"\n]{1,500}['\"](?:;?[ \t]*|;[ \t]*import\b.*)"
    r"|import\s+(?:\w+,\s*)?\{[^'\"\n}]{0,500}"
    r"|export\s+(?:const|let|var|type)\s+[\w$\[{].*"
    r"|export\s+default\s+(?:[(\[{<]|function\b|class\b|async\b|\w+\s*\(|\w+;?$).*"
    r"|export\s+(?:async\s+)?(?:function|class)\s+\w.*"
    r"|export\s+[*{].*)$"
)
"""The first line of an import or export."""
ENDS_IMPORT = re.compile(r"\bfrom\s+['\"][^'\"\n]{1,500}['\"];?[ \t]*$")
MOST_LINES = 400
"""Lines of one export."""
OPENING = re.compile(r"</?(?:[A-Z][\w.]{0,80}|[a-z]\w{0,40}\.[\w.]{1,80})(?=[\s/>{])|</?>")
"""The beginning of a component: a name with a capital or a dot, or none (a fragment)."""
COMPONENT = re.compile(
    r"</[A-Z][\w.]{0,80}>|<[A-Z][\w.]{0,80}(?:\s[^<>\n]{0,500})?/>|<[A-Za-z][\w.]{0,80}\s[^<>\n]{0,500}?=\{"
)
"""What only MDX has: a component that ends, or an attribute in braces. ``<String>`` alone is no component."""
LOWER = re.compile(r"<[a-z][\w-]{0,40}\s[^<>\n]{0,500}?=\{")
"""The beginning of an HTML tag with an attribute in braces, which is JSX too."""
LONGEST_TAG = 5_000
VALUE = re.compile(r"(?<![\w\\$])\{[\w$.\[\]]{1,80}\}")
"""A value of a program between braces: ``{frontMatter.title}``."""
STYLED = re.compile(r"<(style|script)\b", re.IGNORECASE)


def without_components(text: str) -> tuple[str, bool]:
    """The text without styles, scripts, imports, exports, components and values, and whether it is MDX."""
    text = _without_elements(text)
    lines = text.split("\n")
    kept = list(_without_modules(lines))
    text = "\n".join(kept)
    is_mdx = len(kept) < len(lines) or "{/*" in text or ("<" in text and bool(COMPONENT.search(text)))
    if not is_mdx:
        return text, False
    return VALUE.sub("", "".join(_without_tags(without(text, "{/*", "*/}")))), True


def _without_elements(text: str) -> str:
    """Without ``<style>`` and ``<script>``, wherever they are, to their ends."""
    for name in {found[1].lower() for found in STYLED.finditer(text)}:
        lower = text.lower()
        if len(lower) == len(text):
            pieces, done, at = [], 0, lower.find(f"<{name}")
            while at >= 0 and (end := lower.find(f"</{name}", at)) >= 0:
                pieces.append(text[done:at])
                done = lower.find(">", end) + 1 or len(text)
                at = lower.find(f"<{name}", done)
            text = "".join([*pieces, text[done:]])
    return text


def _without_modules(lines: list[str]) -> Iterator[str]:
    """The lines without imports and exports, each to where its brackets are closed. They stand apart from text."""
    skipping, depth, open_import, apart = 0, 0, False, True
    for line in lines:
        if skipping:
            depth += _depth(line)
            skipping += 1
            if (ENDS_IMPORT.search(line) if open_import else depth <= 0) or skipping > MOST_LINES:
                skipping = 0
        elif apart and MODULE.match(line):
            depth = _depth(line)
            open_import = line.startswith("import") and depth > 0
            skipping = 1 if depth > 0 else 0
        else:
            apart = not line.strip()
            yield line


def _depth(line: str) -> int:
    """Brackets that this line opens and does not close."""
    return sum(line.count(each) for each in "([{") - sum(line.count(each) for each in ")]}")


def _without_tags(text: str) -> Iterator[str]:
    """The text between the tags of components. Where one has no end, none is looked for within its longest length."""
    done = 0
    for found in re.finditer(r"<", text):
        at = found.start()
        if at < done or not (OPENING.match(text, at) or LOWER.match(text, at)):
            continue
        end = _end_of_tag(text, at)
        if end > at:
            yield text[done:at]
        yield text[at:-end] if end < 0 else ""
        done = abs(end)
    yield text[done:]


def _end_of_tag(text: str, start: int) -> int:
    """The place behind the ``>`` of this tag, past braces and quotes; minus where it was given up if there is none."""
    depth, quote = 0, ""
    last = min(len(text), start + LONGEST_TAG)
    for at in range(start + 1, last):
        character = text[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and (depth or text[at - 1] == "="):
            quote = character
        elif character in "{}":
            depth += 1 if character == "{" else -1
        elif character == ">" and depth <= 0:
            return at + 1
        elif character == "<" and depth <= 0:
            return -at
    return -last
