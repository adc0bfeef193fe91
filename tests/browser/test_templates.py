"""Nothing is forgotten: every public template, every page type and every kind of page of a release is looked at."""

from pathlib import Path

import firstcontact.release
import firstcontact_site
from support.places import PLACES
from support.places import RELEASE as RELEASE_PLACES

SITE = Path(firstcontact_site.__file__).parent
TEMPLATES = Path(firstcontact.release.__file__).parent / "templates"
PARTS = {"base", "form", "icon", "parts", "definition_words"}


def public_templates() -> set[str]:
    """Names of the Jinja templates of pages and their parts; mails are looked at by their own tests."""
    found = {path.relative_to(room).as_posix() for room in SITE.glob("*/jinja2") for path in room.rglob("*.html")}
    return {name for name in found if "mail" not in Path(name).parts}


def test_every_public_template_is_used_by_a_page_that_is_looked_at(opened, site):
    site.hand("purge")
    site.templates.write_text("", encoding="utf-8")
    for place in PLACES:
        opened(place, "en")
    used = set(site.templates.read_text(encoding="utf-8").splitlines())
    assert sorted(public_templates() - used) == []


def test_every_page_type_has_a_page_that_is_looked_at(site):
    looked_at = {site.hand("type_of", f"/en/{place.path}") for place in PLACES if not place.link}
    assert sorted(set(site.hand("page_types")) - looked_at) == []


def test_every_template_of_a_release_has_a_page_that_is_looked_at(site):
    release = site.workspace.releases / "current" / "site" / "en"
    pages = [release / place.path.removeprefix("release/2024-r1/") / "index.html" for place in RELEASE_PLACES]
    texts = [path.read_text(encoding="utf-8") for path in pages if path.is_file()]
    assert len(texts) > 20
    kinds = {path.stem for path in TEMPLATES.glob("*.html")} - PARTS
    assert sorted(kind for kind in kinds if not any(f'class="page-{kind}.html"' in text for text in texts)) == []
