"""One form for everything that a scenario, a population or a fee file can have wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from firstcontact.errors import FirstContactError


@dataclass(frozen=True)
class Problem:
    """One finding: `PM0nn FILE:LINE PATH: what is wrong. How to mend it.`

    `path` is the YAML path, or the column of a CSV. Problems without a file leave `file` empty.
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        place = f" {self.file}:{self.line}" if self.file else ""
        path = f" {self.path}" if self.path else ""
        return f"{self.code}{place}{path}: {self.message}"


class PracticeError(FirstContactError):
    """Something of the practice model was refused. `problems` holds every finding once, by place."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        found = [problems] if isinstance(problems, Problem) else list(problems)
        self.problems = sorted(set(found), key=lambda p: (p.file, p.line, p.path, p.code, p.message))
        super().__init__("\n".join(str(p) for p in self.problems))


class ScenarioError(PracticeError):
    """A scenario, its population or its parameters were refused."""


def refuse(code: str, message: str, path: str = "") -> PracticeError:
    """An error about something that stands in no file, such as an argument of a call."""
    return PracticeError(Problem(code, message, path=path))
