"""Styles and scripts of all releases and of the site in one folder, for the web server: an open or kept page never
loses its style. Their names carry the digest of their content, so a file that is there never changes."""

import os
from pathlib import Path

from django.conf import settings

from firstcontact_site.config.frame import assets


def publish_assets() -> int:
    """Number of files that were new."""
    target = settings.ENVIRONMENT.folder / "assets"
    target.mkdir(parents=True, exist_ok=True)
    found = {path.name: path.read_bytes for path in _of_releases() if not (target / path.name).exists()}
    found |= {name: lambda content=content: content for name, content in assets().values()}
    new = {name: read for name, read in found.items() if not (target / name).exists()}
    for name, read in new.items():
        draft = target / f".{name}.{os.getpid()}"
        draft.write_bytes(read())
        os.replace(draft, target / name)
    return len(new)


def _of_releases() -> list[Path]:
    return sorted(settings.ENVIRONMENT.workspace.releases.glob("*-r*/site/assets/*"))
