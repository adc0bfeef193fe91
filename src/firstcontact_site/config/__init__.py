"""Settings, addresses and the way from a request to a page."""
