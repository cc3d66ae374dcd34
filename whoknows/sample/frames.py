"""Phrases around the facts, with which people at Veldermark begin, join and end their texts, per language and genre.

`{topic}` is the label of the topic, `{Topic}` the same with a capital, `{site}` a place, `{who}` a colleague.
"""

from __future__ import annotations

FRAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "nl": {
        "guide-open": (
            "Deze pagina is voor wie voor het eerst met {topic} te maken krijgt, en een geheugensteun voor de rest.",
            "Hieronder staat wat we over {topic} hebben afgesproken en waarom. Klopt er iets niet, pas het dan aan.",
            "We kregen zo vaak vragen over {topic} dat we de antwoorden hier bij elkaar hebben gezet.",
        ),
        "guide-close": (
            "Vragen over deze pagina kun je stellen aan {who}.",
            "De tekst wordt elk jaar in het najaar nagelopen door {who}.",
            "Zie ook de verslagen van het werkoverleg.",
        ),
        "update-open": (
            "Een korte stand van zaken over {topic}.",
            "Er is de afgelopen weken veel gebeurd rond {topic}; dit is het belangrijkste.",
            "Wie dacht dat het stil was rond {topic}, heeft het mis.",
        ),
        "update-mid": (
            "Waarom doen we dit eigenlijk?",
            "Voor wie er wat verder van af staat:",
            "Even terug naar het begin.",
        ),
        "update-close": (
            "Meer weten? Loop even langs bij {who}.",
            "Over een maand volgt de volgende stand van zaken.",
            "Met dank aan {who}, die er ook in de vakantie aan doorwerkte.",
        ),
        "incident-open": (
            "Dit verslag beschrijft een storing bij {site}. Het doel is te leren en niet om een schuldige te vinden.",
            "Op verzoek van het afdelingshoofd is deze gebeurtenis bij {site} onderzocht.",
        ),
        "incident-close": (
            "Het verslag is besproken met {who} en met de betrokken ploeg.",
            "Over drie maanden kijken we met {who} of de maatregel werkt.",
        ),
        "lessons-open": (
            "Na afloop van het project hebben we met de ploeg teruggekeken. Dit zijn de lessen over {topic}.",
            "Wat zouden we een volgende keer anders doen? Een terugblik op {topic}.",
        ),
        "week": (
            "Deze week vooral bezig geweest met {topic}.",
            "Weer een week voorbij, met {topic} als rode draad.",
            "Een week met veel vergaderingen, maar ook met tijd voor {topic}.",
        ),
        "week-close": (
            "Volgende week ben ik er maandag niet.",
            "Volgende week: de begroting, en verder met dit onderwerp.",
            "Fijn weekend allemaal.",
        ),
        "ask": ("Dag allemaal,", "Hallo,", "Goedemorgen,", "Collega's,", "Hoi,"),
        "ask-more": (
            "Ik kom het tegen bij een klus op {site} en kan het niet terugvinden.",
            "In het handboek staat er wel iets over, maar ik kom er niet uit.",
            "Er is wat haast bij, want morgen is het overleg met de aannemer.",
            "Ik vraag het voor een collega die net is begonnen.",
        ),
        "thanks": (
            "Dank je wel, hier kan ik mee verder.",
            "Helder, dank!",
            "Top, dan pas ik het zo aan in het plan.",
            "Dank. Ik zet het meteen op de wikipagina.",
        ),
        "also": (
            "Aanvulling van mijn kant:",
            "Eens met het bovenstaande. Daar komt nog bij:",
            "Wij hebben er dit van geleerd:",
            "Let ook hier op.",
        ),
        "bye": ("Groet,", "Met vriendelijke groet,", "Groeten,"),
        "point-to": (
            "Vraag het anders aan {who}, die weet hier meer van.",
            "{who} heeft dit vaker gedaan, misschien kan die even meekijken.",
        ),
        "micro": (
            "Net gehoord:",
            "Vandaag geleerd.",
            "Mooi nieuws.",
            "Goed om te weten:",
            "Tip van de week.",
            "",
            "",
            "",
        ),
        "minutes-open": (
            "De voorzitter opent de vergadering om {9-14}.00 uur. Het vorige verslag wordt ongewijzigd vastgesteld.",
            "De agenda wordt vastgesteld. Er zijn geen ingekomen stukken.",
            "De voorzitter heet iedereen welkom. De actielijst is doorgenomen; wat klaar is, is afgevoerd.",
        ),
        "minutes-report": (
            "{who} licht de stand van zaken toe.",
            "{who} vertelt hoe het ervoor staat.",
            "{who} geeft een toelichting.",
        ),
        "minutes-ask": ("{who} vraagt: {question}", "Vraag van {who}: {question}"),
        "minutes-close": (
            "Niemand maakt gebruik van de rondvraag. De vergadering wordt gesloten.",
            "In de rondvraag wijst {who} op de komende veiligheidsdag. Daarna sluit de voorzitter de vergadering.",
        ),
        "podcast": (
            "In deze aflevering praat {host} met {who} over {topic}.",
            "Te gast is {who}. Het gesprek gaat over {topic}.",
        ),
        "bookmark": (
            "Handig overzicht over {topic}, vooral het tweede deel.",
            "Goed artikel over {topic}; de cijfers komen aardig overeen met die van ons.",
            "Leverancier van buiten, maar de uitleg over {topic} is bruikbaar.",
        ),
    },
    "en": {
        "guide-open": (
            "This page is for anyone who meets {topic} for the first time, and a reminder for everybody else.",
            "Below is what we agreed about {topic}, and why. If something is wrong, please correct it.",
            "We were asked about {topic} so often that we collected the answers here.",
        ),
        "guide-close": (
            "Questions about this page go to {who}.",
            "The text is reviewed every autumn by {who}.",
            "See the minutes of the team meeting as well.",
        ),
        "update-open": (
            "A short update on {topic}.",
            "A lot has happened around {topic} in the past weeks; these are the main points.",
            "If you thought that it had gone quiet around {topic}, you were wrong.",
        ),
        "update-mid": (
            "Why are we doing this?",
            "For those who are further away from it:",
            "Let's go back to the start.",
        ),
        "update-close": (
            "Want to know more? Drop by at {who}'s desk.",
            "The next update follows in a month.",
            "Thanks to {who}, who kept working on it through the summer.",
        ),
        "incident-open": (
            "This report describes a failure at {site}. Its purpose is to learn from it and not to blame anyone.",
            "At the request of the head of department this event at {site} was investigated.",
        ),
        "incident-close": (
            "The report was discussed with {who} and with the crew involved.",
            "In three months we will check with {who} whether the measure works.",
        ),
        "lessons-open": (
            "After the project we looked back with the team. These are the lessons about {topic}.",
            "What would we do differently next time? A look back at {topic}.",
        ),
        "week": (
            "This week was mostly about {topic}.",
            "Another week gone, with {topic} as the common thread.",
            "A week full of meetings, but with some time for {topic}.",
        ),
        "week-close": (
            "I'm off on Monday.",
            "Next week: the budget, and more of this.",
            "Have a good weekend, everyone.",
        ),
        "ask": ("Hi all,", "Hello,", "Good morning,", "Dear colleagues,", "Hi,"),
        "ask-more": (
            "I ran into it on a job at {site} and can't find the answer.",
            "The handbook mentions it, but I can't work it out from there.",
            "It's a bit urgent, because we meet the contractor tomorrow.",
            "I'm asking for a colleague who has just started.",
        ),
        "thanks": (
            "Thank you, that helps a lot.",
            "Clear, thanks!",
            "Great, I'll change the plan accordingly.",
            "Thanks. I'll put it on the wiki page right away.",
        ),
        "also": (
            "Something to add from my side:",
            "Agreed. There is one more thing:",
            "This is what we learned from it:",
            "Keep this in mind as well.",
        ),
        "bye": ("Regards,", "Kind regards,", "Cheers,"),
        "point-to": (
            "Otherwise ask {who}, who knows more about this.",
            "{who} has done this before and might have a look.",
        ),
        "micro": ("Just heard:", "Learned today.", "Good news.", "Good to know:", "Tip of the week.", "", "", ""),
        "minutes-open": (
            "The chair opens the meeting at {9-14}:00. The minutes of the last meeting are approved without changes.",
            "The agenda is approved. There is no correspondence.",
            "The chair welcomes everybody. The action list was gone through; what was done has been removed.",
        ),
        "minutes-report": ("{who} explains where we stand.", "{who} gives an update.", "{who} reports."),
        "minutes-ask": ("{who} asks: {question}", "Question from {who}: {question}"),
        "minutes-close": (
            "There is no other business. The meeting is closed.",
            "Under any other business {who} mentions the coming safety day. The chair closes the meeting.",
        ),
        "podcast": (
            "In this episode {host} talks with {who} about {topic}.",
            "Our guest is {who}. The conversation is about {topic}.",
        ),
        "bookmark": (
            "A useful overview of {topic}, the second half in particular.",
            "Good article about {topic}; the figures match ours quite well.",
            "From a supplier, but the explanation of {topic} is usable.",
        ),
    },
}

HEADS: dict[str, dict[str, str]] = {
    "nl": {
        "background": "Achtergrond",
        "steps": "Werkwijze",
        "problems": "Bekende problemen",
        "decisions": "Besluiten",
        "questions": "Veelgestelde vragen",
        "status": "Stand van zaken",
        "cause": "Oorzaak",
        "event": "Wat er gebeurde",
        "measure": "Maatregel",
        "follow": "Vervolg",
        "contact": "Contact",
        "present": "Aanwezig",
        "absent": "Afwezig",
        "opening": "Opening",
        "closing": "Rondvraag en sluiting",
        "actions": "Acties",
        "decision": "Besluit",
        "answer": "Antwoord",
        "chair": "voorzitter",
        "notes": "verslag",
    },
    "en": {
        "background": "Background",
        "steps": "Procedure",
        "problems": "Known problems",
        "decisions": "Decisions",
        "questions": "Frequently asked questions",
        "status": "Status",
        "cause": "Cause",
        "event": "What happened",
        "measure": "Measure",
        "follow": "Follow-up",
        "contact": "Contact",
        "present": "Present",
        "absent": "Absent",
        "opening": "Opening",
        "closing": "Any other business",
        "actions": "Actions",
        "decision": "Decision",
        "answer": "Answer",
        "chair": "chair",
        "notes": "minutes",
    },
}

TITLES: dict[str, dict[str, tuple[str, ...]]] = {
    "nl": {
        "wiki": ("{Topic}, ontwerpgids", "{Topic}, werkwijze", "{Topic}"),
        "guide": ("Zo werken we aan {topic}", "Handleiding {topic}", "{Topic}: afspraken"),
        "update": ("Stand van zaken {topic}", "{Topic}: waar staan we?", "Nieuws over {topic}", "Voortgang {topic}"),
        "incident": ("Storingsverslag {topic}, {site}", "Onderzoek na voorval {site}: {topic}"),
        "lessons": ("Terugblik: {topic}", "Wat we leerden van {topic}"),
        "week": ("Weeknotitie {week}",),
        "podcast": ("Onder de streep: {topic}", "Aan de keukentafel over {topic}"),
        "thread": ("Vraag over {topic}", "{Topic}: wie weet dit?", "{Topic} bij {site}", "Even over {topic}"),
        "minutes": ("Werkoverleg {team}", "Overleg {team}", "Projectoverleg {team}"),
        "policy": ("Beleid {topic}", "Notitie {topic}"),
        "slides": ("{Topic} in vijf dia's", "Presentatie {topic}"),
    },
    "en": {
        "wiki": ("{Topic}, design guide", "{Topic}, procedure", "{Topic}"),
        "guide": ("How we work on {topic}", "Guide to {topic}", "{Topic}: what we agreed"),
        "update": ("Update on {topic}", "{Topic}: where are we?", "News about {topic}", "Progress on {topic}"),
        "incident": ("Incident report {topic}, {site}", "Investigation at {site}: {topic}"),
        "lessons": ("Looking back: {topic}", "What we learned from {topic}"),
        "week": ("Week notes {week}",),
        "podcast": ("Below the line: {topic}", "At the kitchen table about {topic}"),
        "thread": ("Question about {topic}", "{Topic}: who knows?", "{Topic} at {site}", "Something about {topic}"),
        "minutes": ("Team meeting {team}", "Meeting {team}", "Project meeting {team}"),
        "policy": ("Policy on {topic}", "Memo on {topic}"),
        "slides": ("{Topic} in five slides", "Presentation on {topic}"),
    },
}
