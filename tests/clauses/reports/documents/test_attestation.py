"""The attestation d'heures: validated hours of one contractor on one market, and nothing else."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.dates import Period
from clauses.db import reading, writing
from clauses.errors import NotFound
from clauses.files.rules import DocumentKind
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor
from clauses.markets.rewriting import rewrite_contractor
from clauses.reference.rules import ContractKind, Role
from clauses.reports.attested_hours import Attested, AttestedLine, attested_hours, find_pair, pairs_with_hours
from clauses.reports.documents.attestation import attestation
from clauses.reports.documents.issued import issue_pdf
from clauses.reports.sheets import InHours
from tests import factories as f
from tests.factories import NOON, id_of

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))
VALID = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}


def hours(session: Session, holder: Contractor, number: int, *, month: int = 4, **said: object) -> None:
    """Validated hours of somebody for a contractor, unless said otherwise."""
    declaration = f.declaration(session, contractor_id=id_of(holder), month=date(2023, month, 1))
    f.line(session, declaration_id=id_of(declaration), hours=number, **{**VALID, **said})


def territory(session: Session) -> tuple[Contractor, Contractor]:
    """A titulaire, and its subcontractor on the same lot."""
    market = f.market(session, reference="2023-T009", title="École & crèche <neuve>")
    lot = id_of(f.lot(session, market_id=id_of(market)))
    mason = f.organisation(session, name='Maçons "du" Sud & Fils', siret=f.siret(771))
    holder = f.contractor(session, lot_id=lot, organisation_id=id_of(mason))
    sub = f.contractor(
        session, lot_id=lot, role=Role.SOUS_TRAITANT, credits_id=id_of(holder),
        organisation_id=id_of(f.organisation(session, name="Second Œuvre")),
    )  # fmt: skip
    lea = id_of(f.person(session, last_name="N'Diaye", first_name="Éloïse"))
    work = id_of(f.contract(session, person_id=lea, kind=ContractKind.CDI))
    hours(session, holder, 151_67, contract_id=work, training=7_00)
    hours(session, holder, 100_33, month=5, contract_id=work)
    hours(session, sub, 48_00)
    hours(session, holder, 9_999, month=6, state=LineState.SUBMITTED, validated_by=None, validated_at=None)
    other = f.declaration(session, contractor_id=id_of(holder), month=date(2023, 7, 1), state=DeclarationState.PROPOSED)
    f.line(session, declaration_id=id_of(other), hours=8_888, **VALID)
    old = f.declaration(session, contractor_id=id_of(holder), month=date(2022, 12, 1))
    f.line(session, declaration_id=id_of(old), hours=7_777, **VALID)
    return holder, sub


def test_only_validated_hours_in_force_of_the_period_are_attested(engine: Engine) -> None:
    with writing(engine) as session:
        territory(session)
    with reading(engine) as session:
        pair = find_pair(session, contractor=f.siret(771), market="2023-T009")
        assert find_pair(session, contractor='maçons "du" sud & fils', market="2023 t009") == pair
        under = find_pair(session, contractor="Second Œuvre", market="2023-T009")
        assert pairs_with_hours(session, YEAR) == [pair, under]
        found = attested_hours(session, *pair, YEAR)
    assert found.hours == 151_67 + 100_33 + 48_00
    assert {line.credited for line in found.lines} == {None, "Second Œuvre"}
    assert {(line.month.month, line.hours) for line in found.lines if line.credited is None} == {
        (4, 151_67),
        (5, 100_33),
    }


def test_a_subcontractor_has_its_own(engine: Engine) -> None:
    with writing(engine) as session:
        territory(session)
        pair = find_pair(session, contractor="Second Œuvre", market="2023-T009")
        found = attested_hours(session, *pair, YEAR)
    assert found.hours == 48_00
    assert (found.lines[0].credited, found.lines[0].credits) == (None, 'Maçons "du" Sud & Fils')
    made = attestation(found, established_on=date(2024, 1, 10))
    assert made.heading[0].startswith("Sous-traitant")
    (own, total) = made.chapters[0].tables[0].rows
    assert own.cells == ('Heures propres, faites en sous-traitance pour Maçons "du" Sud & Fils', *total.cells[1:])
    assert "figurent aussi à son attestation" in made.chapters[0].sentences[0]


def line(hours: int, **whose: str) -> AttestedLine:
    """Hours of somebody in April, for whoever is told."""
    return AttestedLine("Roy", "Léa", ContractKind.CDI, date(2023, 4, 1), "1", hours, 1_00, **whose)


def test_own_hours_and_those_credited_are_told_apart_and_add_up() -> None:
    hours = (line(10_00, credits="Béton"), line(20_00, credited="Zinc"), line(40_00), line(80_00, credited="Acier"),
             line(3_00, credits="Béton"), line(5_00, credits="Ardoise"))  # fmt: skip
    whole = Attested("Maçon", None, "M1", "École", "Ville", YEAR, hours)
    chapter = attestation(whole, established_on=date(2024, 1, 10)).chapters[0]
    rows = [row.cells for row in chapter.tables[0].rows]
    assert [(str(said), worked.hundredths) for said, worked, _ in rows if isinstance(worked, InHours)] == [
        ("Heures propres, pour son propre compte", 40_00),
        ("Heures propres, faites en sous-traitance pour Ardoise", 5_00),
        ("Heures propres, faites en sous-traitance pour Béton", 13_00),
        ("Heures de Acier, sous-traitant, créditées à l'attributaire", 80_00),
        ("Heures de Zinc, sous-traitant, créditées à l'attributaire", 20_00),
        ("Total", 158_00),
    ]
    assert "créditent Ardoise et Béton" in chapter.sentences[0]
    alone = attestation(replace(whole, lines=(line(40_00),)), established_on=date(2024, 1, 10))
    assert [each.title for each in alone.chapters] == [
        "Heures par type de contrat", "Heures par personne et par mois", "Signature"
    ]  # fmt: skip


def test_hours_credit_who_was_subcontracted_for_the_month_they_were_worked(engine: Engine) -> None:
    """A subcontractor in April, cotraitant from the middle of May on: its May still credits, its June does not."""
    with writing(engine) as session:
        _, sub = territory(session)
        for month, number in ((5, 10_00), (6, 5_00)):
            hours(session, sub, number, month=month)
        rewrite_contractor(
            session, id_of(sub), on=date(2023, 5, 15), today=date(2024, 1, 1), by="Ana", role=Role.COTRAITANT
        )
        first, second = (
            find_pair(session, contractor=who, market="2023-T009") for who in (f.siret(771), "Second Œuvre")
        )
        half, rest = Period(date(2023, 1, 1), date(2023, 5, 31)), Period(date(2023, 6, 1), date(2023, 12, 31))
        whole = attested_hours(session, *first, YEAR)
        assert whole.hours == 151_67 + 100_33 + 48_00 + 10_00 == attested_hours(session, *first, half).hours
        assert sorted(line.hours for line in whole.lines if line.credited == "Second Œuvre") == [10_00, 48_00]
        with pytest.raises(NotFound, match="pas d'heures validées"):
            attested_hours(session, *first, rest)
        its_own = attested_hours(session, *second, YEAR)
        assert its_own.hours == 63_00
        assert sorted(line.hours for line in its_own.lines if line.credits) == [10_00, 48_00]
        assert pairs_with_hours(session, half) == [first, second]
        assert pairs_with_hours(session, rest) == [second]
        assert sorted(pairs_with_hours(session, YEAR)) == sorted([first, second])


def test_what_cannot_be_attested_is_named(engine: Engine) -> None:
    with writing(engine) as session:
        territory(session)
        with pytest.raises(NotFound, match="« 2019-X » n'existe pas"):
            find_pair(session, contractor="x", market="2019-X")
        with pytest.raises(NotFound, match="un attributaire et un seul"):
            find_pair(session, contractor="Personne", market="2023-T009")
        pair = find_pair(session, contractor=f.siret(771), market="2023-T009")
        with pytest.raises(NotFound, match="pas d'heures validées"):
            attested_hours(session, *pair, Period(date(2024, 1, 1), date(2024, 1, 31)))


def test_it_is_issued_with_its_number_and_code_and_adds_up(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        territory(session)
        pair = find_pair(session, contractor=f.siret(771), market="2023-T009")
        made = attestation(attested_hours(session, *pair, YEAR), established_on=date(2024, 1, 10))
        first = issue_pdf(session, tmp_path, made, DocumentKind.HOURS, by="Ana")
        again = attestation(attested_hours(session, *pair, YEAR), established_on=date(2024, 2, 1))
        assert issue_pdf(session, tmp_path, again, DocumentKind.HOURS, by="Bob").content == first.content
    said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(first.content)).pages)
    words = "".join(said.split())
    for text in ('Maçons"du"Sud&Fils', "École&crèche<neuve>", "300,00", "N'DiayeÉloïse", first.number, "(SecondŒuvre)"):
        assert text in words, text
    assert f"{first.code[:4]}-{first.code[4:8]}" in words
    assert "1985" not in said  # no birth date
