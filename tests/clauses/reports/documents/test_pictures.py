"""What a chart compares, before it is drawn."""

from datetime import date

import pytest

from clauses.reports.documents.pictures import Bar, BurnUp, StackedMonths, bar_chart


def test_a_chart_compares_at_least_two_things() -> None:
    assert bar_chart("Seul", [Bar("CDI", 7, "7"), Bar("CDD", 0, "0")]) == ()
    assert bar_chart("Rien", []) == ()
    (chart,) = bar_chart("Deux", [Bar("CDI", 7, "7"), Bar("CDD", 0, "0"), Bar("CPRO", 1, "1")])
    assert [bar.name for bar in chart.bars] == ["CDI", "CPRO"]


def test_a_chart_can_be_said_aloud() -> None:
    (chart,) = bar_chart("Heures", [Bar("Travaux", 12, "0,12 h"), Bar("Services", 5, "0,05 h")])
    assert chart.values == "Travaux 0,12 h, Services 0,05 h"


MONTHS = (date(2023, 1, 1), date(2023, 2, 1))


def test_stacked_months_are_said_by_their_totals() -> None:
    chart = StackedMonths("Heures", MONTHS, {"CDDI": (100_00, 0), "CTTI": (50, 25)})
    assert chart.values.replace("\u00a0", " ") == "janvier 2023 100,50 h, février 2023 0,25 h"
    assert StackedMonths("Rien", MONTHS[:1], {}).values.replace("\u00a0", " ") == "janvier 2023 0,00 h"


def test_a_series_has_one_figure_for_each_month() -> None:
    with pytest.raises(ValueError, match="one figure for each month"):
        StackedMonths("Heures", MONTHS, {"CDDI": (1,)})
    with pytest.raises(ValueError, match="one figure for each month"):
        BurnUp("Lot", MONTHS, 1, planned=(1, 2), done=(1,), projected=(None, None))


def test_a_burn_up_says_where_its_lines_end() -> None:
    chart = BurnUp("Lot", MONTHS, 1000_00, planned=(500_00, 1000_00), done=(640_00, None), projected=(640_00, 980_00))
    said = "1\u202f000,00 h dues, 640,00 h faites, 980,00 h prévues en février 2023"
    assert chart.values.replace("\u00a0", " ") == said
    nothing = BurnUp("Lot", MONTHS, 0, planned=(None, None), done=(None, None), projected=(None, None))
    assert nothing.values.replace("\u00a0", " ") == "0,00 h dues, 0,00 h faites"
