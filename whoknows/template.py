"""The text of a new settings file: it explains itself, with an example of every kind of source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ingest import sources
from ingest.errors import SourceError
from ingest.options import Option

ENGLISH = """\
# Settings of WhoKnows. Lines that start with # are explanations or examples; remove the # to use one.
#
# 1. Describe your sources below: first the list of people (kind "directory"), then what they write.
# 2. Read them:            whoknows sync --settings FOLDER       (FOLDER holds this file)
# 3. See what is missing:  whoknows doctor --settings FOLDER
# 4. Ask:                  whoknows experts --settings FOLDER "a subject"
# In this folder itself --settings may be left out.

[organisation]
name = "Our organisation"
# The languages in which it writes: "nl", "en" or both, the language of the site first. Texts in any other language are
# found too, but give no topics.
languages = ["nl", "en"]

[extraction]
# Number of processes that read texts for topics and names. Default: 1.
# processes = 2
# Other spaCy pipelines than those that ship: an installed package, or a folder.
# pipelines = { nl = "nl_core_news_md", en = "pipelines/en" }

[store]
# One file, no server. An organisation that runs Neo4j sets its address here instead; the password comes from
# the environment (NEO4J_USER, NEO4J_PASSWORD or NEO4J_PASSWORD_FILE), never from this file.
url = "sqlite:whoknows.db"
# url = "bolt://127.0.0.1:7687"

[data]
# The index and the locks. Everything here can be rebuilt with `whoknows reindex`.
folder = ".whoknows"
# Number of days that runs, jobs and problems are kept. Default: 90.
# keep_days = 90

[site]
# Without [sign-in] the site serves this machine only, as the person that you choose.
port = 8000
# as = "id-in-the-directory"
# Time zone of the times on pages and in the terminal, as an IANA name. Default: Europe/Amsterdam.
# timezone = "Europe/Amsterdam"
# Chat programs in which colleagues write to each other: a link by the name of the program, with {email}, {user}
# (the address before its @) or {name}, and {question} for what it is about.
# chat = { Teams = "https://teams.microsoft.com/l/chat/0/0?users={email}&message={question}" }
# Number of web processes. Default: one per CPU, at most 4.
# processes = 2
# In a container whose port the host publishes on its loopback only, as docker-compose.yml does (docs/containers.md):
# container = true
# With sign-in, the address at which people reach the site, and the proxies in front of it that are believed:
# address = "https://who.example.org"
# proxies = ["172.30.0.0/24"]

# How people sign in, by OpenID Connect (docs/deploying.md). The secret of the client comes from the environment
# (OIDC_CLIENT_SECRET or OIDC_CLIENT_SECRET_FILE). The claim has to be one that nobody can choose for themselves.
# [sign-in]
# issuer = "https://id.example.org/realms/work"
# client_id = "whoknows"
# claim = "sub"            # names a person by the id of the directory, or with matches = "address" by an address that
# matches = "id"           # is verified; trust_addresses = true believes it without the claim email_verified
# role_claim = "roles"
# ask = "the service desk, phone 4400"
# idle = "4h"              # a session ends when nobody uses it for so long,
# longest = "12h"          # and at the latest after this time
# [sign-in.roles]          # values of the role claim, or groups of the directory
# operator = ["whoknows-operator", "group:ICT"]
# curator = ["whoknows-curator"]
# source-owner = []
# privacy-officer = []
# insight = []
# To try the site on this machine as one of several people, in place of the rest of [sign-in]; never where others can
# reach it:
# [[sign-in.development]]
# person = "id-in-the-directory"
# label = "Curator"
# roles = ["curator"]

[log]
# What `serve` and `worker` write to standard error, one line of JSON an event: debug, info, warning or error.
level = "info"

[topics]
# Topics about health, religion, trade unions and the like (GDPR, articles 9 and 10) are never inferred for a person.
# Add words of your own, or take words out that are the work of your organisation: a hospital may write
# not_special = ["ziekte", "-ziekte", "patient"]. "-word" is the end of a longer word.
# special = []
# not_special = []

[questions]
# Questions about people's private matters ("who is ill", "who earns most") name nobody. Add what may be said of people,
# or take it out of the list that ships, and say where somebody with such a question may turn.
# private = ["in de proeftijd"]
# not_private = []
# turn_to = "the confidential adviser, phone 4400"

[answers]
# Whoever answered more questions of colleagues than this in the last 30 days, in texts for everyone, is asked enough:
# the next one who knows it is offered before them, and the answer says why. Default: no limit.
# most_asked = 20

[insight]
# Figures about departments and places are of so many people at least, and none of fewer can be worked out. At least 5.
# fewest = 5
# Topics that the organisation needs, as CSV: on each line a topic, and how many people are to know of it.
# needed = "needed.csv"
# The map and insight tell of departments and teams alone, never of a single colleague.
# teams_only = true

# --- Sources --------------------------------------------------------------------------------------------------------
# Each source has a name (lower-case letters, digits, hyphens), a kind, and says who may read what comes from it:
#   access = "everyone"      every colleague
#   access = "from-source"   whoever may read it in the source itself; unknown rights mean nobody
#   access = "group:NAME"    the members of this group of the directory
# Without `access` a source is refused. `every` is its schedule ("15m", "1h", "1d"); without it, only when asked.
# Paths count from the folder of this file. Secrets are named here and read from the environment.
#
# People come from the file that HR or a directory exports: CSV with a header line, or LDIF (see docs/people.md). It
# needs a column `name`, and `id` or `email`; it may have aliases,
# handles, phone, room, function, department, location, manager, joined, left, languages, url and about:
#   id,name,email,department,function,room
#   p1,Anna Verhage,anna@example.org,Engineering,Pump engineer,B1.01
# The author and the date of a Markdown page come from the lines at its top, else from its history in git:
#   ---
#   title: Pump maintenance
#   author: Anna Verhage
#   date: 2026-01-05
#   ---
"""


DUTCH = """\
# Instellingen van WhoKnows. Regels die met # beginnen zijn uitleg of een voorbeeld; haal het # weg om dat te gebruiken.
#
# 1. Beschrijf hieronder uw bronnen: eerst de lijst van personen (soort "directory"), dan wat zij schrijven.
# 2. Lees ze in:           whoknows sync --settings MAP          (MAP is de map van dit bestand)
# 3. Zie wat er ontbreekt: whoknows doctor --settings MAP
# 4. Stel een vraag:       whoknows experts --settings MAP "een onderwerp"
# In die map zelf kunt u --settings weglaten.

[organisation]
name = "Onze organisatie"
# De talen waarin zij schrijft: "nl", "en" of beide, de taal van de site eerst. Teksten in een andere taal zijn wel te
# vinden, maar leveren geen onderwerpen op.
languages = ["nl", "en"]

[extraction]
# Aantal processen dat teksten leest voor onderwerpen en namen. Standaard: 1.
# processes = 2
# Andere spaCy-pipelines dan de meegeleverde: een geïnstalleerd pakket, of een map.
# pipelines = { nl = "nl_core_news_md", en = "pipelines/en" }

[store]
# Een bestand, geen server. Een organisatie met Neo4j zet hier het adres daarvan; het wachtwoord komt uit de
# omgeving (NEO4J_USER, NEO4J_PASSWORD of NEO4J_PASSWORD_FILE), nooit uit dit bestand.
url = "sqlite:whoknows.db"
# url = "bolt://127.0.0.1:7687"

[data]
# De index en de sloten. Alles hier is opnieuw te maken met `whoknows reindex`.
folder = ".whoknows"
# Aantal dagen dat runs, taken en problemen worden bewaard. Standaard: 90.
# keep_days = 90

[site]
# Zonder [sign-in] is de site alleen op deze machine te bereiken, als de persoon die u kiest.
port = 8000
# as = "id-uit-het-personenbestand"
# Tijdzone van de tijden op pagina's en in de terminal, als IANA-naam. Standaard: Europe/Amsterdam.
# timezone = "Europe/Amsterdam"
# Chatprogramma's waarin collega's elkaar schrijven: een link bij de naam van het programma, met {email}, {user} (het
# adres tot de @) of {name}, en {question} voor waar het over gaat.
# chat = { Teams = "https://teams.microsoft.com/l/chat/0/0?users={email}&message={question}" }
# Aantal webprocessen. Standaard: een per processor, ten hoogste 4.
# processes = 2
# In een container waarvan de host de poort alleen op zijn loopback publiceert, zoals docker-compose.yml doet
# (docs/containers.md):
# container = true
# Met aanmelding: het adres waarop men de site bereikt, en de proxy's ervoor die worden geloofd:
# address = "https://wie.voorbeeld.nl"
# proxies = ["172.30.0.0/24"]

# Hoe men zich aanmeldt, met OpenID Connect (docs/deploying.md). Het geheim van de client komt uit de omgeving
# (OIDC_CLIENT_SECRET of OIDC_CLIENT_SECRET_FILE). De claim moet er een zijn die niemand zelf kan kiezen.
# [sign-in]
# issuer = "https://id.voorbeeld.nl/realms/werk"
# client_id = "whoknows"
# claim = "sub"            # noemt iemand bij het id in het personenbestand, of met matches = "address" bij een
# matches = "id"           # gecontroleerd adres; trust_addresses = true gelooft het ook zonder email_verified
# role_claim = "roles"
# ask = "de servicedesk, toestel 4400"
# idle = "4h"              # een sessie eindigt als niemand haar zo lang gebruikt,
# longest = "12h"          # en uiterlijk na deze tijd
# [sign-in.roles]          # waarden van de rolclaim, of groepen uit het personenbestand
# operator = ["whoknows-operator", "group:ICT"]
# curator = ["whoknows-curator"]
# source-owner = []
# privacy-officer = []
# insight = []
# Om de site op deze machine als een van enkele mensen te proberen, in plaats van de rest van [sign-in]; nooit waar
# anderen erbij kunnen:
# [[sign-in.development]]
# person = "id-uit-het-personenbestand"
# label = "Onderwerpbeheerder"
# roles = ["curator"]

[log]
# Wat `serve` en `worker` naar standard error schrijven, een regel JSON per gebeurtenis: debug, info, warning of error.
level = "info"

[topics]
# Onderwerpen over gezondheid, geloof, vakbonden en dergelijke (AVG, artikelen 9 en 10) worden nooit uit teksten van
# iemand afgeleid. Voeg eigen woorden toe, of haal woorden weg die het werk van uw organisatie zijn: een ziekenhuis
# kan schrijven not_special = ["ziekte", "-ziekte", "patiënt"]. "-woord" is het einde van een langer woord.
# special = []
# not_special = []

[questions]
# Vragen over privézaken van mensen ("wie is er ziek", "wie verdient het meest") noemen niemand. Voeg toe wat er van
# mensen gezegd kan worden, of haal het uit de lijst, en zeg waar iemand met zo'n vraag terechtkan.
# private = ["in de proeftijd"]
# not_private = []
# turn_to = "de vertrouwenspersoon, toestel 4400"

[answers]
# Wie de afgelopen 30 dagen meer vragen van collega's heeft beantwoord dan dit, in teksten voor iedereen, krijgt er
# genoeg: de volgende die het weet komt dan als eerste, en het antwoord zegt waarom. Standaard: geen grens.
# most_asked = 20

[insight]
# Cijfers over afdelingen en plekken gaan over minstens zo veel mensen; over minder is er geen te berekenen. Minstens 5.
# fewest = 5
# Onderwerpen die de organisatie nodig heeft, als CSV: per regel een onderwerp en hoeveel mensen ervan moeten weten.
# needed = "needed.csv"
# De kaart en het inzicht gaan alleen over afdelingen en teams, nooit over één collega.
# teams_only = true

# --- Bronnen --------------------------------------------------------------------------------------------------------
# Elke bron heeft een naam (kleine letters, cijfers, streepjes) en een soort, en zegt wie mag lezen wat eruit komt:
#   access = "everyone"      elke collega
#   access = "from-source"   wie het in de bron zelf mag lezen; onbekende rechten betekenen: niemand
#   access = "group:NAAM"    de leden van deze groep uit het personenbestand
# Zonder `access` wordt een bron geweigerd. `every` is het schema ("15m", "1h", "1d"); zonder `every` loopt een bron
# alleen als u erom vraagt. Paden tellen vanaf de map van dit bestand. Geheimen worden hier genoemd en uit de omgeving
# gelezen.
#
# Personen komen uit het bestand dat HR of een directory exporteert: CSV met een kopregel, of LDIF (zie
# docs/people.md). Nodig is een kolom `naam`, en `id` of `email`; verder mogen er
# bijnamen, gebruikersnaam, telefoon, kamer, functie, afdeling, locatie, leidinggevende, in_dienst, uit_dienst, talen,
# url en over in staan:
#   id,naam,email,afdeling,functie,kamer
#   p1,Anna Verhage,anna@voorbeeld.nl,Techniek,Pompenmonteur,B1.01
# De auteur en de datum van een Markdown-pagina komen uit de regels bovenaan, en anders uit de geschiedenis in git:
#   ---
#   title: Onderhoud van pompen
#   author: Anna Verhage
#   date: 2026-01-05
#   ---
"""
OPTIONAL = {"en": ", may be left out", "nl": ", mag worden weggelaten"}


def settings_text(kinds: Iterable[str], language: str = "en") -> str:
    """A settings file that explains all settings, with an example of each of these kinds that can be loaded."""
    return (DUTCH if language == "nl" else ENGLISH) + "".join(_example(kind, language) for kind in kinds)


def _example(kind: str, language: str) -> str:
    try:
        purpose = sources.kind(kind).purpose.text(language)
    except SourceError:  # told where this kind is configured
        return ""
    lines = [
        "",
        f"# {purpose}",
        "# [[source]]",
        f'# name = "{kind}"',
        f'# kind = "{kind}"',
        '# access = "everyone"',
        '# every = "1h"',
    ]
    lines += [_line(option, language) for option in sources.options(kind)]
    return "\n".join(lines) + "\n"


def _line(option: Option, language: str) -> str:
    value = "..." if option.default is None else option.default
    optional = "" if option.required else OPTIONAL[language]
    return f"# {option.name} = {_toml(value)}  # {option.meaning.text(language)}{optional}"


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(part)}" for name, part in value.items()) + " }" if value else "{}"
    if isinstance(value, tuple | list | set | frozenset):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)
