"""The operator's bilan, mid-term or final: figures with their bases, charts, what is to be looked at."""

from __future__ import annotations

from datetime import date

from clauses.dates import french_day
from clauses.pathways.protocols import ExitReason, Protocol
from clauses.pathways.rules import BUSINESS, TRAINING
from clauses.quantities import NO_BREAK_SPACE, french, french_share, grouped
from clauses.reference.rules import ContractKind
from clauses.reports.documents.content import Chapter, Document
from clauses.reports.documents.pictures import Bar, bar_chart
from clauses.reports.documents.site_documents import mentions
from clauses.reports.figures import Share
from clauses.reports.sheets import Percent, Row, Table
from clauses.sites.alerts import alerts
from clauses.sites.facts import ActionFacts, until
from clauses.sites.figures import OperatorFigures, figures
from clauses.sites.rules import MeetingKind


def operator_report(facts: ActionFacts, *, on: date, established_on: date) -> Document:
    """The bilan as things stood at the end of the day ``on``: final from the last day of the action, else mid-term."""
    known = until(facts, on)
    action, found = facts.objectives, figures(known)
    final = on >= action.ends_on
    return Document(
        title=f"Bilan {'final' if final else 'intermédiaire'} de l'opérateur, {action.year}",
        answer=(
            f"{grouped(found.received)} personnes reçues sur {grouped(found.foreseen)} prévues, "
            f"{grouped(found.positive)} sorties positives"
        ),
        heading=(
            (
                f"{action.operator}, action « {action.name} », du {french_day(action.starts_on)} "
                f"au {french_day(action.ends_on)}, arrêtée au {french_day(on)}."
            ),
            (
                f"Objectifs{NO_BREAK_SPACE}: {grouped(action.people_foreseen)} personnes, {action.positive_percent} % "
                f"de sorties positives. Source{NO_BREAK_SPACE}: {action.source}."
            ),
        ),
        chapters=(
            _objectives(found),
            _path(found),
            _meetings(found),
            _exits(found),
            _funding(facts),
            Chapter(
                "À regarder",
                sentences=() if (told := _told(known, on)) else ("Rien à signaler.",),
                points=told,
            ),
        ),
        established_on=established_on,
        mentions=mentions(action),
        emblem=action.fse_plus,
    )  # fmt: skip


def _objectives(found: OperatorFigures) -> Chapter:
    over_foreseen, over_received = Share(found.positive, found.foreseen), Share(found.positive, found.received)
    rows = (
        _share("Personnes reçues, sur les personnes prévues", Share(found.received, found.foreseen)),
        _share("Sorties positives, sur les personnes prévues", over_foreseen),
        _share("Sorties positives, sur les personnes reçues", over_received),
        _share("Sorties positives, sur l'objectif", Share(found.positive, found.to_reach)),
    )
    return Chapter(
        "Objectifs",
        sentences=(
            f"Personnes reçues{NO_BREAK_SPACE}: {french_share(found.received, found.foreseen)}.",
            (
                f"Sorties positives{NO_BREAK_SPACE}: {french_share(found.positive, found.foreseen)} des personnes "
                f"prévues, {french_share(found.positive, found.received)} des personnes reçues."
            ),
        ),
        tables=(Table("Objectifs et résultats", ("Indicateur", "Nombre", "Sur", "Part"), rows),),
    )


def _path(found: OperatorFigures) -> Chapter:
    steps = (
        ("Adressées par les référents", found.sent),
        ("dont en attente", found.waiting),
        ("dont acceptées", found.accepted),
        ("dont refusées", found.refused),
        ("Reçues au moins une fois", found.received),
        ("Informées du FSE+", found.informed_of_fse),
        ("Module de présentation suivi", found.modules),
        ("Test de sécurité et de développement durable passé", found.tested),
        ("Entretien de motivation", found.interviewed),
        ("dont par exception au module", found.exceptions),
        ("En mission", found.in_mission),
    )
    shown = ("Adressées par les référents", "Reçues au moins une fois", "Module de présentation suivi",
             "Test de sécurité et de développement durable passé", "Entretien de motivation", "En mission")  # fmt: skip
    return Chapter(
        "Parcours",
        charts=bar_chart("Personnes à chaque étape", [Bar(n, v, grouped(v)) for n, v in steps if n in shown]),
        tables=(Table("Personnes", ("Étape", "Personnes"), tuple(Row(step) for step in steps)),),
    )


def _meetings(found: OperatorFigures) -> Chapter:
    kinds = [(kind.label, found.meetings.get(kind, 0)) for kind in MeetingKind]
    rows = [Row(each) for each in kinds]
    rows.append(Row(("Total", sum(number for _, number in kinds)), total=True))
    signed = found.attendances - found.unsigned
    return Chapter(
        "Rencontres et émargements",
        sentences=(
            f"Présences émargées{NO_BREAK_SPACE}: {french_share(signed, found.attendances)}.",
            (
                f"Fiches d'activités et de tâches{NO_BREAK_SPACE}: {grouped(found.activity_sheets)}. "
                f"Fiches de suivi{NO_BREAK_SPACE}: {grouped(found.follow_ups)}."
            ),
        ),
        charts=bar_chart("Rencontres par objet", [Bar(name, number, grouped(number)) for name, number in kinds]),
        tables=(Table("Rencontres", ("Objet", "Nombre"), tuple(rows)),),
    )


def _exits(found: OperatorFigures) -> Chapter:
    labels = {kind.value: kind.label for kind in ContractKind}
    labels |= {TRAINING: ExitReason.FORMATION.label, BUSINESS: ExitReason.CREATION.label}
    kinds = [(labels[kind], number) for kind, number in found.positive_by_kind.items()]
    rows = [Row(each) for each in kinds]
    rows.append(Row(("Sorties positives", found.positive), total=True))
    rows.append(Row(("Sorties à décider", found.to_decide)))
    rows.append(Row(("Personnes reçues et sorties", found.left)))
    return Chapter(
        "Sorties",
        sentences=(f"Protocole{NO_BREAK_SPACE}: {Protocol.ARIQ_2024.label} ({Protocol.ARIQ_2024.rules.source}).",),
        charts=bar_chart("Sorties positives par type", [Bar(name, number, grouped(number)) for name, number in kinds]),
        tables=(Table("Sorties des personnes reçues", ("Sortie", "Personnes"), tuple(rows)),),
    )


def _funding(facts: ActionFacts) -> Chapter:
    action = facts.objectives
    amount = "" if action.funding_cents is None else f"{french(action.funding_cents)}{NO_BREAK_SPACE}€"
    told = (
        ("Financement", action.funding_source or ""),
        ("Montant", amount),
        ("FSE+", "oui" if action.fse_plus else "non"),
    )
    return Chapter("Financement", facts=tuple(each for each in told if each[1]))


def _told(known: ActionFacts, on: date) -> tuple[str, ...]:
    """What is to be looked at, counted by kind: a bilan names nobody."""
    counts: dict[str, int] = {}
    for alert in alerts(known, on):
        counts[alert.kind.label] = counts.get(alert.kind.label, 0) + 1
    return tuple(f"{label}{NO_BREAK_SPACE}: {grouped(number)}" for label, number in counts.items())


def _share(label: str, share: Share) -> Row:
    return Row((label, share.numerator, share.base, Percent(share)))
