"""Tables and charts that an analyst makes of her own frames and figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from alereport.base.errors import TableError
from alereport.base.locales import gettext as _
from alereport.exhibits import building
from alereport.exhibits.model import Chart, Table, Text
from alereport.exhibits.own import drawings, frames, origins
from alereport.exhibits.own.wording import Worded, identifying, slug, unit_words, worded
from alereport.exhibits.phrases import phrase

ByColumn = Mapping[Any, Any]


def table(  # noqa: PLR0913 - one argument for each part of a table
    frame: pd.DataFrame | pd.Series[Any],
    *,
    caption: Worded,
    unit: str | ByColumn = "",
    decimals: int | ByColumn | None = None,
    index: bool | None = None,
    headings: Mapping[Any, Worded] | None = None,
    headline: Worded = "",
    rows: Any = None,
    name: str = "",
) -> Table | Text:
    """Return a table of a frame, to be shown as the last line of a cell.

    Its numbers and dates are written as everywhere in the report, in its language. A caption, a
    headline and a heading may be one text, or a dict with a text for each language.

    Args:
        frame: At most 500 rows and 15 columns of numbers, texts, dates and booleans.
        caption: What it shows, such as `"Visits by month"`.
        unit: The unit of its numbers, such as `"tkr"` or `"%"`; or of each column, as a dict. That
            of a column such as `amount_tkr` or `total_percent` is known from its name.
        decimals: How many decimals are written, of all columns or of each; by default as many as
            the numbers have, at most two.
        index: Whether the index is shown; by default if it has a name or holds texts. The
            addresses of rows of the data, which frames of the report have, are never shown.
        headings: The headings of columns, where they are not the columns' names.
        headline: The main finding, above the table.
        rows: The frame of the data that the figures are computed from, such as `data.budget`, or
            the addresses of its rows; needed after `groupby` or `merge`, which lose the index.
        name: A short name that stays the same when the caption changes; by default the caption.

    Raises:
        TableError: The frame is too large, or holds what a table cannot show.
    """
    words = worded(caption)
    if not words:
        raise TableError(
            "exhibits.table",
            "the caption is empty",
            "what the table shows, in a few words",
            'write exhibits.table(frame, caption="…")',
        )
    return of_frame(
        frame,
        caption=words,
        headline=worded(headline),
        unit=unit,
        decimals=decimals,
        index=index,
        headings=headings,
        rows=rows,
        name=name or identifying(caption),
    )


def of_frame(  # noqa: PLR0913 - as `table`
    frame: pd.DataFrame | pd.Series[Any],
    *,
    caption: str = "",
    headline: str = "",
    unit: str | ByColumn = "",
    decimals: int | ByColumn | None = None,
    index: bool | None = None,
    headings: Mapping[Any, Worded] | None = None,
    rows: Any = None,
    name: str = "",
) -> Table | Text:
    """Return the table of a frame; see `table`. Without a caption it is not to be published yet."""
    columns = frames.columns(
        frame, unit=unit, decimals=decimals, index=index, headings=headings or {}
    )
    if not len(frame):
        said = _("{caption}: there is nothing to show.").format(caption=caption or _("Table"))
        return building.note(slug(name) or "empty", said)
    behind = origins.behind(frame, rows, columns)
    unit_of_all = unit_words(unit) if isinstance(unit, str) else ""
    is_told = not unit_of_all or not caption or unit_of_all.casefold() in caption.casefold()
    return Table(
        id=slug(name),
        own=True,
        headline=headline,
        caption=caption if is_told else f"{caption.rstrip('.')}, {unit_of_all}",
        source=behind.source,
        columns=frames.model_columns(columns),
        rows=frames.rows(columns, behind),
        notes=behind.notes,
    )


def chart(  # noqa: PLR0913 - one argument for each part of a chart
    figure: Any,
    *,
    caption: Worded,
    alt: Worded,
    headline: Worded = "",
    values: pd.DataFrame | pd.Series[Any] | None = None,
    unit: str | ByColumn = "",
    decimals: int | ByColumn | None = None,
    index: bool | None = None,
    headings: Mapping[Any, Worded] | None = None,
    rows: Any = None,
    name: str = "",
) -> Chart:
    """Return a chart of a figure of Matplotlib, to be shown as the last line of a cell.

    It is drawn twice, for a wide column and for a phone, and pyplot shows it no second time.

    Args:
        figure: The figure, or its axes as `frame.plot()` returns them.
        caption: What it shows, and its unit.
        alt: What it says, for those who cannot see it: the finding first, then the values.
        headline: Its main finding, above it.
        values: The values that are drawn, to be downloaded as a table, to be traced, and to be
            compared with the next edition.
        unit: See `table`; so are `decimals`, `index` and `headings`.
        rows: The frame of the data that it is drawn from, or the addresses of its rows; not needed
            with values that have the index of such a frame.
        name: See `table`.

    Raises:
        TableError: It is no figure, or has no caption or no description, or a value cannot be
            shown.
    """
    caption_words, description, finding = worded(caption), worded(alt), worded(headline)
    for argument, words in (("caption", caption_words), ("alt", description)):
        if not words:
            raise TableError(
                "exhibits.chart",
                f"{argument} is empty",
                "what the figure says, in a sentence",
                'write exhibits.chart(figure, caption="…", alt="…")',
            )
    shown = (
        of_frame(
            values,
            caption=caption_words,
            unit=unit,
            decimals=decimals,
            index=index,
            headings=headings,
            rows=rows,
        )
        if values is not None
        else None
    )
    drawn = shown if isinstance(shown, Table) else None
    behind = origins.given(rows) if drawn is None else origins.of_table(drawn)
    identifier = slug(name or identifying(caption))
    return Chart(
        id=identifier,
        own=True,
        headline=phrase(finding),
        finding=behind.addresses,
        caption=caption_words,
        source=behind.source,
        alt=f"{finding.rstrip('.')}. {description}" if finding else description,
        marks=frames.marks(drawn) if drawn else (),
        columns=drawn.columns if drawn else (),
        rows=drawn.rows if drawn else (),
    ).with_pictures(drawings.of_figure(figure, name=identifier))
