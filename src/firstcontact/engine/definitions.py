"""All definitions: built in, and those of a workspace, which add to them or take the place of one with the same id."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import resources
from pathlib import Path

from firstcontact.engine.definition import BaseMeasure, DerivedMeasure, Measure, parse
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.located import load
from firstcontact.workspace import Workspace

BUILT_IN = resources.files("firstcontact") / "measures"


@dataclass(frozen=True)
class Definition:
    """One measure: its YAML as a model, its SQL text (None for a derived measure), and where it stands."""

    meta: Measure
    sql: str | None
    where: str
    folder: Path
    built_in: bool

    @property
    def id(self) -> str:
        return self.meta.id

    @property
    def title(self) -> str:
        return self.meta.title

    @property
    def domain(self) -> str:
        return self.meta.domain

    @property
    def status(self) -> str:
        return self.meta.status

    @property
    def review_by(self) -> date:
        return self.meta.review_by

    @property
    def derived(self) -> bool:
        return isinstance(self.meta, DerivedMeasure)

    @property
    def sql_where(self) -> str:
        return self.where.removesuffix(".yaml") + ".sql"

    @cached_property
    def variants(self) -> dict[str, dict[str, str]]:
        """Full result id -> values of its variant (empty without variants)."""
        meta = self.meta
        return {f"{meta.id}.{v.id}": dict(v.values) for v in meta.variants} or {meta.id: {}}


def catalogue(ws: Workspace | None = None) -> list[Definition]:
    """Every definition, in the order of domain and id. Raises FirstContactError with all problems of the YAML files."""
    found: dict[str, Definition] = {}
    problems: list[str] = []
    for folder, where, built_in in _folders(ws):
        for path in sorted(folder.glob("*/*.yaml")):
            try:
                definition = read(path, f"{where}/{path.parent.name}/{path.name}", built_in)
                _check_replaces(definition, found.get(definition.id))
                found[definition.id] = definition
            except FirstContactError as e:
                problems.append(str(e))
    if problems:
        raise FirstContactError("\n".join(problems))
    return sorted(found.values(), key=lambda d: (d.domain, d.id))


def _folders(ws: Workspace | None) -> Iterator[tuple[Path, str, bool]]:
    yield Path(str(BUILT_IN)), "measures", True
    if ws is not None:
        yield ws.definitions / "measures", "definitions/measures", False


def read(path: Path, where: str, built_in: bool = False) -> Definition:
    """One definition from its YAML and, unless it is derived, the SQL beside it."""
    located = load(path.read_text(encoding="utf-8"), where)
    meta = parse(located, where)
    _check_place(meta, path, where, located.line(("id",)), located.line(("domain",)))
    sql_path = path.with_suffix(".sql")
    if isinstance(meta, DerivedMeasure):
        if sql_path.exists():
            raise FirstContactError(f"{where}: a derived measure has no SQL. Remove {sql_path.name}, or the key over.")
        return Definition(meta, None, where, path.parent, built_in)
    if not sql_path.exists():
        raise FirstContactError(
            f"{where}: there is no {sql_path.name} beside it. A base measure is a YAML file and a SQL file."
        )
    return Definition(meta, sql_path.read_text(encoding="utf-8"), where, path.parent, built_in)


def _check_place(meta: Measure, path: Path, where: str, id_line: int, domain_line: int) -> None:
    if meta.id != path.stem:
        raise FirstContactError(
            f"{where} line {id_line}: id: '{meta.id}' is not the file's name '{path.stem}'. Make them equal."
        )
    if meta.domain != path.parent.name:
        raise FirstContactError(
            f"{where} line {domain_line}: domain: '{meta.domain}' is not the folder '{path.parent.name}'. "
            "Make them equal."
        )


def _check_replaces(own: Definition, known: Definition | None) -> None:
    """A measure of the workspace takes the place of a built-in one only where it says so."""
    if own.built_in:
        return
    if known is None and own.meta.replaces is not None:
        raise FirstContactError(f"{own.where}: replaces: there is no built-in measure '{own.id}'. Remove the key.")
    if known is not None and not known.built_in:
        raise FirstContactError(f"{own.where}: {known.where} has the id '{own.id}' too. Choose another id.")
    if known is not None and own.meta.replaces != own.id:
        raise FirstContactError(
            f"{own.where}: a measure with the id '{own.id}' is built in. Results of both would carry one name. "
            f"Choose another id, or write 'replaces: {own.id}' to take its place."
        )


def find(definitions: list[Definition], measure_id: str) -> Definition:
    """The definition of an id or of a full result id such as visit_volume.all."""
    for d in definitions:
        if measure_id == d.id or measure_id in d.variants or measure_id.split(".")[0] == d.id:
            return d
    raise UsageError(
        f"There is no measure '{measure_id}'. 'firstcontact measures list' prints all of "
        f"them.{_nearest(definitions, measure_id)}"
    )


def _nearest(definitions: list[Definition], measure_id: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(measure_id, [d.id for d in definitions], n=1)
    return f" The nearest name is {near[0]}." if near else ""


def due(ws: Workspace | None, today: date) -> list[Definition]:
    """Definitions whose review date has passed."""
    return [d for d in catalogue(ws) if d.review_by < today]


def base_measures(definitions: list[Definition]) -> list[Definition]:
    return [d for d in definitions if isinstance(d.meta, BaseMeasure)]
