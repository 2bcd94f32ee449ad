"""The columns of the frames that a bilan is computed from: those that its rules read, and no other."""

from __future__ import annotations

import polars as pl

from clauses.hours.rules import LineState
from clauses.reference.rules import ContractKind, Nature, Sex
from clauses.reports.packed import Schema

NATURE = pl.Enum([nature.value for nature in Nature])
STATE = pl.Enum([LineState.VALIDATED.value, LineState.SUBMITTED.value, LineState.TO_CHECK.value])
KIND = pl.Enum([kind.value for kind in ContractKind])
SEX = pl.Enum([sex.value for sex in Sex])

LINES: Schema = {
    "month": pl.Date(),
    "nature": NATURE,
    "contract_id": pl.Int64(),
    "hours": pl.Int64(),
    "training": pl.Int64(),
    "state": STATE,
}
CONTRACTS: Schema = {"contract_id": pl.Int64(), "person_id": pl.Int64(), "kind": KIND, "starts_on": pl.Date()}
PEOPLE: Schema = {"person_id": pl.Int64(), "sex": SEX}
PARTICIPATIONS: Schema = {"person_id": pl.Int64(), "starts_on": pl.Date(), "ends_on": pl.Date()}
RESIDENCES: Schema = {
    "person_id": pl.Int64(),
    "since": pl.Date(),
    "qpv_key": pl.String(),
    "qpv_name": pl.String(),
}
ORIENTATIONS: Schema = {
    "id": pl.Int64(),
    "person_id": pl.Int64(),
    "oriented_on": pl.Date(),
    "sector": pl.String(),
    "origin": pl.String(),
    "prescriber": pl.String(),
    "decision": pl.String(),
    "decided_on": pl.Date(),
}
EXITS: Schema = {
    "exit_id": pl.Int64(),
    "person_id": pl.Int64(),
    "exited_on": pl.Date(),
    "reason": pl.String(),
    "decided": pl.Boolean(),
    "contract_kind": pl.String(),
    "protocol": pl.String(),
    "verdict_positive": pl.Boolean(),
}
WORKED: Schema = {
    "person_id": pl.Int64(),
    "starts_on": pl.Date(),
    "month": pl.Date(),
    "hours": pl.Int64(),
    "state": STATE,
}

COPIED_LINES = "lines"
COPIED: Schema = {
    "contract_id": pl.Int64(),
    "contractor_id": pl.Int64(),
    "employer_id": pl.Int64(),
    **{name: dtype for name, dtype in LINES.items() if name != "contract_id"},
}
"""The lines that the copy of locked months holds, sorted by contract; whose contractor is, the database says."""

HEADS: dict[str, Schema] = {
    "contracts": CONTRACTS,
    "people": PEOPLE,
    "participations": PARTICIPATIONS,
    "residences": RESIDENCES,
}
"""What the copy holds of contracts and people: identifiers, codes and days, nobody's name, no address."""
