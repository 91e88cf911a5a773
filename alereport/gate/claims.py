"""The check that the numbers of a text are those of the rows it is about."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from alereport.base.errors import WITHHELD, TableError
from alereport.base.workspace import Workspace
from alereport.data.rules import Why
from alereport.data.schemas import CLAIMS
from alereport.gate.check import Check
from alereport.texts.claims import project
from alereport.texts.claims.project import BETWEEN, UNMATCHED, Placed

LINE = "unmatched_line"
"""The added column of the line that the first of them stands on."""
ASKED = (
    "numbers that a row has, rounded or not, or that are a sum, difference, share or change of rows"
)
CONDITION = {"condition": f"{UNMATCHED}.isna()", "column": UNMATCHED, "asked": ASKED}
"""The arguments of the condition `ExpectRowsToSatisfy`."""


TELLS = "withheld_number"
"""The added column that says that one of them is a figure that is withheld."""
WHY_WITHHELD = Why(
    en="A figure that is withheld in every table is not to be told in words.",
    sv="En siffra som döljs i varje tabell ska inte sägas i ord.",
)
WHY_CLAIMS = Why(
    en="A number in words that no row has is one that nobody can defend.",
    sv="En siffra i text som ingen rad har är en som ingen kan försvara.",
)


def check(dataset: str) -> Check:
    """Return the warning of a number in a text that no row supports."""
    return Check(
        "ExpectRowsToSatisfy",
        CONDITION,
        CLAIMS,
        UNMATCHED,
        ASKED,
        WHY_CLAIMS,
        severity="warning",
        finding=finding(dataset),
        line_column=LINE,
    )


def check_of_withheld(dataset: str) -> Check:
    """Return the error of a number in a text that is a withheld figure and no other."""
    expected = "words without the figures that are withheld for privacy"
    return Check(
        "ExpectRowsToSatisfy",
        {"condition": f"{TELLS}.isna()", "column": TELLS, "asked": expected},
        "text-tells-withheld-figure",
        TELLS,
        expected,
        WHY_WITHHELD,
        finding=finding(dataset),
        line_column=LINE,
        next_step="take the number out of the text",
        is_internal=True,
    )


def with_unmatched(workspace: Workspace, dataset: str, rows: pd.DataFrame) -> pd.DataFrame | None:
    """Return the rows with the added columns; None if the texts cannot be compared with the data.

    That is so if there is no such text, or if a file of another dataset cannot be read.
    """
    unmatched: dict[str, list[Placed]] = defaultdict(list)
    try:
        placed = project.of_dataset(workspace, dataset)
    except TableError:
        return None
    for each in placed:
        if not each.claim.is_matched:
            unmatched[each.row].append(each)
    telling = {row for row, found in unmatched.items() if any(each.is_withheld for each in found)}
    places, wide = rows.index.to_series(), rows.copy()
    wide[UNMATCHED] = places.map({row: _in_words(found) for row, found in unmatched.items()})
    wide[LINE] = places.map({row: found[0].line for row, found in unmatched.items()})
    wide[TELLS] = places.map(dict.fromkeys(telling, WITHHELD))
    return wide.astype({UNMATCHED: "str", TELLS: "str", LINE: "Int64"}) if placed else None


def _in_words(found: list[Placed]) -> str:
    return BETWEEN.join(each.claim.text for each in found)


def finding(dataset: str) -> str:
    """Return the name of the finding, which depends on the rows of every dataset."""
    return f"data/{dataset}/table.yaml:{CLAIMS}"
