"""Two made-up interim reports of one committee and year, beside the committed data."""

from __future__ import annotations

from alereport.base.workspace import Workspace
from alereport.data import schemas

APRIL, AUGUST = "ks-delar-2024-04", "ks-delar-2024-08"
LABELS = {
    "kommunchef": "Kommunchef",
    "ekonomi": "Ekonomiavdelningen",
    "hr": "HR-avdelning",
    "kansli-sakerhet": "Kansli och säkerhet",
    "strategi-uppfoljning": "Strategi och uppföljning",
    "raddningstjanst": "Räddningstjänst",
    "fortroendemannaverksamhet": "Förtroendemannaverksamhet",
    "total": "Totalt",
}
BUDGET = {
    APRIL: [9074, 20750, 28030, 22750, 23435, 35789, 15062, 154890],
    AUGUST: [9074, 20750, 28030, 22900, 23435, 35789, 15062, 155040],
}
FORECAST = {
    APRIL: [9074, 20750, 28030, 22750, 23435, 36289, 15062, 155390],
    AUGUST: [8074, 20750, 28030, 22900, 23435, 37289, 15062, 155540],
}

DOCUMENTS = f"""\
{APRIL},Delårsrapport januari–april 2024,ks,2024,interim_report,2024-04-30,unknown,,2024-05-20,,,
{AUGUST},Delårsrapport 2 2024,ks,2024,interim_report,2024-08-31,adopted,§ 112 antas,2024-09-16,,,
"""
DEVIATIONS = {
    APRIL: """\
{0},4,ks,2024,larmteknik,,raddningstjanst,Nytt larm,Alarm,Byte,Exchange,,,2024-Q3,,in_progress
""",
    AUGUST: """\
{0},4,ks,2024,larm,larmteknik,raddningstjanst,Larmet sent,Late,Byte,New,BORF,BORF,2025,början av,
{0},4.1,ks,2024,vakanser,,kommunchef,Vakanta tjänster,Vacancies,,,,,,,
""",
}
AMENDMENTS = {
    APRIL: """\
{0},5,loner,ks,2024,ekonomi,300,,2024-03-25,council,KS.2024.31,Löner,Pay
{0},5,loner,ks,2024,hr,200,,2024-03-25,council,KS.2024.31,Löner,Pay
""",
    AUGUST: """\
{0},5,loner,ks,2024,ekonomi,300,,2024-03-25,council,KS.2024.31,Löner,Pay
{0},5,loner,ks,2024,hr,200,,2024-03-25,council,KS.2024.31,Löner,Pay
{0},5.1,trygghet,ks,2024,kansli-sakerhet,150,,2024-06-17,council,KF § 45,Trygghet,Safety
{0},5.1,trygghet,ks,2024,total,150,,2024-06-17,council,KF § 45,Trygghet,Safety
""",
}
PROJECTS = {
    APRIL: """\
{0},6,ks,2024,reinvesteringar,Årsanslag Reinvesteringar KS,Grant,1000,200,1000,1000,,2024
""",
    AUGUST: """\
{0},6,ks,2024,reinvesteringar,Årsanslag Reinvesteringar KS,Grant,1000,700,1000,900,,2024
{0},6,ks,2024,arkiv,Arkivlokal,Archive,4000,,4500,,,2025-06
""",
}


def _outturn(document: str) -> str:
    as_of = "2024-04-30" if document == APRIL else "2024-08-31"
    rows = [
        f"{document},3,ks,2024,{as_of},{area},{label},net,{kind},{amounts[place]},"
        for place, (area, label) in enumerate(LABELS.items())
        for kind, amounts in (
            ("budget_year", BUDGET[document]),
            ("forecast_year", FORECAST[document]),
        )
    ]
    income = 12000
    rows += [
        f"{document},3.1,ks,2024,{as_of},total,{label},{side},forecast_year,{amount},"
        for side, label, amount in (
            ("cost", "Kostnader", FORECAST[document][-1] + income),
            ("income", "Intäkter", income),
        )
    ]
    return "\n".join(rows) + "\n"


def add(workspace: Workspace) -> None:
    """Add both reports to a copy of the committed project."""
    register = workspace.dataset("documents") / "documents.csv"
    register.write_text(register.read_text("utf-8") + DOCUMENTS, encoding="utf-8")
    tables = {"deviations": DEVIATIONS, "amendments": AMENDMENTS, "projects": PROJECTS}
    for document in (APRIL, AUGUST):
        rows = {name: table[document].format(document) for name, table in tables.items()}
        for name, text in {**rows, "outturn": _outturn(document)}.items():
            _write(workspace, name, document, text)


def _write(workspace: Workspace, dataset: str, document: str, text: str) -> None:

    heading = ",".join(schemas.schema(workspace, dataset).columns)
    path = workspace.dataset(dataset) / f"{document}.csv"
    path.write_text(f"{heading}\n{text}", encoding="utf-8")
