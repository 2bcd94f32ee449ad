"""What a file of people would do, decided without the database."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.files.rules import Severity
from clauses.people.rules import Sector, in_force_at
from clauses.reference.rules import Decision, Origin, Sex
from imports.people.facts import OrientationFacts, PersonFacts, ResidenceFacts
from tests.imports.people.recorded import (
    BORN,
    LEA,
    NOBODY,
    ORIENTED,
    OUCHE,
    TODAY,
    WITH_QPV,
    WITHOUT_QPV,
    codes,
    decided,
    recorded,
    row,
    someone,
    world,
    writes,
)

LATER = date(2024, 1, 10)


def counts(made: Any) -> tuple[int, int, int]:
    return made.created, made.replaced, made.unchanged


def lives(made: Any, person: int = LEA) -> dict[date, ResidenceFacts]:
    return {since: facts for since, (facts, _) in made.residences.get(person, {}).items()}


# --- new, the same again, changed -------------------------------------------------------------------------------------


def test_a_new_row_brings_the_person_the_home_and_the_orientation() -> None:
    made = decided(row(jobs=["maçon", "coffreur"], rsa=True, plie_from=date(2023, 1, 9)))
    assert (counts(made), codes(made)) == ((1, 0, 0), [])
    assert made.people == {-1: PersonFacts(None, "Roux", "Léa", BORN, Sex.F, rsa=True, jobs="maçon ; coffreur")}
    assert lives(made, -1) == {ORIENTED: OUCHE}
    assert {key: end for key, (end, _) in made.participations.items()} == {(-1, date(2023, 1, 9)): None}
    facts, place = made.orientations[-1, ORIENTED, Sector.BTP]
    assert facts == OrientationFacts(
        Origin.AUTRES, "France Travail", None, Decision.VALIDATED, decided_on=date(2023, 3, 8)
    )
    assert (place.sheet, place.row) == ("Personnes", 2)


def test_the_same_row_again_changes_nothing() -> None:
    made = decided(row(), known=world())
    assert (counts(made), writes(made), made.accepted) == ((0, 0, 1), set(), {("Personnes", 2)})


@pytest.mark.parametrize(
    "said",
    [
        {"rsa": True}, {"rqth": False}, {"french_level": "B1"}, {"mobility_km": 20}, {"available_on": TODAY},
        {"work_permit_until": TODAY}, {"unemployed_since": BORN}, {"education_level": "3"},
    ],
)  # fmt: skip
def test_what_is_said_of_someone_completes_what_was_recorded(said: dict[str, Any]) -> None:
    made = decided(row(**said), known=world())
    assert (counts(made), writes(made)) == ((0, 1, 0), {"people"})
    assert getattr(made.people[LEA], next(iter(said))) == next(iter(said.values()))


def test_what_a_row_leaves_blank_is_kept() -> None:
    full = PersonFacts(None, "Roux", "Léa", BORN, Sex.F, rsa=True, jobs="maçon", mobility_km=20)
    made = decided(row(), known=world(people={LEA: full}))
    assert (counts(made), writes(made)) == ((0, 0, 1), set())


def test_a_new_orientation_of_someone_known_is_a_new_row() -> None:
    made = decided(row(oriented_on=LATER), known=world())
    assert (counts(made), writes(made)) == ((1, 0, 0), {"residences", "orientations"})


def test_rows_that_say_one_thing_then_the_other_settle_on_the_last_and_change_nothing_the_next_time() -> None:
    file = (row(jobs=["maçon"]), row(jobs=["peintre"], sector="MS"))
    made = decided(*file)
    assert made.people[-1].jobs == "peintre"
    again = decided(*file, known=recorded(made, NOBODY))
    assert (counts(again), writes(again)) == ((0, 0, 2), set())


# --- orientations -----------------------------------------------------------------------------------------------------


def test_two_sectors_are_two_orientations_of_one_person() -> None:
    made = decided(row(), row(sector="MS"))
    assert (counts(made), len(made.people)) == ((2, 0, 0), 1)
    assert {sector for _, _, sector in made.orientations} == {Sector.BTP, Sector.MS}


def test_an_orientation_without_a_sector_is_kept_as_such() -> None:
    assert {sector for _, _, sector in decided(row(sector=None)).orientations} == {Sector.UNKNOWN}


def test_a_decision_that_comes_later_updates_the_orientation() -> None:
    waiting = world(orientations={(LEA, ORIENTED, Sector.BTP): OrientationFacts(Origin.AUTRES, "France Travail")})
    made = decided(row(decided_on=None), known=waiting)
    assert counts(made) == (0, 1, 0)
    assert made.orientations[LEA, ORIENTED, Sector.BTP][0].decision is Decision.VALIDATED
    assert made.orientations[LEA, ORIENTED, Sector.BTP][0].decided_on is None


def test_another_decision_does_not_keep_the_date_and_motive_of_the_one_before() -> None:
    made = decided(row(decision="not_integrated", decided_on=None, reason="mobilité"), known=world())
    facts = made.orientations[LEA, ORIENTED, Sector.BTP][0]
    assert (facts.decision, facts.decided_on, facts.reason) == (Decision.NOT_INTEGRATED, None, "mobilité")


def test_the_same_decision_keeps_the_date_that_the_row_leaves_blank() -> None:
    assert counts(decided(row(decided_on=None), known=world())) == (0, 0, 1)


def test_a_row_without_a_decision_keeps_the_one_recorded() -> None:
    assert counts(decided(row(decision=None, decided_on=None), known=world())) == (0, 0, 1)


@pytest.mark.parametrize("said", [{"sector": "BTP"}, {"decision": "validated"}, {"prescriber": "CCAS"}])
def test_an_orientation_without_a_date_is_said_and_not_counted(said: dict[str, str]) -> None:
    made = decided(someone(**said))
    assert (codes(made), made.orientations, counts(made)) == (["people.orientation_without_date"], {}, (1, 0, 0))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"decided_on": ORIENTED - timedelta(days=1)}, "people.decided_before_orientation"),
        ({"decision": None}, "people.date_without_decision"),
        ({"qpv": "Quartier de veille des Bourroches"}, "people.watched_quartier"),
        ({"qpv": "Les Lentillères"}, "people.unknown_qpv"),
        ({"qpv": "limite QPV"}, "people.unsure_qpv"),
    ],
)
def test_what_is_odd_is_said_and_the_row_kept(said: dict[str, Any], code: str) -> None:
    made = decided(row(**said))
    assert (codes(made), made.issues[0].severity, made.created) == ([code], Severity.WARNING, 1)


def test_a_decision_the_day_of_the_orientation_is_not_odd() -> None:
    assert codes(decided(row(decided_on=ORIENTED))) == []


# --- times in the PLIE ------------------------------------------------------------------------------------------------


def test_a_time_in_the_plie_opens_then_closes() -> None:
    opened = decided(someone(plie_from=ORIENTED), known=world())
    assert {start: end for (_, start), (end, _) in opened.participations.items()} == {ORIENTED: None}
    known = world(participations={LEA: {ORIENTED: None}})
    assert writes(decided(row(plie_from=ORIENTED), known=known)) == set()
    closed = decided(row(plie_from=ORIENTED, plie_until=LATER), known=known)
    assert (counts(closed), writes(closed)) == ((0, 1, 0), {"participations"})
    assert closed.participations[LEA, ORIENTED][0] == LATER


def test_an_end_already_recorded_is_kept_by_a_row_that_leaves_it_blank() -> None:
    known = world(participations={LEA: {ORIENTED: LATER}})
    assert writes(decided(row(plie_from=ORIENTED), known=known)) == set()


def test_a_second_time_in_the_plie_is_beside_the_first() -> None:
    known = world(participations={LEA: {ORIENTED: LATER}})
    made = decided(row(plie_from=TODAY), known=known)
    assert made.participations.keys() == {(LEA, TODAY)}


def test_two_ends_of_one_time_in_one_file_settle_on_the_last() -> None:
    file = (row(plie_from=ORIENTED, plie_until=LATER), row(plie_from=ORIENTED, plie_until=TODAY))
    made = decided(*file)
    assert [end for end, _ in made.participations.values()] == [TODAY]
    assert writes(decided(*file, known=recorded(made, NOBODY))) == set()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"plie_from": LATER, "plie_until": ORIENTED}, "people.plie_reversed"),
        ({"plie_until": LATER}, "people.plie_without_start"),
    ],
)
def test_an_impossible_time_in_the_plie_refuses_the_row(said: dict[str, Any], code: str) -> None:
    made = decided(row(**said), known=world())
    assert (codes(made), made.accepted, writes(made)) == ([code], set(), set())
    assert made.issues[0].severity is Severity.ERROR


def test_someone_may_leave_the_plie_the_day_they_enter_it() -> None:
    assert codes(decided(row(plie_from=ORIENTED, plie_until=ORIENTED))) == []


# --- homes and quartiers ----------------------------------------------------------------------------------------------


def test_a_move_adds_a_home_and_keeps_the_one_before() -> None:
    moved = row(oriented_on=LATER, commune="Chenôve", address=None, postal_code=None, qpv="Le Mail")
    made = decided(moved, known=world())
    assert lives(made) == {LATER: ResidenceFacts(None, None, "Chenôve", "QN02101M", "Le Mail")}


def test_each_dated_row_is_a_proof_of_its_day_even_when_it_repeats() -> None:
    made = decided(row(oriented_on=LATER), known=world())
    assert lives(made) == {LATER: OUCHE}


@pytest.mark.parametrize("commune", ["Dijon", "DIJON", "dijon "])
def test_a_file_without_a_qpv_column_keeps_the_qpv_of_someone_who_has_not_moved(commune: str) -> None:
    made = decided(row(qpv=None, commune=commune), known=world(), headers=WITHOUT_QPV)
    assert (counts(made), writes(made)) == ((0, 0, 1), set())


def test_a_file_without_a_qpv_column_says_that_who_moved_is_in_none() -> None:
    moved = someone(commune="Chenôve", oriented_on=LATER)
    made = decided(moved, known=world(), headers=WITHOUT_QPV)
    assert lives(made) == {LATER: ResidenceFacts(commune="Chenôve")}


def test_a_file_without_a_qpv_column_says_neither_that_someone_is_in_none() -> None:
    silent = decided(someone(oriented_on=LATER), headers=WITHOUT_QPV)
    assert lives(silent, -1)[LATER].outside_qpv is None
    told = lives(decided(row(qpv=None), known=world()))
    kept = decided(row(qpv=None), known=world(residences={LEA: told}), headers=WITHOUT_QPV)
    assert writes(kept) == set()


def test_a_blank_in_a_qpv_column_says_that_someone_is_in_none() -> None:
    made = decided(row(qpv=None), known=world())
    assert (lives(made)[ORIENTED].qpv_key, lives(made)[ORIENTED].outside_qpv) == (None, True)
    assert lives(made)[ORIENTED].address == "3 rue du Lac"


def test_another_quartier_the_same_day_corrects_what_was_recorded() -> None:
    made = decided(row(qpv="Les Grésilles"), known=world())
    assert (counts(made), lives(made)[ORIENTED].qpv_key) == ((0, 1, 0), "QN02103M")


def test_a_quartier_de_veille_never_counts() -> None:
    made = decided(row(qpv="Quartier de veille des Bourroches"))
    assert lives(made, -1)[ORIENTED] == ResidenceFacts("3 rue du Lac", "21000", "Dijon", outside_qpv=True)


def test_what_a_row_without_any_date_says_holds_from_today_on() -> None:
    made = decided(someone(commune="Chenôve"), known=world())
    assert lives(made) == {TODAY: ResidenceFacts(commune="Chenôve", outside_qpv=True)}
    same_place = ResidenceFacts("3 rue du Lac", "21000", "Dijon", outside_qpv=True)
    assert lives(decided(someone(), known=world())) == {TODAY: same_place}
    assert lives(decided(someone(), known=world(), headers=WITHOUT_QPV)) == {}


def test_what_is_first_known_today_holds_for_every_day_before() -> None:
    homes = lives(decided(someone()), -1)
    assert homes == {TODAY: ResidenceFacts(commune="Dijon", outside_qpv=True)}
    assert in_force_at(homes, ORIENTED) == ResidenceFacts(commune="Dijon", outside_qpv=True)


def test_the_entry_in_the_plie_dates_a_home_when_no_orientation_does() -> None:
    assert lives(decided(someone(plie_from=LATER)), -1) == {LATER: ResidenceFacts(commune="Dijon", outside_qpv=True)}


def test_two_homes_without_a_date_in_one_file_change_nothing_the_next_day() -> None:
    file = (someone(), someone(commune="Chenôve"))
    known = recorded(decided(*file), NOBODY)
    assert writes(decided(*file, known=known, today=TODAY + timedelta(days=1))) == set()


def test_a_row_that_says_nothing_of_the_home_changes_none() -> None:
    assert lives(decided(someone(commune=None), known=world())) == {}


def test_an_address_without_a_commune_is_in_the_commune_known() -> None:
    made = decided(row(commune=None, address="8 rue Neuve"), known=world())
    assert lives(made)[ORIENTED] == ResidenceFacts("8 rue Neuve", "21000", "Dijon", "QN02102M", "Fontaine d'Ouche")


# --- properties -------------------------------------------------------------------------------------------------------


def _maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


def _row(first_name: str, **said: Any) -> dict[str, Any]:
    return row(first_name=first_name, sex={"Léa": "F", "Léo": "M"}[first_name], **said)


ROWS = st.lists(
    st.builds(
        _row,
        identifier=_maybe("P1", "P2"),
        last_name=st.sampled_from(["Roux", "ROUX", "Roux-Martin", "Rous", "Dubois"]),
        first_name=st.sampled_from(["Léa", "Léo"]),
        birth_date=st.sampled_from([BORN, BORN + timedelta(days=1)]),
        commune=st.sampled_from(["Dijon", "DIJON", "Chenôve"]),
        qpv=_maybe("Fontaine d'Ouche", "Le Mail"),
        plie_from=_maybe(ORIENTED, LATER),
        plie_until=_maybe(LATER),
        oriented_on=_maybe(ORIENTED, LATER),
        sector=_maybe("BTP", "MS"),
        decision=_maybe("validated", "not_integrated"),
        rsa=_maybe(True, False),
    ),
    max_size=5,
)


@given(rows=ROWS, again=ROWS, headers=st.sampled_from([WITH_QPV, WITHOUT_QPV]))
@settings(max_examples=150, deadline=None)
def test_the_same_file_again_changes_nothing_whatever_it_holds(rows: Any, again: Any, headers: Any) -> None:
    known = NOBODY
    for file in (rows, again):
        made = decided(*file, known=known, headers=headers)
        assert made.created + made.replaced + made.unchanged == len(made.accepted)
        refused = {issue.row for issue in made.issues if issue.severity is Severity.ERROR}
        assert len(made.accepted) + len(refused) == len(file)
        known = recorded(made, known)
        second = decided(*file, known=known, headers=headers)
        assert (second.created, second.replaced, writes(second)) == (0, 0, set())


@given(rows=ROWS)
@settings(max_examples=50, deadline=None)
def test_nobody_bears_the_identifier_or_the_whole_identity_of_another(rows: Any) -> None:
    """What the database holds to: an identifier is one person's; without one, a name and a birth date are."""
    people = recorded(decided(*rows), NOBODY).people.values()
    marks = [facts.identifier for facts in people if facts.identifier]
    assert len(marks) == len(set(marks))
    bare = [(facts.last_name.lower(), facts.first_name, facts.birth_date) for facts in people if not facts.identifier]
    assert len(bare) == len(set(bare))
