"""Rules about groups: matrices and modules (V02, V17, V18, V21, V52, V54)."""

from firstcontact.survey.instrument.rules.options import check_scale_of_group
from firstcontact.survey.instrument.rules.outline import Doc, Outline
from firstcontact.survey.instrument.rules.walk import Walk
from firstcontact.survey.instrument.rules.words import did_you_mean

MOST_ROWS = 8


def check_layout(outline: Outline, walk: Walk) -> None:
    modules = [m.get("module_id") for m in outline.entries("modules")]
    for path, group in outline.groups:
        if group.get("layout") == "matrix":
            _matrix(path, group, outline, walk)
        elif "scale" in group:
            walk.error("V18", path, "scale belongs to layout matrix; this group is a list. Remove it.")
        module = group.get("module")
        if module is not None and module not in modules:
            hint = did_you_mean(module, [m for m in modules if m])
            walk.error("V54", path, f"group module '{module}' is not in modules.{hint}")


def _matrix(path: tuple, group: Doc, outline: Outline, walk: Walk) -> None:
    name, scale = group.get("group_id", ""), group.get("scale")
    items = [i for i in group.get("items", []) if isinstance(i, dict)]
    if scale is None:
        walk.error("V02", path, "'scale' is missing. Every group with layout matrix needs it.")
        return
    check_scale_of_group(path, scale, outline, walk)
    for index, item in enumerate(items):
        unlike = _unlike(item, scale)
        if unlike:
            message = f"group '{name}' is a matrix of scale {scale}, but item '{item.get('link_id')}' has {unlike}."
            walk.error("V21", (*path, "items", index), message)
    if len(items) > MOST_ROWS:
        advice = f"more than {MOST_ROWS} tires people on a phone. Split it."
        walk.warn("V52", path, f"matrix '{name}' has {len(items)} rows; {advice}")


def _unlike(item: Doc, scale: str) -> str:
    if item.get("type") != "single":
        return f"type {item.get('type')}"
    if item.get("scale") != scale:
        return f"scale {item['scale']}" if "scale" in item else "its own options"
    return ""
