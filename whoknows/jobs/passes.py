"""The passes over all that is stored: who is who first, then what is written about.

The passes themselves are pure functions of `models`; this job reads for them and writes what they return, in short
transactions. Neither the order of arrival nor a kill changes the result: a pass always sees everything.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from graph.facts import (
    Account,
    Edge,
    EdgeKind,
    Endorsement,
    Extraction,
    Group,
    GroupKind,
    Judgement,
    Key,
    Location,
    Seconds,
    Term,
    kind_of,
    person_key,
)
from graph.labelled_topics import call_anew
from graph.opting import opted_out
from graph.paging import all_nodes
from graph.schema import State, of_state
from graph.store import Derived, Store, View, Viewer
from models.identity import contested, link_accounts
from models.name_circles import NameCircles, NameContext, context_of
from models.name_index import NameIndex
from models.name_links import NameLinker, link_names
from models.proper_names import Names, names_of
from models.services import is_service
from models.special_categories import SpecialCategories, read_special_categories
from models.thread_titles import titles_once
from models.topics import NOTHING_SPECIAL, TopicFacts, choose_topics, mentions
from whoknows.jobs.index import PASSED, passed
from whoknows.jobs.namings import read_namings
from whoknows.jobs.templates import settle_templates
from whoknows.jobs.translations import suggest_translations
from whoknows.wiring import SYSTEM, Installation, sole_holder

BATCH = 500
PAUSE = 0.002
WAIT = 0.2
"""Seconds between two looks whether another process is done."""
STEPS = 4
MADE = (
    EdgeKind.WROTE,
    EdgeKind.ANSWERED,
    EdgeKind.ACCEPTED,
    EdgeKind.EDITED,
    EdgeKind.COMMENTED,
    EdgeKind.ATTENDED,
)


@dataclass(frozen=True, slots=True)
class Passed:
    """Results of the passes. `step` of `steps` is done."""

    step: int = 0
    steps: int = STEPS
    people: int = 0
    linked: int = 0
    unsure: int = 0
    topics: int = 0
    documents: int = 0


def run_passes(installation: Installation, *, tell: Callable[[object], None], stop: Callable[[], bool]) -> Passed:
    """Make the passes when no other process of this host does; else wait for it, and then make them.

    Two at once would write over each other: the one that began first, and knows less, may be the last to write. The
    other one's may have begun before what is to be seen now, so its result does not do.
    """
    while not stop():
        with sole_holder(installation.settings, "passes") as alone:
            if alone:
                settle_templates(installation, stop)
                special = read_special_categories(installation.settings.special, installation.settings.not_special)
                return pass_over(installation.store, special, tell=tell, stop=stop)
        tell(Passed())
        time.sleep(WAIT)
    return Passed()


def pass_over(
    store: Store,
    special: SpecialCategories = NOTHING_SPECIAL,
    *,
    tell: Callable[[object], None],
    stop: Callable[[], bool],
) -> Passed:
    """Link accounts to people and names to accounts, choose topics and what mentions them.

    `accounts` are those that everyone may know of: names in texts are theirs only, so that a text for everyone names
    nobody who is known by what others may not read.
    """
    with store.view(SYSTEM) as view:
        everybody = list(accounts_of(view))
        judgements = view.judgements()
    with store.view(Viewer()) as view:
        accounts = list(accounts_of(view))
        worked = worked_of(view, contested(accounts))
    links = link_accounts(everybody, judgements, {account.key for account in accounts}, worked)
    _replace(store, EdgeKind.IS, [account.key for account in everybody], links.edges)
    done = Passed(1, STEPS, len(links.people), len(links.edges), len(links.unsure))
    tell(done)
    if stop():
        return done
    _name(store, accounts, {edge.start: edge.end for edge in links.edges})
    done = replace(done, step=2)
    tell(done)
    if stop():
        return done
    facts = _choose(store, accounts, judgements, {edge.start: edge.end for edge in links.edges}, special)
    with store.view(Viewer()) as everyone:
        done = replace(done, step=3, topics=len(facts.topics), documents=everyone.count("document"))
    tell(done)
    if stop():
        return done
    for batch in _extractions(store):
        _derive(store, EdgeKind.MENTIONS, [found.document for found in batch], list(mentions(batch, facts)))
    store.ledger.set(PASSED, passed(store) + 1)
    return replace(done, step=STEPS)


def worked_of(view: View, accounts: Sequence[Key]) -> dict[Key, tuple[Seconds, Seconds]]:
    """When these accounts acted first and last, by what this view shows with a date."""
    found: dict[Key, tuple[Seconds, Seconds]] = {}
    waiting = iter(accounts)
    while batch := list(islice(waiting, BATCH)):
        for edge in view.edges(MADE, batch):
            if edge.at is not None:
                first, last = found.get(edge.start, (edge.at, edge.at))
                found[edge.start] = (min(first, edge.at), max(last, edge.at))
    return found


def _choose(
    store: Store,
    accounts: Sequence[Account],
    judgements: Sequence[Judgement],
    persons: Mapping[Key, Key],
    special: SpecialCategories,
) -> TopicFacts:
    """Choose the topics, from documents for everyone only: nothing is learned from what is hidden."""
    with store.view(SYSTEM) as view:
        known = topics_spoken_of(view)
    with store.view(Viewer()) as everyone:
        acts, tags, names = acts_of(everyone, accounts, persons), tags_of(everyone), directory_names(everyone)
        corpus = titles_once(everyone.extractions, threads_of(everyone))
        facts = choose_topics(
            corpus,
            judgements,
            names=names,
            tags=tags,
            known=known,
            acts=acts,
            special=special,
            namings=read_namings(everyone, tags, acts),
        )
        translated, translations = suggest_translations(corpus, facts, judgements, names)
    terms = {term.key: term for term in (*translated, *facts.terms)}
    with store.writer() as writer:
        writer.derive("term", None, terms.values())
        writer.derive("topic", None, facts.topics)
        writer.derive(EdgeKind.LABELS, None, facts.found)
        writer.derive(EdgeKind.TRANSLATES, None, translations)
    with store.view(SYSTEM) as view:
        later = set(view.judgements()).symmetric_difference(judgements)
    call_anew(store, SYSTEM, {each.object for each in later if kind_of(each.object) == "topic"})
    return facts


def directory_names(view: View) -> Names:
    """Names of people, places, departments and functions that may be seen in this view."""
    accounts = list(all_nodes(view, Account))
    groups = (group.name for group in all_nodes(view, Group) if group.kind in (GroupKind.DEPARTMENT, GroupKind.TEAM))
    return names_of(
        (name for account in accounts for name in (account.name, *account.aliases)),
        (place.name for place in all_nodes(view, Location)),
        (*groups, *(account.function for account in accounts if account.function)),
        ((handle, account.name) for account in accounts for handle in account.handles),
    )


def topics_spoken_of(view: View) -> set[Key]:
    """The topics that people claim, hide, follow or endorse: as long as there is such a topic it keeps its key."""
    said = (edge for kind in of_state(State.AUTHORED) for edge in view.all_edges(kind))
    ends = (key for edge in said for key in (edge.end, edge.topic if isinstance(edge, Endorsement) else None))
    return {key for key in ends if key is not None and kind_of(key) == "topic"}


def acts_of(view: View, accounts: Iterable[Account], persons: Mapping[Key, Key]) -> dict[Key, tuple[Key, ...]]:
    """The people who made each document of this view, or were there. Machines and people who opted out do not count."""
    counted = {
        account.key: persons.get(account.key, person_key(account.key))
        for account in accounts
        if not ((is_service(account) and account.key not in persons) or account.opted_out)
    }
    refused = opted_out(view) | {person_key(account.key) for account in accounts if account.opted_out}
    acts: dict[Key, tuple[Key, ...]] = {}
    for kind in MADE:
        for edge in view.all_edges(kind):
            person = counted.get(edge.start)
            if person is not None and person not in refused and person not in acts.get(edge.end, ()):
                acts[edge.end] = (*acts.get(edge.end, ()), person)
    return acts


def threads_of(view: View) -> dict[Key, Key]:
    """The thread of each message of this view."""
    threads = {group.key: group.key for group in all_nodes(view, Group) if group.kind is GroupKind.THREAD}
    return {edge.start: threads[edge.end] for edge in view.all_edges(EdgeKind.IN) if edge.end in threads}


def tags_of(view: View) -> list[Term]:
    """Terms that people gave to documents as tags."""
    keys = sorted({edge.end for edge in view.all_edges(EdgeKind.TAGGED)})
    return [node for node in view.get(keys).values() if isinstance(node, Term)]


def accounts_of(view: View) -> Iterator[Account]:
    """All accounts, in key order."""
    yield from all_nodes(view, Account)


def _replace(store: Store, kind: EdgeKind, owners: Iterable[Key], edges: Iterable[Edge]) -> None:
    """Replace the derived edges of these owners, a batch of them in a transaction."""
    by_owner = {owner: list(found) for owner, found in groupby(sorted(edges, key=_start), key=_start)}
    waiting = iter(owners)
    while batch := list(islice(waiting, BATCH)):
        facts: list[Derived] = [edge for owner in batch for edge in by_owner.get(owner, ())]
        _derive(store, kind, batch, facts)


def _start(edge: Edge) -> Key:
    return edge.start


def _derive(store: Store, kind: EdgeKind, owners: list[Key], facts: list[Derived]) -> None:
    with store.writer() as writer:
        writer.derive(kind, owners, facts)
    time.sleep(PAUSE)  # a page's command gets its turn


def _name(store: Store, accounts: list[Account], persons: dict[Key, Key]) -> None:
    """Link documents to the people whom they name. Read and written in the order of their keys."""
    owners = {account.key: persons.get(account.key, person_key(account.key)) for account in accounts}
    with store.view(Viewer()) as everyone:
        linker = NameLinker(NameIndex(accounts, persons), name_circles(everyone, owners))
    for batch in _extractions(store):
        documents = [found.document for found in batch]
        with store.view(SYSTEM) as view:
            contexts = name_contexts(view, documents, owners)
        _derive(store, EdgeKind.NAMES, documents, list(link_names(batch, linker, contexts=contexts)))


def name_circles(everyone: View, owners: Mapping[Key, Key]) -> NameCircles:
    """Who is active where and with whom, by documents for everyone. `owners` are the people of accounts."""
    above = {edge.start: edge.end for edge in everyone.all_edges(EdgeKind.PART_OF)}
    threads = (group.key for group in all_nodes(everyone, Group) if group.kind is GroupKind.THREAD)
    circles = NameCircles({thread: above.get(thread) for thread in threads})
    places = {edge.start: edge.end for edge in everyone.all_edges(EdgeKind.IN)}
    for kind in MADE:
        for edge in everyone.all_edges(kind):
            if edge.start in owners and edge.end in places:
                circles.add(places[edge.end], owners[edge.start], edge.at)
    teams: dict[Key, set[Key]] = defaultdict(set)
    for edge in everyone.all_edges(EdgeKind.MEMBER_OF):
        if edge.start in owners:
            teams[edge.end].add(owners[edge.start])
    for team in teams.values():
        circles.add_team(team)
    return circles


def name_contexts(view: View, documents: Sequence[Key], owners: Mapping[Key, Key]) -> dict[Key, NameContext]:
    """What is around these documents."""
    places = {edge.start: edge.end for edge in view.edges([EdgeKind.IN], documents)}
    acts: dict[Key, list[Edge]] = defaultdict(list)
    for edge in view.edges(MADE, documents, "in"):
        acts[edge.end].append(edge)
    return {document: context_of(document, acts[document], places, owners) for document in documents}


def _extractions(store: Store) -> Iterator[list[Extraction]]:
    """What extraction found, in batches. The reading ends before a batch is given: writing never waits for it."""
    after: Key | None = None
    while True:
        with store.view(SYSTEM) as view:
            keys = [node.key for node in view.nodes("document", after, BATCH)]
            found = list(view.extractions(keys)) if keys else []
        if not keys:
            return
        after = keys[-1]
        if found:
            yield found
