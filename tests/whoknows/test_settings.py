"""What may be in whoknows.toml, and what a mistake in it says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ingest import sources
from ingest.contract import SourceError
from whoknows.environment import read_secret
from whoknows.errors import SettingsError
from whoknows.sentences import sentence
from whoknows.settings import load_settings, seconds_of, source_settings
from whoknows.template import settings_text

GOOD = """
[organisation]
name = "Veldermark"

[[source]]
name = "wiki"
kind = "files"
access = "everyone"
path = "wiki"
every = "15m"
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "whoknows.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_paths_count_from_the_settings_file(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert settings.store == f"sqlite:{tmp_path / 'whoknows.db'}"
    assert settings.data == tmp_path / ".whoknows"
    assert settings.source("wiki").every == 900


def mistake_in(file: Path) -> SettingsError | SourceError:
    """The mistake in a settings file: of the file as a whole, else of its first source."""
    try:
        broken = load_settings(file).sources[0].broken
    except SettingsError as error:
        return error
    assert broken is not None
    return broken


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("[organisation", "settings-not-toml"),
        (GOOD.replace("kind", "sort"), "settings-unknown-kind"),
        (GOOD.replace('"files"', '"telepathy"'), "settings-unknown-kind"),
        (GOOD.replace('access = "everyone"', ""), "access-not-stated"),
        (GOOD.replace('"everyone"', '"whoever"'), "access-not-stated"),
        (GOOD.replace('"wiki"\nkind', '"The Wiki"\nkind'), "settings-bad-name"),
        (GOOD.replace('"15m"', '"now and then"'), "settings-bad-duration"),
        (GOOD.replace('path = "wiki"', ""), "settings-option-missing"),
        (GOOD.replace('path = "wiki"', "path = 3"), "settings-wants-text"),
        (GOOD.replace("path =", 'pad = "x"\npath ='), "settings-unknown-key-near"),
        (GOOD.replace("path =", 'colour = "x"\npath ='), "settings-unknown-key"),
        (GOOD + '\n[[source]]\nname = "wiki"\nkind = "files"\naccess = "everyone"\npath = "x"', "settings-name-twice"),
        (GOOD.replace('"wiki"\nkind', '"self"\nkind'), "settings-name-reserved"),
        (GOOD + "\n[sauce]", "settings-unknown-section-near"),
        (GOOD + "\n[x]", "settings-unknown-section"),
        ('site = "here"\n' + GOOD, "settings-wants-section"),
        ('source = "here"\n' + GOOD.partition("[[source]]")[0], "settings-wants-sources"),
        (GOOD + '\n[site]\nport = "80"', "settings-wants-number"),
        (GOOD + "\n[site]\nport = 123456", "settings-wants-at-most"),
        (GOOD + '\n[site]\ncontainer = "yes"', "settings-wants-flag"),
        (GOOD + "\n[site]\nprocesses = 0", "settings-wants-at-least"),
        (GOOD.replace('"Veldermark"', '"Veldermark"\nlanguages = [1]'), "settings-wants-one-of"),
        (GOOD.replace('"Veldermark"', '"Veldermark"\nlanguages = ["fr"]'), "settings-wants-one-of"),
        (GOOD.replace('"Veldermark"', '"Veldermark"\nlanguages = []'), "settings-wants-more"),
        (GOOD + '\n[sign-in]\nissuer = "https://id.example"\nclient_id = ""', "settings-wants-longer"),
        (GOOD + "\n[extraction]\npipelines = { nl = 3 }", "settings-wants-text"),
        (GOOD + '\n[site]\nhots = "x"', "settings-unknown-key-near"),
        (GOOD + '\n[site]\ntimezone = "Amsterdam"', "settings-unknown-timezone"),
        (GOOD + "\n[data]\nkeep_days = 0", "settings-wants-at-least"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, change: str, message: str) -> None:
    caught = mistake_in(write(tmp_path, change))
    assert caught.message == message
    for language in ("nl", "en"):
        said = sentence(message, caught.params, language)
        assert "{" not in said
        assert said != message


def test_times_and_retention_have_defaults_and_can_be_set(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD))
    assert (settings.zone.key, settings.keep_days) == ("Europe/Amsterdam", 90)
    changed = GOOD + '\n[site]\ntimezone = "America/Curacao"\n[data]\nkeep_days = 7'
    settings = load_settings(write(tmp_path, changed))
    assert (settings.zone.key, settings.keep_days) == ("America/Curacao", 7)


def test_what_is_private_is_added_and_removed(tmp_path: Path) -> None:
    told = '\n[questions]\nprivate = ["in de proeftijd"]\nnot_private = "getrouwd"\nturn_to = "HR"'
    settings = load_settings(write(tmp_path, GOOD + told))
    assert (settings.private, settings.not_private, settings.turn_to) == (("in de proeftijd",), ("getrouwd",), "HR")


def test_words_of_special_categories_are_added_and_removed(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, GOOD + '\n[topics]\nspecial = "nachtdienst"\nnot_special = ["ziekte"]'))
    assert (settings.special, settings.not_special) == (("nachtdienst",), ("ziekte",))


def test_an_unknown_time_zone_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, GOOD + '\n[site]\ntimezone = "Amsterdm"'))
    params = {"section": "[site]", "key": "timezone", "given": '"Amsterdm"', "near": "Europe/Amsterdam"}
    assert caught.value.params == params


def test_a_mistake_names_section_key_value_and_what_is_wanted(tmp_path: Path) -> None:
    caught = mistake_in(write(tmp_path, GOOD.replace('path = "wiki"', 'path = "wiki"\nlargest = "huge"')))
    assert sentence(caught.message, caught.params, "en") == (
        '`largest` of [[source]] wiki is "huge", but must be a whole number, without quotes.'
    )
    assert sentence(caught.message, caught.params, "nl") == (
        '`largest` van [[source]] wiki is "huge", maar moet een geheel getal zijn, zonder aanhalingstekens.'
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("path", "paht"), ("access", "acces"), ("every", "evry"), ("kind", "knid"), ("name", "naem")],
)
def test_a_misspelt_setting_is_told_once_with_the_nearest_known_one(tmp_path: Path, right: str, wrong: str) -> None:
    head, source = GOOD.split("[[source]]")
    misspelt = source.replace(f"\n{right} =", f"\n{wrong} =", 1)
    caught = mistake_in(write(tmp_path, f"{head}[[source]]{misspelt}"))
    assert caught.message == "settings-unknown-key-near"
    assert (caught.params["key"], caught.params["near"]) == (wrong, right)
    assert sentence(caught.message, caught.params, "en").count(f"`{right}`") == 1


def test_a_misspelt_section_is_told_with_the_nearest_known_one(tmp_path: Path) -> None:
    caught = mistake_in(write(tmp_path, GOOD + "\n[extracton]\nprocesses = 2"))
    assert (caught.message, caught.params["near"]) == ("settings-unknown-section-near", "extraction")


def test_a_source_with_a_mistake_leaves_the_others_alone(tmp_path: Path) -> None:
    other = '\n[[source]]\nname = "blog"\nkind = "feed"\naccess = "everyone"\n'
    settings = load_settings(write(tmp_path, GOOD + other))
    assert [entry.broken and entry.broken.message for entry in settings.sources] == [None, "feed-nothing-configured"]
    source_settings(settings, settings.source("wiki"))
    with pytest.raises(SourceError, match="feed-nothing-configured"):
        source_settings(settings, settings.source("blog"))


def test_no_file_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert caught.value.params["path"] == str(tmp_path / "whoknows.toml")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_new_settings_file_is_valid_and_knows_every_kind(tmp_path: Path, language: str) -> None:
    text = settings_text(sources.kinds(), language)
    settings = load_settings(write(tmp_path, text))
    assert settings.sources == ()
    for kind in sources.kinds():
        assert f'kind = "{kind}"' in text


@pytest.mark.parametrize("kind", sources.kinds())
def test_every_example_can_be_used_by_removing_the_hash(tmp_path: Path, kind: str) -> None:
    text = settings_text([kind])
    example = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")]
    start = example.index("[[source]]")
    used = "\n".join(example[start:])
    assert tomllib.loads(used)["source"][0]["kind"] == kind


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("15m", 900), ("1h", 3600), ("2 d", 172800), ("", None)])
def test_a_duration(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds


def test_a_secret_comes_from_the_environment_or_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIKI_PASSWORD", "open sesame")
    assert read_secret("WIKI_PASSWORD") == "open sesame"
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("WIKI_PASSWORD_FILE", str(tmp_path / "secret"))
    assert read_secret("WIKI_PASSWORD") == "from a file"
    monkeypatch.setenv("WIKI_PASSWORD_FILE", str(tmp_path / "missing"))
    with pytest.raises(SettingsError):
        read_secret("WIKI_PASSWORD")


SIGN_IN = """
[site]
address = "https://Who.example.org/"
proxies = ["10.0.0.0/8", "::1"]

[sign-in]
issuer = "https://id.example.org/realms/work"
client_id = "whoknows"
idle = "30m"

[sign-in.roles]
operator = ["wk-operator", "group:ICT"]
"""


def test_sign_in_is_read_with_the_address_of_the_site(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, SIGN_IN))
    assert settings.sign_in is not None
    assert (settings.address, settings.proxies) == ("https://who.example.org", ("10.0.0.0/8", "::1"))
    assert (settings.sign_in.idle, settings.sign_in.longest) == (1800, 43_200)
    assert settings.sign_in.section.roles == {"operator": ("wk-operator", "group:ICT")}
    assert load_settings(write(tmp_path, GOOD)).sign_in is None


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('address = "https://Who.example.org/"', "", "settings-address-missing"),
        ("https://Who.example.org/", "http://who.example.org", "settings-bad-address"),
        ("https://Who.example.org/", "https://who.example.org/whoknows", "settings-bad-address"),
        ("https://Who.example.org/", "https://anna@who.example.org", "settings-bad-address"),
        ("https://Who.example.org/", "https://who.example.org:443", "settings-bad-address"),
        ("https://Who.example.org/", "who.example.org", "settings-bad-address"),
        ('"::1"', '"the proxy"', "settings-bad-network"),
        ("https://id.example.org", "http://id.example.org", "settings-bad-issuer"),
        ('"30m"', '"soon"', "settings-bad-session"),
        ('"30m"', '""', "settings-bad-session"),
        ('client_id = "whoknows"', "", "settings-option-missing"),
        ('operator = ["wk-operator"', 'boss = ["wk-operator"', "settings-wants-one-of"),
        ('idle = "30m"', 'matches = "name"', "settings-wants-one-of"),
        ('idle = "30m"', 'secret = "x"', "settings-unknown-key"),
    ],
)
def test_mistakes_in_sign_in_are_told(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in SIGN_IN
    error = mistake_in(write(tmp_path, SIGN_IN.replace(before, after)))
    assert error.message.startswith(message)
    assert "{" not in sentence(error.message, error.params, "nl")


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_http_is_for_loopback(tmp_path: Path, address: str) -> None:
    assert load_settings(write(tmp_path, SIGN_IN.replace("https://Who.example.org/", address))).address == address


DEVELOPMENT = """
[site]
port = 8000

[[sign-in.development]]
person = "vm-1001"
label = "Colleague"

[[sign-in.development]]
person = "anna@example.org"
label = { nl = "Beheerder", en = "Operator" }
roles = ["operator", "curator"]
"""


def test_a_development_sign_in_names_people_and_their_roles(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, DEVELOPMENT))
    assert settings.sign_in is None
    assert [(each.person, each.label, each.roles) for each in settings.development] == [
        ("vm-1001", {"nl": "Colleague", "en": "Colleague"}, ()),
        ("anna@example.org", {"nl": "Beheerder", "en": "Operator"}, ("operator", "curator")),
    ]
    assert load_settings(write(tmp_path, SIGN_IN)).development == ()


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("port = 8000", 'host = "0.0.0.0"', "settings-development-reachable"),
        ("port = 8000", 'host = "who.example.org"', "settings-development-reachable"),
        ("port = 8000", 'address = "https://who.example.org"', "settings-development-reachable"),
        ("port = 8000", 'proxies = ["10.0.0.0/8"]', "settings-development-reachable"),
        ("port = 8000", "container = true", "settings-development-reachable"),
        ("port = 8000", '[sign-in]\nissuer = "https://id.example.org"', "settings-development-with-provider"),
        ("port = 8000", '[sign-in]\nroles = { operator = ["x"] }', "settings-development-with-provider"),
        ("port = 8000", "[sign-in]\ndevelopment = 5", "settings-"),
        ('person = "vm-1001"', "", "settings-"),
        ('"operator", "curator"', '"boss"', "settings-"),
        ('label = "Colleague"', 'labels = "Colleague"', "settings-unknown-key"),
    ],
)
def test_a_development_sign_in_is_for_one_machine_and_nothing_beside_it(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    assert before in DEVELOPMENT
    text = DEVELOPMENT.replace(before, after)
    if "development = 5" in after:
        text = text[: text.index("[[sign-in")]
    error = mistake_in(write(tmp_path, text))
    assert error.message.startswith(message)
    assert "{" not in sentence(error.message, error.params, "nl")
