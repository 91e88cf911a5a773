"""What a notebook may read, and what it is refused."""

from __future__ import annotations

import shutil

import pytest

from alereport import report
from alereport.base import locales
from alereport.base.errors import GateError, ParamsError, TableError
from alereport.base.workspace import Workspace
from alereport.chapters import common
from alereport.data import scope
from alereport.gate import validation, verdicts
from tests.conftest import edit, run_alereport

BUDGET = "data/budget/ks-namndplan-2024.csv"


@pytest.fixture(scope="module")
def _to_be_read(_checked_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("to-be-read") / "project"
    shutil.copytree(_checked_once.root, root)
    return Workspace(root)


@pytest.fixture
def in_checked(_to_be_read: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The current folder is that of the notebooks of a checked project that is not changed."""
    monkeypatch.chdir(_to_be_read.notebooks)
    return _to_be_read


def validate_here(workspace: Workspace) -> str:
    """What the child process does that makes a verdict, without a process."""
    return run_alereport(workspace, "validate").stderr


@pytest.fixture
def at_project(checked: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The same of a project that may be changed; a verdict is made again within this process."""
    monkeypatch.chdir(checked.notebooks)
    monkeypatch.setattr(report.verdict, "validate", validate_here)
    return checked


def test_what_has_no_verdict_is_validated_first(at_project: Workspace) -> None:
    verdict = verdicts.read(at_project)
    for name in [each for each in verdict if verdicts.dataset_of(each) == "budget"]:
        del verdict[name]
    verdicts.write(at_project, verdict)
    data = report.load("ks", 2024, "sv")
    assert BUDGET in verdicts.read(at_project)
    assert len(data.budget) == 24
    assert set(data.provenance["state"]) == {"green"}


@pytest.mark.usefixtures("in_checked")
def test_the_report_holds_its_plan_and_nothing_else() -> None:
    data = report.load("sn", 2021, "sv")
    assert set(data.budget["document"]) == {"sn-verksamhetsplan-2021"}
    assert data.investments.empty
    broken = data.budget[data.budget["break_reason"].notna()]
    assert set(broken["area"]) == {"kost", "ledning-administration", "total"}
    assert set(broken["amount_year"]) == {2021}
    assert data.budget.index[0] == (
        "data/budget/sn-verksamhetsplan-2021.csv#sn/2021/ledning-administration/2020/forecast"
    )


@pytest.mark.usefixtures("in_checked")
def test_names_are_in_the_language_asked_for() -> None:
    with locales.using("sv"):
        assert "Catering" in set(report.load("sn", 2021, "en").budget["name"])
        assert locales.current() == "en"
        assert "Kost" in set(report.load("sn", 2021, "sv").budget["name"])


@pytest.mark.usefixtures("in_checked")
def test_a_goal_keeps_its_own_title_beside_that_of_its_document() -> None:
    goals = report.load("ks", 2024).goals.set_index("goal")
    assert goals["title"]["ks-2024-tryggare-ale"] == "Ett tryggare Ale"
    assert set(goals["document_title"]) == {"Nämndplan 2024"}


@pytest.mark.usefixtures("in_checked")
def test_the_goals_before_are_those_of_the_committees_earlier_plans() -> None:
    assert set(report.load("ks", 2024).goals_before["document"]) == {"ks-verksamhetsplan-2022"}
    assert report.load("ks", 2022).goals_before.empty


@pytest.mark.usefixtures("in_checked")
def test_a_report_is_frozen() -> None:
    data = report.load("ks", 2022)
    with pytest.raises(AttributeError):
        data.year = 2023  # type: ignore[misc]


@pytest.mark.usefixtures("in_checked")
def test_only_what_is_asked_for_is_read_and_counted() -> None:
    data = report.load("ks", 2024, datasets=("budget",))
    folders = {file.split("/")[1] for file in data.provenance["file"]}
    assert folders == scope.with_dependencies(["budget"])
    assert data.budget.equals(report.load("ks", 2024).budget)
    with pytest.raises(ParamsError) as refused:
        _ = data.goals_before
    assert refused.value.place == "data.goals_before"
    assert refused.value.found == "the dataset goals was not requested"
    assert "report.load" in refused.value.next_step
    with pytest.raises(ParamsError, match="dataset evaluation was not requested"):
        _ = report.load_municipality(datasets=("goals",)).evaluation


@pytest.mark.usefixtures("in_checked")
@pytest.mark.parametrize("datasets", [("budgets",), "budget"])
def test_a_dataset_that_does_not_exist_is_a_params_error(datasets: tuple[str, ...]) -> None:
    with pytest.raises(ParamsError, match="expected a tuple of some of amendments, areas, breaks"):
        report.load("ks", 2024, datasets=datasets)
    with pytest.raises(ParamsError, match=r"report\.load_municipality: datasets is"):
        report.load_municipality(datasets=datasets)
    with pytest.raises(ParamsError, match=r"did you mean budget\?"):
        report.load("ks", 2024, datasets=("goals", "budegt"))


@pytest.fixture(scope="module")
def _red_once(_checked_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("red") / "project"
    shutil.copytree(_checked_once.root, root)
    edit(Workspace(root), BUDGET, ",154390", ",154391")
    validation.validate(Workspace(root))
    return Workspace(root)


@pytest.fixture
def in_red(_red_once: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The current folder is that of a project whose budget of ks 2024 did not pass the gate."""
    monkeypatch.chdir(_red_once.notebooks)
    return _red_once


@pytest.mark.usefixtures("in_red")
def test_red_data_are_refused_to_those_alone_that_ask_for_them() -> None:
    assert len(report.load("ks", 2024, datasets=("goals",)).goals) == 33
    with pytest.raises(GateError, match="154391"):
        report.load("ks", 2024, datasets=("budget", "goals"))


@pytest.mark.usefixtures("in_red")
def test_red_data_are_refused_to_the_reports_that_read_them() -> None:
    with pytest.raises(GateError, match="154391"):
        report.load("ks", 2024, "sv")
    assert len(report.load("sn", 2021, "sv").budget) == 18


def test_a_letter_in_an_amount_is_refused_with_its_place(at_project: Workspace) -> None:
    edit(at_project, BUDGET, ",20450", ",20 45O")
    with pytest.raises(TableError, match=r'ks-namndplan-2024\.csv:7: amount_tkr is "20 45O"'):
        report.load("ks", 2024, "sv")


@pytest.mark.usefixtures("in_checked")
@pytest.mark.parametrize(
    ("committee", "year", "wanted", "found"),
    [
        ("xx", 2024, "sv", r"report\.load: the committee xx is unknown; expected one of ks, sn;"),
        ("kss", 2024, "sv", r"one of ks, sn \(did you mean ks\?\)"),
        ("ks", 2031, "sv", r"report\.load: there is no document for ks 2031.*2016, 2022, 2024"),
        ("ks", 2024, "fi", "language 'fi'"),
        ("ks", "2024", "sv", "year '2024'"),
    ],
)
def test_what_does_not_exist_is_a_params_error(
    committee: str, year: int, wanted: str, found: str
) -> None:
    with pytest.raises(ParamsError, match=found):
        report.load(committee, year, wanted)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("budget/sn-verksamhetsplan-2021.csv", "84596", "84 59b"),
        ("goals/sn-verksamhetsplan-2021.csv", "sn,2021", "sn,MMXXI"),
    ],
)
def test_another_committees_broken_file_does_not_stop_ones_own(
    at_project: Workspace, file: str, old: str, new: str
) -> None:
    edit(at_project, f"data/{file}", old, new)
    assert len(report.load("ks", 2024, "sv").budget) == 24
    with pytest.raises(TableError, match=file):
        report.load("sn", 2021, "sv")


@pytest.mark.usefixtures("in_checked")
def test_the_provenance_counts_the_rows_the_report_reads() -> None:
    files = report.load("sn", 2021).provenance.set_index("file")["rows"]
    assert files["data/documents/documents.csv"] == 1  # No later one says what became of its goals.
    assert files["data/areas/areas.csv"] == 6
    assert files["data/budget/sn-verksamhetsplan-2021.csv"] == 18


def test_data_that_were_never_reviewed_are_loaded_and_say_so(at_project: Workspace) -> None:
    at_project.seals.unlink()
    data = report.load("ks", 2024)
    assert set(data.provenance["seal"]) == {"never"}
    assert set(data.provenance["state"]) == {"green"}
    notice = common.unsealed(data.provenance)
    assert notice is not None
    assert notice.markdown.count("har ännu inte granskats") == len(data.provenance)


def test_a_reviewed_file_that_is_gone_is_listed_as_gone(at_project: Workspace) -> None:
    (at_project.data / "investments" / "ks-namndplan-2024.csv").unlink()
    data = report.load("ks", 2024)
    assert data.investments.empty
    files = data.provenance.set_index("file")
    assert files["seal"]["data/investments/ks-namndplan-2024.csv"] == "gone"
    assert files["rows"]["data/investments/ks-namndplan-2024.csv"] == 0


SICK_LEAVE = "data/sick_leave/ks-verksamhetsplan-2022.csv"
SECTIONS = "data/sections/ks-verksamhetsplan-2022.csv"
ONE_PRIVATE = (
    "group: total 2; already_public: true 2",
    '"group: total 2; already_public: false 1, true 1"',
)


@pytest.mark.usefixtures("in_checked")
def test_sick_leave_that_a_public_plan_prints_is_shown_as_printed() -> None:
    sick_leave = report.load("ks", 2022).sick_leave
    assert sick_leave["total_percent"].tolist() == [14.6, 26.7]
    assert not sick_leave["withheld"].any()


def test_no_notebook_sees_a_figure_that_must_not_be_shown(at_project: Workspace) -> None:
    (at_project.data / "sick_leave" / "rules.yaml").unlink()  # It knows the plans to be public.
    edit(at_project, SICK_LEAVE, "26.7,19.7,,,true", "26.7,19.7,,,false")
    edit(at_project, SECTIONS, *ONE_PRIVATE)
    for sick_leave in (report.load("ks", 2024).sick_leave, report.load_municipality().sick_leave):
        assert sick_leave["withheld"].tolist() == [False, True]
        assert sick_leave["total_percent"].isna().tolist() == [False, True]
        assert not sick_leave["total_percent"].eq(26.7).any()


def test_the_threshold_of_the_municipality_is_the_one_that_holds(at_project: Workspace) -> None:
    (at_project.data / "sick_leave" / "rules.yaml").unlink()
    edit(at_project, SICK_LEAVE, "total,,,26.7,19.7,,,true", "total,15,,26.7,19.7,,,false")
    edit(at_project, SECTIONS, *ONE_PRIVATE)
    assert not report.load("ks", 2024).sick_leave["withheld"].any()
    edit(at_project, "params/municipality.yaml", "smallest_group: 10", "smallest_group: 15")
    assert report.load("ks", 2024).sick_leave["withheld"].tolist() == [False, True]


@pytest.mark.usefixtures("in_checked")
def test_a_committees_report_knows_its_documents_and_their_kinds() -> None:
    kinds = report.load("ks", 2024).documents.set_index("document")["kind"]
    assert kinds["ks-arsredovisning-2016"] == "cover_letter"
    assert kinds["ks-namndplan-2024"] == "plan"
    assert "kommunkompassen-2020" not in kinds


@pytest.mark.usefixtures("in_checked")
def test_the_municipalitys_report_holds_what_answers_its_evaluation() -> None:
    data = report.load_municipality("sv")
    assert set(data.evaluation_answers["goal"]) <= set(data.goals["goal"])
    assert set(data.evaluation_answers["basis"]) == {"analyst"}
    titles = data.goals.set_index("goal")["title"]
    assert titles["ks-2024-kunddialog"] == "Kunddialog i alla verksamheter"


@pytest.mark.usefixtures("in_checked")
def test_a_year_with_only_an_annual_report_loads() -> None:
    data = report.load("ks", 2016)
    assert data.budget.empty
    assert len(data.indicators) == 5


VISITS = """\
title: Visits
title_sv: Besök
description: One row is one year's visits.
description_sv: En rad är ett års besök.
scope: all_years
fields:
  - {name: document, type: string, description: D., description_sv: D.}
  - {name: section, type: string, description: S., description_sv: S.}
  - {name: visits, type: integer, description: V., description_sv: V.}
primaryKey: [document]
foreignKeys:
  - {fields: [document], reference: {resource: documents, fields: [document]}}
"""
INHABITANTS = """\
title: Inhabitants
title_sv: Invånare
description: One row is one year.
description_sv: En rad är ett år.
scope: municipality
fields:
  - {name: year, type: integer, description: Y., description_sv: Å.}
  - {name: inhabitants, type: integer, description: I., description_sv: I.}
primaryKey: [year]
"""


def test_a_new_dataset_is_handed_over_with_its_rows_counted(at_project: Workspace) -> None:
    for name, schema, file, rows in (
        ("visits", VISITS, "ks-namndplan-2024", "document,section,visits\nks-namndplan-2024,3,7\n"),
        ("inhabitants", INHABITANTS, "inhabitants", "year,inhabitants\n2023,32446\n2024,32600\n"),
    ):
        at_project.dataset(name).mkdir()
        (at_project.dataset(name) / "table.yaml").write_text(schema, encoding="utf-8")
        (at_project.dataset(name) / "rules.yaml").write_text("[]\n", encoding="utf-8")
        (at_project.dataset(name) / f"{file}.csv").write_text(rows, encoding="utf-8")
    data = report.load("ks", 2024, datasets=("visits", "inhabitants"))
    assert data.visits["visits"].tolist() == [7]
    assert data.visits["title"].tolist() == ["Nämndplan 2024"]
    assert data.inhabitants["inhabitants"].tolist() == [32446, 32600]
    counted = data.provenance.set_index("file")["rows"]
    assert counted["data/visits/ks-namndplan-2024.csv"] == 1
    assert counted["data/inhabitants/inhabitants.csv"] == 2
    assert report.load_municipality(datasets=("visits",)).visits["visits"].tolist() == [7]
    assert report.load("ks", 2022, datasets=("visits",)).visits.empty


@pytest.mark.usefixtures("in_checked")
def test_a_dataset_that_was_not_read_is_named_with_what_to_do() -> None:
    data = report.load("ks", 2024, datasets=("budget",))
    with pytest.raises(AttributeError, match=r'no dataset visits was read.*add "visits"'):
        _ = data.visits
    assert not hasattr(data, "_repr_png_")


@pytest.mark.usefixtures("in_checked")
@pytest.mark.parametrize(
    ("language", "heading", "dataset", "unread"),
    [
        ("sv", "Kommunstyrelsen 2024", "Budget: alla planer", "Inte inläst: amendments"),
        ("en", "Municipal Executive Committee 2024", "Budget: all plans", "Not read: amendments"),
    ],
)
def test_the_data_show_what_they_hold(
    language: str, heading: str, dataset: str, unread: str
) -> None:
    data = report.load("ks", 2024, language, datasets=("budget",))
    (row,) = [line for line in repr(data).splitlines() if dataset in line]
    assert repr(data).startswith(heading)
    assert "51" in row
    assert "2022–2024 ks-verksamhetsplan-2022, ks-namndplan-2024" in row
    for said in (heading, dataset, ">51</td>", unread):
        assert said in data._repr_html_()
    assert "frames" not in dir(data)
    assert "data.broken" in repr(report.load_quality(language))


def test_completion_offers_what_a_notebook_calls() -> None:
    assert dir(report) == ["load", "load_municipality", "load_quality"]
    assert all(getattr(report, name).__doc__ for name in dir(report))
