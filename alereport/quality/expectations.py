"""Expectations of the municipality's own, as Great Expectations classes.

Importing this module imports Great Expectations, which takes seconds: only the gate does. What
each expectation asks is a condition in `quality.conditions`.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import (
    MulticolumnMapExpectation,
    render_suite_parameter_string,
)
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)
from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer

from alereport import datasets
from alereport.quality.conditions import groups, rows, sequences, trees, words
from alereport.quality.conditions.base import Condition


class ConditionHolds(MulticolumnMapMetricProvider):
    """True for every row for which the condition of an expectation holds."""

    condition_metric_name = "multicolumn_values.condition_holds"
    condition_domain_keys = (
        "batch_id",
        "table",
        "column_list",
        "row_condition",
        "condition_parser",
        "ignore_row_if",
    )
    condition_value_keys = ("asks", "arguments")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805 - Great Expectations makes a class method of it
        column_list: pd.DataFrame,
        asks: str,
        arguments: dict[str, Any],
        **_kwargs: Any,
    ) -> pd.Series:
        return RULES[asks].condition(**arguments).holds(column_list)


class ExpectCondition(MulticolumnMapExpectation):
    """What the expectations have in common: a condition that each row must satisfy.

    Args:
        column_list: The columns the condition reads.
        asks: The name of the class.
        arguments: The fields of its condition.
    """

    asks: str
    arguments: dict[str, Any]
    ignore_row_if: str = "never"

    condition: ClassVar[type[Condition]]
    map_metric: ClassVar[str] = ConditionHolds.condition_metric_name
    success_keys: ClassVar[tuple[str, ...]] = (*ConditionHolds.condition_value_keys, "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column_list", *success_keys)

    @classmethod
    def of(cls, **arguments: Any) -> ExpectCondition:
        """The expectation with the arguments of a rule in `rules.yaml`."""
        columns = cls.condition(**arguments).columns
        if len(columns) == 1:  # Great Expectations wants two at least.
            columns = [*columns, datasets.ROW]
        return cls(column_list=columns, asks=cls.__name__, arguments=arguments)

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls,
        configuration: Any = None,
        result: Any = None,  # noqa: ARG003 - what Great Expectations calls it with
        runtime_configuration: dict[str, Any] | None = None,
        **_kwargs: Any,
    ) -> list[RenderedStringTemplateContent]:
        return [
            RenderedStringTemplateContent(
                content_block_type="string_template",
                string_template={
                    "template": "$sentence",
                    "params": {
                        "sentence": cls.condition(**configuration.kwargs["arguments"]).sentence
                    },
                    "styling": (runtime_configuration or {}).get("styling"),
                },
            )
        ]


class ExpectRowsToSatisfy(ExpectCondition):
    """Expect an expression over each row's columns to be true."""

    condition = rows.RowsSatisfy


class ExpectTextToBeWhole(ExpectCondition):
    """Expect text without broken letters and stray spaces."""

    condition = rows.TextIsWhole


class ExpectPartsToEqualTotal(ExpectCondition):
    """Expect the amounts of each group's parts to add up to the total printed for it."""

    condition = groups.PartsEqualTotal


class ExpectSameWithin(ExpectCondition):
    """Expect rows that belong together to say the same."""

    condition = groups.SameWithin


class ExpectEveryPartInEveryColumn(ExpectCondition):
    """Expect every part of a plan to have every column of the plan's table, in order."""

    condition = sequences.EveryPartInEveryColumn


class ExpectValuesInTurn(ExpectCondition):
    """Expect the rows of a group to hold the given values, one each and in order."""

    condition = sequences.InTurn


class ExpectToCountUp(ExpectCondition):
    """Expect the numbers of a group's rows to count up by one."""

    condition = sequences.CountsUp


class ExpectNumberedRows(ExpectCondition):
    """Expect chapters and the rows in them to be numbered without gaps."""

    condition = sequences.Numbered


class ExpectDocumentOrder(ExpectCondition):
    """Expect rows in the order of the sections they come from."""

    condition = sequences.InDocumentOrder


class ExpectRankAfter(ExpectCondition):
    """Expect a value to stand below another in a given order."""

    condition = trees.RankedAfter


class ExpectNoCycle(ExpectCondition):
    """Expect nothing to stand under itself."""

    condition = trees.NoCycle


class ExpectParentWhereOneStands(ExpectCondition):
    """Expect a parent wherever the row's section has one for it."""

    condition = trees.ParentWhereOneStands


class ExpectFigureInItsWords(ExpectCondition):
    """Expect a figure among the numbers of the words it is printed with."""

    condition = words.FigureInItsWords


class ExpectUnitInItsWords(ExpectCondition):
    """Expect a unit to be named in the words beside the figure."""

    condition = words.UnitInItsWords


class ExpectNameAfterTitle(ExpectCondition):
    """Expect a short name that is made from words of its title."""

    condition = words.NamedAfter


class ExpectChangeToBeExplained(ExpectCondition):
    """Expect a large change from the previous year's budget to be explained."""

    condition = words.ChangeIsExplained


RULES: dict[str, type[ExpectCondition]] = {
    each.__name__: each for each in ExpectCondition.__subclasses__()
}
"""The expectations that `rules.yaml` may name."""
