"""What an analyst sees in a notebook: data, frames, errors and completion, in a real kernel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

from alereport.base.workspace import Workspace
from tests.patience import PATIENCE

OPEN = """
from alereport import report
from alereport.chapters import budget
from alereport.chapters.budget import analysis
data = report.load("ks", 2024, "sv", datasets=("budget",))
"""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def kernel(_checked_once: Workspace) -> Iterator[BlockingKernelClient]:
    """A kernel in which the report of a checked project is open."""
    manager, client = start_new_kernel(cwd=str(_checked_once.notebooks))
    try:
        assert outputs(client, OPEN) == []  # Nothing is said where nothing takes long.
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def outputs(client: BlockingKernelClient, code: str) -> list[dict[str, Any]]:
    """What a cell puts out."""
    found: list[dict[str, Any]] = []

    def keep(message: dict[str, Any]) -> None:
        if message["msg_type"] in {"error", "stream", "execute_result", "display_data"}:
            found.append(message["content"])

    client.execute_interactive(code, output_hook=keep, timeout=PATIENCE)
    return found


def error(client: BlockingKernelClient, code: str) -> str:
    (shown,) = outputs(client, code)
    return "\n".join(shown["traceback"])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('report.load("kss", 2024)', "report.load: the committee kss is unknown; expected one of"),
        ('report.load("ks", 2034)', "there is no document for ks 2034"),
        ("data.goals", 'add "goals" to datasets'),
    ],
)
def test_an_error_of_ours_is_one_coloured_message(
    kernel: BlockingKernelClient, code: str, said: str
) -> None:
    shown = error(kernel, code)
    assert COLOUR.match(shown)
    assert said in " ".join(shown.split())
    assert shown.count("Error") == 1
    assert not re.search(r"Traceback|\.py", shown)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('data.budget["amont_tkr"]', "did you mean amount_tkr?"),
        ('data.budget.groupby("comittee").sum()', "did you mean committee?"),
        ("data.budget.amont_tkr", "did you mean amount_tkr?"),
        ("data.budgt", "did you mean budget?"),
        ("budget.bridg(1)", "did you mean bridge?"),
        ("budget.bridge(data.budget)", "Raised in alereport/chapters/budget/charts.py"),
    ],
)
def test_an_error_of_the_analysts_names_what_may_have_been_meant(
    kernel: BlockingKernelClient, code: str, said: str
) -> None:
    shown = COLOUR.sub("", error(kernel, code))
    assert f"----> 1 {code}" in shown
    assert said in shown
    assert "site-packages" not in shown
    assert shown.count("Traceback") == 1


def test_an_error_below_two_functions_of_the_analysts_has_both(
    kernel: BlockingKernelClient,
) -> None:
    code = "def inner(): return data.budget['nope']\ndef outer(): return inner()\nouter()"
    shown = COLOUR.sub("", error(kernel, code))
    assert "in outer()" in shown
    assert "in inner()" in shown
    assert "pandas" not in shown
    assert "get_loc" in COLOUR.sub("", "".join(map(str, outputs(kernel, "%tb"))))


def test_a_frame_is_shown_without_its_addresses_and_keeps_them(
    kernel: BlockingKernelClient,
) -> None:
    (shown,) = outputs(kernel, "data.budget[['area', 'amount_tkr']]")
    assert shown["data"]["text/plain"].count("data/budget/ks-namndplan-2024.csv#ks/2024") == 1
    assert "ekonomi/2023/forecast" in shown["data"]["text/plain"]
    assert ".csv" not in shown["data"]["text/html"]
    assert max(map(len, shown["data"]["text/plain"].splitlines()[:-1])) < 66
    (wide,) = outputs(kernel, "analysis.change_by_area(data.budget)")  # Too wide for a page.
    assert "3 rader" in wide["data"]["text/html"]
    (column,) = outputs(kernel, "data.budget['amount_tkr'].tail(2)")
    assert "2023/budget    157274" in column["data"]["text/plain"]
    (kept,) = outputs(kernel, "data.budget.index[0]")
    address = "data/budget/ks-namndplan-2024.csv#ks/2024/kommunchef/2023/forecast"
    assert kept["data"]["text/plain"] == repr(address)


def test_the_rows_behind_a_row_are_counted(kernel: BlockingKernelClient) -> None:
    code = "changes = analysis.change_by_area(data.budget)\nchanges[['name', 'rows']]"
    (shown,) = outputs(kernel, code)
    assert "3 rader" in shown["data"]["text/plain"]
    assert ".csv" not in shown["data"]["text/html"]
    (kept,) = outputs(kernel, "len(changes['rows'][0])")
    assert kept["data"]["text/plain"] == "3"


def test_completion_offers_what_an_analyst_calls(kernel: BlockingKernelClient) -> None:
    def completed(code: str) -> list[str]:
        matches = kernel.complete(code, reply=True, timeout=PATIENCE)["content"]["matches"]
        return [match.rpartition(".")[2] for match in matches]

    assert completed("report.") == ["load", "load_municipality", "load_quality"]
    assert {"budget", "budgets", "committee", "year"} <= {*completed("data.")}
    assert not {"frames", "loaded_by"} & {*completed("data.")}
    assert "bridge" in completed("budget.")
