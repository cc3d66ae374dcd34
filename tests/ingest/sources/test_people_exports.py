"""People files as programs export them: Active Directory, Entra, LDAP, HR systems in Dutch and English."""

from __future__ import annotations

import base64
import io
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from graph.facts import PersonRecord, Problem
from ingest.contract import SourceError
from ingest.sources.people_headers import HEADERS
from tests.ingest.sources.people_files import here, people, problems, pull

GET_ADUSER = """\
#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser
"DistinguishedName","Enabled","GivenName","Name","ObjectClass","ObjectGUID","SamAccountName","SID","Surname",\
"UserPrincipalName","Title","Office","Manager","AccountExpirationDate"
"CN=Vos\\, Ada,OU=Staff,DC=x,DC=org","True","Ada","Vos, Ada","user","g1","avos","S-1","Vos","ada@x.org","Engineer",\
"B2","CN=Kok\\, Bram,OU=Staff,DC=x,DC=org",""
"CN=Kok\\, Bram,OU=Staff,DC=x,DC=org","False","Bram","Kok, Bram","user","g2","bkok","S-2","Kok","bram@x.org","Head",\
"","",""
"CN=Smit\\, Cato,OU=Staff,DC=x,DC=org","True","Cato","Smit, Cato","user","g3","csmit","S-3","Smit","cato@x.org","",\
"","","1-1-2024 00:00:00"
"""
CSVDE = """\
DN,objectClass,cn,sAMAccountName,userAccountControl,accountExpires,mail,proxyAddresses,physicalDeliveryOfficeName,\
telephoneNumber,manager
"CN=Ada Vos,DC=x",user,Ada Vos,avos,512,9223372036854775807,,SMTP:ada@x.org;smtp:a.vos@x.org;X500:/o=x,A2,123,\
"CN=Bram Kok,DC=x"
"CN=Bram Kok,DC=x",user,Bram Kok,bkok,514,0,bram@x.org,,,,
"CN=Cato Smit,DC=x",user,Cato Smit,csmit,66048,133800192000000000,cato@x.org,,,,
"CN=PC1,DC=x",computer,PC1,PC1$,4096,0,,,,,
"CN=Staff,DC=x",group,Staff,staff,,,,,,,
"""
ENTRA = """\
userPrincipalName,displayName,mail,id,userType,jobTitle,accountEnabled,usageLocation,state,officeLocation,employeeHireDate
ada@x.org,Ada Vos,ada@x.org,g-1,Member,engineer,True,NL,Utrecht,A2,2020-03-01T00:00:00Z
bram@x.org,Bram Kok,bram@x.org,g-2,Member,engineer,False,NL,Utrecht,,
eva_y.org#EXT#@x.org,Eva Gast,eva@y.org,g-3,Guest,,True,,,,
"""
AFAS = """\
Medewerkersoverzicht per 1-1-2027

Medewerker;Naam;Roepnaam;Voorvoegsels;Achternaam;Geboortenaam;Voorvoegsel geboortenaam;Functie;Afdeling;\
Leidinggevende;Datum in dienst;Datum uit dienst;E-mail werk;Telefoonnr. werk;Kostenplaats
0001;A. de Vries;Ada;de;Vries;Berg;van den;Engineer;Bouw;0002;01-03-2015;;ada@x.org;123;K1
0002;B. Kok;Bram;;Kok;;;Hoofd;Bouw;;01-03-2015;31-12-2026;bram@x.org;124;K1
"""
SAP = """\
PERNR;ENAME;STELLTEXT;ORGTX;BEGDA;ENDDA
00000012;Ada Vos;Engineer;Works;01.03.2020;31.12.9999
00000013;Bram Kok;Engineer;Works;01.03.2020;31.12.2025
"""
BAMBOO = """\
Employee #,"Last Name, First Name",First Name,Last Name,Work Email,Job Title,Department,Division,Location,Reporting to,\
Hire Date,Termination Date,Status
1,"Vos, Ada",Ada,Vos,ada@x.org,Engineer,Works,North,Delft,Bram Kok,03/25/2020,,Active
2,"Kok, Bram",Bram,Kok,bram@x.org,Head,Works,North,Delft,,01/02/2019,,Active
3,"Smit, Cato",Cato,Smit,cato@x.org,,Works,North,Delft,2,03/25/2020,04/05/2026,Terminated
"""
WORKDAY = """\
Employee ID,Worker,Legal Name,Primary Work Email,Business Title,Supervisory Organization,Worker's Manager,Manager ID,\
Hire Date,Active Status
7001,Ada Vos,Ada Vos,ada@x.org,Engineer,Works (Bram Kok),Bram Kok,7002,2020-03-01,Yes
7002,Bram Kok,Bram Kok,bram@x.org,Head,Works,,,2019-01-02,Yes
7003,Cato Smit (Terminated),Cato Smit,cato@x.org,,Works,Bram Kok,7002,2019-01-02,Terminated
"""
GOOGLE = """\
First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],Status [READ ONLY],\
Last Sign In [READ ONLY],Employee ID,Manager Email,Department,Change Password at Next Sign-In
Ada,Vos,ada@x.org,/Works/Tanks,Active,2026-01-01,1,bram@x.org,,False
Bram,Kok,bram@x.org,/Works,Active,Never logged in,2,,,False
Cato,Smit,cato@x.org,/Works,Suspended,2020-01-01,3,bram@x.org,,False
"""
GAM = """\
primaryEmail,name.givenName,name.familyName,suspended,archived,orgUnitPath,relations.0.value,organizations.0.title
ada@x.org,Ada,Vos,False,False,/Works,bram@x.org,Engineer
bram@x.org,Bram,Kok,False,False,/Works,,
cato@x.org,Cato,Smit,True,False,/Works,,
"""
LDIF = f"""\
version: 1

# people
dn: uid=ada,ou=people,dc=x,dc=org
objectClass: top
objectClass: inetOrgPerson
uid: ada
cn:: {base64.b64encode("Adèle Vos".encode()).decode()}
cn: Ada Vos
mail: ada@x.org
mail: a.vos@x.org
title: Engineer on a line that is so long that the server has folded it and goes o
 n here
manager: uid=bram,ou=people,dc=x,dc=org
employeeNumber: 12
jpegPhoto:: /9j/4AAQ
photo:< file:///etc/hostname

dn: uid=bram,ou=people,dc=x,dc=org
changetype: add
objectClass: inetOrgPerson
uid: bram
cn: Bram Kok
mail: bram@x.org
employeeNumber: 13

dn: ou=people,dc=x,dc=org
objectClass: organizationalUnit
ou: people
"""


def of(said: dict[str, PersonRecord], ident: str) -> tuple[object, ...]:
    person = said[ident]
    return person.name, person.emails, person.function, person.manager


def test_powershell(tmp_path: Path) -> None:
    found = people(pull(tmp_path, GET_ADUSER))
    assert here(found) == {"avos"}
    assert of(found, "avos") == ("Ada Vos", ("ada@x.org",), "Engineer", "bkok")
    assert found["avos"].handles == ("avos",)
    assert found["avos"].room == "B2"


def test_csvde_has_flags_file_times_and_machines(tmp_path: Path) -> None:
    found = people(pull(tmp_path, CSVDE))
    assert here(found) == {"avos"}
    assert sorted(found) == ["avos", "bkok", "csmit"]
    assert of(found, "avos") == ("Ada Vos", ("ada@x.org", "a.vos@x.org"), None, "bkok")


def test_entra(tmp_path: Path) -> None:
    said = pull(tmp_path, ENTRA)
    found = people(said)
    assert here(found) == {"g-1"}
    assert sorted(found) == ["g-1", "g-2"]
    assert found["g-1"].room == "A2"
    told = {each.message: each.params for each in said if isinstance(each, Problem)}
    assert told == {
        "directory-columns-unused": {"columns": "usageLocation, state"},
        "directory-guests": {"count": "1"},
    }


def test_an_hr_program_in_dutch(tmp_path: Path) -> None:
    said = pull(tmp_path, AFAS)
    found = people(said)
    assert here(found) == {"0001"}
    assert of(found, "0001") == ("A. de Vries", ("ada@x.org",), "Engineer", "0002")
    assert found["0001"].aliases == ("Ada de Vries", "Ada de Vries-van den Berg", "Ada van den Berg-de Vries")
    assert found["0001"].former == ("Ada van den Berg",)
    assert found["0001"].phone == "123"
    assert [each.params["columns"] for each in said if isinstance(each, Problem)] == ["Kostenplaats"]


def test_columns_that_need_no_mention(tmp_path: Path) -> None:
    assert problems(pull(tmp_path, AFAS, ignore=["kostenplaats"])) == []


def test_sap(tmp_path: Path) -> None:
    found = people(pull(tmp_path, SAP))
    assert here(found) == {"00000012"}
    assert (found["00000012"].function, found["00000012"].department) == ("Engineer", "Works")


def test_american_dates(tmp_path: Path) -> None:
    found = people(pull(tmp_path, BAMBOO))
    assert here(found) == {"1", "2"}
    assert of(found, "1") == ("Ada Vos", ("ada@x.org",), "Engineer", "2")
    assert found["2"].joined == 1_546_387_200
    assert found["3"].left == 1_775_347_200 + 86_399
    assert people(pull(tmp_path, BAMBOO.replace("25/", "05/"), date_order="month-first"))["1"].joined == 1_583_366_400


def test_workday(tmp_path: Path) -> None:
    found = people(pull(tmp_path, WORKDAY))
    assert here(found) == {"7001", "7002"}
    assert of(found, "7001") == ("Ada Vos", ("ada@x.org",), "Engineer", "7002")


@pytest.mark.parametrize(("content", "ident"), [(GOOGLE, "1"), (GAM, "ada@x.org")])
def test_google(tmp_path: Path, content: str, ident: str) -> None:
    found = people(pull(tmp_path, content))
    assert len(here(found)) == 2
    assert found[ident].name == "Ada Vos"
    assert found[ident].manager in ("2", "bram@x.org")
    assert (found[ident].department or "").startswith("Works")


@pytest.mark.parametrize("lines", ["\n", "\r\n"])
def test_ldif(tmp_path: Path, lines: str) -> None:
    found = people(pull(tmp_path, LDIF.replace("\n", lines)))
    assert sorted(found) == ["12", "13"]
    title = "Engineer on a line that is so long that the server has folded it and goes on here"
    assert of(found, "12") == ("Adèle Vos", ("ada@x.org", "a.vos@x.org"), title, "13")
    assert (found["12"].handles, found["12"].aliases) == (("ada",), ("Ada Vos",))


def test_a_change_in_ldif_is_no_entry(tmp_path: Path) -> None:
    said = pull(tmp_path, LDIF + "\ndn: uid=cato,dc=x\nchangetype: modify\nreplace: cn\ncn: Cato\n")
    assert problems(said)[-1] == "directory-ldif-change"
    assert [each.id for each in said if isinstance(each, Problem)][-1] is None


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\nid;naam;afdeling\n1;Zoë Vos;Bouw\n",
        "\ufeffsep=;\r\nid;naam;afdeling\r\n1;Zoë Vos;Bouw\r\n",
        "id|naam|afdeling\n1|Zoë Vos|Bouw\n",
        "Personeel, 1 januari\n\nid,naam,afdeling\n1,Zoë Vos,Bouw\n",
        "id;naam;afdeling\n1;Zoë Vos;Bouw\n".encode("utf-16"),
        "id;naam;afdeling\n1;Zoë Vos;Bouw\n".encode("utf-16-le"),
        "id;naam;afdeling\n1;Zoë Vos;Bouw\n".encode("utf-16-be"),
        "id\tnaam\tafdeling\r\n1\tZoë Vos\tBouw\r\n".encode("utf-16"),
        'id,"naam, voluit",naam,afdeling\n1,x,Zoë Vos,Bouw\n',
        '"id,naam,afdeling"\n"1,""Zoë Vos"",Bouw"\n',
        "\ufeff'id';'naam';'afdeling'\n".replace("'", "") + "1;Zoë Vos;Bouw\n",
    ],
)
def test_marks_encodings_and_lines_above_the_header(tmp_path: Path, content: str | bytes) -> None:
    found = people(pull(tmp_path, content))["1"]
    assert (found.name, found.department) == ("Zoë Vos", "Bouw")


def test_a_header_means_one_field_but_for_logins() -> None:
    meanings = Counter(header for headers in HEADERS.values() for header in headers.split())
    assert {header for header, count in meanings.items() if count > 1} == {"samaccountname", "uid"}


M365 = """\
Block credential,Display name,First name,Last name,Object Id,Office,Proxy addresses,Title,User principal name
False,Ada Vos,Ada,Vos,o-1,A2,SMTP:ada@x.org+smtp:a.vos@x.org,Engineer,ada@x.org
True,Bram Kok,Bram,Kok,o-2,,Microsoft.ActiveDirectory.Management.ADPropertyValueCollection,,bram@x.org
"""
FRENCH = """\
Matricule;Prénom;Nom de famille;Adresse e-mail;Service;Responsable;Date d'entrée;Date de sortie
1;Zoé;Lefèvre;zoe@x.org;Technique;2;1 février 2019;
2;Luc;Noël;luc@x.org;Technique;;01/02/2019;31/12/2020
"""
GERMAN = """\
Personalnummer;Vorname;Nachname;E-Mail;Abteilung;Vorgesetzter;Eintrittsdatum;Austrittsdatum
1;Zoé;Lefèvre;zoe@x.org;Technique;Luc Noël;01.02.2019;unbefristet
2;Luc;Noël;luc@x.org;Technique;;01.02.2019;31.12.2020
"""


def test_microsoft_365(tmp_path: Path) -> None:
    said = pull(tmp_path, M365)
    assert here(people(said)) == {"o-1"}
    assert people(said)["o-1"].emails == ("ada@x.org", "a.vos@x.org")
    assert problems(said) == []


@pytest.mark.parametrize("content", [FRENCH, GERMAN])
def test_french_and_german(tmp_path: Path, content: str) -> None:
    said = pull(tmp_path, content)
    found = people(said)["1"]
    assert (found.name, found.emails, found.department, found.manager) == (
        "Zoé Lefèvre",
        ("zoe@x.org",),
        "Technique",
        "2",
    )
    assert (here(people(said)), problems(said)) == ({"1"}, [])


def test_a_header_states_the_order_of_its_days(tmp_path: Path) -> None:
    found = people(pull(tmp_path, "id,name,Hire Date (MM/DD/YYYY)\n1,Ada Vos,03/04/2020\n"))
    assert found["1"].joined == 1_583_280_000


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Toelichting"])
    sheet = book.create_sheet("Medewerkers")
    sheet.append(["Overzicht"])
    sheet.append(["Personeelsnummer", "Naam", "Afdeling", "E-mail", "Datum in dienst", "Datum uit dienst"])
    sheet.append([12, "Zoë Vos", None, "zoe@x.org", date(2020, 3, 1), None])
    sheet.append([13, "Bram Kok", "Bouw", None, datetime(2020, 3, 1, 0, 0), 45657])  # noqa: DTZ001 (as cells are)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def test_a_workbook(tmp_path: Path) -> None:
    found = people(pull(tmp_path, workbook()))
    assert here(found) == {"12"}
    assert (found["12"].emails, found["12"].department, found["12"].joined) == (("zoe@x.org",), None, 1_583_020_800)
    assert found["13"].department == "Bouw"


def test_a_broken_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        pull(tmp_path, workbook()[:-200])


@pytest.mark.parametrize(
    ("text", "name", "function", "manager"),
    [
        (
            "Personalnummer;Vorname;Nachname;E-Mail-Adresse;Stellenbezeichnung;Vorgesetzter\n"
            "1;Eva;Klein;eva@x.org;Ingenieurin;2\n2;Jan;Groß;jan@x.org;Leiter;\n",
            "Eva Klein",
            "Ingenieurin",
            "2",
        ),
        (
            "Matricule;Nom;Prénom;Adresse e-mail;Poste;Responsable\n1;Dupont;Élodie;e@x.org;Ingénieure;2\n"
            "2;Martin;Luc;l@x.org;Chef;\n",
            "Élodie Dupont",
            "Ingénieure",
            "2",
        ),
        ("PERNR;VORNA;NACHN;PLANSTXT\n1;Jan;Berg;Monteur\n", "Jan Berg", "Monteur", None),
        (
            'Employee #,"Last Name, First Name",Work Email,Job Title,Reporting to\n1,"Jones, Bob",b@x.org,Engineer,'
            '"Lee, Ann"\n2,"Lee, Ann",a@x.org,Lead,\n',
            "Bob Jones",
            "Engineer",
            "2",
        ),
        ("id;Naam;mail;Functie\n1;Ada Vos | Netbeheer;a@x.org;Planner\n", "Ada Vos", "Planner", None),
    ],
)
def test_people_in_other_languages_and_orders(
    tmp_path: Path, text: str, name: str, function: str, manager: str | None
) -> None:
    told = people(pull(tmp_path, text))["1"]
    assert (told.name, told.function, told.manager) == (name, function, manager)


def test_who_goes_by_the_name_of_a_partner_is_called_by_both(tmp_path: Path) -> None:
    header = "id;Roepnaam;Voorvoegsel geboortenaam;Geboortenaam;Voorvoegsel partnernaam;Partnernaam"
    told = people(pull(tmp_path, f"{header}\n1;Els;de;Wit;van den;Berg\n"))["1"]
    assert told.name == "Els de Wit"
    assert {"Els van den Berg", "Els van den Berg-de Wit"} <= set(told.aliases)


def test_rooms_and_mailboxes_of_groups_are_no_colleagues(tmp_path: Path) -> None:
    header = "DisplayName,PrimarySmtpAddress,RecipientTypeDetails"
    rows = "Ada Vos,ada@x.org,UserMailbox\nZaal 3,zaal3@x.org,RoomMailbox\nInfo,info@x.org,SharedMailbox\n"
    told = people(pull(tmp_path, f"{header}\n{rows}"))
    assert [each.name for each in told.values() if not each.service] == ["Ada Vos"]
