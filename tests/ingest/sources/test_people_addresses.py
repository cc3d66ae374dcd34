"""Addresses of a cell, whatever stands around them."""

from __future__ import annotations

import pytest

from ingest.sources.people_addresses import addresses_in, says_no_address


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("ada@x.org", ["ada@x.org"]),
        ("SMTP:ada@x.org", ["ada@x.org"]),
        ("mailto:ada@x.org?subject=x", ["ada@x.org"]),
        ("MAILTO:ada@x.org", ["ada@x.org"]),
        ("ada@x.org, a.vos@y.org", ["ada@x.org", "a.vos@y.org"]),
        ("ada@x.org;a.vos@y.org", ["ada@x.org", "a.vos@y.org"]),
        ("ada@x.org / a.vos@y.org", ["ada@x.org", "a.vos@y.org"]),
        ("ada@x.org | ADA@x.org", ["ada@x.org"]),
        ("Vos, Ada <ada@x.org>", ["ada@x.org"]),
        ('"Vos, Ada" <ada@x.org>', ["ada@x.org"]),
        ("ada@x.org (werk)", ["ada@x.org"]),
        ("<ada@x.org>", ["ada@x.org"]),
        ("['ada@x.org', 'a.vos@y.org']", ["ada@x.org", "a.vos@y.org"]),
        ("smtp:a.vos@y.org;SMTP:ada@x.org;sip:ada@x.org;X500:/o=Org/ou=a/cn=ada@z", ["ada@x.org", "a.vos@y.org"]),
        ("{smtp:a.vos@y.org, SMTP:ada@x.org}", ["ada@x.org", "a.vos@y.org"]),
        ("E-mail: ada@x.org.", ["ada@x.org"]),
        ("x.ada_out.org#EXT#@y.onmicrosoft.com", []),
        ("zoë@x.org", ["zoë@x.org"]),
        ("a@b", []), ("@x.org", []), ("ada@@x.org", []), ("", []), ("-", []),
    ],
)  # fmt: skip
def test_addresses_of_a_cell(cell: str, addresses: list[str]) -> None:
    assert list(addresses_in(cell)) == addresses


@pytest.mark.parametrize("cell", ["ada at x.org", "ada.vos", "ada@x", "06-12345678"])
def test_what_is_no_address_is_told(cell: str) -> None:
    assert says_no_address(cell)


@pytest.mark.parametrize("cell", ["", "-", "n.v.t.", "geen", "NULL", "X500:/o=Org", "ada@x.org", "x#EXT#@y.org"])
def test_no_address_is_not(cell: str) -> None:
    assert not says_no_address(cell)
