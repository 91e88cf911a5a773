"""What the steward is told and asked about figures on people: warnings that are never published.

Most of it follows from withheld figures, so that a reader could infer something from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.data.people import Privacy
from alereport.data.rules import Why
from alereport.gate.check import Check
from alereport.privacy import withheld
from alereport.privacy.withheld import Withheld

GIVEN_AWAY, SUM_OF, SAYS_MORE = "figure_given_away", "unit_sum_of", "rule_says_more"
"""The columns that are added to the rows: what is found about each, or nothing."""
WHY_GIVEN_AWAY = Why(
    en="A figure that follows from what is known is not withheld by leaving it out.",
    sv="En siffra som följer av det som är känt döljs inte av att den utelämnas.",
)
WHY_SUM = Why(
    en="Whoever knows which units belong together can subtract them from each other.",
    sv="Den som vet vilka enheter som hör ihop kan dra dem från varandra.",
)
WHY_RULE = Why(
    en="A rule is published, so that what it says of every figure is known of a withheld one.",
    sv="En regel är publicerad, så det den säger om varje siffra är känt om en dold.",
)


def of_dataset(
    workspace: Workspace, dataset: str, rows: pd.DataFrame
) -> tuple[list[Check], pd.DataFrame]:
    """Return the checks of a dataset on people, and its rows with what is found about each.

    There are none where nothing is found, or where it cannot be decided what is withheld since a
    file cannot be read.
    """
    schema = schemas.schema(workspace, dataset)
    if schema.privacy is None:
        return [], rows
    try:
        decision = withheld.of_dataset(workspace, dataset)
    except TableError:
        return [], rows
    found = _found(schema.privacy, decision, str(rows.index[0]))
    places = rows.index.to_series()
    added = {name: places.map(dict(of_rows)).astype("str") for name, of_rows in found.items()}
    checks = [
        check for check in _checks(dataset, schema.privacy) if found[str(check.arguments["column"])]
    ]
    return checks, rows.assign(**added)


def _found(privacy: Privacy, decision: Withheld, first: str) -> dict[str, Mapping[str, str]]:
    figures, rules = ", ".join(privacy.figures), ", ".join(decision.not_counted_with)
    return {
        GIVEN_AWAY: dict.fromkeys(decision.given_away, figures),
        SUM_OF: {
            place: f"{{whole: {whole}, parts: [{', '.join(parts)}]}}"
            for place, (whole, *parts) in decision.found.items()
        },
        SAYS_MORE: {first: rules} if rules else {},
    }


def _checks(dataset: str, privacy: Privacy) -> Iterator[Check]:
    figures = ", ".join(privacy.figures)
    yield _check(
        GIVEN_AWAY,
        "withheld-figure-given-away",
        figures,
        "figures that nobody computes from what a public document prints or was published before",
        WHY_GIVEN_AWAY,
        "publish no further figure on the group; a figure that was published in error is taken "
        "down, and its row corrected",
    )
    yield _check(
        SUM_OF,
        "unit-is-the-sum-of-others",
        privacy.unit,
        "a unit whose parts are declared",
        WHY_SUM,
        f"declare it under privacy: sums in data/{dataset}/table.yaml, with adds_up: false if they "
        "are not its parts",
    )
    yield _check(
        SAYS_MORE,
        "rule-says-more-than-is-counted-with",
        figures,
        "rules whose limits are comparisons of weighted sums of the columns of a row",
        WHY_RULE,
        f"write the condition in data/{dataset}/rules.yaml so, or make it a warning",
    )


def _check(told: str, rule: str, column: str, expected: str, why: Why, next_step: str) -> Check:
    """Return the check that nothing is found, which is in one of the added columns."""

    def expected_of_rows(rows: pd.DataFrame) -> pd.Series[str]:
        found = rows[told].where(rows[told].notna(), "")
        return expected + found.where(found.eq(""), " (" + found + ")")

    return Check(
        "ExpectRowsToSatisfy",
        {"condition": f"{told}.isna()", "column": told, "asked": expected},
        rule,
        column,
        expected if told == GIVEN_AWAY else expected_of_rows,
        why,
        "warning",
        next_step=next_step,
        is_internal=True,
    )
