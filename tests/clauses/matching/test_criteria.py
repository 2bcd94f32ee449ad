"""Each criterion by example: its score, and the reason that a person reads."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from clauses.matching import criteria
from clauses.matching.criteria import CRITERIA, assess, scale_of, waiting_days, whole_score
from clauses.matching.french_levels import FrenchLevel
from clauses.matching.grounds import Grounds
from clauses.matching.jobs_compared import compare, nearest, title_key
from clauses.matching.licence_reading import holding, requirements
from clauses.matching.rome import Nearness
from clauses.matching.rules import CRITERIA_NAMES, Candidate, Job, JobCode, Limits, Need, Weights
from clauses.people.rules import Sector
from tests.clauses.matching import drawn
from tests.clauses.matching.drawn import GROUNDS, ROME, TODAY

START = date(2026, 5, 4)
MASON = Job("maçon", (JobCode("F1703"),))
NEED = Need("B001", MASON, START, date(2026, 9, 30))


def judged(name: str, candidate: Candidate, need: Need, grounds: Grounds = GROUNDS) -> tuple[float, str]:
    """The score and the reason of one criterion."""
    found = next(scored for scored in assess(candidate, need, grounds) if scored.name == name)
    return found.score, found.reason.replace("\u00a0", " ").replace("\u202f", " ")


def whole(candidate: Candidate, grounds: Grounds = GROUNDS) -> int:
    """The score of a pair, in ten-thousandths."""
    return whole_score(assess(candidate, NEED, grounds), scale_of(NEED, grounds))


def about(score: float) -> Any:
    """A score but for its last digits."""
    return pytest.approx(score)


def looking_for(text: str, *codes: str) -> Candidate:
    return Candidate("P1", (Job(text, tuple(JobCode(code) for code in codes)),))


@pytest.mark.parametrize(
    ("candidate", "score", "reason"),
    [
        (looking_for("Maçonne"), 1.0, "Recherche ce métier : « Maçonne »."),
        (looking_for("ouvrier maçon", "F1703"), 1.0, "« ouvrier maçon » est du même métier : Maçon / Maçonne (F1703)."),
        (looking_for("coffreur", "F1701"), 0.75,
         "« coffreur » (F1701) est un métier voisin de Maçon / Maçonne (F1703)."),
        (looking_for("conducteur d'engins", "F1302"), 0.2,
         "« conducteur d'engins » (F1302) est seulement du même domaine que Maçon / Maçonne (F1703)."),
        (looking_for("cuisinier", "G1602"), 0.0, "Aucun métier recherché n'est proche de « maçon »."),
        (looking_for("aide maçon"), 0.8, "« aide maçon » ressemble à « maçon »."),
        (looking_for("cuisinier"), 0.0, "Aucun métier recherché n'est proche de « maçon »."),
        (Candidate("P1"), 0.3, "Métier recherché non renseigné : à vérifier."),
    ],
)  # fmt: skip
def test_the_job(candidate: Candidate, score: float, reason: str) -> None:
    assert judged("metier", candidate, NEED) == (about(score), reason)


@pytest.mark.parametrize(
    ("codes", "needed", "nearness"),
    [("G1216", "G1230", Nearness.SAME_BEFORE), ("F1701", "F1704", Nearness.SAME_FAMILY)],
)
def test_the_job_of_the_same_fiche_or_family(codes: str, needed: str, nearness: Nearness) -> None:
    found = compare(Job("a", (JobCode(codes),)), Job("b", (JobCode(needed),)), ROME)
    assert found.nearness is nearness
    said = judged("metier", looking_for("x", codes), replace(NEED, job=Job("y", (JobCode(needed),))))[1]
    assert ("même fiche" in said) == (nearness is Nearness.SAME_BEFORE)
    assert ("même famille" in said) == (nearness is Nearness.SAME_FAMILY)


def test_the_nearest_of_several_jobs_counts_as_surely_as_it_is_meant() -> None:
    jobs = (Job("cuisinier", (JobCode("G1602"),)), Job("maconnerie ?", (JobCode("F1703", 0.5), JobCode("F1701", 0.9))))
    found = nearest(jobs, replace(MASON, codes=(JobCode("F1703", 0.8),)), ROME)
    assert found is not None
    assert (found.job.text, found.code) == ("maconnerie ?", "F1701")
    assert found.score == pytest.approx(0.75 * 0.9 * 0.8)
    assert nearest((), MASON, ROME) is None


def test_titles_are_the_same_whatever_gender_number_and_order() -> None:
    assert title_key("Agente d'entretien") == title_key("agents d'entretien") == title_key("ENTRETIEN (agent)")
    assert title_key("maçon") != title_key("coffreur")
    assert compare(Job("···"), Job("···"), ROME).score == 0


def test_skills_are_those_that_someone_says_then_those_of_the_job() -> None:
    need = replace(NEED, skills=("coffrage", "lecture de plan", "soudure"))
    candidate = replace(looking_for("maçon", "F1703"), skills=("cofrage bois", "carrelage"))
    score, reason = judged("competences", candidate, need)
    assert score == pytest.approx((0.9 + 0.6 + 0.3) / 3)
    assert reason == (
        "1 sur 3 : coffrage (« cofrage bois ») ; du métier recherché : lecture de plan ; pas trouvé : soudure."
    )


def test_skills_that_nobody_said_are_to_be_checked() -> None:
    need = replace(NEED, skills=("soudure",))
    assert judged("competences", Candidate("P1"), need) == (0.4, "Compétences non renseignées : à vérifier.")
    cook = replace(looking_for("cuisinier"), skills=("cuisine",))
    assert judged("competences", cook, need) == (0.3, "Aucune dite par la personne ; pas trouvé : soudure.")
    same = replace(looking_for("soudeur"), skills=("soudure",))
    assert judged("competences", same, need) == (1.0, "1 sur 1 : soudure.")


@pytest.mark.parametrize(
    ("sectors", "score", "reason"),
    [
        ({Sector.BTP, Sector.MS}, 1.0, "Orientation vers le secteur BTP."),
        (set(), 0.5, "Secteur d'orientation non renseigné : à vérifier."),
        ({Sector.UNKNOWN}, 0.5, "Secteur d'orientation non renseigné : à vérifier."),
        ({Sector.MS}, 0.0, "Orientation vers Marchés de services, le besoin relève de BTP."),
    ],
)
def test_the_sector(sectors: set[Sector], score: float, reason: str) -> None:
    candidate = replace(looking_for("maçon", "F1703"), sectors=frozenset(sectors))
    assert judged("secteur", candidate, replace(NEED, sector=Sector.BTP)) == (score, reason)


def test_another_sector_counts_half_where_the_company_employs_the_job() -> None:
    candidate = replace(looking_for("maçon", "F1703"), sectors=frozenset({Sector.MS}))
    need = replace(NEED, sector=Sector.BTP, division="43")
    score, reason = judged("secteur", candidate, need)
    assert (score, "emploie ce métier" in reason) == (0.5, True)
    assert judged("secteur", replace(candidate, jobs=()), need)[0] == 0
    assert judged("secteur", candidate, replace(need, division="81"))[0] == 0


@pytest.mark.parametrize(
    ("has", "asked", "score", "reason"),
    [
        ("Permis B jusqu'au 12/2026", "Permis B", 1.0, "Permis B : valable jusqu'au 30/09/2026 au moins."),
        ("Permis B", "Permis B", 0.9, "Permis B : oui, fin de validité à vérifier."),
        ("", "Permis B", 0.5, "Permis B : rien de renseigné, à vérifier."),
        ("CACES", "CACES R482 A", 0.5, "CACES R482 A : à vérifier."),
        ("Permis B", "CACES R482 A", 0.0, "CACES R482 A : manque."),
        ("CACES R482 A périmé", "CACES R482 A", 0.0, "CACES R482 A : validité finie avant la fin de la mission."),
        ("aucune", "Permis B souhaité", 0.0, "Permis B : manque (un plus)."),
        ("Permis B", "Permis B ; SST", 0.45, "Permis B : oui, fin de validité à vérifier ; SST : manque."),
    ],
)
def test_licences(has: str, asked: str, score: float, reason: str) -> None:
    candidate = Candidate("P1", holding=holding(has))
    assert judged("habilitations", candidate, replace(NEED, required=requirements(asked))) == (score, reason)


@pytest.mark.parametrize(
    ("place", "mobility", "has", "score", "reason"),
    [
        ("21231", 20, "Permis B", 1.0, "Dijon à 0 km à vol d'oiseau, mobilité de 20 km, peut conduire."),
        ("21166", 8, "aucune", 0.75, "Dijon à 4 km à vol d'oiseau, mobilité de 8 km, sans permis B."),
        ("21166", None, "", 1 - 4 / 15 / 2,
         "Dijon à 4 km à vol d'oiseau, mobilité de 15 km supposée, permis à vérifier."),
        ("76540", 20, "Permis B", 0.0, "Dijon à 375 km à vol d'oiseau, mobilité de 20 km, peut conduire."),
        ("99999", 20, "", 0.5, "Distance inconnue : commune à vérifier."),
        (None, 20, "", 0.5, "Distance inconnue : commune à vérifier."),
    ],
)  # fmt: skip
def test_distance(place: str | None, mobility: int | None, has: str, score: float, reason: str) -> None:
    candidate = Candidate("P1", place=place, mobility_km=mobility, holding=holding(has))
    need = replace(NEED, place="21231", place_name="Dijon")
    assert judged("distance", candidate, need) == (about(score), reason)


def test_a_place_without_a_name_is_still_somewhere() -> None:
    assert judged("distance", Candidate("P1", place="21231"), replace(NEED, place="21231"))[1].startswith(
        "Lieu du poste"
    )


@pytest.mark.parametrize(
    ("had", "assessed", "score", "reason"),
    [
        ("B1", None, 1.0, "B1 pour B1 demandé : suffisant."),
        ("C2", None, 1.0, "C2 pour B1 demandé : suffisant."),
        ("A2", None, 0.6, "A2 pour B1 demandé."),
        ("A1", None, 0.3, "A1 pour B1 demandé."),
        ("A1.1", None, 0.0, "A1.1 pour B1 demandé."),
        ("A1", date(2024, 5, 4), 0.3, "A1 pour B1 demandé."),
        ("A1", date(2024, 5, 3), 0.5, "A1 pour B1 demandé, évalué le 03/05/2024 : à réévaluer."),
        ("A2", date(2020, 1, 1), 0.6, "A2 pour B1 demandé, évalué le 01/01/2020 : à réévaluer."),
        ("B2", date(2020, 1, 1), 1.0, "B2 pour B1 demandé : suffisant."),
        (None, None, 0.5, "Niveau de français non évalué : à vérifier."),
    ],
)
def test_french(had: str | None, assessed: date | None, score: float, reason: str) -> None:
    level = FrenchLevel(had) if had else None
    candidate = Candidate("P1", french=level, french_assessed_on=assessed)
    assert judged("francais", candidate, replace(NEED, french=FrenchLevel.B1)) == (score, reason)


@pytest.mark.parametrize(
    ("day", "score", "reason"),
    [
        (date(2026, 5, 4), 1.0, "Disponible dès le 04/05/2026, début le 04/05/2026."),
        (date(2026, 5, 5), 1 - 1 / 30, "Disponible le 05/05/2026, 1 jour après le début."),
        (date(2026, 5, 19), 0.5, "Disponible le 19/05/2026, 15 jours après le début."),
        (date(2026, 8, 1), 0.0, "Disponible le 01/08/2026, 89 jours après le début."),
        (None, 0.5, "Disponibilité non renseignée : à vérifier."),
    ],
)
def test_availability(day: date | None, score: float, reason: str) -> None:
    assert judged("disponibilite", Candidate("P1", available_on=day), NEED) == (about(score), reason)


@pytest.mark.parametrize(
    ("least", "most", "score", "reason"),
    [
        (None, None, 0.5, "Temps de travail souhaité non renseigné : à vérifier."),
        (0, 3500, 1.0, "35,00 h par semaine conviennent."),
        (None, 2800, 0.5, "35,00 h par semaine, 7,00 h d'écart."),
        (4200, None, 0.5, "35,00 h par semaine, 7,00 h d'écart."),
        (None, 1000, 0.0, "35,00 h par semaine, 25,00 h d'écart."),
        (2800, None, 1.0, "35,00 h par semaine conviennent."),
    ],
)
def test_hours_a_week(least: int | None, most: int | None, score: float, reason: str) -> None:
    candidate = Candidate("P1", hours_from=least, hours_to=most)
    assert judged("temps_de_travail", candidate, replace(NEED, weekly_hours=3500)) == (score, reason)


@pytest.mark.parametrize(
    ("since", "score", "reason"),
    [
        (date(2026, 2, 28), 1 / 365, "Attend depuis le 28/02/2026 (1 jour)."),
        (date(2025, 3, 1), 1.0, "Attend depuis le 01/03/2025 (365 jours)."),
        (date(2020, 3, 1), 1.0, "Attend depuis le 01/03/2020 (2191 jours)."),
        (date(2026, 4, 1), 0.0, "Attend depuis le 01/04/2026 (0 jour)."),
        (None, 0.0, "Date d'orientation non renseignée."),
    ],
)
def test_waiting(since: date | None, score: float, reason: str) -> None:
    assert judged("attente", Candidate("P1", waiting_since=since), NEED) == (about(score), reason)


def test_a_wait_mistyped_by_centuries_is_capped() -> None:
    assert waiting_days(Candidate("P1", waiting_since=date(26, 1, 1)), TODAY) == criteria.LONGEST_WAIT


def test_what_a_need_does_not_say_weighs_nothing() -> None:
    found = {scored.name: scored for scored in assess(Candidate("P1"), NEED, GROUNDS)}
    assert {name for name, scored in found.items() if not scored.weight} == {
        "competences", "secteur", "habilitations", "distance", "francais", "temps_de_travail",
    }  # fmt: skip
    assert found["distance"].reason == "Le besoin ne le précise pas."
    assert sum(scored.weight for scored in found.values()) == pytest.approx(1)


def test_the_table_is_in_the_order_of_the_names() -> None:
    assert tuple(criterion.name for criterion in CRITERIA) == CRITERIA_NAMES
    assert all(criterion.label for criterion in CRITERIA)


def test_the_whole_score_is_the_weighted_mean() -> None:
    candidate = replace(looking_for("maçon"), available_on=START, waiting_since=date(2025, 3, 1))
    assert whole(candidate) == 10_000
    stranger = Candidate("P2")
    expected = (40 * 0.3 + 8 * 0.5 + 4 * 0) / 52
    assert whole(stranger) == round(expected * 10_000)


def test_weights_of_another_version_change_the_score() -> None:
    only_waiting = Grounds(TODAY, weights=Weights("attente seule", {"attente": 1}, Limits(wait_days=10)))
    candidate = Candidate("P1", waiting_since=date(2026, 2, 24))
    assert whole(candidate, grounds=only_waiting) == 5_000
    unused = Grounds(TODAY, weights=Weights("français seul", {"francais": 1}))
    assert whole(candidate, grounds=unused) == 0


@given(drawn.candidates, drawn.needs)
@settings(deadline=None)
def test_every_score_is_a_share_with_a_sentence(candidate: Candidate, need: Need) -> None:
    found = assess(candidate, need, GROUNDS)
    assert [scored.name for scored in found] == list(CRITERIA_NAMES)
    for scored in found:
        assert 0 <= scored.score <= 1 + 1e-9
        assert scored.reason.endswith(".")
        assert scored.reason[0].isupper() or scored.reason[0] in "«0123456789"
    assert 0 <= whole_score(found, scale_of(need, GROUNDS)) <= 10_000
