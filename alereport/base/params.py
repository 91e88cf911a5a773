"""The files in `params/`: the municipality's settings, and one file per committee and year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field

from alereport.base import keyed_files, languages
from alereport.base.errors import ParamsError
from alereport.base.forms import written_as
from alereport.base.keyed_files import Frozen
from alereport.base.settings import Language, Municipality
from alereport.base.workspace import MARKER, Workspace, written

Model = TypeVar("Model", bound=BaseModel)


class ReportParams(Frozen):
    """One committee and year; the scalar parameters of a notebook.

    Attributes:
        committee: The committee's short name in `data/committees`.
        year: The year of the committee's plan or annual report.
        language: The language when plain papermill executes it; a batch runs every language.
    """

    committee: Annotated[str, written_as(r"[a-z]+", "a committee by its short name, as ks")]
    year: Annotated[int, Field(ge=1971, le=2100, strict=True)]
    language: Language

    @property
    def slug(self) -> str:
        """The committee and year as one name, such as `ks-2024`."""
        return f"{self.committee}-{self.year}"


class MunicipalityParams(Frozen):
    """The whole municipality; the parameters of its notebooks.

    Attributes:
        language: See `ReportParams`.
    """

    language: Language

    @property
    def slug(self) -> str:
        """The report's name, beside those of the committees."""
        return MARKER.stem


Parameters = ReportParams | MunicipalityParams
"""The parameters of a notebook."""


def municipality(workspace: Workspace) -> Municipality:
    """The settings that apply to every report.

    Raises:
        ParamsError: The file cannot be read, or a key is missing, unknown or invalid.
    """
    return _read(Municipality, workspace, workspace.municipality)


def words(workspace: Workspace) -> languages.Words:
    """Where the translations of the reports are looked up.

    Raises:
        ParamsError: See `municipality`; or a catalogue is not named after a language.
    """
    settings = municipality(workspace)
    replaced = {code: tuple(sorted(words.items())) for code, words in settings.words.items()}
    own = languages.project_catalogues(workspace)
    return languages.Words(settings.languages[0], own, tuple(sorted(replaced.items())))


def committee_years(
    workspace: Workspace,
    committees: Sequence[str] = (),
    years: Sequence[int] = (),
) -> tuple[ReportParams, ...]:
    """Every committee and year in `params/` that matches the filters, newest first.

    Args:
        committees: The short names of committees to include; all if empty.
        years: The years to include; all if empty.

    Raises:
        ParamsError: There is no report at all, a file is invalid, or its name does not match its
            committee and year.
    """
    others = {
        workspace.municipality,
        workspace.contents,
        workspace.glossary,
        workspace.comparison,
    }
    paths = sorted(path for path in written(workspace.params, "*.yaml") if path not in others)
    if not paths:
        raise ParamsError(
            workspace.relative(workspace.params),
            "there is no report",
            "a file such as ks-2024.yaml for each committee and year",
            "add one",
        )
    all_reports = [_report(workspace, path) for path in paths]
    matching = (
        report
        for report in all_reports
        if (not committees or report.committee in committees)
        and (not years or report.year in years)
    )
    return tuple(sorted(matching, key=lambda report: (-report.year, report.committee)))


def _report(workspace: Workspace, path: Path) -> ReportParams:
    report = _read(ReportParams, workspace, path)
    if path.stem != report.slug:
        raise ParamsError(
            workspace.relative(path),
            f"it holds committee {report.committee} and year {report.year}",
            f"the file name {report.slug}.yaml for these",
            "rename the file or correct its keys",
        )
    return report


def _read(model: type[Model], workspace: Workspace, path: Path) -> Model:
    place = workspace.relative(path)
    available = languages.project_languages(workspace)
    text, value = keyed_files.read(path, place)
    return keyed_files.validated(model, value, place=place, text=text, languages=available)
