"""The sentences of the chapter on an evaluation, and when each of them is true.

The frames are those of `analysis`: `areas`, `questions`, `total`, `answered` and
`rounding_differences`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    fill,
    fill_first,
    fill_plural,
    listing,
    message,
)
from alereport.exhibits.sources import Captioned, with_source
from alereport.exhibits.values import Basis, Cell, count

MARK = "[a]"
"""The sign after a printed percentage that does not follow from its points; a letter, so that a
screen reader reads it."""

QUESTIONS_HEADLINE = (
    Sentence(
        "none-weak",
        message("Every question reaches more than half its points"),
        lambda weak: weak.empty,
    ),
    Sentence("weak", message("{weak} of {count} questions reach at most half their points")),
)

points = partial(values.amount, unit="points")
_percent = partial(values.amount, unit="%", has_unit=True)


def numbered_name(row: Any) -> str:
    """Return a question or area with its number, such as `8.1 Strategi för ...`."""
    return f"{row['number']} {row['name']}"


def percent_as_printed(row: Any) -> Cell:
    """Return the printed percentage, marked if it does not follow from the points."""
    return _percent(row["percent"], mark="" if row["percent_follows"] else f" {MARK}")


def of_maximum(row: Any, basis: Basis = "equal") -> Phrase:
    """Return points of their maximum, such as `74 av 100`."""
    return part_of(*(points(row[column], basis=basis) for column in ("points", "max_points")))


def part_of(part: Cell, total: Cell) -> Phrase:
    """Return a part of a total, such as `3 av 7`."""
    return fill(_("{points} of {most}"), points=part, most=total)


def lead(areas: pd.DataFrame, total: Any) -> Phrase:
    """Return the main finding in one sentence."""
    best, worst = (
        fill("{name} ({points})", name=area["name"], points=of_maximum(area))
        for area in (rows.largest(areas, "points"), rows.smallest(areas, "points"))
    )
    sentence = _(
        "The evaluation of {year} gives {points} points: most for {best}, least for {worst}."
    )
    total_points = of_maximum(total, "derived")
    return fill(sentence, year=int(total["year"]), points=total_points, best=best, worst=worst)


def profile_headline(areas: pd.DataFrame) -> Phrase:
    """Return the headline of the spider diagram."""
    best, worst = rows.largest(areas, "points"), rows.smallest(areas, "points")
    return fill(
        _("Strongest in {best} ({most}), weakest in {worst} ({least})"),
        best=best["name"],
        most=points(best["points"]),
        worst=worst["name"],
        least=points(worst["points"]),
    )


def areas_headline(areas: pd.DataFrame) -> Phrase:
    """Return the headline of the bars by area."""
    worst = rows.largest(areas, "missing_points")
    return fill(
        _("{missing} points are left to the maximum, most in {area} ({most})"),
        missing=points(areas["missing_points"].sum(), basis="derived"),
        area=worst["name"],
        most=points(worst["missing_points"], basis="derived"),
    )


def questions_headline(questions: pd.DataFrame) -> Phrase:
    """Return the headline of the heat map."""
    weak = questions[questions["weak"]]
    return fill_first(QUESTIONS_HEADLINE, weak, weak=count(len(weak)), count=count(len(questions)))


def distance_headline(questions: pd.DataFrame) -> Phrase:
    """Return the headline of the bars of the points left."""
    first = rows.largest(questions, "missing_points")
    return fill(
        _("Most is left in {question}: {points} points"),
        question=numbered_name(first),
        points=points(first["missing_points"], basis="derived"),
    )


def inconsistent_percentages(*tables: pd.DataFrame) -> list[Phrase]:
    """Return each printed percentage that does not follow from its points, and which would."""
    return [
        fill(
            _("{question} {percent} against {range}"),
            question=row.get("question") or _("area {number}").format(number=row["number"]),
            percent=_percent(row["percent"]),
            range=_percent(row["percent_from"], upper=row["percent_to"], basis="derived"),
        )
        for table in tables
        for row in table[~table["percent_follows"]].to_dict("records")
    ]


def with_mark_and_source(caption: str, frame: pd.DataFrame) -> Captioned:
    """Return a caption with the meaning of the mark, if there is one, and the source line."""
    if inconsistent := inconsistent_percentages(frame):
        explanation = _(
            "{mark} Printed percentage that does not follow from the points; kept as printed: "
            "{found}."
        )
        caption = f"{caption} {explanation.format(mark=MARK, found=listing(inconsistent))}"
    return with_source(caption, frame)


def basis(answered: pd.DataFrame) -> Phrase:
    """Return who judged that a goal answers a question: the analyst or the plan."""
    links, judged = int(answered["answers"].sum()), int(answered["by_analyst"].sum())
    if links == judged:
        sentence = _(
            "That a goal answers a question is the analyst's judgement throughout; no plan says so "
            "itself."
        )
        return fill(sentence)
    return fill_plural(
        "{judged} of {links} link is the analyst's judgement.",
        "{judged} of {links} links are the analyst's judgement.",
        links,
        judged=count(judged),
        links=count(links),
    )


def sums_that_differ(differences: pd.DataFrame) -> Phrase:
    """Return a sentence on the areas whose questions add up to another sum."""
    areas = [
        fill(
            _("{number} ({points}, the questions {sum})"),
            number=str(row["area"]),
            points=points(row["points"]),
            sum=points(row["questions_points"], basis="derived"),
        )
        for row in differences.to_dict("records")
    ]
    sentence = _(
        "Points are printed rounded, so the questions do not add up to the area in area {areas}."
    )
    return fill(sentence, areas=listing(areas))
