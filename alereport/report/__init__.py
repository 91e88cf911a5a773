"""The one door a notebook has to the data, behind the gate."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from alereport import seals
from alereport.base import languages, locales, params
from alereport.base.errors import GateError, ParamsError
from alereport.base.params import MunicipalityParams, Parameters, ReportParams
from alereport.base.workspace import Workspace
from alereport.data import datasets, registers, schemas, scope
from alereport.gate import dependencies, verdicts
from alereport.privacy import suppression
from alereport.report import quality
from alereport.report.frames import File, Overall, Report, provenance
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
            they need is read with them (`scope.read_for`). By default all.

    Raises:
        ParamsError: The committee, year, language or a dataset is unknown.
        TableError: A data file is not of its schema's form.
        GateError: A rule failed in a file this report reads.
    """
    workspace = Workspace.discover()
    asked = {"committee": committee, "year": year, "language": language}
    wanted = _given(workspace, ReportParams, asked, Report.loaded_by)
    loaded = _loaded(workspace, wanted, _read(workspace, datasets, Report.loaded_by))
    own = tuple(registers.documents_of(workspace, wanted).values())
    whole: dict[str, pd.DataFrame] = loaded["frames"]
    frames = dict(whole)
    for name in loaded["known"].intersection(whole):
        if schemas.schema(workspace, name).scope == "plan":
            frames[name] = whole[name][whole[name]["document"].isin(own)]
    if "goals" in whole:
        frames["goals_before"] = whole["goals"][~whole["goals"]["document"].isin(own)]
    name = whole["committees"]["name"].iloc[0]
    return Report(**loaded | {"frames": frames}, committee=committee, year=year, name=name)


def load_municipality(language: str = "", *, datasets: Collection[str] | None = None) -> Overall:
    """The data of the whole municipality; see `load`.

    Raises:
        ParamsError: The language or a dataset is unknown.
        TableError: A data file is not of its schema's form.
        GateError: A rule failed in any file that is read.
    """
    workspace = Workspace.discover()
    wanted = _given(workspace, MunicipalityParams, {"language": language}, Overall.loaded_by)
    return Overall(**_loaded(workspace, wanted, _read(workspace, datasets, Overall.loaded_by)))


def load_quality(language: str = "") -> Quality:
    """The gate's verdict itself, whatever it is; see `load`.

    Raises:
        ParamsError: The language is unknown.
        TableError: A register or a schema cannot be read.
    """
    workspace = Workspace.discover()
    wanted = _given(workspace, MunicipalityParams, {"language": language}, "report.load_quality")
    verdict, _late, _how = _judged(workspace, workspace.data_files())
    locales.activate(wanted.language, params.words(workspace))
    return quality.quality(workspace, verdict, params.municipality(workspace))


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


def _loaded(workspace: Workspace, wanted: Parameters, names: frozenset[str]) -> dict[str, Any]:
    """The fields of `Loaded`: of the datasets that are read, the rows that a report sees."""
    seen = scope.seen(workspace, wanted)
    asked = [each for each in seen if each.dataset in names]
    verdict = _verdict(workspace, tuple(each.path for each in asked))
    locales.activate(wanted.language, params.words(workspace))
    frames = {
        name: _rows_seen(workspace, name, [each for each in asked if each.dataset == name])
        for name in sorted(names)
    }
    read = Counter(row.rpartition(":")[0] for rows in frames.values() for row in rows.index)
    municipality = params.municipality(workspace)
    _complete(workspace, frames, municipality.thresholds.smallest_group)
    sealed = seals.of_report(workspace, seen, names)
    return {
        "language": wanted.language,
        "municipality": municipality,
        "provenance": provenance(workspace, _files(workspace, read, verdict, sealed)),
        "frames": frames,
        "known": frozenset(workspace.datasets),
    }


def _complete(workspace: Workspace, frames: dict[str, pd.DataFrame], smallest_group: int) -> None:
    """Give the rows their names and titles, oldest document first, and withhold what must be."""
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
        frames["budget"] = _budget(frames["budget"], frames["breaks"], frames["areas"])
        frames["budgets"] = frames["budget"]
    if "sick_leave" in frames:
        frames["sick_leave"] = suppression.suppressed(
            frames["sick_leave"],
            smallest_group=smallest_group,
            known=suppression.told_of_all(workspace),
        )


def _names(rows: pd.DataFrame) -> pd.Series[str]:
    """What each row is called in the language spoken now, or in the next that has a name."""
    there = [name for code in locales.order() if (name := f"{registers.NAME}{code}") in rows]
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
    if not verdicts.outdated(workspace, verdict, files):
        return verdict, (), ""
    dependencies.forget()  # The data may have changed since they were remembered.
    if not verdicts.outdated(workspace, verdict, files):
        return verdict, (), ""
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


def _budget(budget: pd.DataFrame, breaks: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The amounts with why a year does not compare, and with the names of the areas."""
    area = ["committee", "area"]
    reasons, names = breaks.set_index([*area, "year"])["reason"], areas.set_index(area)["name"]
    years = pd.MultiIndex.from_frame(budget[[*area, "amount_year"]])
    return budget.assign(
        break_reason=reasons.reindex(years).to_numpy(),
        name=names.reindex(years.droplevel("amount_year")).to_numpy(),
    )


def _files(
    workspace: Workspace,
    read: Counter[str],
    verdict: verdicts.Verdict,
    sealed: dict[Path, seals.State],
) -> Iterator[File]:
    for path, seal in sealed.items():
        name = workspace.relative(path)
        yield path, read[name], None if seal == "gone" else verdict[name].told, seal
