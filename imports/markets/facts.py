"""What a file says of markets, and what is recorded of them: values to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clauses.markets.holding import Held
from clauses.markets.rules import ObligationKind
from clauses.reference.rules import Nature, Role
from clauses.words import folded
from imports.companies import Body


@dataclass(frozen=True)
class MarketFacts:
    """What a row says of a market; None where it says nothing."""

    buyer_id: int
    reference: str
    title: str
    nature: Nature
    consulted_on: date | None = None
    notified_on: date | None = None
    ends_on: date | None = None
    social_consideration: str | None = None
    publics: str | None = None

    @property
    def key(self) -> tuple[int, str]:
        return self.buyer_id, folded(self.reference)


@dataclass(frozen=True)
class LotFacts:
    """What a row says of a lot; None where it says nothing."""

    market: tuple[int, str]
    number: str
    title: str | None = None
    sector: str | None = None
    cpv: str | None = None
    nature: Nature | None = None

    @property
    def key(self) -> tuple[tuple[int, str], str]:
        return self.market, self.number


@dataclass(frozen=True)
class ContractorFacts:
    """What a row says of a company on a lot."""

    lot: tuple[tuple[int, str], str]
    organisation_id: int
    role: Role | None = None
    amount_cents: int | None = None

    @property
    def key(self) -> tuple[tuple[tuple[int, str], str], int]:
        return self.lot, self.organisation_id


@dataclass(frozen=True)
class ObligationFacts:
    """Hours due: a fixed volume in hundredths of an hour, or cents invoiced per hour above a threshold in cents."""

    kind: ObligationKind
    due: int | None = None
    cents_per_hour: int | None = None
    threshold_cents: int = 0


@dataclass(frozen=True)
class KnownMarkets:
    """What is recorded, by the same keys as the file's; the numbers beside are ids."""

    bodies: Sequence[Body]
    markets: Mapping[tuple[int, str], tuple[int, MarketFacts]]
    lots: Mapping[tuple[tuple[int, str], str], tuple[int, LotFacts]]
    contractors: Mapping[tuple[tuple[tuple[int, str], str], int], tuple[int, ContractorFacts]]
    obligations: Mapping[int, ObligationFacts]
    """By contractor id: what the last version that sets the hours due says, those of withdrawn amendments apart.

    A file gives the hours of the market as signed: what tranches add and what reductions remove stands beside it.
    """
    lot_obligations: Mapping[int, ObligationFacts]
    """By lot id, for lots that nobody holds yet."""
    penalties: Mapping[int, int | None]
    """By contractor id: the cents per missing hour of the last version; None for another kind."""
    other_names: Sequence[tuple[str, int]] = ()
    """Names that somebody said are a body's too."""
    told: Mapping[int, ObligationFacts] = field(default_factory=dict)
    """By contractor id: the hours due that the last file gave; an amendment may have set others since."""
    lot_told: Mapping[int, ObligationFacts] = field(default_factory=dict)
    """The same by lot id, for lots that nobody holds yet."""
    penalties_told: Mapping[int, int] = field(default_factory=dict)
    """By contractor id: the cents per missing hour that the last file gave; a person may have set others since."""
    told_since: Mapping[tuple[str, int], date | None] = field(default_factory=dict)
    """By « contractor », « lot » or « penalty » and id: from when what the last file gave holds; a slip is mended from
    that day on."""
    amended: Mapping[int, date] = field(default_factory=dict)
    """By market id: the first day on which it is amended."""
    holdings: Mapping[int, Held] = field(default_factory=dict)
    """By contractor id: all that the company was on its lot, and whom it credited."""
    other_references: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """By buyer and folded reference that somebody said is another market's: the reference of that one."""


@dataclass(frozen=True)
class Place:
    """Where a row stands in its file."""

    sheet: str
    row: int
