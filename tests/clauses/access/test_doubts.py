"""The list of doubts: of one state, and of one kind when asked."""

from sqlalchemy import Engine

from clauses.access.doubts import candidates_of, doubts, open_doubts
from clauses.db import writing
from clauses.people.models import Person
from clauses.questions.models import Question
from clauses.questions.rules import QuestionKind, QuestionState
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import NOON, id_of
from tests.recorder import read_as_objects


def test_doubts_are_listed_by_state_and_by_kind_the_oldest_first(engine: Engine) -> None:
    refused = {"state": QuestionState.REFUSED, "decided_by": "Ana", "decided_at": NOON}
    person, market = QuestionKind.SAME_PERSON, QuestionKind.SAME_MARKET
    with writing(engine) as session:
        first, second, third, fourth = (
            id_of(factories.question(session, kind=kind, **said))
            for kind, said in ((person, {}), (market, {}), (person, {}), (person, refused))
        )
        for state, kind, expected in (
            (QuestionState.OPEN, None, [first, second, third]),
            (QuestionState.OPEN, person, [first, third]),
            (QuestionState.OPEN, market, [second]),
            (QuestionState.REFUSED, None, [fourth]),
            (QuestionState.REFUSED, market, []),
        ):
            rows, total = doubts(session, asking(), state=state, kind=kind, page=1, size=9)
            assert ([row.id for row in rows], total) == (expected, len(expected)), (state, kind)
        assert open_doubts(session, asking()) == 3


def test_the_candidates_of_a_doubt_are_told_where_they_are_seen_and_nobody_else_is_read(engine: Engine) -> None:
    with writing(engine) as session:
        here, there, _ = (id_of(factories.person(session)) for _ in range(3))
        accounts.territory_person(session, person_id=there)
        number = id_of(factories.question(session, candidates=f"[{here}, {there}]"))
        with read_as_objects(session) as rows:
            told = candidates_of(session, asking(), [session.get_one(Question, number)])[number]
        assert [row.id for row in rows if isinstance(row, Person)] == [here]
        assert {each: bool(words) for each, words in told.items()} == {here: True, there: False}
