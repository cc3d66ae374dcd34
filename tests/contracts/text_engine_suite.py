"""What every text engine must do. A test class inherits the suite and says how the engine is opened.

class TestOtherEngine(TextEngineSuite):
    open_engine = OtherEngine
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from models.index.text.engine import STEP, Clause, EngineDocument, TextEngine, TextReader, Word, idf

MANY = 400
REEF, TIDE, SHELL = (Word("en", token) for token in ("reef", "tide", "shell"))


def one(*words: Word) -> tuple[Clause, ...]:
    """A question of these words, each a clause of its own."""
    return tuple(Clause(((word,),)) for word in words)


def english(number: int, body: str, surface: str = "", accounts: tuple[int, ...] = (), rule: int = 0) -> EngineDocument:
    return EngineDocument(number, "en", body, surface, accounts, rule)


class TextEngineSuite:
    """`open_engine` opens the engine in a folder."""

    open_engine: Callable[[Path], TextEngine]

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "engine"

    def _read(self, folder: Path, *documents: EngineDocument) -> TextReader:
        engine = type(self).open_engine(folder)
        for document in documents:
            engine.add(document)
        engine.commit()
        engine.close()
        return engine.reader()

    def _numbers(self, reader: TextReader, *words: Word, k: int = 10) -> list[int]:
        found: list[int] = reader.top(one(*words), k)[0].tolist()
        return found

    # --- the best -----------------------------------------------------------------------------------------------------

    def test_the_best_come_by_score_and_then_by_number(self, folder: Path) -> None:
        """In three commits of mixed numbers, with few sorts of texts, so that most scores are shared."""
        engine, draw = type(self).open_engine(folder), random.Random(4)
        numbers = draw.sample(range(MANY), MANY)
        for part in range(3):
            for number in numbers[part::3]:
                engine.add(english(number, " ".join(draw.choices(("reef", "tide", "sand"), k=draw.randint(1, 4)))))
            engine.commit()
        engine.close()
        reader = engine.reader()
        found, scores = reader.top(one(REEF, TIDE), 2 * MANY)
        every = list(zip((-scores).tolist(), found.tolist(), strict=True))
        assert every == sorted(every)
        assert len(set(scores.tolist())) < len(every) / 5
        assert (scores * STEP == np.rint(scores * STEP)).all()
        for k in (1, 2, 17, 100, len(every), 2 * MANY):
            for odd in (False, True):
                some, _ = reader.top(one(REEF, TIDE), k, (lambda each: each % 2 == 1) if odd else None)
                assert some.tolist() == [number for _, number in every if number % 2 or not odd][:k]

    def test_a_rarer_word_and_a_fuller_match_score_higher(self, folder: Path) -> None:
        texts = ["reef tide", "reef sand", "tide sand", "reef sand", "reef wind", "wind sand"]
        reader = self._read(folder, *(english(number, text) for number, text in enumerate(texts)))
        assert self._numbers(reader, REEF, TIDE)[:2] == [0, 2]

    def test_a_word_counts_for_its_weight(self, folder: Path) -> None:
        reader = self._read(folder, english(1, "reef sand"), english(2, "tide sand"))
        assert self._numbers(reader, Word("en", "reef", weight=0.5), TIDE) == [2, 1]
        whole, half = (reader.top(one(Word("en", "reef", weight=weight)), 1)[1][0] for weight in (1.0, 0.5))
        assert half == pytest.approx(whole / 2, abs=2 / STEP)

    def test_of_the_ways_of_a_clause_the_best_counts(self, folder: Path) -> None:
        reader = self._read(folder, english(1, "reef shell"), english(2, "reef"), english(3, "sand"))
        ways = (Clause(((Word("en", "reef", 2.0),), (Word("en", "shell", 3.0),))),)
        found, scores = reader.top(ways, 10, constant=True)
        assert (found.tolist(), scores.tolist()) == ([1, 2], [3.0, 2.0])

    def test_constant_scores_are_the_idf_times_the_weight_however_often(self, folder: Path) -> None:
        reader = self._read(folder, english(1, "reef reef reef tide"), english(2, "reef " + "sand " * 50))
        found, scores = reader.top(one(Word("en", "reef", 1.5), Word("en", "tide", 2.0, 0.5)), 10, constant=True)
        assert (found.tolist(), scores.tolist()) == ([1, 2], [2.5, 1.5])

    def test_what_has_a_word_is_found_also_when_the_word_scores_nothing(self, folder: Path) -> None:
        reader = self._read(folder, english(1, "reef"), english(2, "sand"))
        found, scores = reader.top(one(REEF), 10, constant=True)
        assert (found.tolist(), scores.tolist()) == ([1], [0.0])

    def test_what_nobody_wrote_and_an_empty_question_find_nothing(self, folder: Path) -> None:
        reader = self._read(folder, english(1, "reef"))
        for clauses in (one(Word("en", "lagoon")), one(Word("nl", "reef")), ()):
            found, scores = reader.top(clauses, 10)
            assert len(found) == len(scores) == 0

    def test_only_what_has_the_rule_or_the_account_is_found(self, folder: Path) -> None:
        reader = self._read(
            folder, english(1, "reef", accounts=(7, 8), rule=1), english(2, "reef", accounts=(8,), rule=2)
        )
        for within, expected in (
            (("rule", (1,)), [1]),
            (("rule", (1, 2)), [1, 2]),
            (("account", (8,)), [1, 2]),
            (("account", (7,)), [1]),
            (("account", (9,)), []),
        ):
            found, _ = reader.top(one(REEF), 10, within=within)
            assert found.tolist() == expected
        free, bound = reader.top(one(REEF), 1)[1], reader.top(one(REEF), 1, within=("rule", (1,)))[1]
        assert free.tolist() == bound.tolist()

    def test_only_what_holds_all_parts_of_a_set_is_found_with_the_score_it_has(self, folder: Path) -> None:
        texts = {1: "reef", 2: "reef tide", 3: "tide shell", 4: "reef tide shell", 5: "shell"}
        reader = self._read(folder, *(english(number, text) for number, text in texts.items()))
        reef, tide, both = ((REEF,),), ((TIDE,),), ((REEF, TIDE),)
        clauses = one(REEF, TIDE, SHELL)
        whole = dict(zip(*(each.tolist() for each in reader.top(clauses, 10)), strict=True))
        for sets, expected in (
            ([(reef,)], {1, 2, 4}),
            ([(reef, tide)], {2, 4}),
            ([(both,)], {2, 4}),
            ([(((REEF,), (SHELL,)),)], {1, 2, 3, 4, 5}),
            ([(reef,), (tide,)], {1, 2, 3, 4}),
            ([(((Word("en", "sand"),),),)], set()),
        ):
            for constant in (False, True):
                found, scores = reader.top(clauses, 10, holding=sets, constant=constant)
                assert set(found.tolist()) == expected
                assert constant or [whole[number] for number in found.tolist()] == scores.tolist()

    # --- words --------------------------------------------------------------------------------------------------------

    def test_every_word_of_a_text_is_found_as_it_is_indexed(self, folder: Path) -> None:
        text = "The Reefs of Curaçao were charted in 1912, by nobody's ships"
        reader = self._read(folder, english(1, text))
        engine = type(self).open_engine(folder)
        words = engine.words(text, "en")
        engine.close()
        assert words == engine.words("reef curacao charted 1912 nobody s ship", "en")
        for token in words:
            assert reader.having(Word("en", token)) == 1
            assert self._numbers(reader, Word("en", token)) == [1]

    def test_a_dutch_word_is_found_by_its_other_forms(self, folder: Path) -> None:
        reader = self._read(folder, EngineDocument(1, "nl", "Opgeloste lekken in de Zuiderhavens", rest="hydranten"))
        engine = type(self).open_engine(folder)
        words = engine.words("zuiderhaven oplossen lek", "nl")
        engine.close()
        assert [reader.having(Word("nl", token)) for token in words] == [1, 1, 1]
        assert self._numbers(reader, *(Word("nl", token) for token in words)) == [1]
        assert reader.top(one(Word("nl", "hydrant")), 10, rest=True)[0].tolist() == [1]

    def test_it_is_known_in_how_many_documents_a_word_is(self, folder: Path) -> None:
        reader = self._read(folder, english(1, "reef reef"), english(2, "reef tide"), EngineDocument(3, "nl", "reef"))
        assert (reader.size(), reader.having(REEF), reader.having(TIDE), reader.having(SHELL)) == (3, 2, 1, 0)
        assert idf(3, 1) > idf(3, 2) > 0

    def test_surface_words_are_found_by_their_beginning(self, folder: Path) -> None:
        reader = self._read(
            folder, english(1, "x", "Reefs reefer Tide"), english(2, "x", "reefs été"), english(3, "reeling")
        )
        assert sorted(reader.terms_with_prefix("reef", 10)) == [("reefer", 1), ("reefs", 2)]
        assert len(list(reader.terms_with_prefix("reef", 1))) == 1
        assert list(reader.terms_with_prefix("é", 10)) == [("été", 1)]

    def test_a_word_is_held_by_documents_that_are_there_and_pass(self, folder: Path) -> None:
        engine = type(self).open_engine(folder)
        for number in range(40):
            engine.add(english(number, "reef tide" if number % 2 else "reef", "Reefs" if number % 4 == 0 else ""))
        engine.commit()
        engine.delete(range(0, 40, 8))
        engine.commit()
        engine.close()
        reader = engine.reader()
        everything, low = (lambda numbers: numbers >= 0), (lambda numbers: numbers < 10)
        assert reader.held(REEF, 100, everything) == 35
        assert reader.held(REEF, 3, everything) == 3
        assert reader.held(TIDE, 100, low) == 5
        assert reader.held(TIDE, 1, lambda numbers: numbers == 39) == 1
        assert reader.held(SHELL, 5, everything) == 0
        assert (reader.held("reefs", 100, everything), reader.held("reefs", 100, low)) == (5, 1)
        assert reader.held("reef", 5, everything) == 0

    # --- changes ------------------------------------------------------------------------------------------------------

    def test_what_is_deleted_is_gone_and_an_edit_is_both_in_one_commit(self, folder: Path) -> None:
        self._read(folder, english(1, "reef"), english(2, "reef"), english(3, "tide"))
        engine = type(self).open_engine(folder)
        engine.delete([1, 3])
        engine.add(english(3, "reef"))
        engine.delete([99])
        engine.commit()
        engine.close()
        assert self._numbers(engine.reader(), REEF) == [2, 3]
        assert self._numbers(engine.reader(), TIDE) == []

    def test_the_rest_of_a_killed_run_is_deleted_by_its_first_number(self, folder: Path) -> None:
        self._read(folder, *(english(number, "reef") for number in range(6)))
        engine = type(self).open_engine(folder)
        engine.delete_from(4)
        engine.commit()
        engine.close()
        assert self._numbers(engine.reader(), REEF) == [0, 1, 2, 3]

    def test_a_reader_stays_as_it_was_and_a_new_one_shows_the_last_commit(self, folder: Path) -> None:
        before = self._read(folder, english(1, "reef"))
        engine = type(self).open_engine(folder)
        engine.add(english(2, "reef"))
        assert self._numbers(engine.reader(), REEF) == [1]
        engine.commit()
        assert self._numbers(before, REEF) == [1]
        assert self._numbers(engine.reader(), REEF) == [1, 2]
        engine.close()
        assert self._numbers(type(self).open_engine(folder).reader(), REEF) == [1, 2]

    def test_what_was_not_committed_does_not_count(self, folder: Path) -> None:
        engine = type(self).open_engine(folder)
        engine.add(english(1, "reef"))
        engine.close()
        assert self._numbers(type(self).open_engine(folder).reader(), REEF) == []

    # --- the rest -----------------------------------------------------------------------------------------------------

    def test_the_rest_of_a_document_is_found_apart_and_changes_no_score(self, folder: Path) -> None:
        bodies = (english(1, "reef tide"), english(2, "reef sand"))
        alone = self._read(folder / "alone", *bodies)
        quoting = self._read(folder / "quoting", *(each._replace(rest="shell tide tide") for each in bodies))
        assert quoting.top(one(TIDE, REEF), 10)[0].tolist() == [1, 2]
        assert quoting.top(one(TIDE, REEF), 10)[1].tolist() == alone.top(one(TIDE, REEF), 10)[1].tolist()
        assert quoting.having(SHELL) == 0
        assert quoting.top(one(SHELL), 10)[0].tolist() == []
        assert quoting.top(one(SHELL), 10, rest=True)[0].tolist() == [1, 2]
        assert alone.top(one(REEF), 10, rest=True)[0].tolist() == []
