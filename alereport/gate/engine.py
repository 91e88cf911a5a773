"""Judging whole datasets: what the engine finds, as the findings of a verdict.

What asks the engine, and only that, imports Great Expectations.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from alereport.base.errors import WITHHELD, Failure, TableError
from alereport.base.workspace import Workspace, new_folder
from alereport.data import datasets, schemas
from alereport.gate import checks, dependencies, deviations, verdicts
from alereport.gate.checks import Check
from alereport.gate.deviations import Broken
from alereport.gate.verdicts import Checked, FileVerdict, Verdict
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
    """Check a dataset; beside its findings, the errors of what cannot be read."""
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
        # Of a dataset that is not whole, it is not known what is stale.
        stale = () if unreadable else stale
        found = _findings(workspace, dataset, frames, made, broken, accepted, stale)
    except TableError as problem:
        return {}, [*unreadable, problem]
    return found, unreadable


def _findings(
    workspace: Workspace,
    dataset: str,
    frames: Mapping[Path, pd.DataFrame],
    made: list[Check],
    broken: list[Broken],
    accepted: list[tuple[Broken, verdicts.Accepted]],
    stale: tuple[Failure, ...],
) -> Verdict:
    """One finding for each file and rule over several, and for what is beside a dataset's rules."""
    there = dependencies.Datasets(workspace)
    files = {workspace.relative(path): path for path in frames}
    prints = {name: dependencies.file_fingerprint(there, path) for name, path in files.items()}
    prints |= dependencies.shared(there, dataset)
    folder = workspace.relative(workspace.dataset(dataset))
    found: Verdict = {}
    for name, fingerprint in prints.items():
        if name == f"{folder}/rules.yaml":
            found[name] = _finding_on_rules(name, fingerprint)
        elif name == f"{folder}/accepted.yaml":
            rule = Checked(deviations.RULE, "error", deviations.WHY)
            found[name] = FileVerdict(fingerprint, stale, checked=(rule,))
        else:
            own = [each for each in broken if each.finding == name]
            by = None if name in files else name
            asked = [check for check in made if check.finding == by]
            found[name] = FileVerdict(
                fingerprint,
                tuple(each.failure for each in own if each.check.severity == "error"),
                tuple(each.failure for each in own if each.check.severity == "warning"),
                tuple(said for each, said in accepted if each.finding == name),
                tuple(Checked(check.rule, check.severity, check.why) for check in asked),
                len(frames[files[name]]) if name in files else 0,
            )
    return found


def _finding_on_rules(name: str, fingerprint: str) -> FileVerdict:
    """A warning where a dataset has no rules: less is asked of it than a reader would think."""
    rule = Checked(checks.RULED, "warning", checks.ASKED)
    asked, step = "what must hold of each row", f"restore {name}, or write its rules"
    failure = Failure(name, 1, "rules", "none", rule.rule, asked, rule.why.en, step)
    return FileVerdict(fingerprint, warnings=(failure,), checked=(rule,))


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
