"""An invented document whose texts would break a writer that did not treat them as texts."""

from __future__ import annotations

from datetime import date

from clauses.reports.documents.content import Chapter, Document
from clauses.reports.documents.pictures import Bar, BarChart
from clauses.reports.figures import Share
from clauses.reports.sheets import InHours, Percent, Row, Table

HOSTILE = '=SUM(1) <b>&amp; "L\'Été" #let $x$ *gras* @cite \\ `x` https://a.b [1]'
CONTROL = "avant\x07après\x00"
LONG = "Anticonstitutionnellement" * 20

TABLE = Table(
    "Heures par quartier",
    ("Quartier", "Heures", "Sur", "Part"),
    (
        Row((HOSTILE, InHours(4243789), 80, Percent(Share(30, 80)))),
        Row((LONG, InHours(0), None, Percent(Share(9, None)))),
        Row(("Total", InHours(4243789), 80, None), total=True),
    ),
    "Une note <i>.",
)
CHART = BarChart("Heures par nature", (Bar(HOSTILE, 1978411, "19 784,11 h"), Bar("Services", 2265378, "22 653,78 h")))


def document(*chapters: Chapter) -> Document:
    """One chapter with everything, unless others are given."""
    return Document(
        title="Bilan d'essai",
        answer=HOSTILE,
        heading=("Périmètre : tous.", CONTROL),
        chapters=chapters or (Chapter("Heures <h1>", (HOSTILE,), (CHART,), (TABLE,), ("Un constat.", HOSTILE)),),
        established_on=date(2024, 3, 1),
    )
