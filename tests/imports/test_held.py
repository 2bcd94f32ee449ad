"""Lines that wait for what is said of a column, of a sheet or of the file."""

from __future__ import annotations

from sqlmodel import col, select

from clauses.db import reading
from clauses.hours.models import Line
from clauses.hours.rules import LineState
from tests.imports.office import HOURS, KARIM_HOURS, Office


def test_a_column_of_hours_that_is_not_read_holds_the_lines_where_it_says_something(small_office: Office) -> None:
    small_office.prepare()
    overtime = "Heures supplémentaires"
    small_office.hours({**HOURS, overtime: "10"}, {**KARIM_HOURS, overtime: ""}, by="Reprise", validate=True)
    with reading(small_office.engine) as session:
        found = session.exec(select(Line).order_by(col(Line.row))).all()
    assert [(line.state, line.blocking) for line in found] == [
        (LineState.SUBMITTED, True),
        (LineState.VALIDATED, False),
    ]
