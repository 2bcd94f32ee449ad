"""Who is due to be made anonymous, and the files that name nobody else: asked by one person, done by another.

The journal keeps both acts, and of a file its SHA-256.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, func, literal, select, type_coerce, union_all, update
from sqlmodel import Session, col

from clauses import audit
from clauses.audit import Journal
from clauses.dates import FIRST_YEAR, local_day
from clauses.db import one_at_a_time
from clauses.errors import Conflict
from clauses.files.destroyed import SUBJECT, tell_destroyed
from clauses.files.models import ImportIssue, ImportRun
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Amendment, Closing, Contractor, Lot, Market
from clauses.matching.models import Proposal, ProposalDecision
from clauses.pathways.models import Exit
from clauses.people.models import Evidence, Orientation, Participation, Person
from clauses.privacy.anonymous import ANONYMOUS, SAID, make_anonymous
from clauses.privacy.arrivals import arrivals
from clauses.privacy.due import FileTrace, Trace, free_on, goes_with_them, may_be_destroyed
from clauses.privacy.files_naming import files_naming, traced
from clauses.privacy.forgetting import forget, forget_refused, require_settled, whom
from clauses.sites.models import Attendance, FollowUp, Mission, Referral
from clauses.tables import metadata

_ASKED, _WITHDRAWN, _DONE = "ask_anonymising", "withdraw_anonymising", "anonymise"
_ASKED_FILE, _WITHDRAWN_FILE = "ask_destroying", "withdraw_destroying"
_SUBJECT: Final = "person"
_FILE: Final = SUBJECT
_RUNNING: Final = date(9999, 12, 31)
_LONG_AGO: Final = date(FIRST_YEAR, 1, 1)
"""Of somebody of whom nothing at all is known but a name."""
_AT_ONCE = 500


@dataclass(frozen=True)
class Asked:
    """Somebody's anonymising, asked by one person: another one does it. ``paid``: year of the last FSE+ payment."""

    by: str
    at: datetime
    paid: int | None


def traces(session: Session, people: Select[Any]) -> list[Trace]:
    """The last day that counts of each of these people (a query of their ids) who still has a name; of whom nothing
    counts, the day they came. Six queries."""
    days = union_all(*_days(people)).subquery()
    last = (
        select(days.c.person_id, type_coerce(func.max(days.c.day), Date))
        .group_by(days.c.person_id)
        .order_by(days.c.person_id)
    )
    fse = set(session.scalars(select(col(Participation.person_id)).where(col(Participation.person_id).in_(people))))
    fse |= set(
        session.scalars(
            select(col(Referral.person_id)).where(
                col(Referral.person_id).in_(people), col(Referral.fse_informed_on).is_not(None)
            )
        )
    )
    counted = {person: None if day >= _RUNNING else day for person, day in session.execute(last)}
    came = arrivals(session, people)
    return [
        Trace(person, counted[person] if person in counted else came.get(person, _LONG_AGO), person in fse)
        for person in session.scalars(people.order_by(col(Person.id)))
    ]


def named(condition: ColumnElement[bool]) -> Select[Any]:
    """The ids of the people who have a name, among those that a condition keeps."""
    return select(col(Person.id)).where(condition, col(Person.last_key) != ANONYMOUS)


def _days(people: Select[Any]) -> list[Select[Any]]:
    """(person, day) of everything that counts: contacts, hours, ends of contracts and of markets."""

    def on(person: Any, day: Any) -> Select[Any]:
        return select(person.label("person_id"), type_coerce(day, Date).label("day")).where(person.in_(people))

    running = literal(_RUNNING)
    at_work = (
        on(col(Contract.person_id), col(Declaration.month))
        .join(Line, col(Line.contract_id) == col(Contract.id))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
    )
    counted = at_work.where(col(Declaration.state) == DeclarationState.CURRENT, col(Line.state) != LineState.REJECTED)
    markets = (
        on(col(Contract.person_id), func.coalesce(col(Market.ends_on), col(Closing.closed_on), running))
        .join(Line, col(Line.contract_id) == col(Contract.id))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .outerjoin(Closing, (col(Closing.lot_id) == col(Lot.id)) & col(Closing.reopened_at).is_(None))
    )
    prolonged = (
        markets.with_only_columns(col(Contract.person_id), type_coerce(col(Amendment.ends_on), Date).label("day"))
        .join(Amendment, col(Amendment.market_id) == col(Market.id))
        .where(col(Amendment.ends_on).is_not(None), col(Amendment.withdrawn_at).is_(None))
    )
    decided = on(col(Proposal.person_id), func.date(col(ProposalDecision.at))).join(
        ProposalDecision, col(ProposalDecision.proposal_id) == col(Proposal.id)
    )
    return [
        counted,
        markets,
        prolonged,
        decided,
        on(col(Contract.person_id), col(Contract.starts_on)),
        on(col(Contract.person_id), col(Contract.ends_on)).where(col(Contract.ends_on).is_not(None)),
        on(col(Orientation.person_id), func.coalesce(col(Orientation.decided_on), col(Orientation.oriented_on))),
        on(col(Participation.person_id), func.coalesce(col(Participation.ends_on), running)),
        on(col(Exit.person_id), col(Exit.exited_on)),
        on(col(Evidence.person_id), col(Evidence.evidence_on)),
        on(col(Attendance.person_id), col(Attendance.held_on)),
        on(col(FollowUp.person_id), col(FollowUp.written_on)),
        on(col(Mission.person_id), func.coalesce(col(Mission.ends_on), col(Mission.starts_on))),
        on(col(Referral.person_id), col(Referral.sent_on)),
    ]


def due(held: Sequence[Trace], *, today: date, paid: int | None = None) -> list[Trace]:
    """Those whose day has come, the oldest first."""
    free = [(day, trace) for trace in held if (day := free_on(trace, paid)) is not None and day <= today]
    return [trace for _, trace in sorted(free, key=lambda each: (each[0], each[1].person_id))]


def waiting(session: Session, people: Collection[int]) -> dict[int, Asked]:
    """What was asked of each of these people, and neither done nor withdrawn since."""
    return _waiting(session, people, _SUBJECT, (_ASKED, _WITHDRAWN, _DONE))


def _waiting(session: Session, rows: Collection[int], subject: str, acts: tuple[str, str, str]) -> dict[int, Asked]:
    """Of these rows, those of which the last act is the first of ``acts``: asked, withdrawn, done."""
    last: dict[int, Journal] = {}
    numbers = sorted(rows)
    for start in range(0, len(numbers), _AT_ONCE):
        told = select(Journal).where(
            col(Journal.subject) == subject,
            col(Journal.subject_id).in_(numbers[start : start + _AT_ONCE]),
            col(Journal.act).in_(acts),
        )
        last |= {act.subject_id or 0: act for act in session.scalars(told.order_by(col(Journal.number)))}
    return {
        number: Asked(act.author, act.at, json.loads(act.details).get("paid"))
        for number, act in last.items()
        if act.act == acts[0]
    }


def done(session: Session, people: Select[Any]) -> Mapping[tuple[str, date], int]:
    """How many of these were made anonymous, by whom and on which day, the last first."""
    acts = select(Journal).where(
        col(Journal.subject) == _SUBJECT, col(Journal.act) == _DONE, col(Journal.subject_id).in_(people)
    )
    return counted(session.scalars(acts.order_by(col(Journal.number).desc())))


def counted(acts: Iterable[Journal]) -> Mapping[tuple[str, date], int]:
    """How many acts, by their author and their day, in the order given."""
    found: dict[tuple[str, date], int] = defaultdict(int)
    for act in acts:
        found[act.author, local_day(act.at)] += 1
    return found


def ask_anonymising(session: Session, *, people: Sequence[int], paid: int | None, today: date, by: str) -> None:
    """The first of the two people that it takes. Raises ``Conflict`` for somebody who is not due."""
    one_at_a_time(session)
    _require_due(session, people, dict.fromkeys(people, paid), today)
    require_settled(session, metadata, people)
    before = waiting(session, people)
    for number in people:
        if number not in before:
            audit.record(session, _ASKED, by=by, subject=_SUBJECT, subject_id=number, paid=paid)


def withdraw_anonymising(session: Session, *, people: Sequence[int], by: str) -> None:
    """Takes back what was asked; anybody who may decide does. Raises ``Conflict`` where nothing was."""
    one_at_a_time(session)
    _require_asked(waiting(session, people), people)
    for number in people:
        audit.record(session, _WITHDRAWN, by=by, subject=_SUBJECT, subject_id=number)


def anonymise(session: Session, *, people: Sequence[int], today: date, by: str) -> list[str]:
    """The second one: it is done, and cannot be undone. The SHA-256 of the files to take off the shelf once committed:
    their own documents, and every file that names nobody else any more.

    Raises ``Conflict`` when nobody asked, when the same person did, or when somebody is no longer due.
    """
    one_at_a_time(session)
    asked = waiting(session, people)
    _require_asked(asked, people)
    if any(asked[number].by == by for number in people):
        raise Conflict(
            "Rendre quelqu'un anonyme demande deux personnes. Demandez à un collègue.", code="privacy.two_people"
        )
    _require_due(session, people, {number: asked[number].paid for number in people}, today)
    require_settled(session, metadata, people)
    files: list[str] = []
    for number in people:
        forget(session, metadata, whom(session, metadata, number))
        for file_id, sha256 in make_anonymous(session, metadata, number).items():
            tell_destroyed(session, file_id, sha256, by=by)
            files.append(sha256)
        audit.record(session, _DONE, by=by, subject=_SUBJECT, subject_id=number, asked_by=asked[number].by)
    forget_refused(session, metadata, today)
    session.flush()
    session.expire_all()
    naming = files_naming(session, metadata, people)
    return files + _destroy(session, [each for each in naming if goes_with_them(each)], by=by)


def ask_destroying(session: Session, *, files: Sequence[int], today: date, by: str) -> None:
    """The first of the two people that it takes to destroy files that nobody's anonymising destroyed.

    Raises ``Conflict`` for a file that names somebody who still has a name.
    """
    one_at_a_time(session)
    _require_free(session, files, today)
    before = files_asked(session, files)
    for number in files:
        if number not in before:
            audit.record(session, _ASKED_FILE, by=by, subject=_FILE, subject_id=number)


def withdraw_destroying(session: Session, *, files: Sequence[int], by: str) -> None:
    """Takes back what was asked of files. Raises ``Conflict`` where nothing was."""
    one_at_a_time(session)
    _require_asked(files_asked(session, files), files)
    for number in files:
        audit.record(session, _WITHDRAWN_FILE, by=by, subject=_FILE, subject_id=number)


def destroy(session: Session, *, files: Sequence[int], today: date, by: str) -> list[str]:
    """The second one: the SHA-256 of the files to take off the shelf once committed. Raises as `anonymise`."""
    one_at_a_time(session)
    asked = files_asked(session, files)
    _require_asked(asked, files)
    if any(asked[number].by == by for number in files):
        raise Conflict("Détruire un fichier demande deux personnes. Demandez à un collègue.", code="privacy.two_people")
    return _destroy(session, _require_free(session, files, today), by=by)


def files_asked(session: Session, files: Collection[int]) -> dict[int, Asked]:
    """What was asked of each of these files, and neither done nor withdrawn since."""
    return _waiting(session, files, _FILE, (_ASKED_FILE, _WITHDRAWN_FILE, "destroy_file"))


def _destroy(session: Session, files: Sequence[FileTrace], *, by: str) -> list[str]:
    """Says it in the journal, and empties what imports said of the cells of these files: it quotes them."""
    for file in files:
        tell_destroyed(session, file.file_id, file.sha256, by=by)
    runs = select(col(ImportRun.id)).where(col(ImportRun.stored_file_id).in_([file.file_id for file in files]))
    said = update(ImportIssue).where(col(ImportIssue.run_id).in_(runs))
    session.execute(said.values(value=None, suggestion=None, message=SAID))
    return [file.sha256 for file in files]


def _require_free(session: Session, files: Sequence[int], today: date) -> list[FileTrace]:
    found = traced(session, metadata, files)
    if len(found) != len(set(files)) or not all(may_be_destroyed(each, today) for each in found):
        raise Conflict(
            "L'un de ces fichiers nomme encore quelqu'un, ou n'est plus là. Relisez la liste.", code="privacy.not_due"
        )
    return found


def _require_asked(asked: Mapping[int, Asked], people: Sequence[int]) -> None:
    if any(number not in asked for number in people):
        raise Conflict(
            "Personne ne l'a demandé pour tout ce qui est coché. Relisez la liste.", code="privacy.not_asked"
        )


def _require_due(session: Session, people: Sequence[int], paid: Mapping[int, int | None], today: date) -> None:
    held = {trace.person_id: trace for trace in traces(session, named(col(Person.id).in_(people)))}
    for number in people:
        day = free_on(held[number], paid[number]) if number in held else None
        if day is None or day > today:
            raise Conflict(
                "L'une de ces fiches n'est pas à anonymiser aujourd'hui. Relisez la liste.", code="privacy.not_due"
            )
