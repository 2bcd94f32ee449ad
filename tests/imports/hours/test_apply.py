"""Hours written: what the database holds once a file is imported, on both engines."""

from datetime import date

from sqlmodel import select

from clauses.db import writing
from clauses.files.rules import FileKind
from clauses.hours.actions import accept_correction, refuse_correction
from clauses.markets.models import Lot
from tests import factories
from tests.imports.office import HOURS, KARIM_HOURS, LEA, MARKET, NEED, Office, Written

ETTI: Written = {
    **KARIM_HOURS,
    "Employeur": "Ouche Intérim",
    "SIRET employeur": "39278498300011",
    "Type d'employeur": "ETTI",
    "Type de contrat": "CTTI",
    "Modalité": "mise à disposition",
}
CONTRACTS = "SELECT kind, starts_on, ends_on, modality, employer_kind, job FROM contract ORDER BY id"


def test_an_employer_of_the_file_is_added_with_its_kind(office: Office) -> None:
    office.prepare()
    assert office.hours(HOURS, ETTI).status == 0
    assert office.rows("SELECT name, employer_kind FROM organisation WHERE siret = '39278498300011'") == [
        ("Ouche Intérim", "ETTI")
    ]
    assert [(kind, modality, employer) for kind, _, _, modality, employer, _ in office.rows(CONTRACTS)] == [
        ("CDD", None, None),
        ("CTTI", "mise_a_disposition", "ETTI"),
    ]
    assert office.rows("SELECT count(*) FROM declaration") == [(2,)]


def test_the_kind_of_a_known_employer_is_learned_once(office: Office) -> None:
    office.prepare()
    office.hours({**HOURS, "Type d'employeur": "entreprise"})
    office.hours({**HOURS, "Type d'employeur": "GEIQ", "Mois": "04/2024"})
    kinds = office.rows("SELECT employer_kind FROM organisation WHERE siret = '73282932000074'")
    assert kinds == [("entreprise",)]


def test_a_contract_is_written_once_and_its_end_follows_the_file(office: Office) -> None:
    office.prepare()
    office.hours({**HOURS, "Poste": "Maçonne", "Fin de contrat": "31/03/2024"})
    office.hours({**HOURS, "Mois": "04/2024", "Fin de contrat": "30/06/2024"})
    ((kind, start, end, _, _, job),) = office.rows(CONTRACTS)
    assert (kind, str(start), str(end), job) == ("CDD", "2024-01-02", "2024-06-30", "Maçonne")


def test_training_hours_stand_beside_the_hours_worked(office: Office) -> None:
    office.prepare()
    report = office.hours({**HOURS, "Heures de formation": "7h30"}, KARIM_HOURS)
    assert office.rows("SELECT hours, training FROM line ORDER BY row") == [(151_67, 7_50), (70_00, 0)]
    assert report.hours == 221_67


def test_a_line_to_check_keeps_what_its_row_said(office: Office) -> None:
    office.prepare()
    office.hours({**HOURS, "Nom": "Inconnu"})
    ((contract, claim),) = office.rows("SELECT contract_id, claim FROM line")
    assert contract is None
    assert '"last_name": "Inconnu"' in claim


def test_the_identical_unit_of_another_file_is_not_written_again(office: Office) -> None:
    office.prepare()
    office.hours(HOURS)
    assert office.hours(HOURS, {**HOURS, "Mois": "04/2024"}).changes.unchanged == 1
    assert office.rows("SELECT version FROM declaration ORDER BY id") == [(1,), (1,)]


# --- employers found again --------------------------------------------------------------------------------------------

NAMED: Written = {**ETTI, "SIRET employeur": ""}
EMPLOYERS = "SELECT name, siret FROM organisation WHERE name LIKE 'Ouche%' ORDER BY siret"


def test_an_employer_known_by_its_name_gets_the_siret_that_a_later_file_gives(office: Office) -> None:
    """Were it another employer, its hours would be counted twice."""
    office.prepare()
    office.hours(NAMED)
    assert office.hours({**ETTI, "Heures travaillées": "80"}).changes.replaced == 1
    assert office.rows(EMPLOYERS) == [("Ouche Intérim", "39278498300011")]
    assert office.hours(NAMED).changes.replaced == 1
    assert office.rows("SELECT sum(hours) FROM line WHERE state = 'submitted'") == [(70_00,)]


def test_one_file_that_gives_a_siret_on_one_row_only_speaks_of_one_employer(small_office: Office) -> None:
    small_office.prepare()
    lea = {**NAMED, "Nom": "Roux", "Prénom": "Léa", "Date de naissance": "04/05/1990"}
    for file in ((lea, ETTI), (ETTI, lea)):
        assert small_office.hours(*file).status == 0
    assert small_office.rows(EMPLOYERS) == [("Ouche Intérim", "39278498300011")]
    assert small_office.rows("SELECT count(*) FROM declaration") == [(1,)]


def test_an_employer_whose_name_several_bear_is_refused_until_its_siret_is_given(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours(ETTI, {**HOURS, **{name: ETTI[name] for name in ("Employeur", "Type d'employeur")},
                              "SIRET employeur": "55210055400013", "Type de contrat": "CTTI"})  # fmt: skip
    report = small_office.hours({**NAMED, "Mois": "04/2024"})
    assert [issue.code for issue in report.issues] == ["hours.ambiguous_employer"]
    assert "SIRET employeur" in report.issues[0].message
    assert small_office.hours({**ETTI, "Mois": "04/2024"}).status == 0


def test_a_contractor_recorded_without_siret_is_found_by_its_name_beside_the_siret(small_office: Office) -> None:
    from clauses.files.rules import FileKind
    from tests.imports.office import LEA, MARKET

    small_office.send(FileKind.MARKETS, {**MARKET, "SIRET attributaire": ""})
    small_office.send(FileKind.PEOPLE, LEA)
    named = {**HOURS, "Attributaire": "MAÇONS DU SUD"}
    assert small_office.hours(named).changes.created == 1
    assert small_office.hours({**HOURS, "Attributaire": "Autres"}).status == 1


# --- the end of a contract --------------------------------------------------------------------------------------------

ENDED: Written = {**HOURS, "Fin de contrat": "31/03/2024"}


def test_a_row_without_an_end_is_judged_by_the_end_recorded(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours(ENDED)
    later = {**HOURS, "Mois": "05/2024"}
    report = small_office.hours(later)
    (issue,) = [issue for issue in report.issues if issue.code == "hours.outside_contract"]
    assert (report.rows.rejected, issue.row) == (1, 2)
    assert "au 31/03/2024, fin enregistrée" in issue.message
    assert "Fin de contrat" in issue.message
    assert small_office.hours({**later, "Fin de contrat": "30/06/2024"}).status == 0
    assert small_office.hours({**later, "Mois": "06/2024"}).status == 0
    assert small_office.hours({**later, "Mois": "07/2024"}).rows.rejected == 1


def test_the_last_month_of_a_contract_has_the_days_until_its_recorded_end(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours({**HOURS, "Fin de contrat": "02/04/2024"})
    april = {**HOURS, "Mois": "04/2024"}
    assert [issue.code for issue in small_office.hours(april).issues] == ["hours.impossible"]
    assert small_office.hours({**april, "Heures travaillées": "16"}).rows.accepted == 1


def test_a_correction_moves_the_end_of_a_contract_once_it_is_accepted(office: Office) -> None:
    office.prepare()
    office.hours(ENDED, validate=True)
    moved = {**HOURS, "Fin de contrat": "30/06/2024", "Heures travaillées": "140", "Type d'employeur": "GEIQ"}
    assert office.hours(moved).changes.proposed == 1
    ends, kind = "SELECT ends_on FROM contract", "SELECT employer_kind FROM organisation WHERE siret = '73282932000074'"
    assert [str(end) for (end,) in office.rows(ends)] == ["2024-03-31"]
    assert office.rows(kind) == [(None,)]
    assert (office.hours(moved).changes.unchanged, office.faults()) == (1, [])
    waiting = "SELECT id FROM declaration WHERE state = 'proposed'"
    with writing(office.engine) as session:
        refuse_correction(session, declaration_id=office.rows(waiting)[0][0], by="Facilitatrice")
    assert [str(end) for (end,) in office.rows(ends)] == ["2024-03-31"]
    assert office.hours(moved).changes.proposed == 1
    with writing(office.engine) as session:
        accept_correction(session, declaration_id=office.rows(waiting)[0][0], by="Facilitatrice")
    assert [str(end) for (end,) in office.rows(ends)] == ["2024-06-30"]
    in_force = "SELECT claim FROM line JOIN declaration ON declaration.id = declaration_id"
    assert office.rows(f"{in_force} WHERE declaration.state = 'current'") == [(None,)]
    assert (office.hours(moved).changes.unchanged, office.faults()) == (1, [])


def test_an_end_that_an_accepted_unit_gives_too_moves_at_once(small_office: Office) -> None:
    small_office.prepare()
    small_office.hours(ENDED, validate=True)
    moved = {**HOURS, "Fin de contrat": "30/06/2024"}
    report = small_office.hours({**moved, "Heures travaillées": "140"}, {**moved, "Mois": "04/2024"})
    assert (report.changes.proposed, report.changes.created) == (1, 1)
    assert [str(end) for (end,) in small_office.rows("SELECT ends_on FROM contract")] == ["2024-06-30"]


def test_a_month_after_the_first_end_of_a_lot_that_an_amendment_prolonged_is_inside(small_office: Office) -> None:
    small_office.send(FileKind.MARKETS, {**MARKET, "Date de fin": "29/02/2024"})
    small_office.send(FileKind.PEOPLE, LEA)
    assert [issue.code for issue in small_office.hours(HOURS, dry_run=True).issues] == ["hours.after_market"]
    with writing(small_office.engine) as session:
        lot = session.exec(select(Lot)).one()
        values = {"market_id": lot.market_id, "lot_id": lot.id, "effective_on": date(2024, 2, 1)}
        factories.amendment(session, ends_on=date(2024, 6, 30), **values)
    assert small_office.hours(HOURS, dry_run=True).issues == ()
    late = small_office.send(FileKind.NEEDS, NEED)
    assert [issue.code for issue in late.issues] == ["needs.after_market"]
    assert "30/06/2024" in late.issues[0].message
