"""Kommunkompassen, an evaluation of how the municipality is led: points by area and question.

The arguments named `evaluation` are `Overall.evaluation`: one row is one question, or one whole
area (no question). Only the latest evaluation counts. Points are whole numbers, rounded as
printed; percentages are kept as printed, even if they do not follow from the points.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alereport.chapters.common.rows import in_file_order

WEAK_PERCENT = 50
"""A question is weak if it reaches at most this share of its points, as printed: half."""

SOURCE = ["year", "title", "section"]
"""The columns with the source of a row, for a source line."""

COLUMNS = [
    *("area", "number", "name", "points", "max_points", "missing_points"),
    *("percent", "percent_from", "percent_to", "percent_follows"),
]


def areas(evaluation: pd.DataFrame) -> pd.DataFrame:
    """Return the areas of the latest evaluation.

    Returns:
        One row is one area in the order of its number: `area`, `number` (of the area, or of the
        question, as text), `name`, `points`, `max_points`, `missing_points` (to the maximum),
        `percent` (as printed), `percent_from` and `percent_to` (the whole percentages that the
        rounded points allow), `percent_follows`, `year`, `title`, `section` and `rows`
        (of the data). Empty if there is no evaluation.
    """
    rows = _latest(evaluation)
    table = _with_computed_columns(rows[rows["question"].isna()])
    return table[[*COLUMNS, *SOURCE, "rows"]]


def questions(evaluation: pd.DataFrame) -> pd.DataFrame:
    """Return the questions of the latest evaluation.

    Returns:
        One row is one question in the order of its number: `question`, `area_name`, the columns
        of `areas` and `weak`.
    """
    rows = _latest(evaluation)
    names = rows[rows["question"].isna()].set_index("area")["name"]
    table = _with_computed_columns(rows[rows["question"].notna()])
    table = table.assign(area_name=table["area"].map(names), weak=table["percent"].le(WEAK_PERCENT))
    return table[["question", "area_name", *COLUMNS, "weak", *SOURCE, "rows"]]


def total(areas: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of the areas' points, which the evaluation itself does not print.

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
    """Return the questions with the lowest printed percentages, the lowest first.

    Equal ones are sorted by the most missing points, then by the lowest number.
    """
    return questions.sort_values(
        ["percent", "missing_points", "area", "question"],
        ascending=[True, False, True, True],
        ignore_index=True,
    ).head(count)


def strongest(questions: pd.DataFrame, *, count: int = 5) -> pd.DataFrame:
    """Return the questions with the highest printed percentages, the highest first.

    Equal ones are sorted by the most points, then by the lowest number.
    """
    return questions.sort_values(
        ["percent", "points", "area", "question"],
        ascending=[False, False, True, True],
        ignore_index=True,
    ).head(count)


def most_to_win(questions: pd.DataFrame, *, count: int = 10) -> pd.DataFrame:
    """Return the questions with the most points missing to the maximum, the most first."""
    return questions.sort_values(
        ["missing_points", "percent", "area", "question"],
        ascending=[False, True, True, True],
        ignore_index=True,
    ).head(count)


def rounding_differences(evaluation: pd.DataFrame) -> pd.DataFrame:
    """Return the areas whose printed points are not the sum of their questions' printed points.

    Returns:
        One row is one area: `area`, `name`, `points`, `questions_points`, `difference_points`
        (the area's points less its questions') and `rows`.
    """
    by_area = questions(evaluation).groupby("area")
    table = areas(evaluation).merge(
        by_area.agg(questions_points=("points", "sum"), question_rows=("rows", "sum")), on="area"
    )
    table["difference_points"] = table["points"] - table["questions_points"]
    table["rows"] = [
        (*area_rows, *in_file_order(question_rows))
        for area_rows, question_rows in zip(table["rows"], table["question_rows"], strict=True)
    ]
    columns = ["area", "name", "points", "questions_points", "difference_points", "rows"]
    return table.loc[table["difference_points"].ne(0), columns].reset_index(drop=True)


def answered(
    evaluation: pd.DataFrame, *, answers: pd.DataFrame, goals: pd.DataFrame
) -> pd.DataFrame:
    """Return the questions that goals of the plans answer, and the weak ones that no goal answers.

    Args:
        evaluation: `Overall.evaluation`.
        answers: `Overall.evaluation_answers`: one row links one goal to one question, or to a
            whole area, that it answers.
        goals: `Overall.goals`.

    Returns:
        One row is one question that is weak or answered, or one whole area that is answered (no
        question), the lowest percentage first: `question`, `area_name`, the columns of `areas`,
        `weak`, `answers` (how many goals), `goals` (the title, committee and year of each) and
        `by_analyst` (how many of the links are the analyst's judgement).
    """
    items = pd.concat(
        [questions(evaluation), areas(evaluation).assign(question="", area_name="", weak=False)],
        ignore_index=True,
    )
    links = _links(answers, goals, evaluation)
    links_by_item = [links[links["number"].eq(number)] for number in items["number"]]
    goals_that_answer: list[Any] = [
        tuple(zip(linked["title"], linked["committee"], linked["plan_year"], strict=True))
        for linked in links_by_item
    ]
    rows: list[Any] = [
        (*item_rows, *in_file_order([*linked["link_row"], *linked["goal_row"]]))
        for item_rows, linked in zip(items["rows"], links_by_item, strict=True)
    ]
    items = items.assign(
        answers=[len(linked) for linked in links_by_item],
        goals=goals_that_answer,
        by_analyst=[int(linked["basis"].eq("analyst").sum()) for linked in links_by_item],
        rows=rows,
    )
    shown = items[items["weak"] | items["answers"].gt(0)]
    return shown.sort_values(["percent", "area", "question"], ignore_index=True)


def _links(answers: pd.DataFrame, goals: pd.DataFrame, evaluation: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each link to the latest evaluation, by plan year and goal title."""
    links = answers[answers["document"].isin(_latest(evaluation)["document"])]
    links = links.assign(number=_number(links), link_row=links.index)
    goals_with_row = goals.assign(goal_row=goals.index)
    return (
        links[["number", "goal", "basis", "link_row"]]
        .merge(
            goals_with_row[["goal", "title", "committee", "plan_year", "goal_row"]],
            "left",
            on="goal",
        )
        .sort_values(["plan_year", "title", "committee"], kind="stable")
    )


def _latest(evaluation: pd.DataFrame) -> pd.DataFrame:
    return evaluation[evaluation["year"].eq(evaluation["year"].max())]


def _with_computed_columns(rows: pd.DataFrame) -> pd.DataFrame:
    integers = dict.fromkeys(("area", "year", "points", "max_points", "percent"), "int64")
    table = rows.astype(integers).sort_values(["area", "question"])
    points, maximum = table["points"], table["max_points"]
    least_percent = np.ceil(100 * (points - 0.5) / maximum - 0.5).clip(lower=0).astype("int64")
    most_percent = np.floor(100 * (points + 0.5) / maximum + 0.5).clip(upper=100).astype("int64")
    return table.assign(
        number=_number(table),
        missing_points=maximum - points,
        percent_from=least_percent,
        percent_to=most_percent,
        percent_follows=table["percent"].between(least_percent, most_percent),
        rows=table.index.to_series().map(lambda place: (place,)),
    ).reset_index(drop=True)


def _number(rows: pd.DataFrame) -> pd.Series[str]:
    """Return the number of each question, or of each whole area."""
    return rows["question"].fillna(rows["area"].astype(str))
