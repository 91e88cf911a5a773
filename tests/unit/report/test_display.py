"""A notebook that has opened a report shows frames as its tables, and draws in its style."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from alereport.base import locales
from alereport.exhibits.model import MIME, read
from alereport.report import display


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    locales.activate("sv")
    started = InteractiveShell()
    monkeypatch.setattr(display, "_shell", lambda: started)
    display.install()
    return started


@pytest.mark.parametrize("value", [pd.DataFrame({"a": [1]}), pd.Series([1], name="a")])
def test_a_frame_is_a_table(shell: InteractiveShell, value: object) -> None:
    data, metadata = shell.display_formatter.format(value)
    assert read(data[MIME]).own  # type: ignore[attr-defined]
    assert metadata == {}


def test_a_frame_that_can_be_none_is_shown_as_pandas_does_and_says_why(
    shell: InteractiveShell,
) -> None:
    data, metadata = shell.display_formatter.format(pd.DataFrame({"a": range(1000)}))
    assert MIME not in data
    assert "<table" in data["text/html"]
    assert "1000 rows" in metadata[display.REMARK]


def test_outside_of_a_notebook_nothing_is_changed() -> None:
    code = (
        "import sys; from alereport.report import display; display.install();"
        "assert 'matplotlib' not in sys.modules;"
        "from alereport.report.display import _Styled; sys.meta_path.insert(0, _Styled());"
        "import matplotlib.pyplot as plt;"
        "assert plt.rcParams['font.family'] == ['Source Sans Pro'], plt.rcParams['font.family'];"
        "assert not any(isinstance(each, _Styled) for each in sys.meta_path)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
