"""People, for programs: each part of what is known shows to those whom the matrix lets see it, and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field
from sqlmodel import Session

from clauses import audit
from clauses.access.eligibility import answers
from clauses.access.lists import Wanted
from clauses.access.people import Home, fields_shown, homes
from clauses.access.queries import ABSENT, found
from clauses.access.recorded import person_recorded
from clauses.access.territories import put_in_territory
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import TerritoryPerson
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.accounts.users import entrust
from clauses.db import writing
from clauses.errors import Conflict, Invalid, NotFound
from clauses.people.actions import add_people, change_person
from clauses.people.eligibility import Verdict
from clauses.people.models import Person
from clauses.people.rules import Name
from clauses.reference.rules import Sex
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
    LongText,
    Once,
    Search,
    Short,
    Shown,
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
from clauses.web.visitors import asker, place_of, today

TAG = "Personnes"
Kilometres = Annotated[int, Field(ge=0, le=1000)]


class HomeShown(Shown):
    """Where somebody lives today. An operator reads the commune, and whether it is a quartier prioritaire."""

    commune: str | None
    in_qpv: bool
    since: date | None = None
    address: str | None = None
    postal_code: str | None = None
    qpv: str | None = None


class PersonShown(Shown):
    """Somebody. A part that the reader may not see is null, and named in ``hidden``."""

    id: int
    identifier: str | None
    last_name: str
    first_name: str
    birth_date: date
    sex: Sex | None
    jobs: str | None = None
    skills: str | None = None
    licences: str | None = None
    mobility_km: int | None = None
    available_on: date | None = None
    home: HomeShown | None = None
    rsa: bool | None = None
    unemployed_since: date | None = None
    education_level: str | None = None
    french_level: str | None = None
    work_permit_until: date | None = None
    hidden: list[str]


class PersonGiven(Given):
    """Somebody to add."""

    last_name: Annotated[Text, Field(max_length=200)]
    first_name: Annotated[Text, Field(max_length=200)]
    birth_date: date
    identifier: Short | None = None
    sex: Sex | None = None
    jobs: LongText | None = None
    skills: LongText | None = None
    licences: LongText | None = None
    mobility_km: Kilometres | None = None
    available_on: date | None = None
    rsa: bool | None = None
    rqth: bool | None = None
    unemployed_since: date | None = None
    education_level: Short | None = None
    french_level: Short | None = None
    work_permit_until: date | None = None


class PersonChange(Given):
    """What changes of somebody; RQTH is settled by a document, elsewhere."""

    last_name: Annotated[Text, Field(max_length=200)] | None = None
    first_name: Annotated[Text, Field(max_length=200)] | None = None
    birth_date: date | None = None
    identifier: Short | None = None
    sex: Sex | None = None
    jobs: LongText | None = None
    skills: LongText | None = None
    licences: LongText | None = None
    mobility_km: Kilometres | None = None
    available_on: date | None = None
    rsa: bool | None = None
    unemployed_since: date | None = None
    education_level: Short | None = None
    french_level: Short | None = None
    work_permit_until: date | None = None


class HealthShown(Shown):
    """What is known of somebody's recognised disability: a health datum, and reading it is journalised."""

    id: int
    rqth: bool | None


class EligibilityShown(Shown):
    """« Puis-je embaucher ? »: a dated answer, with its last day."""

    person_id: int
    on: date
    verdict: Verdict
    until: date | None
    sentence: str
    reasons: list[str]


_IDENTITY = ("id", "identifier", "last_name", "first_name", "birth_date", "sex")


def _shown(session: Session, scope: Scope, rows: Sequence[Person]) -> list[PersonShown]:
    """Each person with the parts that the reader may see: as many queries for one as for two hundred."""
    numbers = [row.id or 0 for row in rows]
    shown = fields_shown(session, scope, numbers)
    lived = homes(session, numbers, today())
    return [_person(row, shown[row.id or 0], lived.get(row.id or 0)) for row in rows]


def _person(row: Person, names: frozenset[str], home: Home | None) -> PersonShown:
    known: dict[str, Any] = {name: getattr(row, name) for name in (*_IDENTITY, *names) if hasattr(row, name)}
    if home is not None and "commune" in names:
        known["home"] = HomeShown(
            commune=home.commune,
            in_qpv=home.qpv is not None,
            **(
                {"since": home.since, "address": home.address, "postal_code": home.postal_code, "qpv": home.qpv}
                if "address" in names
                else {}
            ),
        )
    visible = {*names, *({"home"} if "commune" in names else ())}
    hidden = [name for name in PersonShown.model_fields if name not in (*_IDENTITY, "hidden", *visible)]
    return PersonShown(**known, hidden=hidden)


@shows("/api/people", every(Resource.IDENTITY), TAG)
def list_people(
    request: AnyRequest,
    q: Search = "",
    sort: Sort = "name",
    cursor: Cursor = "",
    limit: Limit = 50,
    identifier: FromQuery[str | None] = None,
    birth_date: FromQuery[date | None] = None,
) -> Listing[PersonShown]:
    """Les personnes que l'on peut voir, avec ce que l'on peut voir d'elles."""
    filters = {"identifier": identifier, "birth_date": birth_date}
    return page(request, Person, _shown, Wanted(q, sort, cursor, limit, filters))


@shows("/api/people/{number:int}", on(Person, "number"), TAG)
def get_person(request: AnyRequest, number: FromPath[int]) -> Response[PersonShown]:
    """Une personne."""
    return one(request, Person, number, _shown)


@shows("/api/people/{number:int}/health", on(Person, "number", resource=Resource.HEALTH), TAG)
def get_health(request: AnyRequest, number: FromPath[int]) -> Response[HealthShown]:
    """La RQTH d'une personne. Chaque lecture est journalisée."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = found(session, scope, Person, number, resource=Resource.HEALTH)
        audit.record(session, "read_health", by=scope.author, subject="person", subject_id=number)
        shown = HealthShown(id=number, rqth=row.rqth)
    return Response(shown)


@shows("/api/people/{number:int}/eligibility", on(Person, "number", resource=Resource.ELIGIBILITY), TAG)
def get_eligibility(
    request: AnyRequest, number: FromPath[int], day: FromQuery[date | None] = None
) -> Response[EligibilityShown]:
    """« Puis-je embaucher ? » à un jour (aujourd'hui sans cela). Une entreprise lit la réponse, pas ses motifs ; ceux
    qui disent la santé ou la justice n'y sont jamais. Chaque lecture est journalisée."""
    scope, asked = asker(request), day or today()
    with writing(place_of(request).engine) as session:
        found(session, scope, Person, number, resource=Resource.ELIGIBILITY)
        told = answers(session, scope, [number]).told(number, None, asked)
        audit.record(session, "read_eligibility", by=scope.author, subject="person", subject_id=number)
    if told is None:
        raise NotFound(ABSENT)
    answer = told.answer
    said = EligibilityShown(
        person_id=number,
        on=asked,
        verdict=answer.verdict,
        until=answer.until,
        sentence=answer.sentence,
        reasons=list(answer.reasons),
    )
    return Response(said)


@adds("/api/people", every(Resource.IDENTITY, Act.CREATE), TAG)
def create_person(request: AnyRequest, data: JSONBody[PersonGiven], once: Once = None) -> Response[PersonShown]:
    """Ajoute une personne, dans son territoire ; qui l'adresse ou l'accompagne la suit."""

    def write(session: Session, scope: Scope) -> int:
        _plausible(data.birth_date)
        if person_recorded(session, data.model_dump()):
            words = "Cette personne est déjà enregistrée. Demandez à votre facilitateur de vous la confier."
            raise Conflict(words, code="person.exists")
        (number,) = add_people(session, [data.model_dump()])
        put_in_territory(session, scope, TerritoryPerson, person_id=number)
        _follow(session, scope, number)
        return number

    return create(request, data, Person, _shown, write, subject="person", where="/api/people")


def _follow(session: Session, scope: Scope, number: int) -> None:
    """A référent follows whom they enter, a prescripteur whom they send: else they would not see them again."""
    for standing, _ in scope.rights(Resource.IDENTITY, Act.CREATE):
        if standing.kind in (ActorKind.P, ActorKind.R):
            entrust(session, membership_id=standing.membership_id, person_id=number, today=scope.today, by=scope.author)
            return


def _plausible(birth_date: date) -> None:
    if not date(1900, 1, 1) <= birth_date <= today():
        raise Invalid("Cette date de naissance n'est pas possible. Corrigez-la.", field="birth_date")


@changes("/api/people/{number:int}", on(Person, "number", Act.MODIFY), TAG)
def change_a_person(
    request: AnyRequest, number: FromPath[int], data: JSONBody[PersonChange], version: IfMatch = None
) -> Response[PersonShown]:
    """Change une personne, telle qu'on l'a lue."""

    def write(session: Session, _scope: Scope, row: Person) -> Sequence[str]:
        fields = given(data)
        required(fields, "last_name", "first_name", "birth_date")
        if "birth_date" in fields:
            _plausible(fields["birth_date"])
        told = list(fields)
        if {"last_name", "first_name"} & fields.keys():
            last, first = fields.get("last_name", row.last_name), fields.get("first_name", row.first_name)
            name = Name.of(last, first)
            fields |= {"last_key": name.last or last, "first_key": name.first or first}
        change_person(session, number, **fields)
        return told

    return change(request, Person, number, _shown, write, subject="person")


HANDLERS = [list_people, get_person, get_health, get_eligibility, create_person, change_a_person]
