"""What the verbs of the follow-up must know before they write."""

from collections.abc import Sequence
from typing import TypeVar

from sqlmodel import Session, SQLModel, col, select

from clauses.errors import NotFound
from clauses.people.models import Person
from clauses.sites.models import ActivitySheet, Attendance, Meeting, OperatorAction
from clauses.sites.rules import MeetingKind, ModuleTaken

Found = TypeVar("Found", bound=SQLModel)


def found(session: Session, table: type[Found], row_id: int, absent: str, *, for_update: bool = False) -> Found:
    """The row of that id, read again (``for_update``: kept from others until the end). Raises ``NotFound``."""
    row = session.get(table, row_id, populate_existing=True, with_for_update=for_update or None)
    if row is None:
        raise NotFound(absent)
    return row


def action_of(session: Session, action_id: int) -> OperatorAction:
    """The action of that id. Raises ``NotFound``."""
    return found(session, OperatorAction, action_id, "Cette action n'existe pas.")


def person_named(session: Session, person_id: int) -> str:
    """« Camille Exemple », to say who in a sentence. Raises ``NotFound``."""
    person = found(session, Person, person_id, "Cette personne n'existe pas.")
    return f"{person.first_name} {person.last_name}"


def sheet_of(session: Session, mission_id: int, sheet_id: int) -> ActivitySheet:
    """A fiche d'activités of a mission. Raises ``NotFound``, for one of another mission too."""
    row = found(session, ActivitySheet, sheet_id, "Cette fiche n'existe pas.")
    if row.mission_id != mission_id:
        raise NotFound("Cette fiche n'existe pas.")
    return row


def modules_of(session: Session, action_id: int, person_id: int) -> Sequence[ModuleTaken]:
    """The modules that somebody attended, with their tests, in that action."""
    rows = session.exec(
        select(Attendance)
        .join(Meeting, col(Meeting.id) == col(Attendance.meeting_id))
        .where(
            col(Meeting.action_id) == action_id,
            col(Attendance.person_id) == person_id,
            col(Attendance.kind) == MeetingKind.MODULE,
            col(Attendance.present).is_(True),
        )
        .execution_options(populate_existing=True)
    ).all()
    return [
        ModuleTaken(row.id, row.held_on, row.test_taken_on, row.score, row.out_of) for row in rows if row.id is not None
    ]
