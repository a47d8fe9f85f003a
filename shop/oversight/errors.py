"""Refusals of oversight."""

from shop.core.errors import Conflict, Invalid, NotFound


class ComplaintSaysNothing(Invalid):
    """A complaint has words."""

    code = "complaint_says_nothing"


class ComplaintContactWrong(Invalid):
    """An address or a number for the answer that cannot be one."""

    code = "complaint_contact_wrong"


class ComplaintOrderWrong(Invalid):
    """No order has such a code."""

    code = "complaint_order_wrong"


class ComplaintUnknown(NotFound):
    """No complaint has this number, or the link to it is another one."""

    code = "complaint_unknown"


class OwnComplaint(Conflict):
    """Who complained, or is complained of, leaves it to another officer."""

    code = "own_complaint"


class MeasureUnfit(Invalid):
    """A measure does not go with the decision, or does not say to what."""

    code = "measure_unfit"


class StatementUnknown(NotFound):
    """Nothing was asked, or not of this asker."""

    code = "complaint_statement_unknown"


class StatementGiven(Conflict):
    """It was said already, and stays."""

    code = "complaint_statement_given"


class ReasonMissing(Invalid):
    """An act of the authority says why and by which paper."""

    code = "oversight_reason_missing"


class TakedownUnknown(NotFound):
    """No order to remove something has this id."""

    code = "takedown_unknown"


class TakedownProductUnknown(Invalid):
    """No product has this address."""

    code = "takedown_product_unknown"
