"""The orders of this browser: their tokens live in one cookie, so that addresses stay clean."""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from shop.http.cookies import host_cookie

ORDERS_COOKIE = "__Host-orders"
KEPT = 10  # the newest orders of a browser; older ones are reached by their link or by signing in
DAYS = 90
BETWEEN = "~"  # stands in no code and in no token
_LONGEST = 100  # characters of one entry


def orders_in(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Code -> token of the orders this browser placed or opened, the newest first."""
    entries = request.cookies.get(ORDERS_COOKIE, "").split(BETWEEN)
    pairs = (entry.partition(".") for entry in entries[:KEPT] if len(entry) <= _LONGEST)
    return {code: token for code, dot, token in pairs if dot and code}


def keep_order(request: Request[Any, Any, Any], code: str, token: str) -> Cookie:
    """The cookie with one more order in it."""
    newest = {code: token} | {known: value for known, value in orders_in(request).items() if known != code}
    text = BETWEEN.join(f"{known}.{value}" for known, value in list(newest.items())[:KEPT])
    return host_cookie(ORDERS_COOKIE, text, DAYS * 24 * 3600)
