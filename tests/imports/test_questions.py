"""Doubts that imports raise, answered and taken back: on both engines, through real files."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from clauses.db import reading, writing
from clauses.errors import Conflict, Misused, NotFound
from clauses.files.rules import FileKind
from clauses.hours import actions as hours_actions
from clauses.hours.models import Line
from clauses.people.models import Person
from clauses.questions import actions
from clauses.questions.models import Question
from clauses.questions.queries import Shown, asked
from clauses.questions.rules import QuestionKind, QuestionState
from tests.imports.office import HOURS, KARIM, LEA, MARKET, Office, Written

OTHER_DAY = {**HOURS, "Date de naissance": "05/05/1990", "Heures travaillées": "10"}
"""Léa Roux, born another day: a doubt."""


@pytest.fixture
def ready(office: Office) -> Office:
    """A market and two people."""
    office.prepare()
    return office


def waiting(office: Office, *, every: bool = False) -> list[Shown]:
    with reading(office.engine) as session:
        found = asked(session, every=every)
        session.expunge_all()
        return found


def number(office: Office) -> int:
    (only,) = waiting(office)
    assert only.question.id is not None
    return only.question.id


def decide(office: Office, verb: Any, **how: Any) -> None:
    with writing(office.engine) as session:
        verb(session, question_id=how.pop("question_id", None) or number(office), by="Facilitatrice", **how)


def states(office: Office) -> list[tuple[Any, ...]]:
    return office.rows(
        "SELECT line.state, line.hours, contract.person_id FROM line LEFT JOIN contract ON contract.id = contract_id"
        " JOIN declaration ON declaration.id = declaration_id WHERE declaration.state = 'current' ORDER BY line.id"
    )


def without_accounts(office: Office) -> dict[str, Any]:
    """What is recorded, but for the accounts, the journal, and the versions of lines that moved."""
    kept = {
        name: rows
        for name, rows in office.recorded().items()
        if name not in ("question", "journal", "journal_head", "line")
    }
    return {**kept, "line": office.rows("SELECT id, contract_id, state, claim, blocking, hours FROM line ORDER BY id")}


# --- names of lines to check ------------------------------------------------------------------------------------------


def test_a_doubt_is_asked_once_whatever_the_lines_and_the_files(ready: Office) -> None:
    ready.hours(OTHER_DAY, {**OTHER_DAY, "Mois": "04/2024"})
    ready.hours({**OTHER_DAY, "Mois": "05/2024"})
    (question,) = waiting(ready)
    assert (question.question.kind, question.lines, question.hours) == (QuestionKind.SAME_PERSON, 3, 30_00)
    assert question.said.startswith("Léa Roux, né(e) le 05/05/1990")
    assert [(each.number, each.said) for each in question.candidates] == [(1, "Léa Roux, né(e) le 04/05/1990")]


def test_somebody_unknown_is_no_question(ready: Office) -> None:
    ready.hours({**HOURS, "Nom": "Inconnu"})
    assert waiting(ready) == []


def test_an_answer_gives_the_lines_to_the_person_and_they_count(ready: Office) -> None:
    ready.hours(OTHER_DAY)
    assert [state for state, *_ in states(ready)] == ["to_check"]
    decide(ready, actions.accept)
    assert states(ready) == [("submitted", 10_00, 1)]
    assert waiting(ready) == []
    assert ready.rows("SELECT act, subject, author FROM journal ORDER BY number DESC LIMIT 1") == [
        ("accept", "question", "Facilitatrice")
    ]
    assert ready.faults() == []


def test_once_answered_the_same_file_again_changes_nothing_and_other_months_are_linked(ready: Office) -> None:
    ready.hours(OTHER_DAY)
    decide(ready, actions.accept)
    assert ready.hours(OTHER_DAY).changes.unchanged == 1
    report = ready.hours({**OTHER_DAY, "Mois": "04/2024"})
    assert "hours.doubtful_person" not in [issue.code for issue in report.issues]
    assert [person for *_, person in states(ready)] == [1, 1]
    assert waiting(ready) == []


def test_an_answer_taken_back_leaves_everything_as_before_and_asks_again(ready: Office) -> None:
    ready.hours(OTHER_DAY)
    before = without_accounts(ready)
    first = number(ready)
    decide(ready, actions.accept)
    with writing(ready.engine) as session:
        actions.undo(session, question_id=first, by="Facilitatrice")
    assert without_accounts(ready) == before
    assert [each.question.state for each in waiting(ready, every=True)] == [QuestionState.REVERTED, QuestionState.OPEN]
    assert "hours.doubtful_person" in [issue.code for issue in ready.hours({**OTHER_DAY, "Mois": "04/2024"}).issues]
    assert ready.faults() == []


def test_a_line_validated_since_keeps_its_answer(ready: Office) -> None:
    ready.hours(OTHER_DAY)
    first = number(ready)
    decide(ready, actions.accept)
    with writing(ready.engine) as session:
        line = session.get_one(Line, 1)
        hours_actions.validate_line(session, line_id=1, version=line.version, by="Facilitatrice")
    with pytest.raises(Conflict, match="ne peut plus être annulée"):
        decide(ready, actions.undo, question_id=first)
    assert [state for state, *_ in states(ready)] == ["validated"]


def test_somebody_else_becomes_a_person_of_their_own_and_is_not_asked_again(ready: Office) -> None:
    ready.hours(OTHER_DAY)
    first = number(ready)
    decide(ready, actions.refuse, reason="Deux cousines")
    assert states(ready) == [("submitted", 10_00, 3)]
    assert ready.rows("SELECT last_name, birth_date FROM person WHERE id = 3")[0][0] == "Roux"
    ready.hours({**OTHER_DAY, "Mois": "04/2024"})
    assert waiting(ready) == []
    with pytest.raises(Conflict, match="ne peut plus être annulée"):
        decide(ready, actions.undo, question_id=first)


def test_somebody_else_recorded_since_under_that_very_name_is_that_person(ready: Office) -> None:
    ready.hours(OTHER_DAY)
    assert ready.send(FileKind.PEOPLE, {**LEA, "Date de naissance": OTHER_DAY["Date de naissance"]}).status == 0
    first = number(ready)
    decide(ready, actions.refuse)
    assert states(ready) == [("submitted", 10_00, 3)]
    assert ready.rows("SELECT count(*) FROM person") == [(3,)]
    decide(ready, actions.undo, question_id=first)
    assert ready.rows("SELECT count(*) FROM person") == [(3,)]


def test_a_candidate_of_that_very_name_cannot_be_somebody_else_without_an_identifier(ready: Office) -> None:
    ready.hours(OTHER_DAY)
    with writing(ready.engine) as session:
        session.get_one(Person, 1).birth_date = date(1990, 5, 5)
    with pytest.raises(Conflict, match="Acceptez la question"):
        decide(ready, actions.refuse)
    assert ready.rows("SELECT count(*) FROM person") == [(2,)]


def test_a_refusal_taken_back_removes_the_person_it_made(ready: Office) -> None:
    ready.hours(OTHER_DAY)
    before = without_accounts(ready)
    first = number(ready)
    decide(ready, actions.refuse)
    decide(ready, actions.undo, question_id=first)
    assert without_accounts(ready) == before


def test_without_a_birth_date_an_answer_holds_for_one_employer(ready: Office) -> None:
    nameless = {**HOURS, "Date de naissance": "", "Heures travaillées": "12"}
    ready.hours(nameless)
    (question,) = waiting(ready)
    assert "sans date de naissance" in question.said
    decide(ready, actions.accept)
    assert states(ready) == [("submitted", 12_00, 1)]
    ready.hours({**nameless, "Mois": "04/2024"})
    assert [state for state, *_ in states(ready)] == ["submitted", "submitted"]
    elsewhere = {**nameless, "Employeur": "Autre employeur"}
    ready.hours({**elsewhere, "Mois": "05/2024"})
    assert [state for state, *_ in states(ready)] == ["submitted", "submitted", "to_check"]
    assert len(waiting(ready)) == 1
    decide(ready, actions.refuse)
    assert [state for state, *_ in states(ready)] == ["submitted", "submitted", "to_check"]
    ready.hours({**elsewhere, "Mois": "06/2024"})
    assert waiting(ready) == []


def test_lines_of_a_locked_month_and_those_without_a_contract_go_on_waiting(ready: Office) -> None:
    bare = {**OTHER_DAY, "Type de contrat": "", "Mois": "05/2024"}
    ready.hours(OTHER_DAY, {**OTHER_DAY, "Mois": "04/2024"}, bare)
    with writing(ready.engine) as session:
        hours_actions.lock_month(session, month=_march(), by="Facilitatrice")
    decide(ready, actions.accept)
    assert [state for state, *_ in states(ready)] == ["to_check", "submitted", "submitted"]


def test_hours_already_claimed_elsewhere_are_to_be_looked_at_once_linked(ready: Office) -> None:
    ready.hours({**HOURS, "Heures travaillées": "10"})
    ready.hours({**OTHER_DAY, "Lot": "2", "SIRET attributaire": "44306184100047"})
    decide(ready, actions.accept)
    assert ready.rows("SELECT blocking FROM line ORDER BY id") == [(False,), (True,)] or ready.rows(
        "SELECT blocking FROM line ORDER BY id"
    ) == [(0,), (1,)]


def _march() -> Any:
    from datetime import date

    return date(2024, 3, 1)


# --- records ----------------------------------------------------------------------------------------------------------

ROUD: Written = {**LEA, "Nom": "Rouxel", "Prénom": "Léa-Marie", "Commune": "Chenôve", "Orienté le": "02/01/2024"}


def near(office: Office) -> None:
    """Somebody whose name is near is recorded apart."""
    office.send(
        FileKind.PEOPLE,
        LEA,
        {**LEA, "Nom": "Rouxx", "Prénom": "Lea", "Identifiant": "P0009", "Orienté le": "02/01/2024"},
    )


def test_two_records_that_look_alike_are_asked_about_and_made_one_on_an_answer(ready: Office) -> None:
    near(ready)
    assert [row for (row,) in ready.rows("SELECT last_name FROM person ORDER BY id")] == ["Roux", "Dubois", "Rouxx"]
    (question,) = waiting(ready)
    assert "P0009" in question.said
    before = without_accounts(ready)
    first = number(ready)
    decide(ready, actions.accept)
    assert [row for (row,) in ready.rows("SELECT last_name FROM person ORDER BY id")] == ["Roux", "Dubois"]
    assert ready.rows("SELECT identifier FROM person WHERE id = 1") == [("P0009",)]
    assert ready.rows("SELECT count(*) FROM orientation WHERE person_id = 1") == [(2,)]
    ready_again = ready.send(FileKind.PEOPLE, {**LEA, "Nom": "Rouxx", "Prénom": "Lea", "Orienté le": "02/01/2024"})
    assert ready_again.changes.created == 0
    assert ready.faults() == []
    with writing(ready.engine) as session:
        actions.undo(session, question_id=first, by="Facilitatrice")
    after = without_accounts(ready)
    assert {name for name in before if before[name] != after[name]} <= {"import_run", "import_issue", "stored_file"}


def test_two_records_said_different_stay_and_are_not_asked_about_again(ready: Office) -> None:
    near(ready)
    decide(ready, actions.refuse)
    near(ready)
    assert waiting(ready) == []
    assert len(ready.rows("SELECT id FROM person")) == 3


def test_two_people_with_an_identifier_each_cannot_be_one(ready: Office) -> None:
    ready.send(FileKind.PEOPLE, {**KARIM, "Identifiant": "P1"})
    ready.send(FileKind.PEOPLE, {**KARIM, "Nom": "Duboys", "Prénom": "Kari", "Identifiant": "P2"})
    with pytest.raises(Conflict, match="un identifiant"):
        decide(ready, actions.accept)
    assert len(waiting(ready)) == 1


def test_an_employer_of_a_near_name_is_asked_about_and_its_contracts_follow(ready: Office) -> None:
    ready.hours({**HOURS, "Employeur": "Interim Insertion Bourgogne"})
    ready.hours({**HOURS, "Employeur": "Intérim Insertion Bourgogne SARL", "Mois": "04/2024"})
    (question,) = waiting(ready)
    assert question.question.kind is QuestionKind.SAME_COMPANY
    first = number(ready)
    before = without_accounts(ready)
    decide(ready, actions.accept)
    assert len({employer for (employer,) in ready.rows("SELECT employer_id FROM contract")}) == 1
    assert len({employer for (employer,) in ready.rows("SELECT employer_id FROM declaration")}) == 1
    assert ready.rows("SELECT count(*) FROM contract") == [(1,)]
    assert ready.faults() == []
    decide(ready, actions.undo, question_id=first)
    assert without_accounts(ready) == before


def test_two_employers_with_the_same_month_declared_cannot_be_one(ready: Office) -> None:
    ready.hours({**HOURS, "Employeur": "Interim Insertion Bourgogne"})
    ready.hours({**HOURS, "Employeur": "Intérim Insertion Bourgogne SARL", "Heures travaillées": "9"})
    before = without_accounts(ready)
    with pytest.raises(Conflict, match="chacun une déclaration"):
        decide(ready, actions.accept)
    assert without_accounts(ready) == before


def test_a_market_whose_reference_differs_by_signs_is_asked_about(ready: Office) -> None:
    ready.send(FileKind.MARKETS, {**MARKET, "Référence marché": "2024T01", "Lot": "7"})
    (question,) = waiting(ready)
    assert question.question.kind is QuestionKind.SAME_MARKET
    first = number(ready)
    before = without_accounts(ready)
    decide(ready, actions.accept)
    assert ready.rows("SELECT market.reference, count(*) FROM lot JOIN market ON market.id = market_id GROUP BY 1") == [
        ("2024-T001", 3)
    ]
    decide(ready, actions.undo, question_id=first)
    assert without_accounts(ready) == before


# --- refused ----------------------------------------------------------------------------------------------------------


def test_what_is_settled_absent_or_not_said_is_refused(ready: Office) -> None:
    ready.hours(OTHER_DAY)
    first = number(ready)
    with pytest.raises(Conflict, match="pas de décision à annuler"):
        decide(ready, actions.undo, question_id=first)
    with pytest.raises(Misused, match="n'est pas parmi"):
        decide(ready, actions.accept, answer_id=2)
    decide(ready, actions.accept)
    for verb in (actions.accept, actions.refuse):
        with pytest.raises(Conflict, match="déjà tranchée"):
            decide(ready, verb, question_id=first)
    with pytest.raises(NotFound):
        decide(ready, actions.accept, question_id=999)


def test_several_candidates_ask_for_a_choice(ready: Office) -> None:
    ready.send(FileKind.PEOPLE, {**LEA, "Date de naissance": "06/06/1991", "Orienté le": "02/01/2024"})
    ready.hours(OTHER_DAY)
    with pytest.raises(Misused, match="2 réponses possibles"):
        decide(ready, actions.accept)
    decide(ready, actions.accept, answer_id=3)
    assert [person for *_, person in states(ready)] == [3]


def test_a_candidate_made_one_with_another_leaves_open_questions_about_it(ready: Office) -> None:
    near(ready)
    ready.hours({**OTHER_DAY, "Nom": "Rouxx", "Prénom": "Lea"})
    first, second = (each.question.id for each in waiting(ready))
    decide(ready, actions.accept, question_id=first)
    with reading(ready.engine) as session:
        assert json.loads(session.get_one(Question, second).candidates) == [1]
    decide(ready, actions.undo, question_id=first)
    with reading(ready.engine) as session:
        assert json.loads(session.get_one(Question, second).candidates) == [3]
