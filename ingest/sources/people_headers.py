"""Headers of people files by field, in Dutch and English and as programs of HR and directories export them."""

from __future__ import annotations

HEADERS: dict[str, str] = {
    "id": """
        id key employeeid employeenumber employeeno employeenr empid empno employeecode personid personnumber
        personnelnumber personeelsnummer personeelsnr medewerkernummer medewerkernr medewerkerid medewerkercode
        werknemernummer werknemersnummer werknemerid persoonsnummer persnr pernr personalnummer mitarbeiternummer
        stamnummer matricule workerid staffid staffnumber userid nummer number nr code samaccountname uid entryuuid
        objectid objectguid guid sid objectsid personalnr mitarbeiterid numeroemploye
    """,
    "name": """
        displayname name naam fullname volledigenaam weergavenaam preferredfullname legalname
        employeename medewerkernaam werknemernaam namefullname cn commonname vollername anzeigename nomcomplet ename
        naamvolledig samengesteldenaam lastnamefirstname surnamefirstname achternaamvoornaam nachnamevorname
        nometprenom prenometnom nomprenom prenomnom
    """,
    "preferred": """
        preferredname
    """,
    "first": """
        roepnaam preferredfirstname firstname legalnamefirstname givenname forename voornaam voornamen vorname prenom
        namegivenname gn vorna rufname prenomusuel
    """,
    "initials": """
        voorletters initials initialen
    """,
    "infix": """
        infix tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels tussenvoegselachternaam voorvoegselachternaam
        nameprefix vorsatzwort
    """,
    "last": """
        lastname surname familyname legalnamelastname achternaam familienaam geslachtsnaam nachname nomdefamille
        namefamilyname sn nachn nomusuel nom
    """,
    "aliases": """
        aliases alias othernames alsoknownas knownas nickname nicknames bijnaam bijnamen anderenamen ookbekendals
        preferrednameother mailnickname
    """,
    "former_names": """
        formername formernames previousname previousnames oldname vorigenaam vorigenamen vroegerenaam vroegerenamen
        voormaligenaam eerderenaam oudenaam oudenamen ehemaligername anciennom
    """,
    "birth_name": """
        birthname maidenname nameatbirth birthsurname previouslastname previoussurname formerlastname formersurname
        oldlastname geboortenaam meisjesnaam geboorteachternaam geslachtsnaamgeboorte vorigeachternaam oudeachternaam
        geburtsname nomdenaissance nomdejeunefille
    """,
    "birth_infix": """
        voorvoegselgeboortenaam voorvoegselsgeboortenaam tussenvoegselgeboortenaam tussenvoegselmeisjesnaam
        geboortetussenvoegsel birthnameprefix
    """,
    "partner_name": """
        partnernaam naampartner achternaampartner geslachtsnaampartner partnername
    """,
    "partner_infix": """
        voorvoegselpartnernaam voorvoegselspartnernaam tussenvoegselpartnernaam voorvoegselpartner tussenvoegselpartner
    """,
    "emails": """
        mail email emails mails emailaddress emailaddresses emailadres emailadressen mailadres primaryemail
        primarysmtpaddress windowsemailaddress rfc822mailbox userprincipalname upn othermails proxyaddresses
        emailaliases mailalias mailalternateaddress smtpaddress epost courriel adressemail adresseemail
        emailadresse mailadresse emailprofessionnel mailprofessionnel courrielprofessionnel adressecourriel
        emaildienstlich dienstlicheemail usridlong
    """,
    "former_emails": """
        formeremail formeremails formeremailaddress previousemail previousemails previousemailaddress oldemail
        oldemails oldemailaddress vorigeemail vorigemail vorigemailadres vorigeemailadres vorigeemailadressen
        vroegeremail vroegereemail vroegereemailadres voormaligeemail voormaligemailadres eerdereemailadressen
        oudeemail oudeemailadres oudeemailadressen oudemail oudemailadres oudemailadressen formermail oldmail
    """,
    "handles": """
        handles handle username usernames login logins loginname logonname gebruikersnaam gebruikersnamen
        gebruikerscode inlognaam accounts account accountname networkid netid benutzername identifiant samaccountname
        uid
    """,
    "phone": """
        phone telephone telephonenumber phonenumber tel telefoon telefoonnummer telefoonnr telnr phones0value
        officephone businessphone businessphones workphone worktelephone doorkiesnummer toestel toestelnummer
        extension mobile mobilephone mobilenumber cell cellphone mobiel mobielnummer mobieltelefoonnummer gsm telefon
        handy mobiltelefon durchwahl telefonnummer telephoneportable telephonefixe portable
    """,
    "room": """
        room roomnumber officelocation physicaldeliveryofficename office desk deskcode kamer kamernummer werkplek
        raum zimmer bureau
    """,
    "function": """
        jobtitle function functie functienaam functietitel functieomschrijving omschrijvingfunctie position
        positiontitle businesstitle jobprofile job role rol title titel personaltitle stelltext stelle funktion
        fonction employeetitle organizations0title organizationstitle stellenbezeichnung berufsbezeichnung
        stellentext planstext planstxt poste intituleduposte libelleemploi emploi
    """,
    "department": """
        department afdeling afdelingsnaam afdelingnaam omschrijvingafdeling afdelingsomschrijving
        afdelingomschrijving dept departmentname organisatieonderdeel organisatorischeeenheid organisatieeenheid
        orgeenheid oe eenheid supervisoryorganization organizationalunit organizations0department orgunit orgunitname
        orgtx team teamname unit businessunit division divisie sector cluster abteilung departement orgunitpath
        departmentnumber ou orgehtext orgehtxt bereich direction
    """,
    "location": """
        location locatie place site building standplaats plaats vestiging werklocatie gebouw city stad locationname
        worklocation standort ort lieu l localityname physicaloffice
    """,
    "manager": """
        managerid manageremployeeid managernumber manager supervisorid supervisoreid manageremail manageremailaddress
        supervisoremail managername managerupn supervisor supervisorname reportsto reportingto reportingmanager
        linemanager directmanager leidinggevende leidinggevendeid leidinggevendenummer leidinggevendenaam
        leidinggevendeemail leidinggevendepersoneelsnummer directleidinggevende directeleidinggevende
        hierarchischleidinggevende chef teamleider teamleiderid vorgesetzter responsable relations0value
        workermanager vorgesetzte fuhrungskraft superieurhierarchique responsablehierarchique
    """,
    "url": """
        url website homepage wwwhomepage profileurl profiel profielpagina labeleduri
    """,
    "about": """
        about aboutme bio biography description over overmij omschrijving profieltekst
    """,
    "languages": """
        languages language talen taal preferredlanguage sprachen langues
    """,
    "photo": """
        photo photofile photopath profilephoto photofilename foto fotobestand fotopad pasfoto profielfoto picture
        profilepicture avatar portrait pasfotobestand lichtbild bild
    """,
    "joined": """
        joined datedentree datedembauche hiredate hiringdate datehired dateofhire hired employeehiredate
        continuousservicedate originalhiredate datumindienst indienst indiensttreding datumindiensttreding
        indienstdatum datumindienstgroep indiensttredingsdatum indienstper ingangdienstverband
        ingangsdatumdienstverband aanvangdienstverband begindienstverband begindatumdienstverband employmentstartdate
        start startdate startdatum begindatum ingangsdatum datumaanvang begindatumcontract startdatumcontract
        contractstart contractstartdate validfrom geldigvanaf begda eintrittsdatum eintritt dateentree dateembauche
    """,
    "left": """
        left terminationdate dateofleaving datumuitdienst uitdienst uitdienstdatum uitdiensttreding
        datumuitdiensttreding uitdiensttredingsdatum uitdienstper leavedate leavingdate employeeleavedatetime
        terminated terminatedate separationdate lastday lastdayofwork lastworkingday laatstewerkdag laatstedag
        exitdate dateleft einddienstverband eindedienstverband einddatumdienstverband employmentenddate end enddate
        einddatum datumeinde einddatumcontract eindecontract contractend contractenddate validto validuntil geldigtot
        geldigtotenmet endda austrittsdatum austritt datesortie datedesortie accountexpires accountexpirationdate
        expirydate expires
    """,
    "status": """
        status employmentstatus employeestatus workerstatus activestatus dienstverbandstatus statusdienstverband
        medewerkerstatus accountstatus userstatus toestand signinstatus employmentstate statut
    """,
    "enabled": """
        enabled accountenabled active isactive actief isactief employed inservice aktiv actif useraccountenabled
        loginenabled
    """,
    "disabled": """
        disabled blockcredential signinblocked accountdisabled isdisabled suspended issuspended blocked isblocked
        geblokkeerd inactive inactief isinactive archived isarchived gearchiveerd deleted isdeleted verwijderd
        deactivated gedeactiveerd
    """,
    "control": """
        useraccountcontrol
    """,
    "kind": """
        usertype accounttype employeetype persontype typemedewerker medewerkertype workertype soortmedewerker
        recipienttypedetails recipienttype
    """,
    "class": """
        objectclass
    """,
    "dn": """
        dn distinguishedname entrydn
    """,
    "service": """
        bot serviceaccount system isserviceaccount dienstaccount systeemaccount
    """,
    "opted_out": """
        optedout optout afgemeld uitgezonderd
    """,
    "notes": """
        notes remarks comments opmerking opmerkingen notitie notities
    """,
}
"""Fields with their headers, those that say most first; a header has no spaces, signs and accents here."""
UNSURE = {
    "state": "status", "type": "status", "service": "service",
    "medewerker": "name", "werknemer": "name", "employee": "name", "mitarbeiter": "name",
    "worker": "name", "person": "name", "persoon": "name", "user": "name", "gebruiker": "name",
}  # fmt: skip
"""Headers of which the cells decide what they mean: a province or a status, a name or a number."""
SILENT = """
objectguid objectsid sid whencreated whenchanged usncreated usnchanged instancetype dscorepropagationdata
objectcategory objectclass pwdlastset lastlogon lastlogoff lastlogontimestamp badpwdcount badpasswordtime
logoncount codepage countrycode primarygroupid samaccounttype admincount memberof changetype createtimestamp
modifytimestamp entryuuid entrycsn creatorsname modifiersname structuralobjectclass hassubordinates
subschemasubentry propertynames addedproperties removedproperties modifiedproperties propertycount jpegphoto
thumbnailphoto userpassword usercertificate usersmimecertificate
"""
"""Columns that directories keep for themselves: nothing is missing when they are not read."""
