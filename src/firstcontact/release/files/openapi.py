"""OpenAPI 3.1 description of the static data interface."""

NUMBER = ["number", "null"]
TEXT = ["string", "null"]
ROW = {
    "measure": "string",
    "version": "string",
    "period_start": "string",
    "period_end": "string",
    "group_kind": "string",
    "group_id": "string",
    "group_name": TEXT,
    "stratum_kind": "string",
    "stratum": "string",
    "numerator_rounded": NUMBER,
    "denominator_rounded": NUMBER,
    "value": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "confidence": NUMBER,
    "comparison": TEXT,
    "status": "string",
    "held": "integer",
    "note_id": TEXT,
    "first_release": TEXT,
    "changed_in": TEXT,
}
PATHS = {
    "/index.json": ("Releases, links, version", ()),
    "/openapi.json": ("This description", ()),
    "/measures.json": ("All measures", ()),
    "/measures/{measure}.json": ("One definition", ("measure",)),
    "/groups/{kind}.json": ("All groups of a kind", ("kind",)),
    "/groups/{kind}/{id}.json": ("One group with its rows of whole years", ("kind", "id")),
    "/groups/{kind}/{id}/overview.json": (
        "The same without strata, with months where there is no year",
        ("kind", "id"),
    ),
    "/home/{lang}.json": ("Cards, findings and news of the home page in words", ("lang",)),
    "/groups/practice.geojson": ("Practices with a point", ()),
    "/results/{measure}.json": ("First page of the rows of a measure", ("measure",)),
    "/results/{measure}/page-{page}.json": ("One page of 1,000 rows", ("measure", "page")),
    "/corrections.json": ("All corrections", ()),
    "/changelog.json": ("Changes of this interface", ()),
    "/texts/{lang}.json": ("Fixed words of a language", ("lang",)),
    "/releases/{release}/index.json": ("The same tree of one release", ("release",)),
}


def openapi(region: str, licence: str) -> dict:
    """The whole description as a dictionary."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{region}: primary care data",
            "version": "1",
            "license": {"name": "Licence of the data", "url": licence},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {path: {"get": _operation(path, *about)} for path, about in PATHS.items()},
        "components": {"schemas": {"Row": _row(), "Envelope": _envelope(), "Problem": _problem()}},
    }


def _operation(path: str, summary: str, names: tuple[str, ...]) -> dict:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Envelope"}}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "summary": summary,
        "operationId": "get" + "".join(c if c.isalnum() else "_" for c in path.removesuffix(".json")),
        "parameters": [{"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in names],
        "responses": {
            "200": {"description": "Found", "content": content},
            "304": {"description": "Not changed"},
            "404": {"description": "Not found", "content": problem},
        },
    }


def _row() -> dict:
    return {"type": "object", "properties": {name: {"type": kind} for name, kind in ROW.items()}, "required": list(ROW)}


def _envelope() -> dict:
    properties = {
        "release": {"type": "string"},
        "generated_at": {"type": "string"},
        "licence": {"type": "string"},
        "data": {},
        "links": {"type": "object"},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": ["release", "generated_at", "licence", "data", "links"],
    }


def _problem() -> dict:
    properties = {"type": "string", "title": "string", "status": "integer", "detail": "string", "instance": "string"}
    return {"type": "object", "properties": {k: {"type": v} for k, v in properties.items()}}
