"""The list of doubts: of one state, and of one kind when asked."""

from sqlalchemy import Engine

from clauses.access.doubts import doubts, open_doubts
from clauses.db import writing
from clauses.questions.rules import QuestionKind, QuestionState
from tests import factories
from tests.clauses.access.asking import asking
from tests.factories import NOON, id_of


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
