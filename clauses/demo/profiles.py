"""What a people file also tells of each person, for the search of candidates: no figure of the bilan depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clauses.demo.people import Person
from clauses.people.rules import Sector

_JOBS: Final[dict[Sector, tuple[tuple[str, str, str], ...]]] = {
    Sector.BTP: (
        ("Maçon ; Coffreur", "lecture de plan ; coffrage bois", "Permis B"),
        ("Manœuvre bâtiment", "manutention ; nettoyage de chantier", ""),
        ("Peintre en bâtiment ; Plaquiste", "préparation des supports ; enduits", "Permis B"),
        ("Ouvrier de travaux publics", "pose de bordures ; terrassement", "CACES R482 A ; Permis B"),
        ("Façadier", "montage d'échafaudage ; isolation par l'extérieur", ""),
        ("Conducteur d'engins", "conduite de mini-pelle", "CACES R482 A ; CACES R482 C1 ; Permis B"),
        ("Électricien du bâtiment", "tirage de câbles", "Habilitation électrique B0"),
    ),
    Sector.MS: (
        ("Agent de nettoyage", "entretien de locaux ; protocoles d'hygiène", ""),
        ("Ouvrier espaces verts ; Jardinier", "tonte ; taille de haies", "Permis B"),
        ("Agent de tri", "tri manuel ; consignes de sécurité", ""),
        ("Cariste ; Préparateur de commandes", "gestion de stock", "CACES R489 3 ; Permis B"),
        ("Aide de cuisine", "plonge ; service en salle ; HACCP", ""),
        ("Déménageur ; Manutentionnaire", "port de charges ; emballage", "Permis B"),
    ),
    Sector.PI: (("Assistante administrative", "bureautique ; accueil ; classement", "Permis B"),),
}
_EDUCATION: Final = ("3", "3", "2", "9", "4", "1", "3", "10", "5", "2", "3", "6")
_FRENCH: Final = (None, None, "B1", None, "A2", None, None, "B2", None, None, "A1", None, "C1")
_MOBILITY: Final = (10, 20, 30, None, 15)


@dataclass(frozen=True)
class Profile:
    """Cells as a people file writes them; None where nobody asked."""

    rsa: str | None
    rqth: str | None
    work_permit_until: date | None
    unemployed_since: date
    education_level: str
    french_level: str | None
    jobs: str
    skills: str
    licences: str | None
    mobility_km: int | None
    available_on: date | None


def profile(person: Person) -> Profile:
    """Drawn from the person's number only: nothing here depends on a name, a sex or an age."""
    index = person.index
    first = person.orientations[0]
    choices = _JOBS[first.sector]
    jobs, skills, licences = choices[index % len(choices)]
    return Profile(
        rsa=("oui", "non", None)[index % 3],
        rqth="oui" if index % 17 == 5 else ("non" if index % 4 else None),
        work_permit_until=date(2030, 6, 30) if index % 23 == 7 else None,
        unemployed_since=first.oriented_on - timedelta(days=150 + index * 29 % 800),
        education_level=_EDUCATION[index % len(_EDUCATION)],
        french_level=_FRENCH[index % len(_FRENCH)],
        jobs=jobs,
        skills=skills,
        licences=licences or None,
        mobility_km=_MOBILITY[index % len(_MOBILITY)],
        available_on=person.hired_from if index % 2 else None,
    )
