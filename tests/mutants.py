"""Faults put in the rights on purpose: a cell of the matrix changed, a condition of `clauses.access` turned or dropped.

Pure: a mutant is a description; `tests.mutation` puts it in place and looks whether a test sees it.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import CodeType
from typing import Any

from clauses.accounts.matrix import MATRIX, Act, Grant, Reach, Resource
from clauses.accounts.rules import ActorKind

SWAPPED_NAMES = {"and_": "or_", "or_": "and_", "false": "true", "any": "all", "all": "any"}
SWAPPED_METHODS = {"in_": "not_in", "not_in": "in_", "is_": "is_not", "is_not": "is_"}
SWAPPED_SIGNS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
CONDITIONS = ("Condition", "ColumnElement[bool]")
"""The annotations of functions that narrow rows: those are opened to every row."""
EVERY_ROW = "__import__('sqlalchemy').true()"


@dataclass(frozen=True)
class CellMutant:
    """A cell of the matrix that says something else."""

    resource: Resource
    kind: ActorKind
    grants: tuple[Grant, ...]
    what: str

    @property
    def name(self) -> str:
        return f"matrice {self.resource.value} × {self.kind.value} : {self.what}"


@dataclass(frozen=True)
class CodeMutant:
    """A function of a module that does something else. ``first`` to ``last``: the lines of the statement changed."""

    module: str
    function: str
    first: int
    last: int
    what: str
    code: CodeType

    @property
    def name(self) -> str:
        return f"{self.module}:{self.first} {self.function} : {self.what}"


Mutant = CellMutant | CodeMutant


def of_matrix() -> Iterator[CellMutant]:
    """Each cell with a grant less, wider, with a field or a second person forgotten, and with one act more."""
    for resource, row in MATRIX.items():
        for kind, grants in row.items():
            for at, grant in enumerate(grants):
                before, after = grants[:at], grants[at + 1 :]
                yield CellMutant(resource, kind, before + after, f"sans {_said(grant)}")
                for other, what in _others(grant):
                    yield CellMutant(resource, kind, (*before, other, *after), f"{_said(grant)} {what}")
            held = {act for grant in grants for act in grant.acts}
            for act in Act:
                if act not in held:
                    more = Grant(frozenset({act}), Reach.TERRITORY)
                    yield CellMutant(resource, kind, (*grants, more), f"et {act.value} dans son territoire")


def _others(grant: Grant) -> Iterator[tuple[Grant, str]]:
    for act in [one for one in Act if one in grant.acts and len(grant.acts) > 1]:
        yield replace(grant, acts=grant.acts - {act}, by_two=grant.by_two - {act}), f"sans {act.value}"
    if grant.reach is not Reach.ALL:
        yield replace(grant, reach=Reach.ALL), "partout"
    if grant.fields:
        yield replace(grant, fields=frozenset()), "tous les champs"
    if grant.by_two:
        yield replace(grant, by_two=frozenset()), "seul"


def _said(grant: Grant) -> str:
    return f"« {''.join(act.value for act in Act if act in grant.acts)} {grant.reach.value} »"


def of_source(module: str, text: str) -> Iterator[CodeMutant]:
    """Each mutant of each function of a module."""
    tree = ast.parse(text)
    for top in _functions(tree.body):
        for at in range(sum(1 for _ in ast.walk(top.node))):
            for change in _changes(top, at):
                yield from _made(module, tree, top, at, change)


@dataclass(frozen=True)
class _Top:
    """A function of a module, or a method of one of its classes: what can be replaced whole."""

    node: ast.FunctionDef
    path: tuple[int, ...]
    name: str
    narrows: bool


def _functions(body: list[ast.stmt], path: tuple[int, ...] = (), prefix: str = "") -> Iterator[_Top]:
    for at, node in enumerate(body):
        if isinstance(node, ast.FunctionDef):
            narrows = node.returns is not None and ast.unparse(node.returns) in CONDITIONS
            yield _Top(node, (*path, at), prefix + node.name, narrows)
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, (*path, at), f"{prefix}{node.name}.")


@dataclass(frozen=True)
class _Change:
    """What becomes of the node at a place: ``apply`` gives the node that takes its place."""

    what: str
    apply: Callable[[ast.AST], ast.AST]


def _changes(top: _Top, at: int) -> Iterator[_Change]:  # noqa: C901  # one case a fault
    node = _node(top.node, at)
    match node:
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield _Change(f"{_word(op)} → {_word(other)}", lambda one: _with(one, op=other))
        case ast.Compare(ops=[sign]) if type(sign) in SWAPPED_SIGNS:
            turned = SWAPPED_SIGNS[type(sign)]()
            yield _Change(f"{_word(sign)} → {_word(turned)}", lambda one: _with(one, ops=[turned]))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield _Change("not retiré", lambda _: operand)
        case ast.Call(func=ast.Name(id="not_"), args=[operand]):
            yield _Change("not_ retiré", lambda _: operand)
        case ast.Call(func=ast.Name(id=name)) if name in SWAPPED_NAMES:
            swapped = _called(SWAPPED_NAMES[name])
            yield _Change(f"{name} → {SWAPPED_NAMES[name]}", lambda one: _with(one, func=swapped))
            yield from _dropped(node) if name == "and_" else ()
        case ast.Call(func=ast.Attribute(value=value, attr=method)) if method in SWAPPED_METHODS:
            other_method = ast.Attribute(value=value, attr=SWAPPED_METHODS[method], ctx=ast.Load())
            yield _Change(f"{method} → {SWAPPED_METHODS[method]}", lambda one: _with(one, func=other_method))
        case ast.Call(func=ast.Attribute(attr="where")):
            yield from _dropped(node)
        case ast.Return(value=ast.Constant(value=bool(said))):
            yield _Change(f"{said} → {not said}", lambda one: _with(one, value=ast.Constant(value=not said)))
        case ast.Return(value=value) if top.narrows and value is not None and not _opens(value):
            opened = ast.parse(EVERY_ROW, mode="eval").body
            yield _Change("toutes les lignes", lambda one: _with(one, value=opened))
        case ast.match_case(guard=guard) if guard is not None:
            yield _Change("sans garde", lambda one: _with(one, guard=None))


def _dropped(node: ast.Call) -> Iterator[_Change]:
    """Each condition of a call left out."""
    for place, argument in enumerate(node.args):
        if not isinstance(argument, ast.Starred):
            kept = [*node.args[:place], *node.args[place + 1 :]]
            kept = kept or [ast.parse(EVERY_ROW, mode="eval").body]
            what = f"sans « {ast.unparse(argument)[:60]} »"
            yield _Change(what, lambda one, kept=kept: _with(one, args=kept))  # type: ignore[misc]


def _opens(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in ("true", "false")


def _called(name: str) -> ast.expr:
    """A function by name; those of SQLAlchemy whatever the module imports."""
    if name in ("any", "all"):
        return ast.Name(id=name, ctx=ast.Load())
    return ast.parse(f"__import__('sqlalchemy').{name}", mode="eval").body


def _word(node: ast.AST) -> str:
    return type(node).__name__


def _with(node: ast.AST, **values: object) -> ast.AST:
    made = copy.copy(node)
    for name, value in values.items():
        setattr(made, name, value)
    return made


def _node(top: ast.AST, at: int) -> ast.AST:
    return next(node for place, node in enumerate(ast.walk(top)) if place == at)


class _Replacing(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else self.generic_visit(node)


def _made(module: str, tree: ast.Module, top: _Top, at: int, change: _Change) -> Iterator[CodeMutant]:
    copied = copy.deepcopy(tree)
    body: list[ast.stmt] = copied.body
    for place in top.path[:-1]:
        body = body[place].body  # type: ignore[attr-defined]  # a class, by construction
    function = body[top.path[-1]]
    old = _node(function, at)
    statement = _statement(function, old)
    changed: ast.stmt = _Replacing(old, change.apply(old)).visit(function)
    body[top.path[-1]] = changed
    compiled = compile(ast.fix_missing_locations(copied), f"<{module}>", "exec")
    code = next((one for one in _codes(compiled) if one.co_qualname == top.name), None)
    if code is not None:
        yield CodeMutant(module, top.name, statement[0], statement[1], change.what, code)


def _statement(function: ast.stmt, node: ast.AST) -> tuple[int, int]:
    """The first and last lines of the smallest statement that holds a node; of a guard, those of what it guards."""
    holders = [
        one
        for one in ast.walk(function)
        if isinstance(one, ast.stmt | ast.match_case) and any(part is node for part in ast.walk(one))
    ]
    smallest = min(holders, key=lambda one: sum(1 for _ in ast.walk(one)))
    lines = [part.lineno for part in ast.walk(smallest) if hasattr(part, "lineno")]
    return min(lines), max(lines)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
