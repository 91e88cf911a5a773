"""Great Expectations as the gate's engine, and its pages, the Data Docs.

No other module imports Great Expectations. That takes seconds, so this module is imported only
when there is something to check.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import new_class
from typing import Any, ClassVar

import pandas as pd

from alereport.base import imports
from alereport.data import datasets
from alereport.gate import page_templates
from alereport.gate.check import Check, not_computed
from alereport.gate.conditions import RULES

with imports.postponed("altair", "scipy.stats"):  # A third of the time; no rule uses them.
    import great_expectations as gx
    import great_expectations.expectations as gxe
    from great_expectations.compatibility.pydantic import PrivateAttr
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.core.metric_domain_types import MetricDomainTypes
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )
    from great_expectations.datasource.fluent import PandasDatasource
    from great_expectations.datasource.fluent.pandas_datasource import DataFrameAsset
    from great_expectations.execution_engine import PandasExecutionEngine
    from great_expectations.expectations.expectation import (
        BatchExpectation,
        render_suite_parameter_string,
    )
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metrics.map_metric_provider import (
        ColumnMapMetricProvider,
        column_condition_partial,
    )
    from great_expectations.expectations.metrics.metric_provider import metric_value
    from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
    from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent
    from great_expectations.render.renderer.renderer import renderer
    from great_expectations.render.view import view

logging.getLogger("great_expectations").setLevel(logging.ERROR)  # It warns of what is replaced.
view.Environment = page_templates.Environment

SEVERITY = {"error": "critical", "warning": "warning"}
"""Great Expectations' name of each of our severities."""


class PlacesWhereItFails(TableMetricProvider):
    """How many rows there are, and the places of those for which a condition does not hold."""

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


class BetweenAtOnce(ColumnMapMetricProvider):
    """Whether each number of a column is within limits, in the place of the library's own.

    That one asks cell by cell where a column may have empty cells.
    """

    condition_metric_name = "column_values.between"
    condition_value_keys = ("min_value", "max_value", "strict_min", "strict_max")

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805 - Great Expectations makes a class method of it
        column: pd.Series[Any],
        min_value: float | None = None,
        max_value: float | None = None,
        strict_min: bool | None = None,
        strict_max: bool | None = None,
        **_kwargs: Any,
    ) -> pd.Series[bool]:
        within = pd.Series(data=True, index=column.index)
        if min_value is not None:
            within &= column.gt(min_value) if strict_min else column.ge(min_value)
        if max_value is not None:
            within &= column.lt(max_value) if strict_max else column.le(max_value)
        return within.astype(bool)


class ExpectCondition(BatchExpectation):
    """The base of our expectations: a condition that each row must satisfy.

    Great Expectations takes its time by the metric, and one of its own expectations on each row
    needs ten of them; this one needs one, which returns where the condition fails.

    Args:
        asks: The name of the condition in `gate.conditions.RULES`.
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
        """Include the broken rows in every result, since they are computed anyway."""
        configuration = {**(runtime_configuration or {}), "result_format": "COMPLETE"}
        return super().metrics_validate(metrics, configuration, *args, **kwargs)

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
        kwargs = configuration.kwargs
        return [
            RenderedStringTemplateContent(
                content_block_type="string_template",
                string_template={
                    "template": "$sentence",
                    "params": {"sentence": RULES[kwargs["asks"]](**kwargs["arguments"]).sentence},
                    "styling": (runtime_configuration or {}).get("styling"),
                },
            )
        ]


class _KeepsConfiguration:
    """What makes an expectation's configuration once, where nothing of the expectation changed.

    Great Expectations asks for it ten times a metric, and copies every argument each time, such as
    all the names that a column may hold.
    """

    _kept: tuple[dict[str, Any], ExpectationConfiguration] | None

    @property
    def configuration(self) -> ExpectationConfiguration:
        """The expectation as Great Expectations stores it."""
        fields = self.__dict__
        if self._kept is None or not _is_same(self._kept[0], fields):
            made: ExpectationConfiguration = super().configuration  # type: ignore[misc]
            self._kept = (dict(fields), made)
        return self._kept[1]


def _is_same(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """True if the fields are the very same objects; a field is set, never changed in place."""
    return before.keys() == after.keys() and all(
        before[name] is value for name, value in after.items()
    )


def _keeping(name: str, expectation: type[Any]) -> type[Any]:
    """Return an expectation that keeps its configuration, under the name it is stored with."""
    bases = (_KeepsConfiguration, expectation)
    return new_class(name, bases, exec_body=lambda body: body.update(_kept=PrivateAttr(None)))


CONDITION_CLASSES = {name: _keeping(name, ExpectCondition) for name in RULES}
"""A class for each condition, by its name in the Data Docs and in stored suites."""


@cache
def _own_class(name: str) -> type[Any]:
    """Return one of Great Expectations' own expectations."""
    return _keeping(name, getattr(gxe, name))


class Engine:
    """Checks datasets, and stores a suite and the last result of each for the Data Docs.

    Args:
        store: The folder of suites and results.
        pages: The folder of the Data Docs.
    """

    def __init__(self, store: Path, pages: Path) -> None:
        self._store = store
        self._context = gx.get_context(mode="ephemeral", project_config=_config(store, pages))

    def build_pages(self, datasets: Collection[str] = ()) -> None:
        """Build the Data Docs from every stored result that can be read; others are removed.

        Args:
            datasets: The datasets whose pages are built, where the pages of all others are in the
                folder already; by default all.
        """
        suites = self._context.expectations_store.list_keys()
        results = self._context.validation_results_store.list_keys()
        built = [
            *(key for key in suites if key.name in datasets),
            *(key for key in results if key.expectation_suite_identifier.name in datasets),
        ]
        try:
            self._context.build_data_docs(resource_identifiers=built or None)
        except ValueError:
            for path in self._store.rglob("*.json"):
                if not _is_json(path):
                    path.unlink()
            self._context.build_data_docs()

    def broken_places(
        self, dataset: str, checks: Sequence[Check], rows: pd.DataFrame
    ) -> list[list[str]]:
        """See `engine.Evaluator`."""
        results = _results(self._definition(dataset, checks), checks, rows)
        return [
            [] if result.success else _places(dataset, check, result)
            for check, result in zip(checks, results, strict=True)
        ]

    def _definition(self, dataset: str, checks: Sequence[Check]) -> Any:
        suite = self._context.suites.add(gx.ExpectationSuite(name=dataset))
        suite.expectations = [_expectation(number, check) for number, check in enumerate(checks)]
        suite.save()
        # With what it consists of, as each addition writes the settings of all datasets again.
        asset = DataFrameAsset(name=dataset, batch_definitions=[BatchDefinition(name=dataset)])
        source = PandasDatasource(name=dataset, assets=[asset])
        self._context.data_sources.add_pandas(datasource=source)
        batch = source.get_asset(dataset).get_batch_definition(dataset)
        definition = gx.ValidationDefinition(name=dataset, suite=suite, data=batch)
        return self._context.validation_definitions.add(definition)


def _config(store: Path, pages: Path) -> DataContextConfig:
    defaults = InMemoryStoreBackendDefaults()
    for name, folder in (
        (defaults.expectations_store_name, "expectations"),
        (defaults.validation_results_store_name, "validations"),
    ):
        defaults.stores[name]["store_backend"] = _folder(store / folder)
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
    if check.expectation in CONDITION_CLASSES:
        condition_class = CONDITION_CLASSES[check.expectation]
        return condition_class(asks=check.expectation, arguments=check.arguments, **shared)
    return _own_class(check.expectation)(**check.arguments, **shared)


def _results(definition: Any, checks: Sequence[Check], rows: pd.DataFrame) -> list[Any]:
    """Return one result for each check, in order, and store them.

    For Great Expectations' own expectations, finding the rows takes most of the time, so it is done
    only where one has failed; the second result has the name of the first and replaces it.
    """
    run_id = RunIdentifier(run_time=datetime.now(UTC))
    options = {"batch_parameters": {"dataframe": rows.reset_index()}, "run_id": run_id}
    outcome = definition.run(result_format="BOOLEAN_ONLY", **options)
    if any(not result.success and not result.result for result in outcome.results):
        with_rows = {
            "result_format": "COMPLETE",
            "unexpected_index_column_names": [datasets.ROW],
        }
        outcome = definition.run(result_format=with_rows, **options)
        if any(check.private_columns for check in checks):  # The Data Docs would show the cells.
            definition.run(result_format="BOOLEAN_ONLY", **options)
    return sorted(outcome.results, key=lambda result: result.expectation_config.meta["check"])


def _places(dataset: str, check: Check, result: Any) -> list[str]:
    places = [row[datasets.ROW] for row in result.result.get("unexpected_index_list") or ()]
    if not places:
        exception = re.search(r"'exception_message': (['\"])(.+?)\1", f"{result.exception_info}")
        raise not_computed(dataset, check, exception[2] if exception else "no rows")
    return places


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True
