"""What a file of exits would do, decided without the database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.files.rules import Severity
from clauses.pathways.protocols import ExitReason, Protocol
from clauses.pathways.recording import ExitRecord
from clauses.people.rules import KnownPerson, Name, Register
from clauses.reference.rules import ContractKind, EmployerKind
from imports.exits.plan import ExitsPlan, KnownExits, plan
from imports.said import Headers

LEA, KARIM = 51, 52
BORN = date(1990, 5, 4)
LEFT = date(2024, 6, 30)
TAKEOVER = Headers({}, {"last_name": "Nom"})
WITH_DECISIONS = Headers({("Sorties", "decided_on"): "Commission le"}, TAKEOVER.canonical)
PEOPLE = ((LEA, "Roux", "Léa", BORN), (KARIM, "Dubois", "Karim", date(1970, 1, 1)))

_BLANK = dict.fromkeys(
    (
        "contract_kind", "starts_on", "ends_on", "weekly_hours", "part_time_agreed", "aided", "employer",
        "employer_kind", "job", "certified_on", "registered_on", "evidence", "decided_on", "protocol",
    )
)  # fmt: skip


def row(**said: Any) -> dict[str, Any]:
    """Léa Roux leaves in June 2024 for a CDI of December 2023; ``said`` changes what the row says."""
    usual = {
        "last_name": "Roux",
        "first_name": "Léa",
        "birth_date": BORN,
        "exited_on": LEFT,
        "reason": "emploi",
        "reason_text": "Emploi durable",
        "contract_kind": "CDI",
        "starts_on": date(2023, 12, 1),
        "weekly_hours": 35_00,
    }
    return {**_BLANK, **usual, **said}


def world(exits: Mapping[tuple[int, date], ExitRecord] | None = None, people: tuple[Any, ...] = PEOPLE) -> KnownExits:
    register = Register(KnownPerson(number, Name.of(last, first), born) for number, last, first, born in people)
    return KnownExits(register, {number: born for number, _, _, born in people}, exits or {})


def decided(*rows: Mapping[str, Any], known: KnownExits | None = None, headers: Headers = TAKEOVER) -> ExitsPlan:
    numbered = ({"sheet": "Sorties", "row": index, **said} for index, said in enumerate(rows, start=2))
    return plan(numbered, known or world(), headers)


def recorded(made: ExitsPlan, known: KnownExits) -> KnownExits:
    return replace(known, exits={**known.exits, **{key: record for key, (record, _) in made.exits.items()}})


def counts(made: ExitsPlan) -> tuple[int, int, int]:
    return made.created, made.replaced, made.unchanged


def codes(made: ExitsPlan) -> list[str]:
    return [issue.code for issue in made.issues]


def only(made: ExitsPlan) -> ExitRecord:
    ((record, _),) = made.exits.values()
    return record


# --- new, the same again, changed -------------------------------------------------------------------------------------


def test_a_new_exit_is_kept_with_its_facts_and_what_the_protocol_says_of_them() -> None:
    made = decided(row(employer="Maçons du Sud", employer_kind="entreprise", job="Maçon", evidence="contrat"))
    assert (counts(made), codes(made), made.accepted) == ((1, 0, 0), [], {("Sorties", 2)})
    record = only(made)
    assert list(made.exits) == [(LEA, LEFT)]
    assert (record.reason, record.reason_sent) == (ExitReason.EMPLOI, "Emploi durable")
    assert (record.contract_kind, record.employer_kind) == (ContractKind.CDI, EmployerKind.ENTREPRISE)
    assert (record.verdict_positive, record.verdict_kind) == (True, "CDI")
    assert "CDI" in record.verdict_reason


def test_the_same_exit_again_changes_nothing() -> None:
    known = recorded(decided(row()), world())
    made = decided(row(), known=known)
    assert (counts(made), made.exits, made.accepted) == ((0, 0, 1), {}, {("Sorties", 2)})


def test_another_motive_for_the_same_day_replaces_the_exit() -> None:
    known = recorded(decided(row()), world())
    made = decided(row(reason="demenagement", reason_text="Déménagement", contract_kind=None), known=known)
    assert (counts(made), only(made).reason) == ((0, 1, 0), ExitReason.DEMENAGEMENT)


def test_two_exits_of_one_person_on_two_days_are_two() -> None:
    made = decided(row(), row(exited_on=date(2022, 6, 30), starts_on=date(2021, 1, 1)))
    assert (counts(made), set(made.exits)) == ((2, 0, 0), {(LEA, LEFT), (LEA, date(2022, 6, 30))})


def test_an_exit_said_twice_the_same_is_one() -> None:
    assert counts(decided(row(), row())) == (1, 0, 1)


def test_an_exit_said_twice_differently_is_refused() -> None:
    made = decided(row(), row(job="Peintre"))
    assert (codes(made), made.accepted, only(made).job) == (["exits.said_twice"], {("Sorties", 2)}, None)
    assert "le 30/06/2024 figure déjà plus haut" in made.issues[0].message


# --- who leaves -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [("ROUX", "Lea"), ("Léa", "Roux"), ("Roux-Martin", "Léa")])
def test_someone_is_found_again_whatever_the_spelling(name: tuple[str, str]) -> None:
    assert list(decided(row(last_name=name[0], first_name=name[1])).exits) == [(LEA, LEFT)]


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"last_name": "Inconnue"}, "exits.unknown_person", "n'est pas dans le fichier des personnes"),
        ({"birth_date": date(1991, 5, 4)}, "exits.doubtful_person", "sans qu'on puisse choisir"),
    ],
)
def test_an_exit_of_nobody_for_sure_is_refused(said: dict[str, Any], code: str, words: str) -> None:
    made = decided(row(**said))
    assert (codes(made), made.accepted, made.exits) == ([code], set(), {})
    assert words in made.issues[0].message
    assert (made.issues[0].severity, made.issues[0].column) == (Severity.ERROR, "Nom")


def test_between_two_people_of_one_name_and_birth_date_nobody_is_chosen() -> None:
    twice = (*PEOPLE, (53, "Roux", "Léa", BORN))
    assert codes(decided(row(), known=world(people=twice))) == ["exits.doubtful_person"]


# --- decided or not ---------------------------------------------------------------------------------------------------


def test_without_a_column_for_the_decision_the_motive_is_the_decision() -> None:
    record = only(decided(row()))
    assert (record.decided, record.decided_on) == (True, None)


def test_with_a_column_for_the_decision_a_blank_is_undecided() -> None:
    assert only(decided(row(), headers=WITH_DECISIONS)).decided is False


def test_a_decision_that_comes_later_replaces_the_undecided_exit() -> None:
    known = recorded(decided(row(), headers=WITH_DECISIONS), world())
    made = decided(row(decided_on=date(2024, 7, 10)), known=known, headers=WITH_DECISIONS)
    assert (counts(made), only(made).decided, only(made).decided_on) == ((0, 1, 0), True, date(2024, 7, 10))


def test_a_column_for_the_decision_itself_says_which_exits_are_decided() -> None:
    headers = Headers({("Sorties", "exit_decision"): "Avis de la commission"}, TAKEOVER.canonical)
    day = date(2024, 7, 10)
    found = {
        (said, dated): only(decided(row(exit_decision=said, decided_on=dated), headers=headers))
        for said in ("decided", "waiting", "refused", None)
        for dated in (day, None)
    }
    assert {key: (record.decided, record.decided_on) for key, record in found.items()} == {
        ("decided", day): (True, day), ("decided", None): (True, None), (None, day): (True, day),
        (None, None): (False, None), ("waiting", day): (False, None), ("waiting", None): (False, None),
        ("refused", day): (False, None), ("refused", None): (False, None),
    }  # fmt: skip
    said = decided(row(exit_decision="refused"), headers=headers)
    assert (codes(said), said.issues[0].severity) == (["exits.not_validated"], Severity.WARNING)


# --- judged -----------------------------------------------------------------------------------------------------------


def test_a_motive_that_the_protocol_contradicts_is_kept_and_said() -> None:
    made = decided(row(contract_kind="CDD", starts_on=date(2024, 5, 1), ends_on=date(2024, 7, 31)))
    record = only(made)
    assert (codes(made), made.issues[0].severity) == (["exits.verdict_differs"], Severity.WARNING)
    assert (record.reason, record.verdict_positive) == (ExitReason.EMPLOI, False)
    assert "cette sortie est non positive" in made.issues[0].message
    assert "« Emploi durable »" in made.issues[0].message


def test_facts_better_than_the_motive_are_said_too() -> None:
    made = decided(row(reason="demenagement", reason_text="Déménagement"))
    assert codes(made) == ["exits.verdict_differs"]
    assert "cette sortie est positive" in made.issues[0].message


def test_what_the_protocol_leaves_to_a_commission_differs_from_nothing() -> None:
    short = row(contract_kind="CDD", starts_on=date(2024, 5, 1), ends_on=date(2024, 7, 31), protocol="rouen-2021")
    made = decided(short)
    assert (only(made).verdict_positive, codes(made)) == (None, [])


@pytest.mark.parametrize(
    ("day", "protocol"),
    [
        (date(2021, 12, 31), Protocol.DIJON_2018),
        (date(2022, 1, 1), Protocol.DIJON_2023),
        (date(2023, 12, 31), Protocol.DIJON_2023),
        (date(2024, 1, 1), Protocol.DIJON_2024),
    ],
)
def test_the_protocol_is_that_of_the_territory_the_day_of_the_exit(day: date, protocol: Protocol) -> None:
    assert only(decided(row(exited_on=day))).protocol is protocol


@pytest.mark.parametrize("written", ["rouen-2021", "Rouen 2021", " ROUEN-2021 "])
def test_another_protocol_may_be_asked_for(written: str) -> None:
    assert only(decided(row(protocol=written))).protocol is Protocol.ROUEN_2021


def test_an_unknown_protocol_is_refused_with_those_that_exist() -> None:
    made = decided(row(protocol="lyon-2020"))
    assert (codes(made), made.exits) == (["exits.unknown_protocol"], {})
    assert all(protocol.value in made.issues[0].message for protocol in Protocol)


def test_a_contract_that_ends_before_it_starts_is_refused() -> None:
    made = decided(row(ends_on=date(2023, 11, 30)))
    assert (codes(made), made.exits) == (["exits.contract_reversed"], {})
    assert "le contrat finit le 30/11/2023, avant son début le 01/12/2023" in made.issues[0].message


def test_a_training_and_a_business_are_facts_too() -> None:
    formation = decided(row(reason="formation", contract_kind=None, starts_on=None, certified_on=date(2024, 6, 1)))
    creation = decided(row(reason="creation", contract_kind=None, starts_on=None, registered_on=date(2023, 6, 1)))
    assert [only(made).verdict_kind for made in (formation, creation)] == ["FORMATION", "CREATION"]


def test_a_motive_without_a_text_is_kept_under_its_own_name() -> None:
    assert only(decided(row(reason_text=None))).reason_sent == ExitReason.EMPLOI.label


# --- property ---------------------------------------------------------------------------------------------------------

ROWS = st.lists(
    st.builds(
        row,
        last_name=st.sampled_from(["Roux", "ROUX", "Dubois", "Inconnu"]),
        birth_date=st.sampled_from([BORN, date(1970, 1, 1)]),
        exited_on=st.sampled_from([LEFT, date(2023, 6, 30)]),
        reason=st.sampled_from(["emploi", "demenagement", "autre"]),
        contract_kind=st.sampled_from([None, "CDI", "CDD"]),
        ends_on=st.sampled_from([None, date(2023, 1, 1), date(2024, 12, 31)]),
        decided_on=st.sampled_from([None, LEFT]),
    ),
    max_size=5,
)


@given(rows=ROWS, again=ROWS, headers=st.sampled_from([TAKEOVER, WITH_DECISIONS]))
@settings(max_examples=100, deadline=None)
def test_the_same_file_again_changes_nothing_whatever_it_holds(rows: Any, again: Any, headers: Headers) -> None:
    known = world()
    for file in (rows, again):
        made = decided(*file, known=known, headers=headers)
        assert made.created + made.replaced + made.unchanged == len(made.accepted)
        refused = {issue.row for issue in made.issues if issue.severity is Severity.ERROR}
        assert len(made.accepted) + len(refused) == len(file)
        known = recorded(made, known)
        second = decided(*file, known=known, headers=headers)
        assert (second.created, second.replaced, second.exits) == (0, 0, {})
