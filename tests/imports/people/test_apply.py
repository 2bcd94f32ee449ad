"""People written: what the database holds once a file is imported, on both engines."""

from clauses.db import reading
from clauses.files.rules import FileKind
from imports.people.apply import identities
from tests.imports.office import KARIM, LEA, Office, Written

IN_PLIE: Written = {**LEA, "Entrée PLIE le": "09/01/2023"}


def send(office: Office, *rows: Written) -> None:
    assert office.send(FileKind.PEOPLE, *rows).status == 0


def test_people_are_written_with_their_keys_homes_times_and_orientations(office: Office) -> None:
    send(office, {**IN_PLIE, "RSA": "oui", "Métiers recherchés": "maçon ; coffreur"}, KARIM)
    people = office.rows("SELECT last_name, first_name, last_key, first_key, sex, jobs FROM person ORDER BY id")
    assert people == [
        ("Roux", "Léa", "roux", "lea", "F", "maçon ; coffreur"),
        ("Dubois", "Karim", "dubois", "karim", "M", None),
    ]
    assert [bool(rsa) for (rsa,) in office.rows("SELECT rsa FROM person ORDER BY id")] == [True, False]
    homes = "SELECT person_id, commune, qpv_key, qpv_name, sheet, row FROM residence ORDER BY person_id"
    assert office.rows(homes) == [
        (1, "Dijon", "QN02102M", "Fontaine d'Ouche", "envoi-1", 2),
        (2, "Dijon", None, None, "envoi-1", 3),
    ]
    times = office.rows("SELECT person_id, starts_on, ends_on FROM participation")
    assert [(person, str(start), end) for person, start, end in times] == [(1, "2023-01-09", None)]
    sent = office.rows("SELECT person_id, sector, decision, run_id FROM orientation ORDER BY person_id")
    assert sent == [(1, "BTP", "validated", 1), (2, "BTP", "validated", 1)]


def test_what_is_said_later_is_written_over_the_same_rows(office: Office) -> None:
    send(office, {**LEA, "Décision": ""})
    send(office, {**IN_PLIE, "Sortie PLIE le": "01/06/2024", "Identifiant": "P1", "QPV": "Les Grésilles"})
    assert office.rows("SELECT identifier FROM person") == [("P1",)]
    assert office.rows("SELECT decision, run_id FROM orientation") == [("validated", 2)]
    assert office.rows("SELECT qpv_key, run_id FROM residence") == [("QN02103M", 2)]
    assert [str(end) for (end,) in office.rows("SELECT ends_on FROM participation")] == ["2024-06-01"]
    send(office, {**IN_PLIE, "Sortie PLIE le": "08/06/2024"})
    assert [str(end) for (end,) in office.rows("SELECT ends_on FROM participation")] == ["2024-06-08"]


def test_everyone_recorded_can_be_told_apart(small_office: Office) -> None:
    send(small_office, LEA, KARIM)
    with reading(small_office.engine) as session:
        told = [(known.id, known.name.last, known.sex) for known in identities(session)]
    assert told == [(1, "roux", "F"), (2, "dubois", "M")]
