"""What happens to a market, recorded: nothing overwritten, each act signed, what cannot stand refused in words."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from clauses.audit import Journal, verify
from clauses.db import writing
from clauses.errors import Conflict, NotFound
from clauses.markets import events
from clauses.markets.models import Amendment, FormalNotice, Invoice, Obligation
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind, DerogationMotive, Effect, GroupingKind, Mention, ShortfallMotive
from tests import factories as f
from tests.factories import id_of

DAY = date(2023, 9, 1)
ABSENT = 999_999
AVENANT = AmendmentKind.AVENANT


def test_each_act_is_signed_and_kept_in_the_journal(engine: Engine) -> None:
    with writing(engine) as session:
        holder = f.contractor(session)
        contractor, lot = id_of(holder), holder.lot_id
        market = f.lot(session).market_id
        events.amend(session, lot_id=lot, kind=AmendmentKind.AUTRE, effective_on=DAY, subject="Objet", by="Ana")
        bill = events.invoice(session, contractor_id=contractor, number=" F1 ", invoiced_on=DAY, cents=100, by="Ana")
        events.group(session, lot_id=lot, kind=GroupingKind.CONJOINT, by="Ana")
        events.serve_notice(session, contractor_id=contractor, served_on=DAY, about="Attestations", by="Ana")
        events.state_shortfall(
            session,
            contractor_id=contractor,
            stated_on=DAY,
            motive=ShortfallMotive.PLANNING,
            details=" Pluie ",
            by="Ana",
        )
        events.check_mention(session, market_id=market, mention=Mention.HOURS, given=True, place="RC, p. 4", by="Ana")
        events.derogate(session, market_id=market, motive=DerogationMotive.COURT, details="Cinq mois", by="Ana")
        events.close(session, lot_id=lot, closed_on=DAY, reason="Reçu", by="Ana")
        events.reopen(session, lot_id=lot, by="Bob")
        kept = session.get(Invoice, bill)
        assert kept is not None
        assert kept.number == "F1"
        events.withdraw(session, kept, by="Bob")
        acts = [(act.act, act.author) for act in session.exec(select(Journal)).all()]
        assert verify(session) == []
    assert acts == [
        *((act, "Ana") for act in ("amend", "invoice", "group", "serve_notice", "state_shortfall")),
        *((act, "Ana") for act in ("check_mention", "derogate", "close")),
        *((act, "Bob") for act in ("reopen", "withdraw")),
    ]


@pytest.mark.parametrize(
    ("kind", "effect"),
    [
        (AmendmentKind.AVENANT, Effect.SETS),
        (AmendmentKind.TRANCHE, Effect.ADDS),
        (AmendmentKind.BON_DE_COMMANDE, Effect.ADDS),
        (AmendmentKind.REDUCTION, Effect.REMOVES),
    ],
)
def test_an_amendment_brings_a_version_of_the_hours_due(engine: Engine, kind: AmendmentKind, effect: Effect) -> None:
    with writing(engine) as session:
        first = f.obligation(session)
        number = events.amend(
            session, lot_id=first.lot_id, contractor_id=first.contractor_id, kind=kind, number="3", effective_on=DAY,
            subject="Objet", hours=Formula.fixed(500), by="Ana",
        )  # fmt: skip
        versions = session.exec(select(Obligation).order_by(Obligation.version)).all()  # type: ignore[arg-type]  # a column
        assert [(each.version, each.effect, each.due, each.in_force_on) for each in versions] == [
            (1, Effect.SETS, 100_000, None),
            (2, effect, 500, DAY),
        ]
        assert (versions[1].amendment_id, versions[1].source) == (number, f"{kind.label} n° 3")


def test_hours_are_handed_over_by_a_transfer_and_by_no_amendment(engine: Engine) -> None:
    with writing(engine) as session:
        first = f.obligation(session)
        handed: dict[str, Any] = {
            "lot_id": first.lot_id, "kind": AmendmentKind.TRANSFERT, "effective_on": DAY, "subject": "Objet",
            "by": "Ana",
        }  # fmt: skip
        with pytest.raises(Conflict, match="« Transférer des heures »") as said:
            events.amend(session, hours=Formula.fixed(500), **handed)
        assert said.value.code == "markets.transfer_apart"
        assert session.exec(select(Amendment)).all() == []
        events.amend(session, **handed)
        assert [row.due for row in session.exec(select(Obligation)).all()] == [first.due]


def test_an_amendment_of_a_lot_that_nobody_holds_is_the_lot_s(engine: Engine) -> None:
    with writing(engine) as session:
        lot = id_of(f.lot(session))
        events.amend(
            session, lot_id=lot, kind=AVENANT, effective_on=DAY, subject="Objet", hours=Formula.fixed(500),
            source="Acte 4", by="Ana",
        )  # fmt: skip
        kept = session.exec(select(Obligation)).one()
        assert (kept.contractor_id, kept.version, kept.source) == (None, 1, "Acte 4")


def test_an_amendment_that_names_nobody_changes_the_hours_of_whoever_owes_them(engine: Engine) -> None:
    with writing(engine) as session:
        first = f.obligation(session)
        change: dict[str, Any] = {
            "lot_id": first.lot_id, "kind": AVENANT, "effective_on": DAY, "subject": "Objet",
            "hours": Formula.fixed(500), "by": "Ana",
        }  # fmt: skip
        events.amend(session, **change)
        assert [row.contractor_id for row in session.exec(select(Obligation)).all()] == [first.contractor_id] * 2
        other = f.contractor(session, lot_id=first.lot_id)
        f.obligation(session, lot_id=first.lot_id, contractor_id=id_of(other))
        with refused("dites de laquelle"):
            events.amend(session, **change)


def test_an_amendment_changes_no_company_of_another_lot(engine: Engine) -> None:
    with writing(engine) as session:
        first = f.obligation(session)
        elsewhere = id_of(f.contractor(session, lot_id=id_of(f.lot(session))))
        change: dict[str, Any] = {
            "lot_id": first.lot_id, "kind": AVENANT, "effective_on": DAY, "subject": "Objet",
            "hours": Formula.fixed(500), "by": "Ana",
        }  # fmt: skip
        with refused("n'est pas sur ce lot"):
            events.amend(session, contractor_id=elsewhere, **change)
        with pytest.raises(NotFound):
            events.amend(session, contractor_id=ABSENT, **change)
        assert session.exec(select(Amendment)).all() == []


def refused(words: str) -> AbstractContextManager[object]:
    return pytest.raises(Conflict, match=words)


def test_what_cannot_stand_is_refused_in_words(engine: Engine) -> None:
    with writing(engine) as session:
        holder = f.contractor(session)
        lot: dict[str, Any] = {"lot_id": holder.lot_id, "by": "Ana"}
        bill: dict[str, Any] = {"contractor_id": id_of(holder), "invoiced_on": DAY, "cents": 1, "by": "Ana"}
        with refused("précède la prise d'effet"):
            events.amend(session, kind=AVENANT, effective_on=DAY, subject="", ends_on=date(2023, 8, 31), **lot)
        with refused("numéro de la facture"):
            events.invoice(session, number=" ", **bill)
        events.invoice(session, number="F1", **bill)
        with refused("déjà enregistrée"):
            events.invoice(session, number="F1", **bill)
        with refused("n'est pas clos"):
            events.reopen(session, **lot)
        events.close(session, closed_on=DAY, reason="", **lot)
        with refused("déjà clos"):
            events.close(session, closed_on=DAY, reason="", **lot)
        with refused("Dites pourquoi"):
            events.state_shortfall(
                session, contractor_id=id_of(holder), stated_on=DAY, motive=ShortfallMotive.AUTRE, details=" ", by="Ana"
            )
        kept = f.invoice(session, contractor_id=id_of(holder))
        events.withdraw(session, kept, by="Ana")
        with refused("déjà été retirée"):
            events.withdraw(session, kept, by="Ana")


def test_proofs_are_received_once_and_not_before_they_were_asked_for(engine: Engine) -> None:
    with writing(engine) as session:
        notice = id_of(f.formal_notice(session))
        with pytest.raises(Conflict, match="précèdent la mise en demeure"):
            events.receive_proofs(session, notice_id=notice, received_on=date(2023, 5, 1), by="Ana")
        events.receive_proofs(session, notice_id=notice, received_on=date(2023, 5, 2), by="Ana")
        with pytest.raises(Conflict, match="déjà reçus"):
            events.receive_proofs(session, notice_id=notice, received_on=date(2023, 5, 3), by="Ana")
        kept = session.get(FormalNotice, notice)
        assert kept is not None
        assert kept.received_on == date(2023, 5, 2)


def test_what_does_not_exist_is_not_found(engine: Engine) -> None:
    with writing(engine) as session:
        with pytest.raises(NotFound):
            events.amend(session, lot_id=ABSENT, kind=AVENANT, effective_on=DAY, subject="", by="Ana")
        with pytest.raises(NotFound):
            events.invoice(session, contractor_id=ABSENT, number="F", invoiced_on=DAY, cents=1, by="Ana")
        with pytest.raises(NotFound):
            events.check_mention(session, market_id=ABSENT, mention=Mention.HOURS, given=True, by="Ana")
        assert session.exec(select(Amendment)).all() == []


def test_nothing_is_amended_nor_closed_before_the_notification(engine: Engine) -> None:
    with writing(engine) as session:
        lot = id_of(f.lot(session, market_id=id_of(f.market(session, notified_on=date(2023, 1, 2)))))
        early = date(2021, 1, 1)
        for ends_on in (None, early, date(2025, 1, 1)):
            with pytest.raises(Conflict, match="prend effet avant la notification du marché, le 02/01/2023"):
                events.amend(
                    session, lot_id=lot, kind=AVENANT, effective_on=early, subject="x", ends_on=ends_on, by="Ana"
                )
        events.amend(session, lot_id=lot, kind=AVENANT, effective_on=date(2023, 1, 2), subject="x", by="Ana")
        with pytest.raises(Conflict, match="La clôture précède la notification"):
            events.close(session, lot_id=lot, closed_on=early, reason="x", by="Ana")
