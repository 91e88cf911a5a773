"""The one door a notebook has to the data, behind the gate."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from alereport import datasets, params, provenance
from alereport import language as words
from alereport.errors import GateError, ParamsError
from alereport.params import MunicipalityParams, Parameters, ReportParams
from alereport.quality import privacy, seals, shown
from alereport.quality import verdict as verdicts
from alereport.quality.shown import Quality
from alereport.workspace import Workspace

OF_THE_PLAN = (
    "investments",
    "earmarks",
    "goals",
    "goal_links",
    "measures",
    "commentary",
    "follow_up",
)
OF_ALL_YEARS = ("personnel", "sick_leave", "indicators", "breaks")
OF_THE_MUNICIPALITY = ("evaluation", "evaluation_answers")


@dataclass(frozen=True)
class Report:
    """What the notebooks of one committee and year may read.

    One row of a frame is one row of the dataset of that name, with its columns and `title` (of
    the document; `document_title` in `goals`, whose `title` is the goal's own). Every frame keeps
    the index `row`, which says in which file and line a row stands. A frame is empty where the
    documents have no such rows.

    Attributes:
        committee: The committee's short name.
        year: The year of the committee's plan or annual report.
        language: The language the report speaks, `sv` or `en`.
        municipality: What holds for every report, such as `as_of`.
        name: The committee's name in the report's language.
        documents: The register's rows of the documents this report reads.
        budget: The plan's budget table in its order, with `name` (the area in the report's
            language) and `break_reason` (missing where the year compares with the year before).
        budgets: The same of every plan of the committee up to the year, oldest first.
        investments, earmarks, goals, goal_links, measures, commentary: The plan's; commentary is
            the annual report's too.
        goals_before: The goals of the committee's plans before this one, oldest first.
        follow_up: What is known of the plan's goals, in whichever document it stands.
        personnel, sick_leave, indicators, breaks: Those of every document of the committee up to
            the year, oldest first. In `sick_leave`, what must not be told of small groups is taken
            out before a notebook sees it; `withheld` says where.
        provenance: One row is one data file: `file`, `rows`, `document`, `title`, `sha256` of
            the source (missing for registers), the `state` its rules gave it, and its `seal`:
            whether the rows that are read are as they were sealed. A file that was sealed and is
            gone has no rows and no state.
    """

    committee: str
    year: int
    language: str
    municipality: params.Municipality
    name: str
    documents: pd.DataFrame
    budget: pd.DataFrame
    budgets: pd.DataFrame
    investments: pd.DataFrame
    earmarks: pd.DataFrame
    goals: pd.DataFrame
    goals_before: pd.DataFrame
    goal_links: pd.DataFrame
    measures: pd.DataFrame
    commentary: pd.DataFrame
    follow_up: pd.DataFrame
    personnel: pd.DataFrame
    sick_leave: pd.DataFrame
    indicators: pd.DataFrame
    breaks: pd.DataFrame
    provenance: pd.DataFrame


@dataclass(frozen=True)
class Overall:
    """What the notebooks on the whole municipality may read: every row of every dataset.

    See `Report` for the frames; `committees` and `areas` have `name` in the report's language,
    `documents` is the register of documents.
    """

    language: str
    municipality: params.Municipality
    documents: pd.DataFrame
    committees: pd.DataFrame
    areas: pd.DataFrame
    budgets: pd.DataFrame
    investments: pd.DataFrame
    earmarks: pd.DataFrame
    goals: pd.DataFrame
    goal_links: pd.DataFrame
    measures: pd.DataFrame
    commentary: pd.DataFrame
    follow_up: pd.DataFrame
    personnel: pd.DataFrame
    sick_leave: pd.DataFrame
    indicators: pd.DataFrame
    evaluation: pd.DataFrame
    evaluation_answers: pd.DataFrame
    breaks: pd.DataFrame
    provenance: pd.DataFrame


def load(committee: str, year: int, language: str = "sv") -> Report:
    """The data of one committee and year, and the language they are shown in from here on.

    The project is the one the current folder stands in. Where the gate has not seen the files
    as they are, `alereport validate` is run first, in a process of its own.

    Args:
        committee: The committee's short name, such as `ks`.
        year: The year of the committee's plan or annual report.
        language: `sv` or `en`.

    Raises:
        ParamsError: The committee, year or language is unknown.
        TableError: A data file is not of its schema's form.
        GateError: A rule failed in a file this report reads.
    """
    workspace = Workspace.discover()
    wanted = _committee_params(committee, year, language)
    municipality = params.municipality(workspace)
    tables = _tables(workspace, wanted, municipality)
    own = tuple(provenance.documents_of(workspace, wanted).values())
    whole = tables.frames
    return Report(
        committee=committee,
        year=year,
        language=language,
        municipality=municipality,
        name=whole["committees"]["name"].iloc[0],
        documents=whole["documents"],
        budget=_of(whole["budget"], own),
        budgets=whole["budget"],
        goals_before=whole["goals"][~whole["goals"]["document"].isin(own)],
        **{name: _of(whole[name], own) for name in OF_THE_PLAN},
        **{name: whole[name] for name in OF_ALL_YEARS},
        provenance=tables.provenance,
    )


def load_municipality(language: str = "sv") -> Overall:
    """The data of the whole municipality; see `load`.

    Raises:
        ParamsError: The language is unknown.
        TableError: A data file is not of its schema's form.
        GateError: A rule failed in any file.
    """
    workspace = Workspace.discover()
    municipality = params.municipality(workspace)
    tables = _tables(workspace, _municipality_params(language), municipality)
    whole = tables.frames
    return Overall(
        language=language,
        municipality=municipality,
        documents=whole["documents"],
        committees=whole["committees"],
        areas=whole["areas"],
        budgets=whole["budget"],
        **{name: whole[name] for name in OF_THE_MUNICIPALITY},
        **{name: whole[name] for name in (*OF_THE_PLAN, *OF_ALL_YEARS)},
        provenance=tables.provenance,
    )


def load_quality(language: str = "sv") -> Quality:
    """The gate's verdict itself, whatever it is; see `load`.

    Raises:
        ParamsError: The language is unknown.
        TableError: A register or a schema cannot be read.
    """
    workspace = Workspace.discover()
    wanted = _municipality_params(language)
    files = [path for name in workspace.datasets for path in workspace.data_files(name)]
    verdict, _how = _judged(workspace, files)
    words.activate(wanted.language)
    return shown.quality(workspace, verdict, params.municipality(workspace), wanted.language)


def _committee_params(committee: str, year: int, wanted: str) -> ReportParams:
    try:
        return ReportParams(committee=committee, year=year, language=wanted)
    except ValueError:
        raise ParamsError(
            "report.load",
            f"committee {committee!r}, year {year!r}, language {wanted!r}",
            'a short name such as "ks", a year such as 2024, and "sv" or "en"',
            "correct the parameters cell",
        ) from None


def _municipality_params(wanted: str) -> MunicipalityParams:
    try:
        return MunicipalityParams(language=wanted)
    except ValueError:
        raise ParamsError(
            "report.load_municipality",
            f"language {wanted!r}",
            '"sv" or "en"',
            "correct the parameters cell",
        ) from None


@dataclass(frozen=True)
class _Tables:
    """Every dataset as a report sees it, by its name, and where the rows come from."""

    frames: dict[str, pd.DataFrame]
    provenance: pd.DataFrame


def _tables(workspace: Workspace, wanted: Parameters, municipality: params.Municipality) -> _Tables:
    seen = provenance.seen(workspace, wanted)
    verdict = _verdict(workspace, tuple(each.path for each in seen))
    words.activate(wanted.language)
    read = {each: _rows_seen(workspace, each) for each in seen}
    frames = {
        name: _whole(workspace, name, [rows for each, rows in read.items() if each.dataset == name])
        for name in (
            *(*provenance.REGISTERS, "budget"),
            *(*OF_THE_PLAN, *OF_ALL_YEARS, *OF_THE_MUNICIPALITY),
        )
    }
    documents = frames["documents"].set_index("document")
    for name, rows in frames.items():
        if name in ("areas", "committees"):
            frames[name] = rows.assign(name=rows[f"name_{wanted.language}"])
        elif name != "documents":
            of = documents.reindex(rows["document"])
            oldest_first = of["year"].to_numpy().argsort(kind="stable")
            titled = "document_title" if "title" in rows else "title"
            frames[name] = rows.assign(**{titled: of["title"].to_numpy()}).iloc[oldest_first]
    frames["budget"] = _with_names(
        _with_breaks(frames["budget"], frames["breaks"]), frames["areas"]
    )
    frames["sick_leave"] = privacy.suppressed(
        frames["sick_leave"], smallest_group=municipality.thresholds.smallest_group
    )
    sealed = seals.of_report(workspace, seen)
    return _Tables(frames, _provenance(workspace, read, frames["documents"], verdict, sealed))


def _rows_seen(workspace: Workspace, seen: provenance.Seen) -> pd.DataFrame:
    rows = datasets.read(workspace, seen.path)
    return rows[rows[seen.column].isin(seen.values)] if seen.column else rows


def _whole(workspace: Workspace, dataset: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    empty = pd.DataFrame(columns=datasets.schema(workspace, dataset).columns)
    return pd.concat(parts) if parts else empty


def _of(rows: pd.DataFrame, own: tuple[str, ...]) -> pd.DataFrame:
    """The rows of the year's own documents; of what is known of a plan's goals, all."""
    return rows[rows["document"].isin(own)] if "as_of" not in rows else rows


def _verdict(workspace: Workspace, files: tuple[Path, ...]) -> verdicts.Verdict:
    verdict, why = _judged(workspace, files)
    if late := verdicts.outdated(workspace, verdict, files):
        others = (path for name in workspace.datasets for path in workspace.data_files(name))
        for path in (*late, *others):  # What the child refused is refused with the same error.
            datasets.read(workspace, path)
        raise RuntimeError(f"alereport validate {why}")
    if failures := verdicts.failures(workspace, verdict, files):
        raise GateError(failures)
    return verdict


def _judged(workspace: Workspace, files: Sequence[Path]) -> tuple[verdicts.Verdict, str]:
    """The verdict, made first where it is outdated, and how that ended."""
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
        return verdicts.read(workspace), f"ended with {child.returncode}: {child.stderr}"
    return verdict, "was not asked"


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
    read: dict[provenance.Seen, pd.DataFrame],
    documents: pd.DataFrame,
    verdict: verdicts.Verdict,
    sealed: dict[Path, seals.State],
) -> pd.DataFrame:
    rows = {each.path: len(found) for each, found in read.items()}
    register = documents.set_index("document")
    names = [workspace.relative(path) for path in sealed]
    of = [path.stem if path.stem in register.index else None for path in sealed]
    gone = [how == "gone" for how in sealed.values()]
    return pd.DataFrame(
        {
            "file": names,
            "rows": [rows.get(path, 0) for path in sealed],
            "document": of,
            "title": [register["title"].get(name) for name in of],
            "sha256": [register["sha256"].get(name) for name in of],
            "state": [
                None if lost else verdict[name].rules
                for name, lost in zip(names, gone, strict=True)
            ],
            "seal": list(sealed.values()),
        }
    )
