"""What watches refuse."""

from shop.core.errors import Conflict, Invalid, NotFound


class WatchUnknown(NotFound):
    """No such watch, or not for this asker: never said which."""

    code = "watch_unknown"


class NothingToWatch(NotFound):
    """No market, stall or producer has this address."""

    code = "nothing_to_watch"


class WatchOver(Conflict):
    """The market or stall is over: nothing comes of it any more."""

    code = "watch_over"


class NoWayToTell(Invalid):
    """A guest has given no address, and no browser, that could be told."""

    code = "no_way_to_tell"


class PushAddressWrong(Invalid):
    """Not an address of a service that brings messages to browsers, or keys no browser makes."""

    code = "push_address_wrong"


class PushOff(NotFound):
    """Messages to browsers are not set up here."""

    code = "push_off"
