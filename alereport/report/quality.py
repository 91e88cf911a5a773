"""The verdict of the gate as frames, for the chapter on the quality of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from alereport import seals
from alereport.base import locales
from alereport.base.errors import Failure, TableError
from alereport.base.locales import gettext as _
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace
from alereport.data import data_files, registers, schemas
from alereport.data.addresses import Addresses
from alereport.gate import dependencies, verdicts
from alereport.gate.verdicts import State, Verdict
from alereport.report import contents
from alereport.report.frames import File, provenance
from alereport.texts.claims import project as claims

UNREAD = "unread"
"""The state of a file that exists but that the gate could not read."""

CHECKED = ["dataset", "rule", "severity", "why"]
BROKEN = [
    *("row", "place", "dataset", "title", "document", "line", "rule", "severity", "value", "why"),
]
ACCEPTED = [*BROKEN, "reason", "by", "date"]
NUMBERS = ["row", "place", "number", "matches"]


@dataclass(frozen=True, repr=False)
class Quality:
    """What the chapter on the quality of the data may read: the verdict, but no data.

    Attributes:
        language: The language of the chapter.
        municipality: The settings of all reports, such as `as_of`.
        state: The worst state of any file; also red if a file cannot be read.
        checked: One row is one check of one or several files: `dataset`, `rule`, `severity`,
            `why` (in the chapter's language).
        broken: One row is one row of the data that breaks a rule: `row` (its address), `place`
            (its file and line, as an editor counts it), `dataset`, `title` (of the dataset),
            `document` (its title), `line`, `rule`, `severity`, `value` (missing if it is
            withheld), `why`. Warnings and accepted deviations of withheld figures are left
            out, since they would reveal between which limits the figure is.
        accepted: The same for accepted deviations, with `reason`, `by` and `date`.
        numbers: One row is a number in a text of the analyst's: `row` (the address of the text),
            `place` (its file and line), `number` (as it is printed), `matches` (whether a row of
            the data has it, or it follows from rows).
        provenance: As `Report.provenance`; a file that cannot be read has the `state` `unread` and
            no rows.
    """

    language: str
    municipality: Municipality
    state: State
    checked: pd.DataFrame
    broken: pd.DataFrame
    accepted: pd.DataFrame
    numbers: pd.DataFrame
    provenance: pd.DataFrame

    def __repr__(self) -> str:
        return self._shown_by(contents.text)

    def _repr_html_(self) -> str:
        return self._shown_by(contents.html)

    def _shown_by(self, show: contents.Show) -> str:
        with locales.using(self.language):
            titles = {
                "accepted": _("Known deviations"),
                "broken": _("Rows that break a rule"),
                "checked": _("What is checked"),
                "numbers": _("Numbers in the texts"),
                "provenance": _("Data files"),
            }
            frames = {name: getattr(self, name) for name in titles}
            return show(_("Quality of the data"), contents.contents(frames, titles), ())


def quality(workspace: Workspace, verdict: Verdict, municipality: Municipality) -> Quality:
    """Return the verdict and the seals as frames, in the current language."""
    files = provenance(workspace, _files(workspace, verdict))
    unread = set(files["file"][files["state"].eq(UNREAD)])
    titles = {
        name: locales.for_reader(schemas.schema(workspace, name).by_language("title"))
        for name in workspace.datasets
    }
    checked = [
        (
            verdicts.dataset_of(name),
            check.rule,
            check.severity,
            locales.for_reader(check.why.by_language),
        )
        for name, finding in verdict.items()
        for check in finding.checked
    ]
    whys = {(dataset, rule): why for dataset, rule, _severity, why in checked}

    row_of = partial(_failure_row, workspace, Addresses(workspace), titles, whys)
    broken = [
        row_of(failure, severity)
        for finding in verdict.values()
        for severity, rows in (("error", finding.failures), ("warning", finding.warnings))
        for failure in rows
        if severity == "error" or not failure.withheld
    ]
    accepted = [
        row_of(deviation.failure, "")
        | {
            "reason": locales.for_reader(deviation.reason.by_language),
            "by": deviation.by,
            "date": deviation.date,
        }
        for finding in verdict.values()
        for deviation in finding.accepted
        if not deviation.failure.withheld
    ]
    return Quality(
        language=locales.current(),
        municipality=municipality,
        state=verdicts.state_of_data(
            workspace, {name: finding for name, finding in verdict.items() if name not in unread}
        ),
        checked=pd.DataFrame(checked, columns=CHECKED),
        broken=pd.DataFrame(broken, columns=BROKEN),
        accepted=pd.DataFrame(accepted, columns=ACCEPTED),
        numbers=_numbers(workspace),
        provenance=files,
    )


def _failure_row(
    workspace: Workspace,
    addresses: Addresses,
    titles: Mapping[str, str],
    whys: Mapping[tuple[str, str], str],
    failure: Failure,
    severity: str,
) -> dict[str, Any]:
    dataset = verdicts.dataset_of(failure.file)
    return {
        "row": addresses.of_line(failure.file, failure.line),
        "place": failure.place,
        "dataset": dataset,
        "title": titles.get(dataset, dataset),
        "document": _document(workspace, failure),
        "line": failure.line,
        "rule": failure.rule,
        "severity": severity,
        "value": None if failure.withheld else failure.value,
        "why": whys.get((dataset, failure.rule), failure.why),
    }


def _document(workspace: Workspace, failure: Failure) -> str | None:
    """Return the title of the document that a row is from, or is about in the register."""
    registered = registers.register_rows(workspace, "documents")
    titles = {row["document"]: row["title"] for row in registered}
    stem = PurePosixPath(failure.file).stem
    if stem == "documents" and failure.line is not None:
        return registered[failure.line - 2]["title"]
    return titles.get(stem)


def _numbers(workspace: Workspace) -> pd.DataFrame:
    """Return the numbers of the analyst's texts; none if a file of the data cannot be read."""
    try:
        placed = claims.of_project(workspace)
    except TableError:
        placed = []
    addresses = Addresses(workspace)
    rows = [
        (
            addresses.of_line(*data_files.place_of(each.row)),
            f"{each.file}:{each.line}",
            each.claim.text,
            each.claim.is_matched,
        )
        for each in placed
    ]
    return pd.DataFrame(rows, columns=NUMBERS)


def _files(workspace: Workspace, verdict: Verdict) -> Iterator[File]:
    data, stored_seals = dependencies.Datasets(workspace), seals.read(workspace)
    for path in seals.data_files(workspace):
        finding = verdict.get(workspace.relative(path)) if path.is_file() else None
        fingerprint = dependencies.file_fingerprint(data, path)
        current = finding if finding and finding.fingerprint == fingerprint else None
        state = current.public_state if current else UNREAD if path.is_file() else None
        seal = seals.state(workspace, path, seals=stored_seals)
        yield path, current.rows if current else 0, state, seal
