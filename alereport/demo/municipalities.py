"""Made-up figures of the whole municipality and of others: Kolada's, population, and costs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from alereport.demo.committees import LAST_YEAR, Row

OWN = ("2599", "Exempelkommunen")
OTHERS = tuple((str(2500 + number), f"Grannkommun {number}") for number in range(1, 11))
READ = f"{LAST_YEAR + 1}-10-01"
YEARS = range(LAST_YEAR - 4, LAST_YEAR + 1)
SOURCE = {"source": "Påhittade uppgifter", "read": READ}
NET_COST, POPULATION, SICK_LEAVE = "N99001", "N99003", "N99021"
INHABITANTS = {
    year: 29_400 + 130 * number for number, year in enumerate(range(LAST_YEAR - 8, LAST_YEAR + 1))
}
"""The municipality's inhabitants on the last day of each year."""
PER_HEAD = ("kr per invånare", "SEK per inhabitant")
INDICATORS = {
    NET_COST: ("Nettokostnad", "Net cost", *PER_HEAD, "", ""),
    "N00901": ("Skattesats", "Tax rate", "%", "%", "", ""),
    "N99002": (
        "Referenskostnad",
        "Reference cost",
        "kr per invånare",
        "SEK per inhabitant",
        0.5,
        "",
    ),
    POPULATION: ("Folkmängd", "Population", "invånare", "inhabitants", 0.5, ""),
    "N99011": ("Skola", "Schools", *PER_HEAD, "", NET_COST),
    "N99012": ("Omsorg", "Care", *PER_HEAD, "", NET_COST),
    SICK_LEAVE: ("Sjukfrånvaro", "Sick leave", "%", "%", "", ""),
}
"""Each made-up indicator: label and unit in two languages, weight of likeness, and its whole."""
LEVELS = {
    NET_COST: -62_000.0,
    "N00901": 21.0,
    "N99002": 61_000.0,
    POPULATION: 30_000.0,
    "N99011": -27_000.0,
    "N99012": -21_000.0,
    SICK_LEAVE: 6.5,
}
MEANINGS = {
    SICK_LEAVE: (
        "Påhittat: sjukfrånvaro i hela kommunen, i procent av ordinarie arbetstid.",
        "Made up: sick leave in the whole municipality, in per cent of ordinary working time.",
    )
}
"""What an indicator measures, in two languages, where more is said than that it is made up."""
MADE_UP = ("Ett påhittat nyckeltal.", "A made-up indicator.")
TITLES = {SICK_LEAVE: "Sjukfrånvaro kommunalt anställda, påhittat (%)"}
"""The title of an indicator in a made-up Kolada."""
LONG_TERM_SHARE = 41.3
AREAS = {
    "skola": ("Skola", "Schools", 820, "false"),
    "omsorg": ("Omsorg", "Care", 640, "false"),
    "kultur": ("Kultur", "Culture", 90, "false"),
    "vatten": ("Vatten och avlopp", "Water and sewage", 60, "true"),
}


def population() -> Iterator[Row]:
    """Yield the inhabitants of a few more years than there are figures of."""
    for year, inhabitants in INHABITANTS.items():
        yield {"year": year, "inhabitants": inhabitants, **SOURCE}


def prices() -> Iterator[Row]:
    """Yield the forecast of prices of each October, for the year to come and the next."""
    for number, year in enumerate(range(LAST_YEAR - 8, LAST_YEAR + 2)):
        for ahead in (0, 1):
            wages, other = 2.4 + 0.3 * ((number + ahead) % 4), 1.8 + 0.4 * ((number + ahead) % 3)
            yield {
                "published": f"{year - 1}-10-05",
                "year": year + ahead,
                "wages_percent": round(wages, 1),
                "other_percent": round(other, 1),
                "wages_share_percent": 66,
                "pkv_percent": round(0.66 * wages + 0.34 * other, 1),
                **SOURCE,
            }


def comparison() -> Iterator[Row]:
    """Yield values of each municipality; one lacks a year, and the latest year is preliminary."""
    for indicator, level in LEVELS.items():
        for code, name in (OWN, *OTHERS):
            rng = random.Random(f"{indicator}/{code}")  # noqa: S311 - made-up figures
            own = level * rng.uniform(0.9, 1.1)
            for number, year in enumerate(YEARS):
                value = round(own * (1 + 0.02 * number), 2)
                if (indicator, code) == (POPULATION, OWN[0]):
                    value = INHABITANTS[year]
                if (code, year) != (OTHERS[2][0], YEARS[1]):
                    yield {
                        "indicator": indicator,
                        "municipality": code,
                        "municipality_name": name,
                        "year": year,
                        "sex": "total",
                        "value": value,
                        "status": "preliminary" if year == LAST_YEAR else "final",
                        "fetched": READ,
                    }


def indicators() -> Iterator[Row]:
    """Yield what the indicators are."""
    for indicator, (label, label_en, unit, unit_en, _weight, _whole) in INDICATORS.items():
        meaning, meaning_en = MEANINGS.get(indicator, MADE_UP)
        yield {
            "indicator": indicator,
            "title": TITLES.get(indicator, ""),
            "label": label,
            "label_en": label_en,
            "unit": unit,
            "unit_en": unit_en,
            "direction": "lower" if indicator == SICK_LEAVE else "none",
            "definition": meaning,
            "definition_en": meaning_en,
        }


def figures() -> Iterator[Row]:
    """Yield what the municipality prints of sick leave, which is no share of working time."""
    yield {
        "indicator": SICK_LEAVE,
        "name": "andel av sjukfrånvaron som är 60 dagar eller mer",
        "name_en": "share of sick leave that is of 60 days or more",
        "year": LAST_YEAR,
        "value": LONG_TERM_SHARE,
        **SOURCE,
    }


def roles() -> Iterator[Row]:
    """Yield what the indicators are used for."""
    for indicator, (*_words, weight, whole) in INDICATORS.items():
        if weight or whole:
            yield {"indicator": indicator, "likeness_weight": weight, "part_of": whole}


def costs() -> Iterator[Row]:
    """Yield what each area cost in the latest year."""
    for area, (name, name_en, cost, by_fees) in AREAS.items():
        yield {
            "area": area,
            "name": name,
            "name_en": name_en,
            "year": LAST_YEAR,
            "gross_cost_mkr": cost,
            "by_fees": by_fees,
            **SOURCE,
        }


ROWS: dict[str, tuple[str, Callable[[], Iterator[Row]]]] = {
    "comparison": (f"kolada-{READ}", comparison),
    "comparison_indicators": ("comparison_indicators", indicators),
    "comparison_roles": ("kolada", roles),
    "municipal_costs": ("municipal_costs", costs),
    "municipal_figures": ("municipal_figures", figures),
    "population": ("population", population),
    "prices": ("prices", prices),
}
"""The file of each dataset that no document has, and the function that returns its rows."""
