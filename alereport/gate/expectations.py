"""Expectations of the municipality's own, as Great Expectations classes.

Importing this module imports Great Expectations, which takes seconds: only the gate does. What
each expectation asks is a condition in `quality.conditions`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import (
    BatchExpectation,
    render_suite_parameter_string,
)
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer

from alereport.data import datasets
from alereport.gate.conditions import groups, rows, sequences, trees, words
from alereport.gate.conditions.base import Condition


class PlacesWhereItFails(TableMetricProvider):
    """How many rows there are, and where those stand for which a condition does not hold."""

    metric_name = "table.places_where_it_fails"
    value_keys = ("asks", "arguments")

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805 - Great Expectations makes a class method of it
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        **_kwargs: Any,
    ) -> tuple[int, list[str]]:
        table, _, _ = execution_engine.get_compute_domain(
            metric_domain_kwargs, domain_type=MetricDomainTypes.TABLE
        )
        condition = RULES[metric_value_kwargs["asks"]].condition(**metric_value_kwargs["arguments"])
        fails = ~condition.holds(table[list(dict.fromkeys(condition.columns))])
        return len(table), table.loc[fails, datasets.ROW].tolist()


class ExpectCondition(BatchExpectation):
    """What the expectations have in common: a condition that each row must satisfy.

    Great Expectations takes its time by the metric, and an expectation by the row of its own kind
    asks for ten of them; this one asks for one, which says where the condition fails.

    Args:
        asks: The name of the class.
        arguments: The fields of its condition.
    """

    asks: str
    arguments: dict[str, Any]

    condition: ClassVar[type[Condition]]
    metric_dependencies: ClassVar[tuple[str, ...]] = (PlacesWhereItFails.metric_name,)
    success_keys: ClassVar[tuple[str, ...]] = PlacesWhereItFails.value_keys
    args_keys: ClassVar[tuple[str, ...]] = success_keys

    @classmethod
    def of(cls, **arguments: Any) -> ExpectCondition:
        """The expectation with the arguments of a rule in `rules.yaml`."""
        return cls(asks=cls.__name__, arguments=arguments)

    def metrics_validate(
        self, metrics: Any, runtime_configuration: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """The rows are told in every result, since finding them has cost nothing more."""
        asked = {**(runtime_configuration or {}), "result_format": "COMPLETE"}
        return super().metrics_validate(metrics, asked, *args, **kwargs)

    def _validate(self, metrics: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        number, places = metrics[PlacesWhereItFails.metric_name]
        return {
            "success": not places,
            "result": {
                "element_count": number,
                "unexpected_count": len(places),
                "unexpected_percent": 100 * len(places) / number,
                "partial_unexpected_list": places[:20],
                "unexpected_index_list": [{datasets.ROW: place} for place in places],
            },
        }

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


class ExpectToStandInDataset(ExpectCondition):
    """Expect some columns together to be those of a row of another dataset."""

    condition = rows.StandsIn


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
