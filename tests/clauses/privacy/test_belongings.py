"""Everything held on one person, found by the foreign keys."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, create_engine, insert
from sqlmodel import Session

from clauses.privacy.belongings import belongings
from clauses.privacy.labels import COLUMNS, HIDDEN, TITLES
from clauses.tables import metadata
from tests import factories

OTHERS = {"organisation", "market", "lot", "contractor", "declaration", "import_run", "stored_file", "need"}


def theirs(session: Session, person_id: int) -> dict[str, int]:
    return {belonging.table: len(belonging.rows) for belonging in belongings(session, metadata, person_id)}


def test_what_is_theirs_is_found_through_what_is_theirs(session: Session) -> None:
    lea, karim = (factories.id_of(factories.person(session)) for _ in range(2))
    contract = factories.contract(session, person_id=lea)
    for _ in range(2):
        factories.line(session, contract_id=factories.id_of(contract))
    factories.residence(session, person_id=lea)
    factories.suggestion(session, proposal_id=factories.id_of(factories.proposal(session, person_id=lea)))
    factories.residence(session, person_id=karim)
    assert theirs(session, lea) == {
        "person": 1, "contract": 1, "line": 2, "residence": 1, "proposal": 1, "suggestion": 1,
    }  # fmt: skip
    assert theirs(session, karim) == {"person": 1, "residence": 1}


def test_nobody_has_nothing(session: Session) -> None:
    assert belongings(session, metadata, 404) == ()


def test_a_table_added_tomorrow_is_found_without_a_line_of_ours() -> None:
    """Two links to the same rows, a key of two columns, more rows than one statement asks for."""
    schema = MetaData()
    person = Table("person", schema, Column("id", Integer, primary_key=True))
    course = Table(
        "course", schema,
        Column("id", Integer, primary_key=True), Column("person_id", ForeignKey("person.id")),
        Column("before_id", ForeignKey("course.id")),
    )  # fmt: skip
    mark = Table(
        "mark", schema,
        Column("course_id", ForeignKey("course.id"), primary_key=True), Column("subject", String, primary_key=True),
        Column("again_id", ForeignKey("course.id")),
    )  # fmt: skip
    engine = create_engine("sqlite://")
    schema.create_all(engine)
    with Session(engine) as session:
        connection = session.connection()
        connection.execute(insert(person), [{"id": 1}, {"id": 2}])
        connection.execute(
            insert(course), [{"id": number, "person_id": 1 + number % 2, "before_id": None} for number in range(2400)]
        )
        connection.execute(
            insert(mark), [{"course_id": number, "subject": "a", "again_id": number} for number in range(2400)]
        )
        found = {belonging.table: belonging.rows for belonging in belongings(session, schema, 1)}
    assert {table: len(rows) for table, rows in found.items()} == {"person": 1, "course": 1200, "mark": 1200}
    assert all(row["course_id"] % 2 == 0 for row in found["mark"])
    engine.dispose()


def test_every_table_and_column_that_may_be_shown_has_its_words() -> None:
    reached, tables = {"person"}, metadata.tables
    for table in metadata.sorted_tables:
        if any(key.column.table.name in reached for column in table.columns for key in column.foreign_keys):
            reached.add(table.name)
    assert not reached & OTHERS
    assert reached == set(TITLES)
    columns = {column.name for name in reached for column in tables[name].columns} - HIDDEN
    assert sorted(columns - set(COLUMNS)) == []
    assert sorted(set(COLUMNS) - columns) == []
