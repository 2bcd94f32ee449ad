"""A file of exits + the people recorded → exits to write, each judged by its protocol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from clauses.dates import french_day
from clauses.files.rules import Issue, Severity
from clauses.pathways.protocols import ExitReason, Protocol
from clauses.pathways.recording import ExitRecord, SaidExit, judged, unsayable
from clauses.people.rules import Doubt, Name, Register
from clauses.reference.rules import ContractKind, EmployerKind
from imports.said import Headers, Row, Saying, issue_of


@dataclass(frozen=True)
class Place:
    """Where a row stands in its file."""

    sheet: str
    row: int


@dataclass
class ExitsPlan:
    """Exits to write, by person and day."""

    exits: dict[tuple[int, date], tuple[ExitRecord, Place]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    accepted: set[tuple[str, int]] = field(default_factory=set)
    created: int = 0
    replaced: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class KnownExits:
    """The people recorded, when they were born, and the exits recorded."""

    register: Register
    born: Mapping[int, date]
    exits: Mapping[tuple[int, date], ExitRecord]


def plan(rows: Iterable[Row], known: KnownExits, headers: Headers) -> ExitsPlan:
    """Decides every row in the order of the file; one that says otherwise of an exit already read is refused."""
    made = ExitsPlan()
    seen: dict[tuple[int, date], ExitRecord] = {}
    for row in rows:
        refused = _refusal(row)
        answer = known.register.recognise(Name.of(row["last_name"], row["first_name"]), row["birth_date"])
        if refused is None and answer.person is None:
            refused = _UNKNOWN if answer.doubt is Doubt.UNKNOWN else _DOUBTFUL
        if refused is not None or answer.person is None:
            made.issues.append(issue_of(row, refused or _UNKNOWN, headers))
            continue
        record = _as_decided(
            judged(_said(row), known.born[answer.person], decision_told=(told := _decision_told(row, headers))),
            row,
            told=told,
        )
        key = (answer.person, row["exited_on"])
        if seen.setdefault(key, record) != record:
            made.issues.append(issue_of(row, _TWICE, headers))
            continue
        _take(made, key, record, row, known=known)
        made.issues.extend(issue_of(row, saying, headers) for saying in (*_remarks(record), *_undecided(row)))
    return made


def _decision_told(row: Row, headers: Headers) -> bool:
    """Whether the sheet has a column for the day of the decision, or for the decision."""
    return any((row["sheet"], name) in headers.sent for name in ("decided_on", "exit_decision"))


def _as_decided(record: ExitRecord, row: Row, *, told: bool) -> ExitRecord:
    """The exit as the decision that is written says: « en attente » or « refusée » decides nothing, dated or not."""
    said = row.get("exit_decision")
    if not told or said is None:
        return record
    decided = said == "decided"
    return replace(record, decided=decided, decided_on=record.decided_on if decided else None)


def _undecided(row: Row) -> list[Saying]:
    """What to say of a decision that is not one: the exit stands apart until the commission decides."""
    if row.get("exit_decision") != "refused":
        return []
    return [Saying("exits.not_validated", "exit_decision", Severity.WARNING, _not_validated)]


def _not_validated(row: Row) -> str:
    return (
        f"Ligne {row['row']} : la commission n'a pas validé cette sortie. Elle est gardée sans décision et ne compte "
        "pas. Si la personne n'est pas sortie, retirez la ligne."
    )


def _take(made: ExitsPlan, key: tuple[int, date], record: ExitRecord, row: Row, *, known: KnownExits) -> None:
    made.accepted.add((row["sheet"], row["row"]))
    before = made.exits[key][0] if key in made.exits else known.exits.get(key)
    if before == record:
        made.unchanged += 1
        return
    made.exits[key] = (record, Place(row["sheet"], row["row"]))
    made.created += before is None
    made.replaced += before is not None


def _refusal(row: Row) -> Saying | None:
    """Why a row cannot be kept at all; None when it can."""
    found = unsayable(row["starts_on"], row["ends_on"])
    if found is not None:
        return Saying(found.code, found.field, Severity.ERROR, lambda each: f"Ligne {each['row']} : {found.words}")
    if row["protocol"] and _protocol(row) is None:
        return Saying("exits.unknown_protocol", "protocol", Severity.ERROR, _unknown_protocol)
    return None


def _unknown_protocol(row: Row) -> str:
    known = ", ".join(protocol.value for protocol in Protocol)
    return f"Ligne {row['row']} : le protocole « {row['protocol']} » n'existe pas. Écrivez l'un de : {known}."


def _unknown_person(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {row['first_name']} {row['last_name']}, né(e) le {french_day(row['birth_date'])}, n'est "
        "pas dans le fichier des personnes. Vérifiez le nom et la date de naissance, ou enregistrez la personne."
    )


def _doubtful_person(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {row['first_name']} {row['last_name']}, né(e) le {french_day(row['birth_date'])}, "
        "ressemble à une ou plusieurs personnes sans qu'on puisse choisir. Écrivez le nom et la date de naissance "
        "comme dans le fichier des personnes."
    )


def _twice(row: Row) -> str:
    return (
        f"Ligne {row['row']} : la sortie de {row['first_name']} {row['last_name']} le {french_day(row['exited_on'])} "
        "figure déjà plus haut, avec d'autres valeurs. Gardez une seule ligne par sortie."
    )


_TWICE = Saying("exits.said_twice", "exited_on", Severity.ERROR, _twice)
_UNKNOWN = Saying("exits.unknown_person", "last_name", Severity.ERROR, _unknown_person)
_DOUBTFUL = Saying("exits.doubtful_person", "last_name", Severity.ERROR, _doubtful_person)


def _protocol(row: Row) -> Protocol | None:
    """The protocol that a row names; None where it names none, or none that is known."""
    if row["protocol"] is None:
        return None
    told = row["protocol"].strip().lower().replace(" ", "-")
    return next((protocol for protocol in Protocol if protocol.value == told), None)


def _said(row: Row) -> SaidExit:
    return SaidExit(
        exited_on=row["exited_on"],
        reason=ExitReason(row["reason"]),
        reason_text=row["reason_text"],
        decided_on=row["decided_on"],
        contract_kind=ContractKind(row["contract_kind"]) if row["contract_kind"] else None,
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        weekly_hours=row["weekly_hours"],
        part_time_agreed=bool(row["part_time_agreed"]),
        aided=bool(row["aided"]),
        employer=row["employer"],
        employer_kind=EmployerKind(row["employer_kind"]) if row["employer_kind"] else None,
        job=row["job"],
        certified_on=row["certified_on"],
        registered_on=row["registered_on"],
        evidence=row["evidence"],
        protocol=_protocol(row),
    )


def _remarks(record: ExitRecord) -> list[Saying]:
    if record.verdict_positive is None or record.verdict_positive is record.reason.positive_claim:
        return []

    def differs(row: Row) -> str:
        said = "positive" if record.verdict_positive else "non positive"
        return (
            f"Ligne {row['row']} : pour le protocole {record.protocol.value}, cette sortie est {said} "
            f"({record.verdict_reason}), et le motif dit « {record.reason_sent} ». La décision compte ; vérifiez-la."
        )

    return [Saying("exits.verdict_differs", "reason", Severity.WARNING, differs)]
