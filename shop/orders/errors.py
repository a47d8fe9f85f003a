"""What orders refuse."""

from shop.core.errors import Conflict, Invalid, NotFound, TooMany


class OrderUnknown(NotFound):
    """No such order, or not for this asker: never said which."""

    code = "order_unknown"


class PriceChanged(Conflict):
    """The sum is no longer what the buyer saw; the new quote comes with the refusal."""

    code = "price_changed"


class AgeUnconfirmed(Invalid):
    """Something in the order is not for everybody, and the buyer has not said to be old enough."""

    code = "age_unconfirmed"


class PayFirst(Conflict):
    """Nothing is kept for this order before its money is there: it cannot be paid on receipt."""

    code = "pay_first"


class DepositFirst(Conflict):
    """The goods are kept once a deposit is paid: cash pays the rest, not that."""

    code = "deposit_first"


class PayFirstLapsed(Conflict):
    """Too many holds of this phone or account ran out: what is paid first is kept, not before."""

    code = "pay_first_lapsed"


class HoldExpired(Conflict):
    """The order's stock was held for its time and is free again."""

    code = "hold_expired"


class WrongPickupCode(Invalid):
    """The six digits are not this order's."""

    code = "wrong_pickup_code"


class PickupLocked(TooMany):
    """Too many wrong pickup codes; the order waits until it can be tried again."""

    code = "pickup_locked"


class CodLimited(Conflict):
    """Orders of this phone were refused: cash on receipt is taken up to an amount; other ways to pay are open."""

    code = "cod_limited"


class CodClosed(Conflict):
    """Orders of this phone were refused so often that cash on receipt is not taken; other ways to pay are open."""

    code = "cod_closed"
