"""« DUPONT Jean », « Jean DUPONT », « Dupont, Jean » in one cell → last and first name.

Capitals tell the last name; where everything is in capitals, or nothing, the header's order does. A name that cannot be
split keeps its words as the last name and has no first name: the row is then refused, never guessed.
"""

from __future__ import annotations

import polars as pl

_CIVILITY = r"(?i)^(?:m\.|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle|m) +"
_SMALL = (
    r"(?:(?:de|du|des|la|le|les|el|al|ben|bin|van|von|der|den|da|di|do|dos|das|y|ould|abd|ait"
    r"|ep\.?|ép\.?|épouse|née?|nee|veuve|vve|d['’]|l['’]) ?)"
)
_UPPER = r"\p{Lu}[\p{Lu}\p{M}'’\-]+"
_RUN = rf"(?:{_SMALL}*{_UPPER})(?: (?:{_SMALL}*{_UPPER}))*"
_LAST_FIRST = rf"^(?P<last>{_RUN}) (?P<first>[\p{{Lu}}][\p{{Ll}}.].*)$"
_FIRST_LAST = rf"^(?P<first>.*[\p{{Ll}}.]\S*) (?P<last>{_RUN})$"
_COMMA = r"^(?P<last>[^,;/]+?) ?[,;/] ?(?P<first>[^,;/]+)$"
_PARTICLES = (
    r"(?i:(?:de|du|des|la|le|les|el|al|ben|bel|bin|van|von|der|den|da|di|do|dos|das|ould|abd|ait"
    r"|saint|sainte|st|ste|d['’]|l['’]|n['’]) ?)"
)
_BY_LAST = rf"^(?P<last>{_PARTICLES}*\S+) (?P<first>.+)$"
_BY_FIRST = r"^(?P<first>\S+) (?P<last>.+)$"


def split(text: pl.Expr, *, first_name_first: bool) -> tuple[pl.Expr, pl.Expr]:
    """(last name, first name); the first name is null where the text has one word only."""
    bare = text.str.replace(_CIVILITY, "")
    comma = _BY_FIRST_COMMA if first_name_first else _COMMA
    patterns = (comma, _LAST_FIRST, _FIRST_LAST, _BY_FIRST if first_name_first else _BY_LAST)
    last: pl.Expr = pl.lit(None, dtype=pl.String)
    first: pl.Expr = pl.lit(None, dtype=pl.String)
    for pattern in patterns:
        groups = bare.str.extract_groups(pattern)
        last = last.fill_null(groups.struct.field("last"))
        first = first.fill_null(groups.struct.field("first"))
    return last.fill_null(bare), first


_BY_FIRST_COMMA = r"^(?P<first>[^,;/]+?) ?[,;/] ?(?P<last>[^,;/]+)$"
