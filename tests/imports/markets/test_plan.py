"""What a file of markets would do, decided without the database."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.files.rules import Severity
from clauses.markets.rules import ObligationKind
from clauses.reference.rules import Nature, Role
from imports.companies import Body
from imports.markets.facts import ContractorFacts, LotFacts, MarketFacts, ObligationFacts
from tests.imports.markets.recorded import (
    ENDED,
    GARDENER,
    LOT_1,
    LOT_ID,
    MARKET,
    MARKET_ID,
    MASON,
    MASON_ON_1,
    METROPOLE,
    NOBODY,
    NOTIFIED,
    codes,
    decided,
    recorded,
    row,
    world,
    writes,
)

IN_PREPARATION = {"contractor_name": None, "contractor_siret": None}


def counts(made: Any) -> tuple[int, int, int]:
    return made.created, made.replaced, made.unchanged


def test_a_notification_after_an_amendment_is_told_once() -> None:
    rows = (row(notified_on=NOTIFIED), row(lot="2", notified_on=NOTIFIED, due=None))
    for amended, said in ((NOTIFIED - timedelta(days=1), ["markets.amended_before_notification"]), (NOTIFIED, [])):
        made = decided(*rows, known=world(amended={MARKET_ID: amended}))
        assert (codes(made), len(made.accepted)) == (said, 2)


# --- new, the same again, changed -------------------------------------------------------------------------------------


def test_a_new_row_brings_its_buyer_market_lot_contractor_and_obligation() -> None:
    made = decided(row(notified_on=NOTIFIED, ends_on=ENDED, lot_title="Gros œuvre", publics=["RSA", "DELD"]))
    assert counts(made) == (1, 0, 0)
    mason, buyer = made.companies.new.values()
    assert (mason, buyer) == (Body(-1, "Maçons du Sud", "11111111111111"), Body(-2, "Dijon Métropole", None))
    market = MarketFacts(
        buyer.id, "2024-T001", "Groupe scolaire", Nature.BTP, notified_on=NOTIFIED, ends_on=ENDED, publics="RSA ; DELD"
    )
    assert made.markets == {(buyer.id, "2024 t001"): market}
    assert made.lots == {(market.key, "1"): LotFacts(market.key, "1", "Gros œuvre")}
    assert list(made.contractors.values()) == [ContractorFacts((market.key, "1"), mason.id, Role.TITULAIRE)]
    assert [owed for owed, _ in made.obligations.values()] == [ObligationFacts(ObligationKind.FIXED, due=120_000)]
    assert (made.accepted, codes(made)) == ({("Marchés", 2)}, [])


def test_the_same_row_again_changes_nothing() -> None:
    made = decided(row(), known=world())
    assert counts(made) == (0, 0, 1)
    assert writes(made) == set()


@pytest.mark.parametrize("market", ["2024-t001", "2024 T001", "2024/T001"])
def test_another_spelling_of_a_reference_is_the_same_market(market: str) -> None:
    assert counts(decided(row(market=market), known=world())) == (0, 0, 1)


@pytest.mark.parametrize(
    "said",
    [
        {"title": "Groupe scolaire Alain-Millot"},
        {"notified_on": NOTIFIED},
        {"ends_on": ENDED},
        {"consulted_on": date(2024, 1, 15)},
        {"publics": ["RSA"]},
        {"social_consideration": "condition d'exécution"},
    ],
)
def test_what_changes_of_a_market_replaces_what_was_recorded(said: dict[str, Any]) -> None:
    made = decided(row(**said), known=world())
    assert counts(made) == (0, 1, 0)
    changed = made.markets[MARKET]
    value = {"publics": "RSA"}.get(next(iter(said)), next(iter(said.values())))
    assert getattr(changed, next(iter(said))) == value
    assert writes(made) == {"markets"}


def test_what_a_row_leaves_blank_is_kept() -> None:
    dated = MarketFacts(METROPOLE, "2024-T001", "Groupe scolaire", Nature.BTP, notified_on=NOTIFIED, ends_on=ENDED)
    subcontracts = ContractorFacts(LOT_1, MASON, Role.SOUS_TRAITANT, 850_000_00)
    known = world(
        markets={MARKET: (MARKET_ID, dated)},
        contractors={(LOT_1, MASON): (MASON_ON_1, subcontracts)},
        penalties={MASON_ON_1: 60_00},
    )
    made = decided(row(due=None), known=known)
    assert (counts(made), codes(made)) == ((0, 0, 1), [])


def test_a_changed_role_or_amount_replaces_the_one_recorded() -> None:
    made = decided(row(role="cotraitant", amount_cents=100), known=world())
    assert counts(made) == (0, 1, 0)
    assert made.contractors == {(LOT_1, MASON): ContractorFacts(LOT_1, MASON, Role.COTRAITANT, 100)}


# --- obligations and penalties ----------------------------------------------------------------------------------------


def test_another_volume_of_hours_is_a_new_version_and_nothing_else() -> None:
    made = decided(row(due=150_000), known=world())
    assert counts(made) == (0, 1, 0)
    assert {key: owed.due for key, (owed, _) in made.obligations.items()} == {(LOT_1, MASON): 150_000}
    assert writes(made) == {"obligations"}


def test_hours_may_be_a_formula_of_what_is_invoiced() -> None:
    formula = {"due": None, "euros_per_hour_cents": 2_000_00, "threshold_cents": 2_700_000_00}
    made = decided(row(**formula), known=world())
    owed = ObligationFacts(ObligationKind.PER_EURO, cents_per_hour=2_000_00, threshold_cents=2_700_000_00)
    assert [facts for facts, _ in made.obligations.values()] == [owed]
    again = world(obligations={MASON_ON_1: owed})
    assert counts(decided(row(**formula), known=again)) == (0, 0, 1)


def test_a_formula_without_threshold_counts_from_the_first_euro() -> None:
    made = decided(row(due=None, euros_per_hour_cents=50_00))
    assert [facts.threshold_cents for facts, _ in made.obligations.values()] == [0]


def test_another_penalty_is_a_new_version() -> None:
    known = world(penalties={MASON_ON_1: 60_00})
    assert decided(row(penalty_cents_per_hour=60_00), known=known).penalties == {}
    made = decided(row(penalty_cents_per_hour=75_00), known=known)
    assert (counts(made), made.penalties) == ((0, 1, 0), {(LOT_1, MASON): 75_00})


# --- in preparation, then attributed ----------------------------------------------------------------------------------


def test_a_market_in_preparation_owes_its_hours_on_the_lot() -> None:
    made = decided(row(**IN_PREPARATION))
    assert (counts(made), made.contractors) == ((1, 0, 0), {})
    assert [(holder, owed.due) for (_, holder), (owed, _) in made.obligations.items()] == [(None, 120_000)]


def test_a_market_in_preparation_again_changes_nothing_until_its_hours_do() -> None:
    owed = ObligationFacts(ObligationKind.FIXED, due=120_000)
    known = world(contractors={}, obligations={}, lot_obligations={LOT_ID: owed})
    assert counts(decided(row(**IN_PREPARATION), known=known)) == (0, 0, 1)
    assert counts(decided(row(**IN_PREPARATION, due=90_000), known=known)) == (0, 1, 0)


def test_a_market_attributed_gets_its_contractor_who_owes_from_then_on() -> None:
    owed = ObligationFacts(ObligationKind.FIXED, due=120_000)
    known = world(contractors={}, obligations={}, lot_obligations={LOT_ID: owed})
    made = decided(row(), known=known)
    assert counts(made) == (1, 0, 0)
    assert [list(made.contractors), list(made.obligations)] == [[(LOT_1, MASON)]] * 2
    assert writes(made) == {"contractors", "obligations"}


@pytest.mark.parametrize("field", ["amount_cents", "penalty_cents_per_hour"])
def test_what_only_a_contractor_can_keep_is_said_to_be_left_out(field: str) -> None:
    made = decided(row(**IN_PREPARATION, **{field: 60_00}))
    assert (codes(made), made.issues[0].severity) == (["markets.kept_once_held"], Severity.WARNING)
    assert made.accepted == {("Marchés", 2)}
    assert "n'a pas encore d'attributaire" in made.issues[0].message


def test_no_hours_due_make_no_obligation() -> None:
    assert decided(row(due=None)).obligations == {}


# --- nature -----------------------------------------------------------------------------------------------------------


def test_a_lot_of_another_nature_than_its_market_keeps_its_own() -> None:
    made = decided(row(), row(lot="2", nature="MS"))
    assert [market.nature for market in made.markets.values()] == [Nature.BTP]
    assert [(lot.number, lot.nature) for lot in made.lots.values()] == [("1", None), ("2", Nature.MS)]
    assert codes(made) == []


def test_a_nature_corrected_is_that_of_the_lot_and_can_be_corrected_back() -> None:
    made = decided(row(nature="MS"), known=world())
    assert (made.markets, made.lots[LOT_1].nature) == ({}, Nature.MS)
    services = world(lots={LOT_1: (LOT_ID, LotFacts(MARKET, "1", nature=Nature.MS))})
    assert counts(decided(row(nature="MS"), known=services)) == (0, 0, 1)
    assert decided(row(), known=services).lots[LOT_1].nature is None


# --- said twice -------------------------------------------------------------------------------------------------------


def test_the_same_row_twice_in_a_file_is_one() -> None:
    made = decided(row(), row())
    assert (counts(made), len(made.accepted)) == ((1, 0, 1), 2)
    assert counts(decided(row(due=1), row(due=1), known=world())) == (0, 1, 1)


def test_a_lot_said_twice_differently_for_one_company_is_refused() -> None:
    made = decided(row(), row(due=90_000))
    assert (codes(made), made.accepted) == (["markets.said_twice"], {("Marchés", 2)})
    assert [owed.due for owed, _ in made.obligations.values()] == [120_000]
    assert made.issues[0].column == "Lot"
    assert made.issues[0].row == 3


def test_two_companies_of_one_lot_are_two_contractors() -> None:
    made = decided(row(), row(contractor_siret="22222222222222", contractor_name="Verts Horizons", role="cotraitant"))
    assert (counts(made), len(made.contractors), len(made.lots)) == ((2, 0, 0), 2, 1)


def test_where_two_rows_differ_about_their_market_the_first_is_kept_and_the_other_said() -> None:
    made = decided(row(), row(lot="2", title="École"))
    assert [market.title for market in made.markets.values()] == ["Groupe scolaire"]
    assert (codes(made), len(made.accepted)) == (["markets.said_differently"], 2)
    assert (made.issues[0].column, made.issues[0].value) == ("Intitulé marché", "École")


def test_where_two_rows_differ_about_their_lot_the_first_is_kept_and_the_other_said() -> None:
    other = {"contractor_siret": "22222222222222", "contractor_name": "Verts Horizons"}
    made = decided(row(lot_title="Gros œuvre", cpv="45"), row(**other, lot_title="Maçonnerie", sector="bâtiment"))
    assert codes(made) == ["markets.said_differently"]
    lot = next(iter(made.lots.values()))
    assert (lot.title, lot.sector, lot.cpv) == ("Gros œuvre", "bâtiment", "45")


def test_the_second_row_completes_what_the_first_left_blank() -> None:
    made = decided(row(), row(lot="2", ends_on=ENDED))
    assert [market.ends_on for market in made.markets.values()] == [ENDED]
    assert codes(made) == []


# --- dates ------------------------------------------------------------------------------------------------------------


def test_a_market_that_ends_before_it_starts_is_refused() -> None:
    made = decided(row(notified_on=ENDED, ends_on=NOTIFIED))
    assert (codes(made), made.accepted, made.markets) == (["markets.ends_before_start"], set(), {})
    assert made.issues[0].column == "Fin du marché"
    assert "02/04/2024, avant sa notification du 31/03/2026" in made.issues[0].message


def test_an_end_before_the_notification_already_recorded_is_refused() -> None:
    dated = MarketFacts(METROPOLE, "2024-T001", "Groupe scolaire", Nature.BTP, notified_on=ENDED)
    made = decided(row(ends_on=NOTIFIED), known=world(markets={MARKET: (MARKET_ID, dated)}))
    assert (codes(made), made.markets) == (["markets.ends_before_start"], {})


def test_dates_in_order_once_the_whole_file_is_read_are_accepted() -> None:
    """The first row alone would end up before the end recorded, which the second row moves."""
    dated = MarketFacts(METROPOLE, "2024-T001", "Groupe scolaire", Nature.BTP, ends_on=NOTIFIED)
    known = world(markets={MARKET: (MARKET_ID, dated)})
    made = decided(row(notified_on=date(2024, 6, 1)), row(lot="2", ends_on=ENDED), known=known)
    assert (codes(made), len(made.accepted)) == (["markets.changed"], 2)


def test_what_a_file_writes_over_is_told_as_a_change_or_as_a_correction() -> None:
    dated = MarketFacts(
        METROPOLE, "2024-T001", "Groupe scolaire", Nature.BTP, notified_on=NOTIFIED, ends_on=ENDED, publics="RSA"
    )
    known = world(markets={MARKET: (MARKET_ID, dated)})
    later = row(notified_on=NOTIFIED + timedelta(days=1), ends_on=ENDED + timedelta(days=1), publics=["DELD"])
    made = decided(later, known=known)
    assert codes(made) == ["markets.corrected", "markets.changed", "markets.changed"]
    assert "change à partir d'aujourd'hui" in made.issues[2].message
    assert "« RSA »" in made.issues[2].message
    assert codes(decided(later, known=known, correction=True)) == ["markets.corrected"] * 3


def test_a_row_without_a_date_is_kept_beside_dates_that_are_refused() -> None:
    made = decided(row(notified_on=ENDED), row(lot="2", ends_on=NOTIFIED), row(lot="3"))
    assert (codes(made), made.accepted) == (["markets.ends_before_start"] * 2, {("Marchés", 4)})
    assert [market.notified_on for market in made.markets.values()] == [None]


def test_a_market_may_end_the_day_it_is_notified() -> None:
    assert codes(decided(row(notified_on=NOTIFIED, ends_on=NOTIFIED))) == []


def test_a_reference_made_of_signs_is_refused() -> None:
    made = decided(row(market="***"))
    assert (codes(made), made.companies.new) == (["markets.missing_value"], {})
    assert "« *** » n'est pas une référence de marché" in made.issues[0].message


# --- companies --------------------------------------------------------------------------------------------------------


def test_a_siret_completes_a_company_known_by_its_name() -> None:
    nameless = Body(MASON, "Maçons du Sud", None)
    made = decided(row(), known=world(bodies=(world().bodies[0], nameless)))
    assert (made.companies.completed, made.companies.new) == ({MASON: "11111111111111"}, {})
    assert counts(made) == (0, 0, 1)


def test_a_name_that_several_companies_bear_is_refused_until_the_siret_is_given() -> None:
    twins = (*world().bodies, Body(9, "MACONS DU SUD", "99999999999999"))
    made = decided(row(contractor_siret=None), known=world(bodies=twins))
    assert (codes(made), made.accepted) == (["markets.ambiguous_contractor"], set())
    assert "Indiquez le SIRET de l'attributaire" in made.issues[0].message
    assert counts(decided(row(), known=world(bodies=twins))) == (0, 0, 1)


def test_a_buyer_whose_name_several_bear_is_refused_until_its_siret_is_given() -> None:
    villes = tuple(Body(number, "Ville de Dijon", f"{number}" * 14) for number in (7, 8))
    made = decided(row(buyer_name="VILLE DE DIJON"), known=world(bodies=villes))
    assert codes(made) == ["markets.ambiguous_buyer"]
    named = decided(row(buyer_name="VILLE DE DIJON", buyer_siret="7" * 14), known=world(bodies=villes))
    assert [market.buyer_id for market in named.markets.values()] == [7]


def test_two_buyers_may_use_one_reference() -> None:
    made = decided(row(), row(buyer_name="CHU de Dijon"), known=world())
    assert (counts(made), len(made.markets)) == ((1, 0, 1), 1)


def test_a_refused_row_adds_no_company() -> None:
    twins = (*world().bodies, Body(9, "Maçons du Sud", "99999999999999"))
    made = decided(row(buyer_name="Ville de Talant", contractor_siret=None), known=world(bodies=twins))
    assert (codes(made), made.companies.new) == (["markets.ambiguous_contractor"], {})


def test_who_is_meant_depends_on_no_order() -> None:
    """A name alone, above or below the two companies that bear it, is ambiguous all the same."""
    alone, first, second = row(contractor_siret=None), row(lot="2"), row(lot="3", contractor_siret="33333333333333")
    for file in ((alone, first, second), (first, second, alone)):
        assert codes(decided(*file)) == ["markets.ambiguous_contractor"]


def test_a_siret_given_once_tells_the_company_on_every_row() -> None:
    made = decided(row(contractor_siret=None), row(lot="2"), row(lot="3", contractor_name=None))
    assert (counts(made), len(made.companies.new)) == ((3, 0, 0), 2)


# --- properties -------------------------------------------------------------------------------------------------------


def _maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


ROWS = st.lists(
    st.builds(
        row,
        market=st.sampled_from(["2024-T001", "2024 t001", "T2"]),
        title=st.sampled_from(["Groupe scolaire", "École"]),
        buyer_name=st.sampled_from(["Dijon Métropole", "DIJON METROPOLE", "CHU"]),
        nature=st.sampled_from(["BTP", "MS"]),
        notified_on=_maybe(NOTIFIED, ENDED),
        ends_on=_maybe(NOTIFIED, ENDED),
        lot=st.sampled_from(["1", "2"]),
        lot_title=_maybe("Gros œuvre", "Maçonnerie"),
        contractor_name=_maybe("Maçons du Sud", "Verts Horizons"),
        contractor_siret=_maybe("11111111111111", "22222222222222"),
        role=_maybe("titulaire", "sous_traitant"),
        due=_maybe(120_000, 5_000),
        penalty_cents_per_hour=_maybe(60_00, 75_00),
    ),
    max_size=6,
)


@given(rows=ROWS, again=ROWS)
@settings(max_examples=150, deadline=None)
def test_the_same_file_again_changes_nothing_whatever_it_holds(rows: list[Any], again: list[Any]) -> None:
    known = NOBODY
    for file in (rows, again):
        made = decided(*file, known=known)
        assert made.created + made.replaced + made.unchanged == len(made.accepted)
        refused = {issue.row for issue in made.issues if issue.severity is Severity.ERROR}
        assert len(made.accepted) + len(refused) == len(file)
        known = recorded(made, known)
        second = decided(*file, known=known)
        assert (second.created, second.replaced, second.accepted) == (0, 0, made.accepted)
        assert recorded(second, known) == known


@given(rows=ROWS)
@settings(max_examples=50, deadline=None)
def test_every_company_that_a_plan_adds_is_used(rows: list[Any]) -> None:
    made = decided(*rows, known=world())
    used = {market.buyer_id for market in made.markets.values()}
    used |= {holder.organisation_id for holder in made.contractors.values()}
    assert set(made.companies.new) <= used


def test_the_recorded_world_is_what_the_usual_row_leaves() -> None:
    left = recorded(decided(row()), NOBODY)
    assert len(left.markets) == len(left.lots) == len(left.contractors) == len(left.obligations) == 1
    assert GARDENER in {body.id for body in world().bodies}
