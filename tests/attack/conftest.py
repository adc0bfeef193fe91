"""Attacks share the workspace of the site's tests: support/site.py."""

from support.site import *  # noqa: F403  fixtures
from support.site import _audit_log_can_be_emptied, _plain_static_files, _roots

__all__ = ["_audit_log_can_be_emptied", "_plain_static_files", "_roots"]
