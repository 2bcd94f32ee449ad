"""The criteria: one table, each with what it looks at, a score from 0 to 1 and its reason in French.

A criterion that a need says nothing about weighs nothing for that need. What is not known of someone is worth
``UNKNOWN``, halfway, and its reason asks to check. Nothing here can see sex, age, health, nationality or origin: a
`Candidate` does not carry them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from clauses.matching.french_levels import holds_until
from clauses.matching.grounds import Grounds
from clauses.matching.jobs_compared import Comparison, nearest
from clauses.matching.licences import Requirement, Validity, held, validity
from clauses.matching.rome import Nearness
from clauses.matching.rules import Candidate, CriterionScore, Need
from clauses.matching.skills import best
from clauses.matching.wording import explained, kilometres, listed, quoted, sentence, written
from clauses.people.rules import Sector
from clauses.quantities import NO_BREAK_SPACE, french_hours

UNKNOWN = 0.5
UNKNOWN_JOB = 0.3
"""Who looks for what is the first thing to ask: knowing nothing of it is worth less than the same family of jobs."""

UNSAID_SKILLS = 0.4
NOT_SAID = 0.3
"""What a skill is worth when someone names others and not this one: little less than naming none, for nobody names them
all. Saying more never costs much."""

OF_THE_JOB = 0.6
"""What a skill is worth when it is only one of those of the job that someone looks for."""

OTHER_SECTOR = 0.5
"""What another sector of orientation is worth when the company's activity employs the job that someone looks for."""

FRENCH_SCORES = (1.0, 0.6, 0.3, 0.0)
"""By how many levels the French falls short of what is needed; 0 from three levels on."""

VALIDITY_SCORES = {
    Validity.VALID: 1.0,
    Validity.UNDATED: 0.9,
    Validity.TO_CHECK: UNKNOWN,
    Validity.UNKNOWN: UNKNOWN,
    Validity.EXPIRED: 0.0,
    Validity.MISSING: 0.0,
}

HOURS_GAP = 1400
"""Hundredths of an hour a week: 14 h more or less than someone can do is worth nothing."""

LONGEST_WAIT = (1 << 15) - 1
"""Days: ninety years. Dates mistyped by a century wait no longer."""

Scored = tuple[float, str]


@dataclass(frozen=True)
class Criterion:
    """One line of the table. ``asked``: whether a need says anything of it."""

    name: str
    label: str
    asked: Callable[[Need], bool]
    judge: Callable[[Candidate, Need, Grounds], Scored]


@dataclass(frozen=True, slots=True)
class Scale:
    """What each criterion weighs for one need: points, in the order of the table, and shares of the whole.

    ``silent``: what is said of a criterion that the need says nothing of, the same for everyone; None for the others.
    """

    points: tuple[int, ...]
    shares: tuple[float, ...]
    silent: tuple[CriterionScore | None, ...]


def scale_of(need: Need, grounds: Grounds) -> Scale:
    """The points that a need uses: a criterion that it says nothing of has none."""
    asked = [criterion.asked(need) for criterion in CRITERIA]
    points = tuple(
        grounds.weights.of(criterion.name) if is_asked else 0
        for criterion, is_asked in zip(CRITERIA, asked, strict=True)
    )
    whole = sum(points) or 1
    silent = tuple(
        None if is_asked else CriterionScore(criterion.name, 0.0, 0.0, "Le besoin ne le précise pas.")
        for criterion, is_asked in zip(CRITERIA, asked, strict=True)
    )
    return Scale(points, tuple(each / whole for each in points), silent)


def assess(
    candidate: Candidate, need: Need, grounds: Grounds, scale: Scale | None = None
) -> tuple[CriterionScore, ...]:
    """Every criterion of one pair, in the order of the table."""
    scale = scale or scale_of(need, grounds)
    found = []
    for criterion, share, silent in zip(CRITERIA, scale.shares, scale.silent, strict=True):
        if silent is not None:
            found.append(silent)
            continue
        score, reason = criterion.judge(candidate, need, grounds)
        found.append(CriterionScore(criterion.name, score, share, reason))
    return tuple(found)


def whole_score(found: tuple[CriterionScore, ...], scale: Scale) -> int:
    """The score of a pair in ten-thousandths, half up: the sum of score × points over the points in use.

    Two people whose scores differ by less are equals, whom waiting tells apart.
    """
    total = 0.0
    for points, scored in zip(scale.points, found, strict=True):
        total += points * scored.score
    whole = sum(scale.points)
    return int(total / whole * 10_000 + 0.5) if whole else 0


# One function a criterion


def metier(candidate: Candidate, need: Need, grounds: Grounds) -> Scored:
    """The nearest of the jobs that someone looks for, by its words and its ROME codes."""
    found = nearest(candidate.jobs, need.job, grounds.rome)
    if found is None:
        return UNKNOWN_JOB, "Métier recherché non renseigné\u00a0: à vérifier."
    return found.score, _of_the_jobs(found, need, grounds)


def _of_the_jobs(found: Comparison, need: Need, grounds: Grounds) -> str:
    said = quoted(found.job.text)
    if found.same_words:
        return f"Recherche ce métier\u00a0: {said}."
    if found.nearness is None:
        return f"{said} ressemble à {quoted(need.job.text)}." if found.score else _nothing_near(need)
    needed, had = grounds.rome.label(found.needed), grounds.rome.label(found.code)
    return {
        Nearness.SAME: f"{said} est du même métier\u00a0: {needed}.",
        Nearness.SAME_BEFORE: f"{said} ({had}) relevait de la même fiche que {needed}.",
        Nearness.NEIGHBOUR: f"{said} ({had}) est un métier voisin de {needed}.",
        Nearness.SAME_FAMILY: f"{said} ({had}) est de la même famille que {needed}.",
        Nearness.SAME_DOMAIN: f"{said} ({had}) est seulement du même domaine que {needed}.",
        Nearness.FAR: _nothing_near(need),
    }[found.nearness]


def _nothing_near(need: Need) -> str:
    return f"Aucun métier recherché n'est proche de {quoted(need.job.text)}."


def competences(candidate: Candidate, need: Need, grounds: Grounds) -> Scored:
    """The mean, over the skills asked for, of the best answer: said by the person, or part of the job looked for."""
    if not candidate.skills:
        return UNSAID_SKILLS, "Compétences non renseignées\u00a0: à vérifier."
    scores, had, partly, missing = [], [], [], []
    for asked in need.skills:
        said, skill = best(asked, candidate.skills)
        by_job = OF_THE_JOB * of_the_job(candidate, asked, grounds)
        scores.append(max(said, by_job, NOT_SAID))
        if said >= max(by_job, NOT_SAID):
            had.append(asked if said == 1.0 else f"{asked} ({quoted(skill)})")
        elif by_job >= NOT_SAID:
            partly.append(asked)
        else:
            missing.append(asked)
    parts = [
        f"{len(had)} sur {len(need.skills)}{NO_BREAK_SPACE}: {listed(had)}" if had else "Aucune dite par la personne",
        f"du métier recherché{NO_BREAK_SPACE}: {listed(partly)}" if partly else "",
        f"pas trouvé{NO_BREAK_SPACE}: {listed(missing)}" if missing else "",
    ]
    return mean(scores), sentence(parts)


def mean(scores: Sequence[float]) -> float:
    """Added one by one, as columns are: ``sum`` corrects its roundings from Python 3.12 on, and columns do not."""
    total = 0.0
    for score in scores:
        total += score
    return total / len(scores)


def of_the_job(candidate: Candidate, asked: str, grounds: Grounds) -> float:
    """How well the jobs that someone looks for, as best understood, have a skill in the ROME."""
    jobs = grounds.job_skills.of(asked)
    return max(
        (jobs[job.codes[0].code][0] for job in candidate.jobs if job.codes and job.codes[0].code in jobs), default=0.0
    )


def secteur(candidate: Candidate, need: Need, grounds: Grounds) -> Scored:
    """The sector of orientation, else the activity of the company where the job is found."""
    sectors = candidate.sectors - {Sector.UNKNOWN}
    if need.sector in sectors:
        return 1.0, f"Orientation vers le secteur {need.sector.label}."
    if not sectors:
        return UNKNOWN, "Secteur d'orientation non renseigné\u00a0: à vérifier."
    said = f"Orientation vers {listed(sorted(sector.label for sector in sectors))}"
    if employed_there(candidate, need, grounds):
        return OTHER_SECTOR, f"{said}, mais l'activité de l'entreprise emploie ce métier."
    return 0.0, f"{said}, le besoin relève de {need.sector.label if need.sector else ''}."


def employed_there(candidate: Candidate, need: Need, grounds: Grounds) -> bool:
    """Whether the NAF division of the company is one where a job that someone looks for is found."""
    codes = [job.codes[0].code for job in candidate.jobs if job.codes]
    return need.division is not None and any(grounds.rome.is_found_in(code, need.division) for code in codes)


def habilitations(candidate: Candidate, need: Need, _: Grounds) -> Scored:
    """The mean, over the licences asked for, of what is known of each through the end of the mission."""
    said = [(asked, validity(held(asked, candidate.holding), need.last_needed)) for asked in need.required]
    return mean([VALIDITY_SCORES[found] for _, found in said]), sentence(
        [_of_the_licence(asked, found, need) for asked, found in said]
    )


def _of_the_licence(asked: Requirement, found: Validity, need: Need) -> str:
    words = {
        Validity.VALID: f"valable jusqu'au {written(need.last_needed)} au moins",
        Validity.UNDATED: "oui, fin de validité à vérifier",
        Validity.TO_CHECK: "à vérifier",
        Validity.UNKNOWN: "rien de renseigné, à vérifier",
        Validity.EXPIRED: "validité finie avant la fin de la mission",
        Validity.MISSING: "manque",
    }
    return explained(asked.label, words[found] + (" (un plus)" if asked.optional else ""))


def distance(candidate: Candidate, need: Need, grounds: Grounds) -> Scored:
    """From 1 at home to a half at the end of what someone can reach, and nothing at twice that."""
    km = grounds.km(candidate, need)
    if km is None:
        return UNKNOWN, "Distance inconnue\u00a0: commune à vérifier."
    reach, can_drive = grounds.reach_of(candidate, need.starts_on)
    where = f"{need.place_name or 'Lieu du poste'} à {kilometres(km)}"
    said = f"mobilité de {kilometres(reach)}" + ("" if candidate.mobility_km is not None else " supposée")
    with_car = {True: ", peut conduire", False: ", sans permis B", None: ", permis à vérifier"}[can_drive]
    return max(0.0, 1 - km / reach / 2), f"{where} à vol d'oiseau, {said}{with_car}."


def francais(candidate: Candidate, need: Need, grounds: Grounds) -> Scored:
    """The level asked for against the last one assessed; one assessed long ago is to be assessed again."""
    if candidate.french is None or need.french is None:
        return UNKNOWN, "Niveau de français non évalué\u00a0: à vérifier."
    short = max(0, need.french.rank - candidate.french.rank)
    score = FRENCH_SCORES[min(short, len(FRENCH_SCORES) - 1)]
    said = f"{candidate.french.value} pour {need.french.value} demandé"
    if short and holds_until(candidate.french_assessed_on, grounds.limits.french_months) < need.starts_on:
        assessed = written(candidate.french_assessed_on or need.starts_on)
        return max(score, UNKNOWN), f"{said}, évalué le {assessed}\u00a0: à réévaluer."
    return score, f"{said}{' : suffisant' if not short else ''}.".replace(" :", "\u00a0:")


def disponibilite(candidate: Candidate, need: Need, grounds: Grounds) -> Scored:
    """Available on the first day, or so many days late."""
    if candidate.available_on is None:
        return UNKNOWN, "Disponibilité non renseignée\u00a0: à vérifier."
    late = (candidate.available_on - need.starts_on).days
    day = written(candidate.available_on)
    if late <= 0:
        return 1.0, f"Disponible dès le {day}, début le {written(need.starts_on)}."
    return max(0.0, 1 - late / grounds.limits.late_days), f"Disponible le {day}, {_days(late)} après le début."


def temps_de_travail(candidate: Candidate, need: Need, _: Grounds) -> Scored:
    """The hours a week of the post beside those that someone can do."""
    hours, least, most = need.weekly_hours or 0, candidate.hours_from, candidate.hours_to
    if least is None and most is None:
        return UNKNOWN, "Temps de travail souhaité non renseigné\u00a0: à vérifier."
    gap = max((least or 0) - hours, hours - (most if most is not None else hours), 0)
    if not gap:
        return 1.0, f"{french_hours(hours)} par semaine conviennent."
    return max(0.0, 1 - gap / HOURS_GAP), f"{french_hours(hours)} par semaine, {french_hours(gap)} d'écart."


def attente(candidate: Candidate, _: Need, grounds: Grounds) -> Scored:
    """The days since the orientation that waits for work, up to a ceiling; nothing when there is no date."""
    days = waiting_days(candidate, grounds.today)
    if candidate.waiting_since is None:
        return 0.0, "Date d'orientation non renseignée."
    since = written(candidate.waiting_since)
    return min(1.0, days / grounds.limits.wait_days), f"Attend depuis le {since} ({_days(days)})."


def waiting_days(candidate: Candidate, today: date) -> int:
    """Days waited until today, ninety years at most; 0 when there is no date."""
    if candidate.waiting_since is None:
        return 0
    return min(max(0, (today - candidate.waiting_since).days), LONGEST_WAIT)


def _days(number: int) -> str:
    return f"{number}\u00a0jour{'s' if number > 1 else ''}"


def _always(_: Need) -> bool:
    return True


CRITERIA: tuple[Criterion, ...] = (
    Criterion("metier", "Métier", _always, metier),
    Criterion("competences", "Compétences", lambda need: bool(need.skills), competences),
    Criterion("secteur", "Secteur", lambda need: need.sector not in (None, Sector.UNKNOWN), secteur),
    Criterion("habilitations", "Habilitations", lambda need: bool(need.required), habilitations),
    Criterion("distance", "Distance", lambda need: need.has_place, distance),
    Criterion("francais", "Français", lambda need: need.french is not None, francais),
    Criterion("disponibilite", "Disponibilité", _always, disponibilite),
    Criterion("temps_de_travail", "Temps de travail", lambda need: need.weekly_hours is not None, temps_de_travail),
    Criterion("attente", "Attente", _always, attente),
)
