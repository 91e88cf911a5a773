"""The reviewed rows of a document reach the data whole, or not at all."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from alereport import seals
from alereport.base.workspace import Workspace
from alereport.data import data_files, origins
from alereport.gate import validation
from alereport.ingest import decisions, drafts, words
from alereport.ingest.drafts import Row
from tests import sent
from tests.conftest import Ended, run_alereport
from tests.sent import DOCUMENT, INVESTMENTS, PLAN, copied, document, written
from tests.unit.ingest.test_documents import SHAPE

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

BUDGET = f"data/budget/{DOCUMENT}.csv"
REGISTER = "data/documents/documents.csv"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return sent.made_up(tmp_path_factory.mktemp("made-up"))


@pytest.fixture(scope="module")
def _accepted(made_up: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = copied(made_up, tmp_path_factory.mktemp("accepted"))
    document(workspace)
    done = accept(workspace, "--proved")
    assert done.returncode == 0, done.stderr
    (workspace.root.parent / "printed").write_text(done.stdout, encoding="utf-8")
    validation.validate(workspace)
    return workspace


@pytest.fixture
def workspace(made_up: Workspace, tmp_path: Path) -> Workspace:
    """A made-up committee with plans of 2023 and 2024, and the gate's verdict on them."""
    return copied(made_up, tmp_path)


@pytest.fixture
def accepted(_accepted: Workspace, tmp_path: Path) -> Workspace:
    """The same with the plan of 2025, as it was read in a Word document."""
    return copied(_accepted, tmp_path)


def folder(workspace: Workspace) -> Path:
    return workspace.build / "ingest" / DOCUMENT


def drafted(workspace: Workspace) -> list[Row]:
    found = drafts.rows(drafts.load(folder(workspace)), words.load(None))
    return [row for rows in found.values() for row in rows]


def decide(
    workspace: Workspace, part: str, action: decisions.Action = "accept", **values: str
) -> None:
    """Decide on the rows whose ids have some words."""
    found = [row for row in drafted(workspace) if part in row["id"]]
    assert found
    decisions.decide(
        folder(workspace), found, action=action, by="ekonom", sha256="1", values=values
    )


def accept(workspace: Workspace, *options: str) -> Ended:
    return run_alereport(workspace, "ingest", "--accept", DOCUMENT, *options)


def budget(workspace: Workspace) -> list[dict[str, str]]:
    return data_files.records(workspace, workspace.root / BUDGET)


def failures(workspace: Workspace) -> list[str]:
    verdict = validation.validate(workspace)
    return [str(each) for finding in verdict.values() for each in finding.failures]


def test_a_word_document_becomes_data_that_the_gate_passes(
    made_up: Workspace, accepted: Workspace
) -> None:
    workspace, before = accepted, written(made_up)
    assert failures(workspace) == []
    (table,) = [line for line in PLAN.splitlines() if line.startswith("| Tillsyn")]
    assert [(row["area"], row["amount_tkr"]) for row in budget(workspace)][15:18] == [
        ("tillsyn", figure.replace(" ", "")) for figure in table.strip("|").split(" | ")[1:]
    ]
    assert len(budget(workspace)) == 24
    row = next(
        row
        for row in data_files.records(workspace, workspace.root / REGISTER)
        if row["document"] == DOCUMENT
    )
    assert (row["title"], row["committee"], row["kind"], row["as_of"]) == (
        "Påhittad nämndplan 2025", "kultur", "plan", "2024-12-31"
    )  # fmt: skip
    assert row["sha256"] == drafts.load(folder(workspace))["source"]["sha256"]
    changed = {name for name, content in written(workspace).items() if before.get(name) != content}
    assert changed == {
        BUDGET, REGISTER, f"data/origins/{DOCUMENT}.csv", "params/kultur-2025.yaml"
    }  # fmt: skip
    printed = (workspace.root.parent / "printed").read_text(encoding="utf-8").splitlines()
    (line,) = [each for each in printed if "alereport seal" in each]
    sealed = run_alereport(workspace, *shlex.split(line.partition("alereport ")[2]))
    assert sealed.returncode == 0, sealed.stderr
    assert seals.unsealed(workspace) == []
    again = accept(workspace, "--proved")
    assert "data/ has it all already" in again.stdout
    assert seals.unsealed(workspace) == []


def test_what_was_read_is_printed_as_json_and_nothing_is_written(
    workspace: Workspace, tmp_path: Path
) -> None:
    made = tmp_path / "sent.md"
    made.write_text(PLAN + INVESTMENTS, encoding="utf-8")
    done = run_alereport(workspace, "ingest", str(made), "--json")
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    SHAPE.validate(printed)
    assert printed["document"]["committee"] == "kultur"
    assert [table["title"] for table in printed["tables"]] == ["Budget per område", "Investeringar"]
    last = printed["tables"][0]["rows"][-1]
    assert (last["label"], last["cells"][-1]["value"]) == ("Summa", 258_838)
    assert not (workspace.drafted / "sent").exists()


def test_a_row_of_a_pdf_has_its_page(workspace: Workspace) -> None:
    document(workspace, form="pdf")
    assert accept(workspace, "--proved").returncode == 0
    spots = origins.read(workspace, DOCUMENT)
    spot = spots[f"{BUDGET}#kultur/2025/total/2025/budget"]
    assert len(spots) == 24
    assert spot.page == 1
    assert spot.link("https://example.org/plan.pdf#x") == "https://example.org/plan.pdf#page=1"


def test_nothing_is_put_in_while_a_row_is_open(workspace: Workspace) -> None:
    document(workspace, PLAN + INVESTMENTS)
    before = written(workspace)
    done = accept(workspace)
    assert done.returncode == 16
    assert "28 of 28 rows are not decided" in done.stderr
    done = accept(workspace, "--proved")
    assert done.returncode == 16
    assert "4 of 28 rows are not decided: investments/4.2/inventarier/2025 (read)" in done.stderr
    assert written(workspace) == before
    decide(workspace, "investments/")
    assert accept(workspace, "--proved").returncode == 0
    assert len(written(workspace)) > len(before)


def test_reading_again_says_which_decisions_hold(workspace: Workspace) -> None:
    file = document(workspace)
    decide(workspace, "/tillsyn/")
    document(workspace, PLAN.replace("4 400", "4 500").replace("258 838", "258 938"))
    said = run_alereport(workspace, "ingest", str(file)).stdout
    assert "The decisions were made on another file" in said
    assert "Open again: budget/4.1/tillsyn/2025/budget, '4 400' before and '4 500' now" in said
    assert "Rows decided on: 2; open: 22; no longer read: 0." in said


def test_an_area_that_is_new_is_named_by_a_person(workspace: Workspace) -> None:
    document(workspace, PLAN.replace("| Tillsyn", "| Biblioteken"))
    before = written(workspace)
    done = accept(workspace, "--proved")
    assert done.returncode == 12
    assert "budget/4.1/biblioteken/2025/budget: area is empty; expected" in done.stderr
    assert written(workspace) == before
    decide(workspace, "/biblioteken/", "correct", area="biblioteken", amont_tkr="1")
    assert (
        "amont_tkr is no column; expected one of document, section"
        in accept(workspace, "--proved").stderr
    )
    decide(workspace, "/biblioteken/", "correct", area="biblioteken")
    done = accept(workspace, "--proved")
    assert done.returncode == 12
    assert "areas.name_en is empty; expected the name in English" in done.stderr
    values = {"area": "biblioteken", "areas.name_en": "Libraries"}
    decide(workspace, "/biblioteken/", "correct", **values)
    done = accept(workspace, "--proved")
    assert done.returncode == 0, done.stderr
    areas = (workspace.root / "data/areas/areas.csv").read_text(encoding="utf-8")
    assert "kultur,biblioteken,Biblioteken,Libraries,\n" in areas
    assert failures(workspace) == []


def test_a_figure_in_the_data_is_replaced_only_when_that_is_said(accepted: Workspace) -> None:
    workspace = accepted
    document(workspace, PLAN.replace("28 000", "28 100").replace("258 838", "258 938"))
    register = workspace.root / REGISTER
    register.write_text(
        "".join(
            line.rpartition(",")[0] + ",\n" if line.startswith(DOCUMENT) else line
            for line in register.read_text(encoding="utf-8").splitlines(keepends=True)
        ),
        encoding="utf-8",
    )
    before = written(workspace)
    done = accept(workspace, "--proved")
    assert done.returncode == 13
    assert f"28000, as {BUDGET} has it" in done.stderr
    assert f"{DOCUMENT}.docx, table 1, row 2, cell 4, budget/4.1/ledning och" in done.stderr
    assert written(workspace) == before
    done = accept(workspace, "--proved", "--replace")
    assert done.returncode == 0, done.stderr
    assert budget(workspace)[2]["amount_tkr"] == "28100"


def test_another_file_under_a_registered_name_is_refused(accepted: Workspace) -> None:
    workspace = accepted
    file = document(workspace, PLAN + "\nMer.\n")
    before = written(workspace)
    done = accept(workspace, "--proved")
    assert done.returncode == 11
    assert f"as {REGISTER}:" in done.stderr
    assert written(workspace) == before
    file.write_bytes(b"another")
    done = run_alereport(workspace, "ingest", "--accept", str(file), "--proved")
    assert done.returncode == 16
    assert "it is not the file that build/ingest/kultur-plan-2025 was drafted from" in done.stderr


def test_what_the_document_has_wrong_may_stand_with_a_reason(workspace: Workspace) -> None:
    document(workspace, PLAN.replace("258 838", "258 888"))
    decide(workspace, "/2025/")
    decide(workspace, "/summa/2025/", "correct", amount_tkr="258888")
    reasons = ("--reason", "Planens summa är fel", "--reason", "en:The total is wrong in the plan")
    before = written(workspace)
    done = accept(workspace, "--proved", *reasons, "--by", "controller")
    assert done.returncode == 13  # A correction is a person's, and not as the document has it.
    assert "decide on the row with alereport ingest --review" in done.stderr
    decide(workspace, "/summa/2025/")
    done = accept(workspace, "--proved")
    assert done.returncode == 13
    step = (
        f'run alereport ingest --accept {DOCUMENT} --proved --reason "…" --reason "en:…" --by ROLE'
    )
    assert step in done.stderr
    assert written(workspace) == before
    done = accept(workspace, "--proved", *reasons, "--by", "controller")
    assert done.returncode == 0, done.stderr
    assert "Accepted as the document has it" in done.stdout
    assert failures(workspace) == []
    accepted = (workspace.root / "data/budget/accepted.yaml").read_text(encoding="utf-8")
    assert "sv: Planens summa är fel" in accepted
    assert "amount_tkr: 258888" in accepted
    again = accept(workspace, "--proved")
    assert "data/ has it all already" in again.stdout


def test_rows_that_are_left_out_and_typed_ones_stay_apart(workspace: Workspace) -> None:
    document(workspace, PLAN + INVESTMENTS.replace("500 |\n", "500 |\n| Bilar | 9 | 9 | 9 | 9 |\n"))
    decide(workspace, "investments/")
    assert accept(workspace, "--proved").returncode == 0
    path = workspace.root / f"data/investments/{DOCUMENT}.csv"
    text = path.read_text(encoding="utf-8")
    typed = text.splitlines()[1].replace("Inventarier", "Konst")
    path.write_text(text + f"{typed}\n", encoding="utf-8")
    decide(workspace, "/bilar/", "leave_out")
    done = accept(workspace, "--proved")
    assert done.returncode == 13
    assert "the row is not filled in" in done.stderr
    done = accept(workspace, "--proved", "--replace")
    assert "Rows left out: 4." in done.stdout
    items = {row["item"] for row in data_files.records(workspace, path)}
    assert items == {"Inventarier", "Konst"}


def test_what_the_document_does_not_tell_is_answered(workspace: Workspace) -> None:
    document(workspace, PLAN.replace("Kulturnämnden\n", "En nämnd\n"))
    done = accept(workspace, "--proved")
    assert done.returncode == 16
    assert "its committee is not told" in done.stderr
    done = accept(workspace, "--committee", "kultur", "--by", "controller")
    assert done.returncode == 16
    assert "24 of 24 rows are not decided" in done.stderr
    done = accept(workspace, "--proved", "--dry-run")
    assert done.returncode == 0, done.stderr
    (answer,) = decisions.load(folder(workspace)).document["committee"]
    assert (answer.value, answer.by) == ("kultur", "controller")


def test_a_state_in_which_it_may_be_killed_is_completed_by_the_same_command(
    made_up: Workspace, accepted: Workspace
) -> None:
    workspace, before = accepted, written(made_up)
    after = written(workspace)
    new = [name for name in after if before.get(name) != after[name]]
    order = sorted(new, key=lambda name: (name == REGISTER, name))
    for name in order[2:]:
        if name in before:
            (workspace.root / name).write_bytes(before[name])
        else:
            (workspace.root / name).unlink()
    assert accept(workspace, "--proved").returncode == 0
    assert written(workspace) == after
