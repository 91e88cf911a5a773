"""Charts as they are declared: what stands where, and what it looks like."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from alereport.base import locales
from alereport.charts import letters
from alereport.charts.bridges import Pillar, Step, bridge_panel, bridge_rows
from alereport.charts.marks import Band, Bar, Draw, Panel, Pin, Row, Words, difference
from alereport.charts.rows import rows_chart
from alereport.charts.small_panels import Point, SmallPanel, small_panels
from alereport.exhibits.widths import NARROW, WIDE
from tests.drawings import SVG, bars, lengths, share, wide, words


def one_panel(*rows: Row, **panel: float) -> Draw:
    return rows_chart(rows, [Panel(**panel)])


def lines(svg: ET.Element, look: str) -> list[ET.Element]:
    return [line for line in svg.iter(f"{SVG}line") if line.get("class") == look]


def test_a_bar_is_as_long_as_its_value_and_has_it_written_at_its_end() -> None:
    svg = wide(one_panel(Row("Kost", ([Bar(100, "100")],)), Row("Hr", ([Bar(50, "50")],))))
    longer, shorter = lengths(svg, "solid")
    assert longer / shorter == pytest.approx(2, rel=0.01)
    assert words(svg) == ["Kost", "100", "Hr", "50"]
    bar, value = bars(svg)[0], next(text for text in svg.iter(f"{SVG}text") if text.text == "100")
    assert share(value, "x") == pytest.approx(share(bar, "x") + share(bar, "width"), abs=0.02)
    assert float(value.get("dx", 0)) > 0


def test_more_and_less_differ_in_colour_and_in_the_side_of_their_value() -> None:
    marks = [difference(250), difference(-100), difference(float("nan"))]
    svg = wide(one_panel(*(Row("x", ([mark],)) for mark in marks)))
    assert len(bars(svg, "more")) == 1
    assert [words for words in words(svg) if words != "x"] == ["+250", "−100", "–"]
    values = [text for text in svg.iter(f"{SVG}text") if text.text != "x"]
    assert [text.get("text-anchor", "start") for text in values] == ["start", "end", "start"]


def test_a_difference_across_a_break_is_dashed_and_unfilled() -> None:
    assert difference(250, broken=True).look == "broken"


def test_a_forecast_is_an_outline_with_stripes_cut_to_its_length() -> None:
    svg = wide(one_panel(Row("Kost", ([Bar(100, look="hatch")],))))
    (outline,), (box,) = bars(svg, "outline"), svg.findall(f"{SVG}svg")
    assert [box.get(name) for name in ("x", "width")] == [
        outline.get(name) for name in ("x", "width")
    ]
    assert lines(box, "stripes")


def test_a_value_too_small_to_see_still_has_a_bar_and_zero_has_none() -> None:
    rows = [Row("x", ([Bar(value)],)) for value in (10_000, 0.1, 0)]
    long, short, none = lengths(wide(one_panel(*rows)), "solid")
    assert long > short > 0
    assert none == 0


def test_names_stand_beside_their_bars_in_a_wide_drawing_and_above_in_a_narrow_one() -> None:
    draw = one_panel(Row("Kommunchefens centrala medel", ([Bar(100, "100")],)))
    (wide_bar,) = bars(ET.fromstring(draw(WIDE)))
    (narrow_bar,) = bars(ET.fromstring(draw(NARROW)))
    assert share(wide_bar, "x") > 25
    assert share(narrow_bar, "x") < 2


def test_text_is_text_of_at_least_the_size_that_can_be_read() -> None:
    draw = one_panel(Row("Kost", ([Bar(100, "100")],)))
    for width, least in ((WIDE, 13), (NARROW, 12)):
        texts = list(ET.fromstring(draw(width)).iter(f"{SVG}text"))
        assert texts
        assert min(float(text.get("font-size", 0)) for text in texts) >= least


def test_a_long_name_stands_in_lines_over_its_bars() -> None:
    long = "Genomlysning av hela organisationen, särskilt det förvaltningsövergripande"
    svg = ET.fromstring(one_panel(Row(long, ([Bar(1)],)))(NARROW))
    assert len(words(svg)) > 1
    assert " ".join(words(svg)) == long
    last = float(list(svg.iter(f"{SVG}text"))[-1].get("y", 0))
    assert last < float(bars(svg)[0].get("y", 0))


def test_a_pin_and_words_stand_at_their_value_before_the_aim() -> None:
    cells = [Band(20, 30), Pin(10, "10,0", "more"), Words("brott")]
    svg = wide(one_panel(Row("x", (cells,))))
    band, pin = bars(svg, "band")[0], lines(svg, "more-line")[0]
    unit = share(band, "width") / 10
    zero = share(pin, "x1")
    assert share(pin, "x2") == pytest.approx(zero + 10 * unit, abs=0.02)
    assert {"10,0", "brott"} <= set(words(svg))


def test_a_total_is_bold_below_a_line() -> None:
    svg = wide(one_panel(Row("Kost", ([Bar(1)],)), Row("Totalt", ([Bar(1)],), True, True)))
    kost, total = svg.iter(f"{SVG}text")
    assert (kost.get("class"), total.get("class")) == (None, "strong")
    assert [line for line in lines(svg, "rule") if line.get("x2") == "100%"]


def bridge(*changes: float, first: float = 1000) -> tuple[list[Row], Draw]:
    steps = [Step(str(change), change, str(change)) for change in changes]
    end = first + sum(changes)
    rows = bridge_rows(Pillar("2023", first, str(first)), steps, Pillar("2024", end, str(end)))
    return rows, rows_chart(rows, [bridge_panel(rows)])


def test_a_bridge_has_its_pillars_and_each_step_begins_where_the_one_before_ended() -> None:
    rows, draw = bridge(250, -100)
    spans = [(bar.start, bar.end) for row in rows for bar in row.cells[0] if isinstance(bar, Bar)]
    assert spans == [(0, 1000), (1000, 1250), (1250, 1150), (0, 1150)]
    assert len(bars(wide(draw), "outline")) == 2
    assert [len(bars(wide(draw), look)) for look in ("more", "less")] == [1, 1]


def test_pillars_are_cut_and_drawn_so_where_the_steps_are_small_beside_them() -> None:
    whole, cut = (wide(bridge(change)[1]) for change in (500, -20))
    assert not lines(whole, "paper-line")
    assert len(lines(cut, "paper-line")) == 2
    assert lengths(cut, "less")[0] > 20


def test_small_panels_share_a_scale_but_for_the_total() -> None:
    def panel(name: str, *values: float, own: bool = False) -> SmallPanel:
        points = [Point(str(2020 + at), value, str(value)) for at, value in enumerate(values)]
        return SmallPanel(name, points, own_scale=own)

    panels = [panel("Kost", 50, 100), panel("Hr", 25, 50), panel("Totalt", 75, 150, own=True)]
    heights = [float(bar.get("height", 0)) for bar in bars(wide(small_panels(panels)))]
    assert heights == pytest.approx([36, 72, 18, 36, 36, 72], abs=0.2)


def test_a_panel_shows_its_break_and_no_column_for_a_gap() -> None:
    points = [Point("2022", 5, "5"), Point("2023", None, "–", broken=True), Point("2024", 6, "6")]
    svg = wide(small_panels([SmallPanel("Kost", points)]))
    assert len(bars(svg)) == 2
    assert len(lines(svg, "dashed")) == 1
    assert words(svg) == ["Kost", "5", "–", "6", "2022", "2023", "2024"]


def test_values_as_dots_are_joined_except_across_a_break() -> None:
    points = [Point("2021", 5), Point("2022", 6), Point("2023", 7, broken=True)]
    svg = wide(small_panels([SmallPanel("Kost", points)], as_lines=True))
    assert len(list(svg.iter(f"{SVG}circle"))) == 3
    assert len([line for line in lines(svg, "rule") if line.get("stroke-width") == "2"]) == 1


def test_labels_that_would_collide_are_written_for_the_first_and_the_last_only() -> None:
    points = [Point(str(year), year, str(100_000 + year)) for year in range(2015, 2025)]
    svg = ET.fromstring(small_panels([SmallPanel("Kost", points)])(NARROW))
    assert words(svg) == ["Kost", "102015", "102024", "2015", "2024"]


def test_words_are_escaped() -> None:
    assert words(wide(one_panel(Row('K "& <b>', ([Bar(1)],))))) == ['K "& <b>']


def test_the_same_marks_make_the_same_drawing_to_the_byte() -> None:
    _rows, draw = bridge(250, -100)
    assert draw(WIDE) == draw(WIDE)
    assert draw(WIDE) != bridge(250, -101)[1](WIDE)


def test_letters_have_the_width_of_the_reports_font() -> None:
    assert letters.width("iii", 10) < letters.width("mmm", 10)
    assert letters.width("mmm", 10) < letters.width("mmm", 10, strong=True)
    assert letters.wrapped("ett två tre", letters.width("ett två", 10) + 1, 10) == [
        "ett två",
        "tre",
    ]


def test_the_word_for_a_missing_difference_is_a_dash_in_every_language() -> None:
    with locales.using("en"):
        assert difference(float("nan")).words == "–"
