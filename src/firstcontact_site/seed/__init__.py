"""Starting content of a new site."""
