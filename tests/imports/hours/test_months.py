from datetime import date

import polars as pl

from imports.hours.months import last_days


def test_each_month_has_its_last_day_however_often_it_comes_and_nothing_has_none() -> None:
    months = pl.Series("month", [date(2024, 2, 1), None, date(2023, 2, 1), date(2024, 2, 1), date(2023, 12, 1)])
    last = [date(2024, 2, 29), None, date(2023, 2, 28), date(2024, 2, 29), date(2023, 12, 31)]
    assert last_days(months).to_list() == last


def test_no_month_has_no_last_day() -> None:
    assert last_days(pl.Series("month", [], dtype=pl.Date)).to_list() == []
    assert last_days(pl.Series("month", [None], dtype=pl.Date)).to_list() == [None]
