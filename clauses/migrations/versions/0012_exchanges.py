"""What is said with companies, who answers there

Revision: 0012. After: 0011.
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "counterpart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("role", _code("counterpartrole", "referent", "tutor", "site", "payroll", "other"), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_counterpart_named")),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_counterpart_author_named")),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_counterpart_withdrawn_by_someone")
        ),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_counterpart_contractor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counterpart")),
    )
    op.create_index("ix_counterpart_contractor_id", "counterpart", ["contractor_id"])
    op.create_table(
        "exchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("kind", _code("exchangekind", "call", "mail", "meeting", "visit", "other"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("with_whom", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("said", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("next_action", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(said) > 0", name=op.f("ck_exchange_said")),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_exchange_author_named")),
        sa.CheckConstraint("(next_action IS NULL) = (next_on IS NULL)", name=op.f("ck_exchange_next_with_its_day")),
        sa.CheckConstraint("next_on IS NULL OR next_on >= held_on", name=op.f("ck_exchange_next_after")),
        sa.CheckConstraint("(done_by IS NULL) = (done_on IS NULL)", name=op.f("ck_exchange_done_by_someone")),
        sa.CheckConstraint("done_by IS NULL OR next_action IS NOT NULL", name=op.f("ck_exchange_done_what_was_to_do")),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_exchange_withdrawn_by_someone")
        ),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_exchange_contractor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
    )
    op.create_index("ix_exchange_contractor_id_held_on", "exchange", ["contractor_id", "held_on"])
    op.create_index("ix_exchange_next_on", "exchange", ["next_on"])


def downgrade() -> None:
    op.drop_table("exchange")
    op.drop_table("counterpart")
