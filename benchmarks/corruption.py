"""How much wrong the gate lets through: the committed data, spoilt one change at a time.

    python -m benchmarks.corruption --sources FOLDER

spoils the data 1,000 times and writes the shares that are caught into docs/gate.md. The rules are
evaluated directly in pandas, which takes a hundredth of the time; a part of the changes also goes
through the engine, which must find the very same rows, and a few through the command line.
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

import pandas as pd

from alereport import seals
from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace
from alereport.data import datasets, rules, schemas
from alereport.gate import checks, deviations, engine
from alereport.gate.checks import Check
from alereport.gate.deviations import Broken
from alereport.gate.gx import Engine
from alereport.privacy.disclosure import Disclosure
from alereport.texts import source_check
from benchmarks import direct, shares, spoil
from benchmarks.shares import Change, Outcome

ROOT = Path(__file__).parents[1]
SEED = 20231231
PAGE = ROOT / "docs" / "gate.md"
BEGIN, END = "<!-- begin: benchmarks/corruption.py -->", "<!-- end: benchmarks/corruption.py -->"


def changes(workspace: Workspace, number: int, seed: int = SEED) -> list[Change]:
    """Some changes, as many of each kind, over every dataset a kind applies to."""
    chance = random.Random(seed)
    tables = [
        spoil.table(workspace, path)
        for name in workspace.datasets
        for path in workspace.data_files(name)
    ]
    by_dataset: dict[str, list[spoil.Table]] = {}
    for each in tables:
        by_dataset.setdefault(each.path.parent.name, []).append(each)
    made: list[Change] = []
    while len(made) < number:
        kind = list(spoil.KINDS)[len(made) % len(spoil.KINDS)]
        made.append(_change(workspace, kind, by_dataset, chance))
    return made


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
    """Whether an amount is changed, lost, added or moved to another row."""
    at = [at for at, name in enumerate(table.columns) if name.endswith("_tkr")]
    if not at or not content.startswith(",".join(table.columns).encode()):
        return False
    lines = content.decode("utf-8", "replace").splitlines()[1:]
    before = [row[at[0]] for row in table.rows]
    after = [row[at[0]] for row in spoil.csv.reader(lines) if len(row) > at[0]]
    if len(before) == len(after):
        return before != after
    return [each for each in before if each] != [each for each in after if each]


@cache
def _readers(workspace: Workspace) -> dict[str, list[str]]:
    """By dataset, the datasets whose checks read it."""
    reads = {
        name: set(schemas.outline(workspace.dataset(name) / "table.yaml").references)
        | {join.dataset for rule in rules.of_dataset(workspace, name) for join in rule.join}
        for name in workspace.datasets
    }
    return {
        name: sorted(other for other in reads if name in reads[other] and other != name)
        for name in workspace.datasets
    }


def judged(workspace: Workspace, dataset: str) -> tuple[set[tuple[str, str]], str]:
    """The rows of a dataset that break a rule, with the rule, and the worst severity.

    Raises:
        AlereportError: It cannot be read.
    """
    rows = datasets.whole(workspace, dataset)
    made, wide = checks.of_dataset(workspace, dataset, rows)
    disclosure = Disclosure(workspace)
    failed = [
        each
        for check in made
        for each in engine.broken_rows(
            check, list(wide.index[~direct.holds(check, wide)]), wide, disclosure
        )
    ]
    return _standing(workspace, dataset, made, failed, wide)


def _standing(
    workspace: Workspace,
    dataset: str,
    made: list[Check],
    failed: list[Broken],
    wide: pd.DataFrame,
) -> tuple[set[tuple[str, str]], str]:
    left, _, stale = deviations.sorted_out(
        workspace, dataset, made, failed, wide, Disclosure(workspace)
    )
    places = {(each.place, each.check.rule) for each in left}
    places |= {(failure.place, failure.rule) for failure in stale}
    severities = {each.check.severity for each in left} | ({"error"} if stale else set())
    return places, "error" if "error" in severities else "warning" if severities else ""


def by_rules(workspace: Workspace, dataset: str) -> str:
    """The worst that the gate says when a file of a dataset has changed."""
    worst = ""
    for name in (dataset, *_readers(workspace)[dataset]):
        try:
            found = judged(workspace, name)[1]
        except AlereportError as problem:
            return type(problem).__name__
        if found == "error":
            return found
        worst = worst or found
    return worst


def outcome(
    workspace: Workspace, change: Change, sources: Path | None = None, *, with_engine: bool = False
) -> Outcome:
    """Make a change, see what catches it, and undo it."""
    path = workspace.root / change.file
    before = path.read_bytes()
    path.write_bytes(change.content)
    seal = seals.state(workspace, path) != "sealed"
    try:
        said = by_rules(workspace, change.dataset)
        agrees = _agrees(workspace, change.dataset) if with_engine else None
        found = bool(said) or (_by_sources(workspace, sources) if sources else None)
        return Outcome(change, said, found, seal, agrees=agrees)
    except Exception as problem:  # noqa: BLE001 - the very thing looked for
        return Outcome(change, "", None, seal, f"{type(problem).__name__}: {problem}")
    finally:
        path.write_bytes(before)


def _by_sources(workspace: Workspace, folder: Path) -> bool:
    try:
        return bool(source_check.compare(workspace, folder).failures)
    except AlereportError:
        return True


def _agrees(workspace: Workspace, dataset: str) -> bool:
    """Whether the engine finds the same rows as the direct evaluation."""
    try:
        directly = judged(workspace, dataset)[0]
    except AlereportError:
        directly = None
    with tempfile.TemporaryDirectory() as folder:
        found, unreadable = engine.judge(
            workspace, dataset, Engine(Path(folder, "store"), Path(folder, "pages"))
        )
    if unreadable or directly is None:
        return bool(unreadable) == (directly is None)
    rows = [row for each in found.values() for row in (*each.failures, *each.warnings)]
    return {(row.place, row.rule) for row in rows} == directly


def copy_of_project(to: Path) -> Workspace:
    """The data and params of the repository, sealed as they are, to be spoilt."""
    for name in ("data", "params"):
        shutil.copytree(ROOT / name, to / name)
    return Workspace(to)


def _some_outcomes(wanted: list[tuple[Change, bool]], sources: Path | None) -> list[Outcome]:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        workspace = copy_of_project(Path(folder, "project"))
        return [
            outcome(workspace, change, sources, with_engine=with_engine)
            for change, with_engine in wanted
        ]


def outcomes(
    made: list[Change], sources: Path | None, *, every: int, workers: int
) -> list[Outcome]:
    """What becomes of each change; every so many also goes through the engine."""
    wanted = [(change, every > 0 and at % every == 0) for at, change in enumerate(made)]
    parts = [wanted[at::workers] for at in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        done = pool.map(_some_outcomes, parts, [sources] * workers)
        return [each for part in done for each in part]


def through_the_command_line(made: list[Change]) -> list[str]:
    """The changes that strict validation lets through, or that end it in a traceback."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        workspace = copy_of_project(Path(folder, "project"))
        for change in made:
            path = workspace.root / change.file
            before = path.read_bytes()
            path.write_bytes(change.content)
            done = subprocess.run(
                [sys.executable, "-m", "alereport", "validate", "--strict"],
                cwd=workspace.root,
                capture_output=True,
                text=True,
                check=False,
            )
            path.write_bytes(before)
            if done.returncode not in {12, 13} or "Traceback" in done.stderr:
                faults.append(f"{change.place}: {done.returncode} {done.stderr[-300:]}")
    return faults


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--number", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--sources", type=Path)
    asked.add_argument("--every", type=int, default=10, help="how often the engine is asked too")
    asked.add_argument("--command-line", type=int, default=20)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--missed", action="store_true", help="print every change that is missed")
    asked.add_argument("--write", action="store_true", help="write docs/gate.md")
    given = asked.parse_args()
    made = changes(Workspace(ROOT), given.number, given.seed)
    sources = given.sources.resolve() if given.sources else None
    done = outcomes(made, sources, every=given.every, workers=given.workers)
    shown = shares.report(done)
    sys.stdout.write(shown + "\n\n")
    if given.missed:
        sys.stdout.writelines(_told(each) for each in done if not each.rules)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        told = f"{BEGIN}\n\n{shown}\n\n{END}"
        PAGE.write_text(
            re.sub(f"{BEGIN}.*{END}", lambda _: told, page, flags=re.DOTALL), encoding="utf-8"
        )
    faults = [f"{each.change.place}: {each.fault}" for each in done if each.fault]
    faults += [
        f"{each.change.place}: the engine disagrees" for each in done if each.agrees is False
    ]
    if given.command_line:
        faults += through_the_command_line(made[:: max(1, given.number // given.command_line)])
    asked_engine = sum(each.agrees is not None for each in done)
    sys.stdout.write(f"The engine was asked {asked_engine} times. Faults: {faults or 'none'}\n")
    sys.exit(bool(faults))


def _told(each: Outcome) -> str:
    return f"{each.change.place} | {_difference(each.change)} | sources {each.sources}\n"


def _difference(change: Change) -> str:
    before = (ROOT / change.file).read_text(encoding="utf-8").splitlines()
    after = change.content.decode("utf-8", "replace").splitlines()
    gone = [line for line in before if line not in after]
    new = [line for line in after if line not in before]
    return f"{gone[:2]} -> {new[:2]}"


if __name__ == "__main__":
    main()
