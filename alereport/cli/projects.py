"""The commands that begin a project and bring it to the version of the package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alereport.base.languages import DATA_LANGUAGE
from alereport.base.workspace import Workspace
from alereport.cli.options import AsJson, err, out, print_json
from alereport.cli.publishing import exclusive

if TYPE_CHECKING:
    from alereport.projects.upgrade import Upgrade


def init(
    name: Annotated[
        str, typer.Option("--name", help="The municipality's name, such as Lilla Edets kommun.")
    ],
    code: Annotated[
        int, typer.Option("--code", help="Its four-digit code (SCB's kommunkod), such as 1462.")
    ],
    folder: Annotated[
        Path | None,
        typer.Argument(help="The folder: an empty one, or one to make. Default: the current one."),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(
            "--language",
            "-l",
            metavar="CODE",
            help="A language of its reports, the first its own; may be repeated. Default: sv.",
        ),
    ] = None,
) -> None:
    """Begin a municipality's project in an empty folder, ready to build.

    It gets the schemas, rules, notebooks and the book of this version, settings with each key
    explained, a README, files for git and CI, and one made-up committee: every page says that its
    figures are not real, and the README how to take it away. What the package gave is kept in
    .alereport/base/, which belongs to the project, for alereport upgrade. A folder with anything
    but .git and .venv in it is refused, and nothing is left half made.
    """
    from alereport.projects import start

    place = folder or Path()
    with err.status("Making the project …"):
        made = start.begin(
            place, name=name, code=code, languages=tuple(language or (DATA_LANGUAGE,))
        )
    out.print(f"Made the project of {name} in {made.root}, with a made-up committee.")
    step = "" if folder is None else f"cd {folder}; "
    out.print(f"Next: {step}alereport build. What is what, and what to replace: README.md.")


SAID = {
    "new": "new",
    "updated": "as this version has it",
    "merged": "what you and this version changed",
    "clash": "you and this version changed the same",
    "kept": "changed by you, kept as it is",
    "removed": "removed by you, not brought back",
    "retired": "not in this version, removed",
}
"""What is printed of a file, by what becomes of it."""


def upgrade(
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would change, line by line; change nothing."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the project's schemas, rules, notebooks and book to the version of the package.

    What the municipality changed stays: a file that only it changed is left alone, and one that
    both changed gets the changes of both, line by line. Where both changed the same lines, the
    municipality's stay, and the version's own file is put in .alereport/conflicts/ until it is
    read and removed. A project without .alereport/base/ keeps every file that differs. Data of an
    earlier version are to be migrated first: alereport migrate. Running it twice changes nothing.
    """
    from alereport.projects import upgrade as upgrading

    workspace = Workspace.discover()
    with nullcontext() if dry_run else exclusive(workspace):
        done = upgrading.upgrade(workspace, dry_run=dry_run)
    if as_json:
        print_json({"upgraded": not dry_run, **asdict(done)})
        return
    for line in _lines(done, dry_run=dry_run):
        out.print(line)


def _lines(done: Upgrade, *, dry_run: bool) -> Iterator[str]:
    verb = "Would upgrade" if dry_run else "Upgraded"
    shown = [change for change in done.changes if change.before != change.after or change.clashes]
    if not shown:
        yield f"The project is as alereport {done.now} has it, but for what you changed."
    else:
        before = done.before or "a version that is not known"
        yield f"{verb} from {before} to {done.now}."
    for change in done.changes:
        places = ", ".join(map(str, change.clashes))
        yield f"  {change.file}: {SAID[change.what]}{f', from line {places}' if places else ''}"
        if dry_run:
            yield from change.difference
    if done.locked:
        yield "The rules were locked as they are now: data/rules.lock."
    for name in done.to_read:
        yield (
            f".alereport/conflicts/{name}: this version's file; take what you want of it into "
            f"{name}, and remove it."
        )
