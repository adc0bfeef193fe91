"""What a measure's SQL may not do, as rules over the syntax tree: sentences that say what to write instead."""

from collections.abc import Callable, Iterator

from sqlglot import exp

OUTPUT = ["unit_id", "period", "numerator", "denominator"]

BANNED_FUNCTIONS = {
    "date_diff": "count months as year * 12 + month",
    "datediff": "count months as year * 12 + month",
    "date_sub": "count months as year * 12 + month",
    "datesub": "count months as year * 12 + month",
    "age": "compare year, month and day",
    "arg_max": "it treats NULL differently; use ROW_NUMBER with a full order",
    "arg_min": "it treats NULL differently; use ROW_NUMBER with a full order",
    "max_by": "it treats NULL differently; use ROW_NUMBER with a full order",
    "min_by": "it treats NULL differently; use ROW_NUMBER with a full order",
    "dayofweek": "engines number the days differently; use the flags of the core tables",
    "day_of_week": "engines number the days differently; use the flags of the core tables",
    "isodow": "engines number the days differently; use the flags of the core tables",
    "weekday": "engines number the days differently; use the flags of the core tables",
    "generate_series": "use the table calendar_month",
    "range": "use the table calendar_month",
    "unnest": "use the core tables",
    "quantile_cont": "engines interpolate differently",
    "quantile_disc": "engines choose differently",
    "percentile_cont": "engines interpolate differently",
    "percentile_disc": "engines choose differently",
    "quantile": "engines choose differently",
    "median": "engines interpolate differently",
    "hash": "engines hash differently",
    "random": "a measure gives the same result each time",
    "uuid": "a measure gives the same result each time",
    "now": "a measure never reads the clock",
    "current_date": "a measure never reads the clock",
    "current_timestamp": "a measure never reads the clock",
    "today": "a measure never reads the clock",
    "first": "it depends on the order of rows; use MIN or MAX",
    "last": "it depends on the order of rows; use MIN or MAX",
    "any_value": "it depends on the order of rows; use MIN or MAX",
    "list": "it depends on the order of rows",
    "array_agg": "it depends on the order of rows",
    "string_agg": "it depends on the order of rows",
    "group_concat": "it depends on the order of rows",
    "approx_count_distinct": "engines estimate differently",
    "read_csv": "a measure reads core tables only",
    "read_parquet": "a measure reads core tables only",
}


def branches(tree: exp.Expression) -> list[exp.Expression]:
    """The SELECTs of a UNION ALL in their order; a single SELECT is a list of one."""
    if isinstance(tree, exp.Union):
        return branches(tree.left) + branches(tree.right)
    return [tree.unnest()]


def _shape(tree: exp.Expression) -> Iterator[str]:
    for union in tree.find_all(exp.SetOperation):
        if not isinstance(union, exp.Union) or union.args.get("distinct"):
            yield "joins SELECTs by other means than UNION ALL. UNION drops equal rows; write UNION ALL."
    if tree.find(exp.With):
        yield "uses WITH. Write the query in FROM or JOIN, so that equal parts can be shared."
    for branch in branches(tree):
        names = branch.named_selects if isinstance(branch, exp.Select) else []
        if list(names) != OUTPUT:
            yield (
                f"returns {', '.join(names) or 'nothing'}. A measure returns exactly unit_id, period, numerator, "
                "denominator, in this order."
            )
        for key, word in (("order", "ORDER BY"), ("limit", "LIMIT"), ("distinct", "DISTINCT")):
            if branch.args.get(key):
                yield f"uses {word} in the outer SELECT. A measure only counts; remove it."
    if any(not isinstance(s.parent, exp.Count) for s in tree.find_all(exp.Star)):
        yield "uses *. Name the columns."


def _functions(tree: exp.Expression) -> Iterator[str]:
    for node in tree.walk():
        name = _function_name(node)
        if name in BANNED_FUNCTIONS:
            yield f"uses {name.upper()}: {BANNED_FUNCTIONS[name]}."
        if isinstance(node, exp.Columns):
            yield "uses COLUMNS(). Name the columns."
        if _part(node) in {"dow", "isodow", "dayofweek", "weekday", "week"}:
            yield (
                f"uses the {_part(node)} of a date: engines number days and weeks differently; use the flags of "
                "the core tables."
            )


def _function_name(node: exp.Expression) -> str:
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower()
    if isinstance(node, exp.Func):
        return _ALIASES.get(type(node), node.sql_name().lower())
    return ""


_ALIASES = {
    exp.DateDiff: "date_diff",
    exp.ArgMax: "arg_max",
    exp.ArgMin: "arg_min",
    exp.DayOfWeek: "dayofweek",
    exp.DayOfWeekIso: "isodow",
    exp.GenerateSeries: "generate_series",
    exp.Explode: "unnest",
    exp.PercentileCont: "percentile_cont",
    exp.PercentileDisc: "percentile_disc",
    exp.Rand: "random",
    exp.Quantile: "quantile",
    exp.CurrentDate: "current_date",
    exp.CurrentTimestamp: "current_timestamp",
    exp.AnyValue: "any_value",
    exp.ArrayAgg: "array_agg",
    exp.GroupConcat: "string_agg",
    exp.Hll: "approx_count_distinct",
}


def _part(node: exp.Expression) -> str:
    """The part of a date that the node takes, such as dow; empty for other nodes."""
    if isinstance(node, exp.Extract | exp.TimestampTrunc):
        part = node.args.get("unit") or node.this
        return part.name.lower()
    if isinstance(node, exp.Anonymous) and str(node.this).lower() in ("date_part", "datepart", "date_trunc"):
        return node.expressions[0].name.lower()
    return ""


def _divisions(tree: exp.Expression) -> Iterator[str]:
    for division in tree.find_all(exp.Div):
        left, right = division.left.unnest(), division.right.unnest()
        number = isinstance(right, exp.Literal) and float(right.name) != 0
        if not _is_double(left):
            yield (
                f"divides without CAST(.. AS DOUBLE): {division.sql('duckdb')}. Engines divide whole numbers "
                "differently."
            )
        if not number and not isinstance(right, exp.Nullif):
            yield f"divides without NULLIF: {division.sql('duckdb')}. Write / NULLIF(x, 0)."


def _is_double(node: exp.Expression) -> bool:
    return isinstance(node, exp.Cast) and node.to.is_type(exp.DataType.Type.DOUBLE)


def _averages(tree: exp.Expression) -> Iterator[str]:
    for average in tree.find_all(exp.Avg):
        yield (
            f"uses {average.sql('duckdb')}: engines round the mean of a DECIMAL differently. Return sum and "
            "count; the engine divides."
        )


def _intervals(tree: exp.Expression) -> Iterator[str]:
    for interval in tree.find_all(exp.Interval):
        sums = interval.find_ancestor(exp.Add, exp.Sub)
        cast = sums.find_ancestor(exp.Cast) if sums else None
        if sums and not (cast and cast.to.is_type(exp.DataType.Type.DATE)):
            yield f"adds an interval without a cast back: {sums.sql('duckdb')}. Write CAST(date + INTERVAL .. AS DATE)."


def _joins(tree: exp.Expression) -> Iterator[str]:
    for join in tree.find_all(exp.Join):
        if (join.method or "").upper() == "ASOF":
            yield "uses an ASOF join. Join on a key."
        if isinstance(join.this, exp.Table) and join.this.name == "codelist":
            yield (
                "joins codelist: a code that is listed twice would count twice. Write x IN (SELECT code FROM "
                "codelist WHERE list = ..)."
            )
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, exp.RowNumber) and not window.args.get("order"):
            yield "uses ROW_NUMBER without ORDER BY. Order by columns that leave no tie."


RULES: tuple[Callable[[exp.Expression], Iterator[str]], ...] = (
    _shape,
    _functions,
    _divisions,
    _averages,
    _intervals,
    _joins,
)
