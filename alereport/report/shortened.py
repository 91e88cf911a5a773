"""Frames as a notebook shows them: without the addresses of rows, which are wide and not read.

The frames themselves keep them: the index of a frame, and its column `rows`. What is shown of an
index is the part of each address that tells the rows of the frame apart, and below it the whole
address of the first one.
"""

from __future__ import annotations

from html import escape
from itertools import takewhile
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.data import addresses

INDEX, ROWS = "row", "rows"
"""The name of an index of addresses, and of a column with those behind each row."""
WIDEST = 24
"""Characters of an address that are shown; of a longer one its end."""
CUT = "…"


def html(rows: pd.DataFrame) -> str:
    """Return a frame as HTML, as JupyterLab shows it."""
    told = "".join(f"<p><small>{escape(each)}</small></p>" for each in _told(rows))
    return f"{_short(rows)._repr_html_()}{told}"


def text(rows: pd.DataFrame | pd.Series[Any]) -> str:
    """Return a frame or a column of one as text."""
    return "\n".join([repr(_short(rows)), *_told(rows)])


def _short(rows: Any) -> Any:
    """Return the same with short addresses; to be shown only."""
    if has_addresses(rows):
        rows = rows.set_axis(pd.Index(_short_addresses(rows.index), name=INDEX))
    if isinstance(rows, pd.DataFrame) and ROWS in rows and rows.columns.is_unique:
        rows = rows.assign(**{ROWS: rows[ROWS].map(_count)})
    return rows


def has_addresses(rows: pd.DataFrame | pd.Series[Any]) -> bool:
    """True if the index of a frame or a column holds the addresses of its rows."""
    return rows.index.name == INDEX and all(
        isinstance(row, str) and addresses.SIGN in row for row in rows.index
    )


def _short_addresses(index: pd.Index[Any]) -> list[str]:
    """Return the keys of addresses, without the parts that all of them begin with."""
    keys = [row.partition(addresses.SIGN)[2].split(addresses.BETWEEN) for row in index]
    alike = list(takewhile(lambda parts: len(set(parts)) == 1, zip(*keys, strict=False)))
    return [_ending(addresses.BETWEEN.join(key[len(alike) :] or key[-1:])) for key in keys]


def _ending(key: str) -> str:
    return key if len(key) <= WIDEST else f"{CUT}{key[1 - WIDEST :]}"


def _count(rows: object) -> object:
    """Return how many rows of the data are behind a row, in words."""
    if not isinstance(rows, tuple):
        return rows
    return ngettext("{count} row", "{count} rows", len(rows)).format(count=len(rows))


def _told(rows: pd.DataFrame | pd.Series[Any]) -> list[str]:
    """Return what is said of the addresses below a frame."""
    if rows.empty or not has_addresses(rows):
        return []
    return [_("The index is the address of each row, such as {row}.").format(row=rows.index[0])]
