"""What may be noted of a talk with a company, what becomes of it, and how it is taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.audit import Journal
from clauses.db import writing
from clauses.errors import Conflict, Misused, NotFound
from clauses.markets import exchange_actions as actions
from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.markets.exchanges import CounterpartRole, ExchangeKind, Named, Noted, contact_faults, faults
from tests import factories, factories_exchanges
from tests.factories import id_of

TODAY = date(2024, 5, 6)
NOTED = Noted(ExchangeKind.CALL, TODAY, "Le tuteur revient lundi.", None, "Rappeler", date(2024, 5, 13))
NAMED = Named(CounterpartRole.TUTOR, "Mme Roy", "roy@exemple.fr", "03 80 00 00 00")


def test_a_whole_exchange_may_be_kept() -> None:
    assert faults(NOTED, TODAY) == {}
    assert faults(replace(NOTED, next_action=None, next_on=None), TODAY) == {}
    assert contact_faults(NAMED) == {}
    assert contact_faults(Named(CounterpartRole.OTHER, "Léa")) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": date(2024, 5, 7)}, "held_on"),
        ({"said": ""}, "said"),
        ({"next_on": None}, "next_on"),
        ({"next_action": None}, "next_action"),
        ({"next_on": date(2024, 5, 5)}, "next_on"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], field: str) -> None:
    assert list(faults(replace(NOTED, **changes), TODAY)) == [field]  # type: ignore[arg-type]  # fields of a test


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"email": "roy"}, "email"), ({"phone": "appelez-moi"}, "phone")],
)
def test_what_reaches_nobody_is_named(changes: dict[str, str], field: str) -> None:
    assert list(contact_faults(replace(NAMED, **changes))) == [field]  # type: ignore[arg-type]  # fields of a test


@given(
    held=st.dates(date(2024, 5, 1), date(2024, 5, 12)),
    due=st.none() | st.dates(date(2024, 5, 1), date(2024, 5, 12)),
    action=st.sampled_from([None, "", "Rappeler"]),
)
def test_an_exchange_without_a_fault_keeps_its_order(held: date, due: date | None, action: str | None) -> None:
    if not faults(Noted(ExchangeKind.MAIL, held, "Dit", None, action, due), TODAY):
        assert held <= TODAY
        assert bool(action) == (due is not None)
        assert due is None or due >= held


def test_an_exchange_is_kept_done_and_taken_back(engine: Engine) -> None:
    with writing(engine) as session:
        holder = id_of(factories.contractor(session))
        kept = actions.note_exchange(session, NOTED, contractor_id=holder, today=TODAY, by="Ana")
        number = id_of(kept)
        actions.settle_next(session, exchange_id=number, on=TODAY, by="Bob")
        assert (kept.done_by, kept.done_on) == ("Bob", TODAY)
        actions.reopen_next(session, exchange_id=number, by="Bob")
        actions.withdraw_exchange(session, exchange_id=number, by="Ana")
        assert kept.withdrawn_by == "Ana"
        actions.restore_exchange(session, exchange_id=number, by="Ana")
        assert not any((kept.done_by, kept.withdrawn_by, kept.withdrawn_at))
        acts = session.exec(select(Journal.act, Journal.details).where(Journal.subject == "exchange")).all()
    assert [act for act, _ in acts] == ["create", "done", "undo", "withdraw", "undo"]
    assert "tuteur" not in "".join(details for _, details in acts)


def test_somebody_is_named_and_leaves(engine: Engine) -> None:
    with writing(engine) as session:
        holder = id_of(factories.contractor(session))
        kept = actions.add_counterpart(session, NAMED, contractor_id=holder, by="Ana")
        actions.withdraw_counterpart(session, counterpart_id=id_of(kept), by="Ana")
        actions.restore_counterpart(session, counterpart_id=id_of(kept), by="Ana")
        assert session.exec(select(Counterpart.withdrawn_by)).one() is None
        details = session.exec(select(Journal.details).where(Journal.subject == "counterpart")).all()
    assert "Roy" not in "".join(details)


def test_what_may_not_be_kept_is_refused(engine: Engine) -> None:
    with writing(engine) as session:
        holder = id_of(factories.contractor(session))
        with pytest.raises(Misused, match="phrase"):
            actions.note_exchange(session, replace(NOTED, said=""), contractor_id=holder, today=TODAY, by="Ana")
        with pytest.raises(Misused, match="nom"):
            actions.add_counterpart(session, replace(NAMED, name=""), contractor_id=holder, by="Ana")
        assert session.exec(select(Exchange)).all() == []


def _settle(session: Session, number: int) -> None:
    actions.settle_next(session, exchange_id=number, on=TODAY, by="Ana")


@pytest.mark.parametrize(
    ("refused", "given"),
    [
        (
            lambda s, n: actions.settle_next(s, exchange_id=n, on=TODAY, by="Ana"),
            {"next_action": None, "next_on": None},
        ),
        (lambda s, n: actions.settle_next(s, exchange_id=n, on=TODAY, by="Ana"), {"done_by": "Bob", "done_on": TODAY}),
        (lambda s, n: actions.reopen_next(s, exchange_id=n, by="Ana"), {}),
        (lambda s, n: actions.restore_exchange(s, exchange_id=n, by="Ana"), {}),
        (
            lambda s, n: actions.withdraw_exchange(s, exchange_id=n, by="Ana"),
            {"withdrawn_by": "Bob", "withdrawn_at": factories.NOON},
        ),
    ],
)
def test_what_is_not_there_to_do_or_to_undo_is_refused(
    engine: Engine, refused: Callable[..., None], given: dict[str, object]
) -> None:
    with writing(engine) as session:
        number = id_of(factories_exchanges.exchange(session, **given))
        with pytest.raises(Conflict):
            refused(session, number)
        with pytest.raises(NotFound):
            refused(session, 999)


def test_nobody_is_withdrawn_twice_nor_restored_for_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        number = id_of(factories_exchanges.counterpart(session))
        with pytest.raises(Conflict):
            actions.restore_counterpart(session, counterpart_id=number, by="Ana")
        with pytest.raises(NotFound):
            actions.withdraw_counterpart(session, counterpart_id=999, by="Ana")
