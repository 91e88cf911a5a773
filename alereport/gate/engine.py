"""Check whole datasets, and turn the results into the findings of a verdict.

Only the functions that use Great Expectations import it.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

import pandas as pd

from alereport.base.errors import WITHHELD, Failure, TableError, shortened
from alereport.base.workspace import Workspace, new_folder
from alereport.data import data_files, datasets, rules, schemas
from alereport.gate import checks, dependencies, deviations, verdicts
from alereport.gate.beside import beside
from alereport.gate.check import Check
from alereport.gate.deviations import BrokenRow
from alereport.gate.direct import Direct
from alereport.gate.verdicts import CheckedRule, FileVerdict, Verdict
from alereport.privacy import withheld
from alereport.privacy.disclosure import Disclosure

INTERNAL = """\
# Internal: not for publication

These pages of Great Expectations are for those who answer for the data. They show each check of
each dataset in English, as the engine words it, and are never published. What readers get to see
of the checks is the chapter on the quality of the data.
"""
"""What stands beside the Data Docs."""
MOST_SHOWN = 200
"""The most characters that are told of a row's cells."""


class Evaluator(Protocol):
    """What finds the rows that break checks: `gx.Engine`, or `direct.Direct`."""

    def broken_places(
        self, dataset: str, checks: Sequence[Check], rows: pd.DataFrame
    ) -> list[list[str]]:
        """Return, for each check in order, the rows that break it, as `file:line`.

        Args:
            rows: The rows of the dataset, with the joined columns that rules need.

        Raises:
            TableError: A rule cannot be computed for the data.
        """


def judge_directly(
    workspace: Workspace, changed: Sequence[str], progress: Callable[[str], object]
) -> tuple[Verdict, list[TableError]]:
    """Check the datasets that changed without Great Expectations; see `judge_and_show`.

    The findings are marked as not confirmed.
    """
    verdict, unreadable = _judged_on_cores(workspace, changed, Direct(), progress)
    return {name: replace(each, is_confirmed=False) for name, each in verdict.items()}, unreadable


def judge_and_show(
    workspace: Workspace, changed: Sequence[str], progress: Callable[[str], object]
) -> tuple[Verdict, list[TableError]]:
    """Check the datasets that changed, and build the Data Docs with every dataset's result.

    Args:
        changed: The datasets.
        progress: Is told what is checked next, and how many there are.

    Returns:
        The findings on the changed datasets, and the errors of files that cannot be read.

    Raises:
        TableError: There are no datasets.
    """
    unchanged = set(schemas.names(workspace)) - set(changed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Great Expectations' own deprecations
        from alereport.gate.gx import Engine

        old_store, old_pages = (
            workspace.quality / name for name in ("great-expectations", "data-docs")
        )
        with new_folder(old_store) as store:
            stored = _copy_parts(old_store, store, unchanged, suffix="json")
            engine = Engine(store, old_pages)
            verdict, unreadable = _judged_on_cores(workspace, changed, engine, progress)
            if verdict or not unreadable:
                progress("pages of the results")
                with new_folder(old_pages) as pages:
                    shown = _copy_parts(old_pages, pages, unchanged, suffix="html")
                    Engine(store, pages).build_pages(changed if stored == shown else ())
                    (pages / "README.md").write_text(INTERNAL, encoding="utf-8")
    return verdict, unreadable


def _judged(
    workspace: Workspace,
    changed: Sequence[str],
    evaluator: Evaluator,
    progress: Callable[[str], object],
) -> tuple[Verdict, list[TableError]]:
    verdict: Verdict = {}
    unreadable: list[TableError] = []
    for number, name in enumerate(changed, start=1):
        progress(f"{name} ({number} of {len(changed)})")
        findings, problems = judge(workspace, name, evaluator)
        verdict |= findings
        unreadable += problems
    return verdict, unreadable


def _judged_on_cores(
    workspace: Workspace,
    changed: Sequence[str],
    evaluator: Evaluator,
    progress: Callable[[str], object],
) -> tuple[Verdict, list[TableError]]:
    """Check datasets as `_judged`, about half of them on another core."""
    own, others = _halves(workspace, changed)
    if not others:
        return _judged(workspace, own, evaluator, progress)
    with suppress(Exception):  # Computed here for both, as it is kept on disk.
        withheld.rows(workspace)
    with beside(partial(_judged, workspace, others, evaluator, str)) as found_beside:
        verdict, unreadable = _judged(workspace, own, evaluator, progress)
        progress(f"{len(others)} other datasets")
        more_findings, more_unreadable = found_beside()
    return verdict | more_findings, [*unreadable, *more_unreadable]


def _halves(workspace: Workspace, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return some datasets in two parts with about as many bytes, each in the order given."""
    sizes = {
        name: sum(path.lstat().st_size for path in workspace.data_files(name)) for name in names
    }
    parts: tuple[list[str], list[str]] = [], []
    for name in sorted(names, key=lambda name: -sizes[name]):
        min(parts, key=lambda part: sum(sizes[each] for each in part)).append(name)
    one, other = (sorted(part, key=names.index) for part in parts)
    return one, other


def judge(
    workspace: Workspace, dataset: str, evaluator: Evaluator
) -> tuple[Verdict, list[TableError]]:
    """Check a dataset; return its findings, and the errors of files that cannot be read."""
    frames, unreadable = datasets.try_read(workspace, workspace.data_files(dataset))
    if not frames:
        return {}, unreadable or _undeclared(workspace, dataset)
    disclosure = Disclosure(workspace)
    try:
        dataset_checks, rows = checks.of_dataset(workspace, dataset, pd.concat(frames.values()))
        failed = [
            row
            for check, places in zip(
                dataset_checks, evaluator.broken_places(dataset, dataset_checks, rows), strict=True
            )
            for row in broken_rows(check, places, rows, disclosure)
        ]
        broken, accepted, stale = deviations.split(
            workspace, dataset, dataset_checks, failed, rows, disclosure
        )
        # With an unreadable file, entries about its rows would look stale.
        stale = () if unreadable else stale
        findings = _findings(workspace, dataset, frames, dataset_checks, broken, accepted, stale)
    except TableError as problem:
        return {}, [*unreadable, problem]
    return findings, unreadable


def _undeclared(workspace: Workspace, dataset: str) -> list[TableError]:
    """Return why the schema, rules or accepted deviations of a dataset cannot be read, if so."""
    try:
        rules.require(workspace, dataset)
    except TableError as problem:
        return [problem]
    return []


def _findings(
    workspace: Workspace,
    dataset: str,
    frames: Mapping[Path, pd.DataFrame],
    dataset_checks: list[Check],
    broken: list[BrokenRow],
    accepted: list[tuple[BrokenRow, verdicts.Accepted]],
    stale: tuple[Failure, ...],
) -> Verdict:
    """Return a finding for each file, rule over several files and file of accepted deviations."""
    all_datasets = dependencies.Datasets(workspace)
    files = {workspace.relative(path): path for path in frames}
    fingerprints = {
        name: dependencies.file_fingerprint(all_datasets, path) for name, path in files.items()
    }
    fingerprints |= all_datasets.shared(dataset)
    folder = workspace.relative(workspace.dataset(dataset))
    findings: Verdict = {}
    for name, fingerprint in fingerprints.items():
        if name == f"{folder}/rules.yaml":
            findings[name] = _finding_on_rules(name, fingerprint)
        elif name == f"{folder}/accepted.yaml":
            rule = CheckedRule(deviations.RULE, "error", deviations.WHY)
            findings[name] = FileVerdict(fingerprint, stale, checked=(rule,))
        else:
            rows = [row for row in broken if row.finding == name]
            check_finding = None if name in files else name
            rules_checks = [
                check
                for check in dataset_checks
                if check.finding == check_finding and not check.is_internal
            ]
            findings[name] = FileVerdict(
                fingerprint,
                tuple(row.failure for row in rows if row.check.severity == "error"),
                tuple(row.failure for row in rows if row.check.severity == "warning"),
                tuple(decision for row, decision in accepted if row.finding == name),
                tuple(CheckedRule(check.rule, check.severity, check.why) for check in rules_checks),
                len(frames[files[name]]) if name in files else 0,
            )
    return findings


def _finding_on_rules(name: str, fingerprint: str) -> FileVerdict:
    """Return a warning that a dataset has no rules: it is checked less than a reader expects."""
    rule = CheckedRule(checks.HAS_RULES, "warning", checks.WHY_RULES)
    expected, next_step = "what must hold of each row", f"restore {name}, or write its rules"
    failure = Failure(name, 1, "rules", "none", rule.rule, expected, rule.why.en, next_step)
    return FileVerdict(fingerprint, warnings=(failure,), checked=(rule,))


def _copy_parts(old: Path, new: Path, unchanged: Iterable[str], *, suffix: str) -> set[str]:
    """Copy the suites and results of datasets; return those of which there was a suite."""
    copied = set()
    for name in sorted(unchanged):
        suite, results = Path("expectations", f"{name}.{suffix}"), Path("validations", name)
        if (old / suite).is_file():
            (new / suite).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old / suite, new / suite)
            copied.add(name)
        if (old / results).is_dir():
            shutil.copytree(old / results, new / results)
    return copied


def broken_rows(
    check: Check, places: list[str], rows: pd.DataFrame, disclosure: Disclosure
) -> Iterator[BrokenRow]:
    """Yield the rows that broke a rule, each as a failure without withheld values."""
    if not places:
        return
    expected = check.expected if isinstance(check.expected, str) else check.expected(rows)
    for place in places:
        file, line = data_files.place_of(place)
        if check.line_column:
            line = int(rows[check.line_column][place])
        is_withheld = disclosure.is_withheld(place)
        # What is expected of one row is computed from other rows, so it could reveal them too.
        is_from_others = not isinstance(expected, str) and disclosure.is_any_withheld(place)
        hidden = is_withheld or is_from_others or disclosure.hides(place, check.private_columns)
        cells = {
            name: WITHHELD
            if is_withheld or (hidden and name in check.private_columns)
            else deviations.as_written(rows.loc[place, name]) or "empty"
            for name in check.column.split(", ")
        }
        text = (
            expected
            if isinstance(expected, str)
            else WITHHELD
            if hidden and not check.is_internal
            else expected[place]
        )
        yield BrokenRow(
            check,
            place,
            Failure(
                file,
                line,
                check.column,
                shortened(", ".join(cells.values()), MOST_SHOWN),
                check.rule,
                str(text) if pd.notna(text) else f"what the rule {check.rule} asks for",
                check.why.en,
                check.next_step,
                withheld=hidden or check.is_internal,
            ),
        )
