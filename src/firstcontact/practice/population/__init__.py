"""The practices of a run: from files, from tables of the core, or generated from published distributions."""
