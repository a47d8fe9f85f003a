"""Refusals about places."""

from shop.core.errors import Invalid, NotFound


class PlaceUnknown(NotFound):
    """No sales point has this address."""

    code = "place_unknown"


class PointUnreadable(Invalid):
    """`near` is no point in or near Việt Nam."""

    code = "point_unreadable"
