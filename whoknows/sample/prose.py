"""The texts: guides, updates, incident reports and so on, as blocks that each writer puts in its format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from whoknows.sample.frames import HEADS
from whoknows.sample.plan import Voice


@dataclass(frozen=True, slots=True)
class ProseBlock:
    """A heading ("h"), a paragraph ("p"), numbered steps ("steps") or a list ("list")."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()


def paragraph(*sentences: str) -> ProseBlock:
    """One paragraph of these sentences."""
    return ProseBlock("p", " ".join(sentence for sentence in sentences if sentence))


def _head(voice: Voice, name: str) -> ProseBlock:
    return ProseBlock("h", HEADS[voice.language][name])


def guide(voice: Voice, facts: int = 4) -> list[ProseBlock]:
    """How something works and what was agreed. A page of a handbook or wiki."""
    said = voice.several("facts", facts)
    half = (len(said) + 1) // 2
    blocks = [paragraph(voice.frame("guide-open")), _head(voice, "background"), paragraph(*said[:half])]
    if said[half:]:
        blocks.append(paragraph(*said[half:]))
    if voice.pack.steps:
        blocks += [_head(voice, "steps"), ProseBlock("steps", items=tuple(voice.steps()))]
    if voice.pack.problems and voice.dice.chance(0.6):
        blocks += [_head(voice, "problems"), *(paragraph(*problem) for problem in voice.problems(1))]
    if voice.pack.decisions and voice.dice.chance(0.6):
        blocks += [_head(voice, "decisions"), ProseBlock("list", items=tuple(voice.several("decisions", 2)))]
    blocks += [_head(voice, "contact"), paragraph(voice.frame("guide-close"))]
    return blocks


def wiki_sections(voice: Voice) -> list[list[ProseBlock]]:
    """The sections of a wiki page, in the order in which they were added."""
    said = voice.several("facts", 6)
    sections = [[paragraph(*said[:2])]]
    if said[2:]:
        sections.append([_head(voice, "background"), paragraph(*said[2:4])])
    if voice.pack.steps:
        sections.append([_head(voice, "steps"), ProseBlock("steps", items=tuple(voice.steps()))])
    if said[4:]:
        sections.append([paragraph(*said[4:])])
    for number, problem in enumerate(voice.problems(2)):
        sections.append([*([_head(voice, "problems")] if number == 0 else []), paragraph(*problem)])
    if voice.pack.decisions:
        sections.append([_head(voice, "decisions"), ProseBlock("list", items=tuple(voice.several("decisions", 2)))])
    for number, (question, answer) in enumerate(voice.qa(2)):
        sections.append([*([_head(voice, "questions")] if number == 0 else []), paragraph(question), paragraph(answer)])
    return sections


def update(voice: Voice) -> list[ProseBlock]:
    """The state of affairs: a blog post or a short document."""
    news = voice.several("news", 2)
    blocks = [paragraph(voice.frame("update-open"), *news[:1])]
    facts = voice.several("facts", 2)
    blocks.append(paragraph(voice.frame("update-mid"), *facts))
    if voice.dice.chance(0.5) and voice.pack.problems:
        blocks.append(paragraph(*voice.problems(1)[0]))
    blocks.append(paragraph(*news[1:], *voice.several("decisions", 1)))
    blocks.append(paragraph(voice.frame("update-close")))
    return blocks


def incident(voice: Voice) -> list[ProseBlock]:
    """What broke, why, and what was done about it."""
    if not voice.pack.problems:
        return update(voice)
    what, cause, fix = voice.problems(1)[0]
    return [
        paragraph(voice.frame("incident-open")),
        _head(voice, "event"),
        paragraph(what),
        _head(voice, "cause"),
        paragraph(cause, *voice.several("facts", 1)),
        _head(voice, "measure"),
        paragraph(fix, *voice.several("decisions", 1)),
        _head(voice, "follow"),
        paragraph(voice.frame("incident-close")),
    ]


def lessons(voice: Voice) -> list[ProseBlock]:
    """What was learned."""
    learned = [" ".join(problem) for problem in voice.problems(2)]
    blocks = [paragraph(voice.frame("lessons-open"))]
    if learned:
        blocks.append(ProseBlock("list", items=tuple(learned)))
    blocks.append(paragraph(*voice.several("facts", 2)))
    blocks += [_head(voice, "decisions"), paragraph(*voice.several("decisions", 2))]
    return blocks


def week(voices: Sequence[Voice]) -> list[ProseBlock]:
    """What somebody did this week."""
    first = voices[0]
    blocks = [paragraph(first.frame("week"), *first.several("news", 1))]
    for voice in voices:
        blocks.append(paragraph(*voice.several("facts", 1), *voice.several("decisions", 1)))
    blocks.append(paragraph(first.frame("week-close")))
    return blocks


def policy(voice: Voice) -> list[ProseBlock]:
    """The rules."""
    blocks = [paragraph(voice.frame("guide-open")), paragraph(*voice.several("facts", 3))]
    blocks += [_head(voice, "decisions"), ProseBlock("list", items=tuple(voice.several("decisions", 3)))]
    if voice.pack.qa:
        blocks.append(_head(voice, "questions"))
        for question, answer in voice.qa(2):
            blocks += [paragraph(question), paragraph(answer)]
    return blocks


# --- blocks in markup ---


def as_markdown(blocks: Sequence[ProseBlock]) -> str:
    """The blocks in Markdown."""
    return _joined(blocks, lambda text: f"## {text}", "{n}. ", "- ")


def as_rst(blocks: Sequence[ProseBlock]) -> str:
    """The blocks in reStructuredText."""
    return _joined(blocks, lambda text: f"{text}\n{'-' * len(text)}", "#. ", "* ")


def as_wikitext(blocks: Sequence[ProseBlock]) -> str:
    """The blocks in MediaWiki's markup."""
    return _joined(blocks, lambda text: f"== {text} ==", "# ", "* ")


def as_plain(blocks: Sequence[ProseBlock]) -> str:
    """The blocks as plain text."""
    return _joined(blocks, lambda text: text.upper(), "{n}. ", "- ")


def _joined(blocks: Sequence[ProseBlock], head: Callable[[str], str], number: str, bullet: str) -> str:
    parts = []
    for block in blocks:
        if block.kind == "h":
            parts.append(head(block.text))
        elif block.kind == "p":
            parts.append(block.text)
        else:
            mark = number if block.kind == "steps" else bullet
            parts.append("\n".join(mark.replace("{n}", str(n)) + item for n, item in enumerate(block.items, 1)))
    return "\n\n".join(part for part in parts if part) + "\n"


def as_html(blocks: Sequence[ProseBlock]) -> str:
    """The blocks in HTML."""
    parts = []
    for block in blocks:
        if block.items:
            tag = "ol" if block.kind == "steps" else "ul"
            parts.append(f"<{tag}>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + f"</{tag}>")
        elif block.text:
            tag = "h2" if block.kind == "h" else "p"
            parts.append(f"<{tag}>{escape(block.text)}</{tag}>")
    return "\n".join(parts)
