"""The menu shows what one may open, and says where one is."""

from datetime import date

import pytest

from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.web.menu import ADMINISTRATION, HOME, MENU, Entry, administration, entries, first_page, in_one_line, menu
from tests.clauses.web.test_permissions import ROUTES


def somebody(*kinds: ActorKind) -> Scope:
    held = tuple(Standing(number, kind, 1, FIRST_TERRITORY) for number, kind in enumerate(kinds, 1))
    return Scope(user_id=1, author="Camille (compte 1)", standings=held, today=date(2024, 3, 4))


def test_whoever_is_not_signed_in_has_no_menu() -> None:
    assert menu(somebody(), "/") == ()
    assert first_page(somebody()) == "/accueil"


@pytest.mark.parametrize("kind", ActorKind)
def test_an_entry_shows_to_those_whom_the_matrix_lets_in(kind: ActorKind) -> None:
    entry = Entry("Bilan", "/bilan", Resource.REPORT, Act.EXPORT)
    assert entry.open_to(somebody(kind)) == (kind not in (ActorKind.R, ActorKind.A))


def test_an_entry_may_be_kept_for_those_whose_work_it_is() -> None:
    entry = Entry("Tableau de bord", "/tableau", Resource.MARKET, kinds=frozenset({ActorKind.F}))
    assert entry.open_to(somebody(ActorKind.F))
    assert not entry.open_to(somebody(ActorKind.E))
    assert entry.open_to(somebody(ActorKind.E, ActorKind.F))


@pytest.mark.parametrize(
    ("href", "path", "holds"),
    [
        ("/marches", "/marches", True),
        ("/marches", "/marches/12", True),
        ("/marches", "/marchesx", False),
        ("/", "/", True),
        ("/", "/marches", False),
    ],
)
def test_a_page_stands_below_its_list(href: str, path: str, holds: bool) -> None:
    assert Entry("Marchés", href, Resource.MARKET).holds(path) is holds


def test_the_page_that_is_open_is_said() -> None:
    shown = menu(somebody(ActorKind.F), HOME.href)
    assert [item.href for item in shown if item.current] == [HOME.href]


def test_one_line_holds_every_page_those_of_one_work_together_and_a_lone_one_by_itself() -> None:
    for kinds in (*((kind,) for kind in ActorKind), tuple(ActorKind)):
        items = menu(somebody(*kinds), "/deposer")
        groups = in_one_line(items)
        assert sorted(item.href for group in groups for item in group.pages) == sorted(item.href for item in items)
        assert all(group.label == group.pages[0].label for group in groups if len(group.pages) == 1)
        assert len(groups) <= 8  # what a line of 1 280 px holds
    line = {group.label: group for group in in_one_line(menu(somebody(ActorKind.F), "/deposer"))}
    assert [item.label for item in line["Heures"].pages] == ["À valider", "Relances", "Déposer"]
    assert [group.label for group in line.values() if group.current] == ["Heures"]
    assert "Déposer" in {group.label for group in in_one_line(menu(somebody(ActorKind.E), "/"))}


def test_each_starts_on_the_first_page_of_their_work() -> None:
    assert first_page(somebody(ActorKind.F)) == "/"
    assert first_page(somebody(ActorKind.D)) == "/marches"


def test_no_two_entries_lead_to_the_same_page() -> None:
    assert len({entry.href for entry in MENU}) == len(MENU) == len({entry.label for entry in MENU})


def test_the_pages_of_the_administration_are_listed_once_for_the_menu_the_map_and_their_tabs() -> None:
    told = administration(somebody(ActorKind.A), "/administration/journal")
    assert [(item.href, item.current) for item in told] == [
        ("/administration", False), ("/administration/journal", True), ("/administration/conservation", False),
        ("/administration/reglages", False),
    ]  # fmt: skip
    everything = entries(somebody(*ActorKind))
    assert {(page.href, page.label) for page in ADMINISTRATION[1:]} <= {(one.href, one.label) for one in everything}
    assert [one.label for one in everything if one.href == ADMINISTRATION[0].href] == ["Administration"]
    assert administration(somebody(ActorKind.R), "/") == ()


def test_a_company_opens_accounts_and_administers_nothing() -> None:
    told = {kind: {page.label for page in entries(somebody(kind)) if page.href == "/administration"}
            for kind in ActorKind}  # fmt: skip
    assert told[ActorKind.E] == told[ActorKind.D] == {"Comptes"}
    assert told[ActorKind.F] == told[ActorKind.A] == {"Administration"}
    assert "Comptes" in {item.label for item in menu(somebody(ActorKind.E), "/")}
    assert "Administration" in {item.label for item in menu(somebody(ActorKind.E, ActorKind.F), "/")}


def test_an_entry_asks_for_the_cell_that_its_route_asks_for() -> None:
    asked = {route.path: (route.rule.resource, route.rule.act) for route in ROUTES if route.method == "GET"}
    told = {one.href: (one.resource, one.act) for one in (*entries(somebody(*ActorKind)), *ADMINISTRATION)}
    del told[HOME.href]  # whoever is signed in comes there, and is sent to the first page of their own work
    assert {href: asked[href] for href in told} == told
