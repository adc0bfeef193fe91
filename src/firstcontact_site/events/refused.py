"""A step that the rules do not allow."""


class Refused(Exception):
    """`key` names the sentence for people in texts/events.csv."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
