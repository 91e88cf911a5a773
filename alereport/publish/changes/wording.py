"""What an edition tells, in words that the page and the feed share; the page marks them up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.exhibits.traced import CELL_SEPARATOR
from alereport.exhibits.values import WITHHELD
from alereport.publish.changes.editions import CellChange, Change, Edition, News, Reason

NEWS, REVISIONS, CORRECTIONS = "news", "revisions", "corrections"
"""The three sections of the page, by their anchors."""
MAX_NAMES = 12
"""The most new rows of a table that are named."""


@dataclass(frozen=True)
class Markup:
    """How words are marked up.

    Attributes:
        words: Escapes words.
        strong: Escapes words, and stresses them.
        line_break: What stands between two lines of a list item.
    """

    words: Callable[[str], str]
    strong: Callable[[str], str]
    line_break: str


def anchor(section: str, edition: Edition) -> str:
    """The anchor of what an edition has in a section."""
    return f"{section}-{edition.number}"


Place = tuple[str, str, str]
"""A chapter's report, its name, and the name of a table or chart in it; empty for text."""


def place(of: Change | News) -> Place:
    return of.report, of.chapter, of.caption.split(". ")[0].removesuffix(".")


def by_reason(changes: Sequence[Change]) -> list[tuple[tuple[Reason, ...], list[Change]]]:
    """The changes with the same reasons together, those that were sealed first first."""
    ordered = sorted(changes, key=lambda change: _order(change.reasons))
    return [
        (reasons, list(group)) for reasons, group in groupby(ordered, key=lambda of: of.reasons)
    ]


def _order(reasons: Sequence[Reason]) -> tuple[tuple[str, str, str], ...]:
    return tuple((str(reason.sealed or ""), reason.file, reason.words) for reason in reasons)


def by_place(changes: Sequence[Change], markup: Markup) -> list[tuple[Place, list[str]]]:
    """What the figures of each place showed and show."""
    return [
        (at, [item for change in group for item in difference(change, markup)])
        for at, group in groupby(changes, key=place)
    ]


def difference(change: Change, markup: Markup) -> Iterator[str]:
    """What a figure showed and shows; of a table, each cell with its row and column."""
    if change.is_chapter:
        yield _("The whole chapter is no longer shown.")
    elif change.after and change.cells and all(cell.heading for cell in change.cells):
        yield from (_cell(change.row, cell, markup) for cell in change.cells)
    else:
        yield _sentences(change, markup)


def _cell(row: str, cell: CellChange, markup: Markup) -> str:
    name = markup.words(", ".join(part for part in (row, cell.heading) if part))
    if cell.after == WITHHELD:
        withheld = _("withheld now")
        return f"{name}: {markup.strong(withheld)}"
    before, after = cell.before or _("empty"), cell.after or _("no longer shown")
    return f"{name}: {markup.words(before)} → {markup.strong(after)}"


def _sentences(change: Change, markup: Markup) -> str:
    """The whole text before and now; of a row of a record of version 1, the cells that changed."""
    row = markup.words(f"{change.row}: ") if change.row and change.cells and change.after else ""
    before, after = change.before, change.after
    if row:
        before = ", ".join(cell.before for cell in change.cells)
        after = ", ".join(cell.after for cell in change.cells)
    lines = []
    if before:
        shown = row + markup.words(before.replace(CELL_SEPARATOR, ", "))
        lines.append(_("It showed: {words}").format(words=shown))
    if after:
        shown = row + markup.strong(after.replace(CELL_SEPARATOR, ", "))
        lines.append(_("It shows: {words}").format(words=shown))
    else:
        lines.append(_("It is no longer shown."))
    return markup.line_break.join(lines)


def news_by_place(news: Sequence[News], markup: Markup) -> list[tuple[Place, list[str]]]:
    """What is new in chapters that were there: tables and charts, columns, rows and sentences."""
    return [(at, list(_new_parts(list(group), markup))) for at, group in groupby(news, key=place)]


def _new_parts(news: Sequence[News], markup: Markup) -> Iterator[str]:
    by_kind = {kind: [each for each in news if each.kind == kind] for kind in ("column", "row")}
    if any(each.kind == "exhibit" for each in news):
        is_chart = news[0].label.startswith("fig-")
        yield _("The chart is new.") if is_chart else _("The table is new.")
    if columns := by_kind["column"]:
        yield _("New columns: {names}").format(names=_names(columns, markup))
    if not (rows := by_kind["row"]):
        return
    if rows[0].label:
        yield _("New rows: {names}").format(names=_names(rows, markup))
    else:
        yield from (markup.strong(each.words.replace(CELL_SEPARATOR, ", ")) for each in rows)


def _names(news: Sequence[News], markup: Markup) -> str:
    names = "; ".join(markup.words(each.words) for each in news[:MAX_NAMES])
    if (more := len(news) - MAX_NAMES) <= 0:
        return names
    more_text = ngettext("and {many} more", "and {many} more", more)
    return f"{names}; {more_text.format(many=locales.number(more))}"


def added(edition: Edition) -> str:
    """How many figures are new, in an edition of which no more was kept."""
    return ngettext("{many} figure is new.", "{many} figures are new.", edition.added).format(
        many=locales.number(edition.added)
    )


def counts(edition: Edition) -> Iterator[str]:
    """How much an edition tells of each kind, a sentence each."""
    if edition.number == 1 and edition.is_empty:
        yield _("The first publication.")
    else:
        new = len(edition.news) + len(edition.consequences) + edition.added
        yield _("New: {new}. Revised: {revised}. Corrected: {corrected}.").format(
            new=locales.number(new),
            revised=locales.number(len(edition.revisions)),
            corrected=locales.number(len(edition.corrections)),
        )
    if edition.reworded:
        yield ngettext(
            "{many} figure is said in other words, from the same data and with the same numbers.",
            "{many} figures are said in other words, from the same data and with the same numbers.",
            edition.reworded,
        ).format(many=locales.number(edition.reworded))
    if edition.restructured:
        yield ngettext(
            "{many} figure is shown otherwise, since its data were given another form.",
            "{many} figures are shown otherwise, since their data were given another form.",
            edition.restructured,
        ).format(many=locales.number(edition.restructured))
