"""The site under the headers that docs/operations.md gives to nginx: nothing is refused."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from alereport.base.workspace import Workspace
from tests.browser.conftest import Visit, _Server, one_of_each_kind
from tests.browser.test_search import search
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
HEADERS = dict(re.findall(r'^ +add_header ([\w-]+) "([^"]+)"', PAGE, re.MULTILINE))
"""The headers with a value of their own; nginx computes that of Cache-Control."""


class _WithHeaders(_Server):
    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def behind_nginx(built: Workspace) -> Iterator[str]:
    handler = partial(_WithHeaders, directory=str(built.sites))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_every_kind_of_page_works_under_the_headers(
    visit: Visit, behind_nginx: str, built: Workspace
) -> None:
    assert {"Content-Security-Policy", "X-Content-Type-Options"} <= HEADERS.keys()
    for path in one_of_each_kind(built):
        page = visit(path, root=behind_nginx)  # Fails where the console says anything.
        assert page.locator("h1").count() == 1
        assert "Source Sans Pro" in page.evaluate("getComputedStyle(document.body).fontFamily")
        page.close()


def test_the_search_works_under_the_headers(visit: Visit, behind_nginx: str) -> None:
    assert search(visit("sv/index.html", root=behind_nginx), "investering")
