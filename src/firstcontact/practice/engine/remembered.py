"""A week in which nothing has moved costs nothing: the same objects give the same result."""

from collections.abc import Callable
from typing import Any


class Remembered:
    """The last result of a function, given again when it is asked for with the very same arguments.

    Arrays count as the same when they are the same object, so nothing that is passed may be changed in place. The
    function itself is not kept: a bound method would keep its arrays alive.
    """

    def __init__(self) -> None:
        self.arguments: tuple | None = None
        self.result: Any = None

    def of(self, function: Callable, *arguments: Any) -> Any:
        """`function(*arguments)`."""
        if self.arguments is None or not all(map(_same, arguments, self.arguments)):
            self.arguments, self.result = arguments, function(*arguments)
        return self.result


def _same(a: Any, b: Any) -> bool:
    return a is b or (isinstance(a, float | int) and isinstance(b, float | int) and a == b)
