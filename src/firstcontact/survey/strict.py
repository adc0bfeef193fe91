"""Settings files of the surveys, read strictly: an unknown key or a wrong value is an error that names the line."""

import re
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from firstcontact.errors import FirstContactError
from firstcontact.located import RAW, Located, load

Closed = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)
Model = TypeVar("Model", bound=BaseModel)


def read_settings(path: Path, model: type[Model], raw: frozenset[str] = frozenset()) -> Model:
    """The settings of one YAML file as `model`; under the keys of `raw` every value is text as written.

    Raises FirstContactError: `<file> line <n>: <key>: ...`, one line for each finding.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise FirstContactError(f"{path} cannot be read. Name a file that exists.") from None
    except UnicodeDecodeError as e:
        raise FirstContactError(f"{path.name} is not UTF-8: byte {e.start}. Save it as UTF-8.") from None
    return parse(load(text, path.name, raw | {RAW}), path.name, model)


def parse(located: Located, where: str, model: type[Model]) -> Model:
    """The document as `model`; see `read_settings`."""
    if not isinstance(located.data, dict):
        raise FirstContactError(f"{where} line 1: a mapping of keys is needed, such as {_keys(model)}.")
    try:
        return model.model_validate(located.data)
    except ValidationError as e:
        raise FirstContactError("\n".join(_sentence(x, located, where, model) for x in e.errors())) from None


def _sentence(error: Any, located: Located, where: str, model: type[BaseModel]) -> str:
    path = tuple(p for p in error["loc"] if not (isinstance(p, str) and "[" in p))
    key = ".".join(map(str, path))
    prefix = f"{where} line {located.line(path)}: " + (f"{key}: " if key else "")
    match error["type"]:
        case "literal_error" | "enum":
            allowed = re.sub(r" or (?=')", ", ", error["ctx"]["expected"]).replace("'", "")
            return f"{prefix}'{error['input']}' is not one of {allowed}."
        case "extra_forbidden":
            return f"{prefix}is not a key here. Allowed keys: {_keys(_owner(model, path))}."
        case "missing":
            return f"{prefix}is missing. Add it."
        case "value_error":
            return f"{prefix}{error['ctx']['error']}."
        case _:
            return f"{prefix}'{error['input']}': {error['msg'].lower()}."


def _keys(model: type[BaseModel]) -> str:
    return ", ".join(f.alias or name for name, f in model.model_fields.items())


def _owner(model: type[BaseModel], path: tuple) -> type[BaseModel]:
    """The model in which the last key of the path stands."""
    for part in path[:-1]:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        model = (_model_of(field.annotation) if field else None) or model
    return model


def _model_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for m in map(_model_of, get_args(annotation)) if m), None)
