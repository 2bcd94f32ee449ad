"""What the copy of locked months may be believed of, from the acts of the journal since it was made. Pure.

The copy holds lines of locked months, their contracts and what is known of their people. Nobody writes in a locked
month: a line changes only once its month is reopened (its lock is then another one), or by an act that goes over locks,
as when two people are said to be one. An act that is not named here is taken for one of those: the copy is not believed
until it is made again. Naming an act here says that whatever it writes, it is not what the copy holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any, Final

from clauses.files.rules import FileKind
from clauses.reports.frame_columns import COPIED_LINES, HEADS

FORM: Final = 1
"""The form of the copy: another one is not read, it is made again."""

Sha256 = str

_PARTS: Final = frozenset({COPIED_LINES, *HEADS})


class Touched(IntEnum):
    """What may have changed of what the copy holds, from the least to the most."""

    NOTHING = 0
    PEOPLE = 1
    """Who people are, where they live, their time in the PLIE, and which contracts there are; no line."""
    EVERYTHING = 2


_READ_ONLY: Final = frozenset(
    {
        "ask_anonymising", "ask_destroying", "ask_eligibility", "begin_second_factor", "confirm", "denied",
        "destroy_file", "enrol_second_factor", "export", "freeze", "issue", "person.exported", "read_by_glass",
        "read_cv", "read_eligibility", "read_health", "read_proof", "read_protected", "remind", "second_factor",
        "second_factor_failed", "sign_in", "sign_in_failed", "sign_out", "withdraw_anonymising", "withdraw_destroying",
    }
)  # fmt: skip
"""Acts that write nothing that is counted, whatever their subject."""

_ELSEWHERE: Final = frozenset(
    {
        "assignment", "bilan", "break_glass", "counterpart", "declaration", "evidence", "exchange", "exit", "invoice",
        "issued_document", "line", "membership", "month", "need", "opinion", "orientation", "proof", "proposal",
        "token", "user", "weights",
    }
)  # fmt: skip
"""Subjects whose acts write no line of a locked month, no contract and nobody's home.

Those of a line and of a declaration refuse a locked month; orientations and exits are never copied.
"""

_OF_PEOPLE: Final = frozenset(
    {("create", "person"), ("modify", "person"), ("create", "contract"), ("refuse", "question")}
)
"""Acts on people, and on contracts that no locked month has yet."""

_OF_IMPORTS: Final = frozenset({("import", "import_run"), ("move_ends", "import_run")})
"""Judged by the files, and ends of contracts, which no figure of a bilan reads."""

_IMPORTS: Final = {
    FileKind.HOURS: Touched.NOTHING,
    FileKind.NEEDS: Touched.NOTHING,
    FileKind.EXITS: Touched.NOTHING,
    FileKind.ROME: Touched.NOTHING,
    FileKind.COMMUNES: Touched.NOTHING,
    FileKind.NAF: Touched.NOTHING,
    FileKind.CPV: Touched.NOTHING,
    FileKind.PEOPLE: Touched.PEOPLE,
}
"""Files of hours refuse locked months, and the contracts that they add are looked for apart."""


def touched(acts: Iterable[tuple[str, str]]) -> Touched:
    """What acts (act, subject) may have changed. Imports are judged by their file, in ``touched_by_imports``."""
    return max((_touched(act, subject) for act, subject in acts), default=Touched.NOTHING)


def _touched(act: str, subject: str) -> Touched:
    if act in _READ_ONLY or subject in _ELSEWHERE or (act, subject) in _OF_IMPORTS:
        return Touched.NOTHING
    return Touched.PEOPLE if (act, subject) in _OF_PEOPLE else Touched.EVERYTHING


def touched_by_imports(runs: Iterable[tuple[FileKind, str]]) -> Touched:
    """What imports (kind, options as JSON) may have changed. A takeover validates lines already there: everything."""
    return max((_imported(kind, options) for kind, options in runs), default=Touched.NOTHING)


def _imported(kind: FileKind, options: str) -> Touched:
    return Touched.EVERYTHING if "validate" in json.loads(options) else _IMPORTS.get(kind, Touched.EVERYTHING)


@dataclass(frozen=True)
class Stamp:
    """One moment of a database: the last act of its journal, the seal of all of them, the version of its tables."""

    act: int
    seal: Sha256
    version: str


@dataclass(frozen=True)
class CopiedYear:
    """The locked months of a year, each with the number of its lock, and the files that hold it: their SHA-256."""

    months: Mapping[date, int]
    lines: int
    files: Mapping[str, Sha256]


@dataclass(frozen=True)
class Copied:
    """What the copy holds. ``last_contract``: the greatest number of a contract then."""

    stamp: Stamp
    last_contract: int
    years: Mapping[int, CopiedYear] = field(default_factory=dict)

    @property
    def months(self) -> dict[date, int]:
        """Every month, with the number of its lock."""
        return {month: lock for year in self.years.values() for month, lock in year.months.items()}

    @property
    def files(self) -> frozenset[Sha256]:
        """Every file of the copy."""
        return frozenset(sha256 for year in self.years.values() for sha256 in year.files.values())


def written(copied: Copied) -> str:
    """A copy's account of itself, as JSON, with its own SHA-256."""
    said = {
        "form": FORM,
        "act": copied.stamp.act,
        "seal": copied.stamp.seal,
        "version": copied.stamp.version,
        "last_contract": copied.last_contract,
        "years": {
            str(number): {
                "months": {month.isoformat(): lock for month, lock in year.months.items()},
                "lines": year.lines,
                "files": dict(year.files),
            }
            for number, year in copied.years.items()
        },
    }
    return json.dumps(said | {"sha256": _digest(said)}, sort_keys=True, indent=1) + "\n"


def understood(text: str) -> Copied | None:
    """What an account says; None when it is not whole, of another form, or was altered and not sealed again."""
    try:
        said = json.loads(text)
        if said.pop("sha256") != _digest(said) or said["form"] != FORM:
            return None
        return Copied(
            Stamp(int(said["act"]), str(said["seal"]), str(said["version"])),
            int(said["last_contract"]),
            {
                int(number): CopiedYear(
                    {date.fromisoformat(month): int(lock) for month, lock in year["months"].items()},
                    int(year["lines"]),
                    _named(year["files"]),
                )
                for number, year in said["years"].items()
            },
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _named(files: Mapping[str, Any]) -> dict[str, Sha256]:
    """The file of every part of a year. Raises ``ValueError`` unless there is one of each, and no other."""
    if files.keys() != _PARTS:
        raise ValueError(files.keys())
    return {name: str(sha256) for name, sha256 in files.items()}


def _digest(said: Mapping[str, Any]) -> Sha256:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
