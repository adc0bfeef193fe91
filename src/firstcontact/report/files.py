"""The files of a report."""

from firstcontact.report.blocks import Report
from firstcontact.report.html import to_html
from firstcontact.report.pdf import to_pdf


def report_files(report: Report, pdf: bool = True) -> dict[str, bytes]:
    """report.html and (unless `pdf` is False) report.pdf, by file name; the same report gives the same bytes."""
    files = {"report.html": to_html(report).encode()}
    return files | {"report.pdf": to_pdf(report)} if pdf else files
