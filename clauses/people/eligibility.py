"""Whether someone is among the eligible publics of a market on a day: one answer, wherever it is asked. Pure.

One criterion among the market's publics is enough (CCAP of 2021 for intellectual services; this is not the rule of the
PASS IAE). How it is decided, in this order:

1. the reasoned opinion of a facilitateur in force that day, the last one given;
2. a criterion that a document proves, young enough that day (maximum ages are dated values, `Family.EVIDENCE_AGE`), or
   that the birth date proves;
3. someone validated at an orientation, whatever its date, or a participant of the PLIE that day, is eligible unless a
   document says that a criterion of the market is not met; taking part in the PLIE still holds where the market lists
   that public, for it is one of them;
4. not eligible when a document says so of every public of the market;
5. else to be checked, and what would settle it is said. What is unknown is never a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from clauses.dates import add_months, french_day
from clauses.people.publics import Criterion
from clauses.quantities import NO_BREAK_SPACE
from clauses.reference.parameters import BUILT_IN, Dated, Family, in_force
from clauses.reference.rules import Labelled

SENIOR_YEARS = 50
"""« Seniors (+ 50 ans) »: fifty years completed."""
YOUNG_YEARS = 26
LONG_TERM_MONTHS = 12


class Verdict(Labelled):
    """What is answered; the label starts the sentence."""

    ELIGIBLE = "eligible", "éligible"
    TO_CHECK = "to_check", "à vérifier"
    NOT_ELIGIBLE = "not_eligible", "non éligible"


@dataclass(frozen=True)
class Proof:
    """What a document of a day says of a criterion: met or not, perhaps until a day of its own."""

    criterion: Criterion
    holds: bool
    document: str
    on: date
    until: date | None = None


@dataclass(frozen=True)
class Override:
    """A reasoned opinion: who, when, why, perhaps until a day."""

    eligible: bool
    on: date
    reason: str
    author: str
    until: date | None = None


@dataclass(frozen=True)
class PersonFacts:
    """What is recorded of someone. None, or nothing, is « not known », never « no ».

    ``participations`` are times in the PLIE; ``in_qpv`` tells, from each day on, whether the home is in a quartier.
    """

    birth_date: date
    validated: tuple[date, ...] = ()
    participations: tuple[tuple[date, date | None], ...] = ()
    unemployed_since: date | None = None
    rsa: bool | None = None
    rqth: bool | None = None
    in_qpv: Mapping[date, bool] = field(default_factory=dict)
    proofs: tuple[Proof, ...] = ()
    overrides: tuple[Override, ...] = ()


T = TypeVar("T", Proof, Override)


@dataclass(frozen=True)
class Answer:
    """``until`` is the last day of eligibility; None without an end, or without eligibility."""

    verdict: Verdict
    until: date | None
    sentence: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Held:
    words: str
    until: date | None = None


def eligible(
    facts: PersonFacts, publics: frozenset[Criterion] | None, on: date, *, values: Sequence[Dated] = BUILT_IN
) -> Answer:
    """The answer for one person, the publics of a market (None: all of them) and a day.

    ``values`` gives the maximum age of evidence, in months; a criterion without one does not age.
    """
    opinion = _last([each for each in facts.overrides if each.on <= on and (each.until is None or on <= each.until)])
    if opinion is not None:
        words = f"avis motivé de {opinion.author} du {french_day(opinion.on)} ({opinion.reason})"
        return _answer(Verdict.ELIGIBLE if opinion.eligible else Verdict.NOT_ELIGIBLE, [words], opinion.until)
    asked = [criterion for criterion in Criterion if publics is None or criterion in publics]
    held, refused, questions = _criteria(facts, asked, on, values)
    if not refused:
        held += _accompanied(facts, on)
    elif Criterion.PLIE in asked:
        held += _of_the_plie(facts, on)
    if held:
        until = None if any(each.until is None for each in held) else max(each.until for each in held if each.until)
        return _answer(Verdict.ELIGIBLE, [each.words for each in held], until)
    if refused and len(refused) == len(asked):
        return _answer(Verdict.NOT_ELIGIBLE, refused)
    return _answer(Verdict.TO_CHECK, [*questions, *refused] or ["aucun critère n'est établi"])


def accompanied(
    validated: Iterable[date], participations: Iterable[tuple[date, date | None]], on: date
) -> tuple[date | None, tuple[date, date | None] | None]:
    """The first validated orientation, whatever its date, and the time in the PLIE open that day."""
    times = [time for time in participations if time[0] <= on and (time[1] is None or on <= time[1])]
    return min(validated, default=None), max(times, key=_end, default=None)


def _accompanied(facts: PersonFacts, on: date) -> list[_Held]:
    day, time = accompanied(facts.validated, facts.participations, on)
    held = [_Held(f"validé à l'orientation du {french_day(day)}")] if day else []
    return [*held, _participant(time)] if time else held


def _of_the_plie(facts: PersonFacts, on: date) -> list[_Held]:
    """The time in the PLIE open that day, unless a document says that there is none."""
    _, time = accompanied((), facts.participations, on)
    said = _last([each for each in facts.proofs if each.criterion is Criterion.PLIE and each.on <= on])
    return [_participant(time)] if time and (said is None or said.holds) else []


def _participant(time: tuple[date, date | None]) -> _Held:
    return _Held(f"participant du PLIE depuis le {french_day(time[0])}", time[1])


def _criteria(
    facts: PersonFacts, asked: Sequence[Criterion], on: date, values: Sequence[Dated]
) -> tuple[list[_Held], list[str], list[str]]:
    """The criteria that are met, those that a document says are not, and what remains to be seen."""
    held: list[_Held] = []
    refused: list[str] = []
    questions: list[str] = []
    claims = _claims(facts, on)
    for criterion in asked:
        proof = _last([each for each in facts.proofs if each.criterion is criterion and each.on <= on])
        if proof is None:
            held += [_Held(Criterion.SENIOR.label)] if criterion is Criterion.SENIOR and _aged(facts, on) else []
            questions += [claims[criterion]] if criterion in claims else []
            continue
        paper = f"{criterion.label} ({proof.document} du {french_day(proof.on)})"
        until = _valid_until(proof, values)
        if not proof.holds:
            refused.append(f"critère non rempli{NO_BREAK_SPACE}: {paper}")
        elif until is None or on <= until:
            held.append(_Held(paper, until))
        else:
            questions.append(f"justificatif à renouveler{NO_BREAK_SPACE}: {paper}, échu le {french_day(until)}")
    return held, refused, questions


def _valid_until(proof: Proof, values: Sequence[Dated]) -> date | None:
    """The last day a document proves something: its own end, or that of the maximum age in force on its day."""
    age = in_force(values, Family.EVIDENCE_AGE, proof.criterion.value, proof.on)
    ends = [proof.until] if proof.until else []
    ends += [add_months(proof.on, age.value) - timedelta(days=1)] if age else []
    return min(ends, default=None)


def _aged(facts: PersonFacts, on: date) -> bool:
    return add_months(facts.birth_date, 12 * SENIOR_YEARS) <= on


def _claims(facts: PersonFacts, on: date) -> dict[Criterion, str]:
    """What is said without a document: worth asking for one, not enough to be eligible."""
    found: dict[Criterion, str] = {}
    if facts.unemployed_since and add_months(facts.unemployed_since, LONG_TERM_MONTHS) <= on:
        since = f"demandeur d'emploi depuis le {french_day(facts.unemployed_since)}"
        found[Criterion.DELD] = f"{since}, justificatif à demander"
    if on < add_months(facts.birth_date, 12 * YOUNG_YEARS):
        found[Criterion.JEUNE] = "moins de 26 ans, qualification ou suivi à vérifier"
    if facts.rsa:
        found[Criterion.RSA] = "RSA déclaré, justificatif à demander"
    if facts.rqth:
        found[Criterion.RQTH] = "RQTH déclarée, justificatif à demander"
    homes = [since for since in facts.in_qpv if since <= on]
    if homes and facts.in_qpv[max(homes)]:
        found[Criterion.QPV] = "habite un quartier prioritaire, éloignement de l'emploi à vérifier"
    return found


def _last(dated: Sequence[T]) -> T | None:
    """Of several, the one of the latest day; of the same day, the last recorded."""
    return max(enumerate(dated), key=lambda each: (each[1].on, each[0]))[1] if dated else None


def _end(time: tuple[date, date | None]) -> date:
    return time[1] or date.max


def _answer(verdict: Verdict, reasons: Sequence[str], until: date | None = None) -> Answer:
    end = f" jusqu'au {french_day(until)}" if until and verdict is Verdict.ELIGIBLE else ""
    sentence = f"{verdict.label}{end}{NO_BREAK_SPACE}: {' ; '.join(reasons)}"
    return Answer(verdict, until if verdict is Verdict.ELIGIBLE else None, sentence, tuple(reasons))
