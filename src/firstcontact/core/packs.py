"""Definition packs: what counts as primary care spending, as data. Closed keys, checked lists.

A pack is packs/<id>/pack.yaml; the workspace adds definitions/packs/<id>/pack.yaml. Its list files are looked for
beside the pack, in definitions/codelists and among the built-in code lists.
"""

import hashlib
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import yaml
from pydantic import ValidationError

from firstcontact.core.pack_model import ListFile, Pack, used_lists
from firstcontact.core.reference import Reference, read_list_file
from firstcontact.errors import FirstContactError
from firstcontact.refusals import words
from firstcontact.workspace import Workspace

BOUNDS = ("narrow", "broad", "reference")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class PackFile:
    """A pack and where it was read; `rows` of its own list files, which are no built-in ones."""

    pack: Pack
    folder: Path
    own_rows: list[dict] = field(default_factory=list)


def load_packs(ws: Workspace) -> dict[str, PackFile]:
    """Every pack by id, built-in and of the workspace. Raises a sentence for the first thing that is wrong."""
    built_in = _read_folder(Path(str(resources.files("firstcontact") / "packs")), ws)
    own = _read_folder(ws.definitions / "packs", ws)
    for name, file in own.items():
        if name in built_in and file.pack.replaces != name:
            raise FirstContactError(
                f"definitions/packs/{name}: a pack with this id is shipped. Results of both would carry one name. "
                f"Choose another id, or write 'replaces: {name}' to take its place."
            )
    return {**built_in, **own}


def bound_packs(ws: Workspace, packs: dict[str, PackFile] | None = None) -> dict[str, Pack]:
    """The pack of each bound, as [packs] of firstcontact.toml names them."""
    packs = packs or load_packs(ws)
    chosen = {b: getattr(ws.config.packs, b) for b in BOUNDS}
    for bound, name in chosen.items():
        if name not in packs:
            raise FirstContactError(
                f"firstcontact.toml [packs] {bound}: there is no pack '{name}'. "
                f"Known packs: {', '.join(sorted(packs))}."
            )
        _refuse_unread(packs[name].pack)
    return {b: packs[name].pack for b, name in chosen.items()}


def _refuse_unread(pack: Pack) -> None:
    """A headline share by rules that are not applied would carry the pack's name wrongly."""
    doctors, diagnosis = pack.clinicians, pack.diagnosis_any
    unread = {
        f"amount: {pack.amount}": pack.amount != "spend_amount",
        "clinicians.position: attending": doctors and doctors.position == "attending",
        "clinicians.use_secondary_taxonomy": doctors and doctors.use_secondary_taxonomy,
        "diagnosis_any.positions beyond the first": diagnosis and diagnosis.positions != [1],
    }
    found = [rule for rule, is_asked in unread.items() if is_asked]
    if found and pack.status == "complete":
        raise FirstContactError(
            f"pack {pack.id}: {', '.join(found)}: a bound cannot apply that rule yet, and without it the share would "
            f"not be the pack's. Take it out and raise the version, or mark the pack partial."
        )


def add_pack_lists(reference: Reference, packs: dict[str, PackFile]) -> None:
    """Lists that lie beside a workspace's pack join the code lists."""
    for file in packs.values():
        reference.lists.extend(r for r in file.own_rows if r["list"] not in reference.names)


def _read_folder(folder: Path, ws: Workspace) -> dict[str, PackFile]:
    files = sorted(folder.glob("*/pack.yaml"))
    return {f.parent.name: _read_pack(f, ws) for f in files}


def _read_pack(file: Path, ws: Workspace) -> PackFile:
    name = file.parent.name
    try:
        pack = Pack(**yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER))
    except (yaml.YAMLError, TypeError) as e:
        raise FirstContactError(f"pack {name}: {file.name} cannot be read: {e}. Correct the file.") from None
    except ValidationError as e:
        raise FirstContactError(_sentence(name, e)) from None
    if pack.id != name:
        raise FirstContactError(f"pack {name}: id '{pack.id}' differs from the folder's name. Make them equal.")
    return PackFile(pack, file.parent, _check_lists(pack, file.parent, ws))


def _sentence(name: str, error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(p) for p in first["loc"])
    if first["type"] == "extra_forbidden":
        keys = ", ".join(sorted(Pack.model_fields))
        return f"pack {name}: unknown key '{where}'. A misspelt rule would be ignored in silence. Known keys: {keys}."
    return f"pack {name}: {where} {words(first, Pack)}. Correct definitions/packs/{name}/pack.yaml."


def _check_lists(pack: Pack, folder: Path, ws: Workspace) -> list[dict]:
    for name in sorted(used_lists(pack)):
        if name not in pack.lists:
            raise FirstContactError(
                f"pack {pack.id}: list {name} is used but not named under 'lists'. "
                f"Its completeness is not known. Add it."
            )
    own: list[dict] = []
    for name, entry in pack.lists.items():
        if pack.status == "complete" and (entry.completeness == "partial" or not entry.file):
            raise FirstContactError(
                f"pack {pack.id}: status is complete but list {name} is {entry.completeness}"
                f"{'' if entry.file else ' and has no file'}. Correct the list or mark the pack partial."
            )
        if entry.file:
            path = _find(pack, name, entry.file, folder, ws)
            _check_file(pack, name, entry, path)
            own += [r for r in read_list_file(path) if r["list"] == name] if path.parent == folder else []
    return own


def _find(pack: Pack, name: str, file: str, folder: Path, ws: Workspace) -> Path:
    shipped = Path(str(resources.files("firstcontact") / "codelists"))
    for place in (folder, ws.definitions / "codelists", shipped):
        if (place / file).exists():
            return place / file
    raise FirstContactError(
        f"pack {pack.id}: list {name}: there is no file '{file}' beside the pack, in definitions/codelists or "
        f"among the built-in lists. Add the file or correct its name."
    )


def _check_file(pack: Pack, name: str, entry: ListFile, path: Path) -> None:
    content = path.read_bytes()
    lines = [(n, line) for n, line in enumerate(content.decode("utf-8").splitlines(), 1) if line.startswith(f"{name},")]
    if not lines:
        raise FirstContactError(f"pack {pack.id}: list {name} not found in {path.name}. Correct the file or the name.")
    for number, line in lines:
        if not line.split(",")[1].strip():
            raise FirstContactError(
                f"pack {pack.id}: list {name} is marked {entry.completeness} but line {number} has an empty code. "
                f"Correct the list or mark the pack partial."
            )
    found = hashlib.sha256(content).hexdigest()
    if found != entry.sha256:
        raise FirstContactError(
            f"pack {pack.id}: list {name}: sha256 of {path.name} is {found}, the pack says {entry.sha256}. The list "
            f"changed after the pack was checked. Review it, then write the new sha256 and raise the version."
        )
