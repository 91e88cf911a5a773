"""Exhibits: the tables, charts and texts that a notebook shows, and their file formats.

In a notebook `exhibits.table(frame, caption=…)` and `exhibits.chart(figure, caption=…, alt=…)` make
them of an analyst's own frames and figures; see `alereport.exhibits.own`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alereport.exhibits.own import chart, table

__all__ = ["chart", "table"]


def __getattr__(name: str) -> Any:
    """Return one of the functions for an analyst; importing the room alone loads no pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from alereport.exhibits import own  # noqa: PLC0415 - it imports pandas

    return getattr(own, name)


def __dir__() -> list[str]:
    return __all__
