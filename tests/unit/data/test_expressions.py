"""What the condition of a rule may say: nothing but what each row holds."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from alereport.base.workspace import Workspace
from alereport.data import datasets, expressions, rules
from alereport.data.expressions import ConditionError
from alereport.gate import joins
from tests.conftest import ROOT, edit, run_alereport
from tests.patience import SOON

PROJECT = Workspace(ROOT)
REFUSED = (
    "amount_tkr.to_csv('written.csv').isna()",
    "amount_tkr.to_pickle('written.pkl').isna()",
    "amount_tkr.__class__.__mro__",
    "amount_tkr.apply(print)",
    "amount_tkr[0] == 1",
    "__import__('os')",
    "@x",
    "9**9**9",
    "amount_tkr * 9**9",
    "area.str.repeat(1000000000) == ''",
    "area.str.ljust(1000000000) == ''",
    "area.astype('object').isna()",
    "area.str.contains('(a+)+$')",
    "area.str.contains('(a|aa)+$')",
    "area.str.split('(a+)+$').isna()",
    "area.str.contains('.*.*.*=.*')",
    "area.str.contains('(a?){50}b')",
    "area.str.fullmatch('([a-z]+)*=')",
    "area.str.contains(area)",
    "area.str.contains('(')",
    "area == ['a', 'b']",
    "amount_tkr if area else 1",
    "[each for each in area]",
    "(lambda: 1)()",
    "f'{area}'",
    "amount_tkr >",
    "9 > 8",
    "1e9999999 > 99999999999999999999",
    f"amount_tkr > {'(' * 400}1{')' * 400} or {'a' * 600}",
    " or ".join(["area == 'a'"] * 70),
)


@pytest.fixture(scope="module")
def amounts() -> pd.DataFrame:
    return datasets.read_dataset(PROJECT, "budget")


@pytest.mark.parametrize("condition", REFUSED)
def test_anything_else_is_refused_at_once(condition: str, amounts: pd.DataFrame) -> None:
    begun = time.process_time()
    with pytest.raises(ConditionError):
        expressions.value(condition, amounts)
    assert time.process_time() - begun < SOON


@pytest.mark.parametrize(
    "condition", ["area * 1000000000", "'%9999d' % plan_year == area", "'a' * 9 == area"]
)
def test_text_is_neither_repeated_nor_filled_in(condition: str, amounts: pd.DataFrame) -> None:
    with pytest.raises(TypeError, match="text can only be added"):
        expressions.value(condition, amounts)


def conditions() -> list[tuple[str, str]]:
    return [
        (dataset, rule.arguments[key])
        for dataset in PROJECT.datasets
        for rule in rules.of_dataset(PROJECT, dataset)
        for key in ("condition", "when")
        if rule.arguments.get(key)
    ]


@pytest.mark.filterwarnings("ignore:This pattern is interpreted")
def test_what_a_condition_may_say_comes_to_the_same_as_for_pandas() -> None:
    wide = {
        dataset: joins.with_joined_columns(
            dataset,
            datasets.read_dataset(PROJECT, dataset),
            rules.of_dataset(PROJECT, dataset),
            lambda name: datasets.read_dataset(PROJECT, name),
        )
        for dataset in PROJECT.datasets
    }
    assert len(conditions()) > 100
    for dataset, condition in conditions():
        ours = expressions.value(condition, wide[dataset])
        if ' + "' in condition:  # Pandas does not add texts in a condition.
            continue
        theirs = wide[dataset].eval(condition, engine="python")
        pd.testing.assert_series_equal(theirs, ours, check_names=False)
        assert set(expressions.columns(condition)) <= set(wide[dataset].columns)


def test_a_rule_writes_no_file_and_says_what_it_may_not(checked: Workspace) -> None:
    written = checked.root / "written.csv"
    edit(
        checked,
        "data/investments/rules.yaml",
        "condition: amount_tkr >= 0",
        f"condition: amount_tkr.to_csv('{written}').isna()",
    )
    done = run_alereport(checked, "validate")
    assert done.returncode == 12
    assert "data/investments/rules.yaml: rule" in done.stderr
    assert "the condition calls to_csv; expected columns, literals, comparisons" in done.stderr
    assert not written.exists()
