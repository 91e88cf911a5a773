"""The gate's engine: Great Expectations over whole datasets, and its Data Docs.

Great Expectations is imported only when there is something to check.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from alereport.base.errors import WITHHELD, Failure, TableError
from alereport.base.workspace import Workspace, new_folder
from alereport.data import datasets, schemas, versions
from alereport.gate import checks, deviations
from alereport.gate import verdict as verdicts
from alereport.gate.checks import Check
from alereport.gate.deviations import Broken
from alereport.gate.verdict import Checked, FileVerdict, Verdict
from alereport.privacy.disclosure import Disclosure

SEVERITY = {"error": "critical", "warning": "warning"}
"""Our severities in the words of Great Expectations."""


def judge_and_show(
    workspace: Workspace, changed: Sequence[str]
) -> tuple[Verdict, list[TableError]]:
    """Judge the datasets that changed, and show every dataset's result in the Data Docs.

    Returns:
        The findings on them, and the errors of what cannot be read.

    Raises:
        TableError: There are no datasets.
    """
    found: Verdict = {}
    unreadable: list[TableError] = []
    unchanged = set(schemas.names(workspace)) - set(changed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Great Expectations' own deprecations
        with new_folder(workspace.quality / "great-expectations") as store:
            _keep_results(workspace, store, unchanged)
            kept = context(store, workspace.quality / "data-docs")
            for name in changed:
                findings, problems = judge(workspace, name, kept)
                found |= findings
                unreadable += problems
            if found or not unreadable:
                with new_folder(workspace.quality / "data-docs") as pages:
                    context(store, pages).build_data_docs()
    return found, unreadable


def judge(workspace: Workspace, dataset: str, context: Any) -> tuple[Verdict, list[TableError]]:
    """Check a dataset; beside its findings, the errors of what cannot be read.

    Args:
        workspace: The project.
        dataset: Its name.
        context: The context of Great Expectations that keeps the result for the Data Docs.
    """
    frames, unreadable = datasets.readable(workspace, workspace.data_files(dataset))
    if not frames:
        return {}, unreadable
    disclosure = Disclosure(workspace)
    try:
        made, rows = checks.of_dataset(workspace, dataset, pd.concat(frames.values()))
        outcome = results(context, dataset, made, rows)
        failed = [
            each
            for check, result in zip(made, outcome, strict=True)
            if not result.success
            for each in broken_rows(check, _places(dataset, check, result), rows, disclosure)
        ]
        broken, accepted, stale = deviations.sorted_out(
            workspace, dataset, made, failed, rows, disclosure
        )
        found = _findings(workspace, dataset, list(frames), made, broken, accepted)
        found |= _finding_on_rules(workspace, dataset)
    except TableError as problem:
        return {}, [*unreadable, problem]
    # Of a dataset that is not whole, it is not known what is stale.
    return found | _finding_on_deviations(
        workspace, dataset, () if unreadable else stale
    ), unreadable


def _findings(
    workspace: Workspace,
    dataset: str,
    files: list[Path],
    made: list[Check],
    broken: list[Broken],
    accepted: list[tuple[Broken, verdicts.Accepted]],
) -> Verdict:
    """One finding for each file and for each rule over several files."""
    there = verdicts.Datasets(workspace)
    prints = {workspace.relative(path): verdicts.file_fingerprint(there, path) for path in files}
    prints |= verdicts.shared(there, dataset)
    prints.pop(workspace.relative(workspace.dataset(dataset) / "accepted.yaml"), None)
    rows = {
        workspace.relative(path): len(versions.records(path, path.read_bytes())) for path in files
    }
    return {
        name: _finding(
            fingerprint,
            [each for each in made if each.finding == (None if verdicts.is_file(name) else name)],
            [each for each in broken if each.finding == name],
            [said for each, said in accepted if each.finding == name],
            rows.get(name, 0),
        )
        for name, fingerprint in prints.items()
    }


def _finding(
    fingerprint: str,
    made: list[Check],
    broken: list[Broken],
    accepted: list[verdicts.Accepted],
    rows: int,
) -> FileVerdict:
    by_severity: dict[str, list[Failure]] = {"error": [], "warning": []}
    for each in broken:
        by_severity[each.check.severity].append(each.failure)
    return FileVerdict(
        fingerprint,
        "red" if by_severity["error"] else "amber" if by_severity["warning"] else "green",
        len(made),
        tuple(by_severity["error"]),
        warnings=tuple(by_severity["warning"]),
        accepted=tuple(accepted),
        checked=tuple(Checked(check.rule, check.severity, check.why) for check in made),
        rows=rows,
    )


def _finding_on_rules(workspace: Workspace, dataset: str) -> Verdict:
    """A warning where a dataset has no rules: less is asked of it than a reader would think."""
    name = workspace.relative(workspace.dataset(dataset) / "rules.yaml")
    now = verdicts.shared(verdicts.Datasets(workspace), dataset)
    if name not in now:
        return {}
    rule = Checked(checks.RULED, "warning", checks.ASKED)
    asked, step = "what must hold of each row", f"restore {name}, or write its rules"
    failure = Failure(name, 1, "rules", "none", rule.rule, asked, rule.why.en, step)
    return {name: FileVerdict(now[name], "amber", 1, (), warnings=(failure,), checked=(rule,))}


def _finding_on_deviations(
    workspace: Workspace, dataset: str, stale: tuple[Failure, ...]
) -> Verdict:
    name = workspace.relative(workspace.dataset(dataset) / "accepted.yaml")
    now = verdicts.shared(verdicts.Datasets(workspace), dataset)
    if name not in now:
        return {}
    rule = Checked(deviations.RULE, "error", deviations.WHY)
    return {name: FileVerdict(now[name], "red" if stale else "green", 1, stale, checked=(rule,))}


def _keep_results(workspace: Workspace, store: Path, unchanged: Iterable[str]) -> None:
    old = workspace.quality / "great-expectations"
    for name in sorted(unchanged):
        suite = Path("expectations", f"{name}.json")
        if (old / suite).is_file():
            (store / suite).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old / suite, store / suite)
        results = Path("validations", name)
        if (old / results).is_dir():
            shutil.copytree(old / results, store / results)


def context(store: Path, pages: Path) -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    import alereport.gate.expectations  # noqa: F401 - kept suites may hold our expectations

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


def results(context: Any, name: str, made: list[Check], rows: pd.DataFrame) -> list[Any]:
    """Validate a frame; the results are kept in the context's store for the Data Docs.

    Returns:
        One result for each check, in their order.
    """
    import great_expectations as gx

    for number, check in enumerate(made):
        check.expectation.meta = {"check": number, "rule": check.rule, "why": check.why.en}
        check.expectation.severity = SEVERITY[check.severity]
    suite = context.suites.add(gx.ExpectationSuite(name=name))
    suite.expectations = [check.expectation for check in made]
    suite.save()
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe(name)
    definition = gx.ValidationDefinition(name=name, suite=suite, data=batch)
    context.validation_definitions.add(definition)
    # For the engine's own expectations, finding the rows takes most of the time, so it is done only
    # where one has failed; the second result has the name of the first and takes its place.
    given = {"batch_parameters": {"dataframe": rows.reset_index()}, "run_id": _run_now()}
    outcome = definition.run(result_format="BOOLEAN_ONLY", **given)
    if any(not each.success and not each.result for each in outcome.results):
        rows_too = {
            "result_format": "COMPLETE",
            "unexpected_index_column_names": [datasets.ROW],
        }
        outcome = definition.run(result_format=rows_too, **given)
        if any(check.tells_of for check in made):  # The Data Docs would show the cells.
            definition.run(result_format="BOOLEAN_ONLY", **given)
    return sorted(outcome.results, key=lambda each: each.expectation_config.meta["check"])


def _run_now() -> Any:
    from great_expectations.core.run_identifier import RunIdentifier

    return RunIdentifier(run_time=datetime.now(UTC))


def _places(dataset: str, check: Check, result: Any) -> list[str]:
    """The rows that failed, as `file:line`.

    Raises:
        TableError: The rule cannot be asked of the data as they are.
    """
    places = [found[datasets.ROW] for found in result.result.get("unexpected_index_list") or ()]
    if not places:
        raised = re.search(r"'exception_message': (['\"])(.+?)\1", f"{result.exception_info}")
        raise TableError(
            f"data/{dataset}/rules.yaml",
            f"rule {check.rule} cannot be reckoned ({raised[2] if raised else 'no rows'})",
            "a rule that can be asked of every row",
            f"correct {check.column} in the data, or the rule",
        )
    return places


def broken_rows(
    check: Check, places: list[str], rows: pd.DataFrame, disclosure: Disclosure
) -> Iterator[Broken]:
    """The rows that broke a rule, each with what may be told of it."""
    if not places:
        return
    asked = check.expected if isinstance(check.expected, str) else check.expected(rows)
    for place in places:
        file, line = schemas.place_of(place)
        # What differs by row is found in other rows, so it tells of them too.
        hidden = disclosure.hides(place, check.tells_of) or (
            bool(check.tells_of)
            and not isinstance(asked, str)
            and disclosure.is_any_withheld(place)
        )
        cells = {
            name: WITHHELD
            if hidden and name in check.tells_of
            else deviations.as_written(rows.loc[place, name]) or "empty"
            for name in check.column.split(", ")
        }
        said = asked if isinstance(asked, str) else WITHHELD if hidden else asked[place]
        yield Broken(
            check,
            place,
            Failure(
                file,
                line,
                check.column,
                ", ".join(cells.values()),
                check.rule,
                str(said) if pd.notna(said) else f"what the rule {check.rule} asks for",
                check.why.en,
                withheld=hidden,
            ),
        )
