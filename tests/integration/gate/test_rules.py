"""Every rule of the project's rules.yaml, seen to bite on the data spoilt."""

from __future__ import annotations

from functools import partial

import pytest

from alereport.base.workspace import Workspace
from alereport.data import datasets, rules
from alereport.gate import checks
from alereport.gate.conditions import RULES
from tests.conftest import ROOT, copy_project, edit

pytestmark = pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations

KS24, KS22, SN21 = "ks-namndplan-2024", "ks-verksamhetsplan-2022", "sn-verksamhetsplan-2021"
KK20 = "kommunkompassen-2020"

BITES = {
    "areas": {
        "area-is-used": ("areas", "sn,kost,", "sn,kosten,"),
        "one-name-one-area": ("areas", "HR-avdelningen", "Ekonomiavdelningen"),
        "named-after-its-name": ("areas", "HR-avdelningen", "Personal"),
    },
    "breaks": {
        "break-in-the-plans-time": (KS24, "pensioner,2023", "pensioner,2020"),
        "break-stands-with-the-table": (KS24, "4.1,ks,total", "4.2,ks,total"),
        "reason-in-words": (KS22, "Färdtjänsten flyttade till socialtjänsten", "Färdtjänst"),
    },
    "budget": {
        "parts-equal-total": (KS24, "154390", "154391"),
        "every-area-in-every-column": (KS24, "2023,budget,13398", "2022,budget,13398"),
        "one-label-one-area": (KS24, "Totalt,2024", "Summa,2024"),
        "one-area-one-label": (KS24, "Ekonomiavdelningen,2023", "HR-avdelning,2023"),
        "table-in-one-section": (KS24, "4.1,ks,2024,total", "4.2,ks,2024,total"),
        "only-requirements-are-negative": (KS24, "9074", "-9074"),
        "large-change-is-explained": (KS24, "2024,budget,9074", "2024,budget,4074"),
    },
    "commentary": {
        "every-chapter-in-turn": (KS24, "# personnel", "# budget"),
        "annual-of-annual-reports": ("ks-arsredovisning-2016", "# annual", "# goals"),
    },
    "committees": {
        "committee-has-a-document": ("committees", "sn,", "sx,"),
        "boards-and-committees-in-english": ("committees", "Service Committee", "Executive"),
        "begins-as-its-name": ("committees", "Servicenämnden", "Nämnden för service"),
    },
    "documents": {
        "named-after-committee-and-year": ("documents", "2022,ks,2022", "2022,ks,2021"),
        "title-has-the-year": ("documents", "Nämndplan 2024", "Nämndplan 2023"),
        "kind-as-titled": ("documents", "2024,plan", "2024,annual_report"),
        "dated-in-its-time": ("documents", "2017-02-04", "2071-02-04"),
        "reports-and-evaluations-are-dated": ("documents", "2020-11-23", ""),
        "reference-has-the-year": ("documents", "KS.2017.59", "KS 59"),
        "one-document-of-a-kind-a-year": ("documents", "2022,ks,2022", "2022,ks,2024"),
        "one-file-one-document": (
            "documents",
            "b432a384e62f9d850113fac92011d7256c8787a1be2e8d1dcbce80eb34af8a98",
            "6cbf146e143e45408917a91a516b43b3cd6162ac4291e04d641b36fccceac25c",
        ),
        "municipality-wide-only-if-evaluation": ("documents", "2024,ks,2024", "2024,,2024"),
        **{
            f"plan-has-{name}": ("documents", "ks-namndplan-2024,", "ks-namndplanen-2024,")
            for name in ("budget", "goals", "follow-up", "commentary", "measures", "earmarks")
        },
        "plan-has-investments": ("documents", "ks-namndplan-2024,", "ks-namndplanen-2024,"),
        "plan-has-personnel": ("documents", "sn-verksamhetsplan-2021,", "sn-plan-2021,"),
        "plan-has-sick-leave": ("documents", "ks-verksamhetsplan-2022,", "ks-plan-2022,"),
    },
    "earmarks": {
        "sign-as-kind": (KS24, "-8000", "8000"),
        "kind-as-printed": (KS22, "venture,2500", "efficiency,2500"),
        "amount-as-printed": (KS22, "venture,2500", "venture,2050"),
        "amount-where-printed": (KS22, "venture,2500", "venture,"),
        "approximate-as-printed": (KS24, "-8000,true", "-8000,false"),
        "area-in-the-plans-table": (KS24, "2024,hr", "2024,pensioner"),
        "rows-in-document-order": (KS24, "4.1,ks,2024,hr", "1.4,ks,2024,hr"),
    },
    "evaluation": {
        "points-within-maximum": (KK20, "22,30,73", "32,30,73"),
        "percent-is-points-of-maximum": (KK20, "22,30,73", "22,30,37"),
        "area-points-are-the-sum": (KK20, "74,100,74", "78,100,74"),
        "area-maximum-is-the-sum": (KK20, "22,30,73", "22,35,73"),
        "area-percent-is-the-mean": (KK20, "74,100,74", "74,100,76"),
        "area-maximum-is-a-hundred": (KK20, "74,100,74", "74,95,74"),
        "maximum-in-fives": (KK20, "22,30,73", "22,31,73"),
        "numbered-without-gaps": (KK20, "4,4.3,", "4,4.5,"),
        "table-in-one-section": (KK20, "-2020,4,2020,8,8.5", "-2020,3,2020,8,8.5"),
        "one-name-one-question": (KK20, "Samverkan,10", "Jämförelser,10"),
    },
    "evaluation_answers": {
        "stands-in-its-area": (KK20, "Område 1,1", "Område 2,1"),
        "question-of-its-area": (KK20, "1,1.2", "1,2.2"),
        "answered-after-it-was-asked": (KK20, "kommunkompassen-2020", "ks-namndplan-2024"),
        "no-document-tells-of-what-is-to-come": (KK20, ",analyst", ",document"),
        "evaluated-by-the-document": (KK20, "1,1.2", "1,1.3"),
        "rows-in-document-order": (KK20, "Område 1,1", "Område 9,1"),
    },
    "follow_up": {
        "unreported-by-its-own-plan": (KS24, "3.1.2,ks-2024-kundnytta", "3.1.1,ks-2024-kundnytta"),
        "evidence-from-a-later-document": (KS24, "ks-2022-webb", "ks-2024-kundnytta"),
        "evidence-as-of-its-document": (KS24, "ks-2022-webb,2023-12-31", "ks-2022-webb,2023-12-30"),
        "not-before-the-goal": (KS24, "ks-2022-webb,2023-12-31", "ks-2022-webb,2020-12-31"),
        "unreported-at-one-time": (KS24, "kundnytta,2023-12-31", "kundnytta,2023-11-30"),
        "note-where-known": (
            KS24,
            "kundnytta,2023-12-31,not_reported",
            "kundnytta,2023-12-31,done",
        ),
    },
    "goal_links": {
        "the-plans-own-goals": (KS24, "3.1.2,ks-2024-rapport-genomlysning", "3.1.2,ks-2022-webb"),
        "answers-another": (KS22, "ks-2022-tsi,ks-2022-kunskap", "ks-2022-tsi,ks-2022-halsa"),
        "answers-a-level-no-lower": (
            KS24,
            "ks-2024-kunddialog,ks-2024-kund-i-centrum",
            "ks-2024-kund-i-centrum,ks-2024-kunddialog",
        ),
        "stands-where-one-of-them-stands": (KS24, "3.2.1,", "3.2.3,"),
        "rows-in-document-order": (KS24, "3.3.8,", "3.1.8,"),
    },
    "goals": {
        "named-after-committee-and-year": (KS24, "ks-2024-kundnytta,", "ks-2022-kundnytta,"),
        "level-below-its-parents": (
            KS24,
            "kunddialoger,ks,2024,activity",
            "kunddialoger,ks,2024,focus_area",
        ),
        "section-within-its-parents": (
            KS24,
            "3.3.3,ks-2024-genomlysning,ks,2024,assignment,,",
            "3.3.3,ks-2024-genomlysning,ks,2024,assignment,,ks-2024-kundnytta",
        ),
        "no-cycle": (
            KS24,
            "direction_goal,trygghet,",
            "direction_goal,trygghet,ks-2024-tryggare-ale",
        ),
        "parent-where-one-stands": (KS24, "activity,,ks-2024-kundnytta,Upp", "activity,,,Upp"),
        "councils-goals-are-tops": (
            KS24,
            "direction_goal,kundnytta,",
            "direction_goal,kundnytta,ks-2024-tryggare-ale",
        ),
        "theme-of-the-councils-goals": (KS24, "direction_goal,kundnytta", "direction_goal,"),
        "theme-is-one-goal": (KS24, "direction_goal,kundnytta", "direction_goal,trygghet"),
        "council-decides-its-goals": (KS24, "i Ale,council", "i Ale,committee"),
        "committee-decides-its-own": (KS24, "i kraft,committee", "i kraft,council"),
        "decided-where-it-has-a-parent": (KS24, "i kraft,committee", "i kraft,"),
        "one-body-decides-assignments": (
            KS24,
            "kvittohantering,council",
            "kvittohantering,committee",
        ),
        "due-in-the-plans-time": (KS24, ",2024-05", ",2042-05"),
        "every-goal-is-followed-up": (KS24, "ks-2024-kundnytta,ks", "ks-2024-kundnyttan,ks"),
        "rows-in-document-order": (KS24, "3.2.2,ks-2024-kund-i", "3.1.2,ks-2024-kund-i"),
        "one-title-one-goal": (KS24, "Ett tryggare Ale", "Fokus på kundnytta i Ale"),
        "same-theme-same-title": (KS22, "Hälsa och välbefinnande", "Hälsa och välmående"),
        "named-after-its-title": (KS24, "Ett tryggare Ale", "Något annat"),
    },
    "indicators": {
        "year-in-the-documents-time": (KS24, "ks,2023,municipality", "ks,2032,municipality"),
        "committee-as-its-document": (KS24, "2.2,ks,", "2.2,,"),
        "municipality-where-no-committee": (KK20, "municipality", "committee"),
        "value-or-target": (KS24, "konkurser,,13,", "konkurser,,,"),
        "comparator-beside-target": (KS24, "år,>=,,3", "år,,,3"),
        "figure-as-printed": (KS24, "konkurser,,13,", "konkurser,,31,"),
        "percent-as-printed": (KS24, "riket,%", "riket,företag"),
        "money-as-printed": ("ks-arsredovisning-2016", "rapporten,tkr", "rapporten,planer"),
        "unit-as-named": (
            KS24,
            "kommunen sedan årsskiftet,konkurser",
            "kommunen sedan årsskiftet,kök",
        ),
        "share-within-a-hundred": (KS24, "%,,15,", "%,,150,"),
        "least-as-printed": (KS24, "år,>=,,3", "år,<=,,3"),
        "approximate-as-printed": (KS24, "150,,true", "150,,false"),
        "rows-in-document-order": (KS24, "\nks-namndplan-2024,4.1", "\nks-namndplan-2024,1.4"),
        "money-is-economy": ("ks-arsredovisning-2016", "economy,Försämring", "customer,Försämring"),
        "perspective-of-its-section": ("ks-arsredovisning-2016", "customer", "processes"),
        "figures-are-not-negative": (KS24, "konkurser,,13,", "konkurser,,-13,"),
    },
    "investments": {
        "years-count-up": (KS24, "KS,2026", "KS,2062"),
        "expenditure-is-positive": (KS24, "2026,1000", "2026,-1000"),
        "annual-grant-is-the-same": (KS24, "2026,1000", "2026,1100"),
        "table-in-one-section": (
            KS24,
            "4.2,ks,2024,Årsanslag Reinvesteringar KS,2026",
            "4.3,ks,2024,Årsanslag Reinvesteringar KS,2026",
        ),
    },
    "measures": {
        "measure-is-one": (SN21, "fordon,,lower,2022", "fordon,g,lower,2022"),
        "named-as-its-goal": (SN21, "sn-2021-avfall", "sn-2022-avfall"),
        "stands-with-its-goal": (SN21, "4.4.1,sn-2021-avfall", "4.4,sn-2021-avfall"),
        "direction-in-the-plans-year": (SN21, "lower,2021,target", "lower,2022,target"),
        "target-in-the-plans-time": (SN21, "lower,2022,target", "lower,2020,target"),
        "outturn-before-the-plan": (SN21, "2020,outturn", "2021,outturn"),
        "value-as-its-comparator": (SN21, ">=,30", ">=,"),
        "outturn-is-a-value": (SN21, "outturn,=", "outturn,<="),
        "better-as-comparator": (SN21, "råvaror,%,higher", "råvaror,%,lower"),
        "better-as-printed": (SN21, "Matsvinn,,lower", "Matsvinn,,higher"),
        "least-as-printed": (SN21, ">=,30", "<=,30"),
        "value-as-printed": (SN21, ">=,30", ">=,3"),
        "percent-as-printed": (SN21, "råvaror,%", "råvaror,"),
        "unit-as-named": (SN21, "pilotprojekt,pilotprojekt", "pilotprojekt,personer"),
        "rows-in-document-order": (SN21, "4.4.1,sn-2021-avfall", "4.1.4,sn-2021-avfall"),
        "named-after-its-name": (SN21, "Matsvinn", "Svinn"),
        "figures-are-not-negative": (SN21, ">=,30", ">=,-30"),
    },
    "personnel": {
        "year-of-its-document": (SN21, "sn,2021,IT,manager", "sn,2012,IT,manager"),
        "managers-and-whom-they-manage": (SN21, "IT,employee", "IT-enheten,employee"),
        "fewer-managers-than-managed": (SN21, "IT,manager,1", "IT,manager,18"),
        "somebody-is-there": (SN21, "IT,manager,1", "IT,manager,0"),
        "figure-as-printed": (SN21, "IT,employee,18", "IT,employee,81"),
        "role-as-printed": (SN21, "en enhetschef samt 18 medarbetare", "18 personer"),
        "permanent-as-printed": (SN21, "employee,17,false,true", "employee,17,false,false"),
        "managers-are-all-counted": (SN21, "IT,manager,1,false,false", "IT,manager,1,false,true"),
        "approximate-as-printed": (SN21, "90,true", "90,false"),
        "rows-in-document-order": (SN21, "6.1,sn,2021,Stab", "7.1,sn,2021,Stab"),
    },
    "sick_leave": {
        "long-term-is-part-of-all": (KS22, "14.6,5.6", "14.6,56"),
        "total-is-plausible": (KS22, "14.6,5.6", "0.146,"),
        "long-term-is-plausible": (KS22, "14.6,5.6", "14.6,0.056"),
        "a-figure-is-given": (KS22, "14.6,5.6", ",5.6"),
        "period-in-the-documents-time": (KS22, "2021-08", "2012-08"),
        "period-is-a-month-or-year": (KS22, "2021-08", "2021-80"),
        "public-as-its-document": (KS22, ",true", ",false"),
        "told-in-one-place": (KS22, "7,ks,kontaktcenter,2021", "1,ks,kontaktcenter,2021"),
        "every-unit-has-its-total": (KS22, "2020,total", "2020,women"),
        "one-decimal-as-printed": (KS22, "26.7", "26.77"),
    },
}
"""By dataset and rule: the file that breaks it, what stands there and what is put there."""


def broken(workspace: Workspace, dataset: str, rule: str) -> list[str]:
    """The rows of a dataset that break one of its rules."""
    written = [each for each in rules.of_dataset(workspace, dataset) if each.rule == rule]
    read = partial(datasets.read_dataset, workspace)
    (check,), wide = checks.of_rules(workspace, dataset, read(dataset), written, read)
    condition = RULES[check.expectation](**check.arguments)
    found = wide.index[~condition.holds(wide)]
    expected = check.expected if isinstance(check.expected, str) else check.expected(wide)
    assert all((expected if isinstance(expected, str) else expected[place]) for place in found)
    return list(found)


def test_every_rule_of_the_project_is_spoilt_below() -> None:
    project = Workspace(ROOT)
    written = {
        (name, rule.rule) for name in project.datasets for rule in rules.of_dataset(project, name)
    }
    spoilt = {(name, rule) for name, each in BITES.items() for rule in each}
    assert written - spoilt == {("budget", "plans-agree")}
    assert spoilt <= written


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return copy_project(tmp_path_factory.mktemp("rules") / "project")


@pytest.mark.parametrize(
    ("dataset", "rule"), [(name, rule) for name, each in BITES.items() for rule in each]
)
def test_the_rule_bites(whole: Workspace, dataset: str, rule: str) -> None:
    stem, old, new = BITES[dataset][rule]
    (path,) = whole.dataset(dataset).glob(f"{stem}.*")
    before = path.read_bytes()
    standing = broken(whole, dataset, rule)
    edit(whole, whole.relative(path), old, new)
    try:
        assert set(broken(whole, dataset, rule)) - set(standing)
    finally:
        path.write_bytes(before)


def test_two_plans_that_state_one_amount_differently_break_a_rule(project: Workspace) -> None:
    later = project.data / "budget" / f"{KS24}.csv"
    text = later.read_text(encoding="utf-8")
    row = f"{KS22},6.1,ks,2022,hr,HR avdelning,2023,budget,27153\n"
    earlier = project.data / "budget" / f"{KS22}.csv"
    earlier.write_text(earlier.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert broken(project, "budget", "plans-agree") == []
    later.write_text(text.replace("2023,budget,27153", "2023,budget,27513"), encoding="utf-8")
    assert broken(project, "budget", "plans-agree") == [
        f"data/budget/{KS24}.csv:9",
        f"data/budget/{KS22}.csv:29",
    ]
