"""The closing attestation: what each company owed and did, the lot as one where it answers as one."""

from dataclasses import replace
from datetime import date

from clauses.hours.compliance import Span, Standing, Status
from clauses.markets.obligations import Due, Formula, Version
from clauses.markets.penalties import simulate
from clauses.reference.rules import Nature, Role
from clauses.reports.compliance import LotPosition, Position
from clauses.reports.compliance_facts import ContractorHead, LotHead, MarketHead
from clauses.reports.compliance_hours import Hours
from clauses.reports.documents.closing import closing_attestation, counted, ended, settled, verdict
from clauses.reports.final_account import FinalAccount
from clauses.reports.sheets import InHours

DAY = date(2024, 1, 31)
MARKET = MarketHead(1, "2023-T1", "École", 2, "Ville", Nature.BTP, date(2023, 1, 2), date(2023, 12, 31), None)
LOT = LotHead(1, 1, "1", "Gros œuvre", None, Nature.BTP)


def position(number: int, due: int, done: int, *, together: bool = False) -> Position:
    """A company that owed and did so many hours; ``together``: it answers with the others."""
    missing = max(0, due - done)
    status = Status.MISSED if missing else Status.DONE
    standing = Standing(status, due, done, done, missing, missing, 0)
    owed = Due(due, 0, (Version(1, Formula.fixed(due), source="CCAP"),), DAY)
    nothing = simulate(None, 0, on=DAY)
    head = ContractorHead(number, 1, f"Entreprise {number}", None, Role.TITULAIRE, number)
    return Position(head, owed, Hours(done=done, counted=done), standing, done, nothing, nothing, together)


def account(*positions: Position, group: Standing | None = None, over: bool = True) -> FinalAccount:
    """The account of these companies, without any agreement."""
    due = Due(sum(each.due.hours for each in positions), 0, (), DAY)
    lot = LotPosition(LOT, Span(date(2023, 1, 2), date(2023, 12, 31)), positions, due, group=group)
    return FinalAccount(MARKET, lot, positions, (), (), None, over)


def said(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_nobody_makes_up_for_another_unless_they_answer_together() -> None:
    alone = account(position(1, 100_00, 120_00), position(2, 100_00, 90_00))
    assert (alone.missing, alone.status) == (10_00, Status.MISSED)
    group = Standing(Status.DONE, 200_00, 210_00, 210_00, 0, 0, 0)
    shared = (replace(position(number, 100_00, 105_00, together=True), standing=group) for number in (1, 2))
    together = account(*shared, group=group)
    assert (together.missing, together.status) == (0, Status.DONE)
    (table,) = closing_attestation(together, established_on=DAY).chapters[0].tables
    assert [row.cells[4] for row in table.rows] == [None, None, InHours(0)]
    assert "ensemble" in (table.note or "")
    short = Standing(Status.MISSED, 200_00, 180_00, 180_00, 20_00, 20_00, 0)
    part = replace(position(1, 100_00, 80_00, together=True), standing=short)
    one = account(part, group=short)
    assert one.missing == 20_00
    assert replace(one, lot=replace(one.lot, positions=(part, part))).missing == 20_00


def test_the_verdict_says_what_it_came_to() -> None:
    done, left = account(position(1, 100_00, 100_00)), account(position(1, 100_00, 40_00), over=False)
    left = replace(left, positions=(replace(left.positions[0], standing=replace(
        left.positions[0].standing, missing=0, status=Status.LATE)),))  # fmt: skip
    assert said(settled(done)) == "Obligation remplie : 100,00 h comptées sur 100,00 h dues"
    assert said(verdict(left)) == "Il reste 60,00 h"
    assert ended(left) == "En cours."
    assert ended(done) == "Terminé le 31/12/2023."
    nothing = account()
    assert (verdict(nothing), nothing.status) == ("Aucune heure due", Status.NO_OBLIGATION)
    assert said(settled(nothing)) == "0,00 h faites, aucune heure due"
    assert said(counted(done)) == "100,00 h comptées sur 100,00 h dues"
    assert closing_attestation(nothing, established_on=DAY).chapters[1].tables[0].rows[0].cells[0] == "Aucune heure due"
