"""A made-up plan as a committee sends it, drafted; and projects to try it in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypandoc
import typst

from alereport import demo
from alereport.base.workspace import Workspace
from alereport.gate import validation
from tests.conftest import ROOT, run_alereport

DOCUMENT = "kultur-plan-2025"
PLAN = """---
title: Påhittad nämndplan 2025
---

Kulturnämnden

# 4 Ekonomi

## 4.1 Budget per område

| Tkr | Prognos 2024 | Budget 2024 | Budget 2025 |
|---|--:|--:|--:|
| Ledning och administration | 27 500 | 27 624 | 28 000 |
| Utveckling | 62 000 | 62 424 | 63 100 |
| Drift och underhåll | 53 900 | 53 727 | 54 200 |
| Stöd och service | 27 000 | 27 096 | 27 500 |
| Lokaler | 20 338 | 20 338 | 20 338 |
| Tillsyn | 4 300 | 4 320 | 4 400 |
| Projekt | 60 900 | 60 751 | 61 300 |
| Summa | 255 938 | 256 280 | 258 838 |
"""
INVESTMENTS = """
## 4.2 Investeringar

| Tkr | 2025 | 2026 | 2027 | 2028 |
|---|--:|--:|--:|--:|
| Inventarier | 500 | 500 | 500 | 500 |
"""
VEHICLES = INVESTMENTS.replace("Inventarier", "Snöröjningsfordon")
"""A table that nothing proves, of a thing that the data do not know."""


def made_up(folder: Path) -> Workspace:
    """A made-up committee with plans of 2023 and 2024, and the gate's verdict on them."""
    workspace = demo.make(Workspace(ROOT), folder / "project", committee_count=1, years=2, seed=1)
    validation.validate(workspace)
    return workspace


def document(workspace: Workspace, text: str = PLAN, form: str = "docx") -> Path:
    """A plan as the committee sends it, beside the project, and drafted."""
    source = workspace.root.parent / f"{DOCUMENT}.md"
    source.write_text(text, encoding="utf-8")
    made = source.with_suffix(f".{form}")
    target = made.with_suffix(".typ") if form == "pdf" else made
    subprocess.run([pypandoc.get_pandoc_path(), "-s", str(source), "-o", str(target)], check=True)
    if form == "pdf":
        typst.compile(str(target), output=str(made), pdf_standards="ua-1")
    done = run_alereport(workspace, "ingest", str(made))
    assert done.returncode == 0, done.stderr
    return made


def copied(workspace: Workspace, folder: Path) -> Workspace:
    """A copy of a project, with what stands beside it."""
    shutil.copytree(workspace.root.parent, folder, dirs_exist_ok=True)
    return Workspace(folder / workspace.root.name)


def written(workspace: Workspace) -> dict[str, bytes]:
    """What people write, and what the commands write among it."""
    return {
        workspace.relative(path): path.read_bytes()
        for folder in (workspace.data, workspace.params)
        for path in folder.rglob("*")
        if path.is_file()
    }
