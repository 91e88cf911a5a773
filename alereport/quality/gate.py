"""The gate: every data file against its schema and rules, with Great Expectations as the engine.

Great Expectations is imported only when there is something to check.
"""

from __future__ import annotations

import logging
import os
import shutil
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock

from alereport import datasets
from alereport.errors import Failure, GateError, TableError
from alereport.quality import checks
from alereport.quality import verdict as verdicts
from alereport.quality.checks import Check
from alereport.quality.verdict import FileVerdict, State, Verdict
from alereport.workspace import Workspace, new_folder

SEVERITY = {"error": "critical", "warning": "warning"}
"""Our severities in the words of Great Expectations."""


def validate(workspace: Workspace) -> Verdict:
    """Check what changed since the last verdict, and put the new verdict on disk.

    The verdict and the Data Docs are in `build/quality/`. A file whose verdict still holds is
    not checked again; with no change at all, Great Expectations is not imported.

    Raises:
        TableError: A data file or a schema is not of its form; the others are judged all the same.
    """
    files = [path for name in datasets.names(workspace) for path in datasets.files(workspace, name)]
    workspace.quality.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.quality / ".lock"):
        before = verdicts.read(workspace)
        changed = verdicts.outdated(workspace, before, files)
        unchanged = [path for path in files if path not in changed]
        verdict = {name: before[name] for name in map(workspace.relative, unchanged)}
        if verdict == before and not changed and (workspace.quality / "data-docs").is_dir():
            return before
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Great Expectations' own deprecations
            found, unreadable = _check(workspace, changed, unchanged)
        verdict |= found
        verdicts.write(workspace, verdict)
    if unreadable:
        raise unreadable[0]
    return verdict


def require_green(workspace: Workspace, verdict: Verdict) -> None:
    """Raise what stops publishing.

    Raises:
        GateError: A rule of severity `error` failed somewhere.
    """
    files = [workspace.root / path for path in verdict]
    if failures := verdicts.failures(workspace, verdict, files):
        raise GateError(failures)


def _check(
    workspace: Workspace, changed: Sequence[Path], unchanged: Sequence[Path]
) -> tuple[Verdict, list[TableError]]:
    """Judge what changed; beside the verdict on it, the errors of what cannot be read."""
    found: Verdict = {}
    unreadable: list[TableError] = []
    with new_folder(workspace.quality / "great-expectations") as store:
        _keep_results(workspace, store, unchanged)
        context = None
        for path in changed:
            try:
                rows = datasets.read(workspace, path)
                context = context or _context(store, workspace.quality / "data-docs")
                found[workspace.relative(path)] = _check_file(workspace, context, path, rows)
            except TableError as problem:
                unreadable.append(problem)
        if found or not unreadable:
            with new_folder(workspace.quality / "data-docs") as pages:
                _context(store, pages).build_data_docs()
    return found, unreadable


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

    import alereport.quality.expectations  # noqa: F401 - the suites that are kept name ours

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


def _check_file(workspace: Workspace, context: Any, path: Path, rows: pd.DataFrame) -> FileVerdict:
    made = checks.of_file(workspace, path, rows)
    failures = [
        (check, failure)
        for result in _results(context, _suite_name(path), made, rows)
        if not result.success
        for check in [made[result.expectation_config.meta["check"]]]
        for failure in _failures(check, result, rows)
    ]
    return FileVerdict(
        verdicts.file_fingerprint(workspace, path),
        _worst(check for check, _ in failures),
        len(made),
        tuple(failure for _, failure in failures),
    )


def _results(context: Any, name: str, made: list[Check], rows: pd.DataFrame) -> list[Any]:
    """Validate a frame; the results are kept in the context's store for the Data Docs."""
    import great_expectations as gx

    for number, check in enumerate(made):
        check.expectation.meta = {"check": number, "rule": check.rule, "why": check.why}
        check.expectation.severity = SEVERITY[check.severity]
    suite = context.suites.add(gx.ExpectationSuite(name=name))
    suite.expectations = [check.expectation for check in made]
    suite.save()
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe(name)
    definition = gx.ValidationDefinition(name=name, suite=suite, data=batch)
    context.validation_definitions.add(definition)
    outcome = definition.run(
        batch_parameters={"dataframe": rows.reset_index()},
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": [rows.index.name],
        },
    )
    return list(outcome.results)


def _worst(failed: Iterable[Check]) -> State:
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
