"""An operator's browser on its action, for the tests of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import SQLModel, col, select

from clauses.accounts.models import Membership
from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.sites.models import Attendance, FollowUp, Meeting, Mission
from clauses.sites.rules import MeetingKind
from tests import accounts, factories
from tests import factories_sites as sites
from tests.clauses.web.browser import Browser
from tests.clauses.web.visiting import visiting
from tests.factories import id_of

DAY = date(2023, 4, 3)


@dataclass
class Office:
    """An operator's browser on its action, with Léa accepted in it and a lot entrusted."""

    browser: Browser
    engine: Engine
    action: int
    lea: int
    referral: int
    lot: int
    contractor: int

    def meet(self, kind: MeetingKind, day: date = DAY, **more: Any) -> Response:
        """Sends the form of a meeting with Léa, who came."""
        there = f"/suivi/actions/{self.action}/rencontre"
        fields = {"kind": kind.value, "held_on": day.isoformat(), "people": str(self.lea), "came": "oui", **more}
        return self.browser.send(there, fields, page=f"{there}?genre={kind.value}")

    def one(self, table: type[Attendance | Meeting | Mission | FollowUp]) -> int:
        """The id of the only row of a table."""
        with reading(self.engine) as session:
            return id_of(session.exec(select(table)).one())


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Iterator[Office]:
    with writing(engine) as session:
        body = factories.organisation(session, name="Chantiers Ensemble")
        action = sites.action(session, operator_id=id_of(body), fse_plus=True)
        lea = factories.person(session, last_name="Roux", first_name="Léa", jobs="Maçon")
        sent = sites.referral(session, action_id=id_of(action), person_id=id_of(lea))
        holder = factories.contractor(session)
        numbers = (id_of(action), id_of(lea), id_of(sent), holder.lot_id, id_of(holder), id_of(body))
    with visiting(engine, tmp_path, ActorKind.O, organisation_id=numbers[5]) as browser:
        with writing(engine) as session:
            member = session.exec(select(Membership).where(col(Membership.kind) == ActorKind.O)).one()
            accounts.lot_assignment(session, membership_id=id_of(member), lot_id=numbers[3])
        yield Office(browser, engine, *numbers[:5])


def stored(engine: Engine, table: type[SQLModel]) -> list[Any]:
    """Every row of a table."""
    with reading(engine) as session:
        rows = list(session.exec(select(table)).all())
        session.expunge_all()
        return rows


def signed(office: Office, **fields: str) -> Response:
    """Sends the form of a signature for the only presence; its page, and its fields."""
    there = f"/suivi/presences/{office.one(Attendance)}/signer"
    parts = {"preuve": office.browser.proof(there), **fields}
    return office.browser.client.post(
        there, files={name: (None, value) for name, value in parts.items()}, follow_redirects=False
    )
