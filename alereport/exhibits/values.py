"""One value of an exhibit: a number that stays a number until it is written.

A cell knows its value, its unit, how exactly it is shown and what it was made from; `written`
puts it in words, in the language spoken now, and nothing reads a number back from words.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from alereport.base import locales
from alereport.base.languages import OF_THE_DATA
from alereport.base.locales import gettext as _

State = Literal["shown", "silent", "withheld", "not_comparable", "not_expected"]
"""Why a cell shows a value or none.

`shown`: it shows one. `silent`: the document says nothing. `withheld`: privacy takes it out.
`not_comparable`: there is one, but it does not compare. `not_expected`: none is asked for here.
"""
Basis = Literal["equal", "rounded", "derived"]
"""Whether a value stands in the data as it is, rounded from there, or is computed from them."""
Comparator = Literal["", "=", ">=", "<=", "increase", "decrease"]

WITHHELD = ".."
"""What stands in the place of a figure that is withheld, as in the official statistics."""


YEAR = "year"
"""The unit of a number that is a year: it is written without a space among its thousands."""


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _plain_number(value: Any) -> Any:
    """A number of NumPy's as one of Python's; nothing for one that is missing."""
    if isinstance(value, (str, bool)) or value is None:
        return value
    number = value.item() if hasattr(value, "item") else value
    if not isinstance(number, (int, float)):  # Such as pandas' own sign of a missing value.
        return None
    if number != number:  # noqa: PLR0124 - NaN alone differs from itself
        return None
    return number


Number = Annotated[int | float | None, BeforeValidator(_plain_number)]


class Cell(Model):
    """One value.

    Attributes:
        value: The number in its unit, or words; nothing where the state says why.
        upper: The end of a range that begins at `value`.
        unit: Such as `tkr`, `%` or one that the data name; empty for a count.
        decimals: How many are shown.
        scale: Shown divided by ten to this power: 3 for an amount in tkr shown in millions.
        signed: It is a difference, and a plus is written.
        has_unit: The unit is written with it, and does not stand in a heading alone.
        comparator: What a target asks of the value.
        hedge: How sure it is: `about`, `approximate` or the document's own word.
        year: The year or period it is of, written after it.
        basis: How it stands to the data.
        state: Whether there is a value, and why not.
        words: What is written in its place, where it is not the value itself.
        mark: The sign of a footnote.
        language: Of words that the data hold in one language only.
        rows: The rows of the data it was made from, where they are not all those of its row.
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
    mark: str = ""
    language: str = ""
    rows: tuple[str, ...] = ()

    def __str__(self) -> str:
        return written(self)

    @property
    def is_number(self) -> bool:
        """Whether it shows a number."""
        return self.state == "shown" and isinstance(self.value, (int, float))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there to show, nor words that say more than that."""
        return self.state in {"silent", "not_expected"} and not self.words


def written(cell: Cell) -> str:
    """A cell as a reader sees it, in the language spoken now."""
    return f"{cell.words or _shown(cell)}{cell.mark}"


def _shown(cell: Cell) -> str:
    if cell.state == "withheld":
        return WITHHELD
    if cell.state != "shown":
        return locales.DASH if cell.value is None else ""
    words = cell.value if isinstance(cell.value, str) else _number(cell)
    sentences = {">=": _("at least {value}"), "<=": _("at most {value}")}
    if cell.comparator in sentences:
        words = sentences[cell.comparator].format(value=words)
    if cell.hedge:
        words = hedged(cell.hedge, words)
    return f"{words} ({cell.year})" if cell.year else words


def hedged(hedge: str, words: str) -> str:
    """Words with how sure they are, such as `cirka 179`."""
    known = {"about": _("about {amount}"), "approximate": _("about {value}")}
    return known.get(hedge, f"{hedge} {{value}}").format(amount=words, value=words)


def _number(cell: Cell) -> str:
    value = cell.value
    if not isinstance(value, (int, float)):
        return ""
    if cell.unit == YEAR:
        return str(value)
    unit = cell.unit if cell.has_unit else ""
    if cell.upper is not None:
        ends = f"{_bare(cell, value)}{locales.DASH}{_bare(cell, cell.upper)}"
        return locales.with_unit(ends, unit)
    if unit == "tkr":
        money = locales.million if cell.scale else locales.tkr
        return money(value, signed=cell.signed)
    return locales.with_unit(_bare(cell, value), unit)


def _bare(cell: Cell, value: float) -> str:
    write = locales.change if cell.signed else locales.number
    return write(value / 10**cell.scale, cell.decimals)


def as_shown(cell: Cell, value: float) -> Decimal:
    """A number of a cell as exactly as it is shown; halves round away from zero."""
    quantum = Decimal(1).scaleb(-cell.decimals)
    return Decimal(repr(float(value / 10**cell.scale))).quantize(quantum, ROUND_HALF_UP)


def tkr(value: float, *, signed: bool = False, basis: Basis = "equal") -> Cell:
    """An amount in tkr with its unit, such as `154 390 tkr`; silent where there is none."""
    return amount(value, unit="tkr", signed=signed, basis=basis, has_unit=True)


def million(value_tkr: float, *, signed: bool = False) -> Cell:
    """An amount in tkr shown in millions with one decimal, such as `154,4 mkr`."""
    return amount(
        value_tkr, unit="tkr", decimals=1, scale=3, signed=signed, basis="rounded", has_unit=True
    )


def percent(
    value: float,
    *,
    signed: bool = False,
    decimals: int = 1,
    has_unit: bool = True,
    basis: Basis = "derived",
) -> Cell:
    """A percentage, such as `2,3 %`; `value` is in percent, not a fraction."""
    return amount(value, unit="%", decimals=decimals, signed=signed, basis=basis, has_unit=has_unit)


def amount(value: float, **how: Any) -> Cell:
    """A number with what is said of it; see `Cell`. Silent where there is none (NaN)."""
    cell = Cell(value=value, **how)
    return cell if cell.value is not None else Cell(state="silent", unit=cell.unit)


def count(value: int) -> Cell:
    """How many there are."""
    return Cell(value=value, basis="derived")


def words(value: object, *, language: str = "", mark: str = "") -> Cell:
    """Words as a value."""
    return Cell(value=str(value), language=language, mark=mark)


def quoted(value: object) -> Cell:
    """Words that the data quote from their documents, in the documents' language."""
    return words(value, language=OF_THE_DATA)


def year(value: object) -> Cell:
    """A year, or words for a period such as a month of it."""
    written = str(value)
    return Cell(value=int(written), unit=YEAR) if written.isdigit() else Cell(value=written)


def silent(words: str = "") -> Cell:
    """Nothing, since the document says nothing; a dash, or words for it."""
    return Cell(state="silent", words=words)


def withheld(words: str = "") -> Cell:
    """Nothing, since privacy takes it out; two dots, or words for it."""
    return Cell(state="withheld", words=words)


def not_comparable(words: str) -> Cell:
    """Nothing, since it does not compare; words say so."""
    return Cell(state="not_comparable", words=words)


def not_expected(words: str = "") -> Cell:
    """Nothing, since nothing is asked for here; a dash, or words for it."""
    return Cell(state="not_expected", words=words)


def blank() -> Cell:
    """The same where a dash would say that something is missing: an empty cell."""
    return Cell(state="not_expected", value="")


def with_decimals(value: float, most: int) -> int:
    """How many decimals a measured value has, at most so many."""
    return len(str(round(float(value), most)).partition(".")[2].rstrip("0"))


def measured(value: float, *, has_unit: bool = True, **how: Any) -> Cell:
    """A number with its unit and the decimals it has, at most four; silent where there is none."""
    cell = amount(value, has_unit=has_unit, **how)
    if not isinstance(cell.value, (int, float)):
        return cell
    return cell.model_copy(update={"decimals": with_decimals(cell.value, 4)})
