"""What returns refuse."""

from shop.core.errors import Conflict, Invalid, NotFound


class ReturnUnknown(NotFound):
    """No such return, or not for this asker: never said which."""

    code = "return_unknown"


class GoodsNotReceived(Conflict):
    """The parcel has not reached its buyer, or is none of this order."""

    code = "goods_not_received"


class ReturnTooLate(Conflict):
    """The days in which these goods may be given back are over."""

    code = "return_too_late"


class ReturnsTooMany(Conflict):
    """More pieces than were bought and are not going back already."""

    code = "returns_too_many"


class NothingReturned(Invalid):
    """No piece was chosen, or none came."""

    code = "nothing_returned"


class ReturnSaysNothing(Invalid):
    """The words show nothing, where somebody has to decide by them."""

    code = "return_says_nothing"


class ReturnPhotoUnknown(Invalid):
    """A photo is none that was sent in for this order, could not be read, or is one too many."""

    code = "return_photo_unknown"


class MoreThanAsked(Invalid):
    """More pieces are said to have come than were to come."""

    code = "more_than_asked"


class TransferUnsaid(Invalid):
    """A bank transfer needs its reference, so that it can be found again."""

    code = "transfer_unsaid"
