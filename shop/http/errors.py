"""Refusals of the HTTP layer itself."""

from shop.core.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound, Refusal


class BadInput(Invalid):
    """One field or parameter cannot be meant so; `sentence` is the message that says why."""

    def __init__(self, field: str | None, sentence: str, **facts: object) -> None:
        super().__init__(field=field)
        self.facts = facts
        self.sentence = sentence


class BadCursor(Invalid):
    """The cursor was not given out by this list."""

    code = "bad_cursor"


class BadJson(BadRequest):
    """The body is not JSON."""

    code = "bad_json"


class BadHost(BadRequest):
    """The Host header names somebody else."""

    code = "bad_host"
    status = 421


class CrossSite(Forbidden):
    """Another site tries to make a signed-in person's browser act."""

    code = "cross_site"


class NoSuchPage(NotFound):
    """No route has this address."""

    code = "no_such_page"


class WrongMethod(Refusal):
    """The address exists, and this method does not."""

    code = "method_not_allowed"
    status = 405

    def __init__(self, allowed: str) -> None:
        super().__init__(allowed=allowed)
        self.allowed = allowed


class TooLarge(Refusal):
    """The body is longer than this route takes."""

    code = "too_large"
    status = 413


class WrongMediaType(Refusal):
    """The body is in a format this route does not read."""

    code = "unsupported_media_type"
    status = 415


class Busy(Conflict):
    """Somebody changes the same rows at this moment; nothing was changed."""

    code = "busy"
    retry_after = 1


class Internal(Refusal):
    """A fault of ours, logged under the request's id; nothing was changed."""

    code = "internal"
    status = 500
