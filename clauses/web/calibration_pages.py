"""How many hours to ask for before the tender: amount, labour share, insertion rate, hourly cost."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Template

from clauses.accounts.matrix import Act, Resource
from clauses.db import reading
from clauses.markets.calibration import Calibration, Part, calibrate
from clauses.people.queries import known_values
from clauses.quantities import french
from clauses.reference.parameters import Family, in_force
from clauses.web.rule import every
from clauses.web.visitors import asker

_LARGEST = Decimal(10) ** 12
_EXAMPLES = {"montant": "1 000 000", "part": "50", "taux": "5", "cout": "30"}
"""The published example: 1 000 000 € × 50 % × 5 % ÷ 30 €/h = 833 h."""

_WRONG = {
    "montant": "n'est pas un montant. Écrivez par exemple 1 000 000.",
    "part": "n'est pas un pourcentage. Écrivez un nombre de 0 à 100, par exemple 50.",
    "taux": "n'est pas un pourcentage. Écrivez un nombre de 0 à 100, par exemple 5.",
    "cout": "n'est pas un coût horaire. Écrivez un montant positif, par exemple 30.",
}


@get("/calibrage", rule=every(Resource.MARKET, Act.CREATE, programs=False), sync_to_thread=True)
def calibration(request: Request[Any, Any, Any], state: State) -> Template:
    """The calculator; what was asked stands in the address, so that it can be sent to a buyer."""
    given = {name: request.query_params.get(name, "") for name in (*_EXAMPLES, "metier")}
    with reading(state.engine) as session:
        values = known_values(session)
    trades = sorted({value.name for value in values if value.family is Family.LABOUR_SHARE})
    known = {name: in_force(values, Family.LABOUR_SHARE, name, asker(request).today) for name in trades}
    chosen = known.get(given["metier"])
    if chosen is not None:
        given["part"] = french(chosen.value).removesuffix(",00")
    asked = any(given.values())
    errors = _errors(given) if asked else {}
    found = None if errors or not asked else _found(given, chosen.source if chosen else "")
    return Template(
        "markets/calibration.html",
        context={
            "given": given,
            "examples": _EXAMPLES,
            "errors": errors,
            "found": found,
            "trades": [(name, name) for name in trades],
            "chosen": chosen,
        },
        status_code=422 if errors else 200,
    )


def _number(text: str) -> Decimal | None:
    """A number as French people type it: « 1 000 000,50 », « 50 % », « 30 € »."""
    bare = re.sub(r"[\s€%]", "", text).replace(",", ".")
    if not re.fullmatch(r"\d{1,13}(\.\d{1,4})?", bare, re.ASCII):
        return None
    try:
        found = Decimal(bare)
    except InvalidOperation:
        return None
    return found if found < _LARGEST else None


def _errors(given: dict[str, str]) -> dict[str, str]:
    found = {}
    for name, words in _WRONG.items():
        number = _number(given[name])
        bad = number is None or (name in ("part", "taux") and number > 100) or (name == "cout" and number == 0)
        if bad:
            advice = words.partition(". ")[2]
            found[name] = f"« {given[name][:40]} » {words}" if given[name] else f"Ce champ est vide. {advice}"
    return found


def _found(given: dict[str, str], source: str) -> Calibration:
    amount, share, rate, cost = (int((_number(given[name]) or Decimal()) * 100) for name in _EXAMPLES)
    return calibrate([Part(amount, share, given["metier"] or None, source)], rate=rate, cost_cents=cost)


HANDLERS = [calibration]
