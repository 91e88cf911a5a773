"""Words with the values in them."""

from __future__ import annotations

from alereport.exhibits import values
from alereport.exhibits.phrases import Sentence, say, say_first


def test_words_hold_the_values_that_stand_in_them_and_no_others() -> None:
    budget, before = values.tkr(1250), values.tkr(1000)
    assert say("The budget is {budget}.", budget=budget, before=before).cells == {"budget": budget}
    sentences = (Sentence("more", "{budget}, {before} before", bool), Sentence("none", "{budget}"))
    assert set(say_first(sentences, True, budget=budget, before=before).cells) == {
        "budget",
        "before",
    }
    assert set(say_first(sentences, False, budget=budget, before=before).cells) == {"budget"}
