"""The release inside the site: blocks, findings, search, compare."""
