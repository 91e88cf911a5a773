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
from tests.conftest import ROOT
from tests.drawings import assert_that_words_are_apart_and_inside, bars, lengths, wide, words
from tests.handmade import plain
from tests.handmade_staff import personnel, sick_leave
from tests.unit.chapters.test_charts import alt
from tests.unit.chapters.test_tables import strong

UNITS = {
    "IT": {"manager": 1, "employee": 18},
    "Stab": {"all": 5},
    "Lokalvård": {"manager": 2, "employee": 63},
    "Kost": {"manager": 3, "all": 90},
}
CENTRE = {("kontaktcenter", "2020"): (14.6, 5.6), ("kontaktcenter", "2021-08"): (26.7, 19.7)}
YEARS = {("kontaktcenter", "2020"): (14.6, 5.6), ("kontaktcenter", "2021"): (26.7, 19.7)}
BY = {"sv": "de intervjuade", "en": "those interviewed"}
NOTHING_SAID = pd.DataFrame({"kind": [], "text": [], "title": [], "section": [], "rows": []})
GROUPS = {"women": 8.0, "men": 4.0, "age_0_29": 3.0, "age_30_49": 6.0, "age_50_plus": 9.0}
SEVEN = {("total", "2021"): (6.5, 2.0)}


def units(
    given: dict = UNITS, *, target: tuple[int, int] | None = (20, 30), **said: object
) -> pd.DataFrame:
    return staff.staff_by_unit(personnel(given, **said), target=target)


def leave(given: dict = CENTRE, **said: object) -> pd.DataFrame:
    return staff.sick_leave_by_period(sick_leave(given, **said))


def withheld_leave() -> pd.DataFrame:
    hidden = sick_leave(YEARS).assign(withheld=[False, True])
    hidden.loc[hidden["withheld"], ["total_percent", "long_term_percent"]] = pd.NA
    return staff.sick_leave_by_period(hidden)


def earlier(*, year: int = 2024) -> pd.DataFrame:
    documents = pd.DataFrame({"document": ["a-plan"], "year": [2022]})
    return staff.latest_before(personnel({}), sick_leave(CENTRE), documents=documents, year=year)


def staff_table(of_units: pd.DataFrame) -> Exhibit:
    return chapter.staff(of_units, by=BY, chapter="sn-2021")


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


def test_a_bar_is_as_long_as_its_number_and_none_is_drawn_where_no_manager_is_stated() -> None:
    drawn = lengths(wide(chapter.staff_chart(units(), chapter="x")), "solid")
    heads, loads = [drawn[0], drawn[2], drawn[3], drawn[5]], [drawn[1], drawn[4], drawn[6]]
    assert [round(head / heads[0], 2) for head in heads] == pytest.approx(
        [1, 5 / 19, 65 / 19, 90 / 19], abs=0.02
    )
    assert [round(load / loads[0], 2) for load in loads] == pytest.approx(
        [1, 31.5 / 18, 29 / 18], abs=0.02
    )


def test_every_unit_with_managers_stands_before_what_the_aim_allows() -> None:
    svg = wide(chapter.staff_chart(units(), chapter="x"))
    assert len(bars(svg, "band")) == 3
    assert {"18", "ingen chef angiven", "31,5", "29"} <= set(words(svg))


def test_one_unit_alone_is_not_drawn() -> None:
    alone = units({"IT": UNITS["IT"], "Stab": UNITS["Stab"]})
    assert chapter.staff_chart(alone, chapter="x").markdown == ""


def test_of_an_aim_that_nobody_has_decided_nothing_is_said() -> None:
    of_units = units(target=None)
    chart = chapter.staff_chart(of_units, chapter="x")
    table = chapter.staff(of_units, by=None, chapter="x")
    told = chapter.lead(of_units, leave({}), earlier(), NOTHING_SAID, by=None, year=2024)
    assert not bars(wide(chart), "band")
    assert "31,5" in words(wide(chart))
    assert str(chart.headline) == "Från 18 till 31,5 medarbetare per chef"
    assert "Enheterna har från 18 till 31,5 medarbetare per chef." in told.markdown
    for shown in (chart, table, told):
        assert "nan" not in shown.markdown.lower()
        assert "mål" not in plain(shown.markdown)


def test_one_number_of_employees_per_manager_is_no_range() -> None:
    equal = units({"IT": UNITS["IT"], "Kost": UNITS["IT"]}, target=None)
    assert str(chapter.staff_chart(equal, chapter="x").headline) == "Medarbetare per chef: 18"
    told = chapter.lead(equal, leave({}), earlier(), NOTHING_SAID, by=None, year=2024)
    assert "per chef" not in plain(told.markdown)


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_the_words_of_a_figure_lie_inside_it_and_not_on_each_other(speaking: str) -> None:
    people = committed("personnel", "sn-verksamhetsplan-2021")
    with locales.using(speaking):
        of_units = staff.staff_by_unit(people, target=(20, 30))
        shown = chapter.staff_chart(of_units, chapter="sn-2021")
    assert_that_words_are_apart_and_inside(shown, least=14)


def test_the_alternative_text_holds_every_unit() -> None:
    assert alt(chapter.staff_chart(units(about=("Kost",)), chapter="sn-2021")).endswith(
        "IT 19, per chef 18; Stab 5, ingen chef angiven; Lokalvård 65, per chef 31,5; Kost cirka "
        "90, per chef cirka 29."
    )


def test_a_figure_is_labelled_by_its_chapter_and_names_its_source() -> None:
    shown = chapter.staff_chart(units(), chapter="sn-2021")
    assert shown.label == "fig-sn-2021-staff"
    assert "Källa: Plan 2021, avsnitt 6.1." in plain(shown.markdown)


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        (UNITS, "Fler än 30 medarbetare per chef i lokalvård"),
        (
            {"A": {"manager": 1, "employee": 4}, "B": {"manager": 1, "employee": 30}},
            "Ingen enhet har fler än 30 medarbetare per chef",
        ),
        ({"A": {"all": 25}}, "Enheternas chefer anges inte"),
    ],
    ids=["above", "none above", "no managers"],
)
def test_the_headline_over_the_staff_says_what_it_shows(given: dict, headline: str) -> None:
    assert plain(str(sentences.staff_headline(units(given)))) == headline


def test_a_row_is_a_unit_with_its_figures_and_the_total_is_last() -> None:
    rows = lines(staff_table(units(about=("Kost",))))
    assert rows[0] == ["Enhet", "Chefer", "Medarbetare", "Alla anställda", "Per chef"]
    assert rows[2] == ["IT", "1", "18", "19", "18"]
    assert rows[3] == ["Stab ³", "–", "–", "5", "–"]
    assert rows[5] == ["Kost ¹ ²", "3", "cirka 87", "cirka 90", "cirka 29"]
    assert rows[6] == strong(["Totalt", "6", "cirka 168", "cirka 179", "cirka 28"])


def test_what_is_approximate_permanent_or_reckoned_has_its_footnote() -> None:
    shown = staff_table(units(about=("Kost",), permanent=("Stab",)))
    assert lines(shown)[3][0] == "Stab ¹ ⁴"
    said = notes(shown)
    assert "¹ Bara tillsvidareanställda räknas." in said
    assert "² Planen kallar själv antalet ungefärligt." in said
    assert "³ Planen anger alla anställda; medarbetarna är alla utom cheferna." in said
    assert "⁴ Planen anger ingen chef" in said


def test_who_says_what_the_aim_is_stands_under_the_table() -> None:
    assert "Enligt de intervjuade är målet 20–30 medarbetare per chef." in notes(
        staff_table(units())
    )
    with locales.using("en"):
        assert "According to those interviewed, the aim is 20–30" in notes(staff_table(units()))


def test_a_table_that_needs_no_footnote_has_none() -> None:
    plain_units = {"IT": UNITS["IT"], "Lokalvård": UNITS["Lokalvård"]}
    assert "¹" not in staff_table(units(plain_units)).markdown


def test_an_earlier_year_stands_beside_the_latest() -> None:
    before = personnel({"IT": {"manager": 1, "employee": 10}}, year=2020)
    both = staff.staff_by_unit(pd.concat([before, personnel(UNITS)]), target=(20, 30))
    rows = lines(staff_table(both))
    assert rows[0][4:6] == ["Förändring", "Sedan"]
    assert rows[2][4:6] == ["+8", "2020"]
    assert rows[3][4:6] == ["–", "–"]


def test_sick_leave_is_a_row_a_period_with_its_changes() -> None:
    rows = lines(chapter.sick_leave(leave(YEARS), chapter="ks-2022"))
    assert rows[2] == ["2020", "14,6 %", "–", "5,6 %", "–", "38,4 %"]
    assert rows[3] == ["2021", "26,7 %", "+12,1", "19,7 %", "+14,1", "73,8 %"]


def test_a_month_beside_a_year_has_no_change_and_the_caption_says_why() -> None:
    shown = chapter.sick_leave(leave(), chapter="ks-2022")
    assert lines(shown)[3] == ["augusti 2021", "26,7 %", "19,7 %", "73,8 %"]
    assert "Perioder som är olika långa kan inte jämföras." in plain(shown.caption)
    assert not any("12.1" in kept or "14.1" in kept for kept in [shown.model_dump_json()])


def test_several_units_are_named_in_their_rows_and_one_in_the_caption() -> None:
    both = {**YEARS, ("total", "2020"): (7.0, 2.0)}
    assert lines(chapter.sick_leave(leave(both), chapter="x"))[2][0] == "Kontaktcenter"
    assert "för kontaktcenter;" in plain(chapter.sick_leave(leave(), chapter="x").caption)


def test_what_the_percentages_are_of_is_said_where_the_plan_does() -> None:
    assert "planen säger inte av vad" in plain(chapter.sick_leave(leave(), chapter="x").caption)
    told = leave().assign(base="ordinarie arbetstid")
    caption = plain(chapter.sick_leave(told, chapter="x").caption)
    assert caption.startswith("Sjukfrånvaro i procent av ordinarie arbetstid")


def test_a_withheld_figure_has_its_sign_and_its_footnote() -> None:
    shown = chapter.sick_leave(withheld_leave(), chapter="ks-2022")
    assert lines(shown)[3][1:] == ["..", "–", "..", "–", ".."]
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


@pytest.mark.parametrize(
    ("base", "said"),
    [(None, "Källan säger inte vad andelen"), ("all frånvaro", "är av all frånvaro.")],
)
def test_what_the_statutory_share_is_of_is_said(base: str | None, said: str) -> None:
    frame = sick_leave(SEVEN, groups=GROUPS, share=31.0).assign(base=base)
    figures = staff.statutory_sick_leave(frame)
    assert said in notes(chapter.statutory_sick_leave(figures, chapter="x"))


def test_what_sick_leave_is_a_share_of_is_told_apart() -> None:
    said = plain(chapter.definitions(leave()).markdown)
    assert "räknar sjukfrånvaro i procent av ordinarie arbetstid" in said
    # 19.7 of 26.7 per cent.
    assert "var den långa sjukfrånvaron 19,7 procent där all sjukfrånvaro var 26,7 procent" in said
    assert ": 73,8 procent av den" in said
    assert "Kolada har lagens siffror för hela kommunen" in said
    assert chapter.definitions(leave({})).kind == "group"


def test_of_withheld_sick_leave_no_share_is_told() -> None:
    hidden = sick_leave(YEARS).assign(withheld=True, total_percent=pd.NA, long_term_percent=pd.NA)
    said = plain(chapter.definitions(staff.sick_leave_by_period(hidden)).markdown)
    assert "var den långa sjukfrånvaron" not in said
    assert "Kolada har lagens siffror" in said


def test_what_no_document_has_leaves_no_table() -> None:
    nobody, nothing = units({}), leave({})
    seven = staff.statutory_sick_leave(sick_leave({}))
    shown = [
        chapter.staff_chart(nobody, chapter="x"),
        staff_table(nobody),
        chapter.sick_leave(nothing, chapter="x"),
        chapter.statutory_sick_leave(seven, chapter="x"),
        chapter.what_is_missing(nobody, nothing),
    ]
    assert [each.markdown for each in shown] == [""] * 5


def lead(of_units: pd.DataFrame, of_leave: pd.DataFrame, said: pd.DataFrame = NOTHING_SAID) -> str:
    shown = chapter.lead(of_units, of_leave, earlier(), said, by=BY, year=2024)
    assert shown.role == "lead"
    return plain(shown.html.removeprefix("<p>").removesuffix("</p>"))


def test_the_lead_says_how_many_and_where_the_groups_are_larger_than_the_aim() -> None:
    assert lead(units(about=("Kost",)), leave({})) == (
        "Enheterna som planen räknar upp har tillsammans cirka 179 anställda. "
        "Flest medarbetare per chef har lokalvård, 31,5. Målet är högst 30, enligt de intervjuade."
    )


def test_groups_smaller_than_the_aim_are_no_deviation() -> None:
    small = {"A": {"manager": 1, "employee": 4}, "B": {"manager": 1, "employee": 25}}
    assert lead(units(small), leave({})).endswith(
        "Ingen enhet har fler än 30 medarbetare per chef, det högsta enligt de intervjuade."
    )


def test_several_groups_above_the_aim_are_counted() -> None:
    large = {"A": {"manager": 1, "employee": 40}, "B": {"manager": 1, "employee": 50}}
    assert lead(units(large), leave({})).endswith(
        "Två enheter har fler medarbetare per chef än 30, det högsta enligt de intervjuade. Flest "
        "har B, 50."
    )


def test_the_lead_on_sick_leave_says_that_a_month_is_not_compared_with_a_year() -> None:
    assert lead(units({}), leave()) == (
        "Sjukfrånvaron för kontaktcenter var 26,7 procent under augusti 2021 och 14,6 "
        "procent under hela 2020. En månad kan inte jämföras med ett år."
    )


def test_an_interval_of_months_is_said_in_words() -> None:
    months = leave({("total", "2024"): (6.0, 2.0), ("total", "2025-01/2025-08"): (7.0, 2.0)})
    assert lead(units({}), months) == (
        "Sjukfrånvaron för hela nämnden var 7,0 procent under januari–augusti 2025 och 6,0 "
        "procent under 2024. Perioderna är olika långa och kan inte jämföras."
    )


def test_a_plan_without_figures_says_so_where_the_latest_are_and_what_it_says() -> None:
    said = pd.DataFrame({"text": ["Frånvaron är hög.", "Mer."], "rows": [("a#1",), ("a#2",)]})
    assert lead(units({}), leave({}), said) == (
        "Planen för 2024 anger varken antal anställda eller sjukfrånvaro i siffror. "
        "De senaste finns i Plan 2022, avsnitt 7. Frånvaron är hög."
    )
    with locales.using("sv"):
        alone = chapter.lead(
            units({}), leave({}), earlier(year=2022), NOTHING_SAID, by=BY, year=2022
        )
    assert "senaste" not in alone.markdown


def test_a_withheld_figure_is_in_no_words() -> None:
    of_leave = withheld_leave()
    said = [
        chapter.lead(units({}), of_leave, earlier(), NOTHING_SAID, by=BY, year=2022),
        chapter.key_figures(of_leave),
        chapter.commentary(of_leave),
    ]
    assert not any(figure in plain(each.markdown) for each in said for figure in ("26,7", "12,1"))


def test_key_figures_come_with_what_they_are_compared_with() -> None:
    shown = plain(chapter.key_figures(leave(YEARS)).markdown)
    assert "[26,7 %]{.value} [2021; +12,1 procentenheter sedan 2020]{.note}" in shown


def test_a_month_is_no_key_figure_beside_a_year() -> None:
    assert chapter.key_figures(leave()).markdown == ""
    assert chapter.commentary(leave()).markdown == ""


def test_there_are_no_key_figures_of_nothing() -> None:
    assert chapter.key_figures(leave({})).markdown == ""
    assert chapter.commentary(leave({})).markdown == ""


def test_the_commentary_says_when_the_whole_increase_is_long_term() -> None:
    said = plain(chapter.commentary(leave(YEARS)).markdown)
    assert "från 5,6 procent till 19,7 procent. Hela ökningen är långtidssjukfrånvaro." in said
    both_rise = {("kc", "2019"): (5.0, 1.0), ("kc", "2020"): (8.0, 2.0)}
    assert "Hela ökningen" not in chapter.commentary(leave(both_rise)).markdown


def missing(of_units: pd.DataFrame, of_leave: pd.DataFrame) -> str:
    return plain(chapter.what_is_missing(of_units, of_leave).markdown)


def test_what_a_plan_with_some_figures_lacks_is_said_plainly() -> None:
    assert "- Planen anger inget antal anställda." in missing(units({}), leave())
    assert "- Planen anger ingen sjukfrånvaro i siffror." in missing(units(), leave({}))


def test_what_is_only_part_or_uncounted_is_said() -> None:
    said = missing(units(), leave())
    assert "Sjukfrånvaron anges bara för kontaktcenter" in said
    assert "Planen säger inte hur många som arbetar på kontaktcenter." in said


def test_how_many_figures_are_withheld_is_said() -> None:
    assert "En uppgift om sjukfrånvaro är utelämnad. Uppgiften lämnas inte ut" in plain(
        chapter.what_is_withheld(withheld_leave()).markdown
    )
    with locales.using("en"):
        (line,) = chapter.what_is_withheld(withheld_leave()).lines
    (count,) = line.words.cells.values()
    assert (count.value, len(count.rows)) == (1, 1)


def test_everything_that_is_shown_can_be_followed_to_its_rows() -> None:
    shown = [
        chapter.staff_chart(units(), chapter="x"),
        staff_table(units()),
        chapter.sick_leave(leave(), chapter="x"),
        chapter.lead(units(), leave(), earlier(), NOTHING_SAID, by=BY, year=2022),
        chapter.lead(units({}), leave({}), earlier(), NOTHING_SAID, by=BY, year=2024),
        chapter.commentary(leave(YEARS)),
    ]
    assert all(traced_lines(each) for each in shown)
    assert all(line.rows for each in shown for line in traced_lines(each))


def test_a_withheld_figure_is_a_cell_without_a_value_that_says_so() -> None:
    seven = sick_leave(SEVEN, groups=GROUPS, share=31.0, withheld=("women",))
    shown = [
        (chapter.sick_leave(withheld_leave(), chapter="x"), 1, "total_percent"),
        (chapter.sick_leave(withheld_leave(), chapter="x"), 1, "long_term_percent"),
        (chapter.sick_leave(withheld_leave(), chapter="x"), 1, "long_term_part_percent"),
        (chapter.sick_leave(withheld_leave(), chapter="x"), 1, "change_points"),
        (chapter.statutory_sick_leave(staff.statutory_sick_leave(seven), chapter="x"), 0, "women"),
    ]
    for exhibit, row, column in shown:
        cell = cells_of(exhibit, row)[column]
        assert (cell.state, cell.value) == ("withheld", None)


def test_a_withheld_figure_is_in_nothing_that_is_kept_of_an_exhibit() -> None:
    kept = chapter.sick_leave(withheld_leave(), chapter="x").model_dump_json()
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
    first = cells_of(chapter.sick_leave(leave(YEARS), chapter="x"))
    stab = cells_of(staff_table(units()), 1)
    for cell in (first["change_points"], stab["managers"], stab["per_manager"]):
        assert (cell.state, cell.value) == ("silent", None)


def test_a_number_of_people_keeps_its_hedge_and_how_it_was_found() -> None:
    kost = cells_of(staff_table(units(about=("Kost",))), 3)
    assert (kost["employees"].value, kost["employees"].hedge) == (87, "about")
    assert kost["employees"].basis == "derived"  # Everybody less the managers.
    it = cells_of(staff_table(units()))
    assert (it["employees"].value, it["employees"].basis) == (18, "equal")
    assert it["per_manager"].basis == "derived"


def test_a_row_is_known_by_what_it_is_about_in_any_language() -> None:
    def keys() -> list[list[str]]:
        shown = (staff_table(units()), chapter.sick_leave(leave(), chapter="x"))
        return [[row.key for row in each.rows] for each in shown]

    expected = [[*UNITS, "total"], ["kontaktcenter/2020", "kontaktcenter/2021-08"]]
    assert keys() == expected
    with locales.using("en"):
        assert keys() == expected


def test_a_sentence_keeps_its_values_and_the_key_of_what_it_says() -> None:
    shown = chapter.lead(units({}), leave(), earlier(), NOTHING_SAID, by=BY, year=2022)
    (line,) = shown.lines
    assert line.key == "sick-leave"
    assert {name: cell.value for name, cell in line.words.cells.items()} == {
        "now.number": 26.7,
        "period": "augusti 2021",
        "before.number": 14.6,
        "then": "2020",
    }
    (withheld,) = chapter.what_is_withheld(withheld_leave()).lines
    assert withheld.key == "withheld"
    assert chapter.what_is_withheld(leave()).markdown == ""


def test_a_period_is_words_in_every_row_whether_it_is_a_year_or_a_month() -> None:
    shown = chapter.sick_leave(leave(), chapter="x")
    assert not any(cells_of(shown, row)["period"].is_number for row in (0, 1))
