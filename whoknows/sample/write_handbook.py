"""The handbook and the minutes: folders of Markdown and reStructuredText, with the text of git log."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from whoknows.sample.dice import FIRST_DAY, LAST_DAY, Dice, day_of, iso
from whoknows.sample.frames import HEADS
from whoknows.sample.people import Employee, plain
from whoknows.sample.plan import CIRCLES, SampleWorld, Voice, date_in_words
from whoknows.sample.prose import ProseBlock, as_markdown, as_rst, guide, policy
from whoknows.sample.topics import SampleTopic

HANDBOOK, MINUTES = "handbook", "minutes"


@dataclass(frozen=True, slots=True)
class LogCommit:
    """One line of history: who changed which file by how much."""

    at: int
    name: str
    email: str
    message: str
    changes: tuple[tuple[int, int, str], ...]


def log_text(commits: list[LogCommit]) -> bytes:
    """The commits as ``git log --date=iso-strict --numstat`` prints them, newest first."""
    parts = []
    for commit in sorted(commits, key=lambda one: (-one.at, one.message)):
        seed = f"{commit.at}{commit.name}{commit.message}{commit.changes}"
        digest = hashlib.sha1(seed.encode(), usedforsecurity=False).hexdigest()
        message = "\n".join(f"    {line}" for line in commit.message.split("\n"))
        numbers = "\n".join(f"{added}\t{removed}\t{path}" for added, removed, path in commit.changes)
        moment = iso(commit.at).replace("Z", "+00:00")
        parts.append(
            f"commit {digest}\nAuthor: {commit.name} <{commit.email}>\nDate:   {moment}\n\n{message}\n\n{numbers}\n"
        )
    return "\n".join(parts).encode()


def slug(text: str) -> str:
    """The name of a file about this."""
    return "-".join("".join(c if c.isalnum() else " " for c in plain(text)).split())[:60]


def handbook(world: SampleWorld) -> dict[str, bytes]:
    """The pages of the handbook: one per topic, in three markups, in a folder per department."""
    files: dict[str, bytes] = {}
    commits: list[LogCommit] = []
    for number, topic in enumerate(world.open_topics()):
        dice = world.dice("handbook", topic.id)
        language = world.language(topic, dice)
        voice = world.voice(topic, language, dice)
        genre = "guide" if dice.chance(0.7) else "policy"
        title = voice.title(genre)
        blocks = guide(voice) if genre == "guide" else policy(voice)
        path = f"{topic.department}/{slug(title)}.{('md', 'md', 'rst')[number % 3]}"
        at = dice.moment(FIRST_DAY, date(2025, 12, 31))
        author = world.author(topic, language, at, dice)
        text = _page(title, blocks, author if number % 2 == 0 else None, at, path)
        files[f"handbook/{path}"] = text.encode()
        commits += _history(world, topic, language, dice, path, author, at, text.count("\n"))
        world.register.acted(topic, author.key)
        world.register.wrote(HANDBOOK)
    for folder, name in world.staff.departments.items():
        files[f"handbook/{folder}/index.md"] = (
            f"# Handboek {name}\n\nPagina's van de afdeling {name}, op alfabet.\n".encode()
        )
        world.register.wrote(HANDBOOK)
        manager = next(p for p in world.staff.of(folder))
        commits.append(
            _commit(world, manager, 1696316400, f"Begin van het handboek van {name}", ((3, 0, f"{folder}/index.md"),))
        )
    files["handbook/git-log.txt"] = log_text(commits)
    return files


def _page(title: str, blocks: list[ProseBlock], author: Employee | None, at: int, path: str) -> str:
    """Front matter with author and date on half of the pages; the others have only their history."""
    day = day_of(at).isoformat()
    if path.endswith(".rst"):
        fields = f":Author: {author.name}\n:Date: {day}\n\n" if author else ""
        return f"{'=' * len(title)}\n{title}\n{'=' * len(title)}\n\n{fields}{as_rst(blocks)}"
    who = f"author: {author.name}\ndate: {day}\n" if author else ""
    return f'---\ntitle: "{title}"\n{who}---\n\n# {title}\n\n{as_markdown(blocks)}'


def _history(
    world: SampleWorld, topic: SampleTopic, language: str, dice: Dice, path: str, author: Employee, at: int, lines: int
) -> list[LogCommit]:
    """The page is created, sometimes under another name, and then improved by others."""
    start = path if dice.chance(0.85) else path.replace(".", "-concept.")
    commits = [_commit(world, author, at, "Nieuwe pagina" if language == "nl" else "Add page", ((lines, 0, start),))]
    if start != path:
        folder, old = start.split("/")
        renamed = f"{folder}/{{{old} => {path.split('/')[1]}}}"
        at += 86400 * dice.number(2, 40)
        commits.append(_commit(world, author, at, "Hernoemd na de bespreking in het werkoverleg", ((2, 2, renamed),)))
    for _ in range(dice.number(1, 4)):
        at += 86400 * dice.number(3, 120) + dice.number(0, 9000)
        if day_of(at) > LAST_DAY:
            break
        person = (
            world.author(topic, language, at, dice) if dice.chance(0.8) else world.outsider(topic, language, at, dice)
        )
        message = dice.one(("Aanvulling uit het overleg", "Cijfers bijgewerkt", "Fix typo", "Clarify the procedure"))
        commits.append(_commit(world, person, at, message, ((dice.number(1, 9), dice.number(0, 4), path),)))
        world.register.acted(topic, person.key)
    return commits


def _commit(
    world: SampleWorld, person: Employee, at: int, message: str, changes: tuple[tuple[int, int, str], ...]
) -> LogCommit:
    email = person.email_at(at)
    world.register.account("handbook", email, person.id)
    return LogCommit(at, person.name_at(at), email, message, changes)


# --- minutes ---


def minutes(world: SampleWorld) -> dict[str, bytes]:
    """The minutes of meetings: six meetings of every department over three years."""
    files: dict[str, bytes] = {}
    for department in world.staff.departments:
        topics = world.open_topics(department)
        for number in range(6 if topics else 0):
            dice = world.dice("minutes", department, number)
            at = dice.moment(date(2023 + number // 2, 10, 2), date(2024 + number // 2, 9, 30))
            agenda = [topics[(number * 2 + step) % len(topics)] for step in range(min(3, len(topics)))]
            name, text = _meeting(world, department, agenda, at, dice)
            files[f"minutes/{department}/{day_of(at).isoformat()}-{slug(name)}.md"] = text.encode()
            world.register.wrote(MINUTES)
    return files


def _meeting(world: SampleWorld, department: str, agenda: list[SampleTopic], at: int, dice: Dice) -> tuple[str, str]:
    mains = [topic.main for topic in agenda]
    language = max(("nl", "en"), key=mains.count)
    agenda = [topic for topic in agenda if language in topic.packs]
    present = _present(world, department, agenda, at, dice)
    voices = [world.voice(topic, language, dice) for topic in agenda]
    name = voices[0].title("minutes", team=world.staff.departments[department])
    head = HEADS[language]
    absent = [p for p in world.staff.of(department) if p.there(at) and p not in present][:2]
    chair, notes = present[0], present[-1]
    parts = [
        f"# {name}, {date_in_words(at, language)}",
        f"{_label('datum', language)}: {date_in_words(at, language)}",
        f"## {head['present']}",
        "\n".join(f"- {_listed(p, dice)}{_role(p, chair, notes, head)}" for p in present),
        f"{head['absent']}: {', '.join(p.name for p in absent) or '-'}",
        f"## 1. {head['opening']}",
        voices[0].frame("minutes-open"),
    ]
    for number, (topic, voice) in enumerate(zip(agenda, voices, strict=True), 2):
        parts += [
            f"## {number}. {topic.labels[language][0].upper() + topic.labels[language][1:]}",
            *_item(world, voice, present),
        ]
    actions = [_action(topic, language, present, dice) for topic in agenda]
    parts += [f"## {len(agenda) + 2}. {head['actions']}", "\n".join(f"- {action}" for action in actions)]
    parts += [f"## {len(agenda) + 3}. {head['closing']}", voices[0].frame("minutes-close", who=dice.one(present).name)]
    return name, "\n\n".join(parts) + "\n"


def _label(name: str, language: str) -> str:
    return {"datum": {"nl": "Datum", "en": "Date"}}[name][language]


def _present(world: SampleWorld, department: str, agenda: list[SampleTopic], at: int, dice: Dice) -> list[Employee]:
    """The manager, people of the topics, and a guest from a neighbouring department."""
    there = [p for p in world.staff.of(department) if p.there(at)]
    known = [p for p in there if any(p.key in topic.people for topic in agenda)]
    others = [p for p in there[1:] if p not in known]
    guests = [p for p in world.staff.of(*CIRCLES[department][1:]) if p.there(at)]
    chosen = dict.fromkeys([there[0], *known, *dice.some(others, 3), *dice.some(guests, dice.number(0, 1))])
    return list(chosen)


def _listed(person: Employee, dice: Dice) -> str:
    """How the list of those present names somebody."""
    return dice.weighted(
        ((person.name, 6.0), (person.initials, 2.0), (f"{person.name} ({person.team.department_name})", 2.0))
    )


def _role(person: Employee, chair: Employee, notes: Employee, head: dict[str, str]) -> str:
    if person == chair:
        return f" ({head['chair']})"
    return f" ({head['notes']})" if person == notes else ""


def _item(world: SampleWorld, voice: Voice, present: list[Employee]) -> list[str]:
    able = [p for p in present if p.key in voice.topic.people] or present
    speaker = voice.dice.one(able)
    world.register.acted(voice.topic, speaker.key)
    report = voice.frame("minutes-report", who=speaker.name)
    parts = [" ".join([report, *voice.several("news", 1), *voice.several("facts", 1)])]
    if voice.pack.qa and voice.dice.chance(0.6):
        question, answer = voice.qa()[0]
        asker = voice.dice.one([p for p in present if p != speaker])
        parts.append(f"{voice.frame('minutes-ask', who=asker.name, question=question)} {answer}")
    decisions = voice.several("decisions", 1)
    if decisions:
        parts.append(f"**{HEADS[voice.language]['decision']}:** {decisions[0]}")
    return parts


def _action(topic: SampleTopic, language: str, present: list[Employee], dice: Dice) -> str:
    able = [p for p in present if p.key in topic.people] or present
    what = {
        "nl": (
            "zet de afspraken over {} op de wiki",
            "werkt de cijfers over {} bij",
            "plant een vervolggesprek over {}",
        ),
        "en": ("puts the agreements on {} on the wiki", "updates the figures on {}", "plans a follow-up on {}"),
    }
    return f"{dice.one(able).name} {dice.one(what[language]).format(topic.labels[language])}."
