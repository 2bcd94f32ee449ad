"""A list goes on where it stopped: each row once, in order; a cursor of another list is refused."""

import base64
import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.access.lists import BadList, Wanted, listed
from clauses.db import writing
from clauses.files.models import ImportRun
from clauses.people.models import Person
from tests import factories
from tests.clauses.access.asking import asking
from tests.factories import NOON, id_of

DAYS = (3, 1, 2, 1, 3, 1)


@pytest.fixture
def people(engine: Engine) -> Iterator[tuple[Session, list[int]]]:
    """Six people, several born the same day."""
    with writing(engine) as session:
        yield session, [id_of(factories.person(session, birth_date=date(1990, 1, day))) for day in DAYS]


def _whole(session: Session, sort: str, limit: int) -> list[int]:
    read: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = listed(session, asking(), Person, Wanted(sort=sort, cursor=cursor, limit=limit))
        assert len(page.rows) <= limit
        read += [id_of(row) for row in page.rows]
        assert len(read) <= len(DAYS)
        cursor = page.next
    return read


def test_every_row_is_read_once_in_order_whatever_the_page(people: tuple[Session, list[int]]) -> None:
    session, numbers = people
    by_day = sorted(numbers, key=lambda number: (DAYS[numbers.index(number)], number))
    for limit in (1, 2, 3, 6, 7):
        for sort, expected in (
            ("", numbers), ("id", numbers), ("-id", numbers[::-1]), ("birth_date", by_day),
            ("-birth_date", by_day[::-1]),
        ):  # fmt: skip
            assert _whole(session, sort, limit) == expected, (sort, limit)


def test_a_search_finds_each_word_in_either_name(people: tuple[Session, list[int]]) -> None:
    session, _ = people
    roy = id_of(factories.person(session, last_name="Roy", first_name="Léa"))
    factories.person(session, last_name="Roy", first_name="Luc")
    assert [row.id for row in listed(session, asking(), Person, Wanted(search="lea roy")).rows] == [roy]


def _cursor(sort: object, value: object, number: object) -> str:
    return base64.urlsafe_b64encode(json.dumps([sort, value, number]).encode()).decode()


def test_a_cursor_of_another_sort_or_out_of_the_bounds_of_a_number_is_refused(
    people: tuple[Session, list[int]],
) -> None:
    session, numbers = people
    most, day = 2**31, "1990-01-02"
    for sort, cursor in (
        ("", _cursor("birth_date", 1, 1)), ("", _cursor("", "a", 1)), ("", _cursor("", 1, "a")),
        ("", _cursor("", 1, most)), ("", _cursor("", most, 1)), ("", _cursor("", -most, 1)), ("", "é"),
        ("birth_date", _cursor("birth_date", "demain", 1)), ("birth_date", _cursor("birth_date", day, None)),
        ("name", _cursor("name", 4, 1)), ("name", _cursor("", "a", 1)), ("tri", ""), ("", _cursor("", 1, True)),
        ("name", _cursor("name", "a\0", 1)), ("name", _cursor("name", "\ud800", 1)), ("name", _cursor("name", [], 1)),
    ):  # fmt: skip
        with pytest.raises(BadList):
            listed(session, asking(), Person, Wanted(sort=sort, cursor=cursor))
    for sort, cursor, expected in (
        ("", _cursor("", most - 1, most - 1), []), ("name", _cursor("name", "zz", 1), []),
        ("birth_date", _cursor("birth_date", "1990-01-03", numbers[0]), [numbers[4]]),
    ):  # fmt: skip
        assert [row.id for row in listed(session, asking(), Person, Wanted(sort=sort, cursor=cursor)).rows] == expected


def test_a_list_by_the_hour_goes_on_too_and_refuses_an_hour_without_its_zone(engine: Engine) -> None:
    with writing(engine) as session:
        runs = [id_of(factories.run(session, at=NOON + timedelta(hours=hour))) for hour in (2, 0, 1)]
        read, cursor = [], ""
        for _ in runs:
            page = listed(session, asking(), ImportRun, Wanted(sort="at", cursor=cursor, limit=1))
            read += [row.id for row in page.rows]
            cursor = page.next or ""
        assert (read, cursor) == ([runs[1], runs[2], runs[0]], "")
        for hour in ("2023-04-03T12:00:00", "0001-01-01T00:00:00+14:00", "2023-04-03"):
            with pytest.raises(BadList):
                listed(session, asking(), ImportRun, Wanted(sort="at", cursor=_cursor("at", hour, 1)))
