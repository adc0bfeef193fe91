"""The starting list of strategies, strategies.csv: facts of its sources in three languages."""

import csv
import uuid
from pathlib import Path

from django.utils.html import format_html
from django.utils.text import slugify

from firstcontact_site.library.choices import Evidence
from firstcontact_site.library.strategies import StrategyPage, StrategyTouch

LIST = Path(__file__).parent / "strategies.csv"
PARTS = " | "


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def page_of(row: dict[str, str], locale) -> StrategyPage:
    """An unsaved page. Its translation key comes from the code, so that the languages find one another."""
    code = locale.language_code
    page = StrategyPage(
        locale=locale,
        translation_key=uuid.uuid5(uuid.NAMESPACE_OID, f"strategy:{row['code']}"),
        slug=slugify(row["title_en"]),
        title=row[f"title_{code}"],
        code=row["code"],
        domain=row["domain"],
        level=row["level"],
        form=row["form"],
        done=format_html("<p>{}</p>", row[f"done_{code}"]),
        steps=[("step", step) for step in row[f"steps_{code}"].split(PARTS)],
        evidence=Evidence.NOT_GRADED,
        sources="\n".join(filter(None, row["sources"].split(PARTS))),
        is_own=row["is_own"] == "yes",
        live=False,
    )
    page.touches = [StrategyTouch(topic=topic) for topic in row["touches"].split(";") if topic]
    return page
