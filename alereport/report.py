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
from alereport.provenance import Source
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
            the source (missing for registers) and the gate's `state`.
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
    sources = provenance.sources(workspace, wanted)
    verdict = _verdict(workspace, tuple(source.path for source in sources))
    words.activate(language)
    return _report(workspace, wanted, sources, verdict)


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
    sources: tuple[Source, ...],
    verdict: verdicts.Verdict,
) -> Report:
    tables = {source.path.parent.name: _rows_seen(workspace, source) for source in sources}
    title = tables["documents"]["title"].iloc[0]
    budget = tables.get("budget", _empty(workspace, "budget"))
    investments = tables.get("investments", _empty(workspace, "investments"))
    breaks = tables.get("breaks", _empty(workspace, "breaks"))
    return Report(
        committee=wanted.committee,
        year=wanted.year,
        language=wanted.language,
        budget=_with_names(_with_breaks(budget, breaks), tables["areas"], wanted.language).assign(
            title=title
        ),
        investments=investments.assign(title=title),
        provenance=_provenance(workspace, sources, tables, verdict),
    )


def _rows_seen(workspace: Workspace, source: Source) -> pd.DataFrame:
    rows = datasets.read(workspace, source.path)
    return rows[rows[source.column].eq(source.value)] if source.column else rows


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
    sources: tuple[Source, ...],
    tables: dict[str, pd.DataFrame],
    verdict: verdicts.Verdict,
) -> pd.DataFrame:
    documents = tables["documents"].set_index("document")
    paths = [source.path for source in sources]
    names = [workspace.relative(path) for path in paths]
    of = [path.stem if path.stem in documents.index else None for path in paths]
    return pd.DataFrame(
        {
            "file": names,
            "rows": [len(tables[path.parent.name]) for path in paths],
            "document": of,
            "title": [documents["title"].get(name) for name in of],
            "sha256": [documents["sha256"].get(name) for name in of],
            "state": [verdict[name].state for name in names],
        }
    )
