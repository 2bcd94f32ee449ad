"""What companies were on their lots before it was written over

Revision: 0013. After: 0012.
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "contractor_before",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("role", _code("role", "titulaire", "cotraitant", "sous_traitant"), nullable=False),
        sa.Column("credits_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("rewriting", _code("rewriting", "change", "correction"), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "credits_id IS NULL OR role = 'sous_traitant'",
            name=op.f("ck_contractor_before_only_subcontractors_credit"),
        ),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_contractor_before_author_named")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_contractor_before_contractor_id")),
        sa.ForeignKeyConstraint(["credits_id"], ["contractor.id"], name=op.f("fk_contractor_before_credits_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_contractor_before_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractor_before")),
    )
    op.create_index("ix_contractor_before_contractor_id", "contractor_before", ["contractor_id"])


def downgrade() -> None:
    op.drop_index("ix_contractor_before_contractor_id", "contractor_before")
    op.drop_table("contractor_before")
