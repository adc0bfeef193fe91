"""The same report as PDF, set by Typst with the typefaces that it carries: every machine gives the same bytes."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from shutil import copyfile

import typst

from firstcontact.report.blocks import LONG, Report

TEMPLATE = Path(__file__).with_name("page.typ")
EPOCH = 0  # the date of the file; a real one would change the bytes


def to_pdf(report: Report) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content = asdict(report)
        _take_drawings_out(content, folder)
        (folder / "report.json").write_text(json.dumps(content), encoding="utf-8")
        copyfile(TEMPLATE, folder / TEMPLATE.name)
        return typst.compile(folder / TEMPLATE.name, root=folder, ignore_system_fonts=True, timestamp=EPOCH)


def _take_drawings_out(content: dict, folder: Path) -> None:
    """Each drawing becomes a file, which Typst reads; its text takes the typeface of the page.

    `below`: its table does not fit beside it.
    """
    figures = [b for section in content["sections"] for b in section["blocks"] if b["kind"] == "figure"]
    for number, figure in enumerate(figures):
        file = f"figure-{number}.svg"
        (folder / file).write_text(figure.pop("svg"), encoding="utf-8")
        figure["file"] = file
        figure["below"] = figure["table"]["wide"] or len(figure["table"]["rows"]) > LONG
