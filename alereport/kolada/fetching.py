"""Fetch what `params/comparison.yaml` asks for, as a snapshot; or nothing, if a part is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from alereport.base.comparison import Comparison, Indicator
from alereport.base.errors import SourceError
from alereport.kolada import answers
from alereport.kolada.answers import Described, Municipality, Values
from alereport.kolada.client import AGAIN, Client
from alereport.kolada.snapshots import Row, Sex, Snapshot

SEXES: dict[str, Sex] = {"T": "total", "M": "men", "K": "women"}
"""Whose a value is, by Kolada's letter."""
FILE = "params/comparison.yaml"


def fetch(client: Client, asked: Comparison, *, own: str, today: date) -> Snapshot:
    """Fetch the values of the indicators, municipalities and years.

    Args:
        client: The connection to Kolada.
        asked: What to fetch.
        own: The municipality's own code, which is always fetched.
        today: The day that it is fetched.

    Raises:
        SourceError: Kolada cannot be reached, its answer is not whole or is about something else,
            an indicator has another title than the one that is pinned, or has no values at all.
    """
    names = [each.indicator for each in asked.indicators]
    described = answers.described(client, names)
    for indicator in asked.indicators:
        _require_title(indicator, described[indicator.indicator], client)
    known = answers.municipalities(client)
    codes = _codes(client, asked, known, own)
    found = answers.values(client, names, codes, asked.years.all)
    _require_some(found, names, client)
    silent = {
        (each.kpi, each.municipality, each.period, SEXES[value.gender])
        for each in found
        for value in each.values
        if value.value is None or value.isdeleted
    }
    return Snapshot(
        str(today),
        tuple(row for each in found for row in _rows(each, known, described[each.kpi], today)),
        asked.indicators,
        (frozenset(names), frozenset(codes), frozenset(asked.years.all)),
        frozenset(silent),
    )


def _require_title(pinned: Indicator, found: Described, client: Client) -> None:
    """Refuse an indicator that Kolada has given another title."""
    if found.title != pinned.title:
        raise SourceError(
            client.address(f"/kpi/{pinned.indicator}"),
            f"the title is “{found.title}”",
            f"“{pinned.title}”, as {FILE} has it",
            "read at Kolada what it counts now, and correct the title in the file",
        )


def _codes(
    client: Client, asked: Comparison, known: Mapping[str, Municipality], own: str
) -> list[str]:
    """The codes of the municipalities to fetch, the own one among them.

    Raises:
        SourceError: Kolada has not all of them, or none.
    """
    chosen = asked.municipalities
    codes: Sequence[str] = chosen.codes
    if chosen.county:
        codes = [code for code in known if code.startswith(chosen.county)]
    elif chosen.group:
        codes = answers.group(client, chosen.group).codes
    if not codes or (unknown := [code for code in (own, *codes) if code not in known]):
        what = ", ".join(unknown) if codes else f"in county {chosen.county}"
        raise SourceError(
            client.address("/municipality"),
            f"Kolada has no municipality {what}",
            f"the municipalities of {FILE}",
            "correct the file",
        )
    return sorted({own, *codes})


def _require_some(found: Sequence[Values], names: Sequence[str], client: Client) -> None:
    """Refuse an answer that has nothing at all of an indicator."""
    with_values = {
        each.kpi for each in found if any(value.value is not None for value in each.values)
    }
    if missing := [name for name in names if name not in with_values]:
        raise SourceError(
            client.address(f"/data/kpi/{','.join(missing)}"),
            f"there is no value of {', '.join(missing)} for any of the municipalities and years",
            "some values of each indicator",
            f"correct {FILE}, or {AGAIN}",
        )


def _rows(
    found: Values, known: Mapping[str, Municipality], described: Described, today: date
) -> list[Row]:
    """The rows of an indicator, a municipality and a year; none where there is no value."""
    return sorted(
        (
            Row(
                found.kpi,
                found.municipality,
                known[found.municipality].title,
                found.period,
                SEXES[each.gender],
                each.value,
                _status(found.period, described, today),
            )
            for each in found.values
            if each.value is not None and not each.isdeleted
        ),
        key=lambda row: row.key,
    )


def _status(year: int, described: Described, today: date) -> Literal["final", "preliminary"]:
    """Whether a year's values are final.

    They are preliminary from `prel_publication_date` until `publication_date`. Which year those
    dates are of stands in `publ_period`; if it does not, it is the year before.
    """
    first, last = described.prel_publication_date, described.publication_date
    if not first or not last or not first <= today < last:
        return "final"
    period = str(described.publ_period or "")
    latest = int(period) if re.fullmatch(r"\d{4}", period) else first.year - 1
    return "preliminary" if year >= latest else "final"
