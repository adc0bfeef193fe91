"""Reads the contract: one YAML per table beside this file."""

import hashlib
import re
from functools import cache
from importlib import resources

import yaml
from pydantic import ValidationError

from firstcontact.contract.model import Table
from firstcontact.errors import FirstContactError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
RANGE = re.compile(r"^(.*_)(\d+)\.\.(\d+)$")


@cache
def load_contract() -> dict[str, Table]:
    """All tables by name, sorted. A YAML that does not fit the closed model is an error that names file and key."""
    return {name: parse_table(name, text) for name, text in sorted(_texts().items())}


@cache
def input_tables() -> dict[str, Table]:
    """The tables a source may hold as files; the manifest is not one of them."""
    return {name: table for name, table in load_contract().items() if name != "manifest"}


@cache
def contract_digest() -> str:
    """Changes when any table of the contract changes: then the same file has to be read again."""
    joined = "\n".join(text for _, text in sorted(_texts().items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def parse_table(name: str, text: str) -> Table:
    try:
        raw = yaml.load(text, Loader=LOADER)
        raw["columns"] = dict(_expand_columns(raw["columns"]))
        raw["checks"] = [c for check in raw.get("checks", []) for c in _expand_check(check)]
        return Table(**raw)
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(str(p) for p in first["loc"])
        raise FirstContactError(f"contract/{name}.yaml: {where}: {first['input']!r}: {first['msg']}.") from None


def _texts() -> dict[str, str]:
    folder = resources.files("firstcontact.contract")
    files = [f for f in folder.iterdir() if f.name.endswith(".yaml")]
    return {f.name.removesuffix(".yaml"): f.read_text(encoding="utf-8") for f in files}


def _expand_columns(columns: dict[str, dict]):
    """`procedure_code_1..25` stands for 25 columns of one description."""
    for name, body in columns.items():
        match = RANGE.match(name)
        if match is None:
            yield name, {"name": name, **body}
            continue
        stem, first, last = match.groups()
        for n in range(int(first), int(last) + 1):
            yield f"{stem}{n}", {"name": f"{stem}{n}", **body}


def _expand_check(check: dict):
    repeat = check.pop("repeat", 0)
    for n in range(1, repeat + 1) or [0]:
        yield {key: _fill(value, n) for key, value in check.items()}


def _fill(value: object, n: int) -> object:
    if isinstance(value, list):
        return [_fill(v, n) for v in value]
    return value.replace("{n}", str(n)) if isinstance(value, str) and n else value
