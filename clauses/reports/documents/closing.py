"""The attestation de clôture of a lot, with its décompte final: without any name of a person."""

from __future__ import annotations

from datetime import date

from clauses.dates import french_day
from clauses.quantities import NO_BREAK_SPACE, french_hours
from clauses.reports.documents.content import Chapter, Document, SignatureBox
from clauses.reports.final_account import FinalAccount
from clauses.reports.sheets import InHours, Row, Table


def closing_attestation(account: FinalAccount, *, established_on: date) -> Document:
    """What was due, done, agreed and missing on a lot that is over. The day it is asked changes nothing to it."""
    lot = account.lot.lot
    return Document(
        title=f"Attestation de clôture du lot {lot.number}",
        answer=settled(account),
        heading=(
            f"Marché{NO_BREAK_SPACE}: {account.market.reference}, {account.market.title}.",
            f"Lot {lot.number}{f', {lot.title}' if lot.title else ''}.",
            f"Donneur d'ordre{NO_BREAK_SPACE}: {account.market.buyer}.",
            ended(account),
        ),
        chapters=(
            Chapter("Décompte final", tables=(_account(account),)),
            Chapter("D'où viennent les heures dues", tables=(_versions(account),)),
            _reductions(account),
            Chapter("Motif de l'écart", points=motives(account), sentences=_unexplained(account)),
            Chapter(
                "Signatures",
                boxes=tuple(
                    SignatureBox(f"{who} : nom, date, signature et cachet")
                    for who in ("Le facilitateur", "L'entreprise", "Le donneur d'ordre")
                ),
            ),
        ),
        established_on=established_on,
        mentions=(
            "Heures validées et comptées selon les règles du marché, arrondies une fois au centième.",
            "Une pénalité se décide à part : ce document n'en notifie aucune.",
        ),
    )


def settled(account: FinalAccount) -> str:
    """The account in one sentence, without a stop."""
    if not account.due:
        return f"{french_hours(account.counted)} faites, aucune heure due"
    return f"{verdict(account)}{NO_BREAK_SPACE}: {counted(account)}"


def verdict(account: FinalAccount) -> str:
    """What it comes to, in a few words."""
    if not account.due:
        return "Aucune heure due"
    if account.missing:
        return f"Il a manqué {french_hours(account.missing)}"
    if account.over or account.counted >= account.due:
        return "Obligation remplie"
    return f"Il reste {french_hours(account.due - account.counted)}"


def counted(account: FinalAccount) -> str:
    """What counts of what is due."""
    return f"{french_hours(account.counted)} comptées sur {french_hours(account.due)} dues"


def ended(account: FinalAccount) -> str:
    """When the lot was over, and why when it was closed."""
    if account.closed is not None:
        return f"Clos le {french_day(account.closed.on)}{NO_BREAK_SPACE}: {account.closed.reason}."
    end = account.span.ends_on
    return f"Terminé le {french_day(end)}." if end and account.over else "En cours."


def motives(account: FinalAccount) -> tuple[str, ...]:
    """Why hours are missing, company by company."""
    return tuple(
        f"{each.who}, le {french_day(each.on)}{NO_BREAK_SPACE}: {each.motive.label.lower()}. {each.details}"
        for each in account.shortfalls
    )


def _unexplained(account: FinalAccount) -> tuple[str, ...]:
    if account.shortfalls:
        return ()
    return ("Aucun motif n'a été enregistré.",) if account.missing else ("Aucun écart.",)


def _account(account: FinalAccount) -> Table:
    rows = [
        Row(
            (
                f"{each.contractor.name}, {each.contractor.role.label.lower()}",
                InHours(each.due.hours),
                InHours(each.hours.done),
                InHours(each.hours.counted),
                None if each.judged_at_lot else InHours(each.standing.missing),
                each.standing.status.label,
            )
        )
        for each in account.positions
    ]
    if len(rows) > 1:
        done = sum(each.hours.done for each in account.positions)
        sums = map(InHours, (account.due, done, account.counted, account.missing))
        rows.append(Row(("Total", *sums, account.status.label), total=True))
    headers = ("Entreprise", "Dues", "Faites", "Comptées", "Manquantes", "État")
    together = any(each.judged_at_lot for each in account.positions)
    note = "Les entreprises répondent ensemble du lot : l'écart se lit au total." if together else None
    return Table("Heures du lot", headers, tuple(rows or [Row(("Aucune entreprise", *[None] * 5))]), note)


def _versions(account: FinalAccount) -> Table:
    rows = [
        Row(
            (
                whose,
                f"{version.effect.label}{NO_BREAK_SPACE}: {version.formula.said()}",
                french_day(version.in_force_on) if version.in_force_on else "le début du marché",
                version.source or "non renseigné",
            )
        )
        for whose, version in account.versions
    ]
    headers = ("De qui", "Quoi", "Depuis", "D'après")
    return Table("Heures dues, version par version", headers, tuple(rows or [Row(("Aucune heure due", *[None] * 3))]),
                 worded=True)  # fmt: skip


def _reductions(account: FinalAccount) -> Chapter:
    title = "Réductions convenues"
    if not account.reductions:
        return Chapter(title, sentences=("Aucune réduction n'a été convenue.",))
    rows = [
        Row(
            (
                french_day(each.on),
                f"{f'n° {each.number}, ' if each.number else ''}{each.subject}",
                each.who or "Le lot",
                InHours(each.hours),
            )
        )
        for each in account.reductions
    ]
    rows.append(Row(("Total", None, None, InHours(sum(each.hours for each in account.reductions))), total=True))
    headers = ("Depuis le", "Objet", "De qui", "Heures")
    return Chapter(title, tables=(Table("Heures retirées par accord", headers, tuple(rows)),))
