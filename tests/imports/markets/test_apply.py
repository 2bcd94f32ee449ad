"""Markets written: what the database holds once a file is imported, on both engines."""

from datetime import timedelta

from sqlmodel import select

from clauses.db import reading, writing
from clauses.files.rules import FileKind
from clauses.markets.events import amend
from clauses.markets.models import Obligation
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind
from clauses.reports.compliance_query import market_at
from tests.imports.office import MARKET, SECOND_LOT, TODAY, Office, Written

SUBCONTRACTOR: Written = {
    **MARKET,
    "Attributaire": "Verts Horizons",
    "SIRET attributaire": "44306184100047",
    "Rôle": "sous-traitant",
    "Heures d'insertion": "",
    "Pénalité (€/h)": "",
}
IN_PREPARATION: Written = {**MARKET, "Attributaire": "", "SIRET attributaire": "", "Pénalité (€/h)": ""}

HELD = (
    "SELECT organisation.name, upper(contractor.role), titulaire.name FROM contractor"
    " JOIN organisation ON organisation.id = contractor.organisation_id"
    " LEFT JOIN contractor AS credited ON credited.id = contractor.credits_id"
    " LEFT JOIN organisation AS titulaire ON titulaire.id = credited.organisation_id ORDER BY contractor.id"
)
OWED = (
    "SELECT contractor_id IS NULL, version, in_force_on, due, cents_per_hour, threshold_cents FROM obligation"
    " ORDER BY id"
)


def send(office: Office, *rows: Written) -> None:
    assert office.send(FileKind.MARKETS, *rows).status == 0


def day(value: object) -> str | None:
    """A date, whichever way the driver gives it."""
    return None if value is None else str(value)


def test_a_subcontractor_is_credited_to_the_only_titulaire_of_its_lot(office: Office) -> None:
    send(office, SUBCONTRACTOR, MARKET)
    assert office.rows(HELD) == [
        ("Verts Horizons", "SOUS_TRAITANT", "Maçons du Sud"),
        ("Maçons du Sud", "TITULAIRE", None),
    ]


def test_between_two_titulaires_a_person_says_who_is_credited(small_office: Office) -> None:
    send(small_office, {**MARKET, "Attributaire": "Bâti Est", "SIRET attributaire": "55210055400013"}, MARKET)
    send(small_office, SUBCONTRACTOR)
    assert small_office.rows(HELD)[-1] == ("Verts Horizons", "SOUS_TRAITANT", None)


def test_a_subcontractor_that_becomes_cotraitant_is_credited_to_nobody(small_office: Office) -> None:
    send(small_office, MARKET, SUBCONTRACTOR)
    send(small_office, {**SUBCONTRACTOR, "Rôle": "cotraitant"})
    assert small_office.rows(HELD)[-1] == ("Verts Horizons", "COTRAITANT", None)


def test_two_companies_exchange_their_roles_in_one_file_and_not_one_alone(small_office: Office) -> None:
    send(small_office, MARKET, SUBCONTRACTOR)
    before, under = small_office.rows(HELD), {**MARKET, "Rôle": "sous-traitant"}
    assert small_office.send(FileKind.MARKETS, under).status == 1
    assert small_office.rows(HELD) == before
    send(small_office, under, {**SUBCONTRACTOR, "Rôle": "titulaire"})
    exchanged = small_office.rows(HELD)
    assert exchanged == [("Maçons du Sud", "SOUS_TRAITANT", "Verts Horizons"), ("Verts Horizons", "TITULAIRE", None)]


def test_each_version_of_what_is_owed_stays_with_the_day_it_came_into_force(office: Office) -> None:
    send(office, MARKET)
    send(office, {**MARKET, "Heures d'insertion": "1 h / 2 000 € au-delà de 2 700 000 €", "Pénalité (€/h)": "75"})
    assert [(*row[:2], day(row[2]), *row[3:]) for row in office.rows(OWED)] == [
        (False, 1, None, 1_200_00, None, 0),
        (False, 2, str(TODAY), None, 2_000_00, 2_700_000_00),
    ]
    penalties = office.rows("SELECT version, in_force_on, cents_per_hour FROM penalty_rule ORDER BY version")
    assert [(version, day(on), cents) for version, on, cents in penalties] == [
        (1, None, 60_00),
        (2, str(TODAY), 75_00),
    ]


def test_a_market_in_preparation_owes_on_its_lot_then_through_its_contractor(office: Office) -> None:
    send(office, IN_PREPARATION)
    send(office, {**IN_PREPARATION, "Heures d'insertion": "900"})
    send(office, MARKET)
    assert [row[:2] for row in office.rows(OWED)] == [(True, 1), (True, 2), (False, 1)]
    assert len(office.rows(HELD)) == 1


def test_an_obligation_says_the_file_and_the_row_that_brought_it(small_office: Office) -> None:
    send(small_office, MARKET, SECOND_LOT)
    assert small_office.rows("SELECT run_id, sheet, row FROM obligation ORDER BY row") == [
        (1, "envoi-1", 2),
        (1, "envoi-1", 3),
    ]


def test_a_siret_completes_the_company_recorded_under_its_name(office: Office) -> None:
    send(office, {**MARKET, "SIRET attributaire": ""})
    send(office, MARKET)
    companies = "SELECT name, siret FROM organisation ORDER BY name"
    assert office.rows(companies) == [("Maçons du Sud", "73282932000074"), ("Ville d'Ouchy", None)]
    assert len(office.rows(HELD)) == 1


def test_what_changes_is_written_over_the_same_rows(office: Office) -> None:
    send(office, MARKET)
    changed = {**MARKET, "Intitulé marché": "École", "Intitulé lot": "Gros œuvre", "Montant HT": "850 000"}
    send(office, changed)
    assert office.rows("SELECT title, reference FROM market") == [("École", "2024-T001")]
    assert office.rows("SELECT title FROM lot") == [("Gros œuvre",)]
    assert office.rows("SELECT amount_cents FROM contractor") == [(850_000_00,)]


def test_a_lot_of_another_nature_than_its_market_keeps_its_own(small_office: Office) -> None:
    send(small_office, MARKET, {**SECOND_LOT, "Nature": "Services"})
    assert small_office.rows("SELECT number, nature FROM lot ORDER BY number") == [("1", None), ("2", "MS")]


def test_a_refused_row_leaves_no_company_behind(small_office: Office) -> None:
    small_office.send(FileKind.MARKETS, {**MARKET, "Date de fin": "01/01/2020"})
    assert small_office.rows("SELECT count(*) FROM organisation") == [(0,)]


def test_a_file_sent_again_with_other_hours_changes_what_is_due_from_that_day_on(office: Office) -> None:
    """The past keeps the hours that were due then; what a tranche added stays beside the file's figure."""
    send(office, MARKET)
    send(office, {**MARKET, "Heures d'insertion": "1500"})
    with reading(office.engine) as session:
        days = (TODAY - timedelta(days=1), TODAY)
        dues = [market_at(session, str(MARKET["Référence marché"]), on=day).lots[0].due for day in days]
    first, second = dues
    assert second.hours == 150_000
    assert first.hours != second.hours
    assert "fichier des marchés, ligne 2" in first.sentence
    assert "fichier des marchés renvoyé, ligne 2" in second.sentence
    again = office.rows("SELECT count(*) FROM obligation")
    send(office, {**MARKET, "Heures d'insertion": "1500"})
    assert office.rows("SELECT count(*) FROM obligation") == again


def test_a_file_sent_again_leaves_what_a_tranche_added(small_office: Office) -> None:
    send(small_office, MARKET)
    with writing(small_office.engine) as session:
        owed = session.exec(select(Obligation)).one()
        amend(
            session, lot_id=owed.lot_id, contractor_id=owed.contractor_id, kind=AmendmentKind.TRANCHE,
            effective_on=TODAY, subject="Tranche 2", hours=Formula.fixed(10_000), by="Ana",
        )  # fmt: skip
    send(small_office, MARKET)
    assert small_office.rows("SELECT version, effect FROM obligation ORDER BY version") == [(1, "sets"), (2, "adds")]
