"""map() that works ahead of its caller, by a bounded number of items."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


def ahead(work: Callable[[Any], Any], items: Iterable[Any], workers: int = 1) -> Iterator[Any]:
    """Results in the order of the items; few are waiting at once, because they are large."""
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
