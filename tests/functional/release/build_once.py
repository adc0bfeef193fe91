"""Build one release folder in a process of its own, with its own environment."""

import sys
from pathlib import Path

import pyarrow as pa

from firstcontact.release.build import build_tree
from firstcontact.release.manifest import write_manifest
from support.public_region import region_input

if __name__ == "__main__":
    folder, threads = Path(sys.argv[1]), int(sys.argv[2])
    pa.set_cpu_count(threads)
    folder.mkdir(parents=True)
    build_tree(region_input(only=("any_primary_care_visit", "panel_size", "gap"), practices=12), folder)
    write_manifest(folder, {})
