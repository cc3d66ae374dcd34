"""Terms that are subjects of some people, and terms that everybody writes."""

import random

from graph.facts import Extraction, Key, TermCandidate
from models.subjects import TermSpread, choose_subjects
from models.term_uses import TermUses, count_usages
from models.topics import choose_topics


def text(at: int, *terms: tuple[str, int, bool]) -> Extraction:
    filler = (f"bijzaak{at % 90}", 2, False)
    found = tuple(TermCandidate("nl", norm, norm, count, titled) for norm, count, titled in (*terms, filler))
    return Extraction(f"document:a:{at}", str(at), "1", found)


def uses(extraction: Extraction) -> bool:
    return any(term.norm == "pompstation" for term in extraction.terms)


def organisation() -> tuple[list[Extraction], dict[Key, tuple[Key, ...]]]:
    """Forty people in four hundred texts: closings by all of them, pumps by three of them, a drill by nobody."""
    dice, texts = random.Random(7), []
    acts: dict[Key, tuple[Key, ...]] = {}
    for at in range(400):
        person = dice.randrange(40)
        terms = []
        if at % 14 == 0:
            terms.append(("gezonde wens", 1, False))
        if at % 16 == 1:
            terms.append(("pompstation", 4, at % 2 == 0))
            person = dice.randrange(3)
        if at % 16 == 2:
            terms.append(("proefalarm", 3, True))
        texts.append(text(at, *terms))
        if at % 16 != 2:
            acts[f"document:a:{at}"] = (f"person:p:{person}",)
    return texts, acts


def test_what_everybody_writes_once_is_no_topic_and_neither_is_what_nobody_did() -> None:
    texts, acts = organisation()
    norms = {term.norm for term in choose_topics(lambda: texts, acts=acts).terms}
    assert "pompstation" in norms
    assert not norms & {"gezonde wens", "proefalarm"}


def test_topics_count_the_people_who_had_a_hand_in_their_documents() -> None:
    texts, acts = organisation()
    (topic,) = [each for each in choose_topics(lambda: texts, acts=acts).topics if each.labels["nl"] == "pompstation"]
    expected = {acts[each.document] for each in texts if each.document in acts and uses(each)}
    assert topic.people == len(expected) == 3
    assert 0 < topic.weight <= 1


def test_one_act_makes_no_subject() -> None:
    texts = [text(at, ("pompstation", 4, True)) for at in range(3)]
    usages = count_usages(lambda: texts)
    for acts, found in ((1, 0), (2, 1)):
        made = {f"document:a:{at}": (f"person:p:{at}",) for at in range(acts)}
        spread = TermSpread([("nl", "pompstation")], made).read(TermUses.read(texts))
        assert len(choose_subjects([("nl", "pompstation")], usages, spread)) == found


def test_without_acts_the_subjects_of_texts_are_still_found() -> None:
    texts, _ = organisation()
    assert {"pompstation", "proefalarm"} <= {term.norm for term in choose_topics(lambda: texts).terms}
