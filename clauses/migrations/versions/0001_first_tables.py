"""First tables

Revision: 0001. After: .
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

from clauses.migrations import seals

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("act", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("details", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("previous", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("seal", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_journal_author_named")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal")),
        sa.UniqueConstraint("seal", name=op.f("uq_journal_seal")),
    )
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("seal", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "locked_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("locked_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("locked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reopening_asked_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("reopened_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("reopened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(reopened_by IS NULL) = (reopened_at IS NULL)", name=op.f("ck_locked_month_reopened_when")),
        sa.CheckConstraint(
            "reopened_by IS NULL OR (reopening_asked_by IS NOT NULL AND reopened_by <> reopening_asked_by)",
            name=op.f("ck_locked_month_reopened_by_two"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locked_month")),
    )
    with op.batch_alter_table("locked_month", schema=None) as batch_op:
        batch_op.create_index(
            "uq_locked_month_month_open",
            ["month"],
            unique=True,
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("siret", sqlmodel.sql.sqltypes.AutoString(length=14), nullable=True),
        sa.Column(
            "employer_kind",
            sa.Enum(
                "entreprise",
                "ETT",
                "ETTI",
                "EI",
                "ACI",
                "AI",
                "GEIQ",
                "REGIE",
                "EA",
                "ESAT",
                "particulier",
                name="employerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_organisation_named")),
        sa.CheckConstraint(
            "length(siret) = 14 AND siret NOT GLOB '*[^0-9]*'", name=op.f("ck_organisation_siret_form")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("siret ~ '^[0-9]{14}$'", name=op.f("ck_organisation_siret_form")).ddl_if(
            dialect="postgresql"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index("ix_organisation_name_key", ["name_key"], unique=False)
        batch_op.create_index(
            "uq_organisation_name_key_without_siret",
            ["name_key"],
            unique=True,
            sqlite_where=sa.text("siret IS NULL"),
            postgresql_where=sa.text("siret IS NULL"),
        )
        batch_op.create_index("uq_organisation_siret", ["siret"], unique=True)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identifier", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("last_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("first_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("last_key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("first_key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column(
            "sex", sa.Enum("F", "M", name="sex", native_enum=False, create_constraint=True, length=40), nullable=True
        ),
        sa.Column("rsa", sa.Boolean(), nullable=True),
        sa.Column("rqth", sa.Boolean(), nullable=True),
        sa.Column("work_permit_until", sa.Date(), nullable=True),
        sa.Column("unemployed_since", sa.Date(), nullable=True),
        sa.Column("education_level", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("french_level", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("jobs", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("skills", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("licences", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("mobility_km", sa.Integer(), nullable=True),
        sa.Column("available_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(last_key) > 0 AND length(first_key) > 0", name=op.f("ck_person_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_birth_date", ["birth_date"], unique=False)
        batch_op.create_index("uq_person_identifier", ["identifier"], unique=True)
        batch_op.create_index(
            "uq_person_same_without_identifier",
            ["last_key", "first_key", "birth_date"],
            unique=True,
            sqlite_where=sa.text("identifier IS NULL"),
            postgresql_where=sa.text("identifier IS NULL"),
        )

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_stored_file_sha256_form")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_stored_file_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_stored_file_sha256")),
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column(
            "employer_kind",
            sa.Enum(
                "entreprise",
                "ETT",
                "ETTI",
                "EI",
                "ACI",
                "AI",
                "GEIQ",
                "REGIE",
                "EA",
                "ESAT",
                "particulier",
                name="employerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
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
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "modality",
            sa.Enum(
                "embauche_directe",
                "mise_a_disposition",
                "sous_traitance",
                name="modality",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_contract_in_order")),
        sa.ForeignKeyConstraint(["employer_id"], ["organisation.id"], name=op.f("fk_contract_employer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contract_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index("uq_contract_same", ["person_id", "employer_id", "kind", "starts_on"], unique=True)

    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "markets",
                "people",
                "hours",
                "needs",
                "exits",
                "decp",
                "rome",
                "qpv",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("options", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_accepted", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("rows_ignored", sa.Integer(), nullable=False),
        sa.Column("rows_warned", sa.Integer(), nullable=False),
        sa.Column("lines_created", sa.Integer(), nullable=False),
        sa.Column("lines_replaced", sa.Integer(), nullable=False),
        sa.Column("lines_unchanged", sa.Integer(), nullable=False),
        sa.Column("hours", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(author) > 0", name=op.f("ck_import_run_author_named")),
        sa.CheckConstraint(
            "rows_read = rows_accepted + rows_rejected + rows_ignored", name=op.f("ck_import_run_rows_add_up")
        ),
        sa.ForeignKeyConstraint(["stored_file_id"], ["stored_file.id"], name=op.f("fk_import_run_stored_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_run_stored_file_id"), ["stored_file_id"], unique=False)

    op.create_table(
        "market",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("reference_key", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "BTP", "MS", "PI", "FOURNITURES", name="nature", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("consulted_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("social_consideration", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("publics", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR notified_on IS NULL OR ends_on >= notified_on", name=op.f("ck_market_in_order")
        ),
        sa.CheckConstraint("length(reference_key) > 0", name=op.f("ck_market_referenced")),
        sa.ForeignKeyConstraint(["buyer_id"], ["organisation.id"], name=op.f("fk_market_buyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market")),
    )
    with op.batch_alter_table("market", schema=None) as batch_op:
        batch_op.create_index("ix_market_reference_key", ["reference_key"], unique=False)
        batch_op.create_index("uq_market_buyer_reference", ["buyer_id", "reference_key"], unique=True)

    op.create_table(
        "exit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("exited_on", sa.Date(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "emploi",
                "formation",
                "creation",
                "non_respect",
                "sante",
                "suivi_long",
                "autre_accompagnement",
                "indisponible",
                "demenagement",
                "a_sa_demande",
                "maternite",
                "situation_administrative",
                "retraite",
                "deces",
                "autre",
                name="exitreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason_sent", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
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
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("part_time_agreed", sa.Boolean(), nullable=False),
        sa.Column("aided", sa.Boolean(), nullable=False),
        sa.Column("employer", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "employer_kind",
            sa.Enum(
                "entreprise",
                "ETT",
                "ETTI",
                "EI",
                "ACI",
                "AI",
                "GEIQ",
                "REGIE",
                "EA",
                "ESAT",
                "particulier",
                name="employerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("evidence", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "protocol",
            sa.Enum(
                "dijon-2018",
                "dijon-2023",
                "dijon-2024",
                "rouen-2021",
                "ariq-2024",
                name="protocol",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("verdict_positive", sa.Boolean(), nullable=True),
        sa.Column("verdict_kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("verdict_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint("decided OR decided_on IS NULL", name=op.f("ck_exit_dated_when_decided")),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name=op.f("ck_exit_in_order")
        ),
        sa.CheckConstraint("weekly_hours IS NULL OR weekly_hours >= 0", name=op.f("ck_exit_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exit_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_exit_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit")),
    )
    with op.batch_alter_table("exit", schema=None) as batch_op:
        batch_op.create_index("ix_exit_exited_on", ["exited_on"], unique=False)
        batch_op.create_index("uq_exit_person_exited_on", ["person_id", "exited_on"], unique=True)

    op.create_table(
        "import_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "error",
                "to_check",
                "blocking",
                "warning",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("message", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("suggestion", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_issue_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_issue")),
    )
    with op.batch_alter_table("import_issue", schema=None) as batch_op:
        batch_op.create_index("ix_import_issue_place", ["run_id", "sheet", "row"], unique=False)

    op.create_table(
        "lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sector", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("cpv", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
        sa.Column(
            "nature",
            sa.Enum(
                "BTP", "MS", "PI", "FOURNITURES", name="nature", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.CheckConstraint("length(number) > 0", name=op.f("ck_lot_numbered")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_lot_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
    )
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.create_index("uq_lot_market_number", ["market_id", "number"], unique=True)

    op.create_table(
        "orientation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("oriented_on", sa.Date(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum("BTP", "MS", "PI", "unknown", name="sector", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("PLIE", "AUTRES", name="origin", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("prescriber", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("referent", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "validated", "not_integrated", name="decision", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decided_on IS NULL OR decision IS NOT NULL", name=op.f("ck_orientation_date_with_decision")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_orientation_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_orientation_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orientation")),
    )
    with op.batch_alter_table("orientation", schema=None) as batch_op:
        batch_op.create_index("ix_orientation_oriented_on", ["oriented_on"], unique=False)
        batch_op.create_index("uq_orientation_person_day_sector", ["person_id", "oriented_on", "sector"], unique=True)

    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_participation_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participation_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_participation_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index("uq_participation_person_starts_on", ["person_id", "starts_on"], unique=True)

    op.create_table(
        "residence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("postal_code", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=True),
        sa.Column("commune", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("qpv_key", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("qpv_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint("(qpv_key IS NOT NULL) OR (qpv_name IS NULL)", name=op.f("ck_residence_qpv_name_with_key")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_residence_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_residence_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residence")),
    )
    with op.batch_alter_table("residence", schema=None) as batch_op:
        batch_op.create_index("uq_residence_person_since", ["person_id", "since"], unique=True)

    op.create_table(
        "contractor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "titulaire",
                "cotraitant",
                "sous_traitant",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("credits_id", sa.Integer(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "credits_id IS NULL OR role = 'sous_traitant'", name=op.f("ck_contractor_only_subcontractors_credit")
        ),
        sa.CheckConstraint("amount_cents IS NULL OR amount_cents >= 0", name=op.f("ck_contractor_amount")),
        sa.ForeignKeyConstraint(["credits_id"], ["contractor.id"], name=op.f("fk_contractor_credits_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_contractor_lot_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_contractor_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractor")),
    )
    with op.batch_alter_table("contractor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contractor_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("uq_contractor_lot_organisation", ["lot_id", "organisation_id"], unique=True)

    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "current",
                "superseded",
                "proposed",
                "refused",
                name="declarationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("strftime('%d', month) = '01'", name=op.f("ck_declaration_whole_month")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("extract(day from month) = 1", name=op.f("ck_declaration_whole_month")).ddl_if(
            dialect="postgresql"
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_declaration_version")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_declaration_contractor_id")),
        sa.ForeignKeyConstraint(["employer_id"], ["organisation.id"], name=op.f("fk_declaration_employer_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_declaration_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.create_index("ix_declaration_month", ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_run_id"), ["run_id"], unique=False)
        batch_op.create_index(
            "uq_declaration_unit_current",
            ["contractor_id", "employer_id", "month"],
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )
        batch_op.create_index(
            "uq_declaration_unit_proposed",
            ["contractor_id", "employer_id", "month"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.create_index(
            "uq_declaration_unit_version", ["contractor_id", "employer_id", "month", "version"], unique=True
        )

    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("fixed", "per_euro", name="obligationkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("cents_per_hour", sa.BigInteger(), nullable=True),
        sa.Column("threshold_cents", sa.BigInteger(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'fixed' AND due IS NOT NULL AND due >= 0 AND cents_per_hour IS NULL) OR (kind = 'per_euro' AND due IS NULL AND cents_per_hour IS NOT NULL AND cents_per_hour > 0 AND threshold_cents >= 0)",
            name=op.f("ck_obligation_formula"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_obligation_version")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_obligation_contractor_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_obligation_lot_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_obligation_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
    )
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_obligation_contractor_version",
            ["contractor_id", "version"],
            unique=True,
            sqlite_where=sa.text("contractor_id IS NOT NULL"),
            postgresql_where=sa.text("contractor_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_obligation_lot_version",
            ["lot_id", "version"],
            unique=True,
            sqlite_where=sa.text("contractor_id IS NULL"),
            postgresql_where=sa.text("contractor_id IS NULL"),
        )

    op.create_table(
        "penalty_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contractor_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("cents_per_hour", sa.BigInteger(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("cents_per_hour >= 0", name=op.f("ck_penalty_rule_amount")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_penalty_rule_version")),
        sa.ForeignKeyConstraint(["contractor_id"], ["contractor.id"], name=op.f("fk_penalty_rule_contractor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penalty_rule")),
    )
    with op.batch_alter_table("penalty_rule", schema=None) as batch_op:
        batch_op.create_index("uq_penalty_rule_contractor_version", ["contractor_id", "version"], unique=True)

    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=False),
        sa.Column("training", sa.BigInteger(), nullable=False),
        sa.Column("sent", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "to_check",
                "validated",
                "rejected",
                "superseded",
                name="linestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("claim", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("validated_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("validated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint(
            "(state = 'validated') = (validated_by IS NOT NULL) AND (validated_by IS NULL) = (validated_at IS NULL) OR state = 'superseded'",
            name=op.f("ck_line_validated_by_someone"),
        ),
        sa.CheckConstraint(
            "contract_id IS NOT NULL OR state IN ('to_check', 'rejected', 'superseded')",
            name=op.f("ck_line_counts_with_contract"),
        ),
        sa.CheckConstraint(
            "state <> 'rejected' OR (reason IS NOT NULL AND length(reason) > 0)",
            name=op.f("ck_line_rejected_with_reason"),
        ),
        sa.CheckConstraint("hours >= 0 AND training >= 0", name=op.f("ck_line_not_negative")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_line_contract_id")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_line_declaration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
    )
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.create_index("ix_line_contract_id", ["contract_id"], unique=False)
        batch_op.create_index("uq_line_origin", ["declaration_id", "sheet", "row", "column"], unique=True)

    op.execute(sa.text(f"INSERT INTO journal_head (id, count, seal) VALUES (1, 0, '{'0' * 64}')"))
    for statement in seals.APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.drop_index("uq_line_origin")
        batch_op.drop_index("ix_line_contract_id")

    op.drop_table("line")
    with op.batch_alter_table("penalty_rule", schema=None) as batch_op:
        batch_op.drop_index("uq_penalty_rule_contractor_version")

    op.drop_table("penalty_rule")
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_obligation_lot_version",
            sqlite_where=sa.text("contractor_id IS NULL"),
            postgresql_where=sa.text("contractor_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_obligation_contractor_version",
            sqlite_where=sa.text("contractor_id IS NOT NULL"),
            postgresql_where=sa.text("contractor_id IS NOT NULL"),
        )

    op.drop_table("obligation")
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_index("uq_declaration_unit_version")
        batch_op.drop_index(
            "uq_declaration_unit_proposed",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_index(
            "uq_declaration_unit_current",
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )
        batch_op.drop_index(batch_op.f("ix_declaration_run_id"))
        batch_op.drop_index("ix_declaration_month")

    op.drop_table("declaration")
    with op.batch_alter_table("contractor", schema=None) as batch_op:
        batch_op.drop_index("uq_contractor_lot_organisation")
        batch_op.drop_index(batch_op.f("ix_contractor_organisation_id"))

    op.drop_table("contractor")
    with op.batch_alter_table("residence", schema=None) as batch_op:
        batch_op.drop_index("uq_residence_person_since")

    op.drop_table("residence")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index("uq_participation_person_starts_on")

    op.drop_table("participation")
    with op.batch_alter_table("orientation", schema=None) as batch_op:
        batch_op.drop_index("uq_orientation_person_day_sector")
        batch_op.drop_index("ix_orientation_oriented_on")

    op.drop_table("orientation")
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.drop_index("uq_lot_market_number")

    op.drop_table("lot")
    with op.batch_alter_table("import_issue", schema=None) as batch_op:
        batch_op.drop_index("ix_import_issue_place")

    op.drop_table("import_issue")
    with op.batch_alter_table("exit", schema=None) as batch_op:
        batch_op.drop_index("uq_exit_person_exited_on")
        batch_op.drop_index("ix_exit_exited_on")

    op.drop_table("exit")
    with op.batch_alter_table("market", schema=None) as batch_op:
        batch_op.drop_index("uq_market_buyer_reference")
        batch_op.drop_index("ix_market_reference_key")

    op.drop_table("market")
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_run_stored_file_id"))

    op.drop_table("import_run")
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_index("uq_contract_same")
        batch_op.drop_index(batch_op.f("ix_contract_employer_id"))

    op.drop_table("contract")
    op.drop_table("stored_file")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_same_without_identifier",
            sqlite_where=sa.text("identifier IS NULL"),
            postgresql_where=sa.text("identifier IS NULL"),
        )
        batch_op.drop_index("uq_person_identifier")
        batch_op.drop_index("ix_person_birth_date")

    op.drop_table("person")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index("uq_organisation_siret")
        batch_op.drop_index(
            "uq_organisation_name_key_without_siret",
            sqlite_where=sa.text("siret IS NULL"),
            postgresql_where=sa.text("siret IS NULL"),
        )
        batch_op.drop_index("ix_organisation_name_key")

    op.drop_table("organisation")
    with op.batch_alter_table("locked_month", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_locked_month_month_open",
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )

    op.drop_table("locked_month")
    op.drop_table("journal_head")
    op.drop_table("journal")
    for statement in seals.REMOVED[op.get_bind().dialect.name]:
        op.execute(statement)
