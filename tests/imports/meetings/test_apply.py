"""A file of meetings, imported as a user does, on both engines."""

from __future__ import annotations

from clauses.db import reading
from clauses.files.rules import FileKind
from clauses.sites.figures import figures
from clauses.sites.reading import find_action, read_action
from clauses.sites.rules import Manner
from tests.imports.office import MEETING, Office

INTERVIEW = {
    **MEETING, "Objet": "Entretien de motivation", "Date": "12/02/2024", "Test passé le": "", "Résultat du test": "",
}  # fmt: skip
VISIT = {
    **INTERVIEW, "Objet": "Visite de chantier", "Date": "04/03/2024", "Référence marché": "2024-T001", "Lot": "Lot 01",
    "À faire": "Casque", "Par qui": "Tuteur", "À faire pour le": "10/03/2024", "Émargement": "",
}  # fmt: skip


def codes(office: Office, *rows: object) -> list[str]:
    report = office.send(FileKind.MEETINGS, *rows, by="Opératrice")  # type: ignore[arg-type]  # rows as written
    return [issue.code for issue in report.issues]


def test_a_year_of_the_past_is_taken_over_and_sent_again_changes_nothing(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    acts = office.rows("SELECT count(*) FROM journal")[0][0]
    first = office.send(FileKind.MEETINGS, INTERVIEW, MEETING, VISIT, by="Opératrice")
    assert (first.status, first.changes.created, first.rows.accepted) == (0, 3, 3)
    assert office.rows("SELECT count(*) FROM journal")[0][0] == acts + 2  # the run, and the action that it opened
    again = office.send(FileKind.MEETINGS, INTERVIEW, MEETING, VISIT, by="Opératrice")
    assert (again.status, again.changes.created, again.changes.unchanged) == (0, 0, 3)
    with reading(office.engine) as session:
        facts = read_action(session, find_action(session, operator="Chantiers Ensemble", year=2024))
    (lea,) = facts.people
    module, interview, visit = lea.attendances
    assert (module.score, module.out_of) == (14, 20)
    assert module.signature is not None
    assert (module.signature.manner, module.signature.reason) == (Manner.TYPED, "feuille papier classée")
    assert interview.exception is None
    assert visit.unsigned
    assert visit.meeting.tasks[0].who == "Tuteur"
    found = figures(facts)
    assert (found.received, found.tested, found.interviewed, found.unsigned) == (1, 1, 1, 1)
    assert office.faults() == []


def test_an_interview_of_a_later_file_leans_on_the_module_of_an_earlier_one(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    assert codes(office, INTERVIEW) == ["meetings.module_missing"]
    assert codes(office, MEETING) == []
    assert codes(office, INTERVIEW) == []
    linked = office.rows("SELECT module_id IS NOT NULL FROM attendance ORDER BY id")
    assert [bool(each) for (each,) in linked] == [False, True]
    assert codes(office, {**MEETING, "Résultat du test": "3/20"}) == ["meetings.kept"]


def test_a_dry_run_writes_nothing(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    before = office.recorded()
    report = office.send(FileKind.MEETINGS, MEETING, by="Opératrice", dry_run=True)
    assert report.changes.created == 1
    assert office.recorded() == before


def test_an_exception_is_signed_by_who_imports(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    assert codes(office, {**INTERVIEW, "Motif d'exception": "module complet"}) == []
    assert office.rows("SELECT exception_motive, exception_by FROM attendance") == [("module complet", "Opératrice")]
