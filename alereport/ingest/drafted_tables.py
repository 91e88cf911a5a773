"""The rows of datasets that a table determines, as `drafts` in `words.yaml` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alereport.ingest import dates
from alereport.ingest.agreement import IN_TKR
from alereport.ingest.numerals import is_nothing
from alereport.ingest.shapes import Draft
from alereport.ingest.words import Words

Row = dict[str, Any]
Table = Mapping[str, Any]
Column = Mapping[str, Any]
Cell = Mapping[str, Any]
PLAN = "plan"
NET = "net"
NO_UNIT = "the unit of the table is not told"
NO_YEAR = "the year of its column is not told"
SHORTENED = "…"
DATES = ("due", "finished")
"""Columns of a dataset that hold dates, each with its `hedge`."""
OF_LABEL = "by its label"


def datasets_of(table: Table, document: Mapping[str, Any], words: Words) -> list[str]:
    """The datasets a table is of: one at most, and those that may stand beside it."""
    of = [name for name, draft in words.drafts.items() if _is_of(draft, table, document, words)]
    first = [name for name in of if not words.drafts[name].beside][:1]
    return [*first, *(name for name in of if words.drafts[name].beside)]


def _is_of(draft: Draft, table: Table, document: Mapping[str, Any], words: Words) -> bool:
    if not draft.cell and not draft.row:
        return False  # Its rows stand in running text.
    kinds = {column["kind"] for column in table["columns"]}
    heads = " ".join(column["label"] for column in table["columns"])
    named = words.meanings("tables", f"{table['title']} {table['heading']} {table['of_labels']}")
    named += words.meanings("tables", heads)
    # A document whose kind is not told is read as a plan, or as what is named over its table.
    is_document = document["kind"] in draft.documents or not draft.documents
    is_untold = not document["kind"] and (draft.named or PLAN in draft.documents or draft.beside)
    has_years = any(column["year"] for column in table["columns"]) or _year_over(table)
    return bool(
        (is_document or is_untold)
        and (not draft.named or {*draft.named} & {*named} or document["kind"] in draft.unnamed_in)
        and not {*draft.unnamed} & {*named}
        and not {*draft.without} & kinds
        and all({*group} & kinds for group in draft.needs)
        and (has_years or not draft.by_year or not draft.cell)
        and _has_shown(draft, table)
    )


def _year_over(table: Table) -> str:
    """The one year that the title or the heading of a table names, where no column has any."""
    found = dates.years(table["title"]) or dates.years(table["heading"])
    has_own = any(column["year"] for column in table["columns"])
    return found[0] if len(found) == 1 and not has_own else ""


def _has_shown(draft: Draft, table: Table) -> bool:
    """True if some figure or text of the table goes to a column of the dataset."""
    taken = {*draft.kinds, *(key.split(" ")[0] for key in draft.row)}
    return not taken or any(column["kind"] in taken for column in table["columns"])


@dataclass(frozen=True)
class _Drafted:
    """A table that becomes rows of a dataset: how, and what was read of its document."""

    draft: Draft
    table: Table
    document: Mapping[str, Any]
    words: Words


def rows(table: Table, document: Mapping[str, Any], name: str, words: Words) -> Iterator[Row]:
    """Yield the rows of one dataset that a table determines."""
    of = _Drafted(words.drafts[name], table, document, words)
    for row in table["rows"]:
        if not of.draft.has_totals and words.meaning("rows", row["label"]) == "total":
            continue
        pairs = list(zip(table["columns"], row["cells"], strict=True))
        if of.draft.cell:
            yield from _by_cell(of, row["label"], pairs)
        else:
            years = list(dict.fromkeys(column["year"] for column, _cell in pairs))
            for year in years if of.draft.by_year else [None]:
                kept = [pair for pair in pairs if not year or pair[0]["year"] == year]
                yield from _by_row(of, row["label"], kept)


Pairs = Sequence[tuple[Column, Cell]]


def _by_cell(of: _Drafted, label: str, pairs: Pairs) -> Iterator[Row]:
    """Yield a row a figure."""
    draft = of.draft
    for column, cell in pairs:
        key = _key(of, column, draft.kinds) if draft.kinds else column["kind"]
        year = column["year"] or _year_over(of.table)
        is_taken = not draft.kinds or key is not None
        has_year = not draft.by_year or year
        is_figure = cell["value"] is not None or cell["state"] == "asked"
        if is_figure and not column["is_text"] and is_taken and has_year:
            row = _of_cell(of, label, column, cell, key or "")
            yield from [row] if row else []


def _of_cell(of: _Drafted, label: str, column: Column, cell: Cell, key: str) -> Row | None:
    """The row that a figure is; None where words tell that it is none of the dataset."""
    draft = of.draft
    told, reasons = _told(of, label, column)
    if {*told.values()} & {*draft.left_out}:
        return None
    role = of.words.meaning("rows", label) if not draft.side else _role(of, label, column)
    side = role if role in {"cost", "income"} else NET
    target = told.pop("measured", "") or draft.cell
    sign = _sign(draft, of.table, side)
    printed = cell["value"]
    value, doubts = _converted(None if printed is None else printed * sign, target, of.table)
    reasons += doubts + _of_the_year(of, key, column)
    if draft.by_year and not column["year"]:
        reasons.append("its year stands over the table, and not over its column")
    if draft.is_net and side != NET:
        reasons.append("a cost or an income alone, beside net costs")
    row = {
        "section": of.table["section"],
        draft.label: label if told.pop(OF_LABEL, True) else "",
        "kind": draft.kinds.get(key, ""),
        draft.by_year: column["year"] or _year_over(of.table),
        draft.side: side,
        "comparator": cell["comparator"],
        "hedge": cell["hedge"],
        target: value,
        **told,
    }
    return {**row, **about(cell["as_printed"], [cell], reasons)}


def _role(of: _Drafted, label: str, column: Column) -> str:
    """What a figure is: a cost or an income, where its label or its head says so."""
    return next(
        (role for each in (column["label"], label) if (role := of.words.meaning("rows", each))), ""
    )


def _by_row(of: _Drafted, label: str, pairs: Pairs) -> Iterator[Row]:
    """Yield the row that a row of the table is, unless nothing of it is taken."""
    draft = of.draft
    row: Row = {"section": of.table["section"]}
    taken, reasons = [], []
    for column, cell in pairs:
        key = _key(of, column, draft.row)
        if key is None or is_nothing(cell["as_printed"]):
            continue
        taken.append(cell)
        values, doubts = _of_column(of, column, cell, key)
        row |= {**values, "hedge": row.get("hedge") or values.get("hedge", "")}
        reasons += doubts
    if not taken:
        return
    told, doubts = _told(of, label, {"label": of.table["of_labels"]})
    number, _blank, name = label.partition(" ")
    is_numbered = bool(draft.number) and number.replace(".", "").isdigit()
    row |= {draft.label: name if is_numbered else label, **told}
    if is_numbered:
        row |= {draft.number: number, draft.first: number.partition(".")[0]}
    if "commented" in draft.columns:
        row["commented"] = "no"
    printed = [cell["as_printed"] for cell in taken]
    if not draft.label:
        printed.insert(0, label)
    yield {**row, **about(" | ".join(printed), taken, reasons + doubts)}


def _of_column(of: _Drafted, column: Column, cell: Cell, key: str) -> tuple[Row, list[str]]:
    """What a cell gives to the row it stands in, and why that is asked about."""
    target = of.draft.row[key]
    if column["is_text"]:
        return _text(target, column["kind"], cell["as_printed"], of.words)
    value, doubts = _converted(cell["value"], target, of.table)
    row = {target: value, "hedge": cell["hedge"]}
    doubts += _of_the_year(of, key, column)
    if of.draft.by_year:
        row[of.draft.by_year] = column["year"]
        doubts += [] if column["year"] else [NO_YEAR]
    return row, doubts


def _key(of: _Drafted, column: Column, keys: Mapping[str, str]) -> str | None:
    """The key of a column among those a draft takes; see `Draft`. None if it takes none."""
    kind, year = column["kind"], of.document["year"]
    if not kind and len(of.table["columns"]) > 1:
        return None
    ways = [f"{kind}_period"] * _is_of_a_period(of, column)
    ways += [f"{kind} {each}" for each in of.words.meanings("qualifiers", column["label"])]
    ways += [f"{kind} year-1"] if year and column["year"] == year - 1 else []
    return next((way for way in (*ways, kind) if way in keys), None)


def _is_of_a_period(of: _Drafted, column: Column) -> bool:
    """True if the title of a table without years and forecasts says that it is of a part of one."""
    kinds = {each["kind"] for each in of.table["columns"]}
    over = of.words.meaning("periods", of.table["title"])
    return bool(over) and not column["year"] and "forecast" not in kinds


def _of_the_year(of: _Drafted, key: str, column: Column) -> list[str]:
    """Why a figure may be of another period: no year is told, or only a part of one is over."""
    if key not in of.draft.dated:
        return []
    is_whole_year = "year" in of.words.meanings("qualifiers", column["label"])
    if not column["year"]:
        return [] if is_whole_year else [NO_YEAR]
    is_own = of.document["kind"] == "interim_report" and column["year"] == of.document["year"]
    is_over_a_part = column["kind"] == "outturn" or of.words.meaning("periods", of.table["title"])
    return (
        ["it may be of a part of the year"]
        if is_own and is_over_a_part and not is_whole_year
        else []
    )


def _told(of: _Drafted, label: str, column: Column) -> tuple[Row, list[str]]:
    """What words tell of a figure: over it, at its row, or over the table.

    Returns:
        The values, with `OF_LABEL` false where the label tells one; and what nothing tells.
    """
    over = f"{of.table['title']} {of.table['heading']}"
    told: Row = {}
    doubts = []
    for name, list_of_words in of.draft.told.items():
        tell = period if list_of_words == "periods" else _meaning(list_of_words, of.words)
        places = {"column": column["label"], "row": label, "table": over}
        found = {where: tell(text, over) for where, text in places.items()}
        where = next((where for where, value in found.items() if value), None)
        default = of.draft.defaults.get(name, "")
        if not where and default and _alone(default, of.table, tell):
            told[name] = default
            continue
        told[name] = found[where] if where else ""
        if where == "row":
            told[OF_LABEL] = False
        if not where:
            doubts.append(f"its {name} is not told")
    return told, doubts


def _alone(default: str, table: Table, tell: Any) -> bool:
    """True if no head and no label of a table tells anything else than the default."""
    texts = [each["label"] for each in (*table["columns"], *table["rows"])]
    return {tell(text, "") for text in texts} <= {default, ""}


def _meaning(name: str, words: Words) -> Any:
    return lambda text, _over: words.meaning(name, text)


def period(text: str, over: str) -> str:
    """The year or the month that a text is of; the year of a month may stand over the table."""
    year_over = dates.years(over)
    found = list(dates.dates(text)) or [
        date
        for year in year_over[:1] if len(year_over) == 1
        for date in dates.dates(f"{dates.whole_month(text)} {year}")
    ]  # fmt: skip
    years = dates.years(text)
    if len(found) == 1:
        return found[0].value[:7]
    return years[0] if len(years) == 1 else ""


def _text(target: str, kind: str, printed: str, words: Words) -> tuple[Row, list[str]]:
    """A text of a table as the columns of a dataset hold it, and why it is asked about."""
    if target in DATES:
        date = dates.only_date(printed)
        if date is None:
            return {target: ""}, ["when it is, as a date"]
        return {target: date.value, "hedge": date.hedge}, []
    if kind == "status":
        status = words.meaning("progress", printed)
        return {target: status}, [] if status else ["how far it has come"]
    is_own = kind in {"responsible", "reference"}
    is_long = printed.endswith((SHORTENED, ".")) and not is_own
    return {target: printed}, ["find your own words"] if is_long else []


def _sign(draft: Draft, table: Table, side: str) -> int:
    """-1 for a cost that the table prints with a minus, where the dataset has it without."""
    is_amount = draft.cell.endswith("_tkr") and (draft.side or draft.is_net)
    return -1 if is_amount and table["costs"] == "negative" and side != "income" else 1


def _converted(value: float | None, target: str, table: Table) -> tuple[str, list[str]]:
    """A figure in the unit of its column, and why it cannot be told."""
    if value is None or not target.endswith("_tkr"):
        return plain(value), []
    factor = IN_TKR.get(table["unit"])
    return ("", [NO_UNIT]) if factor is None else (plain(value * factor), [])


def about(printed: str, cells: Sequence[Cell], reasons: Sequence[str]) -> Row:
    """What stands beside the columns of a row: what is printed, where, and its state."""
    states = [cell["state"] for cell in cells]
    given = [cell["reason"] for cell in cells if cell["reason"]]
    state = next(state for state in ("asked", "read", "proved") if state in states)
    return {
        "as_printed": printed,
        **where(cells[0]),
        "state": "asked" if reasons else state,
        "reason": "; ".join(dict.fromkeys([*given, *reasons])),
    }


def where(read: Mapping[str, Any]) -> Row:
    """Where something that was read stands: its place and, in a PDF, page and box."""
    return {"place": read["place"], "page": read.get("page"), "box": read.get("box")}


def plain(value: float | None) -> str:
    """A figure as a cell of CSV."""
    return "" if value is None else f"{value + 0:.10g}"  # Not `-0`.
