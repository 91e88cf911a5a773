"""What was filled in reaches the data whole, or not at all, and is refused with its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from alereport.base.errors import GateError
from alereport.base.workspace import Workspace
from alereport.gate import counts, validation
from alereport.workbooks import filling, writing
from alereport.workbooks.filled import Filled
from alereport.workbooks.filling import Filling
from tests import filled, made_up
from tests.conftest import edit, run_alereport
from tests.sent import copied, written

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

AUGUST = "bun-delarsrapport-augusti-2025"
BOOK = f"{AUGUST}.xlsx"
OUTTURN = f"data/outturn/{AUGUST}.csv"
REGISTER = "data/documents/documents.csv"


@pytest.fixture(scope="module")
def _until_april(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("until-april") / "project"
    root.mkdir()
    workspace = made_up.project(root, ["bun-budget-2025", "bun-delarsrapport-april-2025"])
    validation.validate(workspace)
    return workspace


@pytest.fixture(scope="module")
def _until_august(_until_april: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = copied(_until_april, tmp_path_factory.mktemp("until-august"))
    fill(workspace, august())
    validation.validate(workspace)
    return workspace


@pytest.fixture
def until_april(_until_april: Workspace, tmp_path: Path) -> Workspace:
    """A project with a plan and its first interim report, and the gate's verdict on it."""
    return copied(_until_april, tmp_path)


@pytest.fixture
def until_august(_until_august: Workspace, tmp_path: Path) -> Workspace:
    """The same with the second interim report, as it was filled in."""
    return copied(_until_august, tmp_path / "august")


def august() -> Filled:
    return filled.of_document(AUGUST)


def fill(
    workspace: Workspace, book: Filled, *, replaces: bool = False, writes: bool = True
) -> Filling:
    return filling.fill(workspace, book, replaces=replaces, writes=writes)


def with_cell(book: Filled, dataset: str, number: int, **cells: str) -> Filled:
    """A workbook with other cells in one row."""
    rows = list(book.rows[dataset])
    rows[number] = replace(rows[number], cells={**rows[number].cells, **cells})
    return replace(book, rows={**book.rows, dataset: rows})


def refusal(workspace: Workspace, book: Filled, *, replaces: bool = False) -> list[str]:
    """What is said of a workbook that is refused; nothing of the project differs afterwards."""
    before = written(workspace)
    with pytest.raises(GateError) as refused:
        fill(workspace, book, replaces=replaces)
    assert written(workspace) == before
    return str(refused.value).splitlines()


def test_a_document_that_was_filled_in_is_as_if_typed_by_hand(until_april: Workspace) -> None:
    before = written(until_april)
    done = fill(until_april, august())
    assert (done.is_written, done.warnings, done.elsewhere) == (True, (), ())
    for dataset in ("amendments", "deviations", "outturn", "sick_leave"):
        text = (until_april.dataset(dataset) / f"{AUGUST}.csv").read_text(encoding="utf-8")
        assert text == made_up.read(AUGUST)[dataset]
    assert done.files[-1] == REGISTER
    assert "params/bun-2025.yaml" in done.files
    after = written(until_april)
    assert {name for name in before if before[name] != after[name]} == {REGISTER}
    assert set(after[REGISTER].splitlines()) > set(before[REGISTER].splitlines())
    validation.require_green(until_april, validation.validate(until_april))


def test_filling_in_the_same_twice_changes_nothing(until_august: Workspace) -> None:
    before = written(until_august)
    done = fill(until_august, august())
    assert (done.files, done.changes) == ((), ())
    assert written(until_august) == before


def test_nothing_is_written_when_it_is_only_asked_what_would_change(
    until_april: Workspace,
) -> None:
    before = written(until_april)
    done = fill(until_april, august(), writes=False)
    assert not done.is_written
    assert [change.file for change in done.changes].count(OUTTURN) == len(august().rows["outturn"])
    assert written(until_april) == before


@pytest.mark.parametrize("is_first", [True, False])
def test_a_state_in_which_it_may_be_killed_is_completed_by_the_same_command(
    until_april: Workspace, until_august: Workspace, is_first: bool
) -> None:
    before, after = written(until_april), written(until_august)
    order = fill(until_april, august(), writes=False).files
    number = 1 if is_first else len(order) - 1
    for name in order[:number]:
        path = until_april.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(after[name])
    assert before != written(until_april) != after
    done = fill(until_april, august())
    assert done.files == tuple(order[number:])
    assert written(until_april) == after


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"amount_tkr": "6 973"}, f"{BOOK}!outturn!J3: amount_tkr is 6 973; expected an integer"),
        ({"as_of": "2025-08-32"}, f"{BOOK}!outturn!E3: as_of is 2025-08-32; expected a date"),
        ({"kind": "budget_period"}, f"{BOOK}!outturn!A3: document, area, side, kind is {AUGUST}"),
    ],
)
def test_what_cannot_be_read_or_stands_there_twice_is_told_with_its_cell(
    until_april: Workspace, cells: dict[str, str], message: str
) -> None:
    (told,) = refusal(until_april, with_cell(august(), "outturn", 1, **cells))
    assert told.startswith(message)


def test_all_that_the_gate_refuses_is_told_with_its_cell_and_nothing_is_written(
    until_april: Workspace,
) -> None:
    book = with_cell(august(), "outturn", 2, amount_tkr="10461")
    book = with_cell(book, "amendments", 0, area="skolskjuts")
    book = with_cell(book, "deviations", 0, follows="inget")
    told = refusal(until_april, with_cell(book, "deviations", 1, cause=""))
    assert all(line.startswith(f"{BOOK}!") for line in told), told
    for message in (
        "!outturn!J4: amount_tkr is 10461; expected 10460",
        "!amendments!D2: committee, area is bun, skolskjuts",
        "!deviations!F2: follows is inget",
        "!deviations!H3: cause is empty",
    ):
        assert any(message in line for line in told), told


def test_a_document_that_cannot_be_registered_is_refused(until_april: Workspace) -> None:
    book = august()
    document = {**book.document, "status": "klart"}
    (told,) = refusal(until_april, replace(book, document=document))
    assert told.startswith(f"{BOOK}: status is klart; expected one of draft, proposal")


def test_another_value_in_the_data_is_replaced_only_where_it_is_asked(
    until_august: Workspace,
) -> None:
    book = with_cell(august(), "outturn", 1, amount_tkr="6811")
    book = with_cell(book, "outturn", 25, amount_tkr="405011")
    told = refusal(until_august, book)
    assert told[0].startswith(f"{BOOK}!outturn!J3: amount_tkr is 6811; expected 6810, as {OUTTURN}")
    before = written(until_august)
    done = fill(until_august, book, replaces=True)
    assert [(change.before, change.after) for change in done.changes] == [
        ("6810", "6811"),
        ("405010", "405011"),
    ]
    after = written(until_august)
    assert [name for name in after if after[name] != before[name]] == [OUTTURN]
    pairs = zip(before[OUTTURN].splitlines(), after[OUTTURN].splitlines(), strict=True)
    assert [number for number, (old, new) in enumerate(pairs) if old != new] == [2, 26]


def test_a_row_that_was_not_filled_in_is_removed_only_where_it_is_asked(
    until_august: Workspace,
) -> None:
    book = august()
    book = replace(book, rows={**book.rows, "deviations": book.rows["deviations"][:1]})
    (told,) = refusal(until_august, book)
    assert told.startswith(f"{BOOK}: the row is not filled in; expected {AUGUST}, 3.3")
    fill(until_august, book, replaces=True)
    rows = (until_august.root / f"data/deviations/{AUGUST}.csv").read_text(encoding="utf-8")
    assert len(rows.splitlines()) == 2


def test_an_empty_cell_of_the_data_is_filled_in_without_being_asked(
    until_august: Workspace,
) -> None:
    done = fill(until_august, with_cell(august(), "deviations", 0, responsible="Rektorn"))
    assert [(each.column, each.before, each.after) for each in done.changes] == [
        ("responsible", "", "Rektorn")
    ]


def test_rows_in_another_order_change_nothing(until_august: Workspace) -> None:
    book = august()
    rows = {dataset: list(reversed(rows)) for dataset, rows in book.rows.items()}
    assert fill(until_august, replace(book, rows=rows)).files == ()


def test_a_new_row_comes_after_the_one_that_it_follows(until_august: Workspace) -> None:
    book = august()
    first, second = book.rows["deviations"]
    own = {"deviation": "ny", "follows": "", "cause": "Något nytt", "cause_en": "Something new"}
    cells = {**first.cells, **own}
    rows = [first, replace(first, cells=cells), second]
    fill(until_august, replace(book, rows={**book.rows, "deviations": rows}))
    text = (until_august.root / f"data/deviations/{AUGUST}.csv").read_text(encoding="utf-8")
    assert [line.split(",")[4] for line in text.splitlines()[1:]] == [
        "extra-stod-hosten",
        "ny",
        "sparkrav-ofordelat",
    ]


def test_what_failed_before_in_another_file_is_told_and_stops_nothing(
    until_april: Workspace,
) -> None:
    edit(until_april, "data/personnel/bun-budget-2025.csv", "manager,7", "manager,70")
    done = fill(until_april, august())
    assert done.is_written
    assert any("bun-budget-2025.csv" in told for told in done.elsewhere)


def test_declared_numbers_of_rows_follow_and_are_not_counted_any_more(
    until_august: Workspace,
) -> None:
    run_alereport(until_august, "count", AUGUST, "--counted")
    book = august()
    book = replace(book, rows={**book.rows, "deviations": book.rows["deviations"][:1]})
    done = fill(until_august, book, replaces=True)
    assert f"data/sections/{AUGUST}.csv" in done.files
    states = {each.dataset: each.is_counted for each in counts.of_document(until_august, AUGUST)}
    assert not states.pop("deviations")
    assert all(states.values())


def test_the_command_fills_in_a_workbook_and_names_its_cells(until_april: Workspace) -> None:
    book, path = august(), until_april.root / BOOK
    rows = {dataset: [row.cells for row in rows] for dataset, rows in book.rows.items()}
    writing.write(until_april, book.document, path, rows=rows)
    ended = run_alereport(until_april, "fill", BOOK, "--dry-run")
    assert ended.returncode == 0, ended.stderr
    assert "would be written" in ended.stdout
    ended = run_alereport(until_april, "fill", BOOK)
    assert ended.returncode == 0, ended.stderr
    assert f"alereport count {AUGUST} --counted" in ended.stdout
    text = (until_april.root / OUTTURN).read_text(encoding="utf-8")
    assert text == made_up.read(AUGUST)["outturn"]
    rows["outturn"][2] = {**rows["outturn"][2], "amount_tkr": "10461"}
    writing.write(until_april, book.document, path, rows=rows)
    ended = run_alereport(until_april, "fill", BOOK, "--replace")
    assert ended.returncode == 13
    assert f"{BOOK}!Ekonomi!" in ended.stderr
    assert "amount_tkr is 10461; expected 10460" in ended.stderr


def test_a_template_is_not_overwritten_unasked_and_needs_no_registered_document(
    until_april: Workspace,
) -> None:
    annual = ("template", "annual", "-c", "bun", "-y", "2025", "-o", "annual.xlsx")
    ended = run_alereport(until_april, *annual)
    assert ended.returncode == 0, ended.stderr
    assert "alereport fill annual.xlsx" in ended.stdout
    before = (until_april.root / "annual.xlsx").stat().st_mtime_ns
    ended = run_alereport(until_april, *annual)
    assert ended.returncode == 2
    assert "annual.xlsx is there" in ended.stderr
    assert (until_april.root / "annual.xlsx").stat().st_mtime_ns == before
    assert run_alereport(until_april, *annual, "--force").returncode == 0
    ended = run_alereport(until_april, *annual[:-1], "annual.ods")
    assert (ended.returncode, "does not end with .xlsx" in ended.stderr) == (2, True)
