"""`alereport kolada fetch` writes a snapshot, shows what changed, and takes nothing doubted."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable

import nbformat
import pytest
import yaml

from alereport.base.workspace import Workspace
from alereport.exhibits.model import Line, Text
from alereport.exhibits.phrases import phrase
from alereport.kolada import age, client, snapshots
from tests.conftest import Ended, run_alereport
from tests.unit.kolada.conftest import ASKED, QUICK
from tests.unit.kolada.server import Kolada

Fetch = Callable[..., Ended]
DATASETS = ("comparison", "comparison_indicators")


@pytest.fixture
def asking(project: Workspace) -> Workspace:
    """A project that asks Kolada, and has nothing from it yet."""
    project.comparison.write_text(yaml.safe_dump(ASKED, allow_unicode=True), encoding="utf-8")
    for path in project.data_files(*DATASETS):
        path.unlink()
    return project


@pytest.fixture
def fetch(asking: Workspace, kolada: Kolada) -> Fetch:
    def fetch(*options: str) -> Ended:
        return run_alereport(asking, "kolada", "fetch", "--base-url", kolada.base, *options)

    return fetch


def files(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in workspace.data_files(*DATASETS)}


def made_earlier(workspace: Workspace, day: str = "2026-01-31") -> None:
    """Let the snapshot that was fetched be one of an earlier day."""
    for path in workspace.data_files("comparison"):
        fetched = path.stem.removeprefix("kolada-")
        path.with_name(f"kolada-{day}.csv").write_text(
            path.read_text("utf-8").replace(fetched, day), "utf-8"
        )
        path.unlink()


def test_the_first_fetch_writes_a_snapshot_of_the_day(asking: Workspace, fetch: Fetch) -> None:
    ended = fetch()
    assert ended.returncode == 0, ended.stderr
    (indicators, values) = sorted(files(asking))
    assert indicators == "comparison_indicators.csv"
    assert snapshots.NAME.fullmatch(values)
    rows = files(asking)[values].decode().splitlines()
    assert rows[0] == "indicator,municipality,municipality_name,year,sex,value,status,fetched"
    assert rows[1] == f"N00901,0331,Älvkarleby,2020,total,22.3074,final,{values[7:-4]}"
    assert len(rows) == 1 + 45
    assert f"data/comparison/{values}: written, 45 values." in ended.stdout


def test_a_dry_run_writes_nothing(asking: Workspace, fetch: Fetch) -> None:
    ended = fetch("--dry-run")
    assert ended.returncode == 0
    assert "would be written, 45 values" in ended.stdout
    assert files(asking) == {}


def test_nothing_is_written_if_kolada_has_changed_nothing(asking: Workspace, fetch: Fetch) -> None:
    fetch()
    made_earlier(asking)
    before = files(asking)
    ended = fetch()
    assert "kolada-2026-01-31.csv: Kolada has changed nothing since." in ended.stdout
    assert files(asking) == before


def test_a_second_fetch_shows_what_was_revised_and_keeps_the_first(
    asking: Workspace, fetch: Fetch, kolada: Kolada
) -> None:
    fetch()
    made_earlier(asking)
    before = files(asking)
    kolada.values["N03011", "1440", 2024, "T"] = -56100.5
    kolada.values["N00901", "1440", 2024, "K"] = 20.5
    kolada.deleted.add(("N03046", "1480", 2020, "T"))
    ended = fetch()
    assert ended.returncode == 0, ended.stderr
    assert "revised  N03011 Ale (1440) 2024 total: -55996.25 to -56100.5" in ended.stdout
    assert "added    N00901 Ale (1440) 2024 women: none to 20.5" in ended.stdout
    assert "deleted  N03046 Göteborg (1480) 2020 total: 30421.705 to none" in ended.stdout
    after = files(asking)
    assert len(after) == 3
    assert after["kolada-2026-01-31.csv"] == before["kolada-2026-01-31.csv"]
    latest = snapshots.latest(asking)
    assert latest
    assert latest.path.name == max(name for name in after if name.startswith("kolada-"))


def test_a_revised_value_says_which_lines_of_the_report_rest_on_it(
    asking: Workspace, fetch: Fetch, kolada: Kolada
) -> None:
    fetch()
    made_earlier(asking)
    row = "data/comparison/kolada-2026-01-31.csv#2026-01-31/N03011/1440/2024/total"
    line = Line(key="cost", words=phrase("The net cost is 55 996 kronor."), rows=(row,))
    shown = Text(lines=(line, line.model_copy(update={"rows": (row.replace("2024", "2023"),)})))
    output = nbformat.v4.new_output("display_data", shown._repr_mimebundle_())
    cell = nbformat.v4.new_code_cell("…", execution_count=1, outputs=[output])
    executed = asking.executed("sv", "ks-2024/budget")
    executed.parent.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), executed)
    kolada.values["N03011", "1440", 2024, "T"] = -56100.5
    printed = "printed in ks-2024/budget (sv): The net cost is 55 996 kronor."
    assert fetch("--dry-run").stdout.count(printed) == 1
    told = json.loads(fetch("--json", "--dry-run").stdout)
    assert told["changes"][0]["printed"][0]["report"] == "ks-2024/budget (sv)"


@pytest.mark.parametrize("way", ["magnitude", "missing"])
def test_what_is_doubted_is_taken_only_if_somebody_says_so(
    asking: Workspace, fetch: Fetch, kolada: Kolada, way: str
) -> None:
    fetch()
    made_earlier(asking)
    before = files(asking)
    if way == "magnitude":
        kolada.values["N03011", "1440", 2024, "T"] = -55.99625
    else:
        del kolada.values["N03011", "1440", 2024, "T"]
    ended = fetch()
    assert ended.returncode == 11
    assert re.search(
        r"N03011 Ale \(1440\) 2024 total: -55996.25 to .*--accept-changes", ended.stderr
    )
    assert files(asking) == before
    assert fetch("--accept-changes").returncode == 0
    assert len(files(asking)) == 3


@pytest.mark.parametrize(("answer", "code", "count"), [("n", 11, 2), ("", 11, 2), ("j", 0, 3)])
def test_a_terminal_is_asked_what_is_doubted(
    asking: Workspace, fetch: Fetch, kolada: Kolada, answer: str, code: int, count: int
) -> None:
    fetch()
    made_earlier(asking)
    kolada.values["N03011", "1440", 2024, "T"] = -55.99625
    assert "would be written if the 1 doubted are taken" in fetch("--dry-run").stdout
    terminal, end = os.openpty()
    try:
        os.write(terminal, f"{answer}\n".encode())  # It waits there until it is read.
        command = ["-m", "alereport", "kolada", "fetch", "--base-url", kolada.base]
        ended = subprocess.run(
            [sys.executable, *command],
            cwd=asking.root,
            stdin=end,
            stdout=end,
            stderr=subprocess.DEVNULL,
            timeout=300,
            check=False,
        )
        shown = os.read(terminal, 10_000).decode()
    finally:
        os.close(terminal)
        os.close(end)
    assert "Take the 1 that are doubted? [y/N]" in shown
    assert (ended.returncode, len(files(asking))) == (code, count)


def test_the_years_without_a_value_are_said_together(
    asking: Workspace, fetch: Fetch, kolada: Kolada
) -> None:
    for year in (2020, 2022):
        del kolada.values["N03046", "1440", year, "T"]
    said = fetch("--dry-run").stdout
    assert "  N03046: values of 2 of 3 municipalities in 2020, 2022\n" in said


def test_a_partial_answer_writes_nothing(asking: Workspace, fetch: Fetch, kolada: Kolada) -> None:
    fetch()
    made_earlier(asking)
    before = files(asking)
    kolada.titles.pop("N03046")
    ended = fetch()
    assert ended.returncode == 11
    assert "Kolada has no indicator N03046" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert files(asking) == before


def nothing(_kolada: Kolada) -> None:
    """Kolada is as it is, but at another address nothing listens."""


def unknown(kolada: Kolada) -> None:
    del kolada.titles["N03011"]


def renamed(kolada: Kolada) -> None:
    kolada.titles["N03011"] = "Verksamhetens nettokostnader koncern, kr/inv"


def shut(kolada: Kolada) -> None:
    kolada.fault = lambda handler: handler.send({}, 410) is None


def no_municipality(kolada: Kolada) -> None:
    del kolada.names["0331"]


@pytest.mark.parametrize(
    ("spoil", "base", "said"),
    [
        (nothing, "http://127.0.0.1:9/v3", "the connection failed"),
        (unknown, "", "Kolada has no indicator N03011"),
        (renamed, "", "koncern, kr/inv”; expected “"),
        (shut, "", "shut"),
        (no_municipality, "", "Kolada has no municipality 0331"),
    ],
)
def test_what_kolada_does_not_give_is_one_message_with_code_11_and_nothing_is_written(
    asking: Workspace,
    kolada: Kolada,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Kolada], None],
    base: str,
    said: str,
) -> None:
    monkeypatch.setattr(client.Client.__init__, "__kwdefaults__", {"limits": QUICK})
    spoil(kolada)
    ended = run_alereport(asking, "kolada", "fetch", "--base-url", base or kolada.base)
    assert ended.returncode == 11
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert files(asking) == {}


@pytest.mark.parametrize(
    ("fetched", "is_old"), [("2023-12-31", True), ("2023-11", True), ("2024-01-02", False)]
)
def test_status_names_a_snapshot_older_than_the_year_of_the_latest_plan(
    asking: Workspace, fetch: Fetch, fetched: str, is_old: bool
) -> None:
    fetch()
    made_earlier(asking, fetched)
    found = age.old(asking)
    assert bool(found) == is_old
    said = f"data/comparison/kolada-{fetched}.csv: fetched {fetched}, before 2024, the year of"
    ended = run_alereport(asking, "status", "--notebook", "compared")
    assert ended.returncode == 0
    assert (said in ended.stdout) == is_old
    told = json.loads(run_alereport(asking, "status", "--notebook", "compared", "--json").stdout)
    assert told.get("old_snapshot", {}).get("plan_year") == (2024 if is_old else None)


def test_a_project_without_a_snapshot_has_no_old_one(asking: Workspace) -> None:
    assert age.old(asking) is None


def test_json_says_what_changed(asking: Workspace, fetch: Fetch, kolada: Kolada) -> None:
    first = json.loads(fetch("--json").stdout)
    assert (first["written"], first["values"], first["changes"]) == (True, 45, [])
    made_earlier(asking)
    kolada.values["N03011", "1440", 2024, "T"] = -56100.5
    told = json.loads(fetch("--json", "--dry-run").stdout)
    assert told["written"] is False
    (change,) = told["changes"]
    assert (change["change"], change["before"], change["after"]) == (
        "revised",
        -55996.25,
        -56100.5,
    )


def test_a_snapshot_of_the_same_day_is_replaced_and_that_is_said(
    asking: Workspace, fetch: Fetch, kolada: Kolada
) -> None:
    fetch()
    kolada.values["N03011", "1440", 2024, "T"] = -56100.5
    ended = fetch()
    assert "written in place of the one of the same day, 45 values." in ended.stdout
    assert len(files(asking)) == 2


@pytest.mark.parametrize("room", [0, 1])
def test_a_full_disk_leaves_nothing_behind(
    asking: Workspace, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    fetch()
    made_earlier(asking)
    before = sorted(path.name for path in asking.data.rglob("*"))
    asking.comparison.write_text(
        asking.comparison.read_text(encoding="utf-8").replace("lower", "higher"), encoding="utf-8"
    )
    written: list[int] = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) > room:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert fetch().returncode == 12
    assert sorted(path.name for path in asking.data.rglob("*")) == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("'0331'", "0331", "0331 is not in quotation marks, and is another number in YAML"),
        ("'0331'", "'0000'", 'the four digits of a municipality in quotation marks, as "1440"'),
        ("'0331'", "'0014'", "the four digits of a municipality"),
        ("'0331'", "'1440'", "each code once"),
        ("N03011", "n03011", "a letter and five digits, as N03011"),
        ("N03011", "N03046", "each indicator once"),
        ("first: 2020", "first: 2025", "a year no earlier than the first"),
        ("lower", "up", "'lower', 'higher' or 'none'"),
        ("codes:", "county: '14'\n  codes:", "one of codes, county and group"),
    ],
)
def test_what_is_asked_wrongly_is_refused_at_its_line(
    asking: Workspace, fetch: Fetch, kolada: Kolada, old: str, new: str, said: str
) -> None:
    text = asking.comparison.read_text(encoding="utf-8")
    assert old in text
    asking.comparison.write_text(text.replace(old, new, 1), encoding="utf-8")
    ended = fetch()
    assert ended.returncode == 10
    assert re.match(r"params/comparison.yaml:\d+: ", ended.stderr)
    assert said in ended.stderr
    assert not kolada.paths


def test_a_project_that_asks_nothing_says_where_to_begin(asking: Workspace, fetch: Fetch) -> None:
    asking.comparison.unlink()
    ended = fetch()
    assert ended.returncode == 10
    assert "docs/how-to/kolada.md" in ended.stderr


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_project_without_the_datasets_asks_nobody(
    asking: Workspace, fetch: Fetch, kolada: Kolada, dataset: str
) -> None:
    shutil.rmtree(asking.dataset(dataset))
    ended = fetch()
    assert ended.returncode == 12
    assert f"data/{dataset}/table.yaml: there is no such file" in ended.stderr
    assert not kolada.paths


def test_a_column_that_nothing_is_known_of_is_refused(asking: Workspace, fetch: Fetch) -> None:
    table = asking.dataset("comparison") / "table.yaml"
    table.write_text(table.read_text("utf-8").replace("name: status", "name: mood"), "utf-8")
    ended = fetch()
    assert ended.returncode == 12
    assert "nothing is known of the column mood" in ended.stderr
    assert files(asking) == {}


@pytest.mark.slow
def test_a_fetch_in_this_project_is_sealed_into_a_green_gate(
    project: Workspace, kolada: Kolada
) -> None:
    asked = yaml.safe_load(project.comparison.read_text(encoding="utf-8"))
    before = snapshots.latest(project)
    assert before
    assert before.fetched == "2026-11"
    kolada.values.clear()
    for indicator in asked["indicators"]:
        kolada.described[indicator["indicator"]] = {}
        kolada.titles[indicator["indicator"]] = indicator["title"]
    for row in before.rows.values():
        kolada.names[row.municipality] = row.municipality_name
        kolada.values[row.indicator, row.municipality, row.year, "T"] = float(row.value)
    kolada.values["N03011", "1440", 2024, "T"] = -56100.5
    described = project.dataset("comparison_indicators") / "comparison_indicators.csv"
    words = [line.rpartition('"Vad')[2] for line in described.read_text("utf-8").splitlines()]

    def fetch(*options: str) -> Ended:
        return run_alereport(project, "kolada", "fetch", "--base-url", kolada.base, *options)

    ended = fetch()
    assert ended.returncode == 0, ended.stderr
    assert "revised  N03011 Ale (1440) 2024 total" in ended.stdout
    latest = snapshots.latest(project)
    assert latest
    assert latest.fetched > before.fetched
    assert words[1] in described.read_text(encoding="utf-8")
    files = [project.relative(path) for path in (described, latest.path)]
    sealed = run_alereport(project, "seal", *files, "--reason", "Läst mot Kolada.")
    assert sealed.returncode == 0, sealed.stderr
    validated = run_alereport(project, "validate", "--strict")
    assert validated.returncode == 0, validated.stderr
    assert "Data: green" in validated.stdout
    assert "Kolada has changed nothing since." in fetch().stdout


def test_an_indicator_that_is_no_longer_asked_for_keeps_its_row_and_its_words(
    asking: Workspace, fetch: Fetch
) -> None:
    fetch()
    described = asking.dataset("comparison_indicators") / "comparison_indicators.csv"
    text = described.read_text(encoding="utf-8").replace("lower,,", "lower,Egna ord,")
    described.write_text(text, encoding="utf-8")
    first = ASKED["indicators"][0]
    asking.comparison.write_text(
        yaml.safe_dump({**ASKED, "indicators": ASKED["indicators"][1:]}), encoding="utf-8"
    )
    assert fetch().returncode == 0
    rows = described.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + len(ASKED["indicators"])
    assert rows[-1].startswith(first["indicator"])
    assert all("Egna ord" in row for row in rows[1:])


def test_a_month_is_earlier_than_each_of_its_days(asking: Workspace, fetch: Fetch) -> None:
    fetch()
    made_earlier(asking, "2026-11-30")
    made = asking.dataset("comparison") / "kolada-2026-11-30.csv"
    shutil.copy(made, made.with_name("kolada-2026-11.csv"))
    latest = snapshots.latest(asking)
    assert latest
    assert latest.path == made
