"""Which kept files name people, and whether any of them still has a name: workbooks, documents, proofs, photographs.

Whom a file names is found by what it brought: each table whose rows have both a person and an import is found by its
foreign keys, as `belongings` finds those of a person. Whom a document names is in the journal, from its issuing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import CompoundSelect, MetaData, Select, Table, and_, case, func, or_, select, union_all
from sqlmodel import Session, col

from clauses.audit import Journal
from clauses.dates import add_months, local_day
from clauses.files.destroyed import destroyed
from clauses.files.models import ImportRun, IssuedDocument, StoredFile
from clauses.files.rules import DocumentKind, FileKind
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import LineState
from clauses.matching.models import Proposal, ProposalDecision, SentCv
from clauses.pathways.models import Exit
from clauses.people.models import Evidence, Person
from clauses.privacy.anonymous import ANONYMOUS
from clauses.privacy.due import KEPT_MONTHS, FileTrace
from clauses.proofs.models import Proof
from clauses.sites.models import Attendance, AttendanceSignature

NAMING: Final = (FileKind.PEOPLE, FileKind.HOURS, FileKind.EXITS, FileKind.MEETINGS)
"""Kinds of files whose rows are about people."""
_NOMINATIVE: Final = (DocumentKind.HOURS, DocumentKind.FOLLOW_UP, DocumentKind.ACTIVITY_SHEET)
_AT_ONCE = 500


def _named(metadata: MetaData) -> CompoundSelect[Any]:
    """(file, person) of everything that says whom a file names."""

    def of(person: Any, file: Any) -> Select[Any]:
        return select(file.label("file_id"), person.label("person_id"))

    run, proof = col(ImportRun.stored_file_id), col(Proof.stored_file_id)
    by_rows = [
        of(table.c[person], run).select_from(table.join(ImportRun, table.c[imported] == col(ImportRun.id)))
        for table, person, imported in _with_both(metadata)
    ]
    lines = (
        of(col(Contract.person_id), run)
        .select_from(Line)
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(ImportRun, col(ImportRun.id) == col(Declaration.run_id))
    )
    declared = (
        of(col(Contract.person_id), proof)
        .select_from(Line)
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .join(Proof, col(Proof.declaration_id) == col(Line.declaration_id))
    )
    papers = [
        of(person, proof).select_from(Proof).join(table, on)
        for table, person, on in (
            (Evidence, col(Evidence.person_id), col(Evidence.id) == col(Proof.evidence_id)),
            (Contract, col(Contract.person_id), col(Contract.id) == col(Proof.contract_id)),
            (Exit, col(Exit.person_id), col(Exit.id) == col(Proof.exit_id)),
            (Attendance, col(Attendance.person_id), col(Attendance.meeting_id) == col(Proof.meeting_id)),
            (Person, col(Person.id), col(Person.id) == col(Proof.person_id)),
        )
    ]
    signed = (
        of(col(Attendance.person_id), col(AttendanceSignature.stored_file_id))
        .select_from(AttendanceSignature)
        .join(Attendance, col(Attendance.id) == col(AttendanceSignature.attendance_id))
        .where(col(AttendanceSignature.stored_file_id).is_not(None))
    )
    sent = (
        of(col(Proposal.person_id), col(SentCv.stored_file_id))
        .select_from(SentCv)
        .join(ProposalDecision, col(ProposalDecision.id) == col(SentCv.decision_id))
        .join(Proposal, col(Proposal.id) == col(ProposalDecision.proposal_id))
    )
    return union_all(*by_rows, lines, declared, *papers, signed, sent)


def _with_both(metadata: MetaData) -> Iterator[tuple[Table, str, str]]:
    """The tables whose rows say of whom they are and which import brought them, with the names of both columns."""
    for table in metadata.sorted_tables:
        to = {
            key.column.table.name: column.name
            for column in table.columns
            for key in column.foreign_keys
            if key.column.primary_key
        }
        if {"person", "import_run"} <= to.keys():
            yield table, to["person"], to["import_run"]


@dataclass(frozen=True)
class Seen:
    """Three queries of ids: the people whom somebody may modify, the imports and the issued documents that they see."""

    people: Select[Any]
    runs: Select[Any]
    issued: Select[Any]


def files_of_the_gone(session: Session, metadata: MetaData, seen: Seen, today: date) -> list[FileTrace]:
    """The files on the shelf that name somebody of these people who is anonymous, old ones of these imports that
    brought nobody, and old ones of these documents of which nothing tells whom they name; the oldest first. A fixed
    number of queries."""
    named = _named(metadata).subquery()
    anonymous = select(col(Person.id)).where(col(Person.id).in_(seen.people), col(Person.last_key) == ANONYMOUS)
    touched = set(session.scalars(select(named.c.file_id).where(named.c.person_id.in_(anonymous)).distinct()))
    documents = _people_of_documents(session)
    gone = set(session.scalars(anonymous))
    touched |= {file for file, people_of in documents.items() if people_of & gone}
    touched |= set(session.scalars(_silent(metadata, seen.runs, today)))
    touched |= set(
        session.scalars(_unknown(seen.issued, today).where(col(IssuedDocument.stored_file_id).not_in(list(documents))))
    )
    return traced(session, metadata, touched, documents)


def files_naming(session: Session, metadata: MetaData, people: Sequence[int]) -> list[FileTrace]:
    """The files on the shelf that name any of these people."""
    named = _named(metadata).subquery()
    touched: set[int] = set()
    for start in range(0, len(people), _AT_ONCE):
        some = list(people[start : start + _AT_ONCE])
        touched |= set(session.scalars(select(named.c.file_id).where(named.c.person_id.in_(some)).distinct()))
    documents = _people_of_documents(session)
    touched |= {file for file, people_of in documents.items() if people_of & set(people)}
    return traced(session, metadata, touched, documents)


def traced(
    session: Session, metadata: MetaData, files: Iterable[int], documents: dict[int, frozenset[int]] | None = None
) -> list[FileTrace]:
    """What these files are, and whom they name; those that are destroyed already are left out."""
    known = _people_of_documents(session) if documents is None else documents
    numbers = sorted(set(files) - destroyed(session).keys())
    found: list[FileTrace] = []
    for start in range(0, len(numbers), _AT_ONCE):
        found += _some(session, metadata, numbers[start : start + _AT_ONCE], known)
    return sorted(found, key=lambda each: (each.kept_on, each.file_id))


def _some(
    session: Session, metadata: MetaData, numbers: list[int], documents: dict[int, frozenset[int]]
) -> list[FileTrace]:
    named = _named(metadata).subquery()
    anonymous = case((col(Person.last_key) == ANONYMOUS, 1), else_=0)
    once = select(named.c.file_id, named.c.person_id).where(named.c.file_id.in_(numbers)).distinct().subquery()
    counted = (
        select(once.c.file_id, func.count(), func.sum(anonymous))
        .select_from(once.join(Person, col(Person.id) == once.c.person_id))
        .group_by(once.c.file_id)
    )
    people = {file: (int(everybody) - int(gone), int(gone)) for file, everybody, gone in session.execute(counted)}
    written = {number: documents[number] for number in numbers if number in documents}
    nameless = _nameless(session, set().union(*written.values()))
    for file, those in written.items():
        gone = len(those & nameless)
        people[file] = (len(those) - gone, gone)
    waits = (
        select(col(ImportRun.stored_file_id), func.count())
        .join(Declaration, col(Declaration.run_id) == col(ImportRun.id))
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .where(
            col(ImportRun.stored_file_id).in_(numbers),
            col(Line.contract_id).is_(None),
            col(Line.state) == LineState.TO_CHECK,
        )
        .group_by(col(ImportRun.stored_file_id))
    )
    waiting = {file: int(lines) for file, lines in session.execute(waits)}
    names, silent = _names(session, numbers), _with_silent_rows(session, numbers)
    kept = session.execute(select(StoredFile).where(col(StoredFile.id).in_(numbers))).scalars()
    found = []
    for file in kept:
        number = file.id or 0
        if number not in names:
            continue
        name, what = names[number]
        still, gone = people.get(number, (0, 0))
        found.append(
            FileTrace(
                number, file.sha256, name, what, local_day(file.stored_at), gone=gone, kept=still,
                waits=waiting.get(number, 0), names_known=number in people or what != _DOCUMENT,
                may_name_others=number in silent,
            )
        )  # fmt: skip
    return found


def _with_silent_rows(session: Session, numbers: list[int]) -> frozenset[int]:
    """Those of which rows repeated what was recorded, or were refused: nothing written says whom these rows name."""
    silent = or_(col(ImportRun.lines_unchanged) > 0, col(ImportRun.rows_rejected) > 0)
    return frozenset(
        session.scalars(
            select(col(ImportRun.stored_file_id)).where(
                col(ImportRun.stored_file_id).in_(numbers), col(ImportRun.kind).in_(NAMING), silent
            )
        )
    )


_FILE: Final = "Fichier déposé"
_DOCUMENT: Final = "Document délivré"
_PROOF: Final = "Pièce"
_SIGNATURE: Final = "Émargement"


def _names(session: Session, numbers: list[int]) -> dict[int, tuple[str, str]]:
    """What each file is called and what it is: the last of what refers to it says it."""
    signatures = select(col(AttendanceSignature.stored_file_id)).where(
        col(AttendanceSignature.stored_file_id).in_(numbers)
    )
    found = {int(number): ("image", _SIGNATURE) for number in session.scalars(signatures) if number is not None}
    for file, name, what in (
        (col(Proof.stored_file_id), col(Proof.file_name), _PROOF),
        (col(IssuedDocument.stored_file_id), col(IssuedDocument.number), _DOCUMENT),
        (col(ImportRun.stored_file_id), col(ImportRun.file_name), _FILE),
    ):
        found |= {number: (said, what) for number, said in session.execute(select(file, name).where(file.in_(numbers)))}
    return found


def _people_of_documents(session: Session) -> dict[int, frozenset[int]]:
    """Whom each issued document names, by its file, as the journal tells it; those of which it does not are absent."""
    rows = session.execute(
        select(col(IssuedDocument.stored_file_id), col(Journal.details))
        .join(
            Journal,
            and_(
                col(Journal.subject) == "issued_document",
                col(Journal.subject_id) == col(IssuedDocument.id),
                col(Journal.act) == "issue",
            ),
        )
        .where(col(IssuedDocument.kind).in_(_NOMINATIVE))
    )
    found: dict[int, frozenset[int]] = defaultdict(frozenset)
    for file, details in rows:
        told = json.loads(details).get("people")
        if told is not None:
            found[file] |= frozenset(told)
    return dict(found)


def _nameless(session: Session, people: set[int]) -> frozenset[int]:
    numbers = sorted(people)
    found: set[int] = set()
    for start in range(0, len(numbers), _AT_ONCE):
        some = col(Person.id).in_(numbers[start : start + _AT_ONCE])
        found |= set(session.scalars(select(col(Person.id)).where(some, col(Person.last_key) == ANONYMOUS)))
    return frozenset(found)


def _silent(metadata: MetaData, runs: Select[Any], today: date) -> Select[Any]:
    """Files of imports that brought nobody, deposited long enough ago."""
    brought = [
        col(ImportRun.id).not_in(select(table.c[imported]).where(table.c[imported].is_not(None)))
        for table, _, imported in _with_both(metadata)
    ]
    declared = select(col(Declaration.id)).where(col(Declaration.run_id) == col(ImportRun.id)).exists()
    return (
        select(col(ImportRun.stored_file_id))
        .join(StoredFile, col(StoredFile.id) == col(ImportRun.stored_file_id))
        .where(
            col(ImportRun.id).in_(runs),
            col(ImportRun.kind).in_(NAMING),
            col(StoredFile.stored_at) < _old(today),
            ~declared,
            *brought,
        )
    )


def _unknown(issued: Select[Any], today: date) -> Select[Any]:
    """Files of documents that may name people, issued before the journal told whom: looked at once they are old."""
    old = col(IssuedDocument.issued_at) < _old(today)
    seen = col(IssuedDocument.id).in_(issued)
    return select(col(IssuedDocument.stored_file_id)).where(seen, col(IssuedDocument.kind).in_(_NOMINATIVE), old)


def _old(today: date) -> datetime:
    return datetime.combine(add_months(today, -KEPT_MONTHS), time.min, UTC)
