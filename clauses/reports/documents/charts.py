"""Charts, drawn without a browser: values → SVG for pages and PDF, PNG for editable documents.

One question a chart, the answer as its title (written by whoever places it), labels on the drawing rather than a legend
to decipher: `docs/adr/0021`. The words and numbers on a drawing are given in French, never left to the drawer.
"""

from __future__ import annotations

import json
import textwrap
from typing import Any

import vl_convert

from clauses.quantities import HUNDREDTHS_PER_HOUR
from clauses.reports.documents.pictures import BarChart, BurnUp, Chart, StackedMonths

_INK, _SOFT, _ACCENT, _WARN = "#1f2430", "#5b6270", "#1d5f55", "#8a4b00"
_SHADES = ("#1d5f55", "#d08a2e", "#4a6fa5", "#9a4d6b", "#7d8b3a", "#6b5b95", "#5f6b73", "#b5651d", "#2f8f9d", "#a39a3f")
"""Told apart in grey too: neighbours differ in lightness."""
_WIDTH, _HEIGHT, _BAR_HEIGHT = 420, 220, 26
_TWO_LINES = 34
"""Pixels of a bar whose neighbours' names take two lines."""
_HALF_A_LINE = -7
"""Pixels by which two lines go up, so that their middle is that of their bar."""
_LINE, _LONGEST_NAME = 30, 60
"""Signs of a line of a name, and of a whole name: a longer line would make the whole drawing small."""
_VERSION = "6.1"
"""Of Vega-Lite, fixed: the same chart gives the same drawing."""

_FRENCH_NUMBERS = {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u00a0€"]}
_SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_FEW_MONTHS = 14
"""More do not fit side by side with their names."""


def svg(chart: Chart) -> str:
    """The chart as an SVG image."""
    drawn: str = vl_convert.vegalite_to_svg(_whole(chart), vl_version=_VERSION, format_locale=_FRENCH_NUMBERS)
    return drawn


def png(chart: Chart) -> bytes:
    """The chart as a picture, twice as fine as a screen."""
    drawn: bytes = vl_convert.vegalite_to_png(
        _whole(chart), vl_version=_VERSION, format_locale=_FRENCH_NUMBERS, scale=2
    )
    return drawn


def rendered(drawing: str) -> bytes:
    """An SVG image as a PNG, for what reads no other."""
    image: bytes = vl_convert.svg_to_png(drawing, scale=2)
    return image


def _whole(chart: Chart) -> dict[str, Any]:
    if isinstance(chart, BarChart):
        drawn = _bars(chart)
    elif isinstance(chart, StackedMonths):
        drawn = _stacked(chart)
    else:
        drawn = _burn_up(chart)
    return drawn | {
        "width": _WIDTH,
        "background": "white",
        "config": {
            "lineBreak": "\n",
            "view": {"stroke": None},
            "axis": {"labelColor": _INK, "labelFontSize": 12, "titleColor": _SOFT, "gridColor": "#e5e5e5"},
            "legend": {"labelColor": _INK, "labelFontSize": 12, "title": None, "orient": "top", "columns": 4},
        },
    }


def _bars(chart: BarChart) -> dict[str, Any]:
    rows = [{"order": order, "length": bar.length, "shown": bar.shown} for order, bar in enumerate(chart.bars)]
    # Bars are told apart by their order: two long names may be shortened to the same one.
    short = [_short(bar.name) for bar in chart.bars]
    folded = [order for order, name in enumerate(short) if "\n" in name]
    names = json.dumps(short)
    room_for_labels = 1.2
    return {
        "data": {"values": rows},
        "height": {"step": _TWO_LINES if folded else _BAR_HEIGHT},
        "encoding": {
            "y": {
                "field": "order",
                "type": "ordinal",
                "axis": {
                    "title": None,
                    "ticks": False,
                    "domain": False,
                    "labelPadding": 8,
                    "labelLimit": 260,
                    "labelExpr": f"{names}[datum.value]",
                    "labelOffset": {
                        "condition": {"test": f"indexof({folded}, datum.value) >= 0", "value": _HALF_A_LINE},
                        "value": 0,
                    },
                },
            },
            "x": {
                "field": "length",
                "type": "quantitative",
                "scale": {"domain": [0, max(bar.length for bar in chart.bars) * room_for_labels]},
                "axis": None,
            },
        },
        "layer": [
            {"mark": {"type": "bar", "color": _ACCENT, "height": {"band": 0.7}}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": _INK, "fontSize": 12},
                "encoding": {"text": {"field": "shown"}},
            },
        ],
    }


def _stacked(chart: StackedMonths) -> dict[str, Any]:
    rows = [
        {"month": number, "series": name, "order": order, "hours": amount / HUNDREDTHS_PER_HOUR}
        for order, (name, hours) in enumerate(chart.series.items())
        for number, amount in enumerate(hours)
    ]
    return {
        "data": {"values": rows},
        "height": _HEIGHT,
        "mark": {"type": "bar"},
        "encoding": {
            "x": _months(chart),
            "y": _hours_axis("hours"),
            "color": {
                "field": "series",
                "type": "nominal",
                "scale": {"domain": list(chart.series), "range": [*_SHADES * (len(chart.series) // len(_SHADES) + 1)]},
            },
            "order": {"field": "order"},
        },
    }


def _burn_up(chart: BurnUp) -> dict[str, Any]:
    lines = {"prévu au départ": chart.planned, "fait": chart.done, "à ce rythme": chart.projected}
    rows = [
        {"month": number, "line": name, "hours": amount / HUNDREDTHS_PER_HOUR}
        for name, hours in lines.items()
        for number, amount in enumerate(hours)
        if amount is not None
    ]
    ends = [max((row for row in rows if row["line"] == name), key=_month, default=None) for name in lines]
    due = {"month": 0, "hours": chart.due / HUNDREDTHS_PER_HOUR, "line": "dû"}
    shown = {"domain": [*lines], "range": [_SOFT, _ACCENT, _WARN]}
    dashes = {"domain": [*lines], "range": [[2, 3], [1, 0], [6, 4]]}
    x, y = _months(chart), _hours_axis("hours")
    return {
        "height": _HEIGHT,
        "layer": [
            {
                "data": {"values": [due]},
                "mark": {"type": "rule", "color": _INK, "strokeWidth": 1.5},
                "encoding": {"y": y},
            },
            {
                "data": {"values": [due]},
                "mark": {"type": "text", "align": "left", "dx": 4, "dy": -7, "color": _INK, "fontSize": 12},
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "line"}},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 18}},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": {"field": "line", "type": "nominal", "scale": shown, "legend": None},
                    "strokeDash": {"field": "line", "type": "nominal", "scale": dashes, "legend": None},
                },
            },
            {
                "data": {"values": [end for end in ends if end is not None]},
                "mark": {"type": "text", "align": "left", "dx": 5, "dy": 12, "fontSize": 12},
                "encoding": {
                    "x": x,
                    "y": y,
                    "text": {"field": "line"},
                    "color": {"field": "line", "type": "nominal", "scale": shown, "legend": None},
                },
            },
        ],
    }


def _month(row: dict[str, Any]) -> int:
    return int(row["month"])


def _months(chart: StackedMonths | BurnUp) -> dict[str, Any]:
    many = len(chart.months) > _FEW_MONTHS
    names = json.dumps(
        [
            _SHORT_MONTHS[month.month - 1]
            + (f" {month.year % 100:02d}" if number == 0 or month.month == 1 or many else "")
            for number, month in enumerate(chart.months)
        ]
    )
    axis: dict[str, Any] = {"title": None, "labelAngle": -45, "labelExpr": f"{names}[datum.value]", "grid": False}
    if many:  # one name in several, whole ones rather than a row of fragments
        axis["values"] = list(range(0, len(chart.months), -(-len(chart.months) // _FEW_MONTHS)))
    return {
        "field": "month",
        "type": "ordinal",
        "scale": {"domain": list(range(len(chart.months)))},
        "axis": axis,
    }


def _hours_axis(field: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"zero": True},
        "axis": {"title": "heures", "format": ",.0f", "tickCount": 5, "domain": False, "ticks": False},
    }


def _short(name: str) -> str:
    """A name on two lines at most, cut with « … » where it is longer still."""
    whole = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    first = next(iter(textwrap.wrap(whole, _LINE)), "")
    rest = whole.strip()[len(first) :].strip()
    if not rest:
        return first
    return f"{first}\n{rest if len(rest) <= _LINE + 4 else f'{rest[: _LINE + 3]}…'}"
