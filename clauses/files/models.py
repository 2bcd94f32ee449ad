"""Files as they were received, what each import did, what was said of their cells; documents as they were issued."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.files.rules import DocumentKind, FileKind, Severity


class StoredFile(SQLModel, table=True):
    """A file kept under its SHA-256: the same bytes are kept once, whatever their names.

    ``stored_at`` is when they last came. The row stays when the file is destroyed (`clauses.files.destroyed`).
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_form"),
        CheckConstraint("size >= 0", name="size"),
    )

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(max_length=64, unique=True)
    size: int = Field(sa_type=BigInteger)
    stored_at: datetime


class ImportRun(SQLModel, table=True):
    """One reading of one file that was applied: who, when, how many rows, what changed.

    ``rows_*`` count rows of the sheets, ``lines_*`` count what is stored. ``hours`` are hundredths of an hour.
    """

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("rows_read = rows_accepted + rows_rejected + rows_ignored", name="rows_add_up"),
        CheckConstraint("length(author) > 0", name="author_named"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: FileKind = Field(sa_type=coded(FileKind))
    stored_file_id: int = Field(foreign_key="stored_file.id", index=True)
    file_name: str = Field(max_length=400)
    author: str = Field(max_length=200)
    at: datetime
    options: str = Field(default="{}")
    rows_read: int = 0
    rows_accepted: int = 0
    rows_rejected: int = 0
    rows_ignored: int = 0
    rows_warned: int = 0
    lines_created: int = 0
    lines_replaced: int = 0
    lines_unchanged: int = 0
    hours: int = Field(default=0, sa_type=BigInteger)


class ImportIssue(SQLModel, table=True):
    """One thing said of one cell during one import."""

    __tablename__ = "import_issue"
    __table_args__ = (Index("ix_import_issue_place", "run_id", "sheet", "row"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="import_run.id")
    severity: Severity = Field(sa_type=coded(Severity))
    code: str = Field(max_length=80)
    message: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    suggestion: str | None = None


class IssuedDocument(SQLModel, table=True):
    """A document as it left: its bytes are frozen, its code tells a true one from a false one.

    ``fingerprint`` is the SHA-256 of what it says before it is numbered: the same content is issued once.
    """

    __tablename__ = "issued_document"
    __table_args__ = (
        CheckConstraint("length(code) = 16", name="code_form"),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint_form"),
        CheckConstraint("length(issued_by) > 0", name="author_named"),
        Index("uq_issued_document_content", "kind", "fingerprint", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: DocumentKind = Field(sa_type=coded(DocumentKind))
    number: str = Field(max_length=40, unique=True)
    code: str = Field(max_length=16, unique=True)
    fingerprint: str = Field(max_length=64)
    stored_file_id: int = Field(foreign_key="stored_file.id", index=True)
    issued_by: str = Field(max_length=200)
    issued_at: datetime


class LayoutCorrection(SQLModel, table=True):
    """What somebody said that a column of a sender's files holds, for files of one shape; kept, never written over.

    ``sender`` is ``siret:…`` or, when nobody is named, ``file:…`` (the file's name without figures and months).
    ``shape`` is the fingerprint of the headers. ``field`` None: the column is not to be read.
    """

    __tablename__ = "layout_correction"
    __table_args__ = (
        CheckConstraint("length(shape) = 64", name="shape_form"),
        CheckConstraint("length(sender) > 0 AND length(header_key) > 0", name="named"),
        CheckConstraint("length(author) > 0", name="author_named"),
        CheckConstraint("(superseded_by IS NULL) = (superseded_at IS NULL)", name="superseded_by_someone"),
        Index(
            "uq_layout_correction_in_force",
            "sender",
            "kind",
            "shape",
            "header_key",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    sender: str = Field(max_length=400)
    kind: FileKind = Field(sa_type=coded(FileKind))
    shape: str = Field(max_length=64)
    header: str
    header_key: str = Field(max_length=400)
    field: str | None = Field(default=None, max_length=80)
    author: str = Field(max_length=200)
    at: datetime
    superseded_by: str | None = Field(default=None, max_length=200)
    superseded_at: datetime | None = None
