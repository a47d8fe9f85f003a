"""The request id: made or taken at the door, carried by events into the worker, written in every log line."""

import re
import secrets
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="-")
_FIT = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


def begin_request(offered: str | None = None) -> str:
    """Set the id of this request: the caller's when it is fit to be logged, else a new one."""
    value = offered if offered and _FIT.match(offered) else secrets.token_hex(8)
    _current.set(value)
    return value


def current_request_id() -> str:
    """The id of the request or task being worked, `-` outside of one."""
    return _current.get()
