"""The software teams' history: the text of ``git log`` of two repositories."""

from __future__ import annotations

from whoknows.sample.dice import Dice
from whoknows.sample.people import DOMAIN, Employee
from whoknows.sample.plan import SampleWorld
from whoknows.sample.topics import SampleTopic
from whoknows.sample.write_handbook import LogCommit, log_text, slug

SOURCE = "software"
REPOSITORIES = {"data-platform": ("ict",), "process-control": ("ingenieurs",)}
SUFFIXES = {"ict": "py", "ingenieurs": "st"}


def software(world: SampleWorld) -> dict[str, bytes]:
    """The commits. Messages are in English, as the teams agreed; commits by a bot are among them."""
    files = {}
    for repository, departments in REPOSITORIES.items():
        commits = [
            commit
            for topic in world.open_topics(*departments)
            for number, message in enumerate(topic.commits)
            for commit in _commits(world, topic, message, world.dice("git", topic.id, number))
        ]
        for month in range(6):
            at = 1712000000 + month * 7776000
            change = ((2, 2, "requirements.txt"),)
            commits.append(LogCommit(at, "veldermark-bot", f"noreply@{DOMAIN}", "Bump dependencies", change))
        world.register.wrote(SOURCE, len(commits))
        files[f"software/{repository}/git-log.txt"] = log_text(commits)
    return files


def _commits(world: SampleWorld, topic: SampleTopic, message: str, dice: Dice) -> list[LogCommit]:
    """A commit, and in a third of the cases a correction of it some days later by somebody else."""
    at = dice.moment()
    person = world.author(topic, "en", at, dice)
    name, suffix = slug(topic.labels["en"]).replace("-", "_"), SUFFIXES[topic.department]
    path = f"{name}/{slug(message.splitlines()[0])[:24]}.{suffix}"
    test = f"tests/test_{name}.{suffix}"
    added = dice.number(5, 120)
    commits = [_commit(world, topic, person, at, message, ((added, dice.number(0, 30), path), (added // 2, 0, test)))]
    if dice.chance(0.35):
        later = at + 86400 * dice.number(1, 12)
        other = world.author(topic, "en", later, dice)
        fix = f"Fix {topic.labels['en']}: {dice.one(FIXES)}"
        commits.append(_commit(world, topic, other, later, fix, ((dice.number(1, 9), 2, path),)))
    return commits


FIXES = (
    "handle an empty answer of the meter",
    "do not fail on the day that the clock changes",
    "wrong unit in the log line",
    "close the connection after a timeout",
    "round only when showing the value",
    "a test that depended on the order of the rows",
)


def _commit(
    world: SampleWorld,
    topic: SampleTopic,
    person: Employee,
    at: int,
    message: str,
    changes: tuple[tuple[int, int, str], ...],
) -> LogCommit:
    world.register.acted(topic, person.key)
    name, email = _identity(world, person, at)
    return LogCommit(at, name, world.register.account(SOURCE, email, person.id), message, changes)


def _identity(world: SampleWorld, person: Employee, at: int) -> tuple[str, str]:
    """How git is configured: name and address, or a handle with an address that hides the mailbox."""
    if world.dice("git-identity", person.key).chance(0.3):
        return person.handle, f"{person.handle}@users.noreply.git.{DOMAIN}"
    return person.name, person.email_at(at)
