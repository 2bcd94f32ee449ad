"""A bilan as the tables that people read: the same for the terminal and for the workbook.

A cell is a value, never a formatted text: who writes it knows how a number looks there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clauses.dates import french_day
from clauses.pathways.rules import BUSINESS, TRAINING, ExitReason
from clauses.people.rules import Sector
from clauses.quantities import NO_BREAK_SPACE, grouped
from clauses.reference.rules import ContractKind, Nature, Origin
from clauses.reports.figures import Bilan, Breakdown, OriginFigures, Selection, Share

UNKNOWN = "Non renseigné"
NOT_COMPUTABLE = "non calculable"


@dataclass(frozen=True)
class InHours:
    """Hundredths of an hour, to be shown as hours."""

    hundredths: int


@dataclass(frozen=True)
class Percent:
    """A share to be shown as a percentage; its numerator and base stand in the cells before."""

    share: Share


@dataclass(frozen=True)
class InEuros:
    """Cents, to be shown as euros."""

    cents: int


Cell = str | int | InHours | InEuros | Percent | None
"""None is absent, shown « – »; 0 is zero."""


@dataclass(frozen=True)
class Row:
    """One row of a table, a total or not."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A titled table; ``note`` says what must be known to read it.

    ``worded``: its cells are words, read from the left; ``to_sign``: its rows leave room for a signature by hand.
    """

    title: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str | None = None
    worded: bool = False
    to_sign: bool = False


def figures_of(table: Table) -> list[bool]:
    """Which columns hold figures, read from the right: none of words, nor the first one, which says of what."""
    return [
        column > 0 and not table.worded and not any(isinstance(row.cells[column], str) for row in table.rows)
        for column in range(len(table.headers))
    ]


@dataclass(frozen=True)
class Sheet:
    """A named group of tables: one sheet of the workbook."""

    name: str
    tables: tuple[Table, ...]


def title(selection: Selection) -> str:
    """The title of the bilan, with its period."""
    period = selection.period
    return f"Bilan des clauses d'insertion du {french_day(period.starts_on)} au {french_day(period.ends_on)}"


def heading(selection: Selection) -> tuple[str, ...]:
    """What was counted, in sentences: perimeter, state of the lines, markets chosen."""
    states = "heures validées ou déposées" if selection.include_submitted else "heures validées"
    lines = [f"Périmètre{NO_BREAK_SPACE}: {selection.perimeter.label}, {states}."]
    chosen = {
        "Donneur d'ordre": selection.buyer.name if selection.buyer else None,
        "Marché": selection.market.name if selection.market else None,
        "Lot": selection.lot.name if selection.lot else None,
        "Entreprise": selection.company.name if selection.company else None,
        "Nature": selection.nature.label if selection.nature else None,
        "Modalité": selection.modality.label if selection.modality else None,
    }
    lines += [f"{name}{NO_BREAK_SPACE}: {value}." for name, value in chosen.items() if value]
    return tuple(lines)


def sheets(bilan: Bilan) -> tuple[Sheet, ...]:
    """Every table of the bilan."""
    return (
        Sheet("Synthèse", (_summary(bilan),)),
        Sheet("Heures", (_hours_by_nature(bilan), _hours_by_contract(bilan))),
        Sheet("Orientations", (_orientations(bilan), _validated(bilan))),
        Sheet("Prescripteurs", (_prescribers(bilan),)),
        Sheet("QPV", (_qpv(bilan),)),
        Sheet("Salariés", (_employees_by_nature(bilan), _employees_by_sex(bilan))),
        Sheet("Sorties", (_exits(bilan), _rate(bilan))),
        Sheet("Contrôles", (_checks(bilan),)),
    )


def _summary(bilan: Bilan) -> Table:
    employees, found, exits = bilan.employees, bilan.orientations, bilan.exits
    rows = [
        Row(("Heures d'insertion", InHours(bilan.hours.total), None, None), total=True),
        Row(("Salariés", employees.total, None, None), total=True),
        _of("dont femmes", Share(employees.women, employees.total)),
        _of("dont habitant un quartier prioritaire", employees.qpv),
        Row(("Personnes orientées", found.total, None, None), total=True),
        _of("dont habitant un quartier prioritaire", found.qpv),
        _of("dont validées", Share(found.outcome.validated, found.total)),
        _of("dont non intégrées", Share(found.outcome.not_integrated, found.total)),
        _of("dont en attente", Share(found.outcome.pending, found.total)),
        _of("Validées habitant un quartier prioritaire", found.validated_qpv),
        Row(("Sorties décidées", exits.total, None, None), total=True),
        _of("Sorties positives (taux hors motifs exclus)", exits.rate),
    ]
    return Table("Synthèse", ("Indicateur", "Nombre", "Sur", "Part"), tuple(rows))


def _of(label: str, share: Share) -> Row:
    return Row((label, share.numerator, share.base, Percent(share)))


def _hours_by_nature(bilan: Bilan) -> Table:
    rows = _labelled(bilan.hours.by_nature, {nature.value: nature.label for nature in Nature})
    return _hours_table("Heures par nature de marché", "Nature", rows, bilan)


def _hours_by_contract(bilan: Bilan) -> Table:
    rows = _labelled(bilan.hours.by_contract, {kind.value: kind.label for kind in ContractKind})
    return _hours_table("Heures par type de contrat", "Type de contrat", rows, bilan)


def _hours_table(name: str, header: str, rows: Iterable[tuple[str, int]], bilan: Bilan) -> Table:
    lines = [Row((label, InHours(hours))) for label, hours in rows]
    lines.append(Row(("Total", InHours(bilan.hours.total)), total=True))
    if bilan.hours.training:
        lines.append(Row(("Formation (hors total)", InHours(bilan.hours.training))))
    return Table(name, (header, "Heures"), tuple(lines))


def _orientations(bilan: Bilan) -> Table:
    found = bilan.orientations
    sectors = {sector.value: sector.label for sector in Sector if sector.value in found.by_sector}
    rows = [Row((_origin(origin), *_oriented(figures, sectors))) for origin, figures in found.by_origin.items()]
    whole = OriginFigures(found.total, found.qpv.numerator, found.by_sector, found.outcome)
    rows.append(Row(("Total", *_oriented(whole, sectors)), total=True))
    return Table(
        "Personnes orientées dans la période, par origine",
        ("Origine", "Personnes", "dont QPV", *sectors.values(), "Non intégrées", "En attente"),
        tuple(rows),
        _several(found.in_several_sectors, "orientée vers plusieurs secteurs", "orientées vers plusieurs secteurs"),
    )


def _oriented(figures: OriginFigures, sectors: Mapping[str, str]) -> tuple[Cell, ...]:
    return (
        figures.total,
        figures.qpv,
        *(figures.by_sector.get(sector, 0) for sector in sectors),
        figures.outcome.not_integrated,
        figures.outcome.pending,
    )


def _validated(bilan: Bilan) -> Table:
    found = bilan.orientations
    sectors = {sector.value: sector.label for sector in Sector if sector.value in found.outcome.validated_by_sector}
    outcomes = [(_origin(origin), figures.outcome) for origin, figures in found.by_origin.items()]
    outcomes.append(("Total", found.outcome))
    rows = [
        Row(
            (name, outcome.validated, *(outcome.validated_by_sector.get(sector, 0) for sector in sectors)),
            name == "Total",
        )
        for name, outcome in outcomes
    ]
    return Table("Candidats validés, par origine", ("Origine", "Personnes", *sectors.values()), tuple(rows))


def _origin(code: str) -> str:
    return UNKNOWN if code not in set(Origin) else Origin(code).label


def _prescribers(bilan: Bilan) -> Table:
    senders = bilan.orientations.by_prescriber
    rows = [Row((name, people)) for name, people in senders.items()]
    rows.append(Row(("Total", sum(senders.values())), total=True))
    return Table("Prescripteurs (origine AUTRES)", ("Prescripteur", "Personnes"), tuple(rows))


def _qpv(bilan: Bilan) -> Table:
    found, employees, exits = bilan.orientations, bilan.employees, bilan.exits
    columns = (found.by_qpv, found.validated_by_qpv, employees.by_qpv, exits.by_qpv)
    bases = (found.total, found.outcome.validated, employees.total, exits.total)
    names = sorted({name for column in columns for name in column}, key=lambda name: (-columns[2].get(name, 0), name))
    rows = [Row((name, *(column.get(name, 0) for column in columns))) for name in names]
    totals = [sum(column.values()) for column in columns]
    rows.append(Row(("En quartier prioritaire", *totals), total=True))
    rows.append(Row(("Sur", *bases)))
    shares = [Share(part, whole) for part, whole in zip(totals, bases, strict=True)]
    rows.append(Row(("Part", *(Percent(share) for share in shares))))
    return Table(
        "Quartiers prioritaires",
        ("Quartier", "Personnes orientées", "Candidats validés", "Salariés", "Sorties décidées"),
        tuple(rows),
        "Résidence au jour de la première orientation de la période, ou au début du premier contrat compté.",
    )


def _employees_by_nature(bilan: Bilan) -> Table:
    employees = bilan.employees
    labels = {nature.value: nature.label for nature in Nature}
    rows = [Row((label, people)) for label, people in _labelled(employees.by_nature, labels)]
    rows.append(Row(("Total (personnes distinctes)", employees.total), total=True))
    several = _several(
        employees.in_several_natures,
        "ayant travaillé dans plusieurs secteurs",
        "ayant travaillé dans plusieurs secteurs",
    )
    return Table("Salariés par nature de marché", ("Nature", "Personnes"), tuple(rows), several)


def _employees_by_sex(bilan: Bilan) -> Table:
    employees = bilan.employees
    rows = [
        _of("Femmes", Share(employees.women, employees.total)),
        _of("Hommes", Share(employees.men, employees.total)),
    ]
    if employees.unknown_sex:
        rows.append(_of(UNKNOWN, Share(employees.unknown_sex, employees.total)))
    return Table("Salariés par sexe", ("Sexe", "Personnes", "Sur", "Part"), tuple(rows))


def _exits(bilan: Bilan) -> Table:
    exits = bilan.exits
    labels = {kind.value: kind.label for kind in ContractKind}
    labels |= {TRAINING: ExitReason.FORMATION.label, BUSINESS: ExitReason.CREATION.label}
    rows = [Row((label, number)) for label, number in _labelled(exits.by_kind, labels)]
    rows.append(Row(("Sorties positives", exits.positive), total=True))
    rows.append(Row(("Autres sorties décidées", exits.total - exits.positive)))
    rows.append(Row(("Sorties décidées", exits.total), total=True))
    rows.append(Row(("Sorties en attente de décision", exits.undecided)))
    return Table(
        "Sorties de la période",
        ("Sortie", "Nombre"),
        tuple(rows),
        "Personnes ayant des heures comptées avant leur sortie.",
    )


def _rate(bilan: Bilan) -> Table:
    exits = bilan.exits
    rows = [
        Row((f"Exclues de la base{NO_BREAK_SPACE}: {ExitReason(reason).label}", number, None, None))
        for reason, number in exits.excluded.items()
    ]
    rows.append(
        Row(("Taux de sorties positives", exits.rate.numerator, exits.rate.base, Percent(exits.rate)), total=True)
    )
    return Table("Taux de sorties positives", ("Sortie", "Nombre", "Sur", "Part"), tuple(rows))


def _checks(bilan: Bilan) -> Table:
    rows = [Row((check.message, check.code)) for check in bilan.checks] or [Row(("Rien à signaler.", None))]
    return Table("À savoir avant de publier", ("Constat", "Code"), tuple(rows))


def _labelled(rows: Breakdown, labels: Mapping[str, str]) -> list[tuple[str, int]]:
    return [(labels[code], number) for code, number in rows.items()]


def _several(people: int, one: str, several: str) -> str | None:
    if not people:
        return None
    who = f"personne {one}" if people == 1 else f"personnes {several}"
    return f"{grouped(people)} {who}{NO_BREAK_SPACE}: une fois dans chaque ligne, une fois au total."
