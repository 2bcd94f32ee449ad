"""Weights as data: what a territory sets, written as whole numbers and read again exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields

from clauses.errors import Misused
from clauses.matching.rules import Limits, Weights

TEN_THOUSANDTHS = 10_000
"""The least score is the only limit that is a share: it is kept in ten-thousandths."""


def as_data(weights: Weights) -> tuple[dict[str, int], dict[str, int]]:
    """The points and the limits of weights, as they are kept."""
    limits = asdict(weights.limits)
    limits["least_score"] = round(limits["least_score"] * TEN_THOUSANDTHS)
    return dict(weights.points), limits


def from_data(version: str, points: Mapping[str, int], limits: Mapping[str, int]) -> Weights:
    """The weights that were kept; a limit that is not said is that of the product. Raises `Misused` for others."""
    known = {each.name for each in fields(Limits)}
    unknown = sorted(set(limits) - known)
    if unknown:
        raise Misused(f"« {unknown[0]} » n'est pas un seuil. Choisissez parmi : {', '.join(sorted(known))}.")
    said = dict(limits)
    least = said.pop("least_score", None)
    chosen = Limits(**said) if least is None else Limits(**said, least_score=least / TEN_THOUSANDTHS)
    return Weights(version, dict(points), chosen)
