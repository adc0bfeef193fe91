"""Search: names, places and measures of a release from memory; pages of the site from the database."""
