"""The starting content: pages, menus and lists that a new coalition fills with its own words."""
