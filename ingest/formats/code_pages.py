"""Text in a code page that nobody stated: Windows, Mac or DOS of Western Europe, else what charset-normalizer finds.

charset-normalizer takes Dutch in Windows-1252 for Baltic, and a page with one accent on a Mac for Windows; it is right
where most letters are no ASCII (Greek, Cyrillic, Japanese) or the code page is of Central Europe.
"""

from __future__ import annotations

import re
import unicodedata

WESTERN = ("windows-1252", "mac-roman", "cp850")
OTHERS = (
    "cp1250",
    "iso8859_2",
    "cp1251",
    "koi8_r",
    "cp866",
    "cp1253",
    "cp1254",
    "cp1257",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "cp949",
)
"""Code pages of other parts of the world."""
LOOKED_AT = 200_000
SAMPLE = 8_000
"""Bytes with the signs around them that the library looks at: its time grows with them."""
PLAUSIBLE = 0.55
MARGIN = 0.1
"""By how much a text must make more sense in another code page than in that of Windows."""
FOREIGN = 0.3
"""Share of the letters that are no ASCII, in lines with such letters, above which a text is not Western European."""
FEW = 8
LETTERS = {**dict.fromkeys("éëèïöüäàçêôîñ", 1.0), **dict.fromkeys("íóòúûùáâåãõßæøœ", 0.8)}
"""Small letters of the languages of Western Europe; those that are seen most weigh most."""
CAPITAL, SIGN = 0.7, 0.9
ODD = re.compile(rb"[\x80-\xff]")
PLACES = {
    "’": r"\w’(?:\w|\s|$)|\B’\w",
    "‘": r"(?:^|[\s(“])‘\w",
    "“": r"(?:^|[\s(‘])“\w|\S“",
    "”": r"\S”",
    "„": r"(?:^|[\s(])„\w",
    "–": r"(?:^|[\s\d])–|–(?:[\s\d]|$)",
    "—": r"(?:^|[\s\w])—",
    "…": r"[\w\s]…",
    "•": r"(?:^|\s)•\s",
    "·": r"\s·\s",
    "€": r"€\s?\d|\d\s?€|\s€",
    "£": r"£\s?\d",
    "°": r"\d\s?°|\s°[CF]",
    "²": r"m²",
    "³": r"m³",
    "½": r"[\s\d(]½|^½",
    "¼": r"[\s\d(]¼|^¼",
    "¾": r"[\s\d(]¾|^¾",
    "µ": r"(?:^|[\s\d])µ",
    "§": r"§\s?\d|\s§",
    "±": r"[\s\d(]±|^±",
    "×": r"\d\s?×|\s×\s",
    "©": r"©\s?(?:\d|\w)",
    "®": r"\w®",
    "™": r"\w™",
    "«": r"(?:^|[\s(])«",
    "»": r"\S\s?»",
    "\xa0": r"\xa0",
}
"""Signs that are no letter, and where they stand when they are meant."""
MEANT = re.compile("|".join(f"(?:{place})" for place in PLACES.values()), re.MULTILINE)


def in_code_page(body: bytes) -> str:
    """The characters of a text that is not UTF-8. The code page is the one in which most of its signs make sense."""
    sample = _around_signs(body[:LOOKED_AT])
    sense = {page: plausible(sample.decode(page, "replace")) for page in WESTERN}
    sense["windows-1252"] += MARGIN
    best = max(WESTERN, key=lambda page: sense[page])
    if sense[best] < PLAUSIBLE or _is_foreign(sample):
        best = _elsewhere(sample) or best
    return body.decode(best, "replace")


def plausible(text: str) -> float:
    """How much sense the signs beyond ASCII make where they stand, from 0 to 1."""
    odd = [at for at, sign in enumerate(text) if sign > "\x7f"]
    meant = {at for match in MEANT.finditer(text) for at in range(match.start(), match.end())}
    sense = sum(max(_as_letter(text, at), SIGN if at in meant and text[at] in PLACES else 0.0) for at in odd)
    return sense / len(odd) if odd else 1.0


def _as_letter(text: str, at: int) -> float:
    """How likely this letter is in its word. A capital stands at the beginning, or among capitals."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign in LETTERS:
        return LETTERS[sign] if not before.isupper() or not after.isupper() else 0.0
    if sign.lower() in LETTERS and not before.islower() and not (before.isalpha() and after.islower()):
        return CAPITAL
    return 0.0


def _is_foreign(sample: bytes) -> bool:
    """Whether so many letters are no ASCII that this is another alphabet."""
    odd = len(ODD.findall(sample))
    return odd >= FEW and odd > FOREIGN * (odd + sum(65 <= sign < 123 for sign in sample))


def _around_signs(body: bytes) -> bytes:
    """The lines with signs beyond ASCII, as they are what tells one code page from another."""
    lines = [line for line in body.splitlines() if ODD.search(line)]
    return b"\n".join(lines)[:SAMPLE]


def _elsewhere(sample: bytes) -> str | None:
    """The code page of another part of the world, by charset-normalizer."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=list(OTHERS)).best()
    if found is None or found.encoding in ("ascii", "utf_8"):
        return None
    letters = [unicodedata.name(sign, "") for sign in str(found)[:SAMPLE] if sign > "\x7f"]
    return found.encoding if any("LETTER" in name or "IDEOGRAPH" in name for name in letters) else None
