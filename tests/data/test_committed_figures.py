"""The committed figures against a second reading of their documents.

`EXPECTED` is typed from the documents, not from the data files: a change of either is a diff.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pandas as pd
import pytest

from alereport import datasets
from alereport.workspace import Workspace

ROOT = Path(__file__).parents[2]

EXPECTED = {
    "ks-verksamhetsplan-2022": (
        (2021, 2021, 2022),
        """
        Kommunchef (sektorcentrala medel) | 7 828 | 16 828 | 15 428
        Ekonomiavdelning | 17 879 | 18 379 | 19 542
        HR avdelning | 22 073 | 21 873 | 25 349
        Kansli och säkerhetsavdelning | 17 714 | 19 714 | 19 002
        Avdelning Strategi och uppföljning | 30 142 | 31 342 | 28 169
        Räddningstjänst (BORF) | 33 287 | 33 287 | 35 087
        Förtroendemannaverksamhet | 13 174 | 14 674 | 14 948
        Pensioner | 38 600 | 29 000 | 29 000
        Totalt | 180 697 | 185 097 | 186 525
        """,
    ),
    "sn-verksamhetsplan-2021": (
        (2020, 2020, 2021),
        """
        Ledning och administration | 650 | 125 | 9 783
        Verksamhetsstöd | 2 930 | 0 | 0
        Kost | 1 600 | 0 | 64 514
        Fastighet och IT | 20 570 | 18 770 | 17 235
        Effektivisering | 0 | -6 485 | -6 936
        Totalt | 25 750 | 12 410 | 84 596
        """,
    ),
    "ks-namndplan-2024": (
        (2023, 2023, 2024),
        """
        Kommunchef (förvaltningscentrala medel) | 7 598 | 13 398 | 9 074
        Ekonomiavdelningen | 19 284 | 20 184 | 20 450
        HR-avdelning | 25 653 | 27 153 | 27 830
        Kansli och säkerhetsavdelning | 19 421 | 21 421 | 22 750
        Avdelning Strategi och uppföljning | 22 212 | 24 212 | 23 435
        Räddningstjänst (BORF) | 34 789 | 35 789 | 35 789
        Förtroendemannaverksamhet | 15 117 | 15 117 | 15 062
        Totalt | 144 074 | 157 274 | 154 390
        """,
    ),
}
"""By document: the years of its columns (forecast, budget, budget) and its table."""

KINDS = ("forecast", "budget", "budget")


def lines_of(table: str) -> list[list[str]]:
    return [line.strip().split(" | ") for line in table.strip().splitlines()]


def number(printed: str) -> int:
    return int(printed.replace(" ", ""))


@pytest.fixture
def repository() -> Workspace:
    return Workspace(ROOT)


def budget_of(workspace: Workspace, document: str) -> pd.DataFrame:
    return datasets.read(workspace, workspace.dataset("budget") / f"{document}.csv")


@pytest.mark.parametrize("document", EXPECTED)
def test_every_cell_of_the_budget_table_is_as_printed(repository: Workspace, document: str) -> None:
    years, table = EXPECTED[document]
    expected = [
        (label, year, kind, number(cell))
        for label, *cells in lines_of(table)
        for year, kind, cell in zip(years, KINDS, cells, strict=True)
    ]
    rows = budget_of(repository, document)
    found = rows[["label", "amount_year", "kind", "amount_tkr"]].itertuples(index=False, name=None)
    assert list(found) == expected


@pytest.mark.parametrize("document", EXPECTED)
def test_the_areas_add_up_to_the_printed_total(document: str) -> None:
    _years, table = EXPECTED[document]
    *areas, total = lines_of(table)
    for column in (1, 2, 3):
        assert sum(number(area[column]) for area in areas) == number(total[column])


def test_no_budget_table_is_missing_or_unknown(repository: Workspace) -> None:
    found = {path.stem for path in repository.data_files("budget")}
    assert found == set(EXPECTED)


def test_an_area_keeps_its_slug_though_its_label_changes(repository: Workspace) -> None:
    labels = [
        budget_of(repository, document).set_index("area")["label"].to_dict()
        for document in ("ks-verksamhetsplan-2022", "ks-namndplan-2024")
    ]
    assert [each["ekonomi"] for each in labels] == ["Ekonomiavdelning", "Ekonomiavdelningen"]
    assert set(labels[0]) - set(labels[1]) == {"pensioner"}


def test_the_investment_plan_is_as_printed(repository: Workspace) -> None:
    path = repository.dataset("investments") / "ks-namndplan-2024.csv"
    rows = datasets.read(repository, path)
    assert list(rows["item"].unique()) == ["Årsanslag Reinvesteringar KS"]
    amounts = dict(zip(rows["amount_year"], rows["amount_tkr"], strict=True))
    assert amounts == dict.fromkeys((2024, 2025, 2026, 2027), 1000)


def test_each_document_is_the_one_whose_checksum_is_registered(
    repository: Workspace, sources: Path
) -> None:
    documents = datasets.whole(repository, "documents").set_index("document")
    for document, registered in documents["sha256"].items():
        content = (sources / f"{document}.txt").read_bytes()
        assert hashlib.sha256(content).hexdigest() == registered, document


@pytest.mark.parametrize("document", EXPECTED)
def test_each_row_stands_in_its_document(
    repository: Workspace, sources: Path, document: str
) -> None:
    text = (sources / f"{document}.txt").read_text(encoding="utf-8")
    printed = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    for label, rows in budget_of(repository, document).groupby("label", sort=False):
        amounts = [f"{amount:,}".replace(",", " ") for amount in rows["amount_tkr"]]
        assert " ".join([str(label), *amounts]) in printed


def test_every_break_is_of_an_area_with_a_budget(repository: Workspace) -> None:
    areas = {
        (row.committee, row.area)
        for path in repository.data_files("budget")
        for row in datasets.read(repository, path).itertuples()
    }
    breaks = pd.concat(
        [datasets.read(repository, path) for path in repository.data_files("breaks")]
    )
    assert {(row.committee, row.area) for row in breaks.itertuples()} <= areas
    assert ("sn", "kost") in set(zip(breaks["committee"], breaks["area"], strict=True))
