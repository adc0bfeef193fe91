"""The site's part of `firstcontact demo`: made ready and filled before the release, completed after it, served."""

from pathlib import Path

from firstcontact_site import cli


def prepare(where: Path) -> None:
    """Keys, tables, starting content and menus: the release's pages take the menus over when they are built."""
    cli.init(where)
    cli.seed(where)


def fill(where: Path) -> None:
    """What quotes the release: facts from the data."""
    cli.seed(where)


def serve(where: Path, port: int) -> int:
    """Run until interrupted; the exit code of the server."""
    return cli.serve(where, port)
