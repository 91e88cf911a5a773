"""The datasets described from their schemas."""

from __future__ import annotations

import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.publish.open_data import dictionary
from tests.conftest import ROOT, edit


def test_the_page_in_docs_is_made_from_the_schemas() -> None:
    with locales.using("en"):
        described = dictionary.dictionary(Workspace(ROOT))
    kept = (ROOT / "docs" / "datasets.md").read_text(encoding="utf-8")
    assert kept == described, "run make docs"


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_every_dataset_and_column_is_described(project: Workspace, speaking: str) -> None:
    with locales.using(speaking):
        described = dictionary.dictionary(project)
    for name in schemas.names(project):
        schema = schemas.schema(project, name)
        assert (schema.title_sv if speaking == "sv" else schema.title) in described
        for field in schema.fields:
            said = field.description_sv if speaking == "sv" else field.description
            assert f"| `{field.name}` | {field.type} |" in described
            assert said in described


def test_a_changed_schema_changes_the_page(project: Workspace) -> None:
    edit(project, "data/budget/table.yaml", "unit: tkr", "unit: mkr")
    with locales.using("en"):
        assert "| `amount_tkr` | integer | mkr |" in dictionary.dictionary(project)
