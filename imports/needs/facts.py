"""What a file says of needs, and what is recorded of them and of their markets: values to compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from clauses.matching.decisions import NeedState
from clauses.reference.rules import ContractKind


@dataclass(frozen=True)
class NeedFacts:
    """What a need asks for; None where nothing is said. ``weekly_hours`` are hundredths of an hour."""

    contractor_id: int
    job: str
    posts: int
    starts_on: date
    ends_on: date | None = None
    skills: str | None = None
    licences: str | None = None
    french_level: str | None = None
    commune: str | None = None
    contract_kind: ContractKind | None = None
    weekly_hours: int | None = None
    qpv_only: bool = False


NeedKey = tuple[int, str]
"""A market and the folded reference of a need in it."""


@dataclass(frozen=True)
class RecordedNeed:
    """A need already recorded, with its last version. ``retained``: how many people were retained for it."""

    id: int
    state: NeedState
    version: int
    facts: NeedFacts
    retained: int = 0


@dataclass(frozen=True)
class RecordedMarket:
    """A market that needs may be of, with its end as it stands. ``lots``: contractors by SIRET, lot by lot.

    ``without_siret``: the companies of each lot that a file of needs cannot name yet.
    """

    id: int
    reference: str
    ends_on: date | None = None
    lots: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    """Contractors by id → the name of the company."""
    without_siret: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownNeeds:
    """What is recorded; markets by folded reference, for two buyers may use the same one."""

    markets: Mapping[str, tuple[RecordedMarket, ...]]
    needs: Mapping[NeedKey, RecordedNeed]
    nowhere: frozenset[str] = frozenset()
    """The communes that the file names and that cannot be placed."""


@dataclass(frozen=True)
class Place:
    """Where a row stands in its file."""

    sheet: str
    row: int
