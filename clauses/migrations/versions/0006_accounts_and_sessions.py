"""Users, roles, sessions

Revision: 0006. After: 0005.
"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answered",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("fingerprint", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered")),
    )
    with op.batch_alter_table("answered", schema=None) as batch_op:
        batch_op.create_index("uq_answered_actor_key", ["actor", "key"], unique=True)

    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("sent_at IS NULL OR body = ''", name=op.f("ck_mail_emptied_when_sent")),
        sa.CheckConstraint("length(recipient) > 0", name=op.f("ck_mail_addressed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index("ix_mail_sent_at", ["sent_at"], unique=False)

    op.create_table(
        "territory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_territory_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
        sa.UniqueConstraint("name", name=op.f("uq_territory_name")),
    )
    op.create_table(
        "tries",
        sa.Column("door", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_tries_count")),
        sa.PrimaryKeyConstraint("door", name=op.f("pk_tries")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("totp_secret", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("totp_confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("rights_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("disabled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("email = lower(email) AND length(email) > 0", name=op.f("ck_user_account_email_form")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_user_account_named")),
        sa.CheckConstraint(
            "totp_confirmed_at IS NULL OR totp_secret IS NOT NULL", name=op.f("ck_user_account_confirmed_with_secret")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "F",
                "S",
                "E",
                "O",
                "D",
                "P",
                "R",
                "A",
                name="actorkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("manager", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("approved_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.CheckConstraint(
            "(kind NOT IN ('F', 'S') OR territory_id IS NOT NULL) AND (kind NOT IN ('E', 'O', 'D', 'P', 'R') OR organisation_id IS NOT NULL)",
            name=op.f("ck_membership_body_of_kind"),
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> granted_by", name=op.f("ck_membership_granted_by_two")
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_membership_in_order")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_membership_territory_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_organisation_id", ["organisation_id"], unique=False)
        batch_op.create_index("ix_membership_user_id", ["user_id"], unique=False)

    op.create_table(
        "once_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("invitation", "reset", name="linkkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_once_link_in_order")),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_once_link_token_hash_form")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_once_link_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_once_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_once_link_token_hash")),
    )
    with op.batch_alter_table("once_link", schema=None) as batch_op:
        batch_op.create_index("ix_once_link_user_id", ["user_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(code_hash) = 64", name=op.f("ck_recovery_code_code_hash_form")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index("uq_recovery_code_user_code", ["user_id", "code_hash"], unique=True)

    op.create_table(
        "signed_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("rights_version", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("proven_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_signed_in_token_hash_form")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_signed_in_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_token_hash")),
    )
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.create_index("ix_signed_in_user_id", ["user_id"], unique=False)

    op.create_table(
        "territory_person",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_territory_person_person_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_territory_person_territory_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_territory_person")),
    )
    with op.batch_alter_table("territory_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_territory_person_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "deposit",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_deposit_organisation_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_deposit_run_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_deposit_territory_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_deposit_user_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_deposit")),
    )
    with op.batch_alter_table("deposit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deposit_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deposit_territory_id"), ["territory_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deposit_user_id"), ["user_id"], unique=False)

    op.create_table(
        "territory_market",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_territory_market_market_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_territory_market_territory_id")),
        sa.PrimaryKeyConstraint("market_id", name=op.f("pk_territory_market")),
    )
    with op.batch_alter_table("territory_market", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_territory_market_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "allows",
            sa.Enum("read", "deposit", name="tokenscope", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("created_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_token_in_order")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_token_named")),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_token_token_hash_form")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_token_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_token_token_hash")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index("ix_token_membership_id", ["membership_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("assigned_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (lot_id IS NULL)", name=op.f("ck_assignment_one_thing")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_assignment_in_order")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_assignment_lot_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_assignment_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_lot_id"), ["lot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_assignment_lot",
            ["membership_id", "lot_id"],
            unique=True,
            sqlite_where=sa.text("lot_id IS NOT NULL AND ends_on IS NULL"),
            postgresql_where=sa.text("lot_id IS NOT NULL AND ends_on IS NULL"),
        )
        batch_op.create_index(
            "uq_assignment_person",
            ["membership_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("person_id IS NOT NULL AND ends_on IS NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL AND ends_on IS NULL"),
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_last_key_id", ["last_key", "id"], unique=False)

    # The first territory: what belongs to no other. Its number is the one that the engine gives first: 1.
    op.execute("INSERT INTO territory (name) VALUES ('Territoire')")


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_last_key_id")

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_person",
            sqlite_where=sa.text("person_id IS NOT NULL AND ends_on IS NULL"),
            postgresql_where=sa.text("person_id IS NOT NULL AND ends_on IS NULL"),
        )
        batch_op.drop_index(
            "uq_assignment_lot",
            sqlite_where=sa.text("lot_id IS NOT NULL AND ends_on IS NULL"),
            postgresql_where=sa.text("lot_id IS NOT NULL AND ends_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_assignment_person_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_lot_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index("ix_token_membership_id")

    op.drop_table("token")
    with op.batch_alter_table("territory_market", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_territory_market_territory_id"))

    op.drop_table("territory_market")
    with op.batch_alter_table("deposit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deposit_user_id"))
        batch_op.drop_index(batch_op.f("ix_deposit_territory_id"))
        batch_op.drop_index(batch_op.f("ix_deposit_organisation_id"))

    op.drop_table("deposit")
    with op.batch_alter_table("territory_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_territory_person_territory_id"))

    op.drop_table("territory_person")
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.drop_index("ix_signed_in_user_id")

    op.drop_table("signed_in")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index("uq_recovery_code_user_code")

    op.drop_table("recovery_code")
    with op.batch_alter_table("once_link", schema=None) as batch_op:
        batch_op.drop_index("ix_once_link_user_id")

    op.drop_table("once_link")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_user_id")
        batch_op.drop_index("ix_membership_organisation_id")

    op.drop_table("membership")
    op.drop_table("user_account")
    op.drop_table("tries")
    op.drop_table("territory")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_sent_at")

    op.drop_table("mail")
    with op.batch_alter_table("answered", schema=None) as batch_op:
        batch_op.drop_index("uq_answered_actor_key")

    op.drop_table("answered")
