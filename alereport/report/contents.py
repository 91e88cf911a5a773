"""What is in the data of a notebook, as the table that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from alereport.base.locales import DASH
from alereport.base.locales import gettext as _

Show = Callable[[str, pd.DataFrame, Iterable[str]], str]
"""Shows a heading, a table and notes below it, as `text` and `html` do."""
LEFT = "text-align:left"
MOST_NAMED = 2
"""The most documents that are named; of more their number is told."""


def contents(frames: Mapping[str, pd.DataFrame], titles: Mapping[str, str]) -> pd.DataFrame:
    """Return what frames hold.

    Args:
        frames: `Loaded.frames`.
        titles: What a frame shows, by its name.

    Returns:
        One row is one frame, with headings for who reads them: its name in `data`, what it shows,
        how many rows it has, of which years and from which documents.
    """
    documents = frames.get("documents", pd.DataFrame(columns=["document", "year"]))
    years = documents.set_index("document")["year"]
    found = [
        (
            f"data.{name}",
            titles.get(name, name),
            len(rows),
            _span(_years(rows, years)),
            _named(list(rows["document"].dropna().unique()) if "document" in rows else []),
        )
        for name, rows in sorted(frames.items())
    ]
    headings = (_("In the notebook"), _("Shows"), _("Rows"), _("Years"), _("Documents"))
    return pd.DataFrame(found, columns=list(headings))


def _years(rows: pd.DataFrame, of_document: pd.Series[Any]) -> pd.Series[Any]:
    """Return the years that rows are about: those of their documents, or else their own."""
    if "document" in rows:
        return rows["document"].map(of_document).dropna()
    return rows["year"].dropna() if "year" in rows else pd.Series()


def _span(years: pd.Series[Any]) -> str:
    if years.empty:
        return ""
    first, last = int(years.min()), int(years.max())
    return str(first) if first == last else f"{first}{DASH}{last}"


def _named(documents: Sequence[str]) -> str:
    return ", ".join(documents) if len(documents) <= MOST_NAMED else str(len(documents))


def unread(known: Iterable[str], frames: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """Return a note on the datasets that were not read, if there are any."""
    names = ", ".join(sorted(set(known) - set(frames)))
    note = _("Not read: {names}. Where the data are loaded, add to datasets what you need.")
    return (note.format(names=names),) if names else ()


def html(heading: str, table: pd.DataFrame, notes: Iterable[str]) -> str:
    """Return a table with its heading and notes as HTML."""
    head = "".join(f'<th scope="col" style="{LEFT}">{escape(str(name))}</th>' for name in table)
    rows = (map(_html_cell, row) for row in table.itertuples(index=False))
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    told = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return f"<h4>{escape(heading)}</h4><table><tr>{head}</tr>{body}</table>{told}"


def _html_cell(value: object) -> str:
    return f'<td style="{LEFT}">{escape(str(value))}</td>'


def text(heading: str, table: pd.DataFrame, notes: Iterable[str]) -> str:
    """Return the same as plain text."""
    return "\n".join([heading, table.to_string(index=False, justify="left"), *notes])
