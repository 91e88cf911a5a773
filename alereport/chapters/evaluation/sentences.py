"""The sentences of the chapter on an evaluation, and when each of them is true.

The frames are those of `analysis`: `about`, `areas`, `questions` and `answered`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.settings import Evaluation
from alereport.chapters.common import rows
from alereport.chapters.evaluation.analysis import lowest
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    Words,
    fill,
    fill_first,
    in_sentence,
    joined,
    message,
    phrase,
)
from alereport.exhibits.sources import Captioned, with_source
from alereport.exhibits.values import Cell, count

Facts = Any
"""A row of a frame, or counts from one."""

MARK = "[a]"
"""The sign after a printed percentage that does not follow from its points; a letter, so that a
screen reader reads it."""

MADE = (
    Sentence(
        "month", message("The evaluation was made in {month}."), lambda row: pd.notna(row["month"])
    ),
)
INTERVIEWED = (
    Sentence("unknown", "", lambda row: pd.isna(row["interviewed"])),
    Sentence(
        "tens",
        message("Among what it builds on are interviews with {people} people."),
        lambda row: row["hedge"] == "-tal",
    ),
    Sentence("people", message("It builds among other things on interviews with {people} people.")),
)
ABOUT = {"made": MADE, "interviewed": INTERVIEWED}
"""What is said of an evaluation, one of each."""

TOTAL = (
    Sentence(
        "sum",
        message("Together the areas have {points} of {most} points. The sum is computed here."),
        lambda areas: areas > 1,
    ),
)

NAMES = (
    Sentence(
        "two-names",
        message("In its text the evaluation calls area {number} {name}."),
        lambda row: pd.notna(row["also_called"]),
    ),
)

CONCLUSION = (
    Sentence(
        "both",
        message(
            "The evaluators themselves call {strongest} the strongest, and see the most potential "
            "for improvement in {potential}."
        ),
        lambda facts: facts["strongest"] and facts["potential"],
    ),
    Sentence(
        "strongest",
        message("The evaluators themselves call {strongest} the strongest."),
        lambda facts: facts["strongest"],
    ),
    Sentence(
        "potential",
        message("The evaluators themselves see the most potential for improvement in {potential}."),
        lambda facts: facts["potential"],
    ),
)

LOWEST = (
    Sentence(
        "differs",
        message("By points, {lowest} are the lowest."),
        lambda facts: facts["potential"] > 1 and not facts["is_lowest"],
    ),
)

AREAS_HEADLINE = (
    Sentence(
        "same-maximum",
        message("Every area has between {least} and {most} of {maximum} points"),
        lambda facts: facts["maxima"] == 1,
    ),
    Sentence("points", message("The areas have between {least} and {most} points")),
)

WEAK = (
    Sentence(
        "none-weak",
        message("Every question reaches more than half its points."),
        lambda facts: not facts["weak"],
    ),
    Sentence(
        "weak",
        message(
            "{weak} of {count} questions reach at most half their points. The lowest is {lowest}."
        ),
        lambda facts: facts["lowest"] == 1,
    ),
    Sentence(
        "several-lowest",
        message(
            "{weak} of {count} questions reach at most half their points. The lowest are {lowest}."
        ),
        lambda facts: facts["lowest"] <= MOST_LOWEST,
    ),
    Sentence(
        "many-lowest",
        message(
            "{weak} of {count} questions reach at most half their points; {lowest_count} of them "
            "share the lowest percentage."
        ),
    ),
)
MOST_LOWEST = 3
"""The most questions with the lowest percentage that are named."""

MET = (
    Sentence("none", "", lambda facts: not facts["met"]),
    Sentence(
        "one",
        message("Goals in the plans have to do with one of them."),
        lambda facts: facts["met"] == 1,
    ),
    Sentence("some", message("Goals in the plans have to do with {met} of them.")),
)
JUDGED = (
    Sentence(
        "judged",
        message("That a goal has to do with a question is the analyst's judgement."),
        lambda facts: facts["met"] and facts["all_judged"],
    ),
)
LEAD = (
    Sentence(
        "most-and-fewest",
        message(
            "The evaluation of {year} gives the most points to {best} ({most}), and the fewest "
            "to {worst} ({least})."
        ),
        lambda spread: spread > 0,
    ),
)
"""Of how many points the area with the most has more than the one with the fewest."""

CONTRADICTION = (
    Sentence(
        "contradiction",
        message("The document's points and percentages contradict each other in {places}."),
        lambda questions: questions > 0,
    ),
)
FINDINGS = {"weak": WEAK, "met": MET, "judged": JUDGED}
"""What is said of the questions, one of each."""

points = partial(values.amount, unit="points")
_percent = partial(values.amount, unit="%", has_unit=True)


def numbered_name(row: Any) -> str:
    """Return a question or area with its number, such as `8.1 Strategi för ...`."""
    return f"{row['number']} {row['name']}"


def area_in_a_sentence(row: Any) -> str:
    """Return an area with its number and name inside a sentence."""
    return _("area {number}, {name}").format(number=row["number"], name=in_sentence(row["name"]))


def areas_by_number(areas: pd.DataFrame) -> str:
    """Return areas by their numbers inside a sentence, such as `område 1 och 2`."""
    listed = locales.listing(areas["number"].tolist())
    return locales.ngettext("area {numbers}", "areas {numbers}", len(areas)).format(numbers=listed)


def percent_as_printed(row: Any) -> Cell:
    """Return the printed percentage, marked if it does not follow from the points."""
    return _percent(row["percent"], mark="" if row["percent_follows"] else f" {MARK}")


def of_document(document: str, evaluations: Iterable[Evaluation]) -> Evaluation | None:
    """Return what the municipality says of the evaluation in a document; None if nothing."""
    return next((each for each in evaluations if document.startswith(each.document)), None)


def about(row: Any, evaluations: Iterable[Evaluation]) -> dict[str, Phrase]:
    """Return what the evaluation is, by what each sentence is about.

    Args:
        row: The row of `analysis.about`.
        evaluations: What the municipality says of those that it uses.
    """
    known = of_document(row["document"], evaluations)
    kind = {"kind": phrase(locales.for_reader(known.about))} if known else {}
    people = values.amount(row["interviewed"], hedge="" if pd.isna(row["hedge"]) else row["hedge"])
    gaps: dict[str, Words] = {"month": locales.period(row["month"]), "people": people}
    said = {about: fill_first(sentences, row, **gaps) for about, sentences in ABOUT.items()}
    return kind | said


def total(areas: pd.DataFrame, evaluations: Iterable[Evaluation]) -> Phrase:
    """Return the sum of the areas' points, and what the municipality says of it."""
    sums = {name: points(areas[name].sum(), basis="derived") for name in ("points", "max_points")}
    said = fill_first(TOTAL, len(areas), points=sums["points"], most=sums["max_points"])
    known = of_document(areas["document"].iloc[0], evaluations)
    return joined([said, locales.for_reader(known.total)]) if known and known.total else said


def other_name(row: Any) -> Phrase:
    """Return an area's other name in the document; empty if it has none."""
    name = values.named(row["also_called"])
    return fill_first(NAMES, row, number=str(row["number"]), name=name)


def lead(areas: pd.DataFrame) -> Phrase:
    """Return which areas get the most and the fewest points."""
    best, worst = rows.largest(areas, "points"), rows.smallest(areas, "points")
    return fill_first(
        LEAD,
        best["points"] - worst["points"],
        year=int(areas["year"].iloc[0]),
        best=_with_as_many(areas, best),
        most=fill(
            _("{points} of {most}"), points=points(best["points"]), most=points(best["max_points"])
        ),
        worst=_with_as_many(areas, worst),
        least=points(worst["points"]),
    )


def _with_as_many(areas: pd.DataFrame, area: Facts) -> str:
    """Return an area inside a sentence, with the others that have as many points."""
    same = areas[areas["points"].eq(area["points"])].to_dict("records")
    return locales.listing([area_in_a_sentence(row) for row in same])


def conclusion(areas: pd.DataFrame) -> list[Phrase]:
    """Return what the evaluators conclude, and where it is not the same as the fewest points."""
    strongest, potential = (
        areas[areas["conclusion"].eq(side)] for side in ("strongest", "most_potential")
    )
    fewest = lowest(areas, count=len(potential))
    facts = {
        "strongest": len(strongest),
        "potential": len(potential),
        "is_lowest": set(fewest["area"]) == set(potential["area"]),
    }
    gaps: dict[str, Words] = {
        "strongest": areas_by_number(strongest),
        "potential": areas_by_number(potential),
        "lowest": areas_by_number(fewest),
    }
    return [fill_first(sentences, facts, **gaps) for sentences in (CONCLUSION, LOWEST)]


def areas_headline(areas: pd.DataFrame) -> Phrase:
    """Return the headline of the bars by area."""
    facts = {"maxima": areas["max_points"].nunique()}
    return fill_first(
        AREAS_HEADLINE,
        facts,
        least=points(areas["points"].min()),
        most=points(areas["points"].max()),
        maximum=points(areas["max_points"].max()),
    )


def findings(answered: pd.DataFrame, total: int) -> dict[str, Phrase]:
    """Return how many questions are weak and have goals, by what each sentence is about.

    Args:
        answered: See above.
        total: How many questions there are.
    """
    met = answered[answered["answers"].gt(0)]
    is_judged = int(answered["answers"].sum()) == int(answered["by_analyst"].sum())
    last = answered[answered["percent"].eq(answered["percent"].min())]
    facts = {
        "weak": len(answered),
        "met": len(met),
        "all_judged": is_judged,
        "lowest": len(last),
    }
    gaps: dict[str, Words] = {
        "weak": count(len(answered)),
        "count": count(total),
        "met": count(len(met)),
        "lowest": locales.listing([numbered_name(row) for row in last.to_dict("records")]),
        "lowest_count": count(len(last)),
    }
    return {about: fill_first(sentences, facts, **gaps) for about, sentences in FINDINGS.items()}


def contradictions(questions: pd.DataFrame) -> str:
    """Return where points and percentages contradict each other; empty if nowhere."""
    found = questions[~questions["percent_follows"]]
    places = locales.ngettext("question {numbers}", "questions {numbers}", len(found)).format(
        numbers=locales.listing(found["number"].tolist())
    )
    return str(fill_first(CONTRADICTION, len(found), places=places))


def with_mark_and_source(caption: str, questions: pd.DataFrame) -> Captioned:
    """Return a caption with the meaning of the mark, if there is one, and the source line."""
    if explanation := contradictions(questions):
        caption = f"{caption} {MARK} {explanation}"
    return with_source(caption, questions)
