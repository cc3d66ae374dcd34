"""Marks inside lines that only some programs read: wikilinks, shortcodes, templates, tags, block ids, footnotes."""

from __future__ import annotations

import re

from ingest.formats.spans import LONGEST, replaced, spans, without

WIKILINK = re.compile(r"(!?)\[\[\[?[!?]?(?=[^\s\[\]])([^\[\]\n]{1,300})\]\]\]?(?!\()")
COMMENTS = (("{::comment}", "{:/comment}"), ("{% comment %}", "{% endcomment %}"), ("<!--", "-->"))
CODE_TAGS = (
    ("{% highlight", "{% endhighlight %}"),
    ("{{< highlight", "{{< /highlight >}}"),
    ("{{< mermaid", "{{< /mermaid >}}"),
)
"""Code between two tags of Jekyll or Hugo."""
TEMPLATES = (("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("<%", "%>"), ("{{", "}}"))
LONGEST_TAG = 2_000
ADDRESS = re.compile(
    r"(?<=\]\()[ \t]{0,9}(?:\{\{[<%]?\s{0,9}(?:rel)?ref\s+\"?([^\"\s}<%]{1,500})[^}\n]{0,99}\}\}"
    r"|\{%-?\s{0,9}(?:link|post_url)\s+([^\s%]{1,500})\s{0,9}-?%\})"
)
"""A link that Hugo or Jekyll looks up: ``[text]({{< ref "page.md" >}})``."""
SITE = re.compile(r"\{\{-?\s{0,9}(?:site|page)\.[\w.]{1,80}(?:\s{0,9}\|[^}\n]{0,80})?\s{0,9}-?\}\}")
SHOWN = re.compile(r"\b(?:title|caption|summary|label)\s{0,9}=\s{0,9}[\"“]([^\"”\n]{1,300})[\"”]")
"""Words of a shortcode that people read."""
VALUE = re.compile(r"(?<![=\w])[\"“]([^\"”\n]{3,500})[\"”]")
BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^(?=[\w-]{0,59}[A-Za-z-])[A-Za-z0-9-]{3,60}[ \t]*$", re.MULTILINE)
HIGHLIGHT = re.compile(r"==(?=[^\s=])([^=\n]{1,500})(?<=[^\s=])==")
FOOTNOTE = re.compile(r"\[\^[\w-]{1,40}\]:?")
TASK = re.compile(r"^(\s{0,40}(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX/>!?*-]\][ \t]+", re.MULTILINE)
ATTRIBUTES = re.compile(
    r"(?<=\S)[ \t]*\{:?[ \t]{0,3}[#.][\w .#=\"-]{1,200}\}[ \t]*$"
    r"|^[ \t]*\{:[^}\n]{1,200}\}[ \t]*$"
    r"|\{:\s?[#.][\w .-]{1,100}\}",
    re.MULTILINE,
)
"""Ids and classes of headings and paragraphs, as kramdown, Docusaurus and Hugo write them."""
CONTENTS = re.compile(
    r"^[ \t]*(?:\[TOC\]|\[\[_TOC_\]\]|[*+-][ \t]+TOC\s*\{:toc\})[ \t]*$", re.MULTILINE | re.IGNORECASE
)
TAG = re.compile(r"(?<!\S)#(?=[^\W\d]|\d[\w/-]*[^\W\d])([\w][\w/-]{0,79})(?![\w#])")
TAGS_LINE = re.compile(r"(?:^|(?<=[\s.!?]))(?:#\w[\w/-]{0,79}[ \t]{0,9}){1,30}$", re.MULTILINE)
COLOUR = re.compile(r"(?:[0-9a-fA-F]{3}){1,2}\Z")
MOST_TAGS = 100


def fenced(text: str) -> str:
    """The text with code between tags of Jekyll and Hugo as fences."""
    for begin, end in CODE_TAGS:
        if begin in text:
            text = replaced(text, begin, end, _fence)
    return text


def plain(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without these marks, and its tags.

    A tag counts in a text that has other marks of notes, and where a line holds tags and nothing else: elsewhere
    "#general" is the name of a channel.
    """
    text = CONTENTS.sub("", text)
    before = text
    text = BLOCK_ID.sub("", _without_comments(text, "%%", "%%"))
    text = WIKILINK.sub(lambda link: "" if link[1] else shown(link[2]), text)
    is_note = text != before
    for begin, end in COMMENTS:
        text = without(text, begin, end)
    text = _without_templates(text)
    text = HIGHLIGHT.sub(r"\1", FOOTNOTE.sub("", TASK.sub(r"\1", ATTRIBUTES.sub("", text))))
    return _without_tags(text, is_note=is_note)


def wikilinks(text: str) -> tuple[str, ...]:
    """The pages to which wikilinks and embeds lead, as they are written."""
    targets = (re.split(r"[|#^\\]", link[2], maxsplit=1)[0].strip() for link in WIKILINK.finditer(text))
    return tuple(dict.fromkeys(target for target in targets if target))


def shown(link: str) -> str:
    """What a wikilink shows: its text, else the page, else the heading on this page."""
    page, _, text = link.replace("\\|", "|").partition("|")
    if text.strip():
        return text.strip()
    page, _, heading = page.partition("#")
    return page.strip().rpartition("/")[2] or heading.lstrip("#^").strip()


def _without_comments(text: str, begin: str, end: str) -> str:
    """Without comments between marks that begin a word: "100%%" is a number."""
    pieces, done = [], 0
    for start, stop in spans(text, begin, end):
        if start == 0 or text[start - 1].isspace() or text[start - 1] in ".,;:!?)(":
            pieces.append(text[done:start])
            done = stop
    return "".join([*pieces, text[done:]])


def _fence(inside: str) -> str:
    """Code between tags as a fence."""
    _, _, code = inside.partition("\n")
    return f"\n```\n{code.rstrip()}\n```\n" if code.strip() else ""


def _without_templates(text: str) -> str:
    """Without shortcodes and templates; the title or caption that one gives stays."""
    if "{{" not in text and "{%" not in text and "<%" not in text:
        return text
    text = ADDRESS.sub(lambda link: link[1] or link[2], text)
    text = SITE.sub("", text)
    for begin, end in TEMPLATES:
        if begin in text:
            text = replaced(text, begin, end, _words, min(LONGEST, LONGEST_TAG))
    return text


def _words(inside: str) -> str:
    """The title or caption that a shortcode gives by name, else its values of more than one word."""
    found = SHOWN.search(inside)
    shown = [found[1]] if found else [value for value in VALUE.findall(inside) if len(value.split()) > 1]
    return "".join(f"\n\n{each}\n\n" for each in shown)


def _without_tags(text: str, *, is_note: bool) -> tuple[str, tuple[str, ...]]:
    """Tags behind the text go, those within a sentence lose their mark."""
    found: dict[str, None] = {}

    def noted(tag: re.Match[str]) -> str:
        if COLOUR.match(tag[1]) and any(each.isdigit() for each in tag[1]):
            return tag[0]
        found[tag[1]] = None
        return tag[1]

    def behind(line: re.Match[str]) -> str:
        alone = line.start() == 0 or text[line.start() - 1] == "\n"
        if not (is_note or (alone and line[0].count("#") > 1)) or TAG.sub("", line[0]).strip():
            return line[0]
        TAG.sub(noted, line[0])
        return ""

    shorter = TAGS_LINE.sub(behind, text) if "#" in text else text
    if is_note and "#" in shorter:
        shorter = TAG.sub(noted, shorter)
    return shorter, tuple(found)[:MOST_TAGS]
