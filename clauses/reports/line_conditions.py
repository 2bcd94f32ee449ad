"""Which lines a selection looks at: conditions on a query that joins lines with their declaration and their market."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col

from clauses.hours.models import Contract, Declaration, Line
from clauses.markets.models import Contractor, Lot, Market
from clauses.reports.figures import Selection
from clauses.reports.packed import code, select


def of_market(selection: Selection) -> Iterable[ColumnElement[bool]]:
    """The conditions that keep the lines of the markets looked at."""
    if selection.buyer is not None:
        yield col(Market.buyer_id) == selection.buyer.id
    if selection.market is not None:
        yield col(Market.id) == selection.market.id
    if selection.nature is not None:
        yield nature_of() == selection.nature.value
    if selection.lot is not None:
        yield col(Lot.id) == selection.lot.id
    if selection.company is not None:
        own = col(Contractor.organisation_id) == selection.company.id
        yield or_(own, col(Declaration.employer_id) == selection.company.id)


def of_contract(selection: Selection) -> Iterable[ColumnElement[bool]]:
    """The conditions that keep the lines of the contracts looked at."""
    if selection.modality is not None:
        wanted = select(Contract.id).where(code(Contract.modality) == selection.modality.value)
        yield col(Line.contract_id).in_(wanted)


def nature_of() -> ColumnElement[str]:
    """The nature of a line: its lot's, else its market's, never guessed from the sector."""
    return func.coalesce(code(Lot.nature), code(Market.nature))
