"""Reads the conditions of XLSForm and REDCap, only in the forms that the native format has.

A condition is one list of clauses, all joined by `and` or all by `or`; a clause may be guarded against blanks
(`(n != '' and n < 5)`). Anything else is refused. Source: specs/surveys/instrument-format.md 8, 9.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
OPPOSITE = {"=": "!=", "!=": "="}


class NotRead(Exception):
    """The expression uses more than the forms that are read; `mixed` where and meets or."""

    def __init__(self, mixed: bool = False) -> None:
        super().__init__()
        self.mixed = mixed


@dataclass(frozen=True)
class Compare:
    """option: the mark of a checkbox field, as in REDCap's `[field(option)]`."""

    item: str
    op: str
    value: str | int
    option: str | None = None


@dataclass(frozen=True)
class Joined:
    """word: and, or."""

    word: str
    parts: tuple


@dataclass(frozen=True)
class Dialect:
    """token: a pattern with the groups field, option, text, number, op, word, sign."""

    token: re.Pattern[str]
    not_equal: str


XLSFORM = Dialect(
    re.compile(
        r"\s*(?:\$\{(?P<field>\w+)\}(?P<option>(?!))?|'(?P<text>[^']*)'|\"(?P<text2>[^\"]*)\""
        r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<op><=|>=|!=|=|<|>)|(?P<word>and|or|not|selected)\b|(?P<sign>[(),]))"
    ),
    "!=",
)
REDCAP = Dialect(
    re.compile(
        r"\s*(?:\[(?P<field>\w+)(?:\((?P<option>-?\w+)\))?\]|'(?P<text>[^']*)'|\"(?P<text2>[^\"]*)\""
        r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<op><=|>=|<>|!=|=|<|>)|(?P<word>and|or|AND|OR)\b|(?P<sign>[(),]))"
    ),
    "<>",
)


def parse_condition(text: str, dialect: Dialect) -> Json:
    """`{all: [...]}` or `{any: [...]}` of clauses. Raises NotRead."""
    parser = _Parser(_tokens(text, dialect))
    tree = parser.joined()
    if parser.ahead != ("end", ""):
        raise NotRead
    if isinstance(tree, Joined) and _order(tree) is None:
        clauses = [clause for part in _flat(tree) for clause in [_clause(part)]]
        return {"all" if tree.word == "and" else "any": clauses}
    return {"all": [_clause(tree)]}


def _tokens(text: str, dialect: Dialect) -> list[tuple[str, Any]]:
    found, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = dialect.token.match(text, position)
        if match is None:
            raise NotRead
        found.append(_token(match))
        position = match.end()
    return [*found, ("end", "")]


def _token(match: re.Match[str]) -> tuple[str, Any]:
    groups = match.groupdict()
    if groups["field"] is not None:
        return "field", (groups["field"], groups["option"])
    if groups["text"] is not None or groups["text2"] is not None:
        return "value", groups["text"] if groups["text"] is not None else groups["text2"]
    if groups["number"] is not None:
        return "value", int(groups["number"]) if "." not in groups["number"] else groups["number"]
    if groups["op"] is not None:
        return "op", groups["op"].replace("<>", "!=")
    return ("word", groups["word"].lower()) if groups["word"] else ("sign", groups["sign"])


class _Parser:
    def __init__(self, tokens: list[tuple[str, Any]]) -> None:
        self.tokens, self.position = tokens, 0

    @property
    def ahead(self) -> tuple[str, Any]:
        return self.tokens[self.position]

    def take(self, kind: str, value: Any = None) -> Any:
        found_kind, found = self.ahead
        if found_kind != kind or value not in (None, found):
            raise NotRead
        self.position += 1
        return found

    def joined(self) -> Any:
        parts, words = [self.part()], set()
        while self.ahead in (("word", "and"), ("word", "or")):
            words.add(self.take("word"))
            parts.append(self.part())
        if len(words) > 1:
            raise NotRead(mixed=True)
        return Joined(words.pop(), tuple(parts)) if words else parts[0]

    def part(self) -> Any:
        if self.ahead == ("sign", "("):
            return self.bracketed(self.joined)
        if self.ahead == ("word", "not"):
            self.take("word")
            return _negated(self.bracketed(self.joined))
        if self.ahead == ("word", "selected"):
            self.take("word")
            return self.bracketed(self.selected)
        item, option = self.take("field")
        return Compare(item, self.take("op"), self.take("value"), option)

    def bracketed(self, inner: Callable[[], Any]) -> Any:
        self.take("sign", "(")
        found = inner()
        self.take("sign", ")")
        return found

    def selected(self) -> Compare:
        item, _ = self.take("field")
        self.take("sign", ",")
        return Compare(item, "=", str(self.take("value")))


def _negated(part: Any) -> Compare:
    if not isinstance(part, Compare) or part.op not in OPPOSITE or part.value == "":
        raise NotRead
    return Compare(part.item, OPPOSITE[part.op], part.value, part.option)


def _flat(tree: Joined) -> list[Any]:
    """Parts of the same word are one list; parts of the other are refused, but for guarded comparisons."""
    flat: list[Any] = []
    for part in tree.parts:
        if not isinstance(part, Joined) or _order(part):
            flat.append(part)
        elif part.word == tree.word:
            flat += _flat(part)
        else:
            raise NotRead(mixed=True)
    return flat


def _order(tree: Joined) -> Compare | None:
    """The comparison in `n != '' and n < 5`, or None for anything else."""
    if tree.word != "and" or len(tree.parts) != 2:
        return None
    guard, compare = tree.parts
    if not (isinstance(guard, Compare) and isinstance(compare, Compare) and guard.item == compare.item):
        return None
    guards = guard.op == "!=" and guard.value == "" and compare.op in ("<", "<=", ">", ">=")
    return compare if guards else None


def _clause(part: Any) -> Json:
    compare = _order(part) if isinstance(part, Joined) else part
    if compare is None:
        raise NotRead(mixed=True)
    if compare.option is not None:
        return _mark(compare)
    if compare.value == "" and compare.op in OPPOSITE:
        return {"item": compare.item, "op": "exists", "value": compare.op == "!="}
    return {"item": compare.item, "op": compare.op, "value": compare.value}


def _mark(compare: Compare) -> Json:
    """`[m(x)] = '1'` is marked, `= '0'` and `<> '1'` are not."""
    if compare.op not in OPPOSITE or str(compare.value) not in ("0", "1"):
        raise NotRead
    marked = (compare.op == "=") == (str(compare.value) == "1")
    return {"item": compare.item, "op": "=" if marked else "!=", "value": compare.option}
