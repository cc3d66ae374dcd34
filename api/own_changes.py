"""What one changes on one's own page, with what held before: so that each change can be undone with a click.

A state is what holds of one thing, as words: of a field its value and audience, of a topic or document whether it is
claimed (and how) and hidden, of a unit what was answered when asked whether one may be named, of opting out whether
somebody did. Nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from api import commands, own_profile, statements
from api.asker import Asker
from api.introductions import answered, say_introduction
from graph.facts import Document, Edge, EdgeKind, Group, Key, Location, Topic, kind_of
from graph.introducing import Consent
from graph.own_fields import Audience, FieldName, OwnField, own_fields
from graph.schema import EDGES

State: TypeAlias = Mapping[str, str]
OPTING = "opt-out"
UNDONE = {"claim": EdgeKind.CLAIMS, "hide": EdgeKind.HIDES}
"""What is told as a change of one's own page, by the word of its command."""
FIELDS = {each.value: each for each in FieldName}
UNITS = ("group", "location")
_ANSWERS = {each.value: each for each in Consent}


@dataclass(frozen=True, slots=True)
class OwnChange:
    """What was changed: `about` is the name of a field, `opt-out`, or the key of a topic or document.

    `names` are the labels of a topic by language; the title of a document or name of a unit under the empty language.
    """

    about: str
    before: State
    after: State
    names: Mapping[str, str] = field(default_factory=dict)


def change_field(asker: Asker, name: FieldName, value: str, audience: Audience) -> OwnChange:
    """Keep this field of the asker's own. Of a photo only the audience changes."""
    before = _field_state(asker, name)
    own_profile.say_one(asker, name, value, audience)
    return OwnChange(name.value, before, _field_state(asker, name))


def change_said(asker: Asker, verb: str, about: Key, role: statements.ClaimRole, *, take_back: bool) -> OwnChange:
    """Claim or hide this, or take it back. The verb is one of UNDONE."""
    before = _said_state(asker, about)
    statements.command(asker, verb, about, "", role, take_back=take_back)
    return OwnChange(about, before, _said_state(asker, about), _names(asker, about))


def change_opting(asker: Asker, *, out: bool) -> OwnChange:
    """Opt out, or in again."""
    before = _opting_state(asker)
    commands.say_opted_out(asker, out=out)
    return OwnChange(OPTING, before, _opting_state(asker))


def change_introduction(asker: Asker, own: Key, other: Key, answer: Consent | None) -> OwnChange:
    """Say whether one may be named between these two units, or take that back (None)."""
    before = _introduction_state(asker, other)
    say_introduction(asker, own or before.get("within", ""), other, answer)
    return OwnChange(other, before, _introduction_state(asker, other), _names(asker, other))


def restore(asker: Asker, about: str, state: State) -> OwnChange:
    """Let this hold again. Raises Refused for what cannot be said, as the commands do."""
    if about == OPTING:
        return change_opting(asker, out="out" in state)
    if kind_of(about) in UNITS:
        return change_introduction(asker, state.get("within", ""), about, _ANSWERS.get(state.get("introduces", "")))
    if about in FIELDS:
        audience = Audience(state["audience"]) if state.get("audience") in set(Audience) else Audience.NOBODY
        return change_field(asker, FIELDS[about], state.get("value", ""), audience)
    before = _said_state(asker, about)
    for verb in UNDONE:
        if verb in before and verb not in state:
            statements.command(asker, verb, about, "", statements.ClaimRole.KNOWS, take_back=True)
    for verb in UNDONE:
        if verb in state and kind_of(about) in EDGES[UNDONE[verb]].end:
            role = statements.ClaimRole.USED_TO if state[verb] else statements.ClaimRole.KNOWS
            statements.command(asker, verb, about, "", role, take_back=False)
    return OwnChange(about, before, _said_state(asker, about), _names(asker, about))


def _field_state(asker: Asker, name: FieldName) -> State:
    kept = own_fields(asker.site.store.ledger, own_profile.owner(asker)).get(name, OwnField())
    return {"value": kept.value, "audience": kept.audience.value}


def _said_state(asker: Asker, about: Key) -> State:
    said = _said(asker, tuple(UNDONE.values()))
    verbs = {kind: verb for verb, kind in UNDONE.items()}
    return {verbs[edge.kind]: edge.role or "" for edge in said if edge.end == about}


def _introduction_state(asker: Asker, other: Key) -> State:
    said = answered(asker, other)
    return {"introduces": said.role or "", "within": said.within or ""} if said else {}


def _opting_state(asker: Asker) -> State:
    return {"out": "yes"} if _said(asker, (EdgeKind.OPTS_OUT,)) else {}


def _said(asker: Asker, kinds: tuple[EdgeKind, ...]) -> list[Edge]:
    person = own_profile.owner(asker)
    with asker.site.store.view(asker.viewer) as view:
        return view.edges(kinds, [person])


def _names(asker: Asker, about: Key) -> Mapping[str, str]:
    with asker.site.store.view(asker.viewer) as view:
        node = view.get([about]).get(about)
    if isinstance(node, Topic):
        return dict(node.labels)
    if isinstance(node, Group | Location):
        return {"": node.name}
    return {"": node.title} if isinstance(node, Document) else {}
