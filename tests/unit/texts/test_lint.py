"""The text lint's rules, one text each."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.base.errors import SourceError
from alereport.base.workspace import Workspace
from alereport.texts.lint import Change, OwnNames, findings, tables_read, title_findings
from alereport.texts.lint.project import changes, document_findings, own_names, project_findings
from tests.conftest import examples, run_alereport

NAMES = OwnNames("Ale kommun", ("Kommunstyrelsen", "Servicenämnden", "Räddningstjänsten", "Kost"))
RESCUE = Change(("Räddningstjänst (BORF)", "Räddningstjänsten"), 2022, 33287, 35087)
CATERING = Change(("Kost",), 2022, 1000, 900)
SAME = Change(("HR avdelning", "HR-avdelningen"), 2022, 500, 500)
TOTAL = Change(("Kommunstyrelsen", "nämnden"), 2022, 185097, 186525)
TABLES = (RESCUE, CATERING, SAME, TOTAL)


def found(text: str, *, tables: tuple[Change, ...] = ()) -> list[tuple[int, str]]:
    """The line and rule of each finding."""
    return [(each.line, each.rule) for each in findings(text, "plan.md", NAMES, tables)]


def rules(text: str, *, tables: tuple[Change, ...] = ()) -> set[str]:
    return {rule for _, rule in found(text, tables=tables)}


def suggestions(text: str) -> list[str]:
    return [each.suggestion for each in findings(text, "plan.md", NAMES, ())]


def test_a_finding_says_where_what_and_what_to_do() -> None:
    (finding,) = findings("Först.\n\nKlart 2024. STAFFAN?\n", "plan.md", NAMES, ())
    assert finding.place == "plan.md:3"
    assert finding.rule == "editorial-note"
    assert "STAFFAN?" in finding.found
    assert finding.suggestion


def test_a_text_that_begins_further_down_in_its_file_is_counted_from_there() -> None:
    (finding,) = findings("Klart.\n\nTODO.", "data/commentary/plan.md:7", NAMES, ())
    assert finding.place == "data/commentary/plan.md:9"


@pytest.mark.parametrize(
    "note",
    ["STAFFAN?", "(utvärderat?)", "[stämmer det?]", "TODO", "FIXME", "TBD", "XXX", "xx", "???"],
)
def test_a_left_over_note_is_found(note: str) -> None:
    assert "editorial-note" in rules(f"Vi börjar nu. {note} Sedan slutar vi.")


@pytest.mark.parametrize(
    "text", ["Vad gäller för VGR?", "Hur gör vi? Så här.", "Gör (om möjligt) mer.", "SIMBA är med."]
)
def test_a_question_to_the_reader_is_no_note(text: str) -> None:
    assert rules(text) == set()


@pytest.mark.parametrize(
    "text", ["Vi bor i i Ale.", "Det det är.", "Arbetet i\ni Ale.", "Så för att för att nå."]
)
def test_a_doubled_word_is_found(text: str) -> None:
    assert "doubled-word" in rules(text)


@pytest.mark.parametrize(
    "text", ["Vi hjälper dem de som kan.", "Åren 1 000 1 000 räcker.", "På grund av av-gifter."]
)
def test_words_that_only_look_alike_are_not_doubled(text: str) -> None:
    assert "doubled-word" not in rules(text)


@pytest.mark.parametrize(
    "text", ["Åtgärder,, gjorda.", "Slut. .", "Slut..", "Ett , två.", ".\n\nEtt."]
)
def test_lone_punctuation_is_found(text: str) -> None:
    assert "lone-punctuation" in rules(text)


@pytest.mark.parametrize(
    "text", ["Med mera...", "Och så… vidare.", "Ett – två.", "Slut.\n\n---\n\nNytt."]
)
def test_dots_dashes_and_rules_are_not_lone(text: str) -> None:
    assert rules(text) == set()


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("En bud- get.", "write budget or bud-get"),
        ("Enligt HR- rutinen.", "write HR-rutinen"),
        ("Ett före-döme och ett föredöme.", "write föredöme, as elsewhere"),
    ],
)
def test_a_word_cut_in_two_is_found(text: str, suggestion: str) -> None:
    assert suggestions(text) == [suggestion]


@pytest.mark.parametrize(
    "text",
    ["Drift- och underhåll.", "Ny- om- och tillbyggnad.", "Mål-\nbilden är ny.", "E-tjänster."],
)
def test_a_hyphen_that_belongs_there_is_left(text: str) -> None:
    assert rules(text) == set()


PARAGRAPH = "Ett stycke med ett antal ord som tillsammans fyller mer än en rad på sidan i planen"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1 Ett\n\n2 Två\n\nText.\n", 1),
        ("1.1 Ett\n\n1.2 Två\n\nText.\n", 1),
        ("# goals\n\n# budget\n\nText.\n", 1),
        ("Mål\n\nText.\n\nMål\n\nText.\n\nTitel\n\nMål\n", 11),
        ("Mål\n\nText.\n\nMål\n\nNästa\n\nMål\n\nText.\n", 5),
        ("Mål\n\n.\n\nMål\n\nText.\n\nMål\n\nText.\n", 1),
    ],
)
def test_an_empty_heading_is_found(text: str, line: int) -> None:
    assert (line, "empty-heading") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "1 Ett\n\n1.1 Under\n\nText.\n",
        "1 Ett\t3\n2 Två\t4\n",
        "1 Ett ..... 3\n2 Två ..... 4\n",
        "Mål\n\nRubrik\n\nText.\n\nMål\n\nText.\n",
        "1. Ett\n2. Två\n3. Tre\n",
    ],
)
def test_a_heading_with_something_under_it_is_not_empty(text: str) -> None:
    assert "empty-heading" not in rules(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{PARAGRAPH}\n", 1),
        ("Två meningar. Den andra slutar\n", 1),
        (f"{PARAGRAPH}\nsom fortsätter men aldrig\n\nNytt stycke.\n", 2),
        ("Kort.\n\ninklusive redan sagt.\n", 3),
        ("Det var så. men inte nu.\n", 1),
    ],
)
def test_a_cut_sentence_is_found(text: str, line: int) -> None:
    assert (line, "cut-sentence") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{PARAGRAPH} och\n\nfortsätter på nästa sida.\n",
        f"{PARAGRAPH} och verk-\n\nsamheten på nästa sida.\n",
        f"{PARAGRAPH} särskilt\n\n- ett\n- två\n",
        f"{PARAGRAPH} här\n\nKost\t1 000\t900\n",
        "En rubrik utan punkt\n\nText.\n",
        "Text med bl. a. annat, t.ex. det, dvs. detta.\n",
        "Sagt ”så”.\n",
    ],
)
def test_what_goes_on_or_needs_no_end_mark_is_not_cut(text: str) -> None:
    assert rules(text) == set()


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Äle kommun", "Ale"),
        ("Ale Kommun", "Ale kommun"),
        ("Ale kommunens", "Ale kommuns"),
        ("Ale komun", "Ale kommun"),
        ("Alekommun", "Ale kommun"),
        ("Ale:s", "Ales"),
        ("Kommunestyrelsen", "Kommunstyrelsen"),
        ("komunstyrelsens", "kommunstyrelsens"),
        ("kommunalstyrelseförvaltningen", "kommunstyrelseförvaltningen"),
        ("Servicenämden", "Servicenämnden"),
        ("räddningstjäntens", "räddningstjänstens"),
        ("Kommunstyrelsne", "Kommunstyrelsen"),
    ],
)
def test_a_misspelt_own_name_is_found(written: str, right: str) -> None:
    assert suggestions(f"Vi i {written} börjar.") == [f"write {right}"]


@pytest.mark.parametrize(
    "written",
    [
        *("Ale kommun", "Ale kommuns", "Ales invånare", "ALE KOMMUN", "Ale kommunhus", "aleborna"),
        *("kommunstyrelsens", "Kommunstyrelseförvaltningen", "kommunstyrelserna", "servicenämnd"),
        *("kommunledningen", "kommunfullmäktige", "socialnämnden", "räddningstjänstförbundet"),
        *("räddningsförbundet", "serviceförvaltningen", "kostnad", "alla", "kommunstyrelse"),
    ],
)
def test_a_name_its_inflections_and_other_words_are_left(written: str) -> None:
    assert rules(f"Vi i {written} börjar.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Räddningsförbundets budget ökar med 1,7 mkr.",
        "Räddningstjänstens budget minskar.",
        "Räddningstjänsten har en oförändrad budget jämfört med förra året.",
        "Budgeten för räddningstjänsten minskar med 1 800 tkr.",
        "Räddningstjänsten ökar med drygt tre miljoner kronor.",
        "Räddningstjänstens budget uppgår till 33,3 mkr.",
        "Kostens utökade budget räcker.",
        "Kost ökar jämfört med 2021.",
        "HR-avdelningens budget är utökad.",
        "Kommunstyrelsens budget är 188,5 mkr.",
        "Nämndens totala budget minskar.",
        "Sjukfrånvaron har minskat från 14,6 procent 2020 till 26,7 procent.",
    ],
)
def test_a_statement_against_the_tables_is_found(text: str) -> None:
    assert rules(text, tables=TABLES) == {"contradicts-table"}


@pytest.mark.parametrize(
    "text",
    [
        "Räddningsförbundets budget ökar med 1,8 mkr.",
        "Räddningstjänstens budget för 2022 ökar med cirka 2 mkr.",
        "Räddningstjänstens budget uppgår till 35,1 mkr.",
        "Räddningstjänstens budget för 2021 uppgår till 33 287 tkr.",
        "Räddningstjänsten minskar sina kostnader för lokaler.",
        "Räddningstjänsten har minskade kostnader.",
        "Räddningstjänstens budget minskar jämfört med prognosen.",
        "Räddningstjänstens budget minskar med 2 mkr 2025.",
        "Räddningstjänstens budget blir 2 mkr lägre än väntat.",
        "Kostnaderna ökar med 2 mkr.",
        "Kostens budget minskar.",
        "HR-avdelningen har en oförändrad budget.",
        "Kommunstyrelsens budget är 186,5 mkr.",
        "Verksamhetens budget minskar.",
        "Sjukfrånvaron har ökat från 14,6 procent 2020 till 26,7 procent.",
        "Arbetet har minskat från 2019 till 2022.",
    ],
)
def test_a_statement_the_tables_bear_out_is_left(text: str) -> None:
    assert rules(text, tables=TABLES) == set()


@pytest.mark.parametrize(
    "rows",
    [
        "Kost\t1 000\t900\nIT\t500\t600\nTotalt\t1 500\t1 510\n",
        "Kost 1 000 1 000\n\nIT 4 500 4 510\n\nTotalt 5 500 5 500\n",
        "| Kost | 1 000 | 900 |\n| IT | 500 | 600 |\n| **Totalt** | 1 500 | 1 510 |\n",
        "Kost\t1 000\t-900\nIT\t500\t600\nTotalt\t1 500\t300\n",
    ],
)
def test_a_printed_total_that_is_not_the_sum_is_found(rows: str) -> None:
    assert rules(rows) == {"table-sum"}
    right = rows.replace("1 510", "1 500").replace("4 510", "4 500").replace("\t300", "\t-300")
    assert rules(right) == set()


ROWS = (("Park", "{0}614", "{0}620", "6"), ("Gator", "{0}4 646", "{0}4 937", "291"))


@pytest.mark.parametrize("minus", ["-", "- ", "–", "– ", "−"])
@pytest.mark.parametrize("apart", ["tabs", "blanks", "bars"])
@pytest.mark.parametrize("total", ["Summa", "Nämnden totalt", "Summa nämnden", "S:a"])
def test_a_wrong_total_is_found_however_its_table_is_set(
    minus: str, apart: str, total: str
) -> None:
    def line(*texts: str) -> str:
        if apart == "tabs":
            return "\t".join(texts)
        if apart == "bars":
            return f"| {' | '.join(texts)} |"
        return f"{texts[0]:<24}" + "".join(f"{text:>14}" for text in texts[1:])

    head = line("(tkr)", "Utfall 2023", "Budget 2023", "Avvikelse")
    rows = [line(*(text.format(minus) for text in row)) for row in ROWS]
    table = "\n".join(
        [head, rows[0], "Stöd till föreningar", rows[1], line(total, "{}", "{}", "{}")]
    )
    right = table.format(f"{minus}5 260", f"{minus}5 557", "297")
    wrong = table.format(f"{minus}6 260", f"{minus}5 557", "297")
    assert found(right) == []
    assert found(wrong) == [(5, "table-sum")]


@pytest.mark.parametrize(
    "text",
    [
        # Subtotals, and a total of them.
        "A\t1\t10\nB\t2\t20\nDelsumma\t3\t30\nC\t4\t40\nD\t5\t50\nDelsumma\t9\t90\nTotalt\t12\t120\n",
        # A result: each sum with the rows below it.
        (
            "Intäkter\t900\t800\nKostnader\t-500\t-450\nNettokostnad\t400\t350\nRänta\t-7\t-8\n"
            "Årets resultat\t393\t342\n"
        ),
        # Costs printed without their minus.
        "Intäkter\t900\t800\nKostnader\t500\t450\nResultat\t400\t350\n",
        # Departments, each above its units.
        (
            "Vård\t30\t60\nHemtjänst\t10\t20\nBoende\t20\t40\nSkola\t50\t70\nGrund\t20\t30\nGymnasium\t30\t40\n"
            "Summa\t80\t130\n"
        ),
        # A row that is part of the one above.
        "Bidrag\t900\t800\nvarav kultur\t500\t450\nLokaler\t100\t100\nSumma\t1 000\t900\n",
        # A column of averages.
        "Norr\t100\t81\nSöder\t200\t87\nTotalt\t300\t85\n",
        # Rounded millions.
        "A\t1,4\t2,4\nB\t1,4\t2,4\nSumma\t2,9\t4,7\n",
    ],
)
def test_a_total_that_sums_other_rows_than_all_above_it_is_right(text: str) -> None:
    assert found(text) == []


def test_a_blank_cell_between_runs_of_blanks_is_known_by_its_place() -> None:
    table = (
        "Verksamhet            Utfall 2025   Budget 2025   Avvikelse\n"
        "Park                         -614          -620           6\n"
        "Alkoholtillstånd                1                         1\n"
        "Gator                      -4 646        -4 937         291\n"
        "Summa                      -5 259        -5 {}         298\n"
    )
    assert found(table.format("557")) == []
    assert found(table.format("757")) == [(5, "table-sum")]


def test_what_was_not_added_up_is_said() -> None:
    text = (
        "Kost\t1 000\t900\nIT\t500\t600\nTotalt\t1 500\t1 500\n\nText.\n\n"
        "Kost 650 125 9 783\nIT 1 000 1 000 1 000\nPark 2 000 2 000 2 000\n\nText.\n\n"
        "Elever\t7\t8\nLärare\t3\t4\nKlasser\t1\t1\n\nText.\n\n" + "12\n\n" * 6
    )
    read = tables_read(text, "plan.md")
    assert (read.seen, read.added_up, read.without_total) == (4, 1, 1)
    assert [(each.first, each.last) for each in read.left_out] == [(7, 9), (19, 29)]
    assert str(read).startswith(
        "4 tables seen, 1 added up, 1 without a total; left out: lines 7–9 ("
    )


@pytest.mark.parametrize(
    "text",
    [
        "•\n\nFullgöra kommunens uppgifter.\n\n•\n\nStödja föreningar.\n",
        "117 271\n\n97 032\n\n117 271\n\n97 032\n",
        "Här invigs rummet. Alla kom. Foto: Kim Ek\n",
        "Antal bibliotekslån\nBibliotekslån 97 032 95 414\n",
        "Ej aktuellt Ej aktuellt Ej aktuellt\n",
        "Skriv till oss via e-post. Eposten läses.\n",
        "Sidan 1 av 3\n\nEtt.\n\nSidan 2 av 3\n\nTvå.\n\nSidan 3 av 3\n\nTre.\n",
        "Lag om vatten. https://www.exempel.se/lagar/vatten\n",
        "Skriv till serviceamnden@exempel.se i dag.\n",
    ],
)
def test_bullets_figures_captions_heads_and_feet_are_no_findings(text: str) -> None:
    assert found(text) == []


def test_what_recurs_on_every_page_does_not_break_a_sentence() -> None:
    line = "som fortsätter på nästa sida med flera ord om verksamheten i kommunen och\n"
    pages = [f"BOKSLUT\n\n{line}\nSID {number} (4)\n\f" for number in range(1, 5)]
    first = f"Detta är en mening {line}"
    assert found(f"{first}{''.join(pages)}som slutar här.\n") == []


def test_a_decomposed_text_is_read_as_a_composed_one() -> None:
    text = "Kansli- och räddningstjänsten ansvarar. Servicenämden i Äle kommun.\n"
    assert len(found(text)) == 2
    assert found(unicodedata.normalize("NFD", text)) == found(text)


def test_a_printed_table_whose_columns_cannot_be_told_is_left() -> None:
    rows = "Kost 650 125 9 783\nIT 1 000 1 000 1 000\nPark 2 000 2 000 2 000\n"
    assert rules(f"{rows}Totalt 5 000 5 000 5 000\n") == set()


def test_figures_that_run_together_are_told_apart_by_the_other_rows() -> None:
    rows = "Kost 70 000 90 000\n\nIT 80 000 7 000\n\nTotalt 150 000 {}\n"
    assert rules(rows.format("107 000")) == {"table-sum"}
    assert rules(rows.format("97 000")) == set()
    assert rules(rows.format("197 000")) == {"table-sum"}


def test_points_beside_percentages_may_be_rounded() -> None:
    first = "1.1\tEtt\t16\t20\t78%\n1.2\tTvå\t17\t30\t55%\n\t\t{}\t50\t64%\n"
    other = "\nText.\n\n2.1\tTre\t5\t10\t50%\n2.2\tFyra\t5\t20\t25%\n\t\t10\t30\t33%\n"
    table = first + other
    assert rules(table.format(32)) == set()
    assert rules(table.format(39)) == {"table-sum", "table-share"}


def test_a_text_is_held_against_its_own_budget_table_where_no_other_is_at_hand() -> None:
    text = (
        "Områden\t2021\t2022\n\tBudget\tBudget\nKost\t1 000\t900\nIT\t500\t600\n"
        "Totalt\t1 500\t1 500\n\nKostens budget ökar.\n\nIT ökar med 100 tkr.\n"
    )
    assert found(text) == [(7, "contradicts-table")]


def test_a_title_need_be_no_sentence() -> None:
    place = "data/goals/plan.csv:7"
    assert title_findings("minska restiden", place, NAMES) == []
    (finding,) = title_findings("minska minska restiden", place, NAMES)
    assert (finding.place, finding.rule) == (place, "doubled-word")


@examples(100)
@given(st.text(alphabet="aÅ1 0.,?-–(|\t\n\f#%å:", max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= each.line <= lines for each in findings(text, "plan.md", NAMES, TABLES))


def test_a_long_row_of_figures_is_read_in_one_way_only() -> None:
    assert found(f"Kost {'100 ' * 5000}x.\n") == []


def test_the_registers_and_the_budget_are_what_texts_are_held_against(project: Workspace) -> None:
    assert "kommunstyrels" in own_names(project).stems
    assert "ekonomiavdelning" in own_names(project).stems
    by_name = {change.names: change for change in changes(project, "ks-verksamhetsplan-2022")}
    assert Change(("Kommunstyrelsen", "nämnden"), 2022, 185097, 186525) in by_name.values()
    assert changes(project, "kommunkompassen-2020") == ()


GOALS = (
    "document,section,goal,committee,plan_year,level,theme,parent,title,title_en,decided_by,whose,"
    "responsible,responsible_en,due,hedge,commented"
)


def test_the_words_in_data_are_linted_without_a_file(project: Workspace) -> None:
    goals = project.dataset("goals") / "ks-namndplan-2024.csv"
    title = "Fokus på på kund"
    row = f"ks-namndplan-2024,3.2,g,ks,2024,council_goal,,,{title},,council,municipality,,,,,no"
    goals.write_text(f"{GOALS}\n{row}\n", encoding="utf-8")
    commentary = project.dataset("commentary") / "ks-namndplan-2024.md"
    front = "---\ndocument: ks-namndplan-2024\ncommittee: ks\nplan_year: 2024\n---\n"
    goals_chapter = "# goals\n\nKlart.\n\n## en\n\nDone done.\n\n"
    budget_chapter = "# budget\n\nEkonomiavdelningens budget minskar.\n"
    commentary.write_text(f"{front}{goals_chapter}{budget_chapter}", "utf-8")
    done = run_alereport(project, "lint")
    assert done.returncode == 13
    assert "data/goals/ks-namndplan-2024.csv:2" in done.stdout
    assert "data/commentary/ks-namndplan-2024.md:16" in done.stdout
    assert "20 184 → 20 450" in done.stdout
    assert "2 findings" in done.stdout


def test_the_committed_words_have_no_finding(project: Workspace) -> None:
    assert project_findings(project) == []


def test_findings_are_json_for_programs_and_may_exit_zero(
    project: Workspace, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("Vi i [b]Äle[/b] börjar.\n", encoding="utf-8")
    done = run_alereport(project, "lint", str(plan), "--json", "--exit-zero")
    assert done.returncode == 0
    printed = json.loads(done.stdout)
    (finding,) = printed["findings"]
    (tables,) = printed["tables"]
    assert tables == {
        "file": str(plan),
        "seen": 0,
        "added_up": 0,
        "without_total": 0,
        "left_out": [],
    }
    assert finding.keys() == {"file", "line", "rule", "found", "suggestion"}
    assert (finding["file"], finding["line"], finding["rule"]) == (str(plan), 1, "own-name")


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"Br\xf6d\n", "line 1 is not UTF-8"), (b"PK\x00\x01", "it is not text")],
)
def test_a_file_that_is_no_text_is_refused(
    project: Workspace, tmp_path: Path, content: bytes, found: str
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_bytes(content)
    with pytest.raises(SourceError, match=f"plan.txt: {found}; expected a plan as text"):
        document_findings(project, [plan])


def test_a_file_that_is_not_there_is_one_line_and_exit_code_11(project: Workspace) -> None:
    done = run_alereport(project, "lint", "plan.txt")
    assert done.returncode == 11
    assert done.stderr.startswith("plan.txt: it cannot be read (No such file or directory); ")
    assert len(done.stderr.strip().splitlines()) == 1
