"""Word files: notes, forms, hidden text, headers, tables of contents, charts and SmartArt."""

from __future__ import annotations

import pytest

from graph.facts import DocumentKind, Item
from ingest import formats
from ingest.formats import ParsedBody
from ingest.formats.registry import SLIDES, WORD
from ingest.own import words_of_item
from tests.ingest.formats.packages import packed, parts_of, replaced
from tests.ingest.formats.test_office import WORDS, docx, pptx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_RELATIONS = "word/_rels/document.xml.rels"


def word(body: str) -> ParsedBody:
    """A Word file that begins with this."""
    return formats.parse(replaced(docx(), "word/document.xml", "<w:body>", f"<w:body>{body}"), WORD)


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def with_parts(body: bytes, listed: str, main: str, old: str, new: str, **parts: tuple[str, str]) -> bytes:
    """The file with more parts: each a kind of relation and what is in it; `new` stands before `old"
    "` in its main part."""
    kept = parts_of(replaced(body, main, old, new + old))
    relations = kept[listed].decode()
    folder = main.rpartition("/")[0]
    for name, (kind, text) in parts.items():
        relation = f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="/{folder}/more/{name}.xml"/>'
        relations = relations.replace("</Relationships>", f"{relation}</Relationships>")
        kept[f"{folder}/more/{name}.xml"] = text.encode()
    return packed({**kept, listed: relations})


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:p><w:r><w:t>zicht</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>on</w:t></w:r>"
         "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>baar</w:t></w:r></w:p>", "zichtbaar"),
        ("<w:p><w:r><w:t>zonne</w:t><w:noBreakHyphen/><w:t>energie</w:t><w:tab/><w:t>2024</w:t></w:r></w:p>",
         "zonne-energie\t2024"),
        ("<w:p><w:ins w:id='1' w:author='A'><w:r><w:t>nieuw</w:t></w:r></w:ins><w:del w:id='2' w:author='A'><w:r>"
         "<w:delText>oud</w:delText></w:r></w:del></w:p>", "nieuw"),
        ("<w:p><w:moveFrom w:id='1' w:author='A'><w:r><w:t>weg</w:t></w:r></w:moveFrom><w:moveTo w:id='2' w:author='A'>"
         "<w:r><w:t>hier</w:t></w:r></w:moveTo></w:p>", "hier"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Klik om tekst in te voeren.</w:t>"
         "</w:r></w:p></w:sdtContent></w:sdt>" + p("na"), "na"),
        ("<w:p><w:r><w:t>Pomp: </w:t></w:r><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:"
         "t>membraan</w:t></w:r>"
         "</w:sdtContent></w:sdt></w:p>", "Pomp: membraan"),
        ("<w:p><w:r><w:t>Soort: </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddLis"
         "t><w:result w:val='1'/>"
         "<w:listEntry w:val='klep'/><w:listEntry w:val='pomp'/></w:ddList></w:ffData></w:fldChar></w:r></w:p>",
         "Soort: pomp"),
        ("<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
         f"<w:sdtContent>{p('Inleiding 1')}</w:sdtContent></w:sdt>" + p("Inleiding"), "Inleiding"),
        ("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE \\@ x</w:instrText></w:r><w:r>"
         "<w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>vandaag</w:t></w:r></w:p>", "vandaag"),
    ],
)  # fmt: skip
def test_what_stands_in_a_text(xml: str, text: str) -> None:
    assert word(xml).text.split(WORDS)[0].strip() == text


def test_notes_come_behind_the_sentence_they_interrupt() -> None:
    notes = f"<w:footnotes {W}><w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>" \
            f"<w:footnote w:id='1'>{p('Zie het advies.')}</w:footnote></w:footnotes>"  # fmt: skip
    mark = (
        "<w:p><w:r><w:t>De klep</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:t> lekt.</w:t></w:r></w:p>"
    )
    body = with_parts(docx(), WORD_RELATIONS, "word/document.xml", "<w:sectPr", mark, f1=("footnotes", notes))
    lines = formats.parse(body, WORD).text.split("\n")
    assert "De klep lekt." in lines
    assert lines[-1] == "Zie het advies."


def test_headers_of_pages_are_nobodys_own_words() -> None:
    header = f"<w:hdr {W}>{p('Acme BV - Vertrouwelijk')}{p('12')}</w:hdr>"
    footer = f"<w:ftr {W}>{p('Acme BV - Vertrouwelijk')}{p('Archief Delft')}</w:ftr>"
    body = with_parts(
        docx(), WORD_RELATIONS, "word/document.xml", "<w:sectPr", "", h1=("header", header), h2=("footer", footer)
    )
    parsed = formats.parse(body, WORD)
    words = words_of_item(Item("a", b"", WORD, DocumentKind.FILE), parsed)
    assert words.own.startswith(WORDS)
    assert "Acme" not in words.own
    assert words.rest.split("\n") == ["Acme BV - Vertrouwelijk", "Archief Delft"]


C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
DGM = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
CHART = (
    f"<c:chartSpace {C} {A}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Storingen </a:t></a:r><a:"
    f"r><a:t>per pomp</a:t>"
    "</a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCach"
    "e><c:pt idx='0'><c:v>"
    "Boosterpompen</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache><c:pt idx"
    "='0'><c:v>Delft</c:v>"
    "</c:pt><c:pt idx='1'><c:v>2024</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:"
    "numCache><c:pt idx='0'>"
    "<c:v>4711</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
)
SMART_ART = (
    f"<dgm:dataModel {DGM} {A}><dgm:ptLst><dgm:pt modelId='1'><dgm:prSet/><dgm:t><a:p><a:r><a:t>Keur"
    f"en</a:t></a:r></a:p>"
    "</dgm:t></dgm:pt><dgm:pt modelId='2'><dgm:prSet phldr='1'/><dgm:t><a:p><a:r><a:t>[Tekst]</a:t></a:r></a:p></dgm:t>"
    "</dgm:pt><dgm:pt modelId='3' type='pres'><dgm:t><a:p><a:r><a:t>Keuren</a:t></a:r></a:p></dgm:t>"
    "</dgm:pt></dgm:ptLst>"
    "</dgm:dataModel>"
)
TOLD = ["Storingen per pomp", "Boosterpompen | Delft", "Keuren"]


def test_charts_and_smart_art_in_a_text() -> None:
    graphic = f"<w:drawing><a:graphic {A}><a:graphicData>{{}}</a:graphicData></a:graphic></w:drawing>"
    chart = graphic.format(f'<c:chart {C} {R} r:id="c1"/>')
    smart = graphic.format(f'<dgm:relIds {DGM} {R} r:dm="d1" r:lo="x"/>')
    drawn = f"{p('Eerst')}<w:p><w:r>{chart}</w:r></w:p><w:p><w:r>{smart}</w:r></w:p>{p('Daarna')}"
    body = with_parts(docx(), WORD_RELATIONS, "word/document.xml", "<w:sectPr", drawn,
                      c1=("chart", CHART), d1=("diagramData", SMART_ART))  # fmt: skip
    text = formats.parse(body, WORD).text
    assert text.split("Eerst\n")[1].split("\nDaarna")[0].split("\n") == TOLD


def test_charts_and_smart_art_on_a_slide() -> None:
    frame = f"<p:graphicFrame><a:graphic {A}><a:graphicData>{{}}</a:graphicData></a:graphic></p:graphicFrame>"
    drawn = frame.format(f'<c:chart {C} {R} r:id="c1"/>') + frame.format(f'<dgm:relIds {DGM} {R} r:dm="d1"/>')
    listed, main = "ppt/slides/_rels/slide1.xml.rels", "ppt/slides/slide1.xml"
    body = with_parts(pptx(), listed, main, "</p:spTree>", drawn, c1=("chart", CHART), d1=("diagramData", SMART_ART))
    lines = formats.parse(body, SLIDES).text.split("\n")
    assert [line for line in lines if line in TOLD] == TOLD
    assert "4711" not in lines


def test_footers_of_slides_are_told_once_and_apart() -> None:
    import io

    import pptx as library

    deck = library.Presentation()
    for title in ("Pompen", "Kleppen"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        for kind, text in (("ftr", "Acme BV"), ("sldNum", "3"), ("dt", "1 mei 2024")):
            box = slide.shapes.add_textbox(0, 0, 9, 9)
            box.text_frame.text = text
            held = box._element.nvSpPr.nvPr
            held.insert(0, held.makeelement(f"{{{held.nsmap['p']}}}ph", {"type": kind}))
    out = io.BytesIO()
    deck.save(out)
    parsed = formats.parse(out.getvalue(), SLIDES)
    (aside,) = parsed.passages
    assert parsed.text == "Pompen\n\nKleppen\n\nAcme BV"
    assert parsed.text[aside.start :] == "Acme BV"
