"""Long lists: searched, filtered, sorted and paged in the database; what was asked for stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, String, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from clauses.words import folded

PAGE_SIZE: Final = 25
_LONGEST_SEARCH = 80
_LAST_PAGE = 100_000


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list: words to look for, a sort, a page from 1, filters by name."""

    path: str
    q: str = ""
    sort: str = ""
    page: int = 1
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def terms(self) -> list[str]:
        """The words looked for, folded: without accents nor capitals."""
        return folded(self.q).split()

    @property
    def narrowed(self) -> bool:
        """Whether something hides part of the list."""
        return bool(self.terms or any(self.filters.values()))

    def address(self, **changes: Any) -> str:
        """The address of the same list with some parts changed; ``None`` takes a part away, and page 1 with it."""
        parts = {"q": self.q, **self.filters, "tri": self.sort, "page": str(self.page) if self.page > 1 else ""}
        parts |= {name: "" if value is None else str(value) for name, value in changes.items()}
        if parts["page"] == "1":
            parts["page"] = ""
        kept = {name: value for name, value in parts.items() if value}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def without(self, name: str) -> str:
        """The address of the same list with one part less, from its first page."""
        return self.address(**{name: None, "page": None})

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def key(self) -> str:
        """The column of the sort, without its direction."""
        return self.sort.removeprefix("-")


def asked(request: Any, *, sorts: Iterable[str], default: str, filters: Mapping[str, Iterable[str]]) -> Asked:
    """What an address asks for. What it says wrongly (a sort, a filter, a page that do not exist) is as if unsaid."""
    given = request.query_params
    sort = given.get("tri", "")
    page = given.get("page", "")
    return Asked(
        path=request.url.path,
        q=" ".join(given.get("q", "").replace("\x00", "").split())[:_LONGEST_SEARCH],
        sort=sort if sort.removeprefix("-") in set(sorts) else default,
        page=max(1, min(int(page[:7]), _LAST_PAGE)) if page.isascii() and page.isdigit() else 1,
        filters={
            name: value if (value := given.get(name, "")) in set(known) else "" for name, known in filters.items()
        },
    )


def holds(terms: Iterable[str], *columns: Any) -> list[ColumnElement[bool]]:
    """Each word stands in one of the columns, which hold folded text."""
    return [or_(*(column.contains(term, autoescape=True) for column in columns)) for term in terms]


class unaccented(FunctionElement[str]):  # noqa: N801  # written as the SQL function that it is
    """A column of free text without accents nor capitals, by the database itself, alike on both engines."""

    type = String()
    inherit_cache = True
    name = "unaccented"


@compiles(unaccented, "sqlite")
def _by_function(element: Any, compiler: Any, **more: Any) -> str:
    return f"folded({compiler.process(element.clauses, **more)})"


@compiles(unaccented, "postgresql")
def _by_translation(element: Any, compiler: Any, **more: Any) -> str:
    accented, plain = "àâäáãçéèêëíîïìñóôöõòúùûüÿ’''-", "aaaaaceeeeiiiinooooouuuuy   "
    return f"translate(lower({compiler.process(element.clauses, **more)}), '{accented}', '{plain}')"


def paged(query: Select[Any], wanted: Asked, size: int = PAGE_SIZE) -> Select[Any]:
    """The rows of the page asked for."""
    return query.offset((wanted.page - 1) * size).limit(size)
