"""The frame of every page of the site: the release's own template, filled for a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from firstcontact.release.frame import make_frame, read_assets, read_frame
from firstcontact.release.reader import Reader, Release
from firstcontact.workspace import years_text
from firstcontact_site import words


@dataclass(frozen=True)
class Here:
    """Where a page stands: `path` below the language, `section` of the menu, `trail` of (path, name) above it."""

    title: str
    template: str
    path: str = ""
    section: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    description: str = ""


def here(
    request: HttpRequest,
    title: str,
    template: str,
    *,
    section: str = "",
    trail: Sequence[tuple[str, str]] = (),
    description: str = "",
    alternates: Mapping[str, str] | None = None,
) -> Here:
    """The page's place, from its address. `alternates`: address in each language where it is not the same path."""
    request.alternates = alternates or {}
    _, _, path = request.path.lstrip("/").partition("/")
    return Here(title, template, path, section, tuple(trail), description)


def reader() -> Reader:
    return Reader(settings.ENVIRONMENT.workspace.releases)


def release_of(request: HttpRequest) -> Release | None:
    """The live release, looked up once a request."""
    if not hasattr(request, "release"):
        request.release = reader().current()
    return request.release


@cache
def assets() -> dict[str, tuple[str, bytes]]:
    """Plain name -> (name with the content's digest, content), of the stylesheet and script that releases use."""
    return read_assets()


def context(request: HttpRequest) -> dict:
    """What the frame's template reads, for every Jinja template."""
    code = translation.get_language()
    language = words.language(code)
    alternates = getattr(request, "alternates", {})
    _, _, rest = request.path.lstrip("/").partition("/")

    def url(path: str) -> str:
        return f"/{code}/{path}"

    def other_language(other: str) -> str:
        return alternates.get(other) or f"/{other}/{rest}"

    return {
        "lang": language,
        "languages": [words.language(c) for c in settings.SITE_LANGUAGES],
        "t": language.text,
        "plural": language.plural,
        "assets": {plain: name for plain, (name, _) in assets().items()},
        "url": url,
        "other_language": other_language,
        "permalink": f"{settings.WAGTAILADMIN_BASE_URL}{request.path}",
        "frame": make_frame(language, read_frame(settings.ENVIRONMENT.folder), url),
        "site": facts(release_of(request)),
    }


def facts(release: Release | None) -> dict:
    """What the frame says about the release; empty words without one."""
    config = settings.ENVIRONMENT.workspace.config
    found = {"region": config.region.name, "licence": config.release.licence, "mode": config.release.mode}
    if release is None:
        return found | {"release": "", "period": "", "published": None}
    manifest = release.manifest
    years = sorted(p["start"][:4] for p in manifest["periods"])
    return found | {
        "release": release.id,
        "period": years_text(years),
        "published": date.fromisoformat(manifest["built_at"][:10]),
    }
