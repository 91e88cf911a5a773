"""Serve the preview on loopback, and notify the browser of new pages and of build errors."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import sys
import time
from contextlib import suppress
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import BoundedSemaphore, Condition, Thread
from typing import Any, Self
from urllib.parse import quote, unquote_to_bytes

HOST = "127.0.0.1"
EVENTS, SCRIPT = "/.preview/events", "/.preview/reload.js"
POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
ALLOWED = {"script-src": "'self'", "connect-src": "'self'"}
"""Sources the preview's script needs, and that the published security policy does not allow."""
MAX_CLIENTS, MAX_STREAMS = 64, 32
"""How many clients are served at a time, and how many of them may wait for new pages."""
REQUEST_SECONDS = 10.0
"""How long a client may take to send its request, and to receive each part of the answer."""
MAX_PATH_LENGTH = 2000
BUSY = (
    b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n"
)
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
        streams = BoundedSemaphore(MAX_STREAMS)
        handler = partial(_Handler, folder=folder, start=start, status=self.status, streams=streams)
        self._http = _BoundedServer((HOST, port), handler)
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


class _BoundedServer(ThreadingHTTPServer):
    """Serves a limited number of clients at a time, and refuses others."""

    daemon_threads = True
    request_queue_size = MAX_CLIENTS

    def __init__(self, *args: Any) -> None:
        self._places = BoundedSemaphore(MAX_CLIENTS)
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        request.setblocking(False)
        with suppress(OSError):
            request.sendall(BUSY)
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away; any other error is a fault of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Incoming(io.RawIOBase):
    """What a client sends, all of it within a time limit, however slowly it comes."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._deadline = time.monotonic() + REQUEST_SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(REQUEST_SECONDS)


class _Handler(SimpleHTTPRequestHandler):
    timeout = REQUEST_SECONDS

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

    def setup(self) -> None:
        super().setup()
        self.rfile = io.BufferedReader(_Incoming(self.connection))

    def parse_request(self) -> bool:
        """Parse a request, and refuse one of any method that is not for this server."""
        if not super().parse_request():
            return False
        self._query = self.path.partition("?")[2]
        refused = HTTPStatus.FORBIDDEN if not self._has_local_host() else self._wrong_path()
        if refused:
            self.send_error(refused)
        return not refused

    def _has_local_host(self) -> bool:
        """True if the Host header names this server: other sites must not reach it."""
        port = self.connection.getsockname()[1]
        return self.headers.get_all("Host", []) in ([f"{HOST}:{port}"], [f"localhost:{port}"])

    def _wrong_path(self) -> HTTPStatus | None:
        """Return what is wrong with the path, if it can be that of no page; else set `_name`."""
        path = self.path.partition("?")[0]
        if len(self.path) > MAX_PATH_LENGTH:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        try:
            self._name = unquote_to_bytes(path.encode("latin-1")).decode()
        except UnicodeError:
            return HTTPStatus.BAD_REQUEST
        is_plain = self._name.isprintable() and "\\" not in self._name
        return None if path.startswith("/") and is_plain else HTTPStatus.BAD_REQUEST

    def do_GET(self) -> None:
        if self._name == EVENTS:
            self._send_events()
        elif self._name == SCRIPT:
            script = files("alereport.preview").joinpath("reload.js").read_bytes()
            self._send(script, "text/javascript; charset=utf-8")
        elif self._name == "/":
            self._redirect(HTTPStatus.FOUND, self._start)
        else:
            self._send_file()

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send_file(self) -> None:
        path = self._within(self._name.strip("/"))
        # Not `Path.is_dir`, which raises where a name is too long.
        is_folder = path is not None and os.path.isdir(path)  # noqa: PTH112
        ends = self._name.endswith("/")
        if is_folder and not ends:
            query = self._query and f"?{self._query}"
            self._redirect(HTTPStatus.MOVED_PERMANENTLY, f"/{quote(self._name.strip('/'))}/{query}")
            return
        page = self._within(f"{self._name}/index.html".strip("/")) if is_folder else path
        content = self._content(page) if page and is_folder == ends else None
        if page is None or content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif page.suffix == ".html":
            text = _with_script(content.decode(errors="replace"), self._status.version)
            self._send(text.encode(), "text/html; charset=utf-8")
        else:
            self._send(content, self.guess_type(page))

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

    def _redirect(self, status: HTTPStatus, where: str) -> None:
        self.send_response(status)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

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
        finally:  # Also where the browser left the page: see `_BoundedServer.handle_error`.
            self._streams.release()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
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
