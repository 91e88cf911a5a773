"""What the shell offers for an option: the project's own committees, years, languages, notebooks.

Nothing is checked or computed, and nothing here imports pandas: it runs at each press of Tab.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TypeVar

import typer

from alereport.base import book, params
from alereport.base.errors import AlereportError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace

Item = TypeVar("Item", str, int)


def committees(context: typer.Context, incomplete: str) -> list[str]:
    """The committees that have a report in the years that are chosen so far."""
    years = context.params.get("year")
    return _matching(incomplete, (report.committee for report in _reports(years=years)))


def years(context: typer.Context, incomplete: str) -> list[str]:
    """The years for which the committees that are chosen so far have a report."""
    chosen = context.params.get("committee")
    return _matching(incomplete, (report.year for report in _reports(committees=chosen)))


def languages(incomplete: str) -> list[str]:
    """The languages of the reports."""
    with suppress(AlereportError):
        return _matching(incomplete, params.municipality(Workspace.discover()).languages)
    return []


def notebooks(incomplete: str) -> list[str]:
    """The notebooks that the book has chapters of."""
    with suppress(AlereportError):
        return _matching(incomplete, book.contents(Workspace.discover()).chapters)
    return []


def _reports(
    *, committees: list[str] | None = None, years: list[int] | None = None
) -> tuple[ReportParams, ...]:
    with suppress(AlereportError):
        return params.committee_years(Workspace.discover(), committees or (), years or ())
    return ()


def _matching(incomplete: str, items: Iterable[Item]) -> list[str]:
    """What begins like the word so far, each once and in order."""
    return [str(item) for item in sorted(set(items)) if str(item).startswith(incomplete)]
