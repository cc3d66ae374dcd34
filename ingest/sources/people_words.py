"""What single words in the cells of a people file say: yes or no, who has left, who is no human being."""

from __future__ import annotations

from graph.names import fold

_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "j", "waar", "wahr", "vrai", "oui"})
_NO = frozenset({"", "no", "n", "false", "0", "nee", "onwaar", "falsch", "faux", "non", "nein"})
_LEFT_WORDS = """
left inactive former gone ended terminated terminatie resigned retired dismissed deceased departed separated
offboarded exited withdrawn deactivated disabled suspended blocked archived deleted expired closed notactive
nolongeremployed outofservice formeremployee exemployee leaver alumni alumnus uitdienst uitdienstgetreden
vertrokken inactief nietactief nietmeerindienst ex oudmedewerker exmedewerker voormalig voormaligmedewerker
oudcollega beeindigd ontslagen gepensioneerd metpensioen overleden weg vervallen geblokkeerd uitgeschakeld
gedeactiveerd gearchiveerd afgesloten verlopen inaktiv ausgeschieden ehemalig gekundigt ausgetreten
deaktiviert parti inactif ancien desactive sorti
"""
_PRESENT_WORDS = """
active actief allowed indienst employed current present employee medewerker staff aktiv actif enabled ingeschakeld
open onleave leave leaveofabsence paidleave unpaidleave verlof metverlof zwangerschapsverlof
ouderschapsverlof sabbatical ziek sick parttime fulltime deeltijd voltijd permanent temporary vast tijdelijk
contract contractor inhuur extern proeftijd probation onprobation onboarding regular intern werkzaam actiefindienst a
person persoon yes ja true
"""
_AHEAD_WORDS = """
prehire prestart prestarter futurehire futurestarter pendinghire pendingstart notstarted notyetstarted
preboarding pending aanstaand aankomend toekomstig nognietindienst nognietgestart gepland instroom
pendingacceptance pendinginvite
"""
_SERVICE_WORDS = """
service bot system systeem serviceaccount servicepersonalaccount sharedmailbox roommailbox equipmentmailbox
gedeeldemailbox gedeeldpostvak functioneel functioneelaccount resource application applicatie technical
technisch remotesharedmailbox remoteroommailbox remoteequipmentmailbox schedulingmailbox discoverymailbox groupmailbox
teammailbox
"""
_GUEST = frozenset({"guest", "gast", "guestuser", "externalguest", "gastgebruiker"})
_OTHER_CLASSES_WORDS = """
computer group groupofnames groupofuniquenames posixgroup organizationalunit organization domain dcobject
container msdsgroupmanagedserviceaccount msdsmanagedserviceaccount printqueue volume trusteddomain
builtindomain locality organizationalrole applicationprocess simplesecurityobject foreignsecurityprincipal
device
"""
_LEFT, _PRESENT, _AHEAD, _SERVICE, _OTHER_CLASSES = (
    frozenset(words.split())
    for words in (_LEFT_WORDS, _PRESENT_WORDS, _AHEAD_WORDS, _SERVICE_WORDS, _OTHER_CLASSES_WORDS)
)
_KNOWN = _LEFT | _PRESENT | _AHEAD | _SERVICE | _GUEST | {""}
_DISABLED_BIT = 2


def word_of(cell: str) -> str:
    """The letters and digits of a cell, small and without accents."""
    return "".join(filter(str.isalnum, fold(cell[:200])))


def yes(cell: str) -> bool | None:
    """Whether the cell says yes. None when it says neither."""
    word = word_of(cell)
    if not word:
        return cell.strip() in ("☑", "✓", "✔", "✅")
    return True if word in _YES else False if word in _NO else None


def has_left(status: str) -> bool:
    """Whether this status says that somebody no longer works here."""
    return word_of(status) in _LEFT


def is_ahead(status: str) -> bool:
    """Whether this status says that somebody has not begun yet."""
    return word_of(status) in _AHEAD


def is_known_status(status: str) -> bool:
    """Whether this is a status that is understood."""
    return word_of(status) in _KNOWN


def is_service(status: str) -> bool:
    """Whether this status says that it is not a human being."""
    return word_of(status) in _SERVICE


def is_guest(kind: str) -> bool:
    """Whether this kind of account is that of somebody from elsewhere."""
    return word_of(kind) in _GUEST


def is_person_class(classes: str) -> bool:
    """Whether an entry of a directory with these classes is a person; one without any is."""
    names = {word_of(name) for name in classes.replace(";", " ").replace(",", " ").split()}
    return not names & _OTHER_CLASSES or bool(names & {"inetorgperson"})


def is_disabled(control: str) -> bool:
    """Whether these flags of Active Directory (userAccountControl) say that the account is disabled."""
    text = control.strip().casefold()
    if text.isdecimal() and len(text) < 12:
        return bool(int(text) & _DISABLED_BIT)
    return "accountdisable" in text.replace("_", "")
