"""What is fetched from Kolada, as `params/comparison.yaml` says: indicators, with whom and years.

indicators:
  - indicator: N00901
    title: Skattesats till kommun (%)
    label: {sv: Skattesats till kommunen, en: Municipal tax rate}
    unit: "%"
    direction: none
municipalities:
  codes: ["1440", "1480"]
  reason: {sv: Kommunförbundet som Ale är med i, en: The association Ale belongs to}
years: {first: 2020, last: 2025}
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

import yaml
from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic import field_validator as check

from alereport.base import files, keyed_files, languages
from alereport.base.errors import ParamsError
from alereport.base.forms import written_as
from alereport.base.keyed_files import Frozen
from alereport.base.settings import WordsByLanguage
from alereport.base.workspace import Workspace

COUNTY = r"(0[1-9]|[12][0-9])"
MUNICIPALITY = rf"{COUNTY}[0-9][0-9]"
"""A municipality's code: `0000` is the country, and `0014` a region."""


def _as_text(code: object) -> object:
    """Take a code of four digits that was written as a number."""
    return str(code) if isinstance(code, int) and not isinstance(code, bool) else code


Code = Annotated[
    str,
    BeforeValidator(_as_text),
    written_as(MUNICIPALITY, 'the four digits of a municipality in quotation marks, as "1440"'),
]
Year = Annotated[int, Field(ge=1971, le=2100, strict=True)]


class Indicator(Frozen):
    """An indicator of Kolada.

    Attributes:
        indicator: Its name at Kolada, such as `N03011`.
        title: Its title at Kolada, word for word: if Kolada changes it, nothing is fetched until
            somebody has read what it now counts.
        label: What the report calls it, by language.
        unit: Its unit, which Kolada has only in the title, by language.
        direction: `lower` or `higher` if that is better, and `none` if neither is.
    """

    indicator: Annotated[str, written_as(r"[A-Z][0-9]{5}", "a letter and five digits, as N03011")]
    title: Annotated[str, StringConstraints(min_length=1)]
    label: WordsByLanguage
    unit: WordsByLanguage
    direction: Literal["lower", "higher", "none"]


class Municipalities(Frozen):
    """With whom the municipality is compared: by codes, by county or by a group of Kolada's.

    Attributes:
        codes: Codes of municipalities, in quotation marks: `["1440", "0331"]`.
        county: The two digits of a county, in quotation marks, such as `"14"`: all in it.
        group: A group of Kolada's, such as `G35859`; a group is of one year, and its name changes.
        reason: Why these, in a sentence that is printed before their names, by language.
    """

    codes: tuple[Code, ...] = ()
    county: Annotated[str, written_as(COUNTY, 'the two digits of a county, as "14"')] | None = None
    group: Annotated[str, written_as(r"G[0-9]+", "a group of Kolada's, as G35859")] | None = None
    reason: WordsByLanguage

    @model_validator(mode="after")
    def _are_named_in_one_way(self) -> Municipalities:
        if sum(map(bool, (self.codes, self.county, self.group))) != 1:
            raise ValueError("codes: one of codes, county and group, and not two")
        if len({*self.codes}) < len(self.codes):
            raise ValueError("codes: each code once")
        return self


class Years(Frozen):
    """The years that are fetched, both included.

    Attributes:
        first: The first year.
        last: The last year; Kolada may have no values of it yet.
    """

    first: Year
    last: Year

    @model_validator(mode="after")
    def _are_in_order(self) -> Years:
        if self.first > self.last:
            raise ValueError("last: a year no earlier than the first")
        return self

    @property
    def all(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))


class Comparison(Frozen):
    """What `alereport kolada fetch` fetches.

    Attributes:
        indicators: The indicators.
        municipalities: With whom; the municipality itself is always fetched.
        years: The years.
    """

    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    municipalities: Municipalities
    years: Years

    @check("indicators")
    @classmethod
    def _are_each_named_once(cls, indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        if len({each.indicator for each in indicators}) < len(indicators):
            raise ValueError("each indicator once")
        return indicators


def comparison(workspace: Workspace) -> Comparison:
    """What is fetched from Kolada for this project.

    Raises:
        ParamsError: There is no such file, or a key of it is missing, unknown or invalid.
    """
    place = workspace.relative(workspace.comparison)
    if not files.exists(workspace.comparison):
        raise ParamsError(
            place,
            "there is no such file",
            "the indicators, municipalities and years to fetch",
            "write it, see docs/how-to/kolada.md",
        )
    text, value = keyed_files.read(workspace.comparison, place)
    _require_quoted(text, place)
    available = languages.project_languages(workspace)
    return keyed_files.validated(Comparison, value, place=place, text=text, languages=available)


def reason(workspace: Workspace) -> WordsByLanguage:
    """Why the municipality is compared with those it is; empty in a project that asks nothing.

    Raises:
        ParamsError: See `comparison`.
    """
    is_asking = files.exists(workspace.comparison)
    return comparison(workspace).municipalities.reason if is_asking else {}


def _require_quoted(text: str, place: str) -> None:
    """Refuse a code with a leading zero that is not in quotation marks.

    Other programs that read YAML take it for a number with the base eight.
    """
    for token in yaml.scan(text):
        if not (isinstance(token, yaml.ScalarToken) and token.plain):
            continue
        if re.fullmatch("0[0-9]+", token.value):
            raise ParamsError(
                f"{place}:{token.start_mark.line + 1}",
                f"{token.value} is not in quotation marks, and is another number in YAML",
                f'"{token.value}"',
                "put it in quotation marks",
            )
