"""How far each chapter of commentary has come: its state follows its text."""

from __future__ import annotations

import pytest

from alereport import seals
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.publish.book import clearance
from alereport.seals import approval
from tests.conftest import edit

PLAN = "data/commentary/ks-namndplan-2024.md"
BUDGET = "data/budget/ks-namndplan-2024.csv"
CHAPTERS = ("goals", "budget", "personnel")


def states(workspace: Workspace, file: str = PLAN) -> dict[str, str]:
    found = approval.chapters(workspace, [workspace.root / file])
    return {each.chapter: each.approval for each in found}


def review(workspace: Workspace, *names: str) -> list[approval.Chapter]:
    return approval.review(workspace, workspace.root / PLAN, names, ["ekonom"])


def refused(workspace: Workspace) -> str:
    with pytest.raises(PublishError) as refusal:
        clearance.require_reviewed(workspace)
    return str(refusal.value)


def test_what_is_sealed_is_approved(project: Workspace) -> None:
    files = {each.file for each in approval.chapters(project)}
    assert files == {
        project.relative(path) for path in project.data_files() if path.suffix == ".md"
    }
    assert {each.approval for each in approval.chapters(project)} == {"approved"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Räddningstjänsten har samma belopp", "Räddningstjänsten har lika mycket"),
        ("The rescue services have the same amount", "The rescue services have as much"),
    ],
)
def test_an_edited_chapter_is_written_again_and_the_others_keep_their_state(
    project: Workspace, old: str, new: str
) -> None:
    edit(project, PLAN, old, new)
    assert states(project) == {"goals": "approved", "budget": "written", "personnel": "approved"}


def test_blank_lines_and_another_order_of_chapters_leave_each_approved(project: Workspace) -> None:
    edit(project, PLAN, "# budget\n", "\n\n# budget\n\n")
    assert seals.state(project, project.root / PLAN) == "changed"
    assert set(states(project).values()) == {"approved"}


def test_a_review_is_of_the_text_as_it_is(project: Workspace) -> None:
    edit(project, PLAN, "Räddningstjänsten har samma belopp", "Räddningstjänsten har lika mycket")
    assert [(each.chapter, each.approval) for each in review(project, "budget")] == [
        ("budget", "reviewed")
    ]
    assert states(project)["budget"] == "reviewed"
    edit(project, PLAN, "har lika mycket", "har fortsatt lika mycket")
    assert states(project)["budget"] == "written"
    edit(project, PLAN, "har fortsatt lika mycket", "har lika mycket")
    assert states(project)["budget"] == "reviewed"
    entry = approval.reviews(project)[PLAN]["budget"]
    assert entry.reviewed_by == ("ekonom",)
    assert project.unread == []


def test_a_review_of_one_chapter_keeps_those_of_the_others(project: Workspace) -> None:
    edit(project, "data/seals.yaml", f"{PLAN}:", "data/commentary/other.md:")
    assert states(project) == dict.fromkeys(CHAPTERS, "written")
    review(project, "goals")
    review(project, "personnel")
    assert states(project) == {"goals": "reviewed", "budget": "written", "personnel": "reviewed"}


def test_an_approved_chapter_needs_no_review_and_gets_none(project: Workspace) -> None:
    (chapter,) = review(project, "goals")
    assert chapter.approval == "approved"
    assert not project.reviews.exists()


def test_a_seal_approves_every_chapter_of_the_file(project: Workspace) -> None:
    edit(project, PLAN, "Räddningstjänsten har samma belopp", "Räddningstjänsten har lika mycket")
    seals.seal(project, [project.root / PLAN], "Läst av nämndsekreteraren")
    assert states(project) == dict.fromkeys(CHAPTERS, "approved")
    assert set(seals.read(project)[PLAN][-1].own) == set(CHAPTERS)


def test_a_seal_that_knows_no_chapters_approves_the_file_as_it_was(project: Workspace) -> None:
    history = seals.read(project)[PLAN]
    old = history[-1].model_copy(update={"own": {}})
    seals._write(project, {**seals.read(project), PLAN: (*history[:-1], old)})
    assert states(project) == dict.fromkeys(CHAPTERS, "approved")
    edit(project, PLAN, "Räddningstjänsten har samma belopp", "Räddningstjänsten har lika mycket")
    assert states(project) == dict.fromkeys(CHAPTERS, "written")


def test_publishing_asks_for_approval_of_what_is_not_approved(project: Workspace) -> None:
    edit(project, PLAN, "Räddningstjänsten har samma belopp", "Räddningstjänsten har lika mycket")
    edit(project, PLAN, "Planen säger att sjukfrånvaron", "Planen skriver att sjukfrånvaron")
    review(project, "personnel")
    assert refused(project) == (
        f"{PLAN}:23: the commentary on budget (written), personnel (reviewed) is not approved; "
        "expected commentary that was approved as it is; read it, then approve it with alereport "
        f'seal {PLAN} --reason "…", or publish a draft with --draft.'
    )


def test_publishing_names_the_first_file_and_how_many_more(project: Workspace) -> None:
    edit(project, PLAN, "Räddningstjänsten har samma belopp", "Räddningstjänsten har lika mycket")
    edit(project, "data/commentary/sn-verksamhetsplan-2021.md", "# goals", "# goals\n\nNytt.")
    assert refused(project).startswith(f"{PLAN}:23 (and 1 more file): the commentary on budget")
    assert "seal --all" in refused(project)
    edit(project, BUDGET, "154390", "154391")
    assert refused(project).startswith(f"{BUDGET} (and 2 more files): it changed since")


def test_a_file_whose_chapters_are_all_approved_is_refused_as_a_changed_file(
    project: Workspace,
) -> None:
    edit(project, PLAN, "# budget\n", "# budget\n\n")
    assert refused(project).startswith(f"{PLAN}: it changed since it was sealed")
