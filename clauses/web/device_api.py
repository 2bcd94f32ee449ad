"""What a phone holds to work without network: the key of what it keeps, and the people and sites of the day.

What is kept on the device is sealed under a key that it gets from here and keeps until the session ends at the latest;
the same person on the same device gets the same key again, and those of former secrets with it, so that nothing unsent
is lost (ADR 0031).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from litestar.params import PathParameter
from sqlmodel import Session

from clauses.access.followed import Followed, followed
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.secrets_drawn import keyed
from clauses.accounts.sessions import ends_at
from clauses.dates import french_day
from clauses.db import reading
from clauses.sites.rules import MeetingKind
from clauses.web import site_reads
from clauses.web.api_parts import AnyRequest, Shown, shows
from clauses.web.forms import proof_of
from clauses.web.rule import every
from clauses.web.sites_api import TAG
from clauses.web.visitors import asker, place_of, visitor_of

_MAY = every(Resource.SITE, Act.CREATE, programs=False)
_AFTER = timedelta(days=31)
"""An action still shows on the phone for a month after its end: what was done on its last days is entered."""


class DeviceShown(Shown):
    """The key of a device (64 hexadecimal signs) and until when it may be kept; the proof that its requests carry.

    ``former_keys``: those that the secrets of before made, which open what waits on the device and seal nothing more.
    """

    key: str
    former_keys: list[str]
    user: int
    until: datetime
    proof: str


class ChoiceShown(Shown):
    """Something to choose, in words."""

    id: int
    label: str


class PersonAtHand(Shown):
    """Somebody followed: no address, no criterion. ``action_id`` says for which action."""

    id: int
    action_id: int
    name: str
    tested: bool
    last_met_on: date | None


class MissionAtHand(Shown):
    """A mission under way."""

    id: int
    person_id: int
    label: str


class UnsignedAtHand(Shown):
    """A presence that nothing proves yet."""

    id: int
    label: str


class ExpectedAtHand(Shown):
    """Somebody expected at a meeting whose day has come, of whom nobody said yet whether they came."""

    id: int
    meeting_id: int
    kind: MeetingKind
    name: str
    label: str


class TodayShown(Shown):
    """What an operator needs of the day."""

    day: date
    actions: list[ChoiceShown]
    people: list[PersonAtHand]
    missions: list[MissionAtHand]
    unsigned: list[UnsignedAtHand]
    expected: list[ExpectedAtHand]
    lots: list[ChoiceShown]
    contractors: list[ChoiceShown]


@shows("/api/site/device/{device:str}", _MAY, TAG)
def get_device(
    request: AnyRequest, device: Annotated[str, PathParameter(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
) -> DeviceShown:
    """La clé de ce que garde un appareil, pour cette personne, jusqu'à la fin de sa session."""
    place, visitor = place_of(request), visitor_of(request)
    with reading(place.engine) as session:
        until = ends_at(session, visitor.session_id or 0)
    user = visitor.scope.user_id
    key, *former = (keyed(secret, "device", str(user), device) for secret in (place.secret, *place.former))
    return DeviceShown(key=key, former_keys=former, user=user, until=until, proof=proof_of(request))


@shows("/api/site/today", _MAY, TAG)
def get_today(request: AnyRequest) -> TodayShown:
    """Les personnes, les missions et les lots du jour, pour travailler sans réseau."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        lots, contractors = site_reads.lots(session, scope), site_reads.contractors(session, scope)
        actions = _running(session, request)
    return TodayShown(
        day=scope.today,
        actions=[ChoiceShown(id=each.facts.objectives.id, label=_named(each)) for each in actions],
        people=[shown for each in actions for shown in _people(each)],
        missions=[shown for each in actions for shown in _missions(each)],
        unsigned=[shown for each in actions for shown in _unsigned(each)],
        expected=[shown for each in actions for shown in _expected(each, scope.today)],
        lots=[ChoiceShown(id=number, label=label) for number, label in lots],
        contractors=[ChoiceShown(id=number, label=label) for number, label in contractors],
    )


def _people(seen: Followed) -> Iterator[PersonAtHand]:
    for person in seen.accepted:
        yield PersonAtHand(
            id=person.id,
            action_id=seen.facts.objectives.id,
            name=person.name,
            tested=any(met.test_taken_on for met in person.attendances),
            last_met_on=max((met.meeting.held_on for met in person.attended()), default=None),
        )


def _missions(seen: Followed) -> Iterator[MissionAtHand]:
    for person in seen.accepted:
        for mission in person.missions:
            if mission.runs_on(seen.on):
                label = f"{person.name}, {mission.company}, lot {mission.lot}"
                yield MissionAtHand(id=mission.id, person_id=person.id, label=label)


def _unsigned(seen: Followed) -> Iterator[UnsignedAtHand]:
    for person, met in seen.unsigned:
        label = f"{person.name}, {met.meeting.kind.label} du {french_day(met.meeting.held_on)}"
        yield UnsignedAtHand(id=met.id, label=label)


def _expected(seen: Followed, today: date) -> Iterator[ExpectedAtHand]:
    for person in seen.accepted:
        for met in person.attendances:
            held = met.meeting
            if met.present is None and held.held_on <= today:
                label = f"{held.kind.label} du {french_day(held.held_on)}" + (f", {held.place}" if held.place else "")
                yield ExpectedAtHand(id=met.id, meeting_id=held.id, kind=held.kind, name=person.name, label=label)


def _running(session: Session, request: AnyRequest) -> list[Followed]:
    """The actions under way, or that have just ended; else the latest one."""
    scope = asker(request)
    seen = [
        followed(session, scope, choice.id, scope.today) for choice in site_reads.actions_seen(session, scope)[:_MOST]
    ]
    running = [
        each
        for each in seen
        if each.facts.objectives.starts_on <= scope.today <= each.facts.objectives.ends_on + _AFTER
    ]
    return running or seen[:1]


_MOST = 4
"""Actions looked at, the latest first: an operator has one or two a year."""


def _named(seen: Followed) -> str:
    action = seen.facts.objectives
    return f"{action.name} {action.year}"


HANDLERS: list[Any] = [get_device, get_today]
