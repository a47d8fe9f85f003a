"""Refusals: what the shop will not do, each with a stable code. The HTTP status is decided here, once."""

from collections.abc import Iterator
from typing import ClassVar


class Refusal(Exception):
    """A request that cannot be granted. `code` is public API; the sentence comes from the messages.

    `facts` fill the sentence's blanks; `extra` is added to the problem document as it is.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, *, field: str | None = None, extra: dict[str, object] | None = None, **facts: object) -> None:
        super().__init__(self.code)
        self.field = field
        self.extra = extra or {}
        self.facts = facts


class Invalid(Refusal):
    """The input cannot be meant so."""

    code = "validation"
    status = 422


class BadRequest(Refusal):
    """The request cannot be read."""

    code = "bad_request"
    status = 400


class Unauthenticated(Refusal):
    """Nobody is signed in, and somebody must be."""

    code = "sign_in_first"
    status = 401


class Forbidden(Refusal):
    """Somebody is signed in who may not do this."""

    code = "not_allowed"
    status = 403


class NotFound(Refusal):
    """There is no such thing, or not for this asker."""

    code = "not_found"
    status = 404


class Conflict(Refusal):
    """The request was well formed, and the state of things is against it."""

    code = "conflict"
    status = 409


class TooMany(Refusal):
    """Asked too often; `retry_after` seconds are said in the header."""

    code = "too_many_requests"
    status = 429

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__(retry_after=retry_after)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """A part the shop needs does not answer; nothing was changed."""

    code = "unavailable"
    status = 503

    def __init__(self, retry_after: int = 2) -> None:
        super().__init__(retry_after=retry_after)
        self.retry_after = retry_after


def every_refusal() -> Iterator[type[Refusal]]:
    """All refusals known to the program, parents first (import the domains before asking)."""
    waiting: list[type[Refusal]] = [Refusal]
    while waiting:
        kind = waiting.pop(0)
        yield kind
        waiting.extend(kind.__subclasses__())
