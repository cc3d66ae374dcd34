"""What is right in each case of the shared folder, in the order of their names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from shutil import copyfile

from tests.cases.site import CaseSite, first

Check = Callable[[CaseSite], None]
CHECKS: dict[str, Check] = {}
KINDS: dict[str, str] = {
    "directory-ad": "directory",
    "directory-manager-mail": "directory",
    "docx-author-last-first": "files",
    "docx-comments": "files",
    "docx-textbox-twice": "files",
    "feed-discourse": "feed",
    "feed-podcast-people": "feed",
    "feed-same-guid": "feed",
    "feed-title-entities": "feed",
    "files-confluence-export": "files",
    "jsonl-confluence": "jsonl",
    "jsonl-private-group": "jsonl",
    "jsonl-time": "jsonl",
    "mail-digest": "mbox",
    "mail-from-escaped": "mbox",
    "mail-list-address-named": "mbox",
    "mail-raw-utf8-header": "mbox",
    "markdown-vault": "markup",
    "names-comma": "markup",
    "office-password": "files",
    "pdf-owner-password": "files",
    "problem-forgotten": "mbox",
    "wiki-dutch": "mediawiki-dump",
    "zulip-quote": "zulip-archive",
}
"""The kind of source of a case without settings of its own."""
HERE = ("Anna Vos", "Bram Kok", "Carla Smit", "Daan Bos", "Emma Prins", "Finn Mol", "Gijs Haan", "Hanna Kuiper")
ALL_HERE = {*HERE, "Iris Jonker", "Joep Bakker"}
NAMES = {
    "Siobhán O’Brien": ("OBrien", "O'Brien", "o brien", "siobhan"),
    "Jean-Luc D'Hondt": ("jean luc", "jeanluc", "dhondt", "d hondt"),
    "Jürgen Weiß": ("Weiss", "weiß"),
    "İbrahim Yılmaz": ("Ibrahim", "ibrahim yilmaz"),
    "Anne-Fleur van der Meer-de Vries": ("van der meer", "vandermeer", "vd meer", "meer", "de vries"),
    "Søren Łukasz": ("soren", "lukasz"),
    "王小明": ("王小明", "小明"),
    "Jan van 't Hof": ("van t hof", "vant hof", "hof van t"),
    "Bo Li": ("li",),
}
BEGINNINGS = {
    "sio": "Siobhán O’Brien",
    "jan van": "Jan van den Berg",
    "jansen p": "Piet Jansen",
    "p. jansen": "Piet Jansen",
    "Jansen, Piet": "Piet Jansen",
    "piet jansn": "Piet Jansen",
    "de heer jansen": "Piet Jansen",
    "mevrouw vos": "Anna Vos",
}


def case(name: str) -> Callable[[Check], Check]:
    """Register what is right in this case."""

    def register(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return register


@case("01-takeout-date")
def takeout_date(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert found.at == int(datetime(2026, 3, 30, 15, 40, 31, tzinfo=UTC).timestamp())


@case("02-html-quote")
def html_quote(site: CaseSite) -> None:
    for question in ("legionella", "boosterpomp"):
        assert site.experts(question) == ["Anna Vos"]


@case("03-auto-reply")
def auto_reply(site: CaseSite) -> None:
    assert site.experts("grondwaterpeil") == ["Anna Vos"]


@case("04-forward")
def forward(site: CaseSite) -> None:
    for question in ("betonrot", "kathodische bescherming", "lamellenvoeg"):
        assert site.experts(question) == ["Anna Vos"]


@case("06-crosspost")
def crosspost(site: CaseSite) -> None:
    answer = site.answer("zonnepanelen", "--evidence", "9")
    assert {each["name"]: each["documents"] for each in answer["people"]} == {"Anna Vos": 1, "Bram Kok": 2}
    assert answer["people"][0]["name"] == "Bram Kok"


@case("07-notification-sender")
def notification_sender(site: CaseSite) -> None:
    right = {"regelklep": "Anna Vos", "debietmeter": "Bram Kok", "terugslagklep": "Carla Smit"}
    assert {question: site.experts(question) for question in right} == {word: [name] for word, name in right.items()}
    assert site.experts("membraanpomp") in (["Daan Bos"], [])


@case("08-soft-hyphen")
def soft_hyphen(site: CaseSite) -> None:
    words = ("waterstofopslag", "warmtenet", "geevalueerd", "financiele", "configuratie")
    found = [first(site.experts(word)) for word in words]
    assert found == ["Anna Vos", "Bram Kok", "Carla Smit", "Daan Bos", "Daan Bos"]


@case("09-blogger-author")
def blogger_author(site: CaseSite) -> None:
    right = {
        "zeesluis": "Anna Vos",
        "rioolgemaal": "Bram Kok",
        "onderzoeksbudget": "Carla Smit",
        "stikstof": "Daan Bos",
    }
    assert {word: site.experts(word) for word in right} == {word: [name] for word, name in right.items()}


@case("10-hr-end-dates")
def end_dates(site: CaseSite) -> None:
    assert set(site.experts("keermuur", "--limit", "20")) == ALL_HERE


@case("12-email-cells")
def email_cells(site: CaseSite) -> None:
    words = ("damwand", "bemaling", "heiwerk", "grindkoffer", "wapening")
    found = [site.experts(word) for word in words]
    assert found == [["Anna Vos"], ["Bram Kok"], ["Carla Smit"], ["Daan Bos"], ["Emma Prins"]]


@case("14-names")
def names(site: CaseSite) -> None:
    found = {word: first(site.people(word)) for words in NAMES.values() for word in words}
    assert found == {word: name for name, words in NAMES.items() for word in words}


@case("15-chat-quote")
def chat_quote(site: CaseSite) -> None:
    assert site.experts("lithiumbromide") == ["Anna Vos"]


@case("17-wiki-users")
def wiki_users(site: CaseSite) -> None:
    assert site.experts("snoeihout") == ["Anna Vos"]
    assert site.experts("ontwateringsklep") == []
    assert site.experts("tegendrukturbine") == ["Carla Smit"]


@case("18-group-author")
def group_author(site: CaseSite) -> None:
    assert site.experts("getijdenturbine", "--limit", "20") == ["Anna Vos"]


@case("19-name-change")
def name_change(site: CaseSite) -> None:
    copyfile(site.folder.parent / "input2" / "people.csv", site.folder / "people.csv")
    site.sync()
    assert site.experts("zuiveringsslib") == ["Anna Bakker"]
    assert site.experts("struviet") == ["Anna Bakker"]
    assert "Anna Bakker" in site.people("anna")


@case("21-code-pgp-topics")
def code_and_armour(site: CaseSite) -> None:
    assert site.experts("pgp signature") == []
    assert site.experts("gnupg") == []
    topics = " ".join(site.topics())
    assert not [
        word for word in ("dispatcherservlet", "traceback", "unique constraint", "pgp", "gnupg") if word in topics
    ]


@case("22-queries")
def queries(site: CaseSite) -> None:
    assert first(site.experts("C++")) == "Anna Vos"
    assert first(site.experts("R")) == "Bram Kok"
    assert first(site.experts(".NET")) == "Daan Bos"
    odd = ("title:foo AND (bar", '"rekenhart', "rekenhart*", "rekenhart OR statistiek", "-rekenhart", "🚀", "%")
    for question in (*odd, "rekenhart 🚀", "drop table--"):
        site.answer(question)


@case("24-git-merge-revert")
def merge_and_revert(site: CaseSite) -> None:
    assert first(site.experts("kalmanfilter", "--evidence", "5")) == "Anna Vos"
    assert {name for each in site.documents().values() for name in each.who()} == {"Anna Vos"}


@case("26-same-file")
def same_file(site: CaseSite) -> None:
    answer = site.answer("remmingwerk", "--evidence", "9")
    assert {each["name"]: each["documents"] for each in answer["people"]} == {"Anna Vos": 1, "Bram Kok": 1}


@case("29-name-beginning")
def name_beginning(site: CaseSite) -> None:
    assert {word: first(site.people(word)) for word in BEGINNINGS} == BEGINNINGS


@case("30-docx-template-author")
def template_author(site: CaseSite) -> None:
    for word, name in (("kwelwater", "Bram Kok"), ("ketelsteen", "Anna Vos")):
        people = {each["name"]: each for each in site.answer(word)["people"]}
        assert name in people
        assert datetime.fromtimestamp(people[name]["last"], UTC).year == 2026


@case("32-sent-from-phone")
def sent_from_phone(site: CaseSite) -> None:
    assert site.experts("iPhone") == ["Anna Vos"]
    assert site.experts("Android") == []


@case("33-newsletter")
def newsletter(site: CaseSite) -> None:
    assert first(site.experts("warmtenet", "--evidence", "2")) == "Anna Vos"


@case("35-last-first-day")
def last_and_first_day(site: CaseSite) -> None:
    today = datetime.now(UTC)
    rows = [
        "id;name;email;department;in dienst;uit dienst",
        f"e1;Anna Vos;anna.vos@acme.example;Energie;2020-01-01;{today:%Y-%m-%d}",
        f"e2;Bram Kok;bram.kok@acme.example;Energie;{today + timedelta(days=90):%Y-%m-%d};",
        "e3;Carla Smit;carla.smit@acme.example;Energie;2020-01-01;",
    ]
    (site.folder / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    site.sync()
    assert site.people("anna") == ["Anna Vos"]
    assert site.people("bram") == []


@case("36-midnight")
def midnight(site: CaseSite) -> None:
    assert "2026-11-02" in site.told("experts", "spuisluis")


@case("37-feed-author-forms")
def feed_author_forms(site: CaseSite) -> None:
    for number, letter in enumerate("abcdefghijk"):
        found = site.experts(f"onderwerp{letter * 3}")
        assert set(found) == ({"Anna Vos", "Bram Kok"} if number in (6, 7) else {"Anna Vos"}), letter


@case("39-entra-export")
def entra_export(site: CaseSite) -> None:
    assert "Bram Kok" not in site.people("bram")
    assert site.people("A2.14") == ["Anna Vos"]
    assert "usageLocation" in site.told("doctor")


@case("40-code-block")
def code_block(site: CaseSite) -> None:
    topics = " ".join(site.topics())
    assert not [word for word in ("apiversion", "livenessprobe", "metadata") if word in topics]


@case("47-page-template")
def page_template(site: CaseSite) -> None:
    for question in ("RISMAN", "risicobeheersing RISMAN"):
        assert first(site.experts(question)) == "Anna Vos"


@case("directory-ad")
def directory_ad(site: CaseSite) -> None:
    accounts = {
        line["props"]["native_id"]: line["props"]
        for line in site.export()
        if line.get("key", "").startswith("account:")
    }
    assert set(accounts) == {"avos", "bkok"}
    assert accounts["bkok"].get("left") is not None
    assert accounts["avos"].get("left") is None
    assert site.edges("REPORTS_TO") == [("avos", "bkok")]


@case("directory-manager-mail")
def directory_manager_mail(site: CaseSite) -> None:
    assert site.edges("REPORTS_TO") == [("1", "2"), ("3", "2")]


@case("docx-author-last-first")
def docx_author(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert found.who() == ["Piet Jansen"]
    assert found.who("EDITED") == ["Bram Kok"]


@case("docx-comments")
def docx_comments(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert found.who("COMMENTED") == ["Dirk Bos"]
    assert found.who("EDITED") == ["Bram Kok", "Cees Smit"]


@case("docx-textbox-twice")
def docx_textbox(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert found.text.count("Pump hall extension") == 1


@case("feed-discourse")
def feed_discourse(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert found.who() == ["Ada Vos"]
    assert "avos" in str([line["props"] for line in site.export() if line.get("key", "").startswith("account:")])


@case("feed-podcast-people")
def podcast_people(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert {"Ada Vos", "Bram Kok"} <= {name for _, name in found.acts}


@case("feed-same-guid")
def same_guid(site: CaseSite) -> None:
    assert sorted(name for each in site.documents().values() for name in each.who()) == ["Ada Vos", "Bram Kok"]


@case("feed-title-entities")
def title_entities(site: CaseSite) -> None:
    titles = {each.title.replace("’", "'") for each in site.documents().values()}
    assert titles == {"Q&A: what's new in pumps", "Q&A", "How vector<int> grows", "Q&A: what's new"}


@case("files-confluence-export")
def confluence_export(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert (found.title, found.who(), found.who("EDITED")) == ("Ceramic bearings", ["Ada Vos"], ["Bram Kok"])
    assert found.at is not None
    assert f"{datetime.fromtimestamp(found.at, UTC):%Y-%m-%d}" == "2026-03-02"


@case("jsonl-confluence")
def jsonl_confluence(site: CaseSite) -> None:
    (found,) = site.documents().values()
    lines = [" ".join(line.split()) for line in found.text.splitlines() if line.strip()]
    assert sorted(lines) == sorted(["Order ceramic bearings", "pump.start(speed=1500)", "See Feed pump."])


@case("jsonl-private-group")
def private_group(site: CaseSite) -> None:
    answer = site.answer("hydrogen pipeline", "--as", "3")
    assert answer["people"] == []
    assert "secret-merger" not in str(answer)


@case("jsonl-time")
def jsonl_time(site: CaseSite) -> None:
    assert {each.id: each.at is not None for each in site.documents().values()} == dict.fromkeys("123456", True)


@case("mail-digest")
def mail_digest(site: CaseSite) -> None:
    found = {each.title: each.who() for each in site.documents().values()}
    assert found == {"Hydrogen": ["Bram Kok"], "Bearings": ["Ada Vos"]}


@case("mail-from-escaped")
def from_escaped(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert "\nFrom 2020 on we use ceramic bearings in every feed pump." in found.own


@case("mail-list-address-named")
def list_address(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert found.who() == ["Ada Vos"]
    assert not [name for kind, name in found.acts if kind == "NAMED" and "research" in name.lower()]


@case("mail-raw-utf8-header")
def raw_header(site: CaseSite) -> None:
    (found,) = site.documents().values()
    assert (found.title, found.who()) == ("Café en warmtepomp", ["Zoë Müller"])


@case("markdown-vault")
def markdown_vault(site: CaseSite) -> None:
    found = {each.id.removeprefix("input/"): each for each in site.documents().values()}
    page = found["Wiki/Feed pump.md"]
    assert page.title == "Feed pump"
    assert "See ceramic bearings and Pump hall for more about this." in page.text
    assert "internal remark" not in page.text
    daily = found["Daily/2023-09-30.md"].at
    assert daily is not None
    assert f"{datetime.fromtimestamp(daily, UTC):%Y-%m-%d}" == "2023-09-30"
    assert [end for _, end in site.edges("LINKS_TO") if end.endswith("Pump hall.md")]


@case("names-comma")
def names_with_commas(site: CaseSite) -> None:
    found = {each.id.rpartition("/")[2]: each for each in site.documents().values()}
    assert found["a.md"].who() in (["Fred Vos"], ["Fred Vos, Jr."])
    assert found["b.md"].who() == ["Piet Jansen"]
    assert found["c.rst"].who() in (["Fred Vos"], ["Fred Vos, Jr."])
    assert found["c.rst"].emails == ("fred@example.org",)


@case("office-password")
def office_password(site: CaseSite) -> None:
    assert site.told("doctor", "input").count("protected by a password") == 2


@case("pdf-owner-password")
def pdf_owner_password(site: CaseSite) -> None:
    texts = [each.text for each in site.documents().values()]
    assert len(texts) == 3
    assert all("Hydrogen embrittlement of pipeline steel depends on pressure." in text for text in texts)


@case("problem-forgotten")
def problem_forgotten(site: CaseSite) -> None:
    site.sync()
    assert "k1@example.org" in site.told("doctor", "input")


@case("wiki-dutch")
def wiki_dutch(site: CaseSite) -> None:
    pages = site.documents().values()
    assert "Ada Vos" in {name for each in pages for name in each.who()}
    assert not [each for each in pages if "en:Feed pump" in each.text]


@case("zulip-quote")
def zulip_quote(site: CaseSite) -> None:
    found = sorted(site.documents().values(), key=lambda each: each.id)
    assert found[-1].own.strip() == "Thanks, I will ask the workshop."
