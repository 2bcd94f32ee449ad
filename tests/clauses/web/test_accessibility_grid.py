"""The grid of accessibility: whole, counted right, and told alike on the page that everybody may read."""

import re
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clauses.accounts.rules import ActorKind
from tests.clauses.web.browser import browsing
from tests.clauses.web.visiting import said, visiting

ROOT = Path(__file__).parents[3]
GRID = (ROOT / "docs" / "accessibilite.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+)\.(\d+) \| .+ \| (conforme|non conforme|non applicable) \| .+ \|$", GRID, re.MULTILINE)
CRITERIA = {1: 9, 2: 2, 3: 3, 4: 13, 5: 8, 6: 2, 7: 5, 8: 10, 9: 4, 10: 14, 11: 13, 12: 11, 13: 12}
"""How many criteria each theme of RGAA 4.1 has: 106."""


def test_every_criterion_is_answered_once_and_in_order() -> None:
    assert [(int(theme), int(number)) for theme, number, _ in ROWS] == [
        (theme, number) for theme, count in CRITERIA.items() for number in range(1, count + 1)
    ]
    assert len(ROWS) == 106


def test_the_page_says_what_the_grid_says(engine: Engine, tmp_path: Path) -> None:
    found = Counter(state for _, _, state in ROWS)
    held, missed = found["conforme"], found["non conforme"]
    rate = round(100 * held / (held + missed))
    assert f"{held} conformes, {missed} non conformes, {found['non applicable']} non applicables" in GRID
    with browsing(engine, tmp_path) as browser:
        page = said(browser.get("/accessibilite"))
    assert f"{held} critères conformes sur {held + missed} applicables, soit {rate} %" in page
    assert ("partiellement conforme" in page) == (50 <= rate < 100)


@pytest.mark.parametrize("kind", ActorKind)
def test_the_site_map_leads_only_to_pages_that_open(engine: Engine, tmp_path: Path, kind: ActorKind) -> None:
    with visiting(engine, tmp_path, kind) as browser:
        page = browser.get("/plan")
        links = re.findall(r'<li><a href="([^"]+)"', page.text.partition("<main")[2])
        assert len(links) > 3
        assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)
