"""What somebody decided of an exit, and when they must say why. Pure.

Source: domain of the product, « an exception is recorded with who decided (cellule de suivi, comité technique) and
why ».
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clauses.pathways.protocols import ExitReason


@dataclass(frozen=True)
class Decision:
    """The motive that counts, and the day it was decided; no day in what was taken over."""

    reason: ExitReason
    decided_on: date | None

    def as_kept(self) -> dict[str, str | None]:
        """As the journal keeps it."""
        return {"reason": self.reason.value, "decided_on": self.decided_on.isoformat() if self.decided_on else None}


def departs(now: Decision, verdict: bool | None, before: Decision | None) -> bool:
    """Whether a decision says otherwise than before, or than the protocol (None: it leaves it to the commission)."""
    return (verdict is not None and now.reason.positive_claim is not verdict) or before not in (None, now)
