"""A small project to spoil: one committee and year, and the datasets that its report needs."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from alereport import demo
from alereport.base.workspace import Workspace
from alereport.data import rules_lock
from alereport.seals import today
from tests.conftest import ROOT

KEPT = {"documents", "committees", "areas", "breaks", "budget", "commentary", "sick_leave"}
BOOK = """\
- page: index
  title: {sv: Rapport, en: Report}
- part: plan
  chapters:
    - notebook: budget
      title: {sv: Budget, en: Budget}
      datasets: [budget]
"""
GLOSSARY = """\
- word: nettokostnad
  name: {sv: nettokostnad, en: net cost}
  forms: {sv: [nettokostnaden], en: [net costs]}
  meaning: {sv: Kostnader minus intäkter., en: Costs less income.}
"""
REVIEWS = """\
data/commentary/kultur-plan-2024.md:
  budget: {reviewed: 2024-01-01, checksum: 0123456789abcdef, reviewed_by: [ekonom]}
"""


def make(folder: Path) -> Workspace:
    """Write the project, as small as a report can be, with its rules locked."""
    workspace = demo.make(Workspace(ROOT), folder, committee_count=1, years=1, seed=1)
    for name in set(workspace.datasets) - KEPT:
        shutil.rmtree(workspace.dataset(name))
    for name in KEPT:
        _keep_rules(workspace.dataset(name) / "rules.yaml")
    for comment in workspace.dataset("commentary").glob("*-delarsrapport-*.md"):
        comment.unlink()  # Its numbers are those of datasets that are left out.
    workspace.contents.write_text(BOOK, encoding="utf-8")
    workspace.glossary.write_text(GLOSSARY, encoding="utf-8")
    sealed = yaml.safe_load(workspace.seals.read_text(encoding="utf-8"))
    kept = {file: seals for file, seals in sealed.items() if (workspace.root / file).exists()}
    workspace.seals.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    workspace.reviews.write_text(REVIEWS, encoding="utf-8")
    workspace.rules_lock.unlink()
    rules_lock.lock(workspace, "A small project.", today())
    return workspace


def _keep_rules(path: Path) -> None:
    """Keep the rules that read no other dataset than those that are kept."""
    rules = yaml.safe_load(path.read_text(encoding="utf-8"))
    kept = [rule for rule in rules if {each["dataset"] for each in rule.get("join", ())} <= KEPT]
    path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
