"""What the routes of the API share: shapes that refuse what they do not know, pages, the version of what is shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from litestar import Request, Response, get, patch, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationInfo, field_validator
from sqlmodel import Session, SQLModel

from clauses.access.lists import Wanted, listed
from clauses.access.queries import found
from clauses.accounts.scope import Scope
from clauses.dates import FIRST_YEAR, LAST_YEAR
from clauses.db import reading
from clauses.errors import Invalid
from clauses.quantities import hundredths
from clauses.web.rule import Rule
from clauses.web.sound import LARGEST_AMOUNT, LARGEST_NUMBER, strange
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
R = TypeVar("R", bound=SQLModel)
S = TypeVar("S", bound=BaseModel)


class Given(BaseModel):
    """What a request says: a field that is not listed is refused, so that nobody sets what is not theirs to set."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="after")
    @classmethod
    def _held_by_a_row(cls, value: Any, told: ValidationInfo) -> Any:
        """What no row can hold is refused at its field, whatever the shape."""
        if isinstance(value, str) and strange(value):
            raise ValueError("control character")
        counted = (told.field_name or "").endswith("cents")
        if isinstance(value, int) and abs(value) > (LARGEST_AMOUNT if counted else LARGEST_NUMBER):
            raise ValueError("too large")
        if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError("not a date of this life")
        return value


class Shown(BaseModel):
    """What an answer says."""

    model_config = ConfigDict(from_attributes=True)


class Fault(Shown):
    """Every refusal: its status, a stable code, a sentence for a person, and the field at fault where there is one."""

    status: int
    code: str
    message: str
    field: str | None = None


class Listing(BaseModel, Generic[S]):
    """A page of a list; ``next`` is the cursor of the following one, null at the end."""

    items: list[S]
    next: str | None


Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""A line of text, not empty; a control sign is refused by `Given`."""
LongText = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Siret = Annotated[str, StringConstraints(pattern=r"^[0-9]{14}$")]

Search = Annotated[str, QueryParameter(name="q", max_length=200, description="Mots cherchés, sans casse ni accents.")]
Sort = Annotated[str, QueryParameter(max_length=40, description="Colonne de tri ; « - » devant pour l'autre sens.")]
Cursor = Annotated[str, QueryParameter(max_length=600, description="« next » de la page précédente.")]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="Lignes par page.")]
IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", description="L'ETag de ce qui a été lu.")]
Once = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key", max_length=200, description="La même clé rend la même réponse, une fois faite."
    ),
]

REFUSALS = {
    401: ResponseSpec(Fault, description="Personne n'est connecté.", generate_examples=False),
    403: ResponseSpec(Fault, description="Vu, mais pas permis.", generate_examples=False),
    404: ResponseSpec(Fault, description="Absent, ou hors de son étendue.", generate_examples=False),
    409: ResponseSpec(Fault, description="L'état s'y oppose.", generate_examples=False),
    412: ResponseSpec(Fault, description="A changé depuis la lecture.", generate_examples=False),
    413: ResponseSpec(Fault, description="Trop lourd.", generate_examples=False),
    415: ResponseSpec(Fault, description="Sorte de contenu inattendue.", generate_examples=False),
    422: ResponseSpec(Fault, description="Illisible ; « field » dit quel champ.", generate_examples=False),
    428: ResponseSpec(Fault, description="If-Match manque.", generate_examples=False),
    429: ResponseSpec(Fault, description="Trop d'essais.", generate_examples=False),
}


def shows(path: str, rule: Rule, tag: str, **more: Any) -> Callable[[Any], Any]:
    """A route that reads."""
    return get(path, rule=rule, sync_to_thread=True, responses=REFUSALS, tags=[tag], **more)


FILE = "application/octet-stream"
"""The media type of a file given back: never opened in a page."""


def adds(path: str, rule: Rule, tag: str, **more: Any) -> Callable[[Any], Any]:
    """A route that adds a row."""
    return post(path, rule=rule, sync_to_thread=True, responses=REFUSALS, tags=[tag], **more)


def acts(path: str, rule: Rule, tag: str, **more: Any) -> Callable[[Any], Any]:
    """A route that decides something of a row, and shows it."""
    return post(path, rule=rule, sync_to_thread=True, responses=REFUSALS, tags=[tag], status_code=200, **more)


def changes(path: str, rule: Rule, tag: str) -> Callable[[Any], Any]:
    """A route that changes fields of a row."""
    return patch(path, rule=rule, sync_to_thread=True, responses=REFUSALS, tags=[tag])


def page(
    request: AnyRequest, table: type[R], shape: Callable[[Session, Scope, Sequence[R]], list[S]], wanted: Wanted
) -> Listing[S]:
    """A page of a list, as the reader may see it."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        rows = listed(session, scope, table, wanted)
        return Listing(items=shape(session, scope, rows.rows), next=rows.next)


def one(
    request: AnyRequest, table: type[R], number: int, shape: Callable[[Session, Scope, Sequence[R]], list[S]]
) -> Response[S]:
    """One row, with its version."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        (shown,) = shape(session, scope, [found(session, scope, table, number)])
    return versioned(shown)


def versioned(shown: S) -> Response[S]:
    """What is shown, with its version."""
    return Response(shown, headers={"ETag": etag(shown)})


def etag(shown: BaseModel) -> str:
    """The version of what was shown: a hash of it, so that any change of any field changes it."""
    return f'"{hashlib.sha256(shown.model_dump_json().encode()).hexdigest()[:32]}"'


def hundredths_of(text: str, *, field: str) -> int:
    """Hours as text → hundredths of an hour. Raises `Invalid`."""
    if not re.fullmatch(r"[0-9]{1,8}([.,][0-9]{1,2})?", text):
        raise Invalid(f"« {field} » n'est pas un nombre d'heures : écrivez par exemple 151.67.", field=field)
    return hundredths(Decimal(text.replace(",", ".")))
