"""One form for the characters of a text: composed (NFC), without what nobody sees, ligatures in letters.

Texts, titles, names and questions come in by it, so that a word is one word whatever program wrote it. What tells
something to a reader stays: accents, curly quotes, dashes, emoji with their joiners.
"""

from __future__ import annotations

import re
import unicodedata

UNSEEN = "".join(
    map(
        chr,
        (0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, *range(0x2060, 0x2065), *range(0x2066, 0x2070),
         *range(0x202A, 0x202F), 0xFEFF, *range(0xFFF9, 0xFFFC)),
    )
)  # fmt: skip
"""Characters without a width: soft hyphen, zero-width space, marks of direction, word joiner, BOM."""
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_JOINED = f"\ufe0f{_EMOJI}"
_HIDDEN = re.compile(
    f"[{UNSEEN}\ufe00-\ufe0d\U000e0100-\U000e01ef]"
    f"|(?<![{_JOINED}])\u200d|\u200d(?![{_EMOJI}])"
    f"|(?<![\u2000-\u2bff\u3030\u303d\u3297\u3299\u00a9\u00ae0-9#*\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+"
)
"""What is unseen, and joiners, forms and tags that belong to no emoji."""
_COMPATIBLE = re.compile(
    "[\u0132\u0133\u013f\u0140\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u2f00-\u2fd5\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdfb"
    "\ufe70-\ufefc\uff03\uff06\uff0b\uff0d-\uff19\uff20-\uff3a\uff41-\uff5a\uff65-\uffdc\U0001d400-\U0001d7ff]+"
)
"""Ligatures, letters of Arabic by their place in a word, wide and narrow letters, letters as signs of mathematics."""
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
        **dict.fromkeys("\u202f\u205f\u3000", " "),
        **dict.fromkeys("\u0085\u2028\u2029\x0b", "\n"),
        **dict.fromkeys("\u2010\u2011\ufe63", "-"),
    }
)
"""Spaces of any width and ends of lines as the usual ones, hyphens that break no line as hyphens."""


def one_form(text: str) -> str:
    """The text in its one form; that of a form is itself."""
    if text.isascii():
        return text.replace("\x0b", "\n") if "\x0b" in text else text
    text = _HIDDEN.sub("", text).translate(_ALIKE)
    text = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return unicodedata.normalize("NFC", text)
