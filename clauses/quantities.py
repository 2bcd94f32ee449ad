"""Exact quantities: an hour is an ``int`` of hundredths, an amount an ``int`` of cents, never a float.

Each quantity is rounded once, on entry, half up (2,675 h → 2,68 h), to the unit of French payroll.
Sums of rounded lines then add up exactly, whatever the breakdown.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

HUNDREDTHS_PER_HOUR = 100
NARROW_SPACE = "\u202f"  # the thousands separator of French typography
NO_BREAK_SPACE = "\u00a0"
ABSENT = "–"


def hundredths(hours: Decimal | int) -> int:
    """Hours as hundredths of an hour, rounded half up away from zero: 7.675 → 768.

    Computed on fractions: the decimal module would first round what has more than 28 digits, then round again.
    Raises ``ValueError`` or ``OverflowError`` for what is not a finite number.
    """
    return half_up(Fraction(hours) * HUNDREDTHS_PER_HOUR)


def hundredths_of_minutes(minutes: int) -> int:
    """A duration in whole minutes as hundredths of an hour, half up: 460 min (7 h 40) → 767."""
    return half_up(Fraction(minutes * HUNDREDTHS_PER_HOUR, 60))


def half_up(value: Fraction) -> int:
    """The nearest integer; a half goes away from zero, as on a payslip."""
    magnitude = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return magnitude if value >= 0 else -magnitude


def exact(amount: int) -> str:
    """Hundredths as exact text for programs: 4243789 → ``"42437.89"``, -5 → ``"-0.05"``."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), HUNDREDTHS_PER_HOUR)
    return f"{sign}{whole}.{rest:02d}"


def grouped(number: int) -> str:
    """An integer as French people write it: 42437 → ``42 437`` with narrow no-break spaces."""
    return f"{number:,}".replace(",", NARROW_SPACE)


def french(amount: int) -> str:
    """Hundredths as French text: 4243789 → ``42 437,89`` with narrow no-break spaces."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), HUNDREDTHS_PER_HOUR)
    return f"{sign}{grouped(whole)},{rest:02d}"


def french_hours(amount: int) -> str:
    """Hundredths of an hour with their unit: ``42 437,89 h``."""
    return f"{french(amount)}{NO_BREAK_SPACE}h"


def percent(numerator: int, base: int | None) -> str | None:
    """A share with one decimal, half up: 30 of 80 → ``"37.5"``; None on an unknown or zero base."""
    if not base:
        return None
    tenths = half_up(Fraction(numerator * 1000, base))
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def french_share(numerator: int, base: int | None) -> str:
    """Numerator, base and share, never a share alone: ``30 sur 80 (37,5 %)``."""
    share = percent(numerator, base)
    if share is None:
        return f"{grouped(numerator)} (part non calculable)"
    return f"{grouped(numerator)} sur {grouped(base or 0)} ({share.replace('.', ',')}{NO_BREAK_SPACE}%)"
