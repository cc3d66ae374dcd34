"""TextParts that stand around names: particles, forms of address, titles, degrees, generations. All in lower case.

A particle ("van der", "zu", "al-") belongs to the family name and is left out when people sort or abbreviate it.
"""

from __future__ import annotations

_DUTCH = "aan bij de den der des het op te ten ter tot van vande vanden vander"
_GERMAN = "von vom zu zum zur"
_ROMANCE = "da das de del della delle dello degli dei di do dos du el la las le les"
_ARABIC = "al bin bint el ibn"
_NORDIC = "af av"
LEADING = frozenset(f"{_DUTCH} {_GERMAN}".split())
"""Particles that begin no given name: "De Boer" is a family name, while "Al" and "Di" may be given names."""
PARTICLES = LEADING | frozenset(f"{_ROMANCE} {_ARABIC} {_NORDIC}".split())
"""Particles in any case, when a name goes on behind them."""
IN_TEXT = (PARTICLES | {"in", "op"}) - {"aan", "bij", "des", "tot", "af", "av", "do", "das", "les"}
"""Particles that join words of a name in running text, where prepositions mostly stand between two names."""
_UNCERTAIN = (
    "abu auf aus ben boven dal dalla dell die e gen i im in lo los of onder over san santa st toe thoe tho uijt uit "
    "ver voor vor y"
)
SMALL_PARTICLES = frozenset(_UNCERTAIN.split())
"""Particles when written small, or next to another one: "Ben" and "In" are given names too."""
PREPOSITIONS = frozenset(
    ("auf", "aus", "bij", "boven", "die", "im", "los", "of", "onder", "over", "tot", "uit", "voor")
)
"""Particles that are mostly something else between other words."""
LETTERS = frozenset("dhlstv")
"""Particles of one letter: "v.d.", "'t"."""
ABBREVIATED = {"vd": ("v", "d"), "vh": ("v", "h"), "vdr": ("v", "d"), "vdn": ("v", "d")}
"""Particles in one abbreviation, such as "vd" and "v/d", as the letters of their words."""
GLUED = {
    "vant": ("van", "t"), "van't": ("van", "'t"), "in't": ("in", "'t"), "op't": ("op", "'t"), "aan't": ("aan", "'t"),
    "uit't": ("uit", "'t"), "over't": ("over", "'t"), "voor't": ("voor", "'t"), "bij't": ("bij", "'t"),
}  # fmt: skip
ELIDED = frozenset({"d", "l", "dell", "dall", "nell", "all", "t", "s"})
"""Particles that an apostrophe ties to the family name: "D'Hondt", "dell'Acqua", "'t Hooft"."""
ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "an", "ar", "at", "az", "ez"})
"""Arabic articles that a hyphen ties to the family name: "al-Hassan", "El-Amrani"."""
PREFIXES = frozenset({"mac", "mc", "fitz", "o'"})
"""Gaelic and Norman prefixes, part of the family name even when written apart."""
JOINING = frozenset({"y", "e", "i"})
"""Small words between two family names: "Ortega y Gasset"."""

_ADDRESS = (
    "heer dhr hr meneer mijnheer mevrouw mevr mw mejuffrouw mej juffrouw mr mrs ms miss mister madam sir herr frau "
    "monsieur madame mme mlle senor senora sig signor signora"
)
ADDRESS = frozenset(_ADDRESS.split()) | {"heren", "dames"}
"""Forms of address, of which a name follows."""
_BEFORE = "dr phd drs ir ing prof professor doctor mr bc bsc ba msc ds rev eur dipl"
TITLES = ADDRESS | frozenset(_BEFORE.split()) | {"bacc", "cand", "hc", "em", "arch", "lic"}
"""Forms of address and titles in front of a name."""
_BEHIND = (
    "msc bsc phd ma ba mba llm llb bba mpa mph emba md dphil dsc meng beng med bed ra rc re rb cpa cisa cissp pmp rse "
    "ir ing drs dr mr bc"
)
DEGREES = frozenset(_BEHIND.split())
"""Degrees and titles behind a name."""
AMBIGUOUS = frozenset({"ma", "ba", "ra", "re", "rb", "rc", "med", "bed", "md", "ing", "bc"})
"""Degrees that are family names too: only taken for a degree in capitals or behind a comma."""
GENERATIONS = {
    "jr": "jr", "junior": "jr", "jnr": "jr", "sr": "sr", "senior": "sr", "snr": "sr",
    "ii": "ii", "iii": "iii", "iv": "iv",
}  # fmt: skip
"""What sets members of a family apart, and its usual form."""
MAIDEN = frozenset({"geb", "geboren", "née", "nee", "born", "ev", "gesch"})
"""TextParts before the name that somebody was born with, or is married under ("e/v")."""
_COMPOUND = "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 夏侯 皇甫 尉迟 公孙 慕容 令狐"
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
"""Chinese family names of two characters."""


def is_particle(word: str, *, sure: bool = False) -> bool:
    """True for a word as written that may be a particle: "van", "Van", "v.d.", "'t"; not for the initial "D.".

    `sure` leaves out those that mostly are prepositions: "Advies voor Beheer" is nobody.
    """
    plain = word.lower().replace(".", "").strip("'’‘`")
    if sure and plain in PREPOSITIONS:
        return False
    if len(plain) == 1:
        return plain in LETTERS | JOINING and not word[0].isupper()
    return plain in PARTICLES or plain in SMALL_PARTICLES or plain in ABBREVIATED or plain in GLUED
