"""Charts drawn without a browser."""

from datetime import date
from xml.etree import ElementTree

import pytest

from clauses.dates import add_months
from clauses.reports.documents.charts import png, svg
from clauses.reports.documents.pictures import Bar, BarChart, BurnUp, Chart, StackedMonths
from tests.clauses.reports.documents.invented import CHART, HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def texts(chart: Chart) -> list[str]:
    """What each text says, its lines one after the other."""
    return [" ".join(text.itertext()) for text in ElementTree.fromstring(svg(chart)).iter(f"{SVG}text")]


def lengths(chart: BarChart) -> list[float]:
    """The width of each bar, top to bottom, read from its path « M0,4h175.5v18h-175.5Z »."""
    bars = [path for path in ElementTree.fromstring(svg(chart)).iter(f"{SVG}path") if path.get("fill") == "#1d5f55"]
    return [float(str(path.get("d")).split("h")[1].split("v")[0]) for path in bars]


def test_each_bar_has_its_name_and_its_figure() -> None:
    said = texts(CHART)
    assert {"19 784,11 h", "22 653,78 h", "Services"} <= set(said)
    assert any(text.startswith(HOSTILE[:20]) for text in said)


def test_bars_are_as_long_as_their_figures_in_the_order_given() -> None:
    first, second = lengths(BarChart("Heures", (Bar("A", 100, "1"), Bar("B", 300, "3"))))
    assert second == pytest.approx(3 * first)


def test_two_long_names_with_one_beginning_stay_two_bars() -> None:
    beginning = "Quartier prioritaire de la politique de la ville de "
    chart = BarChart("QPV", (Bar(beginning + "Dijon", 2, "2"), Bar(beginning + "Longvic", 1, "1")))
    assert len(lengths(chart)) == 2
    assert sum(text.startswith(beginning[:20]) for text in texts(chart)) == 2


def test_a_name_takes_two_lines_before_it_is_cut() -> None:
    whole = "Test de sécurité et de développement durable passé"
    endless = "Anticonstitutionnellement" * 4
    said = texts(BarChart("Étapes", (Bar(whole, 2, "2"), Bar(endless, 1, "1"), Bar("", 1, "1"))))
    assert whole in said
    assert any(text.replace(" ", "") == f"{endless[:59]}…" for text in said)


def months(number: int) -> tuple[date, ...]:
    return tuple(add_months(date(2023, 11, 1), step) for step in range(number))


def test_months_are_stacked_by_series_and_named_in_french() -> None:
    said = texts(StackedMonths("Heures", months(3), {HOSTILE: (1_000_00, 0, 5), "CTTI": (2_500_00, 1, 0)}))
    assert {"nov. 23", "déc.", "janv. 24", "CTTI", "heures", "3\u202f000"} <= set(said)
    assert any(HOSTILE[:10] in text for text in said)


def test_more_series_than_shades_are_still_drawn() -> None:
    assert "Série 14" in texts(StackedMonths("Heures", months(2), {f"Série {n}": (n, n) for n in range(15)}))


def test_a_long_market_names_some_of_its_months() -> None:
    years = months(60)
    said = texts(BurnUp("Lot", years, 100, (None,) * 60, tuple(range(60)), (None,) * 60))
    named = [text for text in said if text[-2:].isdigit() and "." in text]
    assert 8 <= len(named) <= 14
    assert "nov. 23" in said


def test_the_lines_of_a_burn_up_carry_their_names() -> None:
    chart = BurnUp("Lot", months(3), 1000_00, (300_00, 600_00, 1000_00), (200_00, 400_00, None), (None, 400_00, 700_00))
    assert {"dû", "prévu au départ", "fait", "à ce rythme"} <= set(texts(chart))
    unknown = BurnUp("Lot", months(3), 1000_00, (None,) * 3, (None,) * 3, (None,) * 3)
    assert {"dû"} <= set(texts(unknown))
    assert "fait" not in texts(unknown)


def test_the_same_chart_is_drawn_the_same() -> None:
    assert svg(CHART) == svg(CHART)
    assert png(CHART) == png(CHART)
    assert png(CHART).startswith(b"\x89PNG")


def test_a_drawing_obeys_a_strict_page() -> None:
    """No style, no script, nothing fetched: it may stand in a page whose policy forbids them."""
    drawn = svg(CHART)
    assert not any(mark in drawn for mark in ("style=", "<style", "<script", "<b>", "xlink:href", "url("))
