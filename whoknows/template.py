"""What stands in a new settings file? One that explains itself, with an example of every kind of source."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ingest.contract import Option

HEAD = """\
# Settings of WhoKnows. Lines that start with # are explanations or examples; remove the # to use one.
# After a change: whoknows sync

[organisation]
name = "Our organisation"
languages = ["nl", "en"]

[store]
# One file, no server. An organisation that runs Neo4j sets its address here instead; the password comes from
# the environment (NEO4J_USER, NEO4J_PASSWORD or NEO4J_PASSWORD_FILE), never from this file.
url = "sqlite:whoknows.db"
# url = "bolt://127.0.0.1:7687"

[data]
# The index and the locks. Everything here can be rebuilt with `whoknows reindex`.
folder = ".whoknows"
# Number of days that runs, jobs and problems are kept. Default: 90.
# keep_days = 90

[site]
# Until sign-in exists the site serves this machine only, as the person that you choose.
port = 8000
# as = "id-in-the-directory"
# Time zone of the times on pages and in the terminal, as an IANA name. Default: Europe/Amsterdam.
# timezone = "Europe/Amsterdam"
# Number of web processes. Default: one per CPU, at most 4.
# processes = 2
# In a container whose port the host publishes on its loopback only, as docker-compose.yml does (docs/containers.md):
# container = true

# --- Sources --------------------------------------------------------------------------------------------------------
# Each source has a name (small letters, digits, hyphens), a kind, and says who may read what comes from it:
#   access = "everyone"      every colleague
#   access = "from-source"   whoever may read it in the source itself; unknown rights mean nobody
#   access = "group:NAME"    the members of this group of the directory
# Without `access` a source is refused. `every` is its schedule ("15m", "1h", "1d"); without it it runs only when told.
# Paths count from the folder of this file. Secrets are named here and read from the environment.
"""

PURPOSE = {
    "directory": "who works here: people, departments, places, managers (CSV)",
    "markup": "Markdown, MyST or reStructuredText in a folder or git checkout: a wiki, handbook or documents",
    "git": "what was changed and by whom: a checkout, or the text of git log",
    "feed": "RSS or Atom from a file or an address: blogs, news, podcasts",
    "mediawiki": "a MediaWiki with its history, through its API",
    "mediawiki-dump": "a MediaWiki with its history, from an XML dump",
    "zulip": "a Zulip server's own export",
    "zulip-archive": "a public Zulip archive: one JSON file per topic",
    "mbox": "mailing lists and forums: mbox files or a Maildir",
    "mastodon": "microposts: an archive that Mastodon gives its users",
    "files": "HTML, PDF, Word, PowerPoint, OpenDocument and text files in a folder",
    "jsonl": "anything else, pushed as JSON Lines (docs/jsonl.md)",
}


def settings_text(options: Mapping[str, tuple[Option, ...]]) -> str:
    """Which text explains all settings, with an example of each of these kinds?"""
    return HEAD + "".join(_example(kind, known) for kind, known in options.items())


def _example(kind: str, options: tuple[Option, ...]) -> str:
    lines = [
        "",
        f"# {PURPOSE.get(kind, kind)}",
        "# [[source]]",
        f'# name = "{kind}"',
        f'# kind = "{kind}"',
        '# access = "everyone"',
        '# every = "1h"',
    ]
    lines += [_line(option) for option in options]
    return "\n".join(lines) + "\n"


def _line(option: Option) -> str:
    value = "..." if option.default is None else option.default
    wanted = "" if option.required else ", may be left out"
    return f"# {option.name} = {_toml(value)}  # {option.help}{wanted}"


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(part)}" for name, part in value.items()) + " }" if value else "{}"
    if isinstance(value, tuple | list | set | frozenset):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)
