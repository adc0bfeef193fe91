"""Why an answer is missing: the same codes in every instrument.

Source: specs/surveys/README.md 2.
"""

from enum import IntEnum


class Missing(IntEnum):
    """In code an answer is missing or has a value, never a number that means missing."""

    SKIPPED_BY_LOGIC = -1
    NOT_REACHED = -2
    LEFT_BLANK = -3
    REMOVED_IN_CLEANING = -4
    NOT_IN_FORM = -5
    UNREADABLE_IMPORT = -6
    PREFER_NOT_TO_SAY = -7
    DOES_NOT_APPLY = -8
    DONT_KNOW = -9

    @property
    def chosen(self) -> bool:
        """The person marked an option that says so; it is an answer, but no substantive one."""
        return self <= Missing.PREFER_NOT_TO_SAY

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Missing.SKIPPED_BY_LOGIC: "(skipped by the form)",
    Missing.NOT_REACHED: "(not reached)",
    Missing.LEFT_BLANK: "(left blank)",
    Missing.REMOVED_IN_CLEANING: "(removed in cleaning)",
    Missing.NOT_IN_FORM: "(not in this form)",
    Missing.UNREADABLE_IMPORT: "(unreadable on import)",
    Missing.PREFER_NOT_TO_SAY: "(prefer not to say)",
    Missing.DOES_NOT_APPLY: "(does not apply)",
    Missing.DONT_KNOW: "(do not know)",
}
