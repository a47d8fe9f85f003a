"""Refusals in Stripe's words."""

from typing import Any

Json = dict[str, Any]


class StripeFault(Exception):
    """A request the played Stripe does not work: nothing is changed, no key is kept."""

    def __init__(self, status: int, kind: str, message: str, **facts: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"error": {"type": kind, "message": message, **facts}}


def invalid(message: str, **facts: str) -> StripeFault:
    """400: parameters that cannot be meant, or a state that forbids it."""
    return StripeFault(400, "invalid_request_error", message, **facts)


def missing(kind: str, name: str) -> StripeFault:
    """404: no such object."""
    return StripeFault(404, "invalid_request_error", f"No such {kind}: '{name}'", code="resource_missing", param="id")
