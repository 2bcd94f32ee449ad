"""Documents of eligibility and opinions over them: who records which, who reads them, who sets one aside."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.access.criteria import recordable, recorded, removable, to_withdraw
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.db import writing
from clauses.errors import ClausesError, Forbidden, NotFound
from clauses.people.models import Evidence, Opinion
from clauses.people.publics import PROTECTED, Criterion
from tests import factories
from tests.clauses.access.asking import asking
from tests.factories import NOON, id_of


def _refused(act: Callable[[], object]) -> type[ClausesError] | None:
    try:
        act()
    except ClausesError as refused:
        return type(refused)
    return None


def test_documents_and_opinions_are_those_of_the_person_that_nobody_set_aside(engine: Engine) -> None:
    with writing(engine) as session:
        someone, other = (id_of(factories.person(session)) for _ in range(2))
        known, health = (
            id_of(factories.evidence(session, person_id=someone, criterion=one))
            for one in (Criterion.RSA, Criterion.RQTH)
        )
        said = id_of(factories.opinion(session, person_id=someone))
        factories.evidence(session, person_id=other)
        factories.opinion(session, person_id=other)
        factories.evidence(session, person_id=someone, withdrawn_by="Ana", withdrawn_at=NOON)
        reads = asking(ActorKind.S)
        assert [one.id for one in recorded(session, reads, Evidence, someone)] == [known]
        assert [one.id for one in recorded(session, reads, Evidence, someone, protected=True)] == [health, known]
        assert [one.id for one in recorded(session, reads, Opinion, someone)] == [said]
        assert recorded(session, asking(ActorKind.S, territory=2), Evidence, someone) == []


def _sets_aside(session: Session, who: Scope, number: int) -> type[ClausesError] | None:
    return _refused(lambda: to_withdraw(session, who, Evidence, number))


def test_a_document_on_health_is_set_aside_by_who_wrote_it_and_an_opinion_by_who_decides(engine: Engine) -> None:
    """Nobody who modifies criteria may record health or justice, but who enters the person for the first time."""
    with writing(engine) as session:
        someone = id_of(factories.person(session))
        house, reads = asking(), asking(ActorKind.S)
        known, mine, theirs = (
            factories.evidence(session, person_id=someone, criterion=criterion, author=author)
            for criterion, author in (
                (Criterion.RSA, "Bilal"), (Criterion.RQTH, house.author), (Criterion.RQTH, "Bilal"),
            )
        )  # fmt: skip
        assert set(Criterion) - set(recordable(session, house, someone)) == PROTECTED
        assert set(recordable(session, asking(ActorKind.R, body=1), someone)) == set(Criterion)
        allowed = removable(session, house, someone)
        assert [allowed(each) for each in (known, mine, theirs)] == [True, True, False]
        denied = removable(session, asking(ActorKind.R, body=1), someone)
        assert [denied(each) for each in (known, mine, theirs)] == [False, False, False]
        assert [_sets_aside(session, house, id_of(each)) for each in (known, mine, theirs)] == [None, None, Forbidden]
        assert _sets_aside(session, asking(territory=2), id_of(known)) is NotFound
        assert _sets_aside(session, house, 999_999) is NotFound
        said = id_of(factories.opinion(session, person_id=someone))
        assert to_withdraw(session, house, Opinion, said).id == said
        with pytest.raises(Forbidden):
            to_withdraw(session, reads, Opinion, said)
