"""People made anonymous: who is due, two people, nothing left of who they were, every figure what it was."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, true
from sqlmodel import Session, col, select

from clauses.dates import Period
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound
from clauses.files.actions import keep_bytes, shelf_place, stored_file
from clauses.files.destroyed import destroyed, require_not_destroyed, take_off_shelf
from clauses.files.issuing import issue
from clauses.files.models import ImportIssue, ImportRun, IssuedDocument, StoredFile
from clauses.files.rules import DocumentKind, FileKind
from clauses.hours.rules import LineState
from clauses.markets.models import Market
from clauses.matching.models import SentCv
from clauses.people.models import Evidence, Person
from clauses.privacy import keeping
from clauses.privacy.anonymous import unplaced
from clauses.privacy.belongings import belongings
from clauses.privacy.due import Trace
from clauses.privacy.files_naming import Seen, _named, files_naming, files_of_the_gone
from clauses.privacy.labels import TITLES
from clauses.privacy.person_file import export_person
from clauses.proofs.models import _SUBJECTS
from clauses.questions.models import Question
from clauses.questions.rules import QuestionKind, QuestionState
from clauses.reference.rules import ContractKind, Sex
from clauses.reports.as_json import shape
from clauses.reports.bilan_query import bilan
from clauses.reports.compliance import compliance
from clauses.reports.compliance_facts import read
from clauses.reports.compliance_json import market as as_json
from clauses.reports.figures import Perimeter
from clauses.reports.integrity import faults
from clauses.sites.rules import MeetingKind, ReferralState
from clauses.tables import metadata
from tests import accounts
from tests import factories as f
from tests import factories_sites as sites
from tests.factories import NOON, id_of

TODAY = date(2026, 5, 4)
SECRETS = ("Zénobie", "Quatremère", "P-777", "12 rue des Lilas", "allergique", "Nom lu dans la cellule", "cv.pdf")


def somebody(session: Session, shelf: Path, *, plie: bool = False, identifier: str = "P-777") -> int:
    """Hired in 2023 on a market that ended that year, with everything that says who it is."""
    market = f.market(session, notified_on=date(2023, 1, 2), ends_on=date(2023, 12, 31))
    lot = f.lot(session, market_id=id_of(market))
    holder = f.contractor(session, lot_id=id_of(lot))
    f.obligation(session, lot_id=id_of(lot), contractor_id=id_of(holder))
    person = id_of(
        f.person(session, last_name="Quatremère", first_name="Zénobie", identifier=identifier, sex=Sex.F,
                 birth_date=date(1990, 6, 15), skills="allergique au ciment", rsa=True)
    )  # fmt: skip
    hired = f.contract(session, person_id=person, starts_on=date(2023, 2, 1), ends_on=date(2023, 9, 30),
                       kind=ContractKind.CDDI, employer_id=holder.organisation_id)  # fmt: skip
    declared = f.declaration(session, contractor_id=id_of(holder), employer_id=holder.organisation_id)
    signed = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}
    line = f.line(session, declaration_id=id_of(declared), contract_id=id_of(hired), hours=151_67, **signed)
    f.issue(session, run_id=declared.run_id, sheet=line.sheet, row=line.row, value="Nom lu dans la cellule",
            message="« Nom lu dans la cellule » ressemble à Zénobie Quatremère.")  # fmt: skip
    f.residence(session, person_id=person, since=date(2022, 1, 1), address="12 rue des Lilas", qpv_key="QN02101M")
    f.orientation(session, person_id=person, oriented_on=date(2023, 1, 15), reason="allergique")
    f.leaving(session, person_id=person, exited_on=date(2023, 10, 1))
    proof = f.evidence(session, person_id=person, document="Carte de Zénobie", evidence_on=date(2023, 1, 10))
    kept = stored_file(session, keep_bytes(b"%PDF-1.4 Quatremere", shelf))
    f.proof(session, evidence_id=id_of(proof), stored_file_id=kept, file_name="cv.pdf")
    session.add(
        Question(kind=QuestionKind.SAME_PERSON, key="quatremere", subject='{"last_name": "Quatremère"}',
                 candidates=f"[{person}]", state=QuestionState.ACCEPTED, answer_id=person, asked_at=NOON,
                 decided_by="Ana", decided_at=NOON)
    )  # fmt: skip
    _followed(session, person, shelf)
    if plie:
        f.participation(session, person_id=person, starts_on=date(2022, 1, 1), ends_on=date(2023, 10, 1))
    session.flush()
    return person


def _followed(session: Session, person: int, shelf: Path) -> None:
    """Something in each other table that holds words about somebody, motives that the database asks for included."""
    secret = "allergique"
    sites.referral(session, person_id=person, state=ReferralState.REFUSED, motive=secret)
    there = sites.attendance(session, person_id=person, remark=secret)
    sites.signature(session, attendance_id=id_of(there))
    meant = {"exception_motive": secret, "exception_by": "Ana"}
    sites.attendance(session, person_id=person, kind=MeetingKind.MOTIVATION, **meant)
    fiche = sites.follow_up(session, person_id=person, situation=secret)
    sites.sending(session, follow_up_id=id_of(fiche))
    mission = sites.mission(session, person_id=person, tutor=secret, job=secret)
    sheet = sites.activity_sheet(session, mission_id=id_of(mission), person_remark=secret)
    sites.activity_task(session, sheet_id=id_of(sheet), task=secret)
    put = id_of(f.proposal(session, person_id=person))
    seen = f.suggestion(session, proposal_id=put, details='{"reason": "allergique"}')
    decided = f.proposal_decision(session, proposal_id=put, suggestion_id=id_of(seen), comment=secret)
    cv = stored_file(session, keep_bytes(b"%PDF-1.4 CV Quatremere", shelf))
    session.add(SentCv(decision_id=id_of(decided), stored_file_id=cv))
    f.opinion(session, person_id=person, reason=secret)
    accounts.assignment(session, membership_id=id_of(accounts.membership(session)), person_id=person)


def figures(session: Session) -> object:
    period = Period(date(2023, 1, 1), date(2023, 12, 31))
    bilans = [shape(bilan(session, period=period, perimeter=each)) for each in Perimeter]
    return bilans, [as_json(each) for each in compliance(read(session, on=TODAY, markets=_markets(session)), TODAY)]


def _markets(session: Session) -> list[int]:
    return [number or 0 for number in session.exec(select(Market.id)).all()]


def traces(session: Session) -> list[Trace]:
    return keeping.traces(session, keeping.named(true()))


def test_figures_stay_and_nothing_says_who_it_was(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        person, other = somebody(session, tmp_path), id_of(f.person(session, last_name="Reste"))
        f.orientation(session, person_id=other, oriented_on=date(2026, 1, 1))
        before = figures(session)
        assert {each.table for each in belongings(session, metadata, person)} == set(TITLES) - {
            "participation",
            "territory_person",
        }
        assert [each.person_id for each in keeping.due(traces(session), today=TODAY)] == [person]
        keeping.ask_anonymising(session, people=[person], paid=None, today=TODAY, by="Ana")
    with writing(engine) as session, pytest.raises(Conflict, match="deux personnes"):
        keeping.anonymise(session, people=[person], today=TODAY, by="Ana")
    with writing(engine) as session:
        files = keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
    with writing(engine) as session:
        take_off_shelf(session, tmp_path, files)
    assert not any(shelf_place(tmp_path, each).exists() for each in files)
    with reading(engine) as session:
        assert figures(session) == before
        assert keeping.waiting(session, [person]) == {}
        assert list(keeping.done(session, select(Person.id)).values()) == [1]
        assert [each.person_id for each in traces(session)] == [other]
        assert session.exec(select(Question)).all() == []
        gone = session.exec(select(StoredFile.id).where(col(StoredFile.sha256).in_(files))).all()
        assert destroyed(session).keys() == set(gone) != set()
        with pytest.raises(NotFound, match="a été détruit le"):
            require_not_destroyed(session, tmp_path, files[0])
        held = str([each.rows for each in belongings(session, metadata, person)])
        held += str([(each.message, each.value) for each in session.exec(select(ImportIssue)).all()])
        assert [secret for secret in SECRETS if secret in held] == []
        assert session.get_one(Person, person).birth_date == date(1990, 2, 2)
        assert [fault for fault in faults(session, tmp_path) if "disparu" not in fault] == []
        lost = [fault for fault in faults(session, tmp_path) if "disparu" in fault]  # those that this test invented
        assert len(lost) == len(session.exec(select(StoredFile.id)).all()) - len(gone)
    with writing(engine) as session:
        assert export_person(session, metadata, person, by="Ana", reason="contrôle").name == f"n° {person} Anonyme"


def test_nobody_is_made_anonymous_before_their_day(engine: Engine, tmp_path: Path) -> None:
    """A contact, an open market, a time in the PLIE that runs or whose payment is not known: each holds."""
    with writing(engine) as session:
        person = somebody(session, tmp_path, plie=True)
        held = traces(session)
        assert keeping.due(held, today=TODAY) == []
        assert [each.person_id for each in keeping.due(held, today=TODAY, paid=2020)] == [person]
        assert keeping.due(held, today=TODAY, paid=2021) == []
        with pytest.raises(Conflict, match="n'est pas à anonymiser"):
            keeping.ask_anonymising(session, people=[person], paid=None, today=TODAY, by="Ana")
        with pytest.raises(Conflict, match="Personne ne l'a demandé"):
            keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
        keeping.ask_anonymising(session, people=[person], paid=2020, today=TODAY, by="Ana")
        keeping.withdraw_anonymising(session, people=[person], by="Bob")
        assert keeping.waiting(session, [person]) == {}
        keeping.ask_anonymising(session, people=[person], paid=2020, today=TODAY, by="Ana")
        assert keeping.waiting(session, [person])[person].paid == 2020
        session.exec(select(Evidence)).one().evidence_on = date(2025, 1, 1)
        with pytest.raises(Conflict, match="n'est pas à anonymiser"):
            keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
        session.exec(select(Evidence)).one().evidence_on = date(2023, 1, 1)
        for market in session.exec(select(Market)).all():
            market.ends_on = None
        session.flush()
        assert [each.last for each in traces(session)] == [None]


def _shared_file(session: Session, shelf: Path, *people: int) -> int:
    """A workbook that oriented all of them."""
    kept = stored_file(session, keep_bytes(f"classeur de {people}".encode(), shelf))
    run = f.run(session, kind=FileKind.PEOPLE, stored_file_id=kept, file_name="candidats.xlsx")
    for person in people:
        f.orientation(session, person_id=person, oriented_on=date(2023, 1, 20), run_id=id_of(run))
    return kept


def test_a_file_goes_with_the_last_of_those_whom_it_names(engine: Engine, tmp_path: Path) -> None:
    """A workbook of two people, an attestation of both and a photograph of a visit stay with the first, go with the
    second; asking for them again says why they are not there, and the same bytes deposited again are kept again."""
    with writing(engine) as session:
        people = [somebody(session, tmp_path, identifier=f"P-{number}") for number in (1, 2)]
        shared = _shared_file(session, tmp_path, *people)

        def attest() -> bytes:
            return issue(session, tmp_path, kind=DocumentKind.HOURS, fingerprint="a" * 64, by="Ana", people=people,
                         render=lambda number, code: b"Quatremere " + number.encode()).content  # fmt: skip

        attest()
        meeting = id_of(sites.meeting(session))
        for person in people:
            sites.attendance(session, person_id=person, meeting_id=meeting)
        photograph = stored_file(session, keep_bytes(b"photo de groupe", tmp_path))
        f.proof(session, meeting_id=meeting, stored_file_id=photograph, file_name="groupe.jpg")

        def held() -> dict[str, tuple[int, int]]:
            return {
                each.name: (each.kept, each.gone)
                for each in files_naming(session, metadata, people)
                if each.name in ("candidats.xlsx", "groupe.jpg") or each.what == "Document délivré"
            }

        assert set(held().values()) == {(2, 0)}
        assert len(held()) == 3
        keeping.ask_anonymising(session, people=people, paid=None, today=TODAY, by="Ana")
        keeping.anonymise(session, people=people[:1], today=TODAY, by="Bob")
        assert set(held().values()) == {(1, 1)}
        assert not destroyed(session, [shared, photograph])
        take_off_shelf(session, tmp_path, keeping.anonymise(session, people=people[1:], today=TODAY, by="Bob"))
        assert held() == {}
        assert destroyed(session).keys() >= {shared, photograph}
        with pytest.raises(NotFound, match="a été détruit le"):
            attest()
        assert stored_file(session, keep_bytes(f"classeur de {tuple(people)}".encode(), tmp_path)) == shared
        assert not destroyed(session, [shared])


@pytest.mark.parametrize("silent", ["lines_unchanged", "rows_rejected"])
def test_a_file_that_repeats_or_had_rows_refused_may_name_others_and_waits_for_two_people(
    engine: Engine, tmp_path: Path, silent: str
) -> None:
    """Rows that wrote nothing are about people whom nothing recorded ties to the file: it does not go by itself."""
    with writing(engine) as session:
        person = somebody(session, tmp_path)
        shared = _shared_file(session, tmp_path, person)
        run = session.exec(select(ImportRun).where(col(ImportRun.stored_file_id) == shared)).one()
        run.rows_read += 99
        setattr(run, silent, 99)
        run.rows_accepted = run.rows_read - run.rows_rejected - run.rows_ignored
        keeping.ask_anonymising(session, people=[person], paid=None, today=TODAY, by="Ana")
        keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
        assert not destroyed(session, [shared])
        (held,) = [each for each in files_naming(session, metadata, [person]) if each.file_id == shared]
        assert (held.gone, held.kept, held.may_name_others) == (1, 0, True)


def test_whatever_a_proof_is_about_says_whom_it_names() -> None:
    asked = str(_named(metadata))
    assert [name for name in _SUBJECTS if f"proof.{name}" not in asked] == []


def test_an_old_document_is_listed_to_those_who_see_that_it_was_issued(engine: Engine) -> None:
    """Of those issued before the journal told whom they name, nothing else says whose they are."""
    with writing(engine) as session:
        sites.issued(session, issued_at=NOON.replace(year=2018))
        no_person, no_run = (select(col(table.id)).where(col(table.id) < 0) for table in (Person, ImportRun))
        for issued, found in ((select(col(IssuedDocument.id)), 1), (no_person, 0)):
            assert len(files_of_the_gone(session, metadata, Seen(no_person, no_run, issued), TODAY)) == found


def test_old_files_that_brought_nobody_go_by_two_people(engine: Engine, tmp_path: Path) -> None:
    long_ago = NOON.replace(year=2020)
    with writing(engine) as session:
        files = {}
        for name, at in (("vieux.csv", long_ago), ("récent.csv", NOON.replace(year=TODAY.year - 1))):
            kept = f.stored_file(session, stored_at=at)
            run = f.run(session, kind=FileKind.HOURS, stored_file_id=id_of(kept), file_name=name, at=at)
            f.issue(session, run_id=id_of(run), value="Quatremère", message="« Quatremère » est refusé.")
            files[name] = id_of(kept)
        everything = Seen(select(col(Person.id)), select(col(ImportRun.id)), select(col(IssuedDocument.id)))
        found = files_of_the_gone(session, metadata, everything, TODAY)
        assert [each.name for each in found] == ["vieux.csv"]
        old = [files["vieux.csv"]]
        with pytest.raises(Conflict, match="Personne ne l'a demandé"):
            keeping.destroy(session, files=old, today=TODAY, by="Bob")
        keeping.ask_destroying(session, files=old, today=TODAY, by="Ana")
        keeping.withdraw_destroying(session, files=old, by="Bob")
        keeping.ask_destroying(session, files=old, today=TODAY, by="Ana")
        with pytest.raises(Conflict, match="deux personnes"):
            keeping.destroy(session, files=old, today=TODAY, by="Ana")
        with pytest.raises(Conflict, match="nomme encore quelqu'un"):
            keeping.ask_destroying(session, files=[files["récent.csv"]], today=TODAY, by="Ana")
        assert len(keeping.destroy(session, files=old, today=TODAY, by="Bob")) == 1
        assert files_of_the_gone(session, metadata, everything, TODAY) == []
        assert sorted(str(each.value) for each in session.exec(select(ImportIssue))) == ["None", "Quatremère"]


def test_every_column_of_words_has_its_fate() -> None:
    assert unplaced(metadata, TITLES) == []
    assert unplaced(metadata, ["market"]) != []
