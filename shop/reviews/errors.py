"""What reviews refuse."""

from shop.core.errors import Conflict, Invalid, NotFound


class ReviewUnknown(NotFound):
    """No such review, or not for this asker."""

    code = "review_unknown"


class LineNotReceived(Conflict):
    """The goods of this line have not been received, or the line is of another order."""

    code = "line_not_received"


class ReviewClosed(Conflict):
    """The days in which a review may be changed are over."""

    code = "review_closed"


class ReviewTakenDown(Conflict):
    """The review was taken down for a legal reason: it is neither changed nor answered any more."""

    code = "review_taken_down"


class PhotoUnknown(Invalid):
    """A photo is none that was sent in for this order, or it could not be read."""

    code = "photo_unknown"


class ReviewSaysNothing(Invalid):
    """The words show nothing."""

    code = "review_says_nothing"


class PointsUnknown(Invalid):
    """Points are given from 1 to 5."""

    code = "points_unknown"
