"""What a file of hours would do, decided without the database."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from imports.hours.known import CONTRACTORS, LOTS, PEOPLE
from imports.hours.plan import HoursPlan, plan
from imports.hours.units import UNIT, Outcome
from tests.imports.hours.recorded import (
    BUYER,
    ETTI,
    GARDENER,
    GARDENER_ON_2,
    HEADERS,
    LEA,
    LEA_CDD,
    LOT_1,
    LOT_2,
    MARCH,
    MARKET,
    MASON,
    MASON_ON_1,
    declared,
    file,
    row,
    world,
)


def decided(*rows: dict[str, Any], known: Any = None, refused: pl.DataFrame | None = None, **how: Any) -> HoursPlan:
    frame = file(*rows)
    return plan(frame, frame.head(0) if refused is None else refused, known or world(), HEADERS, frozenset(), **how)


def codes(made: HoursPlan) -> list[str]:
    return [issue.code for issue in made.issues]


def test_a_new_unit_is_created_with_its_contract() -> None:
    made = decided(row())
    assert (made.created, made.replaced, made.unchanged, made.hours) == (1, 0, 0, 10_000)
    assert made.units.select(UNIT).rows() == [(MASON_ON_1, MASON, MARCH)]
    assert made.new_contracts.select("person_id", "employer_id", "contract_kind", "starts_on").rows() == [
        (LEA, MASON, "CDD", date(2024, 1, 2))
    ]
    assert made.lines["state"].to_list() == ["submitted"]
    assert codes(made) == []


def test_the_same_lines_again_change_nothing_wherever_they_stand() -> None:
    made = decided(row(), known=world(**declared((1, LEA_CDD, 10_000, "submitted"))))
    assert (made.created, made.unchanged, made.lines.height, made.units.height) == (0, 1, 0, 0)


def test_other_hours_replace_the_unit_and_only_it() -> None:
    made = decided(
        row(hours=9_000),
        row(lot="2", contractor_siret="22222222222222", hours=500),
        known=world(**declared((1, LEA_CDD, 10_000, "submitted"))),
    )
    assert (made.replaced, made.created) == (1, 1)
    replaced = made.units.filter(outcome=Outcome.REPLACE.value)
    assert replaced.select(*UNIT, "version").rows() == [(MASON_ON_1, MASON, MARCH, 2)]


def test_who_is_no_longer_in_the_file_is_said() -> None:
    known = world(**declared((1, LEA_CDD, 10_000, "submitted"), (2, LEA_CDD + 1, 5_000, "submitted")))
    made = decided(row(), known=known)
    assert made.replaced == 1
    said = [issue.message for issue in made.issues if issue.code == "hours.person_dropped"]
    assert len(said) == 1
    assert said[0].startswith("Leo MARTIN figurait dans la version précédente de mars 2024")


def test_a_new_contract_of_the_same_person_drops_nobody() -> None:
    made = decided(row(starts_on=date(2024, 3, 1)), known=world(**declared((1, LEA_CDD, 10_000, "submitted"))))
    assert (made.replaced, codes(made)) == (1, [])


def test_a_unit_with_a_validated_line_becomes_a_correction() -> None:
    made = decided(row(hours=9_000), known=world(**declared((1, LEA_CDD, 10_000, "validated"))), validate=True)
    assert (made.proposed, made.replaced) == (1, 0)
    assert made.units["outcome"].to_list() == [Outcome.PROPOSE.value]
    assert made.lines["state"].to_list() == ["submitted"]
    assert codes(made) == ["hours.correction_to_accept"]


def test_the_same_correction_again_changes_nothing() -> None:
    recorded = declared((1, LEA_CDD, 10_000, "validated"))
    second = declared((2, LEA_CDD, 9_000, "submitted"), state="proposed", version=2)
    both = {name: pl.concat([recorded[name], second[name]]).unique() for name in recorded}
    both["declarations"] = pl.concat(
        [recorded["declarations"], second["declarations"].with_columns(declaration_id=pl.lit(901, dtype=pl.Int64))]
    )
    both["lines"] = pl.concat(
        [recorded["lines"], second["lines"].with_columns(declaration_id=pl.lit(901, dtype=pl.Int64))]
    )
    made = decided(row(hours=9_000), known=world(**both))
    assert (made.unchanged, made.proposed) == (1, 0)


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_unit_with_a_row_to_check_is_replaced_only_when_confirmed(confirmed: bool) -> None:
    made = decided(
        row(hours=9_000),
        row(last_name="Inconnu"),
        known=world(**declared((1, LEA_CDD, 10_000, "submitted"))),
        confirmed=confirmed,
    )
    assert made.replaced == (2 if confirmed else 0)
    assert len(made.accepted) == (2 if confirmed else 0)
    assert ("hours.replacement_to_confirm" in codes(made)) is not confirmed


def test_a_refused_row_spoils_its_unit() -> None:
    bad = file(row(hours=None, row=9))
    made = decided(row(hours=9_000), known=world(**declared((1, LEA_CDD, 10_000, "submitted"))), refused=bad)
    assert (made.replaced, codes(made)) == (0, ["hours.replacement_to_confirm"])


def test_a_refused_row_of_another_month_spoils_nothing() -> None:
    bad = file(row(hours=None, month=date(2024, 4, 1)))
    made = decided(row(hours=9_000), known=world(**declared((1, LEA_CDD, 10_000, "submitted"))), refused=bad)
    assert made.replaced == 1


def test_a_refused_row_without_a_month_spoils_the_units_it_may_belong_to() -> None:
    bad = file(row(hours=None, month=None))
    made = decided(row(hours=9_000), known=world(**declared((1, LEA_CDD, 10_000, "submitted"))), refused=bad)
    assert made.replaced == 0


def test_a_row_of_an_unknown_lot_spoils_a_unit_only_when_somebody_would_be_lost() -> None:
    lost = row(lot="9", last_name="Martin", first_name="Léo", birth_date=date(1985, 1, 1))
    alone = world(**declared((1, LEA_CDD, 10_000, "submitted")))
    both = world(**declared((1, LEA_CDD, 10_000, "submitted"), (2, LEA_CDD + 1, 500, "submitted")))
    assert decided(row(hours=9_000), lost, known=alone).replaced == 1
    assert decided(row(hours=9_000), lost, known=both).replaced == 0


def test_a_locked_month_refuses_new_hours_and_accepts_what_it_holds() -> None:
    recorded = declared((1, LEA_CDD, 10_000, "submitted"))
    locked = world(**recorded, locked_months=frozenset({MARCH}))
    assert codes(decided(row(hours=1), known=locked)) == ["hours.month_locked"]
    assert decided(row(hours=1), known=locked).accepted.is_empty()
    assert decided(row(), known=locked).unchanged == 1


def test_a_takeover_validates_what_nobody_must_look_at() -> None:
    early = {"month": date(2023, 3, 1), "starts_on": date(2023, 1, 1)}
    made = decided(
        row(), row(last_name="Diallo", first_name="Inès", birth_date=date(2000, 7, 7), **early), validate=True
    )
    states = dict(zip(made.lines["last_name"], made.lines["state"], strict=True))
    assert states == {"Roux": "validated", "Diallo": "submitted"}
    assert "hours.before_market" in codes(made)


def test_a_takeover_validates_identical_lines_recorded_before() -> None:
    made = decided(row(), known=world(**declared((1, LEA_CDD, 10_000, "submitted"))), validate=True)
    assert (made.validate, made.unchanged) == ((1,), 1)


# --- places -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"market": "2024-T999"}, "hours.unknown_market", "n'est pas enregistré"),
        ({"lot": "9"}, "hours.unknown_lot", "Ses lots : « 1 » et « 2 »."),
        ({"lot": None}, "hours.missing_value", "le lot manque"),
        ({"contractor_siret": "22222222222222"}, "hours.unknown_contractor", "« Maçons du Sud »"),
        ({"contractor_siret": None, "contractor_name": "Maçons"}, "hours.unknown_contractor", "« Maçons »"),
    ],
)
def test_a_place_that_is_not_recorded_is_refused_with_what_there_is(said: Any, code: str, words: str) -> None:
    made = decided(row(**said))
    assert codes(made) == [code]
    assert words in made.issues[0].message
    assert (made.accepted.height, made.lines.height) == (0, 0)


def test_a_close_reference_is_suggested() -> None:
    assert decided(row(market="2024-T0O1")).issues[0].suggestion == "2024 T001"


@pytest.mark.parametrize("name", ["Maçons du Sud", "MACONS DU SUD", "maçons  du-sud"])
def test_a_contractor_is_found_by_its_whole_name(name: str) -> None:
    assert decided(row(contractor_siret=None, contractor_name=name)).created == 1


def test_the_only_contractor_of_a_lot_need_not_be_said() -> None:
    assert decided(row(contractor_siret=None)).created == 1


def test_the_only_lot_of_a_market_need_not_be_said() -> None:
    one = world().lots.filter(pl.col("lot") == "1")
    assert decided(row(lot=None), known=world(lots=one)).created == 1


def test_a_reference_that_two_buyers_use_is_refused_until_the_buyer_is_given() -> None:
    other = pl.DataFrame(
        [("2024 t001", "chu de dijon", "1", LOT_1 + 50, MARKET + 50, None, None)], schema=LOTS, orient="row"
    )
    known = world(lots=pl.concat([world().lots, other]))
    assert codes(decided(row(), known=known)) == ["hours.ambiguous_market"]
    assert decided(row(buyer_name="DIJON METROPOLE"), known=known).created == 1


# --- employers --------------------------------------------------------------------------------------------------------


def test_another_employer_makes_another_unit() -> None:
    made = decided(row(), row(employer_siret="33333333333333", contract_kind="CTTI", last_name="Diallo",
                              first_name="Inès", birth_date=date(2000, 7, 7)))  # fmt: skip
    assert set(made.units["employer_id"]) == {MASON, ETTI}


def test_an_unknown_employer_is_added_once() -> None:
    new = {"employer_siret": "44444444444444", "employer_name": "Régie Nord", "contract_kind": "CDDI"}
    made = decided(row(**new), row(**new, last_name="Diallo", first_name="Inès", birth_date=date(2000, 7, 7)))
    assert made.new_employers.rows() == [(-1, "44444444444444", "Régie Nord")]
    assert len(made.units) == 1


def test_an_employer_known_by_name_is_found_without_siret() -> None:
    made = decided(row(employer_name="ID INTERIM", contract_kind="CTTI"))
    assert made.units["employer_id"].to_list() == [ETTI]
    assert made.new_employers.is_empty()


def test_the_contractor_named_as_employer_is_itself() -> None:
    assert decided(row(employer_name="maçons du sud")).units["employer_id"].to_list() == [MASON]


@pytest.mark.parametrize(("kind", "said"), [("CTTI", True), ("CDDI", True), ("CDI", False)])
def test_an_employer_that_must_exist_and_is_not_named_is_said(kind: str, said: bool) -> None:
    made = decided(row(contract_kind=kind))
    assert ("hours.employer_not_named" in codes(made)) is said
    assert made.created == 1


def test_a_kind_that_the_employer_cannot_sign_must_be_looked_at() -> None:
    made = decided(row(employer_siret="33333333333333", contract_kind="CDDI"), validate=True)
    assert codes(made) == ["hours.kind_against_employer"]
    assert made.lines["state"].to_list() == ["submitted"]


def test_the_kind_of_an_employer_is_learned_from_the_file() -> None:
    made = decided(row(employer_kind="entreprise"))
    assert made.employer_kinds.rows() == [(MASON, "entreprise")]


# --- people and contracts ---------------------------------------------------------------------------------------------


def test_an_unknown_person_is_kept_to_check() -> None:
    made = decided(row(last_name="Inconnu"))
    assert (made.created, made.lines["state"].to_list(), made.lines["contract_id"].to_list()) == (
        1,
        ["to_check"],
        [None],
    )
    assert codes(made) == ["hours.unknown_person"]
    assert '"last_name": "Inconnu"' in made.lines["claim"][0]


def test_a_homonym_born_another_day_is_a_doubt() -> None:
    made = decided(row(birth_date=date(1991, 5, 4)))
    assert (codes(made), made.lines["state"].to_list()) == (["hours.doubtful_person"], ["to_check"])


@pytest.mark.parametrize(
    "missing", [("birth_date",), ("contract_kind",), ("starts_on",), ("birth_date", "contract_kind", "starts_on")]
)
def test_what_one_open_contract_tells_may_be_missing(missing: tuple[str, ...]) -> None:
    made = decided(row(hours=1, **dict.fromkeys(missing)), known=world(**declared((1, LEA_CDD, 10_000, "submitted"))))
    assert (made.replaced, made.lines["contract_id"].to_list()) == (1, [LEA_CDD])


def test_a_contract_told_above_in_the_file_is_enough() -> None:
    made = decided(row(), row(month=date(2024, 4, 1), birth_date=None, contract_kind=None, starts_on=None))
    assert made.lines["state"].to_list() == ["submitted", "submitted"]
    assert made.lines["contract_id"].n_unique() == 1


def test_without_any_contract_to_choose_the_row_is_to_check() -> None:
    made = decided(row(starts_on=None))
    assert (codes(made), made.lines["state"].to_list()) == (["hours.contract_not_told"], ["to_check"])
    assert "le début de contrat" in made.issues[0].message


def test_between_two_open_contracts_nobody_chooses() -> None:
    recorded = declared((1, LEA_CDD, 10_000, "submitted"))
    second = (
        recorded["contracts"]
        .filter(pl.col("contract_id") == LEA_CDD)
        .with_columns(contract_id=pl.lit(99, dtype=pl.Int64), contract_kind=pl.lit("CDI"))
    )
    recorded["contracts"] = pl.concat([recorded["contracts"], second])
    recorded["on_lots"] = pl.concat([recorded["on_lots"], pl.DataFrame({"contract_id": [99], "lot_id": [LOT_1]})])
    made = decided(row(contract_kind=None, starts_on=None, month=date(2024, 4, 1)), known=world(**recorded))
    assert codes(made) == ["hours.contract_not_told"]


def test_the_end_that_the_file_gives_moves_the_contract() -> None:
    made = decided(row(hours=1, ends_on=date(2024, 6, 30)), known=world(**declared((1, LEA_CDD, 10_000, "submitted"))))
    assert made.prolonged.rows() == [(LEA_CDD, date(2024, 6, 30), None)]


# --- what a controller looks at ---------------------------------------------------------------------------------------


def test_hours_outside_the_contract_are_refused() -> None:
    made = decided(row(starts_on=date(2024, 4, 2)), row(month=date(2024, 4, 1), ends_on=date(2024, 3, 15)))
    assert codes(made) == ["hours.outside_contract"] * 2
    assert made.accepted.is_empty()


def test_no_hours_outside_the_contract_are_nothing_to_refuse() -> None:
    assert decided(row(starts_on=date(2024, 4, 2), hours=0)).created == 1


@pytest.mark.parametrize(("hours", "refused"), [(4_800, False), (4_801, True)])
def test_nobody_works_more_than_24_hours_a_day_of_contract(hours: int, refused: bool) -> None:
    made = decided(row(starts_on=date(2024, 3, 30), hours=hours))
    assert ("hours.impossible" in codes(made)) is refused


def test_months_outside_the_market_must_be_looked_at() -> None:
    made = decided(row(month=date(2023, 12, 1), starts_on=date(2023, 1, 1)), row(month=date(2026, 1, 1)))
    assert {"hours.before_market", "hours.after_market"} <= set(codes(made))
    assert made.lines["blocking"].to_list() == [True, True]


def test_the_month_of_notification_is_inside_the_market() -> None:
    lots = world().lots.with_columns(notified_on=pl.lit(date(2024, 3, 28)))
    assert codes(decided(row(), known=world(lots=lots))) == []


def test_the_same_hours_on_two_lots_must_be_looked_at() -> None:
    made = decided(row(), row(lot="2", contractor_siret="22222222222222"))
    assert codes(made) == ["hours.same_on_two_lots"] * 2
    assert made.lines["blocking"].to_list() == [True, True]


def test_eligibility_is_said_and_changes_nothing() -> None:
    nobody = world().validated.head(0)
    later = world().validated.with_columns(oriented_on=pl.lit(date(2024, 2, 1)))
    assert codes(decided(row(), known=world(validated=nobody))) == ["hours.eligibility_unknown"]
    made = decided(row(), known=world(validated=later), validate=True)
    assert (codes(made), made.lines["state"].to_list()) == (["hours.oriented_after_hiring"], ["validated"])


def test_a_row_marked_by_the_reading_is_not_validated_by_a_takeover() -> None:
    frame = file(row())
    made = plan(frame, frame.head(0), world(), HEADERS, frozenset({("Heures", 2)}), validate=True)
    assert (made.lines["state"].to_list(), made.lines["blocking"].to_list()) == (["submitted"], [True])


@pytest.mark.parametrize("outcome", ["new", "recorded"])
def test_a_row_of_a_sheet_that_somebody_must_look_at_is_not_validated_by_a_takeover(outcome: str) -> None:
    there = world(**declared((1, LEA_CDD, 10_000, "submitted"))) if outcome == "recorded" else world()
    frame, held = file(row()), pl.DataFrame({"sheet": ["Heures"], "row": [2]})
    made = plan(frame, frame.head(0), there, HEADERS, frozenset(), held=held, validate=True)
    free = plan(frame, frame.head(0), there, HEADERS, frozenset(), validate=True)
    if outcome == "new":
        assert (made.lines["state"].to_list(), made.lines["blocking"].to_list()) == (["submitted"], [True])
    else:
        assert (made.unchanged, made.validate, free.validate) == (1, (), (1,))


def test_an_empty_file_plans_nothing() -> None:
    made = decided()
    assert (made.created, made.hours, made.units.height, made.issues) == (0, 0, 0, ())


def test_the_recorded_world_is_coherent() -> None:
    assert set(world().contractors["lot_id"]) == set(world().lots["lot_id"]) == {LOT_1, LOT_2}
    assert set(world().contractors.schema) == set(CONTRACTORS)
    assert set(world().people.schema) == set(PEOPLE)
    assert {BUYER, GARDENER, GARDENER_ON_2} <= {4, 2, 12}
