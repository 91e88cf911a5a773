"""Words every chapter needs: its headings, sources and blocks of text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.languages import OF_THE_DATA
from alereport.base.markdown import html, in_swedish, plain, prose, spoken
from alereport.exhibits.display import Displayable, Traced

IN_A_FIGURE = re.compile(r"(?<=\d) (?=\d{3}\b|tkr\b|mkr\b|%)")
"""The spaces that a written figure is not to be broken at."""


def section(title: str) -> Displayable:
    """A heading inside the chapter, in the report's language.

    Args:
        title: The heading in English, as the catalogues in `alereport/locale` hold it.
    """
    words = _(title)
    return Displayable(f"## {plain(words)}", f"<h2>{escape(words)}</h2>")


def reason_of(reason: object) -> str:
    """The reason of a break, which the data hold in Swedish, as a sentence."""
    return in_swedish(f"{reason}.")


def analyst_commentary(commentary: pd.DataFrame, chapter: str) -> Displayable:
    """What the analyst has written on a chapter, set apart from what is computed.

    Args:
        commentary: `Report.commentary`; its Markdown is in Swedish, and is marked as such in an
            English report.
        chapter: The chapter's heading in the commentary, such as `budget`.
    """
    written = commentary.loc[commentary["chapter"].eq(chapter), "text"].tolist()
    if not written:
        return block("report-note", [plain(_("The analyst has not commented on this chapter."))])
    heading = _("The analyst's commentary")
    said = "\n\n".join(written)
    body = IN_A_FIGURE.sub(language.NBSP, prose(said))
    if language.is_of_the_data():
        markdown, lang = body, ""
    else:
        heading = _("The analyst's commentary, in Swedish")
        lang = f' lang="{OF_THE_DATA}"'
        markdown = f"::: {{lang={OF_THE_DATA}}}\n\n{body}\n\n:::"
    return Displayable(
        f"::: {{.analyst}}\n\n[{plain(heading)}]{{.term}}\n\n{markdown}\n\n:::",
        f"<strong>{escape(heading)}</strong><div{lang}>{html(said)}</div>",
        role="analyst",
    )


def block(role: str, paragraphs: list[str], traced: Iterable[Traced] = ()) -> Displayable:
    is_list = paragraphs[0].startswith("- ")
    body = ("\n" if is_list else "\n\n").join(paragraphs)
    shown = "".join(f"<p>{escape(spoken(each))}</p>" for each in paragraphs)
    return Displayable(f"::: {{.{role}}}\n\n{body}\n\n:::", shown, role=role, traced=tuple(traced))


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
