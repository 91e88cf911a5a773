"""How something stands, as a sign, a word and a colour, in every format."""

from __future__ import annotations

import io
import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import get_args

import openpyxl
import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.settings import contrast_ratio
from alereport.exhibits import building, csv_files, excel, values
from alereport.exhibits.building import Column
from alereport.exhibits.excel import Imprint, Sheet
from alereport.exhibits.model import Table
from alereport.exhibits.values import SIGNS, Signal
from alereport.publish import fonts
from alereport.publish.engines.conversion import convert

SIGNALS = [signal for signal in get_args(Signal) if signal]
THEME = files("alereport.publish.book") / "theme"
READABLE = 4.5
"""The contrast of text that WCAG 2.1 asks for (criterion 1.4.3)."""


@pytest.fixture(autouse=True)
def _swedish() -> None:
    locales.activate("sv")


def table() -> Table:
    frame = pd.DataFrame({"goal": SIGNALS})
    columns = [
        Column("goal", "Mål", lambda row: values.words(row["goal"]), figures=False),
        Column(
            "status",
            "Status",
            lambda row: values.words(f"ord för {row['goal']}").model_copy(
                update={"signal": row["goal"]}
            ),
            figures=False,
        ),
    ]
    return building.table(frame, columns, name="t", caption="Läget.", key="goal")


def test_every_signal_has_a_sign_of_its_own() -> None:
    assert sorted(SIGNS) == sorted(SIGNALS)
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_the_words_stand_beside_the_sign_in_every_format() -> None:
    shown = table()
    written = csv_files.to_csv(shown).decode()
    for signal, sign in SIGNS.items():
        words = f"{sign}\u00a0ord för {signal}"
        assert words in shown.html
        assert words in written
        marked = f'[[{sign}]{{aria-hidden="true"}}\u00a0ord för {signal}]{{.signal-{signal}}}'
        assert marked in shown.markdown.replace("\\", "")


def test_the_workbook_has_the_sign_the_word_and_the_colour() -> None:
    imprint = Imprint("Bok", "Ale kommun", date(2023, 12, 31), "Läget den 31 december 2023.")
    made = excel.workbook(imprint, "Tabellerna", [Sheet("Mål", table(), ())])
    page = openpyxl.load_workbook(io.BytesIO(made))["Läget"]
    for row, signal in enumerate(SIGNALS, start=4):
        cell = page.cell(row, 2)
        assert cell.value == f"{SIGNS[signal]}\u00a0ord för {signal}"
        colour = cell.font.color.rgb if cell.font.color and signal in excel.COLOURS else None
        assert colour == (f"FF{excel.COLOURS[signal][1:]}" if signal in excel.COLOURS else None)


def test_the_fonts_of_the_site_have_every_sign() -> None:
    ranges = [re.findall(r"[0-9A-F]{4}", part) for part in fonts.GLYPHS.split(",")]
    known = {code for ends in ranges for code in range(int(ends[0], 16), int(ends[-1], 16) + 1)}
    assert {ord(sign) for sign in SIGNS.values()} <= known


@pytest.mark.parametrize("style", ["content.css", "dark.css"])
def test_the_colours_can_be_read_on_the_page(style: str) -> None:
    text = (THEME / style).read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", text))
    for name in ("good", "moving", "bad", "faint"):
        assert contrast_ratio(colours[name], colours["paper"]) >= READABLE


def test_the_colours_can_be_read_on_paper_and_in_the_workbook() -> None:
    lua = (THEME / "blocks.lua").read_text(encoding="utf-8")
    printed = re.findall(r'(?:good|handed|moving|bad) = "(#[0-9a-f]{6})"', lua)
    assert len(printed) == len(excel.COLOURS)
    for colour in (*printed, *excel.COLOURS.values()):
        assert contrast_ratio(colour.lower(), "#ffffff") >= READABLE


@pytest.mark.parametrize(("to", "template"), [("html5", "page.html"), ("typst", "report.typ")])
def test_a_page_and_the_paper_have_the_sign_the_word_and_the_colour(to: str, template: str) -> None:
    shown = table().model_copy(update={"total": True})
    made = convert(
        [("a.md", f"# A\n\n{shown.markdown}")],
        Path(str(THEME)),
        to=to,
        template=template,
        metadata={
            "title": "A",
            "lang": "sv",
            "crossref": {"chapter": "0", "figure": "Figur", "table": "Tabell"},
        },
    )
    if to == "typst":
        assert made.count('weight: "semibold")[') == len(SIGNALS)
        assert "(top: 0.6pt)" in made
    else:
        assert '<span class="signal-bad"><span aria-hidden="true">▲</span>' in made
        assert "typst" not in made
