"""The request id at the door: taken from the caller when fit, bound to every log line, given back."""

from structlog.contextvars import bind_contextvars

from shop.core.request_id import begin_request

HEADER = b"x-request-id"


def open_request(offered: bytes | None) -> bytes:
    """Begin a request; returns the id to answer with."""
    request_id = begin_request(offered.decode("latin-1") if offered else None)
    bind_contextvars(request_id=request_id)
    return request_id.encode()
