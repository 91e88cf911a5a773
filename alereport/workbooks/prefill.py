"""What is known of a document's rows before it is filled in."""

from __future__ import annotations

from collections.abc import Mapping

from alereport.base.workspace import Workspace


def rows(workspace: Workspace, document: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """The rows of each dataset that a new workbook begins with."""
    return {}
