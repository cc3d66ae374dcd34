"""Who made, changed and remarked on an office document: its properties, comments and tracked changes.

Creator and created belong together, and so do who saved it last and when. Names of elements are compared without their
namespace: strict and transitional files, and each year's extension, have another one for the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from graph.facts import ActKind
from ingest.formats.archives import OfficePackage, part_name
from ingest.formats.contributors import Contributors
from ingest.formats.dates import seconds_of
from ingest.formats.office_parts import OfficeParts
from ingest.formats.properties import GENERATED, MAKERS

_KINDS = ("comments", "people", "commentAuthors", "authors", "threadedComment", "person", "revisionHeaders")
"""Relations to the parts of Word, PowerPoint and Excel files that name people."""
_PARTS = re.compile(
    r"[\w/]*/(?:people|comments?\d*|commentauthors|authors|moderncomment_\w+|persons?\d*|threadedcomments?\d*|"
    r"revisionheaders)\.xml"
)
"""The usual names of these parts: not every program writes the relations."""
_MOST_PARTS = 2_000
_CHANGES = ("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo")
_REMARKS = ("{*}comment", "{*}cm", "{*}reply", "{*}threadedComment")
_MOST_CHANGES = 100_000
_ADDRESS = re.compile(r"(?:^|::|mailto:)([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)")
"""The address in an id such as ``S::ada.vos@acme.example::1b2c-...``."""


def office_people(archive: OfficeParts, *texts: etree._Element) -> Contributors:
    """The people of a Word, PowerPoint or Excel file; `texts` are its parts in which changes may be tracked."""
    found = Contributors()
    if archive.has(archive.properties):
        core = archive.xml(archive.properties)
        _saved(found, {_local(each): each.text for each in core if isinstance(each.tag, str)})
    for root in texts:
        _changes(found, root)
    _parts(found, archive)
    return found


def open_people(archive: OfficePackage, content: etree._Element) -> Contributors:
    """The people of an OpenDocument file, by its properties, and the annotations and changes in its content."""
    found = Contributors()
    if archive.has("meta.xml"):
        meta = {_local(each): each.text for each in archive.xml("meta.xml").iter("{*}*")}
        made = {"creator": meta.get("initial-creator"), "created": meta.get("creation-date")}
        _saved(found, {**made, "lastModifiedBy": meta.get("creator"), "modified": meta.get("date")})
    for note in content.iter("{*}annotation"):
        found.add(_inside(note, "creator"), ActKind.COMMENTED, seconds_of(_inside(note, "date")))
        found.remark("\n".join(_text(line) for line in note.iter("{*}p")))
    for change in content.iter("{*}change-info"):
        found.add(_inside(change, "creator"), ActKind.EDITED, seconds_of(_inside(change, "date")))
    return found


def _saved(found: Contributors, properties: Mapping[str, str | None]) -> None:
    """One who made it, at its making; one who saved it last, at that time, unless that was its making."""
    made, saved = seconds_of(properties.get("created")), seconds_of(properties.get("modified"))
    maker, saver = ((properties.get(name) or "").strip() for name in ("creator", "lastModifiedBy"))
    found.add(maker, ActKind.WROTE, None if made in GENERATED else made)
    if not (saver == maker and saved == made) and not (saved in GENERATED and saver in MAKERS):
        found.add(saver, ActKind.EDITED, None if saved in GENERATED else saved)


def _changes(found: Contributors, root: etree._Element) -> None:
    """Those who put text in, took it out or moved it while changes were tracked."""
    for number, change in enumerate(root.iter(*_CHANGES)):
        if number >= _MOST_CHANGES:
            return
        given = _attributes(change)
        found.add(given.get("author"), ActKind.EDITED, seconds_of(given.get("date")))


def _parts(found: Contributors, archive: OfficeParts) -> None:
    """Those who remarked on it; first the parts that say which number, name and address belong together."""
    inner = dict.fromkeys((archive.main, *(each.target for each in archive.relations(archive.main).values())))
    told = {part_name(name) for part in inner for name in archive.related(part, *_KINDS)}
    told.update(name for name in archive.names() if _PARTS.fullmatch(name))
    roots = [archive.xml(name) for name in sorted(told)[:_MOST_PARTS]]
    people: dict[str, str] = {}
    for root in roots:
        for person in root.iter("{*}person", "{*}cmAuthor", "{*}author"):
            _known(found, people, person)
    for root in roots:
        if _local(root) in ("comments", "cmLst", "ThreadedComments"):
            _comments(found, root, people)
        elif _local(root) == "headers":
            for header in root.iter("{*}header"):
                found.add(header.get("userName"), ActKind.EDITED, seconds_of(header.get("dateTime")))


def _known(found: Contributors, people: dict[str, str], person: etree._Element) -> None:
    """Note the name behind the id of an author, and the address with which they signed in."""
    given = _attributes(person)
    name = given.get("name") or given.get("displayName") or given.get("author") or ""
    presence = next((_attributes(each).get("userId") for each in person.iter("{*}presenceInfo")), None)
    address = _ADDRESS.search(given.get("userId") or presence or "")
    found.address(name, address[1] if address else None)
    if given.get("id"):
        people[given["id"]] = name


def _comments(found: Contributors, root: etree._Element, people: Mapping[str, str]) -> None:
    """The comments of one part. Excel repeats a threaded comment as a note by an author without a name."""
    listed = [each.text or "" for each in root.iter("{*}author")]
    for comment in root.iter(*_REMARKS):
        given = _attributes(comment)
        number = given.get("personId") or given.get("authorId") or ""
        name = given.get("author") or people.get(number) or _at(listed, number)
        if name.startswith("tc="):
            continue
        at = seconds_of(given.get("date") or given.get("dt") or given.get("created") or given.get("dT"))
        found.add(name, ActKind.COMMENTED, at)
        found.remark(_words(comment).removeprefix(f"{name}:").strip())


def _at(listed: list[str], number: str) -> str:
    return listed[int(number)] if number.isascii() and number.isdigit() and int(number) < len(listed) else ""


def _words(comment: etree._Element) -> str:
    """The text of a comment, without the replies inside it."""
    lines = comment.iter("{*}p", "{*}text")
    own = (_text(line) for line in lines if next(line.iterancestors(*_REMARKS), None) is comment)
    return "\n".join(line for line in own if line)


def _text(line: etree._Element) -> str:
    return "".join(str(each) for each in line.itertext()).strip()


def _inside(element: etree._Element, name: str) -> str | None:
    return next((each.text for each in element.iter(f"{{*}}{name}")), None)


def _attributes(element: etree._Element) -> dict[str, str]:
    return {etree.QName(name).localname: str(value) for name, value in element.attrib.items()}


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
