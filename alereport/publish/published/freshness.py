"""Whether what is published is already what would be published now, byte by byte.

The same inputs give the same bytes, so it is enough that the inputs are as they were and that
nobody has touched a published file since.
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
from alereport.publish.corrections import snapshot
from alereport.publish.published import sums

LIBRARIES = ("fonttools", "pagefind-bin", "pikepdf", "rdflib", "typst", "xlsxwriter")
"""The libraries whose versions can change what is published, beside Pandoc and a kernel's."""


def key(workspace: Workspace, languages: Sequence[str], previous: Path | None) -> str:
    """A fingerprint of everything the embedded engine would publish from; empty where it may not.

    Args:
        previous: Where the sites are that were published before, if it is said.
    """
    if not (clearance.has_passed(workspace) and clearance.is_sealed(workspace)):
        return ""
    published = {*languages, *(path.name for path in workspace.sites.glob("*/"))}
    parts: list[bytes | str] = [str(pypandoc.get_pandoc_version()), *sorted(published)]
    for language in languages:
        tasks = scheduling.tasks(workspace, params.reports(workspace), [language])
        if any(each.state != "fresh" for each in scheduling.statuses(workspace, tasks)):
            return ""
        parts += [language, stamp.key(workspace, language, stamp.outputs(workspace, tasks))]
        if previous is not None:
            parts += [str(previous), content(previous / language / snapshot.FILE)]
    libraries = (*fingerprints.LIBRARIES, *LIBRARIES)
    return cache.key(
        workspace, "alereport.*", libraries=libraries, files=(workspace.verdict,), parts=parts
    )


def is_fresh(workspace: Workspace, languages: Sequence[str], key: str) -> bool:
    """Whether everything that is published is whole and was made from these inputs."""
    return (
        key != ""
        and Stamp(workspace.published).read() == key
        and all(stamp.is_final(workspace, language) for language in languages)
        and content(workspace.sums).decode() == sums.listed(workspace)
    )


def record(workspace: Workspace, key: str) -> None:
    """Record what was just published from; of a draft nothing, so that it is never fresh."""
    Stamp(workspace.published).write(key)
