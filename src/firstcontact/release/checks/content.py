"""Checks of manifest, definitions, permalinks and person-like patterns."""

import json
import re

from firstcontact.release.checks.finding import Findings
from firstcontact.release.checks.sealed import Sealed
from firstcontact.release.ids import sealed_releases
from firstcontact.release.manifest import verify_tree

NEEDED = ("title", "version", "domain", "why_it_matters", "sources", "review_by", "status")
PATTERNS = {
    "a social security number": (b"-", re.compile(rb"\b\d{3}-\d{2}-\d{4}\b")),
    "an e-mail address": (b"@", re.compile(rb"[\w.+-]+@[\w-]+\.[a-z]{2,}")),
}
TEXT_FILES = (".html", ".csv", ".json", ".atom", ".svg", ".txt", ".xml")


def manifest_verifies(sealed: Sealed) -> Findings:
    return verify_tree(sealed.root).problems


def definitions_are_complete(sealed: Sealed) -> Findings:
    found = []
    for path in sorted((sealed.root / "api" / "v1" / "measures").glob("*.json")):
        definition = json.loads(path.read_text(encoding="utf-8"))["data"]
        found += [f"Measure '{definition['id']}' has no {name}." for name in NEEDED if not definition.get(name)]
    return found


def permalinks_answer(sealed: Sealed) -> Findings:
    """Every address of every earlier release, by the same map that serves them."""
    found = []
    for release in sealed_releases(sealed.candidate.ws.releases):
        root = sealed.candidate.ws.releases / release
        for url in (root / "urls.txt").read_text(encoding="utf-8").splitlines():
            name = url.lstrip("/")
            places = (root / name, root / "site" / name, root / "site" / name / "index.html")
            if not any(p.is_file() for p in places):
                found.append(f"{url} of release {release} has no file.")
    return found


def no_person_pattern(sealed: Sealed) -> Findings:
    """Nothing in a public file looks like a person's number or address; the region's own contact is allowed."""
    contact = sealed.candidate.ws.config.release.contact.encode()
    found = []
    for path in sealed.files(*TEXT_FILES):
        content = path.read_bytes()
        for words, (sign, pattern) in PATTERNS.items():
            if sign in content and set(pattern.findall(content)) - set(pattern.findall(contact)):
                found.append(f"{path.relative_to(sealed.root)} holds what looks like {words}.")
    return found
