"""Tells whether publishing now would give the same bytes as the current publication.

The same inputs give the same bytes, so it is enough that the inputs are unchanged and that no
published file has been touched since.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypandoc

from alereport.base import cache, fingerprints, params
from alereport.base.cache import Stamp
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.publish.book import clearance, stamp
from alereport.publish.changes import snapshot
from alereport.publish.published import sums

LIBRARIES = ("fonttools", "pagefind-bin", "pikepdf", "rdflib", "typst", "xlsxwriter")
"""Libraries whose versions can change the result, besides Pandoc and those of a kernel."""


def key(workspace: Workspace, languages: Sequence[str], previous: Path | None) -> str:
    """A fingerprint of everything the embedded engine would publish from; empty if it may not.

    Args:
        previous: The folder of the previously published sites, if one is given.
    """
    if not (clearance.has_passed(workspace) and clearance.is_reviewed(workspace)):
        return ""
    published_languages = {*languages, *(path.name for path in workspace.sites.glob("*/"))}
    parts: list[bytes | str] = [str(pypandoc.get_pandoc_version()), *sorted(published_languages)]
    for language in languages:
        tasks = scheduling.tasks(workspace, params.committee_years(workspace), [language])
        if any(status.state != "fresh" for status in scheduling.statuses(workspace, tasks)):
            return ""
        parts += [language, stamp.key(workspace, language, stamp.outputs(workspace, tasks))]
        if previous is not None:
            parts += [str(previous), content(previous / language / snapshot.FILE)]
    libraries = (*fingerprints.LIBRARIES, *LIBRARIES)
    return cache.key(
        workspace,
        "alereport.*",
        libraries=libraries,
        files=(workspace.verdict, *sorted(workspace.origins.glob("*.csv"))),
        parts=parts,
    )


def is_fresh(workspace: Workspace, languages: Sequence[str], key: str) -> bool:
    """True if the publication is complete, unchanged and made from the inputs of the key."""
    return (
        key != ""
        and Stamp(workspace.publication_stamp).read() == key
        and all(stamp.is_final(workspace, language) for language in languages)
        and content(workspace.sums).decode() == sums.listing(workspace)
    )


def record(workspace: Workspace, key: str) -> None:
    """Record the key of the publication; a draft has an empty one, and so is never fresh."""
    Stamp(workspace.publication_stamp).write(key)
