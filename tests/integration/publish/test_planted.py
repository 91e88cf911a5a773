"""A figure that must be withheld is planted in a project, and searched for wherever data go out."""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from alereport import report
from alereport.base import yaml_files
from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import data_files
from tests.conftest import ROOT, _copy_of, edit, run_alereport
from tests.integration.publish import paper
from tests.unit.gate.judging import judged

pytestmark = pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations

RULES = "data/sick_leave/rules.yaml"
FIGURES = ("37.3", "12.9", "74.6")
"""Of a unit of eight people: its sick leave, the long-term part, and its share."""
MEASURES = ("total_percent", "long_term_percent", "long_term_share_percent")
WORDS = "1 hemligstämplad enhetschef och 7 medarbetare"
"""As a document prints a headcount that is not public."""
PLANTED = re.compile(r"(?<![\d.,])(?:37[.,]3|12[.,]9|74[.,]6)(?![\d.,]*\d)|hemligst")


def plant(root: Path, figures: tuple[str, str, str] = FIGURES) -> Workspace:
    """A made-up committee's plan, with a small unit that no public document tells of."""
    arguments = ("demo", str(root), "--committees", "1", "--years", "1")
    done = run_alereport(Workspace(ROOT), *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    workspace = Workspace(root)
    leave, staff = (_of_plan(workspace, name) for name in ("sick_leave", "personnel"))
    _add_row(
        workspace,
        leave,
        unit="kansliet",
        unit_en="office",
        group="total",
        employees="8",
        **dict(zip(MEASURES, figures, strict=True)),
        already_public="false",
    )
    people = {"unit": "Registratorn", "unit_en": "registry", "permanent_only": "false"}
    for role, headcount in (("manager", "1"), ("employee", "7")):
        _add_row(workspace, staff, role=role, headcount=headcount, as_printed=WORDS, **people)
    edit(workspace, RULES, "already_public == True", "already_public.notna()")
    edit(
        workspace,
        "data/personnel/table.yaml",
        'public: documents_kind != "evaluation"',
        'public: unit != "Registratorn"',
    )
    for arguments in (
        ("count", leave.stem, "--write"),
        ("rules", "--lock", "--reason", "Ett prov."),
        ("seal", "--all", "--reason", "Kansliets 37,3 procent är granskade."),
    ):
        done = run_alereport(workspace, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return workspace


def _of_plan(workspace: Workspace, dataset: str) -> Path:
    """The file that a dataset has of the plan; the reports have one each."""
    (path,) = (path for path in workspace.data_files(dataset) if "-plan-" in path.name)
    return path


def _add_row(workspace: Workspace, path: Path, **cells: str) -> None:
    """Write a row after the file's last, with its cells but for those given."""
    last = data_files.records(workspace, path)[-1]
    with path.open("a", encoding="utf-8") as file:
        file.write(",".join({**last, **cells}.values()) + "\n")


@pytest.fixture(scope="module")
def planted_data(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The project as it was planted; to be read, not changed."""
    return plant(tmp_path_factory.mktemp("planted-data") / "project")


@pytest.fixture(scope="module")
def planted(planted_data: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The project, built; to be read, not changed."""
    workspace = _copy_of(planted_data, tmp_path_factory.mktemp("planted"))
    done = run_alereport(workspace, "build", "--engine", "pandoc", "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not PLANTED.search(done.stdout + done.stderr)
    return workspace


PLACES = re.compile(
    r' (?:x|y|x1|x2|y1|y2|cx|cy|r|rx|width|height|d|points|transform|viewBox|style)="[^"]*"'
)
"""Where the marks of a drawing stand, which may be any number."""
DRAWN = re.compile(r"(?<![^\s])(?:-?[\d.]+ )+(?:m|l|c|v|y|re|w|cm|scn|SCN|Tm|Td)(?=\s)")
"""The same of a drawing in a PDF: the numbers before an operator that draws."""


def texts(path: Path) -> Iterator[str]:
    """All that a published file says: what is packed in it is unpacked."""
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            for each in pdf.objects:
                if isinstance(each, pikepdf.Stream):
                    yield DRAWN.sub("", each.read_bytes().decode("latin-1"))
                else:
                    yield str(each)
        yield "\n".join(paper.pages(path))
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("latin-1")
    elif path.suffix.startswith(".pf") or path.suffix == ".pagefind":
        yield gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    else:
        text = path.read_bytes().decode("utf-8", "replace").replace("&nbsp;", " ")
        yield PLACES.sub("", text) if path.suffix in {".html", ".svg"} else text


def test_no_published_byte_tells_a_planted_figure(planted: Workspace) -> None:
    listed = planted.sums.read_text(encoding="utf-8").splitlines()
    files = [planted.build / line.split("  ", 1)[1] for line in listed]
    assert {".html", ".pdf", ".csv", ".json", ".xlsx"} <= {path.suffix for path in files}
    assert [path.name for path in files for text in texts(path) if PLANTED.search(text)] == []


def test_no_notebook_verdict_or_data_docs_tells_it(planted: Workspace) -> None:
    kept = [
        *planted.build.rglob("*.ipynb"),
        *planted.quality.rglob("*.*"),
        planted.build / "run.json",
    ]
    files = [path for path in kept if path.is_file()]
    assert {".ipynb", ".html", ".json"} <= {path.suffix for path in files}
    assert [path.name for path in files for text in texts(path) if PLANTED.search(text)] == []


COMMANDS = (
    ("validate", "--verbose"),
    ("validate", "--json"),
    ("seal", "--list"),
    ("seal", "--list", "--json"),
    ("status", "--json"),
    ("rules",),
    ("lint",),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_tells_it(planted_data: Workspace, arguments: tuple[str, ...]) -> None:
    done = run_alereport(planted_data, *arguments)
    assert not PLANTED.search(done.stdout + done.stderr)


def test_no_trace_finds_it(planted: Workspace) -> None:
    for figure in (*FIGURES, "37,3", "37,3 %"):
        done = run_alereport(planted, "trace", figure)
        assert "sick_leave" not in done.stdout


def test_a_notebooks_frames_do_not_hold_it(
    planted: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(planted.root)
    (settings,) = (yaml_files.load(path.read_bytes()) for path in planted.params.glob("*-2*.yaml"))
    loaded = [
        report.load(settings["committee"], settings["year"], "sv"),
        report.load_municipality("sv"),
    ]
    for each in loaded:
        told = [name for name, rows in each.frames.items() if PLANTED.search(rows.to_csv())]
        assert told == []
    rows = loaded[0].sick_leave
    assert rows.loc[rows["unit"].eq("kansliet"), "withheld"].tolist() == [True]
    assert "Registratorn" not in set(loaded[0].personnel["unit"])


def spoiled(row: list[str]) -> Iterator[list[str]]:
    """A row with an error in each cell, with one too few, and shifted to the left and the right."""
    for place in range(len(row)):
        yield [*row[:place], "x", *row[place + 1 :]]
    for place in range(len(row)):
        yield [*row[:place], *row[place + 1 :]]
        yield [*row[:place], *row[place + 1 :], ""]
        yield [*row[:place], "", *row[place:]][: len(row)]


def test_no_error_in_the_row_makes_a_message_tell_it(
    planted_data: Workspace, tmp_path: Path
) -> None:
    assert_no_message_tells_it(_copy_of(planted_data, tmp_path), every=7)


def assert_no_message_tells_it(workspace: Workspace, every: int) -> None:
    """Judge the data with one error in the row at a time; each takes a second."""
    path = _of_plan(workspace, "sick_leave")
    text = path.read_text(encoding="utf-8")
    row = text.splitlines()[-1].split(",")
    for cells in [*spoiled(row)][::every]:
        path.write_text(text.replace(",".join(row), ",".join(cells)), encoding="utf-8")
        told = "\n".join(_told(workspace))
        assert not PLANTED.search(told), (cells, told)


def _told(workspace: Workspace) -> Iterator[str]:
    """What the gate says of the dataset: the message of a file that cannot be read, or failures."""
    try:
        findings = judged(workspace, "sick_leave")
    except TableError as problem:
        yield str(problem)
        return
    for finding in findings.values():
        yield from map(str, (*finding.failures, *finding.warnings))
