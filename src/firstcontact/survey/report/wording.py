"""What was asked, in every language of the instrument."""

from firstcontact.report.blocks import Block, Section, Table, Text
from firstcontact.survey.instrument.model import Item
from firstcontact.survey.report.source import Source


def wording(source: Source) -> Section:
    instrument = source.instrument
    asked = [i for i in instrument.items if i.type != "info" and not i.pii]
    draft = [tag for tag, status in instrument.translation_status.items() if status != "final"]
    languages = ", ".join(instrument.languages)
    blocks: list[Block] = [Text(f"Wording of each question and its answers. Languages: {languages}.")]
    if draft:
        blocks.append(Text(f"Translations that are still drafts: {', '.join(draft)}."))
    blocks.append(
        Table(
            "Question wording by language",
            ("Item", *instrument.languages),
            [(i.link_id, *(_text(i, tag) for tag in instrument.languages)) for i in asked],
            labels=1 + len(instrument.languages),
            wide=True,
            languages=(None, *instrument.languages),
        )
    )
    return Section("wording", "Question wording", blocks)


def _text(item: Item, language: str) -> str:
    labels = [o.label.get(language, "") for o in item.options]
    text = item.text.get(language, "")
    return f"{text} [{' / '.join(labels)}]" if labels else text
