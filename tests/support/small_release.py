"""Tiny sealed releases, enough to look up files and serve them."""

import json

from firstcontact.release.ids import slug
from firstcontact.release.manifest import write_manifest


def put(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def make_release(root, release, languages=("en", "pt")):
    folder = root / release
    for code in languages:
        for name in ("index.html", "404.html", "search/offline/index.html", "practice/p001/index.html"):
            put(folder, f"site/{code}/{name}", f"{code} {name} {release}")
    put(folder, f"site/assets/site.{slug(release)}.css", release)
    put(folder, "site/robots.txt", "User-agent: *")
    put(folder, "data/results.csv", f"release\n{release}\n")
    rows = [{"measure": "m", "value": n} for n in range(3)]
    for n, part in enumerate((rows[:2], rows[2:]), 1):
        links = {"next": "/api/v1/results/m/page-2.json" if n == 1 else None}
        put(folder, f"api/v1/results/m/page-{n}.json", json.dumps({"data": part, "links": links}))
    put(folder, "api/v1/measures.json", json.dumps({"data": [{"id": "m"}]}))
    put(folder, "search/index.json", json.dumps({"entries": [{"name": "Oak"}]}))
    write_manifest(folder, {"release": release, "languages": list(languages)})
