"""Declarations refer to their contractor, their employer and their import together

Revision: 0016. After: 0015.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_PARENTS = {"contractor_id": "contractor", "employer_id": "organisation", "run_id": "import_run"}
_NAMED = ", ".join(_PARENTS)
_TOGETHER = ("fk_declaration_submission", _NAMED, f"submission ({_NAMED})")
_APART = [(f"fk_declaration_{column}", column, f"{parent} (id)") for column, parent in _PARENTS.items()]

_Key = tuple[str, str, str]
"""The name of a foreign key, its columns, and what they refer to."""


def upgrade() -> None:
    op.create_table(
        "submission",
        *(sa.Column(column, sa.Integer(), nullable=False) for column in _PARENTS),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_submission_{column}"))
            for column, parent in _PARENTS.items()
        ),
        sa.PrimaryKeyConstraint(*_PARENTS, name=op.f("pk_submission")),
    )
    op.execute(f"INSERT INTO submission ({_NAMED}) SELECT DISTINCT {_NAMED} FROM declaration")
    _refer(_APART, [_TOGETHER])


def downgrade() -> None:
    _refer([_TOGETHER], _APART)
    op.drop_table("submission")


def _refer(before: list[_Key], after: list[_Key]) -> None:
    """Replaces foreign keys of declarations. SQLite cannot change one: the text of its table is replaced."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for name, _, _ in before:
            op.execute(f"ALTER TABLE declaration DROP CONSTRAINT {name}")
        for name, columns, parent in after:
            op.execute(f"ALTER TABLE declaration ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {parent}")
        return
    said = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'declaration'").scalar_one()
    for name, _, _ in before:
        said, found = re.subn(
            rf",\s*CONSTRAINT {name} FOREIGN KEY ?\([^)]*\) REFERENCES \w+ \([^)]*\)", "", said, count=1
        )
        if not found:
            raise RuntimeError(f"{name} is not where it was")
    for name, columns, parent in after:
        said = f"{said.rstrip().removesuffix(')')}, CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {parent})"
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = 'declaration'", (said,)
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
