"""Measure how many errors the gate catches, in the committed data spoilt one change at a time.

    python -m benchmarks.corruption --sources FOLDER

spoils the data 1,000 times and prints the shares that are caught; `--write` puts them in
docs/gate.md. The rules are evaluated directly in pandas, which takes a hundredth of the time; some
changes also go through the engine, which must find the same rows, and a few through the CLI.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from alereport import seals
from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace
from alereport.data import rules, schemas
from alereport.gate import counts, direct, engine
from alereport.gate.gx import Engine
from alereport.texts import source_check
from benchmarks import shares, spoil
from benchmarks.shares import Change, Outcome

ROOT = Path(__file__).parents[1]
SEED = 20231231
PAGE = ROOT / "docs" / "gate.md"
BEGIN, END = "<!-- begin: benchmarks/corruption.py -->", "<!-- end: benchmarks/corruption.py -->"


def changes(workspace: Workspace, number: int, seed: int = SEED) -> list[Change]:
    """Return random changes, equally many of each kind, over every dataset a kind applies to."""
    chance = random.Random(seed)
    tables = [
        spoil.table(workspace, path)
        for name in workspace.datasets
        for path in workspace.data_files(name)
    ]
    by_dataset: dict[str, list[spoil.Table]] = {}
    for table in tables:
        by_dataset.setdefault(table.path.parent.name, []).append(table)
    result: list[Change] = []
    while len(result) < number:
        kind = list(spoil.KINDS)[len(result) % len(spoil.KINDS)]
        result.append(_change(workspace, kind, by_dataset, chance))
    return result


def _change(
    workspace: Workspace,
    kind: str,
    by_dataset: dict[str, list[spoil.Table]],
    chance: random.Random,
) -> Change:
    for _attempt in range(10_000):
        table = chance.choice(by_dataset[chance.choice(sorted(by_dataset))])
        content = spoil.KINDS[kind](table, chance)
        if content is not None and content != table.written():
            name = workspace.relative(table.path)
            return Change(kind, name, content, _is_money(table, content))
    raise RuntimeError(f"{kind} applies to no table")


def _is_money(table: spoil.Table, content: bytes) -> bool:
    """True if an amount is changed, lost, added or moved to another row."""
    columns = [index for index, name in enumerate(table.columns) if name.endswith("_tkr")]
    if not columns or not content.startswith(",".join(table.columns).encode()):
        return False
    lines = content.decode("utf-8", "replace").splitlines()[1:]
    before = [row[columns[0]] for row in table.rows]
    after = [row[columns[0]] for row in spoil.csv.reader(lines) if len(row) > columns[0]]
    if len(before) == len(after):
        return before != after
    return [cell for cell in before if cell] != [cell for cell in after if cell]


@cache
def _readers(workspace: Workspace) -> dict[str, list[str]]:
    """Return, for each dataset, the datasets whose checks read it."""
    reads = {
        name: set(schemas.outline(workspace.dataset(name) / "table.yaml").references)
        | {join.dataset for rule in rules.of_dataset(workspace, name) for join in rule.join}
        for name in workspace.datasets
    }
    for name in counts.counted(workspace):
        reads[name].add(counts.SECTIONS)
        reads.setdefault(counts.SECTIONS, set()).add(name)
    return {
        name: sorted(other for other in reads if name in reads[other] and other != name)
        for name in workspace.datasets
    }


def judge(workspace: Workspace, dataset: str) -> str:
    """Return the worst severity of the rules that rows of a dataset break; empty if none do.

    Raises:
        AlereportError: It cannot be read.
    """
    verdict, unreadable = engine.judge(workspace, dataset, direct.Direct())
    if unreadable:
        raise unreadable[0]
    states = {finding.rules for finding in verdict.values()}
    return "error" if "red" in states else "warning" if "amber" in states else ""


def worst_result(workspace: Workspace, dataset: str) -> str:
    """Return the worst result of the gate on a changed dataset: "", a severity or an error."""
    worst = ""
    for name in (dataset, *_readers(workspace)[dataset]):
        try:
            severity = judge(workspace, name)
        except AlereportError as problem:
            return type(problem).__name__
        if severity == "error":
            return severity
        worst = worst or severity
    return worst


def outcome(
    workspace: Workspace, change: Change, sources: Path | None = None, *, with_engine: bool = False
) -> Outcome:
    """Make a change, check what catches it, and undo it."""
    path = workspace.root / change.file
    original = path.read_bytes()
    path.write_bytes(change.content)
    seal = seals.state(workspace, path) != "sealed"
    try:
        result = worst_result(workspace, change.dataset)
        agrees = _agrees(workspace, change.dataset) if with_engine else None
        is_caught = bool(result) or (_by_sources(workspace, sources) if sources else None)
        return Outcome(change, result, is_caught, seal, agrees=agrees)
    except Exception as problem:  # noqa: BLE001 - any exception is a fault to report
        return Outcome(change, "", None, seal, f"{type(problem).__name__}: {problem}")
    finally:
        path.write_bytes(original)


def _by_sources(workspace: Workspace, folder: Path) -> bool:
    try:
        return bool(source_check.compare(workspace, folder).failures)
    except AlereportError:
        return True


def _agrees(workspace: Workspace, dataset: str) -> bool:
    """True if the engine says the same of a dataset as the direct evaluation, word for word."""
    with tempfile.TemporaryDirectory() as folder:
        evaluators = Engine(Path(folder, "store"), Path(folder, "pages")), direct.Direct()
        one, other = (engine.judge(workspace, dataset, each) for each in evaluators)
    return one[0] == other[0] and list(map(str, one[1])) == list(map(str, other[1]))


def copy_of_project(folder: Path) -> Workspace:
    """Copy the data, seals and params of the repository, to be spoilt."""
    for name in ("data", "params"):
        shutil.copytree(ROOT / name, folder / name)
    return Workspace(folder)


def _some_outcomes(selected: list[tuple[Change, bool]], sources: Path | None) -> list[Outcome]:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        workspace = copy_of_project(Path(folder, "project"))
        return [
            outcome(workspace, change, sources, with_engine=with_engine)
            for change, with_engine in selected
        ]


def outcomes(
    all_changes: list[Change], sources: Path | None, *, every: int, workers: int
) -> list[Outcome]:
    """Return the outcome of each change; every so many also goes through the engine."""
    selected = [
        (change, every > 0 and index % every == 0) for index, change in enumerate(all_changes)
    ]
    parts = [selected[index::workers] for index in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        results = pool.map(_some_outcomes, parts, [sources] * workers)
        return [result for part in results for result in part]


def command_line_faults(some_changes: list[Change]) -> list[str]:
    """Return the changes that pass strict validation, or that end it in a traceback."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        workspace = copy_of_project(Path(folder, "project"))
        for change in some_changes:
            path = workspace.root / change.file
            original = path.read_bytes()
            path.write_bytes(change.content)
            process = subprocess.run(
                [sys.executable, "-m", "alereport", "validate", "--strict"],
                cwd=workspace.root,
                capture_output=True,
                text=True,
                check=False,
            )
            path.write_bytes(original)
            if process.returncode not in {12, 13} or "Traceback" in process.stderr:
                faults.append(f"{change.place}: {process.returncode} {process.stderr[-300:]}")
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--sources", type=Path)
    parser.add_argument("--every", type=int, default=10, help="check every so many with the engine")
    parser.add_argument("--command-line", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--missed", action="store_true", help="print every change that is missed")
    parser.add_argument("--write", action="store_true", help="write docs/gate.md")
    options = parser.parse_args()
    all_changes = changes(Workspace(ROOT), options.number, options.seed)
    sources = options.sources.resolve() if options.sources else None
    results = outcomes(all_changes, sources, every=options.every, workers=options.workers)
    table = shares.report(results)
    sys.stdout.write(table + "\n\n")
    if options.missed:
        sys.stdout.writelines(_outcome_line(result) for result in results if not result.rules)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        section = f"{BEGIN}\n\n{table}\n\n{END}"
        PAGE.write_text(
            re.sub(f"{BEGIN}.*{END}", lambda _: section, page, flags=re.DOTALL), encoding="utf-8"
        )
    faults = [f"{result.change.place}: {result.fault}" for result in results if result.fault]
    faults += [
        f"{result.change.place}: the engine disagrees"
        for result in results
        if result.agrees is False
    ]
    if options.command_line:
        faults += command_line_faults(
            all_changes[:: max(1, options.number // options.command_line)]
        )
    engine_runs = sum(result.agrees is not None for result in results)
    sys.stdout.write(f"The engine was asked {engine_runs} times. Faults: {faults or 'none'}\n")
    sys.exit(bool(faults))


def _outcome_line(result: Outcome) -> str:
    return f"{result.change.place} | {_difference(result.change)} | sources {result.sources}\n"


def _difference(change: Change) -> str:
    before = (ROOT / change.file).read_text(encoding="utf-8").splitlines()
    after = change.content.decode("utf-8", "replace").splitlines()
    removed = [line for line in before if line not in after]
    added = [line for line in after if line not in before]
    return f"{removed[:2]} -> {added[:2]}"


if __name__ == "__main__":
    main()
