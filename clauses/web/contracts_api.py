"""Contracts of work, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from sqlmodel import Session

from clauses.access.lists import Wanted
from clauses.access.named import body_for, seen
from clauses.access.recorded import number_of
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, Invalid
from clauses.hours.actions import add_contracts
from clauses.hours.models import Contract
from clauses.people.models import Person
from clauses.reference.rules import ContractKind, EmployerKind, Modality, may_sign
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
    Once,
    Shown,
    Sort,
    Text,
    adds,
    changes,
    one,
    page,
    shows,
)
from clauses.web.api_writes import change, create, given
from clauses.web.rule import every, on

TAG = "Contrats"


class ContractShown(Shown):
    """A contract of work."""

    id: int
    person_id: int
    employer_id: int
    employer_kind: EmployerKind | None
    kind: ContractKind
    starts_on: date
    ends_on: date | None
    job: str | None
    modality: Modality | None


class ContractGiven(Given):
    """A contract to add."""

    person_id: int
    employer_id: int
    kind: ContractKind
    starts_on: date
    ends_on: date | None = None
    job: Text | None = None
    modality: Modality | None = None


class ContractChange(Given):
    """What changes of a contract: who, for whom and since when stay."""

    ends_on: date | None = None
    job: Text | None = None
    modality: Modality | None = None


def _shown(_session: Session, _scope: Scope, rows: Sequence[Contract]) -> list[ContractShown]:
    return [ContractShown.model_validate(row) for row in rows]


@shows("/api/contracts", every(Resource.CONTRACT), TAG)
def list_contracts(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    person_id: FromQuery[int | None] = None,
    employer_id: FromQuery[int | None] = None,
    kind: FromQuery[ContractKind | None] = None,
) -> Listing[ContractShown]:
    """Les contrats que l'on peut voir."""
    filters = {"person_id": person_id, "employer_id": employer_id, "kind": kind}
    return page(request, Contract, _shown, Wanted("", sort, cursor, limit, filters))


@shows("/api/contracts/{number:int}", on(Contract, "number"), TAG)
def get_contract(request: AnyRequest, number: FromPath[int]) -> Response[ContractShown]:
    """Un contrat."""
    return one(request, Contract, number, _shown)


@adds("/api/contracts", every(Resource.CONTRACT, Act.CREATE), TAG)
def create_contract(request: AnyRequest, data: JSONBody[ContractGiven], once: Once = None) -> Response[ContractShown]:
    """Ajoute le contrat d'une personne que l'on peut voir, chez l'employeur pour lequel on agit."""

    def write(session: Session, scope: Scope) -> int:
        if seen(session, scope, Person, data.person_id) is None:
            raise Invalid(
                "Cette personne n'existe pas, ou ne vous est pas ouverte. Vérifiez son numéro.", field="person_id"
            )
        employer = body_for(session, scope, Resource.CONTRACT, data.employer_id)
        if employer is None:
            raise Invalid(
                "Cet employeur n'existe pas, ou ne vous est pas ouvert. Vérifiez son numéro.", field="employer_id"
            )
        _in_order(data.starts_on, data.ends_on)
        if employer.employer_kind is not None and not may_sign(employer.employer_kind, data.kind):
            words = (
                f"{employer.employer_kind.label} : ne signe pas de {data.kind.label.lower()}. Corrigez l'un des deux."
            )
            raise Invalid(words, field="kind")
        same = data.model_dump(include={"person_id", "employer_id", "kind", "starts_on"})
        if number_of(session, Contract, **same) is not None:
            raise Conflict(
                "Ce contrat est déjà enregistré. Modifiez celui qui existe, ou corrigez son début.",
                code="contract.exists",
            )
        (number,) = add_contracts(session, [data.model_dump() | {"employer_kind": employer.employer_kind}])
        return number

    return create(request, data, Contract, _shown, write, subject="contract", where="/api/contracts")


def _in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Invalid("Le contrat finit avant de commencer. Corrigez l'une des deux dates.", field="ends_on")


@changes("/api/contracts/{number:int}", on(Contract, "number", Act.MODIFY), TAG)
def change_contract(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ContractChange], version: IfMatch = None
) -> Response[ContractShown]:
    """Change la fin, le poste ou la modalité d'un contrat."""

    def write(session: Session, _scope: Scope, row: Contract) -> Sequence[str]:
        fields = given(data)
        _in_order(row.starts_on, fields.get("ends_on", row.ends_on))
        for name, value in fields.items():
            setattr(row, name, value)
        session.add(row)
        return list(fields)

    return change(request, Contract, number, _shown, write, subject="contract")


HANDLERS = [list_contracts, get_contract, create_contract, change_contract]
