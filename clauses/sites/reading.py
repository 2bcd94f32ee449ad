"""An action read whole, in a number of queries that does not grow with the people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Select, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from clauses.accounts.models import Organisation
from clauses.errors import NotFound
from clauses.files.models import StoredFile
from clauses.markets.models import Contractor, Lot, Market
from clauses.pathways.facts import BusinessFacts, ContractFacts, ExitFacts, TrainingFacts
from clauses.pathways.models import Exit
from clauses.pathways.rules import ExitReason
from clauses.people.models import Person
from clauses.sites.facts import (
    ActionFacts,
    AttendanceFacts,
    FollowUpFacts,
    MeetingFacts,
    MissionFacts,
    Objectives,
    Participant,
    SheetFacts,
    SignedFacts,
    TaskFacts,
)
from clauses.sites.models import (
    ActivitySheet,
    ActivityTask,
    Attendance,
    AttendanceSignature,
    FollowUp,
    FollowUpSending,
    Meeting,
    MeetingSaying,
    Mission,
    OperatorAction,
    Referral,
    VisitTask,
)
from clauses.words import folded


def find_action(session: Session, *, operator: str | None, year: int | None) -> int:
    """The id of the only action of an operator (its name or SIRET) and a year; either may be left out.

    Raises ``NotFound`` when there is none, or several.
    """
    rows = session.exec(
        select(OperatorAction, Organisation).join(Organisation, col(Organisation.id) == col(OperatorAction.operator_id))
    ).all()
    wanted = [
        (action, body)
        for action, body in rows
        if (year is None or action.year == year)
        and (operator is None or body.siret == operator or body.name_key == folded(operator))
    ]
    if len(wanted) == 1:
        return cast("int", wanted[0][0].id)
    known = ", ".join(f"{body.name} {action.year}" for action, body in rows) or "aucune"
    problem = "Plusieurs actions répondent" if wanted else "Aucune action ne répond"
    raise NotFound(f"{problem} : précisez l'opérateur et l'année. Actions connues : {known}.")


def read_action(session: Session, action_id: int) -> ActionFacts:
    """Everything recorded of an action. Raises ``NotFound``."""
    found = session.exec(
        select(OperatorAction, Organisation.name)
        .join(Organisation, col(Organisation.id) == col(OperatorAction.operator_id))
        .where(col(OperatorAction.id) == action_id)
    ).first()
    if found is None:
        raise NotFound("Cette action n'existe pas.")
    action, operator = found
    objectives = Objectives(
        operator=operator,
        **{name: getattr(action, name) for name in Objectives.__dataclass_fields__ if name != "operator"},
    )
    attendances, missions = _attendances(session, action_id), _missions(session, action_id)
    follow_ups, exits = _follow_ups(session, action_id), _exits(session, action)
    rows = session.exec(
        select(Referral, Person)
        .join(Person, col(Person.id) == col(Referral.person_id))
        .where(col(Referral.action_id) == action_id)
        .order_by(col(Person.last_key), col(Person.first_key), col(Person.birth_date), col(Person.id))
    ).all()
    return ActionFacts(
        objectives,
        tuple(
            Participant(
                id=sent.person_id,
                identifier=person.identifier,
                last_name=person.last_name,
                first_name=person.first_name,
                birth_date=person.birth_date,
                referral_id=cast("int", sent.id),
                **{
                    name: getattr(sent, name)
                    for name in (
                        "sent_on", "state", "decided_on", "motive", "referent", "structure", "fse_informed_on"
                    )
                },
                attendances=tuple(attendances[sent.person_id]),
                missions=tuple(missions[sent.person_id]),
                follow_ups=tuple(follow_ups[sent.person_id]),
                exits=tuple(exits[sent.person_id]),
            )
            for sent, person in rows
        ),
    )  # fmt: skip


def _attendances(session: Session, action_id: int) -> Mapping[int, list[AttendanceFacts]]:
    meetings = _meetings(session, action_id)
    signatures = {
        signature.attendance_id: SignedFacts(
            manner=signature.manner,
            signed_at=signature.signed_at,
            author=signature.author,
            sha256=sha256,
            witnesses=tuple(name for name in (signature.first_witness, signature.second_witness) if name),
            reason=signature.reason,
        )
        for signature, sha256 in session.exec(
            select(AttendanceSignature, StoredFile.sha256)
            .join(Attendance, col(Attendance.id) == col(AttendanceSignature.attendance_id))
            .join(Meeting, col(Meeting.id) == col(Attendance.meeting_id))
            .join(StoredFile, col(StoredFile.id) == col(AttendanceSignature.stored_file_id), isouter=True)
            .where(col(Meeting.action_id) == action_id)
        ).all()
    }
    found: dict[int, list[AttendanceFacts]] = defaultdict(list)
    stated = _of_meetings(select(Attendance), Attendance, action_id)
    for row in session.exec(stated.order_by(col(Attendance.held_on), col(Attendance.id))).all():
        found[row.person_id].append(
            AttendanceFacts(
                id=_id(row),
                meeting=meetings[row.meeting_id],
                exception=row.exception_motive,
                signature=signatures.get(_id(row)),
                **{
                    name: getattr(row, name)
                    for name in ("present", "remark", "test_taken_on", "score", "out_of", "exception_by")
                },
            )
        )
    return found


def _meetings(session: Session, action_id: int) -> Mapping[int, MeetingFacts]:
    """The meetings of an action; of what was said of one in several files, the last, and every finding."""
    tasks: dict[int, list[TaskFacts]] = defaultdict(list)
    for task in session.exec(_of_meetings(select(VisitTask), VisitTask, action_id).order_by(col(VisitTask.id))).all():
        tasks[task.meeting_id].append(TaskFacts(_id(task), task.what, task.who, task.due_on, task.done_on))
    sayings: dict[int, list[Meeting | MeetingSaying]] = defaultdict(list)
    said_since = _of_meetings(select(MeetingSaying), MeetingSaying, action_id)
    for saying in session.exec(said_since.order_by(col(MeetingSaying.id))).all():
        sayings[saying.meeting_id].append(saying)
    lots = _lots_visited(session, action_id)
    found = {}
    for meeting in session.exec(select(Meeting).where(col(Meeting.action_id) == action_id)).all():
        said = [meeting, *sayings[_id(meeting)]]
        last = {
            name: next((value for one in reversed(said) if (value := getattr(one, name)) is not None), None)
            for name in ("place", "company", "tutor", "lot_id")
        }
        market, lot = lots.get(cast("int", last.pop("lot_id")), (None, None))
        found[_id(meeting)] = MeetingFacts(
            id=_id(meeting),
            kind=meeting.kind,
            held_on=meeting.held_on,
            market=market,
            lot=lot,
            seen="\n".join(one.seen for one in said if one.seen) or None,
            author=meeting.author,
            tasks=tuple(tasks[_id(meeting)]),
            **last,
        )
    return found


def _lots_visited(session: Session, action_id: int) -> dict[int, tuple[str, str]]:
    """The market and the number of the lots that meetings of an action name."""
    named = select(Meeting.lot_id).where(col(Meeting.action_id) == action_id)
    named_since = _of_meetings(select(MeetingSaying.lot_id), MeetingSaying, action_id)
    rows = session.exec(
        select(Lot.id, Market.reference, Lot.number)
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(or_(col(Lot.id).in_(named), col(Lot.id).in_(named_since)))
    ).all()
    return {cast("int", number): (market, lot) for number, market, lot in rows}


def _of_meetings(statement: Any, table: Any, action_id: int) -> Any:
    """The rows of a table that hang from the meetings of an action."""
    return statement.join(Meeting, col(Meeting.id) == col(table.meeting_id)).where(col(Meeting.action_id) == action_id)


def _missions(session: Session, action_id: int) -> Mapping[int, list[MissionFacts]]:
    done: dict[int, list[Any]] = defaultdict(list)
    for task in session.exec(
        select(ActivityTask)
        .join(ActivitySheet, col(ActivitySheet.id) == col(ActivityTask.sheet_id))
        .join(Mission, col(Mission.id) == col(ActivitySheet.mission_id))
        .where(col(Mission.action_id) == action_id)
        .order_by(col(ActivityTask.sheet_id), col(ActivityTask.rank))
    ).all():
        done[task.sheet_id].append((task.task, task.level))
    sheets: dict[int, list[SheetFacts]] = defaultdict(list)
    for sheet in session.exec(
        select(ActivitySheet)
        .join(Mission, col(Mission.id) == col(ActivitySheet.mission_id))
        .where(col(Mission.action_id) == action_id)
        .order_by(col(ActivitySheet.starts_on))
    ).all():
        sheets[sheet.mission_id].append(
            SheetFacts(
                _id(sheet), sheet.starts_on, sheet.ends_on, tuple(done[_id(sheet)]), sheet.tutor_remark,
                sheet.person_remark, sheet.author,
            )
        )  # fmt: skip
    company = aliased(Organisation)
    found: dict[int, list[MissionFacts]] = defaultdict(list)
    for mission, name, lot, market in session.execute(
        _sited(select(Mission, col(company.name), col(Lot.number), col(Market.reference)), company)
        .where(col(Mission.action_id) == action_id)
        .order_by(col(Mission.starts_on), col(Mission.id))
    ):
        found[mission.person_id].append(
            MissionFacts(
                _id(mission), name, market, lot, mission.job, mission.tutor, mission.starts_on, mission.ends_on,
                tuple(sheets[_id(mission)]),
            )
        )  # fmt: skip
    return found


def _sited(statement: Any, company: Any) -> Select[Any]:
    joined: Select[Any] = (
        statement.join(Contractor, col(Contractor.id) == col(Mission.contractor_id))
        .join(company, company.id == col(Contractor.organisation_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
    )
    return joined


def _follow_ups(session: Session, action_id: int) -> Mapping[int, list[FollowUpFacts]]:
    sent: dict[int, list[Any]] = defaultdict(list)
    for sending in session.exec(
        select(FollowUpSending)
        .join(FollowUp, col(FollowUp.id) == col(FollowUpSending.follow_up_id))
        .where(col(FollowUp.action_id) == action_id)
        .order_by(col(FollowUpSending.sent_at), col(FollowUpSending.id))
    ).all():
        sent[sending.follow_up_id].append((sending.recipient, sending.name, sending.sent_at))
    found: dict[int, list[FollowUpFacts]] = defaultdict(list)
    for row in session.exec(
        select(FollowUp)
        .where(col(FollowUp.action_id) == action_id)
        .order_by(col(FollowUp.written_on), col(FollowUp.id))
    ).all():
        found[row.person_id].append(
            FollowUpFacts(_id(row), row.written_on, row.situation, row.next_steps, row.author, tuple(sent[_id(row)]))
        )
    return found


def _exits(session: Session, action: OperatorAction) -> Mapping[int, list[ExitFacts]]:
    """The exits of the people of the action, decided or not: the operator's protocol reads facts alone.

    Those from the day it starts; a mission of the year may end in a job after the year.
    """
    found: dict[int, list[ExitFacts]] = defaultdict(list)
    sent = select(Referral.person_id).where(col(Referral.action_id) == action.id)
    rows: Sequence[Exit] = session.exec(
        select(Exit)
        .where(col(Exit.person_id).in_(sent), col(Exit.exited_on) >= action.starts_on)
        .order_by(col(Exit.exited_on))
    ).all()
    for row in rows:
        found[row.person_id].append(_facts(row))
    return found


def _facts(row: Exit) -> ExitFacts:
    contracts: tuple[ContractFacts, ...] = ()
    if row.contract_kind is not None:
        contracts = (
            ContractFacts(
                row.contract_kind, row.starts_on, row.ends_on, row.weekly_hours, row.employer_kind, row.aided
            ),
        )
    return ExitFacts(
        exited_on=row.exited_on,
        contracts=contracts,
        part_time_agreed=row.part_time_agreed,
        training=TrainingFacts(row.reason is ExitReason.FORMATION, row.certified_on),
        business=BusinessFacts(row.registered_on),
        id=str(row.id),
    )


def _id(row: Any) -> int:
    return cast("int", row.id)  # a stored row has one
