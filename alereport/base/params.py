"""The settings: `params/municipality.yaml` and one file per committee and year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)
from pydantic import field_validator as check

from alereport.base import keyed_files, languages, patterns
from alereport.base.errors import ParamsError
from alereport.base.workspace import MARKER, Workspace, written

Model = TypeVar("Model", bound=BaseModel)
Email = Annotated[str, StringConstraints(pattern=r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]

LIGHT, DARK = "#ffffff", "#14181b"
"""The page's background in the light and the dark theme."""
TEXT_CONTRAST = 4.5
"""The minimum contrast of text against its background (WCAG 2.1, criterion 1.4.3)."""


def _is_available(code: str, info: ValidationInfo) -> str:
    """Check that a language has translations, if the project's languages are given as context."""
    available = (info.context or {}).get("languages", (code,))
    if code not in available:
        raise ValueError(
            f"{', '.join(map(repr, available))}, or a language with its words in params/locale, "
            "such as 'nb' in nb.po"
        )
    return code


Language = Annotated[str, AfterValidator(_is_available)]


def _by_language(words: object) -> object:
    """Return words given once as those of the documents' language."""
    return {languages.DATA_LANGUAGE: words} if isinstance(words, str) else words


WordsByLanguage = Annotated[
    dict[Language, Annotated[str, StringConstraints(min_length=1)]],
    Field(min_length=1),
    BeforeValidator(_by_language),
]
"""Words by language; words given once are in the language of the documents."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


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
                f"a contrast of at least {TEXT_CONTRAST}:1 against {background}, and it has "
                f"{contrast:.1f}:1"
            )
        return colour


class Limits(_Frozen):
    """The time and memory that a notebook may use before the batch stops it.

    Attributes:
        cell_seconds: The maximum time for one cell.
        notebook_seconds: The maximum time for all cells together.
        memory_mib: How much memory a kernel may allocate after it has started, in MiB; a cell that
            needs more raises MemoryError.
        retries: How many times a notebook is run again after its kernel died.
    """

    cell_seconds: Annotated[int, Field(ge=1, strict=True)] = 300
    notebook_seconds: Annotated[int, Field(ge=1, strict=True)] = 900
    memory_mib: Annotated[int, Field(ge=64, strict=True)] = 2048
    retries: Annotated[int, Field(ge=0, le=10, strict=True)] = 1


class Thresholds(_Frozen):
    """Thresholds of the analyses and the gate.

    Attributes:
        change_percent: A change from the previous year's budget of at least this percentage, and of
            at least `change_tkr`, requires a comment.
        change_tkr: See `change_percent`; in thousands of kronor.
        smallest_group: A figure on sick leave is withheld if its group has this many employees or
            fewer. The law says ten; a municipality may be stricter but not laxer.
        employees_per_manager: The fewest and the most employees a manager should have.
        employees_per_manager_source: Who says so, by language, as the words after "according to".
    """

    change_percent: Annotated[float, Field(gt=0)] = 25
    change_tkr: Annotated[int, Field(gt=0, strict=True)] = 1000
    smallest_group: Annotated[int, Field(ge=10, strict=True)]
    employees_per_manager: tuple[
        Annotated[int, Field(ge=1, strict=True)], Annotated[int, Field(ge=1, strict=True)]
    ]
    employees_per_manager_source: WordsByLanguage

    @check("employees_per_manager")
    @classmethod
    def _is_a_range(cls, bounds: tuple[int, int]) -> tuple[int, int]:
        if bounds[0] > bounds[1]:
            raise ValueError(
                f"the lowest first: the lowest, {bounds[0]}, is above the highest, {bounds[1]}"
            )
        return bounds


class SickLeaveHabits(_Frozen):
    """Within which limits figures on sick leave are, and how they are printed.

    Attributes:
        lowest: The lowest plausible percentage of working time; 1 refuses a fraction (0.146).
        highest: The highest plausible percentage.
        long_term_lowest: The lowest plausible percentage of long-term sick leave.
        decimals: The most decimals that a percentage is printed with.
    """

    lowest: Annotated[float, Field(ge=0, le=100)] = 0
    highest: Annotated[float, Field(ge=0, le=100)] = 60
    long_term_lowest: Annotated[float, Field(ge=0, le=100)] = 0
    decimals: Annotated[int, Field(ge=0, le=6, strict=True)] = 2


Word = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]
Words = Annotated[tuple[Word, ...], Field(min_length=1)]


class Habits(_Frozen):
    """How this municipality's documents are written, where municipalities differ.

    The rules in `data/*/rules.yaml` read it. The defaults suit any municipality; narrower habits
    let the gate find more.

    Attributes:
        reference: A regular expression that a whole registry number matches.
        hedges: Words before a figure that make it uncertain; `-tal` stands after it.
        manager_words: Parts of words that name managers, such as `chef` in `enhetschef`.
        staff_words: Parts of words that name people employed, needed beside words that name
            managers or full-time equivalents (`årsarbetare`, which are no headcount).
        short_names_from_words: Short names of areas, goals and measures are made from the words
            they stand for.
        told_with_goals: Plans print activities, measures and links in the section of the goal that
            they belong to.
        registers_in_order: Committees and areas are registered in the order of their short names,
            and documents by kind, those of one kind in the order of their years.
        tables_in_one_section: A document has its budget, and its investments, in one section.
        managers_beside_staff: A unit's managers are counted beside the staff they manage.
        even_annual_grants: An annual grant (`årsanslag`) is the same amount each year.
        investment_years: How many years an investment plan covers, from the plan's own without
            gaps; 0 if that varies.
        rounding_tkr: The steps that amounts are printed rounded to, in tkr, such as 100 for
            0,1 mnkr: where all amounts of a column are multiples of one, its total may differ from
            its parts by what rounding explains. None of them if totals are exact.
        looks_back_years: How many years before the last one it reports a document tells of.
        looks_ahead_years: How many years after its own a document sets dates and targets for.
        sick_leave: See `SickLeaveHabits`.
    """

    reference: str = (
        r"(?:[Dd]nr:? )?[A-ZÅÄÖ]{0,6}[ ./-]?(?:19|20)[0-9]{2}"
        r"[ ./:-]+[0-9]{1,6}(?:[ ./:-]+[0-9.]{1,9})?"
    )
    hedges: Words = (
        *("ca", "ca.", "c:a", "cirka", "drygt", "knappt", "nästan", "närmare", "omkring"),
        *("ungefär", "runt", "mer än", "över", "uppemot", "uppåt", "i storleksordningen"),
        *("uppskattningsvis", "uppskattat", "preliminärt", "preliminär", "beräknat", "-tal"),
    )
    manager_words: Words = ("chef", "rektor", "föreståndare", "direktör", "ledare")
    staff_words: Words = (
        *("medarbetare", "anställ", "personal", "person", "tjänstem", "arbetstagare", "lärare"),
        *("pedagog", "skötare", "sköterska", "biträde", "handläggare", "sekreterare", "assistent"),
        *("inspektör", "ingenjör", "tekniker", "kurator", "kock"),
    )
    short_names_from_words: bool = False
    told_with_goals: bool = False
    registers_in_order: bool = False
    tables_in_one_section: bool = False
    managers_beside_staff: bool = False
    even_annual_grants: bool = False
    investment_years: Annotated[int, Field(ge=0, le=20, strict=True)] = 0
    rounding_tkr: tuple[Annotated[int, Field(ge=1, le=1_000_000, strict=True)], ...] = ()
    looks_back_years: Annotated[int, Field(ge=0, le=50, strict=True)] = 5
    looks_ahead_years: Annotated[int, Field(ge=0, le=50, strict=True)] = 10
    sick_leave: SickLeaveHabits = SickLeaveHabits()

    @check("reference")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        if problem := patterns.problem(pattern):
            raise ValueError(f"a regular expression that is quickly matched; it is {problem}")
        return pattern


Phone = Annotated[str, StringConstraints(pattern=r"^[+0][\d -]+\d$")]


class Contact(_Frozen):
    """Whom to ask: about the open data, or about the whole report.

    Attributes:
        name: A department or role rather than a person, such as `Ekonomienheten`.
        email: Its e-mail address.
        phone: Its telephone number; left out if none.
    """

    name: Annotated[str, StringConstraints(min_length=1)]
    email: Email
    phone: Phone | None = None

    @property
    def as_text(self) -> str:
        """Name, address and telephone number on one line, the number unbroken."""
        phone = (self.phone or "").replace(" ", "\u00a0")
        return ", ".join(filter(None, (self.name, self.email, phone)))


class Release(_Frozen):
    """When the report is published and whom to ask; told on the front page and the cover.

    Attributes:
        published: The day of this publication, as decided; never taken from the clock.
        next: The day (`2027-05-17`) or month (`2027-05`) of the next one; left out if not decided.
        contact: Whom to ask about the report, and for a document that has no address.
    """

    published: date
    next: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}(-\d{2})?$")] | None = None
    contact: Contact

    @check("next", mode="before")
    @classmethod
    def _as_text(cls, day: Any) -> Any:
        return day.isoformat() if isinstance(day, date) else day

    @check("next")
    @classmethod
    def _is_later(cls, day: str | None, info: ValidationInfo) -> str | None:
        try:
            date.fromisoformat(f"{day}-01"[:10]) if day else None
        except ValueError:
            raise ValueError("a day or month of the calendar, such as 2027-05") from None
        published = info.data.get("published")
        if day and published and day <= published.isoformat()[: len(day)]:
            raise ValueError(f"a day or month after this publication, {published.isoformat()}")
        return day


class OpenData(_Frozen):
    """What the municipality states about its open data.

    Attributes:
        licence: The licence: public domain, or use with attribution.
        address: Where the folder of the open data is published, such as
            `https://www.example.se/rapport/sv/open-data/`; without it, the metadata use relative
            addresses.
        contact: The contact; left out if none.
    """

    licence: Literal["CC0-1.0", "CC-BY-4.0"]
    address: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+/$")] | None = None
    contact: Contact | None = None


class Accessibility(_Frozen):
    """What the accessibility statement says about this municipality (law 2018:1937).

    Attributes:
        email: The address for reports of problems.
        phone: The telephone number for reports of problems.
        assessed: The day the report was last assessed.
        shortcomings: By language, what the assessment found beyond what applies to every report.
    """

    email: Email
    phone: Phone
    assessed: date
    shortcomings: dict[Language, tuple[str, ...]] = {}


class Municipality(_Frozen):
    """The settings that apply to every report.

    Attributes:
        name: The municipality's name, such as `Ale kommun`.
        code: Its four-digit code (SCB's kommunkod).
        languages: The languages every report is published in; the first is the main one.
        as_of: The date the figures refer to.
        colours: The accent colours of the published pages.
        limits: The time and memory that a notebook may use.
        synthetic: True if the data are made up, in which case every page says so.
        reviewers: How many must have reviewed a data file before it is sealed.
        thresholds: The thresholds of the analyses and the gate.
        habits: How the municipality's documents are written.
        open_data: What is stated about the open data.
        accessibility: What the accessibility statement says about the municipality.
        release: When the report is published and whom to ask; without it, nothing is told of it.
        other_committees: The names, by language, of committees of the municipality that no
            registered document is from; the front page says that their plans are not included.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[^\W\d_]+([ -][^\W\d_]+)*$")]
    code: Annotated[int, Field(ge=101, le=2599)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    as_of: date
    colours: Colours
    thresholds: Thresholds
    habits: Habits = Habits()
    open_data: OpenData
    accessibility: Accessibility
    release: Release | None = None
    other_committees: tuple[dict[Language, Word], ...] = ()
    limits: Limits = Limits()
    synthetic: bool = False
    reviewers: Annotated[int, Field(ge=0, le=2, strict=True)] = 0

    @check("languages")
    @classmethod
    def _once_each(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(codes)) < len(codes):
            raise ValueError("each language once")
        return codes

    @check("release")
    @classmethod
    def _is_after_the_figures(cls, release: Release | None, info: ValidationInfo) -> Release | None:
        as_of = info.data.get("as_of")
        if release and as_of and release.published < as_of:
            raise ValueError(f"a publication on or after the figures' date, {as_of.isoformat()}")
        return release


class ReportParams(_Frozen):
    """One committee and year; the scalar parameters of a notebook.

    Attributes:
        committee: The committee's short name in `data/committees`.
        year: The year of the committee's plan or annual report.
        language: The language when plain papermill executes it; a batch runs every language.
    """

    committee: Annotated[str, StringConstraints(pattern=r"^[a-z]+$")]
    year: Annotated[int, Field(ge=1971, le=2100, strict=True)]
    language: Language

    @property
    def slug(self) -> str:
        """The committee and year as one name, such as `ks-2024`."""
        return f"{self.committee}-{self.year}"


class MunicipalityParams(_Frozen):
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


def contrast_ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.1, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
    first = municipality(workspace).languages[0]
    return languages.Words(first, languages.project_catalogues(workspace))


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
    others = {workspace.municipality, workspace.contents, workspace.glossary}
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
