"""Every slip in every register through the command, and every command on every spoilt register."""

from __future__ import annotations

import pytest

from alereport.base.workspace import Workspace
from tests.integration.gate.test_registers import (
    COMMANDS,
    SLIPS,
    Slip,
    assert_it_ends_in_no_traceback,
    assert_it_is_one_error,
    saved_by_excel,
)

REGISTERS = ("areas", "committees", "documents")


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.__name__)
def test_a_slip_in_a_register_is_one_error_that_names_it(
    checked: Workspace, register: str, slip: Slip
) -> None:
    assert_it_is_one_error(checked, register, slip)


@pytest.fixture(scope="module", params=REGISTERS)
def spoilt(
    request: pytest.FixtureRequest,
    _checked_once: Workspace,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Workspace, str]:
    """A project of which a register was saved by Excel, and the register."""
    register: str = request.param
    folder = tmp_path_factory.mktemp(register)
    return saved_by_excel(_checked_once.root, register, folder), register


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_ends_in_a_traceback_on_a_register_saved_by_excel(
    spoilt: tuple[Workspace, str], arguments: tuple[str, ...]
) -> None:
    assert_it_ends_in_no_traceback(*spoilt, arguments)
