"""The available languages and where their translations are; nothing here imports Babel.

English is the language of the code. Another language is a gettext catalogue named by its code: in
the package's `locale/`, or in the project's `params/locale/`, which may also override translations
of the package. How a language writes numbers and dates is in `locales.LANGUAGES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from alereport.base import files
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace, written

ENGLISH = "en"
"""The language of the code: a message that no catalogue translates is shown in English."""
DATA_LANGUAGE = "sv"
"""The language of the source documents, and so of quotations from them in the data."""

CODE = r"[a-z]{2,3}"
"""A language code (ISO 639), as used in file names, columns and keys."""


@dataclass(frozen=True)
class Words:
    """Where a project's translations are looked up.

    Attributes:
        first: Its first language, which is shown where another lacks a translation.
        project_catalogues: The language, file and content of each of the project's own catalogues.
        replaced: A language, and its words in the catalogues with what is said instead.
    """

    first: str = ENGLISH
    project_catalogues: tuple[tuple[str, str, bytes], ...] = ()
    replaced: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def catalogues(self, language: str) -> tuple[tuple[str, bytes], ...]:
        """The catalogues to look up a language in, in order: file and content of each.

        Those of the first language come last; English needs none of them.
        """
        codes = dict.fromkeys([language] if language == ENGLISH else [language, self.first])
        return tuple(
            catalogue
            for code in codes
            for catalogue in (
                *((place, data) for key, place, data in self.project_catalogues if key == code),
                *((f"{code}.po", data) for data in _packaged(code)),
            )
        )


@cache
def _packaged(language: str) -> tuple[bytes, ...]:
    source = resources.files("alereport") / "locale" / f"{language}.po"
    return (source.read_bytes(),) if source.is_file() else ()


@cache
def package_languages() -> tuple[str, ...]:
    """English and the languages that the whole package has been translated into."""
    paths = (Path(path.name) for path in (resources.files("alereport") / "locale").iterdir())
    return tuple(sorted({ENGLISH, *(path.stem for path in paths if path.suffix == ".po")}))


def project_languages(workspace: Workspace) -> tuple[str, ...]:
    """The languages that a report of the project can be written in.

    Raises:
        ParamsError: One of the project's catalogues is not named after a language.
    """
    codes = [path.stem for path in _catalogue_files(workspace)]
    return tuple(sorted({*package_languages(), *codes}))


def project_catalogues(workspace: Workspace) -> tuple[tuple[str, str, bytes], ...]:
    """The project's own catalogues; see `Words`.

    Raises:
        ParamsError: See `project_languages`.
    """
    return tuple(
        (path.stem, place, files.read(path, place=place, error=ParamsError))
        for path in _catalogue_files(workspace)
        for place in [workspace.relative(path)]
    )


def _catalogue_files(workspace: Workspace) -> list[Path]:
    paths = sorted(written(workspace.locale, "*.po"))
    for path in paths:
        if not _is_a_language(path.stem):
            raise ParamsError(
                workspace.relative(path),
                f"{path.stem} is not a language whose numbers and dates can be written",
                "a code of ISO 639, such as nb for Norwegian bokmål",
                "rename the file",
            )
    return paths


@cache
def _is_a_language(code: str) -> bool:
    from babel import localedata  # noqa: PLC0415 - it is slow, and few projects need it

    return re.fullmatch(CODE, code) is not None and localedata.exists(code)
