"""Words with values in them."""

from __future__ import annotations

from alereport.exhibits import values
from alereport.exhibits.phrases import Sentence, say, say_first


def test_a_phrase_holds_the_values_that_stand_in_its_words_and_no_others() -> None:
    said = say("{part} of {all}", part=values.count(2), all=values.count(3), rest=values.count(1))
    assert str(said) == "2 of 3"
    assert {name: cell.value for name, cell in said.cells.items()} == {"part": 2, "all": 3}


def test_the_first_sentence_that_is_true_is_said() -> None:
    sentences = (
        Sentence("many", "There are {count}.", lambda count: count > 1),
        Sentence("one", "There is one."),
    )
    assert str(say_first(sentences, 2, count=values.count(2))) == "There are 2."
    one = say_first(sentences, 1, count=values.count(1))
    assert (str(one), one.cells) == ("There is one.", {})
