"""How a notebook shows an analyst's own frames and figures once it has opened the report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

import pandas as pd

from alereport import charts
from alereport.base.errors import AlereportError
from alereport.exhibits import own
from alereport.report import shortened

TEXT = "text/plain"
REMARK = "alereport"
"""The key of an output's metadata for why it cannot be published; see `publish.own_outputs`."""
DRAWN_WITH = "matplotlib.figure"
"""What is imported before a figure can be made."""


def install() -> Any:
    """Show frames as tables of the report from now on, and draw figures in the house style.

    A frame that cannot be a table is shown as pandas shows it, for the analyst alone, and as text
    each frame is: see `shortened`. Returns the shell of the kernel; None outside of one.
    """
    shell = _shell()
    if shell is None:
        return None
    formatter, as_text = shell.display_formatter.mimebundle_formatter, shell.display_formatter
    for kind in (pd.DataFrame, pd.Series):
        formatter.for_type(kind, _shown)
        as_text.formatters[TEXT].for_type(kind, _print)
    if DRAWN_WITH in sys.modules:
        if not getattr(sys.modules[DRAWN_WITH], _Styled.mark, False):
            _use_style(sys.modules[DRAWN_WITH])
    elif not any(isinstance(finder, _Styled) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Styled())
    return shell


def _shell() -> Any:
    """Return the shell of the kernel; None outside of one."""
    interactive = sys.modules.get("IPython")
    return interactive.get_ipython() if interactive else None


def _print(frame: pd.DataFrame | pd.Series[Any], printer: Any, _is_cycle: bool) -> None:
    printer.text(shortened.text(frame))


def _shown(frame: pd.DataFrame | pd.Series[Any], **_kinds: object) -> Any:
    try:
        return own.of_frame(frame)._repr_mimebundle_()
    except AlereportError as problem:
        whole = frame.to_frame() if isinstance(frame, pd.Series) else frame
        views = {TEXT: shortened.text(frame), "text/html": shortened.html(whole)}
        return views, {REMARK: str(problem)}


class _Styled(MetaPathFinder, Loader):
    """Sets the house style as soon as Matplotlib is imported: most notebooks never do."""

    mark = "_alereport_style"

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != DRAWN_WITH:
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        self._loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        _use_style(module)


def _use_style(module: ModuleType) -> None:
    charts.style()
    setattr(module, _Styled.mark, True)
