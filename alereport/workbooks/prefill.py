"""What is known of a document's rows before it is filled in: whose rows there will be.

Figures are left empty, for they are the document's to say; only the budget is known beforehand,
from the plan and what was decided since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.data import data_files, registers, schemas
from alereport.data.registers import REPORTS, TOTAL
from alereport.data.sheets import Sheet
from alereport.workbooks.layout import SHOWN, word

Row = dict[str, str]


def rows(workspace: Workspace, document: Mapping[str, str]) -> dict[str, list[Row]]:
    """The rows of each dataset that a new workbook begins with, in the current language.

    Args:
        workspace: The project.
        document: The document's row of the register.

    Raises:
        TableError: A data file cannot be read.
    """
    found: dict[str, list[Row]] = {}
    for dataset in schemas.names(workspace):
        sheet = schemas.schema(workspace, dataset).sheet
        if sheet is None or document["kind"] not in sheet.documents:
            continue
        known = _Known(workspace, {**document}, dataset, sheet)
        begun = [dict(row) for row in sheet.rows.get(document["kind"], ())]
        rows = [*begun, *(ROWS[dataset](known) if dataset in ROWS else ())]
        found[dataset] = _once_each(rows)
    return {dataset: rows for dataset, rows in found.items() if rows}


def _once_each(rows: Iterable[Row]) -> list[Row]:
    return list({tuple(sorted(row.items())): row for row in rows}.values())


@dataclass(frozen=True)
class _Known:
    """What a project knows of a document that is to come, for one dataset.

    Attributes:
        workspace: The project.
        document: The document's row of the register.
        dataset: The dataset.
        sheet: How it is filled in.
    """

    workspace: Workspace
    document: Row
    dataset: str
    sheet: Sheet

    @property
    def year(self) -> int:
        return int(self.document["year"])

    @property
    def is_plan(self) -> bool:
        return self.document["kind"] == "plan"

    def rows(self, dataset: str, document: Row | None) -> list[Row]:
        """The rows that a dataset has from a document."""
        if document is None:
            return []
        path = self.workspace.dataset(dataset) / f"{document['document']}.csv"
        return data_files.records(self.workspace, path) if path.exists() else []

    def earlier(self, *kinds: str) -> list[Row]:
        """The committee's documents that speak of an earlier day, the latest first."""
        documents = registers.documents_of_committee(
            self.workspace, self.document.get("committee", "")
        )
        now = (self.document["year"], self.document.get("as_of", ""))
        found = [
            row
            for row in documents
            if row["kind"] in kinds
            and row["document"] != self.document["document"]
            and (row["as_of"] < now[1] if not self.is_plan else row["year"] < now[0])
        ]
        return sorted(found, key=lambda row: (row["as_of"], row["year"]), reverse=True)

    @property
    def plan(self) -> Row | None:
        """The year's plan; of a plan itself the one before."""
        plans = [
            row for row in self.earlier("plan") if self.is_plan or int(row["year"]) == self.year
        ]
        return plans[0] if plans else None

    @property
    def report(self) -> Row | None:
        """The report before, of the same year."""
        found = [row for row in self.earlier(*REPORTS) if int(row["year"]) == self.year]
        return found[0] if found else None

    def latest(self, *kinds: str) -> list[Row]:
        """The rows of the latest earlier document that has any."""
        return next(
            filter(None, (self.rows(self.dataset, row) for row in self.earlier(*kinds))), []
        )

    def kept(self, row: Row, **cells: str) -> Row:
        """What a new row keeps of an earlier one, and some cells of its own."""
        return {**{name: row[name] for name in self.sheet.kept if name in row}, **cells}

    def renamed(self, short: str) -> str:
        """A short name of a goal or measure of the plan before, as the new plan's own."""
        if self.plan is None or not short:
            return short
        before = f"{self.document['committee']}-{self.plan['year']}-"
        own = f"{self.document['committee']}-{self.year}-"
        return own + short.removeprefix(before) if short.startswith(before) else short


def _areas(known: _Known) -> list[Row]:
    rows = registers.register_rows(known.workspace, "areas")
    return [known.kept(row) for row in rows if row["committee"] == known.document["committee"]]


def _budget(known: _Known) -> list[Row]:
    """The areas of the plan before, with its budget of its own year; without one, the areas."""
    if known.plan is None:
        return [{"area": row["area"]} for row in _areas(known)]
    return [
        known.kept(row, kind="budget", amount_year=row["amount_year"], amount_tkr=row["amount_tkr"])
        for row in known.rows("budget", known.plan)
        if row["kind"] == "budget" and row["amount_year"] == row["plan_year"]
    ]


def _outturn(known: _Known) -> list[Row]:
    """The areas of the plan, with its budget and what was decided since."""
    planned = _budget(known)
    changes = _changes(known)
    if known.plan is None:
        return planned
    return [
        known.kept(
            row,
            side="net",
            kind="budget_year",
            amount_tkr=str(int(row["amount_tkr"]) + changes.get(row["area"], 0)),
        )
        for row in planned
    ]


def _decided(known: _Known) -> list[Row]:
    """The changes of the year's budget until the day that the document speaks of, each once."""
    found: dict[tuple[str, str], Row] = {}
    for document in reversed(known.earlier("amendment", *REPORTS)):
        for row in known.rows("amendments", document):
            is_in_time = row["decided"] <= known.document.get("as_of", "")
            if row["year"] == str(known.year) and is_in_time:
                found.setdefault((row["amendment"], row["area"]), row)
    return list(found.values())


def _changes(known: _Known) -> dict[str, int]:
    """What was decided since the plan, in tkr, by area; of the whole also what its areas got."""
    found: dict[str, int] = {}
    decided = _decided(known)
    whole = {row["amendment"] for row in decided if row["area"] == TOTAL}
    for row in decided:
        amount = int(row["amount_tkr"])
        found[row["area"]] = found.get(row["area"], 0) + amount
        if row["amendment"] not in whole:
            found[TOTAL] = found.get(TOTAL, 0) + amount
    return found


def _amendments(known: _Known) -> list[Row]:
    if known.document["kind"] == "amendment":
        return [{"area": row["area"]} for row in _budget(known)]
    return [known.kept(row) for row in _decided(known)]


def _deviations(known: _Known) -> list[Row]:
    """Those of the report before that are not done, to be followed."""
    return [
        known.kept(row, follows=row["deviation"], **{SHOWN: _told(known, row)})
        for row in known.rows("deviations", known.report)
        if row["status"] != "done"
    ]


def _told(known: _Known, row: Row) -> str:
    status = word(known.sheet, "status", row["status"])
    parts = (row["cause"], row["measure_taken"], row["responsible"], row["due"], status)
    return "; ".join(part for part in parts if part)


def _goals(known: _Known) -> list[Row]:
    return [
        known.kept(row, goal=known.renamed(row["goal"]), parent=known.renamed(row["parent"]))
        for row in known.rows("goals", known.plan)
    ]


def _measures(known: _Known) -> list[Row]:
    """A row for each measure that the plan has a target for: in a plan its next target."""
    targets: dict[str, Row] = {}
    for row in known.rows("measures", known.plan):
        if row["kind"] == "target":
            is_of_year = row["year"] == str(known.year)
            if row["measure"] not in targets or is_of_year:
                targets[row["measure"]] = row
    return [_measure(known, row) for row in targets.values()]


def _measure(known: _Known, row: Row) -> Row:
    target = f"{row['as_printed']} ({row['year']})" if row["year"] else row["as_printed"]
    cells = {"year": str(known.year), SHOWN: target}
    if not known.is_plan:
        return known.kept(row, kind="outturn", **cells) | {"comparator": "="}
    names = {name: known.renamed(row[name]) for name in ("measure", "goal")}
    return known.kept(row, kind="target", **cells, **names)


def _follow_up(known: _Known) -> list[Row]:
    """A row for each goal and assignment of the plan, with what was last reported of it."""
    last: dict[str, Row] = {}
    for document in reversed(known.earlier("plan", *REPORTS)):
        last |= {row["goal"]: row for row in known.rows("follow_up", document)}
    return [
        {"goal": row["goal"], SHOWN: _reported(known, last.get(row["goal"]))}
        for row in known.rows("goals", known.plan)
    ]


def _reported(known: _Known, row: Row | None) -> str:
    if row is None:
        return ""
    return f"{word(known.sheet, 'status', row['status'])} ({locales.period(row['as_of'])})"


def _investments(known: _Known) -> list[Row]:
    """The investments of the plan before, with its amounts beside."""
    amounts: dict[str, list[str]] = {}
    items: dict[str, Row] = {}
    for row in known.rows("investments", known.plan):
        amount = locales.number(int(row["amount_tkr"]))
        amounts.setdefault(row["item"], []).append(f"{row['amount_year']}: {amount}")
        items.setdefault(row["item"], row)
    return [known.kept(row, **{SHOWN: "; ".join(amounts[item])}) for item, row in items.items()]


def _projects(known: _Known) -> list[Row]:
    """The projects of the report before; without one, the investments of the plan."""
    told = known.latest(*REPORTS) or known.rows("investments", known.plan)
    return [known.kept(row) for row in told]


def _staff(known: _Known) -> list[Row]:
    return [known.kept(row) for row in known.latest("plan", *REPORTS)]


def _sick_leave(known: _Known) -> list[Row]:
    """The groups of the document before, for the time that the document speaks of."""
    period = f"{known.year - 1 if known.is_plan else known.year}"
    if known.document["kind"] == "interim_report":
        period = f"{known.year}-01/{known.document['as_of'][:7]}"
    return [known.kept(row, period=period) for row in known.latest("plan", *REPORTS)]


def _indicators(known: _Known) -> list[Row]:
    rows = known.latest(known.document["kind"])
    return [known.kept(row, year=str(known.year)) for row in rows]


ROWS: Mapping[str, Callable[[_Known], list[Row]]] = {
    "amendments": _amendments,
    "areas": _areas,
    "budget": _budget,
    "deviations": _deviations,
    "follow_up": _follow_up,
    "goals": _goals,
    "indicators": _indicators,
    "investments": _investments,
    "measures": _measures,
    "outturn": _outturn,
    "personnel": _staff,
    "projects": _projects,
    "sick_leave": _sick_leave,
}
"""What is known of a dataset's rows; of one that is not named, nothing."""
