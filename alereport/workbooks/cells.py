"""A cell of a workbook as the text of a cell of a dataset, and back.

A person types what she is used to: `12 345`, `1 234,5`, `−500`, `(500)`, `cirka 300`, a day as
Excel makes it. What it could mean in two ways is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from alereport.base import files
from alereport.data.schemas import PATTERNS, Field

BLANKS = re.compile(r"[ \t\u00a0\u2007\u2009\u202f]")
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
MINUS = re.compile(rf"[{DASHES}]")
NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?: \d{3})+|\d+)(?:[.,](?P<decimals>\d+))?")
BREAK = re.compile(r"(?:_x000D_)?\r?\n|_x000D_|\r")
"""The end of a line in a cell, as one or the other program writes it."""
DIGITS = 9
"""Decimals of a number of Excel, without the noise of computing in binary."""
DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?")
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What of a number format is shown as it stands, or is a colour or a language."""
MOST_LISTED = 20
"""The most words of a list in a message."""
YES = {"true", "yes", "ja", "1", "x"}
NO = {"false", "no", "nej", "0"}


class UnreadableCellError(ValueError):
    """What stands in a cell is none of its column.

    Attributes:
        found, expected, next_step: See `AlereportError`.
    """

    def __init__(self, found: str, expected: str, next_step: str = "correct the cell") -> None:
        super().__init__(found, expected, next_step)
        self.found, self.expected, self.next_step = found, expected, next_step


@dataclass(frozen=True)
class Typed:
    """A cell as Excel has it.

    Attributes:
        value: Its value; of a formula the one that was last computed.
        form: Its number format.
    """

    value: object
    form: str = "General"

    @property
    def is_percentage(self) -> bool:
        return "%" in QUOTED.sub("", self.form)

    @property
    def shows_day(self) -> bool:
        return "d" in QUOTED.sub("", self.form).lower()


def text(typed: Typed, field: Field, words: Mapping[str, str] | None = None) -> str:
    """The text of a dataset's cell, empty if nothing was typed.

    Args:
        typed: The cell.
        field: Its column.
        words: The value of the column for each text that may be chosen, the shown one first.

    Raises:
        UnreadableCellError: It is none of its column.
    """
    value = typed.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    if words is not None:
        return chosen(_plain(value), words)
    if field.type == "boolean":
        return _boolean(value)
    if field.type == "date":
        return _date(value)
    if field.type in {"integer", "number"}:
        return figure(typed, field)
    return _words(typed, field)


def figure(typed: Typed, field: Field) -> str:
    """The text of a figure; empty for a dash, as tables have it for nothing.

    Raises:
        UnreadableCellError: It is no number, or has decimals where the column has none.
    """
    value, expected = (
        typed.value,
        PATTERNS[field.type][1] + (f" ({field.unit})" if field.unit else ""),
    )
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnreadableCellError(f"it is {_shown(value)}", expected)
    if typed.is_percentage and not isinstance(value, str):
        if field.type == "integer" and field.unit != "%":
            raise UnreadableCellError(f"it is a percentage, {value:.4%}", expected)
        value = value * 100
    plain = value if isinstance(value, str) else in_full(value)
    found = _figure(plain, field.unit or "")
    if found is not None and field.type == "integer":
        whole, _point, decimals = found.partition(".")
        found = whole if not decimals.strip("0") else None
        found = "0" if found == "-0" else found
    if found is None or (found and not re.fullmatch(PATTERNS[field.type][0], found)):
        raise UnreadableCellError(f"it is {_shown(value)}", expected)
    return found


def in_full(value: float) -> str:
    """A number of Excel in full, without an exponent and without noise."""
    if isinstance(value, int):
        return str(value)
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN
        return str(value)
    shown = format(Decimal(repr(round(value, DIGITS))).normalize(), "f")
    return "0" if shown == "-0" else shown


def _figure(typed: str, unit: str) -> str | None:
    """A number as typed, with . as decimal sign; "" for a dash, None if it is none."""
    plain = MINUS.sub("-", " ".join(BLANKS.sub(" ", typed).split()))
    for ending in (unit, "tkr", "kr") if unit == "tkr" else (unit,):
        plain = plain.removesuffix(ending).rstrip() if ending else plain
    if not plain.strip("-"):
        return ""
    if bracketed := re.fullmatch(r"\( ?([^-+]+?) ?\)", plain):
        plain = f"-{bracketed[1]}"
    match = NUMBER.fullmatch(re.sub(r"^([-+]) ", r"\1", plain))
    if match is None:
        return None
    whole = match["whole"].replace(" ", "").lstrip("0") or "0"
    decimals = f".{match['decimals']}" if match["decimals"] else ""
    is_zero = not (whole + decimals).strip("0.")
    return ("-" if match["sign"] == "-" and not is_zero else "") + whole + decimals


def hedged(typed: Typed, field: Field) -> tuple[str, str]:
    """The word of how certain a figure is, which may stand before it, and the figure.

    Raises:
        UnreadableCellError: See `figure`.
    """
    if isinstance(typed.value, str):
        for match in _splits(" ".join(typed.value.split())):
            try:
                return match[0], figure(Typed(match[1], typed.form), field)
            except UnreadableCellError:
                continue
    return "", figure(typed, field)


def _splits(plain: str) -> list[tuple[str, str]]:
    """The ways to part words from a number after them, the longest number first."""
    parts = plain.split(" ")
    found = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    return [
        (words, number)
        for words, number in found
        if number.strip(f"{DASHES}+(")[:1].isdigit() and re.search(r"[^\W\d_]", words)
    ]


def with_hedge(hedge: str, amount: str) -> str:
    """A figure with its word of how certain it is, as it stands in one cell; see `hedged`."""
    return f"{hedge} {amount}".strip()


def chosen(typed: str, words: Mapping[str, str]) -> str:
    """The value that stands for what was chosen of a list; empty for a dash.

    Raises:
        UnreadableCellError: It is not on the list.
    """
    if not typed.strip(DASHES):
        return ""
    first = [*words.items()][::-1]  # Of two that are the same in small letters, the first holds.
    small = {" ".join(each.split()).casefold(): value for each, value in first}
    if (value := small.get(" ".join(typed.split()).casefold())) is None:
        listed = list({value: each for each, value in first}.values())[::-1]
        shown = ", ".join(listed[:MOST_LISTED]) + (", …" if len(listed) > MOST_LISTED else "")
        expected = f"one of {shown}" if listed else "nothing, for there is nothing to choose"
        raise UnreadableCellError(f"it is {_shown(typed)}", expected, "choose one of the list")
    return value


def _boolean(value: object) -> str:
    plain = _plain(value).casefold()
    if not plain.strip(DASHES):
        return ""
    if plain not in YES | NO:
        raise UnreadableCellError(f"it is {_shown(value)}", "yes or no")
    return "true" if plain in YES else "false"


def _date(value: object) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    plain = MINUS.sub("-", _plain(value))
    if not plain.strip("-"):
        return ""
    if match := DAY.fullmatch(plain):
        try:
            return date.fromisoformat(match[1]).isoformat()
        except ValueError:
            pass
    raise UnreadableCellError(f"it is {_shown(value)}", PATTERNS["date"][1])


def _words(typed: Typed, field: Field) -> str:
    """The text of a column of texts; a day is one where the column's pattern has days."""
    value = typed.value
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        shown = day.isoformat() if typed.shows_day else f"{day:%Y-%m}"
        pattern = field.constraints.pattern
        if pattern and re.fullmatch(pattern, shown):
            return shown
        raise UnreadableCellError(
            f"Excel has made it a day, {day}", "text", "format the cell as text and type it again"
        )
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UnreadableCellError(f"it is {_shown(value)}", "text")
    if typed.is_percentage and not isinstance(value, str):
        raise UnreadableCellError(f"it is a percentage, {value:.4%}", "text")
    plain = _plain(value)
    if control := files.CONTROLS.search(plain):
        found = f"it has the control character U+{ord(control[0]):04X}"
        raise UnreadableCellError(found, "text without control characters", "type it again")
    return plain


def _plain(value: object) -> str:
    """A value as words, with line feeds between its lines and its letters composed."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return in_full(value)
    return files.composed(BREAK.sub("\n", str(value)).strip())


def _shown(value: object) -> str:
    plain = " ".join(str(value).split())
    return f'"{plain[:60]}{"…" if len(plain) > 60 else ""}"'
