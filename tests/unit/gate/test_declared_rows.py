"""The rows of a section are those that whoever counted them in the document declared."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from alereport.gate import tallies
from alereport.gate.conditions import RULES, Condition

Declared = list[tuple[str, str, int, str, str] | tuple[str, str, int, str, str, str]]
SECTIONS: Declared = [("1", "", 1, "a", ""), ("2", "", 3, "b", "d")]
VALUES: Declared = [
    ("1", "", 1, "", "", "status: done 1; year: 2024 1"),
    ("2", "", 3, "", "", "status: done 1, open 1; year: 2024 2, 2025 1"),
]


def with_values(status: str, years: str, public: str = "ynyn") -> pd.DataFrame:
    """A row of section 1 and three of section 2: d is done, o is open, 4 is 2024, y is true."""
    words = {"d": "done", "o": "open", "-": None}
    return rows("1", "2", "2", "2").assign(
        status=[words[each] for each in status],
        year=pd.array([2020 + int(each) for each in years], dtype="Int64"),
        public=pd.array([each == "y" for each in public], dtype="boolean"),
    )


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
        listed_columns=["status", "year", "public"],
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


def test_values_as_declared_pass_in_any_order() -> None:
    for status, years in (("ddo-", "4445"), ("d-od", "4544")):
        assert refused(with_values(status, years), as_declared(VALUES)) == {}


def test_one_value_for_another_is_refused_where_there_are_too_many() -> None:
    assert refused(with_values("doo-", "4445"), as_declared(VALUES)) == {
        "plan:4": '"status: done 1, open 1" in the section, not "status: open 2", as '
        "data/sections/plan.csv declares"
    }


def test_a_value_lost_is_refused() -> None:
    (words,) = refused(with_values("dd--", "4445"), as_declared(VALUES)).values()
    assert words.startswith('"status: done 1, open 1" in the section, not "status: done 1"')


def test_values_exchanged_between_sections_are_refused_in_both() -> None:
    assert list(refused(with_values("oddo", "4445"), as_declared(VALUES))) == ["plan:2", "plan:4"]


def test_another_year_is_refused() -> None:
    assert list(refused(with_values("ddo-", "4455"), as_declared(VALUES))) == ["plan:5"]


def test_a_column_that_one_section_counts_is_counted_in_all() -> None:
    declared: Declared = [("1", "", 1, "", "", "status: done 1"), ("2", "", 3, "", "")]
    assert refused(with_values("d---", "4445"), as_declared(declared)) == {}
    (words,) = refused(with_values("dd--", "4445"), as_declared(declared)).values()
    assert words.startswith('no status in the section, not "status: done 1"')


def test_true_and_false_are_counted_as_they_are_written() -> None:
    declared: Declared = [
        ("1", "", 1, "", "", "public: true 1"),
        ("2", "", 3, "", "", "public: false 2, true 1"),
    ]
    assert refused(with_values("ddo-", "4445"), as_declared(declared)) == {}
    assert refused(with_values("ddo-", "4445", public="yyyn"), as_declared(declared))


def test_values_of_a_column_that_is_not_counted_are_refused() -> None:
    (words,) = refused(rows("1"), as_declared([("1", "", 1, "", "", "name: a 1")])).values()
    assert words.startswith('"name: a 1" in the section, not no name')


def test_where_a_row_is_lost_only_the_number_of_rows_is_told() -> None:
    (words,) = refused(with_values("ddo-", "4445").iloc[:3], as_declared(VALUES)).values()
    assert words == "3 rows of the section, not 2, as data/sections/plan.csv declares"


@pytest.mark.parametrize(
    ("text", "tally"),
    [
        ("", {}),
        ("comparator: <= 1, = 2", {"comparator": {"<=": 1, "=": 2}}),
        ("status: in progress 2, step 2 1", {"status": {"in progress": 2, "step 2": 1}}),
        ("a: x 1; b: y 10, z 2", {"a": {"x": 1}, "b": {"y": 10, "z": 2}}),
    ],
)
def test_a_tally_is_read_as_it_is_written(text: str, tally: dict[str, dict[str, int]]) -> None:
    assert tallies.read(text) == tally
    assert tallies.written(tally) == text


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
