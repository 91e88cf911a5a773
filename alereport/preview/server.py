"""Serve the preview on loopback, and notify the browser of new pages and of build errors."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from importlib.resources import files
from pathlib import Path
from threading import BoundedSemaphore, Condition
from typing import Any
from urllib.parse import quote

from alereport.base.loopback import MAX_CLIENTS, LocalHandler, LocalServer

EVENTS, SCRIPT = "/.preview/events", "/.preview/reload.js"
POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
ALLOWED = {"script-src": "'self'", "connect-src": "'self'"}
"""Sources the preview's script needs, and that the published security policy does not allow."""
MAX_STREAMS = MAX_CLIENTS // 2
"""How many clients may wait for new pages at a time."""
WAIT_SECONDS = 1.0
"""The longest wait for a change, in seconds, before checking if the server is ending."""


class BuildStatus:
    """The status sent to browsers: the version of the pages, and the error of the last build."""

    def __init__(self) -> None:
        self._changed = Condition()
        self.version, self.message, self.ended = 0, "", False

    def mark_rebuilt(self) -> None:
        """Record that there are new pages."""
        self._update(version=self.version + 1, message="")

    def mark_failed(self, message: str) -> None:
        """Record an error; the previous pages stay."""
        self._update(message=message)

    def end(self) -> None:
        """Record that the server is ending."""
        self._update(ended=True)

    def _update(self, **attributes: Any) -> None:
        with self._changed:
            vars(self).update(attributes)
            self._changed.notify_all()

    def as_event(self) -> bytes:
        """Return the status as a server-sent event."""
        content = {"version": self.version, "message": self.message}
        return f"data: {json.dumps(content)}\n\n".encode()

    def wait(self, last_event: bytes) -> bytes:
        """Wait until the event differs from the last one, or for a while; return the event."""
        with self._changed:
            self._changed.wait_for(
                lambda: self.ended or self.as_event() != last_event, WAIT_SECONDS
            )
            return self.as_event()


class Server(LocalServer):
    """Serves a folder of sites from a thread while used as a context manager.

    Args:
        folder: The folder with one site per language.
        start: The page that `/` redirects to, such as `/sv/index.html`.
        port: The port; 0 for any free port.

    Raises:
        OSError: The port is in use.
    """

    def __init__(self, folder: Path, start: str, port: int) -> None:
        self.status = BuildStatus()
        streams = BoundedSemaphore(MAX_STREAMS)
        handler = partial(_Handler, folder=folder, start=start, status=self.status, streams=streams)
        super().__init__(handler, port)
        self.address = f"{self.origin}{start}"

    def __exit__(self, *problem: object) -> None:
        self.status.end()
        super().__exit__(*problem)


class _Handler(LocalHandler, SimpleHTTPRequestHandler):
    def __init__(
        self,
        *args: Any,
        folder: Path,
        start: str,
        status: BuildStatus,
        streams: BoundedSemaphore,
    ) -> None:
        self._folder, self._start, self._status, self._streams = folder, start, status, streams
        super().__init__(*args, directory=str(folder))

    def do_GET(self) -> None:
        if self.name == EVENTS:
            self._send_events()
        elif self.name == SCRIPT:
            script = files("alereport.preview").joinpath("reload.js").read_bytes()
            self.send(script, "text/javascript; charset=utf-8")
        elif self.name == "/":
            self.redirect(HTTPStatus.FOUND, self._start)
        else:
            self._send_file()

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send_file(self) -> None:
        path = self._within(self.name.strip("/"))
        # Not `Path.is_dir`, which raises where a name is too long.
        is_folder = path is not None and os.path.isdir(path)  # noqa: PTH112
        ends = self.name.endswith("/")
        if is_folder and not ends:
            query = self.query and f"?{self.query}"
            self.redirect(HTTPStatus.MOVED_PERMANENTLY, f"/{quote(self.name.strip('/'))}/{query}")
            return
        page = self._within(f"{self.name}/index.html".strip("/")) if is_folder else path
        content = self._content(page) if page and is_folder == ends else None
        if page is None or content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif page.suffix == ".html":
            text = _with_script(content.decode(errors="replace"), self._status.version)
            self.send(text.encode(), "text/html; charset=utf-8")
        else:
            self.send(content, self.guess_type(page))

    def _within(self, name: str) -> Path | None:
        """Return a path in the folder; None if it, or a link in it, leads elsewhere."""
        path, top = (os.path.realpath(each) for each in (self._folder / name, self._folder))
        return Path(path) if Path(path).is_relative_to(top) else None

    def _content(self, page: Path) -> bytes | None:
        """Return a page, or one that says what is going on; None if there is none."""
        if os.path.isfile(page):  # noqa: PTH113 - see `_send_file`
            with suppress(OSError):  # It was replaced just now, or may not be read.
                return page.read_bytes()
        if page.suffix == ".html" and not self._status.version:
            return _placeholder_page(self._status.message).encode()
        return None

    def _send_events(self) -> None:
        if not self._streams.acquire(blocking=False):
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        try:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            last_event = b""
            while self.command != "HEAD" and not self._status.ended:
                event = self._status.wait(last_event)
                self.wfile.write(event if event != last_event else b": still here\n\n")
                last_event = event
        finally:  # Also where the browser left the page: see `LocalServer`.
            self._streams.release()


def _with_script(text: str, version: int) -> str:
    """Add the preview's script to a page, and allow it in the page's security policy."""
    script = f'<script src="{SCRIPT}" data-version="{version}" defer></script>'
    return POLICY.sub(_allow_script, text, count=1).replace("</body>", f"{script}\n</body>", 1)


def _allow_script(policy: re.Match[str]) -> str:
    rules = [rule.split() for rule in policy[2].split(";")]
    added = {name: f"{name} {value}" for name, value in ALLOWED.items()}
    others = [" ".join(rule) for rule in rules if rule and rule[0] not in added]
    return policy[1] + "; ".join([*others, *added.values()]) + policy[3]


def _placeholder_page(message: str) -> str:
    """Return the page to show before the first pages are built."""
    text = escape(message or "The report is being built …")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<title>Preview</title><link rel="icon" href="data:,"></head>\n'
        f"<body><p>{text}</p>\n</body></html>"
    )
