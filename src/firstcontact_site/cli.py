"""`firstcontact site ...`: thin commands; Django is loaded only when one of them runs."""

import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from firstcontact.workspace import Workspace
from firstcontact_site import cli_translations
from firstcontact_site.config.environment import DEMO_PORT

app = typer.Typer(no_args_is_help=True, help="The coalition's site, with the dashboard inside it.")
app.add_typer(cli_translations.app, name="translations")
Where = Annotated[Path, typer.Option("-w", "--workspace", help="The workspace's folder.")]
Port = Annotated[int, typer.Option(help="Port on this machine.")]
HERE = Path(".")


def django(where: Path) -> None:
    """Load Django for the workspace; later imports of models work."""
    os.environ["FIRSTCONTACT_WORKSPACE"] = str(Workspace.open(where).root.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstcontact_site.config.settings")
    import django as framework

    framework.setup()


def complain(text: str) -> None:
    typer.echo(text, err=True)


@app.command()
def init(where: Where = HERE) -> None:
    """Keys, database tables, static files and languages. Running it again changes nothing that exists."""
    from firstcontact_site.config.environment import make_secrets

    make_secrets(Workspace.open(where).site)
    django(where)
    from firstcontact_site.config.setup import prepare

    prepare()
    typer.echo(
        "The site is ready. Fill it with example content: firstcontact site seed. Start it: firstcontact site run"
    )


@app.command()
def seed(where: Where = HERE) -> None:
    """Example pages, lists and statements in every language. Running it again changes nothing."""
    django(where)
    from firstcontact_site.seed.actions import load

    made = load(typer.echo)
    typer.echo(f"{made} pages and spotlights were added." if made else "Everything was there already.")


@app.command()
def run(
    where: Where = HERE,
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 1,
    host: Annotated[str, typer.Option(help="Address to listen on; the demo listens on loopback only.")] = "127.0.0.1",
) -> None:
    """Serve site and dashboard on loopback at one address; in demo mode the worker runs beside it."""
    raise typer.Exit(serve(where, port, workers, host))


def serve(where: Path, port: int, workers: int = 1, host: str = "127.0.0.1") -> int:
    """Site and worker until interrupted; the exit code. Both learn the port: links in mails lead to it."""
    os.environ[DEMO_PORT] = str(port)
    django(where)
    from django.conf import settings

    from firstcontact_site.config.processes import require_free, require_loopback, together

    require_loopback(host, settings.ENVIRONMENT.is_demo)
    require_free(port)
    site = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    threads = "4" if settings.ENVIRONMENT.database_url else "1"  # SQLite lets one write at a time: others would wait
    site += ["--workers", str(workers), "--blocking-threads", threads, "--backpressure", "64", "--no-ws"]
    site += ["--log-level", "warning"]
    site += ["firstcontact_site.config.wsgi:application"]
    worker = [sys.executable, "-m", "firstcontact.cli", "site", "worker", "-w", str(where)]
    typer.echo(f"The site is at http://localhost:{port}/ (stop with Ctrl-C).")
    return together(site, worker if settings.ENVIRONMENT.is_demo else None, complain)


@app.command()
def worker(where: Where = HERE) -> None:
    """Do what has its time: mails, scheduled publishing, reminders, tidying up."""
    django(where)
    from firstcontact_site.config.worker import work

    work()


@app.command()
def createadmin(
    where: Where = HERE,
    another: Annotated[bool, typer.Option(help="Make one more although the site has an administrator.")] = False,
) -> None:
    """The first administrator. Asks for address and password here; there is no web page that does this."""
    django(where)
    from firstcontact_site.accounts.first import make_administrator, refuse_second

    refuse_second(another)
    email = typer.prompt("E-mail address")
    password = typer.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True)
    make_administrator(email, password, another=another)
    typer.echo("The account is made. Sign in at /cms/ and set up the second factor; then invite the others.")


@app.command()
def audit(where: Where = HERE) -> None:
    """Checks the audit log from its first row: changed, deleted and cut rows are found. Exit 1 when it is broken."""
    django(where)
    from firstcontact_site.accounts.audit import record
    from firstcontact_site.accounts.audit_check import check
    from firstcontact_site.accounts.jobs import marks_file

    count = check(marks_file())
    record("audit.checked", "audit:log", {"events": count}, actor="job:audit")
    typer.echo(f"audit log: {count} events, whole.")


@app.command()
def backup(
    where: Where = HERE,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The file; default: site/backups/ below.")] = None,
    with_keys: Annotated[bool, typer.Option(help="Also the keys: then the file is as secret as they.")] = False,
    keep: Annotated[int, typer.Option(min=1, help="How many files stay in the default folder.")] = 14,
) -> None:
    """Everything of the site in one file: rows, uploads, menus. Works while the site runs."""
    django(where)
    from firstcontact_site.config.backup import archive

    began = time.monotonic()
    path, manifest = archive.make_backup(out, with_keys)
    if out is None:
        archive.tidy(path.parent, keep)
    rows = sum(t["rows"] for t in manifest["tables"].values())
    size = path.stat().st_size / 1_000_000
    typer.echo(
        f"{path}: {rows} rows of {len(manifest['tables'])} tables, {len(manifest['files'])} files, {size:.1f} MB, "
        f"{time.monotonic() - began:.1f} s"
    )


@app.command()
def restore(
    file: Path,
    where: Where = HERE,
    force: Annotated[bool, typer.Option("--force", help="Replace a site that holds pages or people.")] = False,
    test: Annotated[bool, typer.Option("--test", help="Restore beside the site, compare all rows, leave it.")] = False,
) -> None:
    """Put a backup in place of an empty site. Stop the site first."""
    django(where)
    from firstcontact_site.config.backup import restore as put_back

    began = time.monotonic()
    manifest = put_back(file, force, test)
    rows = sum(t["rows"] for t in manifest["tables"].values())
    done = "can be restored" if test else "is restored"
    typer.echo(
        f"The backup of {manifest['made_at']} {done}: {rows} rows, {len(manifest['files'])} files, all compared, "
        f"{time.monotonic() - began:.1f} s"
    )


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context, where: Where = HERE) -> None:
    """Any of Django's own commands, for those who know them. Example: firstcontact site manage check --deploy"""
    django(where)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["firstcontact site manage", *context.args])
