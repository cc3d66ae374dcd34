"""Mailing lists: the suite of every source, and what only mail has."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from time import gmtime

import pytest

from graph.facts import ActKind, Document, DocumentKind, GroupKind, GroupRecord, Item, Problem, Said, Same
from graph.own_words import TextParts
from ingest.contract import SourceError, SourceSettings
from ingest.formats import ParsedBody
from ingest.mapping import Mapper
from ingest.sources import open_source
from ingest.sources.mailboxes import received_at
from tests.contracts.source_suite import SourceSuite, SourceWorld, WrittenEntry

SEPARATOR = "From someone at example.org  Mon Nov  3 12:23:12 2025\n"


def letter(number: str, text: str, sender: str = "ada@example.org (Ada Vos)", **headers: str) -> str:
    """One message as it lies in an mbox; a header's name is written with underscores."""
    fields = {
        "From": sender,
        "Date": "Mon, 03 Nov 2025 11:23:12 +0000",
        "Subject": "[verwarming] The boiler",
        "Message-ID": f"<{number}@example.org>",
    }
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    return SEPARATOR + "".join(f"{name}: {value}\n" for name, value in fields.items() if value) + f"\n{text}\n\n"


def settings(folder: Path, **options: object) -> SourceSettings:
    return SourceSettings("mail", "mbox", options={"path": "lists", **options}, base=folder)


def pull(folder: Path, *letters: str, **options: object) -> list[Said]:
    file = folder / "lists" / "verwarming.mbox"
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(letters), encoding="utf-8")
    return list(open_source(settings(folder, **options)).pull(None))


def items(said: Sequence[Said]) -> list[Item]:
    return [each for each in said if isinstance(each, Item)]


def problems(said: Sequence[Said]) -> list[str]:
    return [each.message for each in said if isinstance(each, Problem)]


class MailWorld(SourceWorld):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> SourceSettings:
        return settings(self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        file = self.folder / "lists" / "building.mbox"
        file.parent.mkdir(exist_ok=True)
        letters = [
            letter(
                entry.slug,
                entry.text,
                f"{entry.authors[0].replace(' ', '.').lower()}@example.org ({entry.authors[0]})",
                Subject=entry.title,
                Date=formatdate(entry.at),
            ).replace(SEPARATOR, f"From x@example.org {_asctime(entry.at)}\n")
            for entry in entries
        ]
        file.write_text("".join(letters), encoding="utf-8")


def _asctime(at: int) -> str:
    words = formatdate(at).replace(",", "").split()
    return f"{words[0]} {words[2]} {words[1]} {words[4]} {words[3]}"


class TestMail(SourceSuite):
    co_authors = False

    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return MailWorld(tmp_path)


def test_a_conversation_is_a_thread_in_its_list(tmp_path: Path) -> None:
    said = pull(
        tmp_path,
        letter("1", "The boiler drips."),
        letter("2", "> The boiler drips.\n\nClose the valve.", "bram@example.org", In_Reply_To="<1@example.org>"),
        letter("3", "It works.", Subject="Re: [verwarming] The boiler"),
        letter("4", "Who has keys?", Subject="Keys"),
    )
    groups = {each.id: each for each in said if isinstance(each, GroupRecord)}
    assert groups["verwarming"].kind is GroupKind.CHANNEL
    assert [item.container for item in items(said)] == ["verwarming/thread/1@example.org"] * 3 + [
        "verwarming/thread/4@example.org"
    ]
    assert groups["verwarming/thread/1@example.org"].parent == "verwarming"
    assert [item.parent for item in items(said)] == [None, "verwarming/1@example.org", "verwarming/1@example.org", None]
    assert [item.kind for item in items(said)][:2] == [DocumentKind.POST, DocumentKind.REPLY]
    assert [item.title for item in items(said)][:3] == ["The boiler"] * 3


def test_replies_to_a_message_that_is_not_there_are_one_thread(tmp_path: Path) -> None:
    lost = {"References": "<0@example.org>"}
    said = pull(tmp_path, letter("1", "First.", **lost), letter("2", "Second.", Subject="Other", **lost))
    assert len({item.container for item in items(said)}) == 1


def test_references_in_a_loop_end(tmp_path: Path) -> None:
    said = pull(
        tmp_path,
        letter("1", "First.", In_Reply_To="<2@example.org>"),
        letter("2", "Second.", In_Reply_To="<1@example.org>"),
    )
    assert len(items(said)) == 2


@pytest.mark.parametrize(
    ("sender", "account", "name"),
    [
        ("ada at example.org (Ada Vos)", "ada@example.org", "Ada Vos"),
        ("Ada Vos <ada@example.org>", "ada@example.org", "Ada Vos"),
        ('"Vos, Ada (IT)" <ada@example.org>', "ada@example.org", "Ada Vos"),
        ("ad@ @end|ng |rom ex@mp|e@org (Ada Vos)", "ad@ @end|ng |rom ex@mp|e@org", "Ada Vos"),
        ("=?iso-8859-1?Q?Bj=F8rn_Dal?= <b@example.org>", "b@example.org", "Bjørn Dal"),
        ("Ada Vos via Verwarming <verwarming@example.org>", "Ada Vos", "Ada Vos"),
        ("ada@example.org", "ada@example.org", None),
        ('"Ada Vos (Jira)" <jira@example.org>', "jira@example.org", "Ada Vos"),
        ('"Ada Vos (@avos)" <lab@example.org>', "lab@example.org", "Ada Vos"),
        ('"Ada Vos | Energie" <ada@example.org>', "ada@example.org", "Ada Vos"),
        ('"Ada Vos, adviseur" <ada@example.org>', "ada@example.org", "Ada Vos"),
        ('"Ada Vos - Acme" <ada@example.org>', "ada@example.org", "Ada Vos"),
        ('"Lopez Garcia, Maria" <m@example.org>', "m@example.org", "Maria Lopez Garcia"),
        ('"Vos, Ada B XYZ-ABC-D CIV" <a@example.org>', "a@example.org", "Ada B XYZ-ABC-D CIV Vos"),
        ('"Ada Vos on behalf of Storage" <ada@example.org>', "ada@example.org", "Ada Vos"),
        ('"Ada Vos in Teams" <noreply@example.org>', "noreply@example.org", "Ada Vos"),
        ('"Ada & Bram Vos" <vos@example.org>', "vos@example.org", "Ada & Bram Vos"),
        ('"Team Warmte" <warmte@example.org>', "warmte@example.org", "Team Warmte"),
    ],
)
def test_the_sender_is_found_behind_what_archives_do(tmp_path: Path, sender: str, account: str, name: str) -> None:
    (item,) = items(pull(tmp_path, letter("1", "Text.", sender)))
    assert [(act.account, act.name, act.kind) for act in item.acts] == [(account, name, ActKind.WROTE)]


def test_who_is_addressed_beside_the_list_is_named(tmp_path: Path) -> None:
    sent = letter("1", "Text.", To="verwarming@example.org, Bram Kok <bram@example.org>")
    (item,) = items(pull(tmp_path, sent))
    assert [(act.account, act.kind) for act in item.acts][1:] == [("bram@example.org", ActKind.NAMED)]


@pytest.mark.parametrize(
    ("date", "at", "odd"),
    [
        ("Mon, 03 Nov 2025 11:23:12 +0100", 1762165392, []),
        ("gisteren", 1762172592, ["mail-date-broken"]),
        ("Mon, 03 Nov 1925 11:23:12 +0000", 1762172592, ["mail-date-broken"]),
        ("Mon, 03 Nov 2055 11:23:12 +0000", 1762172592, []),
    ],
)
def test_a_broken_date_is_that_of_the_archive(tmp_path: Path, date: str, at: int, odd: list[str]) -> None:
    (item,) = items(pull(tmp_path, letter("1", "Text.", Date=date)))
    assert (item.at, [problem.message for problem in item.problems]) == (at, odd)


def test_a_second_message_with_one_id_is_a_problem(tmp_path: Path) -> None:
    said = pull(tmp_path, letter("1", "First."), letter("1", "Second."))
    assert [item.body for item in items(said)] == [b"First."]
    assert problems(said) == ["mail-duplicate-id"]


def test_a_sentence_that_begins_with_from_is_no_separator(tmp_path: Path) -> None:
    text = "See what they wrote.\n\nFrom Monday 12:30 on, until 2026, all is open.\n\nAda"
    (item,) = items(pull(tmp_path, letter("1", text)))
    assert b"Monday 12:30" in item.body


def test_a_huge_message_is_cut(tmp_path: Path) -> None:
    said = pull(tmp_path, letter("1", "word " * 4000), letter("2", "After."), max_message=2000)
    assert [problem.message for problem in items(said)[0].problems] == ["mail-cut"]
    assert items(said)[1].body == b"After."


def test_attachments_are_left_out(tmp_path: Path) -> None:
    body = (
        "--x\nContent-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\nCaf=E9\n"
        '--x\nContent-Type: application/pdf; name="plan.pdf"\nContent-Transfer-Encoding: base64\n\nQUJD\n--x--\n'
    )
    (item,) = items(pull(tmp_path, letter("1", body, Content_Type="multipart/mixed; boundary=x")))
    assert item.body.decode() == "Café"


def test_files_of_periods_are_one_list_and_may_be_packed(tmp_path: Path) -> None:
    folder = tmp_path / "lists" / "roof"
    folder.mkdir(parents=True)
    (folder / "2024q1.mbox").write_text(letter("1", "First."), encoding="utf-8")
    (folder / "2024-May.txt.gz").write_bytes(
        gzip.compress(letter("2", "Second.", In_Reply_To="<1@example.org>").encode())
    )
    said = list(open_source(settings(tmp_path)).pull(None))
    assert {item.id for item in items(said)} == {"roof/1@example.org", "roof/2@example.org"}
    assert len({item.container for item in items(said)}) == 1


def test_a_maildir_is_a_list(tmp_path: Path) -> None:
    for part in ("cur", "new"):
        (tmp_path / "lists" / part).mkdir(parents=True)
        text = letter(part, f"In {part}.").removeprefix(SEPARATOR)
        (tmp_path / "lists" / part / f"1.{part}").write_text(text, encoding="utf-8")
    assert [item.body for item in items(list(open_source(settings(tmp_path)).pull(None)))] == [b"In cur.", b"In new."]


def test_a_truncated_file_costs_only_what_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    packed = gzip.compress("".join(letter(str(n), f"Number {n} " * 2000) for n in range(50)).encode())
    (folder / "a.mbox.gz").write_bytes(packed[: len(packed) * 3 // 4])
    (folder / "b.mbox").write_text(letter("b", "Good."), encoding="utf-8")
    said = list(open_source(settings(tmp_path)).pull(None))
    assert "b/b@example.org" in {item.id for item in items(said)}
    assert "mbox-file-broken" in problems(said)


def test_an_unchanged_list_is_one_same(tmp_path: Path) -> None:
    said = pull(tmp_path, letter("1", "First."))
    again = list(open_source(settings(tmp_path)).pull(said[-1].cursor))  # type: ignore[union-attr]
    assert [each for each in again if isinstance(each, Same | Item)] == [Same(container="verwarming")]


@pytest.mark.parametrize("path", ["nowhere", "empty"])
def test_no_mail_at_all_is_an_error(tmp_path: Path, path: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError):
        list(open_source(settings(tmp_path, path=path)).pull(None))


@pytest.mark.parametrize(
    "separator",
    [
        b"From anna@acme.example Mon Mar 30 15:40:31 2026",
        b"From anna at acme.example Mon Mar 30 15:40:31 2026 +0200",
        b"From 1861234567890123456@xxx Mon Mar 30 15:40:31 +0000 2026",
    ],
)
def test_a_separator_tells_when_the_archive_received_a_message(separator: bytes) -> None:
    assert received_at(separator) == 1774885231


LONG_AGO = "Tue, 04 Feb 2003 10:00:00 +0000"


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        ([LONG_AGO], [2003]),
        ([LONG_AGO, LONG_AGO, "", "Mon, 03 Nov 2025 11:23:12 +0000"], [2003, 2003, 2025, 2025]),
        (["Mon, 03 Nov 2025 11:23:12 +0000"] * 3 + [LONG_AGO], [2025, 2025, 2025, 2025]),
    ],
    ids=["one message of an export", "an export of old mail", "one wrong clock in an archive"],
)
def test_a_date_far_from_the_archives_is_wrong_only_where_the_others_agree(
    tmp_path: Path, dates: list[str], years: list[int]
) -> None:
    letters = [letter(str(number), "It drips.", Date=date) for number, date in enumerate(dates)]
    found = sorted((item.id, gmtime(item.at).tm_year) for item in items(pull(tmp_path, *letters)) if item.at)
    assert [year for _, year in found] == years


FORWARD = {
    "gmail": "---------- Forwarded message ---------\nFrom: Anna Vos <anna@example.org>\nDate: Sun, 1 Nov 2020\n"
    "Subject: Rot\nTo: Bram <bram@example.org>\n\nChlorides cause the rot.",
    "apple": "Begin forwarded message:\n\nFrom: Anna Vos <anna@example.org>\nSubject: Rot\n"
    "Date: 1 November 2020 at 09:00:00 CET\nTo: Bram <bram@example.org>\n\nChlorides cause the rot.",
    "outlook": "Van: Anna Vos <anna@example.org>\nVerzonden: zondag 1 november 2020 09:00\nAan: Bram\n"
    "Onderwerp: Rot\n\nChlorides cause the rot.",
    "dutch": "-----Doorgestuurd bericht-----\nVan: Anna Vos [mailto:anna@example.org]\nAan: Bram\n\n"
    "Chlorides cause the rot.",
}


@pytest.mark.parametrize("form", FORWARD)
def test_a_forward_is_of_its_inner_author(tmp_path: Path, form: str) -> None:
    said = items(pull(tmp_path, letter("1", FORWARD[form], "bram@example.org", Subject="FW: Rot")))
    assert [(item.id, item.acts[0].email, item.body) for item in said] == [
        ("verwarming/1@example.org", "anna@example.org", b"Chlorides cause the rot.")
    ]


@pytest.mark.parametrize("form", FORWARD)
def test_a_comment_above_a_forward_is_of_who_passed_it_on(tmp_path: Path, form: str) -> None:
    said = items(
        pull(tmp_path, letter("1", f"Look at this.\n\n{FORWARD[form]}", "bram@example.org", Subject="Fwd: Rot"))
    )
    assert [(item.id, item.acts[0].email, item.body.strip()) for item in said] == [
        ("verwarming/1@example.org", "bram@example.org", b"Look at this."),
        ("verwarming/1@example.org/1", "anna@example.org", b"Chlorides cause the rot."),
    ]


ATTACHED = """MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

See the attached mail.
--b
Content-Type: message/rfc822

From: Anna Vos <anna@example.org>
Date: Mon, 2 Mar 2020 10:00:00 +0000
Subject: Rot
Message-ID: <inner@example.org>

Chlorides cause the rot.
--b--
"""


def test_an_attached_message_is_a_document_of_its_author(tmp_path: Path) -> None:
    head = letter("1", "", "bram@example.org").rstrip("\n")
    said = items(pull(tmp_path, f"{head}\n{ATTACHED}"))
    assert [(item.acts[0].email, item.title, item.body.strip()) for item in said] == [
        ("bram@example.org", "The boiler", b"See the attached mail."),
        ("anna@example.org", "Rot", b"Chlorides cause the rot."),
    ]


def test_an_unchanged_message_is_told_with_those_in_it(tmp_path: Path) -> None:
    text = f"Look at this.\n\n{FORWARD['gmail']}"
    first = items(pull(tmp_path, letter("1", text, "bram@example.org", Subject="Fwd: Rot")))
    stored = {item.id: item.version or "" for item in first}
    known = replace(settings(tmp_path), versions=lambda ids: {each: stored[each] for each in ids if each in stored})
    again = list(open_source(known).pull(None))
    assert [each.id for each in again if isinstance(each, Same)] == [item.id for item in first]


@pytest.mark.parametrize(
    ("nobody", "headers"),
    [
        (True, {"Auto-Submitted": "auto-replied"}),
        (True, {"Auto-Submitted": "auto-generated"}),
        (False, {"Auto-Submitted": "auto-generated", "In-Reply-To": "<issue-1@tracker.example>"}),
        (False, {"Auto-Submitted": "no"}),
        (True, {"Subject": "Automatisch antwoord: De ketel"}),
        (True, {"Subject": "Out of Office: Re: The boiler"}),
        (True, {"Subject": "Abwesenheitsnotiz: Kessel"}),
        (True, {"Subject": "Undeliverable: The boiler"}),
        (False, {"Subject": "Out of office hours the boiler is off"}),
        (True, {"List-Unsubscribe": "<mailto:x@example.org>", "Precedence": "bulk"}),
        (
            False,
            {"List-Unsubscribe": "<mailto:x@example.org>", "Precedence": "bulk", "List-Post": "<mailto:l@example.org>"},
        ),
        (True, {"List-Post": "NO", "List-Unsubscribe": "<mailto:x@example.org>"}),
        (False, {"Precedence": "list", "List-Unsubscribe": "<mailto:x@example.org>"}),
        (True, {"X-Autoreply": "yes"}),
        (True, {"X-Spam-Flag": "YES"}),
        (True, {"X-Bogosity": "Spam, tests=bogofilter"}),
        (True, {"X-Rspamd-Action": "add header"}),
        (True, {"X-MS-Exchange-Organization-SCL": "9"}),
        (False, {"X-MS-Exchange-Organization-SCL": "-1"}),
        (True, {"X-Forefront-Antispam-Report": "CIP:1.2.3.4;SFV:SPM;SCL:6"}),
        (False, {"X-Forefront-Antispam-Report": "CIP:1.2.3.4;SFV:NSPM;SCL:1"}),
        (True, {"Auto-Submitted": "auto-replied (vacation)"}),
        (True, {"Auto-Submitted": 'AUTO-REPLIED; owner-email="a@x.example"'}),
        (True, {"Precedence": "auto-reply"}),
        (True, {"X-Autogenerated": "Reply"}),
        (True, {"Return-Path": "<>"}),
        (True, {"Precedence": "bulk"}),
        (True, {"Precedence": "Junk"}),
        (False, {"Precedence": "bulk", "Sender": "owner-pumps@example.org"}),
        (False, {"Precedence": "bulk", "X-Mailing-List": "<pumps@example.org>"}),
        (False, {"Precedence": "bulk", "References": "<1@example.org>"}),
        (False, {"Precedence": "first-class"}),
        (True, {"List-Unsubscribe": "<https://x.example/u>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}),
        (True, {"X-Spam-Status": "Yes, score=9.1 required=5.0"}),
        (False, {"X-Spam-Status": "No, score=-2.0 required=5.0", "X-Spam-Flag": "NO"}),
    ],
)
def test_what_a_program_sent_is_nobodys(tmp_path: Path, nobody: bool, headers: dict[str, str]) -> None:
    fields = {name.replace("-", "_"): value for name, value in headers.items()}
    (item,) = items(pull(tmp_path, letter("1", "The boiler drips.", **fields)))
    assert item.nobody is nobody


@pytest.mark.parametrize(("method", "nobody"), [("REPLY", True), ("reply", True), ("REQUEST", False)])
def test_who_accepts_an_invitation_wrote_nothing(tmp_path: Path, method: str, nobody: bool) -> None:
    event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Boilers\nEND:VEVENT\nEND:VCALENDAR\n"
    parts = (
        f"--b\nContent-Type: text/plain\n\nThe boiler drips.\n"
        f"--b\nContent-Type: text/calendar; method={method}\n\n{event}--b--\n"
    )
    (item,) = items(pull(tmp_path, letter("1", parts, Content_Type='multipart/alternative; boundary="b"')))
    assert item.nobody is nobody


DIGEST = """Today's Topics:

   1. Rot (Anna Vos)

----------------------------------------------------------------------

Message: 1
Date: Mon, 2 Mar 2020 10:00:00 +0000
From: Anna Vos <anna@example.org>
Subject: Rot
Message-ID: <inner@example.org>

Chlorides cause the rot.

------------------------------

Message: 2
Date: Mon, 2 Mar 2020 11:00:00 +0000
From: Bram Kok <bram@example.org>
Subject: Re: Rot

Wash it.

------------------------------

End of list Digest, Vol 3, Issue 1
"""


def test_the_parts_of_a_digest_in_plain_text_are_of_their_authors(tmp_path: Path) -> None:
    said = items(pull(tmp_path, letter("1", DIGEST, "list-request@example.org", Subject="list Digest, Vol 3, Issue 1")))
    assert [(item.acts[0].email, item.title, item.body.strip()) for item in said] == [
        ("anna@example.org", "Rot", b"Chlorides cause the rot."),
        ("bram@example.org", "Rot", b"Wash it."),
    ]


def test_a_digest_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    digest = letter("1", DIGEST, "list-request@example.org", Subject="list Digest, Vol 3, Issue 1")
    stored = {each.id: each.version for each in items(pull(tmp_path, digest))}
    known = replace(settings(tmp_path), versions=lambda ids: {each: stored[each] for each in ids if each in stored})
    told = [each.id for each in open_source(known).pull(None) if isinstance(each, Item | Same)]
    assert told == list(stored)
    assert items(list(open_source(known).pull(None))) == []


def test_what_somebody_says_above_a_digest_is_a_message_of_its_own(tmp_path: Path) -> None:
    text = "The test is the wrong one.\n\n" + DIGEST[DIGEST.index("-" * 70) :]
    said = items(pull(tmp_path, letter("1", text, "carla@example.org", Subject="Fwd: list Digest, Vol 3, Issue 1")))
    assert [(item.acts[0].email, item.body.strip()) for item in said] == [
        ("carla@example.org", b"The test is the wrong one."),
        ("anna@example.org", b"Chlorides cause the rot."),
        ("bram@example.org", b"Wash it."),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("I agree.\n\n>From 2020 on we wash it.", b"I agree.\n\nFrom 2020 on we wash it."),
        ("> You said:\n>From 2020 on.\n\nYes.", b"> You said:\n>From 2020 on.\n\nYes."),
    ],
)
def test_a_line_that_an_mbox_escaped_is_read_as_it_was(tmp_path: Path, text: str, read: bytes) -> None:
    (item,) = items(pull(tmp_path, letter("1", text)))
    assert item.body == read


def test_a_message_is_the_same_on_every_list(tmp_path: Path) -> None:
    """The archives of lists add footers; a program that gives all messages one id gives them several dates."""
    for name, footer in (("dak", "Beheer van de daklijst: Ada"), ("kelder", "Afmelden bij de balie")):
        file = tmp_path / "lists" / f"{name}.mbox"
        file.parent.mkdir(exist_ok=True)
        file.write_text(
            letter("one", f"The boiler leaks.\n\n{footer}")
            + letter(
                "", "It is off.", Message_ID="<root@localhost>", Date=f"Tue, 0{len(name)} Nov 2025 11:00:00 +0000"
            ),
            encoding="utf-8",
        )
    found = items(list(open_source(settings(tmp_path)).pull(None)))
    marks = [Mapper("mail").document(each, ParsedBody(None, ""), TextParts("x"), None, 2_000_000_000) for each in found]
    same = [each.fact.node.same for each in marks if isinstance(each.fact.node, Document)]
    assert len(same) == 4
    assert same[0] == same[2]
    assert len({*same}) == 3
    assert not any("@" in (each or "") for each in same)
