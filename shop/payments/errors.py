"""What payments refuse."""

from shop.core.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound, Unavailable


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


class ProviderRefused(Conflict):
    """The provider has answered that it will not; `told` is its own word for why."""

    code = "provider_refused"

    def __init__(self, told: str) -> None:
        self.told = told[:40]
        super().__init__(told=self.told, extra={"told": self.told})


class PartPaid(Conflict):
    """Some of the money is there already: the rest cannot be left to cash."""

    code = "part_paid"


class ForgedNotice(Forbidden):
    """What came in the name of a bank or provider is not signed with a secret of ours, or was signed too long ago."""

    code = "forged_notice"


class NoticeOfNothing(NotFound):
    """A notice of an attempt that was never made."""

    code = "notice_of_nothing"


class NoticeOfOtherSum(Conflict):
    """A notice of another sum than was asked for."""

    code = "notice_of_other_sum"


class RefundUnapproved(Conflict):
    """The refund is so large that a second person has to approve it before it is paid."""

    code = "refund_unapproved"


class StrangeNotice(BadRequest):
    """What a provider told cannot be read."""

    code = "strange_notice"


class WrongMode(Forbidden):
    """A provider tells of its test mode where money is real, or the other way round."""

    code = "wrong_mode"


class RefundUnderWay(Conflict):
    """The refund is not owed any more: it was sent through its provider, or paid."""

    code = "refund_under_way"
