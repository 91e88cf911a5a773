"""The languages there are, and where the words of each stand; nothing here imports Babel.

English is the language of the code. Another language is a gettext catalogue named by its code: in
the package's `locale/`, or in the project's `params/locale/`, which may also say a word of the
package otherwise. How a language writes numbers and days stands in `locales.LANGUAGES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace

ENGLISH = "en"
"""The language of the code: a message that no catalogue has is shown as it stands there."""
OF_THE_DATA = "sv"
"""The language of the source documents, and so of what the data quote from them."""

CODE = r"[a-z]{2,3}"
"""A language's code (ISO 639), as file names, columns and keys have it."""


@dataclass(frozen=True)
class Words:
    """Where a project's words are sought.

    Attributes:
        first: Its first language, which speaks where another lacks a word.
        own: Its own catalogues, by language: where each stands, and what is written there.
    """

    first: str = ENGLISH
    own: tuple[tuple[str, str, bytes], ...] = ()

    def catalogues(self, language: str) -> tuple[tuple[str, bytes], ...]:
        """The catalogues to ask for a word of a language, in order: place and content of each.

        Those of the first language are asked last, except for English, which lacks no word.
        """
        asked = dict.fromkeys([language] if language == ENGLISH else [language, self.first])
        return tuple(
            found
            for code in asked
            for found in (
                *((place, written) for own, place, written in self.own if own == code),
                *((f"{code}.po", written) for written in _packaged(code)),
            )
        )


@cache
def _packaged(language: str) -> tuple[bytes, ...]:
    source = files("alereport") / "locale" / f"{language}.po"
    return (source.read_bytes(),) if source.is_file() else ()


@cache
def of_the_package() -> tuple[str, ...]:
    """The languages that every word of the package has been translated into, and English."""
    found = (Path(path.name) for path in (files("alereport") / "locale").iterdir())
    return tuple(sorted({ENGLISH, *(path.stem for path in found if path.suffix == ".po")}))


def of_the_project(workspace: Workspace) -> tuple[str, ...]:
    """The languages a report of the project can speak.

    Raises:
        ParamsError: A catalogue of the project's own is not named by a language.
    """
    own = [path.stem for path in _own(workspace)]
    return tuple(sorted({*of_the_package(), *own}))


def own_catalogues(workspace: Workspace) -> tuple[tuple[str, str, bytes], ...]:
    """The project's own catalogues; see `Words.own`.

    Raises:
        ParamsError: See `of_the_project`.
    """
    return tuple(
        (path.stem, workspace.relative(path), path.read_bytes()) for path in _own(workspace)
    )


def _own(workspace: Workspace) -> list[Path]:
    found = sorted(workspace.locale.glob("*.po"))
    for path in found:
        if not _is_a_language(path.stem):
            raise ParamsError(
                workspace.relative(path),
                f"{path.stem} is no language whose numbers and days are known",
                "a code of ISO 639, such as nb for Norwegian bokmål",
                "rename the file",
            )
    return found


@cache
def _is_a_language(code: str) -> bool:
    from babel import localedata  # noqa: PLC0415 - it takes long, and few projects have their own

    return re.fullmatch(CODE, code) is not None and localedata.exists(code)
