"""Actions of another territory

Revision: 0011. After: 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "territory_action",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["operator_action.id"], name=op.f("fk_territory_action_action_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_territory_action_territory_id")),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_territory_action")),
    )
    with op.batch_alter_table("territory_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_territory_action_territory_id"), ["territory_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("territory_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_territory_action_territory_id"))

    op.drop_table("territory_action")
