"""What a schema must say of columns on people before a row of it is read."""

from __future__ import annotations

import re

import pytest

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.privacy import withheld
from tests.conftest import ROOT, edit

SICK_LEAVE = ROOT / "data" / "sick_leave" / "table.yaml"
NO_BLOCK = (r"(?ms)^privacy:\n(?: .*\n)*", "")


def line_of(text: str, beginning: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(beginning))


@pytest.mark.parametrize(
    ("change", "at", "words"),
    [
        (NO_BLOCK, "  - name: employees", "employees is private; expected a privacy block that "),
        (
            ("  group: group\n", "  group: grupp\n"),
            "privacy:",
            "privacy: no column grupp; expected columns of the dataset; name another in privacy",
        ),
        (
            ("(name: total_percent(?s:.*?))    private: true\n", r"\1"),
            "  - name: total_percent",
            "total_percent is not private; expected private: true; add it, for privacy names",
        ),
    ],
)
def test_columns_on_people_and_privacy_must_agree(
    change: tuple[str, str], at: str, words: str
) -> None:
    text = re.sub(*change, SICK_LEAVE.read_text(encoding="utf-8"), count=1)
    with pytest.raises(TableError) as caught:
        schemas.parsed(text.encode())
    assert str(caught.value).startswith(f"table.yaml:{line_of(text, at)}: {words}")
    assert str(caught.value).endswith("see docs/how-to/dataset.md.")


def test_a_dataset_that_does_not_say_of_whom_it_tells_is_on_people_and_not_read(
    project: Workspace,
) -> None:
    path = project.dataset("sick_leave") / "table.yaml"
    path.write_text(re.sub(*NO_BLOCK, path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "sick_leave" in withheld.datasets(project)
    assert schemas.written(project, "sick_leave").private
    for read in (withheld.of_dataset, schemas.schema):
        with pytest.raises(TableError, match="employees is private"):
            read(project, "sick_leave")


def test_every_form_has_an_example_of_it() -> None:
    workspace = Workspace(ROOT)
    without = [
        (dataset, field.name)
        for dataset in workspace.datasets
        for field in schemas.schema(workspace, dataset).fields
        if field.constraints.pattern and not field.example
    ]
    assert without == []


def test_an_example_is_of_its_form_and_stands_in_messages(project: Workspace) -> None:
    edit(project, "data/areas/table.yaml", "example: ekonomi", "example: Ekonomi")
    with pytest.raises(TableError, match="expected a value of the pattern"):
        schemas.schema(project, "areas")
    edit(project, "data/areas/table.yaml", "example: Ekonomi", "example: kost")
    (form,) = (each.form for each in schemas.schema(project, "areas").fields if each.name == "area")
    assert form == "text such as kost ([a-z0-9-]+)"
