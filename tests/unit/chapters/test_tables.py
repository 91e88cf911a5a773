"""Tables: what stands in their cells, for eyes, screen readers and paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import budget
from alereport.chapters.budget import analysis
from alereport.chapters.budget.explained import with_reasons
from alereport.chapters.budget.requirements import must_save
from alereport.exhibits import values
from alereport.exhibits.model import Column, Exhibit, Row, Table
from tests.handmade import (
    Amounts,
    amounts,
    breaks,
    budgets,
    earmarks,
    explanations,
    investments,
    plain,
    with_total,
)

AREAS = with_total({"kost": (1100, 1000, 1250), "hr": (500, 500, 400), "it": (90, 100, 100)})


def by_area(areas: dict[str, Amounts] = AREAS, **said: dict[str, str]) -> Exhibit:
    return budget.change_by_area(changes(amounts(areas, **said)))


def changes(rows: pd.DataFrame) -> pd.DataFrame:
    return with_reasons(analysis.change_by_area(rows), explanations({}), least_tkr=1000)


def lines(shown: Exhibit) -> list[list[str]]:
    """The cells of the Markdown, row by row, with every hard space as a plain one."""
    found = [line for line in shown.markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in plain(line).strip("|").split(" | ")] for line in found]


def strong(cells: Sequence[str]) -> list[str]:
    """A total as it is written: strong, and its name says that it is one."""
    name, *others = (f"**{cell}**" for cell in cells)
    return [f"[{name}]{{.total}}", *others]


def test_the_heading_names_the_years() -> None:
    assert lines(by_area())[0] == [
        *("Område", "Budget 2024", "Förändring", "Förändring, %", "Budget 2023", "Andel"),
    ]
    with locales.using("en"):
        assert lines(by_area())[0] == [
            *("Area", "Budget 2024", "Change", "Change, %", "Budget 2023", "Share"),
        ]


def test_names_are_set_to_the_left_and_figures_to_the_right() -> None:
    names, *figures = lines(by_area())[1]
    assert re.fullmatch(":-+", names)
    assert len(figures) == 5
    assert all(re.fullmatch("-+:", rule) for rule in figures)


def test_a_row_is_an_area_with_its_figures() -> None:
    kost, hr, it, total = lines(by_area())[2:]
    assert kost == ["Kost", "1 250", "+250", "+25,0 %", "1 000", "71,4 %"]
    assert hr == ["Hr", "400", "−100", "−20,0 %", "500", "22,9 %"]
    assert it == ["It", "100", "0", "0,0 %", "100", "5,7 %"]
    cells = ("Total", "1 750", "+150", "+9,4 %", "1 600", "100,0 %")
    assert total == strong(cells)


def test_the_word_for_a_break_stands_where_the_change_would_with_its_reason_below() -> None:
    def shown() -> Exhibit:
        return by_area(breaks={"kost": "Ramen flyttades"})

    assert lines(shown())[2][2:4] == ["seriebrott¹", ""]
    assert "¹ Ramen flyttades." in shown().markdown
    with locales.using("en"):
        assert lines(shown())[2][2:4] == ["break¹", ""]


def test_a_hedged_amount_is_printed_with_its_hedge_and_its_change_is_about() -> None:
    hr = lines(by_area(hedges={("hr", 2024, "budget"): "ca"}))[3]
    assert hr[1:3] == ["ca 400", "cirka −100"]


def test_a_missing_figure_is_a_dash() -> None:
    areas = {"kost": (None, None, 10), "hr": (0, 0, 5), "total": (0, 0, 15)}
    kost, hr, _total = lines(by_area(areas))[2:]
    assert kost == ["Kost", "10", "–", "66,7 %"]
    assert hr == ["Hr", "5", "+5", "33,3 %"]
    assert "Några belopp saknas i planen" in by_area(areas).markdown


def test_the_caption_says_what_it_is_and_where_it_is_from_and_is_labelled() -> None:
    assert plain(by_area().markdown).endswith(
        "\n\n: Budget 2024 per område, nettokostnad i tkr. {#tbl-ks-2024-by-area}\n\n"
        '::: {.source of=tbl-ks-2024-by-area later="5 6"}\n\n'
        "Källa: Nämndplan 2024, avsnitt 4.1.\n\n:::"
    )


def test_every_heading_in_html_says_what_it_heads() -> None:
    html = by_area().html
    assert html.count('<th scope="col"') == 6
    assert html.count('<th scope="row"') == 4
    assert html.count("<td") == 4 * 5


def test_html_has_the_figures_to_the_right_and_the_total_strong() -> None:
    html = plain(by_area().html)
    assert '<th scope="col" style="text-align:left">Område</th>' in html
    assert '<th scope="col" style="text-align:right">Andel</th>' in html
    assert '<th scope="row" style="text-align:left">Kost</th>' in html
    assert '<td style="text-align:right">71,4 %</td>' in html
    assert '<td style="text-align:right"><strong>100,0 %</strong></td>' in html
    assert html.startswith("<table><caption>Budget 2024 per område, nettokostnad i tkr.</caption>")


def test_special_characters_in_a_name_are_shown_as_they_are() -> None:
    shown = by_area(names={"kost": "Kost | *IT* <b> & $x$ [a](b) `c` ~d~ ^e^ #f @g"})
    escaped = r"Kost \| \*IT\* \<b\> & \$x\$ \[a\](b) \`c\` \~d\~ \^e\^ \#f \@g"
    assert f"\n| {escaped} | " in shown.markdown
    assert ">Kost | *IT* &lt;b&gt; &amp; $x$ [a](b) `c`" in shown.html


def test_special_characters_in_a_title_are_shown_as_they_are() -> None:
    rows = amounts(AREAS).assign(title="Plan {.x} <2024>")
    shown = budget.change_by_area(changes(rows))
    assert r"Källa: Plan \{.x\} \<2024\>, avsnitt 4.1." in plain(shown.markdown)
    assert "Källa: Plan {.x} &lt;2024&gt;, avsnitt 4.1.</small>" in plain(shown.html)


def test_investments_are_a_column_a_year_and_end_with_their_total() -> None:
    items = investments({"Bil": {2024: 1000, 2025: 20}, "Ök": {2024: 5, 2025: 0}})
    shown = budget.investments(analysis.investments_by_item(items))
    head, rule, *rows = lines(shown)
    assert head == ["Investering", "2024", "2025", "Totalt"]
    assert [cell.endswith(":") for cell in rule] == [False, True, True, True]
    assert rows == [
        ["Bil", "1 000", "20", "1 020"],
        ["Ök", "5", "0", "5"],
        strong(["Totalt", "1 005", "20", "1 025"]),
    ]
    assert "Investeringsplan 2024–2025, utgift i tkr. {#" in shown.markdown
    assert plain(shown.markdown).endswith("Källa: Nämndplan 2024, avsnitt 4.2.\n\n:::")


def test_a_single_investment_is_not_its_own_total() -> None:
    items = analysis.investments_by_item(investments({"Bil": {2024: 1, 2025: 2}}))
    assert lines(budget.investments(items))[2:] == [["Bil", "1", "2", "3"]]


def test_the_same_amount_each_year_is_a_sentence() -> None:
    items = analysis.investments_by_item(
        investments({"Bil": dict.fromkeys(range(2024, 2028), 1000)})
    )
    shown = budget.investments(items)
    assert plain(str(shown.lines[0])) == "Bil: 1,0 mkr om året 2024–2027."
    assert len(shown.lines[0].rows) == 4


def test_an_investment_is_printed_with_its_hedge_and_the_total_is_about() -> None:
    rows = investments({"Bil": {2024: 1, 2025: 2}, "Ök": {2024: 3, 2025: 4}})
    rows["hedge"] = ["ca", None, None, None]
    bil, _bus, total = lines(budget.investments(analysis.investments_by_item(rows)))[2:]
    assert bil == ["Bil", "ca 1", "2", "cirka 3"]
    assert total == strong(["Totalt", "cirka 4", "6", "cirka 10"])


def test_a_plan_without_investments_has_nothing_about_them() -> None:
    assert budget.investments(analysis.investments_by_item(investments({}))).markdown == ""


def test_a_series_is_a_column_for_each_year_and_kind_with_its_breaks_as_footnotes() -> None:
    plans = {2022: with_total({"kost": (10, 9, 8), "pension": (3, 2, 2)}), 2024: AREAS}
    ended = breaks({("pension", 2023): "Flyttade", ("total", 2023): "Flyttade"})
    shown = budget.series_table(analysis.series(budgets(plans), ended))
    head, _rule, kost, _hr, _it, pension, total = lines(shown)
    assert head == [
        *("Område", "Prognos 2021", "Budget 2021", "Budget 2022"),
        *("Prognos 2023", "Budget 2023", "Budget 2024"),
    ]
    assert kost == ["Kost", "10", "9", "8", "1 100", "1 000", "1 250"]
    assert pension == ["Pension", "3", "2", "2", "–", "–¹", "–"]
    assert total[-3:] == ["**1 690¹**", "**1 600¹**", "**1 750**"]
    assert "¹ Flyttade." in shown.markdown
    assert "<p>¹ Flyttade.</p>" in shown.html


def test_a_series_of_one_plan_has_no_table() -> None:
    shown = budget.series_table(analysis.series(amounts(AREAS), breaks({})))
    assert (shown.markdown, shown.html) == ("", "")


NAMED = earmarks(
    ("efficiency", "Krav", None, -8000, "drygt"),
    ("venture", "Webb", "kost", 1800, None),
    ("venture", "Chatt", "kost", None, None),
)


def marked(*rows: tuple[str, str, str | None, int | None, str | None]) -> pd.DataFrame:
    return analysis.earmarks_by_kind(earmarks(*rows) if rows else NAMED, amounts(AREAS))


def requirements(marks: pd.DataFrame) -> Exhibit:
    required = must_save(analysis.change_by_area(amounts(AREAS)), marks)
    return budget.efficiency_requirements(marks, required)


def listed(shown: Exhibit) -> list[str]:
    return [plain(str(line)) for line in shown.lines]


def test_one_amount_is_told_in_a_list_with_its_hedge_and_a_saving_without_a_minus() -> None:
    assert listed(requirements(marked())) == ["Krav: drygt 8 mkr"]
    assert listed(budget.initiatives(marked())) == ["Webb: 1,8 mkr, kost", "Chatt: kost"]


def test_several_amounts_are_a_table_that_tells_a_whole_from_an_increase() -> None:
    several = earmarks(
        ("venture", "Webb", "kost", 1800, None),
        ("venture", "Larm", None, 500, "ca"),
        ("venture", "Chatt", "total", None, None),
    )
    several["measured"] = ["total", "increase", "unsaid"]
    shown = budget.initiatives(analysis.earmarks_by_kind(several, amounts(AREAS)))
    head, _rule, *rows = lines(shown)
    assert head == ["Vad", "Belopp", "Gäller", "Område"]
    assert rows == [
        ["Webb", "1 800", "hela beloppet", "Kost"],
        ["Larm", "ca 500", "ökningen", ""],
        ["Chatt", "utan belopp", "", "hela nämnden"],
    ]


def test_what_is_in_swedish_only_is_marked_as_such_in_an_english_report() -> None:
    with locales.using("en"):
        locales.note_untranslated(["Webb"])
        shown = budget.initiatives(marked())
    assert "[Webb]{lang=sv}" in shown.markdown


def test_of_a_plan_that_names_no_earmarks_of_a_kind_nothing_is_said() -> None:
    only = marked(("venture", "Webb", "kost", 1800, None))
    assert requirements(only).markdown == ""
    assert budget.savings_made(only).markdown == ""


ADDRESS = "https://www.exempel.se/kommun-och-politik/uppfoljning/2024/naringsliv/bilaga-3.pdf"


def of_words(headings: list[str], cells: list[str]) -> Table:
    """A table of one row of words."""
    return Table(
        id="what",
        caption="Vad",
        columns=tuple(Column(key=each, heading=each, figures=False) for each in headings),
        rows=(Row(key="x", cells=tuple(map(values.words, cells))),),
    )


def shares(shown: Exhibit) -> list[int]:
    """The columns' proportions on paper."""
    return [len(cell.strip(":")) for cell in lines(shown)[1]]


@pytest.mark.parametrize(
    "cell", [f"Trygghetsenkät {ADDRESS}", "x" * 2100, f"{ADDRESS}?{'x' * 2000}"]
)
def test_a_long_word_leaves_each_column_room_for_its_heading(cell: str) -> None:
    headings = ["Uppdrag eller mål", "Riktningsmål", "Mått", "Ansvarig"]
    found = shares(of_words(headings, [cell, "Ett tryggare Ale", "2", "kommunchefen"]))
    assert sum(found) <= 100
    for heading, share in zip(headings, found, strict=True):
        assert share >= max(map(len, heading.split())), (heading, share)
    assert found[0] == max(found)


def test_headings_that_no_page_has_room_for_are_warned_of() -> None:
    made = of_words(["x" * 60, "y" * 60], ["1", "2"])
    with pytest.warns(UserWarning, match="are wider than the page"):
        assert made.markdown
