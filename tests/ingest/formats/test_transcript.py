"""Transcripts in every form in which programs write them."""

from __future__ import annotations

import json

import pytest

from graph.facts import ActKind
from ingest import formats
from ingest.formats.transcript import Transcript, read

VTT = """WEBVTT - De pompkamer
Kind: captions

NOTE made by a program

STYLE
::cue { color: red }

intro
00:00:01.000 --> 00:00:03.000 align:start position:0%
<v.loud Ada Vos>Welkom. Wij praten over <c.yellow>keramische</c></v>

2
00:03.000 --> 00:00:05.000
<v Ada Vos>lagers &amp; kleppen.</v>

3
00:00:05.000 --> 00:00:07.000
<v Bram Kok>Een lager <00:00:06.000>slijt niet.
<v Speaker 3>Echt?
"""
SRT = """1
00:00:01,000 --> 00:00:03,000
<i>Ada Vos:</i> Welkom. Wij praten over
keramische

2
00:00:03,000 --> 00:00:05,000
{\\an8}lagers & kleppen.

3
00:00:05,000 --> 00:00:07,000
Bram Kok: Een lager slijt niet.

4
00:00:07,000 --> 00:00:08,000
- Echt?
"""
SEGMENTS = [
    {"speaker": "Ada Vos", "startTime": 0.5, "endTime": 1, "body": "Welkom. Wij praten over"},
    {"speaker": "Ada Vos", "startTime": 1, "endTime": 2, "body": "keramische lagers & kleppen."},
    {"speaker": "Bram Kok", "startTime": 2, "endTime": 3, "body": "Een lager slijt niet."},
    {"speaker": "SPEAKER_03", "startTime": 3, "endTime": 4, "body": "Echt?"},
]
HTML = """<cite>Ada Vos:</cite><time>0:00</time><p>Welkom. Wij praten over keramische lagers &amp; kleppen.</p>
<cite>Bram Kok:</cite><time>0:05</time><p>Een lager slijt niet.</p><cite>Speaker 3:</cite><p>Echt?</p>"""
PLAIN = """[00:00:01] Ada Vos: Welkom. Wij praten over keramische lagers & kleppen.
[00:00:05] Bram Kok: Een lager slijt niet.
00:07 - Echt?
"""
SAID = ("Welkom. Wij praten over keramische lagers & kleppen.", "Een lager slijt niet.")


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        (VTT, "text/vtt"),
        ("\ufeff" + VTT.replace("\n", "\r\n"), "text/vtt; charset=utf-8"),
        (VTT, "text/plain"),
        (SRT, "application/x-subrip"),
        (SRT, "application/srt"),
        (json.dumps({"version": "1.0.0", "segments": SEGMENTS}), "application/json"),
        (json.dumps(SEGMENTS), "application/json"),
        (HTML, "text/html"),
        (PLAIN, "text/plain"),
    ],
)
def test_sentences_without_times_and_who_says_them(text: str, media_type: str) -> None:
    found = read(text, media_type)
    assert tuple(found.text.split("\n\n")[:2]) == SAID
    assert found.speakers == ("Ada Vos", "Bram Kok")
    assert found.text.rstrip().endswith("Echt?")
    assert ":0" not in found.text


def test_lines_that_roll_are_told_once() -> None:
    cues = ["de pomp staat stil", "de pomp staat stil\nen de klep is dicht", "en de klep is dicht\ndus bel de wacht"]
    text = "WEBVTT\n\n" + "\n\n".join(
        f"00:0{number}.000 --> 00:0{number}.900\n{cue}" for number, cue in enumerate(cues)
    )
    assert read(text, "text/vtt").text == "de pomp staat stil en de klep is dicht dus bel de wacht"


def test_a_long_turn_has_paragraphs() -> None:
    text = "WEBVTT\n\n" + "\n\n".join(
        f"00:{number:02}.000 --> 00:{number:02}.900\n<v Ada Vos>Zin nummer {number} over de pomp in de kelder."
        for number in range(40)
    )
    paragraphs = read(text, "text/vtt").text.split("\n\n")
    assert 1 < len(paragraphs) < 6
    assert all(each.endswith(".") for each in paragraphs)


@pytest.mark.parametrize(
    ("text", "media_type", "said"),
    [
        ("", "text/vtt", ""),
        ("WEBVTT", "text/vtt", ""),
        ("{broken", "application/json", ""),
        ('{"segments": 5, "text": "All of it."}', "application/json", "All of it."),
        ('[1, {"text": 5}]', "application/json", ""),
        ("Note: this is one remark.", "text/plain", "Note: this is one remark."),
        (
            "1\n00:00:01,000 --> 00:00:02,000\nEerste deel\n\nna een lege regel.\n",
            "text/srt",
            "Eerste deel na een lege regel.",
        ),
    ],
)
def test_odd_ones(text: str, media_type: str, said: str) -> None:
    assert read(text, media_type) == Transcript(said)


def test_a_file_of_subtitles() -> None:
    parsed = formats.parse(VTT.encode(), "text/vtt")
    assert parsed.text.startswith(SAID[0])
    assert [(act.name, act.kind) for act in parsed.acts] == [
        ("Ada Vos", ActKind.ATTENDED),
        ("Bram Kok", ActKind.ATTENDED),
    ]
