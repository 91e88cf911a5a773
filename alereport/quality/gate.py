"""The gate: every data file against its schema and rules, with Great Expectations as the engine.

Great Expectations is imported only when there is something to check, and only here.
"""

from __future__ import annotations

import logging
import os
import shutil
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import yaml
from filelock import FileLock
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from alereport import datasets
from alereport.errors import Failure, GateError, TableError
from alereport.quality import verdict as verdicts
from alereport.quality.verdict import FileVerdict, State, Verdict
from alereport.workspace import Workspace, new_folder

SEVERITY = {"error": "critical", "warning": "warning"}
"""Our severities in the words of Great Expectations."""


class Why(BaseModel):
    """The reason for a rule, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: str
    sv: str


class Rule(BaseModel):
    """One rule of a dataset's `rules.yaml`.

    Attributes:
        rule: Its name, as failures show it.
        expectation: The expectation's class in `quality.expectations`.
        arguments: What the class takes.
        severity: `error` stops publishing, `warning` is published.
        why: Why it must hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: str
    expectation: str
    arguments: dict[str, Any]
    severity: Literal["error", "warning"]
    why: Why


@dataclass(frozen=True)
class Check:
    """One expectation on one file, with what a failure says.

    Attributes:
        expectation: An expectation of Great Expectations.
        rule: The rule's name.
        column: The column, or columns, it is about.
        expected: What it asks for, in words; by row where that differs.
        why: Why it must hold.
        severity: `error` or `warning`.
    """

    expectation: Any
    rule: str
    column: str
    expected: str | pd.Series[str]
    why: str
    severity: Literal["error", "warning"] = "error"


def validate(workspace: Workspace) -> Verdict:
    """Check what changed since the last verdict, and put the new verdict on disk.

    The verdict and the Data Docs are in `build/quality/`. A file whose verdict still holds is
    not checked again; with no change at all, Great Expectations is not imported.

    Raises:
        TableError: A data file or a schema is not of its form; nothing is written.
    """
    files = [
        path for name in datasets.names(workspace) for path in datasets.files(workspace, name)
    ]
    workspace.quality.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.quality / ".lock"):
        before = verdicts.read(workspace)
        changed = verdicts.outdated(workspace, before, files)
        unchanged = [path for path in files if path not in changed]
        verdict = {name: before[name] for name in map(workspace.relative, unchanged)}
        if verdict == before and not changed:
            return before
        if changed:
            verdict |= _check(workspace, changed, unchanged)
        verdicts.write(workspace, verdict)
    return verdict


def require_green(verdict: Verdict) -> None:
    """Raise what stops publishing.

    Raises:
        GateError: A rule of severity `error` failed somewhere.
    """
    failures = tuple(
        failure
        for finding in verdict.values()
        if finding.state == "red"
        for failure in finding.failures
    )
    if failures:
        raise GateError(failures)


def _check(
    workspace: Workspace, changed: Sequence[Path], unchanged: Sequence[Path]
) -> Verdict:
    frames = {path: datasets.read(workspace, path) for path in changed}
    with new_folder(workspace.quality / "great-expectations") as store:
        _keep_results(workspace, store, unchanged)
        context = _context(store, workspace.quality / "data-docs")
        found = {
            workspace.relative(path): _check_file(workspace, context, path, frame)
            for path, frame in frames.items()
        }
        with new_folder(workspace.quality / "data-docs") as pages:
            _context(store, pages).build_data_docs()
    return found


def _suite_name(path: Path) -> str:
    return f"{path.parent.name}.{path.stem}"


def _keep_results(workspace: Workspace, store: Path, unchanged: Sequence[Path]) -> None:
    old = workspace.quality / "great-expectations"
    for path in unchanged:
        suite = Path("expectations", path.parent.name, f"{path.stem}.json")
        if (old / suite).is_file():
            (store / suite).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old / suite, store / suite)
        results = Path("validations", path.parent.name, path.stem)
        if (old / results).is_dir():
            shutil.copytree(old / results, store / results)


def _context(store: Path, pages: Path) -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
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
    config = DataContextConfig(
        store_backend_defaults=defaults,
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
    )
    return gx.get_context(mode="ephemeral", project_config=config)


def _folder(path: Path) -> dict[str, Any]:
    return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(path)}


def _check_file(
    workspace: Workspace, context: Any, path: Path, rows: pd.DataFrame
) -> FileVerdict:
    import great_expectations as gx

    checks = [*_schema_checks(workspace, path), *_rule_checks(workspace, path, rows)]
    name = _suite_name(path)
    suite = context.suites.add(gx.ExpectationSuite(name=name))
    for number, check in enumerate(checks):
        check.expectation.meta = {"check": number, "rule": check.rule, "why": check.why}
        check.expectation.severity = SEVERITY[check.severity]
    suite.expectations = [check.expectation for check in checks]
    suite.save()
    batch = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    definition = gx.ValidationDefinition(
        name=name, suite=suite, data=batch.add_batch_definition_whole_dataframe(name)
    )
    context.validation_definitions.add(definition)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcome = definition.run(
            batch_parameters={"dataframe": rows.reset_index()},
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": ["row"],
            },
        )
    failures = [
        (check, failure)
        for result in outcome.results
        if not result.success
        for check in [checks[result.expectation_config.meta["check"]]]
        for failure in _failures(check, result, rows)
    ]
    return FileVerdict(
        verdicts.file_fingerprint(workspace, path),
        _worst(check for check, _ in failures),
        len(checks),
        tuple(failure for _, failure in failures),
    )


def _worst(failed: Iterator[Check]) -> State:
    severities = {check.severity for check in failed}
    return "red" if "error" in severities else "amber" if severities else "green"


def _failures(check: Check, result: Any, rows: pd.DataFrame) -> list[Failure]:
    places = [found["row"] for found in result.result.get("unexpected_index_list") or ()]
    if not places:
        raise RuntimeError(f"{check.rule}: {result.exception_info or result.result}")
    return [_failure(check, rows.loc[place], place) for place in places]


def _failure(check: Check, row: pd.Series[Any], place: str) -> Failure:
    file, line = datasets.place_of(place)
    columns = check.column.split(", ")
    written = ", ".join("empty" if pd.isna(row[name]) else str(row[name]) for name in columns)
    expected = check.expected if isinstance(check.expected, str) else check.expected[place]
    return Failure(file, line, check.column, written, check.rule, expected, check.why)


def _schema_checks(workspace: Workspace, path: Path) -> Iterator[Check]:
    import great_expectations.expectations as gxe

    schema = datasets.schema(workspace, path.parent.name)
    for field in schema.fields:
        yield from _column_checks(field)
    if "document" in schema.columns and path.stem != path.parent.name:
        yield Check(
            gxe.ExpectColumnValuesToBeInSet(column="document", value_set=[path.stem]),
            "document-is-the-file",
            "document",
            f"{path.stem}, as the file is named",
            "A data file holds one document, so that a figure can be traced to it.",
        )
    yield _key_check(schema.primary_key)
    for key in schema.foreign_keys:
        yield _reference_check(workspace, key)


def _column_checks(field: datasets.Field) -> Iterator[Check]:
    import great_expectations.expectations as gxe

    limits, name = field.constraints, field.name

    def check(expectation: Any, rule: str, expected: str) -> Check:
        return Check(expectation, f"{name}-{rule}", name, expected, field.description)

    if limits.required:
        yield check(gxe.ExpectColumnValuesToNotBeNull(column=name), "required", "a value")
    if limits.enum:
        yield check(
            gxe.ExpectColumnValuesToBeInSet(column=name, value_set=list(limits.enum)),
            "enum",
            f"one of {', '.join(limits.enum)}",
        )
    if limits.pattern:
        yield check(
            gxe.ExpectColumnValuesToMatchRegex(column=name, regex=f"^(?:{limits.pattern})$"),
            "pattern",
            f"the pattern {limits.pattern}",
        )
    if limits.minimum is not None or limits.maximum is not None:
        yield check(
            gxe.ExpectColumnValuesToBeBetween(
                column=name, min_value=limits.minimum, max_value=limits.maximum
            ),
            "range",
            f"a value from {limits.minimum} to {limits.maximum}",
        )


def _key_check(columns: tuple[str, ...]) -> Check:
    import great_expectations.expectations as gxe

    expectation = (
        gxe.ExpectColumnValuesToBeUnique(column=columns[0])
        if len(columns) == 1
        else gxe.ExpectCompoundColumnsToBeUnique(column_list=list(columns), ignore_row_if="never")
    )
    return Check(
        expectation,
        "primary-key",
        ", ".join(columns),
        "each combination once",
        "A row that stands twice is counted twice.",
    )


def _reference_check(workspace: Workspace, key: datasets.ForeignKey) -> Check:
    import great_expectations.expectations as gxe

    resource, columns = key.reference.resource, list(key.reference.fields)
    known = datasets.register(workspace, resource)[columns].itertuples(index=False, name=None)
    if len(columns) == 1:
        expectation: Any = gxe.ExpectColumnValuesToBeInSet(
            column=key.fields[0], value_set=[value for (value,) in known]
        )
    else:
        expectation = gxe.ExpectColumnPairValuesToBeInSet(
            column_A=key.fields[0],
            column_B=key.fields[1],
            value_pairs_set=list(known),
            ignore_row_if="neither",
        )
    return Check(
        expectation,
        f"in-{resource}",
        ", ".join(key.fields),
        f"a row of data/{resource}/{resource}.csv",
        f"A name that is not in the register {resource} cannot be shown to a reader.",
    )


def _rule_checks(workspace: Workspace, path: Path, rows: pd.DataFrame) -> Iterator[Check]:
    from alereport.quality import expectations

    for rule in rules(workspace, path.parent.name):
        expectation = getattr(expectations, rule.expectation).of(**rule.arguments)
        yield Check(
            expectation,
            rule.rule,
            expectation.amount_column,
            expectation.expected(rows),
            rule.why.en,
            rule.severity,
        )


def rules(workspace: Workspace, dataset: str) -> list[Rule]:
    """The rules of a dataset beyond its schema; none where there is no `rules.yaml`.

    Raises:
        TableError: The file is not a list of rules.
    """
    path = workspace.dataset(dataset) / "rules.yaml"
    if not path.is_file():
        return []
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(list[Rule]).validate_python(loaded)
    except (UnicodeDecodeError, yaml.YAMLError, ValidationError) as problem:
        found = " ".join(str(problem).split())
        raise TableError(
            workspace.relative(path), found, "a list of rules", "correct the rule"
        ) from None
