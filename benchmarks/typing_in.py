"""How many cells a person fills in by hand in the workbook of a document.

Each line of the filled-in workbook is laid beside the most alike of those that `alereport template`
fills in beforehand; the cells that differ are typed. What stands once above a table counts once.

    python -m benchmarks.typing_in

makes up a municipality and prints the number for each kind of document.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alereport import demo
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.workbooks import layout, new, prefill
from alereport.workbooks.layout import SHOWN, Layout

Line = Mapping[str, str]


@dataclass(frozen=True)
class Cells:
    """The cells of a document that are typed.

    Attributes:
        kind: The kind of document.
        own: Those in the document's language.
        translated: Their translations.
        known: Those that the template fills in.
    """

    kind: str
    own: int
    translated: int
    known: int


def of_document(workspace: Workspace, document: dict[str, str]) -> Cells:
    """Count the cells of a document that is in the data, as if it were yet to be filled in."""
    before = prefill.rows(workspace, document)
    after = new.rows(workspace, document["document"])
    own = translated = known = 0
    for sheet in layout.layouts(workspace, document, after):
        others = layout.translations(sheet.table)
        lines = layout.wide(sheet, after.get(sheet.dataset, ()))
        typed = _typed(sheet, layout.wide(sheet, before.get(sheet.dataset, ())), lines)
        translated += sum(name in others for name in typed)
        own += sum(name not in others for name in typed)
        known += sum(bool(line.get(key)) for line in lines for key in _keys(sheet)) - len(typed)
    return Cells(document["kind"], own, translated, max(known, 0))


def _keys(sheet: Layout) -> list[str]:
    """The columns in which a person types, by their keys."""
    given = {SHOWN, *sheet.sheet.short, *sheet.sheet.from_document, *sheet.sheet.head}
    return [column.key for column in sheet.columns if column.name not in given]


def _typed(sheet: Layout, before: Sequence[Line], lines: Sequence[Line]) -> list[str]:
    """The column of each cell that is typed: those above the table, then line by line."""
    names = {column.key: column.name for column in sheet.columns}
    typed = [
        name for name in sheet.heads for _each in {line[name] for line in lines if line.get(name)}
    ]
    left = list(before)
    for line in lines:
        keys = [key for key in _keys(sheet) if line.get(key)]
        alike = max(
            left, key=lambda each: sum(each.get(key) == line[key] for key in keys), default={}
        )
        changed = [key for key in keys if alike.get(key) != line[key]]
        if len(changed) < len(keys) and alike in left:
            left.remove(alike)
        else:
            changed = keys
        default = sheet.sheet.defaults
        typed += [names[key] for key in changed if default.get(names[key]) != line[key]]
    return typed


def of_municipality(workspace: Workspace) -> list[Cells]:
    """The cells of the latest document of each kind of the first committee."""
    committee = registers.register_rows(workspace, "committees")[0]["committee"]
    documents = registers.documents_of_committee(workspace, committee)
    latest = {row["kind"]: row for row in sorted(documents, key=lambda row: row["as_of"])}
    kinds = ("plan", "amendment", "interim_report", "annual_report")
    return [of_document(workspace, latest[kind]) for kind in kinds if kind in latest]


def made_up(folder: Path) -> Workspace:
    """The municipality that is counted: one committee with two plans, and all that follows up."""
    template = Workspace.discover()
    return demo.make(template, folder, committee_count=1, years=2, seed=1)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as root:
        for each in of_municipality(made_up(Path(root) / "demo")):
            words = (
                f"{each.kind}: {each.own} cells, {each.translated} in English, {each.known} known"
            )
            sys.stdout.write(f"{words}\n")
