"""Ninety small documents, each with the rows it has: what is read of them, and in which state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from jsonschema import Draft202012Validator

from alereport.ingest import drafts, reading, words
from alereport.ingest.reading import Reading

DOCUMENTS = sorted(Path(__file__).with_name("documents").glob("*.yaml"))
COMMITTEES = {"mn": ["Miljönämnden"]}
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
Target="word/document.xml"/></Relationships>"""
BODY = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>{}</w:body>
</w:document>"""
SHAPE = Draft202012Validator(
    json.loads(Path(__file__).with_name("reading.schema.json").read_text(encoding="utf-8"))
)
"""What `alereport ingest --json` prints, as other programs may rely on it."""
GIVEN = ("document", "drafts")
"""What a file says only where it is about that."""


def test_there_are_ninety() -> None:
    assert len(DOCUMENTS) >= 90


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_is_read_as_it_prints(path: Path, tmp_path: Path) -> None:
    known = yaml.safe_load(path.read_text(encoding="utf-8"))
    read = reading.read(file_of(known, tmp_path), words.load(None), COMMITTEES)
    SHAPE.validate(json.loads(json.dumps(read.as_json())))
    for part, found in told(read).items():
        assert found == known.get(part, found if part in GIVEN else []), part


def file_of(known: dict[str, Any], folder: Path) -> Path:
    """The document as a file; of Word its text is what the body has, in its own XML."""
    file = folder / f"document.{known['form']}"
    if known["form"] != "docx":
        file.write_text(known["text"], encoding="utf-8")
        return file
    with ZipFile(file, "w") as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("_rels/.rels", RELATIONS)
        packed.writestr("word/document.xml", BODY.format(known["text"]))
    return file


def told(read: Reading) -> dict[str, Any]:
    """What was read, as the files say it."""
    document = {
        key: getattr(read.document, key)
        for key in ("title", "committee", "year", "kind", "reference", "dated", "status")
        if getattr(read.document, key)
    }
    facts = (*read.dates, *read.headcounts, *read.sick_leave)
    return {
        "document": document,
        "tables": [_table(table) for table in read.tables],
        "goals": [
            [goal.section, goal.level, goal.title, "commented" if goal.commented else ""]
            for goal in read.goals
        ],
        "facts": [[each.kind, each.value, each.hedge] for each in facts],
        "amounts": [
            [each.as_printed, each.unit, each.hedge, each.sense, each.kind, each.state, each.reason]
            for each in read.amounts
        ],
        "remarks": list(read.remarks),
        "drafts": _drafted(read),
    }


def _drafted(read: Reading) -> dict[str, list[dict[str, str]]]:
    """The rows of each dataset, without places and what is empty."""
    lists = words.load(None)
    return {
        name: [
            {
                column: str(row[column])
                for column in (*lists.drafts[name].columns, "state", "reason")
                if row.get(column) not in {None, "", "read"}
            }
            for row in rows
        ]
        for name, rows in drafts.rows(read.as_json(), lists).items()
    }


def _table(table: Any) -> dict[str, Any]:
    found = {
        "unit": table.unit,
        "costs": table.costs,
        "columns": [
            " ".join(str(each) for each in (column.year, column.kind) if each)
            for column in table.columns
        ],
        "rows": [
            [
                row.label,
                *(each.as_printed if each.value is None else each.value for each in row.cells),
            ]
            for row in table.rows
        ],
        "states": ["".join(cell.state[0] for cell in row.cells) for row in table.rows],
        "faults": list(table.faults),
    }
    return {key: value for key, value in found.items() if value}


def _shown(cell: Any) -> float | str:
    return str(cell.as_printed) if cell.value is None else float(cell.value)
