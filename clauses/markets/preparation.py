"""What must be known of a market besides its hours: where it stands, what its documents lack, why it derogates. Pure.

Sources: CCAG-TIC 2021, art. 16.1 (the four mentions); loi Climat et Résilience, art. 35, for consultations from 22
August 2026 on (that date, and the motives, are to be read again in the text in force before being printed).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from clauses.dates import french_day
from clauses.markets.before import Before, end_on, in_words
from clauses.markets.rules import DerogationMotive, Mention, ShortfallMotive, Stage
from clauses.quantities import NO_BREAK_SPACE

SOCIAL_CONDITION_SINCE = date(2026, 8, 22)
"""Consultations from that day on have a social condition above the European thresholds, or a motive (art. 35)."""


@dataclass(frozen=True)
class Checked:
    """A mention looked for in the documents of a market: given or not, where, by whom, in the order recorded."""

    mention: Mention
    given: bool
    place: str = ""


@dataclass(frozen=True)
class Dispensed:
    """Why a market has no social condition."""

    motive: DerogationMotive
    details: str
    author: str


@dataclass(frozen=True)
class Explained:
    """Why a company misses hours, as recorded a day."""

    who: str
    on: date
    motive: ShortfallMotive
    details: str


@dataclass(frozen=True)
class Dossier:
    """What is recorded of a market besides its hours; ``before``: what it said until it was written over."""

    consulted_on: date | None = None
    notified_on: date | None = None
    ends_on: date | None = None
    social_consideration: str | None = None
    before: tuple[Before, ...] = ()
    mentions: tuple[Checked, ...] = ()
    derogations: tuple[Dispensed, ...] = ()
    shortfalls: tuple[Explained, ...] = ()


def stage(dossier: Dossier, on: date) -> Stage:
    """Where a market stands at a day: in preparation until its notification, ended the day after its end."""
    if dossier.notified_on is None or on < dossier.notified_on:
        return Stage.PREPARATION
    ends_on = end_on(dossier.before, dossier.ends_on, on)
    return Stage.ENDED if ends_on is not None and ends_on < on else Stage.RUNNING


def not_given(mentions: Iterable[Checked]) -> tuple[Mention, ...]:
    """The mentions that the documents do not give, or that nobody has looked for; the last look at each holds."""
    last = {checked.mention: checked.given for checked in mentions}
    return tuple(mention for mention in Mention if not last.get(mention))


def notes(dossier: Dossier, on: date) -> tuple[str, ...]:
    """French sentences on a market at a day; its mentions while it is prepared, or once somebody looked for one."""
    found = []
    lacking = not_given(dossier.mentions)
    if lacking and (dossier.mentions or stage(dossier, on) is Stage.PREPARATION):
        listed = " ; ".join(mention.label.lower() for mention in lacking)
        found.append(f"Mentions à vérifier dans les pièces du marché (CCAG){NO_BREAK_SPACE}: {listed}.")
    if dossier.derogations:
        last = dossier.derogations[-1]
        said = f"{last.motive.label.lower()} ({last.details}), d'après {last.author}"
        found.append(f"Dérogation à la condition sociale{NO_BREAK_SPACE}: {said}.")
    elif _concerned(dossier):
        since = french_day(SOCIAL_CONDITION_SINCE)
        found.append(
            f"Consultation à partir du {since}, sans considération sociale enregistrée{NO_BREAK_SPACE}: au-dessus des "
            "seuils européens, indiquez-la ou enregistrez le motif de dérogation (loi Climat et Résilience, art. 35)."
        )
    return (*found, *in_words(dossier.before, on), *(_explained(each) for each in _latest(dossier.shortfalls, on)))


def _concerned(dossier: Dossier) -> bool:
    return (
        not dossier.social_consideration
        and dossier.consulted_on is not None
        and dossier.consulted_on >= SOCIAL_CONDITION_SINCE
    )


def _latest(shortfalls: Sequence[Explained], on: date) -> list[Explained]:
    """The last explanation of each company by that day."""
    last: dict[str, Explained] = {}
    for each in shortfalls:
        if each.on <= on and (each.who not in last or each.on >= last[each.who].on):
            last[each.who] = each
    return list(last.values())


def _explained(each: Explained) -> str:
    motive = f"{each.motive.label.lower()} ({each.details})"
    return f"{each.who}, motif de l'écart au {french_day(each.on)}{NO_BREAK_SPACE}: {motive}."
