"""Needs, proposals, decisions

Revision: 0005. After: 0004.
"""

import json
from datetime import UTC, date, datetime

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

POINTS = {
    "metier": 40, "competences": 10, "secteur": 5, "habilitations": 8, "distance": 18, "francais": 5,
    "disponibilite": 8, "temps_de_travail": 2, "attente": 4,
}  # fmt: skip
LIMITS = {
    "reach_driving_km": 30, "reach_km": 15, "slack_km": 3, "french_months": 24, "late_days": 30, "wait_days": 365,
    "least_score": 6000,
}  # fmt: skip
INITIAL = {
    "name": "initiale",
    "since": date(2000, 1, 1),
    "points": json.dumps(POINTS),
    "limits": json.dumps(LIMITS),
    "source": "Poids par défaut du produit, à ajuster par le territoire.",
    "author": "clauses",
    "at": datetime(2026, 1, 1, tzinfo=UTC),
}
"""The weights that every territory starts from."""


def upgrade() -> None:
    with op.batch_alter_table("residence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outside_qpv", sa.Boolean(), nullable=True))
    op.create_table(
        "weights_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("points", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("limits", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_weights_version_author_named")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_weights_version_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weights_version")),
    )
    with op.batch_alter_table("weights_version", schema=None) as batch_op:
        batch_op.create_index("uq_weights_version_name", ["name"], unique=True)

    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("reference_key", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "filled", "closed", name="needstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.CheckConstraint("length(reference_key) > 0", name=op.f("ck_need_referenced")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_need_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index("ix_need_reference_key", ["reference_key"], unique=False)
        batch_op.create_index("uq_need_market_reference", ["market_id", "reference_key"], unique=True)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "sent",
                "interview",
                "retained",
                "refused",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_proposal_version")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_proposal_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proposal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index("ix_proposal_person_id", ["person_id"], unique=False)
        batch_op.create_index("uq_proposal_need_person", ["need_id", "person_id"], unique=True)

    op.create_table(
        "need_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("skills", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("licences", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("french_level", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("commune", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column(
            "contract_kind",
            sa.Enum(
                "CDDI",
                "CTTI",
                "CDI",
                "CPRO",
                "CDD",
                "APPRENTISSAGE",
                "CDI_INTERIMAIRE",
                "INTERIM",
                "CUI",
                "GEIQ",
                "AUTRE",
                name="contractkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("qpv_only", sa.Boolean(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_need_version_in_order")),
        sa.CheckConstraint("length(job) > 0", name=op.f("ck_need_version_job_said")),
        sa.CheckConstraint("posts >= 1", name=op.f("ck_need_version_posts")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_need_version_version")),
        sa.CheckConstraint("weekly_hours IS NULL OR weekly_hours >= 0", name=op.f("ck_need_version_weekly_hours")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_need_version_contractor_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_version_need_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_need_version_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_version")),
    )
    with op.batch_alter_table("need_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_version_contractor_id"), ["contractor_id"], unique=False)
        batch_op.create_index("uq_need_version_need_version", ["need_id", "version"], unique=True)

    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("need_version_id", sa.Integer(), nullable=False),
        sa.Column("weights_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "proposable",
                "a_verifier",
                "exclu",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("details", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 10000", name=op.f("ck_suggestion_score")),
        sa.ForeignKeyConstraint(["need_version_id"], ["need_version.id"], name=op.f("fk_suggestion_need_version_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_suggestion_proposal_id")),
        sa.ForeignKeyConstraint(["weights_id"], ["weights_version.id"], name=op.f("fk_suggestion_weights_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index("ix_suggestion_proposal_id", ["proposal_id"], unique=False)

    op.create_table(
        "proposal_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "after",
            sa.Enum(
                "proposed",
                "sent",
                "interview",
                "retained",
                "refused",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "competences",
                "habilitation",
                "francais",
                "motivation",
                "absence",
                "autre_candidat",
                "poste_annule",
                "trajet",
                "horaires",
                "remuneration",
                "autre_projet",
                "en_emploi",
                "injoignable",
                "raison_personnelle",
                "non_eligible",
                "autre",
                name="refusalreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("comment", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(after = 'refused') = (reason IS NOT NULL)", name=op.f("ck_proposal_decision_refused_with_reason")
        ),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_proposal_decision_author_named")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_proposal_decision_number")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_decision_proposal_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_proposal_decision_suggestion_id")),
        sa.ForeignKeyConstraint(["undoes_id"], ["proposal_decision.id"], name=op.f("fk_proposal_decision_undoes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_decision")),
    )
    with op.batch_alter_table("proposal_decision", schema=None) as batch_op:
        batch_op.create_index("uq_proposal_decision_number", ["proposal_id", "number"], unique=True)
        batch_op.create_index("uq_proposal_decision_undoes_id", ["undoes_id"], unique=True)
    weights = sa.table(
        "weights_version",
        sa.column("name", sa.String()),
        sa.column("since", sa.Date()),
        sa.column("points", sa.String()),
        sa.column("limits", sa.String()),
        sa.column("source", sa.String()),
        sa.column("author", sa.String()),
        sa.column("at", sqlmodel.sql.sqltypes.UTCDateTime()),
    )
    op.bulk_insert(weights, [INITIAL])


def downgrade() -> None:
    with op.batch_alter_table("proposal_decision", schema=None) as batch_op:
        batch_op.drop_index("uq_proposal_decision_undoes_id")
        batch_op.drop_index("uq_proposal_decision_number")

    op.drop_table("proposal_decision")
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_index("ix_suggestion_proposal_id")

    op.drop_table("suggestion")
    with op.batch_alter_table("need_version", schema=None) as batch_op:
        batch_op.drop_index("uq_need_version_need_version")
        batch_op.drop_index(batch_op.f("ix_need_version_contractor_id"))

    op.drop_table("need_version")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index("uq_proposal_need_person")
        batch_op.drop_index("ix_proposal_person_id")

    op.drop_table("proposal")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index("uq_need_market_reference")
        batch_op.drop_index("ix_need_reference_key")

    op.drop_table("need")
    with op.batch_alter_table("weights_version", schema=None) as batch_op:
        batch_op.drop_index("uq_weights_version_name")

    op.drop_table("weights_version")
    with op.batch_alter_table("residence", schema=None) as batch_op:
        batch_op.drop_column("outside_qpv")
