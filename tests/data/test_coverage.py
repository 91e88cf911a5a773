"""docs/coverage.md against the documents' sections and the data's rows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from alereport.base.workspace import Workspace
from alereport.data import datasets, schemas
from alereport.texts.document import Source

REPOSITORY = Workspace(Path(__file__).parents[2])
PAGE = (REPOSITORY.root / "docs" / "coverage.md").read_text(encoding="utf-8")
REGISTERS = {"areas", "committees"}
"""What no single document determines; nor do other datasets whose rows name none."""
COUNTS = {"sections"}
"""What counts the rows of the others, as the page does."""


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def tables() -> dict[str, list[list[str]]]:
    """The rows of each document's table."""
    parts = re.split(r"^## .*\(`(.+)`\)$", PAGE, flags=re.MULTILINE)[1:]
    return {
        name: [cells(line) for line in text.splitlines() if re.match(r"\| (?!Section)", line)]
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }


def section_of(place: str, sections: list[str]) -> str:
    """The section a row of the page is of; none for a title page or a list of contents."""
    found = [each for each in sections if re.match(rf"{re.escape(each)}(?![\w/]|\.\d)", place)]
    return max(found, key=len, default="")


def of_documents() -> set[str]:
    """The datasets whose rows stand in a document."""
    return {
        name
        for name in schemas.names(REPOSITORY)
        if name not in REGISTERS and "document" in schemas.schema(REPOSITORY, name).columns
    }


def committed() -> dict[tuple[str, str], list[str]]:
    """The section of each row, by dataset and document; empty where it has none."""
    found: dict[tuple[str, str], list[str]] = {}
    for dataset in of_documents() - COUNTS:
        rows = datasets.read_dataset(REPOSITORY, dataset)
        for _, row in rows.iterrows():
            found.setdefault((dataset, row["document"]), []).append(row.get("section", ""))
    return found


def test_every_section_of_every_document_is_listed(opened: dict[str, Source]) -> None:
    assert set(tables()) == set(opened)
    for name, rows in tables().items():
        sections = list(opened[name].starts)
        assert {section_of(row[0], sections) for row in rows} - {""} == set(sections)


def test_every_section_says_what_was_taken_and_what_was_left() -> None:
    for rows in tables().values():
        assert all(len(row) == 3 and all(row) for row in rows)
        assert all(row[1] == "Nothing" or re.match(r"`\w+` \d", row[1]) for row in rows)


def stated_by_section(opened: dict[str, Source]) -> Counter[tuple[str, str, str]]:
    """The number of rows that the page states, by dataset, document and section."""
    stated: Counter[tuple[str, str, str]] = Counter()
    for name, rows in tables().items():
        for place, taken, _ in rows:
            for dataset, count in re.findall(r"`(\w+)` (\d+)", taken):
                stated[dataset, name, section_of(place, list(opened[name].starts))] += int(count)
    return stated


def test_the_rows_stated_for_each_section_are_those_declared(opened: dict[str, Source]) -> None:
    declared: Counter[tuple[str, str, str]] = Counter()
    for _, row in datasets.read_dataset(REPOSITORY, "sections").iterrows():
        if row["dataset"] != "evaluation_answers":
            declared[row["dataset"], row["document"], row["section"]] += row["rows"]
    stated = stated_by_section(opened).items()
    assert declared == {key: count for key, count in stated if key[0] != "documents"}


def test_the_rows_stated_for_each_section_are_those_of_the_files(opened: dict[str, Source]) -> None:
    assert stated_by_section(opened) == Counter(
        (*key, section)
        for key, sections in committed().items()
        for section in sections
        if key[0] not in {"commentary", "evaluation_answers", "explanations"}
    )


def test_the_rows_stated_for_each_dataset_are_those_of_the_files() -> None:
    lines = [cells(line) for line in PAGE.splitlines() if re.match(r"\| `?[Dd\w]+`? \|", line)]
    head, *body = [line for line in lines if len(line) == 6]
    documents = [each.strip("`") for each in head[1:]]
    stated = {
        (row[0].strip("`"), name): int(count)
        for row in body
        for name, count in zip(documents, row[1:], strict=True)
    }
    found: Counter[tuple[str, str]] = Counter()
    for dataset in of_documents() - COUNTS:
        found.update(
            (dataset, name) for name in datasets.read_dataset(REPOSITORY, dataset)["document"]
        )
    assert {key: count for key, count in stated.items() if count} == dict(found)
    assert {dataset for dataset, _ in stated} == of_documents() - COUNTS
