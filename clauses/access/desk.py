"""What waits on a facilitateur's desk, by whose files it came from: one function a kind of row."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlmodel import col

from clauses.access.conditions import contractor, run
from clauses.accounts.matrix import Reach
from clauses.accounts.models import Organisation
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.scope import Standing
from clauses.files.models import ImportRun
from clauses.markets.draft_models import MarketDraft
from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.questions.models import Question

Condition = ColumnElement[bool]


def question(standing: Standing, reach: Reach, today: date) -> Condition:
    """Doubts: with the file that raised them; those that no file raised are the first territory's."""
    if reach is not Reach.TERRITORY:
        return false()
    here = col(Question.run_id).in_(select(col(ImportRun.id)).where(run(standing, reach, today)))
    return or_(here, col(Question.run_id).is_(None)) if standing.territory_id == FIRST_TERRITORY else here


def draft(standing: Standing, reach: Reach, today: date) -> Condition:
    """Published contracts: with the file that brought them; a buyer's own, by its SIRET."""
    match reach, standing.kind:
        case Reach.ALL, _:
            return true()
        case Reach.TERRITORY, _:
            return col(MarketDraft.run_id).in_(select(col(ImportRun.id)).where(run(standing, reach, today)))
        case Reach.OWN, ActorKind.D:
            own = select(col(Organisation.siret)).where(col(Organisation.id) == standing.organisation_id)
            return col(MarketDraft.buyer_siret).in_(own)
        case _:
            return false()


def exchange(standing: Standing, reach: Reach, today: date) -> Condition:
    """Talks with a company: those who follow its lot read them; the company itself, and its buyer, do not."""
    return contractor(standing, reach, today, col(Exchange.contractor_id)) if reach is Reach.TERRITORY else false()


def counterpart(standing: Standing, reach: Reach, today: date) -> Condition:
    """People of a company who answer for a lot: read by those who follow it."""
    return contractor(standing, reach, today, col(Counterpart.contractor_id)) if reach is Reach.TERRITORY else false()
