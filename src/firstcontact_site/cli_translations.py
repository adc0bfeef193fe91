"""`firstcontact site translations ...`: pages as files for translators, and back."""

from pathlib import Path
from typing import Annotated

import typer

from firstcontact.errors import UsageError

app = typer.Typer(no_args_is_help=True, help="Pages as PO files for translators, and back.")
Where = Annotated[Path, typer.Option("-w", "--workspace", help="The workspace's folder.")]


@app.command("export")
def export_(
    to: Annotated[str, typer.Option(help="The language to translate into.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder for the files.")],
    below: Annotated[str, typer.Option(help="Only pages below this path, for example news/.")] = "",
    where: Where = Path("."),
) -> None:
    """A PO file for each live page, with the words that are translated already."""
    from firstcontact_site.cli import django

    django(where)
    from firstcontact_site.content import translation_files as files

    locale, made = files.language(to), 0
    for page, path in files.export(files.sources(below), locale, out):
        if path is None:
            typer.echo(f"{page.title}: written by hand with other parts than its source; translate it in the editor.")
        made += path is not None
    typer.echo(f"{made} files in {out}.")


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="PO files of 'export', filled in.")],
    machine: Annotated[str, typer.Option(help="The program that translated: its words wait for a person.")] = "",
    reviewed_by: Annotated[str, typer.Option(help="Address of the person who has read the words.")] = "",
    publish: Annotated[bool, typer.Option("--publish", help="Put complete pages live, as that person.")] = False,
    where: Where = Path("."),
) -> None:
    """Stores the texts; a page is written when none is missing. Exit 1 when a text is missing or in doubt."""
    from firstcontact_site.cli import complain, django

    django(where)
    from firstcontact_site.accounts.review import PublishRefused
    from firstcontact_site.content import translation_files as files

    reviewer = _person(reviewed_by) if reviewed_by else None
    if publish and reviewer is None:
        raise UsageError("--publish needs --reviewed-by: nothing goes live that nobody has read.")
    whole = True
    for path in paths:
        translation, taken = files.take(path, machine=machine, reviewer=reviewer)
        state = f"{taken.missing} of {taken.texts} texts missing, the page is as it was" if taken.missing else "draft"
        if publish and not taken.missing:
            try:
                files.put_live(translation, reviewer)
                state = "live"
            except PublishRefused as refusal:
                whole, state = False, f"draft: {refusal}"
        typer.echo(f"{taken.title} ({translation.target_locale.language_code}): {state}")
        for doubt in taken.doubts:
            complain(f"  {path.name}, {doubt}")
        whole = whole and not (taken.missing or taken.doubts)
    if not whole:
        raise typer.Exit(1)


def _person(email: str):
    from firstcontact_site.accounts.models import User
    from firstcontact_site.accounts.rules import may
    from firstcontact_site.content.translation_actions import RULE

    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None or not may(found, RULE):
        raise UsageError(f"--reviewed-by: '{email}' is no account of this site that may translate.")
    return found
