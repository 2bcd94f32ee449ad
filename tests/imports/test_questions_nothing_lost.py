"""Two records made one: nothing told of either is lost, nothing told since is undone, decisions are undone in order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from clauses.accounts.actions import add_organisations
from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.files.rules import FileKind
from clauses.people.actions import add_people
from clauses.questions import actions
from clauses.questions.queries import asked
from clauses.questions.rules import QuestionKind
from tests.imports.office import EXIT, HOURS, LEA, MARKET, Office, Written

TWIN: Written = {**LEA, "Nom": "Rouxx", "Prénom": "Lea", "Identifiant": "P0009"}
"""Léa Roux, as another service wrote her name."""

AGENCY = {**HOURS, "Employeur": "Interim Insertion Bourgogne"}
SAME_AGENCY = {**HOURS, "Employeur": "Intérim Insertion Bourgogne SARL", "Mois": "04/2024"}


@pytest.fixture
def ready(office: Office) -> Office:
    """A market and two people."""
    office.prepare()
    return office


def questions(office: Office, kind: QuestionKind | None = None) -> list[int]:
    """Those that wait, the oldest first."""
    with reading(office.engine) as session:
        found = [each.question for each in asked(session)]
        return [each.id or 0 for each in found if kind in (None, each.kind)]


def only(office: Office) -> int:
    (number,) = questions(office)
    return number


def decide(office: Office, verb: Any, question_id: int, **how: Any) -> None:
    with writing(office.engine) as session:
        verb(session, question_id=question_id, by="Facilitatrice", **how)


def recorded(office: Office) -> Mapping[str, Any]:
    """Everything but the questions and the journal."""
    left_out = ("question", "journal", "journal_head")
    return {name: rows for name, rows in office.recorded().items() if name not in left_out}


def twins(office: Office, one: Written = LEA, other: Written = TWIN) -> int:
    """Two records of one person, and the question about them."""
    office.send(FileKind.PEOPLE, one, other)
    return questions(office)[-1]


# --- nothing lost -----------------------------------------------------------------------------------------------------


def test_what_only_the_absorbed_one_told_of_the_same_fact_goes_to_the_one_kept(ready: Office) -> None:
    undecided = {**LEA, "Orienté le": "05/02/2024", "Décision": "", "Entrée PLIE le": "01/01/2024"}
    decided = {**TWIN, "Orienté le": "05/02/2024", "Décision": "validé", "Décision le": "20/02/2024"}
    number = twins(ready, undecided, {**decided, "Entrée PLIE le": "01/01/2024", "Sortie PLIE le": "31/05/2024"})
    before = recorded(ready)
    decide(ready, actions.accept, number)
    orientation = "SELECT decision, decided_on FROM orientation WHERE person_id = 1 AND oriented_on = '2024-02-05'"
    assert [(decision, str(day)) for decision, day in ready.rows(orientation)] == [("validated", "2024-02-20")]
    assert [str(day) for (day,) in ready.rows("SELECT ends_on FROM participation")] == ["2024-05-31"]
    decide(ready, actions.undo, number)
    assert recorded(ready) == before


def test_the_end_of_a_contract_that_only_the_absorbed_one_told_is_kept(ready: Office) -> None:
    number = twins(ready)
    ready.hours({**HOURS, "Fin de contrat": ""})
    ready.hours({**HOURS, "Nom": "Rouxx", "Prénom": "Lea", "Fin de contrat": "30/06/2024", "Mois": "04/2024"})
    before = recorded(ready)
    decide(ready, actions.accept, number)
    assert [(person, str(day)) for person, day in ready.rows("SELECT person_id, ends_on FROM contract")] == [
        (1, "2024-06-30")
    ]
    decide(ready, actions.undo, number)
    assert recorded(ready) == before


def test_two_facts_that_contradict_each_other_are_not_made_one(ready: Office) -> None:
    number = twins(ready)
    ready.hours({**HOURS, "Fin de contrat": "31/05/2024"})
    ready.hours({**HOURS, "Nom": "Rouxx", "Prénom": "Lea", "Fin de contrat": "30/06/2024", "Mois": "04/2024"})
    before = recorded(ready)
    with pytest.raises(Conflict, match=r"se contredisent.*contrat de travail.*fin") as refused:
        decide(ready, actions.accept, number)
    assert refused.value.code == "questions.contradiction"
    assert recorded(ready) == before
    assert questions(ready) == [number]


def test_two_decisions_of_one_orientation_are_not_made_one(ready: Office) -> None:
    there = {"Orienté le": "05/02/2024", "Décision le": "20/02/2024"}
    number = twins(ready, {**LEA, **there}, {**TWIN, **there, "Décision": "non intégré"})
    with pytest.raises(Conflict, match=r"se contredisent.*orientation.*décision"):
        decide(ready, actions.accept, number)


def test_an_exit_decided_goes_before_the_same_exit_undecided(ready: Office) -> None:
    number = twins(ready)
    ready.send(FileKind.EXITS, {**EXIT, "Motif": "Déménagement", "Décision de la commission le": ""})
    there = {"Nom": "Rouxx", "Prénom": "Lea", "Décision de la commission le": "20/06/2024"}
    ready.send(FileKind.EXITS, {**EXIT, **there})
    before = recorded(ready)
    assert len(ready.rows("SELECT id FROM exit")) == 2
    decide(ready, actions.accept, number)
    assert [(person, reason, bool(decided)) for person, reason, decided in ready.rows(
        "SELECT person_id, reason, decided FROM exit"
    )] == [(1, "emploi", True)]  # fmt: skip
    decide(ready, actions.undo, number)
    assert recorded(ready) == before


def test_jobs_skills_and_licences_of_both_are_kept(ready: Office) -> None:
    number = twins(
        ready,
        {**LEA, "Métiers recherchés": "Maçon ; Peintre", "Mobilité (km)": "20"},
        {**TWIN, "Métiers recherchés": "peintre ; Coffreur", "Habilitations": "Permis B", "Mobilité (km)": "30"},
    )
    before = recorded(ready)
    decide(ready, actions.accept, number)
    told = "SELECT jobs, licences, mobility_km, identifier FROM person WHERE id = 1"
    assert ready.rows(told) == [("Maçon ; Peintre ; Coffreur", "Permis B", 20, "P0009")]
    details = ready.rows("SELECT details FROM journal ORDER BY number DESC LIMIT 1")[0][0]
    assert json.loads(details)["set_aside"] == ["mobility_km"]
    decide(ready, actions.undo, number)
    assert recorded(ready) == before


# --- told since -------------------------------------------------------------------------------------------------------


def test_what_was_told_since_of_the_one_kept_outlives_an_undo(ready: Office) -> None:
    number = twins(ready, LEA, {**TWIN, "Mobilité (km)": "30", "Niveau de français": "A2"})
    decide(ready, actions.accept, number)
    ready.send(FileKind.PEOPLE, {**LEA, "Identifiant": "P0009", "Niveau de français": "B1"})
    decide(ready, actions.undo, number)
    told = "SELECT id, identifier, mobility_km, french_level FROM person WHERE id <> 2 ORDER BY id"
    assert ready.rows(told) == [(1, None, None, "B1"), (3, "P0009", 30, "A2")]
    assert ready.faults() == []


def test_an_undo_is_refused_when_the_name_was_given_to_another_record_since(ready: Office) -> None:
    number = twins(ready, LEA, {**TWIN, "Identifiant": ""})
    decide(ready, actions.accept, number)
    with writing(ready.engine) as session:
        add_people(session, [{"last_name": "Rouxx", "first_name": "Lea", "birth_date": date(1990, 5, 4)}])
    before = recorded(ready)
    with pytest.raises(Conflict, match="ne peut plus être annulée"):
        decide(ready, actions.undo, number)
    assert recorded(ready) == before


# --- remembered -------------------------------------------------------------------------------------------------------


def test_a_company_said_the_same_is_met_under_its_other_name(ready: Office) -> None:
    ready.hours(AGENCY)
    ready.hours(SAME_AGENCY)
    number = only(ready)
    before = recorded(ready)
    decide(ready, actions.accept, number)
    bodies = ready.rows("SELECT name FROM organisation ORDER BY id")
    assert ready.hours(SAME_AGENCY).changes.unchanged == 1
    ready.hours({**SAME_AGENCY, "Mois": "05/2024"})
    assert ready.rows("SELECT name FROM organisation ORDER BY id") == bodies
    assert questions(ready) == []
    assert len(ready.rows("SELECT DISTINCT employer_id FROM declaration")) == 1
    decide(ready, actions.undo, number)
    assert {name: rows for name, rows in recorded(ready).items() if name == "organisation"} == {
        "organisation": before["organisation"]
    }
    assert ready.faults() == []


def test_what_one_file_brought_under_both_names_is_one_submission_until_it_is_undone(ready: Office) -> None:
    ready.hours(AGENCY)
    ready.hours(SAME_AGENCY)
    ready.hours({**AGENCY, "Mois": "05/2024"}, {**SAME_AGENCY, "Mois": "06/2024"})
    number, before = only(ready), recorded(ready)
    assert len(before["submission"]) == 4
    decide(ready, actions.accept, number)
    named = "SELECT DISTINCT contractor_id, employer_id, run_id FROM {} ORDER BY run_id"
    assert ready.rows(named.format("submission")) == ready.rows(named.format("declaration"))
    assert len(ready.rows(named.format("submission"))) == 3
    decide(ready, actions.undo, number)
    assert recorded(ready) == before


def test_a_company_said_the_same_takes_the_siret_told_under_its_other_name(ready: Office) -> None:
    ready.hours(AGENCY)
    ready.hours(SAME_AGENCY)
    decide(ready, actions.accept, only(ready))
    ready.hours({**SAME_AGENCY, "SIRET employeur": "55210055400013", "Mois": "05/2024"})
    there = ready.rows("SELECT name, siret FROM organisation WHERE siret = '55210055400013'")
    assert there == [("Interim Insertion Bourgogne", "55210055400013")]
    ready.hours({**AGENCY, "SIRET employeur": "55210055400013", "Mois": "06/2024"})
    assert len(ready.rows("SELECT DISTINCT employer_id FROM declaration")) == 1


def test_a_contractor_said_the_same_holds_its_lot_under_its_other_name(ready: Office) -> None:
    third = {**MARKET, "Lot": "3", "SIRET attributaire": "", "Attributaire": "Interim Insertion Bourgogne"}
    ready.send(FileKind.MARKETS, third)
    ready.send(FileKind.MARKETS, {**third, "Lot": "4", "Attributaire": "Intérim Insertion Bourgogne SARL"})
    (number,) = questions(ready, QuestionKind.SAME_COMPANY)
    decide(ready, actions.accept, number)
    alias = {**HOURS, "SIRET attributaire": "", "Attributaire": "Intérim Insertion Bourgogne SARL", "Lot": "3"}
    assert ready.hours(alias).rows.accepted == 1
    assert (
        ready.send(FileKind.MARKETS, {**third, "Attributaire": "Intérim Insertion Bourgogne SARL"}).changes.unchanged
        == 1
    )


def test_an_undo_is_refused_when_the_name_of_a_company_was_taken_since(ready: Office) -> None:
    ready.hours(AGENCY)
    ready.hours(SAME_AGENCY)
    number = only(ready)
    decide(ready, actions.accept, number)
    with writing(ready.engine) as session:
        add_organisations(session, [("Intérim Insertion Bourgogne SARL", None)])
    before = recorded(ready)
    with pytest.raises(Conflict, match="ne peut plus être annulée"):
        decide(ready, actions.undo, number)
    assert recorded(ready) == before


def test_a_market_said_the_same_is_met_under_its_other_reference(ready: Office) -> None:
    other = {**MARKET, "Référence marché": "2024T01", "Lot": "7"}
    ready.send(FileKind.MARKETS, other)
    decide(ready, actions.accept, only(ready))
    assert ready.send(FileKind.MARKETS, other).changes.unchanged == 1
    assert ready.hours({**HOURS, "Référence marché": "2024T01", "Lot": "7"}).rows.accepted == 1
    assert len(ready.rows("SELECT id FROM market")) == 1
    assert questions(ready) == []


# --- in order ---------------------------------------------------------------------------------------------------------


def chain(office: Office) -> tuple[int, int]:
    """Three records of one person: the third taken for the second, then the second for the first."""
    second = {**TWIN, "Identifiant": ""}
    office.send(FileKind.PEOPLE, LEA, second)
    (one,) = questions(office)
    office.send(FileKind.PEOPLE, {**second, "Nom": "Rouxxe", "Identifiant": "P0010", "Mobilité (km)": "30"})
    other = next(number for number in questions(office) if number != one)
    return one, other


def test_a_decision_that_another_leans_on_is_undone_after_it(ready: Office) -> None:
    one, other = chain(ready)
    before = recorded(ready)
    with reading(ready.engine) as session:
        candidates = next(each.candidates for each in asked(session) if each.question.id == other)
    second = next(each.id for each in candidates if "Rouxx," in each.said)
    decide(ready, actions.accept, other, answer_id=second)
    between = recorded(ready)
    decide(ready, actions.accept, one)
    after = recorded(ready)
    with pytest.raises(Conflict, match=rf"question {one}.*Annulez-la d'abord") as refused:
        decide(ready, actions.undo, other)
    assert refused.value.code == "questions.leaned_on"
    assert recorded(ready) == after
    decide(ready, actions.undo, one)
    assert recorded(ready) == between
    decide(ready, actions.undo, other)
    assert recorded(ready) == before
    assert ready.faults() == []


def test_lines_given_to_somebody_made_one_with_another_since_are_taken_back_after(ready: Office) -> None:
    number = twins(ready)
    ready.hours({**HOURS, "Nom": "Rouxx", "Prénom": "Lea", "Date de naissance": "05/05/1990"})
    (claim,) = (each for each in questions(ready) if each != number)
    with reading(ready.engine) as session:
        (third,) = (
            each.id for shown in asked(session) if shown.question.id == claim for each in shown.candidates
            if "P0009" in each.said
        )  # fmt: skip
    decide(ready, actions.accept, claim, answer_id=third)
    between = recorded(ready)
    decide(ready, actions.accept, number)
    with pytest.raises(Conflict, match=rf"question {number}.*Annulez-la d'abord"):
        decide(ready, actions.undo, claim)
    decide(ready, actions.undo, number)
    assert recorded(ready) == between
    decide(ready, actions.undo, claim)


def test_two_answers_that_have_nothing_in_common_are_undone_in_any_order(ready: Office) -> None:
    other_day = {**HOURS, "Date de naissance": "05/05/1990", "Heures travaillées": "10"}
    ready.hours(other_day)
    first = only(ready)
    decide(ready, actions.accept, first)
    ready.hours({**other_day, "Date de naissance": "06/06/1990", "Mois": "04/2024"})
    second = only(ready)
    decide(ready, actions.accept, second)
    decide(ready, actions.undo, first)
    decide(ready, actions.undo, second)
    assert [state for (state,) in ready.rows("SELECT state FROM line")] == ["to_check", "to_check"]


def test_two_markets_whose_dates_contradict_each_other_are_not_made_one(ready: Office) -> None:
    ready.send(FileKind.MARKETS, {**MARKET, "Référence marché": "2023-T009", "Date de fin": ""})
    other = {
        **MARKET,
        "Référence marché": "2023T09",
        "Date de notification": "",
        "Date de fin": "01/01/2020",
        "Lot": "7",
    }
    ready.send(FileKind.MARKETS, other)
    before = recorded(ready)
    with pytest.raises(Conflict, match="dates des deux fiches se contredisent"):
        decide(ready, actions.accept, only(ready))
    assert recorded(ready) == before


def test_two_exits_whose_dates_would_cross_are_not_made_one(ready: Office) -> None:
    number = twins(ready)
    there = {"Motif": "Déménagement", "Type de contrat": "CDD"}
    ready.send(FileKind.EXITS, {**EXIT, **there, "Début de contrat": "02/10/2023"})
    other = {**EXIT, **there, "Nom": "Rouxx", "Prénom": "Lea", "Début de contrat": "", "Fin de contrat": "01/02/2023"}
    ready.send(FileKind.EXITS, other)
    assert len(ready.rows("SELECT id FROM exit")) == 2
    with pytest.raises(Conflict, match=r"se contredisent.*sortie"):
        decide(ready, actions.accept, number)
