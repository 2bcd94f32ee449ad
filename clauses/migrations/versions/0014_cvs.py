"""A CV kept of somebody, and the CV that went with a proposal

Revision: 0014. After: 0013.
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BEFORE = ("evidence", "contract", "declaration", "exit", "meeting")
_KINDS = (
    "rights", "registration", "identity", "contract", "payslip", "attendance", "diploma", "business", "letter", "other",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "sent_cv",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["proposal_decision.id"], name=op.f("fk_sent_cv_decision_id")),
        sa.ForeignKeyConstraint(["stored_file_id"], ["stored_file.id"], name=op.f("fk_sent_cv_stored_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_cv")),
    )
    op.create_index("uq_sent_cv_decision_id", "sent_cv", ["decision_id"], unique=True)
    op.create_index("ix_sent_cv_stored_file_id", "sent_cv", ["stored_file_id"])
    after = (*_BEFORE, "person")
    if op.get_bind().dialect.name == "sqlite":
        _made_again(_BEFORE, after, (*_KINDS, "cv"))
        return
    op.add_column("proof", sa.Column("person_id", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_proof_person_id"), "proof", "person", ["person_id"], ["id"])
    _checked(after, (*_KINDS, "cv"))
    _found_once("person")


def downgrade() -> None:
    op.execute("DELETE FROM proof WHERE person_id IS NOT NULL OR kind = 'cv'")
    if op.get_bind().dialect.name == "sqlite":
        _made_again((*_BEFORE, "person"), _BEFORE, _KINDS)
    else:
        op.drop_index("uq_proof_person_id_file", "proof")
        _checked(_BEFORE, _KINDS)
        op.drop_column("proof", "person_id")
    op.drop_index("ix_sent_cv_stored_file_id", "sent_cv")
    op.drop_index("uq_sent_cv_decision_id", "sent_cv")
    op.drop_table("sent_cv")


def _one_of(subjects: tuple[str, ...]) -> str:
    return " + ".join(f"(CASE WHEN {name}_id IS NULL THEN 0 ELSE 1 END)" for name in subjects) + " = 1"


def _checked(subjects: tuple[str, ...], kinds: tuple[str, ...]) -> None:
    """What a document may be about and what it may be, on an engine that can change it."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    for name, condition in (("ck_proof_one_subject", _one_of(subjects)), ("ck_proof_proofkind", f"kind IN ({listed})")):
        op.drop_constraint(op.f(name), "proof", type_="check")
        op.create_check_constraint(op.f(name), "proof", condition)


def _made_again(before: tuple[str, ...], after: tuple[str, ...], kinds: tuple[str, ...]) -> None:
    """The table of documents made again with its rows: SQLite cannot change a CHECK, and nothing refers to this one."""
    op.create_table(
        "proof_again",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_id", sa.Integer(), nullable=True) for name in after),
        sa.Column("kind", sa.Enum(*kinds, name="proofkind", native_enum=False, length=40), nullable=False),
        sa.Column("form", sa.Enum("pdf", "png", "jpeg", name="paperform", native_enum=False, length=40),
                  nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(_one_of(after), name=op.f("ck_proof_one_subject")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= dated_on", name=op.f("ck_proof_in_order")),
        sa.CheckConstraint("length(file_name) > 0", name=op.f("ck_proof_named")),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_proof_author_named")),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_proof_withdrawn_by_someone")
        ),
        sa.CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in kinds)})", name=op.f("ck_proof_proofkind")),
        sa.CheckConstraint("form IN ('pdf', 'png', 'jpeg')", name=op.f("ck_proof_paperform")),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_proof_{name}_id"))
            for name in (*after, "stored_file", "organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
    )  # fmt: skip
    kept = ", ".join([
        "id", *(f"{name}_id" for name in after if name in before), "kind", "form", "stored_file_id", "file_name",
        "dated_on", "valid_until", "organisation_id", "author", "at", "withdrawn_by", "withdrawn_at",
    ])  # fmt: skip
    op.execute(f"INSERT INTO proof_again ({kept}) SELECT {kept} FROM proof")
    op.drop_table("proof")
    op.rename_table("proof_again", "proof")
    for name in after:
        _found_once(name)
    op.create_index("ix_proof_stored_file_id", "proof", ["stored_file_id"])
    op.create_index(op.f("ix_proof_organisation_id"), "proof", ["organisation_id"])


def _found_once(name: str) -> None:
    op.create_index(
        f"uq_proof_{name}_id_file",
        "proof",
        [f"{name}_id", "stored_file_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
