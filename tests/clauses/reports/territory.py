"""A small territory, said in words, as the frames of a bilan and as the rows of a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from sqlmodel import Session, SQLModel

from clauses.accounts.models import Organisation
from clauses.dates import Period
from clauses.files.models import ImportRun, StoredFile
from clauses.files.rules import FileKind
from clauses.hours.models import Contract, Declaration, Line, Submission
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.pathways.models import Exit
from clauses.pathways.rules import ExitReason, Protocol
from clauses.people.models import Orientation, Participation, Person, Residence
from clauses.people.rules import Sector
from clauses.reference.rules import ContractKind, Decision, Nature, Origin, Role, Sex
from clauses.reports import frame_columns
from clauses.reports.bilan import compute
from clauses.reports.figures import Bilan, Perimeter, Selection
from clauses.reports.frames import Frames

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))
JANUARY, JUNE, DECEMBER = date(2023, 1, 1), date(2023, 6, 1), date(2023, 12, 1)
THEN = datetime(2024, 1, 10, 9, 30, tzinfo=UTC)

Values = dict[str, Any]


def selection(perimeter: Perimeter = Perimeter.ALL, **asked: Any) -> Selection:
    """The year 2023 of everybody, unless said otherwise."""
    said: Values = {"period": YEAR, "perimeter": perimeter} | asked
    return Selection(**said)


@dataclass
class Territory:
    """People, contracts, lines, orientations and exits, each said in one call; identifiers count from 1."""

    people: list[Values] = field(default_factory=list)
    contracts: list[Values] = field(default_factory=list)
    lines: list[Values] = field(default_factory=list)
    participations: list[Values] = field(default_factory=list)
    residences: list[Values] = field(default_factory=list)
    orientations: list[Values] = field(default_factory=list)
    exits: list[Values] = field(default_factory=list)
    corrections: int = 0

    def person(
        self, sex: Sex | None = Sex.F, *, qpv: str | None = None, name: str | None = None, home: bool = True
    ) -> int:
        """Someone who lives, since 2015, in the quartier of that key (None: in none)."""
        self.people.append({"person_id": len(self.people) + 1, "sex": sex})
        if home:
            self.lived(len(self.people), date(2015, 1, 1), qpv, name)
        return len(self.people)

    def lived(self, person: int, since: date, key: str | None, name: str | None = None) -> None:
        """A residence."""
        self.residences.append({"person_id": person, "since": since, "qpv_key": key, "qpv_name": name})

    def accompanied(self, person: int, starts_on: date, ends_on: date | None = None) -> None:
        """A time in the PLIE."""
        self.participations.append({"person_id": person, "starts_on": starts_on, "ends_on": ends_on})

    def contract(self, person: int, kind: ContractKind = ContractKind.CDDI, starts_on: date = date(2023, 1, 1)) -> int:
        """A contract of work."""
        number = len(self.contracts) + 1
        self.contracts.append({"contract_id": number, "person_id": person, "kind": kind, "starts_on": starts_on})
        return number

    def line(
        self,
        contract: int | None,
        hours: int,
        month: date = JUNE,
        *,
        nature: Nature = Nature.BTP,
        state: LineState = LineState.VALIDATED,
        training: int = 0,
    ) -> None:
        """A line of a declaration in force; hours in hundredths."""
        self.lines.append(
            {
                "month": month,
                "nature": nature,
                "contract_id": contract,
                "hours": hours,
                "training": training,
                "state": state,
            }
        )

    def worked(self, hours: int = 100, **said: Any) -> int:
        """A woman with one contract and one line; who she is."""
        person = self.person()
        self.line(self.contract(person), hours, **said)
        return person

    def oriented(
        self,
        person: int,
        on: date = date(2023, 3, 1),
        sector: Sector = Sector.BTP,
        *,
        origin: Origin | None = Origin.AUTRES,
        prescriber: str | None = "France Travail",
        decision: Decision | None = None,
        decided_on: date | None = None,
    ) -> None:
        """An orientation to one sector."""
        self.orientations.append(
            {
                "id": len(self.orientations) + 1,
                "person_id": person,
                "oriented_on": on,
                "sector": sector,
                "origin": origin,
                "prescriber": prescriber,
                "decision": decision,
                "decided_on": decided_on,
            }
        )

    def left(
        self,
        person: int,
        on: date = date(2023, 10, 31),
        reason: ExitReason = ExitReason.EMPLOI,
        kind: ContractKind | None = ContractKind.CDI,
        *,
        decided: bool = True,
        protocol: Protocol = Protocol.DIJON_2023,
        verdict: bool | None = None,
    ) -> None:
        """An exit."""
        self.exits.append(
            {
                "exit_id": len(self.exits) + 1,
                "person_id": person,
                "exited_on": on,
                "reason": reason,
                "decided": decided,
                "contract_kind": kind if reason is ExitReason.EMPLOI else None,
                "protocol": protocol,
                "verdict_positive": verdict,
            }
        )

    def frames(self) -> Frames:
        """As the frames of a bilan."""
        contracts = pl.DataFrame(self.contracts, schema=frame_columns.CONTRACTS)
        lines = pl.DataFrame(self.lines, schema=frame_columns.LINES)
        leaving = [said["person_id"] for said in self.exits]
        worked = lines.join(contracts, on="contract_id").filter(
            pl.col("person_id").is_in(leaving) & (pl.col("state") != LineState.TO_CHECK.value)
        )
        return Frames(
            lines=lines,
            contracts=contracts,
            people=pl.DataFrame(self.people, schema=frame_columns.PEOPLE),
            participations=pl.DataFrame(self.participations, schema=frame_columns.PARTICIPATIONS),
            residences=pl.DataFrame(self.residences, schema=frame_columns.RESIDENCES),
            orientations=pl.DataFrame(self.orientations, schema=frame_columns.ORIENTATIONS),
            exits=pl.DataFrame(self.exits, schema=frame_columns.EXITS),
            worked=worked.select(list(frame_columns.WORKED)),
            corrections=self.corrections,
        )

    def bilan(self, perimeter: Perimeter = Perimeter.ALL, **asked: Any) -> Bilan:
        """The bilan of the frames."""
        return compute(self.frames(), selection(perimeter, **asked))

    def store(self, session: Session) -> None:
        """As rows: one buyer, one market and lot a nature, one employer, one declaration a lot and month."""
        run = _run(session)
        buyer = _added(session, Organisation(name="Métropole du Suzon", name_key="metropole du suzon"))
        employer = _added(session, Organisation(name="=Insert Éco", name_key="insert eco", siret="12345678901234"))
        places = {nature: _place(session, nature, buyer, employer) for nature in Nature}
        for said in self.people:
            number = said["person_id"]
            session.add(
                Person(
                    id=number,
                    identifier=f"P{number:04d}",
                    last_name=f"Nom{number}",
                    first_name="Prénom",
                    last_key=f"nom{number}",
                    first_key="prenom",
                    birth_date=date(1980, 1, 1),
                    sex=said["sex"],
                )
            )
        session.flush()
        origin: Values = {"run_id": run, "sheet": "Feuil1"}
        for row, said in enumerate(self.residences, start=2):
            session.add(Residence(**said, **origin, row=row))
        for row, said in enumerate(self.participations, start=2):
            session.add(Participation(**said, **origin, row=row))
        for row, said in enumerate(self.orientations, start=2):
            session.add(Orientation(**said, **origin, row=row))
        for said in self.contracts:
            rest = {name: value for name, value in said.items() if name != "contract_id"}
            session.add(Contract(id=said["contract_id"], employer_id=employer, **rest))
        session.flush()
        self._store_lines(session, places, employer, run)
        for row, said in enumerate(self.exits, start=2):
            rest = {name: value for name, value in said.items() if name != "exit_id"}
            words: Values = {"reason_sent": "x", "verdict_reason": "x"}
            session.add(Exit(id=said["exit_id"], **rest, **words, **origin, row=row))
        session.flush()

    def _store_lines(self, session: Session, places: dict[Nature, int], employer: int, run: int) -> None:
        units: dict[tuple[Nature, date], int] = {}
        for row, said in enumerate(self.lines, start=2):
            unit = (said["nature"], said["month"])
            if unit not in units:
                session.merge(Submission(contractor_id=places[said["nature"]], employer_id=employer, run_id=run))
                session.flush()
                units[unit] = _added(
                    session,
                    Declaration(
                        contractor_id=places[said["nature"]],
                        employer_id=employer,
                        month=said["month"],
                        version=1,
                        state=DeclarationState.CURRENT,
                        run_id=run,
                        author="Insert Éco",
                        at=THEN,
                    ),
                )
            validated = said["state"] is LineState.VALIDATED
            session.add(
                Line(
                    declaration_id=units[unit],
                    contract_id=said["contract_id"],
                    hours=said["hours"],
                    training=said["training"],
                    sent="x",
                    state=said["state"],
                    validated_by="Camille" if validated else None,
                    validated_at=THEN if validated else None,
                    sheet="Feuil1",
                    row=row,
                    column="H",
                )
            )
        session.flush()


def _run(session: Session) -> int:
    file = _added(session, StoredFile(sha256="a" * 64, size=1, stored_at=THEN))
    return _added(
        session,
        ImportRun(kind=FileKind.HOURS, stored_file_id=file, file_name="heures.xlsx", author="Insert Éco", at=THEN),
    )


def _place(session: Session, nature: Nature, buyer: int, company: int) -> int:
    reference = f"2023-{nature.value}"
    market = _added(
        session,
        Market(
            buyer_id=buyer, reference=reference, reference_key=f"2023 {nature.value.lower()}", title="x", nature=nature
        ),
    )
    lot = _added(session, Lot(market_id=market, number="1"))
    return _added(session, Contractor(lot_id=lot, organisation_id=company, role=Role.TITULAIRE))


def _added(session: Session, row: SQLModel) -> int:
    session.add(row)
    session.flush()
    return int(getattr(row, "id"))  # noqa: B009  # every table here has one
