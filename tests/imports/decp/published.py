"""Contracts as buyers publish them, invented: schema 2.0.4, schema of 2019, tabular exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BUYER, OTHER_BUYER = "21210231300013", "24210041000016"
MASONS, PAINTERS, GARDENERS = "73282932000074", "44306184100047", "55204599900869"


def company(siret: str, name: str | None = None, kind: str = "SIRET") -> dict[str, Any]:
    told = {"id": siret, "typeIdentifiant": kind} | ({"denominationSociale": name} if name else {})
    return {"titulaire": told}


def contract(**values: Any) -> dict[str, Any]:
    """A contract of schema 2.0.4, with a social clause."""
    return {
        "id": "2024-T001",
        "acheteur": {"id": BUYER},
        "nature": "Marché",
        "objet": "Réfection de l&#039;école élémentaire",
        "codeCPV": "45214210-5",
        "ccag": "Travaux",
        "procedure": "Procédure adaptée",
        "dureeMois": 12,
        "dateNotification": "2024-02-01",
        "datePublicationDonnees": "2024-02-20",
        "montant": 250000.5,
        "typeGroupementOperateurs": "Pas de groupement",
        "considerationsSociales": {"considerationSociale": ["Clause sociale", "Critère social"]},
        "titulaires": [company(MASONS, "Maçons du Sud")],
    } | values


OLD: dict[str, Any] = {
    "_type": "Marché",
    "id": "201900001",
    "acheteur": {"id": BUYER, "nom": "Ville d&apos;Ouchy"},
    "nature": "MARCHE",
    "objet": "Entretien des espaces verts",
    "codeCPV": "77310000",
    "lieuExecution": {"code": "21000", "typeCode": "CODE POSTAL", "nom": "Dijon"},
    "dureeMois": "NC",
    "dateNotification": "2019-05-02",
    "montant": "14 700,00",
    "titulaires": [{"id": GARDENERS, "typeIdentifiant": "SIRET", "denominationSociale": "Verts Horizons"}],
    "modifications": [
        {"objetModification": "Prolongation", "dateNotificationModification": "2019-12-01", "montant": 20000}
    ],
}


def publication(*contracts: Any, concessions: Sequence[Any] = ()) -> str:
    marches: dict[str, Any] = {"marche": list(contracts)}
    if concessions:
        marches["contrat-concession"] = list(concessions)
    return json.dumps({"marches": marches}, ensure_ascii=False)


ROW: Mapping[str, str] = {
    "uid": f"{BUYER}2024-T009",
    "id": "2024-T009",
    "acheteur_id": BUYER,
    "acheteur_nom": "Ville d'Ouchy",
    "nature": "Marché",
    "objet": "Peinture des salles",
    "codeCPV": "45442100-8",
    "procedure": "Procédure adaptée",
    "dureeMois": "6",
    "dateNotification": "2024-03-01",
    "datePublicationDonnees": "2024-03-10",
    "montant": "90000.0",
    "considerationsSociales": "Clause sociale, Critère social",
    "typeGroupementOperateurs": "Solidaire",
    "titulaire_id": PAINTERS,
    "titulaire_typeIdentifiant": "SIRET",
    "titulaire_denominationSociale": "Peintres de l'Est",
    "modification_id": "0",
}


def table(*rows: Mapping[str, str], delimiter: str = ",") -> str:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(headers)
    writer.writerows([row.get(header, "") for header in headers] for row in rows)
    return out.getvalue()


def put(folder: Path, text: str | bytes, name: str = "decp.json") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
