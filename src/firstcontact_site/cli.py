"""`firstcontact site ...`: thin commands; Django is loaded only when one of them runs."""

import os
import subprocess
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
    """Serve site and dashboard on loopback at one address."""
    django(where)
    typer.echo(f"The site is at http://127.0.0.1:{port}/ (stop with Ctrl-C).")
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers), "--no-ws", "--log-level", "warning"]
    raise typer.Exit(subprocess.call([*command, "firstcontact_site.config.wsgi:application"]))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context, where: Where = HERE) -> None:
    """Any of Django's own commands, for those who know them. Example: firstcontact site manage check --deploy"""
    django(where)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["firstcontact site manage", *context.args])
