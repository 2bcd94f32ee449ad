"""Obligations and what counts

Revision: 0003. After: 0002.
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_EFFECT_CHECK = ("ck_obligation_effect", "effect IN ('sets', 'adds', 'removes')")
_PENALTY_PER_HOUR = ("ck_penalty_rule_amount", "cents_per_hour >= 0")
_PENALTY_CHECKS = (
    (
        "ck_penalty_rule_amount",
        "(kind = 'per_hour' AND cents_per_hour IS NOT NULL AND cents_per_hour >= 0 AND multiple IS NULL AND reference_rate IS NULL) OR (kind = 'multiple' AND cents_per_hour IS NULL AND multiple IS NOT NULL AND multiple >= 0 AND reference_rate IS NOT NULL)",
    ),
    ("ck_penalty_rule_cap", "cap_cents IS NULL OR cap_cents >= 0"),
    ("ck_penalty_rule_late_day", "cents_per_late_day IS NULL OR cents_per_late_day >= 0"),
    ("ck_penalty_rule_penaltykind", "kind IN ('per_hour', 'multiple')"),
)


def upgrade() -> None:

    op.create_table(
        "convention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(reference) > 0", name=op.f("ck_convention_referenced")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convention")),
        sa.UniqueConstraint("reference", name=op.f("uq_convention_reference")),
    )
    op.create_table(
        "parameter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "reference_rate",
                "labour_share",
                "evidence_age",
                name="family",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_parameter_sourced")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_parameter_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter")),
    )
    with op.batch_alter_table("parameter", schema=None) as batch_op:
        batch_op.create_index("uq_parameter_family_name_since", ["family", "name", "since"], unique=True)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "criterion",
            sa.Enum(
                "DELD",
                "SENIOR",
                "RSA",
                "AAH",
                "ASS",
                "AV",
                "INVALIDITE",
                "RQTH",
                "JEUNE",
                "IAE",
                "GEIQ",
                "JUSTICE",
                "REFUGIE",
                "QPV",
                "PLIE",
                name="criterion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("evidence_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_evidence_withdrawn_by_someone")
        ),
        sa.CheckConstraint("length(document) > 0", name=op.f("ck_evidence_documented")),
        sa.CheckConstraint("until IS NULL OR until >= evidence_on", name=op.f("ck_evidence_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_person_id", ["person_id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_opinion_withdrawn_by_someone")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_opinion_reasoned")),
        sa.CheckConstraint("until IS NULL OR until >= decided_on", name=op.f("ck_opinion_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opinion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_person_id", ["person_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisation.id"], name=op.f("fk_signature_buyer_id")),
        sa.ForeignKeyConstraint(["convention_id"], ["convention.id"], name=op.f("fk_signature_convention_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index("uq_signature_convention_buyer", ["convention_id", "buyer_id"], unique=True)

    op.create_table(
        "counting_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("training_counts", sa.Boolean(), nullable=False),
        sa.Column("proof_required", sa.Boolean(), nullable=False),
        sa.Column("publics", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=True),
        sa.Column("eligibility_months", sa.Integer(), nullable=True),
        sa.Column("person_months", sa.Integer(), nullable=True),
        sa.Column("person_hours", sa.BigInteger(), nullable=True),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(eligibility_months IS NULL OR eligibility_months > 0) AND (person_months IS NULL OR person_months > 0) AND (person_hours IS NULL OR person_hours >= 0)",
            name=op.f("ck_counting_rule_bounds"),
        ),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_counting_rule_sourced")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_counting_rule_version")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_counting_rule_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counting_rule")),
    )
    with op.batch_alter_table("counting_rule", schema=None) as batch_op:
        batch_op.create_index("uq_counting_rule_market_version", ["market_id", "version"], unique=True)

    op.create_table(
        "derogation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column(
            "motive",
            sa.Enum(
                "disponible",
                "sans_lien",
                "concurrence",
                "court",
                "autre",
                name="derogationmotive",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("details", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(details) > 0", name=op.f("ck_derogation_explained")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_derogation_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derogation")),
    )
    with op.batch_alter_table("derogation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_derogation_market_id"), ["market_id"], unique=False)

    op.create_table(
        "mention_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column(
            "mention",
            sa.Enum(
                "perimeter",
                "facilitator",
                "publics",
                "hours",
                name="mention",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_mention_check_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention_check")),
    )
    with op.batch_alter_table("mention_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mention_check_market_id"), ["market_id"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "avenant",
                "tranche",
                "bon_de_commande",
                "reduction",
                "transfert",
                "autre",
                name="amendmentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_amendment_withdrawn_by_someone")
        ),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_amendment_author_named")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_amendment_lot_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_amendment_market_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_amendment_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_market_id"), ["market_id"], unique=False)

    op.create_table(
        "closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reopened_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("reopened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(reopened_by IS NULL) = (reopened_at IS NULL)", name=op.f("ck_closing_reopened_by_someone")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_closing_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
    )
    with op.batch_alter_table("closing", schema=None) as batch_op:
        batch_op.create_index(
            "uq_closing_lot_id_open",
            ["lot_id"],
            unique=True,
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )

    op.create_table(
        "contract_cap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counting_rule_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
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
            nullable=False,
        ),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.CheckConstraint("months > 0", name=op.f("ck_contract_cap_months")),
        sa.ForeignKeyConstraint(
            ["counting_rule_id"], ["counting_rule.id"], name=op.f("fk_contract_cap_counting_rule_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_cap")),
    )
    with op.batch_alter_table("contract_cap", schema=None) as batch_op:
        batch_op.create_index("uq_contract_cap_rule_kind", ["counting_rule_id", "kind"], unique=True)

    op.create_table(
        "grouping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("conjoint", "solidaire", name="groupingkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_grouping_version")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_grouping_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grouping")),
    )
    with op.batch_alter_table("grouping", schema=None) as batch_op:
        batch_op.create_index("uq_grouping_lot_version", ["lot_id", "version"], unique=True)

    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention_id", sa.Integer(), nullable=False),
        sa.Column("lender_id", sa.Integer(), nullable=False),
        sa.Column("borrower_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hours", sa.BigInteger(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("strftime('%d', month) = '01'", name=op.f("ck_allocation_whole_month")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_allocation_withdrawn_by_someone")
        ),
        sa.CheckConstraint("extract(day from month) = 1", name=op.f("ck_allocation_whole_month")).ddl_if(
            dialect="postgresql"
        ),
        sa.CheckConstraint("hours > 0", name=op.f("ck_allocation_hours")),
        sa.CheckConstraint("lender_id <> borrower_id", name=op.f("ck_allocation_two_contractors")),
        sa.ForeignKeyConstraint(["borrower_id"], ["contractor.id"], name=op.f("fk_allocation_borrower_id")),
        sa.ForeignKeyConstraint(["convention_id"], ["convention.id"], name=op.f("fk_allocation_convention_id")),
        sa.ForeignKeyConstraint(["lender_id"], ["contractor.id"], name=op.f("fk_allocation_lender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index("ix_allocation_borrower_id", ["borrower_id"], unique=False)
        batch_op.create_index("ix_allocation_lender_id", ["lender_id"], unique=False)

    op.create_table(
        "formal_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("about", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("received_on IS NULL OR received_on >= served_on", name=op.f("ck_formal_notice_in_order")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_formal_notice_contractor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formal_notice")),
    )
    with op.batch_alter_table("formal_notice", schema=None) as batch_op:
        batch_op.create_index("uq_formal_notice_contractor_served_on", ["contractor_id", "served_on"], unique=True)

    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_invoice_withdrawn_by_someone")
        ),
        sa.CheckConstraint("length(number) > 0", name=op.f("ck_invoice_numbered")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_invoice_contractor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
    )
    with op.batch_alter_table("invoice", schema=None) as batch_op:
        batch_op.create_index(
            "uq_invoice_contractor_number",
            ["contractor_id", "number"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "shortfall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column(
            "motive",
            sa.Enum(
                "candidats",
                "planning",
                "activite",
                "entreprise",
                "autre",
                name="shortfallmotive",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("details", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(details) > 0", name=op.f("ck_shortfall_explained")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_shortfall_contractor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortfall")),
    )
    with op.batch_alter_table("shortfall", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shortfall_contractor_id"), ["contractor_id"], unique=False)

    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("effect", sa.String(length=40), nullable=False, server_default="sets"))
        batch_op.add_column(sa.Column("amendment_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_obligation_amendment_id"), "amendment", ["amendment_id"], ["id"])
        batch_op.create_check_constraint(batch_op.f(_EFFECT_CHECK[0]), _EFFECT_CHECK[1])
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.alter_column("effect", existing_type=sa.String(length=40), server_default=None)

    with op.batch_alter_table("penalty_rule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="per_hour"))
        batch_op.add_column(sa.Column("multiple", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("reference_rate", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True))
        batch_op.add_column(sa.Column("cents_per_late_day", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("cap_cents", sa.BigInteger(), nullable=True))
        batch_op.alter_column("cents_per_hour", existing_type=sa.BigInteger(), nullable=True)
        batch_op.drop_constraint(batch_op.f(_PENALTY_PER_HOUR[0]), type_="check")
        for name, condition in _PENALTY_CHECKS:
            batch_op.create_check_constraint(batch_op.f(name), condition)
    with op.batch_alter_table("penalty_rule", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(length=40), server_default=None)


def downgrade() -> None:
    # What the tables before cannot say is not kept: additions and removals, multiples of a rate.
    op.execute("DELETE FROM obligation WHERE effect <> 'sets'")
    op.execute("DELETE FROM penalty_rule WHERE kind <> 'per_hour'")
    with op.batch_alter_table("penalty_rule", schema=None) as batch_op:
        for name, _ in _PENALTY_CHECKS:
            batch_op.drop_constraint(batch_op.f(name), type_="check")
        batch_op.create_check_constraint(batch_op.f(_PENALTY_PER_HOUR[0]), _PENALTY_PER_HOUR[1])
        batch_op.alter_column("cents_per_hour", existing_type=sa.BigInteger(), nullable=False)
        for column in ("cap_cents", "cents_per_late_day", "reference_rate", "multiple", "kind"):
            batch_op.drop_column(column)
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_EFFECT_CHECK[0]), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_obligation_amendment_id"), type_="foreignkey")
        batch_op.drop_column("amendment_id")
        batch_op.drop_column("effect")

    with op.batch_alter_table("shortfall", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shortfall_contractor_id"))

    op.drop_table("shortfall")
    with op.batch_alter_table("invoice", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_invoice_contractor_number",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("invoice")
    with op.batch_alter_table("formal_notice", schema=None) as batch_op:
        batch_op.drop_index("uq_formal_notice_contractor_served_on")

    op.drop_table("formal_notice")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index("ix_allocation_lender_id")
        batch_op.drop_index("ix_allocation_borrower_id")

    op.drop_table("allocation")
    with op.batch_alter_table("grouping", schema=None) as batch_op:
        batch_op.drop_index("uq_grouping_lot_version")

    op.drop_table("grouping")
    with op.batch_alter_table("contract_cap", schema=None) as batch_op:
        batch_op.drop_index("uq_contract_cap_rule_kind")

    op.drop_table("contract_cap")
    with op.batch_alter_table("closing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_closing_lot_id_open",
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )

    op.drop_table("closing")
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendment_market_id"))

    op.drop_table("amendment")
    with op.batch_alter_table("mention_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_check_market_id"))

    op.drop_table("mention_check")
    with op.batch_alter_table("derogation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_derogation_market_id"))

    op.drop_table("derogation")
    with op.batch_alter_table("counting_rule", schema=None) as batch_op:
        batch_op.drop_index("uq_counting_rule_market_version")

    op.drop_table("counting_rule")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index("uq_signature_convention_buyer")

    op.drop_table("signature")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index("ix_opinion_person_id")

    op.drop_table("opinion")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_person_id")

    op.drop_table("evidence")
    with op.batch_alter_table("parameter", schema=None) as batch_op:
        batch_op.drop_index("uq_parameter_family_name_since")

    op.drop_table("parameter")
    op.drop_table("convention")
