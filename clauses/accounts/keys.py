"""What opens the door, as tables: sessions, links that work once, recovery codes, tokens, tries counted, mails to send.

No secret is kept as it was given: what is compared is its SHA-256 (random secrets), or argon2id (passwords).
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from clauses.accounts.rules import LinkKind, TokenScope
from clauses.db import coded


class SignedIn(SQLModel, table=True):
    """A session. Its id was drawn here, never chosen by a browser; only its SHA-256 is kept.

    ``complete`` once the second factor was given, where there is one. ``proven_at``: when they last said who they
    are, by a password or at the provider there and then; a session that the provider had kept open counts as long ago.
    ``id_token``, sealed, is there when one signed in elsewhere: it ends the session there too.
    """

    __tablename__ = "signed_in"
    __table_args__ = (
        CheckConstraint("length(token_hash) = 64", name="token_hash_form"),
        Index("ix_signed_in_user_id", "user_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    user_id: int = Field(foreign_key="user_account.id")
    rights_version: int
    complete: bool = False
    opened_at: datetime
    seen_at: datetime
    proven_at: datetime
    id_token: str | None = None


class ExternalIdentity(SQLModel, table=True):
    """Who an account is at a provider of identities: the subject that it gives, never another one afterwards."""

    __tablename__ = "external_identity"
    __table_args__ = (
        CheckConstraint("length(subject) > 0", name="named"),
        Index("uq_external_identity_issuer_subject", "issuer", "subject", unique=True),
        Index("uq_external_identity_user_issuer", "user_id", "issuer", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id")
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    linked_at: datetime


class OnceLink(SQLModel, table=True):
    """An invitation or a reset: works once, until it expires."""

    __tablename__ = "once_link"
    __table_args__ = (
        CheckConstraint("length(token_hash) = 64", name="token_hash_form"),
        CheckConstraint("expires_at > created_at", name="in_order"),
        Index("ix_once_link_user_id", "user_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: LinkKind = Field(sa_type=coded(LinkKind))
    token_hash: str = Field(max_length=64, unique=True)
    user_id: int = Field(foreign_key="user_account.id")
    created_by: str = Field(max_length=200)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class RecoveryCode(SQLModel, table=True):
    """A code to write down, that stands for the second factor once."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        CheckConstraint("length(code_hash) = 64", name="code_hash_form"),
        Index("uq_recovery_code_user_code", "user_id", "code_hash", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id")
    code_hash: str = Field(max_length=64)
    used_at: datetime | None = None


class Token(SQLModel, table=True):
    """What a program of an entity signs in with. It acts in the capacity of a membership, and ends with it."""

    __table_args__ = (
        CheckConstraint("length(token_hash) = 64", name="token_hash_form"),
        CheckConstraint("length(name) > 0", name="named"),
        CheckConstraint("expires_at > created_at", name="in_order"),
        Index("ix_token_membership_id", "membership_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=80)
    membership_id: int = Field(foreign_key="membership.id")
    allows: TokenScope = Field(sa_type=coded(TokenScope))
    created_by: str = Field(max_length=200)
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class Tries(SQLModel, table=True):
    """How many times a door was tried since ``since``, by account or by address; ``door`` is a keyed hash of either."""

    __table_args__ = (CheckConstraint("count >= 0", name="count"),)

    door: str = Field(primary_key=True, max_length=64)
    since: datetime
    count: int


class Mail(SQLModel, table=True):
    """A mail to send. Its text goes once it is sent: it may hold a link that opens an account."""

    __table_args__ = (
        CheckConstraint("length(recipient) > 0", name="addressed"),
        CheckConstraint("sent_at IS NULL OR body = ''", name="emptied_when_sent"),
        Index("ix_mail_sent_at", "sent_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    recipient: str = Field(max_length=200)
    subject: str = Field(max_length=200)
    body: str
    created_at: datetime
    attempts: int = 0
    sent_at: datetime | None = None


class Answered(SQLModel, table=True):
    """What a request that carried an idempotency key added: the same request is shown it again, and adds nothing.

    ``body`` stays empty: what was answered may name somebody.
    """

    __table_args__ = (Index("uq_answered_actor_key", "actor", "key", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    actor: str = Field(max_length=40)
    key: str = Field(max_length=200)
    fingerprint: str = Field(max_length=64)
    status: int
    location: str = Field(default="", max_length=200)
    body: str
    at: datetime
