"""Markets published by their buyers, waiting for someone to take them."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import rich_click as click

from clauses.cli.context import database, settings
from clauses.cli.french import NUMBER, Between, Group, OneOf
from clauses.errors import Misused

if TYPE_CHECKING:
    from clauses.markets.draft_models import MarketDraft
    from clauses.markets.drafts import Difference

_NATURES = ("BTP", "MS", "PI", "FOURNITURES")
_STATES = ("open", "accepted", "dismissed", "all")
_LAST_PAGE = 1_000_000


@click.group(cls=Group)
def drafts() -> None:
    """Les marchés publiés (DECP), à accepter ou à écarter."""


@drafts.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
@click.option("--social", is_flag=True, help="Seulement ceux qui ont une clause sociale.")
@click.option("--search", metavar="TEXTE", help="Mots de l'objet, de la référence, de l'acheteur ou du titulaire.")
@click.option("--state", default="open", show_default=True, type=OneOf(_STATES), help="Ce qui en a été décidé.")
@click.option("--page", default=1, show_default=True, type=Between(1, _LAST_PAGE), help="Cinquante par page.")
def list_(*, as_json: bool, social: bool, search: str | None, state: str, page: int) -> None:
    """Les brouillons, ceux à clause sociale d'abord, puis les derniers notifiés."""
    from clauses.db import reading
    from clauses.markets.draft_queries import PAGE, list_drafts
    from clauses.markets.drafts import DraftState

    chosen = None if state == "all" else DraftState(state)
    with reading(database(settings())) as session:
        found, count = list_drafts(session, social=social, search=search, state=chosen, page=page)
        if as_json:
            pages = -(-count // PAGE)
            listed = [_summary(one) for one in found]
            click.echo(json.dumps({"count": count, "page": page, "pages": pages, "drafts": listed}, ensure_ascii=False))
            return
        if not found:
            click.echo("Aucun brouillon. « clauses import decp FICHIER » en apporte.")
        for one in found:
            click.echo(_line(one))
        if count > len(found):
            click.echo(f"Page {page} : {len(found)} brouillons sur {count}.")


@drafts.command()
@click.argument("number", metavar="N°", type=NUMBER)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def show(number: int, *, as_json: bool) -> None:
    """Un brouillon : ce qui est publié, ce qui a changé, et ce qui diffère du marché enregistré."""
    from clauses.db import reading
    from clauses.markets import draft_queries as queries
    from clauses.markets.drafts import differences, from_text
    from clauses.markets.models import Market

    with reading(database(settings())) as session:
        one = queries.draft(session, number)
        facts = from_text(one.facts)
        before = queries.versions(session, number)
        changed = differences(from_text(before[-1].facts), facts) if before else []
        market = session.get(Market, one.market_id) if one.market_id else queries.same_market(session, facts)
        apart = queries.against_market(session, facts, market) if market is not None else []
        if as_json:
            told = _summary(one) | {
                "facts": json.loads(one.facts),
                "changed": [vars(each) for each in changed],
                "market_differences": [vars(each) for each in apart],
            }
            click.echo(json.dumps(told, ensure_ascii=False))
            return
        click.echo(_line(one))
        _tell_facts(json.loads(one.facts))
        _tell_differences("Depuis la publication précédente", changed)
        _tell_differences("Le marché enregistré dit autre chose", apart)


@drafts.command()
@click.argument("number", metavar="N°", type=NUMBER)
@click.option("--by", metavar="NOM", required=True, help="Qui accepte.")
@click.option("--nature", type=OneOf(_NATURES), help="La nature du marché, quand la publication ne la dit pas.")
def accept(number: int, *, by: str, nature: str | None) -> None:
    """Fait d'un brouillon un marché, son lot, ses entreprises et ses avenants ; ou le relie à celui qui existe."""
    import clauses.tables  # noqa: F401  # every table is known before one is written
    from clauses.db import one_at_a_time, writing
    from clauses.markets.draft_actions import accept_draft
    from clauses.reference.rules import Nature

    author = _author(by)
    with writing(database(settings())) as session:
        one_at_a_time(session)
        done = accept_draft(session, number, by=author, nature=Nature(nature) if nature else None)
    click.echo(
        "Marché créé." if done.created else "Ce marché existait : il est relié au brouillon, rien n'y est changé."
    )
    _tell_differences("La publication dit autre chose", list(done.differences))


@drafts.command()
@click.argument("number", metavar="N°", type=NUMBER)
@click.option("--by", metavar="NOM", required=True, help="Qui écarte.")
@click.option("--reason", metavar="TEXTE", help="Pourquoi.")
def dismiss(number: int, *, by: str, reason: str | None) -> None:
    """Écarte un brouillon ; il reste lisible."""
    import clauses.tables  # noqa: F401  # every table is known before one is written
    from clauses.db import one_at_a_time, writing
    from clauses.markets.draft_actions import dismiss_draft

    author = _author(by)
    with writing(database(settings())) as session:
        one_at_a_time(session)
        dismiss_draft(session, number, by=author, reason=reason)
    click.echo("Brouillon écarté.")


def _author(by: str) -> str:
    name = " ".join(by.encode(errors="replace").decode().split())
    if not name or len(name) > 200:
        raise Misused("--by : donnez un nom, de 200 caractères au plus.")
    return name


def _summary(one: MarketDraft) -> dict[str, Any]:
    return {
        "id": one.id,
        "reference": one.reference,
        "buyer": {"siret": one.buyer_siret, "name": one.buyer_name},
        "title": one.title,
        "social": one.social,
        "notified_on": _iso(one.notified_on),
        "amount": None if one.amount_cents is None else _exact(one.amount_cents),
        "version": one.version,
        "state": one.state.value,
        "market": one.market_id,
        "decided_by": one.decided_by,
        "reason": one.reason,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _exact(cents: int) -> str:
    from clauses.quantities import exact

    return exact(cents)


def _line(one: MarketDraft) -> str:
    from clauses.markets.drafts import shown

    mark = "clause sociale · " if one.social else ""
    buyer = one.buyer_name or one.buyer_siret
    told = f"{shown('notified_on', one.notified_on)} · {shown('amount_cents', one.amount_cents)}"
    return f"{one.id}  {one.reference}  {mark}{one.title} ({buyer}, {told}) – {one.state.label.lower()}"


def _tell_facts(facts: dict[str, Any]) -> None:
    holders = ", ".join(one["name"] or f"{one['kind']} {one['identifier']}" for one in facts["holders"]) or "–"
    click.echo(f"  Titulaires : {holders}")
    click.echo(
        f"  Nature : {facts['nature'] or '–'} ; CPV : {facts['cpv'] or '–'} ; durée : {facts['months'] or '–'} mois"
    )
    for one in facts["modifications"]:
        click.echo(
            f"  Modification n° {one['number']} : {one['notified_on'] or 'sans date'} {one['subject'] or ''}".rstrip()
        )


def _tell_differences(title: str, found: list[Difference]) -> None:
    if found:
        click.echo(f"{title} :")
    for one in found:
        click.echo(f"  {one.field} : « {one.recorded} » → « {one.published} »")
