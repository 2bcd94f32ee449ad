"""Talks with companies for tests. As in `tests.factories`, give what matters."""

from datetime import date
from typing import Any

from sqlmodel import Session

from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.markets.exchanges import CounterpartRole, ExchangeKind
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
