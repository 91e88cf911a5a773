"""The table of conversions, held to the schemas of both versions."""

from __future__ import annotations

import pytest

from alereport.base import yaml_files
from alereport.data import standard
from alereport.data.schemas import Schema
from alereport.migration.conversions import conversions, standard_before

NOW = {
    name: Schema.model_validate(yaml_files.load(files["table.yaml"]))
    for name, files in standard.files().items()
}
RULES = {
    name: {rule["rule"] for rule in yaml_files.load(files.get("rules.yaml", b"[]"))}
    for name, files in standard.files().items()
}
BOTH = sorted(set(NOW) & set(standard_before()))


def test_every_dataset_of_the_version_before_is_in_this_one() -> None:
    assert set(standard_before()) <= set(NOW)
    assert set(conversions().datasets) <= set(standard_before())


@pytest.mark.parametrize("dataset", BOTH)
def test_every_new_column_is_filled_or_asked_for(dataset: str) -> None:
    conversion = conversions().of(dataset)
    asked = {column for reading in conversion.read for column in reading.columns}
    translated = {
        column for columns in NOW[dataset].translations.values() for column in columns.values()
    }
    new = set(NOW[dataset].columns) - set(standard_before()[dataset].columns)
    assert new <= asked | translated | set(conversion.cells)
    required = {column for column in new if NOW[dataset].is_required(column)}
    assert required <= set(conversion.cells)


@pytest.mark.parametrize("dataset", BOTH)
def test_every_column_that_is_gone_is_the_source_of_another(dataset: str) -> None:
    gone = set(standard_before()[dataset].columns) - set(NOW[dataset].columns)
    assert gone == {cell.of for cell in conversions().of(dataset).cells.values()} & gone
    assert gone <= set(conversions().gone)


@pytest.mark.parametrize("dataset", BOTH)
def test_what_it_names_is_there(dataset: str) -> None:
    conversion, before = conversions().of(dataset), standard_before()[dataset]
    columns = NOW[dataset].columns
    assert set(conversion.cells) <= set(columns)
    assert {cell.of for cell in conversion.cells.values()} <= {"", *before.columns}
    assert set(conversion.drop) <= set(before.columns)
    for reading in conversion.read:
        assert {*reading.columns, *reading.where} <= set(columns)
        assert reading.of in {"", *columns}
    assert set(conversion.renamed_rules) <= set(before.rules)
    assert set(conversion.renamed_rules.values()) <= RULES[dataset]
