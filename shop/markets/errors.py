"""Refusals of markets and stalls."""

from shop.core.errors import Conflict, NotFound


class MarketUnknown(NotFound):
    """No market has this address."""

    code = "market_unknown"


class SessionUnknown(NotFound):
    """No session has this address."""

    code = "session_unknown"


class NotOnAir(Conflict):
    """The session is not on air: nobody comments, pins or buys there."""

    code = "not_on_air"


class SessionOver(Conflict):
    """The session has ended and does not come back."""

    code = "session_over"
