"""A verdict by hand.

A budget with a row that fails and one that warns, and a file of goals that
cannot be read beside one with an accepted deviation.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from alereport.report import quality

CHECKED = pd.DataFrame(
    [
        ("budget", "parts-equal-total", "error", "Delarna ska bli summan."),
        ("budget", "primary-key", "error", "En rad står en gång."),
        ("budget", "large-change-is-explained", "warning", "En stor förändring förklaras."),
        ("goals", "no-cycle", "error", "Inget mål står under sig självt."),
    ],
    columns=quality.CHECKED,
)
_TOTAL = (
    "data/budget/ks-2024.csv#total",
    "data/budget/ks-2024.csv:9",
    "budget",
    "Budget",
    "Nämndplan 2024",
    9,
)
_GOAL = (
    "data/goals/ks-2024.csv#val",
    "data/goals/ks-2024.csv:4",
    "goals",
    "Mål",
    "Nämndplan 2024",
    4,
)
BROKEN = pd.DataFrame(
    [
        (*_TOTAL, "parts-equal-total", "error", "154391", "Delarna ska bli summan."),
        (*_TOTAL, "large-change-is-explained", "warning", "9074", "En stor förändring förklaras."),
    ],
    columns=quality.BROKEN,
)
ACCEPTED = pd.DataFrame(
    [
        (
            *(*_GOAL, "no-cycle", "", "ks-val", "Inget mål står under sig självt."),
            *("Allmänna val hålls enligt lag.", "dataförvaltaren", date(2026, 11, 22)),
        )
    ],
    columns=quality.ACCEPTED,
)
FILES = pd.DataFrame(
    {
        "file": ["data/budget/ks-2024.csv", "data/goals/ks-2024.csv", "data/goals/sn-2021.csv"],
        "state": ["red", "green", "unread"],
        "seal": ["changed", "sealed", "sealed"],
    }
)
