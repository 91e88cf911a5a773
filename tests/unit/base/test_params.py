"""What a person may set, and how a mistake in it is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alereport.base import params, settings
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace
from alereport.data import datasets
from tests.handmade import amend

REPORT = "params/ks-2024.yaml"
MUNICIPALITY = "params/municipality.yaml"


def refusal(project: Workspace) -> ParamsError:
    with pytest.raises(ParamsError) as refused:
        (params.municipality(project), params.committee_years(project))
    return refused.value


def write(project: Workspace, content: bytes | str, path: str = REPORT) -> Path:
    file = project.root / path
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_the_committed_settings_of_the_municipality_load(project: Workspace) -> None:
    municipality = params.municipality(project)
    assert (municipality.name, municipality.code) == ("Ale kommun", 1440)
    assert municipality.languages == ("sv", "en")
    assert municipality.as_of == date(2023, 12, 31)


def test_the_committed_reports_load_newest_first(project: Workspace) -> None:
    reports = params.committee_years(project)
    assert [report.slug for report in reports] == ["ks-2024", "ks-2022", "sn-2021", "ks-2016"]
    assert {report.language for report in reports} == {"sv"}


def test_a_newer_year_comes_first_whatever_its_committee(project: Workspace) -> None:
    write(project, "committee: sn\nyear: 2023\nlanguage: sv\n", "params/sn-2023.yaml")
    slugs = [report.slug for report in params.committee_years(project)]
    assert slugs == ["ks-2024", "sn-2023", "ks-2022", "sn-2021", "ks-2016"]


def test_reports_of_one_year_come_in_the_order_of_their_committees(project: Workspace) -> None:
    for committee in ("sn", "bn"):
        text = f"committee: {committee}\nyear: 2022\nlanguage: sv\n"
        write(project, text, f"params/{committee}-2022.yaml")
    slugs = [report.slug for report in params.committee_years(project, years=[2022])]
    assert slugs == ["bn-2022", "ks-2022", "sn-2022"]


@pytest.mark.parametrize(
    ("committees", "years", "slugs"),
    [
        (["ks"], [], ["ks-2024", "ks-2022", "ks-2016"]),
        ([], [2021, 2022], ["ks-2022", "sn-2021"]),
        (["ks", "sn"], [2021], ["sn-2021"]),
        (["sn"], [2024], []),
    ],
)
def test_filters_keep_what_matches_all_of_them(
    project: Workspace, committees: list[str], years: list[int], slugs: list[str]
) -> None:
    assert [report.slug for report in params.committee_years(project, committees, years)] == slugs


def test_settings_cannot_be_changed_after_they_are_read(project: Workspace) -> None:
    with pytest.raises(ValueError, match="frozen"):
        params.committee_years(project)[0].year = 2025


@pytest.mark.parametrize(
    ("path", "old", "new", "place", "found", "expected"),
    [
        pytest.param(
            REPORT, "year: 2024\n", "", REPORT, "the key `year` is missing", "year", id="missing"
        ),
        pytest.param(
            REPORT, "year", "Year", REPORT, "the key `year` is missing", "year", id="misspelt"
        ),
        pytest.param(
            REPORT,
            "language: sv\n",
            "language: sv\nterm: 1\n",
            f"{REPORT}:4",
            "the key `term` is unknown",
            "the keys committee, year, language",
            id="unknown",
        ),
        pytest.param(
            MUNICIPALITY,
            "reviewers: 0",
            "reviewers: 3",
            f"{MUNICIPALITY}:34",
            "`reviewers` is 3",
            "less than or equal to 2",
            id="reviewers",
        ),
        pytest.param(
            REPORT, "2024", "twenty", f"{REPORT}:2", "`year` is 'twenty'", "integer", id="type"
        ),
        pytest.param(
            REPORT, "2024", '"2024"', f"{REPORT}:2", "`year` is '2024'", "integer", id="quoted"
        ),
        pytest.param(REPORT, "2024", "1970", f"{REPORT}:2", "`year` is 1970", "1971", id="range"),
        pytest.param(REPORT, "ks", "KS", f"{REPORT}:1", "`committee` is 'KS'", "as ks", id="form"),
        pytest.param(REPORT, "sv", "de", f"{REPORT}:3", "`language` is 'de'", "'en'", id="choice"),
        pytest.param(
            MUNICIPALITY,
            "1440",
            "14400",
            f"{MUNICIPALITY}:2",
            "`code` is 14400",
            "2599",
            id="municipality",
        ),
        pytest.param(
            MUNICIPALITY,
            '"#7cc4de"',
            "sky",
            f"{MUNICIPALITY}:10",
            "`colours.accent_on_dark` is 'sky'",
            "#",
            id="nested",
        ),
    ],
)
def test_a_wrong_key_is_told_with_its_place(
    project: Workspace, path: str, old: str, new: str, place: str, found: str, expected: str
) -> None:
    amend(project.root / path, old, new)
    error = refusal(project)
    assert error.place == place
    assert error.found == found
    assert expected in error.expected


def test_the_committed_thresholds_are_those_of_the_law_and_of_the_evaluation(
    project: Workspace,
) -> None:
    thresholds = params.municipality(project).thresholds
    assert thresholds.smallest_group == 10
    indicators = datasets.read_dataset(project, "indicators").set_index("indicator")["target"]
    bounds = [
        indicators[f"Medarbetare per chef enligt de intervjuade, {end}"]
        for end in ("lägst", "högst")
    ]
    assert list(thresholds.employees_per_manager) == bounds


@pytest.mark.parametrize(
    ("old", "new", "found", "expected"),
    [
        ("smallest_group: 10", "smallest_group: 9", "is 9", "greater than or equal to 10"),
        ("[20, 30]", "[30, 20]", "is [30, 20]", "the lowest, 30, is above the highest, 20"),
        ("[20, 30]", "[20]", "employees_per_manager", ""),
        ("  smallest_group: 10\n", "", "smallest_group` is missing", ""),
        ("  employees_per_manager_source", "  # ", "employees_per_manager_source", "who says so"),
    ],
)
def test_a_threshold_that_cannot_be_one_is_refused(
    project: Workspace, old: str, new: str, found: str, expected: str
) -> None:
    amend(project.root / MUNICIPALITY, old, new)
    error = refusal(project)
    assert error.place.startswith(MUNICIPALITY)
    assert found in error.found
    assert expected in error.expected


@pytest.mark.parametrize(
    ("new", "found", "expected"),
    [
        ("", "open_data` is missing", ""),
        ("open_data:\n  licence: mine\n", "`open_data.licence` is 'mine'", "'CC0-1.0'"),
        (
            "open_data:\n  licence: CC0-1.0\n  address: https://example.se/data\n",
            "`open_data.address` is 'https://example.se/data'",
            "an address that ends with /",
        ),
        (
            "open_data:\n  licence: CC0-1.0\n  contact: {name: Ekonomi, email: ekonomi}\n",
            "`open_data.contact.email` is 'ekonomi'",
            "an e-mail address",
        ),
    ],
)
def test_open_data_that_cannot_be_published_so_are_refused(
    project: Workspace, new: str, found: str, expected: str
) -> None:
    amend(project.root / MUNICIPALITY, "open_data:\n  licence: CC0-1.0\n", new)
    error = refusal(project)
    assert error.place.startswith(MUNICIPALITY)
    assert found in error.found
    assert expected in error.expected


def test_an_unknown_language_among_several_is_told_with_its_line(project: Workspace) -> None:
    amend(project.root / MUNICIPALITY, "[sv, en]", "[sv, de]")
    error = refusal(project)
    assert "'de'" in error.found
    assert error.place == f"{MUNICIPALITY}:4"


def test_a_date_that_does_not_exist_is_refused(project: Workspace) -> None:
    amend(project.root / MUNICIPALITY, "2023-12-31", "2023-02-31")
    assert refusal(project).place.startswith(MUNICIPALITY)


def test_a_file_named_otherwise_than_what_it_holds_is_refused(project: Workspace) -> None:
    amend(project.root / REPORT, "2024", "2025")
    error = refusal(project)
    assert error.place == REPORT
    assert error.found == "it holds committee ks and year 2025"
    assert "ks-2025.yaml" in error.expected


def test_a_line_that_is_not_yaml_is_told_with_its_number(project: Workspace) -> None:
    write(project, "committee: ks\nyear: 2024\nlanguage: sv: en\n")
    error = refusal(project)
    assert error.place == f"{REPORT}:3"
    assert "not YAML" in error.found


def test_a_tab_at_the_start_of_a_line_is_told_with_its_number(project: Workspace) -> None:
    write(project, "committee: ks\n\tyear: 2024\nlanguage: sv\n")
    assert refusal(project).place == f"{REPORT}:2"


def test_an_empty_file_is_refused_as_one(project: Workspace) -> None:
    write(project, "")
    error = refusal(project)
    assert error.place == REPORT
    assert "empty" in error.found


def test_a_file_without_keys_is_refused(project: Workspace) -> None:
    write(project, "- ks\n- 2024\n")
    assert refusal(project).place == REPORT


def test_a_byte_that_is_not_utf_8_is_refused(project: Workspace) -> None:
    write(project, "committee: ks # nämnden\nyear: 2024\nlanguage: sv\n".encode("latin-1"))
    error = refusal(project)
    assert error.place == f"{REPORT}:1"
    assert "0xe4" in error.found
    assert "UTF-8" in error.expected


def test_a_file_that_cannot_be_read_is_refused(project: Workspace) -> None:
    file = project.root / REPORT
    file.unlink()
    file.mkdir()
    error = refusal(project)
    assert error.place == REPORT
    assert "cannot be read" in error.found


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#000000", 21),
        ("#0b5c7a", "#0b5c7a", 1),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000FF", "#FFFFFF", 8.59),
        ("#0a0a0a", "#000000", 1.06),
    ],
)
def test_contrast_is_that_of_the_accessibility_guidelines(
    one: str, other: str, ratio: float
) -> None:
    assert settings.contrast_ratio(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("old", "new", "line", "background"),
    [("#0b5c7a", "#777777", 9, settings.LIGHT), ("#7cc4de", "#0b5c7a", 10, settings.DARK)],
)
def test_an_accent_too_faint_for_its_background_is_refused(
    project: Workspace, old: str, new: str, line: int, background: str
) -> None:
    amend(project.root / MUNICIPALITY, old, new)
    error = refusal(project)
    assert error.place == f"{MUNICIPALITY}:{line}"
    assert new in error.found
    assert background in error.expected
    assert "4.5:1" in error.expected


def test_an_accent_just_strong_enough_is_let_through(project: Workspace) -> None:
    amend(project.root / MUNICIPALITY, "#0b5c7a", "#767676")
    assert params.municipality(project).colours.accent == "#767676"


def test_the_release_is_told_as_it_is_decided(project: Workspace) -> None:
    release = params.municipality(project).release
    assert release is not None
    assert (release.published, release.next) == (date(2026, 11, 30), "2027-05")
    assert (
        release.contact.as_text
        == "Ale kommuns kontaktcenter, kommun@ale.se, 0303-70\u00a030\u00a000"
    )


def test_a_project_need_not_say_when_it_is_published(project: Workspace) -> None:
    text = (project.root / MUNICIPALITY).read_text(encoding="utf-8")
    write(project, text[: text.index("release:")], MUNICIPALITY)
    assert params.municipality(project).release is None


@pytest.mark.parametrize(
    ("old", "new", "found", "expected"),
    [
        ("next: 2027-05", "next: soon", "`release.next` is 'soon'", "a day or a month"),
        ("next: 2027-05", "next: 2027-13", "`release.next` is '2027-13'", "of the calendar"),
        ("next: 2027-05", "next: 2026-11", "`release.next` is '2026-11'", "after this publication"),
        (
            "next: 2027-05",
            "next: 2026-11-30",
            "`release.next` is",
            "after this publication, 2026-11-30",
        ),
        (
            "published: 2026-11-30",
            "published: 2023-12-01",
            "`release` is",
            "on or after the figures' date, 2023-12-31",
        ),
        ("email: kommun@ale.se, phone", "email: kommun, phone", "`release.contact.email`", ""),
    ],
)
def test_a_release_that_cannot_be_is_refused(
    project: Workspace, old: str, new: str, found: str, expected: str
) -> None:
    text = (project.root / MUNICIPALITY).read_text(encoding="utf-8")
    at = text.index("release:")
    write(project, text[:at] + text[at:].replace(old, new, 1), MUNICIPALITY)
    told = refusal(project)
    assert found in told.found
    assert expected in told.expected
