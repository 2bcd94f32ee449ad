"""Penalties given up: measured against the penalty of that day, by one person or by two, shown beside what remains."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.audit import Journal
from clauses.db import writing
from clauses.errors import Conflict, NotFound
from clauses.markets.rules import WaiverKind
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.markets.waiving import withdraw_waiver
from clauses.reports import compliance_facts, compliance_json, compliance_sheets
from clauses.reports.compliance import compliance
from clauses.reports.waiving import confirm, simulated, waive
from tests import factories as f
from tests.factories import id_of

OVER, TODAY = date(2024, 7, 1), date(2024, 9, 1)


def missed(session: Session) -> int:
    """A contractor who misses 100 h at 60 € on a lot over since June 2024."""
    market = f.market(session, notified_on=date(2023, 1, 1), ends_on=date(2024, 6, 30))
    lot = id_of(f.lot(session, market_id=id_of(market)))
    holder = f.contractor(session, lot_id=lot)
    f.obligation(session, lot_id=lot, contractor_id=id_of(holder), due=100_00)
    f.penalty_rule(session, contractor_id=id_of(holder), cents_per_hour=60_00)
    return id_of(holder)


def granted(session: Session, holder: int, **values: Any) -> int:
    usual: dict[str, Any] = {
        "kind": WaiverKind.RENUNCIATION, "granted_on": OVER, "cents": 2_000_00, "motive": "Chantier arrêté ",
        "document": "Courrier du 01/07/2024", "today": TODAY, "by": "Ana",
    }  # fmt: skip
    return waive(session, contractor_id=holder, **usual | values)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Conflict) as refused:
        act()
    return refused.value.code


def test_what_remains_stands_beside_what_is_simulated_and_given_up(engine: Engine) -> None:
    with writing(engine) as session:
        holder = missed(session)
        assert simulated(session, holder, OVER) == 6_000_00
        assert refusal(lambda: granted(session, holder, cents=6_000_01)) == "waivers.too_much"
        assert refusal(lambda: granted(session, holder, granted_on=date(2024, 6, 1))) == "waivers.too_much"
        assert refusal(lambda: granted(session, holder, motive=" ")) == "waivers.unexplained"
        assert refusal(lambda: granted(session, holder, document=" ")) == "waivers.no_document"
        number = granted(session, holder)
        (found,) = compliance(compliance_facts.read(session, on=TODAY, market_id=1), TODAY)
        told = compliance_json.market(found)["lots"][0]["contractors"][0]["penalty"]
        assert (told["amount"], told["simulated"], told["waived"], told["remaining"]) == (
            "6000.00", "6000.00", "2000.00", "4000.00",
        )  # fmt: skip
        shown = " ".join(str(sheet) for sheet in compliance_sheets.market_sheets(found))
        assert "remise" in shown
        (day_before,) = compliance(compliance_facts.read(session, on=date(2024, 6, 30), market_id=1), date(2024, 6, 30))
        assert day_before.lots[0].positions[0].waived == 0
        withdraw_waiver(session, number, by="Bob")
        assert refusal(lambda: withdraw_waiver(session, number, by="Bob")) == "waivers.withdrawn"
        assert granted(session, holder, cents=6_000_00)
        acts = session.exec(select(Journal.act).where(col(Journal.subject) == "penalty_waiver")).all()
        assert list(acts) == ["waive", "withdraw", "waive"]


def test_a_waiver_by_two_holds_once_another_confirmed_it(engine: Engine) -> None:
    with writing(engine) as session:
        holder = missed(session)
        number = granted(session, holder, needs_second=True)
        (found,) = compliance(compliance_facts.read(session, on=TODAY, market_id=1), TODAY)
        assert found.lots[0].positions[0].waived == 0
        assert refusal(lambda: granted(session, holder)) == "waivers.waiting"
        assert refusal(lambda: confirm(session, number, by="Ana")) == "waivers.two_people"
        confirm(session, number, by="Bob")
        assert refusal(lambda: confirm(session, number, by="Zoé")) == "waivers.not_waiting"
        assert session.get_one(PenaltyWaiver, number).holds
        for absent in (lambda: granted(session, 99), lambda: confirm(session, 99, by="Bob"),
                       lambda: withdraw_waiver(session, 99, by="Bob")):  # fmt: skip
            with pytest.raises(NotFound):
                absent()
