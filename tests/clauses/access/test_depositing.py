"""Of whom a depositor may be told why a row waits."""

from sqlalchemy import CompoundSelect, Engine, false, literal, select, union
from sqlmodel import col

from clauses.access.depositing import Depositor, told_of
from clauses.db import writing
from clauses.people.models import Person
from tests import factories
from tests.factories import id_of


def test_one_is_told_of_people_that_are_both_named_and_within_reach(engine: Engine) -> None:
    with writing(engine) as session:
        both, reached, named = (id_of(factories.person(session)) for _ in range(3))
        made = Depositor(1, "Ana", contractors=false(), people=col(Person.id).in_((both, reached)))
        among: CompoundSelect[int] = union(*(select(literal(number)) for number in (both, named)))
        assert told_of(session, made, among) == {both}
