"""What a project lists is what it has: datasets and chapters are added without touching code."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import nbformat
import pypdf
import pytest

from alereport import demo, report
from alereport.base import book, locales, params
from alereport.base.errors import ParamsError, TableError
from alereport.base.workspace import Workspace
from alereport.batch import listed, scheduling
from alereport.batch.scheduling import Task
from alereport.data import datasets
from alereport.gate import verdicts
from alereport.publish.book import guide, stamp
from alereport.publish.books import Book, Page
from alereport.publish.open_data import dictionary
from tests import handmade_follow_up
from tests.conftest import _copy_of, edit, run_alereport

BOOK = "params/book.yaml"
PLAN_2024, PLAN_2022 = "ks-namndplan-2024", "ks-verksamhetsplan-2022"
TABLE = """\
title: {title}
title_sv: {title_sv}
description: One row is one place people come to.
description_sv: En rad är ett ställe som människor kommer till.
scope: {scope}
fields:
  - name: document
    type: string
    description: The document.
    description_sv: Dokumentet.
  - name: place
    type: string
    description: The place.
    description_sv: Stället.
    constraints: {{required: true}}
  - name: people
    type: integer
    unit: people
    description: How many came.
    description_sv: Hur många som kom.
primaryKey: [document, place]
foreignKeys:
  - fields: [document]
    reference: {{resource: documents, fields: [document]}}
"""
RULES = """\
- rule: people-are-counted
  expectation: ExpectRowsToSatisfy
  arguments: {condition: people >= 0, column: people, asked: a number that is not negative}
  severity: error
  why:
    en: Nobody can come less than never.
    sv: Ingen kan komma mindre än aldrig.
"""
BEFORE_EASY = "    - notebook: easy\n"
VISITS = """\
    - notebook: visits
      title: {sv: Besök, en: Visits}
      datasets: [visits]
"""


def add_dataset(project: Workspace, name: str, title: str, scope: str, **rows: str) -> None:
    """A dataset as a stranger adds it: `table.yaml`, `rules.yaml` and a CSV file per document."""
    folder = project.dataset(name)
    folder.mkdir()
    schema = TABLE.format(title=name.capitalize(), title_sv=title, scope=scope)
    (folder / "table.yaml").write_text(schema, encoding="utf-8")
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    for file, cells in rows.items():
        text = f"document,place,people\n{cells}\n"
        (folder / f"{file.replace('_', '-')}.csv").write_text(text, encoding="utf-8")


def add_datasets(project: Workspace) -> None:
    of_plans = {
        "ks_verksamhetsplan_2022": f"{PLAN_2022},Ale torg,1647",
        "ks_namndplan_2024": f"{PLAN_2024},Ale torg,1729",
    }
    add_dataset(project, "visits", "Besök", "plan", **of_plans)
    add_dataset(project, "calls", "Samtal", "all_years", **of_plans)
    add_dataset(project, "fairs", "Mässor", "municipality", fairs=",Skepplanda,4104")


def add_notebook(project: Workspace, name: str, heading: str) -> None:
    """A notebook that shows the visits of a committee's plan."""
    first = "committee = 'ks'\nyear = 2024\nlanguage = 'sv'"
    cells = [
        nbformat.v4.new_code_cell(first, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(
            "from alereport import report\nfrom alereport.chapters import common\n\n"
            "data = report.load(committee, year, language, datasets=('visits',))"
        ),
        nbformat.v4.new_code_cell(f"common.section({heading!r})"),
        nbformat.v4.new_code_cell("data.visits[['place', 'people']]"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    named = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata["kernelspec"] = named
    nbformat.write(notebook, project.notebook(name))


@pytest.fixture(scope="module")
def grown(_checked_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small project to which datasets and chapters were added, sealed and built."""
    project = _copy_of(_checked_once, tmp_path_factory.mktemp("grown"))
    for path in (*project.notebooks.glob("*.ipynb"), *project.params.glob("*-20*.yaml")):
        if path.stem not in {"ks-2024", "sn-2021"}:
            path.unlink()
    add_datasets(project)
    for name, heading in (("visits", "Hur många kom"), ("budget", "Allas"), ("money", "Egna")):
        add_notebook(project, name, heading)
    edit(project, BOOK, BEFORE_EASY, VISITS + BEFORE_EASY)
    budget = "    - notebook: budget\n"
    edit(project, BOOK, budget, f"{budget}      committee: {{ks: money}}\n")
    for arguments in (
        ("seal", "--all", "--reason", "Nya data."),
        ("build", "--engine", "pandoc", "--language", "sv"),
    ):
        done = run_alereport(project, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture
def at_grown(grown: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(grown.root)
    return grown


def page_of(workspace: Workspace, path: str) -> str:
    return (workspace.site("sv") / path).read_text(encoding="utf-8")


def test_the_gate_checks_a_new_dataset_by_its_schema_and_its_rules(grown: Workspace) -> None:
    verdict, file = verdicts.read(grown), f"data/visits/{PLAN_2024}.csv"
    assert verdicts.states(grown, verdict)[file] == "green"
    asked = {each.rule for each in verdict[file].checked}
    assert {"people-are-counted", "place-required"} <= asked


def test_a_rule_of_a_new_dataset_bites(grown: Workspace, tmp_path: Path) -> None:
    shutil.copytree(grown.root, tmp_path / "project")
    spoilt = Workspace(tmp_path / "project")
    edit(spoilt, f"data/visits/{PLAN_2024}.csv", "1729", "-1729")
    done = run_alereport(spoilt, "validate")
    assert done.returncode == 13
    assert f"data/visits/{PLAN_2024}.csv:2: people is -1729" in done.stderr


def test_a_committees_notebook_is_handed_the_rows_of_a_datasets_scope(at_grown: Workspace) -> None:
    data = report.load("ks", 2024, datasets=("visits", "calls", "fairs"))
    assert data.visits["people"].tolist() == [1729]
    assert data.calls["people"].tolist() == [1647, 1729]
    assert data.fairs["people"].tolist() == [4104]
    other = report.load("sn", 2021, datasets=("visits", "calls", "fairs"))
    assert other.visits.empty
    assert other.calls.empty
    assert other.fairs["people"].tolist() == [4104]


def test_a_notebook_on_the_municipality_is_handed_every_row(at_grown: Workspace) -> None:
    assert report.load_municipality(datasets=("visits",)).visits["people"].tolist() == [1647, 1729]


def test_a_new_dataset_is_refused_where_it_was_not_asked_for(at_grown: Workspace) -> None:
    with pytest.raises(ParamsError, match=r'dataset calls was not requested.*add "calls"'):
        _ = report.load("ks", 2024, datasets=("visits",)).calls


def test_a_new_dataset_is_among_the_open_data(grown: Workspace) -> None:
    package = json.loads((grown.open_data / "datapackage.json").read_text(encoding="utf-8"))
    (table,) = [each for each in package["resources"] if each["name"] == "visits"]
    assert table["title"] == "Besök"
    assert [field["name"] for field in table["schema"]["fields"]] == ["document", "place", "people"]
    rows = (grown.open_data / "visits.csv").read_text(encoding="utf-8")
    assert rows.splitlines()[1:] == [f"{PLAN_2024},Ale torg,1729", f"{PLAN_2022},Ale torg,1647"]


def test_a_new_dataset_is_documented(grown: Workspace) -> None:
    with locales.using("sv"):
        described = dictionary.dictionary(grown)
    assert "## Besök (`visits`)" in described
    assert "| `people` | integer | people | Hur många som kom." in described


def test_a_new_chapter_is_a_page_of_the_site_and_in_its_navigation(grown: Workspace) -> None:
    page = page_of(grown, "ks-2024/visits.html")
    assert "<h1" in page
    assert "Hur många kom" in page
    assert "1\xa0729" in page
    assert 'href="ks-2024/visits.html"' in page_of(grown, "index.html")
    assert "Besök" in page_of(grown, "sources.html")


def test_a_new_chapter_is_in_the_pdf(grown: Workspace) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(grown.pdf("sv")).pages]
    assert any("Hur många kom" in page and re.search(r"1\s729", page) for page in pages)


def test_status_lists_a_new_chapter(grown: Workspace) -> None:
    found = json.loads(run_alereport(grown, "status", "--language", "sv", "--json").stdout)
    assert found["reports"] == [
        {"report": report, "language": "sv", "state": "fresh", "why": []}
        for report in ("ks-2024/budget", "ks-2024/visits", "sn-2021/budget")
    ]


def test_a_committee_with_its_own_notebook_gets_it_and_the_others_the_common_one(
    grown: Workspace,
) -> None:
    assert "Egna" in page_of(grown, "ks-2024/budget.html")
    assert "Allas" in page_of(grown, "sn-2021/budget.html")


def test_a_notebook_that_no_entry_names_is_named_by_status(
    grown: Workspace, tmp_path: Path
) -> None:
    shutil.copytree(grown.root, tmp_path / "project")
    project = Workspace(tmp_path / "project")
    add_notebook(project, "draft", "Utkast")
    done = run_alereport(project, "status", "--json")
    assert json.loads(done.stdout)["unlisted"] == ["notebooks/draft.ipynb"]
    assert (
        "notebooks/draft.ipynb: it belongs to no chapter" in run_alereport(project, "status").stderr
    )


def test_a_new_title_stages_the_book_again_and_executes_nothing(
    grown: Workspace, tmp_path: Path
) -> None:
    shutil.copytree(grown.root, tmp_path / "project")
    project = Workspace(tmp_path / "project")
    tasks = tasks_of(project)
    before = stamp.key(project, "sv", stamp.outputs(project, tasks))
    edit(project, BOOK, "sv: Besök", "sv: Besökare")
    assert {each.state for each in scheduling.statuses(project, tasks_of(project))} == {"fresh"}
    assert stamp.key(project, "sv", stamp.outputs(project, tasks)) != before


def tasks_of(project: Workspace, spoken: str = "sv") -> tuple[Task, ...]:
    return scheduling.tasks(project, params.committee_years(project), [spoken])


def test_a_dataset_calls_a_chapter_up_where_it_has_rows(project: Workspace) -> None:
    add_notebook(project, "visits", "Hur många kom")
    add_datasets(project)
    edit(project, BOOK, BEFORE_EASY, VISITS + BEFORE_EASY)
    made = [task.report for task in tasks_of(project) if task.chapter == "visits"]
    assert made == ["ks-2024/visits", "ks-2022/visits"]


@pytest.mark.parametrize(
    ("only", "made"),
    [
        ("ks", ["ks-2024", "ks-2022"]),
        ("[ks-2022, sn]", ["ks-2022", "sn-2021"]),
        ("[]", ["ks-2024", "ks-2022", "sn-2021"]),
    ],
    ids=["one committee", "one of its years, and another committee", "all"],
)
def test_a_chapter_may_be_of_some_committees_and_years_only(
    project: Workspace, only: str, made: list[str]
) -> None:
    edit(project, BOOK, "- notebook: goals\n", f"- notebook: goals\n      only: {only}\n")
    assert [task.params.slug for task in tasks_of(project) if task.chapter == "goals"] == made


def test_a_chapter_is_made_where_the_year_has_a_document_of_its_kind(project: Workspace) -> None:
    handmade_follow_up.add(project)
    made = {task.report for task in tasks_of(project) if task.chapter == "follow_up"}
    assert made == {"ks-2024/follow_up", "ks-2016/follow_up"}
    assert not any(task.report == "ks-2016/budget" for task in tasks_of(project))


def test_a_book_of_a_part_for_plans_and_one_for_follow_ups_still_works(project: Workspace) -> None:
    chapter = "      title: {sv: Uppföljning, en: Follow-up}\n"
    project.contents.write_text(
        "- page: index\n  title: {sv: Översikt}\n"
        "- part: plan\n  chapters:\n    - notebook: budget\n      title: {sv: Ekonomi}\n"
        "- part: [annual_report, cover_letter]\n  chapters:\n    - notebook: follow_up\n" + chapter,
        encoding="utf-8",
    )
    assert [task.report for task in tasks_of(project)] == [
        "ks-2024/budget",
        "ks-2022/budget",
        "sn-2021/budget",
        "ks-2016/follow_up",
    ]


def test_a_project_that_lists_no_book_has_the_one_the_package_comes_with(
    project: Workspace,
) -> None:
    tasks, entries = tasks_of(project), book.contents(project).entries
    project.contents.unlink()
    assert tasks_of(project) == tasks
    assert [type(each) for each in book.contents(project).entries] == [*map(type, entries)]
    assert listed.unlisted(project) == []
    source = book.source(project)
    assert source.is_file()
    assert not source.is_relative_to(project.root)


def test_a_synthetic_project_has_the_book_of_the_one_it_is_made_like(
    project: Workspace, tmp_path: Path
) -> None:
    edit(project, BOOK, "sv: Ekonomi", "sv: Pengar")
    made = demo.make(project, tmp_path / "made", committee_count=1, years=1, seed=1)
    assert book.contents(made).chapters["budget"].title["sv"] == "Pengar"
    assert [task.report for task in tasks_of(made)][2].endswith("/budget")


def test_only_a_chapter_that_reads_the_verdict_is_published_alone(project: Workspace) -> None:
    done = run_alereport(project, "publish", "--only", "budget")
    assert done.returncode == 2
    assert "budget cannot be published alone" in done.stderr
    assert "in params/book.yaml: quality" in done.stderr


def test_a_page_that_is_not_in_the_book_is_not_linked_to(project: Workspace) -> None:
    settings = params.municipality(project)
    front, sources = Page("index.qmd", "Om"), Page("sources.qmd", "Källorna")
    with locales.using("sv"):
        without = Book("sv", ("sv",), "Bok", settings, (front,))
        assert "sources.qmd" not in guide.reading(without)
        with_it = Book("sv", ("sv",), "Bok", settings, (front, sources))
        assert "[Källorna](sources.qmd)" in guide.reading(with_it)


@pytest.mark.parametrize(
    ("old", "new", "at", "found", "help_"),
    [
        pytest.param(
            "offered: true\n      title: {sv: Lättläst",
            "ofered: true\n      title: {sv: Lättläst",
            "ofered: true",
            "the key `chapters.5.ofered` is unknown",
            "write `offered` instead",
            id="an unknown key",
        ),
        pytest.param(
            "- page: reading",
            "- pages: reading",
            "pages: reading",
            "entry 2 has none of the keys page, notebook, text, part",
            "correct or remove it",
            id="an entry that is none",
        ),
        pytest.param(
            "- page: reading",
            "- page: letters",
            "page: letters",
            "`page` is 'letters'",
            "correct the value",
            id="an unknown page",
        ),
        pytest.param(
            "      offered: true",
            "      datasets: [budget, visits]",
            "datasets: [budget",
            "the dataset visits is unknown",
            "add its folder to data/",
            id="an unknown dataset",
        ),
        pytest.param(
            "{sv: Ekonomi, en: Finances}",
            "{en: Finances}",
            "{en: Finances}",
            "there is no title in sv",
            "add it",
            id="a title that is missing in the first language",
        ),
        pytest.param(
            "- page: sources\n  title: {sv: Källor, en: Sources}",
            "- page: sources\n  title: {en: Sources}",
            "{en: Sources}",
            "there is no title in sv",
            "add it",
            id="a page's title that is missing",
        ),
        pytest.param(
            "- notebook: evaluation",
            "- notebook: budget",
            "- notebook: budget\n",
            "the notebook budget is listed twice",
            "remove one of them",
            id="a notebook twice",
        ),
        pytest.param(
            "- page: sources",
            "- page: reading",
            "- page: reading\n",
            "the page reading is listed twice",
            "remove one of them",
            id="a page twice",
        ),
        pytest.param(
            "formerly: annual",
            "formerly: budget",
            "formerly: budget",
            "the name budget is another chapter's",
            "correct it",
            id="a former name that a chapter has",
        ),
        pytest.param(
            "- part: [plan, ",
            "- part: [plans, ",
            "part: [plans",
            "there is no kind of document plans",
            "correct it",
            id="an unknown kind of document",
        ),
        pytest.param(
            "      of: plan\n      title: {sv: Ekonomi",
            "      of: plans\n      title: {sv: Ekonomi",
            "of: plans",
            "there is no kind of document plans",
            "correct it",
            id="an unknown kind of document of a chapter",
        ),
        pytest.param(
            "      offered: true",
            "      committee: {ks: budget_ks}",
            "committee: {ks",
            "there is no notebooks/budget_ks.ipynb",
            "correct or remove it",
            id="a committee's notebook that is not there",
        ),
        pytest.param(
            "      offered: true",
            "      committee: {kx: goals}",
            "committee: {kx",
            "the committee kx is unknown",
            "correct it",
            id="an unknown committee",
        ),
        pytest.param(
            "      offered: true",
            "      only: [ks, kx-2024]",
            "only: [ks, kx",
            "the committee kx is unknown",
            "correct it",
            id="an unknown committee that alone has it",
        ),
        pytest.param(
            "title: {sv: Datakvalitet",
            "only: ks\n  title: {sv: Datakvalitet",
            "only: ks",
            "it is not in a part",
            "remove it, or move the chapter to a part",
            id="a committee of a chapter on the municipality",
        ),
        pytest.param(
            "- page: index\n  notebook: overview\n  title: {sv: Översikt, en: Overview}\n",
            "",
            "- page: reading",
            "it is not `page: index`",
            "move it to the top",
            id="no front page",
        ),
        pytest.param(
            'heading: {sv: "{committees} ekonomi {year}"',
            'heading: {sv: "{namnd} ekonomi {year}"',
            'heading: {sv: "{namnd}',
            "`chapters.1.heading.sv` is '{namnd} ekonomi {year}'",
            "correct the value",
            id="a gap that nothing fills",
        ),
        pytest.param(
            "title: {sv: Datakvalitet",
            'title: {sv: "Kvalitet {year}"',
            'title: {sv: "Kvalitet {year}"',
            "nothing says which year it is",
            "remove the gap",
            id="a year of no document",
        ),
        pytest.param(
            "- page: sources\n",
            "- page: sources\n  notebook: goals_of_all\n",
            "notebook: goals_of_all",
            "the page sources has a notebook",
            "remove it",
            id="a notebook on a page that shows none",
        ),
    ],
)
def test_a_wrong_entry_of_the_book_is_refused_with_its_line(
    project: Workspace, old: str, new: str, at: str, found: str, help_: str
) -> None:
    edit(project, BOOK, old, new)
    with pytest.raises(ParamsError) as refused:
        tasks_of(project)
    text = project.contents.read_text(encoding="utf-8")
    last = text.rindex(at) if "twice" in found else text.index(at, text.index("\n- "))
    assert refused.value.place == f"{BOOK}:{text[:last].count(chr(10)) + 1}"
    assert refused.value.found == found
    assert help_ in refused.value.next_step
    assert refused.value.exit_code == 10


def test_a_wrong_book_ends_a_command_with_the_exit_code_of_params(project: Workspace) -> None:
    edit(project, BOOK, "- page: reading", "- page: letters")
    done = run_alereport(project, "status")
    assert done.returncode == 10
    assert done.stderr.startswith(f"{BOOK}:")


@pytest.mark.parametrize("content", ["", "pages: []\n", "- [\n"])
def test_a_book_that_is_no_list_is_refused(project: Workspace, content: str) -> None:
    project.contents.write_text(content, encoding="utf-8")
    with pytest.raises(ParamsError, match=r"a list of pages|one `key: value` a line"):
        tasks_of(project)


@pytest.mark.parametrize(
    ("scope", "file", "expected"),
    [
        ("municipality", PLAN_2024, "one file named visits.csv"),
        ("plan", "visits", "a file named after its document"),
    ],
)
def test_a_file_that_no_report_would_see_is_refused(
    project: Workspace, scope: str, file: str, expected: str
) -> None:
    add_dataset(project, "visits", "Besök", scope, **{file: f"{PLAN_2024},Ale torg,1"})
    with pytest.raises(TableError, match=f"scope: {scope}; expected {expected}"):
        datasets.read_dataset(project, "visits")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("scope: plan\n", "", "the key `scope` is missing"),
        ("scope: plan\n", "scope: plans\n", "`scope` is 'plans'; expected 'plan', 'all_years' or"),
        (
            "scope: plan\n",
            "scope: plan\nlint: words\n",
            "table.yaml:6: `lint` is 'words'; expected one of the col",
        ),
    ],
)
def test_a_schema_must_say_its_scope_and_name_its_own_columns(
    project: Workspace, old: str, new: str, found: str
) -> None:
    add_datasets(project)
    edit(project, "data/visits/table.yaml", old, new)
    with pytest.raises(TableError, match=found):
        datasets.read_dataset(project, "visits")


def test_the_lint_reads_the_column_a_schema_names(project: Workspace) -> None:
    add_datasets(project)
    edit(project, "data/visits/table.yaml", "scope: plan\n", "scope: plan\nlint: place\n")
    edit(project, f"data/visits/{PLAN_2024}.csv", "Ale torg", "Ale  torg och och Nol")
    done = run_alereport(project, "lint")
    assert f"data/visits/{PLAN_2024}.csv:2" in done.stdout + done.stderr
