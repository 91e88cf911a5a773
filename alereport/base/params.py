"""What a person may set: `params/municipality.yaml` and one file per committee and year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)
from pydantic import field_validator as check

from alereport.base import keyed_files, languages
from alereport.base.errors import ParamsError
from alereport.base.workspace import MARKER, Workspace

Model = TypeVar("Model", bound=BaseModel)
Email = Annotated[str, StringConstraints(pattern=r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]

LIGHT, DARK = "#ffffff", "#14181b"
"""The page's background in the light and the dark theme."""
TEXT_CONTRAST = 4.5
"""The least contrast of text against its background (WCAG 2.1, criterion 1.4.3)."""


def _is_spoken(code: str, about: ValidationInfo) -> str:
    """A language there are words in, where the project it is asked of is known."""
    there = (about.context or {}).get("languages", (code,))
    if code not in there:
        raise ValueError(
            f"{', '.join(map(repr, there))}, or a language with its words in params/locale, such "
            "as 'nb' in nb.po"
        )
    return code


Language = Annotated[str, AfterValidator(_is_spoken)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Colours(_Frozen):
    """The municipality's own colours.

    Attributes:
        accent: Links and marks on white, `#rrggbb`.
        accent_on_dark: The same on the dark theme's background.
    """

    accent: Colour
    accent_on_dark: Colour

    @check("accent", "accent_on_dark")
    @classmethod
    def _is_readable(cls, colour: str, info: Any) -> str:
        background = LIGHT if info.field_name == "accent" else DARK
        contrast = contrast_ratio(colour, background)
        if contrast < TEXT_CONTRAST:
            raise ValueError(
                f"a contrast of at least {TEXT_CONTRAST}:1 against {background}, of which it has "
                f"{contrast:.1f}:1"
            )
        return colour


class Limits(_Frozen):
    """What a notebook may take before the batch ends it.

    Attributes:
        cell_seconds: How long one cell may run.
        notebook_seconds: How long all cells together may run.
        memory_mib: How much a kernel may allocate beyond what it starts with, in MiB; a cell that
            asks for more raises MemoryError.
        retries: How many more tries a notebook has whose kernel died.
    """

    cell_seconds: Annotated[int, Field(ge=1, strict=True)] = 300
    notebook_seconds: Annotated[int, Field(ge=1, strict=True)] = 900
    memory_mib: Annotated[int, Field(ge=64, strict=True)] = 2048
    retries: Annotated[int, Field(ge=0, le=10, strict=True)] = 1


class Thresholds(_Frozen):
    """Where the analyses and the gate draw their lines.

    Attributes:
        change_percent: A change from the previous year's budget of at least so much, and of
            `change_tkr`, asks for a comment.
        change_tkr: See `change_percent`; in thousands of kronor.
        smallest_group: A figure on sick leave is withheld where its group has this many employees
            or fewer. The law says ten; a municipality may be stricter and not laxer.
        employees_per_manager: The fewest and the most employees a manager is to have.
        employees_per_manager_source: The document that says so, as a reader is to see it.
    """

    change_percent: Annotated[float, Field(gt=0)] = 25
    change_tkr: Annotated[int, Field(gt=0, strict=True)] = 1000
    smallest_group: Annotated[int, Field(ge=10, strict=True)]
    employees_per_manager: tuple[
        Annotated[int, Field(ge=1, strict=True)], Annotated[int, Field(ge=1, strict=True)]
    ]
    employees_per_manager_source: Annotated[str, StringConstraints(min_length=1)]

    @check("employees_per_manager")
    @classmethod
    def _is_a_range(cls, bounds: tuple[int, int]) -> tuple[int, int]:
        if bounds[0] > bounds[1]:
            raise ValueError(
                f"the lowest first: the lowest, {bounds[0]}, is above the highest, {bounds[1]}"
            )
        return bounds


class Contact(_Frozen):
    """Who answers for the open data.

    Attributes:
        name: A function rather than a person, such as `Ekonomienheten`.
        email: Its address.
    """

    name: Annotated[str, StringConstraints(min_length=1)]
    email: Email


class OpenData(_Frozen):
    """What the municipality itself must say of its open data.

    Attributes:
        licence: What anyone may do with them: public domain, or with the source named.
        address: Where the folder of the open data is published, such as
            `https://www.example.se/rapport/sv/open-data/`; without it, the metadata speak of their
            own place, wherever that is.
        contact: Whom to ask; none leaves it out.
    """

    licence: Literal["CC0-1.0", "CC-BY-4.0"]
    address: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+/$")] | None = None
    contact: Contact | None = None


class Accessibility(_Frozen):
    """What the accessibility statement says of this municipality (law 2018:1937).

    Attributes:
        email: Where a reader writes about what does not work.
        phone: Where she rings.
        assessed: The day the report was last assessed.
        shortcomings: By language, what the assessment found beside what holds for every report.
    """

    email: Email
    phone: Annotated[str, StringConstraints(pattern=r"^[+0][\d -]+\d$")]
    assessed: date
    shortcomings: dict[Language, tuple[str, ...]] = {}


class Municipality(_Frozen):
    """What holds for every report.

    Attributes:
        name: The municipality's name, such as `Ale kommun`.
        code: Its four-digit code (SCB's kommunkod).
        languages: The languages every report is made in; the first is the main one.
        as_of: The date the figures speak from.
        colours: The accent of the published pages.
        limits: What a notebook may take.
        synthetic: Whether the data are made up, which every page then says.
        thresholds: Where the analyses draw their lines.
        open_data: What the open data say of themselves.
        accessibility: What the accessibility statement says of it.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[^\W\d_]+([ -][^\W\d_]+)*$")]
    code: Annotated[int, Field(ge=101, le=2599)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    as_of: date
    colours: Colours
    thresholds: Thresholds
    open_data: OpenData
    accessibility: Accessibility
    limits: Limits = Limits()
    synthetic: bool = False


class ReportParams(_Frozen):
    """One committee and year; the flat scalars a notebook takes.

    Attributes:
        committee: The committee's short name in `data/committees`.
        year: The year of the committee's plan or annual report.
        language: What stock papermill executes in; a batch makes every language.
    """

    committee: Annotated[str, StringConstraints(pattern=r"^[a-z]+$")]
    year: Annotated[int, Field(ge=1971, le=2100, strict=True)]
    language: Language

    @property
    def slug(self) -> str:
        """The committee and year as one name, such as `ks-2024`."""
        return f"{self.committee}-{self.year}"


class MunicipalityParams(_Frozen):
    """The whole municipality; what its notebooks take.

    Attributes:
        language: See `ReportParams`.
    """

    language: Language

    @property
    def slug(self) -> str:
        """What the report is called beside those of the committees."""
        return MARKER.stem


Parameters = ReportParams | MunicipalityParams
"""What a notebook is given."""


def contrast_ratio(one: str, other: str) -> float:
    """How far apart two colours are in luminance, from 1 to 21 (WCAG 2.1, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def municipality(workspace: Workspace) -> Municipality:
    """The settings that hold for every report.

    Raises:
        ParamsError: The file cannot be read, or a key is missing, unknown or wrong.
    """
    return _read(Municipality, workspace, workspace.municipality)


def words(workspace: Workspace) -> languages.Words:
    """Where the words of the reports are sought.

    Raises:
        ParamsError: See `municipality`; or a catalogue is not named by a language.
    """
    first = municipality(workspace).languages[0]
    return languages.Words(first, languages.own_catalogues(workspace))


def reports(
    workspace: Workspace,
    committees: Sequence[str] = (),
    years: Sequence[int] = (),
) -> tuple[ReportParams, ...]:
    """Every committee and year in `params/` that the filters let through, newest first.

    Args:
        committees: Short names to keep; none means all.
        years: Years to keep; none means all.

    Raises:
        ParamsError: There is no report at all, a file is wrong, or its name is not its committee
            and year.
    """
    others = {workspace.municipality, workspace.contents}
    paths = sorted(path for path in workspace.params.glob("*.yaml") if path not in others)
    if not paths:
        raise ParamsError(
            workspace.relative(workspace.params),
            "there is no report",
            "a file such as ks-2024.yaml for each committee and year",
            "add one",
        )
    found = [_report(workspace, path) for path in paths]
    kept = (
        report
        for report in found
        if (not committees or report.committee in committees)
        and (not years or report.year in years)
    )
    return tuple(sorted(kept, key=lambda report: (-report.year, report.committee)))


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
    known = languages.of_the_project(workspace)
    text, given = keyed_files.written(path, place)
    return keyed_files.validated(model, given, place=place, text=text, known=known)
