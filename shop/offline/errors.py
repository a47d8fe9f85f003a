"""What handing over without the net refuses."""

from shop.core.errors import Conflict, Invalid, NotFound


class PickupListUnknown(NotFound):
    """No such list at this place."""

    code = "pickup_list_unknown"


class WrongPickupSecret(Invalid):
    """The QR code that was read is not this order's."""

    code = "wrong_pickup_secret"


class ReportOfOther(Conflict):
    """The device has used this name for another order."""

    code = "report_of_other"


class ConflictUnknown(NotFound):
    """No such conflict, or not for this asker."""

    code = "offline_conflict_unknown"


class GoodsStillOrdered(Conflict):
    """The order still holds its goods: they cannot be written off."""

    code = "goods_still_ordered"
