"""Both kernels with stock papermill, which costs two whole notebooks."""

from __future__ import annotations

import nbformat
import pytest

from alereport.base.workspace import Workspace
from alereport.batch.warm import client
from tests.conftest import papermill

pytestmark = pytest.mark.skipif(not client.ENABLED, reason="kernels are forked on Linux only")


@pytest.mark.parametrize(
    ("notebook", "report"),
    [
        ("budget", "ks-2024"),
        ("goals", "ks-2022"),
        ("personnel", "sn-2021"),
        ("follow_up", "ks-2016"),
    ],
)
def test_stock_papermill_shows_the_same_with_either_kernel(
    checked: Workspace, notebook: str, report: str
) -> None:
    shown = []
    for kernel in ("alereport-warm", "python3"):
        papermill(
            checked,
            *(f"notebooks/{notebook}.ipynb", "out.ipynb", "-f", f"params/{report}.yaml"),
            *("-k", kernel, "--no-progress-bar"),
            seconds=600,
        )
        executed = nbformat.read(checked.root / "out.ipynb", as_version=4)
        shown.append([cell.get("outputs") for cell in executed.cells])
    assert shown[0] == shown[1]
