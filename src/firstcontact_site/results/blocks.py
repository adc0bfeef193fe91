"""Results inside a body: a measure of a group, or a finding, drawn from a release when the page is shown."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from firstcontact.release.embed import knows
from firstcontact_site import words
from firstcontact_site.config.frame import reader
from firstcontact_site.results import embed


def group_kinds() -> list[tuple[str, str]]:
    return [(kind, words.text(f"results_kind_{kind}")) for kind in ("region", "area", "organization", "practice")]


def release_choice() -> blocks.ChoiceBlock:
    """The release that a block keeps to; none follows the current one."""
    return blocks.ChoiceBlock(
        required=False,
        choices=embed.release_choices,
        label=words.lazy("results_block_release"),
        help_text=words.lazy("results_block_release_help"),
    )


class FromRelease(blocks.StructBlock):
    """What both blocks share: the release, and the words of the page that they stand in."""

    shows_results = True  # accounts.review: such a page goes live by a publisher and a second person

    def get_context(self, value, parent_context=None):
        found = super().get_context(value, parent_context=parent_context)
        language = words.language()
        found.setdefault("t", language.text)
        found.setdefault("lang", language)
        return found

    @staticmethod
    def _request(context: dict):
        return context.get("request")


class ResultBlock(FromRelease):
    """Number, interval in words, comparison word, small chart and table of one measure."""

    measure = blocks.ChoiceBlock(choices=embed.measure_choices, label=words.lazy("results_block_measure"))
    group_kind = blocks.ChoiceBlock(choices=group_kinds, default="region", label=words.lazy("results_block_group_kind"))
    group_id = blocks.CharBlock(
        required=False,
        max_length=200,
        label=words.lazy("results_block_group_id"),
        help_text=words.lazy("results_block_group_id_help"),
    )
    show_number = blocks.BooleanBlock(required=False, default=True, label=words.lazy("results_block_number"))
    show_chart = blocks.BooleanBlock(required=False, default=True, label=words.lazy("results_block_chart"))
    show_table = blocks.BooleanBlock(required=False, default=True, label=words.lazy("results_block_table"))
    release_id = release_choice()

    class Meta:
        template = "results/result_block.html"
        icon = "table"
        label = words.lazy("results_block")

    def clean(self, value):
        """The group must be in the release that the block speaks of."""
        found = super().clean(value)
        release = reader().release(found["release_id"]) if found["release_id"] else reader().current()
        if release and not knows(release, found["group_kind"], found["group_id"]):
            error = ValidationError(words.text("results_block_unknown_group", id=found["group_id"]))
            raise StructBlockValidationError(block_errors={"group_id": error})
        return found

    def get_context(self, value, parent_context=None):
        found = super().get_context(value, parent_context=parent_context)
        found["embedded"] = self._embedded(value, found) if value["measure"] else None  # none yet: a draft
        return found

    def _embedded(self, value, context: dict) -> embed.Embedded | None:
        return embed.result(
            self._request(context),
            value["measure"],
            value["group_kind"],
            value["group_id"] or "",
            context["lang"].code,
            value["release_id"] or "",
        )

    def get_searchable_content(self, value):
        """No result ever stands in a search result."""
        return []


class FindingBlock(FromRelease):
    """One of the sentences that stand on the home page of the results."""

    finding = blocks.ChoiceBlock(choices=embed.finding_choices, label=words.lazy("results_block_finding"))
    release_id = release_choice()

    class Meta:
        template = "results/finding_block.html"
        icon = "pick"
        label = words.lazy("results_block_finding")

    def get_context(self, value, parent_context=None):
        found = super().get_context(value, parent_context=parent_context)
        code = found["lang"].code
        found["finding"] = embed.finding(self._request(found), value["finding"], code, value["release_id"] or "")
        return found

    def get_searchable_content(self, value):
        return []
