"""The records that cross layers: items, nodes, edges, judgements. Everybody imports them from here."""

from __future__ import annotations

from graph.facts.decided import (
    Judgement,
    Verdict,
)
from graph.facts.derived import (
    Extraction,
    NameCandidate,
    TermCandidate,
    TermPair,
)
from graph.facts.edges import (
    Edge,
    EdgeKind,
    Fact,
)
from graph.facts.keys import (
    EVERYONE,
    NOBODY,
    Cursor,
    Json,
    Key,
    Seconds,
    anchor_key,
    key_of,
    kind_of,
    person_key,
)
from graph.facts.kinds import (
    ActKind,
    DocumentKind,
    GroupKind,
)
from graph.facts.nodes import (
    Account,
    Document,
    Group,
    Location,
    Node,
    Person,
    Rule,
    SourceNode,
    Term,
    Topic,
    has_left,
)
from graph.facts.said import (
    AccessRecord,
    Act,
    Checkpoint,
    Gone,
    GroupRecord,
    Item,
    Opening,
    PersonRecord,
    Problem,
    Said,
    Same,
)

__all__ = [
    "EVERYONE",
    "NOBODY",
    "AccessRecord",
    "Account",
    "Act",
    "ActKind",
    "Checkpoint",
    "Cursor",
    "Document",
    "DocumentKind",
    "Edge",
    "EdgeKind",
    "Extraction",
    "Fact",
    "Gone",
    "Group",
    "GroupKind",
    "GroupRecord",
    "Item",
    "Json",
    "Judgement",
    "Key",
    "Location",
    "NameCandidate",
    "Node",
    "Opening",
    "Person",
    "PersonRecord",
    "Problem",
    "Rule",
    "Said",
    "Same",
    "Seconds",
    "SourceNode",
    "Term",
    "TermCandidate",
    "TermPair",
    "Topic",
    "Verdict",
    "anchor_key",
    "has_left",
    "key_of",
    "kind_of",
    "person_key",
]
