"""The goal tree as nested lists, which a screen reader and paper can follow."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.markdown import plain
from alereport.chapters.goals import words as goal_words
from alereport.chapters.goals.no_goals import no_council_goals
from alereport.exhibits import sources
from alereport.exhibits.display import Displayable, Traced


def goal_tree(tree: pd.DataFrame, known: pd.DataFrame) -> Displayable:
    """The plan as nested lists: under the council's goals, and what stands under none of them.

    Args:
        tree: From `analysis.goals.tree`.
        known: From `analysis.follow_up.status`.
    """
    if tree.empty:
        return no_council_goals()
    states = dict(zip(known["goal"], known["status"], strict=True))
    under = tree["root_level"].isin(["strategic_goal", "direction_goal", "council_goal"])
    parts = [
        (_("Under a goal of the council"), tree[under]),
        (_("Printed under no goal of the council"), tree[~under]),
    ]
    shown = [(heading, rows) for heading, rows in parts if not rows.empty]
    said = {row["goal"]: _item(row, states[row["goal"]]) for row in tree.to_dict("records")}
    markdown = "\n\n".join(
        f"### {plain(heading)}\n\n{_nested_markdown(rows, said)}" for heading, rows in shown
    )
    html = "".join(
        f"<h3>{escape(heading)}</h3>{_nested_html(rows, said)}" for heading, rows in shown
    )
    traced = tuple(
        Traced(" ".join(said[goal]), rows)
        for goal, rows in zip(tree["goal"], tree["rows"], strict=True)
    )
    return Displayable(f"{markdown}\n\n{plain(sources.source(tree))}", html, traced=traced)


def _item(row: dict[Hashable, Any], state: str) -> tuple[str, str]:
    """What a goal is called, and what is said of it after its name."""
    facts = [
        goal_words.level(row["level"]),
        _("section\u00a0{section}").format(section=row["section"]),
    ]
    if pd.notna(row["responsible"]):
        facts.append(_("responsible: {who}").format(who=row["responsible"]))
    if pd.notna(row["due"]):
        facts.append(_("due {when}").format(when=language.period(row["due"])))
    facts += [
        _("answers {goal}").format(goal=to)
        if basis == "document"
        else _("answers {goal} (judged)").format(goal=to)
        for to, basis in row["answers"]
    ]
    if state != "not_reported":
        facts.append(goal_words.status(state))
    return str(row["name"]), f"({'; '.join(facts)})"


def _nested_markdown(rows: pd.DataFrame, said: dict[str, tuple[str, str]]) -> str:
    def line(goal: str, depth: int) -> str:
        name, facts = said[goal]
        strong = f"**{plain(name)}**" if depth == 0 else plain(name)
        return f"{'    ' * depth}- {strong} {plain(facts)}"

    return "\n".join(line(*row) for row in zip(rows["goal"], rows["depth"], strict=True))


def _nested_html(rows: pd.DataFrame, said: dict[str, tuple[str, str]]) -> str:
    depths = [*rows["depth"], -1]
    parts = ["<ul>"]
    for (depth, deeper), goal in zip(pairwise(depths), rows["goal"], strict=True):
        name, facts = said[goal]
        parts.append(f"<li>{escape(name)} {escape(facts)}")
        parts.append(
            "<ul>" if deeper > depth else "</li>" + "</ul></li>" * (depth - max(deeper, 0))
        )
    return "".join([*parts, "</ul>"])
