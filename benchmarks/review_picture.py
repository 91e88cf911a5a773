"""Draw the review of a made-up plan, for the documentation: docs/images/review.png.

    python -m benchmarks.review_picture [--all FOLDER]

With `--all` each page is drawn too, in light and dark, wide and narrow, to look at.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from alereport.ingest.review.server import Server
from alereport.ingest.review.session import Session
from tests import sent
from tests.browser.conftest import chromium
from tests.conftest import ROOT

PICTURE = ROOT / "docs" / "images" / "review.png"
SIZE = {"width": 1200, "height": 820}
NARROW = {"width": 390, "height": 844}
PAGES = {"overview": "", "row": "row/25", "table": "table/1", "found": "findings"}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--all", type=Path, metavar="FOLDER")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        session = _session(Path(folder))
        with chromium(playwright) as browser, Server(session, "en", 0) as server:
            _draw(browser, f"{server.address}row/9", PICTURE, SIZE)
        if given.all:
            with chromium(playwright) as browser, Server(session, "sv", 0) as server:
                for path, name, size, scheme in _all():
                    file = given.all / f"{name}.png"
                    _draw(browser, f"{server.address}{path}", file, size, scheme)


def _session(folder: Path) -> Session:
    workspace = sent.made_up(folder)
    source = sent.document(workspace, sent.PLAN + sent.VEHICLES, "pdf")
    return Session(workspace, workspace.drafted / sent.DOCUMENT, source, "controller")


def _all() -> Iterator[tuple[str, str, dict[str, int], str]]:
    for name, path in PAGES.items():
        for size in (SIZE, NARROW):
            for scheme in ("light", "dark"):
                yield path, f"{name}-{size['width']}-{scheme}", size, scheme


def _draw(
    browser: Browser, address: str, file: Path, size: dict[str, int], scheme: str = "light"
) -> None:
    page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page.set_default_timeout(300_000)  # The gate is slow the first time.
    page.goto(address, wait_until="networkidle")
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=file != PICTURE)
    page.close()


if __name__ == "__main__":
    main()
