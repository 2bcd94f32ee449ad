"""One life of a market under each kind of obligation: amended, invoiced, handed over, closed; told at twelve dates.

Fifty hours a month from February 2023 to January 2024. At each date: the hours due, those counted, the penalty, and the
two sentences that explain them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.db import writing
from clauses.markets.events import amend, close, invoice
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind, ObligationKind
from clauses.markets.transfers import transfer
from tests import factories as f
from tests.clauses.reports.standing import Told, each_month
from tests.factories import id_of


@dataclass(frozen=True)
class Kind:
    """A kind of obligation: as signed, then as the avenant of 1 October writes it."""

    signed: dict[str, Any]
    amended: Formula


FIXED = Kind({"kind": ObligationKind.FIXED, "due": 100_000}, Formula.fixed(120_000))
PER_EURO = Kind(
    {"kind": ObligationKind.PER_EURO, "due": None, "cents_per_hour": 1_000_000}, Formula.per_euro(500_000, 0)
)
ABOVE = Kind(
    {"kind": ObligationKind.PER_EURO, "due": None, "cents_per_hour": 200_000, "threshold_cents": 270_000_000},
    Formula.per_euro(100_000, 270_000_000),
)


def lived(session: Session, kind: Kind) -> tuple[Told, int]:
    """The market, and who takes a hundred hours over."""
    story = Told.of(session)
    f.obligation(session, lot_id=story.lot_id, contractor_id=story.holder_id, source="CCAP", **kind.signed)
    f.penalty_rule(session, contractor_id=story.holder_id, cents_per_hour=20_000, source="CCAP, art. 6")
    story.work(each_month(date(2023, 2, 1), 12, 5_000))
    for number, day, cents in (
        ("F1", date(2023, 3, 31), 200_000_000),
        ("F2", date(2023, 6, 30), 100_000_000),
        ("A1", date(2023, 8, 31), -10_000_000),
    ):
        invoice(session, contractor_id=story.holder_id, number=number, invoiced_on=day, cents=cents, by="Ana")
    lot: dict[str, Any] = {"lot_id": story.lot_id, "contractor_id": story.holder_id, "by": "Ana"}
    for how, number, day, hours in (
        (AmendmentKind.AVENANT, "1", date(2023, 10, 1), kind.amended),
        (AmendmentKind.BON_DE_COMMANDE, "2", date(2023, 12, 1), Formula.fixed(4_000)),
        (AmendmentKind.REDUCTION, "3", date(2024, 1, 15), Formula.fixed(4_000)),
    ):
        amend(session, kind=how, number=number, effective_on=day, subject="…", hours=hours, **lot)
    taker = transfer(
        session, from_id=story.holder_id, organisation_id=id_of(f.organisation(session, name="Bâti Neuf")),
        hours=10_000, effective_on=date(2024, 3, 1), reason="Cession", by="Ana",
    )  # fmt: skip
    close(session, lot_id=story.lot_id, closed_on=date(2024, 5, 15), reason="Travaux reçus", by="Ana")
    return story, taker


DATES = (
    date(2023, 3, 30), date(2023, 3, 31), date(2023, 6, 30), date(2023, 8, 31), date(2023, 9, 30), date(2023, 10, 1),
    date(2023, 12, 1), date(2024, 1, 14), date(2024, 1, 15), date(2024, 2, 29), date(2024, 3, 1), date(2024, 5, 15),
)  # fmt: skip


def plain(words: object) -> str:
    return str(words).replace("\u00a0", " ").replace("\u202f", " ")


COUNTED = (100, 100, 250, 350, 400, 450, 550, 600, 600, 600, 600, 600)
INVOICED = ("0", "2 000 000", "3 000 000", *["2 900 000"] * 9)
_ORDER = ", plus 40,00 h (Bon de commande n° 2, depuis le 01/12/2023)"
_LESS = f"{_ORDER}, moins 40,00 h (Réduction convenue n° 3, depuis le 15/01/2024)"
_HANDED = f"{_LESS}, moins 100,00 h (transfert, Cession, depuis le 01/03/2024)"
SINCE = (*[""] * 6, _ORDER, _ORDER, _LESS, _LESS, _HANDED, _HANDED)
"""What each date adds to the formula in force, in the words of the sentence."""

FIRST, AMENDED = "(CCAP)", "(Avenant n° 1, depuis le 01/10/2023)"
PACE = tuple(
    f"au rythme des derniers mois validés, {end},00 h à la fin (dans {left} mois)."
    for end, left in ((850, 15), (850, 15), (850, 12), (850, 10), (850, 9), (850, 8), (850, 6), (850, 5), (850, 5),
                      (800, 4), (750, 3))
)  # fmt: skip
DONE, MISSED = "obligation remplie.", "il en manque 500,00 h, et le lot est terminé."


@dataclass(frozen=True)
class Life:
    """What is expected at each of the dates: whole hours due, the formula, how it stands; the penalty at the end."""

    kind: Kind
    due: tuple[int, ...]
    formulas: tuple[str, ...]
    outcomes: tuple[str, ...]
    penalty: int = 0


LIVES = {
    "fixed": Life(
        FIXED,
        (1000, 1000, 1000, 1000, 1000, 1200, 1240, 1240, 1200, 1200, 1100, 1100),
        (*[f"1 000,00 h {FIRST}"] * 5, *[f"1 200,00 h {AMENDED}"] * 7),
        (*PACE, MISSED),
        penalty=10_000_000,  # 500 h at 200 €
    ),
    "per euro": Life(
        PER_EURO,
        (0, 200, 300, 290, 290, 580, 620, 620, 580, 580, 480, 480),
        (*[f"1 h par 10 000,00 € facturés {FIRST}"] * 5, *[f"1 h par 5 000,00 € facturés {AMENDED}"] * 7),
        ("", PACE[1], PACE[2], DONE, DONE, PACE[5], PACE[6], PACE[7], DONE, DONE, DONE, DONE),
    ),
    "above a threshold": Life(
        ABOVE,
        (0, 0, 150, 100, 100, 200, 240, 240, 200, 200, 100, 100),
        (
            *[f"1 h par 2 000,00 € facturés au-delà de 2 700 000,00 € {FIRST}"] * 5,
            *[f"1 h par 1 000,00 € facturés au-delà de 2 700 000,00 € {AMENDED}"] * 7,
        ),
        ("", "", *[DONE] * 10),
    ),
}


def hours(whole: int) -> str:
    """« 1 240,00 h »."""
    return f"{whole // 1000} {whole % 1000:03d},00 h" if whole >= 1000 else f"{whole},00 h"


@pytest.mark.parametrize("name", LIVES)
def test_a_life_is_right_and_explained_at_twelve_dates(engine: Engine, name: str) -> None:
    life = LIVES[name]
    kind, due, formulas, outcomes, penalty = life.kind, life.due, life.formulas, life.outcomes, life.penalty
    with writing(engine) as session:
        story, taker = lived(session, kind)
        for at, on in enumerate(DATES):
            found = story.position(on, story.holder_id)
            billed = "" if kind is FIXED else f" ; {INVOICED[at]},00 € facturés"
            assert (found.due.hours, found.hours.counted) == (due[at] * 100, COUNTED[at] * 100), on
            assert plain(found.due.sentence) == (
                f"{hours(due[at])} dues au {on:%d/%m/%Y} : {formulas[at]}{SINCE[at]}{billed}."
            )
            said = f"sur {hours(due[at])} dues : {outcomes[at]}" if due[at] else "aucune heure due."
            comma = " " if due[at] else ", "
            assert plain(found.standing.sentence) == f"{COUNTED[at]},00 h comptées{comma}{said}"
            assert found.penalty.hours_cents == (penalty if on == DATES[-1] else 0)
        priced = [plain(each) for each in story.position(DATES[-1], story.holder_id).penalty.sentences]
        assert priced == (
            ["500,00 h manquantes à 200,00 € l'heure, soit 100 000,00 € (CCAP, art. 6)."] if penalty else []
        )
        newcomer = story.position(DATES[-1], taker)
        assert (newcomer.due.hours, newcomer.hours.counted, newcomer.penalty.hours_cents) == (10_000, 0, 2_000_000)
        assert [plain(each) for each in newcomer.penalty.sentences] == [
            "100,00 h manquantes à 200,00 € l'heure, soit 20 000,00 € (CCAP, art. 6)."
        ]
