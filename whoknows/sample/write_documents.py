"""The shared drive: Word, PowerPoint, OpenDocument, PDF, HTML and text; author and date in their own properties."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from io import BytesIO

import docx
import pptx
from fpdf import FPDF, XPos, YPos

from whoknows.sample.dice import Dice, day_of, iso
from whoknows.sample.people import Employee
from whoknows.sample.plan import SampleWorld, date_in_words
from whoknows.sample.prose import ProseBlock, as_html, as_plain, guide, incident, lessons, policy, update
from whoknows.sample.write_handbook import slug

SOURCE = "documents"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document before it has a format."""

    title: str
    blocks: tuple[ProseBlock, ...]
    author: str
    at: int
    language: str


def documents(world: SampleWorld) -> dict[str, bytes]:
    """The files on the shared drive: one per topic in one of six formats, in a folder per department.

    A text file has no properties, so nobody gets the credit for it.
    """
    files: dict[str, bytes] = {}
    for number, topic in enumerate(world.open_topics()):
        dice = world.dice("document", topic.id)
        at = dice.moment()
        tongue = world.language(topic, dice)
        voice = world.voice(topic, tongue, dice)
        genre = dice.one(("incident", "lessons", "policy", "update", "guide"))
        write = {"incident": incident, "lessons": lessons, "policy": policy, "update": update, "guide": guide}[genre]
        suffix, render = FORMATS[number % len(FORMATS)]
        title = voice.title("slides" if suffix == "pptx" else genre)
        author = world.author(topic, tongue, at, dice)
        shown = world.register.account(SOURCE, _shown(author, at, dice), author.id)
        sheet = Sheet(title, tuple(write(voice)), shown, at, tongue)
        folder = topic.department
        files[f"documents/{folder}/{day_of(at).year}-{slug(title)}.{suffix}"] = render(sheet)
        if suffix != "txt":
            world.register.acted(topic, author.key)
        world.register.wrote(SOURCE)
    return files


def _shown(author: Employee, at: int, dice: Dice) -> str:
    """How the program names its user: by full name, mostly; by initials now and then."""
    return author.initials if dice.chance(0.15) else author.name_at(at)


def repacked(body: bytes, at: int) -> bytes:
    """The same zip archive with a fixed time on every member, so that equal content gives equal bytes."""
    moment = datetime.fromtimestamp(at, UTC)
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second // 2 * 2)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            fixed = zipfile.ZipInfo(info.filename, stamp)
            fixed.compress_type = info.compress_type
            fixed.create_system = 3
            after.writestr(fixed, before.read(info.filename))
    return out.getvalue()


def word(sheet: Sheet) -> bytes:
    """The sheet as DOCX."""
    document = docx.Document()
    known = document.core_properties
    known.author, known.title, known.language = sheet.author, sheet.title, sheet.language
    known.created = known.modified = datetime.fromtimestamp(sheet.at, UTC).replace(tzinfo=None)
    known.last_modified_by, known.comments = sheet.author, ""
    document.add_heading(sheet.title, 0)
    for block in sheet.blocks:
        if block.kind == "h":
            document.add_heading(block.text, 1)
        elif block.kind == "p":
            document.add_paragraph(block.text)
        for item in block.items:
            document.add_paragraph(item, style="List Number" if block.kind == "steps" else "List Bullet")
    return _saved(document.save, sheet.at)


def slides(sheet: Sheet) -> bytes:
    """The sheet as PPTX: a title, then a slide for each heading or paragraph."""
    deck = pptx.Presentation()
    known = deck.core_properties
    known.author, known.title, known.language = sheet.author, sheet.title, sheet.language
    known.created = known.modified = datetime.fromtimestamp(sheet.at, UTC).replace(tzinfo=None)
    known.last_modified_by = sheet.author
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = sheet.title
    first.placeholders[1].text = f"{sheet.author}, {date_in_words(sheet.at, sheet.language)}"
    above = sheet.title
    for block in sheet.blocks:
        if block.kind == "h":
            above = block.text
            continue
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = above
        slide.placeholders[1].text = "\n".join(block.items) if block.items else block.text
    return _saved(deck.save, sheet.at)


def open_text(sheet: Sheet) -> bytes:
    """The sheet as ODT, written by hand: the usual library orders its namespaces differently on each run."""
    names = ("office", "text", "meta")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    kind = "application/vnd.oasis.opendocument.text"
    top = '<?xml version="1.0" encoding="UTF-8"?>\n'
    day = iso(sheet.at)[:-1]
    meta = (
        f'{top}<office:document-meta {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2">'
        f"<office:meta><dc:title>{escape(sheet.title)}</dc:title>"
        f"<meta:initial-creator>{escape(sheet.author)}</meta:initial-creator><dc:creator>{escape(sheet.author)}</dc:creator>"
        f"<meta:creation-date>{day}</meta:creation-date><dc:date>{day}</dc:date><dc:language>{sheet.language}</dc:language>"
        "</office:meta></office:document-meta>"
    )
    body = f'<text:h text:outline-level="1">{escape(sheet.title)}</text:h>' + "".join(map(_open_block, sheet.blocks))
    content = (
        f'{top}<office:document-content {spaces} office:version="1.2"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = (("/", kind), ("content.xml", "text/xml"), ("meta.xml", "text/xml"))
    listed = "".join(f'<manifest:file-entry manifest:full-path="{a}" manifest:media-type="{b}"/>' for a, b in entries)
    manifest = f'{top}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.2">{listed}</manifest:manifest>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        for name, text in (("content.xml", content), ("meta.xml", meta), ("META-INF/manifest.xml", manifest)):
            archive.writestr(name, text, zipfile.ZIP_DEFLATED)
    return repacked(out.getvalue(), sheet.at)


def _open_block(block: ProseBlock) -> str:
    if block.kind == "h":
        return f'<text:h text:outline-level="2">{escape(block.text)}</text:h>'
    if block.kind == "p":
        return f"<text:p>{escape(block.text)}</text:p>"
    items = "".join(f"<text:list-item><text:p>{escape(item)}</text:p></text:list-item>" for item in block.items)
    return f"<text:list>{items}</text:list>"


def _saved(save: Callable[[BytesIO], object], at: int) -> bytes:
    out = BytesIO()
    save(out)
    return repacked(out.getvalue(), at)


def pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF."""
    page = FPDF()
    page.set_title(sheet.title)
    page.set_author(sheet.author)
    page.set_creation_date(datetime.fromtimestamp(sheet.at, UTC))
    page.set_lang(sheet.language)
    page.add_page()
    for style, size, text in _lines(sheet):
        page.set_font("helvetica", style, size)
        page.multi_cell(0, size * 0.5, _latin(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        page.ln(2)
    return bytes(page.output())


def _lines(sheet: Sheet) -> list[tuple[str, int, str]]:
    lines = [("B", 16, sheet.title), ("I", 10, f"{sheet.author}, {date_in_words(sheet.at, sheet.language)}")]
    for block in sheet.blocks:
        if block.kind == "h":
            lines.append(("B", 12, block.text))
        elif block.kind == "p":
            lines.append(("", 11, block.text))
        lines += [("", 11, f"{number}. {item}") for number, item in enumerate(block.items, 1)]
    return lines


def _latin(text: str) -> str:
    """The fonts that every PDF reader has know only Western letters: a Polish or Czech one loses its accent."""
    swaps = str.maketrans("Łłńćśźżąęšřě", "Llncszzaesre")
    return text.translate(swaps).encode("latin-1", "replace").decode("latin-1")


def web(sheet: Sheet) -> bytes:
    """The sheet as HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="{sheet.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{escape(sheet.title)}</title>\n<meta name="author" content="{escape(sheet.author)}">\n'
        f'<meta name="date" content="{iso(sheet.at)}">\n</head>\n<body>\n<h1>{escape(sheet.title)}</h1>\n'
        f"{as_html(sheet.blocks)}\n</body>\n</html>\n"
    ).encode()


def text(sheet: Sheet) -> bytes:
    """The sheet as plain text with a head such as people type themselves."""
    names = ("Titel", "Auteur", "Datum") if sheet.language == "nl" else ("Title", "Author", "Date")
    day = day_of(sheet.at).isoformat()
    head = f"{names[0]}: {sheet.title}\n{names[1]}: {sheet.author}\n{names[2]}: {day}\n\n"
    return (head + as_plain(sheet.blocks)).encode()


FORMATS: tuple[tuple[str, Callable[[Sheet], bytes]], ...] = (
    ("docx", word),
    ("pdf", pdf),
    ("pptx", slides),
    ("odt", open_text),
    ("html", web),
    ("txt", text),
)
