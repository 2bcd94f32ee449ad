"""Exits written: what the database holds once a file is imported, on both engines."""

from clauses.files.rules import FileKind
from tests.imports.office import EXIT, Office

KEPT = (
    "SELECT person_id, exited_on, reason, reason_sent, contract_kind, weekly_hours, protocol, verdict_kind,"
    ' run_id, sheet, row FROM "exit"'
)


def test_an_exit_is_written_once_with_its_verdict_then_corrected(office: Office) -> None:
    office.prepare(FileKind.EXITS)
    assert office.send(FileKind.EXITS, EXIT).status == 0
    ((person, day, *kept),) = office.rows(KEPT)
    assert (person, str(day)) == (1, "2024-05-31")
    assert kept == ["emploi", "Emploi", "CDI", 35_00, "dijon-2024", "CDI", 5, "envoi-5", 2]
    report = office.send(FileKind.EXITS, {**EXIT, "Motif": "Déménagement", "Type de contrat": ""})
    assert report.changes.replaced == 1
    ((_, _, *kept),) = office.rows(KEPT)
    assert kept == ["demenagement", "Déménagement", None, 35_00, "dijon-2024", None, 6, "envoi-6", 2]
    assert office.faults() == []
