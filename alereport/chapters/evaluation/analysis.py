"""Kommunkompassen: how the municipality is led, in points by area and question.

The arguments named `evaluation` are `Overall.evaluation`: one row is one question, or one area as
a whole (no question). Of several evaluations the latest counts. Points are whole numbers, rounded
as printed; percentages are kept as printed, also where they do not follow from the points.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alereport.chapters.common.rows import in_file_order

WEAK_PERCENT = 50
"""A question is weak where it reaches at most this share of its points, as printed: half."""

SOURCE = ["year", "title", "section"]
"""Where a row is from: what a source line needs."""

COLUMNS = [
    *("area", "number", "name", "points", "max_points", "missing_points"),
    *("percent", "percent_from", "percent_to", "percent_follows"),
]


def areas(evaluation: pd.DataFrame) -> pd.DataFrame:
    """The areas of the latest evaluation.

    Returns:
        One row is one area in the order of its number: `area`, `number` (of the area, or of the
        question, as words), `name`, `points`, `max_points`, `missing_points` (to the maximum),
        `percent` (as printed), `percent_from` and `percent_to` (the whole percentages that can
        follow from the rounded points), `percent_follows`, `year`, `title`, `section` and `rows`
        (of the data). Empty where there is no evaluation.
    """
    rows = _latest(evaluation)
    table = _measured(rows[rows["question"].isna()])
    return table[[*COLUMNS, *SOURCE, "rows"]]


def questions(evaluation: pd.DataFrame) -> pd.DataFrame:
    """The questions of the latest evaluation.

    Returns:
        One row is one question in the order of its number: `question`, `area_name`, the columns
        of `areas` and `weak`.
    """
    rows = _latest(evaluation)
    names = rows[rows["question"].isna()].set_index("area")["name"]
    table = _measured(rows[rows["question"].notna()])
    table = table.assign(area_name=table["area"].map(names), weak=table["percent"].le(WEAK_PERCENT))
    return table[["question", "area_name", *COLUMNS, "weak", *SOURCE, "rows"]]


def total(areas: pd.DataFrame) -> pd.DataFrame:
    """The areas' points together, which the evaluation itself does not print.

    Returns:
        One row: `points`, `max_points`, `missing_points`, `year`, `title`, `section` and `rows`;
        empty for an empty frame.
    """
    if areas.empty:
        return areas[["points", "max_points", "missing_points", *SOURCE, "rows"]]
    sums = areas[["points", "max_points", "missing_points"]].sum()
    first = areas[SOURCE].iloc[0]
    return pd.DataFrame([{**sums, **first, "rows": in_file_order(areas["rows"].explode())}])


def weakest(questions: pd.DataFrame, *, count: int = 5) -> pd.DataFrame:
    """The questions with the lowest printed percentages, the lowest first.

    Of equal ones the one with more points to win comes first, then the lower number.
    """
    return questions.sort_values(
        ["percent", "missing_points", "area", "question"],
        ascending=[True, False, True, True],
        ignore_index=True,
    ).head(count)


def strongest(questions: pd.DataFrame, *, count: int = 5) -> pd.DataFrame:
    """The questions with the highest printed percentages, the highest first.

    Of equal ones the one with more points comes first, then the lower number.
    """
    return questions.sort_values(
        ["percent", "points", "area", "question"],
        ascending=[False, False, True, True],
        ignore_index=True,
    ).head(count)


def most_to_win(questions: pd.DataFrame, *, count: int = 10) -> pd.DataFrame:
    """The questions farthest from their maximum in points, the farthest first."""
    return questions.sort_values(
        ["missing_points", "percent", "area", "question"],
        ascending=[False, True, True, True],
        ignore_index=True,
    ).head(count)


def rounding_differences(evaluation: pd.DataFrame) -> pd.DataFrame:
    """The areas whose printed points are not the sum of their questions' printed points.

    Returns:
        One row is one area: `area`, `name`, `points`, `questions_points`, `difference_points`
        (the area's less its questions') and `rows`.
    """
    of_questions = questions(evaluation).groupby("area")
    table = areas(evaluation).merge(
        of_questions.agg(questions_points=("points", "sum"), others=("rows", "sum")), on="area"
    )
    table["difference_points"] = table["points"] - table["questions_points"]
    table["rows"] = [
        (*own, *in_file_order(others))
        for own, others in zip(table["rows"], table["others"], strict=True)
    ]
    columns = ["area", "name", "points", "questions_points", "difference_points", "rows"]
    return table.loc[table["difference_points"].ne(0), columns].reset_index(drop=True)


def answered(
    evaluation: pd.DataFrame, *, answers: pd.DataFrame, goals: pd.DataFrame
) -> pd.DataFrame:
    """What the plans' goals answer to, and the weak questions that no goal answers.

    Args:
        evaluation: `Overall.evaluation`.
        answers: `Overall.evaluation_answers`: one row says that one goal answers one question,
            or an area as a whole.
        goals: `Overall.goals`.

    Returns:
        One row is one question that is weak or answered, or one area answered as a whole (no
        question), the lowest percentage first: `question`, `area_name`, the columns of `areas`,
        `weak`, `answers` (how many goals), `goals` (of each its title, committee and year) and
        `by_analyst` (how many of the links are the analyst's judgement).
    """
    rated = pd.concat(
        [questions(evaluation), areas(evaluation).assign(question="", area_name="", weak=False)],
        ignore_index=True,
    )
    linked = _links(answers, goals, evaluation)
    found = [linked[linked["number"].eq(number)] for number in rated["number"]]
    goals_that_answer: list[Any] = [
        tuple(zip(links["title"], links["committee"], links["plan_year"], strict=True))
        for links in found
    ]
    rows: list[Any] = [
        (*own, *in_file_order([*links["link_row"], *links["goal_row"]]))
        for own, links in zip(rated["rows"], found, strict=True)
    ]
    rated = rated.assign(
        answers=[len(links) for links in found],
        goals=goals_that_answer,
        by_analyst=[int(links["basis"].eq("analyst").sum()) for links in found],
        rows=rows,
    )
    kept = rated[rated["weak"] | rated["answers"].gt(0)]
    return kept.sort_values(["percent", "area", "question"], ignore_index=True)


def _links(answers: pd.DataFrame, goals: pd.DataFrame, evaluation: pd.DataFrame) -> pd.DataFrame:
    """One row is one link to the latest evaluation, in the order of the plans and titles."""
    links = answers[answers["document"].isin(_latest(evaluation)["document"])]
    links = links.assign(number=_number(links), link_row=links.index)
    named = goals.assign(goal_row=goals.index)
    return (
        links[["number", "goal", "basis", "link_row"]]
        .merge(named[["goal", "title", "committee", "plan_year", "goal_row"]], "left", on="goal")
        .sort_values(["plan_year", "title", "committee"], kind="stable")
    )


def _latest(evaluation: pd.DataFrame) -> pd.DataFrame:
    return evaluation[evaluation["year"].eq(evaluation["year"].max())]


def _measured(rows: pd.DataFrame) -> pd.DataFrame:
    whole = dict.fromkeys(("area", "year", "points", "max_points", "percent"), "int64")
    table = rows.astype(whole).sort_values(["area", "question"])
    points, most = table["points"], table["max_points"]
    least_percent = np.ceil(100 * (points - 0.5) / most - 0.5).clip(lower=0).astype("int64")
    most_percent = np.floor(100 * (points + 0.5) / most + 0.5).clip(upper=100).astype("int64")
    return table.assign(
        number=_number(table),
        missing_points=most - points,
        percent_from=least_percent,
        percent_to=most_percent,
        percent_follows=table["percent"].between(least_percent, most_percent),
        rows=table.index.to_series().map(lambda place: (place,)),
    ).reset_index(drop=True)


def _number(rows: pd.DataFrame) -> pd.Series[str]:
    """What a question, or an area as a whole, is known by."""
    return rows["question"].fillna(rows["area"].astype(str))
