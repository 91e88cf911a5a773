"""Compares two publications: which figures changed, and why.

A figure is identified by its chapter, its exhibit, and its key there. It changed if a reader sees
other words or values than before; if the values and the data are the same, it is only reworded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from alereport import seals
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.publish.corrections.earlier import numbers, with_keys
from alereport.publish.corrections.snapshot import (
    Correction,
    Edition,
    Exhibit,
    Figure,
    Publication,
    Reason,
)

Pair = tuple[Figure | None, Figure | None]
"""A figure in the previous and the current publication; None where it is not shown."""


@dataclass
class _Changes:
    corrections: list[Correction] = field(default_factory=list)
    reworded: int = 0
    added: int = 0


def next_publication(
    workspace: Workspace,
    previous: Publication,
    current: Publication,
    *,
    reason: str,
    chapter_name: Callable[[str], str],
) -> Publication:
    """The current reports as the publication after an earlier one.

    If nothing changed, it has the number of that one.

    Args:
        workspace: The project.
        previous: The earlier publication.
        current: The current reports, as a first publication.
        reason: Why figures changed whose data did not; empty if no reason is given.
        chapter_name: Returns the name of a report such as `ks-2024/budget`.
    """
    changes = _Changes()
    seal_reasons = _sealed_since(workspace, previous)
    for report in dict.fromkeys((*current.reports, *previous.reports)):
        pairs = _pairs(previous.reports.get(report, ()), current.reports.get(report, ()))
        for exhibit, (old, new) in pairs:
            if old is None:
                changes.added += 1
            elif new is not None and _is_reworded(old, new):
                changes.reworded += 1
            else:
                changes.corrections.append(
                    Correction(
                        report=report,
                        chapter=chapter_name(report),
                        label=exhibit.label,
                        caption=exhibit.caption,
                        before=old.words,
                        after=new.words if new else "",
                        reasons=_reasons(old, new, seal_reasons, reason),
                    )
                )
    if previous.as_of == current.as_of and not (
        changes.corrections or changes.reworded or changes.added
    ):
        return current.model_copy(update={"number": previous.number, "editions": previous.editions})
    edition = Edition(
        number=previous.number + 1,
        as_of=current.as_of,
        corrections=tuple(changes.corrections),
        reworded=changes.reworded,
        added=changes.added,
    )
    editions = (edition, *previous.editions)
    return current.model_copy(update={"number": edition.number, "editions": editions})


def unexplained(publication: Publication, previous: Publication) -> list[Correction]:
    """The corrections of this publication that have no reason."""
    if publication.number == previous.number:
        return []
    corrections = publication.editions[0].corrections
    return [correction for correction in corrections if not correction.reasons]


def require_reasons(publication: Publication, previous: Publication) -> None:
    """Refuse to publish a figure that changed without a reason.

    Raises:
        PublishError: A published figure changed without a reason.
    """
    if corrections := unexplained(publication, previous):
        first = corrections[0]
        more = f" (and {len(corrections) - 1} more)" if len(corrections) > 1 else ""
        found = f'it shows "{first.after}"' if first.after else "it is no longer shown"
        raise PublishError(
            f"{first.report}{f', {first.label}' if first.label else ''}{more}",
            f"{found} without a reason, for its data were not sealed again",
            f'"{first.before}", as it was published',
            'say why with --reason "…", or publish a draft with --draft',
        )


def _sealed_since(workspace: Workspace, previous: Publication) -> dict[str, tuple[Reason, ...]]:
    """The reasons of the seals set since a publication, by data file."""
    return {
        file: tuple(
            Reason(words=seal.reason, file=file, sealed=seal.sealed)
            for seal in history[previous.seals.get(file, 0) :]
        )
        for file, history in seals.read(workspace).items()
    }


def _reasons(
    old: Figure, new: Figure | None, seal_reasons: dict[str, tuple[Reason, ...]], reason: str
) -> tuple[Reason, ...]:
    new_rows = new.rows if new else {}
    files = [file for file in (old.rows | new_rows) if old.rows.get(file) != new_rows.get(file)]
    by_file = [seal_reasons.get(file, ()) for file in files]
    is_explained = any(by_file) if new is None else bool(by_file) and all(by_file)
    if is_explained:
        return tuple(seal_reason for reasons in by_file for seal_reason in reasons)
    return (Reason(words=reason),) if reason else ()


def _is_reworded(old: Figure, new: Figure) -> bool:
    if old.rows != new.rows:
        return False
    return old.cells == new.cells if old.cells else numbers(old.words) == numbers(new.words)


def _pairs(
    previous: Sequence[Exhibit], current: Sequence[Exhibit]
) -> Iterator[tuple[Exhibit, Pair]]:
    """Every figure of a chapter that changed, was added or was removed; one that moved did not."""
    old_by_key, new_by_key = _by_key(with_keys(previous, current)), _by_key(current)
    pairs = [
        (exhibit, (old, new))
        for key in {**old_by_key, **new_by_key}
        for exhibit, old, new in [_both(old_by_key.get(key), new_by_key.get(key))]
        if old is None or new is None or old.words != new.words
    ]
    removed = Counter(old.words for _exhibit, (old, new) in pairs if old and not new)
    added = Counter(new.words for _exhibit, (old, new) in pairs if new and not old)
    moved_from, moved_to = removed & added, removed & added
    for exhibit, (old, new) in pairs:
        if old and not new and moved_from[old.words]:
            moved_from[old.words] -= 1
        elif new and not old and moved_to[new.words]:
            moved_to[new.words] -= 1
        else:
            yield exhibit, (old, new)


Placed = tuple[Exhibit, Figure]
"""An exhibit and one of its figures."""


def _by_key(exhibits: Sequence[Exhibit]) -> dict[tuple[str, str, str], Placed]:
    return {
        (exhibit.label, exhibit.id, figure.key): (exhibit, figure)
        for exhibit in exhibits
        for figure in exhibit.figures
    }


def _both(old: Placed | None, new: Placed | None) -> tuple[Exhibit, Figure | None, Figure | None]:
    exhibits = [placed[0] for placed in (new, old) if placed]
    return exhibits[0], old[1] if old else None, new[1] if new else None
