"""What markets said before they were written over; what is said again of meetings

Revision: 0010. After: 0009.
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "market_before",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "title",
                "nature",
                "consulted_on",
                "notified_on",
                "ends_on",
                "social_consideration",
                "publics",
                name="marketfield",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("said", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column(
            "rewriting",
            sa.Enum("change", "correction", name="rewriting", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "rewriting <> 'change' OR said IS NOT NULL", name=op.f("ck_market_before_changed_from_something")
        ),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_market_before_author_named")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_market_before_market_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_market_before_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_before")),
    )
    with op.batch_alter_table("market_before", schema=None) as batch_op:
        batch_op.create_index("ix_market_before_market_id", ["market_id"], unique=False)

    op.create_table(
        "meeting_saying",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("company", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("tutor", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("seen", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "place IS NOT NULL OR lot_id IS NOT NULL OR company IS NOT NULL OR tutor IS NOT NULL OR seen IS NOT NULL",
            name=op.f("ck_meeting_saying_says_something"),
        ),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_meeting_saying_author_named")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_meeting_saying_lot_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_saying_meeting_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_meeting_saying_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_saying")),
    )
    with op.batch_alter_table("meeting_saying", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_saying_meeting_id", ["meeting_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("meeting_saying", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_saying_meeting_id")

    op.drop_table("meeting_saying")
    with op.batch_alter_table("market_before", schema=None) as batch_op:
        batch_op.drop_index("ix_market_before_market_id")

    op.drop_table("market_before")
