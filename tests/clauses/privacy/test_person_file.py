"""The file of one person, as they read it."""

from datetime import date

import pytest
from sqlmodel import Session, select

from clauses.audit import Journal
from clauses.errors import Misused, NotFound
from clauses.privacy.names import text
from clauses.privacy.person_file import PersonFile, as_document, as_json, export_person
from clauses.privacy.queries import person_named
from clauses.reference.rules import Sex
from clauses.tables import metadata
from tests import factories

NO_BREAK = "\u00a0"


def plain(said: str) -> str:
    return said.replace(NO_BREAK, " ").replace("\u202f", " ")


def exported(session: Session, person_id: int) -> PersonFile:
    return export_person(session, metadata, person_id, by="Camille", reason="demande du 3 mars")


@pytest.fixture
def lea(session: Session) -> int:
    """Someone with a contract, its hours and an address."""
    found = factories.id_of(
        factories.person(session, first_name="Léa", last_name="<b>Roux", sex=Sex.F, rsa=False, identifier="P7")
    )
    market = factories.market(session, reference="2024-T001")
    lot = factories.lot(session, market_id=factories.id_of(market), number="2")
    employer = factories.organisation(session, name="Maçons du Sud")
    contractor = factories.contractor(session, lot_id=factories.id_of(lot), organisation_id=factories.id_of(employer))
    declared = factories.declaration(
        session,
        contractor_id=factories.id_of(contractor),
        employer_id=factories.id_of(employer),
        month=date(2024, 3, 1),
        run_id=factories.id_of(factories.run(session, file_name="mars.xlsx", author="Ouche Intérim")),
    )
    contract = factories.contract(session, person_id=found, employer_id=factories.id_of(employer))
    factories.line(
        session, contract_id=factories.id_of(contract), declaration_id=factories.id_of(declared), hours=151_67
    )
    factories.residence(session, person_id=found, address="1 rue des Tilleuls", since=date(2023, 5, 4))
    return found


def test_it_says_everything_in_words(session: Session, lea: int) -> None:
    sections = {section.title: section.entries for section in exported(session, lea).sections}
    assert list(sections) == [
        "Identité et situation",
        "Contrats de travail",
        "Adresses et quartiers prioritaires",
        "Heures déclarées",
    ]
    identity = sections["Identité et situation"][0]
    assert (identity["Nom"], identity["RSA"], identity["Sexe"]) == ("<b>Roux", "non", "Femme")
    assert sections["Contrats de travail"][0]["Employeur"] == "Maçons du Sud"
    assert sections["Adresses et quartiers prioritaires"][0]["Depuis"] == "04/05/2023"
    (hours,) = sections["Heures déclarées"]
    assert plain(hours["Heures travaillées"]) == "151,67 h"
    assert hours["Déclaration"].startswith(
        "Maçons du Sud, 2024-T001, lot 2, mars 2024, version 1, fichier mars.xlsx, par Ouche Intérim, le "
    )
    assert plain(hours["Contrat"]).startswith("n° ")


def test_what_is_not_known_and_what_is_the_programs_own_is_left_out(session: Session, lea: int) -> None:
    identity = exported(session, lea).sections[0].entries[0]
    assert "RQTH" not in identity
    assert not {"id", "last_key", "person_id"} & set(identity)


def test_its_leaving_is_in_the_journal_first_and_in_the_file(session: Session, lea: int) -> None:
    file = exported(session, lea)
    (act,) = session.exec(select(Journal).where(Journal.act == "person.exported")).all()
    assert (act.author, act.subject, act.subject_id) == ("Camille", "person", lea)
    assert "demande du 3 mars" in act.details
    assert [entry["Par"] for entry in file.acts] == ["Camille"]


def test_its_reason_names_nobody_since_the_journal_stays(session: Session, lea: int) -> None:
    for reason in ("demande de Mme Roux", "demande de Léa"):
        with pytest.raises(Misused, match="sans nommer"):
            export_person(session, metadata, lea, by="Camille", reason=reason)


def test_nobody_of_that_number(session: Session) -> None:
    with pytest.raises(NotFound):
        exported(session, 404)


def test_it_is_a_document_with_a_table_a_row_and_json_for_programs(session: Session, lea: int) -> None:
    file = exported(session, lea)
    document = as_document(file, established_on=date(2024, 3, 5))
    assert document.title == "Données enregistrées sur Léa <b>Roux"
    assert document.answer == "5 enregistrements, au 05/03/2024"
    assert sum(len(chapter.tables) for chapter in document.chapters) == 5
    shape = as_json(file)
    assert shape["person"] == "Léa <b>Roux"
    assert len(shape["sections"]) == 4
    assert len(shape["journal"]) == 1


def test_several_rows_are_numbered(session: Session, lea: int) -> None:
    factories.residence(session, person_id=lea, since=date(2024, 1, 1))
    document = as_document(exported(session, lea), established_on=date(2024, 3, 5))
    titles = [table.title for chapter in document.chapters for table in chapter.tables]
    assert "Adresses et quartiers prioritaires – 2 sur 2" in titles


def test_a_value_is_read_in_french() -> None:
    assert text("month", date(2024, 3, 1)) == "mars 2024"
    assert text("since", date(2024, 3, 1)) == "01/03/2024"
    assert text("rsa", True) == "oui"
    assert text("rank", 3) == "3"


@pytest.mark.parametrize("said", ["P7", " P7 ", "roux léa", "LEA ROUX 04/05/1990", "Léa b Roux"])
def test_someone_is_meant_by_their_identifier_or_their_names(session: Session, said: str) -> None:
    number = factories.id_of(
        factories.person(
            session,
            identifier="P7",
            first_name="Léa",
            last_name="Roux",
            first_key="lea",
            last_key="b roux" if said == "Léa b Roux" else "roux",
            birth_date=date(1990, 5, 4),
        )
    )
    assert person_named(session, said) == number


def test_of_two_of_one_name_the_birth_date_is_asked(session: Session) -> None:
    for year in (1990, 1991):
        factories.person(
            session, first_name="Léa", last_name="Roux", first_key="lea", last_key="roux", birth_date=date(year, 5, 4)
        )
    with pytest.raises(Misused, match=r"04/05/1990.*04/05/1991"):
        person_named(session, "Léa Roux")
    assert person_named(session, "Léa Roux 04/05/1991")


@pytest.mark.parametrize("said", ["", "Roux", "04/05/1990", "Léa Roux 05/05/1990", "Léa % Roux", "Léa Roux Petit"])
def test_half_a_name_or_another_day_means_nobody(session: Session, said: str) -> None:
    factories.person(
        session, first_name="Léa", last_name="Roux", first_key="lea", last_key="roux", birth_date=date(1990, 5, 4)
    )
    if said == "Léa % Roux":
        assert person_named(session, said)  # signs say nothing
    else:
        with pytest.raises(NotFound):
            person_named(session, said)
