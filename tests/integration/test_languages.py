"""A language is its words: one is added to a project without touching the package's code."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS

import alereport
from alereport import demo, seals
from alereport.base import catalogues, locales, params
from alereport.base.errors import ParamsError, TableError
from alereport.base.languages import Words
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.data import datasets, registers, rules, schemas, translations
from alereport.gate import checks
from alereport.publish.engines import search
from tests.conftest import edit, run_alereport

PACKAGE = Path(alereport.__file__).parent
WORDS = {
    "Contents": "Innhold",
    "Previous and next page": "Forrige og neste side",
    "Next": "Neste",
    "Nothing was found.": "Ingenting ble funnet.",
    "On this page": "På denne siden",
    "Previous": "Forrige",
    "Skip to the content": "Hopp til innholdet",
    "Search the report": "Søk i rapporten",
    "The whole report as PDF": "Hele rapporten som PDF",
    "You are here": "Du er her",
}
"""Ten words of Norwegian bokmål; each stands on a page."""
MUNICIPALITY = "params/municipality.yaml"


def add_norwegian(project: Workspace) -> None:
    """What a municipality writes to have its report in one more language."""
    edit(project, MUNICIPALITY, "languages: [sv, en]", "languages: [sv, nb]")
    write_words(project, "nb", WORDS)
    edit(project, "params/book.yaml", "en: Finances", "en: Finances, nb: Økonomi")
    heading = 'en: "{committee}: finances {year}"'
    edit(project, "params/book.yaml", heading, f'{heading}, nb: "{{committee}}: økonomi {{year}}"')
    edit(project, "data/budget/table.yaml", "title_sv:", "title_nb: Budsjettabeller\ntitle_sv:")
    for register, known in {
        "committees": {"Kommunstyrelsen": "Formannskapet"},
        "areas": {"Ekonomiavdelningen": "Økonomiavdelingen"},
    }.items():
        field = (
            "  - name: name_nb\n    type: string\n    description: The name in Norwegian.\n"
            "    description_sv: Namnet på norska.\nprimaryKey"
        )
        edit(project, f"data/{register}/table.yaml", "primaryKey", field)
        path = project.dataset(register) / f"{register}.csv"
        heading, *rows = path.read_text(encoding="utf-8").splitlines()
        named = [f"{row},{next((known[n] for n in known if n in row), '')}" for row in rows]
        path.write_text("\n".join([f"{heading},name_nb", *named, ""]), encoding="utf-8")
        seals.seal(project, [path], "Norska namn")


def write_words(project: Workspace, code: str, words: dict[str, str]) -> Path:
    path = project.locale / f"{code}.po"
    path.parent.mkdir(exist_ok=True)
    messages = [f'msgid "{word}"\nmsgstr "{shown}"\n' for word, shown in words.items()]
    path.write_text("\n".join(messages), encoding="utf-8")
    return path


@pytest.fixture
def norwegian(project: Workspace) -> Workspace:
    add_norwegian(project)
    return project


def leave_one_chapter(project: Workspace) -> None:
    """One committee's one notebook, so that little is run."""
    for path in (*project.params.glob("*-*.yaml"), *project.notebooks.glob("*.ipynb")):
        if path.stem not in {"ks-2024", "budget"}:
            path.unlink()


def page_of(project: Workspace, code: str, path: str) -> str:
    return html.unescape((project.site(code) / path).read_text(encoding="utf-8"))


def test_a_language_with_ten_words_has_its_site_and_lists_what_it_lacks(
    norwegian: Workspace,
) -> None:
    leave_one_chapter(norwegian)
    done = run_alereport(norwegian, "build", "--engine", "pandoc")
    assert done.returncode == 0, done.stdout + done.stderr
    chapter, front = (
        page_of(norwegian, "nb", f"{each}.html") for each in ("ks-2024/budget", "index")
    )

    assert '<html lang="nb">' in chapter
    assert [word for word in WORDS.values() if word not in chapter + front] == []
    assert '<a href="../../sv/ks-2024/budget.html" lang="sv" hreflang="sv">Svenska</a>' in chapter
    assert 'lang="nb" aria-current="true">Norsk bokmål</a>' in chapter
    assert norwegian.pdf("nb").read_bytes().startswith(b"%PDF")

    assert "Formannskapet: økonomi 2024" in chapter  # Words of the data, and of the package.
    assert "Økonomiavdelingen" in chapter
    assert "Räddningstjänsten" in chapter  # What has no Norwegian name.
    assert "Uppgifterna avser läget den 31. desember 2023." in chapter
    assert "154\u00a0390" in chapter
    assert "Sökningen fungerar" in chapter  # A word that is missing, in the first language.
    assert "The search works" not in chapter
    assert "Budsjettabeller" in page_of(norwegian, "nb", "open-data.html")

    swedish = page_of(norwegian, "sv", "ks-2024/budget.html")
    assert [word for word in WORDS.values() if word in swedish] == []
    assert "31 december 2023" in swedish

    lacking = translations.missing(norwegian, "nb")
    count = len(lacking.messages) + len(lacking.data)
    (printed,) = [line for line in done.stdout.splitlines() if line.startswith("Translations:")]
    assert f"{count} missing in nb" in printed
    assert "build/words/nb.po" in printed
    listed = norwegian.missing_words("nb").read_text(encoding="utf-8")
    assert 'msgid "Share"\nmsgstr ""' in listed
    assert 'msgid "Next"' not in listed
    assert "# params/book.yaml: nb of Källor" in listed
    assert "# params/book.yaml: nb of Ekonomi" not in listed
    assert "# data/areas/areas.csv: name_nb of ks total\n" in listed
    assert "# data/budget/table.yaml: title_nb\n" not in listed


def test_portals_read_in_each_language_what_is_written_in_it(norwegian: Workspace) -> None:
    from alereport.publish.open_data import files

    graph = rdflib.Graph().parse(files.folder(norwegian, draft=False) / "dcat.ttl")
    titles = {(str(each), each.language) for each in graph.objects(None, DCTERMS.title)}
    assert ("Budsjettabeller – Ale kommun", "nb") in titles
    assert {code for title, code in titles if title.startswith("Mål")} == {"sv"}
    assert {code for _title, code in titles} == {"sv", "nb"}


@pytest.mark.parametrize(
    ("languages", "found"),
    [("[sv, xx]", "`languages.1` is 'xx'"), ("[SV]", "`languages.0` is 'SV'")],
)
def test_a_language_without_words_is_refused(
    project: Workspace, languages: str, found: str
) -> None:
    edit(project, MUNICIPALITY, "[sv, en]", languages)
    with pytest.raises(ParamsError) as refused:
        params.municipality(project)
    assert refused.value.place == f"{MUNICIPALITY}:4"
    assert refused.value.found == found
    assert "'en', 'sv', or a language with its words in params/locale" in refused.value.expected


def test_a_language_that_loses_its_words_is_refused_by_every_command(norwegian: Workspace) -> None:
    assert params.municipality(norwegian).languages == ("sv", "nb")
    (norwegian.locale / "nb.po").unlink()
    done = run_alereport(norwegian, "status")
    assert done.returncode == ParamsError.exit_code
    assert f"{MUNICIPALITY}:4: `languages.1` is 'nb'; expected 'en', 'sv', or" in done.stderr


@pytest.mark.parametrize("name", ["xx", "SV", "nb_NO", "norsk"])
def test_words_of_no_language_are_refused(project: Workspace, name: str) -> None:
    write_words(project, name, WORDS)
    with pytest.raises(ParamsError, match=rf"params/locale/{name}\.po: {name} is not a language"):
        params.municipality(project)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (b'msgid "Share"\nmsgstr "Andel\n', r"nb\.po:2: "),
        (b'msgid "Share"\nmsgstr "\xff"\n', r"nb\.po: it cannot be read"),
        (
            b'\nmsgid "{count} area grows"\nmsgstr "{antal} vokser"\n',
            r"nb\.po:2: the translation has the placeholder {antal}; expected .* \({count}\)",
        ),
        (b'msgid "Share"\nmsgstr "Andel {"\n', r"nb\.po:1: the translation has the placeholder"),
        (
            b'msgid "{count} tables"\nmsgstr "{count:>999999999}"\n',
            r"the translation has the placeholder {count:>999999999}",
        ),
        (
            b'msgid "Share"\nmsgstr "`#x`{{=typst}} <b>"\n',
            r"nb\.po:1: the translation has the sign `; expected no markup but that of its message",
        ),
        (b'msgid "Share"\nmsgstr "And\x1b[31mel"\n', r"the translation has the sign \\u001b"),
    ],
)
def test_words_that_cannot_be_shown_are_refused_with_their_place(
    project: Workspace, written: bytes, found: str
) -> None:
    write_words(project, "nb", {}).write_bytes(written)
    with (
        pytest.raises(ParamsError, match=found),
        locales.using("nb", params.words(project)),
    ):
        locales.gettext("Share")


def test_a_missing_word_is_the_first_languages_and_then_english(project: Workspace) -> None:
    write_words(project, "nb", {"Next": "Neste", "Share": "", "A word of ours": ""})
    with locales.using("nb", params.words(project)):
        assert locales.gettext("Next") == "Neste"
        assert locales.gettext("Share") == "Andel"
        assert locales.gettext("A word of ours") == "A word of ours"
        assert locales.ngettext("{count} area grows", "{count} areas grow", 2).startswith("ökar")
    with locales.using("en", params.words(project)):
        assert locales.gettext("Share") == "Share"


def test_a_project_may_say_a_word_of_the_package_otherwise(project: Workspace) -> None:
    write_words(project, "sv", {"Share": "Del"})
    with locales.using("sv", params.words(project)):
        assert (locales.gettext("Share"), locales.gettext("Next")) == ("Del", "Nästa")


def test_numbers_and_days_are_written_as_babel_knows_them() -> None:
    with locales.using("nb"):
        assert locales.percent(2.34) == "2,3\u00a0%"
        assert locales.number(1234567.8, 1) == "1\u00a0234\u00a0567,8"
        assert locales.listing(["kost", "IT"]) == "kost og IT"
    with locales.using("da"):
        assert locales.number(-1234.5, 1) == "\u22121.234,5"
    assert locales.conventions("nb").name == "Norsk bokmål"


def test_words_of_the_data_are_those_of_the_first_language_where_others_are_missing(
    norwegian: Workspace,
) -> None:
    budget, goals = (
        schemas.schema(norwegian, name).by_language("title") for name in ("budget", "goals")
    )
    why = rules.of_dataset(norwegian, "budget")[0].why.by_language
    ks, sn = map(registers.names, registers.register_rows(norwegian, "committees"))
    with locales.using("nb", params.words(norwegian)):
        assert locales.for_reader(budget) == "Budsjettabeller"
        assert locales.for_reader(goals) == goals["sv"]
        assert locales.for_reader(why) == why["sv"]
        assert locales.for_reader({**why, "nb": "Derfor."}) == "Derfor."
        assert (locales.for_reader(ks), locales.for_reader(sn)) == (
            "Formannskapet",
            "Servicenämnden",
        )


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        ("table.yaml", "title_sv:", "title_nb:", "title_sv is missing"),
        ("table.yaml", "    description_sv:", "    description_se:", "description_sv of document"),
        (
            "table.yaml",
            "title_sv:",
            "titel_nb: Budsjett\ntitle_sv:",
            "the key `titel_nb` is unknown",
        ),
        ("rules.yaml", "    sv:", "    nb:", "sv of why in .* is missing"),
        ("rules.yaml", "    sv:", "    norsk: Derfor.\n    sv:", "the key `why.norsk` is unknown"),
        ("accepted.yaml", "    sv:", "    nb:", "sv of reason in .* is missing"),
    ],
)
def test_the_data_have_words_in_the_first_language_and_under_no_wrong_key(
    project: Workspace, file: str, old: str, new: str, found: str
) -> None:
    edit(project, f"data/budget/{file}", old, new)
    with pytest.raises(TableError, match=rf"data/budget/{file}:.*{found}"):
        translations.require(project, "budget")


def test_the_gate_refuses_a_dataset_without_words_in_the_first_language(
    project: Workspace,
) -> None:
    edit(project, "data/budget/table.yaml", "title_sv:", "title_nb:")
    rows = datasets.read_dataset(project, "budget")
    with pytest.raises(TableError, match="title_sv is missing; expected text in sv, the first"):
        checks.of_dataset(project, "budget", rows)


def test_a_changed_word_makes_stale_the_language_and_what_falls_back_on_it(
    norwegian: Workspace,
) -> None:
    tasks = scheduling.tasks(
        norwegian, params.committee_years(norwegian, ["sn"]), ["sv", "nb", "en"]
    )

    def words() -> dict[str, str]:
        found = scheduling.statuses(norwegian, tasks)
        return {code: key for each in found for code, key in each.ingredients["words"].items()}

    before = words()
    write_words(norwegian, "nb", {**WORDS, "Share": "Andel"})
    assert {code for code, key in words().items() if key != before[code]} == {"nb"}
    write_words(norwegian, "nb", WORDS)
    write_words(norwegian, "sv", {"Share": "Del"})
    assert {code for code, key in words().items() if key != before[code]} == {"nb", "sv"}


def test_nothing_is_listed_of_a_language_that_lacks_nothing(project: Workspace) -> None:
    for code in ("sv", "en"):
        lacking = translations.missing(project, code)
        assert (lacking.messages, lacking.data) == ((), ())
        translations.write(project, lacking)
        assert not project.missing_words(code).exists()


def test_what_is_listed_is_a_catalogue_to_fill_in(norwegian: Workspace) -> None:
    lacking = translations.missing(norwegian, "nb")
    translations.write(norwegian, lacking)
    written = norwegian.missing_words("nb").read_text(encoding="utf-8")
    filled = re.sub(r'^msgstr(\[\d\])? ""$', r'msgstr\1 "x"', written, flags=re.MULTILINE)
    heading, found = filled.split("\n\n", 1)
    (norwegian.locale / "nb.po").write_text(
        heading.replace('msgstr "x"', 'msgstr ""') + "\n\n" + found, encoding="utf-8"
    )
    left = {str(each) for each in translations.missing(norwegian, "nb").messages}
    assert left == {str((word,)) for word in WORDS}


def test_a_synthetic_workspace_speaks_the_languages_of_its_model(
    norwegian: Workspace, tmp_path: Path
) -> None:
    made = demo.make(norwegian, tmp_path / "demo", committee_count=1, years=1, seed=1)
    assert params.municipality(made).languages == ("sv", "nb")
    with locales.using("nb", params.words(made)):
        assert locales.gettext("Next") == "Neste"


def test_a_language_whose_endings_the_search_does_not_know_can_be_searched(tmp_path: Path) -> None:
    for code, there in (("sv", False), ("se", True)):
        site = tmp_path / code
        site.mkdir()
        body = "<main data-pagefind-body><p>Ord</p></main>"
        (site / "index.html").write_text(f'<html lang="{code}"><body>{body}</body></html>')
        search.index(site, code)
        assert (site / search.FOLDER / search.OF_ANY_LANGUAGE).is_file() is there


def constants_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_module_of_the_package_names_a_language() -> None:
    named = re.compile(r"(|.*_|.*lang=\"?)(sv|en)")
    exceptions = {
        "base/languages.py",  # Where they are named.
        "demo/commentary.py",  # Its made-up texts are in both.
        "demo/deviations.py",
        "demo/explanations.py",
        "demo/finances.py",
        "demo/goals.py",
        "demo/municipalities.py",
        "migration/merging.py",  # How the reasons of a rule are written in YAML.
        "projects/own_chapters.py",  # What a new chapter begins with, in both.
        "projects/start.py",
        "publish/open_data/flat_budget.py",  # Its columns of names, in both.
        "texts/lint/names.py",  # How Swedish words end.
        "texts/lint/statements.py",
        "texts/numbers.py",  # Numbers in letters, in both.
    }
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(map(named.fullmatch, constants_of(path.read_text(encoding="utf-8"))))
    }
    assert found == exceptions


def test_each_place_of_words_is_one_catalogue() -> None:
    sv = Words("sv").catalogues("sv")
    assert [place for place, _written in sv] == ["sv.po"]
    assert Words("sv").catalogues("nb") == sv
    assert Words("sv").catalogues("en") == ()
    assert catalogues.chained(()).gettext("Share") == "Share"
