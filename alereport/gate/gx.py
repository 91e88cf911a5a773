"""Great Expectations as the gate's engine, and its pages, the Data Docs.

No other module imports Great Expectations. That takes seconds, so this module is imported only
when there is something to check.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import new_class
from typing import Any, ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import (
    BatchExpectation,
    render_suite_parameter_string,
)
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer

from alereport.base.errors import TableError
from alereport.data import datasets
from alereport.gate.checks import Check
from alereport.gate.conditions import RULES

SEVERITY = {"error": "critical", "warning": "warning"}
"""Our severities in the words of Great Expectations."""


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
        condition = RULES[metric_value_kwargs["asks"]](**metric_value_kwargs["arguments"])
        fails = ~condition.holds(table[list(dict.fromkeys(condition.columns))])
        return len(table), table.loc[fails, datasets.ROW].tolist()


class ExpectCondition(BatchExpectation):
    """What our expectations have in common: a condition that each row must satisfy.

    Great Expectations takes its time by the metric, and an expectation by the row of its own kind
    asks for ten of them; this one asks for one, which says where the condition fails.

    Args:
        asks: The name of the expectation.
        arguments: The fields of its condition.
    """

    asks: str
    arguments: dict[str, Any]

    metric_dependencies: ClassVar[tuple[str, ...]] = (PlacesWhereItFails.metric_name,)
    success_keys: ClassVar[tuple[str, ...]] = PlacesWhereItFails.value_keys
    args_keys: ClassVar[tuple[str, ...]] = success_keys

    def metrics_validate(
        self, metrics: Any, runtime_configuration: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """The rows are in every result, since finding them has cost nothing more."""
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
        asked = configuration.kwargs
        return [
            RenderedStringTemplateContent(
                content_block_type="string_template",
                string_template={
                    "template": "$sentence",
                    "params": {"sentence": RULES[asked["asks"]](**asked["arguments"]).sentence},
                    "styling": (runtime_configuration or {}).get("styling"),
                },
            )
        ]


OURS = {name: new_class(name, (ExpectCondition,)) for name in RULES}
"""A class for each condition: the Data Docs, and suites that are kept, know expectations by it."""


class Engine:
    """Checks datasets, and keeps a suite and the last result of each for the Data Docs.

    Args:
        store: The folder of suites and results.
        pages: The folder of the Data Docs.
    """

    def __init__(self, store: Path, pages: Path) -> None:
        logging.getLogger("great_expectations").setLevel(logging.ERROR)
        self._context = gx.get_context(mode="ephemeral", project_config=_config(store, pages))

    def build_pages(self) -> None:
        """Make the Data Docs of every result that is kept."""
        self._context.build_data_docs()

    def broken_places(
        self, dataset: str, checks: Sequence[Check], rows: pd.DataFrame
    ) -> list[list[str]]:
        """For each check, in their order, the rows that break it, as `file:line`.

        Args:
            rows: The rows of the dataset, with what the rules need beside them.

        Raises:
            TableError: A rule cannot be asked of the data as they are.
        """
        results = _results(self._definition(dataset, checks), checks, rows)
        return [
            [] if result.success else _places(dataset, check, result)
            for check, result in zip(checks, results, strict=True)
        ]

    def _definition(self, dataset: str, checks: Sequence[Check]) -> Any:
        suite = self._context.suites.add(gx.ExpectationSuite(name=dataset))
        suite.expectations = [_expectation(number, check) for number, check in enumerate(checks)]
        suite.save()
        asset = self._context.data_sources.add_pandas(dataset).add_dataframe_asset(dataset)
        batch = asset.add_batch_definition_whole_dataframe(dataset)
        definition = gx.ValidationDefinition(name=dataset, suite=suite, data=batch)
        return self._context.validation_definitions.add(definition)


def _config(store: Path, pages: Path) -> DataContextConfig:
    defaults = InMemoryStoreBackendDefaults()
    for name, kind in (
        (defaults.expectations_store_name, "expectations"),
        (defaults.validation_results_store_name, "validations"),
    ):
        defaults.stores[name]["store_backend"] = _folder(store / kind)
    defaults.data_docs_sites = {
        "local_site": {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": _folder(pages),
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        }
    }
    return DataContextConfig(
        store_backend_defaults=defaults,
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
    )


def _folder(path: Path) -> dict[str, Any]:
    return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(path)}


def _expectation(number: int, check: Check) -> Any:
    shared = {
        "meta": {"check": number, "rule": check.rule, "why": check.why.en},
        "severity": SEVERITY[check.severity],
    }
    if check.expectation in OURS:
        made = OURS[check.expectation]
        return made(asks=check.expectation, arguments=check.arguments, **shared)
    return getattr(gxe, check.expectation)(**check.arguments, **shared)


def _results(definition: Any, checks: Sequence[Check], rows: pd.DataFrame) -> list[Any]:
    """One result for each check, in their order; the store keeps them.

    For the engine's own expectations, finding the rows takes most of the time, so it is done only
    where one has failed; the second result has the name of the first and takes its place.
    """
    run_id = RunIdentifier(run_time=datetime.now(UTC))
    given = {"batch_parameters": {"dataframe": rows.reset_index()}, "run_id": run_id}
    outcome = definition.run(result_format="BOOLEAN_ONLY", **given)
    if any(not each.success and not each.result for each in outcome.results):
        rows_too = {
            "result_format": "COMPLETE",
            "unexpected_index_column_names": [datasets.ROW],
        }
        outcome = definition.run(result_format=rows_too, **given)
        if any(check.tells_of for check in checks):  # The Data Docs would show the cells.
            definition.run(result_format="BOOLEAN_ONLY", **given)
    return sorted(outcome.results, key=lambda each: each.expectation_config.meta["check"])


def _places(dataset: str, check: Check, result: Any) -> list[str]:
    places = [found[datasets.ROW] for found in result.result.get("unexpected_index_list") or ()]
    if not places:
        raised = re.search(r"'exception_message': (['\"])(.+?)\1", f"{result.exception_info}")
        raise TableError(
            f"data/{dataset}/rules.yaml",
            f"rule {check.rule} cannot be computed ({raised[2] if raised else 'no rows'})",
            "a rule that can be asked of every row",
            f"correct {check.column} in the data, or the rule",
        )
    return places
