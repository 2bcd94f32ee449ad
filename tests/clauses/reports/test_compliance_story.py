"""Markets of each kind of obligation, through amendments, invoices, a transfer and a closing, told at twelve dates."""

from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from clauses.audit import Journal
from clauses.db import writing
from clauses.hours.compliance import Status
from clauses.markets.events import amend, close, invoice, receive_proofs, serve_notice
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind, ObligationKind
from clauses.markets.transfers import transfer
from tests import factories as f
from tests.clauses.reports.standing import Told, each_month
from tests.factories import id_of


def plain(words: object) -> str:
    return str(words).replace("\u00a0", " ").replace("\u202f", " ")


def told(story: Told, on: date, contractor_id: int | None = None) -> tuple[Any, ...]:
    found = story.position(on, contractor_id)
    return found.due.hours, found.hours.counted, found.standing.status, found.penalty.hours_cents


def test_a_fixed_volume_through_avenant_tranche_reduction_transfer_and_closing(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        f.obligation(session, lot_id=story.lot_id, contractor_id=story.holder_id, due=100_000, source="CCAP")
        f.penalty_rule(session, contractor_id=story.holder_id, cents_per_hour=20_000, source="CCAP, art. 6")
        story.work(each_month(date(2023, 2, 1), 12, 5_000))
        lot: dict[str, Any] = {"lot_id": story.lot_id, "contractor_id": story.holder_id, "by": "Ana"}
        amend(
            session, kind=AmendmentKind.AVENANT, number="1", effective_on=date(2023, 5, 1), subject="Volume",
            hours=Formula.fixed(120_000), **lot,
        )  # fmt: skip
        amend(
            session, kind=AmendmentKind.TRANCHE, number="2", effective_on=date(2023, 7, 1), subject="Tranche 2",
            hours=Formula.fixed(30_000), ends_on=date(2024, 8, 31), **lot,
        )  # fmt: skip
        amend(
            session, kind=AmendmentKind.REDUCTION, effective_on=date(2023, 10, 1), subject="Chantier décalé",
            hours=Formula.fixed(10_000), **lot,
        )  # fmt: skip
        newcomer = f.organisation(session, name="Bâti Neuf")
        taker = transfer(
            session, from_id=story.holder_id, organisation_id=id_of(newcomer), hours=60_000,
            effective_on=date(2024, 2, 1), reason="Cession", by="Ana",
        )  # fmt: skip
        close(session, lot_id=story.lot_id, closed_on=date(2024, 7, 15), reason="Travaux reçus", by="Ana")

        late, track, done, missed = Status.LATE, Status.ON_TRACK, Status.DONE, Status.MISSED
        assert told(story, date(2023, 1, 31)) == (100_000, 0, late, 0)
        assert told(story, date(2023, 2, 1)) == (100_000, 5_000, late, 0)
        assert told(story, date(2023, 4, 30)) == (100_000, 15_000, late, 0)
        assert told(story, date(2023, 5, 1)) == (120_000, 20_000, late, 0)
        assert told(story, date(2023, 6, 30)) == (120_000, 25_000, late, 0)
        assert told(story, date(2023, 7, 1)) == (150_000, 30_000, late, 0)
        assert told(story, date(2023, 9, 30)) == (150_000, 40_000, late, 0)
        assert told(story, date(2023, 10, 1)) == (140_000, 45_000, late, 0)
        assert told(story, date(2024, 1, 31)) == (140_000, 60_000, late, 0)
        assert told(story, date(2024, 2, 1)) == (80_000, 60_000, track, 0)
        assert told(story, date(2024, 7, 14)) == (80_000, 60_000, late, 0)
        assert told(story, date(2024, 7, 15)) == (80_000, 60_000, missed, 200 * 20_000)
        assert told(story, date(2024, 7, 15), taker) == (60_000, 0, missed, 600 * 20_000)
        assert done not in {found.standing.status for found in story.at(date(2024, 7, 15)).lots[0].positions}

        assert story.position(date(2023, 6, 30)).projected == 25_000 + 12 * 5_000
        assert story.position(date(2023, 7, 1)).projected == 30_000 + 13 * 5_000  # prolonged to 31 August
        end = story.position(date(2024, 7, 15))
        assert plain(end.due.sentence) == (
            "800,00 h dues au 15/07/2024 : 1 200,00 h (Avenant n° 1, depuis le 01/05/2023), plus 300,00 h (Tranche "
            "affermie n° 2, depuis le 01/07/2023), moins 100,00 h (Réduction convenue, depuis le 01/10/2023), moins "
            "600,00 h (transfert, Cession, depuis le 01/02/2024)."
        )
        assert plain(end.standing.sentence) == (
            "600,00 h comptées sur 800,00 h dues : il en manque 200,00 h, et le lot est terminé."
        )
        assert [plain(each) for each in end.penalty.sentences] == [
            "200,00 h manquantes à 200,00 € l'heure, soit 40 000,00 € (CCAP, art. 6)."
        ]
        assert [act.act for act in session.exec(select(Journal)).all()] == ["amend"] * 4 + ["close"]


def test_a_threshold_and_a_slope_through_invoices_a_credit_note_and_an_avenant(engine: Engine) -> None:
    """1 h per 2 000 € above 2 700 000 €, as in the CCAP of 2021; then 1 h per 1 000 €."""
    with writing(engine) as session:
        story = Told.of(session)
        f.obligation(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, kind=ObligationKind.PER_EURO, due=None,
            cents_per_hour=200_000, threshold_cents=270_000_000, source="CCAP, art. 1.4.2",
        )  # fmt: skip
        f.penalty_rule(session, contractor_id=story.holder_id, cents_per_hour=20_000, cents_per_late_day=7_500)
        story.work(each_month(date(2023, 3, 1), 6, 4_000))
        billed: dict[str, Any] = {"contractor_id": story.holder_id, "by": "Ana"}
        for number, day, cents in (
            ("F1", date(2023, 3, 31), 200_000_000),
            ("F2", date(2023, 6, 30), 100_000_000),
            ("A1", date(2023, 7, 31), -10_000_000),
            ("F3", date(2023, 12, 31), 140_000_000),
        ):
            invoice(session, number=number, invoiced_on=day, cents=cents, **billed)
        amend(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, kind=AmendmentKind.AVENANT, number="1",
            effective_on=date(2024, 3, 1), subject="Pente", hours=Formula.per_euro(100_000, 270_000_000), by="Ana",
        )  # fmt: skip
        notice = serve_notice(
            session, contractor_id=story.holder_id, served_on=date(2024, 1, 10), about="Attestations", by="Ana"
        )

        nothing, done, late, missed = Status.NO_OBLIGATION, Status.DONE, Status.LATE, Status.MISSED
        assert told(story, date(2023, 3, 30)) == (0, 4_000, nothing, 0)
        assert told(story, date(2023, 3, 31)) == (0, 4_000, nothing, 0)
        assert told(story, date(2023, 6, 29)) == (0, 16_000, nothing, 0)
        assert told(story, date(2023, 6, 30)) == (15_000, 16_000, done, 0)
        assert told(story, date(2023, 7, 30)) == (15_000, 20_000, done, 0)
        assert told(story, date(2023, 7, 31)) == (10_000, 20_000, done, 0)
        assert told(story, date(2023, 8, 1)) == (10_000, 24_000, done, 0)
        assert told(story, date(2023, 12, 30)) == (10_000, 24_000, done, 0)
        assert told(story, date(2023, 12, 31))[:3] == (80_000, 24_000, Status.LATE)
        assert told(story, date(2024, 2, 29))[:3] == (80_000, 24_000, late)
        assert told(story, date(2024, 3, 1))[:3] == (160_000, 24_000, late)
        assert told(story, date(2024, 6, 30))[:3] == (160_000, 24_000, late)
        assert told(story, date(2024, 7, 1)) == (160_000, 24_000, missed, 1_360 * 20_000)

        found = story.position(date(2024, 1, 20))
        assert (found.penalty.late_days, found.penalty.proofs_cents) == (10, 75_000)
        assert (found.penalty.hours_cents, found.at_risk.hours_cents > 0) == (0, True)
        assert "75,00 € par jour" in plain(found.penalty.sentences[0])
        receive_proofs(session, notice_id=notice, received_on=date(2024, 1, 15), by="Ana")
        assert story.position(date(2024, 7, 1)).penalty.late_days == 5
        assert plain(story.position(date(2023, 12, 31)).due.sentence) == (
            "800,00 h dues au 31/12/2023 : 1 h par 2 000,00 € facturés au-delà de 2 700 000,00 € (CCAP, art. 1.4.2) ; "
            "4 300 000,00 € facturés."
        )


def test_hours_per_euro_from_the_first_one_with_orders(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        f.obligation(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, kind=ObligationKind.PER_EURO, due=None,
            cents_per_hour=500_000,
        )  # fmt: skip
        invoice(
            session,
            contractor_id=story.holder_id,
            number="F1",
            invoiced_on=date(2023, 2, 1),
            cents=50_000_000,
            by="Ana",
        )
        amend(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, kind=AmendmentKind.BON_DE_COMMANDE, number="7",
            effective_on=date(2023, 4, 1), subject="Commande", hours=Formula.fixed(2_500), by="Ana",
        )  # fmt: skip
        days = (date(2023, 1, 31), date(2023, 2, 1), date(2023, 4, 1))
        assert [story.position(day).due.hours for day in days] == [0, 10_000, 12_500]
