"""Newsletter, alerts, join and contact."""
