"""A page at each address that a page of the site had before, which leads to it."""

from __future__ import annotations

from pathlib import Path

from alereport.base import locales, params
from alereport.base.workspace import Workspace
from alereport.publish.books import Book, Page
from alereport.publish.engines import site
from tests.conftest import ROOT


def test_a_former_address_leads_to_the_page_without_a_script(tmp_path: Path) -> None:
    pages = (
        Page("index.qmd", "Översikt"),
        Page(
            "ks-2016/follow_up.ipynb",
            "Uppföljning",
            heading='Nämndens "uppföljning" <2016>',
            formerly="ks-2016/annual",
        ),
    )
    municipality = params.municipality(Workspace(ROOT))
    with locales.using("sv"):
        site.write_former_pages(Book("sv", ("sv",), "Planer", municipality, pages), tmp_path)
    (written,) = tmp_path.rglob("*.html")
    assert written.relative_to(tmp_path).as_posix() == "ks-2016/annual.html"
    text = written.read_text(encoding="utf-8")
    assert '<link rel="canonical" href="follow_up.html">' in text
    assert '<meta http-equiv="refresh" content="0; url=follow_up.html">' in text
    assert '<a href="follow_up.html">Nämndens &quot;uppföljning&quot; &lt;2016&gt;</a>' in text
    assert "<script" not in text
