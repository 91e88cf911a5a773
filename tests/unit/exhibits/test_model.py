"""An exhibit says the same in every format, and survives the way through a notebook."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from alereport.base import locales
from alereport.exhibits import building, csv_files, model, values
from alereport.exhibits.building import Column, numbers, texts
from alereport.exhibits.model import (
    MIME,
    Chart,
    Exhibit,
    Group,
    KeyFigure,
    KeyFigures,
    Notice,
    Outline,
    Prose,
    parts_of,
)
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    data_text,
    fill,
    fill_first,
    fill_plural,
    joined,
    message,
    phrase,
)
from alereport.exhibits.traced import traced_lines

AREAS = pd.DataFrame(
    {
        "area": ["kost", "hr", "total"],
        "document": ["a", "b", None],
        "name": ["Kost", "Hr", "Totalt"],
        "amount": [1250, None, 1250],
        "rows": [("data/x.csv#2",), (), ("data/x.csv#2", "data/x.csv#3")],
    }
)
COLUMNS = [
    texts("name", "Område"),
    numbers("amount", "Belopp", unit="tkr"),
    Column("share", "Andel", lambda row: values.percent(100 if row["area"] == "total" else 50)),
]
SVG = b'<svg><defs></defs><path style="fill: #1f2529"/></svg>'


@pytest.fixture(autouse=True)
def _swedish() -> None:
    locales.activate("sv")


def test_a_mark_is_drawn_and_its_words_are_read_aloud_and_written_in_files() -> None:
    frame = AREAS[:1].assign(mark="ring")
    mark = Column("mark", "1", lambda row: values.Cell(value="bedömt", shape=row["mark"]), False)
    shown = building.table(frame, [COLUMNS[0], mark], name="t", caption="c", key="area")
    assert "| [bedömt]{.ring} |" in shown.markdown
    assert "○ bedömt" in shown.html
    assert csv_files.to_csv(shown).decode().splitlines()[1] == "Kost,bedömt"


def table() -> model.Table:
    return building.table(
        AREAS, COLUMNS, name="ks-2024-x", key=("area", "document"), caption="Vad.", total=True
    )


def test_a_line_is_drawn_above_the_requirements_that_follow_the_areas() -> None:
    frame = AREAS.assign(requirement=[False, True, False])
    rest = {"name": "t", "caption": "c", "key": "area"}
    shown = building.table(frame, COLUMNS, **rest, total=True)
    assert [row.apart for row in shown.rows] == [False, True, False]
    assert "| [Hr]{.apart} |" in shown.markdown
    first = building.table(frame.assign(requirement=[True, False, False]), COLUMNS, **rest)
    assert not any(row.apart for row in first.rows)


def chart() -> Chart:
    return building.chart(
        lambda width: SVG,
        AREAS,
        COLUMNS,
        name="ks-2024-y",
        key="area",
        headline="Kost växer",
        caption="Vad.",
        alt="Stapeldiagram: {values}.",
        marks=lambda row: fill("{name} {amount}", name=row["name"], amount=numbers_of(row)),
    )


def numbers_of(row: building.FrameRow) -> values.Cell:
    return values.amount(row["amount"], unit="tkr")


EXHIBITS = {
    "table": table,
    "chart": chart,
    "key figures": lambda: KeyFigures(
        figures=(
            KeyFigure(
                key="budget",
                name="Budget",
                value=phrase(values.million(154390)),
                note=phrase("mer"),
                rows=("data/x.csv#2",),
            ),
        )
    ),
    "lead": lambda: building.lines("lead", [building.sentence("lead", "Mer {x}.", x=7)]),
    "list": lambda: building.points(
        "missing", [building.labelled_line("hr", "Hr", data_text("Flytt."))]
    ),
    "outline": lambda: Outline(
        lines=(
            building.labelled_line("a", "Mål", "(avsnitt 1)"),
            building.labelled_line("b", "Uppdrag", "(2)"),
        ),
        depths=(0, 1),
    ),
    "heading": lambda: building.section("Change by area"),
    "notice": lambda: Notice(start="Ej granskat.", points=("x.csv",)),
    "prose": lambda: Prose(heading="Kommentar", text="*Så*.", written_in="sv"),
    "group": lambda: building.group(table(), building.note("x", "Så."), role="card"),
}


@pytest.mark.parametrize("name", EXHIBITS)
def test_an_exhibit_is_the_same_after_its_way_through_a_notebook(name: str) -> None:
    exhibit: Exhibit = EXHIBITS[name]()
    formats = exhibit._repr_mimebundle_()
    assert set(formats) == {"text/plain", "text/markdown", "text/html", MIME}
    assert formats["text/plain"] == repr(exhibit)
    again = model.read(json.loads(json.dumps(formats[MIME])))
    assert again.model_dump() == exhibit.model_dump()
    if not isinstance(exhibit, Chart):  # Its drawing stands in its Markdown alone.
        assert (again.markdown, again.html) == (exhibit.markdown, exhibit.html)


def test_what_is_no_exhibit_is_refused() -> None:
    with pytest.raises(ValueError, match="kind"):
        model.read({"kind": "picture"})


def test_a_row_is_known_by_its_slugs_and_not_by_its_name_or_place() -> None:
    renamed = AREAS.assign(name=AREAS["name"].str.upper()).iloc[::-1]
    again = building.table(
        renamed, COLUMNS, name="ks-2024-x", key=("area", "document"), caption="Annat."
    )
    assert [row.key for row in table().rows] == ["kost/a", "hr/b", "total"]
    assert {row.key for row in again.rows} == {row.key for row in table().rows}


def test_a_chart_says_in_words_what_it_draws_and_what_each_mark_is_made_from() -> None:
    made = chart()
    assert made.alt.replace("\u00a0", " ") == (
        "Kost växer. Stapeldiagram: Kost 1 250; Hr –; Totalt 1 250."
    )
    assert made.finding == ("data/x.csv#2", "data/x.csv#3")
    lines = {each.key: each for each in traced_lines(made)}
    assert lines["headline"].words == "Kost växer"
    assert lines["kost"].rows == ("data/x.csv#2",)
    assert lines["total"].cells["amount"].replace("\u00a0", " ") == "1 250"


def test_words_in_another_language_say_so_in_each_format() -> None:
    with locales.using("en"):
        locales.note_untranslated(["Flytt"])
        said = building.points("missing", [building.labelled_line("hr", "Hr", data_text("Flytt."))])
    assert said.markdown == "::: {.missing}\n\n- [Hr]{.term}: [Flytt.]{lang=sv}\n\n:::"
    assert '<span lang="sv">Flytt.</span>' in said.html


def test_an_exhibit_keeps_the_language_it_was_made_in() -> None:
    with locales.using("en"):
        made = table()
    assert "1,250" in made.markdown
    assert traced_lines(made)[0].cells["amount"] == "1,250"


def test_the_numbers_of_a_sentence_are_kept_beside_its_words() -> None:
    change = fill("{change} ({percent})", change=values.tkr(7), percent=values.percent(2))
    said = fill("{area}, {change}", area="Kost", change=change)
    assert str(said).replace("\u00a0", " ") == "Kost, 7 tkr (2,0 %)"
    assert set(said.cells) == {"change.change", "change.percent"}
    assert said.cells["change.change"].value == 7
    both = joined([said, Phrase(), fill_plural("{count} area grows", "{count} areas grow", 2)])
    assert both.cells["2.count"].value == 2


GROWTH = (
    Sentence("more", message("{count} more"), lambda change: change > 0),
    Sentence("same", message("the same")),
)


@pytest.mark.parametrize(("change", "words"), [(3, "3 more"), (0, "the same")])
def test_the_first_sentence_that_is_true_is_said(change: int, words: str) -> None:
    with locales.using("en"):
        assert str(fill_first(GROWTH, change, count=change)) == words
        assert not fill_first(GROWTH[:1], 0, count=0)


def test_the_parts_of_a_group_come_one_by_one() -> None:
    inner = building.group(building.section("Change by area"), table(), role="card")
    outer = Group(role="cards", parts=(inner, building.note("x", "Så.")))
    assert [part.kind for part in parts_of(outer)] == ["heading", "table", "text"]
    assert outer.markdown.startswith(":::: {.cards}\n\n::: {.card}\n\n## ")
    assert outer.markdown.endswith(":::\n\n::::")
