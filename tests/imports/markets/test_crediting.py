"""A company that others credit does not become a subcontractor: decided on the end of the file, not row by row."""

from datetime import date
from itertools import permutations

from clauses.markets.holding import Held, Holding, HoldingBefore
from clauses.markets.rules import Rewriting
from clauses.reference.rules import Role
from imports.markets.facts import ContractorFacts, KnownMarkets
from tests.imports.markets.recorded import (
    GARDENER,
    LOT_1,
    MASON,
    MASON_ON_1,
    codes,
    decided,
    row,
    world,
    writes,
)

GARDENER_ON_1 = 31
UNDER = Holding(Role.SOUS_TRAITANT, MASON_ON_1)
MASON_UNDER = row(role="sous_traitant")
GARDENER_HOLDS = row(
    role="titulaire", contractor_name="Verts Horizons", contractor_siret="22222222222222", due=None
)  # fmt: skip


def known(gardener: Held) -> KnownMarkets:
    """The masons hold the lot; the gardeners are on it as told."""
    usual = world()
    held = ContractorFacts(LOT_1, GARDENER, gardener.now.role)
    return world(
        contractors={**usual.contractors, (LOT_1, GARDENER): (GARDENER_ON_1, held)},
        holdings={MASON_ON_1: Held(Holding(Role.TITULAIRE)), GARDENER_ON_1: gardener},
    )


def test_a_company_that_others_credit_is_refused_as_a_subcontractor_and_they_are_named() -> None:
    made = decided(MASON_UNDER, known=known(Held(UNDER)))
    assert (codes(made), writes(made), made.accepted) == (["markets.credited"], set(), set())
    assert "« Maçons du Sud » a ses propres sous-traitants sur ce lot (Verts Horizons)" in made.issues[0].message


def test_two_companies_exchange_their_roles_whatever_the_order_of_the_rows() -> None:
    for rows in permutations([MASON_UNDER, GARDENER_HOLDS]):
        made = decided(*rows, known=known(Held(UNDER)))
        assert codes(made) == []
        assert {facts.organisation_id: facts.role for facts in made.contractors.values()} == {
            MASON: Role.SOUS_TRAITANT, GARDENER: Role.TITULAIRE,
        }  # fmt: skip


def test_a_row_refused_for_something_else_frees_nobody() -> None:
    reversed_days = {**GARDENER_HOLDS, "notified_on": date(2024, 4, 2), "ends_on": date(2024, 4, 1)}
    for rows in permutations([MASON_UNDER, reversed_days]):
        said = codes(decided(*rows, known=known(Held(UNDER))))
        assert sorted(said) == ["markets.credited", "markets.ends_before_start"]


def test_who_was_credited_once_may_change_from_today_and_not_for_every_day() -> None:
    was = Held(Holding(Role.COTRAITANT), (HoldingBefore(UNDER, date(2024, 5, 1), Rewriting.CHANGE),))
    assert codes(decided(MASON_UNDER, known=known(was))) == []
    assert codes(decided(MASON_UNDER, known=known(was), correction=True)) == ["markets.credited"]
