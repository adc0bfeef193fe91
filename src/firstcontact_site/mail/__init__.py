"""Mail that leaves the site: outbox, signed links, headers."""
