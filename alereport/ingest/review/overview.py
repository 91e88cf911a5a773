"""The parts of a review's first page: the document, its tables, what is left."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping

from alereport.base.locales import gettext as _
from alereport.data import schemas
from alereport.ingest import drafted_tables
from alereport.ingest.review import wording
from alereport.ingest.review.markup import Html, element, filled, joined
from alereport.ingest.review.session import Session

STATES = ("proved", "read", "asked")


def about_document(session: Session, root: str) -> Html:
    """What is known of the document itself, and what it does not say."""
    known = session.known_of_document()
    table = schemas.schema(session.workspace, "documents")
    facts = (
        joined(element("dt", wording.column(table, name)), element("dd", known[name] or "–"))
        for name in ("title", "committee", "year", "kind", "status")
        if name in table.columns
    )
    problem = session.problem_of_document()
    of = session.messages.of_error
    told = element("p", of(problem), class_="problem") if problem else ""
    answer = element("a", _("Answer what it does not say"), href=f"{root}document")
    return element(
        "section",
        element("h2", _("The document itself")),
        element("dl", *facts),
        told,
        element("p", answer),
    )


def tables(session: Session, root: str) -> Html:
    """Each table with how many of its rows are proved, read, asked about and open."""
    head = (_("Table"), _("Place"), _("Proved"), _("Read"), _("Asked about"), _("Open"))
    lines = []
    for number, table in enumerate(session.tables):
        rows = [row for row, _at in session.of_table(number)]
        counts = Counter(row["state"] for row in rows)
        waiting = len([row for row in rows if not session.decided.of(row)])
        title = table["title"] or wording.place(table["place"])
        link = element("a", title, href=f"{root}table/{number + 1}")
        figures = (counts[state] for state in STATES)
        cells = [element("td", str(each), class_="figures") for each in (*figures, waiting)]
        place = element("td", wording.place(table["place"]))
        lines.append(element("tr", element("th", link, scope="row"), place, *cells))
    others = [row for row in session.rows if row["id"] not in session.positions]
    heads = (element("th", each, scope="col") for each in head)
    table_of_tables = element(
        "table", element("thead", element("tr", *heads)), element("tbody", *lines)
    )
    title = _("Tables")
    shown = element(
        "div", table_of_tables, class_="scroll", tabindex=0, role="region", aria_label=title
    )
    beside = _("Rows of the text, such as goals: {count}.").format(count=len(others))
    return element(
        "section",
        element("h2", title),
        shown if lines else element("p", _("No table was found.")),
        element("p", beside) if others else "",
    )


def not_understood(session: Session) -> Html:
    """What of the document was not understood, or is to be looked at."""
    of = session.messages.of
    lines = [element("li", of(each)) for each in session.reading["remarks"]]
    for number, table in enumerate(session.tables):
        place = wording.place(table["place"])
        if not session.of_table(number):
            told = _("{title}, {place}: a table of no dataset; nothing is drafted from it.")
            lines.append(element("li", told.format(title=table["title"] or "–", place=place)))
        lines += [element("li", of(each)) for each in table["faults"]]
    for place in {each["place"]: "" for each in session.reading["asked"] if _is_unit(each)}:
        told = _(
            "{place}: the table does not say its unit. Begin again with {command}, or "
            "mnkr or kr, and each of its rows has its amount."
        )
        command = element("code", "alereport ingest --review … --unit tkr", translate="no")
        lines.append(
            element("li", filled(told, place=joined(wording.place(place)), command=command))
        )
    return element(
        "section",
        element("h2", _("Not understood, or to look at")),
        element("ul", *lines) if lines else element("p", _("Nothing.")),
    )


def _is_unit(asked: Mapping[str, str]) -> bool:
    return asked["reason"] == drafted_tables.NO_UNIT


def check(root: str) -> Html:
    """The link that tries the rows as they stand."""
    link = element("a", _("Try the rows as they stand"), href=f"{root}findings")
    told = _("The gate and the lint try them on a copy of the data; nothing is written.")
    return element(
        "section", element("h2", _("The gate and the lint")), element("p", told, " ", link)
    )


def ready(session: Session) -> Html:
    """The command that puts the rows in, once every row is decided."""
    command = f"alereport ingest --accept {shlex.quote(session.folder.name)}"
    return element(
        "section",
        element("h2", _("Every row is decided")),
        element("p", _("Nothing in data/ has changed yet. This command puts the rows in:")),
        element("pre", element("code", command), tabindex=0),
        class_="ready",
    )
