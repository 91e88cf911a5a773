"""What proves a figure, and what proves nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from alereport.ingest.proof import Proof, prove
from benchmarks.ingest import tried

Figures = Sequence[Sequence[float | None]]


def proof(labels: Sequence[str], values: Figures, kinds: Sequence[str] | None = None) -> Proof:
    decimals = [[0] * len(row) for row in values]
    return prove(labels, values, decimals, kinds or [""] * len(values[0]))


def test_a_total_proves_its_column_and_no_other() -> None:
    found = proof(["Rad", "Rad", "Totalt"], [[100, 7], [250, 9], [350, 99]])
    assert {(row, 0) for row in range(3)} <= found.cells
    assert not {(row, 1) for row in range(3)} & found.cells
    assert [(fault.row, fault.column, fault.summed) for fault in found.faults] == [(2, 1, 16)]


def test_a_total_of_one_figure_proves_nothing() -> None:
    assert not proof(["Rad", "Rad", "Totalt"], [[100], [0], [100]]).cells


def test_a_row_without_a_label_is_a_total_only_by_no_chance() -> None:
    assert not proof(["Rad", "Rad", "Rad", ""], [[2], [10], [11], [23]]).cells
    assert proof(["Rad", "Rad", ""], [[16, 20], [58, 80], [74, 100]]).cells
    assert proof(["Rad"] * 4 + [""], [[110], [220], [130], [140], [600]]).cells


def test_a_text_among_the_figures_is_no_fault_of_the_total() -> None:
    found = proof(["Rad", "Rad", "Totalt"], [[100, float("nan")], [250, 9], [350, 99]])
    assert not found.faults
    assert (2, 1) not in found.cells


def test_a_difference_proves_on_two_rows_and_not_on_one() -> None:
    assert len(proof(["Rad"] * 2, [[120, 100, 20], [90, 95, -5]]).cells) == 6
    assert not proof(["Rad"], [[120, 100, 20]]).cells
    assert not proof(["Rad"] * 2, [[120, 100, 20], [90, 95, 4]]).cells


def test_small_figures_prove_no_difference() -> None:
    assert not proof(["Rad"] * 3, [[1, 1, 2], [2, 1, 3], [3, 1, 4]]).cells


def test_shares_and_changes() -> None:
    kinds = ["points", "maximum", "percentage"]
    assert len(proof(["Rad"] * 2, [[16, 20, 80], [9, 30, 30]], kinds).cells) == 6
    assert not proof(["Rad"] * 2, [[16, 20, 80], [9, 30, 60]], kinds).cells
    changed = proof(["Rad"] * 2, [[104, 100, 4], [190, 200, -5]], ["", "", "percentage"])
    assert len(changed.cells) == 6


@pytest.mark.slow
def test_no_accepted_figure_of_tables_made_at_random_is_wrong() -> None:
    for form, score in tried(20, seed=3):
        share = score.tables["accepted"] / score.tables["with check"]
        assert not score.wrong, form
        assert share >= (0.6 if form == "untagged" else 0.95), form
        assert score.cells["proved"] > 100, form
