"""The name of a thread is evidence once, however many messages repeat it."""

from __future__ import annotations

from graph.facts import Extraction, Key, TermCandidate, TermPair
from models.term_uses import count_usages
from models.thread_titles import titles_once
from models.topics import choose_topics

PAIR = TermPair("en", "heat pump", "hp", "abbreviation")


def message(at: int, *terms: tuple[str, int, bool], pairs: tuple[TermPair, ...] = ()) -> Extraction:
    found = tuple(TermCandidate("en", norm, norm, count, titled) for norm, count, titled in terms)
    return Extraction(f"document:chat:{at}", str(at), "1", found, (), pairs)


def test_a_thread_uses_its_name_once_and_messages_keep_their_own_words() -> None:
    texts = [
        message(0, ("heat pump", 1, True), pairs=(PAIR,)),
        message(1, ("heat pump", 1, True), pairs=(PAIR,)),
        message(2, ("heat pump", 3, True), ("valve", 1, False)),
        message(3, ("heat pump", 1, True), pairs=(PAIR,)),
        message(4, ("heat pump", 1, True)),
    ]
    threads: dict[Key, Key] = {f"document:chat:{at}": "group:chat:one" for at in range(3)}
    threads["document:chat:3"] = "group:chat:other"
    usage = count_usages(titles_once(lambda: texts, threads)).terms["en", "heat pump"]
    assert (usage.documents, usage.times, usage.titles) == (4, 5, 3)
    once = list(titles_once(lambda: texts, threads)())
    assert [each.document for each in once] == [each.document for each in texts]
    assert [len(each.pairs) for each in once] == [1, 0, 0, 1, 0]


def test_what_one_conversation_is_called_is_no_topic_and_what_two_talk_about_is() -> None:
    texts = [message(at, (f"aside{at % 50}", 1, False)) for at in range(100, 400)]
    texts += [message(at, ("additive homs", 1, True), (f"aside{at}", 1, False)) for at in range(10, 30)]
    texts += [message(at, ("tensor product", 1 + at % 3, True), (f"aside{at}", 1, False)) for at in range(30, 50)]
    threads: dict[Key, Key] = {f"document:chat:{at}": f"group:chat:{at // 10}" for at in range(10, 50)}
    threads |= {f"document:chat:{at}": "group:chat:homs" for at in range(10, 30)}
    norms = {term.norm for term in choose_topics(titles_once(lambda: texts, threads)).terms}
    assert "tensor product" in norms
    assert "additive homs" not in norms
    assert "additive homs" in {term.norm for term in choose_topics(lambda: texts).terms}
