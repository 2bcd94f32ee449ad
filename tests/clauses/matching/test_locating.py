"""Where the communes that people write are."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.db import writing
from clauses.matching.locating import Written, locate
from tests.official_factories import official_commune

DIJON, LYON = ("Dijon", None), ("Lyon", None)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as made:
        for insee, name, postal_codes, place in (
            ("69123", "lyon", "69001;69002", (45_758_000_0, 4_835_100_0)),
            ("01033", "saint martin", "01000", (46_000_000_0, 5_000_000_0)),
            ("71456", "saint martin", "71000", (46_500_000_0, 4_800_000_0)),
            ("99999", "ailleurs", "", (None, None)),
            ("73034", "beaune", "73140", (45_200_000_0, 6_400_000_0)),
        ):
            latitude, longitude = place
            official_commune(
                made, insee=insee, name=name.title(), name_key=name, postal_codes=postal_codes, latitude=latitude,
                longitude=longitude,
            )  # fmt: skip
        yield made


@pytest.mark.parametrize(
    ("written", "insee"),
    [
        (DIJON, "21231"),
        (LYON, "69123"),
        (("LYON", "69002"), "69123"),
        (("Lyon", "21000"), None),
        (("St Martin", None), None),
        (("St Martin", "71000"), "71456"),
        (("Chenôve", None), "21166"),
        (("Beaune", "73140"), "73034"),
        (("Ailleurs", None), "99999"),
        (("Nulle-Part", None), None),
        (("", None), None),
    ],
)
def test_a_commune_is_of_the_territory_else_the_only_one_of_france(
    session: Session, written: Written, insee: str | None
) -> None:
    found = locate(session, [written])
    assert (found.codes[written], found(*written)) == (insee, insee)


def test_official_centres_are_degrees_and_a_commune_without_one_has_none(session: Session) -> None:
    found = locate(session, [DIJON, LYON, ("Ailleurs", None)])
    assert found.points["69123"] == (45.758, 4.8351)
    assert "99999" not in found.points
    assert found.points["21231"][0] == pytest.approx(47.3, abs=0.1)


def test_what_nobody_asked_is_not_known(session: Session) -> None:
    assert locate(session, [DIJON])("Lyon", None) is None
