"""The checksums of what is published: compared with another, and the same in two builds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.publish.published import sums
from tests.conftest import run_alereport

FILES = {
    "site/sv/index.html": "sida",
    "site/sv/open-data/budget.csv": "data",
    "open-data/budget.csv": "data",
    "report-sv.pdf": "pdf",
    "quality/verdict.json": "not published",
    "site/.sv.abc/index.html": "being made",
}


def published_in(root: Path) -> Workspace:
    (root / "params").mkdir(parents=True)
    (root / "params" / "municipality.yaml").write_text("", encoding="utf-8")
    for name, text in FILES.items():
        path = root / "build" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Workspace(root)


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    return published_in(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return published_in(tmp_path / "there").build


def test_what_is_published_is_listed_and_nothing_else(here: Workspace) -> None:
    sums.write(here)
    listed = [line.split("  ") for line in here.sums.read_text(encoding="utf-8").splitlines()]
    assert [path for _sum, path in listed] == [
        "open-data/budget.csv",
        "report-sv.pdf",
        "site/sv/index.html",
        "site/sv/open-data/budget.csv",
    ]


def test_sha256sum_finds_the_list_right(built: Workspace) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", built.sums.name],
        cwd=built.build,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    listed = built.sums.read_text(encoding="utf-8")
    for path in ("report-sv.pdf", "site/en/ks-2024/budget.html", "open-data/dcat.ttl", ".xlsx"):
        assert path in listed


def test_the_same_bytes_do_not_differ(here: Workspace, there: Path) -> None:
    assert sums.differences(here, there) == (4, [])


def test_what_differs_is_named(here: Workspace, there: Path) -> None:
    (there / "site/sv/index.html").write_text("en annan sida", encoding="utf-8")
    (there / "report-sv.pdf").unlink()
    (there / "report-en.pdf").write_text("pdf", encoding="utf-8")
    assert sums.differences(here, there) == (
        5,
        [
            "report-en.pdf: published there only",
            "report-sv.pdf: not published there",
            "site/sv/index.html: other bytes",
        ],
    )


def test_a_list_of_checksums_stands_for_what_is_published(here: Workspace, there: Path) -> None:
    (there / "open-data/budget.csv").write_text("other", encoding="utf-8")
    sums.write(other := Workspace(there.parent))
    assert sums.differences(here, other.sums)[1] == ["open-data/budget.csv: other bytes"]


def test_the_site_alone_is_compared_with_the_site(here: Workspace, there: Path) -> None:
    assert sums.differences(here, there / "site") == (2, [])


def test_the_site_of_one_language_is_compared_with_that_language(
    here: Workspace, there: Path, tmp_path: Path
) -> None:
    page = '<!DOCTYPE html>\n<html lang="{}">'
    for build in (here.build, there):
        (build / "site" / "en").mkdir()
        for language in ("sv", "en"):
            (build / "site" / language / "index.html").write_text(page.format(language), "utf-8")
    (there / "site/en/index.html").write_text("other", encoding="utf-8")
    copy = tmp_path / "rapport"  # However the folder is called where it is published.
    shutil.copytree(there / "site" / "sv", copy)
    assert sums.differences(here, copy) == (2, [])
    (copy / "open-data/budget.csv").write_text("other", encoding="utf-8")
    assert sums.differences(here, copy)[1] == ["site/sv/open-data/budget.csv: other bytes"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("", "there is no published report"), ("sha256\n", "it is no checksum")],
)
def test_what_is_no_published_report_is_refused(
    here: Workspace, tmp_path: Path, text: str, found: str
) -> None:
    (tmp_path / "list").write_text(text, encoding="utf-8")
    with pytest.raises(PublishError, match=found):
        sums.differences(here, tmp_path / "list")


def test_an_unpublished_project_has_nothing_to_compare(here: Workspace, there: Path) -> None:
    shutil.rmtree(here.build)
    with pytest.raises(PublishError, match="nothing is published there"):
        sums.differences(here, there)


def test_publish_check_says_which_files_differ(here: Workspace, there: Path) -> None:
    (there / "report-sv.pdf").write_text("annan", encoding="utf-8")
    done = run_alereport(here, "publish", "--check", str(there))
    assert done.returncode == 15
    assert done.stdout == "report-sv.pdf: other bytes\n"
    assert f"{there}: 1 of 4 files differ from build; expected the same bytes; " in done.stderr
    (there / "report-sv.pdf").write_text("pdf", encoding="utf-8")
    same = run_alereport(here, "publish", "--check", str(there))
    assert same.returncode == 0
    assert same.stdout.startswith("Same bytes: 4 files")


def test_check_goes_alone(here: Workspace, there: Path) -> None:
    assert run_alereport(here, "publish", "--check", str(there), "--draft").returncode == 2


def test_a_build_elsewhere_on_another_day_with_other_workers_gives_the_same_bytes(
    small: Workspace, tmp_path: Path
) -> None:
    other = Workspace(tmp_path / "somewhere" / "else altogether")
    shutil.copytree(small.root, other.root, ignore=shutil.ignore_patterns("build"))
    shutil.copytree(small.quality, other.quality)  # The verdict; all is made in tests/soak.
    build_elsewhere(other)
    assert sums.differences(small, other.build)[1] == []
    assert small.sums.read_bytes() == other.sums.read_bytes()


def build_elsewhere(other: Workspace) -> None:
    """Build where the day, the locale, the hashes and the number of workers are others."""
    done = subprocess.run(
        [sys.executable, "-m", "alereport", "build", "--engine", "pandoc", "--workers", "3"],
        cwd=other.root,
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
        env={
            **os.environ,
            "TZ": where_it_is_another_day(),
            "SOURCE_DATE_EPOCH": "2000000000",  # What Pandoc takes for the time: 2033.
            "PYTHONHASHSEED": "1",
            "LC_ALL": "C.UTF-8",
        },
    )
    assert done.returncode == 0, done.stdout + done.stderr


def where_it_is_another_day() -> str:
    """A time zone, 14 hours before Greenwich or 12 after, in which it is not today."""
    now = datetime.now().astimezone()
    zones = ("Pacific/Kiritimati", "Etc/GMT+12")
    return next(zone for zone in zones if now.astimezone(ZoneInfo(zone)).date() != now.date())
