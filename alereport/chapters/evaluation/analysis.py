"""An evaluation of how the whole municipality is led: points by area and question.

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

SOURCE = ["document", "year", "title", "section"]
"""The columns with the source of a row."""

COLUMNS = [
    *("area", "number", "name", "also_called", "points", "max_points"),
    *("percent", "percent_follows"),
]

INTERVIEWED = "intervju"
"""What the words of the figure of how many were interviewed have in them."""


def year(evaluation: pd.DataFrame) -> int:
    """Return the year of the latest evaluation; zero if there is none."""
    return int(evaluation["year"].max()) if len(evaluation) else 0


def about(
    evaluation: pd.DataFrame, documents: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """Return when the latest evaluation was made, and with how many interviews.

    Args:
        evaluation: `Overall.evaluation`.
        documents: `Overall.documents`.
        indicators: `Overall.indicators`.

    Returns:
        One row, or none: `document`, `month` (such as 2020-08), `interviewed` and `hedge` (missing
        if the document does not say), and `rows`.
    """
    document = _latest(evaluation)["document"].head(1)
    found = documents[documents["document"].isin(document)].reset_index(names="row")
    is_interviewed = indicators["as_printed"].str.contains(INTERVIEWED, case=False, na=False)
    people = indicators[is_interviewed].reset_index(names="indicator_row")
    people = people.drop_duplicates("document")[["document", "value", "hedge", "indicator_row"]]
    table = found[["document", "as_of", "row"]].merge(people, "left", on="document")
    rows = [
        in_file_order(place for place in places if pd.notna(place))
        for places in zip(table["row"], table["indicator_row"], strict=True)
    ]
    return pd.DataFrame(
        {
            "document": table["document"],
            "month": pd.to_datetime(table["as_of"]).dt.strftime("%Y-%m"),
            "interviewed": table["value"],
            "hedge": table["hedge"],
            "rows": pd.Series(rows, table.index, dtype="object"),
        }
    )


def areas(evaluation: pd.DataFrame) -> pd.DataFrame:
    """Return the areas of the latest evaluation.

    Returns:
        One row is one area in the order of its number: `area`, `number` (of the area, or of the
        question, as text), `name`, `also_called` (its other name in the document, if any),
        `points`, `max_points`, `percent` (as printed), `percent_follows` (whether the rounded
        points allow it), `conclusion` (the evaluators' own), `document`, `year`, `title`, `section`
        and `rows` (of the data). Empty if there is no evaluation.
    """
    rows = _latest(evaluation)
    table = _with_computed_columns(rows[rows["question"].isna()])
    return table[[*COLUMNS, "conclusion", *SOURCE, "rows"]]


def questions(evaluation: pd.DataFrame) -> pd.DataFrame:
    """Return the questions of the latest evaluation.

    Returns:
        One row is one question in the order of its number: `question`, the columns of `areas` but
        `conclusion`, and `weak`.
    """
    rows = _latest(evaluation)
    table = _with_computed_columns(rows[rows["question"].notna()])
    table = table.assign(weak=table["percent"].le(WEAK_PERCENT))
    return table[["question", *COLUMNS, "weak", *SOURCE, "rows"]]


def lowest(areas: pd.DataFrame, *, count: int) -> pd.DataFrame:
    """Return so many areas with the fewest points, the lowest first, and those with as many."""
    ordered = areas.sort_values(["points", "area"], ignore_index=True)
    return ordered[ordered["points"].le(ordered["points"].head(count).max())]


def answered(
    evaluation: pd.DataFrame, *, answers: pd.DataFrame, goals: pd.DataFrame
) -> pd.DataFrame:
    """Return the questions with at most half their points, and the goals of the plans for each.

    Args:
        evaluation: `Overall.evaluation`.
        answers: `Overall.evaluation_answers`: one row links one goal to one question, or to a
            whole area, which is left out.
        goals: `Overall.goals`.

    Returns:
        One row is one weak question, the lowest percentage first: the columns of `questions`,
        `answers` (how many goals), `goals` (the title, committee and year of each), `by_analyst`
        (how many of the links are the analyst's judgement) and `rows`.
    """
    weak = questions(evaluation).query("weak")
    links = _links(answers, goals, evaluation)
    links_by_question = [links[links["number"].eq(number)] for number in weak["number"]]
    goals_that_answer: list[Any] = [
        tuple(zip(linked["title"], linked["committee"], linked["plan_year"], strict=True))
        for linked in links_by_question
    ]
    rows: list[Any] = [
        (*own_rows, *in_file_order([*linked["link_row"], *linked["goal_row"]]))
        for own_rows, linked in zip(weak["rows"], links_by_question, strict=True)
    ]
    weak = weak.assign(
        answers=[len(linked) for linked in links_by_question],
        goals=goals_that_answer,
        by_analyst=[int(linked["basis"].eq("analyst").sum()) for linked in links_by_question],
        rows=rows,
    )
    return weak.sort_values(["percent", "area", "question"], ignore_index=True)


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
        percent_follows=table["percent"].between(least_percent, most_percent),
        rows=table.index.to_series().map(lambda place: (place,)),
    ).reset_index(drop=True)


def _number(rows: pd.DataFrame) -> pd.Series[str]:
    """Return the number of each question, or of each whole area."""
    return rows["question"].fillna(rows["area"].astype(str))
