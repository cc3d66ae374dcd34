"""Text of a Markdown or MyST file. Plain text without markup; code keeps its words, directives their content."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from ingest.formats import Limits, ParsedBody, Passage, PassageKind
from ingest.formats.byline import read
from ingest.formats.encodings import decode
from ingest.formats.frontmatter import oddities, split
from ingest.formats.markdown_dialects import plain_markdown

_DIRECTIVE = re.compile(r"\s*\{?([\w:.-]*)\}?(.*)", re.DOTALL)
_OPTION = re.compile(r"\A(?:---\n.*?\n---\n|(?::[\w-]+:[^\n]*\n)+)", re.DOTALL)
_BRACKETED = re.compile(r"\A\[([^\[\]]*)\](?:\{[^{}]*\})?\Z")
"""The title of an admonition of Docusaurus or remark: ``:::note[Title]``."""
_ROLE = re.compile(r"\{[\w:+-]+\}\Z")
_TARGETED = re.compile(r"^(.*\S)\s*<[^<>]*>$", re.DOTALL)
_TARGET = re.compile(r"^\([^()\n]{1,100}\)=[ \t]*$", re.MULTILINE)
_HIDDEN = re.compile(r"<(script|style|svg|template)\b|<(!--)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|<!?>|</>")
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']{1,500})["']""", re.IGNORECASE)
_CODE = frozenset(
    [
        "code",
        "code-block",
        "code-cell",
        "sourcecode",
        "literalinclude",
        "include",
        "raw",
        "math",
        "mermaid",
        "eval-rst",
        "toctree",
    ]
)
_NEVER = frozenset(["include", "literalinclude", "raw", "toctree"])
_DEEPEST = 4


def parse(body: bytes, limits: Limits = Limits()) -> ParsedBody:  # noqa: B008 (frozen)
    """The text of this Markdown. Title: from the front matter, else the first heading, of the first level."""
    text, odd = decode(body)
    matter = split(text[: limits.characters * 4])
    byline = read(matter.fields)
    plain = plain_markdown(matter.body)
    page = _Page(limits, indented_code=not plain.is_mdx)
    page.introduce(byline.summary, matter.body)
    page.read(plain.text)
    problems = oddities(None, odd, matter)
    names = tuple(author.name for author in byline.authors)
    return ParsedBody(
        byline.title or page.title,
        page.text,
        byline.at,
        names,
        page.links,
        tuple(dict.fromkeys((*byline.tags, *plain.tags))),
        byline.language,
        problems,
        page.passages,
    )


class _Page:
    """The blocks and links of one text, collected while its tokens are walked."""

    def __init__(self, limits: Limits, *, indented_code: bool = True) -> None:
        self._blocks: list[str] = []
        self._voices: dict[int, PassageKind] = {}
        self._quoted = 0
        self._links: dict[str, None] = {}
        self._reader = MarkdownIt("commonmark", {"html": True, "maxNesting": min(limits.depth, 100)})
        self._reader.enable(["table", "strikethrough"]).use(colon_fence_plugin).use(
            dollarmath_plugin, allow_digits=False
        )
        if not indented_code:
            self._reader.disable("code")
        self.title: str | None = None
        self._level = 0

    def introduce(self, summary: str | None, body: str) -> None:
        """Begin with the description in the front matter, when the text does not say it."""
        if summary and summary not in " ".join(body.split()):
            self._append(summary)

    @property
    def text(self) -> str:
        return "\n\n".join(block for block in self._blocks if block)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The blocks that are quotes or code."""
        found, place = [], 0
        for number, block in enumerate(self._blocks):
            if not block:
                continue
            voice = self._voices.get(number)
            if voice:
                found.append(Passage(place, place + len(block), voice))
            place += len(block) + 2
        return tuple(found)

    def _append(self, block: str, voice: PassageKind | None = None) -> None:
        voice = PassageKind.QUOTE if self._quoted else voice
        if voice:
            self._voices[len(self._blocks)] = voice
        self._blocks.append(block)

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(self._links)

    def read(self, text: str, depth: int = 0) -> None:
        """Walk the tokens of a text; directives are read as text of their own."""
        tokens = self._reader.parse(_TARGET.sub("", text))
        row: list[str] | None = None
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                row = []
            elif token.type == "tr_close":
                self._append(" | ".join(cell for cell in row or () if cell))
                row = None
            elif token.type == "inline":
                words = self._inline(token.children or ())
                self._heading(tokens, index, words)
                if row is None:
                    self._append(words)
                else:
                    row.append(words)
            elif token.type in ("blockquote_open", "blockquote_close"):
                self._quoted += token.nesting
            else:
                self._block(token, depth)

    def _heading(self, tokens: Sequence[Token], index: int, words: str) -> None:
        opening = tokens[index - 1] if index else None
        if words and opening and opening.type == "heading_open":
            level = int(opening.tag[1:])
            if self.title is None or (level == 1 and self._level > 1):
                self.title, self._level = " ".join(words.split()), level

    def _block(self, token: Token, depth: int) -> None:
        if token.type in ("fence", "colon_fence"):
            self._fence(token, depth)
        elif token.type == "code_block":
            self._append(token.content.rstrip(), PassageKind.CODE)
        elif token.type == "html_block":
            self._append(self._html(token.content))
        elif token.type == "math_block":
            self._append(token.content.strip())

    def _fence(self, token: Token, depth: int) -> None:
        """Code stays as it is; the content of a directive such as ```{note} is text, and that of ```quote a quote."""
        if token.info.strip().lower() == "quote" and depth < _DEEPEST:
            self._quoted += 1
            self.read(token.content, depth + 1)
            self._quoted -= 1
            return
        named = token.type == "colon_fence" or token.info.lstrip().startswith("{")
        match = _DIRECTIVE.match(token.info) if named else None
        if not match:
            self._append(token.content.rstrip(), PassageKind.CODE)
        elif match[1] not in _NEVER:
            self._append("" if match[1] in _CODE else _BRACKETED.sub(r"\1", match[2].strip()))
            content = _OPTION.sub("", token.content)
            if match[1] in _CODE or depth >= _DEEPEST:
                self._append(content.rstrip(), PassageKind.CODE if match[1] in _CODE else None)
            else:
                self.read(content, depth + 1)

    def _inline(self, children: Sequence[Token]) -> str:
        return " ".join("".join(self._pieces(children)).split(" ")).strip()

    def _pieces(self, children: Sequence[Token]) -> Iterator[str]:
        role = False
        for token in children:
            if token.type == "text":
                words = _ROLE.sub("", token.content)
                role = words != token.content
                yield words
            elif role and token.type == "code_inline":
                role = False
                yield _TARGETED.sub(r"\1", token.content)
            elif token.type in ("code_inline", "math_inline"):
                yield token.content
            elif token.type in ("softbreak", "hardbreak"):
                yield "\n"
            elif token.type == "link_open":
                self._links[str(token.attrs.get("href", ""))] = None
            elif token.type == "image":
                yield token.content
            elif token.type == "html_inline":
                yield self._html(token.content) or (" " if token.content.startswith("<br") else "")

    def _html(self, markup: str) -> str:
        for href in _HREF.findall(markup):
            self._links[html.unescape(href)] = None
        text = html.unescape(_TAG.sub(" ", _shown(markup)))
        return "\n".join(words for line in text.split("\n") if (words := " ".join(line.split())))


def _shown(markup: str) -> str:
    """The HTML without comments, scripts and the like. A comment without an end hides the rest."""
    pieces: list[str] = []
    start = at = 0
    lower = markup.lower()
    endless: set[str] = set()
    while match := _HIDDEN.search(markup, at):
        kind = (match[1] or match[2]).lower()
        end = -1 if kind in endless else lower.find("-->" if kind == "!--" else f"</{kind}", match.end())
        at = match.end()
        if end < 0 and kind == "!--":
            return "".join([*pieces, markup[start : match.start()]])
        if end < 0:
            endless.add(kind)
            continue
        pieces += (markup[start : match.start()], " ")
        start = at = end + 3 if kind == "!--" else lower.find(">", end) + 1 or len(markup)
    return "".join([*pieces, markup[start:]])
