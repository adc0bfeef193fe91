"""Writes docs/reference from the code and the definitions, so that it cannot drift.

python -m firstcontact.reference docs/reference
"""

import sys
from pathlib import Path

import typer
import yaml
from pydantic import BaseModel

from firstcontact import contract, core, engine, workspace
from firstcontact.cli import app
from firstcontact.core.reference import load_reference
from firstcontact.workspace import Config, Workspace


def write(folder: Path) -> list[Path]:
    """All pages of the reference. Returns the paths written."""
    pages = {"cli.md": cli_page(), "settings.md": settings_page(), "parameters.md": parameters_page()}
    pages |= {"contract.md": contract_page(), "core-tables.md": core_page(), "measures/README.md": measures_page()}
    pages |= {f"measures/{d.id}.md": engine.show(BUILT_IN, d.id) + "\n" for d in engine.catalogue(BUILT_IN)}
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [folder / name for name in pages]


BUILT_IN = Workspace(Path("."))
REQUIRED = {"Y": "yes", "N": "", "C": "sometimes"}


def cli_page() -> str:
    root = typer.main.get_command(app)
    lines = ["# Commands", ""]
    for name, command in _commands(root, "firstcontact"):
        lines += [f"## {name}", "", (command.help or "").strip(), ""]
        rows = [(p, (getattr(p, "help", None) or "")) for p in command.params if p.name != "help"]
        if rows:
            lines += ["| argument or option | meaning | default |", "|---|---|---|"]
            lines += [f"| `{', '.join(p.opts)}` | {text} | {_default(p)} |" for p, text in rows] + [""]
    return "\n".join(lines)


def _commands(command, name: str):
    yield name, command
    for child, sub in sorted(getattr(command, "commands", {}).items()):
        yield from _commands(sub, f"{name} {child}")


def _default(parameter) -> str:
    return "" if parameter.default in (None, False) or callable(parameter.default) else f"`{parameter.default}`"


def settings_page() -> str:
    lines = ["# Settings of firstcontact.toml", ""]
    for section, info in Config.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            lines += [f"## [{section}]", "", "| key | default |", "|---|---|"]
            lines += [
                f"| `{f.alias or key}` | `{f.get_default(call_default_factory=True)}` |"
                for key, f in kind.model_fields.items()
            ]
        else:
            lines += [f"## {section}", "", f"Default: `{info.get_default(call_default_factory=True)}`"]
        lines.append("")
    keys = ", ".join(f"`{f.alias or key}`" for key, f in workspace.Event.model_fields.items())
    return "\n".join([*lines, f"An event (`[[events]]`) has the keys {keys}.", ""])


def parameters_page() -> str:
    lines = ["# Parameters", "", "| name | value | source |", "|---|---|---|"]
    lines += [f"| `{p['name']}` | `{p['value']}` | {p['source']} |" for p in load_reference(BUILT_IN).parameters]
    return "\n".join([*lines, ""])


def contract_page() -> str:
    lines = ["# Input tables", ""]
    for name, table in contract.input_tables().items():
        lines += [
            f"## {name}",
            "",
            f"Grain: {table.grain}",
            "",
            "| column | type | required | null rule | allowed | check | severity |",
            "|---|---|---|---|---|---|---|",
        ]
        for c in table.columns.values():
            cells = (c.name, c.type, REQUIRED[c.required], c.null_rule, c.allowed_values, c.check, c.severity)
            lines.append("| " + " | ".join(str(x).replace("|", "\\|") for x in cells) + " |")
        lines.append("")
    return "\n".join(lines)


def core_page() -> str:
    tables = yaml.safe_load((Path(core.__file__).parent / "tables.yaml").read_text(encoding="utf-8"))
    lines = ["# Core tables that measures may read", ""]
    for name, table in tables.items():
        lines += [f"## {name}", "", f"One row per {table['grain']}.", "", "| column | type |", "|---|---|"]
        lines += [f"| `{column}` | {kind} |" for column, kind in table["columns"].items()] + [""]
    return "\n".join(lines)


def measures_page() -> str:
    lines = ["# Measures", "", "| id | title | domain | status |", "|---|---|---|---|"]
    lines += [f"| [`{d.id}`]({d.id}.md) | {d.title} | {d.domain} | {d.status} |" for d in engine.catalogue(BUILT_IN)]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    for written in write(Path(sys.argv[1])):
        print(written)
