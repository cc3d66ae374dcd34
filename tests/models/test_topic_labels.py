"""What a topic is called."""

from __future__ import annotations

import pytest

from models.termhood import TermId, Usage, Usages
from models.topic_labels import best_of, label_of


def usage(surfaces: dict[str, int]) -> Usage:
    return Usage(sum(surfaces.values()), 9, 1, surfaces)


@pytest.mark.parametrize(
    ("norm", "surfaces", "label"),
    [
        ("leverancier", {"leveranciers": 40, "leverancier": 30, "Leveranciers": 5}, "leverancier"),
        ("kost", {"kosten": 40, "kost": 1}, "kosten"),
        ("api", {"API": 30, "api": 50, "Api": 2}, "API"),
        ("graphql", {"GraphQL": 20, "graphql": 30}, "GraphQL"),
        ("python", {"Python": 90, "python": 20}, "Python"),
        ("inkoop", {"Inkoop": 50, "inkoop": 40}, "inkoop"),
        ("technisch schuld", {"technische schuld": 9, "Technische schuld": 12}, "technische schuld"),
        ("open source", {"open source": 12, "Open Source": 12, "open-source": 8}, "open source"),
        ("data set", {"dataset": 5}, "dataset"),
    ],
)
def test_a_term_is_shown_as_people_write_it(norm: str, surfaces: dict[str, int], label: str) -> None:
    assert label_of(("nl", norm), usage(surfaces)) == label


@pytest.mark.parametrize(
    ("documents", "best"),
    [
        ({"waterstofopslag": 8, "wso": 20}, "waterstofopslag"),
        ({"application programming interface": 2, "api": 60}, "api"),
        ({"begrip": 20, "begrippen": 90}, "begrippen"),
        ({"dataverwerking": 30, "dataverwerkingen": 40}, "dataverwerking"),
        ({"validator": 3, "validators": 40}, "validators"),
        ({"pr": 40, "prs": 60}, "pr"),
        ({"cms": 20, "cms'en": 9}, "cms"),
    ],
)
def test_a_topic_is_named_after_the_form_that_people_use(documents: dict[str, int], best: str) -> None:
    terms: dict[TermId, Usage] = {("nl", norm): usage({norm: count}) for norm, count in documents.items()}
    assert best_of(sorted(terms), Usages(1000, terms)) == ("nl", best)
