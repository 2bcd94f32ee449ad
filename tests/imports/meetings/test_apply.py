"""A file of meetings, imported as a user does, on both engines."""

from __future__ import annotations

from datetime import date

from clauses.db import reading, writing
from clauses.files.rules import FileKind
from clauses.sites.figures import figures
from clauses.sites.meetings import hold_meeting
from clauses.sites.reading import find_action, read_action
from clauses.sites.rules import Manner, MeetingKind, Present
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


KARIM = {"Nom": "Dubois", "Prénom": "Karim", "Date de naissance": "01/01/1985"}


def test_an_operator_that_nobody_knew_is_added_once_for_all_its_years(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    before = {**MEETING, "Date": "06/02/2023", "Adressé le": "06/02/2023", "Test passé le": "06/02/2023"}
    assert codes(office, before, {**MEETING, "Opérateur": "chantiers  ENSEMBLE"}) == []
    assert office.rows("SELECT count(*) FROM organisation WHERE name_key = 'chantiers ensemble'") == [(1,)]
    assert office.rows("SELECT year FROM operator_action ORDER BY year") == [(2023,), (2024,)]


def test_overlapping_files_make_one_meeting_and_lose_nothing(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    first = {**VISIT, "Lieu": "", "Tuteur": "", "Constat": "Gestes sûrs"}
    opening = {**MEETING, "Objet": "Évaluation", "Test passé le": "", "Résultat du test": ""}
    office.send(FileKind.MEETINGS, opening, first, by="Opératrice")
    later = {
        **VISIT, "Lieu": "12 rue Monge", "Tuteur": "M. Petit", "Constat": "Casque usé", "À faire": "Gants",
        "Information FSE+ le": "04/03/2024",
    }  # fmt: skip
    both = office.send(FileKind.MEETINGS, later, {**later, **KARIM}, first, by="Collègue")
    assert (both.status, both.changes.created, both.changes.replaced, both.changes.unchanged) == (0, 1, 1, 1)
    assert office.rows("SELECT count(*) FROM meeting WHERE kind = 'site_visit'") == [(1,)]
    with reading(office.engine) as session:
        facts = read_action(session, find_action(session, operator="Chantiers Ensemble", year=2024))
    karim, lea = facts.people
    visit = lea.attendances[1].meeting
    assert visit == karim.attendances[0].meeting
    assert (visit.place, visit.tutor, visit.seen) == ("12 rue Monge", "M. Petit", "Gestes sûrs\nCasque usé")
    assert (visit.market, visit.lot) == ("2024-T001", "1")
    assert [task.what for task in visit.tasks] == ["Casque", "Gants"]
    assert str(lea.fse_informed_on) == "2024-03-04"
    (said,) = office.rows("SELECT seen, author, run_id IS NOT NULL, sheet IS NOT NULL, row FROM meeting_saying")
    assert (said[0], said[1], bool(said[2]), bool(said[3]), said[4]) == ("Casque usé", "Collègue", True, True, 2)
    before = office.recorded()
    again = office.send(FileKind.MEETINGS, first, {**later, **KARIM}, later, by="Collègue")
    assert (again.changes.created, again.changes.replaced, again.changes.unchanged) == (0, 0, 3)
    after = office.recorded()
    for table in ("meeting", "meeting_saying", "attendance", "attendance_signature", "visit_task", "referral"):
        assert after[table] == before[table], table
    assert office.faults() == []


def test_a_proof_of_signature_that_comes_later_is_recorded_and_signed(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    office.send(FileKind.MEETINGS, {**MEETING, "Émargement": ""}, by="Opératrice")
    assert office.rows("SELECT count(*) FROM attendance_signature") == [(0,)]
    report = office.send(FileKind.MEETINGS, MEETING, by="Collègue")
    assert (report.changes.created, report.changes.replaced, report.issues) == (0, 1, ())
    assert office.rows("SELECT reason, author FROM attendance_signature") == [("feuille papier classée", "Collègue")]
    assert office.rows("SELECT act, author FROM journal WHERE subject = 'attendance'") == [
        ("complete_attendance", "Collègue")
    ]
    assert codes(office, {**MEETING, "Émargement": "photo"}) == ["meetings.signature_kept"]
    assert office.rows("SELECT reason FROM attendance_signature") == [("feuille papier classée",)]


def test_a_module_completed_by_a_later_file_opens_the_interview_of_that_file(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    office.send(FileKind.MEETINGS, {**MEETING, "Test passé le": "", "Résultat du test": ""}, by="Opératrice")
    assert codes(office, INTERVIEW) == ["meetings.test_missing"]
    assert codes(office, INTERVIEW, MEETING) == []
    assert office.rows("SELECT score, module_id IS NULL FROM attendance ORDER BY id") in (
        [(14, 1), (None, 0)],
        [(14, True), (None, False)],
    )


def test_somebody_expected_at_an_interview_came_to_it(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    office.send(FileKind.MEETINGS, MEETING, by="Opératrice")
    (lea, action), *_ = office.rows("SELECT person_id, action_id FROM referral")
    with writing(office.engine) as session:
        hold_meeting(
            session, action_id=action, kind=MeetingKind.MOTIVATION, held_on=date(2024, 2, 12),
            people=[Present(lea, present=None)], by="Opératrice",
        )  # fmt: skip
    assert codes(office, INTERVIEW) == []
    assert office.rows("SELECT count(*) FROM meeting WHERE kind = 'motivation'") == [(1,)]
    (came,) = office.rows("SELECT present, module_id IS NOT NULL FROM attendance WHERE kind = 'motivation'")
    assert [bool(each) for each in came] == [True, True]


def test_an_exception_for_somebody_expected_is_signed_by_who_imports(office: Office) -> None:
    office.prepare(FileKind.MEETINGS)
    evaluation = {**MEETING, "Objet": "Évaluation", "Test passé le": "", "Résultat du test": ""}
    office.send(FileKind.MEETINGS, evaluation, by="Opératrice")
    (lea, action), *_ = office.rows("SELECT person_id, action_id FROM referral")
    with writing(office.engine) as session:
        hold_meeting(
            session, action_id=action, kind=MeetingKind.MOTIVATION, held_on=date(2024, 2, 12),
            people=[Present(lea, present=None)], by="Opératrice",
        )  # fmt: skip
    assert codes(office, {**INTERVIEW, "Motif d'exception": "module complet"}) == []
    assert office.rows("SELECT exception_motive, exception_by FROM attendance WHERE kind = 'motivation'") == [
        ("module complet", "Opératrice")
    ]
