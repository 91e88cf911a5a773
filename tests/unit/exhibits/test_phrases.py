"""Sentences with values in them, and which of them are said."""

from __future__ import annotations

import pandas as pd

from alereport.exhibits import building, values
from alereport.exhibits.phrases import Sentence, fill, fill_each, fill_first

SENTENCES = (
    Sentence("over", "{over} over", lambda facts: facts["over"]),
    Sentence("under", "{under} under", lambda facts: facts["under"]),
    Sentence("even", "even", lambda facts: not facts["over"] and not facts["under"]),
)


def said(over: int, under: int) -> dict[str, str]:
    facts = {"over": over, "under": under}
    cells = {name: values.count(number) for name, number in facts.items()}
    return {key: str(each) for key, each in fill_each(SENTENCES, facts, **cells).items()}


def test_words_hold_the_values_that_stand_in_them_and_no_others() -> None:
    budget, before = values.tkr(1250), values.tkr(1000)
    assert fill("The budget is {budget}.", budget=budget, before=before).cells == {"budget": budget}
    sentences = (Sentence("more", "{budget}, {before} before", bool), Sentence("none", "{budget}"))
    assert set(fill_first(sentences, True, budget=budget, before=before).cells) == {
        "budget",
        "before",
    }
    assert set(fill_first(sentences, False, budget=budget, before=before).cells) == {"budget"}


def test_every_sentence_that_is_true_is_said_once_by_its_key() -> None:
    assert said(2, 3) == {"over": "2 over", "under": "3 under"}
    assert said(0, 3) == {"under": "3 under"}
    assert said(0, 0) == {"even": "even"}


def test_the_first_sentence_that_is_true_is_said_alone() -> None:
    assert str(fill_first(SENTENCES, {"over": 2, "under": 3}, over=2)) == "2 over"
    assert not fill_first(SENTENCES[:2], {"over": 0, "under": 0})


def test_a_column_of_words_is_silent_where_there_are_none() -> None:
    frame = pd.DataFrame({"item": ["a", "b"], "who": ["HR", None]})
    rows = building.rows(frame, [building.texts("who", "Who")], key="item")
    assert [(row.cells[0].value, row.cells[0].state) for row in rows] == [
        ("HR", "shown"),
        (None, "silent"),
    ]
