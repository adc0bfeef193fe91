"""No more than so many requests of one sender: counted in the database, because processes share no memory."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver
from django.utils import timezone

from firstcontact_site import words
from firstcontact_site.config.models import Count
from firstcontact_site.config.problems import said

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
UPSERT = """INSERT INTO config_count (key, number, until) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET number = config_count.number + 1 RETURNING key, number"""


@dataclass(frozen=True)
class Rate:
    """`number` requests within `seconds`, counted in fixed windows."""

    number: int
    seconds: int

    @classmethod
    def of(cls, text: str) -> "Rate":
        number, _, unit = text.partition("/")
        return cls(int(number), SECONDS[unit])


@dataclass(frozen=True)
class Window:
    """The count of one sender for one rate, until `end` (seconds since 1970)."""

    key: str
    rate: Rate
    end: int


def limited(name: str, *rates: str, methods: Sequence[str] = ("POST",)) -> Callable:
    """View decorator: `@limited("form", "5/h", "20/d")`. Only `methods` count; search says `methods=("GET",)`."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            refused = over_limit(request, name, *rates, methods=methods)
            try:
                return refused or view(request, *args, **kwargs)
            except Http404:
                return not_found(request)

        return guarded

    return decorate


def not_found(request: HttpRequest) -> HttpResponse:
    """After a request was counted: `Http404` would take the count back with everything else of its transaction."""
    return get_resolver().resolve_error_handler(404)(request, Http404())


def over_limit(request: HttpRequest, name: str, *rates: str, methods: Sequence[str] = ("POST",)) -> HttpResponse | None:
    """The answer 429 when the sender has used up a rate, else None. For page types, whose `serve` is no view."""
    if request.method not in methods:
        return None
    now = timezone.now().timestamp()
    windows = [_window(name, address(request), Rate.of(rate), now) for rate in rates]
    numbers = _count(windows)
    waits = [w.end - now for w in windows if numbers.get(w.key, 0) > w.rate.number]
    return too_many(request, ceil(max(waits))) if waits else None


def address(request: HttpRequest) -> str:
    """The sender: of the one header that our proxy sets, else of the connection. A network of 2^64 is one sender."""
    header = settings.ENVIRONMENT.trusted_proxy_header
    text = request.META.get(header or "REMOTE_ADDR", "").strip()
    try:
        found = ip_address(text)
    except ValueError:
        return "unknown"
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def _window(name: str, sender: str, rate: Rate, now: float) -> Window:
    end = (int(now) // rate.seconds + 1) * rate.seconds
    text = f"{name}|{sender}|{rate.number}/{rate.seconds}|{end}"
    return Window(hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest(), rate, end)


def _count(windows: Sequence[Window]) -> dict[str, int]:
    """Requests in each window, this one among them. Without a database nothing is counted and nothing refused."""
    ordered = sorted(windows, key=lambda w: w.key)  # the same order for all, so that none waits for another in a circle
    values = [part for w in ordered for part in (w.key, datetime.fromtimestamp(w.end, UTC))]
    statement = UPSERT.format(rows=", ".join(["(%s, 1, %s)"] * len(ordered)))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return dict(cursor.fetchall())
    except DatabaseError:
        return {}


def forget_counts() -> int:
    """Remove counts whose window is over."""
    return Count.objects.filter(until__lt=timezone.now()).delete()[0]


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    detail = words.language().plural("limit_text", ceil(wait / 60))
    answer = said(request, 429, words.text("limit_title"), detail)
    answer.headers["Retry-After"] = str(wait)
    return answer
