"""The settings of a new project, and the page that tells what can be set."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml
from pydantic import BaseModel

from alereport.base import described
from alereport.base.errors import ParamsError
from alereport.base.settings import Municipality
from alereport.projects import reference, settings
from tests.conftest import ROOT

VALUES = settings.example("Lilla Edets kommun", 1462, ["sv", "en"], date(2023, 12, 31))


def test_the_page_is_made_from_the_models() -> None:
    kept = (ROOT / "docs" / "params.md").read_text(encoding="utf-8")
    assert kept == reference.reference(), "run make docs"
    for key in Municipality.model_fields:
        assert f"\n| `{key}` | " in kept


def test_the_text_says_the_values_and_explains_each_key() -> None:
    text = settings.text(VALUES)
    assert yaml.safe_load(text) == VALUES
    assert settings.validated(yaml.safe_load(text)).name == "Lilla Edets kommun"
    words = " ".join(text.replace("\n# ", " ").split())
    for key, meaning in described.descriptions(Municipality).items():
        assert re.search(rf"{re.escape(meaning)} (# )?{key}:", words), key


def test_a_key_that_is_left_out_can_be_added_by_taking_its_mark_away() -> None:
    text = settings.text(VALUES)
    assert "# reviewers: 0\n" in text
    changed = text.replace("# reviewers: 0\n", "reviewers: 2\n")
    assert settings.validated(yaml.safe_load(changed)).reviewers == 2
    habits = "# habits:\n"
    assert habits in text
    changed = text.replace(habits, "habits:\n").replace(
        "#   # registers_in_order: false\n", "  registers_in_order: true\n"
    )
    assert settings.validated(yaml.safe_load(changed)).habits.registers_in_order


@pytest.mark.parametrize(
    ("key", "value", "option"),
    [("name", "Lilla_Edet", "--name"), ("code", 99, "--code"), ("languages", ["nb"], "--language")],
)
def test_what_cannot_be_used_is_told_by_its_option(key: str, value: object, option: str) -> None:
    with pytest.raises(ParamsError) as refused:
        settings.validated({**VALUES, key: value})
    assert refused.value.place == option


def test_a_model_whose_docstring_leaves_out_a_key_is_a_fault() -> None:
    class Half(BaseModel):
        """A model.

        Attributes:
            one: The first.
        """

        one: int
        two: int

    with pytest.raises(KeyError):
        described.descriptions(Half)
