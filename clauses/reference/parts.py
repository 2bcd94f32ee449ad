"""The official nomenclatures, part by part: each part comes in a file of its own and has its own edition."""

from __future__ import annotations

from clauses.reference.rules import Labelled


class ReferencePart(Labelled):
    """A part of an official nomenclature: what one file brings, and what a newer file of the same kind renews."""

    ROME_JOBS = "rome.jobs", "fiches du ROME"
    ROME_APPELLATIONS = "rome.appellations", "appellations du ROME"
    ROME_SKILLS = "rome.skills", "compétences du ROME"
    ROME_KNOWLEDGE = "rome.knowledge", "savoirs du ROME"
    ROME_CONTEXTS = "rome.contexts", "contextes de travail du ROME"
    ROME_JOB_ITEMS = "rome.job_items", "compétences, savoirs et contextes de chaque fiche du ROME"
    ROME_MOBILITY = "rome.mobility", "métiers voisins du ROME"
    ROME_GREAT_DOMAINS = "rome.great_domains", "grands domaines du ROME"
    ROME_DOMAINS = "rome.domains", "domaines professionnels du ROME"
    ROME_JOB_DOMAINS = "rome.job_domains", "domaines de chaque fiche du ROME"
    ROME_SECTORS = "rome.sectors", "secteurs NAF du ROME"
    ROME_JOB_SECTORS = "rome.job_sectors", "secteurs NAF de chaque fiche du ROME"
    ROME_MOVES = "rome.moves", "passages du ROME 3 au ROME 4"
    ROME_LICENCES = "rome.licences", "CACES et habilitations du ROME"
    QPV = "qpv", "quartiers prioritaires"
    COMMUNES = "communes", "communes"
    NAF = "naf", "nomenclature d'activités (NAF)"
    CPV = "cpv", "vocabulaire des marchés (CPV)"


class RomeItemKind(Labelled):
    """What a fiche of the ROME asks for or says of the work."""

    COMPETENCE = "competence", "Compétence"
    SAVOIR = "savoir", "Savoir"
    CONTEXTE = "contexte", "Contexte de travail"


class QpvGeneration(Labelled):
    """A generation of perimeters: those of 2015 and those of 2024 are kept apart, by date."""

    QPV2015 = "2015", "Périmètres de 2015"
    QPV2024 = "2024", "Périmètres de 2024"
