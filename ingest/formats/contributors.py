"""Who did what to a document, and what they remarked in its margin, gathered while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from graph.facts import Act, ActKind, Seconds
from ingest.formats import ParsedBody
from ingest.formats.asides import GAP, with_aside
from ingest.formats.properties import people_of

MOST_PEOPLE = 200
"""Pairs of a person and a kind of act in one document."""
MOST_REMARKS = 1_000
LONGEST_REMARK = 5_000


@dataclass(slots=True)
class Contributors:
    """Gathers the people of one document: one act for each person and kind, with its last time and how often."""

    remarks: list[str] = field(default_factory=list)
    _acts: dict[tuple[str, ActKind], Act] = field(default_factory=dict)
    _times: dict[tuple[str, ActKind], set[Seconds]] = field(default_factory=dict)
    _emails: dict[str, str] = field(default_factory=dict)

    def add(self, written: str | None, kind: ActKind, at: Seconds | None = None, email: str | None = None) -> None:
        """Note what those who are written here did; what a program wrote there is nobody."""
        for author in people_of(written):
            key = (author.name.casefold(), kind)
            if key not in self._acts and len(self._acts) >= MOST_PEOPLE:
                return
            times = self._times.setdefault(key, set())
            if at is not None and len(times) < MOST_REMARKS:
                times.add(at)
            self._acts[key] = Act(author.name, kind, author.name, max(times, default=None), max(1, len(times)))
            self.address(author.name, email or author.email)

    def address(self, name: str, email: str | None) -> None:
        """Note the address of somebody of this name."""
        if email and "@" in email:
            self._emails.setdefault(name.casefold(), email.strip().lower())

    def remark(self, text: str) -> None:
        """Note what somebody remarked."""
        if text.strip() and len(self.remarks) < MOST_REMARKS:
            self.remarks.append(text.strip()[:LONGEST_REMARK])

    def acts(self) -> tuple[Act, ...]:
        """What each of them did. Who has an address is known by it."""
        found = ((act, self._emails.get(name)) for (name, _), act in self._acts.items())
        return tuple(replace(act, account=email, email=email) if email else act for act, email in found)

    def added_to(self, parsed: ParsedBody) -> ParsedBody:
        """The document with its people, and with their remarks behind its text."""
        remarks = GAP.join(self.remarks) if parsed.text.strip() else ""
        text, passages = with_aside(parsed.text, remarks, parsed.passages)
        return replace(parsed, text=text, passages=passages, acts=self.acts())
