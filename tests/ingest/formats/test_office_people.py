"""Who made, changed and remarked on files of office programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph.facts import Act, ActKind, DocumentKind, Item
from ingest import formats
from ingest.formats import Limits, ParsedBody
from ingest.formats.office_parts import OfficeParts
from ingest.formats.office_people import office_people
from ingest.formats.properties import names_of
from ingest.formats.registry import OPEN_TEXT, WORD
from ingest.mapping import with_visible
from ingest.own import words_of_item
from tests.ingest.formats.packages import packed

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
CORE = (
    '<c:p xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
    "<dc:creator>{0}</dc:creator><t:created>{1}</t:created><c:lastModifiedBy>{2}</c:lastModifiedBy>"
    "<t:modified>{3}</t:modified></c:p>"
)
MADE, SAVED = "2019-05-06T08:00:00Z", "2025-02-03T09:00:00Z"
WORDS = "The brine pump leaks."


def word(runs: str = f"<w:r><w:t>{WORDS}</w:t></w:r>", core: str = "", namespace: str = MAIN, **parts: str) -> bytes:
    """A Word file: `w` is the usual namespace, `v` the given one."""
    given = {"document": f"<w:document><w:body><w:p>{runs}</w:p></w:body></w:document>", **parts}
    named = {f"word/{name}.xml": _named(text, namespace) for name, text in given.items()}
    return packed({**named, **({"docProps/core.xml": core} if core else {})})


def _named(text: str, namespace: str) -> str:
    return text.replace(">", f' xmlns:w="{MAIN}" xmlns:v="{namespace}">', 1)


def package(parts: dict[str, str]) -> OfficeParts:
    """A file whose main part says nothing."""
    return OfficeParts(packed({"main.xml": "<main/>", **parts}), Limits(), "main.xml")


def told(acts: tuple[Act, ...]) -> list[str]:
    return [f"{act.kind.value} {act.name} {day(act)}".strip() for act in acts]


def day(act: Act) -> str:
    return "" if act.at is None else datetime.fromtimestamp(act.at, UTC).date().isoformat()


def stored(body: bytes, media_type: str) -> Item:
    """The file as an item with what is visible in it."""
    item = Item("memo", body, media_type, DocumentKind.FILE)
    return with_visible(item, formats.parse(body, media_type))


@pytest.mark.parametrize(
    ("properties", "acts"),
    [
        (("Ada Vos", MADE, "Bram Kok", SAVED), ["wrote Ada Vos 2019-05-06", "edited Bram Kok 2025-02-03"]),
        (("Ada Vos", MADE, "Ada Vos", SAVED), ["wrote Ada Vos 2019-05-06", "edited Ada Vos 2025-02-03"]),
        (("Ada Vos", MADE, "Ada Vos", MADE), ["wrote Ada Vos 2019-05-06"]),
        (("Ada Vos", MADE, "Bram Kok", MADE), ["wrote Ada Vos 2019-05-06", "edited Bram Kok 2019-05-06"]),
        (("Microsoft Office User", MADE, "Bram Kok", SAVED), ["edited Bram Kok 2025-02-03"]),
        (("Ada Vos", MADE, "Gebruiker", SAVED), ["wrote Ada Vos 2019-05-06"]),
        (("Ada Vos", "", "", SAVED), ["wrote Ada Vos 2025-02-03"]),
        (("python-pptx", "2013-01-27T09:14:16Z", "Steve Canny", "2013-01-27T09:15:58Z"), []),
        (("Ada Vos", "2013-12-23T23:15:00Z", "", SAVED), ["wrote Ada Vos 2025-02-03"]),
        (("Ada Vos; Bram Kok", MADE, "Cato Mul", SAVED),
         ["wrote Ada Vos 2019-05-06", "wrote Bram Kok 2019-05-06", "edited Cato Mul 2025-02-03"]),
    ],
)  # fmt: skip
def test_each_has_a_time_of_their_own(properties: tuple[str, ...], acts: list[str]) -> None:
    item = stored(word(core=CORE.format(*properties)), WORD)
    assert told(item.acts) == acts


@pytest.mark.parametrize(
    "nobody",
    [
        "Microsoft Office User", "Microsoft Office-gebruiker", "Microsoft-Office-Anwender", "MSOffice", "Windows User",
        "Windows-gebruiker", "Utilisateur Windows", "Utilisateur de Microsoft Office", "Gebruiker", "Benutzer", "User1",
        "admin", "Administrator", "Beheerder", "HP", "Dell Inc.", "DESKTOP-4F2K", "Author", "Auteur", "Autor",
        "openpyxl",
        "PC van Ada", "Ada's MacBook Pro", "Ada’s laptop", "Laptop of Ada",
        "Onbekend", "Apache POI", "SharePoint App", "System Account", "Sjabloon", "Valued HP Customer", "",
    ],
)  # fmt: skip
def test_what_programs_write_is_nobody(nobody: str) -> None:
    assert names_of(nobody) == ()


def test_a_title_page_tells_more_than_the_name_of_a_template() -> None:
    head = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("Report", "Auteur: Ada Vos", WORDS))
    document = f"<w:document><w:body>{head}</w:body></w:document>"
    for creator, written in (("Huisstijl", ["Huisstijl", "Ada Vos"]), ("Bram Kok", ["Bram Kok"])):
        item = stored(word(document=document, core=CORE.format(creator, MADE, "", SAVED)), WORD)
        assert [act.name for act in item.acts if act.kind is ActKind.WROTE] == written


@pytest.mark.parametrize(("author", "names"), [(None, ["Ada Vos"]), ("Redactie", ["Redactie", "Ada Vos"]),
                                               ("Bram Kok", ["Bram Kok"])])  # fmt: skip
def test_an_entry_of_nobody_has_the_writer_above_its_text(author: str | None, names: list[str]) -> None:
    acts = (Act(author, ActKind.WROTE, author),) if author else ()
    item = Item("1", b"<p>Door Ada Vos</p><p>The pump leaks.</p>", "text/html", DocumentKind.POST, acts=acts)
    parsed = formats.parse(item.body, item.media_type)
    assert [act.name for act in with_visible(item, parsed).acts] == names
    assert with_visible(replace(item, nobody=True), parsed).acts == acts


@pytest.mark.parametrize("name", ["Dell Mulder", "Ada Student", "Win Chan", "Guus Testa", "Ms Ada Vos", "Ad Minnema"])
def test_who_is_called_like_a_program_is_somebody(name: str) -> None:
    assert names_of(name) == (name,)


DAY = "2025-01-0{}T00:00:00Z"
CHANGES = (
    f'<v:ins v:author="Ada Vos" v:date="{DAY.format(1)}"><w:r><w:t>{WORDS}</w:t></w:r></v:ins>'
    f'<v:del v:author="Bram Kok" v:date="{DAY.format(2)}"/><v:ins v:author="Author" v:date="{DAY.format(3)}"/>'
)
COMMENTS = (
    f'<v:comments><v:comment v:author="Mul, Cato" v:date="{DAY.format(4)}">'
    "<v:p><v:r><v:t>Use ceramic rings.</v:t></v:r></v:p></v:comment></v:comments>"
)


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
def test_comments_and_tracked_changes_of_word(namespace: str) -> None:
    body = word(CHANGES, namespace=namespace, comments=COMMENTS)
    item, parsed = stored(body, WORD), formats.parse(body, WORD)
    assert told(item.acts) == [
        "edited Ada Vos 2025-01-01",
        "edited Bram Kok 2025-01-02",
        "commented Cato Mul 2025-01-04",
    ]
    words = words_of_item(item, parsed)
    assert (words.own.strip(), words.rest.strip()) == (WORDS, "Use ceramic rings.")


def test_parts_of_another_name() -> None:
    relation = '<Relationship Id="r1" Type="urn:x/comments" Target="notes/remarks.xml"/>'
    parts = {"word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>"}
    document = f'<w:document xmlns:w="{MAIN}"><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p></w:document>'
    body = packed({"word/document.xml": document, "word/notes/remarks.xml": _named(COMMENTS, MAIN), **parts})
    assert told(stored(body, WORD).acts) == ["commented Cato Mul 2025-01-04"]


def test_an_address_of_who_signed_in_goes_with_the_name() -> None:
    signed_in = '<w:presenceInfo w:providerId="AD" w:userId="S::Ada.Vos@acme.example::12ab-34"/>'
    people = f'<w:people><w:person w:author="Ada Vos">{signed_in}</w:person></w:people>'
    (act,) = stored(word(core=CORE.format("Ada Vos", MADE, "", SAVED), people=people), WORD).acts
    assert (act.account, act.name, act.email) == ("ada.vos@acme.example", "Ada Vos", "ada.vos@acme.example")


PARTS = {
    "slides, as they were until 2021": {
        "ppt/commentAuthors.xml": '<p:cmAuthorLst xmlns:p="urn:p"><p:cmAuthor id="0" name="Ada Vos" initials="AV"/>'
        '<p:cmAuthor id="1" name="Bram Kok"/></p:cmAuthorLst>',
        "ppt/comments/comment1.xml": '<p:cmLst xmlns:p="urn:p"><p:cm authorId="1" dt="2025-01-01T10:00:00.000" idx="1">'
        '<p:pos x="1" y="2"/><p:text>Which seal?</p:text></p:cm></p:cmLst>',
    },
    "slides, as they are": {
        "ppt/authors.xml": '<p:authorLst xmlns:p="urn:p"><p:author id="{A}" name="Ada Vos" userId="a"/>'
        '<p:author id="{B}" name="Bram Kok" userId="b" providerId="None"/></p:authorLst>',
        "ppt/comments/modernComment_100_0.xml": '<p:cmLst xmlns:p="urn:p" xmlns:a="urn:a"><p:cm authorId="{B}" '
        'created="2025-01-01T09:00"><p:replyLst><p:reply authorId="{B}" created="2024-01-01T09:00"><p:txBody><a:p><a:r>'
        "<a:t>The steel one.</a:t></a:r></a:p></p:txBody></p:reply></p:replyLst><p:txBody><a:p><a:r><a:t>Which seal?"
        "</a:t></a:r></a:p></p:txBody></p:cm></p:cmLst>",
    },
    "sheets, as they were": {
        "xl/comments1.xml": '<comments xmlns="urn:x"><authors><author>Ada Vos</author><author>Bram Kok</author>'
        '</authors><commentList><comment ref="A1" authorId="1"><text><r><t>Bram Kok:</t></r><r><t>\nWhich seal?</t></r>'
        "</text></comment></commentList></comments>",
    },
    "sheets, as they are": {
        "xl/persons/person.xml": '<personList xmlns="urn:x"><person displayName="Bram Kok" id="{B}" userId="b"/>'
        "</personList>",
        "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="urn:x"><threadedComment ref="A1" '
        'dT="2025-01-01T10:00:00.00" personId="{B}"><text>Which seal?</text></threadedComment></ThreadedComments>',
        "xl/comments1.xml": '<comments xmlns="urn:x"><authors><author>tc={1}</author></authors><commentList><comment '
        'authorId="0"><text><t>[Threaded comment] Which seal?</t></text></comment></commentList></comments>',
    },
}


@pytest.mark.parametrize("kind", list(PARTS))
def test_comments_on_slides_and_sheets(kind: str) -> None:
    found = office_people(package(PARTS[kind]))
    (act,) = found.acts()
    assert told((act,))[0].startswith("commented Bram Kok")
    assert "Which seal?" in found.remarks
    assert len(found.remarks) == (2 if kind == "slides, as they are" else 1)


def test_a_workbook_that_was_shared_tells_who_saved_it() -> None:
    log = '<headers xmlns="urn:x"><header guid="1" dateTime="2020-01-01T00:00:00Z" userName="Ada Vos"/></headers>'
    found = office_people(package({"xl/revisions/revisionHeaders.xml": log}))
    assert told(found.acts()) == ["edited Ada Vos 2020-01-01"]


OPEN = (
    'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)
BY = "<dc:creator>{}</dc:creator><dc:date>{}T00:00:00</dc:date>"


def test_open_document() -> None:
    change = f"<o:change-info>{BY.format('Cato Mul', '2024-03-04')}</o:change-info>"
    changes = f"<t:changed-region><t:insertion>{change}</t:insertion></t:changed-region>"
    note = f"<o:annotation>{BY.format('Daan Post', '2024-05-06')}<t:p>Which seal?</t:p></o:annotation>"
    text = f"<t:tracked-changes>{changes}</t:tracked-changes><t:p>{WORDS}{note}</t:p>"
    made = "<m:initial-creator>Ada Vos</m:initial-creator><m:creation-date>2019-05-06T00:00:00</m:creation-date>"
    parts = {
        "content.xml": f"<o:document {OPEN}><o:body><o:text>{text}</o:text></o:body></o:document>",
        "meta.xml": f"<o:document {OPEN}><o:meta>{made}{BY.format('Bram Kok', '2025-02-03')}</o:meta></o:document>",
    }
    item = stored(packed(parts), OPEN_TEXT)
    assert told(item.acts) == [
        "wrote Ada Vos 2019-05-06", "edited Bram Kok 2025-02-03", "commented Daan Post 2024-05-06",
        "edited Cato Mul 2024-03-04",
    ]  # fmt: skip


def test_notes_on_a_pdf() -> None:
    from fpdf import FPDF

    document = FPDF()
    document.set_author("Ada Vos")
    document.set_creation_date(datetime(2019, 5, 6, tzinfo=UTC))
    document.add_page()
    document.set_font("helvetica", size=12)
    with document.highlight("Which seal?", title="Bram Kok", modification_time=datetime(2025, 1, 1, tzinfo=UTC)):
        document.cell(text=WORDS)
    body = bytes(document.output())
    assert told(stored(body, "application/pdf").acts) == ["wrote Ada Vos 2019-05-06", "commented Bram Kok 2025-01-01"]
    assert formats.parse(body, "application/pdf").text == f"{WORDS}\n\nWhich seal?"


def test_people_and_remarks_have_a_bound() -> None:
    words = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    comments = "".join(f'<w:comment w:author="Ada Vos{number}">{words}</w:comment>' for number in range(1_200))
    body = word(comments=f"<w:comments>{comments}</w:comments>")
    parsed = formats.parse(body, WORD)
    assert len(parsed.acts) == 200
    assert len(parsed.text) < 5_000


def test_a_file_without_people() -> None:
    assert formats.parse(word(), WORD).acts == ()
    assert isinstance(formats.parse(word(), WORD), ParsedBody)
