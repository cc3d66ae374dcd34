"""The person of an account, and the people that a text names. All names are invented."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.accounts import account_id, named_address
from graph.facts import Account, Extraction, Judgement, Key, NameCandidate, Verdict, key_of, person_key
from graph.names import full_name
from models.identity import contested, link_accounts
from models.listed_people import Worked
from models.name_links import link_names
from models.services import is_service


def account(
    source: str, ident: str, name: str, *, anchor: bool = False, vouched: bool = False, **more: tuple[str, ...]
) -> Account:
    return Account(key_of("account", source, ident), source, ident, name, anchor=anchor, vouched=vouched, **more)


MIRTHE = account("people", "p1", "Mirthe van der Bos", anchor=True, emails=("m.bos@werk.example",), handles=("mvdb",))
TUNDE = account("people", "p2", "Tunde Adeyemi", anchor=True, aliases=("Tuni",))
JAN = account("people", "p3", "Jan de Wit", anchor=True)
JANNIE = account("people", "p4", "Jannie de Wit", anchor=True)
NOREPLY = "users.noreply.forge.example"
LOGIN = account("people", "p7", "mirthevanderbos99", anchor=True, handles=("mirthevanderbos99",))
SHORT = account("people", "p8", "Li Ma", anchor=True, emails=("info@lima.example",), aliases=("Lima Adviezen",))
NAMESAKES = (account("people", "p5", "Eva Smit", anchor=True), account("people", "p6", "Eva Smit", anchor=True))
PEOPLE = (MIRTHE, TUNDE, JAN, JANNIE, LOGIN, SHORT, *NAMESAKES)


@pytest.mark.parametrize(
    ("other", "person", "role"),
    [
        (account("wiki", "w1", "Mirthe van der Bos"), MIRTHE, "rule:full-name"),
        (account("wiki", "w1", "MIRTHE VAN DER BOS"), MIRTHE, "rule:full-name"),
        (account("wiki", "w1", "Bos, Mirthe van der"), MIRTHE, "rule:full-name"),
        (account("wiki", "w1", "Bos, M. van der"), MIRTHE, "rule:initials"),
        (account("wiki", "w1", "M. van der Bos"), MIRTHE, "rule:initials"),
        (account("wiki", "w1", "Túnde Adéyemi"), TUNDE, "rule:full-name"),
        (account("wiki", "w1", "Tunde Adeyemi (Beheer)"), TUNDE, "rule:full-name"),
        (account("wiki", "MvdB", "wie dan ook"), MIRTHE, "rule:handle"),
        (account("wiki", "tuni", "tuni"), TUNDE, "rule:alias"),
        (account("wiki", "w1", "Tuni"), TUNDE, "rule:alias"),
        (account("wiki", "w1", "MVDB"), MIRTHE, "rule:handle"),
        (account("git", f"1234+mvdb@{NOREPLY}", "M"), MIRTHE, "rule:handle"),
        (account("git", f"mvdb@{NOREPLY}", "Tunde Adeyemi"), MIRTHE, "rule:handle"),
        (account("git", f"99+mirthevanderbos99@{NOREPLY}", "mirthevanderbos99"), LOGIN, "rule:handle"),
        (account("git", f"tunde-adeyemi@{NOREPLY}", "tunde-adeyemi"), TUNDE, "rule:handle-name"),
        (account("wiki", "w1", "mirthevanderbos99"), LOGIN, "rule:handle"),
        (account("wiki", "w1", "Ma, Li"), SHORT, "rule:full-name"),
        (account("git", "info@lima.example", "Li"), SHORT, "rule:email"),
        (account("git", "info@elders.example", "Li"), None, None),
        (account("wiki", "tunde-adeyemi", "tunde-adeyemi"), TUNDE, "rule:handle-name"),
        (account("mail", "m.bos@werk.example", "Mirthe"), MIRTHE, "rule:email"),
        (account("mail", "m.bos+jira@werk.example", "Mirthe"), MIRTHE, "rule:email"),
        (account("mail", "M.Bos+notifications@werk.example", ""), MIRTHE, "rule:email"),
        (account("chat", "7", "M", emails=("m.bos+chat@werk.example",), vouched=True), MIRTHE, "rule:email"),
        (account("git", "m.bos+ci@werk.example", "Build Bot"), None, None),
        (account("mail", "m.bos+x@werk.example", "Joost Elders"), None, None),
        (account("mail", "m.bos+x@elders.example", "M"), None, None),
        (account("chat", "7", "Mirthe", emails=("m.bos@werk.example",), vouched=True), MIRTHE, "strong"),
        (account("wiki", "p2", "Tunde Adeyemi"), TUNDE, "rule:id"),
        (account("wiki", "p2", "Tunde Adeyemi", vouched=True), TUNDE, "strong"),
        (account("mail", "tunde.adeyemi@elders.example", ""), TUNDE, "rule:handle-name"),
        (account("wiki", "w1", "J. de Wit"), None, None),
        (account("wiki", "w1", "Mirthe v.d. Bos"), MIRTHE, "rule:full-name"),
        (account("wiki", "w1", "Mirthe Vanderbos"), MIRTHE, "rule:full-name"),
        (account("wiki", "w1", "mevrouw M. v/d Bos"), MIRTHE, "rule:initials"),
        (account("wiki", "w1", "dr. Mirthe van der Bos MSc"), MIRTHE, "rule:full-name"),
        (account("wiki", "w1", "T.A. Adeyemi"), TUNDE, "rule:initials"),
        (account("wiki", "w1", "P. van der Bos"), None, None),
        (account("wiki", "w1", "Mirthe Bos"), None, None),
        (account("wiki", "w1", "Eva Smit"), None, None),
        (account("wiki", "w1", "Mirthe"), None, None),
        (account("wiki", "w1", "Tunde"), None, None),
        (account("wiki", "p2", "Somebody Else"), None, None),
    ],
)
def test_directory_links(other: Account, person: Account | None, role: str | None) -> None:
    edges = link_accounts([*PEOPLE, other]).edges
    assert [(edge.end, edge.role) for edge in edges] == ([(person_key(person.key), role)] if person else [])


def test_doubt_is_told_and_not_decided() -> None:
    wiki = account("wiki", "w1", "Eva Smit")
    links = link_accounts([*PEOPLE, wiki])
    assert links.unsure == tuple(sorted((wiki.key, person_key(each.key)) for each in NAMESAKES))


def test_accounts_that_the_directory_does_not_know_are_joined_by_name_once_per_source() -> None:
    wiki, blog = account("wiki", "w1", "Noor Haverkamp"), account("blog", "b1", "noor haverkamp")
    (edge,) = link_accounts([*PEOPLE, wiki, blog]).edges
    assert {edge.start, edge.end.replace("person:", "account:")} == {wiki.key, blog.key}
    double = account("wiki", "w2", "Noor Haverkamp")
    links = link_accounts([*PEOPLE, wiki, blog, double])
    assert links.edges == ()
    assert links.unsure


def test_one_address_is_one_person() -> None:
    one = account("git", "noor@thuis.example", "N")
    two = account("mail", "x", "Noor H", emails=("Noor@thuis.example",))
    (edge,) = link_accounts([one, two]).edges
    assert edge.role == "rule:email"


def test_sub_addresses_that_no_directory_lists_stay_apart() -> None:
    one, two = account("git", "noor+werk@thuis.example", "N"), account("mail", "noor@thuis.example", "N")
    assert link_accounts([one, two]).edges == ()
    own = account("people", "p9", "Noor Haver", anchor=True, emails=("noor+werk@thuis.example",))
    assert {edge.start for edge in link_accounts([own, one, two]).edges} == {one.key}


def test_one_login_at_a_forge_is_one_person() -> None:
    old, new = account("git", f"noorh@{NOREPLY}", "noorh"), account("code", f"12+noorh@{NOREPLY}", "Noor H")
    (edge,) = link_accounts([*PEOPLE, old, new]).edges
    assert edge.role == "rule:email"


def test_a_refused_link_stays_away_until_taken_back() -> None:
    wiki = account("wiki", "w1", "Tunde Adeyemi")
    refused = Judgement("j1", wiki.key, person_key(TUNDE.key), Verdict.DIFFERENT, "person:x", 10)
    assert link_accounts([*PEOPLE, wiki], [refused]).edges == ()
    back = Judgement("j1", wiki.key, person_key(TUNDE.key), Verdict.DIFFERENT, "person:x", 10, undone=20)
    assert len(link_accounts([*PEOPLE, wiki], [back]).edges) == 1


@pytest.mark.parametrize(
    ("ident", "name", "service"),
    [
        ("dependabot[bot]", "dependabot[bot]", True),
        ("noreply@werk.example", "noreply", True),
        ("jenkins", "Jenkins", True),
        ("build-bot", "Build Bot", True),
        ("abbot", "Ralf Abbot", False),
        ("tunde", "Tunde Adeyemi", False),
        ("cindy", "Cindy Root", False),
    ],
)
def test_service_accounts(ident: str, name: str, service: bool) -> None:
    assert is_service(account("git", ident, name)) is service


@pytest.mark.parametrize("text", ["", "Tunde", "x@y.example", "van der", "12 34", "De Heer"])
def test_no_full_name(text: str) -> None:
    name = full_name(text)
    assert name is None or text == "De Heer"


NAMES = [
    "Mirthe van der Bos",
    "Bos, M. van der",
    "M. van der Bos",
    "Eva Smit",
    "Noor Haverkamp",
    "noor",
    "Tunde Adeyemi",
]


@settings(derandomize=True, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["wiki", "blog", "git"]), st.sampled_from(NAMES)), max_size=12),
    st.integers(0, 9),
)
def test_order_of_arrival_changes_nothing(given_accounts: list[tuple[str, str]], seed: int) -> None:
    accounts = [*PEOPLE, *(account(source, f"{at}", name) for at, (source, name) in enumerate(given_accounts))]
    shuffled = random.Random(seed).sample(accounts, len(accounts))
    assert link_accounts(accounts) == link_accounts(shuffled)


def names(*found: tuple[str, str]) -> Extraction:
    return Extraction("document:a:1", "h", "1", names=tuple(NameCandidate(text, kind, 1) for text, kind in found))


@pytest.mark.parametrize(
    ("surface", "kind", "whom"),
    [
        ("Mirthe van der Bos", "person", MIRTHE),
        ("Vraag Tunde Adeyemi", "person", TUNDE),
        ("M. van der Bos", "person", MIRTHE),
        ("mvdb", "handle", MIRTHE),
        ("M.Bos@werk.example", "email", MIRTHE),
        ("m.bos+lijst@werk.example", "email", MIRTHE),
        ("m.bos+lijst@elders.example", "email", None),
        ("Eva Smit", "person", None),
        ("J. de Wit", "person", None),
        ("Tunde", "person", None),
        ("niemand", "handle", None),
    ],
)
def test_whom_a_text_names(surface: str, kind: str, whom: Account | None) -> None:
    edges = list(link_names([names((surface, kind))], PEOPLE))
    assert [edge.end for edge in edges] == ([whom.key] if whom else [])


def test_two_accounts_of_one_person_are_no_doubt() -> None:
    wiki = account("wiki", "w1", "Tunde Adeyemi")
    persons = {wiki.key: person_key(TUNDE.key)}
    (edge,) = link_names([names(("Tunde Adeyemi", "person"))], [*PEOPLE, wiki], persons)
    assert edge.end == TUNDE.key


def test_the_exact_name_goes_before_one_that_means_the_same() -> None:
    short, long = (
        account("people", ident, f"Frits {infix} Zand", anchor=True)
        for ident, infix in (("z1", "vd"), ("z2", "van der"))
    )
    (edge,) = link_accounts([short, long, account("wiki", "w1", "Frits vd Zand")]).edges
    assert edge.end == person_key(short.key)
    links = link_accounts([short, long, account("wiki", "w1", "Frits van der Zand")])
    assert [edge.end for edge in links.edges] == [person_key(long.key)]


def test_initials_that_contradict_each_other_link_nobody() -> None:
    anchor = account("people", "k1", "Jan Karel Kok", anchor=True)
    assert link_accounts([anchor, account("wiki", "w1", "J.P. Kok")]).edges == ()
    assert len(link_accounts([anchor, account("wiki", "w1", "J.K. Kok")]).edges) == 1


def _named(text: str, *people: Account) -> list[str]:
    extraction = Extraction("document:w:1", "h", "1", names=(NameCandidate(text, "person", 1),))
    return [edge.end for edge in link_names([extraction], people)]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Mirthe van der Bos", MIRTHE), ("Mirthe v.d. Bos", MIRTHE), ("Mirthe Vanderbos", MIRTHE),
        ("M. vd Bos", MIRTHE),
        ("Bos, M. van der", MIRTHE), ("Beheerder Mirthe van der Bos", MIRTHE), ("dr. Tunde Adeyemi", TUNDE),
        ("MV van der Bos", None), ("Kees van der Bos", None), ("Mirthe Bos", None), ("Bos", None), ("Ada Kok", None),
    ],
)  # fmt: skip
def test_whom_a_text_names_in_any_form(text: str, person: Account | None) -> None:
    assert _named(text, MIRTHE, TUNDE) == ([person.key] if person else [])


def test_a_person_listed_by_family_name_is_named_by_it_alone() -> None:
    boer = account("people", "b1", "De Boer", anchor=True)
    assert _named("De Boer", boer) == [boer.key]
    assert _named("Karst de Boer", boer) == []


YEAR = 31_557_600


def by_name(source: str, name: str, address: str) -> Account:
    """The account of who is shown by this name and address, as it is stored."""
    ident = account_id(name, address)
    named = named_address(ident)
    return account(source, ident, named[0] if named else name, emails=(address,))


def owners(*accounts: Account, **more: Worked) -> dict[str, Key]:
    """Whose each of these accounts is, by its id, next to everybody in the directory."""
    edges = {edge.start: edge.end for edge in link_accounts([*PEOPLE, *accounts], **more).edges}
    return {each.native_id: edges.get(each.key, person_key(each.key)) for each in accounts}


@pytest.mark.parametrize("address", ["notifications@forge.example", "noreply@blog.example", "redactie@werk.example"])
def test_an_address_of_an_office_or_a_program_is_whose_name_it_shows(address: str) -> None:
    tunde, jan, noor = (by_name("mail", name, address) for name in ("Tunde Adeyemi", "Jan de Wit", "Noor Haverkamp"))
    found = owners(tunde, jan, noor)
    assert found[tunde.native_id] == person_key(TUNDE.key)
    assert found[jan.native_id] == person_key(JAN.key)
    assert found[noor.native_id] == person_key(noor.key)


def test_an_address_that_several_people_use_joins_nobody() -> None:
    noor, bas = (
        by_name("mail", "Noor Haverkamp", "kennis@club.example"),
        by_name("mail", "Bas Ooms", "kennis@club.example"),
    )
    bare = account("mail", "kennis@club.example", "kennis@club.example", emails=("kennis@club.example",))
    again = by_name("blog", "Noor Haverkamp", "noor@thuis.example")
    found = owners(noor, bas, bare, again)
    assert len(set(found.values())) == 3
    assert found[noor.native_id] == found[again.native_id]


@pytest.mark.parametrize(
    ("one", "other", "address"),
    [
        ("Noor Haverkamp", "N. Haverkamp", "nh@club.example"),
        ("Noor Haverkamp", "Haverkamp, Noor", "nh@club.example"),
        ("Noor Haverkamp", "Noor Ooms", "noor@club.example"),
        ("Bob Haverkamp", "Robert Haverkamp", "bob.haverkamp@club.example"),
        ("Mike Haverkamp", "Michael Haverkamp", "mh@club.example"),
        ("Noor Haverkamp", "Noortje Haverkamp-Ooms", "nh@club.example"),
        ("Xiaoming Wang", "王小明", "xm@club.example"),
    ],
)
def test_one_person_may_write_a_name_in_two_ways(one: str, other: str, address: str) -> None:
    first, second = by_name("mail", one, address), by_name("git", other, address)
    assert len(set(owners(first, second).values())) == 1


def test_people_of_one_name_at_a_program_are_one() -> None:
    two = (by_name("mail", "Noor Haverkamp", "jira@club.example"), by_name("mail", "Noor Haverkamp", "nh@club.example"))
    assert len(set(owners(*two).values())) == 1


def test_an_address_that_moved_is_whose_name_it_shows() -> None:
    jan = account("people", "m1", "Jan Ooms", anchor=True, emails=("j.ooms@werk.example",))
    julia = account("people", "m2", "Julia Ooms", anchor=True, emails=("j.ooms@werk.example",))
    first, second = (by_name("mail", name, "j.ooms@werk.example") for name in ("Jan Ooms", "Julia Ooms"))
    found = owners(jan, julia, first, second)
    assert found[first.native_id] == person_key(jan.key)
    assert found[second.native_id] == person_key(julia.key)


@pytest.mark.parametrize(("years", "whose"), [((1, 2), "m1"), ((6, 7), "m2"), ((1, 7), None)])
def test_an_address_that_moved_is_whose_who_was_here_then(years: tuple[int, int], whose: str | None) -> None:
    emails = ("planning@werk.example", "j.ooms@werk.example")
    jan = replace(account("people", "m1", "Jan Ooms", anchor=True, emails=emails), left=5 * YEAR)
    julia = replace(account("people", "m2", "Julia Ooms", anchor=True, emails=emails), joined=5 * YEAR)
    bare = account("mail", "j.ooms@werk.example", "J. Ooms", emails=("j.ooms@werk.example",))
    worked = {bare.key: (years[0] * YEAR, years[1] * YEAR)}
    found = owners(jan, julia, bare, worked=worked)[bare.native_id]
    assert found == (person_key(key_of("account", "people", whose)) if whose else person_key(bare.key))
    assert contested([jan, julia, bare]) == [bare.key]


def test_who_wrote_by_an_address_before_its_owner_came_is_somebody_else() -> None:
    julia = replace(account("people", "m2", "Julia Ooms", anchor=True, emails=("jo@werk.example",)), joined=5 * YEAR)
    before = by_name("mail", "Joost Okkels", "jo@werk.example")
    person = owners(julia, before, worked={before.key: (YEAR, 2 * YEAR)})[before.native_id]
    assert person == person_key(before.key)
    assert owners(julia, before, worked={before.key: (6 * YEAR, 7 * YEAR)})[before.native_id] == person_key(julia.key)


def test_what_a_colleague_sends_by_the_mailbox_of_another_is_theirs() -> None:
    sent = by_name("mail", "Tunde Adeyemi", "m.bos@werk.example")
    assert owners(sent)[sent.native_id] == person_key(TUNDE.key)


def test_two_contracts_are_one_person() -> None:
    emails = ("noor@werk.example",)
    old = replace(account("people", "c1", "Noor Haverkamp", anchor=True, emails=emails, vouched=True), left=5 * YEAR)
    new = account("people", "c2", "Noor Haverkamp", anchor=True, emails=emails, vouched=True)
    wiki = account("wiki", "w1", "Noor Haverkamp")
    links = link_accounts([*PEOPLE, old, new, wiki])
    assert {(edge.start, edge.end) for edge in links.edges} == {
        (old.key, person_key(new.key)),
        (wiki.key, person_key(new.key)),
    }
    assert person_key(old.key) not in {person.key for person in links.people}


@settings(derandomize=True, max_examples=60)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_addresses_come_does_not_matter(random: random.Random) -> None:
    names = ("Noor Haverkamp", "Bas Ooms", "Tunde Adeyemi", "N. Haverkamp", "")
    places = ("kennis@club.example", "nh@club.example", "jira@club.example")
    accounts = [*PEOPLE, *(by_name("mail", name, place) for name in names for place in places)]
    before = link_accounts(accounts)
    random.shuffle(accounts)
    assert link_accounts(accounts) == before


def test_whom_the_directory_lists_is_a_person_whatever_they_are_called() -> None:
    firm = account("people", "f1", "Ooms Statistiek Ltd", anchor=True)
    suffixed = account("people", "f2", "Noor Haverkamp | Energie", anchor=True)
    mail = by_name("mail", "Ooms Statistiek Ltd", "x@firm.example")
    other = by_name("mail", "Bruin Statistiek Ltd", "x@other.example")
    noor = by_name("mail", "Noor Haverkamp", "nh@werk.example")
    links = link_accounts([firm, suffixed, mail, other, noor])
    assert {(edge.start, edge.end) for edge in links.edges} == {
        (mail.key, person_key(firm.key)),
        (noor.key, person_key(suffixed.key)),
    }
    assert links.service == {other.key}


@pytest.mark.parametrize(("years", "whose"), [((1, 2), "o1"), ((6, 7), "o2"), (None, "o2"), ((1, 7), None)])
def test_an_address_that_somebody_no_longer_has(years: tuple[int, int] | None, whose: str | None) -> None:
    place = "planning@werk.example"
    before = account("people", "o1", "Noor Haverkamp", anchor=True, emails=("noor@werk.example", place))
    noor = replace(before, former=((place, 5 * YEAR),))
    bas = account("people", "o2", "Bas Ooms", anchor=True, emails=(place,))
    bare = account("mail", place, "planners", emails=(place,))
    worked = {bare.key: (years[0] * YEAR, years[1] * YEAR)} if years else {}
    found = owners(noor, bas, bare, worked=worked)[bare.native_id]
    assert found == (person_key(key_of("account", "people", whose)) if whose else person_key(bare.key))


def test_a_former_name_is_known_and_loses_against_who_is_called_so_now() -> None:
    wed = replace(
        account("people", "n1", "Noor Ooms", anchor=True, aliases=("Noor Haverkamp",)),
        former=(("Noor Haverkamp", YEAR),),
    )
    wiki = account("wiki", "w1", "Noor Haverkamp")
    assert owners(wed, wiki)[wiki.native_id] == person_key(wed.key)
    other = account("people", "n2", "Noor Haverkamp", anchor=True)
    assert owners(wed, other, wiki)[wiki.native_id] == person_key(other.key)


def test_an_address_of_before_gives_no_rights() -> None:
    noor = account("people", "o1", "Noor Haverkamp", anchor=True, emails=("nh@werk.example",))
    noor = replace(noor, former=(("nh@werk.example", YEAR),))
    chat = account("chat", "7", "Noor", emails=("nh@werk.example",), vouched=True)
    (edge,) = link_accounts([noor, chat]).edges
    assert edge.role == "rule:email"
