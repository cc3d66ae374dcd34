"""Who is here by the days and words of a people file, and one person for several rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.facts import Problem
from tests.ingest.sources.people_files import here, people, problems, pull

HEAD = "id;naam;e-mail;in dienst;uit dienst;status\n"


def rows(*lines: str) -> str:
    return HEAD + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "end", ["", "-", "n.v.t.", "onbepaald", "NULL", "31-12-9999", "0", "31-12-99", "01-01-1970", "15-01-2027"]
)
def test_who_is_here(tmp_path: Path, end: str) -> None:
    assert here(people(pull(tmp_path, rows(f"1;Ada Vos;;1-3-2020;{end};")))) == {"1"}


@pytest.mark.parametrize("end", ["14-01-2027", "1-3-2024 0:00", "ja", "vertrokken", "45657", "31 mrt 24"])
def test_who_has_left(tmp_path: Path, end: str) -> None:
    assert here(people(pull(tmp_path, rows(f"1;Ada Vos;;1-3-2020;{end};", "2;Bram Kok;;;;")))) == {"2"}


def test_an_unreadable_day_is_told_and_makes_no_leaver(tmp_path: Path) -> None:
    said = pull(tmp_path, rows("1;Ada Vos;;eens;31-02-2024;"))
    told = [each.params["value"] for each in said if isinstance(each, Problem)]
    assert (told, problems(said)) == (["eens", "31-02-2024"], ["directory-date"] * 2)
    assert here(people(said)) == {"1"}


@pytest.mark.parametrize(
    ("status", "is_here", "told"),
    [("uit dienst", False, 0), ("Terminated", False, 0), ("actief", True, 0), ("ziek", True, 0), ("blauw", True, 1)],
)
def test_words_of_a_status(tmp_path: Path, status: str, is_here: bool, told: int) -> None:
    said = pull(tmp_path, rows(f"1;Ada Vos;;;;{status}"))
    assert (bool(here(people(said))), problems(said)) == (is_here, ["directory-status-unknown"] * told)


def test_columns_of_days_may_say_yes_and_no(tmp_path: Path) -> None:
    found = people(pull(tmp_path, "id;naam;in dienst\n1;Ada Vos;ja\n2;Bram Kok;nee\n"))
    assert here(found) == {"1"}
    found = people(pull(tmp_path, "id;naam;uit dienst\n1;Ada Vos;nee\n2;Bram Kok;ja\n"))
    assert here(found) == {"1"}


def test_who_will_come_is_told_with_the_first_day(tmp_path: Path) -> None:
    found = people(
        pull(tmp_path, rows("1;Ada Vos;;01-02-2027;;", "2;Bram Kok;;;;pre-hire", "3;Cato Smit;;15-01-2027;;"))
    )
    assert (sorted(found), here(found)) == (["1", "3"], {"3"})


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("one", "other", "joined", "left"),
    [
        (("1-3-2015", "31-12-2020"), ("1-3-2022", ""), "2022-03-01", None),
        (("1-3-2015", "31-12-2020"), ("1-1-2021", ""), "2015-03-01", None),
        (("1-3-2015", ""), ("1-3-2018", "31-12-2020"), "2015-03-01", None),
        (("1-3-2015", ""), ("1-3-2027", ""), "2015-03-01", None),
        (("1-3-2015", "31-01-2027"), ("1-2-2027", ""), "2015-03-01", None),
        (("1-3-2015", "31-12-2018"), ("1-1-2019", "31-12-2020"), "2015-03-01", "2020-12-31"),
        (("", "31-12-2018"), ("", ""), None, None),
    ],
)
def test_the_newest_row_of_an_id_counts(
    tmp_path: Path, one: tuple[str, str], other: tuple[str, str], joined: str | None, left: str | None, turned: bool
) -> None:
    lines = [f"1;Ada Vos;;{one[0]};{one[1]};", f"1;Ada Vos;;{other[0]};{other[1]};"]
    said = pull(tmp_path, rows(*(lines[::-1] if turned else lines)))
    found = people(said)["1"]
    days = people(pull(tmp_path, rows(f"1;Ada Vos;;{joined or ''};{left or ''};")))["1"]
    assert (found.joined, found.left) == (days.joined, days.left)
    assert problems(said) == []


def test_hired_again_after_the_last_day_in_one_row(tmp_path: Path) -> None:
    assert here(people(pull(tmp_path, rows("1;Ada Vos;;1-3-2022;31-12-2020;")))) == {"1"}


def test_older_rows_give_former_names_and_addresses(tmp_path: Path) -> None:
    said = pull(tmp_path, rows("1;Ada de Vries;vries@x.org;1-3-2015;1-1-2020;", "1;Ada Bakker;bakker@x.org;1-3-2020;;"))
    found = people(said)["1"]
    assert (found.name, found.emails, found.former) == (
        "Ada Bakker",
        ("bakker@x.org",),
        ("Ada de Vries", "vries@x.org"),
    )
    assert problems(said) == []


def test_two_contracts_under_two_ids_are_one_person(tmp_path: Path) -> None:
    text = "id;naam;email;in dienst;uit dienst;manager\n10;Ada Vos;ada@x.org;1-3-2015;1-1-2020;\n"
    text += "20;Ada Vos;ADA@x.org;1-3-2022;;\n30;Bram Kok;b@x.org;;;10\n40;Ada Vos;other@x.org;;;\n"
    found = people(pull(tmp_path, text))
    assert sorted(found) == ["20", "30", "40"]
    assert found["30"].manager == "20"


def test_an_id_of_two_people_is_told_and_the_newer_counts(tmp_path: Path) -> None:
    said = pull(tmp_path, rows("1;Ada Vos;;1-3-2015;1-1-2020;", "1;Bram Kok;;1-3-2022;;"))
    assert (people(said)["1"].name, problems(said)) == ("Bram Kok", ["directory-id-twice"])


@pytest.mark.parametrize(
    "manager",
    [
        "2", "P-2", "bram@x.org", "mailto:bram@x.org", "Bram Kok", "Kok, Bram", "B. Kok <bram@x.org>", "Bram Kok (2)",
        "2 - Bram Kok", "bkok", "X\\bkok", "CN=Bram Kok,OU=Staff,DC=x,DC=org", "CN=Kok\\, Bram,OU=Staff,DC=x",
        "uid=bkok,ou=people,dc=x", "02", "p-2", "Bram Kok; Cato Smit", "BRAM KOK",
    ],
)  # fmt: skip
def test_managers_by_id_address_name_or_dn(tmp_path: Path, manager: str) -> None:
    text = "id;naam;email;login;uid;manager\n"
    text += f'1;Ada Vos;;;;"{manager}"\n2;Bram Kok;bram@x.org;bkok;P-2;\n3;Cato Smit;;;;\n4;Dirk Kok;;;;\n'
    said = pull(tmp_path, text)
    assert people(said)["1"].manager == "2"
    assert problems(said) == []


@pytest.mark.parametrize(
    ("manager", "message"),
    [("Fred Bos", "directory-manager-unknown"), ("Eva Smit", "directory-manager-unclear"), ("-", None), ("1", None)],
)
def test_managers_that_are_not_found(tmp_path: Path, manager: str, message: str | None) -> None:
    said = pull(tmp_path, f"id;naam;manager\n1;Ada Vos;{manager}\n2;Eva Smit;\n3;Eva Smit;\n")
    assert problems(said) == ([message] if message else [])
    assert people(said)["1"].manager is None


@pytest.mark.parametrize(
    ("columns", "cells", "former"),
    [
        ("geboortenaam", "de Vries", ("Ada de Vries",)),
        ("meisjesnaam", "Vries", ("Ada Vries",)),
        ("maiden name", "Ada de Vries", ("Ada de Vries",)),
        ("previous name", "Vries, Ada de", ("Ada de Vries",)),
        ("former name", "Ada de Vries;Ada Kok", ("Ada de Vries", "Ada Kok")),
        ("geboortenaam", "Bakker", ()),
        ("vorig e-mailadres", "ada.vries@x.org", ("ada.vries@x.org",)),
        ("previous last name", "-", ()),
    ],
)
def test_former_names_and_addresses(tmp_path: Path, columns: str, cells: str, former: tuple[str, ...]) -> None:
    found = people(pull(tmp_path, f'id,naam,{columns}\n1,Ada Bakker,"{cells}"\n'))
    assert found["1"].former == former


def test_who_has_no_number_is_known_by_the_address(tmp_path: Path) -> None:
    said = pull(tmp_path, "personeelsnummer;naam;email;login\n1;Ada Vos;;\n;Bram Kok;Bram@x.org;\n;Cato Smit;;csmit\n")
    assert (sorted(people(said)), problems(said)) == (["1", "bram@x.org", "csmit"], [])


@pytest.mark.parametrize(
    ("name", "former"),
    [
        ("Ada Bakker (voorheen Ada de Vries)", ("Ada de Vries",)),
        ("Ada Bakker geb. de Vries", ("Ada de Vries",)),
        ("Ada Bakker (née Vries)", ("Ada Vries",)),
        ("Ada Bakker (formerly de Vries)", ("Ada de Vries",)),
        ("Ada Bakker (Bouw)", ()),
    ],
)
def test_a_former_name_in_the_cell_of_the_name(tmp_path: Path, name: str, former: tuple[str, ...]) -> None:
    assert people(pull(tmp_path, f"id;naam\n1;{name}\n"))["1"].former == former


def test_a_remark_behind_the_name_is_none_of_it(tmp_path: Path) -> None:
    found = people(pull(tmp_path, 'id;displayname;voornaam;achternaam\n1;"Ada Vos (Bouw)";Ada;Vos\n'))
    assert (found["1"].name, found["1"].aliases) == ("Ada Vos", ())


@pytest.mark.parametrize(
    ("name", "called", "aliases"),
    [
        ("Ada Vos (On Leave)", "Ada Vos", ()),
        ("Ada Vos [inhuur]", "Ada Vos", ()),
        ("Vos, A. (Ada)", "Ada Vos", ("A. Vos",)),
        ("A.B. (Ada) van der Vos", "Ada van der Vos", ("A.B. van der Vos",)),
    ],
)
def test_a_name_without_columns_of_its_parts(tmp_path: Path, name: str, called: str, aliases: tuple[str, ...]) -> None:
    found = people(pull(tmp_path, f'id;naam\n1;"{name}"\n'))["1"]
    assert (found.name, found.aliases) == (called, aliases)


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("Last Name, First Name;Preferred Name", "Vos, Abigail;Ada"),
        ("First Name;Last Name;Preferred Name", "Abigail;Vos;Ada"),
        ("Legal Name - First Name;Legal Name - Last Name;Preferred Name", "Abigail;Vos;Ada Vos"),
    ],
)
def test_a_name_that_somebody_prefers(tmp_path: Path, columns: str, cells: str) -> None:
    found = people(pull(tmp_path, f"Employee ID;{columns}\n1;{cells}\n"))["1"]
    assert (found.name, found.aliases) == ("Ada Vos", ("Abigail Vos",))
