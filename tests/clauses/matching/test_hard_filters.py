"""What excludes, on known facts only, and what is to be checked."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from clauses.matching.hard_filters import Facts, judge, verdict
from clauses.matching.licence_reading import holding, requirements
from clauses.matching.rules import Candidate, Engagement, Job, Need, Standing, Verdict
from tests.clauses.matching import drawn
from tests.clauses.matching.drawn import GROUNDS

START, END = date(2026, 5, 4), date(2026, 9, 30)
NEED = Need("B001", Job("maçon"), START, END)
ASKED = "Habilitation demandée :"
EXCLUDED, TO_CHECK = Verdict.EXCLUDED, Verdict.TO_CHECK

Said = list[tuple[str, Verdict, str]]


def said(
    *, candidate: Candidate | None = None, need: Need = NEED, eligible: bool | None = True, **standing: Any
) -> Said:
    """What hard filters say of one pair."""
    facts = Facts(candidate or Candidate("P1"), Standing(**standing), eligible, need, GROUNDS)
    return [(found.criterion, found.verdict, found.reason.replace("\u00a0", " ")) for found in judge(facts)]


def test_nothing_known_against_someone_blocks_nothing() -> None:
    assert said() == []
    assert verdict(()) is Verdict.PROPOSABLE


@pytest.mark.parametrize(
    ("eligible", "expected"),
    [
        (True, []),
        (None, [("eligibilite", TO_CHECK,
                 "Éligibilité aux publics du lot non établie au 04/05/2026 : à vérifier.")]),
        (False, [("eligibilite", EXCLUDED, "Ne relève pas des publics éligibles du lot au 04/05/2026.")]),
    ],
)  # fmt: skip
def test_eligibility_on_the_first_day(eligible: bool | None, expected: Said) -> None:
    assert said(eligible=eligible) == expected


@pytest.mark.parametrize(
    ("in_qpv", "expected"),
    [
        (True, []),
        (None, [("qpv", TO_CHECK,
                 "Besoin réservé aux habitants d'un quartier prioritaire : résidence à vérifier.")]),
        (False, [("qpv", EXCLUDED,
                  "Besoin réservé aux habitants d'un quartier prioritaire, la personne n'y habite pas.")]),
    ],
)  # fmt: skip
def test_a_need_reserved_to_priority_neighbourhoods(in_qpv: bool | None, expected: Said) -> None:
    assert said(in_qpv=in_qpv, need=replace(NEED, qpv_only=True)) == expected
    assert said(in_qpv=in_qpv) == []


@pytest.mark.parametrize(
    ("has", "asked", "expected"),
    [
        ("CACES R482 A", "CACES R482 A", []),
        ("CACES R482 A jusqu'au 30/09/2026", "CACES R482 A", []),
        ("Permis B", "CACES R482 A",
         [("caces", EXCLUDED, f"{ASKED} CACES R482 A, que la personne n'a pas.")]),
        ("CACES R482 A jusqu'au 06/2026", "CACES R482 A",
         [("caces", EXCLUDED, f"{ASKED} CACES R482 A jusqu'au 30/09/2026, validité finie le 30/06/2026.")]),
        ("CACES R489 3 ; CACES R389 3", "CACES R489 3", []),
        ("CACES R389 3", "CACES R489 3",
         [("caces", EXCLUDED, f"{ASKED} CACES R489 3 jusqu'au 30/09/2026, validité finie le 31/12/2024.")]),
        ("CACES R482 A périmé", "CACES R482 A",
         [("caces", EXCLUDED, f"{ASKED} CACES R482 A, dont la validité est passée.")]),
        ("", "CACES R482 A",
         [("caces", TO_CHECK, f"{ASKED} CACES R482 A, rien de renseigné pour la personne, à vérifier.")]),
        ("CACES", "CACES R482 A",
         [("caces", TO_CHECK, f"{ASKED} CACES R482 A, ce que la personne détient est à vérifier.")]),
        ("sans permis", "Permis B", [("permis", EXCLUDED, f"{ASKED} permis B, que la personne n'a pas.")]),
        ("aucune", "Permis B souhaité", []),
        ("aucune", "H0B0", [
            ("habilitation_electrique", EXCLUDED,
             f"{ASKED} habilitation électrique {symbol}, que la personne n'a pas.")
            for symbol in ("H0", "B0")
        ]),
        ("aucune", "carte BTP", [("carte_btp", EXCLUDED, f"{ASKED} carte BTP, que la personne n'a pas.")]),
        ("aucune", "AIPR", [("aipr", EXCLUDED, f"{ASKED} AIPR, que la personne n'a pas.")]),
        ("aucune", "SST", [("habilitation", EXCLUDED, f"{ASKED} SST, que la personne n'a pas.")]),
        ("aucune", "attestation maison",
         [("habilitation", TO_CHECK,
           f"{ASKED} attestation maison, rien de renseigné pour la personne, à vérifier.")]),
    ],
)  # fmt: skip
def test_licences_hold_through_the_end_of_the_mission(has: str, asked: str, expected: Said) -> None:
    candidate = Candidate("P1", holding=holding(has))
    assert said(candidate=candidate, need=replace(NEED, required=requirements(asked))) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, []),
        (date(2026, 9, 30), []),
        (date(2026, 9, 29), [("autorisation_de_travail", TO_CHECK,
                              "Autorisation de travail jusqu'au 29/09/2026 : renouvellement à vérifier.")]),
        (date(2026, 5, 4), [("autorisation_de_travail", TO_CHECK,
                             "Autorisation de travail jusqu'au 04/05/2026 : renouvellement à vérifier.")]),
        (date(2026, 5, 3), [("autorisation_de_travail", EXCLUDED, "Autorisation de travail terminée le 03/05/2026.")]),
    ],
)  # fmt: skip
def test_a_work_authorisation(until: date | None, expected: Said) -> None:
    assert said(work_permit_until=until) == expected


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        (Engagement(date(2026, 1, 1), date(2026, 5, 3)), []),
        (Engagement(date(2026, 10, 1), None), []),
        (Engagement(date(2026, 1, 1), date(2026, 5, 4)),
         [("contrat", EXCLUDED, "Déjà sous contrat du 01/01/2026 au 04/05/2026.")]),
        (Engagement(date(2026, 9, 30), date(2026, 12, 1)),
         [("contrat", EXCLUDED, "Déjà sous contrat du 30/09/2026 au 01/12/2026.")]),
        (Engagement(date(2026, 1, 1), None, open_ended=True),
         [("contrat", EXCLUDED, "Déjà sous contrat sans terme depuis le 01/01/2026.")]),
        (Engagement(date(2026, 1, 1), None),
         [("contrat", TO_CHECK, "Contrat commencé le 01/01/2026, fin non renseignée : à vérifier.")]),
    ],
)  # fmt: skip
def test_a_contract_over_the_period(contract: Engagement, expected: Said) -> None:
    assert said(engagements=(contract,)) == expected


def test_someone_free_only_after_the_mission_is_not_proposed() -> None:
    late = Candidate("P1", available_on=date(2026, 10, 1))
    assert said(candidate=late) == [
        ("disponibilite", EXCLUDED, "Disponible le 01/10/2026, après la fin de la mission.")
    ]
    assert said(candidate=replace(late, available_on=END)) == []
    assert said(candidate=late, need=replace(NEED, ends_on=None)) == []


@pytest.mark.parametrize(
    ("place", "mobility", "has", "expected"),
    [
        # Beaune is 36 km away
        ("21231", 40, "aucune", []),
        ("21231", 33, "aucune", []),  # within what a distance between centroids is trusted with
        ("21231", 32, "aucune", [(EXCLUDED,
            "Beaune à 36 km à vol d'oiseau, au-delà des 32 km indiqués, sans permis B.")]),
        ("21231", 32, "Permis B", [(TO_CHECK,
            "Beaune à 36 km à vol d'oiseau, au-delà des 32 km indiqués, peut conduire : à vérifier.")]),
        ("21231", 32, "", [(TO_CHECK,
            "Beaune à 36 km à vol d'oiseau, au-delà des 32 km indiqués, permis non renseigné : à vérifier.")]),
        ("21231", None, "aucune", [(TO_CHECK,
            "Beaune à 36 km à vol d'oiseau, mobilité non renseignée : à vérifier.")]),
        ("76540", None, "Permis B", [(TO_CHECK,
            "Beaune à 386 km à vol d'oiseau, mobilité non renseignée : à vérifier.")]),
        (None, 5, "aucune", [(TO_CHECK,
            "Distance inconnue (commune de résidence non renseignée) : à vérifier.")]),
    ],
)  # fmt: skip
def test_out_of_reach(place: str | None, mobility: int | None, has: str, expected: list[tuple[Verdict, str]]) -> None:
    candidate = Candidate("P1", place=place, mobility_km=mobility, holding=holding(has))
    found = said(candidate=candidate, need=replace(NEED, place="21054", place_name="Beaune"))
    assert [(each, reason) for _, each, reason in found] == expected
    assert {criterion for criterion, _, _ in found} <= {"distance"}


def test_a_place_that_no_commune_bears_is_to_be_checked() -> None:
    candidate = Candidate("P1", place="21231", place_name="Dijon", mobility_km=5)
    assert said(candidate=candidate, need=replace(NEED, place_name="ZA")) == [
        ("distance", TO_CHECK, "Distance inconnue (Dijon) : à vérifier.")
    ]
    assert said(candidate=candidate) == []
    nameless = replace(NEED, place="21054")
    assert said(candidate=candidate, need=nameless)[0][2].startswith("Lieu du poste à 36 km")


def test_what_excludes_comes_first_and_decides() -> None:
    facts = Facts(
        Candidate("P1", available_on=date(2027, 1, 1)),
        Standing(in_qpv=None),
        None,
        replace(NEED, qpv_only=True),
        GROUNDS,
    )
    found = judge(facts)
    assert [(each.criterion, each.verdict) for each in found] == [
        ("disponibilite", EXCLUDED), ("eligibilite", TO_CHECK), ("qpv", TO_CHECK),
    ]  # fmt: skip
    assert verdict(found) is EXCLUDED
    assert verdict(found[1:]) is TO_CHECK


@given(drawn.needs)
@settings(deadline=None)
def test_someone_of_whom_nothing_is_known_is_never_excluded(need: Need) -> None:
    facts = Facts(Candidate("P1"), Standing(), None, need, GROUNDS)
    assert verdict(judge(facts)) is TO_CHECK


@given(drawn.candidates, drawn.standings, drawn.eligible, drawn.needs)
@settings(deadline=None)
def test_forgetting_a_fact_never_excludes(
    candidate: Candidate, standing: Standing, eligible: bool | None, need: Need
) -> None:
    """Whoever is not excluded is not excluded either once a fact is forgotten."""
    if verdict(judge(Facts(candidate, standing, eligible, need, GROUNDS))) is EXCLUDED:
        return
    for forgotten in (
        Facts(candidate, standing, None, need, GROUNDS),
        Facts(candidate, replace(standing, in_qpv=None), eligible, need, GROUNDS),
        Facts(candidate, replace(standing, work_permit_until=None), eligible, need, GROUNDS),
        Facts(replace(candidate, place=None), standing, eligible, need, GROUNDS),
        Facts(replace(candidate, mobility_km=None), standing, eligible, need, GROUNDS),
        Facts(replace(candidate, holding=holding("")), standing, eligible, need, GROUNDS),
        Facts(replace(candidate, available_on=None), standing, eligible, need, GROUNDS),
    ):
        assert verdict(judge(forgotten)) is not EXCLUDED
