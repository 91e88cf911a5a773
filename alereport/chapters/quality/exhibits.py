"""The exhibits of the chapter on the quality of the data.

The frames are those of `report.quality.Quality` and of `analysis`.
"""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.quality import analysis, sentences
from alereport.chapters.quality.sentences import TRUST
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, key_figure, numbers, sentence, texts
from alereport.exhibits.model import Group, KeyFigures, Line, Table, Text, nothing
from alereport.exhibits.phrases import fill
from alereport.exhibits.values import Cell, amount

NAME = "municipality-quality"


def lead(total: pd.Series[int]) -> Text:
    """Return the main finding in one sentence."""
    return building.lines("lead", [Line(key="lead", words=sentences.lead(total))])


def key_figures(total: pd.Series[int]) -> KeyFigures:
    """Return four key figures, each with a note to compare it with."""
    counts = {str(name): amount(number, basis="derived") for name, number in total.items()}
    checks = fill(_("{errors} that must hold, {warnings} that warn"), **counts)
    warned = fill(_("and {warned} with a warning"), **counts)
    reviewed = fill(_("{part} of {all}"), part=counts["sealed"], all=counts["files"])
    unchanged = _("unchanged since they were read against their source")
    accepted, reason = _("Accepted deviations"), _("each with its reason, below")
    figures = (
        key_figure("checks", _("Checks"), counts["checks"], checks),
        key_figure("failed", _("Rows that fail"), counts["failed"], warned),
        key_figure("accepted", accepted, counts["accepted"], reason),
        key_figure("reviewed", _("Reviewed files"), reviewed, unchanged),
    )
    return KeyFigures(id="key-figures", figures=figures)


def datasets(by_dataset: pd.DataFrame, total: pd.Series[int]) -> Table:
    """Return a table of what was checked and found in each dataset; one row is one dataset."""
    columns = [
        texts("title", _("Data")),
        numbers("files", _("Files"), basis="derived"),
        numbers("errors", _("Must hold"), basis="derived"),
        numbers("warnings", _("Warn"), basis="derived"),
        numbers("failed", _("Fail"), basis="derived"),
        numbers("accepted", _("Accepted"), basis="derived"),
    ]
    total_row = pd.DataFrame([{"dataset": TOTAL, "title": _("Total"), **total}])
    caption = _(
        "Checks by dataset: how many must hold, how many only warn, how many rows fail, and how "
        "many deviate and were accepted."
    )
    return building.table(
        pd.concat([by_dataset, total_row], ignore_index=True),
        columns,
        name=f"{NAME}-datasets",
        key="dataset",
        caption=caption,
        total=True,
    )


def broken(broken: pd.DataFrame) -> Table | Text:
    """Return a table of the rows of the data that break a rule and are not accepted."""
    if broken.empty:
        return building.note("none-broken", _("No row breaks a rule without being accepted."))
    columns = [
        Column("place", _("Where"), _place, figures=False, where=True),
        Column("value", _("What stands there"), _value, figures=False),
        texts("why", _("What must hold")),
        Column("severity", _("Consequence"), _consequence, figures=False),
    ]
    caption = _("Rows that deviate and are not accepted.")
    return _deviations_table(broken, columns, "broken", caption)


def accepted(accepted: pd.DataFrame) -> Table | Text:
    """Return a table of the rows of the data that break a rule and are accepted."""
    if accepted.empty:
        return building.note("none-accepted", _("No deviation has been accepted."))
    columns = [
        Column("place", _("Where"), _place, figures=False, where=True),
        texts("why", _("What is asked")),
        texts("reason", _("Why it may stand")),
        Column("by", _("Accepted by"), _accepted_by, figures=False),
    ]
    caption = _("Deviations that were accepted, each with its reason.")
    return _deviations_table(accepted, columns, "accepted", caption)


def corrected(corrections: pd.DataFrame) -> Text:
    """Return how many files have been corrected after they were first reviewed."""
    line = Line(key="corrections", words=sentences.corrected(corrections))
    return building.lines("commentary", [line], name="corrected")


def corrections(corrections: pd.DataFrame) -> Table | Group:
    """Return a table of the files that were corrected after their review, the latest first."""
    if corrections.empty:
        return nothing()
    columns = [
        Column("sealed", _("Date"), lambda row: locales.day(row["sealed"]), figures=False),
        texts("file", _("Data file")),
        Column("reason", _("Reason"), lambda row: values.quoted(row["reason"]), figures=False),
        numbers("changed", _("Changed rows"), basis="derived"),
    ]
    return building.table(
        corrections.assign(key=analysis.row_keys(corrections, ["file", "sealed"])),
        columns,
        name=f"{NAME}-corrections",
        key="key",
        caption=_("Corrections since the first review."),
    )


def trust(municipality: str) -> Text:
    """Return why a reader can trust the figures, and what no check can detect."""
    reasons = [sentence(key, _(words), municipality=municipality) for key, words in TRUST.items()]
    return building.points("commentary", reasons, name="trust")


def _deviations_table(
    deviations: pd.DataFrame, columns: list[Column], name: str, caption: str
) -> Table:
    """Return a table of rows of the data that break a rule; the keys are the row and the rule."""
    frame = deviations.assign(rows=deviations["row"].map(lambda row: (row,)))
    return building.table(
        frame.assign(key=analysis.row_keys(frame, ["row", "rule"])),
        columns,
        name=f"{NAME}-{name}",
        key="key",
        caption=caption,
    )


def _place(row: FrameRow) -> str:
    template = _("{data}: {document}, line {line}")
    document: str = _("register") if pd.isna(row["document"]) else row["document"]
    return template.format(data=row["title"], document=document, line=row["line"])


def _value(row: FrameRow) -> Cell:
    if pd.isna(row["value"]):
        return values.withheld(_("(withheld)"))
    return values.words(row["value"])


def _consequence(row: FrameRow) -> str:
    return {"error": _("stops publishing"), "warning": _("warning")}[row["severity"]]


def _accepted_by(row: FrameRow) -> Cell:
    return values.quoted(f"{row['by']} {row['date']:%Y-%m-%d}")
