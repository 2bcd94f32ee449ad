"""What a document says, before it is written."""

from clauses.reports.documents.content import Bar, bar_chart


def test_a_chart_compares_at_least_two_things() -> None:
    assert bar_chart("Seul", [Bar("CDI", 7, "7"), Bar("CDD", 0, "0")]) == ()
    assert bar_chart("Rien", []) == ()
    (chart,) = bar_chart("Deux", [Bar("CDI", 7, "7"), Bar("CDD", 0, "0"), Bar("CPRO", 1, "1")])
    assert [bar.name for bar in chart.bars] == ["CDI", "CPRO"]


def test_a_chart_can_be_said_aloud() -> None:
    (chart,) = bar_chart("Heures", [Bar("Travaux", 12, "0,12 h"), Bar("Services", 5, "0,05 h")])
    assert chart.values == "Travaux 0,12 h, Services 0,05 h"
