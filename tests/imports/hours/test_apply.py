"""Hours written: what the database holds once a file is imported, on both engines."""

from tests.imports.office import HOURS, KARIM_HOURS, Office, Written

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
