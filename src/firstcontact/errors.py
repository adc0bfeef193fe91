"""One form for everything that can go wrong: what, where, why it matters, what to do."""


class FirstContactError(Exception):
    """An error a person can act on. `str()` is the whole sentence; no person-level value may be in it.

    `exit_code`: 1 the data or a definition was refused, 2 wrong usage.
    """

    exit_code = 1


class UsageError(FirstContactError):
    """The command was called with words that do not fit."""

    exit_code = 2
