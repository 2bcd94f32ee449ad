"""What is kept and for how long, the dated values, how it is served: shown to whom, and without secrets."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from clauses.accounts.rules import ABSOLUTE, IDLE, ActorKind
from clauses.db import writing
from clauses.reference.parameters import Family
from clauses.settings import Settings
from clauses.web.settings_pages import told
from tests import official_factories
from tests.clauses.web.browser import settings
from tests.clauses.web.visiting import queries, said, visiting

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("kind", [ActorKind.F, ActorKind.A, ActorKind.E])
def test_what_is_kept_and_for_how_long_is_shown(engine: Engine, tmp_path: Path, kind: ActorKind) -> None:
    with visiting(engine, tmp_path, kind) as browser:
        page = said(browser.get("/administration/conservation"))
    assert "2 ans" in page
    assert f"{ABSOLUTE // HOUR} heures au plus, {IDLE // HOUR} heure sans activité" in page
    assert "règlement (UE) 2021/1060" in page


def test_dated_values_are_those_of_the_day_and_a_territory_s_own_goes_first(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        official_factories.parameter(
            session, family=Family.EVIDENCE_AGE, name="RSA", since=date(2021, 1, 1), value=6, source="<i>délibération"
        )
    with visiting(engine, tmp_path) as browser:
        page = browser.get("/administration/reglages")
    assert "11,88 € par heure" in said(page)
    assert "6 mois" in said(page)
    assert "<i>délibération" in said(page)
    assert "<i>délibération" not in page.text
    assert "CLAUSES_" not in page.text


def test_an_administrator_sees_how_it_is_served_but_no_secret(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path, ActorKind.A) as browser:
        page = said(browser.get("/administration/reglages"))
    assert "CLAUSES_BASE_URL" in page
    given = {one.name: one.value for one in told(settings(tmp_path, secret="s" * 40, smtp_url="smtp://a:b@c"))}
    assert (given["CLAUSES_SECRET"], given["CLAUSES_SMTP_URL"], given["CLAUSES_DATABASE_URL"]) == (
        "donné",
        "donné",
        "par défaut",
    )


def test_they_are_not_for_who_administers_nothing(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path, ActorKind.R) as browser:
        for path in ("/administration/conservation", "/administration/reglages"):
            assert browser.get(path).status_code == 403


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        few = queries(engine, browser, "/administration/reglages")
        with writing(engine) as session:
            for year in range(2020, 2026):
                official_factories.parameter(session, since=date(year, 1, 1))
        assert queries(engine, browser, "/administration/reglages") == few


def test_no_setting_shows_unless_it_is_known_to_hold_no_secret() -> None:
    texts: dict[str, Any] = {
        name: f"canari-{name}" for name, field in Settings.model_fields.items() if field.annotation is str
    }
    shown = {one.name for one in told(Settings.model_construct(**texts)) if "canari" in one.value}
    assert shown == {f"CLAUSES_{name}" for name in (
        "HOST", "ENVIRONMENT", "BASE_URL", "TRUSTED_PROXIES", "MAIL_FROM", "OIDC_ISSUER", "OIDC_CLIENT_ID",
        "OIDC_NAME", "OIDC_SCOPE",
    )}  # fmt: skip
