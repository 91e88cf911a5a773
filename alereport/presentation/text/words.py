"""Words every chapter needs: its headings, sources and blocks of text."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd

from alereport import language
from alereport.language import gettext as _
from alereport.presentation.display import Displayable, Traced, plain


def section(title: str) -> Displayable:
    """A heading inside the chapter, in the report's language.

    Args:
        title: The heading in English, as the catalogues in `alereport/locale` hold it.
    """
    words = _(title)
    return Displayable(f"## {plain(words)}", f"<h2>{escape(words)}</h2>")


def source(of: pd.DataFrame) -> str:
    """Where the rows come from, such as `Källa: Nämndplan 2024, avsnitt 4.1`."""
    first = of.iloc[0]
    return _("Source: {title}, section\u00a0{section}.").format(
        title=first["title"], section=first["section"]
    )


def reason_of(reason: object) -> str:
    """The reason of a break, which the data hold in Swedish, as a sentence."""
    sentence = plain(f"{reason}.")
    return sentence if language.current() == "sv" else f"[{sentence}]{{lang=sv}}"


def block(role: str, paragraphs: list[str], traced: Iterable[Traced] = ()) -> Displayable:
    is_list = paragraphs[0].startswith("- ")
    body = ("\n" if is_list else "\n\n").join(paragraphs)
    shown = "".join(f"<p>{escape(_without_marks(words))}</p>" for words in paragraphs)
    return Displayable(f"::: {{.{role}}}\n\n{body}\n\n:::", shown, role=role, traced=tuple(traced))


def _without_marks(markdown: str) -> str:
    words = markdown.removeprefix("- ").replace("{lang=sv}", "").replace("{.term}", "")
    return words.replace("\\", "").replace("[", "").replace("]", "")


KeyFigure = tuple[str, str, str, tuple[str, ...]]
"""What it is, its value, what it is compared with, and the rows of the data it is made from."""


def key_figure_list(figures: list[KeyFigure]) -> Displayable:
    """Three or four figures shown large, each with what it is compared with."""
    items = [
        f"- [{plain(name)}]{{.label}} [{plain(value)}]{{.value}} [{plain(note)}]{{.note}}"
        for name, value, note, _rows in figures
    ]
    html = "".join(
        f"<li>{escape(name)}: <strong>{escape(value)}</strong> ({escape(note)})</li>"
        for name, value, note, _rows in figures
    )
    return Displayable(
        "\n".join(["::: {.key-figures}", "", *items, "", ":::"]),
        f"<ul>{html}</ul>",
        traced=tuple(Traced(" | ".join(said), rows) for *said, rows in figures if rows),
    )
