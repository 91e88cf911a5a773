"""The picture of the rooms in docs/architecture.md, held to the imports there are."""

from __future__ import annotations

import re
from functools import cache

import grimp

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PICTURE = PAGE.split("```mermaid")[1].split("```")[0]


@cache
def imports() -> dict[str, set[str]]:
    """Which rooms each room imports."""
    graph = grimp.build_graph("alereport", cache_dir=None)
    rooms: dict[str, set[str]] = {}
    for module in graph.modules - {"alereport"}:
        room = module.split(".")[1]
        imported = {
            name.split(".")[1]
            for name in graph.find_modules_directly_imported_by(module)
            if "." in name
        }
        rooms.setdefault(room, set()).update(imported - {room})
    return rooms


def below(room: str, without: tuple[str, str] | None = None) -> set[str]:
    """The rooms that a room reaches over imports, but for one import."""
    reached: set[str] = set()
    waiting = [room]
    while waiting:
        importer = waiting.pop()
        for imported in imports()[importer]:
            if (importer, imported) != without and imported not in reached:
                reached.add(imported)
                waiting.append(imported)
    return reached


def test_the_picture_has_the_imports_that_no_others_imply() -> None:
    drawn = set(re.findall(r"(\w+) --> (\w+)", PICTURE))
    needed = {
        (room, imported)
        for room, all_imported in imports().items()
        for imported in all_imported
        if imported not in below(room, without=(room, imported))
    }
    assert drawn == needed


def test_every_room_has_a_row_in_the_table() -> None:
    rows = re.findall(r"^\| (`.+?`) \|", PAGE.split("## The way of one amount")[0], re.MULTILINE)
    assert {room for row in rows for room in re.findall(r"`(\w+)`", row)} == set(imports())


def test_every_module_that_the_page_names_is_there() -> None:
    for name in re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.py)?)`", PAGE):
        if name.split("/")[0] in imports():
            assert (ROOT / "alereport" / name).exists(), name
