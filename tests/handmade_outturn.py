"""What tests make by hand of a year's follow-ups: small frames as `report.load` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

APRIL, AUGUST, ANNUAL = "april", "augusti", "bokslut"
DAYS = {APRIL: "2024-04-30", AUGUST: "2024-08-31", ANNUAL: "2024-12-31"}
NAMES = {"skola": "Skola", "vard": "Vård", "sparkrav": "Sparkrav", "total": "Totalt"}
Printed = Mapping[str, Mapping[str, int]]
"""What a report prints: of each kind, or side and kind (`cost forecast_year`), its areas."""


def areas() -> pd.DataFrame:
    """The register: two areas, a requirement to save and the total; one row is one."""
    frame = pd.DataFrame({"committee": "ks", "area": [*NAMES], "name": [*NAMES.values()]})
    return frame.assign(requirement=frame["area"].eq("sparkrav").astype("boolean"))


def documents(*names: str) -> pd.DataFrame:
    """The register of some reports of 2024; one row is one."""
    rows = [
        {
            "document": name,
            "title": f"Rapport {name}",
            "committee": "ks",
            "year": 2024,
            "kind": "annual_report" if name == ANNUAL else "interim_report",
            "as_of": pd.Timestamp(DAYS[name]),
        }
        for name in names
    ]
    columns = ["document", "title", "committee", "year", "kind", "as_of"]
    return pd.DataFrame(rows, columns=columns).astype({"as_of": "datetime64[ns]"})


def outturn(reports: Mapping[str, Printed], *, hedge: str | None = None) -> pd.DataFrame:
    """The tables of some reports of 2024; one row is one amount.

    Args:
        reports: What each report prints.
        hedge: The hedge of every amount.
    """
    rows = [
        {
            **_place(document),
            "as_of": pd.Timestamp(DAYS[document]),
            "area": area,
            "side": side or "net",
            "kind": kind,
            "amount_tkr": amount,
            "hedge": hedge,
        }
        for document, printed in reports.items()
        for name, amounts in printed.items()
        for side, _blank, kind in [name.rpartition(" ")]
        for area, amount in amounts.items()
    ]
    columns = [*_place(APRIL), "as_of", "area", "side", "kind", "amount_tkr", "hedge"]
    types = {"year": "Int64", "amount_tkr": "Int64", "as_of": "datetime64[ns]"}
    return _indexed(pd.DataFrame(rows, columns=columns).astype(types), "outturn")


def whole_year(budget: Mapping[str, int], forecast: Mapping[str, int]) -> Printed:
    """What a report prints of the whole year, with the total of both columns."""
    columns = {"budget_year": budget, "forecast_year": forecast}
    return {kind: {**column, "total": sum(column.values())} for kind, column in columns.items()}


def deviations(*rows: tuple[str, Mapping[str, Any]]) -> pd.DataFrame:
    """The deviations that some reports explain; one row is a report and what it says."""
    columns = ["deviation", "follows", "area", "cause", "measure_taken", "responsible"]
    columns += ["due", "hedge", "status"]
    silent = dict.fromkeys(columns)
    said = [{**_place(document), **silent, **row} for document, row in rows]
    return _indexed(pd.DataFrame(said, columns=[*_place(APRIL), *columns]), "deviations")


def amendments(*rows: tuple[str, str, str, int, str]) -> pd.DataFrame:
    """The decisions that some reports tell of; one row is report, decision, area, tkr and day."""
    said = [
        {
            **_place(document),
            "amendment": name,
            "area": area,
            "amount_tkr": amount,
            "hedge": None,
            "decided": pd.Timestamp(day),
            "decided_by": "council",
            "reference": "§ 1",
            "reason": f"Skäl {name}",
        }
        for document, name, area, amount, day in rows
    ]
    columns = ["amendment", "area", "amount_tkr", "hedge", "decided", "decided_by"]
    columns = [*_place(APRIL), *columns, "reference", "reason"]
    types = {"amount_tkr": "Int64", "year": "Int64", "decided": "datetime64[ns]"}
    return _indexed(pd.DataFrame(said, columns=columns).astype(types), "amendments")


def projects(*rows: tuple[str, str, int | None, int | None, int | None]) -> pd.DataFrame:
    """Projects in some reports; one row is report, project, decided, spent and forecast in tkr."""
    columns = ["project", "decided_total_tkr", "spent_total_tkr", "forecast_total_tkr"]
    said = [
        {
            **_place(document),
            "item": project.capitalize(),
            **dict(zip(columns, (project, *amounts), strict=True)),
            "forecast_year_tkr": None,
            "hedge": None,
            "finished": None,
        }
        for document, project, *amounts in rows
    ]
    types = dict.fromkeys([*columns[1:], "forecast_year_tkr"], "Int64")
    named = [*_place(APRIL), "item", *columns, "forecast_year_tkr", "hedge", "finished"]
    return _indexed(pd.DataFrame(said, columns=named).astype(types), "projects")


def _place(document: str) -> dict[str, Any]:
    title = f"Rapport {document}"
    return {"document": document, "title": title, "section": "3", "committee": "ks", "year": 2024}


def _indexed(frame: pd.DataFrame, dataset: str) -> pd.DataFrame:
    rows = [f"data/{dataset}/a.csv#{line}" for line in range(2, len(frame) + 2)]
    return frame.set_index(pd.Index(rows, name="row", dtype="str"))
