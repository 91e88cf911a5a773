"""A drafted document is reviewed in a browser by keyboard alone, and by nobody from elsewhere."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from alereport.base.workspace import Workspace
from alereport.ingest import decisions, drafts
from alereport.ingest.review import findings
from alereport.ingest.review.server import FORM, LARGEST, Server
from alereport.ingest.review.session import OWN_WORDS, Session
from tests import sent
from tests.browser.conftest import answering, watched
from tests.patience import BROWSER, PATIENCE
from tests.sent import DOCUMENT, PLAN, VEHICLES, copied, document

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = sent.made_up(tmp_path_factory.mktemp("reviewed"))
    document(workspace, PLAN + VEHICLES, "pdf")
    return workspace


@pytest.fixture
def session(drafted: Workspace, tmp_path: Path) -> Session:
    workspace = copied(drafted, tmp_path)
    return opened(workspace)


def opened(workspace: Workspace) -> Session:
    folder = workspace.build / "ingest" / DOCUMENT
    return Session(workspace, folder, workspace.root.parent / f"{DOCUMENT}.pdf", "ekonom")


@pytest.fixture
def server(session: Session) -> Iterator[Server]:
    with Server(session, "sv", 0) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of the review; nothing may go wrong on it until the test's end."""
    shown = browser.new_context(viewport={"width": 1300, "height": 900}).new_page()
    shown.set_default_timeout(BROWSER)
    wrong = watched(shown, server.origin)
    with answering():
        shown.goto(server.address)
        yield shown
    shown.context.close()
    assert [each for each in wrong if "422" not in each] == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    page.wait_for_load_state("load")
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(found) => document.activeElement.matches(found)", selector):
            return
    pytest.fail(f"{selector} is not reached by Tab")


def press(page: Page, key: str) -> None:
    """Press a single key on a page whose script has come."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def judge(page: Page) -> None:
    """Hold a page to axe-core in light and dark, wide and narrow."""
    for scheme, width in (("light", 1300), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1300, "height": 900})


def test_a_document_is_reviewed_by_keyboard_alone(page: Page, session: Session) -> None:
    overview = page.url
    expect(page.locator(".lead")).to_have_text("28 rader av 28 är öppna")
    judge(page)
    press(page, "n")
    expect(page.locator("h1")).to_contain_text("1 av 28: Ledning och administration")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("svg image").first).to_be_visible()
    judge(page)

    press(page, "a")
    expect(page.locator("#said")).to_contain_text("godtagen. 27 rader av 28 är öppna")
    press(page, "t")
    expect(page.locator("h1")).to_have_text("Tabell: Budget per område")
    judge(page)
    tab_to(page, "button[value=proved]")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("23 rader är godtagna.")
    expect(page.locator(".state.accept")).to_have_count(24)

    press(page, "o")
    page.wait_for_url(overview)
    tab_to(page, "a.button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("25 av 28: Snöröjningsfordon, 2025")
    press(page, "s")
    expect(page.locator(".problems")).to_be_focused()
    expect(page.locator(".problems")).to_contain_text("inget är ändrat")
    press(page, "e")
    tab_to(page, "#field-amount-tkr")
    page.keyboard.press("Control+a")
    page.keyboard.type("fem")
    page.keyboard.press("Enter")
    expect(page.locator("#field-amount-tkr-error")).to_contain_text("fem angavs")
    expect(page.locator("#field-amount-tkr")).to_have_value("fem")
    judge(page)
    tab_to(page, "#field-amount-tkr")
    page.keyboard.press("Control+a")
    page.keyboard.type("550")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Snöröjningsfordon, 2025, rättad.")
    press(page, "x")
    expect(page.locator("#said")).to_contain_text("utelämnad. 2 rader av 28 är öppna")
    press(page, "a")
    expect(page.locator("#said")).to_contain_text("1 rad av 28 är öppen")
    press(page, "a")
    expect(page.locator(".ready code")).to_have_text(f"alereport ingest --accept {DOCUMENT}")

    decided = decisions.load(session.folder)
    assert {each.by for given in decided.rows.values() for each in given} == {"ekonom"}
    made = [each for row in session.rows if (each := decided.of(row))]
    assert Counter(each.action for each in made) == {"accept": 26, "correct": 1, "leave_out": 1}
    assert [each.values for each in made if each.action == "correct"] == [{"amount_tkr": "550"}]


def test_the_row_stands_before_what_it_was_made_of(page: Page) -> None:
    page.goto(page.url + "row/1")
    tab_to(page, ".field input")
    tab_to(page, ".source")
    page.set_viewport_size({"width": 390, "height": 844})
    made, source = (page.locator(each).bounding_box() for each in (".made", ".source"))
    assert made
    assert source
    assert made["y"] + made["height"] <= source["y"]


def test_keys_can_be_turned_off(page: Page, session: Session) -> None:
    page.goto(page.url + "row/1")
    page.get_by_text("Tangenter", exact=True).click()
    page.get_by_label("Använd enstaka tangenter").uncheck()
    page.locator("h1").focus()
    page.keyboard.press("a")
    page.keyboard.press("x")
    assert decisions.load(session.folder).rows == {}


def test_the_review_works_without_scripts(browser: Browser, server: Server) -> None:
    shown = browser.new_context(java_script_enabled=False).new_page()
    with answering():
        shown.goto(server.address + "row/28")
        shown.get_by_role("button", name="Godta").click()
        expect(shown.locator("#said")).to_contain_text("27 rader av 28 är öppna")
    shown.context.close()


def test_what_the_document_does_not_say_is_answered_first(session: Session) -> None:
    session.reading["document"]["committee"] = ""
    with Server(session, "en", 0) as server:
        assert post(server, "row/1", {"id": session.rows[0]["id"], "action": "accept"})[0] == 200
        assert decisions.load(session.folder).rows == {}
        status, where, _page = post(server, "document", {"committee": ""})
        assert (status, where) == (422, "")
        assert post(server, "document", {"committee": "kultur"})[0] == 303
    assert decisions.load(session.folder).answers == {"committee": "kultur"}


def test_words_that_are_cut_off_are_not_accepted(session: Session) -> None:
    row = session.rows[0]
    row["label"] += " och …"
    wrong = session.decide(row, "accept", {"area": "ledning"})
    assert (row["label"], OWN_WORDS) in [(each.given, each.expected) for each in wrong]
    assert decisions.load(session.folder).rows == {}


def test_the_gate_and_the_lint_try_the_rows_as_they_stand(session: Session) -> None:
    total = next(row for row in session.rows if row["label"] == "Summa")
    assert session.decide(total, "correct", {"amount_tkr": "1"}) == []
    found = findings.of(session)
    assert [each.row for each in found if each.is_refused and each.row] == [total]
    assert not (session.workspace.data / "budget" / f"{DOCUMENT}.csv").exists()


@pytest.mark.parametrize(("language", "said"), [("sv", "väntat: "), ("en", "expected: ")])
def test_what_is_found_is_said_in_the_language_of_the_page(
    session: Session, language: str, said: str
) -> None:
    total = next(row for row in session.rows if row["label"] == "Summa")
    assert session.decide(total, "correct", {"amount_tkr": "1"}) == []
    lacking = next(row for row in session.rows if row["label"] == "Tillsyn")
    lacking["label"] = "Tillsyn Tillsyn tillsyn"
    with Server(session, language, 0) as server:
        root = urlsplit(server.address).path
        pages = {path: shown(server, root + path) for path in ("", "row/27", "table/1", "findings")}
        session.reading["document"]["committee"] = ""
        asked_first = [shown(server, root + path) for path in ("", "document", "findings")]
    assert said in pages["findings"]
    assert all(said in each for each in asked_first)
    assert [each for each in (*pages.values(), *asked_first) if '<span lang="' in each] == []


def shown(server: Server, path: str) -> str:
    return asked(server, "GET", path)[2].encode("latin-1").decode()


# From elsewhere


def post(server: Server, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str, str]:
    """What is answered to a form."""
    given = {"Origin": server.origin, "Content-Type": FORM, **headers}
    return asked(server, "POST", urlsplit(server.address).path + path, urlencode(fields), given)


def asked(
    server: Server, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=PATIENCE)
    connection.request(method, path, body or None, headers or {})
    found = connection.getresponse()
    answered = found.status, found.headers.get("Location", ""), found.read().decode("latin-1")
    connection.close()
    return answered


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "elsewhere.example"}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Length": str(LARGEST + 1)}, 413),
        ({"Content-Length": "9" * 4000}, 413),
        ({"Content-Length": "-1"}, 411),
    ],
)
def test_a_form_from_elsewhere_decides_nothing(
    server: Server, session: Session, headers: dict[str, str], status: int
) -> None:
    fields = {"id": session.rows[0]["id"], "action": "accept"}
    answered, _where, text = post(server, "row/1", fields, **headers)
    assert answered == status
    assert urlsplit(server.address).path not in text
    assert decisions.load(session.folder).rows == {}


@pytest.mark.parametrize(
    "path", ["/", "/row/1", "/next", "/x" * 20, "/" + "A" * 32 + "/", "/%C3%A5/row/1"]
)
def test_who_does_not_know_the_token_sees_nothing(server: Server, path: str) -> None:
    for method in ("GET", "HEAD", "POST"):
        assert asked(server, method, path, "", {"Origin": server.origin})[0] == 403


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "fonts/../review.js", "fonts/%2e%2e/%2e%2e/x", "page/0.png", "page/9.png",
     "row/0", "row/29", "row/-1", "row/%C2%B2", "table/3", "page/../row", "session.py", "x"],
)  # fmt: skip
def test_no_path_leads_to_another_file(server: Server, path: str) -> None:
    status, where, text = asked(server, "GET", urlsplit(server.address).path + path)
    assert status == 404 or (status == 200 and "Det gick inte" in text.encode("latin-1").decode())
    assert where == ""


@pytest.mark.parametrize(
    "fields",
    [{}, {"action": "accept"}, {"action": "burn", "id": "x"}, {"action": "accept", "id": "x"}],
)
def test_a_form_of_another_row_is_refused(
    server: Server, session: Session, fields: dict[str, str]
) -> None:
    assert post(server, "row/1", fields)[0] == 400
    assert decisions.load(session.folder).rows == {}


def test_words_of_the_document_are_no_markup(session: Session) -> None:
    for table in session.reading["tables"]:
        table["title"] = "<script>alert(1)</script>"
    session.rows[0]["as_printed"] = '"><img src=x>'
    with Server(session, "en", 0) as server:
        for path in ("", "row/1", "table/1"):
            text = asked(server, "GET", urlsplit(server.address).path + path)[2]
            assert "<script>alert" not in text
            assert "<img" not in text


def test_a_review_that_is_ended_leaves_nothing_behind(drafted: Workspace) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "alereport", "ingest", "--review", DOCUMENT, "--no-open"],
        cwd=drafted.root,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
    )
    assert running.stdout is not None
    try:
        assert running.stdout.readline().startswith("Review: http://127.0.0.1:")
        kept = {path.name for path in (drafted.build / "ingest").iterdir()}
        assert any(name.startswith("review-") for name in kept)
        running.send_signal(signal.SIGINT)
        assert "rows are not decided" in running.communicate(timeout=PATIENCE)[0]
        assert running.returncode == 0
    finally:
        running.kill()
        running.communicate()
    assert not list((drafted.build / "ingest").glob("review-*"))
    assert drafts.load(drafted.build / "ingest" / DOCUMENT)["source"]["file"] == f"{DOCUMENT}.pdf"
