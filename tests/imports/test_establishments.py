"""A SIREN where a SIRET is expected: the known establishments are proposed, to whoever may know them."""

from __future__ import annotations

import pytest
from sqlalchemy import true
from sqlmodel import col

from clauses.access.depositing import Depositor
from clauses.db import writing
from clauses.files.rules import Issue, Severity
from clauses.markets.models import Contractor
from imports.establishments import proposed
from tests.factories import organisation
from tests.imports.office import HOURS, Office

SIREN = {**HOURS, "SIRET attributaire": "732 829 320"}
MASON = "73282932000074"


def siren_said(office: Office, **how: object) -> tuple[str, str | None]:
    (issue,) = [each for each in office.hours(SIREN, dry_run=True, **how).issues if each.code == "hours.siren_only"]
    return issue.message.replace("\u00a0", " "), issue.suggestion


def test_a_siren_is_refused_with_the_only_establishment_known(office: Office) -> None:
    office.prepare()
    report = office.hours(SIREN, HOURS)
    assert (report.rows.accepted, report.rows.rejected) == (1, 1)
    said, suggested = siren_said(office)
    assert said.endswith(f"Écrivez les 14 chiffres du SIRET. Établissement connu : {MASON}.")
    assert suggested == MASON


def test_several_establishments_are_named_and_none_is_chosen(small_office: Office) -> None:
    small_office.prepare()
    with writing(small_office.engine) as session:
        organisation(session, name="Autre agence", siret="73282932000009")
    said, suggested = siren_said(small_office)
    assert (said.split(" : ")[-1], suggested) == (f"73282932000009, {MASON}.", None)


@pytest.mark.parametrize("own", [True, False])
def test_a_depositor_is_told_of_the_contractors_whose_hours_they_send_and_of_nobody_else(
    small_office: Office, own: bool
) -> None:
    small_office.prepare()
    (mason,) = small_office.rows("SELECT c.id FROM contractor c JOIN organisation o ON o.id = c.organisation_id"
                               f" WHERE o.siret = '{MASON}'")[0]  # fmt: skip
    theirs = col(Contractor.id) == (mason if own else -1)
    _, suggested = siren_said(small_office, depositor=Depositor(1, "Ana", theirs, true()))
    assert suggested == (MASON if own else None)


def test_a_company_of_many_establishments_has_the_first_ones_named() -> None:
    issue = Issue(code="markets.siren_only", message="Non.", severity=Severity.ERROR, value="732829320")
    sirets = [f"7328293200{place:04d}" for place in range(9)]
    assert proposed(issue, {"732829320": sirets}).message.endswith(f"{sirets[4]}…")
    assert proposed(issue, {}) is issue
