"""The commands that begin a project and bring it to the version of the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alereport.base.languages import DATA_LANGUAGE
from alereport.cli.options import err, out


def init(
    name: Annotated[
        str, typer.Option("--name", help="The municipality's name, such as Lilla Edets kommun.")
    ],
    code: Annotated[
        int, typer.Option("--code", help="Its four-digit code (SCB's kommunkod), such as 1462.")
    ],
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="The folder of the project: an empty one, or one to make. Default: the current one."
        ),
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
