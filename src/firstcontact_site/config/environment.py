"""What the machine tells the site: workspace, address, keys, database, mail. Nothing else is read from outside."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from firstcontact.errors import UsageError
from firstcontact.workspace import Workspace

KEY_BYTES = 48
OFF = ("", "0", "false", "no", "off")
DEMO_PORT = "FIRSTCONTACT_DEMO_PORT"
# With a write-ahead log a crash loses at most the last moments, never the whole; waiting for the disk at each request
# would cost more than making the page.
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
DATABASES = {"postgresql": "django.db.backends.postgresql", "postgres": "django.db.backends.postgresql"}


@dataclass(frozen=True)
class Environment:
    """`url` is empty in demo mode: then the site answers on loopback only, with SQLite and mail written to files."""

    workspace: Workspace
    url: str
    secret_key: str
    link_key: str
    database_url: str
    email_url: str
    mail_from: str
    hosts: tuple[str, ...] = ()
    trusted_proxy_header: str = ""
    debug: bool = False
    mail_per_minute: int = 120
    mail_unsubscribe: str = ""
    mail_webhook_secret: str = ""
    demo_port: int = 8000

    @property
    def is_demo(self) -> bool:
        return not self.url

    @property
    def base(self) -> str:
        """Where links in mails begin. A demo has a name, not a number: passkeys belong to a name."""
        return self.url or f"http://localhost:{self.demo_port}"

    @property
    def folder(self) -> Path:
        return self.workspace.site

    @property
    def domain(self) -> str:
        return urlsplit(self.url).hostname or "localhost"


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """Raises UsageError with a sentence when the workspace is not named or a key file is missing."""
    root = variables.get("FIRSTCONTACT_WORKSPACE")
    if not root:
        raise UsageError(
            "FIRSTCONTACT_WORKSPACE is not set: the site does not know its workspace. "
            "Use 'firstcontact site run -w DIR', or set the variable."
        )
    workspace = Workspace.open(Path(root))
    mail_from = variables.get("FIRSTCONTACT_MAIL_FROM", "no-reply@localhost")
    return Environment(
        workspace=workspace,
        url=variables.get("FIRSTCONTACT_SITE_URL", "").rstrip("/"),
        secret_key=_secret(variables, "FIRSTCONTACT_SECRET_KEY", workspace.site / "secret.key"),
        link_key=_secret(variables, "FIRSTCONTACT_LINK_KEY", workspace.site / "link.key"),
        database_url=variables.get("DATABASE_URL", ""),
        email_url=variables.get("FIRSTCONTACT_EMAIL_URL", ""),
        mail_from=mail_from,
        hosts=tuple(name for h in variables.get("FIRSTCONTACT_HOSTS", "").split(",") if (name := h.strip())),
        trusted_proxy_header=_header_key(variables.get("FIRSTCONTACT_PROXY_HEADER", "")),
        debug=variables.get("DJANGO_DEBUG", "").strip().lower() not in OFF,
        mail_per_minute=_number(variables, "FIRSTCONTACT_MAIL_PER_MINUTE", 120),
        mail_unsubscribe=variables.get("FIRSTCONTACT_MAIL_UNSUBSCRIBE", mail_from),
        mail_webhook_secret=variables.get("FIRSTCONTACT_MAIL_WEBHOOK_SECRET", ""),
        demo_port=_number(variables, DEMO_PORT, 8000),
    )


def _number(variables: Mapping[str, str], name: str, default: int) -> int:
    given = variables.get(name, str(default))
    if not given.isdecimal() or int(given) < 1:
        raise UsageError(f"{name} is '{given}': it must be a whole number from 1.")
    return int(given)


def _header_key(name: str) -> str:
    """`X-Real-IP` as requests hold it: HTTP_X_REAL_IP."""
    key = name.strip().upper().replace("-", "_")
    return key if not key or key.startswith("HTTP_") else f"HTTP_{key}"


def _secret(variables: Mapping[str, str], name: str, path: Path) -> str:
    """The variable, the file that it names with _FILE, or the file that `site init` has made in the workspace."""
    if name in variables:
        return variables[name]
    path = Path(variables.get(f"{name}_FILE", path))
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def make_secrets(folder: Path) -> None:
    """Random keys of this site, readable by its owner only; keys that exist are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("secret.key", "link.key"):
        try:
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.write(secrets.token_urlsafe(KEY_BYTES))


def database(url: str, folder: Path) -> dict:
    """Django's settings of one database. SQLite below the site's folder when no address is given."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "site.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
            "CONN_MAX_AGE": 60,
        }
    parts = urlsplit(url)
    if parts.scheme not in DATABASES:
        known = "postgresql://user:password@host:port/name"
        raise UsageError(f"DATABASE_URL begins with '{parts.scheme}': this site knows {known}, or SQLite without it.")
    return {
        "ENGINE": DATABASES[parts.scheme],
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
