"""The year of a person: twelve months up to their last own work, by kind, from what the asker may read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from api.schemas import MonthOfWork
from tests.api.keys import person
from tests.api.small_site import make_site, visiting
from ui.pictures import year_rows

MAAIKE, TUNDE = person("maaike"), person("tunde")


def test_a_year_counts_own_readable_work_and_is_drawn_with_its_table(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    with closing(site.store):
        told = visiting(site, TUNDE).get(f"/api/people/{MAAIKE}").json()
        assert len(told["year"]) == 12
        assert sum(sum(month["kinds"].values()) for month in told["year"]) <= told["total"]
        assert sum(told["year"][-1]["kinds"].values()) > 0, "it ends with the last work"
        assert sorted(month["at"] for month in told["year"]) == [month["at"] for month in told["year"]]
        own, other = (visiting(site, who).get(f"/api/people/{TUNDE}").json() for who in (TUNDE, MAAIKE))
        counted = [sum(sum(month["kinds"].values()) for month in each["year"]) for each in (own, other)]
        assert counted[0] > counted[1], "what only Tunde may read is in nobody else's picture"
        page = visiting(site, TUNDE).get(f"/people/{MAAIKE}").text
        assert "compared with nobody" in page
        assert "The same as a table" in page
        visiting(site, MAAIKE).post("/api/me/opt-out")
        assert visiting(site, TUNDE).get(f"/api/people/{MAAIKE}").json()["year"] == []


MONTHS = some.lists(
    some.dictionaries(some.sampled_from(["page", "post"]), some.integers(1, 99)), min_size=1, max_size=12
)


@given(MONTHS)
def test_every_number_has_its_bar_and_none_is_higher_than_its_row(kinds: list[dict[str, int]]) -> None:
    rows = year_rows([MonthOfWork(at, each) for at, each in enumerate(kinds)])
    for kind, total, drawn in rows:
        assert total == sum(each.get(kind, 0) for each in kinds) == sum(count for count, _, _ in drawn)
        assert all((height > 0) == (count > 0) and height <= 22 for count, _, height in drawn)
