"""The attestation d'heures of a contractor on a market."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from clauses.dates import french_day, french_month
from clauses.quantities import NO_BREAK_SPACE, french_hours, grouped
from clauses.reference.rules import ContractKind
from clauses.reports.attested_hours import Attested, AttestedLine
from clauses.reports.documents.content import Chapter, Document, SignatureBox
from clauses.reports.sheets import InHours, Row, Table

_HEADERS = ("Personne", "Contrat", "Mois", "Lot", "Heures", "Formation")


def attestation(attested: Attested, *, established_on: date) -> Document:
    """Validated hours, whose they are, by kind of contract, then by person, kind and month; training stands apart.

    Of a company that nobody subcontracts to and that subcontracts to nobody, whose they are goes without saying.
    """
    period = f"du {french_day(attested.period.starts_on)} au {french_day(attested.period.ends_on)}"
    people = len({(line.last_name, line.first_name) for line in attested.lines})
    return Document(
        title="Attestation d'heures d'insertion",
        answer=f"{french_hours(attested.hours)} validées {period}",
        heading=(
            f"{_role(attested)}{NO_BREAK_SPACE}: {attested.contractor}"
            + (f", SIRET {attested.siret}." if attested.siret else "."),
            f"Marché{NO_BREAK_SPACE}: {attested.market}, {attested.title}.",
            f"Donneur d'ordre{NO_BREAK_SPACE}: {attested.buyer}.",
        ),
        chapters=(
            *_whose(attested),
            Chapter(
                "Heures par type de contrat",
                sentences=(f"{grouped(people)} personne{'s' if people > 1 else ''} en insertion.",),
                tables=(_by_kind(attested),),
            ),
            Chapter("Heures par personne et par mois", tables=(_by_person(attested),)),
            Chapter(
                "Signature",
                sentences=("Attesté au vu des déclarations validées par le facilitateur.",),
                boxes=(SignatureBox("Le facilitateur : nom, date, signature et cachet"),),
            ),
        ),
        established_on=established_on,
        mentions=("Heures travaillées, arrondies une fois à la saisie au centième. La formation est comptée à part.",),
    )


def _role(attested: Attested) -> str:
    return "Sous-traitant" if all(line.credits for line in attested.lines) else "Attributaire"


def _whose(attested: Attested) -> tuple[Chapter, ...]:
    """Its own hours, those that it does for others, those that its subcontractors do for it: told apart."""
    hours: dict[str, int] = defaultdict(int)
    training: dict[str, int] = defaultdict(int)
    for line in sorted(attested.lines, key=_account):
        hours[_said(line)] += line.hours
        training[_said(line)] += line.training
    given = {line.credits for line in attested.lines if line.credits}
    received = {line.credited for line in attested.lines if line.credited}
    if not given and not received:
        return ()
    rows = [Row((said, InHours(hours[said]), InHours(training[said]))) for said in hours]
    rows.append(Row(("Total", InHours(attested.hours), InHours(sum(training.values()))), total=True))
    sentences = []
    if given:
        sentences.append(
            f"Les heures faites en sous-traitance créditent {_listed(given)}{NO_BREAK_SPACE}: elles figurent aussi à "
            "son attestation, et ne s'y ajoutent pas."
        )
    if received:
        sentences.append(
            "Les heures des sous-traitants créditent l'attributaire : elles figurent aussi à leur attestation, et ne "
            "s'y ajoutent pas."
        )
    table = Table("Heures propres et heures créditées", ("De qui", "Heures", "Formation"), tuple(rows))
    return (Chapter("À qui sont ces heures", sentences=tuple(sentences), tables=(table,)),)


def _account(line: AttestedLine) -> tuple[int, str]:
    return (2, line.credited) if line.credited else (1, line.credits) if line.credits else (0, "")


def _said(line: AttestedLine) -> str:
    if line.credited:
        return f"Heures de {line.credited}, sous-traitant, créditées à l'attributaire"
    if line.credits:
        return f"Heures propres, faites en sous-traitance pour {line.credits}"
    return "Heures propres, pour son propre compte"


def _listed(names: set[str]) -> str:
    *first, last = sorted(names)
    return f"{', '.join(first)} et {last}" if first else last


def _by_kind(attested: Attested) -> Table:
    hours: dict[ContractKind, int] = defaultdict(int)
    training: dict[ContractKind, int] = defaultdict(int)
    for line in attested.lines:
        hours[line.kind] += line.hours
        training[line.kind] += line.training
    rows = [Row((kind.label, InHours(hours[kind]), InHours(training[kind]))) for kind in ContractKind if kind in hours]
    rows.append(Row(("Total", InHours(attested.hours), InHours(sum(training.values()))), total=True))
    return Table("Par type de contrat", ("Type de contrat", "Heures", "Formation"), tuple(rows))


def _by_person(attested: Attested) -> Table:
    rows = [
        Row(
            (
                f"{line.last_name} {line.first_name}" + _beside(line),
                line.kind.value,
                french_month(line.month),
                line.lot,
                InHours(line.hours),
                InHours(line.training),
            )
        )
        for line in attested.lines
    ]
    training = sum(line.training for line in attested.lines)
    rows.append(Row(("Total", None, None, None, InHours(attested.hours), InHours(training)), total=True))
    credited = any(line.credited for line in attested.lines)
    note = "Entre parenthèses : le sous-traitant dont les heures créditent l'attributaire." if credited else None
    return Table("Par personne, contrat, mois et lot", _HEADERS, tuple(rows), note)


def _beside(line: AttestedLine) -> str:
    return f" ({line.credited})" if line.credited else f" (pour {line.credits})" if line.credits else ""
