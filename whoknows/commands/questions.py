"""Asking: `experts`, `people`, `topics`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from graph.facts import Topic
from graph.paging import all_nodes
from graph.store import View
from models.answers import Answer, Evidence, Expert, Question, TopicHit
from models.experts import find_experts
from models.index.contract import Index
from models.index.opening import open_index
from whoknows.asker import find_person
from whoknows.commands.options import AsOption, JsonOption, LimitOption, SettingsOption
from whoknows.console import Exit, day, out, print_json, say, tell
from whoknows.settings import SettingsError, load_settings
from whoknows.wiring import SYSTEM, Installation, now, open_installation, viewer_of


@dataclass(frozen=True, slots=True)
class AskContext:
    """Where a question is asked: what may be read, and the index."""

    installation: Installation
    view: View
    index: Index


@contextmanager
def open_asking(settings: SettingsOption, asker: str | None) -> Iterator[AskContext]:
    """Open store, view and index for one question, as this person (None: the one in the settings, else nobody)."""
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation:
        who = asker or loaded.ask_as
        viewer = viewer_of(installation.store, None if who is None else named_person(installation, who))
        index = open_index(loaded.index)
        try:
            with installation.store.view(viewer) as view:
                yield AskContext(installation, view, index)
        finally:
            index.close()


def named_person(installation: Installation, who: str) -> str:
    """Which person key has this id, address or name? Raises SettingsError when none or several have."""
    with installation.store.view(SYSTEM) as view:
        found = find_person(view, who)
    if not found:
        raise SettingsError("person-unknown", person=who)
    if len(found) > 1:
        raise SettingsError("person-ambiguous", person=who, people=", ".join(sorted(found.values())))
    return next(iter(found))


def experts(
    question: Annotated[list[str], typer.Argument(help="What do you want to know about?")],
    settings: SettingsOption = None,
    asker: AsOption = None,
    limit: LimitOption = 5,
    evidence: Annotated[int, typer.Option(help="How many reasons for each person.")] = 3,
    as_json: JsonOption = False,
) -> None:
    """List who knows about a subject, each with the reasons. Exit code 4 when nobody does.

    Examples: whoknows experts wie weet iets van waterstofopslag · whoknows experts "hydrogen storage" --as maaike
    """
    text = " ".join(question)
    with open_asking(settings, asker) as desk:
        asked = Question(text=text, limit=limit, evidence=evidence)
        answer = find_experts(asked, desk.view, desk.index, now())
    if as_json:
        print_json(answer)
    else:
        print_answer(answer, evidence)
    if not answer.people and not answer.named:
        raise typer.Exit(Exit.NOTHING)


def print_answer(answer: Answer, most: int) -> None:
    """Print people with at most so many reasons each, then what stands beside them."""
    text = answer.question.text
    for hit in answer.named:
        about = " · ".join(part for part in (hit.function, hit.department, hit.location, hit.phone) if part)
        out.print(say("found-by-name", name=hit.name, matched=hit.matched) + f"  {about}", markup=False)
    if answer.people:
        message = "one-person-knows" if answer.total == 1 else "people-know"
        out.print(
            say(message, total=answer.total, question=answer.subject or text, took=f"{answer.took_ms:.1f}"),
            markup=False,
        )
    else:
        tell("nobody-found", question=text)
        tell("nobody-found-next")
    if answer.unwritten and (answer.people or not answer.named):
        message = "words-unwritten" if answer.people else "words-unwritten-nobody"
        out.print(say(message, words=", ".join(f"“{word}”" for word in answer.unwritten)), markup=False)
    if answer.synonyms:
        out.print(say("also-called", names=", ".join(answer.synonyms)), markup=False)
    if answer.did_you_mean:
        out.print(say("did-you-mean", question=answer.did_you_mean), markup=False)
    for place, expert in enumerate(answer.people, start=answer.question.offset + 1):
        _print_expert(place, expert, most)
    if answer.used_to:
        out.print(say("used-to-work-on", people=", ".join(expert.name for expert in answer.used_to)), markup=False)
    for message, names in (
        ("documents-beside", [document.title for document in answer.documents[:3]]),
        ("topics-beside", ["/".join(_names(topic)) for topic in answer.topics[:5]]),
        ("groups-beside", [group.name for group in answer.groups[:3]]),
    ):
        if names:
            out.print(f"{say(message)}: {' · '.join(names)}", markup=False)


def _names(topic: TopicHit | Topic) -> list[str]:
    """What is a topic called: each name once, whatever its capitals?"""
    once: dict[str, str] = {}
    for name in topic.labels.values():
        once.setdefault(name.casefold(), name)
    return [*once.values()]


def _print_expert(place: int, expert: Expert, most: int) -> None:
    about = " · ".join(part for part in (expert.function, expert.department, expert.location) if part)
    out.print(f"\n{place}. {expert.name}  {about}", style="bold", markup=False)
    for reason in expert.evidence[:most]:
        out.print(f"   {reason_line(reason)}", markup=False)
    shares = " + ".join(f"{share.ranker} {share.points:.3f}" for share in expert.shares)
    out.print(f"   {shares} = {expert.points:.3f}", style="dim", markup=False)


def reason_line(reason: Evidence) -> str:
    """What did this person do, to what, when, for how many points?"""
    did = ", ".join(dict.fromkeys(say(f"act-{act.kind}") for act in reason.did))
    when = day(reason.at) if reason.at is not None else say("undated") if did else ""
    where = " · ".join(part for part in (reason.source, when) if part)
    return f"{did or say('active-in')} «{reason.title}»{f' ({where})' if where else ''}  {reason.points:.3f}"


def people(
    question: Annotated[list[str], typer.Argument(help="A name, phone number, room or function.")],
    settings: SettingsOption = None,
    asker: AsOption = None,
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Find people by name, phone, room or function; typos are fine.

    Examples: whoknows people maike de smit · whoknows people A2.14
    """
    text = " ".join(question)
    with open_asking(settings, asker) as desk:
        named = find_experts(Question(text=text, limit=limit), desk.view, desk.index, now()).named
    if as_json:
        print_json(named)
    for hit in () if as_json else named:
        about = " · ".join(part for part in (hit.function, hit.department, hit.location, hit.room, hit.phone) if part)
        out.print(f"{hit.name}  {about}", markup=False)
    if not named:
        tell("nothing-found", question=text)
        raise typer.Exit(Exit.NOTHING)


def topics(
    question: Annotated[
        list[str] | None, typer.Argument(help="Part of a topic's name; none lists the largest.")
    ] = None,
    settings: SettingsOption = None,
    asker: AsOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List the topics that this organisation writes about.

    Examples: whoknows topics · whoknows topics opslag --json
    """
    wanted = " ".join(question or ()).casefold()
    with open_asking(settings, asker) as desk:
        found = [topic for topic in all_nodes(desk.view, Topic) if _matches(topic, wanted)]
    found.sort(key=lambda topic: (-topic.documents, topic.key))
    if as_json:
        print_json(found[:limit])
    for topic in () if as_json else found[:limit]:
        names = " · ".join(_names(topic))
        out.print(f"{names}  ({topic.documents})", markup=False)
    if not found:
        tell("nothing-found", question=wanted)
        raise typer.Exit(Exit.NOTHING)


def _matches(topic: Topic, wanted: str) -> bool:
    return any(wanted in label.casefold() for label in topic.labels.values())
