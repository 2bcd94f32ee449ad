"""What makes two doubts one, and a doubt settled."""

from datetime import date

from clauses.questions.rules import Asked, Claimed, QuestionKind, already_told, of_record

LEA = Claimed("ROUX", "Léa", date(1990, 5, 4))


def test_a_name_written_otherwise_is_the_same_doubt() -> None:
    assert LEA.key == Claimed("Roux", "lea", date(1990, 5, 4), employer_id=7).key
    assert LEA.key != Claimed("Roux", "Léa", date(1990, 5, 5)).key


def test_without_a_birth_date_the_employer_tells_doubts_apart() -> None:
    assert Claimed("Roux", "Léa", None, 7).key != Claimed("Roux", "Léa", None, 8).key


def test_a_claim_comes_back_from_its_question_as_it_was() -> None:
    for claimed in (LEA, Claimed("Roux", "Léa", None, 7)):
        asked = claimed.asked([3, 1])
        assert (asked.kind, asked.candidates, asked.subject_id) == (QuestionKind.SAME_PERSON, (1, 3), None)
        assert Claimed.of(asked.subject) == claimed


def test_a_record_is_asked_about_by_its_number() -> None:
    asked = of_record(QuestionKind.SAME_COMPANY, 9, {"said": "X"}, {4})
    assert (asked.key, asked.subject_id, asked.candidates) == ("#9", 9, (4,))


def test_what_was_told_of_the_same_candidates_is_not_asked_again_and_a_new_one_is() -> None:
    asked = Asked(QuestionKind.SAME_PERSON, "x", {}, (1, 2))
    assert already_told(asked, [frozenset({1}), frozenset({1, 2, 3})])
    assert not already_told(asked, [frozenset({1}), frozenset({2})])
    assert not already_told(asked, [])
