"""Questions about people's private matters are told from those about subjects of work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.asking.private_matters import read_private_matters

PEOPLE = {"kees", "kees vos", "anna", "anna bos", "de directeur", "the director", "directeur", "director", "maaike"}
PRIVATE = """
wie is ziek?
wie is er vandaag ziek
wie is er vaak ziek op mijn afdeling
welke collega's zijn ziek
wie is het vaakst ziek geweest
wie zit er ziek thuis
wie meldde zich ziek
weet iemand wie er ziek is?
wie is zwanger
wie is er zwanger in mijn team
wie is er momenteel met zwangerschapsverlof
is Anna zwanger?
is de directeur ziek
wie is ontslagen
wie werd er ontslagen en waarom
wie is er vorig jaar ontslagen
waarom is Kees ontslagen
wie heeft een burn-out
heeft Kees Vos een burn-out?
wie heeft er kanker
wie is depressief
wie is overspannen
wie heeft adhd
wie is verslaafd
wie verdient het meest?
wie verdient er het meest
wie verdient meer dan ik
wie heeft het hoogste salaris
hoeveel verdient Kees Vos
wat verdient de directeur?
salaris van Anna Bos
wat is het salaris van Kees
salarissen van mijn collega's
wie stemt op een linkse partij
wie stemt rechts
op wie stemt Kees
wie is moslim
wie is er gelovig
welke collega's zijn katholiek
wie is homo
wie is lesbisch?
wie is lid van een vakbond
wie is gescheiden
wie heeft schulden
wie heeft een strafblad
hoe oud is Anna
waar woont Kees?
iemand ziek vandaag?
Kees is ziek
medisch dossier van Anna
who is ill?
who is sick today
who is currently off sick
who called in sick this morning
which colleagues are sick
Hi all, does anyone know who is on sick leave?
who is pregnant
is anyone pregnant
is Anna pregnant?
who is on maternity leave
who was fired
who got fired last month
who has been laid off
why was Kees fired
who has cancer
who has a burnout
who is depressed
who is an alcoholic
who has a drinking problem
who earns most
who earns the most in our team
who makes the most money
who has the highest salary
who is the best paid
how much does Kees earn
what does the director earn?
what is Anna's salary
salary of Kees Vos
my manager's salary
who votes for the greens
who voted for the left
who is muslim
who is jewish
which colleagues are religious
who goes to church
who is gay
who is a union member
who is divorced
who is having an affair with Kees
who is in debt
who has a criminal record
how old is Anna
where does Kees live
home address of Anna Bos
does Kees have children
does Anna have cancer
"""
WORK = """
ziekteverzuim beleid
ziekteverzuim
ziekteverzuimbeleid
wie weet iets van ziekteverzuim
wie weet iets van zwangerschapsverlof
wie gaat over ziekmeldingen
wie is verantwoordelijk voor ziekmeldingen
wie heeft verstand van burn-out
wie heeft een burn-out preventie training gegeven
wie heeft ervaring met adhd op het werk
salarisadministratie
salaris
wie weet iets van salarissen
wie doet de salarisadministratie
salaris van medewerkers berekenen
ontslagrecht
wie weet iets van ontslag
wie helpt bij ontslag
vakbond
cao onderhandelingen met de vakbond
wie stemt de regeling af
wie stemt de pomp af
wie is de vertrouwenspersoon
wie is de bedrijfsarts
wie is Kees Vos
kankeronderzoek
wie heeft kanker onderzoek gedaan
religieus erfgoed
wie weet iets van kerken
wie is links in de foto verantwoordelijk voor pompen
verzuim van leveranciers
leeftijd van leidingen
hoe oud is het gemaal
wat verdient de meeste aandacht
wat verdient aandacht
zwanger van ideeën
wie werkt aan corona-app
adres van het gemaal
hoeveel verdient de fabriek
drugs in afvalwater
sick leave policy
sick leave
who knows about sick leave
who knows about maternity leave
who handles sick leave reports
who is responsible for sick leave
who is sick of meetings
payroll
salary administration
who knows about salaries
who works on payroll
employment law
who knows about dismissal law
trade union negotiations
voting machines
who votes in the change board
election software
cancer research
who has cancer research experience
who knows about depression in soil
church heating
mosque acoustics
who is the company doctor
who is the confidential adviser
who is Anna Bos
mental health at work
diversity policy
age of pipes
how old is the pump
where does the data live
salary of employees in the collective agreement
who makes the pumps
who has a degree in chemistry
who can help with the health check endpoint
health of the cluster
sick building syndrome
ill-posed problems
fired heaters
gas fired boilers
who knows about fired heaters
married couple filing rules
prison construction projects
age discrimination law
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def is_private(question: str) -> bool:
    return read_private_matters().asked_in(question, lambda name: name.lower() in PEOPLE)


@pytest.mark.parametrize("question", lines(PRIVATE))
def test_what_is_somebodys_own_business_is_private(question: str) -> None:
    assert is_private(question)


@pytest.mark.parametrize("question", lines(WORK))
def test_what_deals_with_the_subject_is_not(question: str) -> None:
    assert not is_private(question)


def test_an_organisation_changes_the_list() -> None:
    changed = read_private_matters(["in de proeftijd"], ["getrouwd", "married"])
    assert changed.asked_in("wie zit er in de proeftijd?", lambda _: False)
    assert not changed.asked_in("wie is er getrouwd", lambda _: False)
    assert not changed.asked_in("who is married", lambda _: False)
    assert changed.asked_in("wie is er ziek", lambda _: False)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    is_private(text)


@given(
    st.lists(st.sampled_from(["wie", "who", "is", "er", "the", "ziek", "in", "of", "van", "'s", "salary"]), max_size=60)
)
def test_no_row_of_its_own_words_hangs_it(words: list[str]) -> None:
    is_private(" ".join(words))
