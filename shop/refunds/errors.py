"""What refunds by persons refuse."""

from shop.core.errors import Conflict, Invalid, NotFound


class RefundUnknown(NotFound):
    """No refund has this id."""

    code = "refund_unknown"


class RefundReasonMissing(Invalid):
    """Nobody says why the money goes back."""

    code = "refund_reason_missing"


class RefundLineUnknown(Invalid):
    """The order has no such line."""

    code = "refund_line_unknown"


class RefundOverLine(Conflict):
    """More would go back for a line than was paid for it."""

    code = "refund_over_line"


class RefundBySelf(Conflict):
    """Who asked for a refund, or pays it, may not be its second person."""

    code = "refund_by_self"


class RefundByProvider(Conflict):
    """The money goes back by the provider it came through; persons pay only what that failed to do."""

    code = "refund_by_provider"


class RefundReferenceMissing(Invalid):
    """A transfer was noted without the bank's reference."""

    code = "refund_reference_missing"
