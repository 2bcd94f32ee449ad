"""Layouts corrected, questions asked

Revision: 0002. After: 0001.
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "layout_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "markets",
                "people",
                "hours",
                "needs",
                "exits",
                "decp",
                "rome",
                "qpv",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("shape", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("header", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("header_key", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("superseded_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("superseded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(superseded_by IS NULL) = (superseded_at IS NULL)", name=op.f("ck_layout_correction_superseded_by_someone")
        ),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_layout_correction_author_named")),
        sa.CheckConstraint("length(sender) > 0 AND length(header_key) > 0", name=op.f("ck_layout_correction_named")),
        sa.CheckConstraint("length(shape) = 64", name=op.f("ck_layout_correction_shape_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout_correction")),
    )
    with op.batch_alter_table("layout_correction", schema=None) as batch_op:
        batch_op.create_index(
            "uq_layout_correction_in_force",
            ["sender", "kind", "shape", "header_key"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "same_person",
                "same_company",
                "same_market",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("candidates", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "refused",
                "reverted",
                name="questionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("effects", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (decided_by IS NULL)", name=op.f("ck_question_decided_by_someone")),
        sa.CheckConstraint(
            "state <> 'accepted' OR answer_id IS NOT NULL", name=op.f("ck_question_accepted_as_something")
        ),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_question_decided_when")),
        sa.CheckConstraint("length(key) > 0", name=op.f("ck_question_named")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_question_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_state", ["state"], unique=False)
        batch_op.create_index(
            "uq_question_kind_key_open",
            ["kind", "key"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_question_kind_key_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_question_state")

    op.drop_table("question")
    with op.batch_alter_table("layout_correction", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_layout_correction_in_force",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.drop_table("layout_correction")
