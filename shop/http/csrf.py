"""Forms of other sites: an unsafe request must come from our own pages, or from a program."""

from shop.http.cookies import SESSION_COOKIE
from shop.http.hosts import OwnNames

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_OWN_SITE = frozenset({b"same-origin", b"none"})
_COOKIE = SESSION_COOKIE.encode() + b"="


def is_own(headers: dict[bytes, bytes], names: OwnNames) -> bool:
    """Whether an unsafe request with these headers may act.

    A browser says where a request comes from (Sec-Fetch-Site, Origin). What says neither and brings
    no session cookie is a program, which acts for itself alone.
    """
    site = headers.get(b"sec-fetch-site")
    if site in _OWN_SITE:
        return True
    origin = headers.get(b"origin")
    if origin is not None:
        return names.has_origin(origin.decode("latin-1").lower(), headers.get(b"host", b"").decode("latin-1").lower())
    return site is None and _COOKIE not in headers.get(b"cookie", b"")
