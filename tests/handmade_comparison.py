"""Small frames of Kolada's figures and of costs as `report.load_municipality` gives them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

Figures = Mapping[tuple[str, str, int], float | None]
"""Values by indicator, municipality and year."""


def comparison(
    figures: Figures,
    *,
    fetched: str = "2026-11-22",
    sex: str = "total",
    preliminary: tuple[int, ...] = (),
) -> pd.DataFrame:
    rows = [
        {
            "indicator": indicator,
            "municipality": municipality,
            "municipality_name": f"M{municipality}",
            "year": year,
            "sex": sex,
            "value": value,
            "status": "preliminary" if year in preliminary else "final",
            "fetched": fetched,
        }
        for (indicator, municipality, year), value in figures.items()
    ]
    keys = [
        f"data/comparison/kolada-{fetched}.csv#{'/'.join(map(str, key))}/{sex}" for key in figures
    ]
    frame = pd.DataFrame(rows, index=pd.Index(keys, name="row", dtype="str"))
    return frame.astype({"value": "Float64", "year": "Int64"})


def indicators(**kinds: str) -> pd.DataFrame:
    """Indicators by their id, each with its direction; what begins with N009 is in per cent."""
    rows = [
        {
            "indicator": indicator,
            "label": f"Mått {indicator}",
            "title": f"Kolada {indicator}",
            "unit": "%" if indicator.startswith("N009") else "kr per invånare",
            "direction": direction,
            "definition": f"Vad {indicator} mäter.",
        }
        for indicator, direction in kinds.items()
    ]
    keys = [f"data/comparison_indicators/comparison_indicators.csv#{kind}" for kind in kinds]
    return pd.DataFrame(rows, index=pd.Index(keys, name="row", dtype="str"))


def costs(areas: Mapping[str, tuple[float, bool]], *, year: int = 2020) -> pd.DataFrame:
    """Costs in million kronor by area, and whether fees pay for it."""
    rows = [
        {
            "area": area,
            "name": area.capitalize(),
            "year": year,
            "gross_cost_mkr": cost,
            "by_fees": by_fees,
            "source": "kommunens webbplats",
            "read": "2026-11-22",
        }
        for area, (cost, by_fees) in areas.items()
    ]
    keys = [f"data/municipal_costs/municipal_costs.csv#{area}/{year}" for area in areas]
    return pd.DataFrame(rows, index=pd.Index(keys, name="row", dtype="str"))
