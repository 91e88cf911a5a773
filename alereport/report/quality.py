"""The verdict as frames, for the chapter that tells what was checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from alereport import seals
from alereport.base import locales, params
from alereport.base.errors import Failure
from alereport.base.workspace import Workspace
from alereport.data import registers, schemas
from alereport.gate import dependencies, verdicts
from alereport.gate.verdicts import State, Verdict
from alereport.report.frames import File, provenance
from alereport.seals import history

UNREAD = "unread"
"""The state of a file that is there and that the gate could not read."""

CHECKED = ["dataset", "rule", "severity", "why"]
BROKEN = ["row", "dataset", "title", "document", "line", "rule", "severity", "value", "why"]
ACCEPTED = [*BROKEN, "reason", "by", "date"]
CORRECTIONS = ["file", "sealed", "reason", "changed"]


@dataclass(frozen=True)
class Quality:
    """What the chapter on the data's quality may read: the verdict, and no data.

    Attributes:
        language: The language the chapter speaks.
        municipality: What holds for every report, such as `as_of`.
        state: The worst of the verdict; red too where a file cannot be read.
        datasets: One row is one dataset: `dataset`, `title`, `files`.
        checked: One row is one check of one file, or over several: `dataset`, `rule`, `severity`,
            `why` (in the chapter's language).
        broken: One row is one row of the data that breaks a rule: `row`, `dataset`, `title` (of
            the dataset), `document` (its title), `line`, `rule`, `severity`, `value` (missing where
            it is withheld), `why`. That a withheld figure warns, or was accepted, is left out: it
            would tell within which limits the figure is.
        accepted: The same of those that may stand, with `reason`, `by` and `date`.
        corrections: One row is a file that was sealed anew, the latest first: `file`, `sealed`,
            `reason`, `changed` (rows; missing where git does not know).
        provenance: As `Report.provenance`; a file that cannot be read has the `state` `unread` and
            no rows.
    """

    language: str
    municipality: params.Municipality
    state: State
    datasets: pd.DataFrame
    checked: pd.DataFrame
    broken: pd.DataFrame
    accepted: pd.DataFrame
    corrections: pd.DataFrame
    provenance: pd.DataFrame


def quality(workspace: Workspace, verdict: Verdict, municipality: params.Municipality) -> Quality:
    """The verdict and the seals in frames, whatever the verdict is, in the language spoken now."""
    files = provenance(workspace, _files(workspace, verdict))
    unread = set(files["file"][files["state"].eq(UNREAD)])
    titles = {
        name: locales.chosen(schemas.schema(workspace, name).said("title"))
        for name in workspace.datasets
    }
    checked = [
        (verdicts.dataset_of(name), check.rule, check.severity, locales.chosen(check.why.said))
        for name, finding in verdict.items()
        for check in finding.checked
    ]
    whys = {(dataset, rule): why for dataset, rule, _severity, why in checked}

    told = partial(_told, workspace, titles, whys)
    broken = [
        told(failure, severity)
        for finding in verdict.values()
        for severity, rows in (("error", finding.failures), ("warning", finding.warnings))
        for failure in rows
        if severity == "error" or not failure.withheld
    ]
    accepted = [
        told(each.failure, "")
        | {"reason": locales.chosen(each.reason.said), "by": each.by, "date": each.date}
        for finding in verdict.values()
        for each in finding.accepted
        if not each.failure.withheld
    ]
    return Quality(
        language=locales.current(),
        municipality=municipality,
        state=verdicts.state(
            workspace, {name: each for name, each in verdict.items() if name not in unread}
        ),
        datasets=pd.DataFrame(
            [(name, title, len(workspace.data_files(name))) for name, title in titles.items()],
            columns=["dataset", "title", "files"],
        ),
        checked=pd.DataFrame(checked, columns=CHECKED),
        broken=pd.DataFrame(broken, columns=BROKEN),
        accepted=pd.DataFrame(accepted, columns=ACCEPTED),
        corrections=_corrections(workspace),
        provenance=files,
    )


def _told(
    workspace: Workspace,
    titles: Mapping[str, str],
    whys: Mapping[tuple[str, str], str],
    failure: Failure,
    severity: str,
) -> dict[str, Any]:
    dataset = verdicts.dataset_of(failure.file)
    return {
        "row": failure.place,
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
    """The title of the document that a row is from, or, in their register, is about."""
    registered = registers.records(workspace, "documents")
    titles = {row["document"]: row["title"] for row in registered}
    stem = PurePosixPath(failure.file).stem
    if stem == "documents" and failure.line is not None:
        return registered[failure.line - 2]["title"]
    return titles.get(stem)


def _corrections(workspace: Workspace) -> pd.DataFrame:
    rows = [
        (
            each.file,
            each.sealed,
            each.reason,
            None if each.difference.changes is None else len(each.difference.changes),
        )
        for each in history.corrections(workspace)
    ]
    return pd.DataFrame(rows, columns=CORRECTIONS)


def _files(workspace: Workspace, verdict: Verdict) -> Iterator[File]:
    there, sealed = dependencies.Datasets(workspace), seals.read(workspace)
    for path in seals.data_files(workspace):
        found = verdict.get(workspace.relative(path)) if path.is_file() else None
        now = dependencies.file_fingerprint(there, path)
        known = found if found and found.fingerprint == now else None
        state = known.told if known else UNREAD if path.is_file() else None
        seal = seals.state(workspace, path, seals=sealed)
        yield path, known.rows if known else 0, state, seal
