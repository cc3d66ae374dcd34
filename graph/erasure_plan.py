"""What an erasure would remove and blank, counted without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from graph.erasure import REDACTED, Claims, small_words
from graph.facts import Account, Document, EdgeKind, Fact, Key, Node, Term, Topic
from graph.paging import all_nodes
from graph.schema import ACTS, AUTHORSHIP
from graph.store import Store, View, Viewer
from graph.suppression import Suppression

_PAGE = 500


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What would go. `redacted` counts the records of others by kind of node; `forms`, `shared` and `ordinary` as in a
    receipt.
    """

    person: Key
    accounts: int = 0
    acts: int = 0
    texts: int = 0
    redacted: dict[str, int] = field(default_factory=dict)
    terms: int = 0
    forms: int = 0
    shared: int = 0
    ordinary: int = 0


def accounts_of(view: View, person: Key) -> list[Account]:
    """The accounts of this person."""
    keys = [edge.start for edge in view.edges((EdgeKind.IS,), [person], "in")]
    return [node for node in view.get(keys).values() if isinstance(node, Account)]


def plan_erasure(store: Store, person: Key, system: Viewer, *, texts: bool = True) -> ErasurePlan:
    """What erasing this person would remove; `system` is the viewer that reads everything.

    Without `texts` nothing is counted that others wrote, which takes as long as reading all of it.
    """
    suppressed = store.suppression()
    with store.view(system) as view:
        everyone = list(all_nodes(view, Account))
        mine = accounts_of(view, person)
        claims = Claims(mine, everyone, frozenset(_small(view)))
        blank = suppressed.with_forms(claims.forms)
        claimed = claims.claimed(blank)
        if claimed:
            claims = Claims([*mine, *claimed], claims.others, claims.words)
            blank = suppressed.with_forms(claims.forms)
        owned = [account.key for account in (*mine, *claimed)]
        acts, alone = _acts(view, owned)
        return ErasurePlan(
            person=person,
            accounts=len(owned),
            acts=acts,
            texts=len(alone),
            redacted=dict(_redacted(view, blank, {*owned, *alone})) if texts else {},
            terms=sum(not blank.admits(node) for kind in (Term, Topic) for node in all_nodes(view, kind)),
            forms=len(claims.forms),
            shared=len(claims.shared),
            ordinary=claims.surnames.ordinary,
        )


def _small(view: View) -> Iterator[str]:
    """The words of terms in small letters, without what people gave as tags."""
    tags = {edge.end for edge in view.all_edges(EdgeKind.TAGGED)}
    return small_words(term.surface for term in all_nodes(view, Term) if term.key not in tags)


def _acts(view: View, accounts: Collection[Key]) -> tuple[int, list[Key]]:
    """The number of acts of these accounts, and the documents that they alone wrote."""
    acts = view.edges(ACTS, accounts)
    written = sorted({edge.end for edge in acts})
    authors: dict[Key, set[Key]] = {}
    for start in range(0, len(written), _PAGE):
        for edge in view.edges(AUTHORSHIP, written[start : start + _PAGE], "in"):
            authors.setdefault(edge.end, set()).add(edge.start)
    return len(acts), [key for key, wrote in authors.items() if wrote <= {*accounts}]


def _redacted(view: View, blank: Suppression, gone: Collection[Key]) -> Counter[str]:
    """How many records of each kind would be blanked."""
    counts: Counter[str] = Counter()
    for kind in REDACTED:
        for node in _whole(view, kind):
            fact = Fact(node)
            if node.key not in gone and blank.redact(fact) is not fact:
                counts[kind] += 1
    return counts


def _whole(view: View, kind: str) -> Iterator[Node]:
    """The nodes of a kind, documents with their text."""
    after: Key | None = None
    while nodes := view.nodes(kind, after, _PAGE):
        texts = view.texts([node.key for node in nodes]) if kind == "document" else {}
        for node in nodes:
            yield replace(node, text=texts.get(node.key, "")) if isinstance(node, Document) else node
        after = nodes[-1].key
