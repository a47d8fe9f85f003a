"""What promotions refuse."""

from shop.core.errors import Conflict, Invalid, NotFound


class QuotaExhausted(Conflict):
    """Fewer pieces are left at the live price than were asked for; the list price stands."""

    code = "quota_exhausted"


class BuyerLimit(Conflict):
    """More pieces at the live price than one buyer may have; the list price stands."""

    code = "buyer_limit"


class VoucherUnknown(Invalid):
    """No voucher has this code."""

    code = "voucher_unknown"


class VoucherNotOpen(Conflict):
    """The voucher's time has not begun, or is over."""

    code = "voucher_not_open"


class VoucherExhausted(Conflict):
    """All uses of the voucher are taken."""

    code = "voucher_exhausted"


class VoucherBuyerLimit(Conflict):
    """The buyer has used the voucher as often as one may."""

    code = "voucher_buyer_limit"


class VoucherBelowMinimum(Conflict):
    """The goods it counts for come to less than its minimum."""

    code = "voucher_below_minimum"


class VoucherNotForThese(Conflict):
    """Nothing in the order is what the voucher is for."""

    code = "voucher_not_for_these"


class VoucherTwice(Invalid):
    """Two vouchers of one kind on an order."""

    code = "voucher_twice"


class VoucherCodeTaken(Conflict):
    """Another voucher has this code."""

    code = "voucher_code_taken"


class VoucherNotYours(NotFound):
    """No such voucher among those this asker looks after."""

    code = "voucher_not_yours"
