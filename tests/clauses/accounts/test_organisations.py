"""Organisations: told apart by their SIRET, by their name while none is known."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from clauses.accounts.actions import add_organisations, complete_organisation, tell_employer_kinds
from clauses.accounts.models import Organisation
from clauses.db import reading, writing
from clauses.reference.rules import EmployerKind
from tests import factories
from tests.factories import id_of, siret


def _bodies(engine: Engine) -> list[tuple[str, str, str | None, EmployerKind | None]]:
    with reading(engine) as session:
        rows = session.exec(select(Organisation).order_by(col(Organisation.id))).all()
        return [(row.name, row.name_key, row.siret, row.employer_kind) for row in rows]


def test_organisations_are_added_with_their_ids_in_order(engine: Engine) -> None:
    names = [("Zèbre  Bâtiment", siret(1)), ("Ville de Dijonnet", None), ("Âne & Fils", siret(2))]
    with writing(engine) as session:
        numbers = add_organisations(session, names)
        assert [session.get_one(Organisation, number).siret for number in numbers] == [siret(1), None, siret(2)]
    assert _bodies(engine) == [
        ("Zèbre Bâtiment", "zebre batiment", siret(1), None),
        ("Ville de Dijonnet", "ville de dijonnet", None, None),
        ("Âne & Fils", "ane fils", siret(2), None),
    ]


def test_adding_none_adds_none(engine: Engine) -> None:
    with writing(engine) as session:
        assert add_organisations(session, []) == []
    assert _bodies(engine) == []


def test_two_establishments_may_bear_one_name(engine: Engine) -> None:
    with writing(engine) as session:
        assert len(add_organisations(session, [("Bâti Bourgogne", siret(1)), ("BATI BOURGOGNE", siret(2))])) == 2


def test_one_siret_is_one_organisation(engine: Engine) -> None:
    with pytest.raises(IntegrityError, match=r"siret"), writing(engine) as session:
        add_organisations(session, [("Bâti Bourgogne", siret(1)), ("Autre nom", siret(1))])
    assert _bodies(engine) == []


def test_without_a_siret_one_name_is_one_organisation(engine: Engine) -> None:
    with writing(engine) as session:
        add_organisations(session, [("Ville de Dijonnet", None)])
    with pytest.raises(IntegrityError, match="name_key"), writing(engine) as session:
        add_organisations(session, [("VILLE DE DIJONNET", None)])


def test_a_name_known_by_its_siret_does_not_take_the_place_of_one_without(engine: Engine) -> None:
    with writing(engine) as session:
        add_organisations(session, [("Ville de Dijonnet", siret(1)), ("Ville de Dijonnet", None)])
    assert len(_bodies(engine)) == 2


def test_a_name_without_any_letter_keeps_itself_as_its_key(engine: Engine) -> None:
    with writing(engine) as session:
        add_organisations(session, [(" … ", siret(1))])
    assert _bodies(engine) == [("…", "…", siret(1), None)]


def test_a_siret_learned_later_is_written(engine: Engine) -> None:
    with writing(engine) as session:
        (number,) = add_organisations(session, [("Bâti Bourgogne", None)])
        other = id_of(factories.organisation(session, siret=None, employer_kind=None))
        complete_organisation(session, number, siret=siret(7), employer_kind=EmployerKind.GEIQ)
        assert session.get_one(Organisation, other).siret is None
    assert _bodies(engine)[0] == ("Bâti Bourgogne", "bati bourgogne", siret(7), EmployerKind.GEIQ)


def test_the_kind_of_employer_is_learned_once_and_not_overwritten(engine: Engine) -> None:
    with writing(engine) as session:
        known, unknown, other = (
            id_of(factories.organisation(session, employer_kind=kind)) for kind in (EmployerKind.EI, None, None)
        )
        tell_employer_kinds(session, {known: EmployerKind.ETTI, unknown: EmployerKind.ETTI})
        tell_employer_kinds(session, {})
    with reading(engine) as session:
        kinds = {row.id: row.employer_kind for row in session.exec(select(Organisation)).all()}
        assert kinds == {known: EmployerKind.EI, unknown: EmployerKind.ETTI, other: None}
