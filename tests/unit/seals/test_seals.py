"""Seals: what was reviewed, what changed since, and what was corrected and why."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from alereport import seals
from alereport.base.errors import ParamsError, TableError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace
from alereport.data import scope
from alereport.gate import validation, verdicts
from alereport.seals import history
from tests.conftest import edit, run_alereport
from tests.unit.seals.conftest import BUDGET, commit, exchange

ROOT = Path(__file__).parents[3]
INVESTMENTS = "data/investments/ks-namndplan-2024.csv"
KS = ReportParams(committee="ks", year=2024, language="sv")
SN = ReportParams(committee="sn", year=2021, language="sv")


def late(workspace: Workspace) -> list[tuple[str, str]]:
    return [(each.file, each.state) for each in seals.unsealed(workspace)]


def seal(workspace: Workspace, file: str, reason: str) -> list[str]:
    return seals.seal(workspace, [workspace.root / file], reason)


def since_sealed(workspace: Workspace) -> history.Difference:
    (changed,) = seals.unsealed(workspace)
    difference = history.since_sealed(workspace, changed)
    assert difference is not None
    return difference


def test_every_committed_data_file_is_sealed_as_it_is() -> None:
    assert seals.unsealed(Workspace(ROOT)) == []


def test_a_seal_holds_checksum_rows_and_control_sums(project: Workspace) -> None:
    *_earlier, sealed = seals.read(project)[BUDGET]
    assert (sealed.rows, len(sealed.sha256)) == (24, 64)
    assert {name: str(total) for name, total in sealed.sums.items()} == {"amount_tkr": "911476 tkr"}
    assert sealed.reason


def test_a_changed_an_added_and_a_removed_file_are_unsealed(project: Workspace) -> None:
    edit(project, BUDGET, "154390", "154391")
    (project.root / INVESTMENTS).rename(
        project.data / "investments" / "ks-verksamhetsplan-2022.csv"
    )
    assert late(project) == [
        (BUDGET, "changed"),
        ("data/investments/ks-verksamhetsplan-2022.csv", "never"),
        (INVESTMENTS, "gone"),
    ]


def test_a_changed_unit_unseals_the_figures_it_is_the_unit_of(project: Workspace) -> None:
    edit(project, "data/investments/table.yaml", "unit: tkr", "unit: mkr")
    assert late(project) == [(INVESTMENTS, "changed")]
    assert "the sum of amount_tkr was 4000 tkr and is 4000 mkr" in str(since_sealed(project))
    edit(project, "data/investments/table.yaml", "unit: mkr", "unit: tkr")
    edit(project, "data/investments/table.yaml", "Expenditure", "Spending")
    assert late(project) == []


def test_a_file_that_is_sealed_again_keeps_its_history(project: Workspace) -> None:
    edit(project, BUDGET, "154390", "154391")
    assert seal(project, BUDGET, "Summan rättad") == [BUDGET]
    assert late(project) == []
    *_earlier, before, second = seals.read(project)[BUDGET]
    assert (before.sums["amount_tkr"].sum, second.sums["amount_tkr"].sum) == (911476, 911477)
    assert second.reason == "Summan rättad"


def test_sealing_what_is_sealed_writes_nothing(project: Workspace) -> None:
    project.seals.chmod(0o600)  # A file written again would be readable by all.
    assert seal(project, BUDGET, "Igen") == []
    assert project.seals.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_gone_is_sealed_as_withdrawn(project: Workspace) -> None:
    (project.root / INVESTMENTS).unlink()
    assert seal(project, INVESTMENTS, "Planen har ingen investeringsbudget") == [INVESTMENTS]
    assert late(project) == []
    assert seals.read(project)[INVESTMENTS][-1].rows == 0
    assert set(seals.states_of_report(project, scope.visible_rows(project, KS)).values()) == {
        "sealed"
    }


def test_the_day_of_a_seal_is_that_of_source_date_epoch(
    project: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    edit(project, BUDGET, "154390", "154391")
    seal(project, BUDGET, "Rättad")
    assert seals.read(project)[BUDGET][-1].sealed.isoformat() == "2024-01-01"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ParamsError, match="it is yesterday; expected seconds since 1970"):
        seals.today()


def test_of_a_register_a_report_minds_only_its_own_rows(project: Workspace) -> None:
    edit(project, "data/committees/committees.csv", "Service Committee", "Services Committee")
    assert late(project) == [("data/committees/committees.csv", "changed")]
    assert set(seals.states_of_report(project, scope.visible_rows(project, KS)).values()) == {
        "sealed"
    }
    assert "changed" in seals.states_of_report(project, scope.visible_rows(project, SN)).values()


@pytest.mark.parametrize(
    "content", ["- x\n", "a: [\n", "data/x.csv: []\n", "data/x.csv:\n- sealed: now\n", "\xff"]
)
def test_seals_that_cannot_be_read_are_a_table_error(project: Workspace, content: str) -> None:
    project.seals.write_bytes(content.encode("latin-1"))
    with pytest.raises(TableError, match=r"data/seals\.yaml(:\d+)?: .*; expected "):
        seals.read(project)


def test_what_changed_is_shown_row_by_row_where_git_has_the_sealed_version(
    in_git: Workspace,
) -> None:
    exchange(in_git)
    commit(in_git)  # The sealed version is the one before.
    assert str(since_sealed(in_git)).splitlines() == [
        f"  {BUDGET}:{line}: amount_tkr was {was} and is {now} (ks, 2024, {area}, 2024, budget)"
        for line, was, now, area in (
            (7, 20450, 20451, "ekonomi"),
            (13, 22750, 22749, "kansli-sakerhet"),
        )
    ]


def test_a_row_that_is_new_and_one_that_is_gone_are_shown(in_git: Workspace) -> None:
    path = in_git.root / INVESTMENTS
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:-1], lines[-1].replace("2027", "2028")]), encoding="utf-8")
    row = "ks-namndplan-2024, 4.2, ks, 2024, Årsanslag Reinvesteringar…"
    new, gone = str(since_sealed(in_git)).splitlines()
    assert new == f"  {INVESTMENTS}:5: the row {row} is new"
    assert gone == f"  {INVESTMENTS}: the row {row} is gone (it was on line 5)"


def test_of_many_changed_rows_the_first_are_shown_and_the_rest_counted(in_git: Workspace) -> None:
    path = in_git.root / BUDGET
    path.write_text(path.read_text(encoding="utf-8").replace(",4.1,", ",4.3,"), encoding="utf-8")
    assert len(since_sealed(in_git).changes or ()) == 24
    *shown, rest = str(since_sealed(in_git)).splitlines()
    assert (len(shown), rest) == (20, "  … and 4 more")


def test_rows_that_only_moved_are_no_correction(in_git: Workspace) -> None:
    path = in_git.root / BUDGET
    heading, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([heading, *reversed(rows)]), encoding="utf-8")
    assert late(in_git) == [(BUDGET, "changed")]
    assert str(since_sealed(in_git)).strip().startswith("no cell differs")


def test_where_the_key_is_gone_the_lines_are_shown(in_git: Workspace) -> None:
    edit(in_git, BUDGET, "plan_year", "year")
    new, *_rest, gone = str(since_sealed(in_git)).splitlines()
    assert new.startswith(f"  {BUDGET}:1: the row document,section,committee,year,")
    assert gone.startswith(f"  {BUDGET}: the row document,section,committee,plan_year,")


def test_a_chapter_of_commentary_is_shown_as_a_row(in_git: Workspace) -> None:
    path = in_git.data / "commentary" / "ks-namndplan-2024.md"
    front = "---\ndocument: ks-namndplan-2024\ncommittee: ks\nplan_year: 2024\n---\n"
    path.write_text(f"{front}# budget\n\nFörst så.\n", encoding="utf-8")
    file = in_git.relative(path)
    assert seal(in_git, file, "Läst mot planen") == [file]
    assert seals.read(in_git)[file][-1].rows == 1
    commit(in_git)
    edit(in_git, file, "Först så.", "Sedan så.")
    assert f"{file}:6: text was Först så. and is Sedan så." in str(since_sealed(in_git))


def test_without_git_the_control_sums_show_what_they_can(project: Workspace) -> None:
    edit(project, BUDGET, "154390", "154391")
    difference = since_sealed(project)
    assert difference.changes is None
    assert str(difference).splitlines() == [
        "  git does not have what was sealed; rows were 24 and are 24",
        "  the sum of amount_tkr was 911476 tkr and is 911477 tkr",
    ]


def test_each_sealing_after_the_first_is_a_correction_with_its_reason_and_figures(
    in_git: Workspace,
) -> None:
    before = history.corrections(in_git)
    exchange(in_git)
    seal(in_git, BUDGET, "Två belopp var förväxlade")
    commit(in_git)
    edit(in_git, BUDGET, ",20451,\n", ",20452,\n")  # Not sealed: no correction yet.
    (correction,) = [each for each in history.corrections(in_git) if each not in before]
    assert (correction.file, correction.reason) == (BUDGET, "Två belopp var förväxlade")
    given = correction.as_json()
    assert [(each["line"], each["before"], each["after"]) for each in given["changes"]] == [
        (7, "20450", "20451"),
        (13, "22750", "22749"),
    ]


def test_a_changed_file_is_amber_and_a_seal_makes_it_green_without_a_check(
    checked: Workspace,
) -> None:
    before = validation.validate(checked)
    checked.seals.unlink()
    files = [checked.root / name for name in before if verdicts.is_file(name)]
    assert verdicts.outdated(checked, before, files) == []
    assert verdicts.current(checked) is None
    code = (
        "import sys; from alereport.gate import validation, verdicts; "
        "from alereport.base.workspace import Workspace; "
        "there = Workspace.discover(); "
        "print(verdicts.state(there, validation.validate(there)), "
        "'great_expectations' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=checked.root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["amber", "False"]
    assert seals.seal(checked, files, "Granskad")
    assert json.loads(checked.verdict.read_text("utf-8"))["files"][BUDGET]["seal"] == "never"
    assert validation.validate(checked) == before
    assert json.loads(checked.verdict.read_text("utf-8"))["files"][BUDGET]["seal"] == "sealed"
    assert verdicts.current(checked) == before


def test_a_file_that_is_gone_is_no_finding_and_stands_in_what_programs_read(
    checked: Workspace,
) -> None:
    (checked.root / INVESTMENTS).unlink()
    verdict = validation.validate(checked)
    assert INVESTMENTS not in verdict
    assert verdicts.state(checked, verdict) == "amber"
    stored = json.loads(checked.verdict.read_text("utf-8"))
    assert stored["state"] == "amber"
    assert (stored["files"][INVESTMENTS]["state"], stored["files"][INVESTMENTS]["seal"]) == (
        "amber",
        "gone",
    )
    assert verdicts.current(checked) == verdicts.read(checked) == verdict


def test_a_file_that_is_not_checked_makes_the_state_red(checked: Workspace) -> None:
    verdict = validation.validate(checked)
    assert verdicts.state(checked, verdict) == "green"
    del verdict[BUDGET]
    assert verdicts.state(checked, verdict) == "red"
    verdicts.write(checked, verdict)
    stored = json.loads(checked.verdict.read_text("utf-8"))
    assert (stored["state"], stored["unread"]) == ("red", [BUDGET])


def test_seals_and_their_history_load_no_heavy_library() -> None:
    code = "import sys, alereport.seals, alereport.seals.history; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pandas", "numpy", "great_expectations"} & set(loaded)


def test_validate_passes_amber_and_shows_what_changed(exchanged: Workspace) -> None:
    done = run_alereport(exchanged, "validate")
    assert done.returncode == 0, done.stderr
    assert "Data: amber" in done.stdout
    assert f"{BUDGET}: it changed since it was sealed" in done.stdout
    assert f"{BUDGET}:7: amount_tkr was 20450 and is 20451" in done.stdout


def test_strict_validate_exits_13_on_an_unsealed_change_and_gives_it_to_programs(
    exchanged: Workspace,
) -> None:
    done = run_alereport(exchanged, "validate", "--strict", "--json")
    assert done.returncode == 13
    assert "Traceback" not in done.stderr
    shown = json.loads(done.stdout)
    assert shown["state"] == shown["files"][BUDGET]["state"] == "amber"
    (given,) = shown["unsealed"]
    assert (given["file"], given["state"]) == (BUDGET, "changed")
    assert [change["after"] for change in given["changes"]] == ["20451", "22749"]


def test_seal_seals_and_lists_the_correction(exchanged: Workspace) -> None:
    done = run_alereport(exchanged, "seal", BUDGET, "--reason", "Två belopp var förväxlade")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith(f"{BUDGET}: it changed since it was sealed ")
    assert f"{BUDGET}:7: amount_tkr was 20450 and is 20451" in done.stdout
    assert done.stdout.endswith(f"{BUDGET}: sealed as a correction, since cells or rows differ.\n")
    assert verdicts.state(exchanged, verdicts.read(exchanged)) == "green"
    again = run_alereport(exchanged, "seal", BUDGET, "--reason", "Igen")
    assert again.stdout == f"{BUDGET}: already sealed as it is.\n"
    listed = run_alereport(exchanged, "seal", "--list").stdout
    assert f"{BUDGET}: Två belopp var förväxlade" in listed
    assert "amount_tkr was 22750 and is 22749" in listed
    given = json.loads(run_alereport(exchanged, "seal", "--list", "--json").stdout)
    reasons = [each["reason"] for each in given["corrections"] if each["file"] == BUDGET]
    assert reasons == ["Två belopp var förväxlade"]
    assert {each["state"] for each in given["files"].values()} == {"sealed"}


def test_a_seal_asks_for_as_many_reviewers_as_the_municipality(exchanged: Workspace) -> None:
    edit(exchanged, "params/municipality.yaml", "reviewers: 0", "reviewers: 2")
    sealing = ("seal", BUDGET, "--reason", "x", "--reviewed-by", "ekonom")
    before = exchanged.seals.read_bytes()
    done = run_alereport(exchanged, *sealing)
    assert done.returncode == 2
    assert "params/municipality.yaml asks for 2 who reviewed the files, and there is 1" in " ".join(
        done.stderr.replace("│", " ").split()
    )
    twice = run_alereport(exchanged, *sealing, "--reviewed-by", "Ekonom")
    assert twice.returncode == 2
    assert "different reviewers, each named once" in twice.stderr
    assert exchanged.seals.read_bytes() == before
    assert run_alereport(exchanged, *sealing, "--reviewed-by", "AB").returncode == 0
    assert seals.read(exchanged)[BUDGET][-1].reviewed_by == ("ekonom", "AB")
    assert "ekonom, AB" in run_alereport(exchanged, "seal", "--list").stdout


def test_several_files_are_sealed_with_one_reason_and_given_to_programs(
    exchanged: Workspace,
) -> None:
    (exchanged.root / INVESTMENTS).unlink()
    files = (BUDGET, INVESTMENTS, "data/areas/areas.csv")
    before = len(history.corrections(exchanged))
    options = ("--reason", "Senare redovisat", "--change", "revision", "--json")
    done = run_alereport(exchanged, "seal", *files, *options)
    assert done.returncode == 0, done.stderr
    given = json.loads(done.stdout)
    assert given["already"] == ["data/areas/areas.csv"]
    assert [(each["file"], each["change"], each["since"]) for each in given["sealed"]] == [
        (BUDGET, "revision", ""),
        (INVESTMENTS, "revision", ""),
    ]
    assert [each["after"] for each in given["sealed"][0]["changes"]] == ["20451", "22749"]
    listed = run_alereport(exchanged, "seal", "--list").stdout
    assert f"Corrections and revisions: {before + 2}." in listed
    assert f" revision of {BUDGET}: Senare redovisat" in listed


def test_a_restructured_file_with_other_figures_is_refused_with_13(exchanged: Workspace) -> None:
    (exchanged.root / INVESTMENTS).unlink()
    before = exchanged.seals.read_bytes()
    sealing = ("seal", INVESTMENTS, "--reason", "x", "--change", "restructured")
    done = run_alereport(exchanged, *sealing)
    assert done.returncode == 13
    assert f"{INVESTMENTS}:1: the sum of amount_tkr is 0 tkr; expected 4000 tkr" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert exchanged.seals.read_bytes() == before


def test_a_red_file_is_not_sealed_and_hinders_no_other(exchanged: Workspace) -> None:
    edit(exchanged, "data/budget/sn-verksamhetsplan-2021.csv", "84596", "84597")
    before = exchanged.seals.read_bytes()
    done = run_alereport(exchanged, "seal", "--all", "--reason", "x")
    assert done.returncode == 13
    assert "sn-verksamhetsplan-2021.csv:19: amount_tkr is 84597" in done.stderr
    assert exchanged.seals.read_bytes() == before
    assert run_alereport(exchanged, "seal", BUDGET, "--reason", "x").returncode == 0
    assert late(exchanged) == [("data/budget/sn-verksamhetsplan-2021.csv", "changed")]
