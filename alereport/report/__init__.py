"""The functions with which a notebook loads its data, which must have passed the gate."""

from alereport.report.loading import load, load_municipality, load_quality

__all__ = ["load", "load_municipality", "load_quality"]


def __dir__() -> list[str]:
    """What completion offers: what a notebook needs."""
    return __all__
