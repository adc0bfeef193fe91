"""Cases without usable answers: how far they came and how often they were asked; no answers, no contact data.

Source: specs/surveys/README.md 13.5.
"""

from firstcontact.survey.answers import Cells, is_answered
from firstcontact.survey.disposition.evidence import events
from firstcontact.survey.exporters.csv_file import csv_bytes
from firstcontact.survey.exporters.read import Export
from firstcontact.survey.instrument.model import Instrument

HEADER = ("case_id", "stratum", "state", "last_page", "messages_sent")
USED = frozenset({"complete", "partial_used", "eligible_closed"})
SENT = frozenset({"sent", "delivered", "bounced", "returned_mail", "done_by_phone"})


def not_finished(export: Export) -> bytes:
    """CSV of the sampled cases whose disposition is neither complete nor partial."""
    wave = export.wave
    strata = wave.read("sample", "sample_case")
    stratum = dict(zip(strata["case_id"].to_pylist(), strata["stratum"].to_pylist(), strict=True))
    pages = {r.response.case_id: last_page(export.instrument, r.response.cells) for r in export.rows}
    sent: dict[str, int] = {}
    for row in events(wave):
        sent[row["case_id"]] = sent.get(row["case_id"], 0) + (row["outcome"] in SENT)
    rows = [
        (
            d["case_id"],
            stratum[d["case_id"]],
            d["disposition"],
            pages.get(d["case_id"], ""),
            str(sent.get(d["case_id"], 0)),
        )
        for d in wave.read("disposition", "disposition").to_pylist()
        if d["disposition"] not in USED
    ]
    return csv_bytes(HEADER, rows)


def last_page(instrument: Instrument, cells: Cells) -> str:
    """The last page with an answer, '' without any."""
    answered = [i.page_id for i in instrument.items if is_answered(cells.get(i.link_id))]
    return answered[-1] if answered else ""
