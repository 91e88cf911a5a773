"""Figures: their marks, labels and words."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgba
from matplotlib.patches import Rectangle

from alereport.base import locales
from alereport.base.params import contrast_ratio
from alereport.base.workspace import Workspace
from alereport.chapters import budget
from alereport.chapters.budget import analysis, sentences, series
from alereport.charts import drawing, stacked, worded
from alereport.data import datasets
from alereport.exhibits import dark
from alereport.exhibits.model import Exhibit
from tests.conftest import ROOT
from tests.handmade import Amounts, amounts, breaks, budgets, plain, with_total

AREAS = with_total({"kost": (1100, 1000, 1250), "hr": (500, 500, 400), "it": (90, 100, 100)})
BROKEN = {"kost": "Ramen flyttades"}
PLANS = ("sn-verksamhetsplan-2021", "ks-verksamhetsplan-2022", "ks-namndplan-2024")
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
HREF = "{http://www.w3.org/1999/xlink}href"
SVG = "{http://www.w3.org/2000/svg}"
GLYPH_UNIT = 1 / 64
"""What Matplotlib scales the outline of a letter by."""

Frame = pd.DataFrame


def changes(areas: dict[str, Amounts] = AREAS, **said: dict[str, str]) -> Frame:
    return analysis.change_by_area(amounts(areas, **said))


def steps(areas: dict[str, Amounts] = AREAS, **said: dict[str, str]) -> Frame:
    return analysis.bridge(changes(areas, **said))


def forecast(areas: dict[str, Amounts] = AREAS, **said: dict[str, str]) -> Frame:
    return analysis.forecast_against_budget(amounts(areas, **said))


def drawn(draw: Callable[[Axes], None], rows: Frame, *, lines: int = 1, panel: int = 0) -> Axes:
    names = rows["name"].astype(str).tolist()
    with drawing.house_style(stacked.TYPE):
        _figure, axes = stacked.stacked_panels(names, bars=lines, headings=("", ""), share=0.6)
        draw(axes[panel])
    return axes[panel]


def differences(rows: Frame) -> Axes:
    return drawn(lambda axes: stacked.difference_bars(axes, rows, "change_tkr"), rows)


def percentages(rows: Frame) -> Axes:
    return drawn(lambda axes: stacked.percent_pins(axes, rows, "change_percent"), rows, panel=1)


def pairs(rows: Frame) -> Axes:
    columns = [("previous_budget_tkr", "", "budget"), ("previous_forecast_tkr", "/////", "prognos")]
    return drawn(lambda axes: stacked.amount_bars(axes, rows, columns), rows, lines=2)


def bars(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def words(axes: Axes) -> list[str]:
    return [plain(text.get_text()) for text in axes.texts]


def pins(axes: Axes) -> list[tuple[float, float]]:
    lines = [line for line in axes.lines if line.get_marker() == "s"]
    return [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in lines]


def alt(shown: Exhibit) -> str:
    found = re.search(r'\{fig-alt="(.+)"\}', shown.markdown)
    assert found
    return plain(found[1])


def picture(shown: Exhibit) -> bytes:
    found = re.search(r"base64,([^)]+)\)", shown.markdown)
    assert found
    return base64.b64decode(found[1])


def committed(document: str, speaking: str) -> Frame:
    """A committed plan's budget table with names and breaks, as `report.load` gives it."""
    workspace = Workspace(ROOT)
    rows = datasets.read(workspace, workspace.dataset("budget") / f"{document}.csv")
    areas = datasets.read_dataset(workspace, "areas").set_index(["committee", "area"])
    breaks = datasets.read_dataset(workspace, "breaks").set_index(["committee", "area", "year"])
    of_area = pd.MultiIndex.from_frame(rows[["committee", "area"]])
    of_year = pd.MultiIndex.from_frame(rows[["committee", "area", "amount_year"]])
    return rows.assign(
        title=document,
        name=areas["name" if speaking == "sv" else f"name_{speaking}"].reindex(of_area).to_numpy(),
        break_reason=breaks["reason"].reindex(of_year).to_numpy(),
    )


def numbers(written: str | None) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", written or "")]


def boxes(svg: ET.Element) -> list[Box]:
    """The ink of each text, in the units of the picture."""
    outlines = {path.get("id"): numbers(path.get("d")) for path in svg.iter(f"{SVG}path")}
    texts = [group for group in svg.iter(f"{SVG}g") if group.get("id", "").startswith("text_")]
    corners = [list(zip(*_inked(text, outlines), strict=True)) for text in texts]
    return [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in corners]


def _inked(text: ET.Element, outlines: dict[str, list[float]]) -> Iterator[tuple[float, float]]:
    for line in text.findall(f"{SVG}g[@transform]"):
        left, base, scale, _flipped = numbers(line.get("transform"))
        for letter in line.findall(f"{SVG}use"):
            along = (numbers(letter.get("transform")) or [0.0])[0]
            outline = outlines[letter.get(HREF, "")[1:]]
            for x, y in zip(outline[::2], outline[1::2], strict=True):
                yield left + scale * (along + GLYPH_UNIT * x), base - scale * GLYPH_UNIT * y


def overlap(one: Box, other: Box) -> bool:
    apart = (one[2] < other[0], other[2] < one[0], one[3] < other[1], other[3] < one[1])
    return not any(apart)


def test_a_bar_is_as_long_as_its_change() -> None:
    axes = differences(changes())
    assert [bar.get_width() for bar in bars(axes)] == [250, -100, 0, 150]
    assert [bar.get_x() for bar in bars(axes)] == [0, 0, 0, 0]


def test_each_bar_stands_in_the_row_of_its_area() -> None:
    axes = differences(changes())
    middles = [bar.get_y() + bar.get_height() / 2 for bar in bars(axes)]
    assert middles == pytest.approx([stacked.bar_middle(row, 1) for row in range(4)])
    bottom, top = axes.get_ylim()
    assert top < middles[0] < middles[-1] < bottom  # The first area is uppermost.


def test_more_and_less_differ_in_colour_and_in_the_sign_that_is_written() -> None:
    axes = differences(changes())
    more, less, *_rest = (to_hex(bar.get_facecolor()) for bar in bars(axes))
    assert (more, less) == (drawing.MORE, drawing.LESS)
    assert words(axes) == ["+250", "−100", "0", "+150"]


def test_a_value_is_written_outside_the_end_of_its_bar() -> None:
    axes = differences(changes())
    more, less, *_rest = axes.texts
    assert (more.get_position()[0] > 250, more.get_ha()) == (True, "left")
    assert (less.get_position()[0] < -100, less.get_ha()) == (True, "right")


def test_a_bar_across_a_break_is_unfilled_and_dashed() -> None:
    kost, hr, *_rest = bars(differences(changes(breaks=BROKEN)))
    assert kost.get_facecolor() == to_rgba("none")
    assert kost.get_linestyle() == "--"
    assert kost.get_width() == 250
    assert to_hex(hr.get_facecolor()) == drawing.LESS
    assert hr.get_linestyle() == "-"


def test_a_change_that_is_missing_is_a_dash_and_no_bar() -> None:
    areas = {"kost": (None, None, 10), "hr": (5, 5, 6), "total": (5, 5, 16)}
    axes = differences(changes(areas))
    assert words(axes) == ["–", "+1", "+11"]
    assert [bar.get_width() for bar in bars(axes)] == [0, 1, 11]


def test_a_pin_stands_at_its_percentage() -> None:
    axes = percentages(changes())
    assert [value for value, _at in pins(axes)] == [25.0, -20.0, 0.0, 9.375]
    assert [at for _value, at in pins(axes)] == [stacked.bar_middle(row, 1) for row in range(4)]
    assert words(axes) == ["+25,0", "−20,0", "0,0", "+9,4"]


def test_there_is_no_pin_where_there_is_no_percentage() -> None:
    areas = with_total({"kost": (0, 1000, 1250), "ny": (0, 0, 10), "it": (0, 100, 110)})
    axes = percentages(changes(areas, breaks=BROKEN))
    assert [at for _value, at in pins(axes)] == [stacked.bar_middle(row, 1) for row in (2, 3)]
    assert words(axes)[:2] == ["seriebrott", "–"]
    assert bars(axes) == []


def test_the_word_for_a_break_is_in_the_language_spoken() -> None:
    with locales.using("en"):
        axes = percentages(changes(breaks=BROKEN))
    assert words(axes)[0] == "break"


def test_a_forecast_is_hatched_and_a_budget_outlined() -> None:
    axes = pairs(forecast())
    outlined, hatched = bars(axes)[::2], bars(axes)[1::2]
    assert [bar.get_width() for bar in outlined] == [1000, 500, 100, 1600]
    assert [bar.get_width() for bar in hatched] == [1100, 500, 90, 1690]
    assert {bar.get_hatch() for bar in outlined} == {""}
    assert {bar.get_hatch() for bar in hatched} == {"/////"}
    assert {bar.get_facecolor() for bar in bars(axes)} == {to_rgba("none")}
    assert {to_hex(bar.get_edgecolor()) for bar in bars(axes)} == {drawing.INK}


def test_budget_and_forecast_of_an_area_have_their_values_written() -> None:
    axes = pairs(forecast())
    assert words(axes)[:4] == ["1 000 budget", "1 100 prognos", "500", "500"]


def test_a_forecast_that_is_missing_has_no_bar() -> None:
    areas = {"kost": (None, 10, 10), "hr": (5, 5, 6), "total": (None, 15, 16)}
    axes = pairs(forecast(areas))
    assert [bar.get_width() for bar in bars(axes)] == [10, 5, 5, 15]
    assert words(axes) == ["10 budget", "5", "5 prognos", "15"]


def test_rows_are_named_and_their_total_is_bold() -> None:
    with drawing.house_style():
        figure, _panels = stacked.stacked_panels(
            ["Kost", "Total"], bars=1, headings=("", ""), share=0.5
        )
    _heading, _other, *names = figure.axes[0].texts
    assert [name.get_text() for name in names] == ["Kost", "Total"]
    assert [name.get_fontweight() for name in names] == ["normal", "bold"]


def test_a_step_of_the_bridge_begins_where_the_one_before_it_ended() -> None:
    axes = differences(steps())
    assert [bar.get_x() for bar in bars(axes)] == [0, 250, 150, 0]
    assert [bar.get_width() for bar in bars(axes)] == [250, -100, 0, 150]


def test_the_bridge_names_what_its_areas_do_not_explain() -> None:
    areas = {"kost": (None, None, 10), "hr": (5, 5, 6), "total": (5, 5, 16)}
    assert "Förklaras inte av områdena +10; Total +11." in alt(budget.bridge(steps(areas)))


SERIES = analysis.series(
    budgets({2022: with_total({"kost": (1000, 900, 950), "pension": (80, 70, 75)}), 2024: AREAS}),
    breaks({("pension", 2023): "Flyttade", ("total", 2023): "Flyttade"}),
)


def test_a_series_has_a_column_for_each_budget_and_forecast_on_one_scale() -> None:
    with drawing.house_style(stacked.TYPE):
        (axes,) = series._figure(SERIES).axes
    heights = [abs(bar.get_height()) for bar in bars(axes)]
    of_kost = [900, 1000, 950, 1000, 1100, 1250]
    tallest = max(heights[:6])
    assert [height / tallest * 1250 for height in heights[:6]] == pytest.approx(of_kost)
    forecasts = [bar.get_hatch() == "/////" for bar in bars(axes)[:6]]
    assert forecasts == [False, True, False, False, True, False]
    assert words(axes).count("seriebrott") == 2


def test_a_series_says_in_words_where_it_breaks() -> None:
    shown = budget.series_chart(SERIES)
    assert "Pension 2021: 70 (prognos 80), 2022: 75, 2023 seriebrott: –, 2024: –;" in alt(shown)
    assert "[Budgeten ökar med 0,2 mkr från 2023 till 2024; åren före går inte att jämföra]" in (
        plain(shown.markdown)
    )
    assert "Nämndplan 2022, avsnitt 4.1; Nämndplan 2024, avsnitt 4.1." in plain(shown.markdown)


def test_a_series_of_one_plan_alone_is_said_to_have_none_before_it() -> None:
    shown = budget.series_chart(analysis.series(amounts(AREAS), breaks({})))
    assert "serien har bara 2023 och 2024" in shown.markdown
    assert "![]" not in shown.markdown


def test_on_a_dark_page_ink_and_paper_change_places_and_colours_can_be_told_from_it() -> None:
    assert dark.dark_colour("#ffffff") < "#202020"
    for colour in (drawing.INK, drawing.MORE, drawing.LESS):
        assert contrast_ratio(dark.dark_colour(colour), dark.PAPER) >= 4.5
    assert contrast_ratio(dark.dark_colour(drawing.FAINT), dark.PAPER) >= 3


def test_the_published_picture_follows_the_page_and_the_analysts_does_not() -> None:
    shown = budget.bridge(steps())
    assert b"prefers-color-scheme: dark" in picture(shown)
    assert f"fill: {drawing.INK}".encode() in picture(shown)
    found = re.search(r"base64,([^\"]+)", shown.html)
    assert found
    assert b"prefers-color-scheme" not in base64.b64decode(found[1])


def test_a_long_name_stands_in_lines_over_its_row_and_within_the_figure() -> None:
    long = "Genomlysning av hela organisationen, särskilt det förvaltningsövergripande"
    with drawing.house_style():
        drawn = worded.panels([long, "Kort"], [(0.0, 1.0)], lines=[2, 1])
    name, short = drawn.figure.axes[0].texts
    first, second = name.get_text().split("\n")
    assert f"{first} {second}" == long
    drawn.figure.draw_without_rendering()
    edge = drawn.figure.bbox.width
    assert name.get_window_extent().x1 < edge
    under, other = drawn.middles
    assert name.get_position()[1] < under < short.get_position()[1] < other


@pytest.mark.parametrize(
    ("areas", "breaks", "sv", "en"),
    [
        (AREAS, {}, "Budgeten ökar med 0,2 mkr, mest för Kost", "grows by SEK 0.2m, most for Kost"),
        (
            with_total({"kost": (0, 1000, 700), "hr": (0, 100, 300)}),
            {},
            "Budgeten minskar med 0,1 mkr, mest för Kost",
            "falls by SEK 0.1m, most for Kost",
        ),
        (
            AREAS,
            {"total": "Flyttat"},
            "Budgeten ökar med 0,2 mkr, men åren går inte att jämföra",
            "grows by SEK 0.2m, but the years do not compare",
        ),
        (
            with_total({"kost": (0, 1000, 900), "hr": (0, 100, 200)}),
            {},
            "Totalen är oförändrad",
            "The total is unchanged",
        ),
    ],
    ids=["growth", "fall", "break", "no change"],
)
def test_the_headline_over_the_changes_says_what_they_show(
    areas: dict[str, Amounts], breaks: dict[str, str], sv: str, en: str
) -> None:
    rows = changes(areas, breaks=breaks)
    assert plain(str(sentences.change_headline(rows))) == sv
    with locales.using("en"):
        assert plain(str(sentences.change_headline(rows))).endswith(en)


def test_a_total_that_changes_through_broken_areas_alone_is_not_called_unchanged() -> None:
    rows = changes(with_total({"kost": (0, 1000, 1250)}), breaks=BROKEN)
    assert "oförändrad" not in str(sentences.change_headline(rows))


def test_a_growing_budget_does_not_grow_most_for_an_area_that_falls() -> None:
    areas = with_total({"kost": (0, 1000, 1250), "hr": (0, 500, 400)})
    assert "Hr" not in str(sentences.change_headline(changes(areas, breaks=BROKEN)))


@pytest.mark.parametrize(
    ("kost", "sv", "en"),
    [
        (1500, "Prognosen för 2023 är 0,5 mkr över budget, mest för Kost", "over budget, most"),
        (500, "Prognosen för 2023 är 0,5 mkr under budget, mest för Kost", "under budget, most"),
        (1000, "Prognosen för 2023 är lika med budgeten", "equals the budget"),
    ],
)
def test_the_headline_over_the_forecast_says_what_it_shows(kost: int, sv: str, en: str) -> None:
    rows = forecast(with_total({"hr": (100, 100, 100), "kost": (kost, 1000, 1000)}))
    assert plain(str(sentences.forecast_headline(rows))) == sv
    with locales.using("en"):
        assert en in plain(str(sentences.forecast_headline(rows)))


def test_a_forecast_that_is_missing_is_not_said_to_equal_its_budget() -> None:
    rows = forecast({"kost": (None, 900, 950), "total": (None, 900, 950)})
    assert "lika med" not in str(sentences.forecast_headline(rows))


def test_a_figure_bears_its_headline() -> None:
    change = budget.bridge(steps())
    expected = budget.forecast_against_budget(forecast())
    assert "\n\n[Budgeten ökar med 0,2 mkr, mest för Kost]{.headline}\n\n" in plain(change.markdown)
    assert "[Prognosen för 2023 är 0,1 mkr över budget, mest för Kost]{.headline}" in plain(
        expected.markdown
    )


def test_the_alternative_text_holds_every_area_and_its_change() -> None:
    assert alt(budget.bridge(steps(breaks=BROKEN))) == (
        "Vattenfallsdiagram över förändringen per område i tkr: "
        "Kost +250 (seriebrott); Hr −100; It 0; Total +150."
    )


def test_the_alternative_text_holds_every_area_with_forecast_and_budget() -> None:
    areas = {"kost": (None, 1000, 1250), "hr": (550, 500, 400), "total": (None, 1500, 1650)}
    assert alt(budget.forecast_against_budget(forecast(areas))) == (
        "Stapeldiagram över prognos och budget 2023 per område i tkr: "
        "Kost prognos –, budget 1 000; Hr prognos 550, budget 500; Total prognos –, budget 1 500."
    )


def test_special_characters_in_a_name_are_shown_as_they_are() -> None:
    shown = budget.bridge(steps(names={"kost": 'K "& <b> *IT*'}))
    assert r"K \"& <b> *IT* +250; " in alt(shown)
    assert r'mest för K "& \<b\> \*IT\*]{.headline}' in shown.markdown
    assert "K &quot;&amp; &lt;b&gt; *IT* +250; " in shown.html


def test_dollar_signs_in_a_name_are_not_taken_for_mathematics() -> None:
    shown = budget.bridge(steps(names={"kost": r"$\kost$"}))
    assert r"$\\kost$ +250" in alt(shown)


def test_a_figure_is_labelled_and_says_what_it_shows_and_where_it_is_from() -> None:
    lines = plain(budget.bridge(steps()).markdown).splitlines()
    assert (lines[0], lines[-1]) == ("::: {#fig-ks-2024-bridge}", ":::")
    assert lines[-3] == (
        "Från budget 2023 (det lodräta strecket) till budget 2024, område för område, tkr. "
        "Källa: Nämndplan 2024, avsnitt 4.1."
    )
    assert "::: {#fig-ks-2024-forecast}" in budget.forecast_against_budget(forecast()).markdown


@pytest.mark.parametrize(
    ("draw", "rows"),
    [
        (budget.bridge, steps(breaks=BROKEN)),
        (budget.forecast_against_budget, forecast()),
    ],
    ids=["changes", "forecast"],
)
def test_the_same_figures_make_the_same_picture_to_the_byte(
    draw: Callable[[Frame], Exhibit], rows: Frame
) -> None:
    assert picture(draw(rows)) == picture(draw(rows))


def test_another_figure_makes_another_picture() -> None:
    other = {**AREAS, "kost": (1100, 1000, 1251)}
    assert picture(budget.bridge(steps())) != picture(budget.bridge(steps(other)))


def test_a_picture_needs_no_font_of_its_reader() -> None:
    svg = picture(budget.bridge(steps()))
    assert b"<text" not in svg
    assert b"SourceSansPro" in svg


@pytest.mark.parametrize("speaking", ["sv", "en"])
@pytest.mark.parametrize("document", PLANS)
def test_the_words_of_a_figure_lie_inside_it_and_not_on_each_other(
    document: str, speaking: str
) -> None:
    rows = committed(document, speaking)
    changed, expected = analysis.change_by_area(rows), analysis.forecast_against_budget(rows)
    with locales.using(speaking):
        shown = [
            budget.bridge(analysis.bridge(changed)),
            budget.forecast_against_budget(expected),
        ]
    for each in shown:
        assert len(boxes(ET.fromstring(picture(each)))) >= 3 * (len(changed) - 1)
        assert_that_words_are_apart_and_inside(each)


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_the_words_of_a_series_lie_inside_it_and_not_on_each_other(speaking: str) -> None:
    rows = pd.concat([committed(plan, speaking) for plan in PLANS if plan.startswith("ks")])
    ended = breaks({("pensioner", 2023): "Flyttade", ("total", 2023): "Flyttade"})
    with locales.using(speaking):
        assert_that_words_are_apart_and_inside(budget.series_chart(analysis.series(rows, ended)))


def assert_that_words_are_apart_and_inside(shown: Exhibit) -> None:
    svg = ET.fromstring(picture(shown))
    _left, _top, width, height = numbers(svg.get("viewBox"))
    found = boxes(svg)
    assert [box for box in found if min(box) < 0 or box[2] > width or box[3] > height] == []
    assert [pair for pair in combinations(found, 2) if overlap(*pair)] == []


@pytest.mark.parametrize(
    ("document", "change", "expected"),
    [
        (
            "sn-verksamhetsplan-2021",
            "Budgeten ökar med 72,2 mkr, men åren går inte att jämföra",
            "Prognosen för 2020 är 13,3 mkr över budget, mest för Effektivisering",
        ),
        (
            "ks-verksamhetsplan-2022",
            "Budgeten ökar med 1,4 mkr, mest för HR-avdelningen",
            "Prognosen för 2021 är 4,4 mkr under budget, mest för Kommunchef och centrala medel",
        ),
        (
            "ks-namndplan-2024",
            "Budgeten minskar med 2,9 mkr, mest för Kommunchef och centrala medel",
            "Prognosen för 2023 är 13,2 mkr under budget, mest för Kommunchef och centrala medel",
        ),
    ],
)
def test_the_headlines_over_the_committed_figures_are_right(
    document: str, change: str, expected: str
) -> None:
    rows = committed(document, "sv")
    assert plain(str(sentences.change_headline(analysis.change_by_area(rows)))) == change
    found = str(sentences.forecast_headline(analysis.forecast_against_budget(rows)))
    assert plain(found) == expected
