"""One form for all that a source says: words are whole, and marks stay where they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Act, ActKind, GroupKind, GroupRecord, Item, PersonRecord
from ingest.bounds import bounded, bounded_body
from ingest.formats import ParsedBody, Passage, PassageKind

QUOTE, CODE = PassageKind.QUOTE, PassageKind.CODE


def test_a_text_is_whole_and_its_passages_are_where_they_were() -> None:
    parts = [
        "De grond\u00adwater\u200bstand.\n",
        "Re\u0308nee zei: veen-\nweide.\n",
        "a-\nb\u00a0= 1\n",
        "Ef\ufb01ciënt.",
    ]
    text = "".join(parts)
    first, second = len(parts[0]), len(parts[0]) + len(parts[1])
    passages = (Passage(first, second, QUOTE), Passage(second, second + len(parts[2]), CODE))
    body = bounded_body(
        ParsedBody("Grond\u00adwater", text, authors=("Re\u0301ne\u0301\u00a0Vos",), passages=passages), "1"
    )
    assert body.title == "Grondwater"
    assert body.authors == ("Réné Vos",)
    assert [body.text[each.start : each.end] for each in body.passages] == ["Rënee zei: veenweide.\n", "a-\nb = 1\n"]
    assert body.text.startswith("De grondwaterstand.\n")
    assert body.text.endswith("Efficiënt.")
    assert not body.problems


@given(
    st.lists(st.tuples(st.text("ab-\n\u00ad\u200be\u0301\ufb01 ", max_size=9), st.sampled_from([None, QUOTE, CODE])))
)
def test_passages_never_leave_their_text(parts: list[tuple[str, PassageKind | None]]) -> None:
    at, passages = 0, []
    for part, voice in parts:
        if voice:
            passages.append(Passage(at, at + len(part), voice))
        at += len(part)
    body = bounded_body(ParsedBody(None, "".join(part for part, _ in parts), passages=tuple(passages)), "1")
    assert len(body.passages) == len(passages)
    assert all(0 <= each.start <= each.end <= len(body.text) for each in body.passages)
    assert [each.voice for each in body.passages] == [each.voice for each in passages]


def test_what_a_record_says_is_in_one_form_without_a_problem() -> None:
    act = Act("a", ActKind.WROTE, "Zo\u00adë\u00a0Kok", email="z\u200b@acme.example")
    held = bounded(Item("a\u0308", b"", "text/plain", title="Veen\u200bweide", acts=(act,), tags=("bo\u00adring",)))
    assert held.problems == ()
    assert (held.said.id, held.said.title, held.said.tags) == ("a\u0308", "Veenweide", ("boring",))
    assert (held.said.acts[0].name, held.said.acts[0].email) == ("Zoë Kok", "z@acme.example")
    person = bounded(
        PersonRecord(
            "1",
            "Jan\u00a0van\u200b den Berg",
            aliases=("Jan\u2060ne",),
            room="A\u00a02",
            department="R\u00adD / Ve\u0301\u200bn",
        )
    ).said
    assert (person.name, person.aliases, person.room) == ("Jan van den Berg", ("Janne",), "A 2")
    assert person.department == "RD / Vén"
    assert bounded(GroupRecord("g", GroupKind.SPACE, "Wa\u00adter")).said.name == "Water"
