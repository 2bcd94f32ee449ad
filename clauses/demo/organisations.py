"""Who buys, who builds or serves, who employs: invented, with invented SIRET.

Every SIRET here begins with 999, the end of the numbering, so that none is anybody's; its keys are right (Luhn).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from clauses.reference.rules import EmployerKind, Modality


def with_luhn_key(digits: str) -> str:
    """The digits followed by the one that makes them pass the Luhn test, as in a SIREN or a SIRET."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{digits}{-total % 10}"


@dataclass(frozen=True)
class Organisation:
    """A body of the demonstration.

    ``sends`` is how many months each of its files of hours holds (0: it sends none); ``writes_csv`` when its payroll
    gives no workbook, and then writes surnames in capitals.
    """

    number: int
    name: str
    kind: EmployerKind = EmployerKind.ENTREPRISE
    sends: int = 0
    writes_csv: bool = False

    @property
    def siret(self) -> str:
        """Fourteen digits: 999, the number, the key of the SIREN, then the establishment 0001 and its key."""
        return with_luhn_key(with_luhn_key(f"999{self.number:05d}") + "0001")

    def modality(self, contractor: Organisation) -> Modality:
        """How the hours of its people reach the market that ``contractor`` holds."""
        if self != contractor:
            return Modality.MISE_A_DISPOSITION
        return Modality.SOUS_TRAITANCE if self.kind is not EmployerKind.ENTREPRISE else Modality.EMBAUCHE_DIRECTE


# Donneurs d'ordre.
METROPOLE: Final = Organisation(10110, "Métropole du Suzon")
VILLE: Final = Organisation(10120, "Ville de Montferrand-sur-Ouche")
BAILLEUR: Final = Organisation(10130, "Office public Habitat des Deux Vallées")
HOPITAL: Final = Organisation(10140, "Centre hospitalier du Val de Norge")
UNIVERSITE: Final = Organisation(10150, "Université des Ducs")
AMENAGEUR: Final = Organisation(10160, "Société d'aménagement du Grand Suzon")

# Entreprises.
BATISSEURS: Final = Organisation(20210, "Bâtisseurs du Plateau", sends=6)
ROUTES: Final = Organisation(20220, "Routes et Pavés Réunis", sends=12)
TERRASSES: Final = Organisation(20230, "Terrassements Grandclaude")
FACADES: Final = Organisation(20240, "Façades et Isolation Vernois", sends=12)
ELECTRIQUE: Final = Organisation(20250, "Électricité Maréchal-Lambert", sends=12)
PEINTRES: Final = Organisation(20260, "Peintures du Vieux Moulin")
CHARPENTES: Final = Organisation(20270, "Charpentes Aubry & Filles")
DEMOLITION: Final = Organisation(20280, "Déconstruction Bellevaux")
NETTETE: Final = Organisation(30310, "Netteté Services", sends=12)
RECYCLAGE: Final = Organisation(30320, "Val Recyclage")
TABLES: Final = Organisation(30330, "Tables et Saisons", sends=12)
DEMENAGEURS: Final = Organisation(30340, "Déménagements Lacombe-Royer")
MOBILIER: Final = Organisation(30350, "Mobilier Urbain Entretien", sends=12)
PARKINGS: Final = Organisation(30360, "Parcs et Stationnement du Suzon")
PAYSAGES: Final = Organisation(30370, "Paysages Thibert", sends=12)
ARCHITECTES: Final = Organisation(40410, "Atelier d'architecture Colin-Nadeau")

# Employeurs d'insertion, et le groupement d'employeurs.
PASSERELLE: Final = Organisation(50510, "Passerelle d'Ouche Intérim", EmployerKind.ETTI, sends=3)
RELAIS: Final = Organisation(50520, "Cap Norge Intérim d'Insertion", EmployerKind.ETTI, sends=6, writes_csv=True)
JARDINS: Final = Organisation(50530, "Les Jardins de la Norge", EmployerKind.EI, sends=3)
SOLIDAIRE: Final = Organisation(50540, "Second Œuvre Solidaire", EmployerKind.EI, sends=6)
BERGES: Final = Organisation(50550, "Chantier des Berges", EmployerKind.ACI, sends=6, writes_csv=True)
REGIE: Final = Organisation(50560, "Régie des Quartiers du Suzon", EmployerKind.REGIE, sends=6)
RESSOURCE: Final = Organisation(50570, "La Ressource du Val", EmployerKind.EI, sends=6)
GEIQ: Final = Organisation(50580, "GEIQ Bâtir Ensemble", EmployerKind.GEIQ, sends=6)
