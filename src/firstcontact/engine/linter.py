"""Refuses SQL that could mean something else on another engine, or that does more than count.

The rules look at the syntax tree, never at the text. Each returns sentences: what is wrong and what to write instead.
"""

import difflib
import re
from collections.abc import Iterable, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import OptimizeError, ParseError
from sqlglot.optimizer.qualify import qualify

from firstcontact.core.packs import add_pack_lists, bound_packs, load_packs
from firstcontact.core.reference import load_reference
from firstcontact.engine.definition import BaseMeasure
from firstcontact.engine.definitions import Definition, catalogue
from firstcontact.engine.lintrules import RULES
from firstcontact.engine.schema import FREE_TABLES, schema
from firstcontact.errors import FirstContactError
from firstcontact.workspace import Workspace

TABLES_OF_CODES = {"ed_weights"}  # a list of codes that is a table of its own
TEMPLATE = re.compile(r"\{\{|\{%|\$\{?\w|(?<![<>=!:\w]):\w+\b(?!:)|\?")


def lint(ws: Workspace | None = None) -> list[str]:
    """Problems of all definitions, one sentence each; empty when every definition is sound."""
    try:
        definitions = catalogue(ws)
        known = known_lists(ws) if ws else None
    except FirstContactError as e:
        return str(e).splitlines()
    ids = {full for d in definitions for full in d.variants} | {d.id for d in definitions}
    found = [problem for d in definitions for problem in lint_definition(d, ids)]
    return found + ([problem for d in definitions for problem in unknown_lists(d, known)] if known else [])


def known_lists(ws: Workspace) -> set[str]:
    """Names of all code lists. Raises a sentence for the first own list, parameter or pack that is wrong."""
    reference, packs = load_reference(ws), load_packs(ws)
    bound_packs(ws, packs)
    add_pack_lists(reference, packs)
    return reference.names


def unknown_lists(definition: Definition, known: set[str]) -> list[str]:
    """An unknown list would match no code, and the measure would count nobody in silence."""
    meta, known = definition.meta, known | TABLES_OF_CODES
    named = meta.codelists if isinstance(meta, BaseMeasure) else []
    return [
        f"{definition.where}: codelists: there is no code list '{name}'{nearest(name, known)}. "
        "Add it as a CSV in definitions/codelists, or correct the name."
        for name in named
        if name not in known
    ]


def nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), 1)
    return f"; the nearest is {near[0]}" if near else ""


def lint_definition(definition: Definition, known_ids: set[str]) -> list[str]:
    """Problems of one definition."""
    meta = definition.meta
    if isinstance(meta, BaseMeasure):
        return [f"{definition.sql_where}: {p}" for p in lint_sql(definition.sql or "", meta)]
    missing = [base for base in meta.over if base not in known_ids]
    return [
        f"{definition.where}: over: there is no measure '{base}'. Name a measure of the catalogue." for base in missing
    ]


def lint_sql(sql: str, meta: BaseMeasure) -> list[str]:
    """Problems of one SQL text, each with its line where the tree knows it."""
    bare = re.sub(r"--[^\n]*|'(?:[^']|'')*'", "", sql)
    if TEMPLATE.search(bare):
        return ["holds templating or a placeholder. Read values from the tables parameter and variant."]
    try:
        trees = [t for t in sqlglot.parse(sql, read="duckdb") if t is not None]
    except ParseError as e:
        first = e.errors[0]
        return [f"line {first['line']}: {first['description']}. Correct the SQL there."]
    if len(trees) != 1 or not isinstance(trees[0], exp.Select | exp.Union):
        return ["is not one SELECT (or SELECTs joined by UNION ALL). Keep exactly one statement."]
    tree = trees[0]
    found = [problem for rule in RULES for problem in rule(tree)]
    return found + list(_tables(tree, meta)) + list(_names(tree, meta)) + (list(_columns(tree)) if not found else [])


def _tables(tree: exp.Expression, meta: BaseMeasure) -> Iterator[str]:
    read = {t.name for t in tree.find_all(exp.Table)}
    for name in sorted(read - schema().keys()):
        yield (
            f"reads {name or 'a function'}, which is not a core table{nearest(name, schema())}. Core tables: "
            f"{', '.join(sorted(schema().keys() - {'variant'}))}."
        )
    for name in sorted((read & schema().keys()) - set(meta.reads) - FREE_TABLES):
        yield f"reads {name}, but reads: names {', '.join(meta.reads) or 'nothing'}. Add it to reads:."
    for name in sorted(set(meta.reads) - read - FREE_TABLES):
        yield f"never reads {name}, which reads: names. Remove it from reads:."


def _names(tree: exp.Expression, meta: BaseMeasure) -> Iterator[str]:
    """Parameters, variant values and code lists that the SQL names must stand in the YAML."""
    declared = {
        "parameter": ("name", set(meta.parameters), "parameters"),
        "variant": ("name", set(meta.variants[0].values) if meta.variants else set(), "variants"),
        "codelist": ("list", set(meta.codelists), "codelists"),
    }
    for select in tree.find_all(exp.Select):
        source = select.args.get("from_") or select.args.get("from")
        table = source.this.name if source and isinstance(source.this, exp.Table) else ""
        if table in declared:
            column, known, key = declared[table]
            for name in sorted(_literals(select, column) - known):
                yield f"reads {table} '{name}', which {key}: of the YAML does not name. Add it there."


def _literals(select: exp.Select, column: str) -> set[str]:
    where = select.args.get("where")
    if not where:
        return set()
    pairs = [(e.left, e.right) for e in where.find_all(exp.EQ)] + [(e.right, e.left) for e in where.find_all(exp.EQ)]
    return {b.name for a, b in pairs if isinstance(a, exp.Column) and a.name == column and isinstance(b, exp.Literal)}


def _columns(tree: exp.Expression) -> Iterator[str]:
    try:
        qualify(tree.copy(), schema=schema(), dialect="duckdb", quote_identifiers=False, identify=False)
    except OptimizeError as e:
        text = str(e).splitlines()[0].rstrip(".")
        wrong = re.search(r"(?:Unknown column: |Column ')(?:\w+\.)?(\w+)", text)
        yield f"{_with_line(tree, text, wrong)}{_columns_hint(tree, wrong)}"


def _with_line(tree: exp.Expression, text: str, wrong: re.Match | None) -> str:
    """The sentence with the line, where the error names it or only one place has the column."""
    if not wrong:
        return text
    told = re.search(r"Line: (\d+)", text)
    lines = {c.this.meta.get("line") for c in tree.find_all(exp.Column) if c.name == wrong[1]} - {None}
    line = told[1] if told else lines.pop() if len(lines) == 1 else None
    return f"{f'line {line}: ' if line else ''}there is no column '{wrong[1]}' in the tables of that SELECT"


def _columns_hint(tree: exp.Expression, wrong: re.Match | None) -> str:
    """The nearest column, and where the columns of the tables can be read."""
    tables = sorted(({t.name for t in tree.find_all(exp.Table)} & schema().keys()) - FREE_TABLES)
    columns = {c for t in tables for c in schema()[t]} - {wrong[1] if wrong else ""}
    shows = " and ".join(f"'firstcontact core show {t}'" for t in tables[:3])
    return f"{nearest(wrong[1], columns) if wrong else ''}. {shows} print{'' if len(tables) > 1 else 's'} the columns."
