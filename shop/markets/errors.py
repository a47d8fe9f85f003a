"""Refusals of markets and stalls."""

from shop.core.errors import Conflict, Invalid, NotFound


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


class MarketTimesWrong(Invalid):
    """A market ends after it begins, lasts a day at most, and lies not too far away."""

    code = "market_times_wrong"


class MarketChanged(Conflict):
    """Somebody else changed the market meanwhile."""

    code = "market_changed"


class MarketCalledOff(Conflict):
    """The market does not take place."""

    code = "market_called_off"


class SeriesUnknown(NotFound):
    """No weekly market has this address."""

    code = "series_unknown"


class FestivalUnknown(NotFound):
    """No festival has this address."""

    code = "festival_unknown"


class FestivalChanged(Conflict):
    """Somebody else changed the festival meanwhile."""

    code = "festival_changed"


class StallChanged(Conflict):
    """Somebody else changed the stall meanwhile."""

    code = "stall_changed"


class StallCalledOff(Conflict):
    """The stall does not take place."""

    code = "stall_called_off"


class StallOnAir(Conflict):
    """The stall is on air: nothing but its title may be changed."""

    code = "stall_on_air"


class StallOutside(Invalid):
    """A stall stands inside the time of its market."""

    code = "stall_outside_market"


class StallHostUnknown(Invalid):
    """The host is nobody known."""

    code = "stall_host_unknown"


class StallPlaceUnknown(Invalid):
    """The place is no sales point that is open on that day."""

    code = "stall_place_unknown"


class HostTaken(Conflict):
    """The host stands at another stall at that time."""

    code = "host_taken"


class PlaceTaken(Conflict):
    """Another stall stands at the place at that time."""

    code = "place_taken"


class ProducerTaken(Conflict):
    """Goods of the producer stand in the line-up of another stall at that time."""

    code = "producer_taken"


class LineUpTwice(Invalid):
    """A code or a variant stands twice in a line-up."""

    code = "line_up_twice"


class LineUpCodeWrong(Invalid):
    """A code is one or two letters and a number."""

    code = "line_up_code_wrong"


class LineUpUnknown(Invalid):
    """A variant of a line-up is not known."""

    code = "line_up_unknown"


class NotInLineUp(Conflict):
    """The variant does not stand in the session's line-up."""

    code = "not_in_line_up"


class LivePriceBelowFloor(Invalid):
    """A live price lies below what its producer approved for the session."""

    code = "live_price_below_floor"


class FloorWrong(Invalid):
    """A floor lies above zero and not above the list price."""

    code = "floor_wrong"


class FloorsLocked(Conflict):
    """The session has begun: its floors stand as they are."""

    code = "floors_locked"


class CoHostUnfit(Invalid):
    """Nobody with a verified identity and a licence in force can be reached there."""

    code = "co_host_unfit"


class TooManyCoHosts(Conflict):
    """As many people run the session as a room names."""

    code = "too_many_co_hosts"
