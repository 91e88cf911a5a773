"""The one door a notebook has to the data, behind the gate."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from alereport import datasets, provenance
from alereport import language as words
from alereport.errors import GateError, ParamsError
from alereport.params import ReportParams
from alereport.quality import seals
from alereport.quality import verdict as verdicts
from alereport.workspace import Workspace


@dataclass(frozen=True)
class Report:
    """What the notebooks of one committee and year may read.

    Every frame keeps the index `row`, which says in which file and line a row stands.

    Attributes:
        committee: The committee's short name.
        year: The year of the plan.
        language: The language the report speaks, `sv` or `en`.
        budget: One row is one cell of the plan's budget table, in the plan's order, with the
            dataset's columns and `name` (the area in the report's language), `title` (of the
            document) and `break_reason` (missing where the year compares with the year before).
        investments: One row is one cell of the plan's investment table, with `title`; empty
            where the plan has none.
        provenance: One row is one data file: `file`, `rows`, `document`, `title`, `sha256` of
            the source (missing for registers), the `state` its rules gave it, and its `seal`:
            whether the rows that are read are as they were sealed. A file that was sealed and is
            gone has no rows and no state.
    """

    committee: str
    year: int
    language: str
    budget: pd.DataFrame
    investments: pd.DataFrame
    provenance: pd.DataFrame


def load(committee: str, year: int, language: str = "sv") -> Report:
    """The data of one committee and year, and the language they are shown in from here on.

    The project is the one the current folder stands in. Where the gate has not seen the files
    as they are, `alereport validate` is run first, in a process of its own.

    Args:
        committee: The committee's short name, such as `ks`.
        year: The year of the plan.
        language: `sv` or `en`.

    Raises:
        ParamsError: The committee, year or language is unknown.
        TableError: A data file is not of its schema's form.
        GateError: A rule failed in a file this report reads.
    """
    workspace = Workspace.discover()
    wanted = _params(committee, year, language)
    files = provenance.files_read(workspace, wanted)
    verdict = _verdict(workspace, files)
    words.activate(language)
    return _report(workspace, wanted, files, verdict)


def _params(committee: str, year: int, wanted: str) -> ReportParams:
    try:
        return ReportParams(committee=committee, year=year, language=wanted)
    except ValueError:
        raise ParamsError(
            "report.load",
            f"committee {committee!r}, year {year!r}, language {wanted!r}",
            'a short name such as "ks", a year such as 2024, and "sv" or "en"',
            "correct the parameters cell",
        ) from None


def _verdict(workspace: Workspace, files: tuple[Path, ...]) -> verdicts.Verdict:
    verdict = verdicts.read(workspace)
    if verdicts.outdated(workspace, verdict, files):
        child = subprocess.run(
            [sys.executable, "-m", "alereport", "validate"],
            cwd=workspace.root,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1", "TERM": "dumb"},
        )
        verdict = verdicts.read(workspace)
        if late := verdicts.outdated(workspace, verdict, files):
            for path in late:  # What the child refused is refused here with the same error.
                datasets.read(workspace, path)
            raise RuntimeError(f"alereport validate ended with {child.returncode}: {child.stderr}")
    if failures := verdicts.failures(workspace, verdict, files):
        raise GateError(failures)
    return verdict


def _report(
    workspace: Workspace,
    wanted: ReportParams,
    files: tuple[Path, ...],
    verdict: verdicts.Verdict,
) -> Report:
    document = provenance.plan_document(workspace, wanted)
    mine = {"document": document, "committee": wanted.committee}
    tables = {path.parent.name: datasets.read(workspace, path) for path in files}
    titles = tables["documents"].set_index("document")["title"]
    budget = tables.get("budget", _empty(workspace, "budget"))
    investments = tables.get("investments", _empty(workspace, "investments"))
    breaks = tables.get("breaks", _empty(workspace, "breaks"))
    return Report(
        committee=wanted.committee,
        year=wanted.year,
        language=wanted.language,
        budget=_with_names(_with_breaks(budget, breaks), tables["areas"], wanted.language).assign(
            title=titles[document]
        ),
        investments=investments.assign(title=titles[document]),
        provenance=_provenance(
            workspace, mine, tables, verdict, seals.of_report(workspace, wanted)
        ),
    )


def _empty(workspace: Workspace, dataset: str) -> pd.DataFrame:
    return pd.DataFrame(columns=datasets.schema(workspace, dataset).columns)


def _with_breaks(budget: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    reasons = breaks.set_index(["committee", "area", "year"])["reason"]
    keys = pd.MultiIndex.from_frame(budget[["committee", "area", "amount_year"]])
    return budget.assign(break_reason=reasons.reindex(keys).to_numpy())


def _with_names(budget: pd.DataFrame, areas: pd.DataFrame, wanted: str) -> pd.DataFrame:
    names = areas.set_index(["committee", "area"])[f"name_{wanted}"]
    keys = pd.MultiIndex.from_frame(budget[["committee", "area"]])
    return budget.assign(name=names.reindex(keys).to_numpy())


def _provenance(
    workspace: Workspace,
    mine: dict[str, str],
    tables: dict[str, pd.DataFrame],
    verdict: verdicts.Verdict,
    sealed: dict[Path, seals.State],
) -> pd.DataFrame:
    documents = tables["documents"].set_index("document")
    names = [workspace.relative(path) for path in sealed]
    of = [path.stem if path.stem in documents.index else None for path in sealed]
    return pd.DataFrame(
        {
            "file": names,
            "rows": [
                0 if how == "gone" else _rows_read(tables[path.parent.name], path, mine)
                for path, how in sealed.items()
            ],
            "document": of,
            "title": [documents["title"].get(name) for name in of],
            "sha256": [documents["sha256"].get(name) for name in of],
            "state": [
                None if how == "gone" else verdict[name].rules
                for name, how in zip(names, sealed.values(), strict=True)
            ],
            "seal": list(sealed.values()),
        }
    )


def _rows_read(table: pd.DataFrame, path: Path, mine: dict[str, str]) -> int:
    """How many rows the report reads: of a register, only its own."""
    if path.stem not in provenance.REGISTERS:
        return len(table)
    key = provenance.own_key(path.stem)
    return int(table[key].eq(mine[key]).sum())
