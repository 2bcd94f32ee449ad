"""Charts, drawn without a browser: values → SVG for pages and PDF, PNG for editable documents.

One question a chart, the answer as its title, a label on each bar rather than an axis to read: `docs/adr/0010`.
"""

from __future__ import annotations

import json
from typing import Any

import vl_convert

from clauses.reports.documents.content import BarChart

_INK, _ACCENT = "#1f2430", "#1d5f55"
_WIDTH, _BAR_HEIGHT = 420, 26
_LONGEST_NAME = 44
_VERSION = "6.1"
"""Of Vega-Lite, fixed: the same chart gives the same drawing."""


def svg(chart: BarChart) -> str:
    """The chart as an SVG image."""
    drawn: str = vl_convert.vegalite_to_svg(_specification(chart), vl_version=_VERSION)
    return drawn


def png(chart: BarChart) -> bytes:
    """The chart as a picture, twice as fine as a screen."""
    drawn: bytes = vl_convert.vegalite_to_png(_specification(chart), vl_version=_VERSION, scale=2)
    return drawn


def _specification(chart: BarChart) -> dict[str, Any]:
    rows = [{"order": order, "length": bar.length, "shown": bar.shown} for order, bar in enumerate(chart.bars)]
    # Bars are told apart by their order: two long names may be shortened to the same one.
    names = json.dumps([_short(bar.name) for bar in chart.bars])
    longest = max(bar.length for bar in chart.bars)
    base = {
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
            },
        },
        "x": {
            "field": "length",
            "type": "quantitative",
            # Room for the label of the longest bar.
            "scale": {"domain": [0, longest * 1.2]},
            "axis": None,
        },
    }
    return {
        "data": {"values": rows},
        "width": _WIDTH,
        "height": {"step": _BAR_HEIGHT},
        "background": "white",
        "encoding": base,
        "layer": [
            {"mark": {"type": "bar", "color": _ACCENT, "height": {"band": 0.7}}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": _INK, "fontSize": 12},
                "encoding": {"text": {"field": "shown"}},
            },
        ],
        "config": {"view": {"stroke": None}, "axis": {"labelColor": _INK, "labelFontSize": 12}},
    }


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
