"""How many of the most used topics of each organisation are subjects, by judgements under the rules of docs/topics.md.

A topic is known by hashes of its labels, so that no label of an organisation is in the repository. What nobody judged
counts as no subject. ``python -m bench.language_report.topics FOLDER`` prints what is not judged; with ``--keep`` it
reads judgements to keep from standard input, a line for each: ``subject nl stadsverwarming``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.language_report.contract import Inputs, ReportFigure, Said
from graph.facts import Topic
from graph.open_store import open_store
from graph.paging import all_nodes
from graph.store import Viewer
from whoknows.environment import read_secret
from whoknows.settings import load_settings

JUDGED = Path(__file__).parent / "topics_judged.jsonl"
MOST_USED = 100
VERDICTS = ("subject", "general", "noise")
SUBJECTS, NOISE = 90.0, 2.0
"""Percent of the most used topics: subjects at least, noise at most."""


def report(inputs: Inputs) -> Iterator[Said]:
    """Shares of subjects and of noise among the most used topics, per organisation."""
    judged = read_judged()
    found, missing = inputs.sites()
    yield from missing
    for folder in found:
        topics = most_used(folder)
        counts = Counter(verdict_of(folder.name, topic, judged) for topic in topics)
        said = ", ".join(f"{counts[verdict]} {verdict}" for verdict in (*VERDICTS, "unjudged"))
        yield f"  {folder.name}: {len(topics)} topics, {said}"
        yield ReportFigure(f"most used topics that are subjects, {folder.name}", _share(counts, "subject"), SUBJECTS)
        yield ReportFigure(
            f"most used topics that are noise, {folder.name}", _share(counts, "noise"), NOISE, at_most=True
        )


def _share(counts: Mapping[str, int], verdict: str) -> float:
    return 100 * counts[verdict] / max(1, sum(counts.values()))


def most_used(folder: Path) -> list[Topic]:
    """The topics of this site with most documents, as its list of topics orders them."""
    store = open_store(load_settings(folder / "whoknows.toml").store, create=False, secret=read_secret)
    try:
        with store.view(Viewer()) as view:
            topics = sorted(all_nodes(view, Topic), key=lambda topic: (-topic.documents, topic.key))
    finally:
        store.close()
    return topics[:MOST_USED]


def id_of(organisation: str, language: str, label: str) -> str:
    """The hash by which a label of an organisation is known."""
    return hashlib.blake2b(f"{organisation}\t{language}\t{label.casefold()}".encode(), digest_size=8).hexdigest()


def read_judged(path: Path = JUDGED) -> dict[str, str]:
    """The judgement of each label."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {each["label"]: each["judged"] for each in map(json.loads, lines)}


def verdict_of(organisation: str, topic: Topic, judged: Mapping[str, str]) -> str:
    """The judgement of a topic: the lowest one of its labels."""
    ids = (id_of(organisation, language, label) for language, label in topic.labels.items())
    known = [judged[each] for each in ids if each in judged]
    return max(known, key=VERDICTS.index, default="unjudged")


def keep(organisation: str, lines: Iterable[str], path: Path = JUDGED) -> int:
    """Add judgements to those that are kept; the newest of a label counts. The number of all."""
    judged = read_judged(path)
    for line in lines:
        verdict, language, label = line.strip().split(" ", 2)
        if verdict not in VERDICTS:
            raise ValueError(f"not a judgement: {verdict}")
        judged[id_of(organisation, language, label)] = verdict
    path.write_text("".join(f"{json.dumps({'label': i, 'judged': judged[i]})}\n" for i in sorted(judged)), "utf-8")
    return len(judged)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a synced site")
    parser.add_argument("--keep", action="store_true", help="read judgements from standard input and keep them")
    asked = parser.parse_args(arguments)
    if asked.keep:
        print(keep(asked.folder.name, sys.stdin), "judgements are kept")
        return 0
    judged = read_judged()
    for topic in most_used(asked.folder):
        if verdict_of(asked.folder.name, topic, judged) == "unjudged":
            print(
                topic.documents, *(f"{language} {label}" for language, label in sorted(topic.labels.items())), sep="\t"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
