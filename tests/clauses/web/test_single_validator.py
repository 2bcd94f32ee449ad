"""A Pôle of one person validates what it deposited, by a setting; two people do everywhere else, of one body or not."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col, select

from clauses.accounts.models import Membership, Territory
from clauses.accounts.rules import ActorKind
from clauses.accounts.single import facilitateurs, set_single_validator
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound
from clauses.hours.models import Declaration
from clauses.web.visitors import today
from tests import accounts
from tests.clauses.web.test_permissions import Site
from tests.factories import id_of

TODAY = today()


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    made = Site(engine, tmp_path)
    with writing(engine) as session:
        author = made.world.scopes["F1"].author
        session.execute(
            update(Declaration).where(col(Declaration.id) == made.world.ids["declaration 1a"]).values(author=author)
        )
    with made.client:
        yield made


def set_mode(site: Site, *, on: bool = True, territory: int = 1) -> None:
    with writing(site.engine) as session:
        set_single_validator(session, territory_id=territory, on=on, today=TODAY, by="ligne de commande")


def validate(site: Site, who: str = "F1") -> int:
    number = site.world.ids["line 1a"]
    return site.ask(who, "POST", f"/api/lines/{number}/validate", json={"version": 1}).status_code


def acts(site: Site, act: str) -> list[Journal]:
    with reading(site.engine) as session:
        return list(session.exec(select(Journal).where(col(Journal.act) == act)).all())


def another(site: Site, **values: object) -> int:
    """Another facilitateur of the first territory."""
    with writing(site.engine) as session:
        return id_of(accounts.membership(session, kind=ActorKind.F, territory_id=1, **values))


def test_without_the_setting_nobody_validates_what_they_deposited(site: Site) -> None:
    assert validate(site) == 409


def test_with_it_the_only_facilitateur_does_and_each_act_says_so(site: Site) -> None:
    set_mode(site)
    assert validate(site) == 200
    (kept,) = acts(site, "validate")
    assert json.loads(kept.details)["single_validator"] is True
    (setting,) = acts(site, "single_validator")
    assert (setting.author, setting.subject, setting.subject_id) == ("ligne de commande", "territory", 1)
    assert json.loads(setting.details) == {"on": True}
    read = {who: site.ask(who, "GET", "/api/journal?act=single_validator").json()["items"] for who in ("F1", "F2")}
    assert (len(read["F1"]), len(read["F2"])) == (1, 0)


def test_it_changes_nothing_in_another_territory(site: Site) -> None:
    with reading(site.engine) as session:
        other = session.exec(select(Territory.id).where(col(Territory.id) != 1)).one() or 0
    set_mode(site, territory=other)
    assert validate(site) == 409


@pytest.mark.parametrize("side", ["1", "2"])
def test_being_alone_elsewhere_opens_nothing_here(site: Site, side: str) -> None:
    """A line is of the territory of its market: neither the first one of an account counts, nor any other."""
    with writing(site.engine) as session:
        small = id_of(accounts.territory(session))
        accounts.membership(session, user_id=site.world.users["F1"], kind=ActorKind.F, territory_id=small)
        second = site.world.scopes["F2"].standings[0].territory_id
        accounts.membership(session, user_id=site.world.users["F1"], kind=ActorKind.F, territory_id=second)
        session.execute(update(Declaration).values(author=site.world.scopes["F1"].author))
    set_mode(site, territory=small)
    path = f"/api/lines/{site.world.ids['line ' + side + 'a']}/validate"
    assert site.ask("F1", "POST", path, json={"version": 1}).status_code == 409


def test_a_territory_in_that_mode_is_found_behind_others(site: Site) -> None:
    with writing(site.engine) as session:
        crowded = id_of(accounts.territory(session))
        accounts.membership(session, user_id=site.world.users["F1"], kind=ActorKind.F, territory_id=crowded)
        small = id_of(accounts.territory(session))
        accounts.membership(session, user_id=site.world.users["F1"], kind=ActorKind.F, territory_id=small)
        accounts.territory_market(session, market_id=site.world.ids["market 1"], territory_id=small)
    for territory in (crowded, small):
        set_mode(site, territory=territory)
    with writing(site.engine) as session:
        accounts.membership(session, kind=ActorKind.F, territory_id=crowded)
    assert validate(site) == 200


def test_a_second_facilitateur_brings_the_rule_of_two_back(site: Site) -> None:
    set_mode(site)
    another(site)
    assert validate(site) == 409


@pytest.mark.parametrize("values", [{"approved_by": None}, {"ends_on": TODAY - timedelta(days=1)}])
def test_one_who_waits_or_has_left_is_no_second_person(site: Site, values: dict[str, object]) -> None:
    set_mode(site)
    another(site, **values)
    assert validate(site) == 200


def test_two_accounts_of_one_body_are_two_people(site: Site) -> None:
    """The facilitateur who deposited is refused, the colleague of the same Pôle is not; and so for a month."""
    second = another(site)
    with writing(site.engine) as session:
        held = session.get_one(Membership, second)
        held.user_id = site.world.users["S1"]
        session.add(held)
    assert validate(site, "F1") == 409
    assert validate(site, "S1") == 200
    (kept,) = acts(site, "validate")
    assert "single_validator" not in json.loads(kept.details)
    path = "/api/months/2023-05"
    site.ask("F1", "POST", f"{path}/lock")
    site.ask("F1", "POST", f"{path}/ask-reopening")
    assert site.ask("F1", "POST", f"{path}/reopen").status_code == 409
    assert site.ask("S1", "POST", f"{path}/reopen").status_code == 200


def test_a_month_takes_two_people_whatever_the_setting(site: Site) -> None:
    set_mode(site)
    path = "/api/months/2023-05"
    site.ask("F1", "POST", f"{path}/lock")
    site.ask("F1", "POST", f"{path}/ask-reopening")
    assert site.ask("F1", "POST", f"{path}/reopen").status_code == 409


def test_the_setting_is_refused_where_it_has_no_reason(site: Site) -> None:
    with writing(site.engine) as session:
        assert facilitateurs(session, 1, TODAY) == 1
        with pytest.raises(Conflict, match="pas en validateur unique"):
            set_single_validator(session, territory_id=1, on=False, today=TODAY, by="Ana")
        with pytest.raises(NotFound):
            set_single_validator(session, territory_id=999, on=True, today=TODAY, by="Ana")
    another(site)
    with pytest.raises(Conflict, match="2 facilitateurs"):
        set_mode(site)
    assert acts(site, "single_validator") == []


def test_it_ends(site: Site) -> None:
    set_mode(site)
    set_mode(site, on=False)
    assert validate(site) == 409
    assert [json.loads(one.details)["on"] for one in acts(site, "single_validator")] == [True, False]
