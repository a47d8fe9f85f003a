"""What is refused around bank notices."""

from shop.core.errors import BadRequest, Conflict, Invalid, NotFound


class NoticeKindUnknown(NotFound):
    """No bank or collector tells us in a format of that name."""

    code = "notice_kind_unknown"


class BadNotice(BadRequest):
    """The notice cannot be read."""

    code = "bad_notice"


class CaseUnknown(NotFound):
    """There is no such case."""

    code = "bank_case_unknown"


class CaseDecided(Conflict):
    """Somebody else has decided it."""

    code = "bank_case_decided"


class NoOrderForTransfer(Invalid):
    """No order has that code."""

    code = "no_order_for_transfer"


class NotOurMoney(Conflict):
    """The transfer is not đồng on our account, so it can pay for no order."""

    code = "not_our_money"


class DecisionUnsaid(Invalid):
    """What the decision needs is not said: the bank's reference, or a note."""

    code = "decision_unsaid"
