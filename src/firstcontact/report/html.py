"""A report as one HTML file: style and drawings inside, no script, no outside address."""

import re
from html import escape
from pathlib import Path

import jinja2
from markupsafe import Markup

from firstcontact.report.blocks import Figure, Report
from firstcontact.report.palette import PALETTE

FOLDER = Path(__file__).parent
OPENING = re.compile(r'^<svg xmlns="[^"]*"\s+width="(\d+)[^"]*" height="[^"]*"')
TITLED = '<svg role="img" aria-label="{}" style="max-width:{}px"'
LARGEST = 1.3  # how far a drawing may grow beyond the size it was made for


def to_html(report: Report) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["drawing"] = drawing
    style = Markup((FOLDER / "page.css").read_text(encoding="utf-8").strip())
    return environment.get_template("page.html.jinja").render(report=report, style=style)


def drawing(figure: Figure) -> Markup:
    """The SVG with a name for screen readers, and colours that the page's stylesheet sets (light or dark)."""
    svg = figure.svg
    for name, value in PALETTE.items():
        svg = svg.replace(value, f"var(--c-{name})")
    name = escape(f"{figure.title}. {figure.summary}", quote=True)
    return Markup(OPENING.sub(lambda m: TITLED.format(name, round(LARGEST * int(m[1]))), svg))
