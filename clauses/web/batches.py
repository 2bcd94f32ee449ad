"""A batch of attestations under way: a folder on the disk, its own user's, until it expires.

It holds what was asked (`asked.json`), how far the work is (`state.json`) and, once it is done, the archive. Its name
is a hash of the user, of their rights, of the period and of the secret of the installation: nobody else can name it,
and the same person finds it again from another session or another device.
"""

from __future__ import annotations

import logging
import re
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import not_
from sqlmodel import Session

from clauses.access.queries import within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.accounts.secrets_drawn import keyed
from clauses.dates import Period
from clauses.db import reading
from clauses.errors import ClausesError, Conflict, NotFound
from clauses.hours.models import Line
from clauses.reports.attested_hours import pairs_with_hours
from clauses.reports.attesting import Attestation, Pair, copied_attestations, issued_attestations
from clauses.web.folders import said, say, sweep
from clauses.web.installation import Installation

KEPT: Final = 32 * 3600
"""Seconds after which an export is removed (security note, « Privacy »)."""

GONE: Final = "Ce lot d'attestations n'existe plus : il a plus de 32 heures, ou il n'est pas le vôtre. Redemandez-le."
_BROKEN = "Le travail s'est arrêté. Ce qui est délivré le reste : reprenez, ou signalez-le avec la période."
_MOST_UNDER_WAY: Final = 3
_MOST_KEPT: Final = 40
"""Batches of one person at once."""

_SILENT: Final = 120
"""Seconds without a sign after which a work that is not of this process is held to be interrupted."""

_TOKEN = re.compile(r"[0-9a-f]{64}")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batch")
"""One batch at a time: each document takes the database for writing, and others write meanwhile."""
_under_way: set[str] = set()
"""Those that wait for the worker of this process, or that it makes."""

log = logging.getLogger("clauses.web")


@dataclass(frozen=True)
class State:
    """How far a batch is: documents made of those to make, and issued now; ``since``, in seconds, its last sign."""

    total: int
    done: int = 0
    new: int = 0
    running: bool = False
    failed: str = ""
    since: float = 0.0

    @property
    def ready(self) -> bool:
        """Whether its archive is there."""
        return not self.running and not self.failed and self.done == self.total


@dataclass(frozen=True)
class Batch:
    """A batch, and its folder."""

    token: str
    folder: Path

    @property
    def period(self) -> Period:
        """The months attested. Raises ``NotFound``."""
        told = said(self.folder, "asked.json")
        if told is None:
            raise NotFound(GONE)
        return Period(date.fromisoformat(told["since"]), date.fromisoformat(told["until"]))

    @property
    def state(self) -> State:
        """How far it is. Raises ``NotFound``."""
        told = said(self.folder, "state.json")
        if told is None:
            raise NotFound(GONE)
        return State(**told)

    @property
    def archive(self) -> Path:
        """Where its archive is, once ready."""
        return self.folder / "attestations.zip"

    @property
    def interrupted(self) -> bool:
        """Whether it stopped without a word: the server was stopped."""
        state = self.state
        return state.running and self.token not in _under_way and time.time() - state.since > _SILENT

    def tell(self, state: State) -> None:
        """Writes how far it is."""
        say(self.folder, "state.json", asdict(replace(state, since=time.time())))


def attestable(session: Session, scope: Scope, period: Period) -> list[Pair]:
    """The attestations that somebody may have: all of whose hours they see; a company, its own alone."""
    seen = within(scope, Line)
    hidden = set(pairs_with_hours(session, period, not_(seen)))
    rights = [standing for standing, _ in scope.rights(Resource.REPORT, Act.EXPORT)]
    whole = any(standing.kind in (ActorKind.F, ActorKind.S) for standing in rights)
    own = {standing.organisation_id for standing in rights if standing.kind is ActorKind.E}
    return [
        pair for pair in pairs_with_hours(session, period, seen) if pair not in hidden and (whole or pair[0] in own)
    ]


def begun(place: Installation, scope: Scope, period: Period) -> Batch:
    """The batch of a period, begun unless it is under way. Raises ``NotFound`` when there is nothing to attest,
    ``Conflict`` for one too many."""
    room = _room(place)
    sweep(room, KEPT)
    batch = _batch(place, scope, period)
    with suppress(NotFound):
        if batch.state.running and not batch.interrupted:
            return batch
    _require_room(batch, batches_of(place, scope))
    with reading(place.engine) as session:
        pairs = attestable(session, scope, period)
    if not pairs:
        raise NotFound("Aucune heure validée que vous puissiez attester dans cette période. Choisissez-en une autre.")
    batch.folder.mkdir(mode=0o700, exist_ok=True)
    asked = {"user": scope.user_id, "since": period.starts_on.isoformat(), "until": period.ends_on.isoformat()}
    say(batch.folder, "asked.json", asked)
    batch.tell(State(total=len(pairs), running=True))
    _under_way.add(batch.token)
    _worker.submit(_guarded, place, scope, batch, pairs)
    return batch


def _require_room(batch: Batch, mine: list[Batch]) -> None:
    """Raises ``Conflict`` for one batch too many: one person's neither fill the disk nor keep the others waiting."""
    others = [each for each in mine if each.token != batch.token]
    if sum(each.state.running and not each.interrupted for each in others) >= _MOST_UNDER_WAY:
        words = f"{_MOST_UNDER_WAY} de vos lots d'attestations sont en cours. Attendez que l'un d'eux finisse."
        raise Conflict(words, code="batches.under_way")
    if len(others) >= _MOST_KEPT:
        words = f"Vous avez déjà {_MOST_KEPT} lots d'attestations, gardés 32 heures. Reprenez l'un d'eux, ou attendez."
        raise Conflict(words, code="batches.kept")


def found(place: Installation, scope: Scope, token: str) -> Batch:
    """Somebody's own batch. Raises ``NotFound``, in the same words for that of another."""
    batch = Batch(token, _room(place) / token)
    if not _TOKEN.fullmatch(token) or _batch(place, scope, batch.period).token != token:
        raise NotFound(GONE)
    return batch


def batches_of(place: Installation, scope: Scope) -> list[Batch]:
    """Somebody's own batches, the last one that moved first."""
    room = _room(place)
    sweep(room, KEPT)
    mine = []
    for folder in room.iterdir():
        told = said(folder, "asked.json")
        if told is None or told["user"] != scope.user_id or said(folder, "state.json") is None:
            continue
        batch = Batch(folder.name, folder)
        if _batch(place, scope, batch.period).token == batch.token:
            mine.append(batch)
    return sorted(mine, key=lambda batch: batch.state.since, reverse=True)


def _guarded(place: Installation, scope: Scope, batch: Batch, pairs: list[Pair]) -> None:
    try:
        _make(place, scope, batch, pairs)
    except ClausesError as refusal:
        batch.tell(replace(batch.state, running=False, failed=refusal.message))
    except Exception as error:
        log.exception("batch", extra={"kind": type(error).__name__})
        with suppress(NotFound, OSError):
            batch.tell(replace(batch.state, running=False, failed=_BROKEN))
    finally:
        _under_way.discard(batch.token)


def _make(place: Installation, scope: Scope, batch: Batch, pairs: list[Pair]) -> None:
    state, aside = State(total=len(pairs), running=True), batch.folder / ".making.zip"
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive:  # what a PDF holds is compressed already
        for made in _attestations(place, scope, pairs, batch.period):
            archive.writestr(zipfile.ZipInfo(made.name, _EPOCH), made.content)
            state = replace(state, done=state.done + 1, new=state.new + made.new)
            batch.tell(state)
    aside.replace(batch.archive)
    batch.tell(replace(state, running=False))


def _attestations(place: Installation, scope: Scope, pairs: list[Pair], period: Period) -> Iterator[Attestation]:
    shelf = place.settings.files
    if scope.may(Resource.REPORT, Act.CREATE):
        return issued_attestations(
            place.engine, shelf, pairs, period, established_on=scope.today, by=scope.author, look=place.look
        )
    return copied_attestations(place.engine, shelf, pairs, period, established_on=scope.today, look=place.look)


def _batch(place: Installation, scope: Scope, period: Period) -> Batch:
    """Somebody's batch of a period. Whose rights have changed since finds it no more."""
    rights = ",".join(sorted(f"{one.membership_id}:{one.kind.value}" for one in scope.standings))
    since, until = period.starts_on.isoformat(), period.ends_on.isoformat()
    token = keyed(place.secret, "batch", str(scope.user_id), rights, since, until)
    return Batch(token, _room(place) / token)


def _room(place: Installation) -> Path:
    room: Path = place.settings.home / "batches"
    room.mkdir(parents=True, exist_ok=True, mode=0o700)
    return room
