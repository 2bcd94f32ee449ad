"""Settings: from the environment (``CLAUSES_…``) or a ``.env`` file, each with its default and its sentence.

Read once by an entry point and passed down; nothing is read at import.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from clauses.errors import Misused

SHOWN: Final = frozenset(
    {
        "home", "host", "port", "environment", "base_url", "trusted_proxies", "mail_from", "oidc_issuer",
        "oidc_client_id", "oidc_name", "oidc_scope", "oidc_trusts_email",
    }
)  # fmt: skip
"""Settings that hold no secret. Of any other, one added tomorrow included, only whether it is given is told."""


class Settings(BaseSettings):
    """Every setting, with its meaning in French: `clauses settings` prints them."""

    model_config = SettingsConfigDict(env_prefix="CLAUSES_", env_file=".env", env_file_encoding="utf-8", extra="ignore")

    home: Annotated[Path, Field(description="Dossier des données : base embarquée et fichiers reçus.")] = Path("var")
    database_url: Annotated[
        str,
        Field(
            description="Base de données : sqlite:///chemin ou postgresql+psycopg://compte:secret@hôte/base. "
            "Vide : une base SQLite dans le dossier des données."
        ),
    ] = ""
    host: Annotated[str, Field(description="Adresse d'écoute de « clauses serve ».")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="Port d'écoute de « clauses serve ».")] = 8000
    environment: Annotated[
        str,
        Field(
            pattern="^(demonstration|development|production)$",
            description="demonstration, development ou production. En production, https et secret sont exigés.",
        ),
    ] = "demonstration"
    base_url: Annotated[
        str,
        Field(
            description="Adresse publique, par exemple https://clauses.exemple.fr. Les courriers y renvoient. "
            "Vide : l'adresse d'écoute."
        ),
    ] = ""
    secret: Annotated[
        str,
        Field(
            description="Secret de l'installation, 32 caractères au moins. Vide : tiré au hasard dans le dossier des "
            "données ; exigé en production."
        ),
    ] = ""
    former_secrets: Annotated[
        str,
        Field(
            description="Secrets d'avant, séparés par des virgules : ce qu'ils ont chiffré s'ouvre encore, et se "
            "rechiffre à l'usage."
        ),
    ] = ""
    trusted_proxies: Annotated[
        str,
        Field(
            description="Adresses ou réseaux des serveurs placés devant, séparés par des virgules : d'eux seuls "
            "X-Forwarded-For est cru."
        ),
    ] = ""
    oidc_issuer: Annotated[
        str,
        Field(
            description="Fournisseur d'identité (OpenID Connect), tel qu'il se nomme : par exemple "
            "https://auth.agentconnect.gouv.fr/api/v2. Vide : on entre par mot de passe seulement."
        ),
    ] = ""
    oidc_client_id: Annotated[str, Field(description="Identifiant donné par ce fournisseur.")] = ""
    oidc_client_secret: Annotated[str, Field(description="Secret donné par ce fournisseur.")] = ""
    oidc_name: Annotated[str, Field(description="Son nom sur le bouton.")] = "ProConnect"
    oidc_scope: Annotated[str, Field(description="Ce qui lui est demandé.")] = "openid email"
    oidc_trusts_email: Annotated[
        bool,
        Field(description="Vrai s'il répond de toute adresse qu'il donne sans dire « email_verified » (ProConnect)."),
    ] = False
    smtp_url: Annotated[
        str,
        Field(
            description="Serveur de courrier : smtps://compte:secret@hôte:465 ou smtp://hôte:587 (STARTTLS). "
            "Vide : les courriers sont écrits dans le dossier des données."
        ),
    ] = ""
    mail_from: Annotated[str, Field(description="Expéditeur des courriers.")] = "clauses@localhost"

    def hides(self, name: str) -> bool:
        """Whether a setting may hold a secret, and shows nowhere. A SQLite database is a place on the disk."""
        return name not in SHOWN and not (name == "database_url" and self.database_url.startswith("sqlite:"))

    @property
    def embedded(self) -> Path:
        """Where the embedded database is."""
        return self.home.resolve() / "clauses.db"

    @property
    def url(self) -> str:
        """The database to use, the embedded one by default."""
        # Quoted: a folder named « 100 % » or « a?b » would otherwise change the meaning of the URL.
        return self.database_url or f"sqlite:///{quote(str(self.embedded))}"

    @property
    def files(self) -> Path:
        """Where received files are kept."""
        return self.home / "files"

    @property
    def copy_of_months(self) -> Path:
        """Where the copy of locked months is, made again at will."""
        return self.home / "copie"

    @property
    def mails(self) -> Path:
        """Where mails are written while there is no server to send them."""
        return self.home / "mails"

    @property
    def public_url(self) -> str:
        """Where people reach the application; without a final slash. Links are made of it, never of a request."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def in_production(self) -> bool:
        """Whether cookies must be secure, and second factors enrolled."""
        return self.environment == "production"


def load() -> Settings:
    """The settings of this process. Raises ``Misused`` naming the variable, or the file, that cannot be read."""
    try:
        return Settings()
    except (UnicodeDecodeError, OSError) as error:
        raise Misused(
            "Le fichier .env ne peut pas être lu : enregistrez-le en UTF-8, lisible par ce compte."
        ) from error
    except ValidationError as error:
        wrong = ", ".join(f"CLAUSES_{str(fault['loc'][0]).upper()}" for fault in error.errors())
        raise Misused(f"Réglage illisible : {wrong}. Lisez ce qui est attendu par « clauses settings ».") from error
