"""Own words of a message, in each media type and language: what others said and programs added is kept apart."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Act, ActKind, Document, DocumentKind, Item
from graph.own_words import TextParts, joined, words_of
from ingest import formats
from ingest.own import own_words, words_of_item
from ingest.own.copied import forwarded_in

SAID = "Het lager van de pomp is versleten."
MINE = "Ik bestel een nieuw lager."
COPIED = "Anna Vos\n{sent}: maandag 2 november 2026 10:00\n{to}: kennis@acme.example\n{subject}: Lager\n\n" + SAID


def words(body: str, media_type: str, kind: DocumentKind = DocumentKind.REPLY, **fields: object) -> TextParts:
    item = Item("1", body.encode(), media_type, kind, **fields)  # type: ignore[arg-type]
    return words_of_item(item, formats.parse(item.body, media_type))


@pytest.mark.parametrize(
    "line",
    [
        "On Mon, Nov 2, 2026 at 10:00 AM Anna Vos <anna@acme.example> wrote:",
        "On Mon, Nov 2, 2026 at 10:00 AM Anna Vos\n<anna@acme.example> wrote:",
        "Anna Vos said on 2 November:",
        "Op ma 2 nov 2026 om 10:00 schreef Anna Vos <anna@acme.example>:",
        "Op 02-11-2026 om 10:00 schreef Anna Vos:",
        "Anna Vos schreef op 2-11-2026 10:00:",
        "Am 02.11.2026 um 10:00 schrieb Anna Vos:",
        "Anna Vos <anna@acme.example> schrieb am Mo., 2. Nov. 2026, 10:00:",
        "Le lun. 2 nov. 2026 à 10:00, Anna Vos <anna@acme.example> a écrit :",
        "El lun, 2 nov 2026 a las 10:00, Anna Vos (<anna@acme.example>) escribió:",
        "Il giorno lun 2 nov 2026 alle ore 10:00 Anna Vos <anna@acme.example> ha scritto:",
        "Em seg., 2 de nov. de 2026 às 10:00, Anna Vos <anna@acme.example> escreveu:",
        "Den mån 2 nov. 2026 kl 10:00 skrev Anna Vos <anna@acme.example>:",
        "pon., 2 lis 2026 o 10:00 Anna Vos <anna@acme.example> napisał(a):",
        "2 нояб. 2026 г. Anna Vos <anna@acme.example> написала:",
        "Quoting Anna Vos <anna@acme.example>:",
    ],
)
def test_a_quote_goes_with_the_line_that_says_whose_it_is(line: str) -> None:
    own, rest = own_words(f"{line}\n\n> {SAID}\n> Kijk maar.\n\n{MINE}")
    assert own == MINE
    assert SAID in rest


@pytest.mark.parametrize(
    "copied",
    [
        f"-----Original Message-----\nFrom: Anna\n\n{SAID}",
        f">>> Anna Vos  11/02/26 3:41 PM >>>\n{SAID}",
        f">>> Anna Vos <anna@acme.example> 2-11-2026 15:41 >>>\n\n{SAID}",
        f"-----Oorspronkelijk bericht-----\nVan: Anna\n\n{SAID}",
        f"-----Ursprüngliche Nachricht-----\nVon: Anna\n\n{SAID}",
        f"----- Message d'origine -----\nDe : Anna\n\n{SAID}",
        f"________________________________\nFrom: {COPIED.format(sent='Sent', to='To', subject='Subject')}",
        f"Van: {COPIED.format(sent='Verzonden', to='Aan', subject='Onderwerp')}",
        f"Von: {COPIED.format(sent='Gesendet', to='An', subject='Betreff')}",
        f"De : {COPIED.format(sent='Envoyé', to='À', subject='Objet')}",
        f"De: {COPIED.format(sent='Enviado', to='Para', subject='Asunto')}",
        f"Da: {COPIED.format(sent='Inviato', to='A', subject='Oggetto')}",
        f"De: {COPIED.format(sent='Enviada em', to='Para', subject='Assunto')}",
        f"*Van:* Anna Vos\n*Verzonden:* maandag\n*Onderwerp:* Lager\n\n{SAID}",
        f"Op ma 2 nov 2026 om 10:00 schreef Anna Vos <anna@acme.example>:\n\n{SAID}",
    ],
)
def test_a_copied_message_goes(copied: str) -> None:
    own, rest = own_words(f"{MINE}\n\n{copied}")
    assert own == MINE
    assert SAID in rest


@pytest.mark.parametrize(
    "below",
    [
        "-- \nAnna Vos\nAdviseur",
        "Met vriendelijke groet,\n\nAnna Vos\nAdviseur | Acme\nT 010 555 0101",
        "Kind regards,\nAnna",
        "Many thanks in advance,\nAnna",
        "Anna Vos\nTel: +31 10 555 0101\nhttps://acme.example/anna",
        "---\nAnna Vos | Adviseur | Acme\nanna@acme.example",
        "----------------\n\nAnna Vos\n\nAdviseur pompen\n\nAcme\n\nmob: +31 6 5555 0101",
        "-- \nAnna Vos\n\nBooks:\n" + "\n".join(f"{n}. Pumps, part {n}" for n in range(1, 20)) + "\n\nAcme",
        "Mit freundlichen Grüßen\nAnna Vos",
        "Groet,\nAnna\n\nVerstuurd vanaf mijn iPhone",
        "Sent from my iPhone",
        "Verstuurd vanaf mijn Galaxy",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Outlook voor Android downloaden",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Denk aan het milieu voordat u deze e-mail print.",
        "Please consider the environment before printing this email.",
        "Dit e-mailbericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
        "This e-mail and any attachments are confidential, intended only for the\naddressee; we accept no liability.",
        "____________________\nPompen mailing list\nhttps://lists.example/mailman/listinfo/pompen",
        "-- \nYou received this message because you are subscribed to the Google Groups group.\nTo unsubscribe, mail.",
        "-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v2\n\niQEcBAEBCAAGBQJVbeR5\n=Ab3d\n-----END PGP SIGNATURE-----",
    ],
)
def test_what_stands_below_a_message_goes(below: str) -> None:
    own, rest = own_words(f"{MINE}\n\n{below}", reply=False)
    assert own == MINE
    assert below.split("\n", maxsplit=1)[0].strip() in rest


HEAD = "Pomp\n\nHoe vaak keuren we de inlaat?"
NOTES = "Anna Vos/Delft/Acme"


@pytest.mark.parametrize(
    "copy",
    [
        f"-----{NOTES} wrote: -----\n\nTo: Piet\nFrom: {NOTES}\nDate: 02-11-2026 10:00\nSubject: {HEAD}",
        f"-----{NOTES} schreef: -----\n{HEAD}",
        f"-----{NOTES} schrieb: -----\n{HEAD}",
        f"-----{NOTES} a écrit : -----\n{HEAD}",
        f"{NOTES}\n02-11-2026 10:00\n\nAan\nPiet Berg/Delft/Acme@ACME\ncc\n\nOnderwerp\n{HEAD}",
        f"Anna Vos <anna@acme.example>\n11/02/2026 10:00 AM\n\nTo: Piet\ncc:\nSubject: {HEAD}",
        f"|---------+---------------------------->\n|         |    {NOTES}   |\n{HEAD}",
        f"----- Forwarded by {NOTES} on 02-11-2026 10:00 -----\n\n{HEAD}",
        f"----- Doorgestuurd door {NOTES} op 02-11-2026 10:00 -----\n\n{HEAD}",
        f"----- Weitergeleitet von {NOTES} am 02.11.2026 10:00 -----\n\n{HEAD}",
        f"----- Transféré par {NOTES} le 02/11/2026 10:00 -----\n\n{HEAD}",
        f"Gesendet: Montag, 2. November 2026 um 10:00 Uhr\nVon: Anna Vos\nAn: Piet\nBetreff: {HEAD}",
        f"To: Piet\nFrom: {NOTES}\nDate: 02-11-2026 10:00\nSubject: {HEAD}",
        f"---- On Mon, 02 Nov 2026 10:00:00 +0100 Anna Vos <anna@acme.example> wrote ----\n\n{HEAD}",
        f"---- Op ma, 02 nov 2026 10:00 schreef Anna Vos <anna@acme.example> ----\n\n{HEAD}",
        f">>> Op maandag 2 november 2026 om 10:00, in bericht <a@x>, schreef Anna Vos <anna@acme.example>:\n{HEAD}",
        f"----- Nachricht von anna@acme.example ---------\n{HEAD}",
        f"De\u00a0: Anna Vos\nEnvoyé\u00a0: lundi 2 novembre 2026 10:00\nÀ\u00a0: Piet\nObjet\u00a0: {HEAD}",
    ],
)
def test_what_other_mail_programs_copy_goes(copy: str) -> None:
    own, rest = own_words(f"{MINE}\n\n{copy}")
    assert own == MINE
    assert "keuren we de inlaat" in rest


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("----- Bericht van anna@acme.example ---------", "----- Einde bericht van anna@acme.example -----"),
        ("----- Message from anna@acme.example ---------", "----- End message from anna@acme.example -----"),
        ("----- Nachricht von anna@acme.example ---------", "----- Ende der Nachricht von anna@acme.example -----"),
        ("----- Message de anna@acme.example ---------", "----- Fin du message de anna@acme.example -----"),
        ("----- Forwarded message from Anna Vos <anna@acme.example> -----", "----- End forwarded message -----"),
        ("----- Doorgestuurd bericht van anna@acme.example -----", "----- Einde doorgestuurd bericht -----"),
        (f"{'-' * 20} Start of forwarded message {'-' * 20}", f"{'-' * 20} End of forwarded message {'-' * 20}"),
    ],
)
def test_what_stands_below_the_end_of_a_copy_is_own(begin: str, end: str) -> None:
    inner = f"{begin}\n    Datum: ma 2 nov 2026 10:00\n    Van: Anna Vos <anna@acme.example>\nOnderwerp: {HEAD}"
    own, rest = own_words(f"{inner}\n\n{end}\n\n{MINE}")
    assert own.strip() == MINE
    assert "keuren we de inlaat" in rest
    twice = f"{begin}\n{inner}\n{end}\nEn verder.\n{end}"
    assert own_words(f"{SAID}\n\n{twice}\n\n{MINE}").own == f"{SAID}\n\n{MINE}"


def test_a_forwarded_message_that_is_quoted_has_no_marks() -> None:
    head = "> Van: Anna Vos <anna@acme.example>\n> Datum: 2 maart 2026 om 10:00:00 CET\n> Onderwerp: Klep\n>"
    found = forwarded_in(f"Begin doorgestuurd bericht:\n\n{head}\n> {SAID}\n> Tot dan.")
    assert found is not None
    assert found.text == f"{SAID}\nTot dan."


def test_what_stands_below_a_forwarded_message_is_not_of_its_author() -> None:
    head = "From: Anna Vos <anna@acme.example>\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nSubject: Klep"
    copy = f"----- Forwarded message from Anna Vos -----\n\n{head}\n\n{SAID}\n\n----- End forwarded message -----"
    found = forwarded_in(f"Zie hieronder.\n\n{copy}\n\n{MINE}")
    assert found is not None
    assert (found.text, found.said.split("\n")) == (SAID, ["Zie hieronder.", "", "", MINE])


@pytest.mark.parametrize(
    "below",
    [
        "Anna Vos\n2-11-2026\nAan\nde slag met de pomp.",
        "Van: het dak naar de goot\nAan: de pomp\nloopt water.",
        "Sent: yes\nFrom: no idea\nIt depends on the pump.",
        "To do:\n- Date: maandag de pomp\n- Subject: keuring",
        "----- Let op: Anna schreef dit -----\nDe pomp is stuk.",
        "|--------+------|\n| Pomp | 12 |\n|--------+------|\nDe tabel zegt het.",
        "Meting van\n02-11-2026 10:00\nDe pomp stond uit, zie onderwerp twee.",
    ],
)
def test_what_only_looks_like_a_copy_stays(below: str) -> None:
    assert own_words(f"{MINE}\n\n{below}") == (f"{MINE}\n\n{below}", "")


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Ada Vos/Delft/Acme@ACME", "Ada Vos"),
        ("CN=Ada Vos/O=Acme", "Ada Vos"),
        ("Ada Vos/Piet Berg", "Ada Vos/Piet Berg"),
        ("ICT/Acme", "ICT/Acme"),
    ],
)
def test_who_wrote_a_message_that_notes_passes_on(told: str, name: str) -> None:
    head = f"Van: {told}\nAan: Piet\nDatum: 02-11-2026 09:00\nOnderwerp: Klep"
    found = forwarded_in(f"----- Doorgestuurd door Cato Mul/Acme op 02-11-2026 10:00 -----\n\n{head}\n\n{SAID}")
    assert found is not None
    assert found.name == name


def test_own_words_below_a_marked_copy_stay() -> None:
    marked = "> Date: 02-11-2026 10:00\n> From: Anna Vos\n> To: Piet\n> Subject: Pomp\n>\n> Hoe vaak?"
    for before in ("", "---- Le mar., 03 juin 2014 17:03 Anna Vos <anna@acme.example> a écrit ----\n\n"):
        assert MINE in own_words(f"{before}{marked}\n\n{MINE}").own


@pytest.mark.parametrize("heading", ["Over Anna Vos", "About the author", "Over de auteur", "Über die Autorin"])
def test_the_box_about_the_author_goes(heading: str) -> None:
    box = f"{heading}\n\nAnna Vos is adviseur bij Acme en houdt van pompen."
    own, rest = words(f"{MINE}\n\n{box}\n\n{SAID}", "text/plain", DocumentKind.POST)
    assert own == f"{MINE}\n\n{SAID}"
    assert rest.strip() == box


def test_a_card_may_begin_with_who_wrote_it() -> None:
    acts = (Act("anna@acme.example", ActKind.WROTE, name="Anna Vos"),)
    card = "Ir. Anna Vos\nUniversiteit van Doorn"
    assert words(f"{MINE}\n\n{card}", "text/plain", acts=acts).own == MINE
    assert words(f"{MINE}\n\n{card}", "text/plain").own == f"{MINE}\n\n{card}"


def test_what_a_text_is_about_is_no_box_about_its_author() -> None:
    acts = (Act("anna@acme.example", ActKind.WROTE, name="Anna Vos"),)
    text = f"{MINE}\n\nOver Pompendag 2026\n\nPompendag is een dag over pompen.\n\n{SAID}"
    assert words(text, "text/plain", DocumentKind.POST, acts=acts).rest == ""


def test_a_list_of_titles_is_no_box_about_its_author() -> None:
    acts = (Act("anna@acme.example", ActKind.WROTE, name="Anna Vos"),)
    text = f"{MINE}\n\nOver lagers en pakkingen door Anna Vos\n\nPompen door Bas\n\n{SAID}"
    assert words(text, "text/plain", DocumentKind.POST, acts=acts).rest == ""


@pytest.mark.parametrize(
    "text",
    [
        "De groeten van de pomp: hij draait weer.\n\nDe volgende keer smeren we eerder.",
        "From the start we used ceramic bearings.\nThat is why they last.",
        "We noted this:\n\nThe pump runs at 1500 rpm; the handbook says 1450.",
        "Wat ik wilde vragen.\n\nGroet,\nAnna\n\nPS. De pomp maakt ook nog een hard geluid als hij stopt.",
        "The report is confidential.",
        "Meet me at 10:00 (room B2).",
    ],
)
def test_what_looks_like_it_stays(text: str) -> None:
    assert own_words(text, reply=False) == (text, "")


@pytest.mark.parametrize("text", ["> all of it\n> is quoted", "On Monday, Ada wrote:\n> Hi", "[quote]x[/quote]"])
def test_nothing_left_is_nothing_and_never_the_quote(text: str) -> None:
    assert own_words(text).own == ""


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/html", f"<p>Anna Vos said:</p><blockquote><p>{SAID}</p></blockquote><p>{MINE}</p>"),
        ("text/html", f'<div>{MINE}</div><div class="gmail_quote"><div class="gmail_attr">Op ma</div>{SAID}</div>'),
        (
            "text/html",
            f"<p>{MINE}</p><div id='divRplyFwdMsg'><hr><b>Van:</b> Anna</div><blockquote>{SAID}</blockquote>",
        ),
        (
            "text/html",
            f"<p>{MINE}</p><div><b>From:</b> Anna Vos<br><b>Sent:</b> Monday<br><b>To:</b> all<br>"
            f"<b>Subject:</b> x</div><p>{SAID}</p>",
        ),
        (
            "text/html",
            f'<div class="moz-cite-prefix">Op ma schreef A:</div><blockquote>{SAID}</blockquote><p>{MINE}</p>',
        ),
        ("text/markdown", f"> {SAID}\n> And more.\n\n{MINE}"),
        ("text/markdown", f"@_**Anna Vos|1** [said](https://z/1):\n```quote\n{SAID}\n```\n{MINE}"),
        ("text/plain", f'[quote="anna, post:1, topic:2"]\n{SAID}\n[quote]Ouder.[/quote]\n[/quote]\n\n{MINE}'),
        ("text/plain", f"> {SAID}\n\n{MINE}"),
    ],
)
def test_quotes_of_every_media_type_go(media_type: str, body: str) -> None:
    own, rest = words(body, media_type)
    assert own.strip() == MINE
    assert SAID.split(".", maxsplit=1)[0] in rest


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/markdown", f"{MINE}\n\n```yaml\nkind: Deployment\n```\n\n    kubectl apply -f it.yaml"),
        ("text/markdown", f"{MINE}\n\n```{{code-block}} yaml\nkind: Deployment\n```"),
        ("text/x-rst", f"{MINE}\n\n.. code-block:: yaml\n\n   kind: Deployment"),
        ("text/x-rst", f"{MINE}\n\nThus::\n\n   kind: Deployment\n\nDone."),
        ("text/html", f"<p>{MINE}</p><pre><code>kind: Deployment</code></pre>"),
    ],
)
@pytest.mark.parametrize("kind", [DocumentKind.PAGE, DocumentKind.REPLY])
def test_code_is_nobodys_knowledge(media_type: str, body: str, kind: DocumentKind) -> None:
    own, rest = words(body, media_type, kind)
    assert MINE in own
    assert "Deployment" not in own
    assert "kind: Deployment" in rest


@pytest.mark.parametrize(
    "trace",
    [
        'Traceback (most recent call last):\n  File "/a.py", line 2, in write\n    rows()\nValueError: no such valve',
        "java.lang.NullPointerException: no valve\n\tat nl.acme.Valve.open(Valve.java:88)\n\tat a.B.c(B.java:1)",
        "    at openValve (/srv/app/valve.js:10:5)\n    at /srv/app/index.js:3:1",
        "   at Acme.Valve.Open(String name) in C:\\src\\Valve.cs:line 12",
    ],
)
@pytest.mark.parametrize("kind", [DocumentKind.PAGE, DocumentKind.POST])
def test_a_stack_trace_is_nobodys_knowledge(trace: str, kind: DocumentKind) -> None:
    own, rest = words(f"{MINE}\n\n{trace}\n\nWie weet dit?", "text/plain", kind)
    assert own == f"{MINE}\n\nWie weet dit?"
    assert "alve" in rest


@pytest.mark.parametrize(
    "printed",
    [
        '[1] "open" "dicht"\n[3] NA',
        "[1] 0.5 1e-07 TRUE",
        "Error in open(valve) :\n  no such valve\n  in pump 2",
        "Fehler in open(valve) : \n  Ventil 'x' nicht gefunden",
        "Fout in open(klep) :\n  klep bestaat niet",
        "Warning message:\nIn open(valve, 2) :\n  valve was open",
        ' $ druk : num  1 2 3 ...\n  ..$ klep: chr "a"\n  .. ..@ data :List of 1',
        "'data.frame':\t3 obs. of  2 variables:",
        "R version 4.1.0 (2021-05-18)\nPlatform: x86_64\n\nlocale:\n[1] nl_NL\n\nattached base packages:\n[1] stats",
        "pump.c:12:5: error: expected ';'\nmake: *** [pump.o] Error 1",
        "checking for gcc... gcc\n** installing *source* package 'pump' ...\ngcc -shared -o pump.so pump.o",
        "npm ERR! missing script: pump",
        "bash: pomp: command not found",
        "real\t0m5.047s\nuser\t0m4.734s",
        "2026-11-02 10:00:00,123 ERROR pump.valve cannot open",
        "Nov  2 10:00:00 host pump[12]: valve open",
        "pomp1  0.239 53.42 125.4 126.6\npomp2  0.712 1.681 13.36 87.41",
    ],
)
def test_what_programs_printed_into_a_message_is_nobodys(printed: str) -> None:
    own, rest = words(f"{MINE}\n\n{printed}\n\nWie weet dit?", "text/plain", DocumentKind.POST)
    assert own == f"{MINE}\n\nWie weet dit?"
    assert rest.split() == printed.split()
    assert words(printed, "text/plain", DocumentKind.PAGE).rest == ""


@pytest.mark.parametrize(
    "text",
    [
        "[1] De Vries, Handboek pompen, 2004\n[2] https://acme.example/pompen",
        "Erreur dans le manuel : la page 4 dit 1450.",
        "Error in the handbook: page 4 says 1450.",
        "In Doorn (near Utrecht): two pumps.",
        "The price is 12.50, 13.50 or 14.50 euro for each of these three pumps.",
        "User groups met for 5m in the hall.",
        "10:00 Coffee\n10.30 Pumps\n11.15 Valves",
        "Warning: the pump is hot.",
        "checking for leaks... takes an hour.",
        "* Installing the pump\n* Removing the valve",
    ],
)
def test_what_looks_printed_and_is_said_stays(text: str) -> None:
    assert words(text, "text/plain", DocumentKind.POST).rest == ""


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, Nov 2, 2026 at 10:00 AM, Anna Maria Vos <anna@acme.example\n> wrote:\n> " + SAID,
        "On Mon 2026, Anna wrote:\n> het lager van de pomp in de kelder van het gebouw aan zee is\nniet\n> goed.",
        "    AV> Het lager is stuk.\n    >> Zeker?\n    AV> Ja.",
    ],
)
def test_quotes_that_were_wrapped_or_indented_go(quoted: str) -> None:
    assert own_words(f"{quoted}\n\n{MINE}").own == MINE


def test_an_answer_between_two_quoted_lines_stays() -> None:
    assert own_words("On Mon 2026, A wrote:\n> Is it dry?\nyes\n> And hot?\nNo.").own == "yes\n\nNo."


def test_a_signed_message_keeps_what_was_signed() -> None:
    signature = "-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----"
    armour = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{MINE}\n{signature}"
    assert own_words(armour, reply=False).own.strip() == MINE


def test_a_signature_above_armour_goes() -> None:
    armour = "-----BEGIN PGP SIGNATURE-----\n" + "abc\n" * 20 + "-----END PGP SIGNATURE-----"
    assert own_words(f"{MINE}\n\n- --\nAnna Vos\nAcme\n{armour}", reply=False).own == MINE


def test_a_page_keeps_its_quotes_and_its_greetings() -> None:
    body = f"> **Note** {SAID}\n\n{MINE}\n\nKind regards,\nAnna"
    assert words(body, "text/markdown", DocumentKind.PAGE).rest == ""


def test_of_a_message_that_an_archive_left_out_only_the_title_is_known() -> None:
    assert own_words("An HTML attachment was scrubbed...\nURL: <https://lists.example/1.htm>") == ("", "")


@pytest.mark.parametrize("line", ["Anna Vos a ?crit :", "Am 2.11.2026 um 10:00 schrieb J?rgen:", "Anna a ??crit :"])
def test_lost_accents_make_no_difference(line: str) -> None:
    assert own_words(f"{line}\n> {SAID}\n\n{MINE}").own == MINE
    assert own_words(f"{MINE}\n\n-----Urspr?ngliche Nachricht-----\nVon: A\n\n{SAID}").own == MINE


def test_what_nobody_wrote_is_all_rest() -> None:
    assert words(MINE, "text/plain", nobody=True) == ("", MINE)


@given(
    st.lists(
        st.sampled_from([MINE, f"> {SAID}", "", "-- ", "Groet,", "Anna", "On Mon 2026, A wrote:", "```"]), max_size=12
    )
)
def test_the_parts_of_a_document_come_back_as_they_were(lines: list[str]) -> None:
    parts = own_words("\n".join(lines))
    text, own = joined(parts)
    document = Document("document:a:b", "a", "b", DocumentKind.REPLY, "t", text=text, own=own)
    back = words_of(document, text)
    assert (back.own.split(), back.rest.split()) == (parts.own.split(), parts.rest.split())


@pytest.mark.parametrize(
    "line",
    [
        "> x\n",
        "On 2026, A wrote:\n",
        "[quote]",
        "From: a\nSent: b\n",
        "Traceback (most recent call last):\n",
        " at a(b)\n",
        "Kind regards,\n",
        "-- \n",
        "confidential privileged disclaimer\n\n",
        "Sent from x\n",
        "-----BEGIN PGP MESSAGE-----\n",
        "[1] 1 ",
        "Error in x :\n  y\n",
        " .. .. ..$ ",
        "attached base packages:\n[1] x\n\n",
        "About Ada Ada\n\n",
        "1.5 1.5 1.5\n",
        "    A>\n    >> x\n",
    ],
)
def test_a_hostile_text_takes_time_in_proportion(line: str) -> None:
    seconds = []
    for size in (20_000, 160_000):
        text = (line * (size // len(line)))[:size]
        began = time.process_time()
        own_words(text)
        seconds.append(time.process_time() - began)
    assert seconds[1] < 30 * seconds[0] + 0.2


@pytest.mark.parametrize(
    "foot",
    [
        "The post Bearings appeared first on Pump blog.",
        "Het bericht Lagers verscheen eerst op Pompblog.",
        "Het bericht Lagers verscheen als eerste op Pompblog.",
        "Der Beitrag Lager erschien zuerst auf Pumpenblog.",
        "L’article Paliers est apparu en premier sur Pompes.",
        "La entrada Rodamientos se publicó primero en Bombas.",
    ],
)
def test_the_foot_of_an_entry_is_nobodys_own(foot: str) -> None:
    own, rest = words(f"<p>{SAID}</p><p>{foot}</p>", "text/html", DocumentKind.POST)
    assert (own.strip(), rest.strip()) == (SAID, foot)


def test_the_post_that_a_writer_tells_of_is_their_own() -> None:
    text = "The post of the valve appeared first on the drawing of the pump, and then broke."
    assert words(f"<p>{text}</p>", "text/html", DocumentKind.PAGE).own.strip() == text


@pytest.mark.parametrize("mark", ["RT @avos:", "RT @avos@social.example:", "MT @avos :"])
def test_what_is_passed_on_is_somebody_elses(mark: str) -> None:
    own, rest = words(f"{MINE}\n{mark} {SAID}", "text/plain", DocumentKind.MICROPOST)
    assert (own, SAID in rest) == (MINE, True)


def test_a_quote_of_a_forum_in_markdown_is_somebody_elses() -> None:
    text = f'[quote="avos, post:1, topic:2"]\n{SAID}\n[/quote]\n\n{MINE}'
    own, rest = words(text, "text/markdown")
    assert (own.strip(), SAID in rest) == (MINE, True)


@pytest.mark.parametrize(
    "quote",
    [
        f">> {SAID}\n> Ja, dat klopt.",
        f"> > {SAID}\n> Ja, dat klopt.",
        f"> On 2 Nov 2026, at 10:00, Anna Vos <anna@acme.example> wrote:\n>\n> {SAID}",
        f"> Op 2 nov 2026 om 10:00 schreef Anna Vos:\n> {SAID}",
    ],
)
def test_what_is_marked_twice_or_says_who_wrote_it_is_a_quote_in_a_message_that_answers_nothing(quote: str) -> None:
    own, rest = own_words(f"{MINE}\n\n{quote}", reply=False)
    assert own == MINE
    assert SAID in rest


@pytest.mark.parametrize("console", ["> x <- mean(druk)\n> summary(x)", ">>> import pomp\n>>> pomp.start()"])
def test_prompts_of_a_console_stay(console: str) -> None:
    assert own_words(f"{MINE}\n\n{console}", reply=False).own == f"{MINE}\n\n{console}"


@pytest.mark.parametrize(
    "warning",
    [
        "[EXTERN] Deze e-mail komt van buiten de organisatie. Klik niet op links tenzij u de afzender herkent.",
        "CAUTION: This email originated from outside of the organization.\nDo not click links or open attachments.",
        "Achtung: Diese E-Mail stammt von außerhalb der Organisation. Öffnen Sie keine Anhänge.",
        "You don't often get email from anna@x.example. Learn why this is important",
    ],
)
def test_what_a_mail_server_puts_above_mail_from_elsewhere_is_nobodys(warning: str) -> None:
    own, rest = own_words(f"{warning}\n\n{MINE}")
    assert (own, rest) == (MINE, warning)


def test_hidden_text_of_a_mail_for_lists_of_messages_is_left_out() -> None:
    page = f'<div style="display:none; max-height:0">Lees snel</div><p>{MINE}</p><div style="display:none">Tab</div>'
    assert words(page, "text/html").own == f"{MINE}\n\nTab"
