"""What the reader refuses, in words: each sentence says what the file is and what to do. Codes are stable.

The name of the file is put in front by the door (`imports.reading.child`).
"""

from __future__ import annotations

from clauses.errors import Unusable

SEND = "Envoyez un fichier .xlsx, .xls, .ods ou .csv."
SAVE_AS = (
    "Ouvrez-le dans votre tableur, choisissez « Enregistrer sous », puis « Classeur Excel (.xlsx) », et envoyez-le."
)


def missing() -> Unusable:
    """No such file, or one that cannot be opened."""
    return Unusable(
        "ce fichier est introuvable ou ne peut pas être ouvert. Vérifiez son emplacement.", code="file.missing"
    )


def not_now() -> Unusable:
    """The machine could not start a reader: nothing is said of the file."""
    return Unusable("la lecture n'a pas pu démarrer. Réessayez dans quelques minutes.", code="file.not_now")


def not_a_workbook(what: str) -> Unusable:
    """``what`` it is, as a French noun phrase."""
    return Unusable(f"ce n'est pas un classeur mais {what}. {SEND}", code="file.not_a_workbook")


def encrypted() -> Unusable:
    """A password is needed to open it."""
    return Unusable(
        "ce classeur est protégé par un mot de passe. Ouvrez-le, retirez le mot de passe (Fichier > Informations > "
        "Protéger le classeur), enregistrez-le et envoyez-le à nouveau.",
        code="file.encrypted",
    )


def binary_workbook() -> Unusable:
    """An .xlsb, which no reader here understands well enough to be trusted with hours."""
    return Unusable(f"c'est un classeur binaire (.xlsb), qui n'est pas lu. {SAVE_AS}", code="file.binary_workbook")


def web_page() -> Unusable:
    """HTML, which many programs call .xls when they export."""
    return Unusable(f"c'est une page web (HTML), malgré son nom. {SAVE_AS}", code="file.web_page")


def xml_workbook() -> Unusable:
    """Excel 2003 XML, or flat OpenDocument."""
    return Unusable(f"c'est un classeur au format XML, qui n'est pas lu. {SAVE_AS}", code="file.xml_workbook")


def too_old() -> Unusable:
    """Excel 2 to 4."""
    return Unusable(f"c'est un classeur d'une version très ancienne d'Excel. {SAVE_AS}", code="file.too_old")


def too_large(what: str) -> Unusable:
    """``what`` is too large and what to do, as a French sentence without its first capital."""
    return Unusable(what, code="file.too_large")


def too_heavy() -> Unusable:
    """Reading took more memory or time than any real file of that size."""
    return too_large(
        "la lecture de ce fichier demande trop de temps ou de mémoire. Supprimez les lignes, colonnes et feuilles "
        "inutiles, ou découpez-le en plusieurs fichiers."
    )


def too_many_parts(count: int, most: int) -> Unusable:
    """An archive of more entries than a workbook has."""
    return Unusable(
        f"ce classeur contient {count} éléments internes (au plus {most}). Copiez les feuilles utiles dans un nouveau "
        "classeur et envoyez-le.",
        code="file.too_many_parts",
    )


def bomb() -> Unusable:
    """A small file that unfolds into an enormous one."""
    return Unusable(
        "ce fichier, une fois décompressé, est démesuré : il n'a pas été lu. Copiez les lignes utiles dans un nouveau "
        "classeur et envoyez-le.",
        code="file.bomb",
    )


def archive(what: str) -> Unusable:
    """An archive put together in a way that no spreadsheet program does."""
    return Unusable(
        f"l'archive de ce classeur est construite de façon anormale ({what}) : elle n'a pas été lue. {SAVE_AS}",
        code="file.archive",
    )


def dtd() -> Unusable:
    """XML with a document type: entities, outside files."""
    return Unusable(
        f"ce classeur contient une déclaration XML (DTD) qu'aucun tableur n'écrit : il n'a pas été lu. {SAVE_AS}",
        code="file.dtd",
    )


def encoding() -> Unusable:
    """XML in another encoding than UTF-8."""
    return Unusable(
        f"le contenu de ce classeur n'est pas en UTF-8 comme celui de tous les tableurs : il n'a pas été lu. {SAVE_AS}",
        code="file.encoding",
    )


def damaged(what: str = "") -> Unusable:
    """Cut short, or broken."""
    detail = f" ({what})" if what else ""
    return Unusable(
        f"ce fichier est abîmé ou incomplet{detail}. Ouvrez-le dans votre tableur, enregistrez-le à nouveau et "
        "renvoyez-le.",
        code="file.damaged",
    )


def nul_bytes() -> Unusable:
    """A text file with NUL bytes: cut by a failing disk, or not text."""
    return Unusable(
        "ce fichier texte contient des octets nuls : il est abîmé, ou ce n'est pas du texte. Enregistrez-le à nouveau "
        "au format CSV UTF-8.",
        code="file.nul",
    )


def field_too_long(row: int) -> Unusable:
    """A quote that opens and never closes swallows the rest of the file."""
    return Unusable(
        f'le champ qui commence à la ligne {row} ne se termine pas : un guillemet (") est sans doute resté ouvert. '
        "Corrigez cette ligne et renvoyez le fichier.",
        code="file.open_quote",
    )
