"""The accessibility statement that the law requires of a public site (2018:1937, section 13)."""

from __future__ import annotations

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.markdown import line
from alereport.base.settings import Accessibility, Municipality
from alereport.publish.front_matter import block

REPORTS = "https://www.digg.se/tdosanmalan"
"""Where to report shortcomings to the supervisory authority."""


def statement(municipality: Municipality, about: Accessibility, service: str) -> str:
    """The statement, in the order that the ordinance and the authority's regulations require.

    Args:
        municipality: The municipality responsible for the site.
        about: What it says of the municipality.
        service: The name of the site.
    """
    link = _("report to the Agency for Digital Government")
    paragraphs = [
        _(
            "{municipality} is responsible for this site and PDF, “{service}”, which are to be "
            "accessible under the Act on accessibility of digital public service (2018:1937)."
        ).format(municipality=municipality.name, service=service),
        "## " + _("How accessible the report is"),
        _(
            "The report conforms in part to the Act (level AA of WCAG 2.1 under EN 301 549). The "
            "known shortcomings are listed below."
        ),
        "## " + _("What is not accessible"),
        _shortcomings(about),
        _(
            "Nothing is left out as a disproportionate burden, and the report holds nothing that "
            "the Act does not apply to."
        ),
        "## " + _("How it was tested"),
        *_tests(locales.day(about.assessed)),
        _("The statement was last updated on {day}.").format(day=locales.day(about.assessed)),
        "## " + _("Tell us what does not work"),
        _(
            "Write to [{email}](mailto:{email}) or call {phone} if something is missing or hard "
            "to use, or if you need a part of the report in another form."
        ).format(email=about.email, phone=about.phone),
        "## " + _("If you are not satisfied with the answer"),
        _("The Agency for Digital Government (Digg) supervises the Act. You can {link}.").format(
            link=f"[{link}]({REPORTS})"
        ),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _shortcomings(about: Accessibility) -> str:
    """List the known shortcomings: those of every report, then those of this municipality's."""
    language = _(
        "In the English edition the titles of the documents, quotations from them and the reasons "
        "for corrections are in Swedish, and their language is not marked everywhere (WCAG 3.1.2)."
    )
    local = about.shortcomings.get(locales.current(), ())
    sentences = (language, *map(line, local))
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _tests(day: str) -> list[str]:
    """How the site of each engine was tested, and when."""
    pandoc = _(
        "The report was last assessed on {day}, by automatic tests only: every page of the site in "
        "a browser with axe-core, in light and dark, at the width of a phone and of a desktop "
        "screen, with the keyboard, without JavaScript and magnified to 400 per cent. No person "
        "has tried it with a screen reader. The PDF is made under the rules of PDF/UA-1."
    )
    quarto = _(
        "The pages of this site are set by Quarto. Their texts and tables were last assessed on "
        "{day}; how they work in a browser, with the keyboard, magnified or in the dark has not "
        "been tested. The PDF is made under the rules of PDF/UA-1."
    )
    by_engine = {"by-pandoc": pandoc, "by-quarto": quarto}
    return [block(name, text.format(day=day)) for name, text in by_engine.items()]
