"""Terms that are only the beginning of longer ones are no candidates."""

import pytest

from graph.facts import Extraction, TermCandidate
from models.proper_names import Names
from models.term_uses import count_usages
from models.termhood import choose_terms


def text(at: int, *norms: str) -> Extraction:
    return Extraction(
        f"document:a:{at}", str(at), "1", tuple(TermCandidate("en", norm, norm, 2, True) for norm in norms)
    )


def test_the_beginning_of_longer_terms_is_no_term() -> None:
    heads = ("model", "regression", "mixed model", "estimate")
    texts = [
        text(at, *("generalized linear", f"generalized linear {heads[at % 4]}") * (at < 8), f"filler{at % 60}")
        for at in range(120)
    ]
    norms = {norm for _language, norm in choose_terms(count_usages(lambda: texts), Names())}
    assert "generalized linear model" in norms
    assert "generalized linear" not in norms


@pytest.mark.parametrize("end", ["linear model", "bundle"])
def test_the_end_of_longer_terms_is_no_term_unless_it_often_stands_alone(end: str) -> None:
    firsts = ("robust", "spatial", "ordinal", "censored")
    for alone in (0, 12):
        said = [[end, f"{firsts[at % 4]} {end}"] if at < 12 else [end] if at < 12 + alone else [] for at in range(400)]
        texts = [text(at, *norms, f"filler{at % 60}") for at, norms in enumerate(said)]
        usages = count_usages(lambda texts=texts: texts)
        assert usages.terms["en", end].preceded == 24
        norms = {norm for _language, norm in choose_terms(usages, Names())}
        assert f"spatial {end}" in norms
        assert (end in norms) is (alone > 0)
