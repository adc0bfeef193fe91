"""A level in words that can be shown to the public."""

WORDS = {3: "above the average of practices", 2: "not different from the average", 1: "below the average"}


def level_words(level: int, direction: str = "higher_is_better") -> str:
    """The words of level 1, 2 or 3; where lower is better 1 and 3 swap their words, the numbers stay."""
    return WORDS[4 - level if direction == "lower_is_better" else level]
