"""How fast the gate checks a large table, beside the same checks written directly in pandas.

    python -m benchmarks.gate --rows 1000000

makes a synthetic budget, checks it with the engine and directly, in turn in one run, each in a
process of its own so that its peak of memory is its own, and writes the ratio to docs/gate.md.
"""

from __future__ import annotations

import argparse
import json
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
from alereport.gate import checks
from alereport.gate.gx import Engine
from benchmarks import direct

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "gate.md"
BEGIN, END = "<!-- begin: benchmarks/gate.py -->", "<!-- end: benchmarks/gate.py -->"
AREAS = 400
CELLS = ((-1, "forecast"), (-1, "budget"), (0, "budget"))


def budget(number: int) -> pd.DataFrame:
    """A budget of about so many rows, every rule of which holds, typed as `datasets.read` does."""
    plans = max(1, number // ((AREAS + 1) * len(CELLS)))
    plan = np.repeat(np.arange(plans), (AREAS + 1) * len(CELLS))
    area = np.tile(np.repeat(np.arange(AREAS + 1), len(CELLS)), plans)
    cell = np.tile(np.arange(len(CELLS)), plans * (AREAS + 1))
    amounts = 1000 + (area * 37 + plan // 20) % 9000
    columns = pd.Series(amounts).where(area < AREAS, 0).groupby([plan, cell]).transform("sum")
    years = 1980 + plan % 20 * 2
    names = pd.Series([f"k{at // 20:03d}-plan-{1980 + at % 20 * 2}" for at in range(plans)])
    slugs = pd.Series([*(f"omrade-{at}" for at in range(AREAS)), "total"], dtype="str")
    rows = pd.DataFrame(
        {
            "document": names.astype("str").take(plan).to_numpy(),
            "section": "4.1",
            "committee": pd.Series([f"k{at // 20:03d}" for at in range(plans)])
            .take(plan)
            .to_numpy(),
            "plan_year": years,
            "area": slugs.take(area).to_numpy(),
            "label": slugs.take(area).to_numpy(),
            "amount_year": years + np.array([offset for offset, _ in CELLS])[cell],
            "kind": np.array([kind for _, kind in CELLS])[cell],
            "amount_tkr": np.where(area < AREAS, amounts, columns),
        }
    )
    text = rows.select_dtypes("object").columns.union(["section", "kind"])
    numbers = ["plan_year", "amount_year", "amount_tkr"]
    typed = rows.astype({**dict.fromkeys(text, "str"), **dict.fromkeys(numbers, "Int64")})
    lines = np.tile(np.arange(2, (AREAS + 1) * len(CELLS) + 2), plans).astype(str)
    places = "data/budget/" + typed["document"] + ".csv:" + pd.Series(lines, dtype="str")
    return typed.set_index(pd.Index(places, name="row"))


def project(to: Path, rows: pd.DataFrame) -> Workspace:
    """What the checks of the budget read beside it."""
    for name in ("data", "params"):
        shutil.copytree(ROOT / name, to / name)
    plans = rows.drop_duplicates("document")
    for name in ("budget", "breaks", "commentary"):
        for path in Workspace(to).data_files(name):
            path.unlink()
    (to / "data" / "budget" / "accepted.yaml").unlink()
    documents = [
        f"{plan.document},{plan.document} {plan.plan_year},{plan.committee},{plan.plan_year},plan"
        f",,,,,{at:064x}"
        for at, plan in enumerate(plans.itertuples())
    ]
    _append(to / "data" / "documents" / "documents.csv", documents)
    committees = plans["committee"].unique()
    _append(to / "data" / "committees" / "committees.csv", [f"{each},K,K" for each in committees])
    areas = rows["area"].unique()
    _append(
        to / "data" / "areas" / "areas.csv",
        [f"{committee},{area},{area},{area}" for committee in committees for area in areas],
    )
    return Workspace(to)


def _append(path: Path, lines: list[str]) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")


def measured(how: str, number: int) -> dict[str, float]:
    """Seconds and peak memory of one way to check; what both need is made before the clock."""
    warnings.simplefilter("ignore")
    rows = budget(number)
    with tempfile.TemporaryDirectory() as folder:
        workspace = project(Path(folder, "project"), rows)
        engine = Engine(Path(folder, "store"), Path(folder, "pages"))
        made, wide = checks.of_dataset(workspace, "budget", rows)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, work = time.perf_counter(), time.process_time()
        if how == "engine":
            held = [not places for places in engine.broken_places("budget", made, wide)]
        else:
            held = [bool(direct.holds(check, wide).all()) for check in made]
        seconds, work = time.perf_counter() - start, time.process_time() - work
    broken = [check.rule for check, holds in zip(made, held, strict=True) if not holds]
    if broken:
        raise RuntimeError(f"the synthetic budget breaks {broken}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "rows": len(rows),
        "checks": len(made),
        "seconds": seconds,
        "work": work,
        "peak": peak / 1024,
        "more": (peak - before) / 1024,
    }


def report(engine_found: list[dict[str, float]], direct_found: list[dict[str, float]]) -> str:
    """The better of each way's runs, as Markdown."""
    best = [min(found, key=lambda each: each["work"]) for found in (direct_found, engine_found)]
    lines = [
        (
            f"{best[0]['rows']:,.0f} rows, {best[0]['checks']:.0f} checks; the best of "
            f"{len(engine_found)} runs of each, in turn."
        ),
        "",
        "| | seconds on the clock | seconds of work | peak memory |",
        "|---|---:|---:|---:|",
    ]
    for name, each in zip(("directly in pandas", "the gate's engine"), best, strict=True):
        lines.append(
            f"| {name} | {each['seconds']:.1f} | {each['work']:.1f} | {each['peak']:.0f} MiB |"
        )
    ratios = [best[1][name] / best[0][name] for name in ("seconds", "work", "peak")]
    lines.append(f"| times | {ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.2f} |")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--repeats", type=int, default=2)
    asked.add_argument("--only", choices=("engine", "direct"), help="one run, as JSON")
    asked.add_argument("--write", action="store_true", help="write docs/gate.md")
    given = asked.parse_args()
    if given.only:
        sys.stdout.write(json.dumps(measured(given.only, given.rows)))
        return
    found: dict[str, list[dict[str, float]]] = {"direct": [], "engine": []}
    for _ in range(given.repeats):
        for how, runs in found.items():
            command = [sys.executable, "-m", "benchmarks.gate", "--rows", str(given.rows)]
            done = subprocess.run(
                [*command, "--only", how], check=True, capture_output=True, text=True, cwd=ROOT
            )
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    shown = report(found["engine"], found["direct"])
    sys.stdout.write(shown + "\n")
    if given.write:
        page, told = PAGE.read_text(encoding="utf-8"), f"{BEGIN}\n\n{shown}\n\n{END}"
        PAGE.write_text(
            re.sub(f"{BEGIN}.*{END}", lambda _: told, page, flags=re.DOTALL), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
