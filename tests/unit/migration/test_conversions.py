"""The table of conversions, held to the schemas of both versions."""

from __future__ import annotations

import pytest

from alereport.base import yaml_files
from alereport.data import standard
from alereport.data.schemas import Schema
from alereport.migration.conversions import conversions, standard_of

NOW = {
    name: Schema.model_validate(yaml_files.load(files["table.yaml"]))
    for name, files in standard.files().items()
}
RULES = {
    name: {rule["rule"] for rule in yaml_files.load(files.get("rules.yaml", b"[]"))}
    for name, files in standard.files().items()
}
VERSIONS = [each.version for each in conversions().versions]
BOTH = [(version, name) for version in VERSIONS for name in standard_of(version) if name in NOW]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_dataset_of_an_earlier_version_is_in_this_one(version: str) -> None:
    assert set(standard_of(version)) <= set(NOW)
    (earlier, *_later) = conversions().since(version)
    assert set(earlier.datasets) <= set(standard_of(version))


def test_a_version_is_known_by_a_column_that_all_later_ones_have() -> None:
    for earlier in conversions().versions:
        dataset, column = earlier.lacks.dataset, earlier.lacks.column
        _this, *later = conversions().since(earlier.version)
        assert column not in standard_of(earlier.version)[dataset].columns
        assert all(column in standard_of(each.version)[dataset].columns for each in later)
        assert column in NOW[dataset].columns


@pytest.mark.parametrize(("version", "dataset"), BOTH)
def test_every_new_column_is_filled_or_asked_for(version: str, dataset: str) -> None:
    conversion = conversions().of(dataset, version)
    asked = {column for reading in conversion.read for column in reading.columns}
    translated = {
        column for columns in NOW[dataset].translations.values() for column in columns.values()
    }
    new = set(NOW[dataset].columns) - set(standard_of(version)[dataset].columns)
    assert new <= asked | translated | set(conversion.cells)
    required = {column for column in new if NOW[dataset].is_required(column)}
    assert required <= set(conversion.cells)


@pytest.mark.parametrize(("version", "dataset"), BOTH)
def test_every_column_that_is_gone_is_the_source_of_another(version: str, dataset: str) -> None:
    gone = set(standard_of(version)[dataset].columns) - set(NOW[dataset].columns)
    assert gone == {cell.of for cell in conversions().of(dataset, version).cells.values()} & gone
    assert gone <= set(conversions().gone(version))


@pytest.mark.parametrize(("version", "dataset"), BOTH)
def test_what_it_names_is_there(version: str, dataset: str) -> None:
    conversion, before = conversions().of(dataset, version), standard_of(version)[dataset]
    columns = NOW[dataset].columns
    assert set(conversion.cells) <= set(columns)
    assert {cell.of for cell in conversion.cells.values()} <= {"", *before.columns}
    assert set(conversion.drop) <= set(before.columns)
    for reading in conversion.read:
        assert {*reading.columns, *reading.where} <= set(columns)
        assert reading.of in {"", *columns}
    assert set(conversion.renamed_rules) <= set(before.rules)
    assert set(conversion.renamed_rules.values()) <= RULES[dataset]
