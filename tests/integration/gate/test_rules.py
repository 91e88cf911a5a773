"""Every rule of the project's rules.yaml, seen to bite on the data spoilt."""

from __future__ import annotations

from functools import partial

import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.data import datasets, rules
from alereport.gate import checks
from alereport.gate.conditions import RULES
from alereport.ingest.review.messages import Messages
from tests import handmade_follow_up
from tests.conftest import ROOT, copy_project, edit
from tests.handmade_follow_up import AUGUST

pytestmark = pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations

KS24, KS22, SN21 = "ks-namndplan-2024", "ks-verksamhetsplan-2022", "sn-verksamhetsplan-2021"
KK20, KS16 = "kommunkompassen-2020", "ks-arsredovisning-2016"

BITES = {
    "areas": {
        "area-is-used": ("areas", "sn,kost,", "sn,kosten,"),
        "one-name-one-area": ("areas", "HR-avdelningen", "Ekonomiavdelningen"),
        "named-after-its-name": ("areas", "HR-avdelningen", "Personal"),
        "in-the-committees-order": ("areas", "ks,ekonomi", "sn,ekonomi"),
        "areas-in-order": ("areas", "ks,hr", "ks,personal"),
    },
    "breaks": {
        "break-in-the-tables-time": (KS24, "pensioner,2023", "pensioner,2020"),
        "break-stands-with-the-table": (KS24, "4.1,ks,total", "4.2,ks,total"),
        "reason-in-words": (KS22, "Färdtjänsten flyttade till socialtjänsten", "Färdtjänst"),
    },
    "budget": {
        "parts-equal-total": (KS24, "154390", "154391"),
        "every-area-in-every-column": (KS24, "2023,budget,13398", "2022,budget,13398"),
        "budget-of-the-plans-year": (KS24, "2024,budget,9074", "2024,plan,9074"),
        "forecast-beside-its-budget": (KS24, "2023,budget,13398", "2022,budget,13398"),
        "amount-year-as-its-kind": (KS24, "2023,forecast", "2024,forecast"),
        "one-label-one-area": (KS24, "Totalt,2024", "Summa,2024"),
        "one-area-one-label": (KS24, "Ekonomiavdelningen,2023", "HR-avdelning,2023"),
        "table-in-one-section": (KS24, "4.1,ks,2024,total", "4.2,ks,2024,total"),
        "one-sign-an-area": (KS24, "9074", "-9074"),
        "requirement-lowers": (SN21, "2021,budget,-6936", "2021,budget,6936"),
        "large-change-is-explained": (KS24, "2024,budget,9074", "2024,budget,4074"),
    },
    "commentary": {
        "every-chapter-in-turn": (KS24, "# budget", "# personnel"),
        "a-comment-where-the-plan-has-rows": (KS24, "# budget", "# annual"),
        "annual-of-annual-reports": (KS16, "# annual", "# goals"),
        "interim-of-interim-reports": (KS16, "# annual", "# interim"),
    },
    "committees": {
        "committees-in-order": ("committees", "ks,", "zs,"),
        "committee-has-a-document": ("committees", "sn,", "sx,"),
        "boards-and-committees-in-english": ("committees", "Service Committee", "Executive"),
        "abbreviates-its-name": ("committees", "Servicenämnden", "Miljönämnden"),
    },
    "documents": {
        "rows-are-declared": ("documents", "ks-namndplan-2024,", "ks-namndplanen-2024,"),
        "named-after-committee-and-year": ("documents", "2022,ks,2022", "2022,ks,2021"),
        "title-has-the-year": ("documents", "Nämndplan 2024", "Nämndplan 2023"),
        "plan-as-titled": ("documents", "2024,plan", "2024,annual_report"),
        "interim-report-as-titled": ("documents", "2024,interim_report", "2024,annual_report"),
        "annual-report-as-titled": ("documents", "2016,cover_letter", "2016,plan"),
        "plan-reports-the-year-before": ("documents", "2024,plan,2023", "2024,plan,2022"),
        "interim-report-within-its-year": ("documents", "report,2024-08-31", "report,2023-08-31"),
        "annual-report-of-a-whole-year": (
            "documents",
            "cover_letter,2016-12-31",
            "annual_report,2016-08-31",
        ),
        "reports-of-its-time": ("documents", "evaluation,2020", "evaluation,2018"),
        "dated-after-what-it-reports": ("documents", "2017-02-04", "2016-02-04"),
        "reference-of-its-time": ("documents", "KS.2017.59", "KS.2071.59"),
        "status-has-its-signs": ("documents", "2021-12-31,unknown", "2021-12-31,adopted"),
        "status-as-its-signs": ("documents", "2023-12-31,draft", "2023-12-31,adopted"),
        "dated-in-its-time": ("documents", "2017-02-04", "2071-02-04"),
        "reports-and-evaluations-are-dated": ("documents", "2020-11-23", ""),
        "reference-is-a-registry-number": ("documents", "KS.2017.59", "KS 59"),
        "one-document-of-a-kind-a-year": ("documents", "report,2024-08-31", "report,2024-04-30"),
        "one-file-one-document": (
            "documents",
            "b432a384e62f9d850113fac92011d7256c8787a1be2e8d1dcbce80eb34af8a98",
            "6cbf146e143e45408917a91a516b43b3cd6162ac4291e04d641b36fccceac25c",
        ),
        "municipality-wide-only-if-evaluation": ("documents", "2024,ks,2024", "2024,,2024"),
        **{
            f"plan-has-{name}": ("documents", "ks-namndplan-2024,", "ks-namndplanen-2024,")
            for name in ("budget", "goals", "commentary", "measures", "earmarks")
        },
        "plan-has-investments": ("documents", "ks-namndplan-2024,", "ks-namndplanen-2024,"),
        "plan-has-personnel": ("documents", "sn-verksamhetsplan-2021,", "sn-plan-2021,"),
        "plan-has-sick-leave": ("documents", "ks-verksamhetsplan-2022,", "ks-plan-2022,"),
        "report-has-outturn": ("documents", f"{AUGUST},", "ks-delar-2024-09,"),
        "amendment-has-its-decisions": ("documents", "2022,plan", "2022,amendment"),
        "kinds-together": ("documents", "2022,plan", "2022,evaluation"),
        "years-in-order": ("documents", "ks,2022", "ks,2012"),
    },
    "earmarks": {
        "sign-as-kind": (KS24, "-8000", "8000"),
        "kind-as-printed": (KS22, "venture", "saving_made"),
        "amount-as-printed": (KS22, "total,2500", "total,2050"),
        "amount-where-printed": (KS22, "total,2500", "total,"),
        "hedge-as-printed": (KS24, "-8000,drygt", "-8000,"),
        "measured-where-there-is-an-amount": (KS24, "venture,unsaid", "venture,total"),
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
        "one-name-one-question": (KK20, "Samverkan", "Jämförelser"),
        "first-question-is-the-strategy": (KK20, "Strategi för styrning", "Styrning"),
        "strategy-in-both-languages": (KK20, "Strategic supply", "Supply"),
        "eight-areas": (KK20, ",2020,8,8.5", ",2020,9,8.5"),
        "question-of-its-area": (KK20, ",2020,8,8.5", ",2020,8,7.5"),
        "conclusion-of-a-whole-area": (KK20, "22,30,73,", "22,30,73,strongest"),
    },
    "evaluation_answers": {
        "in-the-questions-order": (
            KK20,
            "2,2.3,sn-2021-utslappsprojekt",
            "2,2.1,sn-2021-utslappsprojekt",
        ),
        "stands-in-its-area": (KK20, "Område 1,1", "Område 2,1"),
        "question-of-its-area": (KK20, "1,1.2", "1,2.2"),
        "answered-after-it-was-asked": (KK20, "kommunkompassen-2020", "ks-namndplan-2024"),
        "no-document-tells-of-what-is-to-come": (KK20, ",analyst", ",document"),
        "evaluated-by-the-document": (KK20, "1,1.2", "1,1.3"),
        "rows-in-document-order": (KK20, "Område 1,1", "Område 9,1"),
    },
    "explanations": {
        "about-what-its-kind-explains": (KS24, "reason-hr,reason,hr,", "reason-hr,reason,,"),
        "named-after-what-it-explains": (KS24, "reason-hr,reason,hr", "reason-lon,reason,hr"),
        "area-in-the-plans-table": (
            KS24,
            "reason-hr,reason,hr",
            "reason-pensioner,reason,pensioner",
        ),
        "stands-with-its-goal": (KS24, "3.3.11,ks,2024,comment", "3.3.10,ks,2024,comment"),
        "comment-where-the-plan-has-one": (
            KS24,
            "comment,,ks-2024-it-organisation",
            "comment,,ks-2024-finslipad-webb",
        ),
        "a-sentence-or-two": (KS24, "få ned båda.", "få ned båda"),
        "plain-words-in-one-sentence": (
            KS24,
            "att bo och arbeta i.",
            "att bo i. Den ska bli tryggare att arbeta i.",
        ),
        "rows-in-document-order": (KS24, "2.4,ks,2024,risk-nato", "5.4,ks,2024,risk-nato"),
    },
    "follow_up": {
        "evidence-not-older-than-the-goal": (SN21, "sn-2021-kostpolicy", "ks-2024-kundnytta"),
        "as-of-its-document": (KS24, "ks-2022-webb,2023-12-31", "ks-2022-webb,2024-01-31"),
        "status-as-noted": (KS24, "in_progress,Projektet", "not_started,Projektet"),
        "done-as-noted": (KS24, 'submitted,"Tjänste', 'done,"Tjänste'),
        "rows-in-document-order": (KS24, "3.3.4,ks-2024-styr", "8.3.4,ks-2024-styr"),
        "not-before-the-goal": (KS24, "ks-2022-webb,2023-12-31", "ks-2022-webb,2020-12-31"),
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
        "explained-to-the-reader": (
            KS24,
            "ks-2024-finslipad-webb,ks,2024,activity",
            "ks-2024-finslipad-webb,ks,2024,assignment",
        ),
        "whose-as-its-level": (KS24, "council,municipality,", "council,committee,"),
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
        "parent-where-the-councils-goal-stands": (
            SN21,
            "assignment,,sn-2021-nya-samarbeten,Se över",
            "assignment,,,Se över",
        ),
        "councils-goals-under-the-councils": (
            KS24,
            "direction_goal,kundnytta,",
            "direction_goal,kundnytta,ks-2024-genomlysning",
        ),
        "theme-of-the-councils-goals": (KS24, "direction_goal,kundnytta", "direction_goal,"),
        "theme-is-one-goal": (KS24, "direction_goal,kundnytta", "direction_goal,trygghet"),
        "council-decides-its-goals": (KS24, "Ale,council", "Ale,committee"),
        "committee-decides-its-own": (KS24, "in effect,committee", "in effect,council"),
        "decided-where-it-has-a-parent": (KS24, "in effect,committee", "in effect,"),
        "whose-as-decided": (KS24, "safer Ale,council,municipality", "safer Ale,council,committee"),
        "hedge-of-a-date": (KS24, "2024,början av", ",början av"),
        "due-in-the-plans-time": (KS24, ",2024-05", ",2042-05"),
        "rows-in-document-order": (KS24, "3.2.2,ks-2024-kund-i", "3.1.2,ks-2024-kund-i"),
        "one-title-one-goal": (KS24, "Ett tryggare Ale", "Fokus på kundnytta i Ale"),
        "same-theme-same-title": (KS22, "Hälsa och välbefinnande", "Hälsa och välmående"),
        "named-after-its-title": (KS24, "Ett tryggare Ale", "Något annat"),
    },
    "indicators": {
        "target-for-a-year-to-come": (SN21, "4.5,sn,2021", "4.5,sn,2020"),
        "year-in-the-documents-time": (KS24, "ks,2023,municipality", "ks,2032,municipality"),
        "committee-as-its-document": (KS24, "2.2,ks,", "2.2,,"),
        "municipality-where-no-committee": (KK20, "municipality", "committee"),
        "value-or-target": (KS24, ",bankruptcies,,13,", ",bankruptcies,,,"),
        "comparator-beside-target": (SN21, ",=,,365", ",,,365"),
        "figure-as-printed": (KS24, ",bankruptcies,,13,", ",bankruptcies,,31,"),
        "percent-as-printed": (KS24, ",%,%,,15", ",företag,%,,15"),
        "money-as-printed": (KS16, ",tkr,", ",planer,"),
        "unit-as-named": (KS24, "konkurser,bankruptcies,,13", "kök,bankruptcies,,13"),
        "share-within-a-hundred": (KS24, ",%,%,,15", ",%,%,,150"),
        "least-as-printed": (KK20, ">=,,70", "<=,,70"),
        "hedge-as-printed": (KS24, "150,,cirka", "150,,"),
        "rows-in-document-order": (KS24, "\nks-namndplan-2024,4.1", "\nks-namndplan-2024,1.4"),
        "money-is-economy": (KS16, "economy,Försämring", "customer,Försämring"),
        "perspective-of-its-section": (KS16, "customer", "processes"),
        "sign-as-printed": (KS24, ",bankruptcies,,13,", ",bankruptcies,,-13,"),
    },
    "investments": {
        "years-count-up": (KS24, ",2026,1000", ",2062,1000"),
        "years-in-the-plans-time": (KS24, ",2026,1000", ",2062,1000"),
        "expenditure-is-positive": (KS24, "2026,1000", "2026,-1000"),
        "annual-grant-is-the-same": (KS24, "2026,1000", "2026,1100"),
        "table-in-one-section": (KS24, f"{KS24},4.2", f"{KS24},4.3"),
    },
    "measures": {
        "measures-together": (SN21, ",sn-2021-hme,", ",sn-2021-matsvinn,"),
        "measure-is-one": (SN21, ",,,lower,municipality,2022", ",g,,lower,municipality,2022"),
        "named-as-its-goal": (SN21, "sn-2021-avfall", "sn-2022-avfall"),
        "of-a-goal-of-its-plan": (SN21, "sn-2021-utslappsprojekt", "ks-2022-webb"),
        "stands-with-its-goal": (SN21, f"{SN21},4.4.1", f"{SN21},4.4"),
        "target-in-the-plans-time": (SN21, "2022,target", "2020,target"),
        "outturn-of-a-time-that-is-over": (SN21, "2020,outturn", "2021,outturn"),
        "as-of-its-document": (SN21, "2020-12-31", "2021-12-31"),
        "value-as-its-comparator": (SN21, ">=,30", ">=,"),
        "outturn-is-a-value": (SN21, "outturn,=", "outturn,<="),
        "better-as-comparator": (SN21, "higher,committee,,target,>=,30", "lower,c,,target,>=,30"),
        "better-as-printed": (SN21, "lower,committee", "higher,committee"),
        "least-as-printed": (SN21, ">=,30", "<=,30"),
        "value-as-printed": (SN21, ">=,30", ">=,3"),
        "percent-as-printed": (SN21, "ingredients,%", "ingredients,"),
        "unit-as-named": (SN21, ",pilotprojekt,pilot", ",personal,pilot"),
        "rows-in-document-order": (SN21, f"{SN21},4.4.1", f"{SN21},4.1.4"),
        "named-after-its-name": (SN21, "Matsvinn", "Svinn"),
        "sign-as-printed": (SN21, ">=,30", ">=,-30"),
        "hedge-as-printed": (SN21, "1.9,runt", "1.9,"),
        "measure-is-one-in-every-document": (
            KS24,
            "ks-2024-sjukfranvaro-halverad",
            "sn-2021-avfall",
        ),
        "money-as-printed": (SN21, "pilotprojekt,pilot projects", "tkr,pilot projects"),
        "unit-of-a-direction": (SN21, "Food waste,", "Food waste,%"),
        "basis-of-a-percentage": (
            SN21,
            "lower,municipality,2022,target,<=,50,,",
            "lower,,,,,,,2019",
        ),
    },
    "personnel": {
        "units-together": (SN21, ",Stab,", ",IT,"),
        "year-of-its-document": (SN21, "sn,2021", "sn,2012"),
        "managers-and-whom-they-manage": (SN21, "IT,IT,employee", "IT-enheten,IT,employee"),
        "fewer-managers-than-managed": (SN21, "manager,1", "manager,19"),
        "somebody-is-there": (SN21, "manager,1", "manager,0"),
        "figure-as-printed": (SN21, "employee,18", "employee,81"),
        "role-as-printed": (SN21, "en enhetschef samt 18 medarbetare", "18 årsarbetare"),
        "permanent-as-printed": (SN21, "employee,17,,true", "employee,17,,false"),
        "managers-are-all-counted": (SN21, "manager,1,,false", "manager,1,,true"),
        "hedge-as-printed": (SN21, "90,ca", "90,"),
        "rows-in-document-order": (
            SN21,
            "6.1,sn,2021,2020-12-31,Stab",
            "5.1,sn,2021,2020-12-31,Stab",
        ),
        "all-is-managers-and-staff": (SN21, "Stab,Administrative support,all", "IT,IT,all"),
        "as-of-its-document": (SN21, "2020-12-31", "2021-12-31"),
        "interviews-are-in-evaluations": (SN21, ",document,", ",interview,"),
    },
    "sections": {
        "datasets-in-order": (KS24, "4.2,investments", "4.2,areas"),
        "last-where-first": (KS24, "document,4,2024,2027", "document,4,2024,"),
        "counted-by-somebody": (KS24, "document,4,2024,2027", "document,4,,"),
    },
    "sick_leave": {
        "long-term-is-part-of-all": (KS22, "14.6,5.6", "14.6,56"),
        "total-is-plausible": (KS22, "14.6,5.6", "0.146,"),
        "long-term-is-plausible": (KS22, "14.6,5.6", "14.6,0.056"),
        "a-figure-is-given": (KS22, "14.6,5.6", ",5.6"),
        "period-in-the-documents-time": (KS22, "2021-08", "2012-08"),
        "period-runs-forward": (KS22, "2021-08", "2021-08/2021-01"),
        "public-as-its-document": (KS22, ",true", ",false"),
        "told-in-one-place": (KS22, f"{KS22},7", f"{KS22},1"),
        "every-unit-has-its-total": (KS22, "2020,total", "2020,women"),
        "decimals-as-printed": (KS22, "26.7", "26.77"),
        "base-of-the-long-term-share": (KS22, "5.6,,", "5.6,,sjukfrånvaron"),
    },
    "outturn": {
        "of-a-follow-up": ("documents/documents", "2024,interim_report", "2024,amendment"),
        "as-of-its-document": (AUGUST, "2024-08-31", "2024-08-30"),
        "kind-in-its-time": (AUGUST, "forecast_year,8074", "outturn_year,8074"),
        "parts-equal-total": (AUGUST, "8074", "8047"),
        "net-is-cost-less-income": (AUGUST, "12000", "-12000"),
        "cost-and-income-are-positive": (AUGUST, "12000", "-12000"),
        "every-area-in-every-column": (AUGUST, "forecast_year,8074", "outturn_year,8074"),
        "one-label-one-area": (AUGUST, "Räddningstjänst", "Räddningen"),
        "one-area-one-label": (AUGUST, "Ekonomiavdelningen", "HR-avdelning"),
        "budget-and-amendments": (AUGUST, "budget_year,22900", "budget_year,22750"),
        "large-deviation-is-explained": (AUGUST, "forecast_year,22900", "forecast_year,2900"),
        "rows-in-document-order": (AUGUST, f"{AUGUST},3.1", f"{AUGUST},2.1"),
    },
    "deviations": {
        "follows-an-earlier-one": (AUGUST, "larm,larmteknik", "larm,larmtekniken"),
        "area-in-the-table": (AUGUST, ",kommunchef,", ",pensioner,"),
        "somebody-does-something": (AUGUST, "Byte", ""),
        "due-in-its-time": (AUGUST, "2025", "2052"),
        "hedge-of-a-date": (AUGUST, "2025,början", ",början"),
        "one-cause-one-deviation": (
            AUGUST,
            "kommunchef,Vakanta tjänster",
            "raddningstjanst,Larmet sent",
        ),
        "done-has-no-new-time": (AUGUST, "början av,", "början av,done"),
        "rows-in-document-order": (AUGUST, f"{AUGUST},4.1", f"{AUGUST},3.1"),
    },
    "amendments": {
        "changes-something": (AUGUST, ",300,", ",0,"),
        "decided-in-its-time": (AUGUST, "2024-06-17", "2024-10-17"),
        "one-decision": (AUGUST, "2024-03-25,council", "2024-03-25,executive"),
        "one-amount-one-decision": (AUGUST, ",300,", ",330,"),
        "parts-equal-total": (AUGUST, "kansli-sakerhet,150", "kansli-sakerhet,160"),
        "area-in-the-plan": (AUGUST, ",hr,", ",pensioner,"),
        "reference-is-one": (AUGUST, "KF § 45", "KF"),
        "rows-in-document-order": (AUGUST, f"{AUGUST},5.1", f"{AUGUST},4.1"),
    },
    "projects": {
        "a-figure-is-given": (AUGUST, "4000,,4500,", ",,,"),
        "figures-are-not-negative": (AUGUST, "4000,,4500", "4000,,-4500"),
        "spent-within-the-forecast": (AUGUST, "1000,700", "1000,7000"),
        "year-within-the-whole": (AUGUST, "1000,900", "1000,9000"),
        "forecast-near-the-decision": (AUGUST, "4000,,4500", "400,,4500"),
        "finished-in-its-time": (AUGUST, "2025-06", "2052-06"),
        "one-item-one-project": (AUGUST, "Arkivlokal", "Årsanslag Reinvesteringar KS"),
        "one-project-one-item": (AUGUST, "Årsanslag Reinvesteringar KS", "Reinvesteringar"),
        "item-of-the-investments": (AUGUST, "Årsanslag Reinvesteringar KS", "Reinvesteringar"),
        "rows-in-document-order": (
            AUGUST,
            f"{AUGUST},6,ks,2024,arkiv",
            f"{AUGUST},5,ks,2024,arkiv",
        ),
    },
    "population": {
        "a-municipality-has-so-many": ("population", "2019,31402", "2019,314"),
        "counted-when-the-year-is-over": ("population", "2019,31402", "2026,31402"),
        "changes-as-populations-do": ("population", "2020,31868", "2020,38168"),
    },
    "prices": {
        "index-is-its-parts": ("prices", "66,2.5", "66,5.2"),
        "of-its-usual-size": ("prices", "2.4,2.6,66,2.5", ",,,125"),
    },
    "comparison": {"a-code-of-a-municipality": ("kolada-2026-11", "N03011,1384", "N03011,384")},
    "comparison_indicators": {
        "title-is-whole": ("comparison_indicators", "N03011,,", "N03011,KostnadÂ,")
    },
    "comparison_roles": {"has-a-role": ("kolada-2026-11", "0.5", "")},
    "municipal_costs": {"in-millions": ("municipal_costs", ",516,", ",516000,")},
    "municipal_figures": {"known-when-the-year-is-over": ("municipal_figures", ",2022,", ",2026,")},
}
"""By dataset and rule: the file that breaks it, what stands there and what is put there."""

REFERENCES = {
    "prices/prices.csv": """\
published,year,wages_percent,other_percent,wages_share_percent,pkv_percent,source,read
2023-10-05,2024,2.4,2.6,66,2.5,SKR,2023-10-05
""",
    "comparison_roles/kolada-2026-11.csv": "indicator,likeness_weight,part_of\nN03011,0.5,\n",
}
"""Handmade rows of the reference series that the project has none of."""


def broken(workspace: Workspace, dataset: str, rule: str) -> list[str]:
    """The rows of a dataset that break one of its rules."""
    written = [each for each in rules.of_dataset(workspace, dataset) if each.rule == rule]
    read = partial(datasets.read_dataset, workspace)
    (check,), wide = checks.of_rules(workspace, dataset, read(dataset), written, read)
    condition = RULES[check.expectation](**check.arguments)
    found = wide.index[~condition.holds(wide)]
    expected = check.expected if isinstance(check.expected, str) else check.expected(wide)
    messages = Messages(workspace)
    with locales.using("sv"):
        for place in found:
            said = expected if isinstance(expected, str) else expected[place]
            assert said
            assert 'lang="en"' not in messages.of(said), said
    return list(found)


def test_every_rule_of_the_project_is_spoilt_below() -> None:
    project = Workspace(ROOT)
    written = {
        (name, rule.rule) for name in project.datasets for rule in rules.of_dataset(project, name)
    }
    spoilt = {(name, rule) for name, each in BITES.items() for rule in each}
    assert written - spoilt == {("budget", "plans-agree"), ("budget", "amended-budget-restated")}
    assert spoilt <= written


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = copy_project(tmp_path_factory.mktemp("rules") / "project")
    handmade_follow_up.add(workspace)
    for file, rows in REFERENCES.items():
        (workspace.data / file).write_text(rows, encoding="utf-8")
    return workspace


def test_the_handmade_follow_up_breaks_no_rule(whole: Workspace) -> None:
    found = [
        (place, rule.rule)
        for dataset in ("outturn", "deviations", "amendments", "projects", "documents")
        for rule in rules.of_dataset(whole, dataset)
        if rule.rule != "rows-are-declared"
        for place in broken(whole, dataset, rule.rule)
        if handmade_follow_up.APRIL in place or "documents.csv:7" in place
    ]
    assert found == []


@pytest.mark.parametrize(
    ("dataset", "rule"), [(name, rule) for name, each in BITES.items() for rule in each]
)
def test_the_rule_bites(whole: Workspace, dataset: str, rule: str) -> None:
    stem, old, new = BITES[dataset][rule]
    (path,) = whole.data.glob(f"{stem}.csv" if "/" in stem else f"{dataset}/{stem}.*")
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
    row = f"{KS22},6.1,ks,2022,hr,HR avdelning,2023,budget,27153,\n"
    earlier = project.data / "budget" / f"{KS22}.csv"
    earlier.write_text(earlier.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert broken(project, "budget", "plans-agree") == []
    later.write_text(text.replace("2023,budget,27153", "2023,budget,27513"), encoding="utf-8")
    assert broken(project, "budget", "plans-agree") == [
        f"data/budget/{KS24}.csv:9",
        f"data/budget/{KS22}.csv:29",
    ]


@pytest.mark.parametrize(("restated", "is_right"), [(20450, True), (20750, True), (20600, False)])
def test_the_next_plan_states_a_budget_with_or_without_its_amendments(
    project: Workspace, restated: int, is_right: bool
) -> None:
    handmade_follow_up.add(project)
    later = project.data / "budget" / "ks-namndplan-2025.csv"
    heading = (project.data / "budget" / f"{KS24}.csv").read_text(encoding="utf-8").split("\n")[0]
    row = f"ks-namndplan-2025,4.1,ks,2025,ekonomi,Ekonomiavdelningen,2024,budget,{restated},"
    later.write_text(f"{heading}\n{row}\n", encoding="utf-8")
    places = [] if is_right else ["data/budget/ks-namndplan-2025.csv:2"]
    assert broken(project, "budget", "amended-budget-restated") == places
    assert broken(project, "budget", "plans-agree") == []
