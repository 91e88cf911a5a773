"""Serve the preview on loopback, and notify the browser of new pages and of build errors."""

from __future__ import annotations

import io
import json
import re
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Condition, Thread
from typing import Any, BinaryIO, Self

HOST = "127.0.0.1"
EVENTS, SCRIPT = "/.preview/events", "/.preview/reload.js"
POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
ALLOWED = {"script-src": "'self'", "connect-src": "'self'"}
"""Sources the preview's script needs, and that the published security policy does not allow."""
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


class Server:
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
        handler = partial(_Handler, folder=folder, start=start, status=self.status)
        self._http = ThreadingHTTPServer((HOST, port), handler)
        self._http.daemon_threads = True
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1})
        self.address = f"http://{HOST}:{self._http.server_port}{start}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.status.end()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, folder: Path, start: str, status: BuildStatus) -> None:
        self._start, self._status = start, status
        super().__init__(*args, directory=str(folder))

    def do_GET(self) -> None:
        if not self._has_local_host():
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.path == EVENTS:
            self._send_events()
        elif self.path == SCRIPT:
            self._send(files("alereport.preview").joinpath("reload.js").read_bytes(), "javascript")
        elif self.path == "/":
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self._start)
            self.end_headers()
        else:
            super().do_GET()

    def _has_local_host(self) -> bool:
        """True if the Host header names this server: other sites must not reach it."""
        port = self.connection.getsockname()[1]
        return self.headers.get("Host") in {f"{HOST}:{port}", f"localhost:{port}"}

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if page.suffix != ".html":
            return super().send_head()
        try:
            text = page.read_text(encoding="utf-8")
        except OSError:
            if self._status.version:
                return super().send_head()
            text = _placeholder_page(self._status.message)
        return self._head(_with_script(text, self._status.version).encode(), "html")

    def _send(self, content: bytes, kind: str) -> None:
        self.wfile.write(self._head(content, kind).getvalue())

    def _head(self, content: bytes, kind: str) -> io.BytesIO:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"text/{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def _send_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        last_event = b""
        try:
            while not self._status.ended:
                event = self._status.wait(last_event)
                self.wfile.write(event if event != last_event else b": still here\n\n")
                last_event = event
        except OSError:
            return  # The browser left the page.

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Do not log requests."""


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
