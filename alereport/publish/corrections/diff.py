"""Two publications beside each other: which figures changed, and why.

A figure is known by its place: its chapter, its table or figure, and what it is said of there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from alereport import seals
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.publish.corrections.snapshot import (
    Correction,
    Edition,
    Exhibit,
    Figure,
    Publication,
    Reason,
)

NUMBER = re.compile(r"[+\-\u2212]?\d+(?:\u00a0\d{3})*(?:[.,]\d+)*")
ALIKE = 0.6
"""How alike two sentences are, their numbers apart, when one is said to have become the other."""

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
    return old.rows == new.rows and _numbers(old.words) == _numbers(new.words)


def _numbers(words: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", number) for number in NUMBER.findall(words))


def _pairs(before: Sequence[Exhibit], after: Sequence[Exhibit]) -> Iterator[tuple[Exhibit, Pair]]:
    """Every figure of a chapter that is not as it was; one that only moved is."""
    old = {each.label: each for each in before}
    new = {each.label: each for each in after}
    found = [
        (exhibit, pair)
        for label, exhibit in {**old, **new}.items()
        for pair in _changed(_figures(old.get(label)), _figures(new.get(label)))
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


def _figures(exhibit: Exhibit | None) -> tuple[Figure, ...]:
    return exhibit.figures if exhibit else ()


def _changed(before: Sequence[Figure], after: Sequence[Figure]) -> Iterator[Pair]:
    """The figures of one table, figure or text whose words differ, each with its other."""
    new = _without(after, before)
    for each in _without(before, after):
        ranked = [(_likeness(each, other), -at) for at, other in enumerate(new)]
        likeness, at = max(ranked, default=(0.0, 0))
        yield (each, new.pop(-at)) if likeness >= ALIKE else (each, None)
    yield from ((None, other) for other in new)


def _without(figures: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    """The figures whose words the others do not have as well."""
    left = Counter(each.words for each in others)
    found: list[Figure] = []
    for each in figures:
        if left[each.words]:
            left[each.words] -= 1
        else:
            found.append(each)
    return found


def _likeness(old: Figure, new: Figure) -> float:
    """How alike two figures are but for their numbers; rows of a table have one name."""
    if _is_reworded(old, new):
        return 1.0
    cells = [each.words.split(" | ") for each in (old, new)]
    if any(len(each) > 1 for each in cells):
        same = sum(was == is_now for was, is_now in zip(*cells, strict=False))
        return ALIKE + same / 100 if cells[0][0] == cells[1][0] else 0.0
    words = [NUMBER.sub("#", each.words) for each in (old, new)]
    ratio: float = SequenceMatcher(None, words[0], words[1]).ratio()
    return ratio
