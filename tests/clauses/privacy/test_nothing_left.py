"""Somebody made anonymous is named nowhere: planted in every column of words, then looked for in the whole database."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, Table, select, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, col

from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.files.actions import keep_bytes, shelf_place, stored_file
from clauses.files.destroyed import take_off_shelf, tell_destroyed
from clauses.files.models import ImportIssue
from clauses.files.rules import FileKind, Severity
from clauses.hours.models import Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.people.models import Person
from clauses.privacy import keeping
from clauses.privacy.anonymous import ERASED, SAID, worded
from clauses.privacy.forgetting import MENTIONING, written_of_others
from clauses.privacy.labels import TITLES
from clauses.questions.models import Question
from clauses.questions.rules import Claimed, QuestionKind, QuestionState
from clauses.tables import metadata
from clauses.words import folded
from tests import accounts
from tests import factories as f
from tests import factories_sites as sites
from tests.clauses.privacy.test_keeping import TODAY, somebody
from tests.factories import NOON, id_of
from tests.factories_exchanges import exchange, penalty_waiver

SENTINEL: Final = "Zénobie Quatremère"
SPELLINGS: Final = ("QUATREMERE Zénobie", "zenobie.quatremere@exemple.fr", "Nom : Quatremère ; prénom : ZENOBIE")

OF_OTHERS: Final = {
    "client_entry": "hashes of what a phone sent", "journal": "append-only: what is written there names nobody",
    "journal_head": "a hash", "layout_correction": "headers of files",
    "answered": "a key and a hash, beside what was answered", "tries": "a door",
    "user_account": "who works with the product", "membership": "the same", "token": "the same",
    "once_link": "the same",
    "external_identity": "the same", "recovery_code": "a hash", "signed_in": "a hash", "territory": "a place",
    "break_glass": "who opened it, beside why", "mail": "to whom it goes, beside what it says",
    "organisation": "a body, public", "counterpart": "who answers for a company", "convention": "between buyers",
    "signature": "of buyers", "operator_action": "an action of an operator",
    "market": "public", "market_before": "public", "lot": "public", "contractor_before": "public",
    "amendment": "public", "obligation": "public", "penalty_rule": "public", "counting_rule": "public",
    "grouping": "public",
    "mention_check": "public", "derogation": "public", "invoice": "of a company", "market_draft": "published",
    "market_draft_version": "published", "need": "a post", "need_version": "a post", "parameter": "dated values",
    "weights_version": "weights", "locked_month": "a month", "allocation": "hours lent",
    "stored_file": "a hash", "issued_document": "a number and hashes", "import_run": "what was asked, by whom",
    "declaration": "who sent it", "assignment": "who follows", "exchange": "with whom in the company, by whom",
    "formal_notice": "from what text", "closing": "by whom", "shortfall": "by whom",
    "penalty_waiver": "by whom", "meeting": "by whom",
    "meeting_saying": "by whom", "visit_task": "done by whom", "question": "who decided",
    "import_issue": "codes and headers",
}  # fmt: skip
"""Tables whose other words are not about a participant, and why."""
REFERENCE: Final = ("rome_", "cpv_", "naf_", "official_", "qpv_", "reference_")
"""Official nomenclatures."""


def test_every_column_of_words_of_the_database_has_its_fate() -> None:
    unread = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        if table.name not in OF_OTHERS.keys() | TITLES.keys() and not table.name.startswith(REFERENCE)
        for column in table.columns
        if worded(column)
    ]
    assert unread == []
    known = {table.name: set(table.columns.keys()) for table in metadata.sorted_tables}
    assert {name for name, columns in MENTIONING.items() if not columns <= known[name]} == set()


def _said(table: Table, name: str, number: int) -> str:
    """A text that names them, as that column takes it."""
    if (table.name, name) == ("line", "claim"):
        return json.dumps({"last_name": "Quatremère", "first_name": "Zénobie", "contract_kind": "CDD"})
    return f"{number} {SPELLINGS[number % len(SPELLINGS)]} absente, {SENTINEL} prévenue"


def _plantable(table: Table) -> Iterator[str]:
    if table.name in ("person", "question"):
        return
    own = ERASED.get(table.name, frozenset())
    issue = {"message", "value", "suggestion"} if table.name == "import_issue" else set()
    for name in sorted(own | set(written_of_others(table)) | issue):
        if worded(table.c[name]):
            yield name


def _plant(session: Session) -> set[str]:
    """Names them in every row that exists, in each column where somebody may be; the columns reached."""
    reached = set()
    for table in metadata.sorted_tables:
        for name in _plantable(table):
            for number in session.scalars(select(table.c.id) if "id" in table.c else select(table.c.at)).all():
                key = table.c.id if "id" in table.c else table.c.at
                try:
                    with session.begin_nested():
                        told = update(table).where(key == number)
                        place = number if isinstance(number, int) else 1
                        session.execute(told.values({name: _said(table, name, place)}))
                    reached.add(f"{table.name}.{name}")
                except (IntegrityError, DataError):
                    continue  # a motive where none may be given, a postal code of ten signs
    return reached


def _beside(session: Session, person: int) -> int:
    """A row in each table where others write, whoever they write of; lines and questions that name them.
    The id of another person whom one of these questions may mean."""
    for make in (f.formal_notice, f.shortfall, penalty_waiver, f.closing, accounts.break_glass, accounts.mail,
                 accounts.answered, exchange, sites.visit_task, sites.saying, f.market, f.orientation):  # fmt: skip
        make(session)
    declared = f.declaration(session, state=DeclarationState.SUPERSEDED)
    refused: dict[str, Any] = {"state": LineState.REJECTED, "reason": "Inconnue", "row": 9}
    for last_name, more in (("Quatremère", {"state": LineState.SUPERSEDED}), ("Quatremer", refused)):
        claim = json.dumps({"last_name": last_name, "first_name": "Zénobie", "birth_date": "1990-06-15"})
        f.line(session, declaration_id=id_of(declared), contract_id=None, claim=claim, **more)
    other = id_of(f.person(session, last_name="Reste"))
    for subject, candidates, gone in (
        ({"last_name": "Quatremère", "first_name": "Zénobie"}, [other], None),
        ({"last_name": "Quatremer", "first_name": "Zénobie", "birth_date": "1990-06-15"}, [person], None),
        ({"last_name": "Reste", "first_name": "Zoé"}, [person, other], None),
        ({"last_name": "Quatremère", "first_name": "Zénobie"}, [other], person),
    ):
        f.question(session, kind=QuestionKind.SAME_PERSON, key=f"{candidates} {subject} {gone}", subject_id=gone,
                   subject=json.dumps(subject), candidates=json.dumps(candidates))  # fmt: skip
    return other


def _named(session: Session) -> list[str]:
    """Where somebody is named, whatever the spelling."""
    found = []
    for table in metadata.sorted_tables:
        for row in session.execute(select(table)).mappings():
            for name, value in row.items():
                words = folded(value) if isinstance(value, str) else ""
                if "quatremer" in words or "zenobie" in words:
                    found.append(f"{table.name}.{name}: {value}")
    return found


def test_nothing_of_the_database_or_the_shelf_names_somebody_made_anonymous(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        person = somebody(session, tmp_path)
        other = _beside(session, person)
        reached = _plant(session)
    assert {f"{name}.{column}" for name, columns in MENTIONING.items() for column in columns} - reached == {
        "question.reason"
    }
    assert len(reached) > 60
    with writing(engine) as session:
        before = len(_named(session))
        keeping.ask_anonymising(session, people=[person], paid=None, today=TODAY, by="Ana")
    with writing(engine) as session:
        files = keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
    with writing(engine) as session:
        take_off_shelf(session, tmp_path, files)
    with reading(engine) as session:
        left = _named(session)
        assert (left, before >= len(reached)) == ([], True)
        assert [json.loads(each) for each in session.scalars(select(col(Question.candidates)))] == [[other]]
    assert not [each for each in tmp_path.rglob("*") if each.is_file() and b"Quatremere" in each.read_bytes()]
    if engine.dialect.name == "sqlite":
        engine.dispose()
        database = Path(str(engine.url.database)).read_bytes()
        assert [word for word in (SENTINEL, "Quatremère", "QUATREMERE") if word.encode() in database] == []


def test_a_remark_that_names_them_goes_wherever_it_stands_with_all_that_its_row_held(
    engine: Engine, tmp_path: Path
) -> None:
    with writing(engine) as session:
        person = somebody(session, tmp_path)
        run = id_of(f.run(session, at=NOON.replace(year=2025)))
        f.issue(session, run_id=run, sheet=None, row=None, message=f"{SENTINEL} n'est plus dans l'envoi.")
        unknown = f"{SENTINEL} est inconnue."
        for row, message, value in (
            (3, unknown, "QUATREMERE"),
            (3, "Date illisible", "15/06 ?"),
            (4, "Illisible", "x"),
        ):
            f.issue(session, run_id=run, sheet="Heures", row=row, message=message, value=value)
        kept = {}
        for year, kind in ((2021, FileKind.HOURS), (2025, FileKind.HOURS), (2021, FileKind.MARKETS)):
            brought = f.run(session, kind=kind, at=NOON.replace(year=year))
            one = f.issue(session, run_id=id_of(brought), severity=Severity.ERROR, value="Autre", message="« Autre » ?")
            kept[year, kind] = id_of(one)
        keeping.ask_anonymising(session, people=[person], paid=None, today=TODAY, by="Ana")
        keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
        values = {key: session.get_one(ImportIssue, number).value for key, number in kept.items()}
        assert [key for key, value in values.items() if value is None] == [(2021, FileKind.HOURS)]
        told = session.execute(
            select(col(ImportIssue.message), col(ImportIssue.value))
            .where(col(ImportIssue.run_id) == run)
            .order_by(col(ImportIssue.id))
        )
        assert [tuple(each) for each in told] == [(SAID, None)] * 3 + [("Illisible", "x")]


def test_lines_that_wait_for_a_name_are_settled_first(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        person = somebody(session, tmp_path)
        claimed = Claimed("Quatremer", "Zénobie", date(1990, 6, 15))
        said: dict[str, Any] = {"last_name": "Quatremer", "first_name": "Zénobie", "birth_date": "1990-06-15"}
        declared = f.declaration(session, employer_id=id_of(f.organisation(session)))
        line = f.line(session, declaration_id=id_of(declared), contract_id=None, state=LineState.TO_CHECK,
                      claim=json.dumps(said))  # fmt: skip
        asked = claimed.asked([person])
        f.question(session, kind=asked.kind, key=asked.key, subject=json.dumps(asked.subject),
                   candidates=json.dumps([person]))  # fmt: skip
        with pytest.raises(Conflict, match="heures à vérifier"):
            keeping.ask_anonymising(session, people=[person], paid=None, today=TODAY, by="Ana")
        said["last_name"] = "Autre"
        line.claim = json.dumps(said)
        session.flush()
        keeping.ask_anonymising(session, people=[person], paid=None, today=TODAY, by="Ana")
        line.claim = json.dumps({"last_name": "QUATREMÈRE", "first_name": "Zénobie"})
        session.flush()
        with pytest.raises(Conflict, match="heures à vérifier"):
            keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
        session.get_one(Declaration, line.declaration_id).state = DeclarationState.SUPERSEDED
        session.flush()
        keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
        assert session.get_one(Line, line.id, populate_existing=True).claim is None


def test_another_of_the_same_name_keeps_what_is_theirs(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        person = somebody(session, tmp_path)
        twin = id_of(f.person(session, last_name="Quatremère", first_name="Zénobie", birth_date=date(2001, 2, 3)))
        born: dict[str, Any] = {"last_name": "Quatremère", "first_name": "Zénobie", "birth_date": "2001-02-03"}
        declared = f.declaration(session)
        line = f.line(session, declaration_id=id_of(declared), contract_id=None, state=LineState.TO_CHECK,
                      claim=json.dumps(born))  # fmt: skip
        f.question(session, kind=QuestionKind.SAME_PERSON, key="jumelle", subject=json.dumps(born),
                   candidates=json.dumps([twin]), state=QuestionState.OPEN)  # fmt: skip
        keeping.ask_anonymising(session, people=[person], paid=None, today=TODAY, by="Ana")
        keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
        assert json.loads(session.get_one(Line, line.id, populate_existing=True).claim or "") == born
        assert session.get_one(Person, twin).last_name == "Quatremère"
        assert [json.loads(each) for each in session.scalars(select(col(Question.candidates)))] == [[twin]]


def test_what_others_wrote_of_somebody_kept_stays(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        person = somebody(session, tmp_path)
        twins = [
            id_of(f.person(session, last_name="Quatremère", first_name=first, birth_date=date(2001, 2, 3)))
            for first in ("Zénobie", "Marie-Zénobie")
        ]
        run = id_of(f.run(session, at=NOON.replace(year=2025)))
        said = ("Zénobie Quatremère : prénom corrigé", "Marie-Zénobie Quatremère : vue")
        issues = [id_of(f.issue(session, run_id=run, row=row, message=text)) for row, text in enumerate(said, 2)]
        entry = id_of(exchange(session, said="Zénobie Quatremère était là"))
        alone, both = (id_of(sites.meeting(session, seen="Zénobie Quatremère, puis Zénobie")) for _ in range(2))
        for who, where in ((person, alone), (person, both), (twins[0], both)):
            sites.attendance(session, person_id=who, meeting_id=where)
        keeping.ask_anonymising(session, people=[person], paid=None, today=TODAY, by="Ana")
        keeping.anonymise(session, people=[person], today=TODAY, by="Bob")
        table = metadata.tables["exchange"]
        left = session.scalar(select(table.c.said).where(table.c.id == entry))
        assert [session.get_one(ImportIssue, number).message for number in issues] == list(said)
        assert left == "Zénobie Quatremère était là"
        seen = metadata.tables["meeting"].c
        told = dict(list(session.execute(select(seen.id, seen.seen).where(seen.id.in_((alone, both))))))
        assert told == {alone: f"{SAID}, puis {SAID}", both: f"Zénobie Quatremère, puis {SAID}"}
        assert [session.get_one(Person, twin).last_name for twin in twins] == ["Quatremère"] * 2


def test_somebody_of_whom_only_an_import_is_known_goes_two_years_after_it(engine: Engine) -> None:
    with writing(engine) as session:
        run = f.run(session, at=NOON.replace(year=2022))
        brought, unknown = id_of(f.person(session)), id_of(f.person(session, last_name="Seule"))
        f.residence(session, person_id=brought, run_id=id_of(run))
        held = {
            each.person_id: each.last for each in keeping.traces(session, keeping.named(col(Person.id).is_not(None)))
        }
        assert held == {brought: NOON.replace(year=2022).date(), unknown: date(1900, 1, 1)}


def test_a_closing_is_the_end_of_a_market_without_one(engine: Engine) -> None:
    with writing(engine) as session:
        market = f.market(session, ends_on=None)
        lot = f.lot(session, market_id=id_of(market))
        holder = f.contractor(session, lot_id=id_of(lot))
        person = id_of(f.person(session))
        hired = f.contract(session, person_id=person, starts_on=date(2023, 2, 1), ends_on=date(2023, 3, 1))
        declared = f.declaration(session, contractor_id=id_of(holder), month=date(2023, 2, 1))
        f.line(session, declaration_id=id_of(declared), contract_id=id_of(hired))

        def last() -> date | None:
            (found,) = keeping.traces(session, keeping.named(col(Person.id) == person))
            return found.last

        assert last() is None
        closed = f.closing(session, lot_id=id_of(lot), closed_on=date(2024, 5, 6))
        assert last() == date(2024, 5, 6)
        closed.reopened_by, closed.reopened_at = "Ana", NOON
        session.flush()
        assert last() is None


def test_bytes_deposited_again_before_the_shelf_is_swept_stay(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        hashes = {}
        for name in ("détruit", "redéposé", "posé"):
            kept = keep_bytes(name.encode(), tmp_path)
            hashes[name] = kept.sha256
            tell_destroyed(session, stored_file(session, kept), kept.sha256, by="Bob")
    with writing(engine) as session:
        stored_file(session, keep_bytes("redéposé".encode(), tmp_path))
    os.utime(shelf_place(tmp_path, hashes["posé"]), (time.time() + 60,) * 2)  # by a deposit that waits for its turn
    with writing(engine) as session:
        take_off_shelf(session, tmp_path, list(hashes.values()))
    there = {name for name, sha256 in hashes.items() if shelf_place(tmp_path, sha256).exists()}
    assert there == {"redéposé", "posé"}
