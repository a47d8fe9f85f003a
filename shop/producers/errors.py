"""Refusals about producers."""

from shop.core.errors import NotFound


class ProducerUnknown(NotFound):
    """No producer has this address."""

    code = "producer_unknown"
