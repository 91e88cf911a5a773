"""The pages of a review: an overview, a row, a table, the document itself, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from alereport.base import locales, params
from alereport.base.errors import AlereportError
from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.data import schemas
from alereport.ingest import drafts
from alereport.ingest.drafts import Row
from alereport.ingest.review import findings, forms, overview, sources, wording
from alereport.ingest.review.markup import Html, element, filled, joined
from alereport.ingest.review.session import Session, Wrong


@dataclass(frozen=True)
class Pages:
    """The pages of a review.

    Attributes:
        session: The review.
        root: The path that all of them begin with, `/` at its end.
    """

    session: Session
    root: str

    def overview(self) -> Html:
        session = self.session
        waiting = session.open_rows()
        start = element(
            "a", _("Next question"), href=f"{self.root}next", class_="button", data_key="n"
        )
        parts = [element("p", _left(len(waiting), len(session.rows)), class_="lead")]
        if waiting or session.problem_of_document():
            parts.append(element("p", start))
        parts += [
            overview.about_document(session, self.root),
            overview.tables(session, self.root),
            overview.not_understood(session),
            overview.check(self.root),
        ]
        if not waiting:
            parts.append(overview.ready(session))
        return self.page(session.name, *parts)

    def row(
        self, number: int, given: Mapping[str, str] | None = None, wrong: Sequence[Wrong] = ()
    ) -> Html:
        """The page of a row, the first being 0."""
        session, row = self.session, self.session.rows[number]
        first, last = forms.of_row(session, row, given or {}, wrong)
        more = element("summary", _("More fields"))
        form = element(
            "form",
            element("input", type="hidden", name="id", value=row["id"]),
            first,
            element("details", more, last) if last else "",
            self._buttons(),
            method="post",
            action=f"{self.root}row/{number + 1}",
        )
        made = element(
            "section",
            forms.problems(session.messages, wrong),
            self._printed(row),
            form,
            self._turn(number),
            aria_labelledby="heading",
            class_="made",
        )
        source = self._source(sources.of_row(session, row, self.root))
        title = _("{number} of {count}: {name}").format(
            number=number + 1, count=len(session.rows), name=self.name_of(row)
        )
        return self.page(title, element("div", made, source, class_="beside"), keys=True)

    def table(self, number: int) -> Html:
        """The page of a table, the first being 0, beside the pages it stands on."""
        session, table = self.session, self.session.tables[number]
        shown = sources.of_table(session, number, self.root)
        read = sources.as_read(session, number, self.root)
        of, adds_up = session.messages.of, _("It adds up: {what}.")
        told = [element("p", filled(adds_up, what=of(each))) for each in table["closed"]]
        told += [element("p", of(each), class_="problem") for each in table["faults"]]
        made = element(
            "section",
            element("h2", _("As it was read")),
            read,
            *told,
            *self._accept_all(number),
            class_="made",
            aria_label=_("As it was read"),
        )
        beside = element("div", made, self._source(shown), class_="beside") if shown else made
        title = table["title"] or wording.place(table["place"])
        return self.page(_("Table: {title}").format(title=title), beside, keys=True)

    def document(self, given: Mapping[str, str] | None = None, wrong: Sequence[Wrong] = ()) -> Html:
        """The page with what the document does not say of itself."""
        problem = self.session.problem_of_document()
        form = element(
            "form",
            forms.of_document(self.session, given or {}, wrong),
            element("p", element("button", _("Save"), type="submit"), class_="buttons"),
            method="post",
            action=f"{self.root}document",
        )
        messages = self.session.messages
        told = element("p", messages.of_error(problem), class_="problem") if problem else ""
        return self.page(_("The document itself"), forms.problems(messages, wrong), told, form)

    def found(self) -> Html:
        """The page with what the gate and the lint find in the rows as they stand."""
        if problem := self.session.problem_of_document():
            told = element("p", self.session.messages.of_error(problem), class_="problem")
            link = element("a", _("The document itself"), href=f"{self.root}document")
            return self.page(_("What was found"), told, element("p", link))
        found = findings.of(self.session)
        none = element("p", _("The gate and the lint find nothing in the rows as they stand."))
        lines = element("ul", *map(self._finding, found), class_="findings")
        return self.page(_("What was found"), lines if found else none)

    def failed(self, problem: AlereportError) -> Html:
        """The page that says why there is no other."""
        told = element("div", self.session.messages.of_error(problem), class_="problem")
        back = element("a", _("Overview"), href=self.root)
        return self.page(_("It did not work"), told, element("p", back))

    def saved(self, row: Row) -> str:
        """What is said once a row is decided."""
        decision = self.session.decided.of(row)
        action = wording.decision(decision.action if decision else "")
        left = _left(len(self.session.open_rows()), len(self.session.rows))
        said = _("Saved: {name}, {action}.").format(name=self.name_of(row), action=action)
        return f"{said} {left}."

    # Parts

    def _source(self, shown: Html) -> Html:
        """What the document has, beside what was made of it, and after it on a narrow screen."""
        title = _("In the document")
        heading = element("h2", title)
        return element("section", heading, shown, class_="source", tabindex=0, aria_label=title)

    def name_of(self, row: Row) -> str:
        """What a row is, in short: its label or title, its year and its kind."""
        named = ("label", "item", "name", "title", "as_printed")
        label = next((str(row[key]) for key in named if row.get(key)), row["id"])
        at = self.session.positions.get(row["id"])
        column = self.session.tables[at.table]["columns"][at.column]["label"] if at else ""
        return f"{label}, {column}" if column and not row.get("question") else label

    def _printed(self, row: Row) -> Html:
        session = self.session
        history = session.decided.rows.get(row["id"], ())
        decided = [
            element("li", f"{wording.decision(each.action)} – {each.by}, {each.at[:16]}")
            for each in history
        ]
        before = session.decided.before(row)
        again = _("It is open again: {before} was read before.").format(
            before=before.read.get("as_printed", "") if before else ""
        )
        reason = session.messages.of(str(row["reason"]))
        printed = str(row.get("as_printed") or row.get("title") or "–")
        facts = (
            (_("As printed"), element("strong", printed)),
            (_("Place"), wording.place(str(row["place"]))),
            (_("Dataset"), wording.dataset(schemas.schema(session.workspace, _dataset(row)))),
        )
        return joined(
            element("dl", *(joined(element("dt", a), element("dd", b)) for a, b in facts)),
            element("p", wording.why(row["state"], reason), class_=f"why {row['state']}"),
            element("p", again, class_="problem") if before else "",
            element("ul", *decided, class_="history") if decided else "",
        )

    def _buttons(self) -> Html:
        made = (
            ("accept", _("Accept"), "a"),
            ("correct", _("Save the correction"), "s"),
            ("leave_out", _("Leave out"), "x"),
        )
        return element(
            "p",
            *(
                element(
                    "button",
                    words,
                    type="submit",
                    name="action",
                    value=action,
                    data_key=key,
                    class_="main" if action == "accept" else None,
                )
                for action, words, key in made
            ),
            class_="buttons",
        )

    def _turn(self, number: int) -> Html:
        links = []
        if number:
            links.append(
                element("a", _("Row before"), href=f"{self.root}row/{number}", data_key="p")
            )
        skip = f"{self.root}next?after={number + 1}"
        links.append(element("a", _("Next question"), href=skip, data_key="n"))
        if at := self.session.positions.get(self.session.rows[number]["id"]):
            table = f"{self.root}table/{at.table + 1}"
            links.append(element("a", _("The whole table"), href=table, data_key="t"))
        return element("nav", *links, class_="links", aria_label=_("Other rows"))

    def _accept_all(self, number: int) -> Iterator[Html]:
        """A button for the open rows of each state that a look at the table can decide."""
        decided = self.session.decided
        rows = [row for row, _at in self.session.of_table(number) if not decided.of(row)]
        counts = Counter(row["state"] for row in rows)
        words = {
            "proved": ngettext(
                "Accept the {n} proved row", "Accept the {n} proved rows", counts["proved"]
            ),
            "read": ngettext("Accept the {n} read row", "Accept the {n} read rows", counts["read"]),
        }
        action = f"{self.root}table/{number + 1}"
        for state, said in words.items():
            if counts[state]:
                button = element(
                    "button", said.format(n=counts[state]), type="submit", name="state", value=state
                )
                yield element(
                    "form", element("p", button, class_="buttons"), method="post", action=action
                )
        if counts["asked"]:
            asked = ngettext(
                "{n} row is asked about, on a page of its own.",
                "{n} rows are asked about, each on a page of its own.",
                counts["asked"],
            )
            yield element("p", asked.format(n=counts["asked"]))
        first = next(iter(rows), None)
        if first:
            href = f"{self.root}row/{self.session.numbers[first['id']] + 1}"
            words_of_link = _("The first open row of the table")
            yield element("p", element("a", words_of_link, href=href))

    def _finding(self, found: findings.Found) -> Html:
        refused = element("strong", _("Refused"), ": ") if found.is_refused else ""
        link: str = ""
        if found.row is not None:
            href = f"{self.root}row/{self.session.numbers[found.row['id']] + 1}"
            link = element("a", self.name_of(found.row), href=href)
        return element("li", refused, link, " ", found.found)

    def page(self, title: str, *parts: str, keys: bool = False) -> Html:
        """A page around its parts; what was saved last is told once."""
        session = self.session
        said, session.said = session.said, ""
        waiting = len(session.open_rows())
        municipality = params.municipality(session.workspace).name
        brand = element(
            "p",
            element("a", element("span", municipality), session.name, href=self.root, data_key="o"),
            class_="brand",
        )
        left = _left(waiting, len(session.rows))
        by = _("Saved as decided by {by}").format(by=session.by)
        top = element("header", brand, element("p", left, " · ", by, class_="left"), class_="top")
        main = element(
            "main",
            element("p", said, id="said", role="status", aria_live="polite"),
            element("h1", title, id="heading", tabindex="-1"),
            *parts,
            self._keys() if keys else "",
            id="content",
        )
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", f"{title} – {session.name}"),
            element("link", rel="icon", href=f"{self.root}icon.svg", type="image/svg+xml"),
            element("link", rel="stylesheet", href=f"{self.root}review.css"),
            element("script", src=f"{self.root}review.js", defer=True),
        )
        skip = element("a", _("Skip to content"), class_="skip", href="#content")
        body = element("body", skip, top, main, class_="review")
        return joined(
            Html("<!DOCTYPE html>\n"), element("html", head, body, lang=locales.current())
        )

    def _keys(self) -> Html:
        keys = (
            ("a", _("Accept")),
            ("s", _("Save the correction")),
            ("x", _("Leave out")),
            ("n", _("Next question")),
            ("p", _("Row before")),
            ("t", _("The whole table")),
            ("e", _("The first field")),
            ("o", _("Overview")),
        )
        lines = (
            joined(element("dt", element("kbd", key)), element("dd", does)) for key, does in keys
        )
        switch = element("input", type="checkbox", id="keys-on", checked=True)
        return element(
            "details",
            element("summary", _("Keys")),
            element("p", _("They work outside fields, where scripts run.")),
            element("dl", *lines),
            element("p", element("label", switch, " ", _("Use single keys"))),
            class_="keys",
        )


def _dataset(row: Row) -> str:
    return drafts.dataset_of_row(row)


def _left(waiting: int, count: int) -> str:
    if not count:
        return _("No rows were drafted")
    if not waiting:
        return _("All {count} rows are decided").format(count=count)
    told = ngettext("{n} row of {count} is open", "{n} rows of {count} are open", waiting)
    return told.format(n=waiting, count=count)
