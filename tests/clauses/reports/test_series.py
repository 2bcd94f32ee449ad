"""Hours month after month, by what one compares; burn-up of a lot; the same totals whatever the cut."""

import json
from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from clauses.db import reading, writing
from clauses.markets.events import amend
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind
from clauses.reference.rules import ContractKind, EmployerKind, Modality
from clauses.reports import series_json
from clauses.reports.series import HOURS, Dimension, series
from clauses.reports.series_query import series_at
from tests import factories as f
from tests.clauses.reports.standing import Told, each_month
from tests.factories import id_of

SINCE, UNTIL = date(2023, 1, 1), date(2023, 3, 31)
ROW = {
    "month": date(2023, 1, 1),
    "market": "T1",
    "lot": "1",
    "buyer": "Ville",
    "sector": None,
    "nature": "BTP",
    "kind": "CDDI",
    "modality": "sous_traitance",
    "employer_kind": None,
    "hours": 100,
}


def frame(*changes: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**ROW, **each} for each in changes], schema=HOURS)


def names(dimension: Dimension, *changes: dict[str, Any]) -> list[str]:
    return [each.name for each in series(frame(*changes), dimension, SINCE, UNTIL)]


def test_every_month_of_the_period_stands_and_the_largest_comes_first() -> None:
    found = series(
        frame({}, {"month": date(2023, 3, 1)}, {"lot": "2", "hours": 500}), Dimension.LOT, SINCE, date(2023, 3, 15)
    )
    assert [each.name for each in found] == ["T1 – lot 2", "T1 – lot 1"]
    assert list(found[1].months.values()) == [100, 0, 100]
    assert list(found[1].cumulated.values()) == [100, 100, 200]
    assert found[1].total == 200


def test_a_month_is_in_when_its_first_day_is_as_in_the_bilan(engine: Engine) -> None:
    (found,) = series(frame({}, {"month": date(2023, 2, 1)}), Dimension.LOT, date(2023, 1, 15), date(2023, 2, 10))
    assert found.months == {date(2023, 2, 1): 100}
    with writing(engine) as session:
        story = Told.of(session)
        story.work(each_month(date(2023, 1, 1), 3, 100))
    with reading(engine) as session:
        (asked,) = series_at(session, Dimension.MARKET, since=date(2023, 1, 15), until=date(2023, 2, 10)).series
    assert asked.months == {date(2023, 2, 1): 100}


def test_years_stand_against_each_other() -> None:
    found = series(frame({"month": date(2022, 12, 1)}, {}), Dimension.MARKET, date(2022, 12, 1), UNTIL)
    assert found[0].years == {2022: 100, 2023: 100}


def test_codes_are_told_in_words_and_what_is_not_told_is_said() -> None:
    assert names(Dimension.NATURE, {}) == ["Travaux (BTP)"]
    assert names(Dimension.KIND, {}) == [ContractKind.CDDI.label]
    assert names(Dimension.MODALITY, {}, {"modality": None, "hours": 1}) == [
        Modality.SOUS_TRAITANCE.label,
        "Non renseigné",
    ]
    assert names(Dimension.SECTOR, {}) == ["Non renseigné"]
    assert names(Dimension.BUYER, {}) == ["Ville"]


def test_iae_is_told_by_the_employer_else_by_the_contract_that_only_it_signs() -> None:
    found = {
        (employer, kind): names(Dimension.IAE, {"employer_kind": employer, "kind": kind})[0]
        for employer in (EmployerKind.ETTI.value, EmployerKind.ENTREPRISE.value, None)
        for kind in ("CDDI", "CDI")
    }
    assert found == {
        ("ETTI", "CDDI"): "IAE",
        ("ETTI", "CDI"): "IAE",
        ("entreprise", "CDDI"): "Hors IAE",
        ("entreprise", "CDI"): "Hors IAE",
        (None, "CDDI"): "IAE",
        (None, "CDI"): "Non renseigné",
    }


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "month": st.integers(1, 6).map(lambda month: date(2023, month, 1)),
                "lot": st.sampled_from(["1", "2"]),
                "kind": st.sampled_from(["CDI", "CDDI", None]),
                "sector": st.sampled_from(["nettoyage", None]),
                "employer_kind": st.sampled_from(["EI", "entreprise", None]),
                "hours": st.integers(0, 10_000),
            }
        ),
        max_size=12,
    )
)
def test_whatever_the_cut_the_total_is_the_same(rows: list[dict[str, Any]]) -> None:
    whole = sum(row["hours"] for row in rows if row["month"] <= UNTIL)
    for dimension in Dimension:
        assert sum(each.total for each in series(frame(*rows), dimension, SINCE, UNTIL)) == whole


def test_a_market_has_the_burn_up_of_its_lots(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        f.obligation(session, lot_id=story.lot_id, contractor_id=story.holder_id, due=100_000)
        story.work(each_month(date(2023, 2, 1), 2, 5_000))
        amend(
            session, lot_id=story.lot_id, contractor_id=story.holder_id, kind=AmendmentKind.AVENANT,
            effective_on=date(2023, 3, 31), subject="Volume", hours=Formula.fixed(120_000), by="Ana",
        )  # fmt: skip
    with reading(engine) as session:
        one = series_at(session, Dimension.LOT, since=SINCE, until=date(2023, 3, 31), reference="2023-T01")
        every = series_at(session, Dimension.LOT, since=SINCE, until=UNTIL)
    assert [each.points for each in one.burn_ups] == [
        (
            (date(2023, 1, 1), 0, 100_000),
            (date(2023, 2, 1), 5_000, 100_000),
            (date(2023, 3, 1), 10_000, 120_000),
        )
    ]
    assert every.burn_ups == ()
    shape = json.loads(json.dumps(series_json.shape(one)))
    assert shape["total"] == "100.00"
    assert shape["series"][0]["months"] == {"2023-01": "0.00", "2023-02": "50.00", "2023-03": "50.00"}
    assert shape["burn_up"][0]["points"][2] == {"month": "2023-03", "counted": "100.00", "due": "1200.00"}
    assert "burn_up" not in series_json.shape(every)


def test_a_lot_that_never_started_has_no_burn_up(engine: Engine) -> None:
    with writing(engine) as session:
        market = f.market(session, reference="2023-T01", notified_on=None)
        f.lot(session, market_id=id_of(market))
    with reading(engine) as session:
        found = series_at(session, Dimension.LOT, since=SINCE, until=UNTIL, reference="2023-T01")
    assert (found.series, found.burn_ups) == ((), ())
