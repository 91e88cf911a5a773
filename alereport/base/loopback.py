"""A bounded server on loopback: for this machine's browser alone, whatever else sends to it.

Every request is held to this server's own Host header, so that no other site reaches it by a name
of its own, and to a length and a time; and only so many clients are served at a time.
"""

from __future__ import annotations

import io
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore, Thread
from typing import Any, Self
from urllib.parse import unquote_to_bytes

HOST = "127.0.0.1"
MAX_CLIENTS = 64
"""How many clients are served at a time."""
REQUEST_SECONDS = 10.0
"""How long a client may take to send its request, and to receive each part of the answer."""
MAX_PATH_LENGTH = 2000
BUSY = (
    b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n"
)


class LocalServer:
    """Serves from a thread while used as a context manager.

    Args:
        handler: Makes the handler of a request.
        port: The port; 0 for any free port.

    Raises:
        OSError: The port is in use.
    """

    def __init__(self, handler: Callable[..., LocalHandler], port: int) -> None:
        self._http = _BoundedServer((HOST, port), handler)
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1})
        self.origin = f"http://{HOST}:{self._http.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
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


class LocalHandler(BaseHTTPRequestHandler):
    """Answers one request from this machine.

    Attributes:
        name: The path that was asked for, decoded.
        query: What follows it.
    """

    timeout = REQUEST_SECONDS
    name: str
    query: str

    def setup(self) -> None:
        super().setup()
        self.rfile = io.BufferedReader(_Incoming(self.connection))

    def parse_request(self) -> bool:
        """Parse a request, and refuse one of any method that is not for this server."""
        if not super().parse_request():
            return False
        self.query = self.path.partition("?")[2]
        refused = HTTPStatus.FORBIDDEN if not self._has_local_host() else self._wrong_path()
        if refused:
            self.send_error(refused)
        return not refused

    def _has_local_host(self) -> bool:
        """True if the Host header names this server: other sites must not reach it."""
        port = self.connection.getsockname()[1]
        return self.headers.get_all("Host", []) in ([f"{HOST}:{port}"], [f"localhost:{port}"])

    def _wrong_path(self) -> HTTPStatus | None:
        """Return what is wrong with the path, if it can be that of no page; else set `name`."""
        path = self.path.partition("?")[0]
        if len(self.path) > MAX_PATH_LENGTH:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        try:
            self.name = unquote_to_bytes(path.encode("latin-1")).decode()
        except UnicodeError:
            return HTTPStatus.BAD_REQUEST
        is_plain = self.name.isprintable() and "\\" not in self.name
        return None if path.startswith("/") and is_plain else HTTPStatus.BAD_REQUEST

    def redirect(self, status: HTTPStatus, where: str) -> None:
        """Send the browser to another path."""
        self.send_response(status)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Send content of a media type."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Do not log requests."""
