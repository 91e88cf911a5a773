"""A grid of figures on people, and the parts of it that tell nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from alereport.privacy import bounds, grids, suppression
from alereport.privacy.grids import Grid, Sum
from alereport.privacy.sums import Cell
from tests.unit.privacy import attacker
from tests.unit.privacy.test_suppression import SICK_LEAVE, rows, unit


def cell(unit_name: str, period: str, group: str = "total") -> Cell:
    return unit_name, period, group


def test_cells_that_add_up_are_of_one_part_and_others_are_not() -> None:
    first, second = cell("hr", "2021"), cell("hr", "2022")
    men, women = cell("hr", "2021", "men"), cell("hr", "2021", "women")
    alone = cell("it", "2021")
    employees = {first: 30.0, alone: 12.0, men: 10.0, second: 31.0, women: 20.0}
    whole = Grid(employees, [Sum(first, {women: 1, men: 1})], default_weight=10.0)
    parts = list(grids.parts(whole))
    assert [list(part.employees) for part in parts] == [[first, men, women], [alone], [second]]
    assert [part.sums for part in parts] == [whole.sums, [], []]
    assert {each: number for part in parts for each, number in part.employees.items()} == employees


def test_sums_over_time_connect_what_the_sums_of_each_month_do_not() -> None:
    year, months = cell("hr", "2021"), [cell("hr", "2021-01"), cell("hr", "2021-02")]
    women = [cell("hr", month, "women") for month in ("2021-01", "2021-02")]
    sums = [Sum(month, {each: 1}) for month, each in zip(months, women, strict=True)]
    employees = dict.fromkeys([year, *months, *women], 20.0)
    assert len(list(grids.parts(Grid(employees, sums, 10.0)))) == 3
    over_time = Sum(year, dict.fromkeys(months, 1), is_over_time=True)
    assert len(list(grids.parts(Grid(employees, [*sums, over_time], 10.0)))) == 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_is_decided_part_by_part_is_what_is_decided_of_the_whole(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    attack = attacker.attack(attacker.town(np.random.default_rng(seed)))
    monkeypatch.setattr(grids, "parts", lambda whole: iter([whole]))
    assert attacker.attack(attacker.town(np.random.default_rng(seed))) == attack


def test_a_year_that_a_later_document_adds_nothing_to_is_not_decided_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def complete(
        grid: Grid, figures: dict[Cell, float], limits: tuple[float, float]
    ) -> grids.Array:
        decided.append({each[1] for each in grid.employees})
        return completed(grid, figures, limits)

    def documents() -> Iterator[pd.DataFrame]:
        for year in ("2021", "2022"):
            figures = unit((8, 5.0), (30, 4.0))
            yield rows(figures, period=year, document=f"plan-{year}")

    decided: list[set[str]] = []
    completed = bounds.complete_figures
    monkeypatch.setattr(bounds, "complete_figures", complete)
    frame = pd.concat(documents(), ignore_index=True)
    decision = suppression.decide(frame, SICK_LEAVE, smallest_group=10)
    assert decided.count({"2021"}) == decided.count({"2022"}) > 0
    assert len(decision.withheld) >= 4
