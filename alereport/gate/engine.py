"""Judging whole datasets: what the engine finds, as the findings of a verdict.

What asks the engine, and only that, imports Great Expectations.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alereport.base.errors import WITHHELD, Failure, TableError
from alereport.base.workspace import Workspace, new_folder
from alereport.data import datasets, schemas, versions
from alereport.gate import checks, dependencies, deviations
from alereport.gate import verdict as verdicts
from alereport.gate.checks import Check
from alereport.gate.deviations import Broken
from alereport.gate.verdict import Checked, FileVerdict, Verdict
from alereport.privacy.disclosure import Disclosure

if TYPE_CHECKING:
    from alereport.gate.gx import Engine


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
        from alereport.gate.gx import Engine

        with new_folder(workspace.quality / "great-expectations") as store:
            _keep_results(workspace, store, unchanged)
            engine = Engine(store, workspace.quality / "data-docs")
            for name in changed:
                findings, problems = judge(workspace, name, engine)
                found |= findings
                unreadable += problems
            if found or not unreadable:
                with new_folder(workspace.quality / "data-docs") as pages:
                    Engine(store, pages).build_pages()
    return found, unreadable


def judge(workspace: Workspace, dataset: str, engine: Engine) -> tuple[Verdict, list[TableError]]:
    """Check a dataset; beside its findings, the errors of what cannot be read.

    Args:
        workspace: The project.
        dataset: Its name.
        engine: What checks it, and keeps the result for the Data Docs.
    """
    frames, unreadable = datasets.readable(workspace, workspace.data_files(dataset))
    if not frames:
        return {}, unreadable
    disclosure = Disclosure(workspace)
    try:
        made, rows = checks.of_dataset(workspace, dataset, pd.concat(frames.values()))
        failed = [
            each
            for check, places in zip(made, engine.broken_places(dataset, made, rows), strict=True)
            for each in broken_rows(check, places, rows, disclosure)
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
    there = dependencies.Datasets(workspace)
    prints = {
        workspace.relative(path): dependencies.file_fingerprint(there, path) for path in files
    }
    prints |= dependencies.shared(there, dataset)
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
    now = dependencies.shared(dependencies.Datasets(workspace), dataset)
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
    now = dependencies.shared(dependencies.Datasets(workspace), dataset)
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
