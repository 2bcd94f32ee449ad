"""Files between their arrival and their confirmation: on the disk, for the session that sent them, in no table.

A folder holds the file, what was asked (`asked.json`), how far the work is (`state.json`) and what was understood
(`seen.json`). Its name is a hash of the file, of the session and of the secret of the installation: no other session
can name it.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from clauses.accounts.rules import ABSOLUTE
from clauses.accounts.secrets_drawn import keyed
from clauses.errors import Conflict, NotFound, Unusable
from clauses.files.actions import LARGEST
from clauses.files.rules import FileKind, Issue, Severity
from clauses.web.days import month_said
from clauses.web.folders import said, say, sweep
from clauses.web.installation import Installation
from clauses.web.visitors import Visitor
from imports.report import Changes, Report, Rows

KEPT: Final = int(ABSOLUTE.total_seconds())
"""Seconds after which a file that nobody confirmed is removed: no session lasts longer."""

GONE: Final = (
    "Ce dépôt n'attend plus : il a été confirmé, abandonné, ou il a trop attendu. Déposez le fichier à nouveau."
)
STORED: Final = (
    "Ce fichier est déjà enregistré. Ouvrez son reçu dans « Mes dépôts » ; pour le corriger, déposez-le à nouveau."
)
_CHUNK = 1 << 20
_TOKEN = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Asked:
    """What is asked of a file. ``corrections``: the field given to a header as sent, None for one not to be read.

    ``company_id``: the employer in whose name a facilitateur deposits. ``month`` is ``AAAA-MM``. ``correction``: what a
    file of markets changes was a slip; ``reason``: why validated hours are sent again.
    """

    name: str
    kind: FileKind
    sha256: str
    market: str = ""
    lot: str = ""
    contractor: str = ""
    month: str = ""
    company_id: int | None = None
    corrections: Mapping[str, str | None] = field(default_factory=dict)
    confirmed: bool = False
    correction: bool = False
    reason: str = ""

    @property
    def first_of_month(self) -> date | None:
        """The month said, as its first day."""
        return month_said(self.month)


@dataclass(frozen=True)
class State:
    """How far the work on a file is. ``run``: it is stored, under that number."""

    step: str = ""
    running: bool = False
    failed: str = ""
    run: int | None = None
    since: float = 0.0


@dataclass(frozen=True)
class Waiting:
    """A file that waits, and its folder."""

    token: str
    folder: Path

    @property
    def path(self) -> Path:
        """The file itself, under a name of ours."""
        return self.folder / "file"

    @property
    def asked(self) -> Asked:
        """What is asked of it."""
        told = self._load("asked.json")
        return Asked(**{**told, "kind": FileKind(told["kind"])})

    @property
    def state(self) -> State:
        """How far the work is; nothing done yet where nothing is written."""
        try:
            return State(**self._load("state.json"))
        except NotFound:
            return State()

    def ask(self, asked: Asked) -> None:
        """Writes what is asked."""
        say(self.folder, "asked.json", asdict(asked))

    def tell(self, **changes: Any) -> None:
        """Writes how far the work is."""
        say(self.folder, "state.json", asdict(replace(self.state, since=time.time(), **changes)))

    def see(self, report: Report) -> None:
        """Keeps what a dry run understood."""
        say(self.folder, "seen.json", asdict(report))

    def seen(self) -> Report:
        """What the last dry run understood. Raises ``NotFound`` before it ends."""
        told = self._load("seen.json")
        issues = tuple(Issue(**{**issue, "severity": Severity(issue["severity"])}) for issue in told["issues"])
        made = {
            "kind": FileKind(told["kind"]),
            "rows": Rows(**told["rows"]),
            "changes": Changes(**told["changes"]),
            "issues": issues,
            "recognised": tuple(told["recognised"]),
            "units": tuple(told["units"]),
        }
        return Report(**{**told, **made})

    def confirm_once(self) -> bool:
        """Whether this is the first confirmation: of two clicks at once, one stores the file."""
        try:
            os.close(os.open(self.folder / "confirmed", os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            return False
        return True

    def reopen(self) -> None:
        """After a confirmation that stored nothing."""
        (self.folder / "confirmed").unlink(missing_ok=True)

    def drop(self) -> None:
        """Forgets the file."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _load(self, name: str) -> dict[str, Any]:
        found = said(self.folder, name)
        if found is None:
            raise NotFound(GONE)
        return found


def receive(place: Installation, visitor: Visitor, file: IO[bytes], asked: Asked) -> Waiting:
    """Puts a file that arrives in the waiting room of its session. Raises ``Unusable`` for one that is too large."""
    room = _room(place)
    sweep(room, KEPT)
    folder = room / f"arriving-{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700)
    try:
        sha256 = _copied(file, folder / "file")
        token = _token(place, visitor, sha256, asked.kind)
        kept = Waiting(token, room / token)
        kept.drop()  # sent again: it is looked at afresh
        folder.replace(kept.folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    kept.ask(replace(asked, name=plain_name(asked.name), sha256=sha256))
    return kept


def _copied(file: IO[bytes], path: Path) -> str:
    """The SHA-256 of what was written; refused as soon as it is too much."""
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as copy:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise Unusable(f"Ce fichier dépasse {LARGEST >> 20} Mo. Partagez-le en plusieurs fichiers.")
            digest.update(chunk)
            copy.write(chunk)
    if not size:
        raise Unusable("Ce fichier est vide. Choisissez celui qui contient les heures.")
    return digest.hexdigest()


def found(place: Installation, visitor: Visitor, token: str) -> Waiting:
    """The file that waits under that token, if this session sent it. Raises ``NotFound``, the same for any other."""
    kept = Waiting(token, _room(place) / token)
    if not _TOKEN.fullmatch(token) or not kept.folder.is_dir():
        raise NotFound(GONE)
    asked = kept.asked
    if _token(place, visitor, asked.sha256, asked.kind) != token:
        raise NotFound(GONE)
    return kept


def still_open(place: Installation, visitor: Visitor, token: str) -> Waiting:
    """The same, while its file can still be looked at. Raises ``Conflict`` once it is stored."""
    kept = found(place, visitor, token)
    if kept.state.run is not None or not kept.path.exists():
        raise Conflict(STORED)
    return kept


def plain_name(raw: str) -> str:
    """The name that a browser gave a file, as text of one line: no path, no control sign."""
    last = raw.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    return shown[-_LONGEST_NAME:] or "fichier"


def _room(place: Installation) -> Path:
    room = place.settings.home / "waiting"
    room.mkdir(parents=True, exist_ok=True, mode=0o700)
    return room


def _token(place: Installation, visitor: Visitor, sha256: str, kind: FileKind) -> str:
    return keyed(place.secret, "deposit", str(visitor.session_id or 0), sha256, kind.value)
