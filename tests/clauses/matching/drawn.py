"""People and needs drawn by Hypothesis from a few words, so that they often have something to say to each other."""

from datetime import date, timedelta

from hypothesis import strategies as st

from clauses.dates import add_months
from clauses.matching.distance import Places
from clauses.matching.french_levels import FrenchLevel
from clauses.matching.grounds import Grounds
from clauses.matching.licence_reading import holding, requirements
from clauses.matching.rome import Rome
from clauses.matching.rules import Candidate, Engagement, Job, JobCode, Need, Standing
from clauses.people.rules import Sector

TODAY = date(2026, 3, 1)
CODES = ("F1703", "F1701", "F1704", "F1302", "K2204", "K2303", "A1203", "N1105", "G1216", "G1230")
ROME = Rome(
    labels={"F1703": "Maçon / Maçonne", "K2204": "Agent / Agente de nettoyage"},
    parents={"G1216": "G1201", "G1230": "G1201"},
    neighbours={"F1703": ("F1701", "F1704"), "K2204": ("K2303",), "N1105": ("F1704",)},
    skills={
        "F1703": ("Monter un mur en parpaings", "Réaliser un coffrage", "Lire un plan"),
        "F1701": ("Réaliser un coffrage", "Lecture de plan"),
        "K2204": ("Entretenir des locaux", "Utiliser une monobrosse"),
    },
    divisions={"F1703": frozenset({"41", "43"}), "K2204": frozenset({"81"})},
)
PLACES = Places({
    "21231": (47.3220, 5.0415), "21166": (47.2930, 5.0070), "21515": (47.3150, 5.1070), "21054": (47.0240, 4.8400),
    "76540": (49.4400, 1.0900),
})  # fmt: skip
GROUNDS = Grounds(today=TODAY, rome=ROME, places=PLACES)

_TITLES = ("maçon", "Maçonne", "coffreur", "manœuvre BTP", "agent d'entretien", "agente de nettoyage", "cuisinier", "")
_SKILLS = ("coffrage", "cofrage bois", "lecture de plan", "nettoyage des vitres", "monobrosse", "réaliser", "soudure")
_LICENCES = (
    "CACES R482 A", "CACES R482 A (jusqu'au 06/2026)", "CACES R372 1", "CACES R489 3, 5", "CACES", "Permis B",
    "Permis C", "sans permis", "aucune", "véhiculé", "H0B0", "B2V", "AIPR opérateur", "carte BTP", "SST",
    "brevet inconnu", "Permis B en cours", "CACES R489 1 périmé", "Permis B (valable jusqu'au 01/04/2026)",
    "CACES R482 A (jusqu'au 30/09/2026)", "CACES R489 3 jusqu'au 29/06/2026",
)  # fmt: skip
_REQUIRED = (
    "CACES R482 A", "CACES R489 3 ou 5", "Permis B", "Permis B souhaité", "Permis CE", "H0B0", "BR", "AIPR", "CACES",
    "carte BTP", "SST", "attestation maison",
)  # fmt: skip

# Few days, so that one is often the eve of another, or the same.
_STARTS = (date(2026, 4, 1), date(2026, 5, 4))
_ENDS = (date(2026, 6, 30), date(2026, 9, 30))
_AROUND = tuple(sorted(day + timedelta(days=gap) for day in (*_STARTS, *_ENDS) for gap in (-1, 0, 1)))
days = st.sampled_from((*_AROUND, date(2025, 6, 1), date(2026, 2, 1), date(2027, 6, 1)))
assessed = st.sampled_from([add_months(day, -24) for day in _AROUND])
codes = st.builds(JobCode, st.sampled_from(CODES), st.sampled_from((1.0, 0.9, 0.35)))
jobs = st.builds(Job, st.sampled_from(_TITLES), st.lists(codes, max_size=2).map(tuple))


def lists(words: tuple[str, ...], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), max_size=most, unique=True).map(tuple)


candidates = st.builds(
    Candidate,
    key=st.sampled_from([f"P{number:03d}" for number in range(200)]),
    jobs=st.lists(jobs, max_size=2).map(tuple),
    skills=lists(_SKILLS, 3),
    holding=lists(_LICENCES, 3).map(holding),
    place=st.sampled_from([None, "21231", "21231", "21166", "21515", "21054", "76540", "99999"]),
    mobility_km=st.sampled_from([None, 0, 1, 2, 4, 5, 10, 30, 33, 36, 60]),
    french=st.none() | st.sampled_from(FrenchLevel),
    french_assessed_on=st.none() | assessed,
    available_on=st.none() | days,
    hours_from=st.none() | st.sampled_from([0, 1750, 2800]),
    hours_to=st.none() | st.sampled_from([1750, 3500]),
    waiting_since=st.none()
    | st.sampled_from([date(2024, 1, 1), date(2026, 1, 1), date(2026, 2, 28), date(2027, 1, 1)]),
    sectors=st.frozensets(st.sampled_from(Sector), max_size=2),
)
engagements = st.builds(
    Engagement,
    st.sampled_from((date(2025, 1, 1), *_AROUND[:6])),
    st.none() | st.sampled_from(_AROUND[6:]),
    st.booleans(),
) | st.builds(
    Engagement, st.just(date(2025, 1, 1)), st.none() | st.sampled_from(_AROUND), need=st.sampled_from(["", "B900"])
)
standings = st.builds(
    Standing,
    in_qpv=st.sampled_from([None, True, False]),
    work_permit_until=st.sampled_from([None, None, None, *_AROUND]),
    engagements=st.lists(engagements, max_size=1).map(tuple) | st.just(()),
    left_on=st.sampled_from([None] * 9 + [TODAY]),
    not_integrated_on=st.sampled_from([None] * 9 + [TODAY]),
)
needs = st.builds(
    Need,
    key=st.just("B001"),
    job=jobs,
    starts_on=st.sampled_from(_STARTS),
    ends_on=st.sampled_from([None, *_ENDS, *_STARTS]),
    posts=st.integers(1, 3),
    skills=lists(_SKILLS, 3),
    required=lists(_REQUIRED, 2).map(requirements),
    french=st.none() | st.sampled_from(FrenchLevel),
    place=st.sampled_from([None, "21231", "21166", "21054", "99998"]),
    place_name=st.sampled_from(["", "Dijon"]),
    weekly_hours=st.none() | st.sampled_from([1000, 2400, 3500]),
    sector=st.none() | st.sampled_from(Sector),
    division=st.none() | st.sampled_from(["41", "81"]),
    qpv_only=st.sampled_from([False, False, True]),
)
eligible = st.sampled_from([True, True, None, False])
people = st.lists(st.tuples(candidates, standings, eligible), min_size=6, max_size=16)
