"""What the program is made of: locked with hashes, from no named index, under allowed licences."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

LOCK = ROOT / "requirements.lock"
PINNED = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; .*)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+$"
)
WORDS = re.compile(r"[A-Za-z0-9.-]+")


@cache
def locked() -> dict[str, str]:
    """The versions of the packages in the lock, by name; each line has its hashes."""
    entries = re.split(r"\n(?=\S)", LOCK.read_text(encoding="utf-8").strip())
    found = {}
    for entry in entries:
        match = PINNED.match(entry)
        assert match, f"not pinned with hashes: {entry.splitlines()[0]}"
        found[match[1]] = match[2]
    return found


@cache
def licences() -> dict[str, Any]:
    return yaml.safe_load(Path(__file__).with_name("licences.yaml").read_text(encoding="utf-8"))


def said(name: str) -> list[str] | None:
    """What an installed package says of its licence, in its own words; None if not installed."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if expression := about.get("License-Expression"):
        return [expression]
    classes = [each for each in about.get_all("Classifier") or () if each.startswith("License ::")]
    own = (about.get("License") or "").strip().splitlines()[:1]
    return [*(each.rpartition(" :: ")[2] for each in classes), *own]


def test_every_package_is_pinned_with_hashes_and_pip_and_setuptools_too() -> None:
    assert len(locked()) > 200
    assert {"pip", "setuptools"} <= set(locked())


def test_no_address_of_an_index_is_in_the_lock() -> None:
    assert "://" not in LOCK.read_text(encoding="utf-8")


def test_nothing_is_installed_without_its_hash() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in text.splitlines() if "pip install" in line]
    assert installs
    for line in installs:
        assert "--require-hashes" in line or "--no-deps" in line, line


def test_the_licence_of_every_locked_package_is_listed() -> None:
    assert sorted(licences()["packages"]) == sorted(locked())


@pytest.mark.parametrize("name", sorted(licences()["packages"]))
def test_a_package_has_an_allowed_licence(name: str) -> None:
    allowed = set(licences()["allowed"])
    for choice in licences()["packages"][name].split(" OR "):
        if set(choice.split(" AND ")) <= allowed:
            return
    pytest.fail(f"{name}: {licences()['packages'][name]}")


@pytest.mark.parametrize("name", sorted(licences()["packages"]))
def test_the_listed_licence_is_the_one_the_package_says(name: str) -> None:
    own = said(name)
    if own is None:
        pytest.skip("it is for another platform or Python")
    listed = licences()["packages"][name]
    if name in licences()["silent"]:
        assert own == []
        return
    called = licences()["also_called"]
    names = {choice for words in own for choice in called.get(words, [words])}
    parts = set(WORDS.findall(listed)) - {"AND", "OR"}
    assert listed in names or parts & names, (listed, own)


def test_the_program_has_a_licence_and_its_text() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == licences()["own"]
    assert project["authors"]
    (file,) = project["license-files"]
    first, second, *_rest = (ROOT / file).read_text(encoding="utf-8").splitlines()
    assert (first, second[:4]) == ("EUROPEAN UNION PUBLIC LICENCE v. 1.2", "EUPL")
