"""The one door a notebook has to the data, behind the gate."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from alereport import seals
from alereport.base import language as words
from alereport.base import languages, params
from alereport.base.errors import GateError, ParamsError
from alereport.base.params import MunicipalityParams, Parameters, ReportParams
from alereport.base.workspace import Workspace
from alereport.data import datasets, registers, schemas, scope
from alereport.gate import dependencies
from alereport.gate import verdict as verdicts
from alereport.privacy import suppression
from alereport.report import quality
from alereport.report.frames import Overall, Report
from alereport.report.quality import Quality

Wanted = TypeVar("Wanted", ReportParams, MunicipalityParams)


def load(
    committee: str, year: int, language: str = "", *, datasets: Collection[str] | None = None
) -> Report:
    """The data of one committee and year, and the language they are shown in from here on.

    The project is the one the current folder stands in. Where the gate has not seen the files
    as they are, `alereport validate` is run first, in a process of its own.

    Only the datasets that are asked for are read, and only their files must have passed the gate
    and make the report stale. A batch knows them where they are written out in the notebook.

    Args:
        committee: The committee's short name, such as `ks`.
        year: The year of the committee's plan or annual report.
        language: Its code, such as `sv`; by default the first of the municipality's.
        datasets: The datasets that the notebook shows, such as `("budget", "investments")`; what
            they need is read with them (`provenance.read_for`). By default all.

    Raises:
        ParamsError: The committee, year, language or a dataset is unknown.
        TableError: A data file is not of its schema's form.
        GateError: A rule failed in a file this report reads.
    """
    workspace = Workspace.discover()
    municipality = params.municipality(workspace)
    asked = {"committee": committee, "year": year, "language": language}
    wanted = _given(workspace, ReportParams, asked, Report.loaded_by)
    tables = _tables(workspace, wanted, municipality, _read(workspace, datasets, Report.loaded_by))
    own = tuple(registers.documents_of(workspace, wanted).values())
    whole = tables.frames
    of_the_plan = {name for name in whole if schemas.schema(workspace, name).scope == "plan"}
    frames = {
        name: rows[rows["document"].isin(own)] if name in of_the_plan else rows
        for name, rows in whole.items()
    }
    if "budget" in whole:
        frames["budgets"] = whole["budget"]
    if "goals" in whole:
        frames["goals_before"] = whole["goals"][~whole["goals"]["document"].isin(own)]
    return Report(
        committee=committee,
        year=year,
        language=wanted.language,
        municipality=municipality,
        name=whole["committees"]["name"].iloc[0],
        provenance=tables.provenance,
        frames=frames,
        known=frozenset(workspace.datasets),
    )


def load_municipality(language: str = "", *, datasets: Collection[str] | None = None) -> Overall:
    """The data of the whole municipality; see `load`.

    Raises:
        ParamsError: The language or a dataset is unknown.
        TableError: A data file is not of its schema's form.
        GateError: A rule failed in any file that is read.
    """
    workspace = Workspace.discover()
    municipality = params.municipality(workspace)
    wanted = _given(workspace, MunicipalityParams, {"language": language}, Overall.loaded_by)
    read = _read(workspace, datasets, Overall.loaded_by)
    tables = _tables(workspace, wanted, municipality, read)
    frames = dict(tables.frames)
    if "budget" in frames:
        frames["budgets"] = frames["budget"]
    return Overall(
        language=wanted.language,
        municipality=municipality,
        provenance=tables.provenance,
        frames=frames,
        known=frozenset(workspace.datasets),
    )


def load_quality(language: str = "") -> Quality:
    """The gate's verdict itself, whatever it is; see `load`.

    Raises:
        ParamsError: The language is unknown.
        TableError: A register or a schema cannot be read.
    """
    workspace = Workspace.discover()
    municipality = params.municipality(workspace)
    wanted = _given(workspace, MunicipalityParams, {"language": language}, "report.load_quality")
    files = workspace.data_files()
    verdict, _late, _how = _judged(workspace, files)
    words.activate(wanted.language, params.words(workspace))
    return quality.quality(workspace, verdict, municipality)


def _given(
    workspace: Workspace, model: type[Wanted], asked: Mapping[str, Any], loaded_by: str
) -> Wanted:
    """What a notebook asks for; of no language, the first of the municipality's."""
    there = languages.of_the_project(workspace)
    language = asked["language"] or params.words(workspace).first
    try:
        return model.model_validate({**asked, "language": language}, context={"languages": there})
    except ValueError:
        also = 'a committee such as "ks", a year such as 2024 and ' if "year" in asked else ""
        raise ParamsError(
            loaded_by,
            ", ".join(f"{key} {value!r}" for key, value in asked.items()),
            f"{also}a language among {', '.join(there)}",
            "correct the parameters cell",
        ) from None


def _read(workspace: Workspace, asked: Collection[str] | None, loaded_by: str) -> frozenset[str]:
    """The datasets to read where some are asked for."""
    known = set(workspace.datasets)
    if asked is None:
        return frozenset(known)
    if isinstance(asked, str) or not known >= set(asked):
        raise ParamsError(
            loaded_by,
            f"datasets is {asked!r}",
            f"a tuple of some of {', '.join(sorted(known))}",
            "correct the names",
        )
    return scope.read_for(asked)


@dataclass(frozen=True)
class _Tables:
    """The datasets that are read as a report sees them, by their name, and their rows' files."""

    frames: dict[str, pd.DataFrame]
    provenance: pd.DataFrame


def _tables(
    workspace: Workspace,
    wanted: Parameters,
    municipality: params.Municipality,
    names: frozenset[str],
) -> _Tables:
    seen = scope.seen(workspace, wanted)
    asked = [each for each in seen if each.dataset in names]
    verdict = _verdict(workspace, tuple(each.path for each in asked))
    words.activate(wanted.language, params.words(workspace))
    frames = {
        name: _rows_seen(workspace, name, [each for each in asked if each.dataset == name])
        for name in sorted(names)
    }
    read = Counter(row.rpartition(":")[0] for rows in frames.values() for row in rows.index)
    documents = frames["documents"].set_index("document")
    for name, rows in frames.items():
        if name in registers.NAMED:
            frames[name] = rows.assign(name=_names(rows))
        elif name != "documents" and "document" in rows:
            of = documents.reindex(rows["document"])
            oldest_first = of["year"].to_numpy().argsort(kind="stable")
            titled = "document_title" if "title" in rows else "title"
            frames[name] = rows.assign(**{titled: of["title"].to_numpy()}).iloc[oldest_first]
    if "budget" in frames:
        frames["budget"] = _with_names(
            _with_breaks(frames["budget"], frames["breaks"]), frames["areas"]
        )
    if "sick_leave" in frames:
        frames["sick_leave"] = suppression.suppressed(
            frames["sick_leave"],
            smallest_group=municipality.thresholds.smallest_group,
            known=suppression.told_of_all(workspace),
        )
    sealed = seals.of_report(workspace, seen, names)
    return _Tables(frames, _provenance(workspace, read, frames["documents"], verdict, sealed))


def _names(rows: pd.DataFrame) -> pd.Series[str]:
    """What each row is called in the language spoken now, or in the next that has a name."""
    there = [name for code in words.order() if (name := f"{registers.NAME}{code}") in rows]
    return reduce(pd.Series.fillna, (rows[name] for name in there))


def _rows_seen(workspace: Workspace, dataset: str, seen: Sequence[scope.Seen]) -> pd.DataFrame:
    """The rows of a dataset that a report sees, files with the same rows in one go."""
    alike: dict[scope.Seen, list[Path]] = {}
    for each in seen:
        alike.setdefault(replace(each, path=workspace.dataset(dataset)), []).append(each.path)
    parts = []
    for which, files in alike.items():
        rows = datasets.read(workspace, *files)
        parts.append(rows[rows[which.column].isin(which.values)] if which.column else rows)
    empty = pd.DataFrame(columns=schemas.schema(workspace, dataset).columns)
    return pd.concat(parts) if parts else empty


def _verdict(workspace: Workspace, files: tuple[Path, ...]) -> verdicts.Verdict:
    verdict, late, why = _judged(workspace, files)
    if late:
        others = workspace.data_files()
        for path in (*late, *others):  # What the child refused is refused with the same error.
            datasets.read(workspace, path)
        raise RuntimeError(f"alereport validate {why}")
    if failures := verdicts.failures(workspace, verdict, files):
        raise GateError(failures)
    return verdict


def _judged(
    workspace: Workspace, files: Sequence[Path]
) -> tuple[verdicts.Verdict, Sequence[Path], str]:
    """The verdict, made first where it is outdated, the files it still is for, and how that ended.

    Of a file that cannot be read there is no verdict.
    """
    verdict = verdicts.read(workspace)
    if verdicts.outdated(workspace, verdict, files):
        dependencies.forget()  # The data may have changed since they were remembered.
        late = verdicts.outdated(workspace, verdict, files)
    else:
        late = []
    if late:
        child = subprocess.run(
            [sys.executable, "-m", "alereport", "validate"],
            cwd=workspace.root,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1", "TERM": "dumb"},
        )
        verdict = verdicts.read(workspace)
        late = verdicts.outdated(workspace, verdict, files)
        return verdict, late, f"ended with {child.returncode}: {child.stderr}"
    return verdict, late, "was not asked"


def _with_breaks(budget: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    reasons = breaks.set_index(["committee", "area", "year"])["reason"]
    keys = pd.MultiIndex.from_frame(budget[["committee", "area", "amount_year"]])
    return budget.assign(break_reason=reasons.reindex(keys).to_numpy())


def _with_names(budget: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    names = areas.set_index(["committee", "area"])["name"]
    keys = pd.MultiIndex.from_frame(budget[["committee", "area"]])
    return budget.assign(name=names.reindex(keys).to_numpy())


def _provenance(
    workspace: Workspace,
    read: Counter[str],
    documents: pd.DataFrame,
    verdict: verdicts.Verdict,
    sealed: dict[Path, seals.State],
) -> pd.DataFrame:
    register = documents.set_index("document")
    names = [workspace.relative(path) for path in sealed]
    of = [path.stem if path.stem in register.index else None for path in sealed]
    gone = [how == "gone" for how in sealed.values()]
    return pd.DataFrame(
        {
            "file": names,
            "rows": [read[name] for name in names],
            "document": of,
            "title": [register["title"].get(name) for name in of],
            "sha256": [register["sha256"].get(name) for name in of],
            "state": [
                None if lost else verdict[name].told for name, lost in zip(names, gone, strict=True)
            ],
            "seal": list(sealed.values()),
        }
    )
