"""Rows of the operator's follow-up for tests: small, valid and invented, as those of `tests.factories`."""

from datetime import date
from itertools import count
from typing import Any

from sqlmodel import Session

from clauses.files.models import IssuedDocument
from clauses.files.rules import DocumentKind
from clauses.sites.models import (
    ActivitySheet,
    ActivityTask,
    Attendance,
    AttendanceSignature,
    ClientEntry,
    FollowUp,
    FollowUpSending,
    Meeting,
    MeetingSaying,
    Mission,
    OperatorAction,
    Referral,
    TerritoryAction,
    VisitTask,
)
from clauses.sites.rules import EntryKind, Level, Manner, MeetingKind, Recipient, ReferralState
from clauses.words import folded
from tests import accounts
from tests import factories as f
from tests.factories import NOON, _add, _parent, id_of

SPRING = date(2023, 4, 3)
_numbers = count(1)


def action(session: Session, **values: Any) -> OperatorAction:
    """90 people, 25 % of positive exits, in 2023."""
    _parent(values, "operator_id", lambda: f.organisation(session, name=f"Opérateur {next(_numbers)}"))
    name = values.get("name", "Suivi BTP")
    defaults = {
        "year": 2023,
        "name": name,
        "name_key": folded(name),
        "starts_on": date(2023, 1, 1),
        "ends_on": date(2023, 12, 31),
        "people_foreseen": 90,
        "positive_percent": 25,
        "visit_weeks": 4,
        "ending_days": 30,
        "source": "appel à projets 2024",
        "author": "Opérateur",
        "at": NOON,
    }
    return _add(session, OperatorAction, defaults, values)


def territory_action(session: Session, **values: Any) -> TerritoryAction:
    """An action put in another territory."""
    _parent(values, "action_id", lambda: action(session))
    _parent(values, "territory_id", lambda: accounts.territory(session))
    return _add(session, TerritoryAction, {}, values)


def referral(session: Session, **values: Any) -> Referral:
    """Somebody sent, and accepted."""
    _parent(values, "action_id", lambda: action(session))
    _parent(values, "person_id", lambda: f.person(session))
    defaults = {
        "sent_on": date(2023, 1, 9),
        "referent": "Mme Sylla",
        "state": ReferralState.ACCEPTED,
        "decided_on": date(2023, 1, 16),
        "author": "Opérateur",
        "at": NOON,
    }
    return _add(session, Referral, defaults, values)


def meeting(session: Session, **values: Any) -> Meeting:
    """A module."""
    _parent(values, "action_id", lambda: action(session))
    defaults = {"kind": MeetingKind.MODULE, "held_on": SPRING, "author": "Opérateur", "at": NOON}
    return _add(session, Meeting, defaults, values)


def visit(session: Session, **values: Any) -> Meeting:
    """A site visit."""
    _parent(values, "lot_id", lambda: f.lot(session))
    return meeting(session, **{"kind": MeetingKind.SITE_VISIT, **values})


def saying(session: Session, **values: Any) -> MeetingSaying:
    """What a second file says of a module."""
    _parent(values, "meeting_id", lambda: meeting(session))
    return _add(session, MeetingSaying, {"seen": "Casque usé", "author": "Opérateur", "at": NOON}, values)


def attendance(session: Session, **values: Any) -> Attendance:
    """Somebody at a module."""
    if "meeting_id" not in values:
        kind, held_on = values.get("kind", MeetingKind.MODULE), values.get("held_on", SPRING)
        values["meeting_id"] = id_of(meeting(session, kind=kind, held_on=held_on))
    _parent(values, "person_id", lambda: f.person(session))
    return _add(session, Attendance, {"kind": MeetingKind.MODULE, "held_on": SPRING, "present": True}, values)


def interview(session: Session, **values: Any) -> Attendance:
    """Somebody at a motivation interview, after the module and its test."""
    values = {"kind": MeetingKind.MOTIVATION, "held_on": date(2023, 4, 17), **values}
    _parent(values, "person_id", lambda: f.person(session))
    if "module_id" not in values:
        module = attendance(session, person_id=values["person_id"], test_taken_on=SPRING)
        values |= {"module_id": id_of(module), "module_kind": "module", "module_tested_on": SPRING}
    return attendance(session, **values)


def signature(session: Session, **values: Any) -> AttendanceSignature:
    """A signature drawn on a screen."""
    _parent(values, "attendance_id", lambda: attendance(session))
    if values.get("manner", Manner.DRAWN) in (Manner.DRAWN, Manner.FILED):
        _parent(values, "stored_file_id", lambda: f.stored_file(session))
    defaults = {"manner": Manner.DRAWN, "signed_at": NOON, "author": "Opérateur", "at": NOON}
    return _add(session, AttendanceSignature, defaults, values)


def visit_task(session: Session, **values: Any) -> VisitTask:
    """What a visit left to be done."""
    _parent(values, "meeting_id", lambda: visit(session))
    defaults = {"what": "Fournir un casque", "who": "Le tuteur", "due_on": date(2023, 4, 10)}
    return _add(session, VisitTask, defaults, values)


def mission(session: Session, **values: Any) -> Mission:
    """A mission of six months."""
    _parent(values, "action_id", lambda: action(session))
    _parent(values, "person_id", lambda: f.person(session))
    _parent(values, "contractor_id", lambda: f.contractor(session))
    defaults = {"starts_on": date(2023, 5, 2), "ends_on": date(2023, 10, 31), "author": "Opérateur", "at": NOON}
    return _add(session, Mission, defaults, values)


def activity_sheet(session: Session, **values: Any) -> ActivitySheet:
    """The fiche of a month."""
    _parent(values, "mission_id", lambda: mission(session))
    defaults = {"starts_on": date(2023, 5, 2), "ends_on": date(2023, 5, 31), "author": "Opérateur", "at": NOON}
    return _add(session, ActivitySheet, defaults, values)


def activity_task(session: Session, **values: Any) -> ActivityTask:
    """One task."""
    _parent(values, "sheet_id", lambda: activity_sheet(session))
    return _add(session, ActivityTask, {"rank": 1, "task": "Coffrer une semelle", "level": Level.HELPED}, values)


def follow_up(session: Session, **values: Any) -> FollowUp:
    """Where somebody stands."""
    _parent(values, "action_id", lambda: action(session))
    _parent(values, "person_id", lambda: f.person(session))
    defaults = {"written_on": date(2023, 6, 1), "situation": "En mission", "author": "Opérateur", "at": NOON}
    return _add(session, FollowUp, defaults, values)


def sending(session: Session, **values: Any) -> FollowUpSending:
    """A fiche de suivi sent to the référent."""
    _parent(values, "follow_up_id", lambda: follow_up(session))
    defaults = {"recipient": Recipient.REFERENT, "name": "Mme Sylla", "sent_at": NOON, "author": "Opérateur"}
    return _add(session, FollowUpSending, defaults, values)


def entry(session: Session, **values: Any) -> ClientEntry:
    """What a phone sent."""
    defaults = {
        "key": f"phone-{next(_numbers):016d}",
        "kind": EntryKind.MEETING,
        "fingerprint": "0" * 64,
        "author": "Opérateur",
        "at": NOON,
    }
    return _add(session, ClientEntry, defaults, values)


def issued(session: Session, **values: Any) -> IssuedDocument:
    """An attestation issued."""
    _parent(values, "stored_file_id", lambda: f.stored_file(session))
    number = next(_numbers)
    defaults = {
        "kind": DocumentKind.HOURS,
        "number": f"H-2023-{number:06d}",
        "code": f"{number:016d}",
        "fingerprint": f"{number:064x}",
        "issued_by": "Facilitatrice",
        "issued_at": NOON,
    }
    return _add(session, IssuedDocument, defaults, values)
