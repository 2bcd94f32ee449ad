"""The operator's follow-up, documents issued

Revision: 0007. After: 0006.
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KIND = "meetings"
"""The kind of file that this version reads."""


def upgrade() -> None:
    op.create_table(
        "client_entry",
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "referral",
                "meeting",
                "signature",
                "mission",
                "activity_sheet",
                "follow_up",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fingerprint", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_client_entry_fingerprint_form")),
        sa.CheckConstraint("length(key) BETWEEN 16 AND 64", name=op.f("ck_client_entry_key_form")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_client_entry")),
    )
    op.create_table(
        "issued_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hours",
                "follow_up",
                "activity_sheet",
                "operator_report",
                "market_state",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("fingerprint", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("issued_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(code) = 16", name=op.f("ck_issued_document_code_form")),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_issued_document_fingerprint_form")),
        sa.CheckConstraint("length(issued_by) > 0", name=op.f("ck_issued_document_author_named")),
        sa.ForeignKeyConstraint(["stored_file_id"], ["stored_file.id"], name=op.f("fk_issued_document_stored_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
        sa.UniqueConstraint("code", name=op.f("uq_issued_document_code")),
        sa.UniqueConstraint("number", name=op.f("uq_issued_document_number")),
    )
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_document_stored_file_id"), ["stored_file_id"], unique=False)
        batch_op.create_index("uq_issued_document_content", ["kind", "fingerprint"], unique=True)

    op.create_table(
        "operator_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("people_foreseen", sa.Integer(), nullable=False),
        sa.Column("positive_percent", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("visit_weeks", sa.Integer(), nullable=False),
        sa.Column("ending_days", sa.Integer(), nullable=False),
        sa.Column("funding_source", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("funding_cents", sa.BigInteger(), nullable=True),
        sa.Column("fse_plus", sa.Boolean(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_operator_action_in_order")),
        sa.CheckConstraint("funding_cents IS NULL OR funding_cents >= 0", name=op.f("ck_operator_action_funding")),
        sa.CheckConstraint("length(name_key) > 0", name=op.f("ck_operator_action_named")),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_operator_action_sourced")),
        sa.CheckConstraint(
            "pass_mark IS NULL OR pass_mark BETWEEN 0 AND 100", name=op.f("ck_operator_action_pass_mark")
        ),
        sa.CheckConstraint("people_foreseen > 0", name=op.f("ck_operator_action_people")),
        sa.CheckConstraint("positive_percent BETWEEN 0 AND 100", name=op.f("ck_operator_action_positive")),
        sa.CheckConstraint("visit_weeks > 0 AND ending_days > 0", name=op.f("ck_operator_action_warnings")),
        sa.ForeignKeyConstraint(["operator_id"], ["organisation.id"], name=op.f("fk_operator_action_operator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_action")),
    )
    with op.batch_alter_table("operator_action", schema=None) as batch_op:
        batch_op.create_index("uq_operator_action_operator_year_name", ["operator_id", "year", "name_key"], unique=True)

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("situation", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("next_steps", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_follow_up_author_named")),
        sa.CheckConstraint("length(situation) > 0", name=op.f("ck_follow_up_said")),
        sa.ForeignKeyConstraint(["action_id"], ["operator_action.id"], name=op.f("fk_follow_up_action_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_up_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index("ix_follow_up_action_person", ["action_id", "person_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("referent", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("structure", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "refused",
                name="referralstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("motive", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("fse_informed_on", sa.Date(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (decided_on IS NULL)", name=op.f("ck_referral_dated_when_decided")),
        sa.CheckConstraint(
            "state <> 'refused' OR (motive IS NOT NULL AND length(motive) > 0)",
            name=op.f("ck_referral_refused_with_motive"),
        ),
        sa.CheckConstraint("decided_on IS NULL OR decided_on >= sent_on", name=op.f("ck_referral_in_order")),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_referral_author_named")),
        sa.ForeignKeyConstraint(["action_id"], ["operator_action.id"], name=op.f("fk_referral_action_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_referral_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index("ix_referral_person_id", ["person_id"], unique=False)
        batch_op.create_index("uq_referral_action_person", ["action_id", "person_id"], unique=True)

    op.create_table(
        "follow_up_sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column(
            "recipient",
            sa.Enum("referent", "structure", name="recipient", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_follow_up_sending_named")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_follow_up_sending_follow_up_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_sending")),
    )
    with op.batch_alter_table("follow_up_sending", schema=None) as batch_op:
        batch_op.create_index("uq_follow_up_sending_to", ["follow_up_id", "recipient"], unique=True)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "module",
                "evaluation",
                "motivation",
                "follow_up",
                "site_visit",
                "other",
                name="meetingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("company", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("tutor", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("seen", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind <> 'site_visit' OR lot_id IS NOT NULL", name=op.f("ck_meeting_visit_of_a_lot")),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_meeting_author_named")),
        sa.ForeignKeyConstraint(["action_id"], ["operator_action.id"], name=op.f("fk_meeting_action_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_meeting_lot_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_meeting_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("id", "kind", "held_on", name="uq_meeting_id_kind_held_on"),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_action_held_on", ["action_id", "held_on"], unique=False)
        batch_op.create_index("ix_meeting_lot_id", ["lot_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "module",
                "evaluation",
                "motivation",
                "follow_up",
                "site_visit",
                "other",
                name="meetingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("remark", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("test_taken_on", sa.Date(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("out_of", sa.Integer(), nullable=True),
        sa.Column("module_id", sa.Integer(), nullable=True),
        sa.Column("module_kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("module_tested_on", sa.Date(), nullable=True),
        sa.Column("exception_motive", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("exception_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(module_id IS NULL) = (module_kind IS NULL) AND (module_id IS NULL) = (module_tested_on IS NULL) AND (module_id IS NULL OR (module_kind = 'module' AND module_tested_on <= held_on))",
            name=op.f("ck_attendance_module_is_one"),
        ),
        sa.CheckConstraint(
            "kind <> 'motivation' OR NOT present OR module_id IS NOT NULL OR (exception_motive IS NOT NULL AND length(exception_motive) > 0 AND exception_by IS NOT NULL)",
            name=op.f("ck_attendance_module_before_interview"),
        ),
        sa.CheckConstraint(
            "test_taken_on IS NULL OR (kind = 'module' AND present IS NOT NULL AND present AND test_taken_on >= held_on)",
            name=op.f("ck_attendance_test_in_module"),
        ),
        sa.CheckConstraint(
            "(exception_motive IS NULL) = (exception_by IS NULL)", name=op.f("ck_attendance_exception_signed")
        ),
        sa.CheckConstraint(
            "(score IS NULL) = (out_of IS NULL) AND (score IS NULL OR (test_taken_on IS NOT NULL AND score >= 0 AND score <= out_of AND out_of > 0))",
            name=op.f("ck_attendance_score"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id", "kind", "held_on"],
            ["meeting.id", "meeting.kind", "meeting.held_on"],
            name="fk_attendance_meeting_id",
        ),
        sa.ForeignKeyConstraint(
            ["module_id", "person_id", "module_kind", "module_tested_on"],
            ["attendance.id", "attendance.person_id", "attendance.kind", "attendance.test_taken_on"],
            name="fk_attendance_module_id",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_attendance_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("id", "person_id", "kind", "test_taken_on", name="uq_attendance_id_person_kind_test"),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_person_id", ["person_id"], unique=False)
        batch_op.create_index("uq_attendance_meeting_person", ["meeting_id", "person_id"], unique=True)

    op.create_table(
        "mission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("tutor", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_mission_in_order")),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_mission_author_named")),
        sa.ForeignKeyConstraint(["action_id"], ["operator_action.id"], name=op.f("fk_mission_action_id")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_mission_contractor_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mission_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
    )
    with op.batch_alter_table("mission", schema=None) as batch_op:
        batch_op.create_index("ix_mission_action_id", ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mission_contractor_id"), ["contractor_id"], unique=False)
        batch_op.create_index(
            "uq_mission_person_contractor_start", ["person_id", "contractor_id", "starts_on"], unique=True
        )

    op.create_table(
        "visit_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("who", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name=op.f("ck_visit_task_done_by_someone")),
        sa.CheckConstraint("length(what) > 0 AND length(who) > 0", name=op.f("ck_visit_task_said")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_visit_task_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_task")),
    )
    with op.batch_alter_table("visit_task", schema=None) as batch_op:
        batch_op.create_index("ix_visit_task_meeting_id", ["meeting_id"], unique=False)

    op.create_table(
        "activity_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("tutor_remark", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("person_remark", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_activity_sheet_in_order")),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_activity_sheet_author_named")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_activity_sheet_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_sheet")),
    )
    with op.batch_alter_table("activity_sheet", schema=None) as batch_op:
        batch_op.create_index("uq_activity_sheet_mission_start", ["mission_id", "starts_on"], unique=True)

    op.create_table(
        "attendance_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column(
            "manner",
            sa.Enum(
                "drawn",
                "filed",
                "witnessed",
                "typed",
                name="manner",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stored_file_id", sa.Integer(), nullable=True),
        sa.Column("first_witness", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("second_witness", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("signed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(manner = 'witnessed') = (first_witness IS NOT NULL AND second_witness IS NOT NULL AND first_witness <> second_witness)",
            name=op.f("ck_attendance_signature_two_witnesses"),
        ),
        sa.CheckConstraint(
            "(manner IN ('drawn', 'filed')) = (stored_file_id IS NOT NULL)",
            name=op.f("ck_attendance_signature_picture"),
        ),
        sa.CheckConstraint(
            "manner IN ('drawn', 'filed') OR (reason IS NOT NULL AND length(reason) > 0)",
            name=op.f("ck_attendance_signature_reasoned"),
        ),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_attendance_signature_author_named")),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name=op.f("fk_attendance_signature_attendance_id")
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"], ["stored_file.id"], name=op.f("fk_attendance_signature_stored_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_signature")),
    )
    with op.batch_alter_table("attendance_signature", schema=None) as batch_op:
        batch_op.create_index("uq_attendance_signature_attendance", ["attendance_id"], unique=True)

    op.create_table(
        "activity_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("task", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "seen",
                "helped",
                "alone",
                "mastered",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("length(task) > 0", name=op.f("ck_activity_task_said")),
        sa.ForeignKeyConstraint(["sheet_id"], ["activity_sheet.id"], name=op.f("fk_activity_task_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_task")),
    )
    with op.batch_alter_table("activity_task", schema=None) as batch_op:
        batch_op.create_index("uq_activity_task_sheet_rank", ["sheet_id", "rank"], unique=True)
    _kinds_of_file(lambda kinds: [*kinds, _KIND])


def downgrade() -> None:
    _kinds_of_file(lambda kinds: [kind for kind in kinds if kind != _KIND])
    with op.batch_alter_table("activity_task", schema=None) as batch_op:
        batch_op.drop_index("uq_activity_task_sheet_rank")

    op.drop_table("activity_task")
    with op.batch_alter_table("attendance_signature", schema=None) as batch_op:
        batch_op.drop_index("uq_attendance_signature_attendance")

    op.drop_table("attendance_signature")
    with op.batch_alter_table("activity_sheet", schema=None) as batch_op:
        batch_op.drop_index("uq_activity_sheet_mission_start")

    op.drop_table("activity_sheet")
    with op.batch_alter_table("visit_task", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_task_meeting_id")

    op.drop_table("visit_task")
    with op.batch_alter_table("mission", schema=None) as batch_op:
        batch_op.drop_index("uq_mission_person_contractor_start")
        batch_op.drop_index(batch_op.f("ix_mission_contractor_id"))
        batch_op.drop_index("ix_mission_action_id")

    op.drop_table("mission")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index("uq_attendance_meeting_person")
        batch_op.drop_index("ix_attendance_person_id")

    op.drop_table("attendance")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_lot_id")
        batch_op.drop_index("ix_meeting_action_held_on")

    op.drop_table("meeting")
    with op.batch_alter_table("follow_up_sending", schema=None) as batch_op:
        batch_op.drop_index("uq_follow_up_sending_to")

    op.drop_table("follow_up_sending")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index("uq_referral_action_person")
        batch_op.drop_index("ix_referral_person_id")

    op.drop_table("referral")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_up_action_person")

    op.drop_table("follow_up")
    with op.batch_alter_table("operator_action", schema=None) as batch_op:
        batch_op.drop_index("uq_operator_action_operator_year_name")

    op.drop_table("operator_action")
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.drop_index("uq_issued_document_content")
        batch_op.drop_index(batch_op.f("ix_issued_document_stored_file_id"))

    op.drop_table("issued_document")
    op.drop_table("client_entry")


def _kinds_of_file(change: Callable[[list[str]], list[str]]) -> None:
    """Rewrites which kinds an import may have, from those that versions before this one left.

    SQLite cannot change a CHECK, and making the table again would break the keys that name it: its text is replaced.
    """
    connection = op.get_bind()
    name = "ck_import_run_filekind"
    if connection.dialect.name == "postgresql":
        said = connection.execute(
            sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"), {"name": name}
        ).scalar_one()
        listed = ", ".join(f"'{kind}'" for kind in change(re.findall(r"'(\w+)'", said)))
        op.drop_constraint(op.f(name), "import_run", type_="check")
        op.create_check_constraint(op.f(name), "import_run", f"kind IN ({listed})")
        return
    table = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'import_run'").scalar_one()
    found = re.search(rf"{name} CHECK \(kind IN \(([^)]*)\)\)", table)
    if found is None:
        raise RuntimeError("the kinds of import_run are not where they were")
    listed = ", ".join(f"'{kind}'" for kind in change(re.findall(r"'(\w+)'", found[1])))
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = 'import_run'",
        (table[: found.start(1)] + listed + table[found.end(1) :],),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
