"""The schema: complete, the same from nothing on both engines, and refused when it is of another version."""

import pytest
from sqlalchemy import Engine, text

from clauses.db import engine_for
from clauses.errors import Conflict, Unusable
from clauses.migrations import upgrade as migrations


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
