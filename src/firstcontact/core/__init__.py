"""The core room: numbered SQL steps from checked batches to the tables that measures read."""

from firstcontact.core.api import build_core, list_steps, open_store, show_step
from firstcontact.core.build import CoreStore
from firstcontact.core.packs import bound_packs, load_packs

__all__ = ["CoreStore", "bound_packs", "build_core", "list_steps", "load_packs", "open_store", "show_step"]
