"""Sentences of the Problems and errors of a people file."""

from __future__ import annotations

from graph.wording import Wording

MESSAGES = {
    "directory-unreadable": Wording(
        en="The people file {path} cannot be read: {reason}. Check the path and who may read it.",
        nl="Het personenbestand {path} kan niet worden gelezen: {reason}. Controleer het pad en wie het mag lezen.",
    ),
    "directory-too-large": Wording(
        en="The people file {path} is larger than {limit} bytes. Check that it is the right file.",
        nl="Het personenbestand {path} is groter dan {limit} bytes. Controleer of het het goede bestand is.",
    ),
    "directory-encoding": Wording(
        en="The people file {path} cannot be read as {encoding}. Leave `encoding` out, or save the file as UTF-8.",
        nl="Het personenbestand {path} kan niet worden gelezen als {encoding}. Laat `encoding` weg, of bewaar het "
        "als UTF-8.",
    ),
    "directory-no-csv": Wording(
        en="Line {line} of the people file is not CSV ({reason}) and was skipped. Export the file again; until"
        " then nobody is marked as having left.",
        nl="Regel {line} van het personenbestand is geen CSV ({reason}) en is overgeslagen. Exporteer het bestand "
        "opnieuw; tot dan geldt niemand als vertrokken.",
    ),
    "directory-quote-open": Wording(
        en="A quotation mark in the people file is never closed, so that all from {start} up to line {line} is one"
        " cell; it was skipped. Close it; until then nobody is marked as having left.",
        nl="Een aanhalingsteken in het personenbestand wordt nergens gesloten, zodat alles vanaf {start} tot en "
        "met regel {line} één cel is; het is overgeslagen. Sluit het; tot dan geldt niemand als vertrokken.",
    ),
    "directory-photo-missing": Wording(
        en="The picture {value} of {id} cannot be read and was left out. Name a JPEG, PNG or WebP file of at most 4 MB"
        " in the folder of the people file or below it.",
        nl="De foto {value} van {id} is niet te lezen en is weggelaten. Noem een JPEG-, PNG- of WebP-bestand van "
        "hoogstens 4 MB in de map van het personenbestand of daaronder.",
    ),
    "directory-photo-elsewhere": Wording(
        en="The picture {value} of {id} lies elsewhere and was left out: no page fetches anything from another "
        "computer. Put the file beside the people file and name it.",
        nl="De foto {value} van {id} staat elders en is weggelaten: geen pagina haalt iets van een andere computer. "
        "Zet het bestand naast het personenbestand en noem het.",
    ),
    "directory-nobody": Wording(
        en="The people file {path} names nobody, as an export that failed does, so nobody was marked as having "
        "left. Export it again.",
        nl="Het personenbestand {path} noemt niemand, zoals een mislukte export, dus niemand geldt als vertrokken."
        " Exporteer het opnieuw.",
    ),
    "directory-no-header": Wording(
        en="The first line of the people file needs a name, and an id or an e-mail address; it says: {found}. "
        "Add a line with column names, or name your own headers under `columns`.",
        nl="De eerste regel van het personenbestand moet een naam noemen, en een id of e-mailadres; er staat: {found}. "
        "Voeg een regel met kolomnamen toe, of noem uw eigen koppen bij `columns`.",
    ),
    "directory-column-unknown": Wording(
        en="`columns` names {column}, which is not a field of a person. Use one of: {known}.",
        nl="`columns` noemt {column}, en dat is geen gegeven van een persoon. Gebruik een van: {known}.",
    ),
    "directory-id-missing": Wording(
        en="Line {line} ({name}) has no id or e-mail address and was skipped. Add one; until then nobody is "
        "marked as having left.",
        nl="Regel {line} ({name}) heeft geen id of e-mailadres en is overgeslagen. Vul er een in; tot dan wordt "
        "niemand als vertrokken gezien.",
    ),
    "directory-id-twice": Wording(
        en="The id {id} is that of two people in the file; {name} was skipped. Give each person an id of their own.",
        nl="Het id {id} is in het bestand van twee personen; {name} is overgeslagen. Geef iedere persoon een eigen id.",
    ),
    "directory-address": Wording(
        en="{value} in the column {column} of {id} is not an e-mail address and was left out. Correct it in the file.",
        nl="{value} in de kolom {column} van {id} is geen e-mailadres en is weggelaten. Verbeter het in het bestand.",
    ),
    "directory-columns-unused": Wording(
        en="These columns are not used: {columns}. If one of them holds a field of a person, name it under `columns`; "
        "else list it under `ignore`.",
        nl="Deze kolommen worden niet gebruikt: {columns}. Bevat een daarvan een gegeven van een persoon, noem die dan "
        "bij `columns`; zet de andere bij `ignore`.",
        note=True,
    ),
    "directory-status-unknown": Wording(
        en="These words in the column with the status are not understood: {values}. They count as working here.",
        nl="Deze woorden in de kolom met de status zijn niet begrepen: {values}. Wie er een heeft, geldt als in "
        "dienst.",
    ),
    "directory-guests": Wording(
        en="Guests who are not listed as colleagues: {count}.",
        nl="Gasten die niet als collega zijn opgenomen: {count}.",
        note=True,
    ),
    "directory-too-long": Wording(
        en="The people file has more than {limit} lines; the rest was skipped. Check that it is the right file; until "
        "then nobody is marked as having left.",
        nl="Het personenbestand heeft meer dan {limit} regels; de rest is overgeslagen. Controleer of het het goede "
        "bestand is; tot dan geldt niemand als vertrokken.",
    ),
    "directory-ldif-change": Wording(
        en="The entry {dn} is a change ({change}) and was skipped. Export whole entries; until then nobody "
        "is marked as having left.",
        nl="De vermelding {dn} is een wijziging ({change}) en is overgeslagen. Exporteer hele vermeldingen; tot dan "
        "geldt niemand als vertrokken.",
    ),
    "directory-name-missing": Wording(
        en="Line {line} ({id}) has no name and was skipped. Fill in the name.",
        nl="Regel {line} ({id}) heeft geen naam en is overgeslagen. Vul de naam in.",
    ),
    "directory-date": Wording(
        en="{value} in the column {column} of {id} is not a date and was left out; {id} counts as working here. Write "
        "dates as 2024-12-31.",
        nl="{value} in de kolom {column} van {id} is geen datum en is weggelaten; {id} geldt als in dienst. Schrijf "
        "datums als 2024-12-31.",
    ),
    "directory-manager-unclear": Wording(
        en="The manager of {id} is {manager}, which fits several people in the file. Use an id or an e-mail address; "
        "{id} has no manager until then.",
        nl="De leidinggevende van {id} is {manager}, en dat past bij meer personen in het bestand. Gebruik een id of "
        "e-mailadres; tot dan heeft {id} geen leidinggevende.",
    ),
    "directory-manager-unknown": Wording(
        en="The manager of {id} is {manager}, who is not in the file. Add this person or correct the id; {id} has "
        "no manager until then.",
        nl="De leidinggevende van {id} is {manager}, en die staat niet in het bestand. Voeg deze persoon toe of "
        "verbeter het id; tot dan heeft {id} geen leidinggevende.",
    ),
    "directory-manager-circle": Wording(
        en="These people are each other's manager: {circle}. Correct one of them; {id} has no manager until then.",
        nl="Deze personen zijn elkaars leidinggevende: {circle}. Verbeter een van hen; tot dan heeft {id} geen "
        "leidinggevende.",
    ),
}
