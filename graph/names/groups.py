"""Names that are a group's, an office's or a program's and no person's, and addresses that are nobody's own.

Words of Dutch, English, German and French, all folded. A name that begins with a given name or initials is a person's,
whatever follows: families are called Bot, Board and Van de Groep too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.names import vocabulary as known
from graph.names.folding import fold, split
from graph.names.given import GIVEN

_GROUPS = """
equipe equipes team teams afdeling afdelingen afd department departments departement dept abteilung abteilungen
referat fachbereich service services dienst divisie division unit directie directoraat direction directorate
geschaftsfuhrung management redactie redaktion redaction editorial editors webredactie secretariaat sekretariat
secretariat servicedesk helpdesk frontdesk klantenservice kundenservice kundendienst klantcontactcentrum meldpunt
loket balie receptie reception administratie verwaltung boekhouding buchhaltung comptabilite personeelszaken
personalabteilung ondernemingsraad betriebsrat werkgroep werkgroepen workgroup subgroup arbeitsgruppe projectgroep
stuurgroep stuurgroup klankbordgroep group groups gruppe groupe commissie commission committee subcommittee kommission
komitee comite taskforce bestuur vorstand council foundation stichting stiftung fondation vereniging verein
association consortium society genootschap gemeente stadt municipality provincie ministerie ministerium ministry
ministere waterschap hoogheemraadschap overheid universiteit university universitat universite hogeschool hochschule
faculteit faculty fakultat instituut institute institut kenniscentrum expertisecentrum competence projectbureau
bedrijfsbureau community gemeinschaft members leden mitglieder membres medewerkers mitarbeiter collega collegas
colleagues contributors maintainers developers committers ontwikkelaars beheerders administrators admins moderators
moderatoren volunteers vrijwilligers company corporation organisation organization organisatie newsletter nieuwsbrief
mailinglist mailinglijst mailingliste intranet bv nv inc ltd llc gmbh plc vof vzw asbl support crew staffing bots
bedrijf bedrijven firma unternehmen betrieb
"""
_ALSO_FAMILIES = """
groep bot board press pers staff office desk club union bank bond raad kamer core school news post page bureau center
centre centrum ambt amt lab labs hub chapter guild squad tribe circle kring netwerk network project platform
"""
"""Groups only among other words of this file, and not behind a particle: families and products are called so too."""
_WORK = """
communicatie communications communication kommunikation marketing voorlichting offentlichkeitsarbeit presse inkoop
einkauf achats verkoop vertrieb sales ventes finance finances financien finanzen accounting hr hrm human resources
personeel personal ressources humaines ict it edv informatie informatique automatisering automation automations
release releases build builds builder ci cd deploy deployment deployer integration continuous operations ops devops
infra infrastructure infrastructuur beheer facilitair facilitaire facilities facility juridische juridisch zaken legal
rechtsabteilung research onderzoek forschung development ontwikkeling entwicklung innovatie innovation quality
kwaliteit qualitat qa security beveiliging data web website websites webmaster hostmaster postmaster internet extranet
portal portaal system systems systeem server servers sync synchronisatie import importer export backup monitoring
alert alerts notification notifications notifier notificatie notificaties melding meldingen benachrichtigung reminder
mail mailer daemon email nieuws nachrichten actueel actualites interne intern internal externe extern external
corporate algemeen algemene allgemein general generale centraal centrale central zentrale digital digitale technisch
technische technical klant klanten customer customers kunden client care success product production productie contact
info vragen feedback agenda kalender calendar events event evenementen planning logistiek logistics engineering
engineers open bron source documentation documentatie docs content translation vertaling script bot robot automated
automatic automatisch auto workflow pipeline runner worker agent scheduler cron job github gitlab bitbucket gitea
jenkins travis circleci buildkite codecov dependabot renovate greenkeeper jira confluence sharepoint slack mattermost
zulip discourse wordpress actions blogger blog weblog drupal typo3 mediawiki wiki redmine trac bugzilla nagios zabbix
grafana sentry weblate transifex crowdin moodle yammer viva teams root admin administrator administratie
administrateur beheerder applicatiebeheer functioneel functionele applicatie webteam moderator editor redacteur
hoofdredacteur eindredacteur hoofdredactie eindredactie redakteur chefredaktion auteur auteurs author authors gast
guest gastauteur user gebruiker benutzer utilisateur everyone iedereen alle all anonymous anoniem anonym onbekend
unknown various diverse deleted removed former deactivated deactivate inactive suspended unlicensed verwijderde
verwijderd voormalige voormalig gedeactiveerde gedeactiveerd inactieve geblokkeerde geloschter geloschte ehemaliger
ehemalige deaktivierter supprime desactive ancien account accounts power automate microsoft google drive zapier ifttt
"""
"""What groups and programs are for; a name of nothing but these is theirs."""
_JOINING = "en and und et of van voor for fur the de het den der die das la le les du des a an op in bij"
_BETWEEN = frozenset(_JOINING.split())
GROUPS = frozenset(_GROUPS.split())
ALSO_FAMILIES = frozenset(_ALSO_FAMILIES.split())
VOCABULARY = frozenset(f"{_GROUPS}{_ALSO_FAMILIES}{_WORK}".split())
_NAMED_AFTER = (
    "stichting foundation fondation stiftung instituut institute institut universiteit university universitat "
    "hogeschool hochschule bv nv inc ltd llc gmbh plc vof vzw asbl association society vereniging verein company "
    "corporation committee consortium team"
)
_BODIES = frozenset(_NAMED_AFTER.split())
"""What may be named after a person: "Anne Frank Stichting"."""
_ENDINGS = (
    "team", "afdeling", "redactie", "secretariaat", "commissie", "werkgroep", "bestuur", "abteilung", "redaktion",
    "sekretariat", "servicedesk", "helpdesk", "ausschuss", "ministerie", "ministerium", "beheerder", "raadsfractie",
)  # fmt: skip
_LONG = 8
_SHORTEST = 3
"""Letters of the name of an organisation by which it is told."""
_MARKED = re.compile(r"\[bot\]|\(bot\)|(?:^|[\s_-])bot[-_]|[-_]bot\b", re.IGNORECASE)
_HIDDEN_SENDER = re.compile(
    r"(?:^|[._+-])(?:no-?reply|do-?not-?reply|not?-?respon\w*|niet-?beantwoorden|geen-?antwoord|bounces?|mailer-daemon"
    r"|notifications?|notify|reply)(?:$|[._+=-])|-(?:owner|bounces|request|admin)$",
    re.IGNORECASE,
)
_FORGE = re.compile(r"^users\.noreply\.", re.IGNORECASE)
_WORDS_OF_ADDRESS = re.compile(r"[._+-]+")
_LONGEST = 200


def is_group_name(text: str) -> bool:
    """True for what a group, an organisation or a program is called: "Team Communicatie", "Jenkins CI"."""
    if len(text) > _LONGEST or "@" in text:
        return False
    if _MARKED.search(text):
        return True
    words = split(text.replace(".", ""))
    if not words or _is_somebody(text, words):
        return False
    told = [_tells(words, at) for at in range(len(words))]
    if all(tells or word in _BETWEEN for tells, word in zip(told, words, strict=True)):
        return any(told)
    return any(tells and _is_group(word) for tells, word in zip(told, words, strict=True))


def is_own_name(text: str, organisation: str) -> bool:
    """True for the name of the organisation itself, and for what begins with it: "Acme", "Acme Energie"."""
    own = [word for word in split(organisation.replace(".", "")) if word not in _BODIES]
    words = split(text.replace(".", "")) if len(text) <= _LONGEST and "," not in text and "@" not in text else []
    if len("".join(own)) < _SHORTEST or words[: len(own)] != own:
        return False
    return not (words[0] in GIVEN or any(word in GIVEN for word in words[len(own) :]))


def is_role_address(address: str) -> bool:
    """True for an address of a program, an office or a list by what stands before its @: "no-reply", "redactie"."""
    local, _, host = fold(address).strip().rpartition("@")
    if _FORGE.match(host):
        return False
    if _HIDDEN_SENDER.search(local):
        return True
    words = [word for word in _WORDS_OF_ADDRESS.split(local) if word and not word.isdigit()]
    return bool(words) and all(word in VOCABULARY or (len(word) >= _LONG and _is_group(word)) for word in words)


def _is_group(word: str) -> bool:
    return word in GROUPS or (len(word) >= _LONG and word.endswith(_ENDINGS))


def _tells(words: Sequence[str], at: int) -> bool:
    """True for a word of a group; "van de Groep", like "Bank" by itself, is a family name."""
    word = words[at]
    if word in ALSO_FAMILIES:
        return (len(words) > 1 or word == "bot") and not (at and words[at - 1] in known.LEADING)
    return word in VOCABULARY or _is_group(word)


def _is_somebody(text: str, words: Sequence[str]) -> bool:
    """True when a given name or initials begin it, or end it behind a comma."""
    if len(words) < 2 or (len(words) > 2 and words[-1] in _BODIES):
        return False
    first = words[1] if words[0] in known.TITLES and len(words) > 2 else words[0]
    given = text.rpartition(",")[2].split() if "," in text else []
    return first in GIVEN or len(first) == 1 or bool(given and split(given[0])[:1] and split(given[0])[0] in GIVEN)
