"""What a browser would see of a page: its forms, scripts, styles and handlers."""

from contextlib import closing

from bs4 import BeautifulSoup

TYPED = ("text", "email", "search", "password", "url", "tel", "number", "")
DATA = ("application/json", "application/ld+json")


def from_disk(path: str) -> tuple[dict[str, str], bytes]:
    """Headers (the status among them) and body of what is answered in front of Django; 404 for the rest."""
    from firstcontact_site.config.front import Front

    class Nothing(list):
        close = list.clear

    said = {}

    def hear(status: str, headers: list) -> None:
        said.update(dict(headers), status=status)

    def django(environ: dict, start) -> Nothing:
        start("404 Not Found", [])
        return Nothing()

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": ""}
    answer = Front(django)(environ, hear)
    with closing(answer if hasattr(answer, "close") else Nothing(answer)) as body:
        return said, b"".join(body)


def forms(html: str, address: str) -> list[dict]:
    """Each form: where it goes, how, its fields as they are, and the names that a person types into."""
    found = []
    for form in BeautifulSoup(html, "html.parser").find_all("form"):
        fields, typed, kinds = {}, [], {}
        for part in form.find_all(["input", "textarea", "select", "button"]):
            name = part.get("name")
            if not name:
                continue
            kind = kinds[name] = part.get("type", "") if part.name == "input" else part.name
            if part.name == "textarea" or kind in TYPED:
                typed.append(name)
                fields.setdefault(name, part.get("value", part.text if part.name == "textarea" else ""))
            elif part.name == "select":
                options = [o.get("value", o.text) for o in part.find_all("option")]
                fields[name] = next((o for o in options if o), "")
                typed.append(name)
            elif kind in ("checkbox", "radio"):
                fields.setdefault(name, part.get("value", "on"))
            elif kind != "file":
                fields[name] = part.get("value", "")
        where = form.get("action") or address
        how = {"to": where, "method": form.get("method", "get").lower()}
        found.append(how | {"fields": fields, "typed": typed, "kinds": kinds})
    return found


def active(html: str) -> list[str]:
    """Everything in a page that would run or style from inside it: nothing is what we want."""
    page = BeautifulSoup(html, "html.parser")
    scripts = [s for s in page.find_all("script") if not s.get("src") and s.get("type") not in DATA]
    outside = [s for s in page.find_all("script") if (s.get("src") or "/").startswith(("http:", "https:", "//"))]
    found = [str(s)[:200] for s in [*scripts, *outside, *page.find_all("style"), *page.find_all("base")]]
    for tag in page.find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name == "style" or name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            if str(tag.get(name, "")).strip().lower().startswith(("javascript:", "vbscript:", "data:text")):
                found.append(f"{tag.name} {name}={tag[name][:80]}")
    return found
