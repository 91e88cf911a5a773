"""The board of goals, shown; `board` is from `board.board`."""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import plan_labels
from alereport.chapters.goals import board_sentences as sentences
from alereport.chapters.goals import terms
from alereport.exhibits import building, sources, values
from alereport.exhibits.building import Column, FrameRow, labelled_line, rows_of, texts
from alereport.exhibits.model import Group, Heading, Line, Table, Text, nothing
from alereport.exhibits.phrases import Phrase, data_text, fill
from alereport.exhibits.values import Cell


def board_of_goals(board: pd.DataFrame) -> Group:
    """Return how each goal and assignment stands by the latest report, and what it says of them.

    Nothing where no report covers the plan's year.
    """
    if board.empty:
        return nothing()
    said = [
        labelled_line(row["goal"], data_text(row["name"]), _said(row), row["rows"])
        for row in board[board["note"].notna()].to_dict("records")
    ]
    heading = Heading(words=_("What the reports say about them"), level=3)
    return building.group(
        board_in_text(board),
        _table(board),
        *([heading, building.points("", said, name="board-said")] if said else []),
    )


def board_in_text(board: pd.DataFrame) -> Text | Group:
    """Return how many goals and assignments have each status; nothing without a report."""
    if board.empty:
        return nothing()
    line = Line(key="board", words=sentences.lead(board), rows=rows_of(board))
    return building.lines("", [line], name="board")


def _table(board: pd.DataFrame) -> Table:
    columns = [
        texts("name", _("Goal or assignment")),
        Column("status", _("Status"), _status, figures=False).first(),
        Column("since", _("Since last time"), _since, figures=False),
        texts("responsible", _("Responsible")),
        Column("due", _("When"), _due, figures=False),
    ]
    caption = _("The goals and assignments in the plan for {year}, as reported until {day}.")
    day = locales.day(board["as_of"].iloc[0].date())
    named = plan_labels(board, "board", caption, source=sources.source(_places(board)), day=day)
    return building.table(board, columns, key="goal", **named)


def _places(board: pd.DataFrame) -> pd.DataFrame:
    """Return the documents and sections that the board is from: the plan, and its reports."""
    reported = board[["evidence_title", "evidence_section"]].dropna()
    reported = reported.set_axis(["title", "section"], axis="columns")
    return pd.concat([board[["title", "section"]], reported])


def _status(row: FrameRow) -> Cell:
    signal, _name = sentences.STATUSES[row["status"]]
    words = sentences.name(row["status"])
    if row["reasons"]:
        words = _("{answer}: {why}").format(answer=words, why=terms.reasons(row["reasons"]))
    return values.words(words).model_copy(update={"signal": signal})


def _since(row: FrameRow) -> Cell:
    words = str(sentences.since(row))
    return values.words(words) if words else values.blank()


def _due(row: FrameRow) -> Cell:
    if pd.isna(row["due"]):
        return values.silent()
    due = terms.due(row)
    if not row["is_late"]:
        return due
    return due.model_copy(update={"words": f"{due.words}; {_('the date has passed')}"})


def _said(row: FrameRow) -> Phrase:
    place = sources.place(row["evidence_title"], [row["evidence_section"]])
    return fill("{note} ({place})", note=data_text(str(row["note"])), place=place)
