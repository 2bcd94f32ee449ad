"""sign in elsewhere

Revision: 0008. After: 0007. Also: emergency accesses, a Pôle of one person.
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("territory", sa.Column("single_validator", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("signed_in", sa.Column("id_token", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_table(
        "external_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.Column("linked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(subject) > 0", name=op.f("ck_external_identity_named")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_external_identity_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_identity")),
    )
    with op.batch_alter_table("external_identity", schema=None) as batch_op:
        batch_op.create_index("uq_external_identity_issuer_subject", ["issuer", "subject"], unique=True)
        batch_op.create_index("uq_external_identity_user_issuer", ["user_id", "issuer"], unique=True)
    op.create_table(
        "break_glass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("motive", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("opened_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("ends_at > opened_at", name=op.f("ck_break_glass_in_order")),
        sa.CheckConstraint("length(motive) > 0", name=op.f("ck_break_glass_motivated")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_break_glass_territory_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_break_glass_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
    )
    with op.batch_alter_table("break_glass", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_break_glass_territory_id"), ["territory_id"], unique=False)
        batch_op.create_index("ix_break_glass_user_id_ends_at", ["user_id", "ends_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("break_glass", schema=None) as batch_op:
        batch_op.drop_index("ix_break_glass_user_id_ends_at")
        batch_op.drop_index(batch_op.f("ix_break_glass_territory_id"))
    op.drop_table("break_glass")
    op.drop_table("external_identity")
    op.drop_column("signed_in", "id_token")
    op.drop_column("territory", "single_validator")
