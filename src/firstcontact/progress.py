"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


class Reporter:
    """Receives steps of long work. `step(name, total)` is a context that yields `advance(n)`."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.console = Console(stderr=True)
        self.timings: dict[str, float] = {}

    def say(self, text: str) -> None:
        if not self.quiet:
            print(text, file=sys.stderr, flush=True)

    @contextmanager
    def step(self, name: str, total: int = 1) -> Iterator:
        """Report one step; its wall seconds are added to `timings[name]`."""
        started = time.perf_counter()
        try:
            if self.quiet or not self.console.is_terminal:
                yield lambda n=1: None
            else:
                with self._bar() as bar:
                    task = bar.add_task(name, total=total)
                    yield lambda n=1: bar.advance(task, n)
        finally:
            seconds = time.perf_counter() - started
            self.timings[name] = self.timings.get(name, 0.0) + seconds
            if not self.quiet and not self.console.is_terminal:
                print(f"{name}: {seconds:.1f} s", file=sys.stderr, flush=True)

    def _bar(self) -> Progress:
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        return Progress(*columns, console=self.console)


QUIET = Reporter(quiet=True)
