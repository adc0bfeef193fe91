"""`firstcontact site ...`: thin commands; Django is loaded only when one of them runs."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from firstcontact.workspace import Workspace

app = typer.Typer(no_args_is_help=True, help="The coalition's site, with the dashboard inside it.")
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
def run(where: Where = HERE, port: Port = 8000, workers: Annotated[int, typer.Option(min=1)] = 1) -> None:
    """Serve site and dashboard on loopback at one address; in demo mode the worker runs beside it."""
    django(where)
    from django.conf import settings

    from firstcontact_site.config.processes import require_free, together

    require_free(port)
    site = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    site += ["--workers", str(workers), "--blocking-threads", "8", "--backpressure", "64", "--no-ws"]
    site += ["--log-level", "warning"]
    site += ["firstcontact_site.config.wsgi:application"]
    worker = [sys.executable, "-m", "firstcontact.cli", "site", "worker", "-w", str(where)]
    typer.echo(f"The site is at http://127.0.0.1:{port}/ (stop with Ctrl-C).")
    raise typer.Exit(together(site, worker if settings.ENVIRONMENT.is_demo else None, complain))


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


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context, where: Where = HERE) -> None:
    """Any of Django's own commands, for those who know them. Example: firstcontact site manage check --deploy"""
    django(where)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["firstcontact site manage", *context.args])
