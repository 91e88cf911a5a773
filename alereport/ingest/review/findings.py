"""What the gate and the lint say of the rows as they stand: tried on a copy, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alereport.base.errors import AlereportError, CellsError, Failure, GateError
from alereport.base.locales import gettext as _
from alereport.batch import lock
from alereport.data import schemas
from alereport.ingest import accepting
from alereport.ingest.drafts import Row
from alereport.ingest.review.markup import Html, element, filled, joined
from alereport.ingest.review.session import Session
from alereport.texts.lint import project, title_findings


@dataclass(frozen=True)
class Found:
    """Something to look at.

    Attributes:
        row: The row it is about; None if it is about the document, or the data as a whole.
        rule: The rule's name; empty where it is none.
        found: What is wrong, and what is expected, in the language of the page.
        is_refused: True if the rows are not put in as long as it is so.
    """

    row: Row | None
    rule: str
    found: Html
    is_refused: bool


def of(session: Session) -> list[Found]:
    """Everything that is found, what is refused first.

    A row that still lacks something is not tried by the gate, and named.
    """
    found = [*_lacking(session), *_of_gate(session), *_of_lint(session)]
    return sorted(found, key=lambda each: not each.is_refused)


def _lacking(session: Session) -> Iterator[Found]:
    completion, decided = session.completion(), session.decided
    for row in session.rows:
        decision = decided.of(row)
        if decision and decision.action == "leave_out":
            continue
        completed = completion.completed(row, session.values(row))
        for name in completed.lacking:
            expected = session.messages.of(completion.expected(completed, name))
            said = filled(
                _("{column} is empty; expected: {expected}."),
                column=element("code", name, translate="no"),
                expected=expected,
            )
            yield Found(row, "", said, True)


def _of_gate(session: Session) -> Iterator[Found]:
    try:
        with lock.exclusive(session.workspace, lambda _message: None):
            done = accepting.accept(
                session.workspace, session.folder, proved=True, writes=False, as_they_stand=True
            )
    except GateError as refused:
        yield from (_of_failure(session, each, is_refused=True) for each in refused.failures)
    except CellsError as refused:
        of = session.messages.of_error
        yield from (Found(None, "", of(each), True) for each in refused.problems)
    except AlereportError as refused:
        yield Found(None, "", session.messages.of_error(refused), True)
    else:
        yield from (_of_failure(session, each, is_refused=False) for each in done.filling.warnings)


def _of_failure(session: Session, failure: Failure, *, is_refused: bool) -> Found:
    places = {accepting.place_of(session.name, row): row for row in session.rows}
    row, said = places.get(failure.place), session.messages.of_failure(failure)
    found = said if row is not None else joined(failure.place, ": ", said)
    return Found(row, failure.rule, found, is_refused)


def _of_lint(session: Session) -> Iterator[Found]:
    names = project.own_names(session.workspace)
    for row in session.rows:
        completed = session.completed(row)
        column = schemas.schema(session.workspace, completed.dataset).lint
        if column and completed.cells[column]:
            place = f"{session.name}:1"
            for finding in title_findings(completed.cells[column], place, names):
                of = session.messages.of
                found = joined(of(finding.found), "; ", of(finding.suggestion), ".")
                yield Found(row, finding.rule, found, False)
