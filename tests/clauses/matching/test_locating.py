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


def test_the_official_file_takes_over_once_loaded(session: Session) -> None:
    before = locate(session, [DIJON]).points["21231"]
    official_commune(
        session, insee="21231", name="Dijon", name_key="dijon", postal_codes="21000;21123", latitude=473_300_000,
        longitude=50_500_000,
    )  # fmt: skip
    moved = ("Dijon", "21123")
    assert before != locate(session, [DIJON]).points["21231"] == (47.33, 5.05)
    assert locate(session, [DIJON, moved]).codes == {DIJON: "21231", moved: "21231"}


def test_a_name_of_before_stands_at_the_official_centre_of_what_it_became(session: Session) -> None:
    official_commune(
        session, insee="76484", name="Oissel-sur-Seine", name_key="oissel sur seine", postal_codes="76350",
        latitude=493_400_000, longitude=10_900_000,
    )  # fmt: skip
    found = locate(session, [("Oissel", None), ("Oissel-sur-Seine", None)])
    assert set(found.codes.values()) == {"76484"}
    assert found.points["76484"] == (49.34, 1.09)


def test_of_several_communes_of_one_name_that_of_the_territory_is_meant(session: Session) -> None:
    for insee, postal_codes in (("21540", "21850"), ("69181", "69170")):
        official_commune(
            session, insee=insee, name="Saint-Apollinaire", name_key="saint apollinaire", postal_codes=postal_codes
        )
    either, far = ("St-Apollinaire", None), ("Saint-Apollinaire", "69170")
    assert locate(session, [either, far]).codes == {either: "21540", far: "69181"}
