"""Staff accounts, roles, second factor, audit log."""
