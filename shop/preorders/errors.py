"""What pre-orders refuse."""

from shop.core.errors import Conflict, Invalid, NotFound


class PreorderUnknown(NotFound):
    """No such window, or not for this asker: never said which."""

    code = "preorder_unknown"


class PreorderClosed(Conflict):
    """The variant is not to be pre-ordered today."""

    code = "preorder_closed"


class PreorderFull(Conflict):
    """Fewer pieces of the harvest are left than were asked for."""

    code = "preorder_full"


class PreorderLimit(Conflict):
    """One buyer may have only so many pieces of the harvest."""

    code = "preorder_limit"


class PreorderWaiting(Conflict):
    """The goods were pre-ordered and have not come: the parcel cannot be packed yet."""

    code = "preorder_waiting"


class PreorderKept(Conflict):
    """A pre-ordered parcel is packed where its harvest comes to."""

    code = "preorder_kept"


class PreorderDatesWrong(Invalid):
    """The days of a window cannot be meant so."""

    code = "preorder_dates_wrong"


class PreorderOpenAlready(Conflict):
    """The variant has a window that is not over."""

    code = "preorder_open_already"
