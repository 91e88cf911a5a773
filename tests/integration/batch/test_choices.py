"""What the owner of the batch chooses: which reports, where, whether at all, and as JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from alereport.base.workspace import Workspace
from tests.conftest import edit, run_alereport, start_alereport

BUDGET = "data/budget/ks-namndplan-2024.csv"
ONE = ("-c", "ks", "-y", "2024", "-l", "sv")


def completed(workspace: Workspace, *words: str) -> list[str]:
    """What bash offers for the last word of a command line."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "alereport"],
        cwd=workspace.root,
        env=os.environ
        | {
            "_ALEREPORT_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(("alereport", *words)),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not imported & {"pandas", "numpy", "matplotlib", "great_expectations", "papermill"}
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("bui",), ["build"]),
        (("run", "-c", ""), ["ks", "sn"]),
        (("run", "--committee", "s"), ["sn"]),
        (("status", "--year", ""), ["2016", "2021", "2022", "2024"]),
        (("status", "-c", "sn", "-y", ""), ["2021"]),
        (("status", "-y", "2021", "-c", ""), ["sn"]),
        (("build", "--language", ""), ["en", "sv"]),
        (("build", "--notebook", "p"), ["personnel"]),
        (("run", "--executor", ""), ["local", "dask"]),
    ],
    ids=" ".join,
)
def test_the_shell_offers_what_the_project_has(
    project: Workspace, words: tuple[str, ...], offered: list[str]
) -> None:
    assert completed(project, *words) == offered


def test_the_shell_offers_what_the_named_project_has(project: Workspace, tmp_path: Path) -> None:
    elsewhere = Workspace(tmp_path)
    assert completed(elsewhere, "run", "-C", "project", "-c", "") == ["ks", "sn"]
    assert completed(elsewhere, "-C", "project", "run", "-c", "") == ["ks", "sn"]
    assert completed(elsewhere, "run", "-c", "") == []


@pytest.mark.parametrize("arguments", [("-C", "project", "status"), ("status", "-C", "project")])
def test_a_project_is_named_before_or_after_the_command(
    project: Workspace, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = run_alereport(Workspace(tmp_path), *arguments, "-c", "sn", "--notebook", "budget")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "2 missing"
    assert Path.cwd() != project.root


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    done = run_alereport(Workspace(tmp_path), "status", "-C", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'nowhere' does not exist" in done.stderr


def test_a_notebook_is_chosen_by_its_name(built_copy: Workspace) -> None:
    done = run_alereport(built_copy, "status", "-c", "ks", "-n", "budget", "--json")
    reports = json.loads(done.stdout)["reports"]
    assert {each["report"] for each in reports} == {"ks-2024/budget", "ks-2022/budget"}
    done = run_alereport(built_copy, "run", "-n", "bugdet")
    assert done.returncode == 2
    assert "bugdet is not in params/book.yaml, which has budget, compared, easy, " in done.stderr
    done = run_alereport(built_copy, "run", "-c", "ks", "-n", "follow_up")
    assert done.returncode == 2
    assert "none of the chosen reports has such a chapter; theirs are budget" in done.stderr


def everything(workspace: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}


def test_a_dry_run_says_what_would_run_and_why_and_does_nothing(built_copy: Workspace) -> None:
    edit(built_copy, BUDGET, "20450", "20451")
    run_alereport(built_copy, "status")
    before = everything(built_copy)
    for command in ("run", "build"):
        done = run_alereport(built_copy, command, "--dry-run")
        assert done.returncode == 0, done.stderr
        for language in ("sv", "en"):
            assert f"ks-2024/budget ({language}): stale, data changed ({BUDGET})" in done.stdout
        assert "Would execute 2; 4 already fresh. Nothing was done." in done.stdout
        assert "The data would be checked first" in done.stdout
    assert f"Would not be published: {BUDGET}: it changed since it was sealed" in done.stdout
    done = run_alereport(built_copy, "run", "--dry-run", "--json")
    planned = json.loads(done.stdout)
    assert planned["dry_run"] is True
    assert planned["data_are_checked"] is False
    assert [each["state"] for each in planned["reports"]] == ["stale", "stale"]
    assert everything(built_copy) == before


def test_what_is_fresh_is_executed_again_by_force(built_copy: Workspace) -> None:
    path = built_copy.executed("sv", "ks-2024/budget")
    started = nbformat.read(path, as_version=4).metadata.papermill.start_time
    done = run_alereport(built_copy, "run", *ONE, "--dry-run", "--force")
    assert "ks-2024/budget (sv): fresh, --force" in done.stdout
    done = run_alereport(built_copy, "run", *ONE, "--force")
    assert done.returncode == 0, done.stderr
    assert "Notebooks: 1 executed, 0 already fresh." in done.stdout
    assert nbformat.read(path, as_version=4).metadata.papermill.start_time != started


def test_a_run_is_json_for_programs_also_when_a_notebook_fails(built_copy: Workspace) -> None:
    edit(built_copy, "notebooks/budget.ipynb", "budget.lead(", "1 / 0, budget.lead(")
    done = start_alereport(built_copy, "run", "--json", "-c", "ks", "-y", "2024", "-l", "sv")
    assert done.returncode == 14
    (report,) = json.loads(done.stdout)["reports"]
    assert (report["report"], report["language"]) == ("ks-2024/budget", "sv")
    assert report["outcome"] == "excepted"
    assert "raised ZeroDivisionError" in report["why"]
    assert done.stderr.count("raised ZeroDivisionError") == 1


def test_a_fresh_report_is_copied_too(built_copy: Workspace, tmp_path: Path) -> None:
    done = run_alereport(built_copy, "run", *ONE, "--copy-to", str(tmp_path / "copies"))
    assert done.returncode == 0, done.stderr
    assert "0 executed, 1 already fresh" in done.stdout
    copies = [path for path in (tmp_path / "copies").rglob("*") if path.is_file()]
    assert copies == [tmp_path / "copies" / "sv" / "ks-2024" / "budget.ipynb"]
    assert copies[0].read_bytes() == built_copy.executed("sv", "ks-2024/budget").read_bytes()


def test_copies_that_cannot_be_written_are_refused_before_anything_runs(
    checked: Workspace,
) -> None:
    for address, found in (
        ("nowhere://here", "Protocol not known"),
        (str(checked.municipality), "nothing can be written there (FileExistsError"),
    ):
        done = run_alereport(checked, "run", *ONE, "--copy-to", address)
        assert done.returncode == 10
        assert done.stderr.splitlines()[-1].startswith(f"--copy-to {address}: {found}")
        assert not checked.executed("sv", "ks-2024/budget").exists()


def test_a_missing_file_stops_only_its_committee(checked: Workspace) -> None:
    kept = (checked.root / BUDGET).read_bytes()
    (checked.root / BUDGET).unlink()
    message = f"params/ks-2024.yaml: there is no {BUDGET}; expected the budget table of the plan"
    done = run_alereport(checked, "run", "-l", "sv", "-y", "2024", "-y", "2021")
    assert done.returncode == 10
    assert "1 executed, 0 already fresh, 1 refused" in done.stdout
    assert done.stderr.count(message) == 1
    done = run_alereport(checked, "status", "-l", "sv", "-y", "2024", "-y", "2021")
    assert done.returncode == 10
    assert done.stderr.count(message) == 1
    assert [line.split() for line in done.stdout.splitlines()[1:3]] == [
        ["ks-2024/budget", "sv", "failed"],
        ["sn-2021/budget", "sv", "fresh"],
    ]
    done = run_alereport(checked, "publish")
    assert (done.returncode, done.stderr.count(message)) == (10, 1)
    (checked.root / BUDGET).write_bytes(kept)
    done = run_alereport(checked, "status", "-l", "sv", "-y", "2024")
    assert "missing" in done.stdout.splitlines()[1]


def test_the_others_can_be_looked_at_where_a_notebook_fails(small_copy: Workspace) -> None:
    published = small_copy.sums.read_bytes()
    edit(small_copy, "notebooks/personnel.ipynb", "personnel.lead(", "1 / 0, personnel.lead(")
    done = run_alereport(small_copy, "build", "--json")
    assert done.returncode == 14
    said = json.loads(done.stdout)
    assert said["published"] == []
    outcomes = {each["report"]: each["outcome"] for each in said["reports"]}
    assert outcomes.pop("ks-2024/personnel") == "excepted"
    assert set(outcomes.values()) <= {"fresh", "succeeded"}
    assert small_copy.sums.read_bytes() == published
    looked_at = small_copy.preview / "sv"
    page = (looked_at / "ks-2024" / "personnel.html").read_text(encoding="utf-8")
    cell = "notebooks/personnel.ipynb for ks-2024/personnel (sv): cell 6 raised ZeroDivisionError"
    assert cell in " ".join(page.split())
    assert "(line 1: 1 / 0, personnel.lead(" in page
    assert "UTKAST" in page
    assert "Kapitlet gick inte att göra." in page
    assert "Personal (saknas)" in (looked_at / "index.html").read_text(encoding="utf-8")
    assert dead_links(looked_at) == set()


def dead_links(site: Path) -> set[str]:
    """The links of a site to files that it has not."""
    return {
        f"{page.relative_to(site)}: {link}"
        for page in site.rglob("*.html")
        for link in re.findall(r'href="([^"#?:]+)["#?]', page.read_text(encoding="utf-8"))
        if not (page.parent / link).resolve().is_file()
    }


def test_the_others_can_be_looked_at_where_a_rule_fails(small_copy: Workspace) -> None:
    published = small_copy.sums.read_bytes()
    edit(small_copy, "data/goals/ks-namndplan-2024.csv", ",council,", ",nobody,")
    done = run_alereport(small_copy, "build")
    assert done.returncode == 13
    assert "Data: red" in done.stdout
    said = [line for line in done.stderr.splitlines() if "decided_by is nobody" in line]
    assert said
    assert len(said) == len({*said})
    assert small_copy.sums.read_bytes() == published
    pages = {path.stem: path for path in (small_copy.preview / "sv").glob("*-2024/*.html")}
    shown = {name: path.read_text(encoding="utf-8") for name, path in pages.items()}
    assert "decided_by is nobody" in shown["goals"]
    assert "nobody" not in shown["budget"]
    front = (small_copy.preview / "sv" / "index.html").read_text(encoding="utf-8")
    assert "decided_by is nobody" in front  # It shows all data.
    assert dead_links(small_copy.preview / "sv") == set()


def test_restored_data_are_looked_at_again_by_status(small_copy: Workspace) -> None:
    kept = (small_copy.root / BUDGET).read_bytes()
    edit(small_copy, BUDGET, ",154390", ",154391")
    assert run_alereport(small_copy, "validate").returncode == 13
    (small_copy.root / BUDGET).write_bytes(kept)
    assert run_alereport(small_copy, "status").stdout.splitlines()[-1] == "10 fresh"
