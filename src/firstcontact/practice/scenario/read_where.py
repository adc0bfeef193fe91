"""Reads the filter of an entry: setting, size_class, region, specialty, practice_id."""

from firstcontact.practice.names import SETTINGS, SIZE_CLASSES, SPECIALTIES
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.where import EVERYWHERE, KEYS, Where

CLOSED = {"setting": SETTINGS, "size_class": SIZE_CLASSES, "specialty": SPECIALTIES}


def read_where(entry: Node, key: str = "where") -> Where:
    if not entry.has(key):
        return EVERYWHERE
    node = entry.child(key)
    node.allow(*KEYS)
    return Where({k: node.texts(k, CLOSED.get(k, ())) for k in KEYS if node.has(k)})
