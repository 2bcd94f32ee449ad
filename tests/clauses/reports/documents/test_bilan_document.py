"""The bilan as a document."""

from datetime import date

from clauses.reference.rules import ContractKind, Decision, Nature
from clauses.reports.documents.as_html import html
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.bilan_document import bilan_document
from clauses.reports.figures import Bilan
from clauses.reports.sheets import sheets
from tests.clauses.reports.territory import Territory

DAY = date(2024, 3, 1)


def bilan() -> Bilan:
    territory = Territory()
    for number in range(6):
        person = territory.person(qpv="QN02102M" if number < 2 else None)
        nature = Nature.BTP if number % 2 else Nature.MS
        kind = ContractKind.CDDI if number % 3 else ContractKind.CDI
        territory.line(territory.contract(person, kind), 151_67, nature=nature)
        territory.oriented(person, decision=Decision.VALIDATED, prescriber=f"CCAS {number % 2}")
    return territory.bilan()


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_its_title_is_followed_by_its_answer() -> None:
    document = bilan_document(bilan(), established_on=DAY)
    assert document.title == "Bilan des clauses d'insertion du 01/01/2023 au 31/12/2023"
    assert spaced(document.answer) == "910,02 h d'insertion, 6 personnes au travail"


def test_every_table_of_the_bilan_stands_in_it_once() -> None:
    found = bilan()
    document = bilan_document(found, established_on=DAY)
    told = [table.title for chapter in document.chapters for table in chapter.tables]
    expected = [table.title for sheet in sheets(found) if sheet.name != "Contrôles" for table in sheet.tables]
    assert sorted(told) == sorted(expected)


def test_charts_show_the_hours_and_the_people() -> None:
    document = bilan_document(bilan(), established_on=DAY)
    charts = {chart.title: spaced(chart.values) for chapter in document.chapters for chart in chapter.charts}
    assert charts["Heures par nature de marché"] == "Travaux (BTP) 455,01 h, Services 455,01 h"
    assert charts["Qui a orienté (origine AUTRES)"] == "CCAS 0 3, CCAS 1 3"


def test_shares_are_told_with_their_base() -> None:
    document = bilan_document(bilan(), established_on=DAY)
    said = spaced(" ".join(sentence for chapter in document.chapters for sentence in chapter.sentences))
    assert "Résidents d'un quartier prioritaire : 2 sur 6 (33,3 %)." in said
    assert "Taux de sorties positives : 0 (part non calculable)." in said


def test_what_must_be_known_comes_last() -> None:
    found = bilan()
    last = bilan_document(found, established_on=DAY).chapters[-1]
    assert last.title == "À savoir avant de publier"
    assert last.points == tuple(check.message for check in found.checks)
    assert (last.sentences == ()) == bool(found.checks)


def test_a_year_without_anything_is_a_document_too() -> None:
    document = bilan_document(Territory().bilan(), established_on=DAY)
    assert spaced(document.answer) == "0,00 h d'insertion, 0 personne au travail"
    assert "0 personne a fait des heures" in spaced(html(document))
    assert pdf_bytes(document).startswith(b"%PDF")
