"""A municipality's project begun: everything it needs to publish, and a made-up committee."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from alereport import demo
from alereport.base import params
from alereport.base.errors import ParamsError
from alereport.base.workspace import MARKER, Workspace, new_folder, write_atomically
from alereport.demo import committees
from alereport.projects import base, settings, template

OWN = Path(__file__).with_name("files")
"""What is the municipality's from the first day; a dot before a name is written as `dot-`."""
ALLOWED = {".git", ".venv"}
"""What a folder may have and still be empty: what one makes before the project."""
PLACE = ".alereport-init"
"""The folder in which the project is made, until each of its parts is moved to where it belongs."""
SEED = 1
FIRST_DAY = date(committees.LAST_YEAR - 1, 12, 31)
"""The last day before the year of the example's plan."""
MOST_LISTED = 8


def begin(folder: Path, *, name: str, code: int, languages: Sequence[str]) -> Workspace:
    """Make a project with a made-up committee in an empty folder.

    It is a project only when all of it is there: what makes it one, its settings, comes last.

    Args:
        folder: The folder, which is made if there is none.
        name: The municipality's name.
        code: Its code.
        languages: The languages of its reports, the first its own.

    Raises:
        ParamsError: The folder is not empty, is in a project, or the name, code or a language
            cannot be used.
    """
    folder = folder.absolute()
    first = settings.example(name, code, languages, FIRST_DAY)
    settings.validated(first)
    _require_empty(folder)
    is_new = not folder.exists()
    try:
        with new_folder(folder / PLACE) as root:
            _write(Workspace(root), first)
        _move_up(folder / PLACE, folder)
    except BaseException:
        if is_new:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return Workspace(folder)


def demonstrate(folder: Path, *, committee_count: int, years: int, seed: int) -> Workspace:
    """Make a project of made-up committees, like the project around or, if none is, like a new one.

    Raises:
        ParamsError: See `demo.make`.
    """
    if around := Workspace.around():
        return demo.make(around, folder, committee_count=committee_count, years=years, seed=seed)
    values = settings.example("Exempelkommunen", 2599, ("sv", "en"), FIRST_DAY)
    with template.as_project(settings.text(values), settings.validated(values)) as like:
        return demo.make(like, folder, committee_count=committee_count, years=years, seed=seed)


def _require_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ParamsError(str(folder), "it is a file", "a folder", "choose another name")
    found = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    there = [name for name in found if name not in ALLOWED]
    if there:
        more = ", …" if len(there) > MOST_LISTED else ""
        listed = ", ".join(there[:MOST_LISTED]) + more
        step = "choose another folder, or move what is there"
        raise ParamsError(str(folder), f"it is not empty: {listed}", "an empty folder", step)
    if around := Workspace.around(folder):
        found_there = f"it is in the project {around.root}"
        raise ParamsError(str(folder), found_there, "a folder of its own", "choose another")


def _write(workspace: Workspace, values: Mapping[str, Any]) -> None:
    """Write the whole project."""
    municipality = settings.validated(values)
    files = template.files(municipality)
    template.write(workspace.root, files)
    write_atomically(workspace.municipality, settings.text(values))
    as_of = _add_example(workspace)
    write_atomically(workspace.municipality, settings.text({**values, "as_of": as_of}))
    _write_own(workspace.root, name=municipality.name)
    base.write(workspace, files)


def _add_example(workspace: Workspace) -> Any:
    """Add the rows, seals and parameters of a made-up committee; return the day they speak of."""
    made = demo.make(workspace, workspace.root / "example", committee_count=1, years=1, seed=SEED)
    rows = [*made.data_files(), made.seals, made.rules_lock]
    reports = list(made.params.glob("*-[0-9]*.yaml"))
    for path in (*rows, *reports):
        path.rename(workspace.root / made.relative(path))
    as_of = params.municipality(made).as_of
    shutil.rmtree(made.root)
    return as_of


def _write_own(root: Path, **gaps: str) -> None:
    """Write what is the municipality's own, with its name and the version in their gaps."""
    gaps["version"] = metadata.version("alereport")
    for source in sorted(path for path in OWN.rglob("*") if path.is_file()):
        written = source.read_text(encoding="utf-8")
        for gap, value in gaps.items():
            written = written.replace(f"{{{gap}}}", value)
        name = source.relative_to(OWN).as_posix().replace("dot-", ".")
        write_atomically(root / name, written)


def _move_up(place: Path, folder: Path) -> None:
    """Move each part of the project to its folder; its settings, by which it is one, last."""
    for path in sorted(place.iterdir(), key=lambda path: path.name == MARKER.parts[0]):
        path.rename(folder / path.name)
    place.rmdir()
