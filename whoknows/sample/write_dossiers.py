"""The closed folder of the personnel team: a source that one group of the directory may read."""

from __future__ import annotations

from whoknows.sample.plan import SampleWorld
from whoknows.sample.prose import as_markdown, policy
from whoknows.sample.write_handbook import slug

SOURCE = "dossiers"
GROUP = "Personeelszaken"
PRIVATE_TOPIC = "salarisschalen"


def dossiers(world: SampleWorld) -> dict[str, bytes]:
    """The memos in the closed folder."""
    files: dict[str, bytes] = {}
    for topic in (one for one in world.topics if one.id == PRIVATE_TOPIC):
        for year in (2024, 2025, 2026):
            dice = world.dice("dossier", year)
            author = world.staff[dice.one(topic.experts)]
            voice = world.voice(topic, "nl", dice)
            title = f"{voice.title('policy')} {year}"
            name = f"{slug(title)}.md"
            head = f'---\ntitle: "{title}"\nauthor: {author.name}\ndate: {year}-03-{dice.number(3, 27):02d}\n---\n\n'
            files[f"dossiers/{name}"] = (head + as_markdown(policy(voice))).encode()
            readers = ";".join(person.id for person in world.staff if person.team.name == GROUP)
            world.register.private.append({"source": SOURCE, "id": name, "readers": readers, "topic": topic.id})
            world.register.account(SOURCE, author.name, author.id)
            world.register.wrote(SOURCE)
    return files
