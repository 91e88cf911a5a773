"""The notebooks as an analyst meets them: thin, stripped, and running with stock tools."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from alereport.base import book
from alereport.base.workspace import Workspace
from alereport.batch import notebook as reading
from alereport.data import scope
from tests.conftest import ROOT, papermill

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
FORBIDDEN = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.comprehension)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def code_of(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_every_planned_notebook_is_there_and_no_other() -> None:
    chapters = book.contents(Workspace(ROOT)).chapters.values()
    planned = {notebook for chapter in chapters for notebook in chapter.notebooks}
    assert {path.stem for path in NOTEBOOKS} == planned


def test_a_notebook_carries_no_output(notebook: nbformat.NotebookNode) -> None:
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_a_notebook_names_its_kernel_and_tags_one_cell_parameters(
    notebook: nbformat.NotebookNode,
) -> None:
    assert notebook.metadata.kernelspec.name == "python3"
    (cell,) = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
    names = [node.targets[0].id for node in ast.parse(cell.source).body]
    (loaded,) = [code for code in code_of(notebook) if "data = report.load" in code]
    is_of_all = "report.load_municipality(" in loaded or "load_quality(" in loaded
    assert names == (["language"] if is_of_all else ["committee", "year", "language"])


def test_a_notebook_is_thin(notebook: nbformat.NotebookNode) -> None:
    for source in code_of(notebook):
        tree = ast.parse(source)
        assert not [node for node in ast.walk(tree) if isinstance(node, FORBIDDEN)], source
        assert "read_csv" not in source
        assert "Path(" not in source


OF_SEVERAL_YEARS = {"budgets": "budget", "goals_before": "goals"}


def test_a_notebook_asks_for_just_the_datasets_it_shows(notebook: nbformat.NotebookNode) -> None:
    code = "\n".join(code_of(notebook))
    if "report.load_quality(language)" in code:
        return
    asked = reading.requested_datasets(nbformat.writes(notebook).encode())
    shown = {OF_SEVERAL_YEARS.get(name, name) for name in re.findall(r"\bdata\.(\w+)", code)}
    implied = scope.with_dependencies(asked or ()) - (asked or set())
    of_the_report = {"compared_because", "language", "municipality", "name", "provenance"}
    assert asked == shown - implied - of_the_report


def test_a_notebook_shows_first_what_was_not_reviewed(notebook: nbformat.NotebookNode) -> None:
    sources = code_of(notebook)
    (load,) = [number for number, source in enumerate(sources) if "data = report.load" in source]
    assert sources[load + 1].endswith(".unsealed(data.provenance)")


def test_stock_papermill_runs_on_a_fresh_clone_without_a_warning(project: Workspace) -> None:
    assert not project.build.exists()
    printed = papermill(project, "notebooks/budget.ipynb", "out.ipynb", "-f", "params/ks-2022.yaml")
    of_papermill = [line for line in printed.splitlines() if "IPKernelApp" not in line]
    printed = "\n".join(of_papermill).lower()
    assert "warn" not in printed
    assert "unknown parameter" not in printed
    assert "no cell with tag" not in printed
    outputs = json.loads((project.root / "out.ipynb").read_text(encoding="utf-8"))["cells"]
    shown = json.dumps(outputs, ensure_ascii=False)
    assert "186\u00a0525" in shown
    assert '"output_type": "error"' not in shown


def test_it_runs_top_to_bottom_in_jupyter_with_its_defaults(checked: Workspace) -> None:
    """Executed as JupyterLab does: in the notebook's own folder, without papermill."""
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "execute", "--output=run.ipynb", "budget.ipynb"],
        cwd=checked.notebooks,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(checked.notebooks / "run.ipynb", as_version=4)
    bundles = [o.data for cell in executed.cells for o in cell.get("outputs", ()) if "data" in o]
    assert all({"text/html", "text/markdown"} <= set(bundle) for bundle in bundles)
    assert any("154\u00a0390" in bundle["text/html"] for bundle in bundles)
