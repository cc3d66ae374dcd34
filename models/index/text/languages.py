"""The languages that have an analyser of their own, and their stop words."""

from __future__ import annotations

from functools import cache

LANGUAGES = ("nl", "en")
LONGEST_WORD = 60
"""Bytes of a word from which on it is not indexed."""

STOP = {
    "nl": """aan al alle alleen als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een
        eens en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan kon
        kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te
        tegen toch toen tot u uit uw van veel voor want waren was wat we weet wel werd wie wil word worden zal ze zelf
        zich zij zijn zo zonder zou weten""",
    "en": """a about an and any are as at be been but by can could did do does for from had has have he her his how i
        if in into is it its know knows me my no not of on or our she so some such than that the their them then there
        these they this those to us was we were what when where which who whom why will with would you your""",
}


@cache
def stop_words(language: str) -> tuple[str, ...]:
    """Words that carry no topic in this language."""
    return tuple(STOP[language].split())
