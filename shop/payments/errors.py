"""What payments refuse."""

from shop.core.errors import Conflict


class RefundTooMuch(Conflict):
    """More would go back than was taken in."""

    code = "refund_too_much"
