"""Time the gate on a large table, and the same checks written directly in pandas.

    python -m benchmarks.gate --rows 1000000

makes a synthetic budget, checks it alternately with the engine and directly, each in a separate
process to measure its peak memory, and writes the ratios to docs/gate.md with `--write`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from alereport.base.workspace import Workspace
from alereport.data import datasets, rules
from alereport.gate import checks, direct, schema_checks
from alereport.gate.check import Check
from alereport.gate.gx import Engine

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "gate.md"
BEGIN, END = "<!-- begin: benchmarks/gate.py -->", "<!-- end: benchmarks/gate.py -->"
AREAS = 400
CELLS = ((-1, "forecast"), (-1, "budget"), (0, "budget"))


def budget(number: int) -> pd.DataFrame:
    """Return a budget of about so many rows that breaks no rule, typed as by `datasets.read`."""
    plans = max(1, number // ((AREAS + 1) * len(CELLS)))
    plan = np.repeat(np.arange(plans), (AREAS + 1) * len(CELLS))
    area = np.tile(np.repeat(np.arange(AREAS + 1), len(CELLS)), plans)
    cell = np.tile(np.arange(len(CELLS)), plans * (AREAS + 1))
    amounts = 1000 + (area * 37 + plan // 20) % 9000
    columns = pd.Series(amounts).where(area < AREAS, 0).groupby([plan, cell]).transform("sum")
    years = 1980 + plan % 20 * 2
    names = pd.Series(
        [f"k{index // 20:03d}-plan-{1980 + index % 20 * 2}" for index in range(plans)]
    )
    slugs = pd.Series([*(f"omrade-{index}" for index in range(AREAS)), "total"], dtype="str")
    rows = pd.DataFrame(
        {
            "document": names.astype("str").take(plan).to_numpy(),
            "section": "4.1",
            "committee": pd.Series([f"k{index // 20:03d}" for index in range(plans)])
            .take(plan)
            .to_numpy(),
            "plan_year": years,
            "area": slugs.take(area).to_numpy(),
            "label": slugs.take(area).to_numpy(),
            "amount_year": years + np.array([offset for offset, _ in CELLS])[cell],
            "kind": np.array([kind for _, kind in CELLS])[cell],
            "amount_tkr": np.where(area < AREAS, amounts, columns),
            "hedge": None,
        }
    )
    text = rows.select_dtypes("object").columns.union(["section", "kind", "hedge"])
    numbers = ["plan_year", "amount_year", "amount_tkr"]
    typed = rows.astype({**dict.fromkeys(text, "str"), **dict.fromkeys(numbers, "Int64")})
    lines = np.tile(np.arange(2, (AREAS + 1) * len(CELLS) + 2), plans).astype(str)
    places = "data/budget/" + typed["document"] + ".csv:" + pd.Series(lines, dtype="str")
    return typed.set_index(pd.Index(places, name="row"))


def project(folder: Path, rows: pd.DataFrame) -> Workspace:
    """Write a project with what the checks of the budget read from other datasets."""
    for name in ("data", "params"):
        shutil.copytree(ROOT / name, folder / name)
    plans = rows.drop_duplicates("document")
    for name in ("budget", "breaks", "commentary"):
        for path in Workspace(folder).data_files(name):
            path.unlink()
    (folder / "data" / "budget" / "accepted.yaml").unlink()
    registers = {
        "documents": [
            {
                "document": plan.document,
                "title": f"{plan.document} {plan.plan_year}",
                "committee": plan.committee,
                "year": plan.plan_year,
                "kind": "plan",
                "as_of": f"{plan.plan_year - 1}-12-31",
                "status": "unknown",
                "sha256": f"{index:064x}",
            }
            for index, plan in enumerate(plans.itertuples())
        ],
        "committees": [
            {"committee": value, "name": "K", "name_en": "K"}
            for value in plans["committee"].unique()
        ],
        "areas": [
            {"committee": committee, "area": area, "name": area, "name_en": area}
            for committee in plans["committee"].unique()
            for area in rows["area"].unique()
        ],
    }
    for name, entries in registers.items():
        _append(folder / "data" / name / f"{name}.csv", entries)
    return Workspace(folder)


def _append(path: Path, rows: list[dict[str, object]]) -> None:
    """Add rows to a register, by column; what is not given is empty."""
    with path.open("r+", encoding="utf-8", newline="") as file:
        header = next(csv.reader([file.readline()]))
        file.seek(0, os.SEEK_END)
        csv.DictWriter(file, header, lineterminator="\n").writerows(rows)


def _checks(workspace: Workspace, rows: pd.DataFrame) -> tuple[list[Check], pd.DataFrame]:
    """Return the checks of the budget, and its rows with the columns joined for them."""

    def read(name: str) -> pd.DataFrame:
        return rows if name == "budget" else datasets.readable_rows(workspace, name)[0]

    budget_rules = rules.of_dataset(workspace, "budget")
    rule_checks, wide = checks.of_rules(workspace, "budget", rows, budget_rules, read)
    return [*schema_checks.of_schema(workspace, "budget"), *rule_checks], wide


def measure(method: str, number: int) -> dict[str, float]:
    """Measure the time and peak memory of one way to check, without the common preparations."""
    warnings.simplefilter("ignore")
    rows = budget(number)
    with tempfile.TemporaryDirectory() as folder:
        workspace = project(Path(folder, "project"), rows)
        engine = Engine(Path(folder, "store"), Path(folder, "pages"))
        budget_checks, wide = _checks(workspace, rows)
        memory_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, work = time.perf_counter(), time.process_time()
        if method == "engine":
            results = [not places for places in engine.broken_places("budget", budget_checks, wide)]
        else:
            results = [bool(direct.holds(check, wide).all()) for check in budget_checks]
        seconds, work = time.perf_counter() - start, time.process_time() - work
    broken = [check.rule for check, holds in zip(budget_checks, results, strict=True) if not holds]
    if broken:
        raise RuntimeError(f"the synthetic budget breaks {broken}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "rows": len(rows),
        "checks": len(budget_checks),
        "seconds": seconds,
        "work": work,
        "peak": peak / 1024,
        "more": (peak - memory_before) / 1024,
    }


def report(engine_runs: list[dict[str, float]], direct_runs: list[dict[str, float]]) -> str:
    """Return the better run of each way to check, as Markdown."""
    best = [min(runs, key=lambda run: run["work"]) for runs in (direct_runs, engine_runs)]
    lines = [
        (
            f"{best[0]['rows']:,.0f} rows, {best[0]['checks']:.0f} checks; the best of "
            f"{len(engine_runs)} runs of each, in turn."
        ),
        "",
        "| what | seconds on the clock | seconds of work | peak memory |",
        "|---|---:|---:|---:|",
    ]
    for name, run in zip(("directly in pandas", "the gate's engine"), best, strict=True):
        lines.append(
            f"| {name} | {run['seconds']:.1f} | {run['work']:.1f} | {run['peak']:.0f} MiB |"
        )
    ratios = [best[1][name] / best[0][name] for name in ("seconds", "work", "peak")]
    lines.append(f"| times | {ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--only", choices=("engine", "direct"), help="one run, as JSON")
    parser.add_argument("--write", action="store_true", help="write docs/gate.md")
    options = parser.parse_args()
    if options.only:
        sys.stdout.write(json.dumps(measure(options.only, options.rows)))
        return
    runs_by_method: dict[str, list[dict[str, float]]] = {"direct": [], "engine": []}
    for _ in range(options.repeats):
        for method, runs in runs_by_method.items():
            command = [sys.executable, "-m", "benchmarks.gate", "--rows", str(options.rows)]
            process = subprocess.run(
                [*command, "--only", method], check=True, capture_output=True, text=True, cwd=ROOT
            )
            runs.append(json.loads(process.stdout.splitlines()[-1]))
    table = report(runs_by_method["engine"], runs_by_method["direct"])
    sys.stdout.write(table + "\n")
    if options.write:
        page, section = PAGE.read_text(encoding="utf-8"), f"{BEGIN}\n\n{table}\n\n{END}"
        PAGE.write_text(
            re.sub(f"{BEGIN}.*{END}", lambda _: section, page, flags=re.DOTALL), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
