"""The whole sample organisation: all writers in a fixed order, into one folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from whoknows.sample.people import ORGANISATION, read_staff
from whoknows.sample.plan import SampleWorld
from whoknows.sample.topics import read_topics
from whoknows.sample.write_directory import directory
from whoknows.sample.write_documents import documents
from whoknows.sample.write_dossiers import dossiers
from whoknows.sample.write_feeds import blog, podcast
from whoknows.sample.write_git import software
from whoknows.sample.write_handbook import handbook, minutes
from whoknows.sample.write_jsonl import questions
from whoknows.sample.write_mail import lists
from whoknows.sample.write_mastodon import microposts
from whoknows.sample.write_settings import settings
from whoknows.sample.write_truth import truth
from whoknows.sample.write_wiki import wiki
from whoknows.sample.write_zulip import chat

Writer = Callable[[SampleWorld], Mapping[str, bytes]]
WRITERS: tuple[Writer, ...] = (
    directory,
    wiki,
    handbook,
    minutes,
    blog,
    podcast,
    chat,
    lists,
    microposts,
    software,
    documents,
    questions,
    dossiers,
    settings,
    truth,
)


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was written. `items` counts documents per source name (people for the directory)."""

    folder: Path
    organisation: str
    items: Mapping[str, int]
    people: int
    topics: int

    @property
    def total(self) -> int:
        """Number of items, people not counted."""
        return sum(count for name, count in self.items.items() if name != "people")


def make_sample(folder: Path, *, seed: int = 1) -> SampleReport:
    """Write the sample organisation into this folder: the same bytes for the same seed. Raises OSError if it cannot."""
    world = SampleWorld(seed, read_staff(seed), read_topics())
    for writer in WRITERS:
        for name, body in writer(world).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
    items = dict(sorted(world.register.items.items()))
    return SampleReport(folder, ORGANISATION, items, len(world.staff.people), len(world.topics))
