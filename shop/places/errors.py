"""Refusals about places."""

from shop.core.errors import Conflict, Invalid, NotFound


class PlaceUnknown(NotFound):
    """No sales point has this address."""

    code = "place_unknown"


class PointUnreadable(Invalid):
    """`near` is no point in or near Việt Nam."""

    code = "point_unreadable"


class PointFar(Invalid):
    """The position lies too far from the commune that was chosen."""

    code = "point_far"


class UnitUnknown(Invalid):
    """No commune of today, or no district, has this name."""

    code = "point_unit_unknown"


class DistrictAsked(Invalid):
    """The commune took land of several districts, or of none that is known: somebody must say which."""

    code = "district_asked"


class HoursUnclear(Invalid):
    """Hours cannot be read, go backward or overlap, or there are too many of one day."""

    code = "hours_unclear"


class ClosedBeforeOpened(Invalid):
    """The point would close before it opened."""

    code = "closed_before_opened"


class PlaceTwice(Conflict):
    """Another sales point that is open has the same name."""

    code = "place_twice"


class PlaceChanged(Conflict):
    """Somebody else has changed the point since it was read."""

    code = "place_changed"
