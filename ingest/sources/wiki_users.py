"""The people among the users of a wiki: not its own scripts, not bots, nor whoever had not signed in."""

from __future__ import annotations

import ipaddress
import re

SYSTEM = frozenset(
    name.casefold()
    for name in (
        # $wgReservedUsernames of MediaWiki
        "MediaWiki default", "Conversion script", "Maintenance script", "Template namespace initialisation script",
        "ScriptImporter", "Delete page script", "Move page script", "Command line script", "Unknown user",
        # its reserved names that are messages: English, Dutch, German, French
        "Redirect fixer", "Doorverwijzingen opschonen", "RedirectBot", "Correcteur de redirection",
        "System messenger", "Systeembericht", "System-Messenger", "Messager du système",
        "MediaWiki spam cleanup", "MediaWiki opschoning spam", "MediaWiki-Spam-Säuberung",
        "Nettoyage de pourriels par MediaWiki", "MediaWiki automatic change", "Automatische wijziging van MediaWiki",
        "Automatische MediaWiki-Änderung", "Modification automatique de MediaWiki", "Proxy blocker", "Proxyblocker",
        "Bloqueur de serveurs mandataires", "DNSBL",
        # scripts and extensions
        "MediaWiki", "MediaWiki installer", "MediaWiki upgrade", "Update script", "Import script", "WikiImporter",
        "Rename user script", "Global rename script", "Image import script", "Cleanup script", "Reset script",
        "Flow talk page manager", "Flow-overlegpaginabeheerder", "Gestor de páginas de discusión de Flow",
        "MediaWiki message delivery", "Abuse filter", "AbuseFilter", "Misbruikfilter", "Missbrauchsfilter",
        "FuzzyBot", "Translation Notification Bot", "Babel AutoCreate", "Wikidata redirect bot", "Newuser message",
        "New user message", "CentralAuth Antispam", "PageTriage", "Semantic MediaWiki", "LiquidThreads", "QuickImport",
        "Anonymous", "Anonymous user", "Anoniem", "Anonieme gebruiker", "Anonym", "Utilisateur anonyme",
        "Unbekannter Benutzer", "Onbekende gebruiker", "Utilisateur inconnu",
    )
)  # fmt: skip
"""Names under which a wiki itself writes, in small letters."""
_BOT = re.compile(r"(?<=[^\W_A-Z])(?:Bot|BOT)(?![^\W_])|(?<![^\W_])bot(?![^\W_])|[(\[]Bot[)\]]")
"""``RonaldBot``, ``Citation bot``, ``Miss Islington (bot)``; not Talbot, and not the family name Bot."""
_SCRIPT = re.compile(r"\A(?:MediaWiki|Maintenance|Conversion|Import|Update|Cleanup)\b.{0,60}\bscript\Z", re.IGNORECASE)
_TEMPORARY = re.compile(
    r"\A(?:~\d{4}-[\d-]{1,30}|~\d{1,12}|\*Unregistered [\d-]{1,30}|"
    r"(?:Vanished|Renamed|Deleted|Hernoemde|Verdwenen|Verwijderde) (?:user|account|gebruiker)\b.{0,60})\Z",
    re.IGNORECASE,
)
"""Temporary accounts, and people who left the wiki and took their name with them."""
_OTHER_WIKI = re.compile(r"~[a-z_-]{0,30}wik[a-z]{1,20}\Z")


def person_of(user: str | None) -> str | None:
    """The name of the person who edits as this user; None where that is nobody.

    An import writes ``imported>NAME`` (or another word before the sign, which no name may hold), a merge of wikis
    ``NAME~nlwiki``.
    """
    name = (user or "").rpartition(">")[2].replace("_", " ").strip()
    if not name or is_address(name) or _TEMPORARY.match(name):
        return None
    name = _OTHER_WIKI.sub("", name).strip()
    return name if name and not is_program(name) else None


def is_program(name: str) -> bool:
    """Whether a wiki's own script or a bot writes under this name."""
    return name.casefold() in SYSTEM or bool(_BOT.search(name) or _SCRIPT.match(name))


def is_address(user: str) -> bool:
    """Whether this "user" is the address of somebody who had not signed in."""
    try:
        ipaddress.ip_address(user)
    except ValueError:
        return user.endswith(".xxx") and user.count(".") == 3
    return True
