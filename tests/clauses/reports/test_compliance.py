"""Who answers for which hours: subcontractors, groups, lots not shared out, loans, rules of a market, what waits."""

from datetime import date, timedelta

from sqlalchemy import Engine

from clauses.db import reading, writing
from clauses.hours.agreements import lend, open_convention, set_counting, sign_convention
from clauses.hours.compliance import Status
from clauses.hours.rules import LineState
from clauses.markets.events import (
    amend,
    check_mention,
    close,
    derogate,
    group,
    invoice,
    reopen,
    state_shortfall,
    withdraw,
)
from clauses.markets.models import Amendment
from clauses.markets.obligations import Formula
from clauses.markets.rules import (
    AmendmentKind,
    DerogationMotive,
    GroupingKind,
    Mention,
    ObligationKind,
    ShortfallMotive,
)
from clauses.people.actions import give_opinion
from clauses.people.publics import Criterion
from clauses.reference.rules import ContractKind, Role
from clauses.reports import compliance_json
from clauses.reports.compliance_query import overview_at
from tests import factories as f
from tests.clauses.reports.standing import Told, each_month
from tests.factories import id_of
from tests.recorder import asked

MID = date(2023, 6, 30)
APRIL = date(2023, 4, 1)


def owes(story: Told, contractor_id: int, due: int) -> None:
    f.obligation(story.session, lot_id=story.lot_id, contractor_id=contractor_id, due=due)


def test_hours_of_a_subcontractor_stand_with_the_one_who_subcontracts_and_nowhere_else(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        owes(story, story.holder_id, 10_000)
        sub = id_of(story.another(role=Role.SOUS_TRAITANT, credits_id=story.holder_id))
        story.work({APRIL: 4_000})
        story.work({APRIL: 6_000}, contractor_id=sub)
        story.work({date(2023, 5, 1): 100}, contractor_id=sub, state=LineState.SUBMITTED)
        holder, below = story.position(MID), story.position(MID, sub)
    assert (holder.hours.done, holder.hours.worked, holder.hours.submitted) == (10_000, 4_000, 100)
    assert holder.standing.status is Status.DONE
    assert (below.hours.done, below.hours.worked, below.standing.status) == (0, 6_000, Status.NO_OBLIGATION)


def test_a_subcontractor_of_nobody_known_is_said(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        sub = id_of(story.another(role=Role.SOUS_TRAITANT))
        story.work({APRIL: 6_000}, contractor_id=sub)
        lot = story.at(MID).lots[0]
    assert [position.hours.done for position in lot.positions] == [0, 6_000]
    assert "on ne sait pas qui sous-traite" in lot.checks[0]


def test_a_subcontractor_that_owes_hours_of_its_own_is_said(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        sub = id_of(story.another(role=Role.SOUS_TRAITANT, credits_id=story.holder_id))
        owes(story, sub, 100)
        assert "Vérifiez qui les doit" in story.at(MID).lots[0].checks[0]


def test_what_a_subcontractor_owes_in_its_own_name_leaves_the_hours_of_the_lot_with_its_company(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        f.obligation(session, lot_id=story.lot_id, contractor_id=None, due=10_000)
        owes(story, id_of(story.another(role=Role.SOUS_TRAITANT, credits_id=story.holder_id)), 100)
        assert story.position(MID).due.hours == 10_000


def test_a_tranche_of_the_only_company_comes_on_top_of_the_hours_of_the_lot(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        f.obligation(session, lot_id=story.lot_id, contractor_id=None, due=10_000)
        amend(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, kind=AmendmentKind.TRANCHE, number="2",
            effective_on=date(2023, 5, 1), subject="Tranche 2", hours=Formula.fixed(2_000), by="Ana",
        )  # fmt: skip
        assert [story.position(day).due.hours for day in (date(2023, 4, 30), MID)] == [10_000, 12_000]


def test_hours_that_a_company_will_have_of_its_own_change_nothing_before_that_day(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        f.obligation(session, lot_id=story.lot_id, contractor_id=None, due=10_000)
        f.obligation(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, due=7_000, in_force_on=date(2023, 6, 1)
        )
        assert [story.position(day).due.hours for day in (date(2023, 5, 31), MID)] == [10_000, 7_000]


def test_all_invoices_of_a_group_count_until_a_second_company_has_hours_of_its_own(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        other = id_of(story.another(role=Role.COTRAITANT))
        group(session, lot_id=story.lot_id, kind=GroupingKind.SOLIDAIRE, by="Ana")
        f.obligation(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, kind=ObligationKind.PER_EURO, due=None,
            cents_per_hour=10_000,
        )  # fmt: skip
        f.obligation(session, lot_id=story.lot_id, contractor_id=other, due=500, in_force_on=date(2023, 6, 1))
        for number, each in enumerate((story.holder_id, other)):
            invoice(
                session, contractor_id=each, number=str(number), invoiced_on=APRIL, cents=1_000_000, by="Ana",
            )  # fmt: skip
        assert [story.position(day).due.hours for day in (date(2023, 5, 31), MID)] == [20_000, 10_000]


def test_a_group_pays_through_the_company_whose_penalty_is_known(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        other = id_of(story.another(role=Role.COTRAITANT))
        group(session, lot_id=story.lot_id, kind=GroupingKind.SOLIDAIRE, by="Ana")
        owes(story, story.holder_id, 10_000)
        f.penalty_rule(session, contractor_id=other, cents_per_hour=10_000)
        lot = story.at(date(2024, 7, 1)).lots[0]
        assert {each.contractor.id: each.penalty.hours_cents for each in lot.positions} == {
            story.holder_id: 0,
            other: 1_000_000,
        }


def test_each_company_of_a_conjoint_group_answers_for_itself(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        other = id_of(story.another(role=Role.COTRAITANT))
        group(session, lot_id=story.lot_id, kind=GroupingKind.CONJOINT, by="Ana")
        owes(story, story.holder_id, 10_000)
        owes(story, other, 10_000)
        story.work({APRIL: 20_000})
        found = [story.position(date(2024, 7, 1), each).standing for each in (story.holder_id, other)]
    assert [each.status for each in found] == [Status.DONE, Status.MISSED]
    assert [each.missing for each in found] == [0, 10_000]


def test_a_groupement_solidaire_is_judged_at_its_lot_and_pays_once(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        other = id_of(story.another(role=Role.COTRAITANT))
        group(session, lot_id=story.lot_id, kind=GroupingKind.SOLIDAIRE, in_force_on=date(2023, 6, 1), by="Ana")
        for each in (story.holder_id, other):
            owes(story, each, 10_000)
            f.penalty_rule(session, contractor_id=each, cents_per_hour=10_000)
        story.work({APRIL: 15_000})
        before, after = story.at(date(2023, 5, 31)).lots[0], story.at(date(2024, 7, 1)).lots[0]
        shape = compliance_json.market(story.at(date(2024, 7, 1)))
    assert before.group is None
    assert before.statuses == (Status.DONE, Status.LATE)
    assert after.group is not None
    assert (after.group.missing, after.statuses) == (5_000, (Status.MISSED, Status.MISSED))
    assert [each.penalty.hours_cents for each in after.positions] == [500_000, 0]
    assert [each.judged_at_lot for each in after.positions] == [True, True]
    assert shape["lots"][0]["group"]["missing_hours"] == "50.00"
    assert shape["lots"][0]["grouping"] == "solidaire"


def test_a_group_whose_slope_one_company_bears_counts_the_invoices_of_all(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        other = id_of(story.another(role=Role.COTRAITANT))
        group(session, lot_id=story.lot_id, kind=GroupingKind.SOLIDAIRE, by="Ana")
        f.obligation(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, kind=ObligationKind.PER_EURO, due=None,
            cents_per_hour=100_000,
        )  # fmt: skip
        for each, number in ((story.holder_id, "F1"), (other, "F2")):
            invoice(session, contractor_id=each, number=number, invoiced_on=APRIL, cents=10_000_000, by="Ana")
        assert story.at(MID).lots[0].due.hours == 20_000


def test_hours_of_a_lot_that_nobody_holds_yet_are_due_by_the_lot(engine: Engine) -> None:
    with writing(engine) as session:
        made = f.market(session, reference="2023-T01")
        lot = f.lot(session, market_id=id_of(made), number="1")
        f.obligation(session, lot_id=id_of(lot), contractor_id=None, due=50_000)
        story = Told(session, made, lot, f.contractor(session))
        empty = story.at(MID).lots[0]
        assert (empty.due.hours, empty.positions) == (50_000, ())
        first = f.contractor(session, lot_id=id_of(lot))
        assert story.position(MID, id_of(first)).due.hours == 50_000
        second = f.contractor(session, lot_id=id_of(lot), role=Role.COTRAITANT)
        shared = story.at(MID).lots[0]
        assert (shared.due.hours, [each.due.hours for each in shared.positions]) == (50_000, [0, 0])
        assert shared.group is not None
        story.lot = lot
        owes(story, id_of(second), 30_000)
        assert story.at(MID).lots[0].due.hours == 30_000


def test_hours_of_another_market_count_only_once_every_buyer_signed(engine: Engine) -> None:
    with writing(engine) as session:
        lender, borrower = Told.of(session, reference="PRETEUR"), Told.of(session, reference="EMPRUNTEUR")
        for story in (lender, borrower):
            owes(story, story.holder_id, 10_000)
        lender.work({APRIL: 16_000})
        convention = open_convention(session, reference="GLOB-1", by="Ana")
        for story, day in ((lender, date(2023, 4, 3)), (borrower, date(2023, 5, 2))):
            sign_convention(session, convention_id=convention, buyer_id=story.market.buyer_id, signed_on=day, by="Ana")
        lend(
            session, convention_id=convention, lender_id=lender.holder_id, borrower_id=borrower.holder_id,
            month=APRIL, hours=6_000, by="Ana",
        )  # fmt: skip
        before = [story.position(date(2023, 5, 1)).hours.counted for story in (lender, borrower)]
        after = [story.position(date(2023, 5, 2)).hours for story in (lender, borrower)]
    assert before == [16_000, 0]
    assert [each.counted for each in after] == [10_000, 6_000]
    assert [each.done for each in after] == [16_000, 0]
    assert (after[0].lent, after[1].borrowed, after[0].uncounted) == (6_000, 6_000, {"lent": 6_000})


def test_the_rules_of_a_market_bound_what_counts_and_not_what_is_done(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        owes(story, story.holder_id, 50_000)
        set_counting(
            session, market_id=id_of(story.market), source="CCAP, art. 6", training_counts=True, person_hours=12_000,
            publics=frozenset({Criterion.RSA}), kind_months={ContractKind.CDI: 48}, by="Ana",
        )  # fmt: skip
        story.work(each_month(date(2023, 2, 1), 3, 5_000), training=500)
        hours = story.position(MID).hours
    assert (hours.done, hours.counted, hours.uncounted) == (16_500, 12_000, {"person_hours": 4_500})


def test_the_hours_of_someone_declared_not_eligible_do_not_count_and_say_why(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        owes(story, story.holder_id, 50_000)
        refused, other = (
            f.contract(session, starts_on=date(2023, 3, 1)),
            f.contract(session, starts_on=date(2023, 3, 1)),
        )
        story.work({APRIL: 1_000}, contract=refused)
        story.work({APRIL: 3_000}, contract=other)
        give_opinion(
            session,
            person_id=refused.person_id,
            eligible=False,
            decided_on=date(2023, 2, 1),
            reason="En emploi",
            by="Ana",
        )
        hours = story.position(MID).hours
    assert (hours.done, hours.counted, hours.uncounted) == (4_000, 3_000, {"not_eligible": 1_000})


def test_hours_out_of_the_market_and_training_are_done_or_said_but_not_counted(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session, notified_on=date(2023, 4, 15))
        owes(story, story.holder_id, 50_000)
        story.work({date(2023, 3, 1): 1_000, APRIL: 2_000}, training=300)
        hours = story.position(MID).hours
    assert (hours.done, hours.counted) == (3_000, 2_000)
    assert hours.uncounted == {"before_market": 1_000, "training": 600}


def test_the_month_of_the_day_asked_is_in_and_what_waits_is_apart(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        owes(story, story.holder_id, 50_000)
        story.work({date(2023, 6, 1): 1_000, date(2023, 7, 1): 2_000})
        story.work({APRIL: 700}, state=LineState.TO_CHECK)
        story.work({date(2023, 5, 1): 800}, state=LineState.SUBMITTED)
        days = (date(2023, 5, 31), date(2023, 6, 1), MID, date(2023, 7, 1))
        found = [story.position(day).hours for day in days]
    assert [each.done for each in found] == [0, 1_000, 1_000, 3_000]
    assert [(each.to_check, each.submitted) for each in found] == [(700, 800)] * 4


def test_an_amended_end_holds_from_its_day_and_a_withdrawn_amendment_never_did(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        owes(story, story.holder_id, 50_000)
        number = amend(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, kind=AmendmentKind.AVENANT,
            effective_on=date(2023, 9, 1), subject="Durée", ends_on=date(2025, 6, 30), hours=Formula.fixed(70_000),
            by="Ana",
        )  # fmt: skip
        ends = [story.at(day).lots[0].span.ends_on for day in (date(2023, 8, 31), date(2023, 9, 1))]
        assert ends == [date(2024, 6, 30), date(2025, 6, 30)]
        kept = session.get(Amendment, number)
        assert kept is not None
        withdraw(session, kept, by="Bob")
        after = story.position(date(2023, 9, 1))
        assert (after.due.hours, story.at(date(2023, 9, 1)).lots[0].span.ends_on) == (50_000, date(2024, 6, 30))


def test_a_closed_lot_is_over_from_its_day_unless_it_is_reopened(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        owes(story, story.holder_id, 50_000)
        close(session, lot_id=story.lot_id, closed_on=MID, reason="Résiliation", by="Ana")
        assert story.position(MID - timedelta(days=1)).standing.status is Status.LATE
        assert story.position(MID).standing.status is Status.MISSED
        assert overview_at(session, on=MID).lots == ()
        reopen(session, lot_id=story.lot_id, by="Bob")
        assert story.position(MID).standing.status is Status.LATE


def test_a_market_without_an_end_projects_nothing_and_says_so(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session, ends_on=None)
        owes(story, story.holder_id, 50_000)
        lot = story.at(MID).lots[0]
        shape = compliance_json.market(story.at(MID))
    assert lot.statuses == (Status.ON_TRACK,)
    assert "sans date de fin" in lot.checks[0]
    assert shape["lots"][0]["contractors"][0]["projected"] is None


def test_lots_are_in_the_order_of_their_numbers(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        for number in ("10", "2", "B"):
            f.lot(session, market_id=id_of(story.market), number=number)
        assert [lot.lot.number for lot in story.at(MID).lots] == ["1", "2", "10", "B"]


def test_the_open_lots_put_what_risks_most_first(engine: Engine) -> None:
    with writing(engine) as session:
        for reference, due, cents in (("A", 1_000, 100), ("B", 9_000, 100), ("C", 0, 100)):
            story = Told.of(session, reference=reference)
            owes(story, story.holder_id, due)
            f.penalty_rule(session, contractor_id=story.holder_id, cents_per_hour=cents)
        Told.of(session, reference="D", notified_on=date(2023, 7, 1))
        Told.of(session, reference="E", ends_on=date(2023, 6, 29))
        found = overview_at(session, on=MID)
    assert [lot.market.reference for lot in found.lots] == ["B", "A", "C"]
    assert (found.late, found.due, found.short, found.at_risk_cents) == (2, 10_000, 10_000, 10_000)


def test_the_queries_do_not_grow_with_the_lots(engine: Engine) -> None:
    counts = []
    for number in (1, 8):
        with writing(engine) as session:
            for each in range(number):
                story = Told.of(session, reference=f"M{number}-{each}")
                owes(story, story.holder_id, 10_000)
                set_counting(session, market_id=id_of(story.market), source="CCAP", proof_required=True, by="Ana")
                story.work({APRIL: 100})
        with asked(engine) as statements, reading(engine) as session:
            assert len(overview_at(session, on=MID).lots) >= number
        counts.append(len(statements))
    assert counts[0] == counts[1] < 40


def test_what_else_must_be_known_of_a_market_is_noted(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        market = id_of(story.market)
        check_mention(session, market_id=market, mention=Mention.HOURS, given=True, by="Ana")
        derogate(session, market_id=market, motive=DerogationMotive.COURT, details="Cinq mois", by="Ana")
        state_shortfall(
            session,
            contractor_id=story.holder_id,
            stated_on=MID,
            motive=ShortfallMotive.PLANNING,
            details="Gel",
            by="Ana",
        )
        shape = compliance_json.market(story.at(MID))
    assert shape["stage"] == "running"
    starts = ("Mentions", "Dérogation", "Lot 1")
    assert [note.startswith(start) for note, start in zip(shape["notes"], starts, strict=True)] == [True] * 3


def test_a_lot_whose_hours_nobody_holds_is_late_once_its_market_is_notified(engine: Engine) -> None:
    with writing(engine) as session:
        told = {}
        for name, notified_on in (("running", date(2023, 1, 2)), ("prepared", None)):
            market = id_of(f.market(session, reference=name, notified_on=notified_on, ends_on=date(2024, 12, 31)))
            lot = id_of(f.lot(session, market_id=market, number="1"))
            f.obligation(session, lot_id=lot, contractor_id=None, due=50_000)
            told[name] = lot
        seen = {each.market.reference: each for each in overview_at(session, on=MID).lots}
    late = seen["running"]
    assert (late.status, late.due, late.short, late.at_risk_cents) == (Status.LATE, 50_000, 50_000, 0)
    assert any("personne ne le tient" in check for check in late.position.checks)
    assert seen["prepared"].status is Status.NO_OBLIGATION


def test_what_a_lot_would_lack_is_not_said_missing_while_it_runs(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        owes(story, story.holder_id, 10_000)
        f.penalty_rule(session, contractor_id=story.holder_id, cents_per_hour=20_000)
        position = story.position(MID)
    (said,) = position.at_risk.sentences
    assert "100,00 h qui manqueraient à la fin à 200,00 €" in said.replace("\xa0", " ").replace("\u202f", " ")
