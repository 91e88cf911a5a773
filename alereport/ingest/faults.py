"""Totals that their document has wrong, as entries of `accepted.yaml` that keep them as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import format_decimal

from alereport.ingest.drafted_tables import SUMMED, Row
from alereport.ingest.shapes import Sums
from alereport.ingest.words import Words

Entry = dict[str, Any]


def proposed(
    drafted: Mapping[str, Sequence[Row]], document: Mapping[str, Any], name: str, words: Words
) -> dict[str, list[Entry]]:
    """The entries of each dataset: what breaks its rule, as the gate holds them to the data.

    Who accepts it, and when, a person adds.

    Args:
        drafted: The rows of each dataset.
        document: What was read of the document itself.
        name: Its short name.
    """
    found = {}
    for dataset, rows in drafted.items():
        sums = words.drafts[dataset].sums
        if sums is not None and (wrong := [row for row in rows if row.get(SUMMED)]):
            of = {**document, "document": name}
            found[dataset] = [_entry(sums, {**of, **row}, words) for row in wrong]
    return found


def _entry(sums: Sums, known: Mapping[str, Any], words: Words) -> Entry:
    printed, summed = float(known[sums.expect]), float(known[SUMMED])
    return {
        "rule": sums.rule,
        "row": {column: _value(value.format_map(known)) for column, value in sums.row.items()},
        "expect": {sums.expect: _value(known[sums.expect])},
        "reason": {
            language: text.format(
                printed=format_decimal(printed, locale=language),
                summed=format_decimal(summed, locale=language),
            )
            for language, (text, *_others) in words.kept_as_printed.items()
        },
    }


def _value(text: str) -> int | str:
    """A value as YAML has it: a whole number as one."""
    return int(text) if text.lstrip("-").isdigit() else text
