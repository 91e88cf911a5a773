"""The loading of a notebook's data, which must have passed the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from alereport import seals
from alereport.base import comparison, languages, locales, params
from alereport.base.errors import ParamsError, nearest
from alereport.base.locales import gettext as _
from alereport.base.params import MunicipalityParams, Parameters, ReportParams
from alereport.base.workspace import Workspace
from alereport.data import addresses, datasets, registers, schemas, scope, standard
from alereport.gate import verdicts
from alereport.privacy import withheld
from alereport.report import notebook, quality, verdict
from alereport.report.frames import File, Overall, Report, provenance
from alereport.report.quality import Quality
from alereport.seals import approval

ParamsModel = TypeVar("ParamsModel", ReportParams, MunicipalityParams)


def load(
    committee: str, year: int, language: str = "", *, datasets: Collection[str] | None = None
) -> Report:
    """Return the data of one committee and year, and set the language of what is shown from now on.

    The project is the one that contains the current folder. If the gate has not checked the files
    as they are now, `alereport validate` is run first, in a separate process.

    Only the requested datasets are read. Only their files must have passed the gate, and only they
    make the report stale. A batch knows which they are if the notebook has them as a literal.

    Args:
        committee: The committee's short name, such as `ks`.
        year: The year of the committee's plan or annual report.
        language: The language code, such as `sv`; by default the municipality's first language.
        datasets: The datasets that the notebook shows, such as `("budget", "investments")`; the
            datasets they need are read too (`scope.with_dependencies`). By default all.

    Raises:
        ParamsError: The committee, year, language or a dataset is unknown.
        TableError: A data file does not have the form of its schema.
        GateError: A rule failed in a file that this report reads.
    """
    workspace = notebook.opened()
    arguments = {"committee": committee, "year": year, "language": language}
    parameters = _validated(workspace, ReportParams, arguments, Report.loaded_by)
    registers.documents_of(workspace, parameters, asked_by=Report.loaded_by)
    names = _datasets_to_read(workspace, datasets, Report.loaded_by)
    fields = _loaded_fields(workspace, parameters, names)
    own_documents = [row["document"] for row in registers.documents_of_year(workspace, parameters)]
    all_rows: dict[str, pd.DataFrame] = fields["frames"]
    frames = dict(all_rows)
    for name in fields["known_datasets"].intersection(all_rows):
        if schemas.schema(workspace, name).scope == "plan":
            frames[name] = all_rows[name][all_rows[name]["document"].isin(own_documents)]
    if "goals" in all_rows:
        goals = all_rows["goals"]
        frames["goals_before"] = goals[~goals["document"].isin(own_documents)]
    name = all_rows["committees"]["name"].iloc[0]
    return Report(**fields | {"frames": frames}, committee=committee, year=year, name=name)


def load_municipality(language: str = "", *, datasets: Collection[str] | None = None) -> Overall:
    """Return the data of the whole municipality; see `load`.

    Raises:
        ParamsError: The language or a dataset is unknown.
        TableError: A data file does not have the form of its schema.
        GateError: A rule failed in any file that is read.
    """
    workspace = notebook.opened()
    parameters = _validated(
        workspace, MunicipalityParams, {"language": language}, Overall.loaded_by
    )
    names = _datasets_to_read(workspace, datasets, Overall.loaded_by)
    fields = _loaded_fields(workspace, parameters, names)
    because = comparison.reason(workspace) if "comparison" in names else {}
    return Overall(**fields, compared_because=locales.for_reader(because) if because else "")


def load_quality(language: str = "") -> Quality:
    """Return the verdict of the gate, even if the data did not pass; see `load`.

    Raises:
        ParamsError: The language is unknown.
        TableError: A register or a schema cannot be read.
    """
    workspace = notebook.opened()
    parameters = _validated(
        workspace, MunicipalityParams, {"language": language}, "report.load_quality"
    )
    found, _outdated, _ending = verdict.current(workspace, workspace.data_files())
    locales.activate(parameters.language, params.words(workspace))
    return quality.quality(workspace, found, params.municipality(workspace))


def _validated(
    workspace: Workspace, model: type[ParamsModel], arguments: Mapping[str, Any], loaded_by: str
) -> ParamsModel:
    """Return a notebook's parameters; the default is the municipality's first language."""
    codes = languages.project_languages(workspace)
    language = arguments["language"] or params.words(workspace).first
    try:
        return model.model_validate(
            {**arguments, "language": language}, context={"languages": codes}
        )
    except ValueError:
        committee_and_year = (
            'a committee such as "ks", a year such as 2024 and ' if "year" in arguments else ""
        )
        raise ParamsError(
            loaded_by,
            ", ".join(f"{key} {value!r}" for key, value in arguments.items()),
            f"{committee_and_year}a language among {', '.join(codes)}",
            "correct the parameters cell",
        ) from None


def _datasets_to_read(
    workspace: Workspace, requested: Collection[str] | None, loaded_by: str
) -> frozenset[str]:
    """Return the requested datasets and those they need; all if None."""
    known_datasets = set(workspace.datasets)
    if requested is None:
        return frozenset(known_datasets)
    unknown = [] if isinstance(requested, str) else sorted(set(requested) - known_datasets)
    if isinstance(requested, str) or unknown:
        step = "correct the names"
        if unknown:
            hint = nearest(unknown[0], known_datasets)
            step = standard.step_without(unknown[0], f"{step}{hint}")
        raise ParamsError(
            loaded_by,
            f"datasets is {requested!r}",
            f"a tuple of some of {', '.join(sorted(known_datasets))}",
            step,
        )
    return scope.with_dependencies(requested)


def _loaded_fields(
    workspace: Workspace, parameters: Parameters, names: frozenset[str]
) -> dict[str, Any]:
    """Return the fields of `Loaded`, with the rows of the named datasets that a report sees."""
    visible = scope.visible_rows(workspace, parameters)
    requested = [entry for entry in visible if entry.dataset in names]
    findings = verdict.passed(workspace, tuple(entry.path for entry in requested))
    locales.activate(parameters.language, params.words(workspace))
    visible_rows = {
        name: _visible_frame(
            workspace, name, [entry for entry in requested if entry.dataset == name]
        )
        for name in sorted(names)
    }
    row_counts = Counter(
        addresses.file_of(row) for rows in visible_rows.values() for row in rows.index
    )
    frames = {name: withheld.shown(workspace, name, rows) for name, rows in visible_rows.items()}
    _complete_frames(workspace, frames)
    seal_states = seals.states_of_report(workspace, visible, names)
    return {
        "language": parameters.language,
        "municipality": params.municipality(workspace),
        "provenance": provenance(workspace, _files(workspace, row_counts, findings, seal_states)),
        "frames": frames,
        "known_datasets": frozenset(workspace.datasets),
        "titles": _titles(workspace, names),
    }


def _titles(workspace: Workspace, names: Collection[str]) -> dict[str, str]:
    """Return what the frame of each dataset shows, and those that are named otherwise."""
    titles = {
        name: locales.for_reader(schemas.schema(workspace, name).by_language("title"))
        for name in names
    }
    budget, goals = titles.get("budget", ""), titles.get("goals", "")
    return titles | {
        "budgets": _("{dataset}: all plans").format(dataset=budget),
        "goals_before": _("{dataset}: the plans before").format(dataset=goals),
    }


def _complete_frames(workspace: Workspace, frames: dict[str, pd.DataFrame]) -> None:
    """Add names and titles, and sort by the age of the document."""
    documents = frames["documents"].set_index("document")
    for name, all_rows in frames.items():
        frames[name] = rows = _in_current_language(all_rows, schemas.schema(workspace, name))
        if name != "documents" and "document" in rows:
            document_of_row = documents.reindex(rows["document"])
            oldest_first = document_of_row["year"].to_numpy().argsort(kind="stable")
            column = "document_title" if "title" in rows else "title"
            titles = document_of_row["title"].to_numpy()
            frames[name] = rows.assign(**{column: titles}).iloc[oldest_first]
    if "commentary" in frames:
        frames["commentary"] = _commentary(workspace, frames["commentary"])
    if "budget" in frames:
        frames["budget"] = _budget(frames["budget"], frames["breaks"], frames["areas"])
        frames["budgets"] = frames["budget"]


def _in_current_language(rows: pd.DataFrame, schema: schemas.Schema) -> pd.DataFrame:
    """Return the rows with each text in the current language, or in the next that has one.

    A text that is only in the documents' language is noted, so that it is marked where it is shown.
    """
    texts: dict[str, pd.Series[str]] = {}
    for column, translations in schema.translations.items():
        columns = {languages.DATA_LANGUAGE: column, **translations}
        ordered = [columns[code] for code in locales.language_order() if code in columns]
        texts[column] = reduce(pd.Series.fillna, (rows[name] for name in [*ordered, column]))
        if not locales.is_current_language(languages.DATA_LANGUAGE):
            own_language = columns.get(locales.current())
            is_missing = rows[own_language].isna() if own_language else rows[column].notna()
            locales.note_untranslated(texts[column][is_missing].dropna())
    return rows.assign(**texts)


def _visible_frame(
    workspace: Workspace, dataset: str, visible: Sequence[scope.VisibleRows]
) -> pd.DataFrame:
    """Return the rows of a dataset that a report sees; equal selections are read together."""
    files_by_selection: dict[scope.VisibleRows, list[Path]] = {}
    for entry in visible:
        selection = replace(entry, path=workspace.dataset(dataset))
        files_by_selection.setdefault(selection, []).append(entry.path)
    parts = []
    for selection, files in files_by_selection.items():
        rows = datasets.read_by_address(workspace, *files)
        column = selection.column
        parts.append(rows[rows[column].isin(selection.values)] if column else rows)
    return pd.concat(parts) if parts else datasets.without_rows(workspace, dataset)


def _budget(budget: pd.DataFrame, breaks: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return the amounts with the reason why a year is not comparable, and what the areas are."""
    area = ["committee", "area"]
    reasons = breaks.set_index([*area, "year"])["reason"]
    years = pd.MultiIndex.from_frame(budget[[*area, "amount_year"]])
    registered = areas.set_index(area).reindex(years.droplevel("amount_year"))
    return budget.assign(
        break_reason=reasons.reindex(years).to_numpy(),
        name=registered["name"].to_numpy(),
        requirement=registered["requirement"].fillna(False).to_numpy(dtype="bool"),
    )


def _commentary(workspace: Workspace, commentary: pd.DataFrame) -> pd.DataFrame:
    """Return the chapters with how far the text of each has come; see `approval.Chapter`."""
    paths = {workspace.root / addresses.file_of(row) for row in commentary.index}
    known = {
        (each.file, each.chapter): each.approval for each in approval.chapters(workspace, paths)
    }
    keys = zip(map(addresses.file_of, commentary.index), commentary["chapter"], strict=True)
    return commentary.assign(approval=[known[key] for key in keys])


def _files(
    workspace: Workspace,
    row_counts: Counter[str],
    findings: verdicts.Verdict,
    seal_states: dict[Path, seals.State],
) -> Iterator[File]:
    for path, seal in seal_states.items():
        name = workspace.relative(path)
        yield path, row_counts[name], None if seal == "gone" else findings[name].public_state, seal
