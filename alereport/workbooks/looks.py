"""How the sheets of a workbook look: fonts, widths, number formats, and what may be typed."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from alereport.base.locales import gettext as _
from alereport.data.schemas import Field

HEADING = PatternFill("solid", start_color="FFD9E4EA")
INPUT = PatternFill("solid", start_color="FFFFFDF2")
NAME = "Calibri"
GREY = Font(NAME, 11, color="FF5A646B")
BOLD = Font(NAME, 11, bold=True)
TITLE = Font(NAME, 14, bold=True)
WARNING = Font(NAME, 11, bold=True, color="FF8A1F11")
THIN = Side(style="thin", color="FFC5CDD2")
GRID = Border(top=THIN, bottom=THIN, left=THIN, right=THIN)
WRAPPED = Alignment(wrap_text=True, vertical="top")
RIGHT = Alignment(horizontal="right", vertical="top", wrap_text=True)
AMOUNT, PLAIN_NUMBER, YEAR, DAY, TEXT = "#,##0", "General", "0", "yyyy-mm-dd", "@"
OPEN, LOCKED = Protection(locked=False), Protection(locked=True)
WIDEST, NARROWEST = 48, 11
MESSAGE = 255
"""Characters of the longest message beside a cell."""


def number_format(field: Field | None) -> str:
    """The number format of a column; text where Excel would make a day of a month."""
    if field is None or field.type in {"string", "boolean"}:
        return TEXT
    if field.type == "date":
        return DAY
    if field.type == "number":
        return PLAIN_NUMBER
    return AMOUNT if field.unit else YEAR


def is_figure(field: Field | None) -> bool:
    return field is not None and field.type in {"integer", "number"}


def put(cell: Cell, value: object, form: str = TEXT) -> None:
    """Write a value; text is text, whatever it begins with."""
    cell.value = value
    cell.number_format = form
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in {"=", "+", "-", "@", "'"}


def dress(cell: Cell, field: Field | None, *, is_open: bool) -> None:
    """Make a cell look as what it is: to be typed in, or given."""
    cell.border = GRID
    cell.alignment = RIGHT if is_figure(field) else WRAPPED
    cell.protection = OPEN if is_open else LOCKED
    if is_open:
        cell.fill = INPUT
    else:
        cell.font = GREY


def width(field: Field | None, heading: str, texts: Iterable[str], *, is_short: bool) -> int:
    """How wide a column is, in characters.

    Args:
        field: The column.
        heading: Its heading.
        texts: The texts that stand or may be chosen in it.
        is_short: True if it has a few letters, such as a section.
    """
    if is_figure(field):
        narrowest, widest = NARROWEST, 16
    elif field is None or field.type == "string":
        is_narrow = is_short or field is None or field.constraints.enum or field.constraints.pattern
        narrowest, widest = NARROWEST if is_narrow else 26, WIDEST
    else:
        narrowest, widest = NARROWEST, NARROWEST
    longest = max([0, *map(len, texts)]) + 2
    return min(max(longest, len(heading) * 2 // 3, narrowest), widest)


def arrange(page: Worksheet, *, heads: int, title: str, printed: str) -> None:
    """Set up a sheet for the screen and for paper, and lock what is not to be typed in.

    Args:
        page: The sheet.
        heads: The row of its headings.
        title: What stands above each page on paper.
        printed: The cells that are printed.
    """
    page.print_area = printed
    page.freeze_panes = f"B{heads + 1}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{heads}:{heads}"
    page.oddFooter.center.text = "&P (&N)"
    page.oddHeader.left.text = title.replace("&", "&&")
    protection = page.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(protection, allowed, False)  # Excel's mark is that it is not forbidden.
    protection.insertRows = protection.deleteRows = False


def list_of(area: str, *, is_open: bool) -> DataValidation:
    """A list to choose from.

    Args:
        area: The cells with its words.
        is_open: True if something else may be typed too.
    """
    rule = DataValidation(type="list", formula1=area, allow_blank=True)
    return _refusing(rule, _("Choose one of the list."), is_open=is_open)


def limits_of(field: Field, *, hedged: bool) -> DataValidation | None:
    """What Excel should refuse to be typed in a column; None if it takes anything.

    Args:
        field: The column.
        hedged: True if a word may stand before the figure, such as `cirka`.
    """
    low, high = field.constraints.minimum, field.constraints.maximum
    if field.type == "date":
        rule = DataValidation(type="date", operator="greaterThan", formula1="25569")
        return _refusing(rule, _("Write a day, such as 2025-08-31."))
    if not is_figure(field):
        return None
    kind = "whole" if field.type == "integer" else "decimal"
    bounds = (-(10**9) if low is None else low, 10**9 if high is None else high)
    rule = DataValidation(type=kind, operator="between", formula1=bounds[0], formula2=bounds[1])
    words = (
        _("Write a whole number, without unit.")
        if kind == "whole"
        else _("Write a number, without unit.")
    )
    return _refusing(rule, words, is_open=hedged)


def _refusing(rule: DataValidation, words: str, *, is_open: bool = False) -> DataValidation:
    rule.allow_blank = True
    rule.errorStyle = "warning" if is_open else "stop"
    rule.errorTitle, rule.error, rule.showErrorMessage = _("Not as expected")[:31], words, True
    return rule


def prompted(rule: DataValidation | None, title: str, words: str) -> DataValidation:
    """A rule that also says what belongs in the cell once it is chosen."""
    rule = rule or DataValidation()
    rule.promptTitle, rule.prompt, rule.showInputMessage = title[:31], words[:MESSAGE], True
    return rule
