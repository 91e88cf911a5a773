"""The settings of the municipality, as `params/municipality.yaml` has them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic import field_validator as check

from alereport.base import languages
from alereport.base.forms import SLUG, written_as
from alereport.base.habits import Habits, Word
from alereport.base.keyed_files import Frozen

Email = Annotated[
    str, written_as(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", "an e-mail address, as kommun@example.se")
]
Colour = Annotated[
    str,
    written_as(
        r"#[0-9a-fA-F]{6}", '# and the six digits of a colour in quotation marks, as "#1f5a96"'
    ),
]

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


class Colours(Frozen):
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


class Limits(Frozen):
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


class Thresholds(Frozen):
    """Thresholds of the analyses and the gate.

    Attributes:
        change_percent: A change from the previous year's budget of at least this percentage, and of
            at least `change_tkr`, requires a comment.
        change_tkr: See `change_percent`; in thousands of kronor.
        smallest_group: A figure on sick leave is withheld if its group has this many employees or
            fewer. The law says ten; a municipality may be stricter but not laxer.
        employees_per_manager: The fewest and the most employees a manager should have; left out if
            nobody has decided it, and then nothing is said of it.
        employees_per_manager_source: Who says so, by language, as the words after "according to";
            required with `employees_per_manager`.
    """

    change_percent: Annotated[float, Field(gt=0)] = 25
    change_tkr: Annotated[int, Field(gt=0, strict=True)] = 1000
    smallest_group: Annotated[int, Field(ge=10, strict=True)]
    employees_per_manager: (
        tuple[Annotated[int, Field(ge=1, strict=True)], Annotated[int, Field(ge=1, strict=True)]]
        | None
    ) = None
    employees_per_manager_source: WordsByLanguage | None = None

    @check("employees_per_manager")
    @classmethod
    def _is_a_range(cls, bounds: tuple[int, int] | None) -> tuple[int, int] | None:
        if bounds and bounds[0] > bounds[1]:
            raise ValueError(
                f"the lowest first: the lowest, {bounds[0]}, is above the highest, {bounds[1]}"
            )
        return bounds

    @model_validator(mode="after")
    def _says_according_to_whom(self) -> Thresholds:
        if self.employees_per_manager and not self.employees_per_manager_source:
            raise ValueError("employees_per_manager_source: who says so")
        return self


Phone = Annotated[
    str,
    written_as(
        r"[+0][\d -]+\d", "a telephone number of digits, blanks and hyphens, as 0303-70 30 00"
    ),
]


class Contact(Frozen):
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


class Release(Frozen):
    """When the report is published and whom to ask; told on the front page and the cover.

    Attributes:
        published: The day of this publication, as decided; never taken from the clock.
        next: The day (`2027-05-17`) or month (`2027-05`) of the next one; left out if not decided.
        contact: Whom to ask about the report, and for a document that has no address.
    """

    published: date
    next: (
        Annotated[str, written_as(r"\d{4}-\d{2}(-\d{2})?", "a day or a month, as 2027-05")] | None
    ) = None
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


class OpenData(Frozen):
    """What the municipality states about its open data.

    Attributes:
        licence: The licence: public domain, or use with attribution.
        address: Where the folder of the open data is published, such as
            `https://www.example.se/rapport/sv/open-data/`; without it, the metadata use relative
            addresses.
        contact: The contact; left out if none.
    """

    licence: Literal["CC0-1.0", "CC-BY-4.0"]
    address: (
        Annotated[
            str,
            written_as(
                r"https?://[^\s<>\"]+/",
                "an address that ends with /, as https://www.example.se/open-data/",
            ),
        ]
        | None
    ) = None
    contact: Contact | None = None


class Accessibility(Frozen):
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
    shortcomings: dict[Language, tuple[str, ...]] = Field(default_factory=dict)


class Evaluation(Frozen):
    """An evaluation of how the whole municipality is led, such as one of a national programme.

    Attributes:
        document: How the short names of its documents begin, such as `kommunkompassen`.
        about: What it is and what it judges, in a sentence or two, by language.
        total: What is to be known of the sum of its points, by language; left out if nothing.
    """

    document: Annotated[str, SLUG]
    about: WordsByLanguage
    total: dict[Language, Word] = Field(default_factory=dict)


ReportWords = Annotated[
    str,
    written_as(
        r"[^\W\d_]+(['\u2019 -]+[^\W\d_]+)*['\u2019]?", "words of letters, as nämndens plan"
    ),
]
"""Words of letters, as a sentence has them: no signs that a page would read as markup."""


LogoWords = Annotated[
    dict[
        Language,
        Annotated[
            str, written_as(r"[^\W\d_]+([ ,.-]+[^\W_]+)*\.?", "words, as Ale kommuns logotyp")
        ],
    ],
    BeforeValidator(_by_language),
]
"""What a logo shows, by language: in the PDF's own language and in HTML, it stands as it is."""


class Municipality(Frozen):
    """The settings that apply to every report.

    Attributes:
        name: The municipality's name, such as `Lilla Edets kommun`.
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
        logo: What the municipality's logo shows, by language, for those who cannot see it. Its file
            is `params/logo.svg` or `params/logo.png`; left out, there is none.
        title: The book's title by language; by default one that suits any committee's report.
        accessibility: What the accessibility statement says about the municipality; without it
            there is no statement, which a public site must have.
        release: When the report is published and whom to ask; without it, nothing is told of it.
        evaluations: The evaluations that it uses; what their documents say is shown without it.
        other_committees: The names, by language, of committees of the municipality that no
            registered document is from; the front page says that their plans are not included.
        words: Words that the report itself uses, each form of them, and what is said instead, by
            language, such as `{sv: {nämnden: utskottet}}`.
    """

    name: Annotated[
        str, written_as(r"[^\W\d_]+([ -][^\W\d_]+)*", "words of letters, as Lilla Edets kommun")
    ]
    code: Annotated[int, Field(ge=101, le=2599)]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    as_of: date
    colours: Colours
    thresholds: Thresholds
    habits: Habits = Habits()
    open_data: OpenData
    title: dict[
        Language,
        Annotated[str, written_as(r"[^\s<>][^\n<>]*", "words on one line, without < and >")],
    ] = Field(default_factory=dict)
    logo: LogoWords = Field(default_factory=dict)
    accessibility: Accessibility | None = None
    release: Release | None = None
    evaluations: tuple[Evaluation, ...] = ()
    other_committees: tuple[dict[Language, Word], ...] = ()
    words: dict[Language, dict[ReportWords, ReportWords]] = Field(default_factory=dict)
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
