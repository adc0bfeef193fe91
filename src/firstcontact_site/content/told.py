"""What the site tells the results: files in the workspace, which the next release takes over into its pages."""

import json
import os
import secrets

from django.conf import settings

from firstcontact.release.beside import AWARDS_FILE, RELATED_FILE
from firstcontact.release.frame import FRAME_FILE
from firstcontact_site.config.commits import once_committed


def tell_later(**_) -> None:
    """Once the present change is in the database. Takes what a signal gives."""
    once_committed(tell)


def tell() -> None:
    """Menus, awards of practices, and the pages that speak of a measure."""
    from firstcontact_site.content.awards import by_practice
    from firstcontact_site.content.frames import frames
    from firstcontact_site.content.related import related

    write(FRAME_FILE, frames())
    write(AWARDS_FILE, by_practice())
    write(RELATED_FILE, related())


def write(name: str, value: dict) -> None:
    """The file is replaced whole, so that a reader never sees half of it; the same again leaves it alone."""
    path = settings.ENVIRONMENT.folder / name
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    # A name of its own: site and worker may write at once, and neither may take the other's draft away.
    draft = path.with_name(f".{name}.{secrets.token_hex(6)}")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)
