"""Expectations of the municipality's own, as Great Expectations classes.

Importing this module imports Great Expectations, which takes seconds: only the gate does.
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


def parts_and_total(
    rows: pd.DataFrame, group_columns: list[str], part_column: str, total: str, amount_column: str
) -> pd.DataFrame:
    """For every row, what its group's parts sum to and what total the group prints.

    Args:
        rows: One row is one amount, a part or the printed total of its group.
        group_columns: What rows have in common that belong to one printed column.
        part_column: The column that names the part.
        total: The name in `part_column` of the printed total.
        amount_column: The amounts.

    Returns:
        `is_total`, `sum_of_parts` and `printed_total` (missing where no total is printed),
        with the index of `rows`.
    """
    is_total = rows[part_column].eq(total)
    amounts = rows[amount_column].astype("Int64")
    groups = [rows[column] for column in group_columns]
    return pd.DataFrame(
        {
            "is_total": is_total,
            "sum_of_parts": amounts.where(~is_total, 0)
            .groupby(groups, dropna=False)
            .transform("sum"),
            "printed_total": amounts.where(is_total)
            .groupby(groups, dropna=False)
            .transform("first"),
        }
    )


class PartsEqualTotal(MulticolumnMapMetricProvider):
    """True for every row but a total that its parts do not add up to.

    Where a group prints no total, all its rows fail.
    """

    condition_metric_name = "multicolumn_values.parts_equal_total"
    condition_domain_keys = (
        "batch_id",
        "table",
        "column_list",
        "row_condition",
        "condition_parser",
        "ignore_row_if",
    )
    condition_value_keys = ("group_columns", "part_column", "total", "amount_column")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: pd.DataFrame, **kwargs: Any) -> pd.Series:  # noqa: N805
        arguments = {key: kwargs[key] for key in cls.condition_value_keys}
        sums = parts_and_total(column_list, **arguments)
        tallies = sums["sum_of_parts"].eq(sums["printed_total"]).fillna(False).astype(bool)
        unprinted = sums["printed_total"].isna()
        return tallies | (~sums["is_total"] & ~unprinted)


def columns_missing(
    rows: pd.DataFrame,
    plan_columns: list[str],
    part_column: str,
    year_column: str,
    kind_column: str,
    wanted: list[str],
) -> pd.Series[str]:
    """For the first row of each part of a plan, the columns of its table that it lacks.

    Args:
        rows: One row is one cell of a plan's table.
        plan_columns: What the rows of one plan have in common; the plan's year is the last.
        part_column: The column that names the part.
        year_column: The year a cell is for.
        kind_column: What kind of amount it is.
        wanted: The columns each part must have, as the year less the plan's and the kind.

    Returns:
        With the index of `rows`: the missing columns in words; empty where none is, and in every
        row but a part's first.
    """
    offset = (rows[year_column] - rows[plan_columns[-1]]).astype("Int64").astype("str")
    cells = rows.assign(cell=offset + " " + rows[kind_column].astype("str"))
    missing = pd.Series("", index=rows.index, dtype="str")
    for _part, found in cells.groupby([*plan_columns, part_column], sort=False, dropna=False):
        lacking = [each for each in wanted if each not in set(found["cell"])]
        missing[found.index[0]] = ", ".join(_in_words(found, plan_columns[-1], lacking))
    return missing


def _in_words(found: pd.DataFrame, year_column: str, lacking: list[str]) -> list[str]:
    year = found[year_column].iloc[0]
    return [f"{kind} {year + int(offset)}" for offset, kind in (each.split() for each in lacking)]


class EveryPartInEveryColumn(MulticolumnMapMetricProvider):
    """True for every row but the first of a part that lacks a column of the plan's table."""

    condition_metric_name = "multicolumn_values.every_part_in_every_column"
    condition_domain_keys = PartsEqualTotal.condition_domain_keys
    condition_value_keys = ("plan_columns", "part_column", "year_column", "kind_column", "wanted")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: pd.DataFrame, **kwargs: Any) -> pd.Series:  # noqa: N805
        arguments = {key: kwargs[key] for key in cls.condition_value_keys}
        return columns_missing(column_list, **arguments).eq("")


class ExpectPartsToEqualTotal(MulticolumnMapExpectation):
    """Expect the amounts of each group's parts to add up to the total printed for it.

    Args:
        column_list: The group columns, the part column and the amount column.
        group_columns: What rows have in common that belong to one printed column.
        part_column: The column that names the part.
        total: The name in `part_column` of the printed total.
        amount_column: The amounts.
    """

    group_columns: list[str]
    part_column: str
    total: str
    amount_column: str
    ignore_row_if: str = "never"

    map_metric: ClassVar[str] = "multicolumn_values.parts_equal_total"
    success_keys: ClassVar[tuple[str, ...]] = (
        "group_columns",
        "part_column",
        "total",
        "amount_column",
        "mostly",
    )
    args_keys: ClassVar[tuple[str, ...]] = ("column_list", *success_keys)

    @classmethod
    def of(cls, **arguments: Any) -> ExpectPartsToEqualTotal:
        """The expectation with the arguments of a rule in `rules.yaml`."""
        columns = [
            *arguments["group_columns"],
            arguments["part_column"],
            arguments["amount_column"],
        ]
        return cls(column_list=columns, **arguments)

    @property
    def about(self) -> str:
        """The column a failure is about."""
        return self.amount_column

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        """What each row should hold, in words."""
        sums = parts_and_total(
            rows, self.group_columns, self.part_column, self.total, self.amount_column
        )
        words = sums["sum_of_parts"].map("{:d}, the sum of its parts".format)
        return words.where(sums["printed_total"].notna(), "a printed total beside its parts")

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
        arguments = configuration.kwargs
        return _sentence(
            "$amount of every $part must add up to the printed $total, for each $group.",
            {
                "amount": arguments["amount_column"],
                "part": arguments["part_column"],
                "total": arguments["total"],
                "group": ", ".join(arguments["group_columns"]),
            },
            runtime_configuration,
        )


class ExpectEveryPartInEveryColumn(MulticolumnMapExpectation):
    """Expect every part of a plan to have every column of the plan's table.

    Args:
        column_list: The plan columns, the part, year and kind columns.
        plan_columns: What the rows of one plan have in common; the plan's year is the last.
        part_column: The column that names the part.
        year_column: The year a cell is for.
        kind_column: What kind of amount it is.
        wanted: The columns each part must have, such as `-1 budget` for last year's budget.
    """

    plan_columns: list[str]
    part_column: str
    year_column: str
    kind_column: str
    wanted: list[str]
    ignore_row_if: str = "never"

    map_metric: ClassVar[str] = "multicolumn_values.every_part_in_every_column"
    success_keys: ClassVar[tuple[str, ...]] = (
        *EveryPartInEveryColumn.condition_value_keys,
        "mostly",
    )
    args_keys: ClassVar[tuple[str, ...]] = ("column_list", *success_keys)

    @classmethod
    def of(cls, **arguments: Any) -> ExpectEveryPartInEveryColumn:
        """The expectation with the arguments of a rule in `rules.yaml`."""
        names = ("part_column", "year_column", "kind_column")
        columns = [*arguments["plan_columns"], *(arguments[name] for name in names)]
        return cls(column_list=columns, **arguments)

    @property
    def about(self) -> str:
        """The column a failure is about."""
        return self.part_column

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        """What each row's part should also have, in words."""
        missing = columns_missing(
            rows,
            self.plan_columns,
            self.part_column,
            self.year_column,
            self.kind_column,
            self.wanted,
        )
        return "a row for " + missing + " too"

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
        template = "every $part of a plan must have a row for each of $wanted."
        return _sentence(
            template,
            {
                "part": configuration.kwargs["part_column"],
                "wanted": ", ".join(configuration.kwargs["wanted"]),
            },
            runtime_configuration,
        )


def _sentence(
    template: str, params: dict[str, str], runtime_configuration: dict[str, Any] | None
) -> list[RenderedStringTemplateContent]:
    """A sentence of the Data Docs."""
    return [
        RenderedStringTemplateContent(
            content_block_type="string_template",
            string_template={
                "template": template,
                "params": params,
                "styling": (runtime_configuration or {}).get("styling"),
            },
        )
    ]


RULES = {each.__name__: each for each in (ExpectPartsToEqualTotal, ExpectEveryPartInEveryColumn)}
"""The expectations that `rules.yaml` may name."""
