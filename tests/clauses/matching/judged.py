"""A labelled set: who a facilitateur would propose for each need, and who they could not, by their own rules.

The judgement is written apart from the product: on plain words and figures given by hand, it reads no text and knows no
code. The product sees only the cells of the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from clauses.matching.distance import Places

TODAY = date(2026, 3, 1)

CENTROIDS = {
    "Dijon": ("21231", (47.322, 5.042)), "Chenôve": ("21166", (47.293, 5.007)), "Longvic": ("21355", (47.287, 5.064)),
    "Quetigny": ("21515", (47.315, 5.107)), "Talant": ("21617", (47.337, 5.008)),
    "Chevigny-Saint-Sauveur": ("21171", (47.298, 5.135)), "Fontaine-lès-Dijon": ("21278", (47.343, 5.020)),
    "Beaune": ("21054", (47.024, 4.840)), "Genlis": ("21292", (47.242, 5.223)),
    "Gevrey-Chambertin": ("21295", (47.227, 4.969)), "Nuits-Saint-Georges": ("21464", (47.138, 4.950)),
    "Is-sur-Tille": ("21317", (47.529, 5.105)), "Montbard": ("21425", (47.623, 4.337)),
}  # fmt: skip
PLACES = Places(dict(CENTROIDS.values()))

ROAD_FROM_DIJON = {"Beaune": 40, "Genlis": 18, "Gevrey-Chambertin": 13, "Nuits-Saint-Georges": 23, "Is-sur-Tille": 25,
                   "Montbard": 80}  # fmt: skip
"""Kilometres by road, as everybody there knows them; the other communes, of the métropole, are within ten."""

FRENCH = ("A1.1", "A1", "A2", "B1", "B2", "C1", "C2")


@dataclass(frozen=True)
class Person:
    """The cells of someone's file, and what the facilitateur knows."""

    cells: dict[str, str]
    trades: frozenset[str]
    licences: frozenset[str] | None
    eligible: bool | None
    in_qpv: bool | None
    permit_until: date | None
    contract_until: date | None

    @property
    def key(self) -> str:
        return self.cells["key"]


@dataclass(frozen=True)
class Post:
    """The cells of a need, and what the facilitateur understands of it."""

    cells: dict[str, str]
    trades: frozenset[str]
    licences: frozenset[str]
    starts_on: date
    ends_on: date

    @property
    def key(self) -> str:
        return self.cells["key"]


def day(text: str) -> date:
    """« 04-01 » is of 2026."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


_YES_NO = {"y": True, "n": False, "?": None}
_PEOPLE_CELLS = (
    "key",
    "jobs",
    "skills",
    "licences",
    "commune",
    "mobility",
    "french",
    "available",
    "sectors",
    "waiting",
)
_NEED_CELLS = ("key", "job", "skills", "licences", "french", "commune", "posts", "start", "end", "sector", "qpv")


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _split(line: str, names: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    cells, known = ([part.strip() for part in side.split("|")] for side in line.split("//"))
    return {name: "" if cell == "-" else cell for name, cell in zip(names, cells, strict=True)}, known


def _words(text: str) -> frozenset[str]:
    return frozenset() if text == "-" else frozenset(text.split())


def people() -> list[Person]:
    """Everyone."""
    found = []
    for line in _lines("judged_people.txt"):
        cells, (trades, licences, eligible, qpv, permit, contract) = _split(line, _PEOPLE_CELLS)
        found.append(
            Person(
                cells, _words(trades), None if licences == "?" else _words(licences), _YES_NO[eligible], _YES_NO[qpv],
                None if permit == "-" else day(permit), None if contract == "-" else day(contract),
            )
        )  # fmt: skip
    return found


def posts() -> list[Post]:
    """Every need."""
    found = []
    for line in _lines("judged_needs.txt"):
        cells, (trades, licences) = _split(line, _NEED_CELLS)
        found.append(Post(cells, _words(trades), _words(licences), day(cells["start"]), day(cells["end"])))
    return found


def road(one: str, other: str) -> int | None:
    """Kilometres by road between two communes, as one counts them there; None when one is not known."""
    if not one or not other:
        return None
    if one == other:
        return 0
    return max(6, ROAD_FROM_DIJON.get(one, 0) + ROAD_FROM_DIJON.get(other, 0))


def impossible(person: Person, post: Post) -> str | None:
    """Why nobody could send this person, on what is known; None when they could."""
    available = person.cells["available"]
    reasons = {
        "not eligible": person.eligible is False,
        "not of a QPV": post.cells["qpv"] == "oui" and person.in_qpv is False,
        "a licence is missing": not _holds(person, post.licences),
        "no work authorisation": person.permit_until is not None and person.permit_until < post.starts_on,
        "on a contract": person.contract_until is not None and person.contract_until >= post.starts_on,
        "not free before the end": bool(available) and day(available) > post.ends_on,
        "too far on foot": _too_far(person, post),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _holds(person: Person, licences: frozenset[str]) -> bool:
    return person.licences is None or all({one, f"{one}?"} & person.licences for one in licences)


def _too_far(person: Person, post: Post) -> bool:
    far, mobility = road(person.cells["commune"], post.cells["commune"]), person.cells["mobility"]
    drives = person.licences is None or bool(person.licences & {"B", "B?", "BE", "C"})
    return far is not None and bool(mobility) and not drives and far > int(mobility) + 5


def would_propose(person: Person, post: Post) -> bool:
    """Whether a facilitateur would send this person: the trade, then nothing that gets in the way."""
    if impossible(person, post) or not person.trades & post.trades:
        return False
    available = person.cells["available"]
    if available and day(available) > post.starts_on + timedelta(days=21):
        return False
    asked, had = post.cells["french"], person.cells["french"]
    if asked and had and FRENCH.index(had) < FRENCH.index(asked) - 1:
        return False
    far = road(person.cells["commune"], post.cells["commune"])
    return far is None or far <= int(person.cells["mobility"] or 20) + 10
