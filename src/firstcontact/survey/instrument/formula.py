"""The small formula language of derived measures: a parser that knows its few forms and nothing else.

expression := comparison [`if` comparison `else` expression]
comparison := sum [(`=` `!=` `<` `<=` `>` `>=`) sum]
sum        := term {(`+` `-`) term}          term := factor {(`*` `/`) factor}
factor     := [`-`] (number | item | `(` expression `)` | `any of` item `in` `(` code {`,` code} `)`)

Source: specs/surveys/instrument-format.md 2.10.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firstcontact.errors import FirstContactError

COMPARISONS = ("=", "!=", "<=", ">=", "<", ">")
DEEPEST = 50  # opening brackets and signs
LONGEST = 400  # words and signs
WORDS = frozenset({"if", "else", "any", "of", "in"})
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(!=|<=|>=|[-+*/()=<>,]))")


@dataclass(frozen=True)
class Constant:
    value: float


@dataclass(frozen=True)
class Name:
    """The number of an item."""

    item: str


@dataclass(frozen=True)
class AnyOf:
    """1 where at least one of the codes of a multi item is marked, else 0."""

    item: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Operation:
    """op: + - * / or a comparison, which gives 1 or 0."""

    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Choice:
    """`when_true if test else when_false`."""

    test: "Node"
    when_true: "Node"
    when_false: "Node"


Node = Constant | Name | AnyOf | Operation | Choice


def parse(text: str) -> Node:
    """The tree of a formula. Raises FirstContactError that quotes what could not be read."""
    tokens = _tokens(text)
    if len(tokens) > LONGEST or tokens.count("(") + tokens.count("-") > DEEPEST:
        raise FirstContactError(f"the formula '{text[:40]}…' is too long. Split it into several measures.")
    parser = _Parser(tokens, text)
    node = parser.expression()
    parser.expect("")
    return node


def leaves(node: Node) -> Iterator[Name | AnyOf]:
    """The items that the formula names, with repetitions."""
    if isinstance(node, Name | AnyOf):
        yield node
    elif isinstance(node, Operation):
        yield from (*leaves(node.left), *leaves(node.right))
    elif isinstance(node, Choice):
        yield from (*leaves(node.test), *leaves(node.when_true), *leaves(node.when_false))


def _tokens(text: str) -> list[str]:
    found, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = TOKEN.match(text, position)
        if match is None:
            raise FirstContactError(f"'{text[position:].strip()[:12]}' cannot be read in the formula '{text}'.")
        found.append(match.group().strip())
        position = match.end()
    return [*found, ""]


class _Parser:
    def __init__(self, tokens: list[str], text: str) -> None:
        self.tokens, self.text, self.position = tokens, text, 0

    @property
    def ahead(self) -> str:
        return self.tokens[self.position]

    def take(self) -> str:
        self.position += 1
        return self.tokens[self.position - 1]

    def expect(self, token: str) -> None:
        if self.ahead != token:
            wanted = f"'{token}'" if token else "the end"
            found = f"'{self.ahead}'" if self.ahead else "the end"
            raise FirstContactError(f"{wanted} is expected, but {found} stands in the formula '{self.text}'.")
        if token:
            self.take()

    def expression(self) -> Node:
        value = self.comparison()
        if self.ahead != "if":
            return value
        self.take()
        test = self.comparison()
        self.expect("else")
        return Choice(test, value, self.expression())

    def comparison(self) -> Node:
        left = self.chain(self.term, "+-")
        if self.ahead in COMPARISONS:
            return Operation(self.take(), left, self.chain(self.term, "+-"))
        return left

    def term(self) -> Node:
        return self.chain(self.factor, "*/")

    def chain(self, part, operators: str) -> Node:
        node = part()
        while self.ahead and self.ahead in operators:
            node = Operation(self.take(), node, part())
        return node

    def factor(self) -> Node:
        token = self.take()
        if token == "-":
            return Operation("-", Constant(0.0), self.factor())
        if token == "(":
            node = self.expression()
            self.expect(")")
            return node
        if token == "any":
            return self.any_of()
        if token[:1].isdigit():
            return Constant(float(token))
        return Name(self.named(token))

    def any_of(self) -> Node:
        self.expect("of")
        item = self.named(self.take())
        self.expect("in")
        self.expect("(")
        codes = [self.code()]
        while self.ahead == ",":
            self.take()
            codes.append(self.code())
        self.expect(")")
        return AnyOf(item, tuple(codes))

    def code(self) -> str:
        sign = self.take() if self.ahead == "-" else ""
        token = self.take()
        if not re.fullmatch(r"\w+", token):
            raise FirstContactError(f"'{token}' is no option code in the formula '{self.text}'.")
        return sign + token

    def named(self, token: str) -> str:
        if token in WORDS or not re.fullmatch(r"[A-Za-z_]\w*", token):
            found = f"'{token}'" if token else "the end"
            raise FirstContactError(f"an item or a number is expected, but {found} stands in '{self.text}'.")
        return token
