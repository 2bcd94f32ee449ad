"""What the row kept takes of the one absorbed: silence is filled, free text is joined, a contradiction is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.questions.completing import Contradiction, completion, identity

CONTRACT: dict[str, Any] = {"id": 1, "person_id": 1, "ends_on": None, "job": None, "employer_kind": None}
EXIT: dict[str, Any] = {
    "id": 1, "decided": False, "reason": "santé", "reason_sent": "Santé", "decided_on": None, "protocol": "dijon-2024",
    "verdict_positive": False, "verdict_kind": None, "verdict_reason": "aucun contrat", "aided": False,
}  # fmt: skip
HOME: dict[str, Any] = {"id": 1, "address": None, "qpv_key": None, "qpv_name": None, "outside_qpv": None}


def taken(table: str, gone: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    return completion(table, gone, kept, apart=("person_id",))


def test_a_silence_is_filled_and_what_both_say_is_left() -> None:
    gone = {**CONTRACT, "id": 2, "person_id": 2, "ends_on": "2024-06-30", "job": "MAÇON"}
    assert taken("contract", gone, {**CONTRACT, "job": "Maçon"}) == {"ends_on": "2024-06-30"}


def test_free_text_is_joined() -> None:
    gone = {**CONTRACT, "job": "Coffreur"}
    assert taken("contract", gone, {**CONTRACT, "job": "Maçon"}) == {"job": "Maçon ; Coffreur"}


def test_a_contradiction_says_of_what_and_which() -> None:
    with pytest.raises(Contradiction) as refused:
        taken(
            "contract",
            {**CONTRACT, "ends_on": "a", "employer_kind": "EI"},
            {**CONTRACT, "ends_on": "b", "employer_kind": "AI"},
        )
    assert refused.value.said == "du même contrat de travail (fin, type d'employeur)"


def test_a_fact_without_words_of_its_own_is_named_as_it_is() -> None:
    assert Contradiction("table", ["column"]).said == "table (column)"


def test_who_worked_for_the_one_kept_does_not_work_for_itself() -> None:
    gone = {"id": 2, "credits_id": 1, "role": "titulaire"}
    assert taken("contractor", gone, {"id": 1, "credits_id": None, "role": "titulaire"}) == {}
    assert taken("contractor", {**gone, "credits_id": 7}, {"id": 1, "credits_id": None, "role": "titulaire"}) == {
        "credits_id": 7
    }


def test_the_motive_of_a_decided_exit_is_taken_whole() -> None:
    decided = {
        **EXIT,
        "id": 2,
        "decided": True,
        "reason": "emploi",
        "decided_on": "2024-06-20",
        "verdict_positive": True,
    }
    assert taken("exit", decided, EXIT) == {
        "decided": True, "reason": "emploi", "decided_on": "2024-06-20", "verdict_positive": True,
    }  # fmt: skip
    assert taken("exit", EXIT, decided) == {}


def test_two_exits_decided_otherwise_are_refused() -> None:
    with pytest.raises(Contradiction, match="motif"):
        taken("exit", {**EXIT, "reason": "emploi"}, EXIT)


def test_a_yes_goes_before_the_no_that_a_column_says_of_itself() -> None:
    assert taken("exit", {**EXIT, "aided": True}, EXIT) == {"aided": True}
    assert taken("exit", EXIT, {**EXIT, "aided": True}) == {}


def test_a_quartier_is_one_answer_in_three_columns() -> None:
    there = {"qpv_key": "grésilles", "qpv_name": "Grésilles", "outside_qpv": None}
    assert taken("residence", {**HOME, **there}, HOME) == {"qpv_key": "grésilles", "qpv_name": "Grésilles"}
    assert taken("residence", HOME, {**HOME, **there}) == {}
    assert taken("residence", {**HOME, **there, "qpv_name": "Les Grésilles"}, {**HOME, **there}) == {}
    for other in ({"outside_qpv": True}, {"qpv_key": "mail"}):
        with pytest.raises(Contradiction, match="quartier"):
            taken("residence", {**HOME, **there}, {**HOME, **other})


def test_lists_of_two_records_are_put_together_and_other_differences_set_aside() -> None:
    gone = {"jobs": "peintre ; Coffreur ;", "sex": "F", "level": "A2", "number": ""}
    kept = {"jobs": "Peintre", "sex": None, "level": "B1", "number": "7"}
    assert identity(gone, kept, ("jobs", "sex", "level", "number"), ("jobs",)) == (
        {"jobs": "Peintre ; Coffreur", "sex": "F"},
        ["level"],
    )
    assert identity({"jobs": "peintre"}, {"jobs": "Peintre"}, ("jobs",), ("jobs",)) == ({}, [])
    assert identity({"jobs": "B"}, {"jobs": "B"}, ("jobs",), ()) == ({}, [])


said = st.one_of(st.none(), st.sampled_from(["Maçon", "maçon", "Coffreur", ""]))


@given(
    gone=st.fixed_dictionaries({"job": said, "ends_on": said}),
    kept=st.fixed_dictionaries({"job": said, "ends_on": said}),
)
def test_whatever_was_told_is_still_told_or_the_whole_is_refused(gone: dict[str, Any], kept: dict[str, Any]) -> None:
    try:
        after = {**kept, **completion("contract", {"id": 2, **gone}, {"id": 1, **kept}, apart=())}
    except Contradiction:
        assert gone["ends_on"]
        assert kept["ends_on"]
        return
    for name in ("job", "ends_on"):
        for word in (gone[name], kept[name]):
            assert not word or word.casefold() in str(after[name]).casefold()
