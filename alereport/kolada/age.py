"""Whether the latest snapshot is older than the plans that are read beside it."""

from __future__ import annotations

from dataclasses import dataclass

from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.kolada import snapshots


@dataclass(frozen=True)
class Old:
    """A snapshot that was fetched before the year of the latest plan.

    Attributes:
        file: Its file, in the project.
        fetched: The day it was fetched, or the month.
        plan_year: The year of the latest plan.
    """

    file: str
    fetched: str
    plan_year: int

    def __str__(self) -> str:
        return (
            f"{self.file}: fetched {self.fetched}, before {self.plan_year}, the year of the latest "
            "plan; alereport kolada fetch shows what Kolada has changed since"
        )


def old(workspace: Workspace) -> Old | None:
    """The latest snapshot if it is older than the year of the latest plan.

    Raises:
        TableError: The register of documents cannot be read.
    """
    path = snapshots.latest_file(workspace)
    documents = registers.register_rows(workspace, "documents") if path else []
    years = [row["year"] for row in documents if row["kind"] == "plan" and row["year"].isdecimal()]
    if path is None or not years:
        return None
    fetched, plan_year = snapshots.fetched(path), max(map(int, years))
    is_old = int(fetched[:4]) < plan_year
    return Old(workspace.relative(path), fetched, plan_year) if is_old else None
