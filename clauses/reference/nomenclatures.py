"""The official nomenclatures as loaded: one row a code, as the publisher writes it, and the edition of each part.

Rows have the publisher's own code as key. Files come in any order, so no table refers to another one here: a fiche may
be known before its appellations, or after.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.reference.parts import QpvGeneration, ReferencePart, RomeItemKind

ROME_CODE = "length({0}) = 5"


class ReferenceEdition(SQLModel, table=True):
    """One loading of a part: its version and date as far as its file says them. The last one is in use."""

    __tablename__ = "reference_edition"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_form"),
        CheckConstraint("rows >= 0", name="rows"),
    )

    id: int | None = Field(default=None, primary_key=True)
    part: ReferencePart = Field(sa_type=coded(ReferencePart), index=True)
    version: str | None = Field(default=None, max_length=40)
    dated_on: date | None = None
    sha256: str = Field(max_length=64)
    rows: int
    loaded_at: datetime
    run_id: int = Field(foreign_key="import_run.id")


class RomeJob(SQLModel, table=True):
    """A fiche of the ROME; ``parent`` is the code that it had before 2023, its own where it did not move."""

    __tablename__ = "rome_job"
    __table_args__ = (
        CheckConstraint(ROME_CODE.format("code"), name="code_form"),
        CheckConstraint(ROME_CODE.format("parent"), name="parent_form"),
    )

    code: str = Field(primary_key=True, max_length=5)
    label: str
    parent: str = Field(max_length=5, index=True)


class RomeAppellation(SQLModel, table=True):
    """A name that a job bears, masculine and feminine in one; ``ogr`` is its number at France Travail."""

    __tablename__ = "rome_appellation"
    __table_args__ = (CheckConstraint(ROME_CODE.format("job"), name="job_form"),)

    ogr: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    label: str
    short_label: str
    job: str = Field(max_length=5, index=True)
    parent: str | None = Field(default=None, max_length=5)
    seldom_used: bool = False


class RomeItem(SQLModel, table=True):
    """A skill, a piece of knowledge, or a context of work; ``category`` is the publisher's."""

    __tablename__ = "rome_item"

    ogr: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    kind: RomeItemKind = Field(sa_type=coded(RomeItemKind))
    label: str
    category: str | None = None


class RomeJobItem(SQLModel, table=True):
    """An item of a fiche; ``core`` is « Principale » or « Émergente » where the publisher says so."""

    __tablename__ = "rome_job_item"
    __table_args__ = (CheckConstraint(ROME_CODE.format("job"), name="job_form"),)

    job: str = Field(primary_key=True, max_length=5)
    ogr: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    core: str | None = Field(default=None, max_length=40)


class RomeNeighbour(SQLModel, table=True):
    """A job that one may move to from another, the nearest first (« rubrique mobilité »)."""

    __tablename__ = "rome_neighbour"
    __table_args__ = (
        CheckConstraint(ROME_CODE.format("job"), name="job_form"),
        CheckConstraint(ROME_CODE.format("near"), name="near_form"),
    )

    job: str = Field(primary_key=True, max_length=5)
    near: str = Field(primary_key=True, max_length=5)
    rank: int


class RomeDomain(SQLModel, table=True):
    """A grand domaine (one letter) or a domaine professionnel (a letter and two digits)."""

    __tablename__ = "rome_domain"
    __table_args__ = (CheckConstraint("length(code) IN (1, 3)", name="code_form"),)

    code: str = Field(primary_key=True, max_length=3)
    label: str


class RomeJobDomain(SQLModel, table=True):
    """The domaine professionnel of a fiche."""

    __tablename__ = "rome_job_domain"
    __table_args__ = (CheckConstraint(ROME_CODE.format("job"), name="job_form"),)

    job: str = Field(primary_key=True, max_length=5)
    domain: str = Field(max_length=3)


class RomeSector(SQLModel, table=True):
    """A sector of the ROME: a NAF division in two digits, or 00 for what is found in all of them."""

    __tablename__ = "rome_sector"
    __table_args__ = (CheckConstraint("length(division) = 2", name="division_form"),)

    division: str = Field(primary_key=True, max_length=2)
    label: str


class RomeJobSector(SQLModel, table=True):
    """A NAF division where a job is found."""

    __tablename__ = "rome_job_sector"
    __table_args__ = (CheckConstraint(ROME_CODE.format("job"), name="job_form"),)

    job: str = Field(primary_key=True, max_length=5)
    division: str = Field(primary_key=True, max_length=2)


class RomeMove(SQLModel, table=True):
    """An appellation that changed code between the ROME 3 and the ROME 4."""

    __tablename__ = "rome_move"
    __table_args__ = (
        CheckConstraint(ROME_CODE.format("before"), name="before_form"),
        CheckConstraint(ROME_CODE.format("after"), name="after_form"),
    )

    ogr: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    label: str
    before: str = Field(max_length=5, index=True)
    before_label: str | None = None
    after: str = Field(max_length=5)


class RomeLicence(SQLModel, table=True):
    """A CACES, a licence or an habilitation that the ROME names."""

    __tablename__ = "rome_licence"

    ogr: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    label: str
    category: str | None = None


class QpvPerimeter(SQLModel, table=True):
    """A quartier prioritaire of one generation; ``key`` is the one that residences bear.

    ``contour`` is JSON: polygons of rings of points, each point two whole numbers of ten-millionths of a degree
    (longitude, latitude; about a centimetre), the first ring outside and the others holes. West, south, east and north
    bound it, in the same unit. A list without contours leaves them null.
    """

    __tablename__ = "qpv_perimeter"
    __table_args__ = (
        CheckConstraint("length(code) > 0", name="coded"),
        CheckConstraint(
            "(contour IS NULL) = (west IS NULL) AND (contour IS NULL) = (south IS NULL)"
            " AND (contour IS NULL) = (east IS NULL) AND (contour IS NULL) = (north IS NULL)",
            name="bounded",
        ),
    )

    code: str = Field(primary_key=True, max_length=12)
    generation: QpvGeneration = Field(sa_type=coded(QpvGeneration))
    name: str
    insee: str = ""
    communes: str = ""
    contour: str | None = None
    west: int | None = Field(default=None, sa_type=BigInteger)
    south: int | None = Field(default=None, sa_type=BigInteger)
    east: int | None = Field(default=None, sa_type=BigInteger)
    north: int | None = Field(default=None, sa_type=BigInteger)


class OfficialCommune(SQLModel, table=True):
    """A commune: its INSEE code, its postal codes (``;`` between), its EPCI.

    Its centroid is in ten-millionths of a degree.
    """

    __tablename__ = "official_commune"
    __table_args__ = (
        CheckConstraint("length(insee) = 5", name="insee_form"),
        CheckConstraint("length(name_key) > 0", name="named"),
        CheckConstraint("(longitude IS NULL) = (latitude IS NULL)", name="placed"),
    )

    insee: str = Field(primary_key=True, max_length=5)
    name: str
    name_key: str = Field(index=True)
    postal_codes: str = ""
    department: str | None = Field(default=None, max_length=3)
    epci: str | None = Field(default=None, max_length=9)
    epci_name: str | None = None
    population: int | None = None
    longitude: int | None = Field(default=None, sa_type=BigInteger)
    latitude: int | None = Field(default=None, sa_type=BigInteger)


class NafCode(SQLModel, table=True):
    """A code of the nomenclature d'activités française, at any of its levels: 43, 43.3, 43.34 or 43.34Z."""

    __tablename__ = "naf_code"
    __table_args__ = (CheckConstraint("length(code) > 0", name="coded"),)

    code: str = Field(primary_key=True, max_length=8)
    label: str


class CpvCode(SQLModel, table=True):
    """A code of the common procurement vocabulary: eight digits, with its check digit apart."""

    __tablename__ = "cpv_code"
    __table_args__ = (CheckConstraint("length(code) = 8", name="code_form"),)

    code: str = Field(primary_key=True, max_length=8)
    check_digit: str | None = Field(default=None, max_length=1)
    label: str
    parent: str | None = Field(default=None, max_length=8)
