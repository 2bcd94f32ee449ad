"""Blank cells that stand for the one above, and those that do not."""

from __future__ import annotations

from tests.imports.sheets import HEADER, hours, line, said, sheet


def test_a_merged_cell_is_said_on_each_of_its_rows() -> None:
    rows = [HEADER, line(), line(market=None, lot=None, month="2024-04-01"), line(market=None, month="2024-05-01")]
    reading = hours(sheet(*rows, merged=("A2:A4", "B2:B3", "C2:D2")))
    assert reading.frame["market"].to_list() == ["2024-T001"] * 3
    assert reading.frame["lot"].to_list() == ["1"] * 3
    assert said(reading) == []


def test_hours_merged_over_rows_stand_on_the_first_only() -> None:
    reading = hours(sheet(HEADER, line(hours="100"), line(hours=None, month="2024-04-01"), merged=("K2:K3",)))
    assert reading.frame["hours"].to_list() == [10_000]
    assert [(row.row, row.why) for row in reading.ignored_rows] == [(3, "aucune heure indiquée")]


def test_a_merge_that_runs_out_of_the_data_fills_nothing() -> None:
    reading = hours(sheet(("Titre",), HEADER, line(), line(market=None, month="2024-04-01"), merged=("A1:A4",)))
    assert reading.frame["market"].to_list() == ["2024-T001"] * 2  # said once, blanks below: a group


def test_of_cells_merged_twice_the_first_are_meant() -> None:
    rows = [HEADER, line(), line(market=None), line(market="2024-T002"), line(market=None, month="2024-05-01")]
    reading = hours(sheet(*rows, merged=("A4:A5", "A2:A3", *["A3:A5"] * 20_000)))
    assert reading.frame["market"].to_list() == ["2024-T001", "2024-T001", "2024-T002", "2024-T002"]


def test_a_market_said_on_the_first_row_of_its_group_holds_for_the_group() -> None:
    rows = [
        line(),
        line(market=None, last="Roux"),
        line(market="2024-T002", last="Diallo"),
        line(market=None, last="Camara"),
    ]
    reading = hours(sheet(HEADER, *rows))
    assert reading.frame["market"].to_list() == ["2024-T001", "2024-T001", "2024-T002", "2024-T002"]
    assert [(issue.code, issue.row) for issue in reading.issues] == [("hours.filled_down", None)]


def test_a_blank_in_a_column_that_repeats_its_values_is_an_omission() -> None:
    rows = [line(), line(last="Roux"), line(market=None, last="Diallo")]
    reading = hours(sheet(HEADER, *rows))
    assert reading.frame.height == 2
    assert said(reading) == [(4, "hours.missing_value")]


def test_a_blank_under_a_group_that_has_just_changed_is_an_omission() -> None:
    markets = [("2024-T001", "1"), (None, None), ("2024-T002", None), (None, None)]
    rows = [line(market=market, lot=lot, last=f"Nom{place}") for place, (market, lot) in enumerate(markets)]
    reading = hours(sheet(HEADER, *rows))
    assert reading.frame["market"].to_list() == ["2024-T001", "2024-T001", "2024-T002", "2024-T002"]
    assert reading.frame["lot"].to_list() == ["1", None, None, None]


def test_lots_of_one_market_said_with_it_on_the_first_row_of_each_group_are_groups() -> None:
    lots = [("2024-T001", "1"), (None, None), ("2024-T001", "2"), (None, None)]
    rows = [line(market=market, lot=lot, last=f"Nom{place}") for place, (market, lot) in enumerate(lots)]
    assert hours(sheet(HEADER, *rows)).frame.select("market", "lot").rows() == [
        ("2024-T001", lot) for lot in ("1", "1", "2", "2")
    ]
    again = [line(market=market, lot=market and "1", last=f"Nom{place}") for place, (market, _) in enumerate(lots)]
    assert said(hours(sheet(HEADER, *again))) == [(3, "hours.missing_value"), (5, "hours.missing_value")]


def test_a_blank_on_the_first_row_is_an_omission() -> None:
    reading = hours(sheet(HEADER, line(market=None), line(last="Roux")))
    assert said(reading) == [(2, "hours.missing_value")]


def test_a_person_named_on_the_first_of_their_months_is_named_on_all() -> None:
    rest = {"last": None, "first": None, "born": None, "kind": None, "starts": None}
    rows = [line(), line(**rest, month="2024-04-01"), line(last="Roux", first="Inès"), line(**rest, month="2024-04-01")]
    reading = hours(sheet(HEADER, *rows))
    assert reading.frame["last_name"].to_list() == ["Benali", "Benali", "Roux", "Roux"]
    assert reading.frame["birth_date"].null_count() == 0
    assert reading.frame["contract_kind"].to_list() == ["CDI"] * 4


def test_the_same_month_twice_under_one_name_is_not_filled() -> None:
    rows = [line(), line(last=None, first=None)]
    reading = hours(sheet(HEADER, *rows))
    assert said(reading) == [(3, "hours.missing_value"), (3, "hours.missing_value")]


def test_a_row_that_says_another_contract_keeps_its_own() -> None:
    other = {"last": None, "first": None, "born": None, "kind": "CDI", "starts": "2024-04-01"}
    rows = [
        line(ends="2024-03-31", kind="CDD"),
        line(**other, month="2024-04-01"),
        line(last="Roux"),
        line(**other, month="2024-05-01"),
    ]
    reading = hours(sheet(HEADER, *rows))
    assert reading.frame.select("last_name", "contract_kind", "ends_on").row(1) == ("Benali", "CDI", None)
    assert reading.frame["birth_date"].null_count() == 0


def test_a_row_blank_in_everything_about_the_person_is_of_the_person_above() -> None:
    blank = {"last": None, "first": None, "born": None, "kind": None, "starts": None}
    rows = [line(last="a"), line(last="b"), line(last="c"), line(**blank, month="2024-04-01")]
    assert hours(sheet(HEADER, *rows)).frame["last_name"].to_list() == ["a", "b", "c", "c"]


def test_names_are_not_filled_where_the_month_is_not_a_column() -> None:
    header = tuple("mars 2024" if text == "Heures travaillées" else text for text in HEADER if text != "Mois")
    rows = [
        tuple(text for text in line(**more) if text != "2024-03-01") for more in ({}, {"last": None, "first": None})
    ]
    reading = hours(sheet(header, *rows))
    assert {code for _, code in said(reading)} == {"hours.missing_value"}


def test_one_blank_among_many_values_is_an_omission() -> None:
    rows = [line(month=f"2024-0{month}-01") for month in (3, 4, 5)]
    assert said(hours(sheet(HEADER, *rows, line(month=None)))) == [(5, "hours.month_missing")]
    people = [line(last=name, first=name) for name in ("Roux", "Diallo", "Camara")]
    assert said(hours(sheet(HEADER, *people, line(last=None, first=None, month="2024-05-01")))) == [
        (5, "hours.missing_value"), (5, "hours.missing_value"),
    ]  # fmt: skip


def test_a_blank_between_two_same_values_is_an_omission() -> None:
    rows = [line(), line(market=None, last="Roux"), line(last="Diallo")]
    assert said(hours(sheet(HEADER, *rows))) == [(3, "hours.missing_value")]


def test_a_month_alone_above_blanks_may_have_been_forgotten() -> None:
    assert said(hours(sheet(HEADER, line(), line(last="Roux", month=None)))) == [(3, "hours.month_missing")]
    rows = [
        line(month=month, last=name)
        for month, name in (("2024-03-01", "a"), (None, "b"), ("2024-04-01", "a"), (None, "b"))
    ]
    reading = hours(sheet(HEADER, *rows))
    assert [month.month for month in reading.frame["month"]] == [3, 3, 4, 4]


def test_a_single_row_is_filled_from_nothing() -> None:
    assert said(hours(sheet(HEADER, line(market=None)))) == [(2, "hours.missing_value")]


def test_a_month_blank_with_its_market_is_no_group_of_months() -> None:
    reading = hours(sheet(HEADER, line(), line(market=None, month=None, last="Roux")))
    assert said(reading) == [(3, "hours.month_missing")]
    assert reading.refused["market"].to_list() == ["2024-T001"]


def test_rows_that_say_only_a_month_and_hours_are_of_the_person_above_in_the_same_place() -> None:
    """The first row of each person says everything, the others the month and the hours."""
    lea, roux = line(hours="10"), line(last="Roux", hours="30", lot="2")
    below = [(*[None] * 9, month, "20") for month in ("2024-04-01", "2024-05-01")]
    reading = hours(sheet(HEADER, lea, *below, roux, below[0]))
    assert said(reading) == []
    assert reading.frame.select("market", "lot", "last_name", "hours").rows() == [
        ("2024-T001", "1", "Benali", 1000), ("2024-T001", "1", "Benali", 2000), ("2024-T001", "1", "Benali", 2000),
        ("2024-T001", "2", "Roux", 3000), ("2024-T001", "2", "Roux", 2000),
    ]  # fmt: skip


def test_a_place_that_is_forgotten_beside_others_is_not_filled_from_the_person_above() -> None:
    below = (None, "1", *[None] * 7, "2024-04-01", "20")
    reading = hours(sheet(HEADER, line(), below, line(last="Roux", month="2024-05-01"), below))
    assert {code for _, code in said(reading)} == {"hours.missing_value"}
