"""The operator's action, the people it receives, their meetings, and what proves each of them.

An attendance repeats the kind and the day of its meeting, held equal by its foreign key, so that the database itself
refuses an interview without the module and its test (`clauses.sites.rules.before_interview`).
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.sites.rules import EntryKind, Level, Manner, MeetingKind, Recipient, ReferralState


class OperatorAction(SQLModel, table=True):
    """What an operator is paid to do in a year: how many people, what share of positive exits, on whose money.

    ``positive_percent``: the objective of positive exits, in per cent of the people; ``pass_mark``: per cent of the
    test, None where the territory sets none; ``visit_weeks`` and ``ending_days``: when to warn. ``source`` says where
    the objectives come from.
    """

    __tablename__ = "operator_action"
    __table_args__ = (
        CheckConstraint("length(name_key) > 0", name="named"),
        CheckConstraint("ends_on >= starts_on", name="in_order"),
        CheckConstraint("people_foreseen > 0", name="people"),
        CheckConstraint("positive_percent BETWEEN 0 AND 100", name="positive"),
        CheckConstraint("pass_mark IS NULL OR pass_mark BETWEEN 0 AND 100", name="pass_mark"),
        CheckConstraint("visit_weeks > 0 AND ending_days > 0", name="warnings"),
        CheckConstraint("funding_cents IS NULL OR funding_cents >= 0", name="funding"),
        CheckConstraint("length(source) > 0", name="sourced"),
        Index("uq_operator_action_operator_year_name", "operator_id", "year", "name_key", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    operator_id: int = Field(foreign_key="organisation.id")
    year: int
    name: str = Field(max_length=200)
    name_key: str = Field(max_length=200)
    starts_on: date
    ends_on: date
    people_foreseen: int
    positive_percent: int
    pass_mark: int | None = None
    visit_weeks: int
    ending_days: int
    funding_source: str | None = None
    funding_cents: int | None = Field(default=None, sa_type=BigInteger)
    fse_plus: bool = False
    source: str
    author: str = Field(max_length=200)
    at: datetime


class TerritoryAction(SQLModel, table=True):
    """An action of another territory than the first."""

    __tablename__ = "territory_action"

    action_id: int = Field(primary_key=True, foreign_key="operator_action.id")
    territory_id: int = Field(foreign_key="territory.id", index=True)


class Referral(SQLModel, table=True):
    """Somebody sent to the operator by a référent, and what the operator answered; once per person and action.

    ``fse_informed_on``: the day the person was told that the European Social Fund pays.
    """

    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_on IS NULL)", name="dated_when_decided"),
        CheckConstraint("decided_on IS NULL OR decided_on >= sent_on", name="in_order"),
        CheckConstraint(
            "state <> 'refused' OR (motive IS NOT NULL AND length(motive) > 0)", name="refused_with_motive"
        ),
        CheckConstraint("length(author) > 0", name="author_named"),
        Index("uq_referral_action_person", "action_id", "person_id", unique=True),
        Index("ix_referral_person_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="operator_action.id")
    person_id: int = Field(foreign_key="person.id")
    sent_on: date
    referent: str | None = Field(default=None, max_length=200)
    structure: str | None = Field(default=None, max_length=200)
    state: ReferralState = Field(sa_type=coded(ReferralState))
    decided_on: date | None = None
    motive: str | None = None
    fse_informed_on: date | None = None
    author: str = Field(max_length=200)
    at: datetime


class Meeting(SQLModel, table=True):
    """One meeting of the operator with one or more participants. ``seen``: what was said, or seen on the site."""

    __table_args__ = (
        CheckConstraint("kind <> 'site_visit' OR lot_id IS NOT NULL", name="visit_of_a_lot"),
        CheckConstraint("length(author) > 0", name="author_named"),
        UniqueConstraint("id", "kind", "held_on", name="uq_meeting_id_kind_held_on"),
        Index("ix_meeting_action_held_on", "action_id", "held_on"),
        Index("ix_meeting_lot_id", "lot_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="operator_action.id")
    kind: MeetingKind = Field(sa_type=coded(MeetingKind))
    held_on: date
    place: str | None = None
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    company: str | None = None
    tutor: str | None = None
    seen: str | None = None
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    author: str = Field(max_length=200)
    at: datetime


class MeetingSaying(SQLModel, table=True):
    """What a later row or file says of a meeting that is recorded: beside what was said, never over it.

    Of a place, a lot, a company or a tutor, the last said is the one in force; every finding (``seen``) holds.
    """

    __tablename__ = "meeting_saying"
    __table_args__ = (
        CheckConstraint(
            "place IS NOT NULL OR lot_id IS NOT NULL OR company IS NOT NULL OR tutor IS NOT NULL OR seen IS NOT NULL",
            name="says_something",
        ),
        CheckConstraint("length(author) > 0", name="author_named"),
        Index("ix_meeting_saying_meeting_id", "meeting_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    place: str | None = None
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    company: str | None = None
    tutor: str | None = None
    seen: str | None = None
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    sheet: str | None = None
    row: int | None = None
    author: str = Field(max_length=200)
    at: datetime


class Attendance(SQLModel, table=True):
    """Somebody at a meeting; ``present`` is None while the person is only expected there.

    ``module_*`` name the attendance at the module, and the day of its test, that open an interview; else an exception
    says why, and in whose name.
    """

    __table_args__ = (
        ForeignKeyConstraint(
            ["meeting_id", "kind", "held_on"],
            ["meeting.id", "meeting.kind", "meeting.held_on"],
            name="fk_attendance_meeting_id",
        ),
        ForeignKeyConstraint(
            ["module_id", "person_id", "module_kind", "module_tested_on"],
            ["attendance.id", "attendance.person_id", "attendance.kind", "attendance.test_taken_on"],
            name="fk_attendance_module_id",
        ),
        CheckConstraint(
            "kind <> 'motivation' OR NOT present OR module_id IS NOT NULL"
            " OR (exception_motive IS NOT NULL AND length(exception_motive) > 0 AND exception_by IS NOT NULL)",
            name="module_before_interview",
        ),
        CheckConstraint(
            "(module_id IS NULL) = (module_kind IS NULL) AND (module_id IS NULL) = (module_tested_on IS NULL)"
            " AND (module_id IS NULL OR (module_kind = 'module' AND module_tested_on <= held_on))",
            name="module_is_one",
        ),
        CheckConstraint("(exception_motive IS NULL) = (exception_by IS NULL)", name="exception_signed"),
        CheckConstraint(
            "test_taken_on IS NULL"
            " OR (kind = 'module' AND present IS NOT NULL AND present AND test_taken_on >= held_on)",
            name="test_in_module",
        ),
        CheckConstraint(
            "(score IS NULL) = (out_of IS NULL)"
            " AND (score IS NULL OR (test_taken_on IS NOT NULL AND score >= 0 AND score <= out_of AND out_of > 0))",
            name="score",
        ),
        UniqueConstraint("id", "person_id", "kind", "test_taken_on", name="uq_attendance_id_person_kind_test"),
        Index("uq_attendance_meeting_person", "meeting_id", "person_id", unique=True),
        Index("ix_attendance_person_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int
    kind: MeetingKind = Field(sa_type=coded(MeetingKind))
    held_on: date
    person_id: int = Field(foreign_key="person.id")
    present: bool | None = None
    remark: str | None = None
    test_taken_on: date | None = None
    score: int | None = None
    out_of: int | None = None
    module_id: int | None = None
    module_kind: str | None = Field(default=None, max_length=40)
    module_tested_on: date | None = None
    exception_motive: str | None = None
    exception_by: str | None = Field(default=None, max_length=200)
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    sheet: str | None = None
    row: int | None = None


class AttendanceSignature(SQLModel, table=True):
    """The émargement of one attendance: one at most, kept as it was given."""

    __tablename__ = "attendance_signature"
    __table_args__ = (
        CheckConstraint("(manner IN ('drawn', 'filed')) = (stored_file_id IS NOT NULL)", name="picture"),
        CheckConstraint(
            "(manner = 'witnessed') = (first_witness IS NOT NULL AND second_witness IS NOT NULL"
            " AND first_witness <> second_witness)",
            name="two_witnesses",
        ),
        CheckConstraint("manner IN ('drawn', 'filed') OR (reason IS NOT NULL AND length(reason) > 0)", name="reasoned"),
        CheckConstraint("length(author) > 0", name="author_named"),
        Index("uq_attendance_signature_attendance", "attendance_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    attendance_id: int = Field(foreign_key="attendance.id")
    manner: Manner = Field(sa_type=coded(Manner))
    stored_file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    first_witness: str | None = Field(default=None, max_length=200)
    second_witness: str | None = Field(default=None, max_length=200)
    reason: str | None = None
    signed_at: datetime
    author: str = Field(max_length=200)
    at: datetime


class VisitTask(SQLModel, table=True):
    """What a meeting left to be done: by whom, by when, and the day it was."""

    __tablename__ = "visit_task"
    __table_args__ = (
        CheckConstraint("length(what) > 0 AND length(who) > 0", name="said"),
        CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name="done_by_someone"),
        Index("ix_visit_task_meeting_id", "meeting_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    what: str
    who: str = Field(max_length=200)
    due_on: date
    done_on: date | None = None
    done_by: str | None = Field(default=None, max_length=200)


class Mission(SQLModel, table=True):
    """Somebody working for a contractor of a lot, as the operator follows it; ``ends_on`` None without a term."""

    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        CheckConstraint("length(author) > 0", name="author_named"),
        Index("uq_mission_person_contractor_start", "person_id", "contractor_id", "starts_on", unique=True),
        Index("ix_mission_action_id", "action_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="operator_action.id")
    person_id: int = Field(foreign_key="person.id")
    contractor_id: int = Field(foreign_key="contractor.id", index=True)
    job: str | None = None
    tutor: str | None = Field(default=None, max_length=200)
    starts_on: date
    ends_on: date | None = None
    author: str = Field(max_length=200)
    at: datetime


class ActivitySheet(SQLModel, table=True):
    """A fiche d'activités et de tâches: what somebody did on a mission in a period, and what was thought of it."""

    __tablename__ = "activity_sheet"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="in_order"),
        CheckConstraint("length(author) > 0", name="author_named"),
        Index("uq_activity_sheet_mission_start", "mission_id", "starts_on", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    mission_id: int = Field(foreign_key="mission.id")
    starts_on: date
    ends_on: date
    tutor_remark: str | None = None
    person_remark: str | None = None
    author: str = Field(max_length=200)
    at: datetime


class ActivityTask(SQLModel, table=True):
    """One task of a fiche, in its order, and the level reached."""

    __tablename__ = "activity_task"
    __table_args__ = (
        CheckConstraint("length(task) > 0", name="said"),
        Index("uq_activity_task_sheet_rank", "sheet_id", "rank", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="activity_sheet.id")
    rank: int
    task: str
    level: Level = Field(sa_type=coded(Level))


class FollowUp(SQLModel, table=True):
    """A fiche de suivi: where somebody stands with the operator, for the référent and the structure d'animation."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("length(situation) > 0", name="said"),
        CheckConstraint("length(author) > 0", name="author_named"),
        Index("ix_follow_up_action_person", "action_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="operator_action.id")
    person_id: int = Field(foreign_key="person.id")
    written_on: date
    situation: str
    next_steps: str | None = None
    author: str = Field(max_length=200)
    at: datetime


class FollowUpSending(SQLModel, table=True):
    """A fiche de suivi sent to somebody: once to each."""

    __tablename__ = "follow_up_sending"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="named"),
        Index("uq_follow_up_sending_to", "follow_up_id", "recipient", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    follow_up_id: int = Field(foreign_key="follow_up.id")
    recipient: Recipient = Field(sa_type=coded(Recipient))
    name: str = Field(max_length=200)
    sent_at: datetime
    author: str = Field(max_length=200)


class ClientEntry(SQLModel, table=True):
    """What a device entered, by the unique key that it made: sent twice, it is stored once.

    ``fingerprint`` is the SHA-256 of what was sent: the same key with something else in it is a conflict.
    """

    __tablename__ = "client_entry"
    __table_args__ = (
        CheckConstraint("length(key) BETWEEN 16 AND 64", name="key_form"),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint_form"),
    )

    key: str = Field(primary_key=True, max_length=64)
    kind: EntryKind = Field(sa_type=coded(EntryKind))
    fingerprint: str = Field(max_length=64)
    row_id: int | None = None
    author: str = Field(max_length=200)
    at: datetime
