"""Official data: the nomenclatures, their editions, and three more kinds of file.

Revision: 0004. After: 0003.
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = ("markets", "people", "hours", "needs", "exits", "decp", "rome", "qpv")
AFTER = (*BEFORE, "communes", "naf", "cpv")


def upgrade() -> None:
    _kinds(BEFORE, AFTER)
    op.create_table(
        "cpv_code",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("check_digit", sqlmodel.sql.sqltypes.AutoString(length=1), nullable=True),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("parent", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
        sa.CheckConstraint("length(code) = 8", name=op.f("ck_cpv_code_code_form")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_cpv_code")),
    )
    op.create_table(
        "naf_code",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("length(code) > 0", name=op.f("ck_naf_code_coded")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_naf_code")),
    )
    op.create_table(
        "official_commune",
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("postal_codes", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("department", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("epci", sqlmodel.sql.sqltypes.AutoString(length=9), nullable=True),
        sa.Column("epci_name", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("longitude", sa.BigInteger(), nullable=True),
        sa.Column("latitude", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(longitude IS NULL) = (latitude IS NULL)", name=op.f("ck_official_commune_placed")),
        sa.CheckConstraint("length(insee) = 5", name=op.f("ck_official_commune_insee_form")),
        sa.CheckConstraint("length(name_key) > 0", name=op.f("ck_official_commune_named")),
        sa.PrimaryKeyConstraint("insee", name=op.f("pk_official_commune")),
    )
    with op.batch_alter_table("official_commune", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_official_commune_name_key"), ["name_key"], unique=False)

    op.create_table(
        "qpv_perimeter",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column(
            "generation",
            sa.Enum("2015", "2024", name="qpvgeneration", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("insee", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("communes", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("contour", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("west", sa.BigInteger(), nullable=True),
        sa.Column("south", sa.BigInteger(), nullable=True),
        sa.Column("east", sa.BigInteger(), nullable=True),
        sa.Column("north", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(contour IS NULL) = (west IS NULL) AND (contour IS NULL) = (south IS NULL) AND (contour IS NULL) = (east IS NULL) AND (contour IS NULL) = (north IS NULL)",
            name=op.f("ck_qpv_perimeter_bounded"),
        ),
        sa.CheckConstraint("length(code) > 0", name=op.f("ck_qpv_perimeter_coded")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_qpv_perimeter")),
    )
    op.create_table(
        "rome_appellation",
        sa.Column("ogr", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("short_label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("parent", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=True),
        sa.Column("seldom_used", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(job) = 5", name=op.f("ck_rome_appellation_job_form")),
        sa.PrimaryKeyConstraint("ogr", name=op.f("pk_rome_appellation")),
    )
    with op.batch_alter_table("rome_appellation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rome_appellation_job"), ["job"], unique=False)

    op.create_table(
        "rome_domain",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("length(code) IN (1, 3)", name=op.f("ck_rome_domain_code_form")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_rome_domain")),
    )
    op.create_table(
        "rome_item",
        sa.Column("ogr", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "competence",
                "savoir",
                "contexte",
                name="romeitemkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("category", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("ogr", name=op.f("pk_rome_item")),
    )
    op.create_table(
        "rome_job",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("parent", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.CheckConstraint("length(code) = 5", name=op.f("ck_rome_job_code_form")),
        sa.CheckConstraint("length(parent) = 5", name=op.f("ck_rome_job_parent_form")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_rome_job")),
    )
    with op.batch_alter_table("rome_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rome_job_parent"), ["parent"], unique=False)

    op.create_table(
        "rome_job_domain",
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("domain", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.CheckConstraint("length(job) = 5", name=op.f("ck_rome_job_domain_job_form")),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_rome_job_domain")),
    )
    op.create_table(
        "rome_job_item",
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("ogr", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("core", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.CheckConstraint("length(job) = 5", name=op.f("ck_rome_job_item_job_form")),
        sa.PrimaryKeyConstraint("job", "ogr", name=op.f("pk_rome_job_item")),
    )
    op.create_table(
        "rome_job_sector",
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("division", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.CheckConstraint("length(job) = 5", name=op.f("ck_rome_job_sector_job_form")),
        sa.PrimaryKeyConstraint("job", "division", name=op.f("pk_rome_job_sector")),
    )
    op.create_table(
        "rome_licence",
        sa.Column("ogr", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("category", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("ogr", name=op.f("pk_rome_licence")),
    )
    op.create_table(
        "rome_move",
        sa.Column("ogr", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("before", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("before_label", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("after", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.CheckConstraint("length(after) = 5", name=op.f("ck_rome_move_after_form")),
        sa.CheckConstraint("length(before) = 5", name=op.f("ck_rome_move_before_form")),
        sa.PrimaryKeyConstraint("ogr", name=op.f("pk_rome_move")),
    )
    with op.batch_alter_table("rome_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rome_move_before"), ["before"], unique=False)

    op.create_table(
        "rome_neighbour",
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("near", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(job) = 5", name=op.f("ck_rome_neighbour_job_form")),
        sa.CheckConstraint("length(near) = 5", name=op.f("ck_rome_neighbour_near_form")),
        sa.PrimaryKeyConstraint("job", "near", name=op.f("pk_rome_neighbour")),
    )
    op.create_table(
        "rome_sector",
        sa.Column("division", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("length(division) = 2", name=op.f("ck_rome_sector_division_form")),
        sa.PrimaryKeyConstraint("division", name=op.f("pk_rome_sector")),
    )
    op.create_table(
        "market_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("buyer_siret", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("reference_key", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("buyer_name", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("search_key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("social", sa.Boolean(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "accepted", "dismissed", name="draftstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (market_id IS NOT NULL)", name=op.f("ck_market_draft_accepted_into_a_market")
        ),
        sa.CheckConstraint("(state = 'open') = (decided_by IS NULL)", name=op.f("ck_market_draft_decided_by_someone")),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_market_draft_decided_when")),
        sa.CheckConstraint("length(reference_key) > 0", name=op.f("ck_market_draft_referenced")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_market_draft_version")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_market_draft_market_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_market_draft_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_draft")),
    )
    with op.batch_alter_table("market_draft", schema=None) as batch_op:
        batch_op.create_index("ix_market_draft_listed", ["state", "social", "notified_on"], unique=False)
        batch_op.create_index("uq_market_draft_buyer_reference", ["buyer_siret", "reference_key"], unique=True)

    op.create_table(
        "reference_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "rome.jobs",
                "rome.appellations",
                "rome.skills",
                "rome.knowledge",
                "rome.contexts",
                "rome.job_items",
                "rome.mobility",
                "rome.great_domains",
                "rome.domains",
                "rome.job_domains",
                "rome.sectors",
                "rome.job_sectors",
                "rome.moves",
                "rome.licences",
                "qpv",
                "communes",
                "naf",
                "cpv",
                name="referencepart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_reference_edition_sha256_form")),
        sa.CheckConstraint("rows >= 0", name=op.f("ck_reference_edition_rows")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_reference_edition_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_edition")),
    )
    with op.batch_alter_table("reference_edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reference_edition_part"), ["part"], unique=False)

    op.create_table(
        "market_draft_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_market_draft_version_version")),
        sa.ForeignKeyConstraint(["draft_id"], ["market_draft.id"], name=op.f("fk_market_draft_version_draft_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_market_draft_version_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_draft_version")),
    )
    with op.batch_alter_table("market_draft_version", schema=None) as batch_op:
        batch_op.create_index("uq_market_draft_version_draft_version", ["draft_id", "version"], unique=True)


def downgrade() -> None:
    op.execute(
        sa.text(
            "DELETE FROM import_issue WHERE run_id IN (SELECT id FROM import_run WHERE kind IN ('communes', 'naf', 'cpv'))"
        )
    )

    with op.batch_alter_table("market_draft_version", schema=None) as batch_op:
        batch_op.drop_index("uq_market_draft_version_draft_version")

    op.drop_table("market_draft_version")
    with op.batch_alter_table("reference_edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reference_edition_part"))

    op.drop_table("reference_edition")
    with op.batch_alter_table("market_draft", schema=None) as batch_op:
        batch_op.drop_index("uq_market_draft_buyer_reference")
        batch_op.drop_index("ix_market_draft_listed")

    op.drop_table("market_draft")
    op.drop_table("rome_sector")
    op.drop_table("rome_neighbour")
    with op.batch_alter_table("rome_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rome_move_before"))

    op.drop_table("rome_move")
    op.drop_table("rome_licence")
    op.drop_table("rome_job_sector")
    op.drop_table("rome_job_item")
    op.drop_table("rome_job_domain")
    with op.batch_alter_table("rome_job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rome_job_parent"))

    op.drop_table("rome_job")
    op.drop_table("rome_item")
    op.drop_table("rome_domain")
    with op.batch_alter_table("rome_appellation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rome_appellation_job"))

    op.drop_table("rome_appellation")
    op.drop_table("qpv_perimeter")
    with op.batch_alter_table("official_commune", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_official_commune_name_key"))

    op.drop_table("official_commune")
    op.drop_table("naf_code")
    op.drop_table("cpv_code")
    op.execute(sa.text("DELETE FROM import_run WHERE kind IN ('communes', 'naf', 'cpv')"))
    _kinds(AFTER, BEFORE)


def _kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Other kinds of file that an import may be of.

    On SQLite the text of the CHECK is changed in place, as its documentation says for what touches no row
    (« ALTER TABLE », §7): making the table again would delete the rows that lines and issues refer to.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_import_run_filekind"), "import_run", type_="check")
        op.create_check_constraint(op.f("ck_import_run_filekind"), "import_run", f"kind IN ({_listed(after)})")
        return
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'import_run'",
        (f"({_listed(before)})", f"({_listed(after)})"),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
