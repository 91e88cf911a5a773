"""What the chapter on an evaluation can say, and when each sentence is true.

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
from alereport.exhibits.phrases import Phrase, Sentence, listing, message, say, say_first, say_many
from alereport.exhibits.sources import sourced
from alereport.exhibits.values import Basis, Cell, count

MARK = "[a]"
"""Beside a printed percentage that does not follow from its points; in letters, so that a screen
reader says it."""

QUESTIONS_FOUND = (
    Sentence(
        "none-weak",
        message("Every question reaches more than half its points"),
        lambda weak: weak.empty,
    ),
    Sentence("weak", message("{weak} of {count} questions reach at most half their points")),
)

points = partial(values.amount, unit="points")
_percent = partial(values.amount, unit="%", has_unit=True)


def titled(row: Any) -> str:
    """A question or area with its number, such as `8.1 Strategi för ...`."""
    return f"{row['number']} {row['name']}"


def percent_as_printed(row: Any) -> Cell:
    """The printed percentage, marked where it does not follow from the points."""
    return _percent(row["percent"], mark="" if row["percent_follows"] else f" {MARK}")


def of_maximum(row: Any, basis: Basis = "equal") -> Phrase:
    """Points of their maximum, such as `74 av 100`."""
    return of(*(points(row[column], basis=basis) for column in ("points", "max_points")))


def of(part: Cell, whole: Cell) -> Phrase:
    """Some of all there are."""
    return say(_("{points} of {most}"), points=part, most=whole)


def lead(areas: pd.DataFrame, whole: Any) -> Phrase:
    """The one sentence that would do if nothing else were read."""
    best, worst = (
        say("{name} ({points})", name=area["name"], points=of_maximum(area))
        for area in (rows.most(areas, "points"), rows.least(areas, "points"))
    )
    sentence = _(
        "The evaluation of {year} gives {points} points: most for {best}, least for {worst}."
    )
    in_all = of_maximum(whole, "derived")
    return say(sentence, year=int(whole["year"]), points=in_all, best=best, worst=worst)


def profile_found(areas: pd.DataFrame) -> Phrase:
    """What the spider diagram finds."""
    best, worst = rows.most(areas, "points"), rows.least(areas, "points")
    return say(
        _("Strongest in {best} ({most}), weakest in {worst} ({least})"),
        best=best["name"],
        most=points(best["points"]),
        worst=worst["name"],
        least=points(worst["points"]),
    )


def areas_found(areas: pd.DataFrame) -> Phrase:
    """What the bars by area find."""
    worst = rows.most(areas, "missing_points")
    return say(
        _("{missing} points are left to the maximum, most in {area} ({most})"),
        missing=points(areas["missing_points"].sum(), basis="derived"),
        area=worst["name"],
        most=points(worst["missing_points"], basis="derived"),
    )


def questions_found(questions: pd.DataFrame) -> Phrase:
    """What the heat map finds."""
    weak = questions[questions["weak"]]
    return say_first(QUESTIONS_FOUND, weak, weak=count(len(weak)), count=count(len(questions)))


def distance_found(questions: pd.DataFrame) -> Phrase:
    """What the bars of the points left find."""
    first = rows.most(questions, "missing_points")
    return say(
        _("Most is left in {question}: {points} points"),
        question=titled(first),
        points=points(first["missing_points"], basis="derived"),
    )


def not_following(*tables: pd.DataFrame) -> list[Phrase]:
    """Each printed percentage that does not follow from its points, with what would follow."""
    return [
        say(
            _("{question} {percent} against {range}"),
            question=row.get("question") or _("area {number}").format(number=row["number"]),
            percent=_percent(row["percent"]),
            range=_percent(row["percent_from"], upper=row["percent_to"], basis="derived"),
        )
        for table in tables
        for row in table[~table["percent_follows"]].to_dict("records")
    ]


def captioned(caption: str, of: pd.DataFrame) -> str:
    """A caption with what its mark means, where one stands, and where its rows come from."""
    if found := not_following(of):
        kept = _(
            "{mark} Printed percentage that does not follow from the points; kept as printed: "
            "{found}."
        )
        caption = f"{caption} {kept.format(mark=MARK, found=listing(found))}"
    return sourced(caption, of)


def basis(answered: pd.DataFrame) -> Phrase:
    """Who says that a goal answers a question."""
    links, judged = int(answered["answers"].sum()), int(answered["by_analyst"].sum())
    if links == judged:
        sentence = _(
            "That a goal answers a question is the analyst's judgement throughout; no plan says so "
            "itself."
        )
        return say(sentence)
    return say_many(
        "{judged} of {links} link is the analyst's judgement.",
        "{judged} of {links} links are the analyst's judgement.",
        links,
        judged=count(judged),
        links=count(links),
    )


def sums_that_differ(differences: pd.DataFrame) -> Phrase:
    """The areas whose questions add up to something else."""
    areas = [
        say(
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
    return say(sentence, areas=listing(areas))
