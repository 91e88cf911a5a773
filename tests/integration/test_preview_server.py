"""The preview's server answers what it should, refuses the rest, and is not kept busy by anyone."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from alereport.base import loopback
from alereport.base.loopback import MAX_CLIENTS
from alereport.preview.server import EVENTS, MAX_STREAMS, Server
from tests.patience import PATIENCE

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "BREW"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "preview"
    (site / "sv/ks 2024").mkdir(parents=True)
    (site / "sv/empty").mkdir()
    (site / "sv/index.html").write_text("<body>start</body>", encoding="utf-8")
    (site / "sv/ks 2024/index.html").write_text("<body>plan</body>", encoding="utf-8")
    (site / "sv/site.css").write_text("body { color: black }", encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (site / "sv/link.html").symlink_to(tmp_path / "secret.html")
    (site / "sv/out").symlink_to(tmp_path, target_is_directory=True)
    (site / "sv/loop.html").symlink_to(site / "sv/loop.html")
    (site / "sv/inside.html").symlink_to(site / "sv/index.html")
    return site


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with Server(folder, "/sv/index.html", 0) as running:
        running.status.mark_rebuilt()
        yield running


def port_of(server: Server) -> int:
    return int(server.address.split(":")[2].split("/")[0])


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port_of(server)), timeout=PATIENCE)


def raw(server: Server, request: bytes) -> bytes:
    """Everything that the server sends until it closes the connection."""
    with closing(connect(server)) as connection:
        connection.sendall(request)
        answer = b""
        with suppress(ConnectionError):
            while part := connection.recv(65536):
                answer += part
    return answer


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def ask(server: Server, path: bytes, method: bytes = b"GET", more: bytes = b"") -> bytes:
    host = b"127.0.0.1:%d" % port_of(server)
    return raw(server, b"%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (method, path, host, more))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "host", ["Host: evil.example\r\n", "", "Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n"]
)
def test_no_method_reaches_it_under_another_name(server: Server, method: str, host: str) -> None:
    name = host.format(port=port_of(server))
    request = f"{method} /sv/index.html HTTP/1.1\r\n{name}\r\n".encode()
    assert status_of(raw(server, request)) == 403


@pytest.mark.parametrize("method", METHODS[2:])
def test_a_method_that_it_does_not_have_is_refused(server: Server, method: str) -> None:
    assert status_of(ask(server, b"/sv/index.html", method.encode())) == 501


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"/", 302),
        (b"/sv", 301),
        (b"/sv?a=b", 301),
        (b"/sv/", 200),
        (b"//sv/", 200),
        (b"/sv/index.html", 200),
        (b"/sv/index.html/", 404),
        (b"/sv/index.html?q=%00", 200),
        (b"/sv/ks%202024/", 200),
        (b"/sv/site.css", 200),
        (b"/sv/inside.html", 200),
        (b"/sv/none.html", 404),
        (b"/sv/empty/", 404),
        (b"/sv/link.html", 404),
        (b"/sv/out", 404),
        (b"/sv/out/secret.html", 404),
        (b"/sv/loop.html", 404),
        (b"/..", 404),
        (b"/../secret.html", 404),
        (b"/sv/%2e%2e/%2e%2e/secret.html", 404),
        (b"/sv/..%2f..%2fsecret.html", 404),
        (b"/%00", 400),
        (b"/sv/\0", 400),
        (b"/sv/index.html%00.css", 400),
        (b"/%ff%fe", 400),
        (b"/\xff\xfe", 400),
        (b"/%ed%a0%80", 400),
        (b"/sv\\index.html", 400),
        (b"/..%5c..%5csecret.html", 400),
        (b"/%0d%0aX-Injected:1", 400),
        (b"/%1b[31m", 400),
        (b"http://evil.example/sv/", 400),
        (b"*", 400),
        (b"sv/", 400),
        (b"/" + b"a" * 300, 404),
        (b"/sv/" + b"a/" * 900, 404),
        (b"/" + b"a" * 10_000, 414),
        (b"/%c3%a5.html", 404),
    ],
)
def test_every_name_has_its_answer(
    server: Server, path: bytes, expected: int, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = ask(server, path)
    assert status_of(answer) == expected
    assert b"secret" not in answer.partition(b"\r\n\r\n")[2]
    head = ask(server, path, b"HEAD")
    assert status_of(head) == expected
    assert head.endswith(b"\r\n\r\n")
    assert capfd.readouterr().err == ""


def test_a_line_that_no_server_reads_is_refused(server: Server) -> None:
    assert status_of(ask(server, b"/" + b"a" * 100_000)) == 414


def test_a_folder_leads_to_its_pages_and_keeps_what_was_asked(server: Server) -> None:
    assert b"Location: /sv/?a=b\r\n" in ask(server, b"/sv?a=b")
    assert b"Location: /sv/ks%202024/\r\n" in ask(server, b"//sv/ks%202024")


def test_a_range_is_answered_with_the_whole_file(server: Server) -> None:
    answer = ask(server, b"/sv/site.css", more=b"Range: bytes=0-3\r\n")
    assert status_of(answer) == 200
    assert answer.endswith(b"body { color: black }")


@pytest.mark.parametrize(
    "request_",
    [
        b"",
        b"\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01",
    ],
    ids=repr,
)
def test_what_is_no_request_ends_without_a_traceback(
    server: Server,
    request_: bytes,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(loopback, "REQUEST_SECONDS", 0.3)
    answer = raw(server, request_)
    assert not answer or b"<title>Error response</title>" in answer
    assert capfd.readouterr().err == ""


def test_who_sends_slowly_is_dropped_in_time_and_the_others_are_served(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback, "REQUEST_SECONDS", 4.0)
    slow = [connect(server) for _ in range(MAX_CLIENTS // 2)]
    began = time.monotonic()
    ended: set[socket.socket] = set()
    while len(ended) < len(slow) and time.monotonic() - began < PATIENCE:
        for each in set(slow) - ended:
            try:
                each.sendall(b"G")  # A byte at a time keeps no place for longer.
            except OSError:
                ended.add(each)
        assert status_of(ask(server, b"/sv/index.html")) == 200
        time.sleep(0.1)
    assert len(ended) == len(slow)
    for each in slow:
        each.close()


def test_more_clients_than_there_are_places_for_are_refused_until_one_leaves(
    server: Server,
) -> None:
    host = f"Host: 127.0.0.1:{port_of(server)}\r\n"
    streams = [connect(server) for _ in range(MAX_STREAMS)]
    for each in streams:
        each.sendall(f"GET {EVENTS} HTTP/1.1\r\n{host}\r\n".encode())
        assert each.recv(12) == b"HTTP/1.0 200"
    assert status_of(ask(server, EVENTS.encode())) == 503
    assert status_of(ask(server, b"/sv/index.html")) == 200
    half = [connect(server) for _ in range(MAX_CLIENTS)]
    answers = {status_of(ask(server, b"/sv/index.html")) for _ in range(20)}
    assert answers == {503}
    for each in (*streams, *half):
        each.close()
    deadline = time.monotonic() + PATIENCE
    while status_of(ask(server, b"/sv/index.html")) != 200 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert status_of(ask(server, b"/sv/index.html")) == 200


def test_the_browser_is_told_of_new_pages(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=PATIENCE)
    connection.request("GET", EVENTS)
    answer = connection.getresponse()
    assert b'"version": 1' in answer.readline()
    server.status.mark_failed("wrong")
    answer.readline()
    while b"wrong" not in (line := answer.readline()):
        assert line in {b": still here\n", b"\n"}
    connection.close()
