"""Logs as JSON lines: what happened, where and when; never what somebody wrote, sent or is called."""

import json
import logging
import secrets
import traceback
from datetime import UTC, datetime

from django.http import HttpRequest

OWN = ("firstcontact", "firstcontact_site")
FACTS = ("job", "incident", "route", "method", "status", "milliseconds", "release", "number", "object")
FRAMES = 12


class JsonLines(logging.Formatter):
    """One object a line. Of other people's messages only the template is kept, of an exception its type and place:
    both may quote forms, addresses and tokens."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **_request_facts(getattr(record, "request", None), getattr(record, "status_code", None)),
            **{name: getattr(record, name) for name in FACTS if hasattr(record, name)},
            **_exception(record),
        }
        return json.dumps({k: v for k, v in said.items() if v is not None}, ensure_ascii=False, default=str)


def incident_of(request: HttpRequest) -> str:
    """The number that a reader may tell us; the same in the page and in the log."""
    if not hasattr(request, "incident"):
        request.incident = secrets.token_hex(4)
    return request.incident


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, because addresses can hold tokens."""
    match = getattr(request, "resolver_match", None)
    return (match.route or match.view_name or "/") if match else "(none)"


def configuration(level: str) -> dict:
    """Django's LOGGING: everything to standard error, where systemd and containers take it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "firstcontact_site.config.logs.JsonLines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
            "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
            **{name: {"handlers": ["lines"], "level": level, "propagate": False} for name in OWN},
        },
    }


def _event(record: logging.LogRecord) -> str | None:
    own = record.name.partition(".")[0] in OWN
    return str(record.msg) if own or record.args else None


def _request_facts(request: object, status: int | None) -> dict:
    if not isinstance(request, HttpRequest):
        return {}
    return {"route": route_of(request), "status": status, "incident": incident_of(request)}


def _exception(record: logging.LogRecord) -> dict:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, trace = record.exc_info
    places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)[-FRAMES:]]
    return {"exception": kind.__name__, "places": places}
