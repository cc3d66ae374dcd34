"""Random sequences of changes: an installation that followed them equals one that is built anew from the final state.

Equal documents are in the order of their ordinals, so that the last thing before the comparison is a new generation.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

from api.site import Site
from graph.facts import Edge, EdgeKind, Judgement, Key, Verdict, key_of
from graph.open_store import open_store
from graph.store import Store
from tests.organisations.answers import Asked, differing, everything
from tests.organisations.built import NOW, VOCABULARY, Pushed, account, document, extract, person, site_over, take_in
from tests.organisations.comparing import INSIDERS, Difference, MakeStore
from tests.organisations.drawn import (
    HIDDEN_PLACES,
    IDS,
    PEOPLE,
    PLACES,
    RULES,
    UNREADABLE,
    Drawn,
    Told,
    copied,
    drawn,
    new_item,
    with_long_text,
)
from whoknows.jobs.index import reindex, update_index
from whoknows.jobs.passes import pass_over

STEPS = 12
ACCESS = (None, None, "everyone", *RULES, *UNREADABLE)


@dataclass
class Course:
    """What the sources of an organisation say now, who has left its directory, and what people have said about it."""

    told: list[Told]
    left: dict[str, Told] = field(default_factory=dict)
    said: dict[tuple[Any, ...], Edge] = field(default_factory=dict)
    judged: dict[str, Judgement] = field(default_factory=dict)
    seen: list[Told] = field(default_factory=list)

    def sources(self) -> list[Pushed]:
        """All sources as they are now; who has left is still in the directory, with the day."""
        gone = [replace(each, line={"left": NOW, **each.line}) for each in self.left.values()]
        return Drawn((*self.told, *gone)).sources()

    def listing(self, source: str) -> Pushed:
        """What this source lists now."""
        return next(each for each in Drawn(tuple(self.told)).sources() if each.name == source)

    def asked(self) -> Asked:
        """All that can be asked, also about what is gone."""
        return Drawn((*self.seen, *self.told)).asked()

    def put(self, fresh: Told) -> None:
        """Replace the record of this id, or add it."""
        same = (fresh.source, fresh.line["type"], fresh.line.get("id"))
        self.seen += [fresh]
        kept = [each for each in self.told if (each.source, each.line["type"], each.line.get("id")) != same]
        self.told = [*kept, fresh]


Step = Callable[[Random, Course], str | None]
"""Changes the course; the source that has to be read again, None where nothing of a source changed."""


def _any(chance: Random, course: Course, kind: str) -> Told | None:
    found = [each for each in course.told if each.line["type"] == kind and not str(each.line["id"]).startswith("f")]
    return chance.choice(found) if found else None


def _changed(chance: Random, course: Course, kind: str, **more: Any) -> str | None:
    told = _any(chance, course, kind)
    if told is None:
        return None
    course.put(replace(told, line={**told.line, **more}))
    return told.source


def edit_item(chance: Random, course: Course) -> str | None:
    fresh = new_item(chance, 0).line
    return _changed(chance, course, "item", title=fresh["title"], text=fresh["text"], acts=fresh["acts"])


def restrict_item(chance: Random, course: Course) -> str | None:
    return _changed(chance, course, "item", access=chance.choice(ACCESS))


def move_item(chance: Random, course: Course) -> str | None:
    return _changed(chance, course, "item", container=chance.choice((None, *PLACES, *HIDDEN_PLACES)))


def add_item(chance: Random, course: Course) -> str | None:
    made = new_item(chance, chance.randint(0, 20))
    place = chance.choice((None, *PLACES, *HIDDEN_PLACES))
    course.put(replace(made, line={**made.line, "container": place, "access": chance.choice(ACCESS)}))
    return made.source


def copy_item(chance: Random, course: Course) -> str | None:
    told = _any(chance, course, "item")
    if told is None:
        return None
    told = with_long_text(told)
    course.put(told)
    made = new_item(chance, 0)
    line = copied(chance, told.line, made.line, f"c{chance.randint(0, 9)}")
    course.put(replace(made, source=told.source, line={**line, "access": chance.choice(ACCESS)}))
    return told.source


def remove_item(chance: Random, course: Course) -> str | None:
    return _removed(chance, course, "item")


def remove_user(chance: Random, course: Course) -> str | None:
    """Somebody whom a source vouched for is no longer told; what they wrote is."""
    found = [each for each in course.told if each.line["type"] == "person" and each.source != "people"]
    if not found:
        return None
    told = chance.choice(found)
    course.told.remove(told)
    course.seen.append(told)
    return told.source


def other_user(chance: Random, course: Course) -> str | None:
    name, email, _ = chance.choice(sorted(PEOPLE.values()))
    line = {"type": "person", "id": chance.choice(IDS), "name": name, "emails": [email]}
    course.put(Told("forum", line))
    return "forum"


def remove_group(chance: Random, course: Course) -> str | None:
    return _removed(chance, course, "group")


def _removed(chance: Random, course: Course, kind: str) -> str | None:
    told = _any(chance, course, kind)
    if told is None:
        return None
    course.told.remove(told)
    course.seen.append(told)
    return told.source


def restrict_group(chance: Random, course: Course) -> str | None:
    return _changed(chance, course, "group", access=chance.choice(ACCESS))


def move_group(chance: Random, course: Course) -> str | None:
    return _changed(chance, course, "group", parent=chance.choice((None, *PLACES, *HIDDEN_PLACES)))


def rename_group(chance: Random, course: Course) -> str | None:
    return _changed(chance, course, "group", name=chance.choice(("Attic", "Cellar", "Yard")))


def other_members(chance: Random, course: Course) -> str | None:
    return _changed(chance, course, "group", members=chance.sample(IDS, chance.randint(0, 3)))


def add_group(chance: Random, course: Course) -> str | None:
    place = chance.choice((*PLACES, *HIDDEN_PLACES))
    line = {"type": "group", "id": place, "kind": chance.choice(("channel", "thread", "space")), "name": place.title()}
    line |= {"access": chance.choice(ACCESS), "parent": chance.choice((None, *PLACES, *HIDDEN_PLACES))}
    course.put(Told("forum", line))
    return "forum"


def other_readers(chance: Random, course: Course) -> str | None:
    rule = chance.choice(RULES)
    course.told = [each for each in course.told if each.line.get("rule") != rule]
    readers = chance.sample(["everyone", "account:bob", "account:ann", "account:kv"], chance.randint(0, 2))
    if chance.random() < 0.8:
        course.told.insert(0, Told("forum", {"type": "access", "rule": rule, "principals": readers}))
    return "forum"


def leave(chance: Random, course: Course) -> str | None:
    here = [each for each in course.told if each.source == "people"]
    if len(here) < 2:
        return None
    told = chance.choice(here)
    course.told.remove(told)
    course.left[told.line["id"]] = told
    return "people"


def come_back(chance: Random, course: Course) -> str | None:
    if not course.left:
        return None
    course.told.append(course.left.pop(chance.choice(sorted(course.left))))
    return "people"


def other_job(chance: Random, course: Course) -> str | None:
    told = chance.choice([each for each in course.told if each.source == "people"])
    department = chance.choice(("Energy", "Energy / Storage", "Board", "Roofs", "Energy / Wind"))
    course.put(replace(told, line={**told.line, "department": department, "room": chance.choice(("A1", "B2"))}))
    return "people"


def empty_source(chance: Random, course: Course) -> str | None:
    if chance.random() < 0.7:
        return None
    name = chance.choice(("blog", "vault"))
    course.seen += [each for each in course.told if each.source == name]
    course.told = [each for each in course.told if each.source != name]
    return name


def say(chance: Random, course: Course) -> str | None:
    who = person(chance.choice(("ann", "bob", "cem")), "people")
    kind = chance.choice((EdgeKind.LIKES, EdgeKind.HIDES, EdgeKind.CLAIMS, EdgeKind.FOLLOWS))
    topic = key_of("topic", "en", chance.choice(VOCABULARY))
    end = document(f"m{chance.randint(0, 5)}") if kind is EdgeKind.LIKES else topic
    edge = Edge(kind, who, end, at=NOW)
    course.said[edge.identity()] = edge
    return ""


def unsay(chance: Random, course: Course) -> str | None:
    if course.said:
        del course.said[chance.choice(sorted(course.said))]
    return ""


def judge(chance: Random, course: Course) -> str | None:
    who, whom = account(chance.choice(IDS)), person(chance.choice(("ann", "bob", "cem")), "people")
    verdict, undone = chance.choice((Verdict.SAME, Verdict.DIFFERENT)), chance.choice((None, None, NOW))
    name = f"j{chance.randint(0, 2)}"
    if name not in course.judged:
        course.judged[name] = Judgement(name, who, whom, verdict, "ann", NOW, undone=undone)
    return ""


ALL: tuple[Step, ...] = (
    *(
        edit_item,
        restrict_item,
        move_item,
        add_item,
        copy_item,
        remove_item,
        remove_user,
        other_user,
        remove_group,
        restrict_group,
        move_group,
    ),
    *(rename_group, other_members, add_group, other_readers, leave, come_back, other_job, empty_source, say, unsay),
    judge,
)


class Followed:
    """An installation that reads what changed, step by step."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store = folder, store
        self._said: dict[tuple[Any, ...], Edge] = {}

    def begin(self, course: Course) -> None:
        """Read all of it for the first time."""
        for source in course.sources():
            take_in(self.store, self.folder, source)
        self.speak(course)

    def speak(self, course: Course) -> None:
        """Say and decide what people now say and have decided."""
        with self.store.writer() as writer:
            for identity in self._said.keys() - course.said.keys():
                writer.unsay(self._said[identity])
            for edge in course.said.values():
                writer.say(edge)
            for judgement in course.judged.values():
                writer.judge(judgement)
        self._said = dict(course.said)

    def work(self) -> None:
        """Extract, pass over all, and let the index follow; it makes a new generation where it is ordered."""
        extract(self.store)
        pass_over(self.store, tell=lambda _: None, stop=lambda: False)
        update_index(self.store, self.folder / "index")


@contextmanager
def installation(make_store: MakeStore | None) -> Iterator[Followed]:
    """An empty installation in a folder of its own."""
    folder = Path(mkdtemp())
    store = make_store() if make_store else open_store(f"sqlite:{folder}/graph.db")
    try:
        yield Followed(folder, store)
    finally:
        store.close()
        shutil.rmtree(folder)


def course_of(seed: int) -> tuple[Course, Random]:
    """The beginning of the sequence of this seed."""
    return Course(list(drawn(seed).told)), Random(f"steps of {seed}")


def differences(
    seed: int, steps: int = STEPS, make_store: MakeStore | None = None, only: Sequence[Step] = ALL
) -> list[Difference]:
    """What differs, for any colleague and an insider, between following this sequence and building anew."""
    course, chance = course_of(seed)
    askers = (None, chance.choice(INSIDERS))
    with installation(make_store) as followed:
        followed.begin(course)
        followed.work()
        for _ in range(steps):
            source = chance.choice(only)(chance, course)
            if source:
                take_in(followed.store, followed.folder, course.listing(source), accept_loss=True)
            elif source is not None:
                followed.speak(course)
            if chance.random() < 0.4:
                update_index(followed.store, followed.folder / "index", settle=chance.random() < 0.5)
            if chance.random() < 0.3:
                followed.work()
        followed.work()
        reindex(followed.store, followed.folder / "index")
        found = _answers(followed, course, askers)
    with installation(make_store) as fresh:
        fresh.begin(course)
        fresh.work()
        expected = _answers(fresh, course, askers)
    return [
        Difference(asker, name, *pair)
        for asker, answers in found.items()
        for name, pair in sorted(differing(answers, expected[asker]).items())
    ]


def _answers(made: Followed, course: Course, askers: Iterable[Key | None]) -> dict[Key | None, dict[str, Any]]:
    asked = course.asked()
    with ExitStack() as stack:
        site: Site = stack.enter_context(site_over(made.store, made.folder, course.sources()))
        return {asker: everything(site, asker, asked) for asker in askers}
