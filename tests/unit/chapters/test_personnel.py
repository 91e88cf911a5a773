"""Staff and sick leave as they are shown: marks, labels, cells, footnotes and words."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.chapters import personnel as chapter
from alereport.chapters.personnel import analysis as staff
from alereport.chapters.personnel import sentences
from alereport.data import datasets
from alereport.exhibits.model import Exhibit
from alereport.exhibits.traced import traced_lines
from alereport.exhibits.values import Cell
from alereport.privacy import suppression
from tests.conftest import ROOT
from tests.drawings import assert_that_words_are_apart_and_inside, bars, lengths, wide
from tests.drawings import words as written
from tests.handmade import plain
from tests.handmade_staff import measures, personnel, sick_leave
from tests.unit.chapters.test_charts import alt
from tests.unit.chapters.test_tables import strong

UNITS = {
    "IT": {"manager": 1, "employee": 18},
    "Stab": {"all": 5},
    "Lokalvård": {"manager": 2, "employee": 63},
    "Kost": {"manager": 3, "all": 90},
}
CENTRE = {("kontaktcenter", "2020"): (14.6, 5.6), ("kontaktcenter", "2021-08"): (26.7, 19.7)}
GROUPS = {"women": 8.0, "men": 4.0, "age_0_29": 3.0, "age_30_49": 6.0, "age_50_plus": 9.0}
SEVEN = {("total", "2021"): (6.5, 2.0)}


def units(given: dict = UNITS, **said: object) -> pd.DataFrame:
    return staff.staff_by_unit(personnel(given, **said), target=(20, 30))


def leave(given: dict = CENTRE, **said: object) -> pd.DataFrame:
    return staff.sick_leave_by_period(sick_leave(given, **said))


def withheld_leave() -> pd.DataFrame:
    hidden = sick_leave(CENTRE).assign(withheld=[False, True])
    hidden.loc[hidden["withheld"], ["total_percent", "long_term_percent"]] = pd.NA
    return staff.sick_leave_by_period(hidden)


def lines(shown: Exhibit) -> list[list[str]]:
    found = [line for line in shown.markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in plain(line).strip("|").split(" | ")] for line in found]


def cells_of(shown: Exhibit, row: int = 0) -> dict[str, Cell]:
    """The cells of a row of a table or of a chart's values, by their columns."""
    keys = [column.key for column in shown.columns]
    return dict(zip(keys, shown.rows[row].cells, strict=True))


def notes(shown: Exhibit) -> str:
    return plain(shown.markdown.partition("::: {.report-note}")[2])


def committed(dataset: str, document: str) -> pd.DataFrame:
    workspace = Workspace(ROOT)
    rows = datasets.read(workspace, workspace.dataset(dataset) / f"{document}.csv")
    return rows.assign(title=document)


def test_a_units_load_is_drawn_in_front_of_the_aim() -> None:
    svg = wide(chapter.staff_chart(units(), chapter="sn-2021"))
    aim = lengths(svg, "band")
    assert len(aim) == 3  # None where there is no manager.
    loads = lengths(svg, "solid")[1::2]
    assert {"18,0 under", "ingen chef angiven", "31,5 över", "29,0"} <= set(written(svg))
    assert [load / aim[0] * 10 for load in loads[:1]] == pytest.approx([18], rel=0.02)


def test_a_column_is_as_high_as_its_figure_and_the_latest_is_dark() -> None:
    svg = wide(chapter.sick_leave_chart(leave(), chapter="ks-2022"))
    heights = [float(bar.get("height", 0)) for bar in bars(svg)]
    assert [height / heights[1] * 26.7 for height in heights] == pytest.approx(
        [14.6, 26.7, 5.6, 19.7], rel=0.02
    )
    assert [bar.get("class") for bar in bars(svg)] == ["earlier", "solid"] * 2


def test_a_withheld_figure_has_no_column_and_its_sign() -> None:
    shown = chapter.sick_leave_chart(withheld_leave(), chapter="ks-2022")
    assert len(bars(wide(shown))) == 2
    assert ".." in written(wide(shown))
    assert ".. Uppgiften lämnas inte ut" in plain(shown.markdown)
    assert "26,7" not in plain(shown.markdown)


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_the_words_of_a_figure_lie_inside_it_and_not_on_each_other(speaking: str) -> None:
    people = committed("personnel", "sn-verksamhetsplan-2021")
    absent = committed("sick_leave", "ks-verksamhetsplan-2022")
    of_units = staff.staff_by_unit(people, target=(20, 30))
    of_leave = staff.sick_leave_by_period(suppression.suppress(absent, smallest_group=10))
    both = pd.concat([of_leave, of_leave.assign(unit="ekonomiavdelning")])
    with locales.using(speaking):
        shown = [
            chapter.staff_chart(of_units, chapter="sn-2021"),
            chapter.sick_leave_chart(of_leave, chapter="ks-2022"),
            chapter.sick_leave_chart(both, chapter="ks-2022"),
        ]
    for each in shown:
        assert_that_words_are_apart_and_inside(each, least=8)


def test_the_alternative_text_holds_every_unit_and_period() -> None:
    assert alt(chapter.staff_chart(units(about=("Kost",)), chapter="sn-2021")) == (
        "Stapeldiagram över anställda och medarbetare per chef för varje enhet: IT 19, per chef "
        "18,0 under; Stab 5, per chef ingen chef angiven; Lokalvård 65, per chef 31,5 över; Kost "
        "cirka 90, per chef cirka 29,0."
    )
    assert alt(chapter.sick_leave_chart(leave(), chapter="ks-2022")) == (
        "Stapeldiagram över sjukfrånvaro och långtidssjukfrånvaro: Kontaktcenter 2020 14,6 %, "
        "varav lång 5,6 %; Kontaktcenter augusti 2021 26,7 %, varav lång 19,7 %."
    )


def test_a_figure_is_labelled_by_its_chapter_and_names_its_source() -> None:
    shown = chapter.staff_chart(units(), chapter="sn-2021")
    assert shown.label == "fig-sn-2021-staff"
    assert "Källa: Plan 2021, avsnitt 6.1." in plain(shown.markdown)
    assert chapter.sick_leave_chart(leave(), chapter="ks-2022").label == "fig-ks-2022-sick-leave"


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        (UNITS, "Lokalvård: fler medarbetare per chef än riktmärket 20–30; 1 enhet ligger under"),
        (
            {"A": {"manager": 1, "employee": 40}},
            "A: över riktmärket 20–30 medarbetare per chef",
        ),
        (
            {"A": {"manager": 1, "employee": 4}, "B": {"manager": 1, "employee": 5}},
            "2 enheter ligger under riktmärket 20–30 medarbetare per chef",
        ),
        (
            {"A": {"manager": 1, "employee": 25}},
            "Alla enheter ligger inom riktmärket 20–30 medarbetare per chef",
        ),
        ({"A": {"all": 25}}, "Enheternas chefer anges inte"),
    ],
    ids=["both", "above", "below", "within", "no managers"],
)
def test_the_headline_over_the_staff_says_what_it_shows(given: dict, headline: str) -> None:
    assert plain(str(sentences.staff_headline(units(given)))) == headline


def test_the_headline_over_sick_leave_is_of_the_committee_where_it_is_stated() -> None:
    both = {**CENTRE, ("total", "2020"): (7.0, 2.0), ("total", "2021"): (8.0, 2.0)}
    found = plain(str(sentences.sick_leave_headline(leave(both))))
    assert found == "Sjukfrånvaron för hela nämnden: 7,0 % (2020), 8,0 % (2021)"
    found = plain(str(sentences.sick_leave_headline(leave())))
    assert found == "Sjukfrånvaron för kontaktcenter: 14,6 % (2020), 26,7 % (augusti 2021)"


def test_a_row_is_a_unit_with_its_figures_and_the_total_is_last() -> None:
    rows = lines(chapter.staff(units(about=("Kost",)), chapter="sn-2021"))
    assert rows[0] == [
        "Enhet",
        "Chefer",
        "Medarbetare",
        "Alla anställda",
        "Per chef",
        "Riktmärke 20–30",
    ]
    assert rows[2] == ["IT", "1", "18", "19", "18,0", "under"]
    assert rows[3] == ["Stab", "–", "–", "5", "–", "–"]
    assert rows[5] == ["Kost ¹ ²", "3", "cirka 87", "cirka 90", "cirka 29,0", "inom"]
    assert rows[6] == strong(["Totalt ³", "6", "cirka 168", "cirka 179", "cirka 28,0", "inom"])


def test_what_is_approximate_permanent_or_reckoned_has_its_footnote() -> None:
    shown = chapter.staff(units(about=("Kost",), permanent=("Stab",)), chapter="sn-2021")
    assert lines(shown)[3][0] == "Stab ¹"
    said = notes(shown)
    assert "¹ Bara tillsvidareanställda räknas." in said
    assert "² Dokumentet kallar själv antalet ungefärligt." in said
    assert "³ Dokumentet anger alla anställda; medarbetarna är alla utom cheferna." in said
    assert "⁴ Per chef i de enheter som har chefer." in said


def test_a_table_that_needs_no_footnote_has_none() -> None:
    plain_units = {"IT": UNITS["IT"], "Lokalvård": UNITS["Lokalvård"]}
    assert "report-note" not in chapter.staff(units(plain_units), chapter="sn-2021").markdown


def test_an_earlier_year_stands_beside_the_latest() -> None:
    before = personnel({"IT": {"manager": 1, "employee": 10}}, year=2020)
    both = staff.staff_by_unit(pd.concat([before, personnel(UNITS)]), target=(20, 30))
    rows = lines(chapter.staff(both, chapter="sn-2021"))
    assert rows[0][4:6] == ["Förändring", "Sedan"]
    assert rows[2][4:6] == ["+8", "2020"]
    assert rows[3][4:6] == ["–", "–"]


def test_sick_leave_is_a_row_a_period_with_its_changes() -> None:
    rows = lines(chapter.sick_leave(leave(), chapter="ks-2022"))
    assert rows[2] == ["Kontaktcenter", "2020", "14,6 %", "–", "5,6 %", "–", "9,0 %", "38,4 %"]
    assert rows[3] == [
        *("Kontaktcenter", "augusti 2021", "26,7 %", "+12,1¹", "19,7 %", "+14,1¹", "7,0 %"),
        "73,8 %",
    ]


def test_a_month_against_a_year_has_its_footnote_and_a_year_against_a_year_none() -> None:
    assert "¹ De två perioderna är olika långa" in notes(
        chapter.sick_leave(leave(), chapter="ks-2022")
    )
    years = {("kc", "2019"): (9.0, 1.0), ("kc", "2020"): (8.0, 1.0)}
    assert "report-note" not in chapter.sick_leave(leave(years), chapter="ks-2022").markdown


def test_a_withheld_figure_has_its_sign_and_its_footnote() -> None:
    shown = chapter.sick_leave(withheld_leave(), chapter="ks-2022")
    assert lines(shown)[3][2:] == ["..", "–", "..", "–", "..", ".."]
    assert ".. Uppgiften lämnas inte ut" in notes(shown)
    assert "26,7" not in plain(shown.markdown + shown.html)


def test_the_seven_figures_are_columns_and_the_law_is_named() -> None:
    frame = sick_leave(SEVEN, groups=GROUPS, share=31.0)
    shown = chapter.statutory_sick_leave(staff.statutory_sick_leave(frame), chapter="ks-2022")
    heading, _rule, row = lines(shown)
    assert heading[2:] == [
        *("Totalt", "Varav 60 dagar eller mer", "Kvinnor", "Män"),
        *("29 år och yngre", "30–49", "50 år och äldre"),
    ]
    assert row == [
        *("Hela nämnden", "2021", "6,5 %", "31,0 %", "8,0 %", "4,0 %", "3,0 %", "6,0 %", "9,0 %")
    ]
    assert "11 kap. lagen (2018:597)" in plain(shown.markdown)


def test_a_group_that_is_withheld_is_not_among_the_seven() -> None:
    frame = sick_leave(SEVEN, groups=GROUPS, share=31.0, withheld=("women", "men"))
    shown = chapter.statutory_sick_leave(staff.statutory_sick_leave(frame), chapter="ks-2022")
    assert lines(shown)[2][2:6] == ["6,5 %", "31,0 %", "..", ".."]
    assert "Uppgiften lämnas inte ut" in notes(shown)


def test_an_aim_is_written_as_the_plan_puts_it() -> None:
    frame = measures(
        {
            "Sjukfrånvaro": {"baseline": ("=", 9.5), "target": ("<=", 50.0)},
            "Personalomsättning": {"outturn": ("=", 12.0), "target": ("decrease", None)},
        }
    )
    rows = lines(chapter.aims(staff.staff_aims(frame), chapter="ks-2024"))
    assert rows[2] == ["Sjukfrånvaro", "9,5 %", "–", "högst 50 %"]
    assert rows[3] == ["Personalomsättning", "–", "12 %", "ska minska"]


def test_what_is_missing_is_said_once_and_leaves_no_table() -> None:
    nobody, nothing = units({}), leave({})
    assert (
        "Antal anställda saknas i underlaget." in chapter.staff_chart(nobody, chapter="x").markdown
    )
    assert (
        "Sjukfrånvaro saknas i underlaget."
        in chapter.sick_leave_chart(nothing, chapter="x").markdown
    )
    assert chapter.staff(nobody, chapter="x").markdown == ""
    assert chapter.sick_leave(nothing, chapter="x").markdown == ""
    assert chapter.aim_source(nobody, "Kommunkompassen").markdown == ""
    seven = staff.statutory_sick_leave(sick_leave({}))
    assert "saknas i underlaget" in chapter.statutory_sick_leave(seven, chapter="x").markdown
    aims = staff.staff_aims(measures({}))
    assert "saknas i underlaget" in chapter.aims(aims, chapter="x").markdown


def lead(of_units: pd.DataFrame, of_leave: pd.DataFrame, year: int = 2022) -> str:
    shown = chapter.lead(of_units, of_leave, year=year)
    assert shown.role == "lead"
    return plain(shown.html.removeprefix("<p>").removesuffix("</p>"))


def test_the_lead_says_how_many_and_how_many_stand_outside_the_aim() -> None:
    assert lead(units(about=("Kost",)), leave({})) == (
        "Dokumentet räknar upp 4 enheter med tillsammans cirka 179 anställda. Av de 3 som har egna "
        "chefer ligger 2 utanför kommunens riktmärke 20–30 medarbetare per chef."
    )


def test_the_lead_on_sick_leave_says_that_a_month_and_a_year_do_not_quite_compare() -> None:
    assert lead(units({}), leave()) == (
        "Sjukfrånvaron för kontaktcenter var 26,7 % i augusti 2021, mot 14,6 % för 2020; de två "
        "perioderna är olika långa och går inte riktigt att jämföra."
    )


def test_an_interval_of_months_is_said_in_words_and_drawn() -> None:
    months = leave({("total", "2024"): (6.0, 2.0), ("total", "2025-01/2025-08"): (7.0, 2.0)})
    assert lead(units({}), months, year=2025) == (
        "Sjukfrånvaron för hela nämnden var 7,0 % i januari–augusti 2025, mot 6,0 % för 2024; de "
        "två perioderna är olika långa och går inte riktigt att jämföra."
    )
    assert "januari–augusti 2025 7,0 %" in alt(chapter.sick_leave_chart(months, chapter="x"))


def test_the_lead_says_that_old_sick_leave_is_old_and_that_nothing_is_nothing() -> None:
    assert lead(units({}), leave(), year=2024).startswith(
        "Planen för 2024 anger varken antal anställda eller någon nyare sjukfrånvaro"
    )
    assert lead(units({}), leave({})) == (
        "Planen för 2022 anger varken antal anställda eller sjukfrånvaro."
    )


def test_a_withheld_figure_is_in_no_words() -> None:
    of_leave = withheld_leave()
    certain = staff.certainty(personnel({}))
    said = [
        chapter.lead(units({}), of_leave, year=2022),
        chapter.key_figures(units({}), of_leave, certain),
        chapter.commentary(units({}), of_leave),
    ]
    assert not any(figure in plain(each.markdown) for each in said for figure in ("26,7", "12,1"))


def test_key_figures_come_with_what_they_are_compared_with() -> None:
    certain = staff.certainty(personnel(UNITS, about=("Kost",)))
    shown = plain(chapter.key_figures(units(about=("Kost",)), leave({}), certain).markdown)
    assert "[cirka 179]{.value} [varav chefer: 6]{.note}" in shown
    assert "[cirka 28,0]{.value} [riktmärke 20–30]{.note}" in shown
    assert "[2 av 3]{.value} [1 under, 1 över]{.note}" in shown
    assert "[2 av 7]{.value} [50 % av de anställda]{.note}" in shown
    shown = plain(chapter.key_figures(units({}), leave(), certain).markdown)
    assert "[26,7 %]{.value} [augusti 2021; +12,1 procentenheter sedan 2020]{.note}" in shown
    assert "[7,0 %]{.value} [augusti 2021; −2,0 procentenheter sedan 2020]{.note}" in shown


def test_there_are_no_key_figures_of_nothing() -> None:
    none = chapter.key_figures(units({}), leave({}), staff.certainty(personnel({})))
    assert none.markdown == ""
    assert chapter.commentary(units({}), leave({})).markdown == ""


def test_the_commentary_names_the_ends_and_what_a_manager_more_would_do() -> None:
    said = plain(chapter.commentary(units(), leave({})).markdown)
    assert "Flest medarbetare per chef har Lokalvård, 31,5; färst har IT, 18,0." in said
    assert "Med 1 chef till skulle Lokalvård ha 21,0 medarbetare per chef." in said


def test_the_commentary_says_when_the_whole_increase_is_long_term() -> None:
    said = plain(chapter.commentary(units({}), leave()).markdown)
    assert "från 5,6 % till 19,7 % och den kortare från 9,0 % till 7,0 %." in said
    assert "Hela ökningen är lång sjukfrånvaro." in said
    both_rise = {("kc", "2019"): (5.0, 1.0), ("kc", "2020"): (8.0, 2.0)}
    assert "Hela ökningen" not in chapter.commentary(units({}), leave(both_rise)).markdown


def missing(of_units: pd.DataFrame, of_leave: pd.DataFrame, year: int = 2022) -> str:
    aims = staff.staff_aims(measures({}))
    return plain(chapter.what_is_missing(of_units, of_leave, aims, year=year).markdown)


def test_what_is_missing_is_said_plainly() -> None:
    said = missing(units({}), leave({}))
    assert "- Antal anställda saknas i underlaget." in said
    assert "- Sjukfrånvaro saknas i underlaget." in said
    assert "- Personalomsättning i siffror saknas i underlaget." in said


def test_what_does_not_compare_or_is_only_part_is_said() -> None:
    said = missing(units(permanent=("Stab",)), leave())
    assert "Chefer anges inte för Stab" in said
    assert "Bara tillsvidareanställda räknas i Stab" in said
    assert "Sjukfrånvaron anges bara för kontaktcenter" in said
    assert "För kontaktcenter är de två perioderna olika långa" in said
    assert "Hur många anställda sjukfrånvaron gäller anges inte för kontaktcenter" in said
    assert "Antalet anställda är från 2021; uppgift för 2022 saknas." in said


def test_how_many_figures_are_withheld_is_said() -> None:
    assert "1 uppgift om sjukfrånvaro är utelämnad. Uppgiften lämnas inte ut" in missing(
        units({}), withheld_leave()
    )


def test_everything_that_is_shown_can_be_followed_to_its_rows() -> None:
    shown = [
        chapter.staff_chart(units(), chapter="x"),
        chapter.sick_leave_chart(leave(), chapter="x"),
        chapter.staff(units(), chapter="x"),
        chapter.sick_leave(leave(), chapter="x"),
        chapter.lead(units(), leave(), year=2022),
        chapter.commentary(units(), leave()),
    ]
    assert all(traced_lines(each) for each in shown)
    assert all(line.rows for each in shown for line in traced_lines(each))


def test_a_withheld_figure_is_a_cell_without_a_value_that_says_so() -> None:
    seven = sick_leave(SEVEN, groups=GROUPS, share=31.0, withheld=("women",))
    shown = [
        (chapter.sick_leave(withheld_leave(), chapter="x"), 1, "total_percent"),
        (chapter.sick_leave(withheld_leave(), chapter="x"), 1, "long_term_percent"),
        (chapter.sick_leave(withheld_leave(), chapter="x"), 1, "short_percent"),
        (chapter.sick_leave(withheld_leave(), chapter="x"), 1, "change_points"),
        (chapter.sick_leave_chart(withheld_leave(), chapter="x"), 1, "total_percent"),
        (chapter.statutory_sick_leave(staff.statutory_sick_leave(seven), chapter="x"), 0, "women"),
    ]
    for exhibit, row, column in shown:
        cell = cells_of(exhibit, row)[column]
        assert (cell.state, cell.value) == ("withheld", None)


def test_a_withheld_figure_is_in_nothing_that_is_kept_of_an_exhibit() -> None:
    for shown in (
        chapter.sick_leave(withheld_leave(), chapter="x"),
        chapter.sick_leave_chart(withheld_leave(), chapter="x"),
    ):
        kept = shown.model_dump_json()
        assert "14.6" in kept
        assert not any(figure in kept for figure in ("26.7", "19.7", "12.1", "14.1"))


def test_a_change_from_a_figure_that_is_withheld_is_withheld_too() -> None:
    three = {("kc", "2019"): (9.0, 1.0), ("kc", "2020"): (8.0, 1.0), ("kc", "2021"): (7.0, 1.0)}
    hidden = sick_leave(three).assign(withheld=[True, False, False])
    hidden.loc[hidden["withheld"], ["total_percent", "long_term_percent"]] = pd.NA
    shown = chapter.sick_leave(staff.sick_leave_by_period(hidden), chapter="x")
    changes = [cells_of(shown, row)["change_points"] for row in range(3)]
    assert [cell.state for cell in changes] == ["silent", "withheld", "shown"]
    assert [str(cell) for cell in changes] == ["–", "–", "−1,0"]


def test_a_figure_that_no_document_has_is_silent_and_not_withheld() -> None:
    first = cells_of(chapter.sick_leave(leave(), chapter="x"))
    stab = cells_of(chapter.staff(units(), chapter="x"), 1)
    for cell in (first["change_points"], stab["managers"], stab["per_manager"]):
        assert (cell.state, cell.value) == ("silent", None)


def test_a_number_of_people_keeps_its_hedge_and_how_it_was_found() -> None:
    kost = cells_of(chapter.staff(units(about=("Kost",)), chapter="x"), 3)
    assert (kost["employees"].value, kost["employees"].hedge) == (87, "about")
    assert kost["employees"].basis == "derived"  # Everybody less the managers.
    it = cells_of(chapter.staff(units(), chapter="x"))
    assert (it["employees"].value, it["employees"].basis) == (18, "equal")
    assert it["per_manager"].basis == "derived"


def test_a_target_is_a_comparator_and_a_value() -> None:
    found = {
        "Sjukfrånvaro": {"baseline": ("=", 9.25), "target": ("<=", 4.5)},
        "Personalomsättning": {"target": ("decrease", None)},
    }
    shown = chapter.aims(staff.staff_aims(measures(found)), chapter="x")
    at_most, falls = (cells_of(shown, row)["target"] for row in (0, 1))
    assert (at_most.comparator, at_most.value, at_most.unit) == ("<=", 4.5, "%")
    assert (falls.comparator, falls.value) == ("decrease", None)
    assert plain(str(cells_of(shown)["baseline"])) == "9,25 %"


def test_a_row_is_known_by_what_it_is_about_in_any_language() -> None:
    def keys() -> list[list[str]]:
        aims = staff.staff_aims(measures({"Sjukfrånvaro": {"target": ("<=", 4.5)}}))
        shown = (
            chapter.staff(units(), chapter="x"),
            chapter.sick_leave(leave(), chapter="x"),
            chapter.sick_leave_chart(leave(), chapter="x"),
            chapter.aims(aims, chapter="x"),
        )
        return [[row.key for row in each.rows] for each in shown]

    periods = ["kontaktcenter/2020", "kontaktcenter/2021-08"]
    expected = [[*UNITS, "total"], periods, periods, ["sjukfrånvaro"]]
    assert keys() == expected
    with locales.using("en"):
        assert keys() == expected


def test_a_sentence_keeps_its_values_and_the_key_of_what_it_says() -> None:
    (line,) = chapter.lead(units({}), leave(), year=2022).lines
    assert line.key == "sick-leave"
    assert {name: cell.value for name, cell in line.words.cells.items()} == {
        "now": 26.7,
        "period": "augusti 2021",
        "before": pytest.approx(14.6),
        "then": "2020",
    }
    points = chapter.what_is_missing(
        units({}), withheld_leave(), staff.staff_aims(measures({})), year=2022
    )
    assert [point.key for point in points.lines][-2:] == ["withheld", "no-turnover"]


def test_a_period_is_words_in_every_row_whether_it_is_a_year_or_a_month() -> None:
    for shown in (
        chapter.sick_leave(leave(), chapter="x"),
        chapter.sick_leave_chart(leave(), chapter="x"),
    ):
        assert not any(cells_of(shown, row)["period"].is_number for row in (0, 1))
