"""What payments refuse."""

from shop.core.errors import Conflict, Invalid, Unavailable


class RefundTooMuch(Conflict):
    """More would go back than was taken in."""

    code = "refund_too_much"


class PaymentClosed(Conflict):
    """It is paid already, or nothing is to be paid any more."""

    code = "payment_closed"


class TooManyAttempts(Conflict):
    """The buyer has tried often enough."""

    code = "too_many_attempts"


class PaymentMethodOff(Invalid):
    """Money is not taken that way here."""

    code = "payment_method_off"


class ProviderAway(Unavailable):
    """The provider did not answer: whether it did what was asked is not known. Safe to ask again with the same key."""

    code = "provider_away"
