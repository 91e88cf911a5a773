"""Two publications beside each other: which figures changed, and why.

A figure is known by what it is about: its chapter, its exhibit, and its key there. It changed
where a reader sees other words or values than before; where the values and the data are as they
were, it is only said in other words.
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
"""A figure before and after; nothing where it was not, or is no longer, shown."""


@dataclass
class _Changes:
    corrections: list[Correction] = field(default_factory=list)
    reworded: int = 0
    added: int = 0


def following(
    workspace: Workspace,
    before: Publication,
    now: Publication,
    *,
    reason: str,
    chapter: Callable[[str], str],
) -> Publication:
    """What is shown now as the publication after an earlier one.

    Where nothing changed it is that publication once more.

    Args:
        workspace: The project.
        before: The earlier publication.
        now: What is shown now.
        reason: Why figures changed whose data did not; empty where nobody said.
        chapter: What a report such as `ks-2024/budget` is called.
    """
    found = _Changes()
    sealed = _sealed_since(workspace, before)
    for report in dict.fromkeys((*now.reports, *before.reports)):
        pairs = _pairs(before.reports.get(report, ()), now.reports.get(report, ()))
        for exhibit, (old, new) in pairs:
            if old is None:
                found.added += 1
            elif new is not None and _is_reworded(old, new):
                found.reworded += 1
            else:
                found.corrections.append(
                    Correction(
                        report=report,
                        chapter=chapter(report),
                        label=exhibit.label,
                        caption=exhibit.caption,
                        before=old.words,
                        after=new.words if new else "",
                        reasons=_reasons(old, new, sealed, reason),
                    )
                )
    if before.as_of == now.as_of and not (found.corrections or found.reworded or found.added):
        return now.model_copy(update={"number": before.number, "editions": before.editions})
    edition = Edition(
        number=before.number + 1,
        as_of=now.as_of,
        corrections=tuple(found.corrections),
        reworded=found.reworded,
        added=found.added,
    )
    editions = (edition, *before.editions)
    return now.model_copy(update={"number": edition.number, "editions": editions})


def unreasoned(publication: Publication, before: Publication) -> list[Correction]:
    """The figures that this publication changes without a reason."""
    if publication.number == before.number:
        return []
    return [each for each in publication.editions[0].corrections if not each.reasons]


def require_reasons(publication: Publication, before: Publication) -> None:
    """Refuse to publish a figure that changed while nobody says why.

    Raises:
        PublishError: A published figure changed without a reason.
    """
    if late := unreasoned(publication, before):
        first = late[0]
        more = f" (and {len(late) - 1} more)" if len(late) > 1 else ""
        found = f'it shows "{first.after}"' if first.after else "it is no longer shown"
        raise PublishError(
            f"{first.report}{f', {first.label}' if first.label else ''}{more}",
            f"{found} without a reason, for its data were not sealed anew",
            f'"{first.before}", as it was published',
            'say why with --reason "…", or publish a draft with --draft',
        )


def _sealed_since(workspace: Workspace, before: Publication) -> dict[str, tuple[Reason, ...]]:
    """The reasons of the seals that were set since a publication, by their file."""
    return {
        file: tuple(
            Reason(words=each.reason, file=file, sealed=each.sealed)
            for each in history[before.seals.get(file, 0) :]
        )
        for file, history in seals.read(workspace).items()
    }


def _reasons(
    old: Figure, new: Figure | None, sealed: dict[str, tuple[Reason, ...]], reason: str
) -> tuple[Reason, ...]:
    after = new.rows if new else {}
    files = [file for file in (old.rows | after) if old.rows.get(file) != after.get(file)]
    by_file = [sealed.get(file, ()) for file in files]
    explained = any(by_file) if new is None else bool(by_file) and all(by_file)
    if explained:
        return tuple(each for of in by_file for each in of)
    return (Reason(words=reason),) if reason else ()


def _is_reworded(old: Figure, new: Figure) -> bool:
    if old.rows != new.rows:
        return False
    return old.cells == new.cells if old.cells else numbers(old.words) == numbers(new.words)


def _pairs(before: Sequence[Exhibit], after: Sequence[Exhibit]) -> Iterator[tuple[Exhibit, Pair]]:
    """Every figure of a chapter that is not as it was; one that only moved is."""
    old, new = _by_key(with_keys(before, after)), _by_key(after)
    found = [
        (of, (was, is_now))
        for known in {**old, **new}
        for of, was, is_now in [_both(old.get(known), new.get(known))]
        if was is None or is_now is None or was.words != is_now.words
    ]
    gone = Counter(pair[0].words for _exhibit, pair in found if pair[0] and not pair[1])
    come = Counter(pair[1].words for _exhibit, pair in found if pair[1] and not pair[0])
    moved_from, moved_to = gone & come, gone & come
    for exhibit, (was, is_now) in found:
        if was and not is_now and moved_from[was.words]:
            moved_from[was.words] -= 1
        elif is_now and not was and moved_to[is_now.words]:
            moved_to[is_now.words] -= 1
        else:
            yield exhibit, (was, is_now)


Placed = tuple[Exhibit, Figure]
"""A figure and the exhibit it stands in."""


def _by_key(exhibits: Sequence[Exhibit]) -> dict[tuple[str, str, str], Placed]:
    return {
        (exhibit.label, exhibit.id, figure.key): (exhibit, figure)
        for exhibit in exhibits
        for figure in exhibit.figures
    }


def _both(old: Placed | None, new: Placed | None) -> tuple[Exhibit, Figure | None, Figure | None]:
    exhibits = [placed[0] for placed in (new, old) if placed]
    return exhibits[0], old[1] if old else None, new[1] if new else None
