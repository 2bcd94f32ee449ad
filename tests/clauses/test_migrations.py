"""The schema: complete, the same from nothing on both engines, and refused when it is of another version."""

from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from clauses.db import engine_for, writing
from clauses.errors import Conflict, Unusable
from clauses.migrations import upgrade as migrations
from tests import factories


def test_the_tables_of_the_code_are_those_of_the_database(engine: Engine) -> None:
    assert migrations.differences(engine) == []


def test_a_migrated_database_is_accepted(engine: Engine) -> None:
    migrations.require_current(engine)
    assert migrations.version(engine) == migrations.head()


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    migrations.upgrade(engine)
    assert migrations.differences(engine) == []


def test_an_empty_database_is_refused_with_advice() -> None:
    with pytest.raises(Conflict, match="clauses migrate") as refused:
        migrations.require_current(engine_for("sqlite://"))
    assert refused.value.code == "database.empty"


def test_a_database_of_another_version_is_refused_with_advice(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflict, match="9999") as refused:
        migrations.require_current(engine)
    assert refused.value.code == "database.other_version"


def test_a_database_that_does_not_answer_is_named() -> None:
    with pytest.raises(Unusable) as refused:
        migrations.version(engine_for("postgresql://nobody@127.0.0.1:1/none"))
    assert refused.value.code == "database.away"


def test_the_first_migration_can_be_undone(engine: Engine) -> None:
    from alembic import command

    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(migrations.configuration(connection), "base")
    assert migrations.version(engine) is None
    migrations.upgrade(engine)
    assert migrations.differences(engine) == []


def test_what_was_declared_before_submissions_finds_its_own(engine: Engine) -> None:
    from alembic import command

    def to(version: str) -> None:
        with engine.execution_options(writes=True).begin() as connection:
            getattr(command, "upgrade" if version == "head" else "downgrade")(
                migrations.configuration(connection), version
            )

    def rows(table: str) -> list[tuple[int, ...]]:
        named = text(f"SELECT contractor_id, employer_id, run_id FROM {table} ORDER BY 1, 2, 3")
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(named)]

    with writing(engine) as session:
        first = factories.declaration(session)
        named = {"contractor_id": first.contractor_id, "employer_id": first.employer_id, "run_id": first.run_id}
        factories.declaration(session, **named, month=date(2023, 5, 1))
        factories.declaration(session)
    to("0015")
    declared = rows("declaration")
    with pytest.raises(IntegrityError), engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE declaration SET employer_id = 999999"))
    to("head")
    assert (len(declared), rows("declaration")) == (3, declared)
    assert rows("submission") == sorted(set(declared))
    with pytest.raises(IntegrityError), engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE declaration SET employer_id = 999999"))
    assert migrations.differences(engine) == []
