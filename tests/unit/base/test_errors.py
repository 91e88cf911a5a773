"""The tree of errors: what a user reads and what a program is told."""

from __future__ import annotations

import pickle

import pytest

from alereport.base import errors
from alereport.base.errors import AlereportError, Failure, GateError, NotebookError

EXIT_CODES = {
    "ParamsError": 10,
    "SourceError": 11,
    "TableError": 12,
    "GateError": 13,
    "NotebookError": 14,
    "PublishError": 15,
    "IngestError": 16,
}

FAILURE = Failure(
    file="data/budget/ks-namndplan-2024.csv",
    line=5,
    column="amount_tkr",
    value="-1",
    rule="parts-equal-total",
    expected="the areas to be the total",
    why="a miscopied cell shows",
)


def one_of_each() -> list[AlereportError]:
    words = ("params/ks-2024.yaml:2", "`year` is 1", "a year", "correct the value")
    plain = [getattr(errors, name) for name in EXIT_CODES if name != "GateError"]
    return [
        *(kind(*words) for kind in plain),
        NotebookError(*words, cell=7, saved_at="build/notebooks/sv/ks-2024/budget.ipynb"),
        GateError((FAILURE, FAILURE)),
    ]


def test_every_class_has_the_exit_code_that_is_promised() -> None:
    tree = {kind.__name__: kind.exit_code for kind in AlereportError.__subclasses__()}
    assert tree == EXIT_CODES


def test_no_two_classes_share_an_exit_code() -> None:
    codes = [kind.exit_code for kind in AlereportError.__subclasses__()]
    assert len(set(codes)) == len(codes)


def test_the_exit_codes_are_none_of_those_of_the_command_line_itself() -> None:
    codes = {kind.exit_code for kind in AlereportError.__subclasses__()}
    assert not codes & {0, 1, 2, 130}


@pytest.mark.parametrize("name", [name for name in EXIT_CODES if name != "GateError"])
def test_a_message_is_place_found_expected_and_next_step(name: str) -> None:
    error = getattr(errors, name)("data/x.csv:5", 'it is "20 45O"', "an integer", "correct it")
    assert str(error) == 'data/x.csv:5: it is "20 45O"; expected an integer; correct it.'


def test_the_parts_of_a_message_can_be_asked_for() -> None:
    error = errors.TableError("data/x.csv:5", "9 cells", "8", "correct the row")
    parts = (error.place, error.found, error.expected, error.next_step)
    assert parts == ("data/x.csv:5", "9 cells", "8", "correct the row")


def test_the_gate_says_one_line_for_each_failure() -> None:
    other = Failure("data/areas/areas.csv", 3, "area", "KS", "areas-pattern", "a-z", "it is a key")
    assert str(GateError((FAILURE, other))) == (
        "data/budget/ks-namndplan-2024.csv:5: amount_tkr is -1; expected the areas to be the "
        "total; correct the row against its document. Rule parts-equal-total: a miscopied cell "
        "shows\n"
        "data/areas/areas.csv:3: area is KS; expected a-z; correct the row against its document. "
        "Rule areas-pattern: it is a key"
    )


def test_a_notebook_that_reached_no_cell_has_cell_zero_and_is_saved_nowhere() -> None:
    error = NotebookError("notebooks/budget.ipynb", "no such file", "a notebook", "restore it")
    assert (error.cell, error.saved_at) == (0, "")


@pytest.mark.parametrize("error", one_of_each(), ids=lambda error: type(error).__name__)
def test_an_error_survives_the_way_between_processes(error: AlereportError) -> None:
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)


def test_the_failures_of_the_gate_survive_the_way_between_processes() -> None:
    assert pickle.loads(pickle.dumps(GateError((FAILURE,)))).failures == (FAILURE,)


def test_the_cell_of_a_notebook_survives_the_way_between_processes() -> None:
    error = NotebookError("a", "b", "c", "d", cell=7, saved_at="build/x.ipynb")
    arrived = pickle.loads(pickle.dumps(error))
    assert (arrived.cell, arrived.saved_at) == (7, "build/x.ipynb")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Input should be a valid integer", "a valid integer"),
        (
            "Input should be a valid integer, unable to parse string as an integer",
            "a valid integer",
        ),
        ("Input should be greater than or equal to 10", "a value greater than or equal to 10"),
        ("Input should be 'sv' or 'en'", "'sv' or 'en'"),
        ("String should match pattern '^a$'", "a string that matches pattern '^a$'"),
        (
            "Tuple should have at least 1 item after validation, not 0",
            "a tuple that has at least 1 item",
        ),
        ("Value error, the lowest first: 3 is above 2", "the lowest first: 3 is above 2"),
    ],
)
def test_what_a_library_says_of_a_value_is_said_as_what_is_expected(
    message: str, expected: str
) -> None:
    assert errors.expected_value(message) == expected
