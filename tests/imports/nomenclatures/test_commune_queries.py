"""Communes by name and by code: those of the two métropoles, then those of the whole country once loaded."""

from clauses.db import reading
from clauses.files.rules import FileKind
from clauses.reference.commune_queries import PlacedCommune, commune_of, communes_named
from tests.imports.nomenclatures.published import ROWS, published
from tests.imports.office import Office


def load(office: Office) -> None:
    row = ("21200", "Dijon", "39100", "39", "27", "12", "", "", "", "5.5", "47.1")
    path = published(office.desk, "communes", [*ROWS["communes"], row], version="2026")
    assert office.send_path(FileKind.COMMUNES, path).status == 0


def test_before_the_official_list_the_compact_table_answers(small_office: Office) -> None:
    with reading(small_office.engine) as session:
        (found,) = communes_named(session, "DIJON")
        assert (found.insee, found.postal_codes, found.longitude) == ("21231", ("21000",), None)
        assert communes_named(session, "Oissel")[0].name == "Oissel-sur-Seine"
        assert communes_named(session, "Ajaccio") == []
        assert commune_of(session, "21231") == found
        assert commune_of(session, "99999") is None


def test_the_official_list_takes_over_with_centres_and_homonyms(small_office: Office) -> None:
    load(small_office)
    with reading(small_office.engine) as session:
        assert [one.insee for one in communes_named(session, "Dijon")] == ["21200", "21231"]
        assert communes_named(session, "Dijon", "21000") == [
            PlacedCommune("21231", "Dijon", ("21000",), "242100410", 50_415_000, 473_220_000)
        ]
        assert communes_named(session, "Ajaccio")[0].insee == "2A004"
        official = commune_of(session, "21231")
        assert official is not None
        assert official.latitude == 473_220_000


def test_a_former_name_finds_what_the_official_list_says_of_its_commune(small_office: Office) -> None:
    row = ("76484", "Oissel-sur-Seine", "76350", "76", "28", "11000", "", "200023414", "", "1.09", "49.34")
    path = published(small_office.desk, "communes", [row], version="2026")
    small_office.send_path(FileKind.COMMUNES, path)
    with reading(small_office.engine) as session:
        (found,) = communes_named(session, "Oissel")
    assert (found.insee, found.longitude) == ("76484", 10_900_000)
