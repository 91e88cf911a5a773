"""What a person wrote shows words, and a name shows letter by letter: nothing of it runs."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.base import markdown
from tests.conftest import examples
from tests.patience import PATIENCE

HOSTILE = (
    "`#text[INJ#str(6*7)]`{=typst}",
    '`<svg onload="x">`{=html}',
    "<script>x</script>",
    '<meta http-equiv="refresh" content="0;url=http://x">',
    "<div onclick=x>\nx\n</div>",
    "```{=html}\n<script>x</script>\n```",
    "[x](javascript:x)",
    "[x](JaVaScRiPt&colon;x)",
    "[x]( \tvbscript:x)",
    "<javascript:x>",
    "[x](data:text/html;base64,eA==)",
    "![x](http://x.se/y.png)",
    "Se!<http://x.se>",
    "![x](javascript:x)",
    "@anna och [@bo, s. 3]",
    "5 $x^2$ till 10 $",
    '[x]{onclick="x" style="x"}',
    '[x]{typst:text:fill="red"}',
    "::: {.key-figures}\nx\n:::",
    "Text ^[not] och \\textbf{x} H~2~O",
    "{{< include x >}}",
    "[x]: javascript:x\n\n[x]",
)


def parsed(text: str) -> Any:
    """What Pandoc, and so Quarto, reads in a text."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from=markdown", "--to=json"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return json.loads(done.stdout)["blocks"]


def elements(tree: Any) -> list[Any]:
    if isinstance(tree, dict):
        return [tree, *(each for part in tree.values() for each in elements(part))]
    if isinstance(tree, list):
        return [each for part in tree for each in elements(part)]
    return []


def kinds(tree: Any) -> set[str]:
    return {each["t"] for each in elements(tree) if "t" in each}


ACTIVE = {"RawInline", "RawBlock", "Cite", "Math", "Image", "Note", "Span", "Div", "Superscript"}


def links(tree: Any) -> set[str]:
    return {each["c"][2][0] for each in elements(tree) if each.get("t") == "Link"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("read", [markdown.prose, markdown.line, markdown.plain])
def test_nothing_a_person_wrote_is_more_than_words(text: str, read: Any) -> None:
    found = parsed(f"Före.\n\n- {read(text)}\n\nEfter.\n")
    assert not kinds(found) & ACTIVE
    assert all(each.startswith("http") for each in links(found))
    assert kinds(found[-1:]) == {"Para", "Str"}  # What comes after it is as it was.


@examples(60)
@given(st.lists(st.sampled_from([*HOSTILE, "a", " ", "\n", "\n\n", "*", "`", "~~~", "|", "&lt;"])))
def test_nor_is_any_mixture_of_it(parts: list[str]) -> None:
    found = parsed(f"{markdown.prose(''.join(parts))}\n")
    assert not kinds(found) & ACTIVE
    assert all(each.startswith("http") for each in links(found))


@examples(60)
@given(st.text(alphabet=st.sampled_from("aåÖ1 *_`~^$#@&<>[](){}|\\!:/-+.\"'="), min_size=1))
def test_a_name_shows_letter_by_letter(name: str) -> None:
    shown = pypandoc.convert_text(
        f"[{markdown.plain(name)}](<https://x.se>)", "plain", format="markdown-smart"
    )
    assert " ".join(shown.split()) == " ".join(name.split())


def test_prose_keeps_emphasis_lists_tables_and_links_to_the_web() -> None:
    text = (
        "Hej *du* och **ni** `kod` ~~nej~~.\n\n- ett\n- två\n  - tre\n\n3. fyra\n\n"
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n> citat\n\n"
        "[länk](https://x.se/å) <mailto:a@b.se>\\\nrad"
    )
    found = parsed(markdown.prose(text))
    wanted = {"Emph", "Strong", "Code", "Strikeout", "BulletList", "OrderedList", "Table"}
    assert wanted | {"BlockQuote", "Link", "LineBreak"} <= kinds(found)
    assert links(found) == {"https://x.se/%C3%A5", "mailto:a@b.se"}


def test_a_heading_in_prose_stays_within_the_section_it_stands_in() -> None:
    assert markdown.prose("# Ny rubrik\n\nText.") == "### Ny rubrik\n\nText."


@pytest.mark.parametrize(
    ("written", "after", "levels"),
    [
        ("## Bakgrund\n\n# Ny\n\n### Lägre", 1, [2, 2, 3]),
        ("### Lägre", 1, [2]),
        ("### Lägre", 2, [3]),
        ("# Ny\n\n###### Lägst", 3, [2, 3]),
    ],
)
def test_headings_are_shifted_below_the_chapters_and_skip_no_level(
    written: str, after: int, levels: list[int]
) -> None:
    text = markdown.prose(written, top_level=2, after=after)
    assert [line.count("#") for line in text.split("\n") if line] == levels


@pytest.mark.parametrize("read", [markdown.prose, markdown.line, markdown.plain, markdown.fenced])
def test_a_terminals_commands_are_left_out(read: Any) -> None:
    assert "röd x" in read("\x1b[31mröd\x1b[0m \u202ex\x00")
    assert read("\x1b[31mröd") == read("röd")


def test_its_author_sees_in_jupyterlab_what_is_published() -> None:
    shown = markdown.html("# A\n\n![alt](http://x.se/y.png) [x](ftp://x) <b>b</b> **b**")
    assert shown == "<h3>A</h3>\n<p>alt x &lt;b&gt;b&lt;/b&gt; <strong>b</strong></p>\n"


def test_plain_paragraphs_are_as_they_were() -> None:
    text = "Budgeten är 154 390 tkr (1,8 %).\n\nAndra stycket: IT-organisationen, 2024–2027."
    assert markdown.prose(text) == text


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://www.ale.se/plan.pdf", True),
        ("javascript:x", False),
        ("https://x.se/> onclick=x", False),
        ("//x.se", False),
        ("", False),
    ],
)
def test_a_name_leads_to_the_web_or_nowhere(address: str, leads: bool) -> None:
    assert links(parsed(markdown.link("Nämndplan [2024]", address))) == (
        {address} if leads else set()
    )


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("[Totalt, 6 av 49]{.term}: \\[x\\] 5 \\$", "Totalt, 6 av 49: [x] 5 $"),
        ("Målen:\n\n- [Ett]{lang=sv}\n- Två", "Målen: Ett Två"),
        ("Totalt | 157 274 | −1,8 %", "Totalt | 157 274 | −1,8 %"),
    ],
)
def test_what_is_kept_of_a_sentence_is_what_a_reader_sees(written: str, words: str) -> None:
    assert markdown.visible_text(written) == words
    assert markdown.visible_text(words) == words
