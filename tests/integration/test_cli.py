"""The command line as a stranger uses it, with wrong arguments too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from alereport.base.workspace import TEMPORARY, Workspace
from tests.conftest import edit, run_alereport

BUDGET = "data/budget/ks-namndplan-2024.csv"


def everything_built(workspace: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in workspace.build.rglob("*") if path.is_file()}


BAD_INPUT = {
    "a missing key": (
        "params/ks-2024.yaml",
        "year: 2024\n",
        "",
        10,
        "params/ks-2024.yaml: the key `year` is missing; expected",
    ),
    "an unknown key": (
        "params/ks-2024.yaml",
        "year:",
        "yaer:",
        10,
        "params/ks-2024.yaml",
    ),
    "an unknown committee": (
        "params/ks-2024.yaml",
        "committee: ks",
        "committee: xx",
        10,
        "params/ks-2024.yaml: it holds committee xx and year 2024; expected",
    ),
    "a letter in an amount": (
        "data/budget/ks-namndplan-2024.csv",
        ",20450",
        ",20 45O",
        12,
        'data/budget/ks-namndplan-2024.csv:7: amount_tkr is "20 45O"; expected an integer (tkr); ',
    ),
    "a wrong total": (
        "data/budget/ks-namndplan-2024.csv",
        ",154390",
        ",154391",
        13,
        "data/budget/ks-namndplan-2024.csv:25: amount_tkr is 154391; expected 154390, the sum",
    ),
    "an unreadable notebook": (
        "notebooks/budget.ipynb",
        "{",
        "",
        14,
        "notebooks/budget.ipynb: it cannot be read as a notebook",
    ),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_gets_one_message_its_exit_code_and_leaves_the_build(
    small_copy: Workspace, case: str
) -> None:
    file, old, new, exit_code, message = BAD_INPUT[case]
    edit(small_copy, file, old, new)
    before = everything_built(small_copy)
    done = run_alereport(small_copy, "build", "--engine", "pandoc")
    assert done.returncode == exit_code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    told = [line for line in done.stderr.splitlines() if not line.startswith("Notebooks ")]
    assert len(told) == 1, done.stderr
    after = everything_built(small_copy)
    assert not [path for path in after if TEMPORARY.fullmatch(path.name)]
    published = {"site", "open-data", "SHA256SUMS", "report-sv.pdf", "report-en.pdf"}
    kept = {
        path: content
        for path, content in before.items()
        if path.relative_to(small_copy.build).parts[0] in published
    }
    assert kept
    assert [path for path, content in kept.items() if after.get(path) != content] == []


def test_a_committee_that_is_in_no_register_is_refused(project: Workspace) -> None:
    (project.params / "xx-2024.yaml").write_text(
        "committee: xx\nyear: 2024\nlanguage: sv\n", encoding="utf-8"
    )
    done = run_alereport(project, "status")
    assert done.returncode == 10
    assert "params/xx-2024.yaml: the committee xx is unknown; expected one of ks, sn" in done.stderr


def test_a_year_without_a_plan_is_refused(project: Workspace) -> None:
    (project.params / "ks-2025.yaml").write_text(
        "committee: ks\nyear: 2025\nlanguage: sv\n", encoding="utf-8"
    )
    done = run_alereport(project, "status")
    assert done.returncode == 10
    assert "there is no document for ks 2025" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["run", "--committee", "xx"], "xx is not in params/, which has ks, sn"),
        (["run", "--year", "1999"], "1999 is not in params/"),
        (["run", "-c", "sn", "-y", "2024"], "no report matches"),
        (["publish", "--language", "fi"], "--language: 'fi' is not one of"),
        (["run", "--workers", "0"], "greater than or equal"),
        (["publish", "--engine", "word"], "--engine': 'word' is not one of"),
        (["seal", "--all"], "say what was reviewed or corrected"),
        (["seal", "--all", "--reason", "  "], "say what was reviewed or corrected"),
        (["seal", "--reason", "x"], "name the files, or --all"),
        (["seal", "data/budget/none.csv", "--reason", "x"], "none.csv is not a data file"),
        (["seal", BUDGET, "--reason", "x", "--change", "new"], "'new' is not one of"),
        (["seal", BUDGET, "--reason", "x", "--change", "first"], "was sealed before"),
        (["seal", BUDGET, "--reason", "x", "--reviewed-by", "a@b.se"], "a role such as ekonom"),
        (
            ["register", "x y.txt"],
            "x y is given; expected text such as ks-namndplan-2024 ([a-z0-9-]+)",
        ),
        (
            ["register", "x.txt", "--status", "done"],
            "done is given; expected one of",
        ),
        (["seal", "data/budget/table.yaml", "--reason", "x"], "is not a data file"),
        (["ingest", "x.txt", "--kind", "plan"], "--kind: it goes with --accept"),
        (["ingest", "x.txt", "--dry-run"], "--dry-run: it goes with --accept"),
        (["ingest", "x.txt", "--review", "--json"], "give it or --json, not both"),
        (["biuld"], "No such command 'biuld'"),
    ],
)
def test_wrong_arguments_are_a_usage_error(
    project: Workspace, arguments: list[str], found: str
) -> None:
    done = run_alereport(project, *arguments)
    assert done.returncode == 2
    assert found in done.stderr
    assert "Traceback" not in done.stderr
    assert not project.build.exists()


def test_outside_a_project_the_message_says_where_to_go(tmp_path: Path) -> None:
    done = run_alereport(Workspace(tmp_path), "status")
    assert done.returncode == 10
    assert "change to the project's folder" in done.stderr


def test_status_is_json_for_programs(small: Workspace) -> None:
    done = run_alereport(small, "status", "--json", "-c", "ks")
    chapters = [
        (f"data/commentary/{path.name}", number, line.removeprefix("# "))
        for path in sorted(small.dataset("commentary").glob("ks-*.md"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line.startswith("# ")
    ]
    assert len(chapters) > 3
    assert json.loads(done.stdout) == {
        "reports": [
            {"report": f"ks-2024/{name}", "language": "sv", "state": "fresh", "why": []}
            for name in ("summary", "budget", "goals", "personnel", "easy")
        ],
        "commentary": [
            {"file": file, "line": line, "chapter": chapter, "approval": "approved"}
            for file, line, chapter in chapters
        ],
    }


def test_status_says_why(project: Workspace) -> None:
    done = run_alereport(project, "status", "--why")
    assert done.returncode == 0
    assert "it has not been executed" in done.stdout
    assert done.stdout.endswith(" missing\n")


def test_what_is_printed_is_shown_as_it_is_written(project: Workspace) -> None:
    path = project.data / "seals.yaml"
    seals = yaml.safe_load(path.read_text(encoding="utf-8"))
    next(iter(seals.values()))[-1]["reason"] = "Läst [/b] [sic] :100:"
    path.write_text(yaml.safe_dump(seals, allow_unicode=True), encoding="utf-8")
    assert "Läst [/b] [sic] :100:" in run_alereport(project, "seal", "--list").stdout


def test_a_place_on_line_100_is_no_emoji(checked: Workspace) -> None:
    file = "data/budget/ks-namndplan-2024.csv"
    edit(checked, file, "hedge\n", "hedge" + 99 * "\n" + "too,few\n")
    done = run_alereport(checked, "validate")
    assert done.returncode == 12
    assert f"{file}:100: 2 cells" in done.stderr


def test_every_command_explains_itself(tmp_path: Path) -> None:
    for command in (
        "validate",
        "lint",
        "seal",
        "run",
        "publish",
        "build",
        "preview",
        "trace",
        "status",
        "demo",
    ):
        done = run_alereport(Workspace(tmp_path), command, "--help")
        assert done.returncode == 0
        assert command in done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["status"]])
def test_help_and_status_start_without_the_heavy_libraries(
    project: Workspace, arguments: list[str]
) -> None:
    code = (
        "import sys; sys.argv = ['alereport', *sys.argv[1:]]\n"
        "from alereport.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'matplotlib', 'great_expectations', 'papermill'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy))"
    )
    run_alereport(project, "status")  # What is withheld is decided once.
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().endswith("heavy: []")


def test_build_makes_what_it_promises(built: Workspace) -> None:
    for language in ("sv", "en"):
        assert (built.site(language) / "index.html").is_file()
        assert built.pdf(language).is_file()
    assert (built.quality / "verdict.json").is_file()
    assert (built.quality / "data-docs" / "index.html").is_file()
    of_great_expectations = {".lock", ".ge_store_backend_id"}
    leftovers = {path.name for path in built.build.rglob(".*")} - of_great_expectations
    assert leftovers == set()


def test_a_project_without_reports_publishes_nothing(small_copy: Workspace) -> None:
    for path in small_copy.params.glob("*-*.yaml"):
        path.unlink()
    before = everything_built(small_copy)
    done = run_alereport(small_copy, "publish", "--engine", "pandoc")
    assert done.returncode == 10
    assert done.stderr.startswith("params: there is no report; expected a file such as")
    assert everything_built(small_copy) == before


def test_a_plan_without_its_budget_table_is_refused(project: Workspace) -> None:
    (project.data / "budget" / "ks-namndplan-2024.csv").unlink()
    done = run_alereport(project, "status")
    assert done.returncode == 10
    assert "there is no data/budget/ks-namndplan-2024.csv" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("status",),
        ("status", "--json"),
        ("validate", "--json"),
        ("seal", "--list"),
        ("trace", "154 390"),
        ("run", "--dry-run"),
    ],
    ids=" ".join,
)
def test_a_reader_that_has_had_enough_is_no_error(
    small: Workspace, arguments: tuple[str, ...]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)  # As `head` leaves it, before a word is written.
    try:
        done = subprocess.run(
            [sys.executable, "-m", "alereport", *arguments],
            cwd=small.root,
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "offered"),
    [
        (["biuld"], "Did you mean 'build'?"),
        (["run", "--comittee", "ks"], "Possible options: --committee"),
        (["status", "--notebok", "budget"], "Possible options: --notebook"),
        (["publish", "--engine", "pandc"], "'quarto', 'pandoc'"),
        (["validate", "data/budget/ks-namdplan-2024.csv"], f"did you mean {BUDGET}?"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_one(
    project: Workspace, arguments: list[str], offered: str
) -> None:
    done = run_alereport(project, *arguments)
    assert done.returncode == 2
    assert offered in done.stderr


def test_nothing_is_green_before_an_error(small_copy: Workspace) -> None:
    edit(small_copy, "notebooks/budget.ipynb", "{", "")
    done = run_alereport(small_copy, "build")
    assert (done.returncode, done.stdout) == (14, "")
    assert len(done.stderr.splitlines()) == 1
