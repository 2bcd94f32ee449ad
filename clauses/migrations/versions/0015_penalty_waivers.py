"""Penalties given up; attestations of closing numbered in a series of their own

Revision: 0015. After: 0014.
"""

import re

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KINDS = ("hours", "follow_up", "activity_sheet", "operator_report", "market_state")


def upgrade() -> None:
    op.create_table(
        "penalty_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "renunciation", "exemption", name="waiverkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("motive", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("second_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("second_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("cents > 0", name=op.f("ck_penalty_waiver_amount")),
        sa.CheckConstraint("length(motive) > 0", name=op.f("ck_penalty_waiver_explained")),
        sa.CheckConstraint("length(document) > 0", name=op.f("ck_penalty_waiver_documented")),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_penalty_waiver_author_named")),
        sa.CheckConstraint(
            "(second_by IS NULL) = (second_at IS NULL)", name=op.f("ck_penalty_waiver_second_by_someone")
        ),
        sa.CheckConstraint(
            "second_by IS NULL OR (needs_second AND second_by <> author)", name=op.f("ck_penalty_waiver_granted_by_two")
        ),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_penalty_waiver_withdrawn_by_someone")
        ),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_penalty_waiver_contractor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty_waiver")),
    )
    op.create_index("ix_penalty_waiver_contractor_id", "penalty_waiver", ["contractor_id"])
    _documents((*_KINDS, "closing"))


def downgrade() -> None:
    op.execute("UPDATE issued_document SET kind = 'hours' WHERE kind = 'closing'")
    _documents(_KINDS)
    op.drop_table("penalty_waiver")


def _documents(kinds: tuple[str, ...]) -> None:
    """Rewrites which kinds of documents are issued. SQLite cannot change a CHECK: its text is replaced."""
    connection = op.get_bind()
    name, table = "ck_issued_document_documentkind", "issued_document"
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, f"kind IN ({listed})")
        return
    written = connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name = '{table}'").scalar_one()
    found = re.search(rf"{name} CHECK \(kind IN \(([^)]*)\)\)", written)
    if found is None:
        raise RuntimeError(f"the kinds of {table} are not where they were")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        f"UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = '{table}'",
        (written[: found.start(1)] + listed + written[found.end(1) :],),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
