"""What keeps someone from being proposed for a need, on known facts only, each with its reason.

A fact that is not known asks a person to check; it never excludes. What a need does not ask for filters nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from clauses.matching.grounds import Grounds
from clauses.matching.licences import OVER, Requirement, Validity, held, validity
from clauses.matching.rules import Blocking, Candidate, Engagement, Need, Standing, Verdict
from clauses.matching.wording import kilometres, written


@dataclass(frozen=True, slots=True)
class Facts:
    """All that hard filters look at, for one pair.

    ``eligible``: whether the person is of the publics of this lot on the day the mission starts; None: nobody knows.
    """

    candidate: Candidate
    standing: Standing
    eligible: bool | None
    need: Need
    grounds: Grounds


Filter = Callable[[Facts], Iterator[Blocking]]


def judge(facts: Facts) -> tuple[Blocking, ...]:
    """Everything that blocks or asks to be checked, what excludes first."""
    said = [blocking for hard_filter in FILTERS for blocking in hard_filter(facts)]
    return tuple(sorted(said, key=lambda blocking: blocking.verdict is not Verdict.EXCLUDED))


def verdict(said: tuple[Blocking, ...]) -> Verdict:
    """The gravest of what was said."""
    verdicts = {blocking.verdict for blocking in said}
    if Verdict.EXCLUDED in verdicts:
        return Verdict.EXCLUDED
    return Verdict.TO_CHECK if verdicts else Verdict.PROPOSABLE


def eligibility(facts: Facts) -> Iterator[Blocking]:
    """Of the publics of the lot, on the day the mission starts."""
    day = written(facts.need.starts_on)
    if facts.eligible is None:
        yield _check("eligibilite", f"Éligibilité aux publics du lot non établie au {day}\u00a0: à vérifier.")
    elif not facts.eligible:
        yield Blocking("eligibilite", f"Ne relève pas des publics éligibles du lot au {day}.")


def departure(facts: Facts) -> Iterator[Blocking]:
    """Left, whatever the motive, and not oriented since: a file of exits says so of who moved, retired or died."""
    if facts.standing.left_on is not None:
        yield Blocking("sortie", f"Sortie enregistrée le {written(facts.standing.left_on)}, sans orientation depuis.")


def integration(facts: Facts) -> Iterator[Blocking]:
    """Oriented, and integrated in no sector."""
    day = facts.standing.not_integrated_on
    if day is not None:
        yield Blocking("orientation", f"Orientation décidée le {written(day)}\u00a0: personne non intégrée.")


def qpv(facts: Facts) -> Iterator[Blocking]:
    """Living in a quartier prioritaire, for a need that is reserved to them."""
    if not facts.need.qpv_only or facts.standing.in_qpv:
        return
    if facts.standing.in_qpv is None:
        yield _check("qpv", "Besoin réservé aux habitants d'un quartier prioritaire\u00a0: résidence à vérifier.")
    else:
        yield Blocking("qpv", "Besoin réservé aux habitants d'un quartier prioritaire, la personne n'y habite pas.")


def licences(facts: Facts) -> Iterator[Blocking]:
    """Every licence asked for, valid through the end of the mission; one that is only wished for blocks nobody."""
    for asked in facts.need.required:
        if asked.optional:
            continue
        found = validity(held(asked, facts.candidate.holding), facts.need.last_needed)
        reason = _of_the_licence(asked, found, facts)
        if found in (Validity.EXPIRED, Validity.MISSING):
            yield Blocking(str(asked.kind), reason)
        elif found in (Validity.TO_CHECK, Validity.UNKNOWN):
            yield _check(str(asked.kind), reason)


def _of_the_licence(asked: Requirement, found: Validity, facts: Facts) -> str:
    wanted = f"Habilitation demandée\u00a0: {asked.label}"
    if found is Validity.MISSING:
        return f"{wanted}, que la personne n'a pas."
    if found is Validity.TO_CHECK:
        return f"{wanted}, ce que la personne détient est à vérifier."
    if found is Validity.UNKNOWN:
        return f"{wanted}, rien de renseigné pour la personne, à vérifier."
    ends = held(asked, facts.candidate.holding).until
    if ends == OVER:
        return f"{wanted}, dont la validité est passée."
    return f"{wanted} jusqu'au {written(facts.need.last_needed)}, validité finie le {written(ends)}."


def work_permit(facts: Facts) -> Iterator[Blocking]:
    """A work authorisation that has an end: ended before the mission starts, or to be renewed during it."""
    until, need = facts.standing.work_permit_until, facts.need
    if until is None:
        return
    if until < need.starts_on:
        yield Blocking("autorisation_de_travail", f"Autorisation de travail terminée le {written(until)}.")
    elif until < need.last_needed:
        reason = f"Autorisation de travail jusqu'au {written(until)}\u00a0: renouvellement à vérifier."
        yield _check("autorisation_de_travail", reason)


def engagement(facts: Facts) -> Iterator[Blocking]:
    """Already on a contract on a day of the mission; a contract whose end nobody wrote is to be checked."""
    for contract in facts.standing.engagements:
        if not _overlaps(contract, facts.need):
            continue
        since = written(contract.starts_on)
        if contract.need:
            yield Blocking("contrat", f"Déjà retenu(e) pour le besoin «\u00a0{contract.need}\u00a0», dès le {since}.")
        elif contract.ends_on is not None:
            reason = f"Déjà sous contrat du {since} au {written(contract.ends_on)}."
            yield Blocking("contrat", reason)
        elif contract.open_ended:
            yield Blocking("contrat", f"Déjà sous contrat sans terme depuis le {since}.")
        else:
            yield _check("contrat", f"Contrat commencé le {since}, fin non renseignée\u00a0: à vérifier.")


def _overlaps(contract: Engagement, need: Need) -> bool:
    period = need.period
    return contract.starts_on <= period.ends_on and (contract.ends_on or date.max) >= period.starts_on


def availability(facts: Facts) -> Iterator[Blocking]:
    """Available only once the mission is over."""
    day, need = facts.candidate.available_on, facts.need
    if day is not None and need.ends_on is not None and day > need.last_needed:
        yield Blocking("disponibilite", f"Disponible le {written(day)}, après la fin de la mission.")


def out_of_reach(facts: Facts) -> Iterator[Blocking]:
    """Too far for someone known not to drive; too far for who may drive, or did not say how far, is to be checked."""
    candidate, need, grounds = facts.candidate, facts.need, facts.grounds
    if not need.has_place:
        return
    km = grounds.km(candidate, need)
    if km is None:
        where = candidate.place_name or "commune de résidence non renseignée"
        yield _check("distance", f"Distance inconnue ({where})\u00a0: à vérifier.")
        return
    reach, can_drive = grounds.reach_of(candidate, need.starts_on)
    if km <= reach + grounds.limits.slack_km:
        return
    far = f"{need.place_name or 'Lieu du poste'} à {kilometres(km)} à vol d'oiseau"
    if candidate.mobility_km is None:
        yield _check("distance", f"{far}, mobilité non renseignée\u00a0: à vérifier.")
    elif can_drive is False:
        reason = f"{far}, au-delà des {kilometres(candidate.mobility_km)} indiqués, sans permis B."
        yield Blocking("distance", reason)
    else:
        permit = "peut conduire" if can_drive else "permis non renseigné"
        reason = f"{far}, au-delà des {kilometres(candidate.mobility_km)} indiqués, {permit}\u00a0: à vérifier."
        yield _check("distance", reason)


def _check(criterion: str, reason: str) -> Blocking:
    return Blocking(criterion, reason, Verdict.TO_CHECK)


FILTERS: tuple[Filter, ...] = (
    departure,
    integration,
    eligibility,
    qpv,
    licences,
    work_permit,
    engagement,
    availability,
    out_of_reach,
)
