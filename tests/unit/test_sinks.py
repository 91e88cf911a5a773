"""What reads the ways out of a project finds what would run there."""

from __future__ import annotations

import pikepdf
import pytest

from tests import sinks


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>",
        '<a href="javascript:x">',
        "<iframe srcdoc=x>",
        '<meta http-equiv="refresh" content="0;url=x">',
        "<base href=x>",
        '<img src="http://x.se/y.png">',
        '<img src="//x.se/y.png">',
        '<p style="color:red">',
        "<p>\u202ex",
    ],
)
def test_what_runs_on_a_page_is_found(html: str) -> None:
    assert sinks.running(html)


def test_words_links_and_pictures_of_the_site_are_none() -> None:
    assert sinks.running('<p>&lt;b&gt; <a href="https://x.se">x</a><img src="figures/x.svg">') == []


def test_what_a_pdf_does_by_itself_is_found() -> None:
    assert sinks._actions(pikepdf.Dictionary(S=pikepdf.Name.Launch))
    assert sinks._actions(pikepdf.Dictionary(JS="x"))
    assert sinks._actions(pikepdf.Dictionary(URI="file:///etc/passwd"))
    assert sinks._actions(pikepdf.Dictionary(URI="https://x.se")) == []
