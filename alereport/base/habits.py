"""How a municipality's documents are written: the key `habits` of its settings."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic import field_validator as check

from alereport.base import patterns
from alereport.base.keyed_files import Frozen


class SickLeaveHabits(Frozen):
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


class Habits(Frozen):
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
        sick_leave: Within which limits figures on sick leave are, and how they are printed.
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
