"""The built site in a real headless Chromium, over loopback as a web server would serve it."""

from __future__ import annotations

import functools
import gzip
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, Playwright, expect, sync_playwright

from alereport.base.workspace import Workspace
from tests.conftest import points_on
from tests.patience import BROWSER

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (320, 390, 768, 1300)
"""Pixels; 320 is also what a screen of 1280 has left at 400 per cent."""
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules on colours."""
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}}
NO_COLOURS = {"rules": {rule: {"enabled": False} for rule in COLOURS}}
UNFOLD = """async () => {
  document.querySelectorAll("details").forEach((each) => each.open = true);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets.push(sheet);
  for (const image of document.images) {
    image.loading = "eager";
    await image.decode().catch(() => {});
  }
}"""
"""What is far below or folded away is there to be judged too."""
SETTLED_WIDTH = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
  () => done(document.documentElement.scrollWidth))))"""
"""The page's width once its scripts have seen the new size of the screen."""
ALIKE = {"exclude": [["tbody tr:nth-child(n + 7)"]]}
"""Rows that are made as those before them: their colours are the same."""
OF_ITS_KIND = {"exclude": [["tbody tr:nth-child(n + 4)"], ["li:nth-child(n + 4)"]]}
"""What is judged on one page of the kind: more rows, and what is below each table and figure."""
FACTS = """() => ({
  headings: document.querySelectorAll("h1").length,
  font: getComputedStyle(document.body).fontFamily,
  hasFont: document.fonts.check("1em 'Source Sans Pro'"),
  broken: [...document.images].filter((each) => !each.complete || !each.naturalWidth).length,
  unnamed: [...document.images].filter((each) => !each.alt).length,
  ids: [...document.querySelectorAll("[id]")].map((each) => each.id),
  links: [...document.querySelectorAll("a[href]")].map((each) => each.href),
})"""
Light = tuple[Literal["light", "dark"], int]
"""The colour scheme that a reader has chosen, and the width of the screen."""
LIGHTS: list[Light] = [("light", 320), ("dark", 320), ("light", 1300), ("dark", 1300)]
CONTRASTS = (LIGHTS[0], LIGHTS[-1])
"""Where the rules on colours are asked, too: they take most of the time."""
SILENCE = 240
"""Seconds after which a browser that was asked for something no longer answers."""
Visit = Callable[..., Page]


class _Server(SimpleHTTPRequestHandler):
    """Compresses what is text, as web servers do."""

    def log_message(self, *_: object) -> None:
        """Say nothing: what the browser asks for is the test's to judge."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.suffix not in {".html", ".css", ".js", ".svg"} or not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@dataclass(frozen=True)
class Walked:
    """What was found on one page.

    Attributes:
        wrong: Messages of the console, errors, failed loads and requests that leave the site.
        widths: How wide the page was, by the width of the screen.
        facts: See `FACTS`.
        violations: What axe-core found, and in which light and width.
    """

    wrong: list[str]
    facts: dict[str, Any]
    widths: dict[int, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """A driver for the browsers of one file of tests: it keeps an event loop in this thread."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no chromium")
        pytest.skip("chromium is not on PATH")
    expect.set_options(timeout=BROWSER)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as running:
        yield running


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(
        executable_path=CHROMIUM, args=list(QUIET), chromium_sandbox=os.geteuid() != 0
    )
    try:
        yield running
    finally:
        running.close()


@contextmanager
def answering(seconds: float = SILENCE) -> Iterator[None]:
    """Inside the block a browser that falls silent is ended, so that who waits for it learns of it.

    What is evaluated in a page is waited for without a limit.
    """
    bound = threading.Timer(seconds, _end_browsers)
    bound.start()
    try:
        yield
    finally:
        bound.cancel()


def _end_browsers() -> None:
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if process.name().startswith("chrom"):
                process.kill()


@pytest.fixture(scope="session")
def served(built: Workspace) -> Iterator[str]:
    """The site's address on loopback, under a base path as a municipality would have it."""
    with serving(built.build) as address:
        yield f"{address}/site"


@contextmanager
def serving(
    folder: Path, listener: type[ThreadingHTTPServer] = ThreadingHTTPServer
) -> Iterator[str]:
    """The address on loopback that a folder is served at."""
    server = listener(("127.0.0.1", 0), functools.partial(_Server, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def watched(page: Page, origin: str) -> list[str]:
    """What goes wrong on a page from now on: a list that grows."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on(
        "requestfailed",
        lambda request: (
            None  # A drawing still on its way when the reader leaves the page is given up.
            if request.failure == "net::ERR_ABORTED"
            else wrong.append(f"failed: {request.url}")
        ),
    )
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(origin) else wrong.append(f"left for {request.url}")
        ),
    )
    return wrong


@pytest.fixture
def visit(browser: Browser, served: str) -> Iterator[Visit]:
    """Opens pages of the site; nothing may go wrong on them until the test's end."""
    opened: list[tuple[Page, list[str]]] = []

    def open_page(path: str, *, root: str = served, **context: Any) -> Page:
        page = browser.new_context(
            **{"viewport": {"width": 1300, "height": 900}, **context}
        ).new_page()
        page.set_default_timeout(BROWSER)
        opened.append((page, watched(page, root)))
        page.goto(f"{root}/{path}", wait_until="load")
        return page

    with answering():
        yield open_page
    for page, wrong in opened:
        page.context.close()
        assert wrong == []


@pytest.fixture(scope="module")
def walked(playwright: Playwright, served: str, built: Workspace) -> dict[str, Walked]:
    """Every page of the site, visited in one light; those of each kind and name also judged.

    The long form, every page in every light and width, is in tests/soak.
    """
    lights: dict[str, Sequence[Light]] = dict.fromkeys(pages_of(built), ())
    lights |= dict.fromkeys(one_of_each_name(built), LIGHTS[:1])
    lights |= dict.fromkeys(one_of_each_kind(built), CONTRASTS)
    return walk(playwright, served, lights)


def pages_of(built: Workspace) -> list[str]:
    """The pages of the sites, such as `sv/ks-2024/budget.html`, but those that only point on."""
    paths = (path for path in built.sites.rglob("*.html") if not points_on(path))
    return sorted(path.relative_to(built.sites).as_posix() for path in paths)


def one_of_each_kind(built: Workspace) -> list[str]:
    """The first page, and a page of each chapter, in Swedish."""
    chapters = {path.split("/")[-1]: path for path in pages_of(built) if path.startswith("sv/")}
    executed = {path.stem for path in (built.build / "notebooks/sv").rglob("*.ipynb")}
    names = sorted(executed - {"overview"})  # The first page is made from that one.
    return ["sv/index.html", *(chapters[f"{name}.html"] for name in names)]


def one_of_each_name(built: Workspace) -> list[str]:
    """A Swedish page of each name, such as `sources.html` or `budget-origins.html`."""
    return [*{Path(path).name: path for path in pages_of(built) if path[:3] == "sv/"}.values()]


def walk(
    playwright: Playwright, served: str, lights: Mapping[str, Sequence[Light]]
) -> dict[str, Walked]:
    """Visit pages; each is judged in the lights and widths that are given with it, if any."""
    found: dict[str, Walked] = {}
    for again in (True, False):
        left = {path: each for path, each in lights.items() if path not in found}
        try:
            with chromium(playwright) as browser:
                _walk(browser, served, left, found)
            break
        except Error:
            if not again:  # A browser may fall silent where much else is at work, but not twice.
                raise
    return found


def _walk(
    browser: Browser,
    served: str,
    lights: Mapping[str, Sequence[Light]],
    found: dict[str, Walked],
) -> None:
    """Visit pages in one tab; each is among what is found once it is judged."""
    page = browser.new_page()
    wrong = watched(page, served)
    for path, each in lights.items():
        with answering():
            scheme, width = (each or LIGHTS)[0]
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{served}/{path}", wait_until="load")
            page.evaluate("document.fonts.ready")
            page.evaluate(UNFOLD)
            walked = Walked(wrong[:], page.evaluate(FACTS))
            wrong.clear()
            walked.widths[width] = page.evaluate(SETTLED_WIDTH)
            if len(each) == 1:
                _run_axe(page, walked, f"{scheme} at {width}", OF_ITS_KIND, {})
            elif each:
                _judge(page, walked, each)
        found[path] = walked


def _judge(page: Page, walked: Walked, lights: Sequence[Light]) -> None:
    """Hold a page, everything unfolded, to axe-core in each light and to each width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        walked.widths[width] = page.evaluate(SETTLED_WIDTH)
    for scheme, width in lights:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        _run_axe(page, walked, f"{scheme} at {width}", None, NO_COLOURS)
        if (scheme, width) in CONTRASTS:
            _run_axe(page, walked, f"{scheme} at {width}", ALIKE, ONLY_COLOURS)


def _run_axe(
    page: Page,
    walked: Walked,
    where: str,
    context: dict[str, Any] | None,
    options: dict[str, Any],
) -> None:
    asked = {"resultTypes": ["violations"], **options}
    response = Axe().run(page, context=context, options=asked).response
    walked.violations.extend(
        f"{where}: {each['id']}: {node['html'][:200]}"
        for each in response["violations"]
        for node in each["nodes"]
    )
