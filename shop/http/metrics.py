"""Figures for Prometheus, on a port of their own that only this machine can reach."""

import time
from functools import cache

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram, start_http_server

LOOPBACK = "127.0.0.1"
_FAMILIES = (("/api/", "api"), ("/static/", "static"), ("/health/", "health"), ("/schema/", "api"))
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

ANSWERS = Counter("shop_http_answers", "Answers by kind of address", ["family", "method", "status"])
TIME = Histogram("shop_http_seconds", "Time to the first byte of an answer", ["family"], buckets=_SECONDS)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = structlog.get_logger("shop.metrics")


class Metered:
    """Counts the answers of `app`. Labels come from a fixed set: no visitor can make new ones."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        family, begun = family_of(scope["path"]), time.perf_counter()
        method = scope["method"] if scope["method"] in _METHODS else "other"

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                _time_of(family).observe(time.perf_counter() - begun)
                _answers_of(family, method, message["status"]).inc()
            await send(message)

        await self._app(scope, receive, send_counted)


@cache
def _time_of(family: str) -> Histogram:
    """The labelled figure, found once: looking labels up costs more than counting."""
    return TIME.labels(family)


@cache
def _answers_of(family: str, method: str, status: int) -> Counter:
    return ANSWERS.labels(family, method, status)


def family_of(path: str) -> str:
    """The family an address belongs to."""
    return next((family for prefix, family in _FAMILIES if path.startswith(prefix)), "page")


def serve_figures(port: int) -> None:
    """Answer GET /metrics on 127.0.0.1:`port`, in a thread. A taken port is said and costs the figures only."""
    try:
        start_http_server(port, addr=LOOPBACK)
    except OSError as error:
        _log.warning("no figures: the port is taken", port=port, error=str(error))
