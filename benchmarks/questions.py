"""Twenty questions that a reader has, and whether a page of the site answers them at once.

A question is answered where its pattern stands in the text that is seen on the first screen of one
of its pages, on a phone and on a desktop; the clicks are those from the front page to the page.
"""

from __future__ import annotations

import re
import shutil
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCREENS = {"phone": (390, 844), "desktop": (1280, 800)}
FEWEST_SEEN = 16
"""The fewest questions that are answered on the first screen of a page."""
MOST_CLICKS = 2
FAR = 9
"""More clicks than any page is away: the answer is on no page."""
NEAR = 160
"""The most characters between two parts of an answer."""
LINK = re.compile(r"""<a\b[^>]*\bhref="([^"#?]+)""")
SEEN = """([height]) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim();
    if (!text || !node.parentElement.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    for (const word of node.data.matchAll(/\\S+/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      if (box.width > 0 && box.top >= 0 && box.bottom <= height) seen.push(word[0]);
      if (box.top > height) break;
    }
  }
  return seen.join(" ");
}"""


@dataclass(frozen=True)
class Question:
    """A question, the pages it may be answered on, the best first, and a pattern of the answer."""

    words: str
    pages: tuple[str, ...]
    answer: str


def near(one: str, other: str) -> str:
    """Return a pattern of two things that stand near each other, in either order."""
    return rf"(?is)(?:{one}).{{0,{NEAR}}}?(?:{other})|(?:{other}).{{0,{NEAR}}}?(?:{one})"


KS = ("ks-2024/summary", "ks-2024/budget", "index", "municipality/overview")
SN = ("sn-2021/summary", "sn-2021/budget", "index", "municipality/overview")
KS_GOALS = ("ks-2024/summary", "ks-2024/goals", "index", "municipality/overview")
QUESTIONS = (
    Question("What does the executive committee have to spend in 2024?", KS, r"154,4 m|154 390"),
    Question(
        "How much is that against 2023?",
        KS,
        r"2,9 m\w+ (?:\w+ )*(?:mindre|lägre)|2 884|[−-]1,8 ?%|1,8 procent",
    ),
    Question("Why is it less?", KS, r"effektiviser|ekonomiska läget"),
    Question(
        "Where does it fall the most?",
        KS,
        near(r"kommunchef|centrala medel", r"4,3 m|4 324"),
    ),
    Question("What must be saved?", KS, r"(?i)drygt (?:åtta|8|8,0) m\w+|drygt 8 000"),
    Question(
        "What are the committee's assignments, and when are they due?",
        KS_GOALS,
        near(r"genomlysning", r"mars"),
    ),
    Question(
        "Does the forecast for 2023 hold?",
        KS,
        near(r"prognos", r"13,2 m|13 200"),
    ),
    Question(
        "Why can the service committee's budgets for 2020 and 2021 not be compared?",
        SN,
        r"(?i)måltid|kosten|betalas? (?:från|av)|finansier|omläggning",
    ),
    Question(
        "What did the evaluators find weakest?",
        ("municipality/evaluation", "index"),
        near(r"svagast|minst|lägst", r"chefs- och ledarskap|medarbetarskap"),
    ),
    Question(
        "Where does a figure come from?",
        ("index", "reading", "sources", "ks-2024/budget", "ks-2024/summary"),
        r"(?i)källa|källor|avsnitt \d",
    ),
    Question(
        "Which committees does the report cover?",
        ("index", "municipality/overview"),
        near(r"kommunstyrelsen", r"servicenämnden"),
    ),
    Question(
        "Has the plan for 2024 been adopted?", (*KS, "sources"), r"(?i)utkast|odaterad|förslag"
    ),
    Question(
        "Can it be judged whether the council's goals are reached in 2024?",
        KS_GOALS,
        r"(?i)(?:går|kan) (?:inte |ännu inte )?(?:att )?bedöma|kan \w*\s?bedömas",
    ),
    Question(
        "Who is responsible for reducing sick leave?",
        KS_GOALS,
        near(r"sjukfrånvaro", r"\bHR\b"),
    ),
    Question(
        "Which area gets most more money in 2024?",
        KS,
        near(r"kansli- och säkerhets", r"1,3 m|1 329"),
    ),
    Question(
        "Which risk does the plan name for the rescue services?",
        ("ks-2024/summary", "ks-2024/budget"),
        near(r"räddningstjänst", r"räck|underskott|kostnaderna ökar"),
    ),
    Question(
        "What will be invested in 2024?",
        KS,
        near(r"invester", r"1,0 m|1 000|en miljon"),
    ),
    Question(
        "How high is sick leave in the contact centre?",
        ("ks-2022/personnel", "ks-2022/summary", "ks-2024/personnel"),
        r"26,7",
    ),
    Question(
        "How many people work for the service committee?",
        ("sn-2021/personnel", "sn-2021/summary"),
        near(r"anställda|medarbetare|personer", r"\b2[12]\d\b"),
    ),
    Question("How much must the service committee save in 2021?", SN, r"6,9 m|6 936"),
)


@dataclass(frozen=True)
class Answer:
    """Where a question is answered.

    Attributes:
        question: The question.
        page: The page; empty if it is on none.
        screens: The screens on whose first screen of that page the answer is seen.
        clicks: The clicks from the front page to the first page that has the answer.
    """

    question: Question
    page: str
    screens: frozenset[str]
    clicks: int

    @property
    def is_on_first_screen(self) -> bool:
        return self.screens == SCREENS.keys()

    @property
    def row(self) -> str:
        marks = ("yes" if name in self.screens else "no" for name in SCREENS)
        clicks = f"{self.clicks}" if self.clicks < FAR else "–"
        return f"| {self.question.words} | {self.page or '–'} | {' | '.join(marks)} | {clicks} |"


class Site:
    """A built site as Chromium shows it; each page is opened once for each screen."""

    def __init__(self, folder: Path, browser: Browser) -> None:
        self._folder, self._browser = folder, browser
        self.seen, self.whole = cache(self._seen), cache(self._whole)
        self.clicks = clicks(folder)

    def has(self, page: str) -> bool:
        return (self._folder / f"{page}.html").is_file()

    def _seen(self, page: str, screen: str) -> str:
        """Return the text on the first screen of a page."""
        width, height = SCREENS[screen]
        with closing(self._browser.new_page(viewport={"width": width, "height": height})) as tab:
            tab.goto((self._folder / f"{page}.html").resolve().as_uri())
            return _plain(str(tab.evaluate(SEEN, [height])))

    def _whole(self, page: str) -> str:
        """Return all text of a page."""
        with closing(self._browser.new_page()) as tab:
            tab.goto((self._folder / f"{page}.html").resolve().as_uri())
            return _plain(str(tab.evaluate("() => document.querySelector('main').textContent")))

    def answer(self, question: Question) -> Answer:
        """Return the page that answers a question on most screens at once; the first of several."""
        best = Answer(question, "", frozenset(), FAR)
        for page in filter(self.has, question.pages):
            if not re.search(question.answer, self.whole(page)):
                continue
            screens = frozenset(
                name for name in SCREENS if re.search(question.answer, self.seen(page, name))
            )
            if not best.page or len(screens) > len(best.screens):
                best = Answer(question, page, screens, self.clicks.get(page, FAR))
        return best


def answers(folder: Path) -> list[Answer]:
    """Return where each question is answered on a site, as Chromium shows it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu"])
        site = Site(folder, browser)
        found = [site.answer(question) for question in QUESTIONS]
        browser.close()
    return found


def clicks(site: Path) -> dict[str, int]:
    """Return the fewest clicks from the front page to each page of a site."""
    distances = {"index": 0}
    waiting = deque(["index"])
    while waiting:
        page = waiting.popleft()
        folder = (site / f"{page}.html").parent
        for link in LINK.findall((site / f"{page}.html").read_text(encoding="utf-8")):
            target = (folder / unquote(link)).resolve()
            if target.suffix != ".html" or not target.is_relative_to(site.resolve()):
                continue
            name = target.relative_to(site.resolve()).with_suffix("").as_posix()
            if target.is_file() and name not in distances:
                distances[name] = distances[page] + 1
                waiting.append(name)
    return distances


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
