"""Refusals of the night market."""

from shop.core.errors import Conflict, Invalid, NotFound, Unavailable


class MarketUnknown(NotFound):
    """No market has this address."""

    code = "market_unknown"


class SessionUnknown(NotFound):
    """No session has this address."""

    code = "session_unknown"


class PlaceOnAir(Conflict):
    """Another session is on air from the same place."""

    code = "place_on_air"


class HostOnAir(Conflict):
    """The host is on air elsewhere."""

    code = "host_on_air"


class NotOnAir(Conflict):
    """The session is not on air: nobody comments, pins or buys there."""

    code = "not_on_air"


class SessionOver(Conflict):
    """The session has ended and does not come back."""

    code = "session_over"


class NotInLineUp(Conflict):
    """The variant does not stand in the session's line-up."""

    code = "not_in_line_up"


class NotPinned(Conflict):
    """The variant was never pinned in this session."""

    code = "not_pinned"


class TooManyPins(Conflict):
    """As many products are pinned as a room shows."""

    code = "too_many_pins"


class CertificateNotInForce(Conflict):
    """The product's certificate ran out: it may not be shown for sale."""

    code = "certificate_not_in_force"


class CertificateTakenBack(Conflict):
    """The product's certificate was revoked."""

    code = "certificate_taken_back"


class LivePriceWrong(Invalid):
    """A live price lies above zero and not above the list price."""

    code = "live_price_wrong"


class CommentEmpty(Invalid):
    """Nothing to read in it."""

    code = "comment_empty"


class CommentTooLong(Invalid):
    """More than a line of a room holds."""

    code = "comment_too_long"


class RoomFull(Unavailable):
    """The process carries as many viewers as it can."""

    code = "room_full"
