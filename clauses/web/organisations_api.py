"""Bodies: buyers, contractors, employers, prescribers, for programs."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from sqlmodel import Session, col, select

from clauses.access.lists import Wanted
from clauses.accounts.actions import add_organisations, complete_organisation
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, Invalid
from clauses.reference.rules import EmployerKind
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
    Once,
    Search,
    Shown,
    Siret,
    Sort,
    Text,
    adds,
    changes,
    one,
    page,
    shows,
)
from clauses.web.api_writes import change, create, given, required
from clauses.web.rule import every, on
from clauses.words import folded, tidy

TAG = "Organismes"


class OrganisationShown(Shown):
    """A body."""

    id: int
    name: str
    siret: str | None
    employer_kind: EmployerKind | None


class OrganisationGiven(Given):
    """A body to add."""

    name: Text
    siret: Siret | None = None
    employer_kind: EmployerKind | None = None


class OrganisationChange(Given):
    """What changes of a body."""

    name: Text | None = None
    siret: Siret | None = None
    employer_kind: EmployerKind | None = None


def _shown(_session: Session, _scope: Scope, rows: Sequence[Organisation]) -> list[OrganisationShown]:
    return [OrganisationShown.model_validate(row) for row in rows]


@shows("/api/organisations", every(Resource.ORGANISATION), TAG)
def list_organisations(
    request: AnyRequest,
    q: Search = "",
    sort: Sort = "name",
    cursor: Cursor = "",
    limit: Limit = 50,
    siret: FromQuery[str | None] = None,
) -> Listing[OrganisationShown]:
    """Les organismes avec qui l'on travaille."""
    return page(request, Organisation, _shown, Wanted(q, sort, cursor, limit, {"siret": siret}))


@shows("/api/organisations/{number:int}", on(Organisation, "number"), TAG)
def get_organisation(request: AnyRequest, number: FromPath[int]) -> Response[OrganisationShown]:
    """Un organisme."""
    return one(request, Organisation, number, _shown)


@adds("/api/organisations", every(Resource.ORGANISATION, Act.CREATE), TAG)
def create_organisation(
    request: AnyRequest, data: JSONBody[OrganisationGiven], once: Once = None
) -> Response[OrganisationShown]:
    """Ajoute un organisme."""

    def write(session: Session, _scope: Scope) -> int:
        same = col(Organisation.siret) == data.siret
        if data.siret is None:
            same = (col(Organisation.name_key) == folded(data.name)) & col(Organisation.siret).is_(None)
        if session.exec(select(Organisation.id).where(same)).first() is not None:
            raise Conflict("Cet organisme est déjà enregistré. Modifiez celui qui existe.", code="organisation.exists")
        (number,) = add_organisations(session, [(data.name, data.siret)])
        complete_organisation(session, number, employer_kind=data.employer_kind)
        return number

    return create(request, data, Organisation, _shown, write, subject="organisation", where="/api/organisations")


@changes("/api/organisations/{number:int}", on(Organisation, "number", Act.MODIFY), TAG)
def change_organisation(
    request: AnyRequest, number: FromPath[int], data: JSONBody[OrganisationChange], version: IfMatch = None
) -> Response[OrganisationShown]:
    """Change un organisme, tel qu'on l'a lu."""

    def write(session: Session, _scope: Scope, _row: Organisation) -> Sequence[str]:
        fields = given(data)
        required(fields, "name")
        told = list(fields)
        if "name" in fields:
            fields |= {"name": tidy(fields["name"]), "name_key": folded(fields["name"]) or tidy(fields["name"])}
        if fields.get("siret") is not None:
            other = select(Organisation.id).where(
                col(Organisation.siret) == fields["siret"], col(Organisation.id) != number
            )
            if session.exec(other).first() is not None:
                raise Invalid("Un autre organisme a ce SIRET. Vérifiez-le.", field="siret")
        complete_organisation(session, number, **fields)
        return told

    return change(request, Organisation, number, _shown, write, subject="organisation")


HANDLERS = [list_organisations, get_organisation, create_organisation, change_organisation]
