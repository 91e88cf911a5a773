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
        return [
            RenderedStringTemplateContent(
                content_block_type="string_template",
                string_template={
                    "template": "$amount of every $part must add up to the printed $total, "
                    "for each $group.",
                    "params": {
                        "amount": arguments["amount_column"],
                        "part": arguments["part_column"],
                        "total": arguments["total"],
                        "group": ", ".join(arguments["group_columns"]),
                    },
                    "styling": (runtime_configuration or {}).get("styling"),
                },
            )
        ]
