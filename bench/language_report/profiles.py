"""Profiles that a colleague would nod at: the first topics of random people, judged by the rules of docs/topics.md.

Judgements are kept by hashes of site, person and topic, so that no name or word of an organisation is in the
repository. What was not judged is counted apart.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import numpy as np

from bench.language_report.contract import Inputs, ReportFigure, Said
from graph.facts import Key
from graph.store import Viewer
from models.index.contract import AccessFilter, Snapshot
from models.index.opening import open_index
from models.knowledge import own_work
from models.known_for import topics_of
from models.rankers.matches import able_persons
from whoknows.settings import load_settings
from whoknows.wiring import now, open_installation

JUDGED = Path(__file__).parent / "profiles_judged.jsonl"
SEED = 29
PEOPLE = 30
FIRST = 5
"""Topics of a profile that are judged."""
LEAST_WORK = 5
"""Documents that somebody worked on, so that their profile can say anything."""
ASKED = 85.0


def report(inputs: Inputs) -> Iterator[Said]:
    """The share of topics that are right, for each site, and how many people have any."""
    judged = read_judgements()
    found, missing = inputs.sites()
    yield from missing
    for folder in found:
        told = first_topics(folder)
        verdicts = Counter(judged.get(hash_of(folder.name, who, what), "") for who, topics in told for what in topics)
        unknown = verdicts.pop("", 0)
        known = sum(verdicts.values())
        named = sum(bool(topics) for _, topics in told)
        yield f"  {folder.name}: {named} of {len(told)} people have topics; {known} judged, {unknown} not"
        yield f"    {dict(sorted(verdicts.items()))}"
        if known:
            share = 100 * verdicts["right"] / known
            yield ReportFigure(f"topics of people that are right, {folder.name}", share, ASKED)


def read_judgements() -> Mapping[str, str]:
    """The verdict by hash: right, or the kind of wrong."""
    lines = JUDGED.read_text("utf-8").splitlines() if JUDGED.is_file() else []
    return {each["id"]: each["verdict"] for each in map(json.loads, lines)}


def hash_of(site: str, person: Key, topic: Key) -> str:
    """The id of a judgement."""
    return blake2b(f"{site}\t{person}\t{topic}".encode(), digest_size=8).hexdigest()


def first_topics(folder: Path) -> list[tuple[Key, list[Key]]]:
    """Random people with enough work, and the first topics of each, as every colleague sees them."""
    settings = load_settings(folder)
    with open_installation(settings, create=False) as site, open_index(settings.index) as index:
        snapshot = index.snapshot()
        with site.store.view(Viewer()) as view:
            access = snapshot.access_filter(view)
        people = drawn(snapshot, access)
        topics = {each: topics_of(snapshot, access, each, now())[:FIRST] for each in people}
    return [(snapshot.persons[who].key, [rank.topic.key for rank in ranks]) for who, ranks in topics.items()]


def drawn(index: Snapshot, access: AccessFilter) -> list[int]:
    """The numbers of people with enough own work, drawn by their keys."""
    able = able_persons(index, leavers=False, now=now())
    columns = index.columns
    rows = np.arange(len(columns["account"]))
    good = own_work(index, access, rows, able) & index.visible(columns["document"][rows].astype(np.int64), access)
    counts = np.bincount(index.person_of[columns["account"][good]], minlength=len(able))
    enough = sorted(np.flatnonzero(counts >= LEAST_WORK).tolist(), key=lambda who: index.persons[who].key)
    return random.Random(SEED).sample(enough, min(PEOPLE, len(enough)))
