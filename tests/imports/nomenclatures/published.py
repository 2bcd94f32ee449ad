"""Official files in small, invented but for their headers and codes: as their publishers write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

HEADERS = {
    "unix_referentiel_code_rome": "code_rome,code_fiche_metier,code_ogr,libelle_rome,transition_eco,code_rome_parent",
    "unix_referentiel_appellation": "code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome,"
    "classification,code_rome_parent,peu_usite",
    "unix_referentiel_competence": "code_ogr,nature,libelle_competence,definition,cat_comp,sous_cat_comp",
    "unix_referentiel_savoir": "code_ogr_savoir,libelle_savoir,categorie_savoir,sous_categorie_savoir",
    "unix_referentiel_contexte_travail": "code_ogr,libelle_cont_travail,code_type_cont_trav,libelle_type_cont_trav",
    "unix_coherence_item": "code_rome,code_ogr,coeur_metier",
    "unix_rubrique_mobilite": "code_rome,code_rome_cible,numero_ordre",
    "unix_grand_domaine": "code_grand_domaine,libelle_grand_domaine",
    "unix_domaine_professionnel": "code_domaine_professionnel,libelle_domaine_professionnel",
    "unix_cr_gd_dp": "code_rome,libelle_rome,code_grand_domaine,libelle_grand_domaine,code_domaine_professionel,"
    "libelle_domaine_professionel",
    "unix_secteur_naf": "code_tech_secteur_naf,code_secteur_naf,libelle_secteur_naf",
    "unix_arborescence_secteur_naf": "code_secteur_naf,libelle_secteur_naf,code_ogr_rome,code_rome,libelle_rome",
    "appellations_rome3_vers_rome4": "code_ogr,appellation,rome_v347,label_v347,rome_v460,label_v460,rome_parent_v460",
    "caces_habilitations": "code_ogr,libelle,categorie,sous_categorie",
    "communes": "insee,nom,codes_postaux,departement,region,population,siren,siren_epci,epci,lon,lat",
    "naf": "code,libelle",
    "cpv": "code,libelle,parent",
}

MASON, COATER, PICKER = "F1703", "F1611", "K2303"

ROWS: dict[str, list[Sequence[object]]] = {
    "unix_referentiel_code_rome": [
        (MASON, 1, 11, "Maçon / Maçonne", "Emploi Blanc", MASON),
        (COATER, 2, 12, "Façadier / Façadière itéiste", "", MASON),
        (PICKER, 3, 13, "Ripeur / Ripeuse", "", "K2303"),
    ],
    "unix_referentiel_appellation": [
        (101, "Maçon / Maçonne", "Maçon(ne)", MASON, "PRINCIPALE", MASON, "N"),
        (102, "Trucideur / Trucideuse de parpaings", "Trucideur(se)", MASON, "SYNONYME", MASON, "O"),
        (103, "Façadier / Façadière", "Façadier(ère)", COATER, "PRINCIPALE", MASON, "N"),
        (104, "Ripeur / Ripeuse", "Ripeur(se)", PICKER, "PRINCIPALE", "", "N"),
    ],
    "unix_referentiel_competence": [(201, "Compétence", "Monter un mur", "", "Savoir-faire", "Technique")],
    "unix_referentiel_savoir": [(202, "Gestes et postures", "Normes et procédés", "Règlementations")],
    "unix_referentiel_contexte_travail": [(203, "Travail en extérieur", 1, "Conditions de travail")],
    "unix_coherence_item": [(MASON, 202, ""), (MASON, 201, "Principale"), (MASON, 203, ""), (PICKER, 202, "")],
    "unix_rubrique_mobilite": [(MASON, PICKER, 2), (MASON, COATER, 1)],
    "unix_grand_domaine": [("F", "Construction, bâtiment"), ("K", "Services")],
    "unix_domaine_professionnel": [("F17", "Gros œuvre"), ("K23", "Nettoyage")],
    "unix_cr_gd_dp": [(MASON, "Maçon", "F", "Construction", "F17", "Gros œuvre"), (PICKER, "x", "K", "y", "K23", "z")],
    "unix_secteur_naf": [(1, 0, "Transverse aux secteurs"), (2, 1, "Culture"), (40, 43, "Travaux spécialisés")],
    "unix_arborescence_secteur_naf": [
        (43, "Travaux spécialisés", 11, MASON, "Maçon"),
        (1, "Culture", 13, PICKER, "Ripeur"),
        (0, "Transverse", 13, PICKER, "Ripeur"),
    ],
    "appellations_rome3_vers_rome4": [(103, "Façadier / Façadière", "F1700", "Ancien gros œuvre", COATER, "F", MASON)],
    "caces_habilitations": [(301, "CACES R482 A", "Certifications et habilitations", "Habilitations")],
    "communes": [
        (
            "21231",
            "Dijon",
            "21000",
            "21",
            "27",
            "160204",
            "212102313",
            "242100410",
            "Dijon Métropole",
            "5.0415",
            "47.322",
        ),
        ("1001", "L'Abergement", "1400|1401", "01", "84", "", "", "", "", "", ""),
        ("2A004", "Ajaccio", "20000", "2A", "94", "70000", "", "", "", "8.7369", "41.9257"),
    ],
    "naf": [("43", "Travaux de construction spécialisés"), ("43.34Z", "Travaux de peinture et vitrerie")],
    "cpv": [("45000000-7", "Travaux de construction", ""), ("45442100-8", "Travaux de peinture", "45000000-7")],
}


def as_csv(name: str, rows: Sequence[Sequence[object]] | None = None, *, delimiter: str = ",") -> str:
    """The text of a published file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADERS[name].split(","))
    writer.writerows(ROWS[name] if rows is None else rows)
    return out.getvalue()


def published(folder: Path, name: str, rows: Sequence[Sequence[object]] | None = None, *, version: str = "460") -> Path:
    """A file of that name, of a version, on disk."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}_v{version}_utf8.csv"
    path.write_text(as_csv(name, rows), encoding="utf-8")
    return path


ROME_FILES = tuple(name for name in HEADERS if name not in ("communes", "naf", "cpv"))
