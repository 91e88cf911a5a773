"""A value of an exhibit: a number that stays a number until it is shown.

A cell holds its value, its unit, how it is rounded and formatted, and the rows it was made from;
`as_text` formats it in the current language. No code parses a number from text.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.locales import gettext as _

State = Literal["shown", "silent", "withheld", "not_comparable", "not_expected"]
"""Whether a cell shows a value, and if not, why.

`shown`: it shows a value. `silent`: the document has none. `withheld`: it is removed for privacy.
`not_comparable`: there is a value, but it is not comparable. `not_expected`: none is expected here.
"""
Basis = Literal["equal", "rounded", "derived", "estimated"]
"""Whether a value equals one in the data, is rounded from one, is computed from several, or is an
estimate by a method that the text names, which no arithmetic on the rows gives."""
Shape = Literal["", "filled", "ring"]
"""A mark of a matrix: filled where a document says so, a ring where it is judged."""
Signal = Literal["", "good", "handed", "moving", "still", "bad", "unsaid", "unknown"]
"""How something stands, shown as a sign and a colour before the word that says it."""
Comparator = Literal["", "=", ">=", "<=", "increase", "decrease"]

SIGNS: dict[Signal, str] = {
    "good": "✓",
    "handed": "↑",
    "moving": "→",
    "still": "■",
    "bad": "▲",
    "unsaid": "–",
    "unknown": "?",
}
"""The sign of each signal: told apart in black and white, and in the fonts of the book."""
WITHHELD = ".."
"""What replaces a withheld figure, as in official statistics."""


COMPUTED = "about"
"""The hedge of a value computed from others that their document hedges."""

YEAR = "year"
"""The unit of a number that is a year, which is written without a thousands separator."""


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _plain_number(value: Any) -> Any:
    """Return a NumPy number as a Python number, and None for a missing one."""
    if isinstance(value, (str, bool)) or value is None:
        return value
    number = value.item() if hasattr(value, "item") else value
    if not isinstance(number, (int, float)):  # Such as pandas.NA.
        return None
    if number != number:  # noqa: PLR0124 - only NaN differs from itself
        return None
    return number


Number = Annotated[int | float | None, BeforeValidator(_plain_number)]


class Cell(Model):
    """One value.

    Attributes:
        value: The number in its unit, or text; None if there is none, for the reason in `state`.
        upper: The end of a range that begins at `value`.
        unit: Its unit, such as `tkr`, `%` or a unit from the data; empty for a count.
        decimals: How many decimals are shown.
        scale: It is shown divided by ten to this power: 3 for an amount in tkr shown in millions,
            -3 for one shown in kronor.
        signed: Whether it is a difference, written with a plus or minus sign.
        has_unit: Whether the unit is written after the value, and not only in a heading.
        comparator: The comparator, for a target.
        hedge: How certain it is: the document's own word, or `about` for a value computed from
            such ones.
        year: The year or period of the value, written after it.
        basis: How it was made from the data; see `Basis`.
        state: Whether a value is shown, and if not, why; see `State`.
        words: The text shown instead of the value, if any.
        shape: The mark that is drawn instead of the text on a page; its text is then what a
            screen reader says.
        signal: How what the text says stands; see `SIGNS`.
        mark: The sign of a footnote.
        language: The language of text that the data have in one language only.
        rows: The rows of the data it was made from, if they are not those of its whole row.
    """

    value: Annotated[int | float | str | None, BeforeValidator(_plain_number)] = None
    upper: Number = None
    unit: str = ""
    decimals: int = 0
    scale: int = 0
    signed: bool = False
    has_unit: bool = False
    comparator: Comparator = ""
    hedge: str = ""
    year: str = ""
    basis: Basis = "equal"
    state: State = "shown"
    words: str = ""
    shape: Shape = ""
    signal: Signal = ""
    mark: str = ""
    language: str = ""
    rows: tuple[str, ...] = ()

    def __str__(self) -> str:
        return as_text(self)

    @property
    def is_number(self) -> bool:
        """True if it shows a number."""
        return self.state == "shown" and isinstance(self.value, (int, float))

    @property
    def is_empty(self) -> bool:
        """True if there is neither a value nor any words to show."""
        return self.state in {"silent", "not_expected"} and not self.words


def as_text(cell: Cell) -> str:
    """Return the text of a cell as a reader sees it, in the current language."""
    sign = f"{SIGNS[cell.signal]}{locales.NBSP}" if cell.signal else ""
    return f"{sign}{cell.words or _value_text(cell)}{cell.mark}"


def _value_text(cell: Cell) -> str:
    if cell.state == "withheld":
        return WITHHELD
    if cell.state != "shown":
        return locales.DASH if cell.value is None else ""
    text = cell.value if isinstance(cell.value, str) else _number(cell)
    comparisons = {">=": _("at least {value}"), "<=": _("at most {value}")}
    if cell.comparator in comparisons:
        text = comparisons[cell.comparator].format(value=text)
    if cell.hedge:
        text = with_hedge(cell.hedge, text)
    return f"{text} ({cell.year})" if cell.year else text


def with_hedge(hedge: str, words: str) -> str:
    """Return a value's text with its hedge, such as `cirka 179`."""
    if hedge == COMPUTED:
        return _("about {amount}").format(amount=words)
    if locales.is_current_language(DATA_LANGUAGE):
        return f"{words}{hedge}" if hedge.startswith("-") else f"{hedge} {words}"
    return _translated_hedge(hedge.casefold(), f"{hedge} {{value}}").format(value=words)


def _translated_hedge(hedge: str, as_printed: str) -> str:
    """Return a document's hedge in the current language, with a gap for the value."""
    about, nearly, more = _("about {value}"), _("nearly {value}"), _("more than {value}")
    phrases = {
        **dict.fromkeys(("ca", "cirka", "runt", "omkring", "ungefär", "-tal"), about),
        **dict.fromkeys(("nästan", "närmare"), nearly),
        **dict.fromkeys(("mer än", "över"), more),
        "drygt": _("just over {value}"),
        "preliminärt": _("preliminarily {value}"),
        "planeras": _("planned for {value}"),
        "början av": _("early in {value}"),
        "slutet av": _("late in {value}"),
        "våren": _("spring {value}"),
        "sommaren": _("summer {value}"),
        "hösten": _("autumn {value}"),
    }
    return phrases.get(hedge, as_printed)


def _number(cell: Cell) -> str:
    value = cell.value
    if not isinstance(value, (int, float)):
        return ""
    if cell.unit == YEAR:
        return str(value)
    unit = cell.unit if cell.has_unit else ""
    if cell.upper is not None:
        ends = f"{_without_unit(cell, value)}{locales.DASH}{_without_unit(cell, cell.upper)}"
        return locales.with_unit(ends, unit)
    if unit == "tkr" and cell.scale > 0:
        return locales.million(value, signed=cell.signed, decimals=cell.decimals)
    if unit == "tkr":
        money = locales.kronor if cell.scale < 0 else locales.tkr
        return money(value, signed=cell.signed)
    return locales.with_unit(_without_unit(cell, value), unit)


def _without_unit(cell: Cell, value: float) -> str:
    format_number = locales.change if cell.signed else locales.number
    return format_number(value / 10**cell.scale, cell.decimals)


def rounded(cell: Cell, value: float) -> Decimal:
    """Return a number of a cell, rounded as it is shown; halves round away from zero."""
    quantum = Decimal(1).scaleb(-cell.decimals)
    return Decimal(repr(float(value / 10**cell.scale))).quantize(quantum, ROUND_HALF_UP)


def tkr(value: float, *, signed: bool = False, basis: Basis = "equal") -> Cell:
    """Return an amount in tkr with its unit, such as `154 390 tkr`; silent for NaN."""
    return amount(value, unit="tkr", signed=signed, basis=basis, has_unit=True)


def million(value_tkr: float, *, signed: bool = False, basis: Basis = "rounded") -> Cell:
    """Return an amount in tkr shown in millions with one decimal, such as `154,4 mkr`."""
    return amount(
        value_tkr, unit="tkr", decimals=1, scale=3, signed=signed, basis=basis, has_unit=True
    )


def money(value_tkr: float, *, hedge: object = None, signed: bool = False) -> Cell:
    """Return an amount in tkr as running text has it: in millions, or in kronor below one.

    Args:
        value_tkr: The amount.
        hedge: The document's own hedge, if it has one: `drygt 8 mkr`, not `drygt 8,0 mkr`.
        signed: Whether its sign is written; otherwise a decrease is told as a positive amount.
    """
    amount_tkr = value_tkr if signed else abs(value_tkr)
    if abs(value_tkr) < 1000:
        cell = amount(amount_tkr, unit="tkr", scale=-3, signed=signed, has_unit=True)
    else:
        cell = million(amount_tkr, signed=signed)
    if not isinstance(hedge, str):
        return cell
    whole = {"decimals": 0} if value_tkr % 1000 == 0 else {}
    return cell.model_copy(update={"hedge": hedge, **whole})


def percent(
    value: float,
    *,
    signed: bool = False,
    decimals: int = 1,
    has_unit: bool = True,
    basis: Basis = "derived",
) -> Cell:
    """Return a percentage, such as `2,3 %`; `value` is in percent, not a fraction."""
    return amount(value, unit="%", decimals=decimals, signed=signed, basis=basis, has_unit=has_unit)


def amount(value: float, **fields: Any) -> Cell:
    """Return a cell with a number and other fields; see `Cell`. Silent for NaN."""
    cell = Cell(value=value, **fields)
    return cell if cell.value is not None else Cell(state="silent", unit=cell.unit)


def count(value: int, rows: Iterable[str] = ()) -> Cell:
    """Return a count of something, for running text: in words to twelve.

    Args:
        value: How many there are.
        rows: The address of one row of the data for each thing that is counted.
    """
    words = locales.count(int(value))
    return Cell(value=value, basis="derived", words=words, rows=tuple(rows))


def words(value: object, *, language: str = "", mark: str = "") -> Cell:
    """Return a cell with text."""
    return Cell(value=str(value), language=language, mark=mark)


def quoted(value: object) -> Cell:
    """Return a cell with text quoted from a document, in the language of the documents."""
    return words(value, language=DATA_LANGUAGE)


def named(value: object) -> Cell:
    """Return a cell with text of the data, in the current language where the data have it so."""
    return words(value, language=locales.language_of(str(value)))


def year(value: object) -> Cell:
    """Return a cell with a year, or with the text of another period such as a month."""
    text = str(value)
    return Cell(value=int(text), unit=YEAR) if text.isdigit() else Cell(value=text)


def silent(words: str = "") -> Cell:
    """Return a cell for a value the document does not have; it shows a dash, or the words."""
    return Cell(state="silent", words=words)


def withheld(words: str = "") -> Cell:
    """Return a cell for a value withheld for privacy; it shows two dots, or the words."""
    return Cell(state="withheld", words=words)


def not_comparable(words: str) -> Cell:
    """Return a cell for a value that is not comparable; it shows the words."""
    return Cell(state="not_comparable", words=words)


def blank() -> Cell:
    """Return an empty cell, where a dash would suggest that something is missing."""
    return Cell(state="not_expected", value="")


def decimals_needed(value: float, most: int) -> int:
    """Return how many decimals a value has, at most `most`."""
    return len(str(round(float(value), most)).partition(".")[2].rstrip("0"))


def measured(value: float, *, has_unit: bool = True, **fields: Any) -> Cell:
    """Return a number with its unit and all its decimals, at most four; silent for NaN."""
    cell = amount(value, has_unit=has_unit, **fields)
    if not isinstance(cell.value, (int, float)):
        return cell
    return cell.model_copy(update={"decimals": decimals_needed(cell.value, 4)})
