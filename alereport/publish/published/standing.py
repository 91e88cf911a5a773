"""Whether what is published is already what would be published now, byte by byte.

The same inputs give the same bytes, so it is enough that the inputs are as they were and that
nobody has touched a published file since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import pypandoc

from alereport.base import fingerprints, params
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace, write_whole
from alereport.batch import plan
from alereport.publish.book import staging, stamp
from alereport.publish.corrections import snapshot
from alereport.publish.published import sums

LIBRARIES = ("fonttools", "pagefind-bin", "pikepdf", "rdflib", "typst", "xlsxwriter")
"""The libraries whose versions can change what is published, beside Pandoc and a kernel's."""


def made_from(workspace: Workspace, languages: Sequence[str], previous: Path | None) -> str:
    """A fingerprint of everything the embedded engine would publish from; empty where it may not.

    Args:
        workspace: The project.
        languages: The languages to publish.
        previous: Where the sites are that were published before, if it is said.
    """
    if not (staging.has_passed(workspace) and staging.is_sealed(workspace)):
        return ""
    parts: list[bytes | str] = [
        fingerprints.code_fingerprint("alereport.*"),
        str(pypandoc.get_pandoc_version()),
        *map(version, (*fingerprints.LIBRARIES, *LIBRARIES)),
        *sorted({*languages, *(path.name for path in workspace.sites.glob("*/"))}),
        content(workspace.verdict),
    ]
    for language in languages:
        tasks = plan.tasks(workspace, params.reports(workspace), [language])
        if any(each.state != "fresh" for each in plan.statuses(workspace, tasks)):
            return ""
        parts += [language, stamp.of(workspace, language, stamp.outputs(workspace, tasks))]
        parts += _before(language, previous)
    return fingerprints.fingerprint(parts)


def _before(language: str, previous: Path | None) -> Iterator[bytes | str]:
    if previous is not None:
        yield from (str(previous), content(previous / language / snapshot.FILE))


def stands(workspace: Workspace, languages: Sequence[str], made: str) -> bool:
    """Whether everything that is published is whole and was made from these inputs.

    Args:
        workspace: The project.
        languages: The languages to publish.
        made: The fingerprint of the inputs; see `made_from`.
    """
    return (
        made != ""
        and content(workspace.published).decode() == made
        and all(stamp.is_final(workspace, language) for language in languages)
        and content(workspace.sums).decode() == sums.listed(workspace)
    )


def write(workspace: Workspace, made: str) -> None:
    """Say what was just published from; of a draft nothing, so it does not stand."""
    write_whole(workspace.published, made)
