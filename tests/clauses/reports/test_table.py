"""The bilan on a terminal."""

import io
from datetime import date

from rich.console import Console

from clauses.pathways.rules import ExitReason
from clauses.people.rules import Sector
from clauses.reference.rules import ContractKind, Nature
from clauses.reports.figures import Bilan, Chosen, Perimeter, Share
from clauses.reports.sheets import InHours, Percent, sheets
from clauses.reports.table import show, words
from tests.clauses.reports.territory import Territory


def printed(bilan: Bilan, width: int = 140) -> str:
    page = io.StringIO()
    show(bilan, Console(file=page, width=width))
    return page.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


def test_cells_are_written_as_french_people_write_them() -> None:
    assert words(None) == "–"
    assert words(0) == "0"
    assert words(1234) == "1\u202f234"
    assert words(InHours(4243789)) == "42\u202f437,89"
    assert words(Percent(Share(30, 80))) == "37,5\u00a0%"
    assert words(Percent(Share(9, None))) == "non calculable"
    assert words("[red]") == "[red]"


def test_the_page_says_what_was_counted_and_each_share_with_its_base() -> None:
    territory = Territory()
    for number in range(8):
        person = territory.person(qpv="QN02102M" if number < 3 else None)
        territory.accompanied(person, date(2023, 1, 1))
        territory.line(territory.contract(person), 1234_50)
    page = printed(territory.bilan(Perimeter.PLIE))
    assert "Bilan des clauses d'insertion du 01/01/2023 au 31/12/2023" in page
    assert "Périmètre : personnes accompagnées par le PLIE, heures validées." in page
    assert "9 876,00" in page
    share = next(line for line in page.splitlines() if "habitant un quartier" in line)
    assert share.split()[-4:] == ["3", "8", "37,5", "%"]
    assert "Taux non calculable : aucune sortie enregistrée." in page


def test_names_from_files_are_not_markup() -> None:
    territory = Territory()
    territory.oriented(territory.person(), prescriber="[bold]Mission[/bold]")
    assert "[BOLD]MISSION[/BOLD]" in printed(territory.bilan())


def test_what_was_chosen_is_said() -> None:
    page = printed(
        Territory().bilan(
            buyer=Chosen(1, "Ville [de] Dijon"), market=Chosen(1, "2023-T1"), nature=Nature.MS, include_submitted=True
        )
    )
    assert "Donneur d'ordre : Ville [de] Dijon." in page
    assert "Marché : 2023-T1." in page
    assert "Nature : Services." in page
    assert "heures validées ou déposées" in page


def test_a_bilan_with_nothing_to_say_says_so() -> None:
    territory = Territory()
    person = territory.worked()
    territory.left(person)
    territory.left(territory.worked(), reason=ExitReason.NON_RESPECT)
    assert "Rien à signaler." in printed(territory.bilan())


def test_every_row_that_may_appear_has_a_french_label() -> None:
    territory = Territory()
    for kind in ContractKind:
        person = territory.person(None)
        for nature in Nature:
            territory.line(territory.contract(person, kind), 1, nature=nature, training=1)
        territory.left(person, kind=kind)
    for reason in ExitReason:
        territory.left(territory.worked(), reason=reason)
    for sector in Sector:
        territory.oriented(1, sector=sector, origin=None)
    page = printed(territory.bilan())
    labels = [*(kind.label for kind in ContractKind), *(nature.label for nature in Nature)]
    labels += ["Formation qualifiante", "Création ou reprise d'entreprise", "Exclues de la base : Santé"]
    labels += ["Formation (hors total)", "Non renseigné"]
    assert [label for label in labels if label not in page] == []


def test_total_rows_are_sums_of_the_rows_above() -> None:
    territory = Territory()
    for kind in (ContractKind.CDD, ContractKind.AUTRE):
        territory.line(territory.contract(territory.person(), kind), 1_01)
    by_contract = next(sheet for sheet in sheets(territory.bilan()) if sheet.name == "Heures").tables[1]
    values = [row.cells[1] for row in by_contract.rows]
    hours = [value.hundredths for value in values if isinstance(value, InHours)]
    assert (sum(hours[:-1]), hours[-1], by_contract.rows[-1].total) == (2_02, 2_02, True)
