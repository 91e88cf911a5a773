"""What Kolada has revised, deleted and added since the last snapshot, value by value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.kolada.changes import changes
from alereport.kolada.snapshots import Key, Row, Snapshot, Stored, plain

KEY: Key = ("N03011", "1440", 2024, "total")


def row(value: str, key: Key = KEY, status: str = "final") -> Row:
    indicator, code, year, sex = key
    return Row(indicator, code, "Ale", year, sex, Decimal(value), status)  # type: ignore[arg-type]


def stored(*rows: Row) -> Stored:
    path = Path("data/comparison/kolada-2026-01-31.csv")
    by_key = {each.key: each for each in rows}
    return Stored(path, by_key, {key: f"{path}#{'/'.join(map(str, key))}" for key in by_key})


def now(*rows: Row, silent: frozenset[Key] = frozenset()) -> Snapshot:
    asked = (frozenset({"N03011"}), frozenset({"1440"}), frozenset({2023, 2024}))
    return Snapshot("2026-11-30", rows, (), asked, silent)


def told(last: Stored, snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(each.kind, each.doubt) for each in changes(last, snapshot)]


def test_what_is_as_it_was_is_no_change() -> None:
    assert told(stored(row("1.50")), now(row("1.5"))) == []


def test_a_revised_value_says_both_and_which_row_it_was() -> None:
    (change,) = changes(stored(row("-68922.4")), now(row("-68950.1")))
    assert change.kind == "revised"
    assert (change.before, change.after) == (row("-68922.4"), row("-68950.1"))
    assert change.address == "data/comparison/kolada-2026-01-31.csv#N03011/1440/2024/total"


@pytest.mark.parametrize(
    ("before", "after", "doubt"),
    [
        ("-68922", "-689220", "it is of another order of magnitude than -68922"),
        ("-68922", "-68.922", "it is of another order of magnitude than -68922"),
        ("-68922", "68922", "it has another sign, or became or was zero"),
        ("21.87", "0", "it has another sign, or became or was zero"),
        ("21.87", "218.6", ""),
        ("21.87", "218.7", "it is of another order of magnitude than 21.87"),
    ],
)
def test_a_value_of_another_order_of_magnitude_is_doubted(
    before: str, after: str, doubt: str
) -> None:
    assert told(stored(row(before)), now(row(after))) == [("revised", doubt)]


def test_a_new_year_is_compared_with_the_year_before_it() -> None:
    last = stored(row("-68922", (*KEY[:2], 2023, KEY[3])))
    kept = last.rows.values()
    assert told(last, now(*kept, row("-70000"))) == [("added", "")]
    assert told(last, now(*kept, row("-70"))) == [
        ("added", "it is of another order of magnitude than -68922, that of 2023")
    ]


def test_a_deleted_value_is_told_from_one_that_is_missing() -> None:
    assert told(stored(row("1")), now(silent=frozenset({KEY}))) == [("deleted", "")]
    assert told(stored(row("1")), now()) == [
        ("missing", "Kolada says nothing of it any more"),
    ]


def test_a_value_that_became_final_is_told() -> None:
    assert told(stored(row("1", status="preliminary")), now(row("1"))) == [("status", "")]


def test_what_is_no_longer_asked_for_is_no_change_of_koladas() -> None:
    assert told(stored(row("1", ("N00901", "1440", 2024, "total"))), now()) == []
    assert told(stored(row("1", ("N03011", "1480", 2024, "total"))), now()) == []
    assert told(stored(row("1", ("N03011", "1440", 2019, "total"))), now()) == []


VALUES = st.decimals(
    allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
)


@given(VALUES, VALUES)
def test_a_change_and_its_reverse_are_doubted_alike(before: Decimal, after: Decimal) -> None:
    there = changes(stored(row(str(before))), now(row(str(after))))
    back = changes(stored(row(str(after))), now(row(str(before))))
    assert [bool(each.doubt) for each in there] == [bool(each.doubt) for each in back]
    assert bool(there) == (before != after)


@given(VALUES)
def test_a_value_is_written_as_it_is_without_an_exponent(value: Decimal) -> None:
    written = plain(value)
    assert Decimal(written) == value
    assert "E" not in written
    assert not written.endswith((".", "-0"))
    assert written == plain(Decimal(written))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1E+3", "1000"),
        ("-0.0", "0"),
        ("0.12345678901234567", "0.123456789012346"),
        ("2.50", "2.5"),
    ],
)
def test_a_value_is_written_as_data_files_have_it(value: str, written: str) -> None:
    assert plain(Decimal(value)) == written


def test_a_snapshot_knows_what_it_was_asked() -> None:
    snapshot = now()
    assert snapshot.is_asked(KEY)
    assert not replace(snapshot, asked=(frozenset(), *snapshot.asked[1:])).is_asked(KEY)
