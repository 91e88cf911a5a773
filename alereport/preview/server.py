"""The preview's pages on loopback; the browser is told when they change or could not be made."""

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
"""What the published pages' security policy need not allow, and the preview's script needs."""
BEAT = 1.0
"""Seconds between looks at whether the server is ending."""


class News:
    """What the browsers are told: which version of the pages there is, and what went wrong."""

    def __init__(self) -> None:
        self._changed = Condition()
        self.version, self.message, self.ended = 0, "", False

    def renew(self) -> None:
        """There are new pages."""
        self._say(version=self.version + 1, message="")

    def fail(self, message: str) -> None:
        """There are none; those from before stay."""
        self._say(message=message)

    def end(self) -> None:
        """There will be none."""
        self._say(ended=True)

    def _say(self, **what: Any) -> None:
        with self._changed:
            vars(self).update(what)
            self._changed.notify_all()

    def as_event(self) -> bytes:
        """The news as a server-sent event."""
        told = {"version": self.version, "message": self.message}
        return f"data: {json.dumps(told)}\n\n".encode()

    def wait(self, known: bytes) -> bytes:
        """The news when they are other than what is known, or after a while as they are."""
        with self._changed:
            self._changed.wait_for(lambda: self.ended or self.as_event() != known, BEAT)
            return self.as_event()


class Server:
    """Serves a folder of sites from a thread, for as long as the block lasts.

    Args:
        folder: The sites, a folder a language.
        start: The page that `/` leads to, such as `/sv/index.html`.
        port: The port; 0 for one that is free.

    Raises:
        OSError: The port is taken.
    """

    def __init__(self, folder: Path, start: str, port: int) -> None:
        self.news = News()
        handler = partial(_Handler, folder=folder, start=start, news=self.news)
        self._http = ThreadingHTTPServer((HOST, port), handler)
        self._http.daemon_threads = True
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1})
        self.address = f"http://{HOST}:{self._http.server_port}{start}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.news.end()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, folder: Path, start: str, news: News) -> None:
        self._start, self._news = start, news
        super().__init__(*args, directory=str(folder))

    def do_GET(self) -> None:
        if not self._is_for_us():
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

    def _is_for_us(self) -> bool:
        """Whether it was asked under this machine's own name, not through a page elsewhere."""
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
            if self._news.version:
                return super().send_head()
            text = _waiting(self._news.message)
        return self._head(_with_script(text, self._news.version).encode(), "html")

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
        told = b""
        try:
            while not self._news.ended:
                news = self._news.wait(told)
                self.wfile.write(news if news != told else b": still here\n\n")
                told = news
        except OSError:
            return  # The page was left.

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def _with_script(text: str, version: int) -> str:
    """A page with the preview's script, which its security policy then allows."""
    script = f'<script src="{SCRIPT}" data-version="{version}" defer></script>'
    return POLICY.sub(_allowing, text, count=1).replace("</body>", f"{script}\n</body>", 1)


def _allowing(policy: re.Match[str]) -> str:
    rules = [rule.split() for rule in policy[2].split(";")]
    wanted = {name: f"{name} {value}" for name, value in ALLOWED.items()}
    others = [" ".join(rule) for rule in rules if rule and rule[0] not in wanted]
    return policy[1] + "; ".join([*others, *wanted.values()]) + policy[3]


def _waiting(message: str) -> str:
    said = escape(message or "The report is being made …")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<title>Preview</title><link rel="icon" href="data:,"></head>\n'
        f"<body><p>{said}</p>\n</body></html>"
    )
