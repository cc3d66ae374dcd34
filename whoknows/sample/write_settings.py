"""The settings file of the sample: every source with its kind, its path and who may read it."""

from __future__ import annotations

from whoknows.sample.people import DOMAIN, ORGANISATION
from whoknows.sample.plan import SampleWorld
from whoknows.sample.write_dossiers import GROUP

TRYING = (
    ("ilse", "Medewerker", "Employee", ""),
    ("liv", "Nieuwe medewerker", "New hire", ""),
    ("fatima", "Personeelszaken", "HR", "insight"),
    ("eline", "Communicatie", "Communication", "insight"),
    ("joris", "Onderwerpbeheerder", "Curator", "curator"),
    ("teun", "Functioneel beheerder", "Operator", "operator"),
    ("casper", "Functionaris gegevensbescherming", "Privacy officer", "privacy-officer"),
)
"""As whom the sample can be tried: a person, what they are called in both languages, and their role."""
SOURCES: tuple[tuple[str, str, str, str, str, dict[str, str]], ...] = (
    ("people", "directory", "people.csv", "everyone", "Medewerkers", {}),
    ("wiki", "mediawiki-dump", "wiki/wiki-dump.xml", "everyone", "Wiki", {}),
    ("handbook", "markup", "handbook", "everyone", "Handboek", {"as": "wiki"}),
    ("minutes", "markup", "minutes", "everyone", "Verslagen", {"as": "documents"}),
    ("blog", "feed", "feeds/blog.xml", "everyone", "Intranet", {}),
    ("podcast", "feed", "feeds/podcast.atom", "everyone", "Podcast", {}),
    ("chat", "zulip", "chat", "from-source", "Chat", {}),
    ("lists", "mbox", "lists", "everyone", "Mailinglijsten", {"url": f"https://lijsten.{DOMAIN}/{{list}}"}),
    ("microposts", "mastodon", "microposts", "everyone", "Korte berichten", {}),
    ("data-platform", "git", "software/data-platform", "everyone", "Code data platform", {}),
    ("process-control", "git", "software/process-control", "everyone", "Code procesbesturing", {}),
    ("documents", "files", "documents", "everyone", "Documenten", {}),
    ("questions", "jsonl", "push/questions.jsonl", "from-source", "Vraagbaak", {}),
    ("dossiers", "markup", "dossiers", f"group:{GROUP}", "Dossiers personeelszaken", {"as": "documents"}),
)


NEEDED = (
    ("drinkwaterkwaliteit", None),
    ("waterstofopslag", 3),
    ("waterslag", 2),
    ("bodemdaling", 3),
    ("slibgisting", 2),
    ("crisiscommunicatie", 2),
    ("SCADA", 3),
    ("predictive maintenance", 4),
    ("dijkversterking", 2),
)
"""Topics that the organisation needs, as a manager lists them, and how many people are to know of each."""


def settings(world: SampleWorld) -> dict[str, bytes]:
    """The text of whoknows.toml, and the list of needed topics that it names."""
    parts = [
        f"# The settings of {ORGANISATION}, an organisation that does not exist (made with seed {world.seed}).\n"
        f'[organisation]\nname = "{ORGANISATION}"\n\n[store]\nurl = "sqlite:whoknows.db"\n\n'
        '[insight]\nneeded = "needed.csv"\n'
    ]
    for key, nl, en, role in TRYING:
        person = world.staff[key]
        label = f'{{ nl = "{nl} ({person.name})", en = "{en} ({person.name})" }}'
        roles = f'roles = ["{role}"]\n' if role else ""
        parts.append(f'[[sign-in.development]]\nperson = "{person.id}"\nlabel = {label}\n{roles}')
    for name, kind, path, access, label, more in SOURCES:
        lines = [
            f'name = "{name}"',
            f'kind = "{kind}"',
            f'path = "{path}"',
            f'access = "{access}"',
            f'label = "{label}"',
        ]
        lines += [f'{option} = "{value}"' for option, value in more.items()]
        parts.append("[[source]]\n" + "\n".join([*lines, 'every = "1h"']) + "\n")
    lines = ["topic,people", *(f"{name},{people or ''}" for name, people in NEEDED)]
    return {"whoknows.toml": "\n".join(parts).encode(), "needed.csv": "\n".join([*lines, ""]).encode()}
