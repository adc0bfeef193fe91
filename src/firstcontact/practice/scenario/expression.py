"""Expressions in x that tie one number to a lever: numbers, x, + - * / and brackets. Parsed, never run as code."""

import re
from dataclasses import dataclass

import numpy as np

Value = float | np.ndarray
TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|(.))")


class ExpressionFault(ValueError):
    """What is wrong with the text."""


def value(text: str, x: Value) -> Value:
    """The number, or array, that the expression has at x. Raises ExpressionFault."""
    parser = _Parser(_tokens(text), x)
    result = parser.sum()
    if parser.position < len(parser.tokens):
        raise ExpressionFault(f"{parser.tokens[parser.position]!r} does not fit")
    return result


def fault(text: str) -> str | None:
    """What is wrong with the expression; None where nothing is."""
    try:
        value(text, 0.5)
    except (ExpressionFault, ZeroDivisionError) as e:
        return str(e)
    return None


def _tokens(text: str) -> list[str]:
    return [number or sign for number, sign in TOKEN.findall(text.rstrip())]


@dataclass
class _Parser:
    tokens: list[str]
    x: Value
    position: int = 0

    def next(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        self.position += 1
        return self.tokens[self.position - 1] if self.position <= len(self.tokens) else ""

    def sum(self) -> Value:
        result = self.product()
        while self.next() in ("+", "-"):
            result = result + self.product() if self.take() == "+" else result - self.product()
        return result

    def product(self) -> Value:
        result = self.factor()
        while self.next() in ("*", "/"):
            result = result * self.factor() if self.take() == "*" else result / self.factor()
        return result

    def factor(self) -> Value:
        token = self.take()
        if token == "-":
            return -self.factor()
        if token == "x":
            return self.x
        if token == "(":
            result = self.sum()
            if self.take() != ")":
                raise ExpressionFault("a bracket is not closed")
            return result
        if not token or not (token[0].isdigit() or token[0] == "."):
            raise ExpressionFault(f"{token!r} does not fit" if token else "it ends too early")
        return float(token)
