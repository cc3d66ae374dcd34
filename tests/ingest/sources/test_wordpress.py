"""WordPress's own export: only what is published, by people instead of logins."""

from __future__ import annotations

from pathlib import Path

from graph.facts import Gone, Item, Said
from ingest import sources
from ingest.contract import SourceSettings

EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Molen</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>kvos</wp:author_login><wp:author_email>kees@molen.example</wp:author_email>
<wp:author_display_name><![CDATA[Kees Vos]]></wp:author_display_name></wp:author>
{items}</channel></rss>"""


def entry(number: int, status: str = "publish", kind: str = "post", password: str = "") -> str:
    return (
        f"<item><title>Wiek {number}</title><guid>{number}</guid><dc:creator>kvos</dc:creator>"
        f"<description>De wieken van de molen draaien {number} keer.</description>"
        f"<wp:post_date_gmt>2024-03-03 10:00:00</wp:post_date_gmt><wp:status>{status}</wp:status>"
        f"<wp:post_type>{kind}</wp:post_type><wp:post_password>{password}</wp:post_password></item>"
    )


def pull(folder: Path, *entries: str) -> list[Said]:
    (folder / "molen.xml").write_text(EXPORT.format(items="".join(entries)), encoding="utf-8")
    settings = SourceSettings("blog", "feed", options={"path": "molen.xml"}, base=folder)
    return list(sources.open_source(settings).pull(None))


def test_authors_are_people_with_their_names_and_addresses(tmp_path: Path) -> None:
    (item,) = (said for said in pull(tmp_path, entry(1)) if isinstance(said, Item))
    (act,) = item.acts
    assert (act.name, act.email, item.at) == ("Kees Vos", "kees@molen.example", 1_709_460_000)


def test_only_what_all_readers_may_read_is_told_and_the_rest_is_taken_back(tmp_path: Path) -> None:
    kept_back = (entry(2, "draft"), entry(3, "private"), entry(4, "future"), entry(5, password="x"))
    said = pull(tmp_path, entry(1), *kept_back, entry(6, kind="nav_menu_item"), entry(7, kind="page"))
    assert [each.title for each in said if isinstance(each, Item)] == ["Wiek 1", "Wiek 7"]
    assert len([each for each in said if isinstance(each, Gone)]) == 5
