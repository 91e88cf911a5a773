"""Random tables of people, and one who computes what is withheld of them by linear programming.

Nothing here asks how it is decided what is withheld. The attacker knows every number of people,
which units, groups and months add up, the limits that the rules publish, that long-term sick leave
is part of all, how figures are rounded, every public figure, and what was published before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from alereport.data.people import Privacy, UnitSum
from alereport.privacy import suppression
from alereport.privacy.bounds import PublicFacts, Relation

SEXES, AGES = ("women", "men"), ("age_0_29", "age_30_49", "age_50_plus")
MEASURES = ("total_percent", "long_term_percent")
LIMITS = {"total_percent": (1.0, 40.0), "long_term_percent": (0.5, 40.0)}
HALF = 0.05
ROOM = 1.0
"""The percentage points that a small group's figure is promised to be uncertain by."""
SMALL = 10

SICK_LEAVE = Privacy(
    people="employees",
    figures=MEASURES,
    public="already_public == True",
    group="group",
    families=(SEXES, AGES),
    withheld="marked",
)
KNOWN = PublicFacts(
    minimum={name: limits[0] for name, limits in LIMITS.items()},
    maximum={name: limits[1] for name, limits in LIMITS.items()},
    relations=frozenset({Relation((("long_term_percent", 1.0), ("total_percent", -1.0)), 0.0)}),
)

Cell = tuple[str, str, str, str]
"""Committee, unit, period and group."""


@dataclass
class Town:
    """What is true of a municipality, all of it adding up.

    Attributes:
        people: How many people each cell is.
        figures: The figures of each cell by measure, exactly.
        sums: Each whole with its parts, and how many months each part has.
        documents: The document that prints each cell; some cells no document prints.
        public: The cells whose document is public.
        before: The cells that an earlier publication showed.
        declared: The units that are the sum of others, where the figures alone do not tell.
    """

    people: dict[Cell, float] = field(default_factory=dict)
    figures: dict[Cell, dict[str, float]] = field(default_factory=dict)
    sums: list[tuple[Cell, dict[Cell, int]]] = field(default_factory=list)
    documents: dict[Cell, str] = field(default_factory=dict)
    public: set[Cell] = field(default_factory=set)
    before: set[Cell] = field(default_factory=set)
    declared: list[UnitSum] = field(default_factory=list)

    def add(self, whole: Cell, parts: dict[Cell, int]) -> None:
        """A cell that is the sum of others, weighted by their people and months."""
        months = sum(parts.values()) if len({cell[2] for cell in parts} | {whole[2]}) > 1 else 1
        weights = {cell: self.people[cell] * times for cell, times in parts.items()}
        if whole not in self.people:
            self.people[whole] = sum(weights.values()) / months
            self.figures[whole] = {
                name: sum(self.figures[cell][name] * w for cell, w in weights.items())
                / sum(weights.values())
                for name in MEASURES
            }
        self.sums.append((whole, parts))

    def rows(self) -> pd.DataFrame:
        """The rows of the data, as they are printed."""
        order = sorted(self.documents, key=lambda cell: self.documents[cell])
        frame = pd.DataFrame(
            [
                {
                    "document": self.documents[cell],
                    "committee": cell[0],
                    "unit": cell[1],
                    "period": cell[2],
                    "group": cell[3],
                    "employees": round(self.people[cell]),
                    "already_public": cell in self.public,
                    **{name: round(self.figures[cell][name], 1) for name in MEASURES},
                }
                for cell in order
            ],
            index=["|".join(cell) for cell in order],
        )
        types = {"employees": "Int64", "already_public": "boolean"}
        return frame.astype(types | dict.fromkeys(MEASURES, "Float64"))


def town(random: np.random.Generator) -> Town:
    """A random municipality: committees, departments of units, sexes, ages, months."""
    made = Town()
    level = random.choice([1.0, 2.0, 8.0])  # Near the limit of the rules, or far from it.
    committees = ["ks", "sn"][: 1 + (random.random() < 0.25)]
    for committee in committees:
        _committee(made, random, committee, level)
    if len(committees) > 1 and random.random() < 0.5:
        cells = {(each, "total", "2021", "total"): 1 for each in committees}
        made.add(("ks", "kommunen", "2021", "total"), cells)
    _print(made, random)
    _declare(made, random)
    return made


def _committee(made: Town, random: np.random.Generator, committee: str, level: float) -> None:
    units = ["hr", "it", "ekonomi", "arkiv"][: random.integers(1, random.integers(3, 6))]
    families = [SEXES] if random.random() < 0.8 else [SEXES, AGES]
    for unit in units:
        _unit(made, random, (committee, unit, "2021"), level, families)
    groups = ["total", *(group for family in families for group in family)]
    department = units[: random.integers(2, 4)]
    wholes = [("total", units)]
    if 1 < len(department) < len(units):
        wholes.insert(0, ("förvaltningen", department))
    for whole, parts in wholes:
        for group in groups:
            made.add(
                (committee, whole, "2021", group),
                {(committee, unit, "2021", group): 1 for unit in parts},
            )
        for family in families:
            made.sums.append(
                (
                    (committee, whole, "2021", "total"),
                    {(committee, whole, "2021", group): 1 for group in family},
                )
            )


def _unit(
    made: Town,
    random: np.random.Generator,
    place: tuple[str, str, str],
    level: float,
    families: list[tuple[str, ...]],
) -> None:
    few = random.random() < 0.5
    women, men = (int(n) for n in random.integers(1, 12 if few else 40, size=2))
    numbers = dict(zip(SEXES, (women, men), strict=True))
    for group, number in numbers.items():
        _cell(made, random, (*place, group), number, level)
    whole = (*place, "total")
    made.add(whole, {(*place, group): 1 for group in SEXES})
    if AGES in families:  # As many as all, and as ill.
        cuts = sorted(int(n) for n in random.integers(1, women + men + 1, size=2))
        ages = (cuts[0], cuts[1] - cuts[0], women + men - cuts[1])
        for group, number in zip(AGES, ages, strict=True):
            made.people[*place, group] = number
            made.figures[*place, group] = dict(made.figures[whole])
        made.sums.append((whole, {(*place, group): 1 for group in AGES}))
    if random.random() < 0.3:
        _months(made, random, place, level)


def _months(
    made: Town, random: np.random.Generator, place: tuple[str, str, str], level: float
) -> None:
    """The year as an interval and the rest, so that the one gives the other away."""
    committee, unit, year = place
    whole = (committee, unit, year, "total")
    people, figures = made.people[whole], made.figures[whole]
    end = int(random.integers(4, 10))
    first = (committee, unit, f"{year}-01/{year}-{end:02}", "total")
    rest = (committee, unit, f"{year}-{end + 1:02}/{year}-12", "total")
    shift = random.uniform(-0.3, 0.3) * min(end, 12 - end) / end
    made.people[first] = people
    made.people[rest] = people
    made.figures[first] = {name: value * (1 + shift) for name, value in figures.items()}
    made.figures[rest] = {
        name: value * (1 - shift * end / (12 - end)) for name, value in figures.items()
    }
    made.sums.append((whole, {first: end, rest: 12 - end}))


def _cell(made: Town, random: np.random.Generator, cell: Cell, number: int, level: float) -> None:
    total = float(np.clip(1.5 + random.exponential(level), 1.5, 30))
    made.people[cell] = number
    made.figures[cell] = {
        "total_percent": total,
        "long_term_percent": float(random.uniform(0.75, min(total, 20.0))),
    }


def _print(made: Town, random: np.random.Generator) -> None:
    """Decide what is printed where: in a plan, the one after it, or nowhere."""
    chance = random.choice([0.0, 0.1, 0.3])
    for cell, number in made.people.items():
        if number and random.random() >= chance:
            made.documents[cell] = str(random.choice(["plan-2022", "plan-2023"], p=[0.75, 0.25]))
    printed = list(made.documents)
    if random.random() < 0.3:
        made.public = {cell for cell in printed if random.random() < 0.15}
    if random.random() < 0.3:
        made.before = {
            cell for cell in printed if made.people[cell] > SMALL and random.random() < 0.15
        }


def _declare(made: Town, random: np.random.Generator) -> None:
    """Declare departments, unless the first plan prints enough to find them by their figures."""
    for whole, parts in made.sums:
        units = {cell[1] for cell in parts}
        is_of_units = whole[3] == "total" and whole[1] in {"förvaltningen", "kommunen"}
        if not is_of_units or units == {whole[1]}:
            continue
        is_told = all(made.documents.get(cell) == "plan-2022" for cell in (whole, *parts))
        if not is_told or random.random() < 0.5:
            names = tuple(f"{cell[0]}/{cell[1]}" for cell in parts)
            made.declared.append(UnitSum(whole=f"{whole[0]}/{whole[1]}", parts=names))


@dataclass
class Attack:
    """What comes of an attack.

    Attributes:
        attacked: The cells of small groups that are withheld.
        narrowed: Those whose figure is uncertain by less than `ROOM`, with that, in spite of it.
        given_away: Those of which the same is true by what is public or was shown earlier alone.
    """

    attacked: set[Cell]
    narrowed: dict[Cell, float]
    given_away: set[Cell]


def attack(made: Town) -> Attack:
    """Compute what can be known of what is withheld."""
    rows = made.rows()
    decision = suppression.decide(
        rows,
        SICK_LEAVE.model_copy(update={"sums": tuple(made.declared)}),
        smallest_group=SMALL,
        known_facts=KNOWN,
        shown_before=[(f"{cell[0]}/{cell[1]}", *cell[2:]) for cell in made.before],
    )
    withheld = {cell for cell in made.documents if "|".join(cell) in decision.withheld}
    told = {cell for cell in made.documents if "|".join(cell) in decision.given_away}
    shown = set(made.documents) - withheld | made.before
    first = {cell for cell in shown if made.documents[cell] == "plan-2022"}
    small = {cell for cell in withheld if made.people[cell] <= SMALL} - made.before
    narrowed = _narrowed(made, shown, small)
    alone = _narrowed(made, first | made.public | made.before, set(narrowed))
    assert set(alone) <= told, "the steward is not told of a figure that is given away"
    return Attack(
        small, {cell: room for cell, room in narrowed.items() if cell not in alone}, set(alone)
    )


def _narrowed(made: Town, shown: set[Cell], small: set[Cell]) -> dict[Cell, float]:
    cells = list(made.people)
    if not small:
        return {}
    places = {(cell, name): i for i, (cell, name) in enumerate(_pairs(cells))}
    equal = np.zeros((len(made.sums) * len(MEASURES), len(places)))
    lines = iter(equal)
    for whole, parts in made.sums:
        weights = {part: made.people[part] * times for part, times in parts.items()}
        scale = sum(weights.values()) or 1.0
        for name in MEASURES:
            line = next(lines)
            line[places[whole, name]] = -1.0
            for part, weight in weights.items():
                line[places[part, name]] += weight / scale
    order = np.zeros((len(cells), len(places)))
    for line, cell in zip(order, cells, strict=True):
        line[places[cell, "long_term_percent"]] = 1.0
        line[places[cell, "total_percent"]] = -1.0
    bounds = [
        _printed(made.figures[cell][name]) if cell in shown else LIMITS[name]
        for cell, name in _pairs(cells)
    ]
    at_most, exactly = np.zeros(len(cells)), np.zeros(len(equal))
    found: dict[Cell, float] = {}
    for cell in small:
        for name in MEASURES:
            goal = np.zeros(len(places))
            goal[places[cell, name]] = 1.0
            ends = [
                linprog(sign * goal, order, at_most, equal, exactly, bounds) for sign in (1, -1)
            ]
            assert all(end.success for end in ends), "the town does not add up"
            room = -ends[1].fun - ends[0].fun
            if room < ROOM - 1e-3:
                found[cell] = min(room, found.get(cell, room))
    return found


def _pairs(cells: list[Cell]) -> list[tuple[Cell, str]]:
    return [(cell, name) for cell in cells for name in MEASURES]


def _printed(figure: float) -> tuple[float, float]:
    """What a figure can be that is printed so."""
    return round(figure, 1) - HALF - 1e-9, round(figure, 1) + HALF + 1e-9
