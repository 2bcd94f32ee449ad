"""What is read does not depend on how the markets are named in the queries: by their numbers, or by a condition."""

from datetime import date

import pytest
from sqlalchemy import Engine

from clauses.db import reading, writing
from clauses.hours.agreements import lend, open_convention, sign_convention
from clauses.reports import compliance_facts
from clauses.reports.compliance_facts import Facts
from tests import factories as f
from tests.clauses.reports.standing import Told
from tests.factories import id_of

APRIL, MID = date(2023, 4, 1), date(2023, 6, 30)


@pytest.mark.parametrize("few", [0, 1_000])
def test_a_borrower_is_read_with_its_lender_however_markets_are_named(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    with writing(engine) as session:
        lender, borrower = Told.of(session, reference="PRETEUR"), Told.of(session, reference="EMPRUNTEUR")
        Told.of(session, reference="AUTRE")
        lender.work({APRIL: 16_000})
        convention = open_convention(session, reference="GLOB-1", by="Ana")
        for story in (lender, borrower):
            f.obligation(session, lot_id=story.lot_id, contractor_id=story.holder_id)
            sign_convention(session, convention_id=convention, buyer_id=story.market.buyer_id, signed_on=APRIL, by="A")
        lend(
            session, convention_id=convention, lender_id=lender.holder_id, borrower_id=borrower.holder_id,
            month=APRIL, hours=6_000, by="Ana",
        )  # fmt: skip
        numbers = [id_of(story.market) for story in (borrower, lender)]
    monkeypatch.setattr(compliance_facts, "_FEW", few)
    with reading(engine) as session:
        found: Facts = compliance_facts.read(session, on=MID, market_id=numbers[0])
        nothing = compliance_facts.read(session, on=MID, markets=[])
    assert (found.asked, set(found.markets)) == (frozenset(numbers[:1]), set(numbers))
    assert found.sums["hours"].sum() == 16_000
    assert (nothing.asked, dict(nothing.markets)) == (frozenset(), {})
