"""What counts for a market, agreed: rules in versions, conventions signed, hours lent no more than there are."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from clauses.audit import Journal
from clauses.db import writing
from clauses.errors import Conflict, NotFound
from clauses.hours import agreements
from clauses.hours.models import Allocation
from clauses.hours.queries import counting_rules
from clauses.markets.models import Market
from clauses.people.publics import Criterion
from clauses.reference.rules import ContractKind
from tests import factories as f
from tests.clauses.reports.standing import Told
from tests.factories import id_of

APRIL = date(2023, 4, 1)


def test_the_rules_of_a_market_are_kept_in_versions_with_their_source(engine: Engine) -> None:
    with writing(engine) as session:
        market = id_of(f.market(session))
        agreements.set_counting(session, market_id=market, source="CCAP, art. 6", by="Ana")
        agreements.set_counting(
            session, market_id=market, source="Avenant 1", in_force_on=APRIL, publics=frozenset({Criterion.RSA}),
            kind_months={ContractKind.CDI: 48}, training_counts=True, by="Ana",
        )  # fmt: skip
        found = counting_rules(session, select(col(Market.id)))[market]
    assert [(rule.number, rule.in_force_on, rule.source) for rule in found] == [
        (1, None, "CCAP, art. 6"),
        (2, APRIL, "Avenant 1"),
    ]
    assert (found[1].publics, found[1].kind_months) == (frozenset({Criterion.RSA}), {ContractKind.CDI: 48})
    assert (found[0].publics, found[0].training_counts, found[1].training_counts) == (None, False, True)


def _lent(session: Session) -> tuple[dict[str, Any], Told, Told]:
    lender, borrower = Told.of(session, reference="A"), Told.of(session, reference="B")
    lender.work({APRIL: 10_000})
    convention = agreements.open_convention(session, reference="GLOB-1", by="Ana")
    given: dict[str, Any] = {
        "convention_id": convention, "lender_id": lender.holder_id, "borrower_id": borrower.holder_id,
        "month": date(2023, 4, 17), "by": "Ana",
    }  # fmt: skip
    return given, lender, borrower


def test_no_more_hours_are_lent_than_were_validated_that_month(engine: Engine) -> None:
    with writing(engine) as session:
        given, lender, borrower = _lent(session)
        with pytest.raises(Conflict, match="n'ont pas signé"):
            agreements.lend(session, hours=1, **given)
        for story in (lender, borrower):
            agreements.sign_convention(
                session, convention_id=given["convention_id"], buyer_id=story.market.buyer_id, signed_on=APRIL, by="Ana"
            )
        number = agreements.lend(session, hours=6_000, **given)
        with pytest.raises(Conflict, match="ne compte qu'une fois"):
            agreements.lend(session, hours=4_001, **given)
        agreements.lend(session, hours=4_000, **given)
        kept = session.get(Allocation, number)
        assert kept is not None
        assert kept.month == APRIL
        agreements.take_back(session, kept, by="Bob")
        agreements.lend(session, hours=6_000, **given)
        with pytest.raises(Conflict, match="déjà été retiré"):
            agreements.take_back(session, kept, by="Bob")


def test_the_day_of_a_signature_is_mended_by_an_act_of_its_own(engine: Engine) -> None:
    with writing(engine) as session:
        given, lender, borrower = _lent(session)
        signed: dict[str, Any] = {"convention_id": given["convention_id"], "by": "Ana"}
        signed["buyer_id"] = lender.market.buyer_id
        number = agreements.sign_convention(session, signed_on=APRIL, **signed)
        assert agreements.sign_convention(session, signed_on=APRIL, **signed) == number
        with pytest.raises(Conflict, match="01/04/2023"):
            agreements.sign_convention(session, signed_on=date(2023, 5, 2), **signed)
        assert agreements.correct_signature(session, signed_on=date(2023, 5, 2), **signed) == number
        with pytest.raises(NotFound, match="pas signé"):
            agreements.correct_signature(session, signed_on=APRIL, **{**signed, "buyer_id": borrower.market.buyer_id})
        told = session.scalars(select(col(Journal.details)).where(col(Journal.act) == "correct_signature")).one()
        assert json.loads(told) == {"before": "2023-04-01", "signed_on": "2023-05-02"}


def test_what_cannot_stand_is_refused_in_words(engine: Engine) -> None:
    with writing(engine) as session:
        given, lender, _ = _lent(session)
        with pytest.raises(Conflict, match="autre attributaire"):
            agreements.lend(session, hours=1, **{**given, "borrower_id": lender.holder_id})
        with pytest.raises(Conflict, match="il en faut"):
            agreements.lend(session, hours=0, **given)
        with pytest.raises(NotFound, match="convention"):
            agreements.lend(session, hours=1, **{**given, "convention_id": 999_999})
        with pytest.raises(NotFound, match="convention"):
            agreements.sign_convention(session, convention_id=999_999, buyer_id=1, signed_on=APRIL, by="Ana")
        with pytest.raises(NotFound, match="marché"):
            agreements.set_counting(session, market_id=999_999, source="CCAP", by="Ana")
        with pytest.raises(Conflict, match="d'où vient"):
            agreements.set_counting(session, market_id=id_of(lender.market), source=" ", by="Ana")
