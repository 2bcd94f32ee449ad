"""What companies of a lot were, talks with them, penalties given up. As in `tests.factories`, give what matters."""

from datetime import date
from typing import Any

from sqlmodel import Session

from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.markets.exchanges import CounterpartRole, ExchangeKind
from clauses.markets.holding_models import ContractorBefore
from clauses.markets.rules import Rewriting, WaiverKind
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.reference.rules import Role
from tests.factories import SIGNED, _add, _parent, contractor


def exchange(session: Session, **values: Any) -> Exchange:
    """A call of 3 April 2023, to be followed up on the 17th."""
    _parent(values, "contractor_id", lambda: contractor(session))
    defaults = {
        "kind": ExchangeKind.CALL,
        "held_on": date(2023, 4, 3),
        "with_whom": "Mme Roy",
        "said": "Le tuteur est absent ce mois-ci.",
        "next_action": "Rappeler pour la feuille d'avril",
        "next_on": date(2023, 4, 17),
        **SIGNED,
    }
    return _add(session, Exchange, defaults, values)


def counterpart(session: Session, **values: Any) -> Counterpart:
    """The referent of a company."""
    _parent(values, "contractor_id", lambda: contractor(session))
    return _add(session, Counterpart, {"role": CounterpartRole.REFERENT, "name": "Mme Roy", **SIGNED}, values)


def contractor_before(session: Session, **values: Any) -> ContractorBefore:
    """A titulaire until 1 June 2023, then something else."""
    _parent(values, "contractor_id", lambda: contractor(session))
    said = {"role": Role.TITULAIRE, "until": date(2023, 6, 1), "rewriting": Rewriting.CHANGE}
    return _add(session, ContractorBefore, {**said, **SIGNED}, values)


def penalty_waiver(session: Session, **values: Any) -> PenaltyWaiver:
    """100 € given up on 2 October 2023."""
    _parent(values, "contractor_id", lambda: contractor(session))
    defaults = {
        "kind": WaiverKind.RENUNCIATION,
        "granted_on": date(2023, 10, 2),
        "cents": 10_000,
        "motive": "Chantier arrêté",
        "document": "Courrier du 02/10/2023",
        **SIGNED,
    }
    return _add(session, PenaltyWaiver, defaults, values)
