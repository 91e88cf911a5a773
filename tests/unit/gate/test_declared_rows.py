"""The rows of a section are those that whoever counted them in the document declared."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from alereport.gate.conditions import RULES, Condition

Declared = list[tuple[str, str, int, str, str]]
SECTIONS: Declared = [("1", "", 1, "a", ""), ("2", "", 3, "b", "d")]


def rows(*sections: str, document: str = "plan") -> pd.DataFrame:
    """Rows of a document, one for each section, named a, b, c in turn."""
    names = [chr(ord("a") + number) for number in range(len(sections))]
    cells = {"document": document, "section": list(sections), "name": names}
    places = [f"{document}:{number}" for number in range(2, len(sections) + 2)]
    return pd.DataFrame(cells, index=places, dtype="str")


def as_declared(sections: Declared = SECTIONS, basis_column: str | None = None) -> Condition:
    return RULES["ExpectRowsAsDeclared"](
        document_column="document",
        section_column="section",
        naming_columns=["name"],
        dataset="goals",
        declared=json.dumps({"plan": sections}),
        basis_column=basis_column,
    )


def refused(frame: pd.DataFrame, condition: Condition | None = None) -> dict[str, str]:
    """What was expected of each row that is refused."""
    asked = condition or as_declared()
    expected = asked.expected(frame)
    assert isinstance(expected, pd.Series)
    assert (asked.holds(frame) == expected.eq("")).all()
    return expected[expected.ne("")].to_dict()


def test_rows_as_declared_pass() -> None:
    assert refused(rows("1", "2", "2", "2")) == {}


def test_a_row_that_was_never_typed_is_refused_with_the_number_that_is_expected() -> None:
    frame = rows("1", "2", "2", "2").drop("plan:4")
    assert refused(frame) == {
        "plan:5": "3 rows of the section, not 2, as data/sections/plan.csv declares"
    }


def test_the_last_rows_lost_are_refused() -> None:
    assert list(refused(rows("1", "2", "2"))) == ["plan:4"]


def test_a_row_too_many_is_refused() -> None:
    assert list(refused(rows("1", "2", "2", "2", "2"))) == ["plan:6"]


def test_a_declared_section_without_rows_is_refused() -> None:
    (words,) = refused(rows("1")).values()
    assert words.startswith("3 rows of section 2 too")


def test_a_section_that_nobody_declared_is_refused() -> None:
    (words,) = refused(rows("1", "2", "2", "2", "3")).values()
    assert words.startswith("a section with rows of goals")


@pytest.mark.parametrize("order", ["bdca", "cbda", "abdc", "acbd"])
def test_two_rows_exchanged_are_refused_where_one_stands_first_or_last(order: str) -> None:
    frame = rows("1", "2", "2", "2").assign(name=list(order))
    assert refused(frame)


def test_rows_between_the_first_and_the_last_may_stand_in_any_order() -> None:
    frame = rows("2", "2", "2", "2").assign(name=list("bxyd"))
    assert refused(frame, as_declared([("2", "", 4, "b", "d")])) == {}


def test_sections_out_of_their_declared_order_are_refused() -> None:
    frame = rows("2", "2", "2", "1").assign(name=list("bcda"))
    (words,) = refused(frame).values()
    assert words.startswith("the sections in the order")


def test_a_count_without_names_asks_for_none() -> None:
    assert refused(rows("1", "2"), as_declared([("1", "", 1, "", ""), ("2", "", 1, "", "")])) == {}


def test_rows_of_each_basis_are_counted_apart() -> None:
    frame = rows("1", "1", "1").assign(basis=["document", "analyst", "document"])
    condition = as_declared(
        [("1", "document", 2, "a", "c"), ("1", "analyst", 1, "b", "")], basis_column="basis"
    )
    assert refused(frame, condition) == {}
    assert refused(frame.assign(basis=["document", "document", "document"]), condition) == {
        "plan:4": "2 rows on the basis document of the section, not 3, and 1 row on the basis "
        "analyst of section 1 too, as data/sections/plan.csv declares"
    }


def test_a_document_of_which_nothing_is_declared_is_not_counted() -> None:
    assert refused(rows("1", document="report")) == {}


def test_a_dataset_that_a_counted_document_does_not_declare_has_no_rows_there() -> None:
    assert refused(rows("1"), as_declared([]))


def test_rows_of_a_name_that_do_not_stand_together_are_refused() -> None:
    frame = rows("1", "1", "1").assign(name=["x", "y", "x"])
    condition = RULES["ExpectRowsTogether"](group_columns=["document"], column="name")
    assert list(condition.holds(frame)) == [True, True, False]


def test_rows_out_of_order_are_refused() -> None:
    frame = rows("1", "1", "1").assign(name=["a", "c", "b"])
    condition = RULES["ExpectOrder"](column="name")
    assert list(condition.holds(frame)) == [True, False, False]
