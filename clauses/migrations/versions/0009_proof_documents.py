"""proof documents; corrections of columns for every kind of file

Revision: 0009. After: 0008.
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_LATER = ("rome", "qpv", "communes", "naf", "cpv", "meetings")
"""Kinds of file read since corrections of columns were first kept."""

_SUBJECTS = ("evidence", "contract", "declaration", "exit", "meeting")
_ONE = " + ".join(f"(CASE WHEN {name}_id IS NULL THEN 0 ELSE 1 END)" for name in _SUBJECTS) + " = 1"


def upgrade() -> None:
    op.create_table(
        "proof",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_id", sa.Integer(), nullable=True) for name in _SUBJECTS),
        sa.Column(
            "kind",
            sa.Enum(
                "rights",
                "registration",
                "identity",
                "contract",
                "payslip",
                "attendance",
                "diploma",
                "business",
                "letter",
                "other",
                name="proofkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum("pdf", "png", "jpeg", name="paperform", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(_ONE, name=op.f("ck_proof_one_subject")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= dated_on", name=op.f("ck_proof_in_order")),
        sa.CheckConstraint("length(file_name) > 0", name=op.f("ck_proof_named")),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_proof_author_named")),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_proof_withdrawn_by_someone")
        ),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_proof_{name}_id"))
            for name in (*_SUBJECTS, "stored_file", "organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
    )
    with op.batch_alter_table("proof", schema=None) as batch_op:
        for name in _SUBJECTS:
            batch_op.create_index(
                f"uq_proof_{name}_id_file",
                [f"{name}_id", "stored_file_id"],
                unique=True,
                sqlite_where=sa.text("withdrawn_at IS NULL"),
                postgresql_where=sa.text("withdrawn_at IS NULL"),
            )
        batch_op.create_index("ix_proof_stored_file_id", ["stored_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proof_organisation_id"), ["organisation_id"], unique=False)
    _kinds_of_correction(lambda kinds: [*kinds, *(kind for kind in _LATER if kind not in kinds)])


def downgrade() -> None:
    _kinds_of_correction(lambda kinds: [kind for kind in kinds if kind not in _LATER])
    op.drop_table("proof")


def _kinds_of_correction(change: Callable[[list[str]], list[str]]) -> None:
    """Rewrites which kinds a correction may have.

    SQLite cannot change a CHECK, and making the table again would lose its guards: its text is replaced.
    """
    connection = op.get_bind()
    name, table = "ck_layout_correction_filekind", "layout_correction"
    if connection.dialect.name == "postgresql":
        said = connection.execute(
            sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"), {"name": name}
        ).scalar_one()
        listed = ", ".join(f"'{kind}'" for kind in change(re.findall(r"'(\w+)'", said)))
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, f"kind IN ({listed})")
        return
    written = connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name = '{table}'").scalar_one()
    found = re.search(rf"{name} CHECK \(kind IN \(([^)]*)\)\)", written)
    if found is None:
        raise RuntimeError(f"the kinds of {table} are not where they were")
    listed = ", ".join(f"'{kind}'" for kind in change(re.findall(r"'(\w+)'", found[1])))
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        f"UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = '{table}'",
        (written[: found.start(1)] + listed + written[found.end(1) :],),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
