"""Turns the renderer's SVG into ours: classes for colours, two decimals, no roles, ids or fonts."""

import re
import xml.etree.ElementTree as ET
from html import escape

SVG = "{http://www.w3.org/2000/svg}"
ROLES = (
    "ink",
    "soft",
    "grid",
    "main",
    "band",
    "region",
    "limit",
    "outer",
    "better",
    "same",
    "lower",
    "none",
    "class1",
    "class2",
    "class3",
    "class4",
    "class5",
    "paper",
    "on1",
    "on2",
    "on3",
    "on4",
    "on5",
    "event",
)
COLOURS = {role: f"#5a5a{number:02x}" for number, role in enumerate(ROLES)}
_ROLE_OF = {colour: role for role, colour in COLOURS.items()}
KEPT = (
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "width",
    "height",
    "points",
    "transform",
    "text-anchor",
    "stroke-width",
    "stroke-dasharray",
    "fill-opacity",
    "stroke-linejoin",
    "stroke-linecap",
)
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def clean(svg: str) -> str:
    """Inside of the <svg> element: only marks and texts, in drawing order."""
    root = ET.fromstring(svg)
    groups = [child for child in root if child.tag == f"{SVG}g"]
    return "".join(_element(child) for child in groups)


def _element(node: ET.Element) -> str:
    tag = node.tag.removeprefix(SVG)
    if _is_empty(node, tag):
        return ""
    attributes = _attributes(node, tag)
    inside = "".join(_element(child) for child in node)
    if tag == "text":
        return f"<text{attributes}>{escape(node.text, quote=False)}</text>" if node.text else ""
    if tag == "g":
        return f"<g{attributes}>{inside}</g>" if inside and attributes else inside
    return f"<{tag}{attributes}/>"


def _is_empty(node: ET.Element, tag: str) -> bool:
    paint = {node.get("fill"), node.get("stroke")} & set(_ROLE_OF)
    return tag in ("path", "rect", "line", "circle") and not paint


def _attributes(node: ET.Element, tag: str) -> str:
    found = []
    classes = [f"{p[0]}-{_ROLE_OF[node.get(p)]}" for p in ("fill", "stroke") if node.get(p) in _ROLE_OF]
    if tag != "g" and classes:
        found.append(f'class="{" ".join(classes)}"')
    for name in KEPT:
        value = node.get(name)
        if value is not None and not (name == "transform" and value == "translate(0,0)"):
            found.append(f'{name}="{_rounded(value)}"')
    if node.get("font-weight") == "bold":
        found.append('font-weight="600"')
    return "".join(f" {text}" for text in found)


def _rounded(value: str) -> str:
    return _NUMBER.sub(lambda m: _short(float(m.group())), value)


def _short(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
