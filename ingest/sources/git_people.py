"""Who wrote a commit, and which commits are nobody's work: merges, reverts, moves, formatting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.facts import Act, ActKind
from ingest.sources.git_log import GitCommit, account_of
from ingest.sources.git_subjects import says_formatting, says_merge, says_revert, says_style
from ingest.sources.mailmap import Mailmap, Signature
from ingest.sources.programs import is_program

MOST_FILES = 100
"""A commit of more files than this is an import, a new name everywhere or a formatting: nobody's work."""
MOST_TRAILERS = 200
_TRAILER = re.compile(
    r"^([A-Za-z]+(?:-[A-Za-z]+){1,4}|co-?authored by):[^\S\n]*(\S(?:[^\n]*\S)?)[^\S\n]*$", re.M | re.I
)
_PERSON = re.compile(r"^(.*?)(?<!\s)\s*(?:<([^<>]*)>)?$")
_TRAILERS = {
    "co-authored-by": ActKind.WROTE,
    "coauthored-by": ActKind.WROTE,
    "co-authored by": ActKind.WROTE,
    "coauthored by": ActKind.WROTE,
    "co-author": ActKind.WROTE,
    "co-developed-by": ActKind.WROTE,
    "pair-programmed-with": ActKind.WROTE,
    "original-author": ActKind.WROTE,
    "originally-by": ActKind.WROTE,
    "reviewed-by": ActKind.COMMENTED,
    "acked-by": ActKind.COMMENTED,
    "tested-by": ActKind.COMMENTED,
    "reported-by": ActKind.COMMENTED,
    "suggested-by": ActKind.COMMENTED,
}
"""What these lines at the end of a message say. Signed-off-by is none of them: who passes a change on signs it too."""


@dataclass(frozen=True, slots=True)
class Committers:
    """Who wrote the commits of one repository, by its own mailmap and its own list of commits that only format."""

    mailmap: Mailmap = field(default_factory=Mailmap)
    ignored: frozenset[str] = frozenset()

    def people(self, commit: GitCommit) -> dict[str, Signature]:
        """Who wrote it, by account: author and co-authors, without programs. Nobody for a commit that is no work."""
        return {} if self.is_formatting(commit) else self.makers(commit)

    def makers(self, commit: GitCommit) -> dict[str, Signature]:
        """Who wrote the files that this commit made, whatever it says of formatting."""
        if is_merge(commit) or says_revert(commit.message):
            return {}
        return {
            account: person
            for kind, account, person in self._signed(commit)
            if kind is ActKind.WROTE and not is_program(*person)
        }

    def acts(self, commit: GitCommit, size: int) -> tuple[Act, ...]:
        """The people who wrote this commit or looked at it. Each account once, by its strongest act."""
        writers = self.people(commit)
        if not writers:
            return ()
        acts = {
            account: Act(
                account, ActKind.WROTE, name or None, commit.at, size=size, email=email if "@" in email else None
            )
            for account, (name, email) in writers.items()
        }
        for kind, account, person in self._signed(commit):
            if not is_program(*person):
                email = person.email if "@" in person.email else None
                acts.setdefault(account, Act(account, kind, person.name or None, commit.at, email=email))
        return tuple(acts.values())

    def is_formatting(self, commit: GitCommit) -> bool:
        """Whether this only moves or formats: by the repository's list, by what changed, or by what it says."""
        changes = commit.changes
        if commit.id in self.ignored:
            return True
        if changes and all(each.counted and not each.added and not each.removed for each in changes):
            return True
        added, removed = sum(each.added for each in changes), sum(each.removed for each in changes)
        balanced = abs(added - removed) * 5 <= added + removed
        if changes and added and not removed:
            return False
        return says_formatting(commit.subject) or (bool(changes) and balanced and says_style(commit.subject))

    def _signed(self, commit: GitCommit) -> Iterator[tuple[ActKind, str, Signature]]:
        """The author, then whom the message names."""
        yield self._act(ActKind.WROTE, commit.name, commit.email)
        for match in list(_TRAILER.finditer(commit.message))[:MOST_TRAILERS]:
            kind = _TRAILERS.get(match[1].lower())
            person = _PERSON.match(match[2])
            if kind and person and (person[1].strip() or person[2]):
                yield self._act(kind, person[1].strip(), (person[2] or "").strip())

    def _act(self, kind: ActKind, name: str, email: str) -> tuple[ActKind, str, Signature]:
        person = self.mailmap.sign(name, email)
        return kind, account_of(person.name or person.email, person.email), person


def is_merge(commit: GitCommit) -> bool:
    """Whether this joins branches; by its subject only where it changes nothing itself."""
    return commit.merge or (not commit.changes and says_merge(commit.subject))


def ignored_in(text: str) -> frozenset[str]:
    """The commits that a ``.git-blame-ignore-revs`` lists."""
    return frozenset(re.findall(r"^[0-9a-f]{40,64}(?=\s|$)", text, re.M))
