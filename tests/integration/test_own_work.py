"""What a municipality adds of its own, with the wheel alone and as the pages of docs/how-to say.

A plan through Excel, a dataset, a chapter with a table and a chart, and a language, all in one
project that is built once; and what becomes of them when a later version comes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary

from tests import wheel as wheels
from tests.typing_in import type_in
from tests.wheel import NAME, Installed

pytestmark = pytest.mark.slow

PLAN = "tekniska-namndplan-2025"
REPORT = ("--committee", "tekniska", "--year", "2025")
AMOUNTS = {"Park och natur": (18110, 18725), "Tekniska nämnden": (18110, 18725)}
TITLES = ("--title", "Besök", "--title", "en:Visits")
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 110">'
    '<path d="M5 5H85V60L45 106L5 60Z" fill="#005aa9"/></svg>'
)
WORDS = {"Contents": "Innhold", "Next": "Neste"}


def words_of(page: Path) -> str:
    """The words of a page of the site."""
    text = re.sub(r"(?s)<(style|script|head)\b.*?</\1>", " ", page.read_text(encoding="utf-8"))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def take_the_example_away(project: Path) -> None:
    """As the project's README says."""
    readme = (project / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^ +(rm .*)$", readme, re.MULTILINE)
    (project / "build").mkdir()
    subprocess.run(["sh", "-c", command], cwd=project, check=True)
    replaced(project / "params" / "municipality.yaml", "\nsynthetic: true\n", "\n")


def add_plan(installed: Installed, project: Path) -> None:
    """A committee's first plan, as the project's README says."""
    names = ("--name", "Tekniska nämnden", "--name", "en:Technical Committee")
    installed.run(project, "new", "plan", *REPORT, *names)
    installed.run(project, "template", "plan", *REPORT, "-o", "plan.xlsx")
    lines = [
        {"area": area, "amount_tkr/budget/2024": before, "amount_tkr/budget/2025": now}
        for area, (before, now) in AMOUNTS.items()
    ]
    areas = [{"name": "Park och natur", "name_en": "Parks and nature"}]
    type_in(project / "plan.xlsx", {"areas": areas, "budget": lines}, sections="4.1")
    assert PLAN in installed.run(project, "fill", "plan.xlsx")
    installed.run(project, "count", PLAN, "--counted")


def add_dataset_and_chapter(installed: Installed, project: Path) -> None:
    """Those that `alereport new` begins, with the rows of a plan."""
    installed.run(project, "new", "dataset", "visits", *TITLES)
    rows = f"document,section,item,amount\n{PLAN},2.4,Lödöse,1729\n{PLAN},2.4,Göta,904\n"
    (project / "data" / "visits" / f"{PLAN}.csv").write_text(rows, encoding="utf-8")
    installed.run(project, "new", "chapter", "visits", *TITLES, "--dataset", "visits")


def add_language(project: Path) -> None:
    """A language with two words, as docs/how-to/language.md begins one."""
    settings = project / "params" / "municipality.yaml"
    replaced(settings, "languages:\n- sv\n", "languages: [sv, nb]\n")
    words = "\n".join(f'msgid "{word}"\nmsgstr "{said}"\n' for word, said in WORDS.items())
    (project / "params" / "locale").mkdir()
    (project / "params" / "locale" / "nb.po").write_text(words, encoding="utf-8")


def add_logo(project: Path) -> None:
    (project / "params" / "logo.svg").write_text(LOGO, encoding="utf-8")
    settings = project / "params" / "municipality.yaml"
    replaced(settings, "# logo: …", "logo: Lilla Edets kommuns vapen")


@pytest.fixture(scope="module")
def grown(installed: Installed, begun_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with all of it instead of the made-up committee; to be read, not changed."""
    project = tmp_path_factory.mktemp("grown") / "project"
    shutil.copytree(begun_once, project)
    take_the_example_away(project)
    add_plan(installed, project)
    add_dataset_and_chapter(installed, project)
    add_language(project)
    add_logo(project)
    installed.run(project, "rules", "--lock", "--reason", "En datamängd till")
    installed.run(project, "seal", "--all", "--reason", "Granskad mot dokumentet")
    said = installed.run(project, "build", "--engine", "pandoc")
    assert "missing in nb, shown in sv instead" in said
    return project


def page_of(project: Path, path: str, language: str = "sv") -> str:
    return (project / "build" / "site" / language / path).read_text(encoding="utf-8")


def test_it_publishes_and_says_nothing_of_what_it_has_not(published: Path) -> None:
    site = published / "build" / "site" / "sv"
    pages = [page for page in site.rglob("*.html") if not page.stem.endswith("-origins")]
    assert {"index", "budget", "goals", "personnel", "sources"} <= {page.stem for page in pages}
    assert not {"evaluation", "annual", "accessibility"} & {page.stem for page in pages}
    for page in pages:
        words = words_of(page)
        assert "SYNTETISKA DATA, inte verkliga" in words, page
        if page.stem not in {"reading", "compared"}:  # They tell what is missing, and how.
            assert len(re.findall(r"\bsaknas\b", words)) <= 1, page
        assert "Kommunkompassen" not in words or page.stem == "glossary", page
        assert not re.search(r"n = 0|\bnan\b|\bNone\b|\bde ett ", words), page
    assert NAME in words_of(site / "index.html")
    assert "kan begära ut" not in words_of(site / "sources.html")
    assert (published / "build" / "report-sv.pdf").read_bytes().startswith(b"%PDF")


def test_a_first_plan_is_published_and_nothing_of_the_example(grown: Path) -> None:
    assert "18\u00a0725" in page_of(grown, "tekniska-2025/budget.html")
    site = grown / "build" / "site" / "sv"
    assert "Tekniska nämnden" in words_of(site / "index.html")
    for page in site.rglob("*.html"):
        assert not re.search("(?i)kulturnämnden|syntetisk|påhittad", words_of(page)), page


def test_a_chapter_of_ones_own_has_its_table_and_its_chart(grown: Path) -> None:
    page = page_of(grown, "tekniska-2025/visits.html")
    assert "Lödöse" in page
    assert "1\u00a0729" in page
    assert "Besök: Lödöse 1729, Göta 904." in page
    assert "<svg" in page
    assert "visits.html" in page_of(grown, "tekniska-2025/budget.html")


def test_a_dataset_of_ones_own_is_among_the_open_data(grown: Path) -> None:
    assert "1729" in (grown / "build" / "open-data" / "visits.csv").read_text("utf-8")
    assert "Besök" in page_of(grown, "open-data.html")


def test_a_language_of_ones_own_has_its_site(grown: Path) -> None:
    page = page_of(grown, "tekniska-2025/visits.html", "nb")
    assert '<html lang="nb">' in page
    assert WORDS["Contents"] in page
    assert (grown / "build" / "report-nb.pdf").read_bytes().startswith(b"%PDF")
    assert 'msgid "Previous"' in (grown / "build" / "words" / "nb.po").read_text("utf-8")


def test_the_logo_is_on_each_page_and_on_the_cover_with_what_it_shows(grown: Path) -> None:
    site = grown / "build" / "site" / "sv"
    assert '<img src="theme/logo.svg" alt="Lilla Edets kommuns vapen">' in page_of(
        grown, "index.html"
    )
    assert '<img src="../theme/logo.svg" alt=' in page_of(grown, "tekniska-2025/budget.html")
    assert "<path" in (site / "theme" / "logo.svg").read_text("utf-8")
    with pikepdf.open(grown / "build" / "report-sv.pdf") as pdf:
        told = {
            str(each.Alt) for each in pdf.objects if isinstance(each, Dictionary) and "/Alt" in each
        }
    assert "Lilla Edets kommuns vapen" in told


def test_a_later_version_leaves_all_of_it_as_it_is(
    wheel: Path, grown: Path, tmp_path: Path
) -> None:
    later = wheels.empty(tmp_path / "later")
    wheels.install(wheel, later.environment)
    project = Path(shutil.copytree(grown, tmp_path / "project"))
    notebook, book = later.standard / "notebooks" / "goals.ipynb", "params/book.yaml"
    replaced(notebook, "Change the parameters", "Change its parameters")
    listed = later.standard.parent / "base" / "book.yaml"
    listed.write_text("# Of the new version.\n" + listed.read_text("utf-8"), "utf-8")
    own = ("data/visits/table.yaml", "notebooks/visits.ipynb", "params/locale/nb.po")
    before = {name: (project / name).read_bytes() for name in own}
    later.run(project, "upgrade")
    assert {name: (project / name).read_bytes() for name in own} == before
    upgraded = (project / book).read_text("utf-8")
    assert upgraded.startswith("# Of the new version.\n")
    assert "    - notebook: visits\n" in upgraded
    assert "Change its parameters" in (project / "notebooks" / "goals.ipynb").read_text("utf-8")
    assert "Data: green" in later.run(project, "validate", "--strict")
    assert "tekniska-2025/visits" in later.run(project, "status")
