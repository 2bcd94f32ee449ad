"""Charts drawn without a browser."""

from xml.etree import ElementTree

import pytest

from clauses.reports.documents.charts import png, svg
from clauses.reports.documents.content import Bar, BarChart
from tests.clauses.reports.documents.invented import CHART, HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def texts(chart: BarChart) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg(chart)).iter(f"{SVG}text")]


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
    assert sum(text.endswith("…") for text in texts(chart)) == 2


def test_the_same_chart_is_drawn_the_same() -> None:
    assert svg(CHART) == svg(CHART)
    assert png(CHART) == png(CHART)
    assert png(CHART).startswith(b"\x89PNG")


def test_a_drawing_obeys_a_strict_page() -> None:
    """No style, no script, nothing fetched: it may stand in a page whose policy forbids them."""
    drawn = svg(CHART)
    assert not any(mark in drawn for mark in ("style=", "<style", "<script", "<b>", "xlink:href", "url("))
