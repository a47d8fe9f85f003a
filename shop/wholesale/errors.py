"""Refusals of wholesale."""

from shop.core.errors import Conflict, Invalid, NotFound


class EnquiryUnknown(NotFound):
    """No such enquiry, or not for this asker: never said which."""

    code = "enquiry_unknown"


class NoWholesale(Conflict):
    """The producer sells this by the piece alone."""

    code = "no_wholesale"


class TooFewForWholesale(Invalid):
    """Fewer pieces than the producer answers for."""

    code = "too_few_for_wholesale"


class ConsentNeeded(Invalid):
    """The buyer has not agreed that the producer may call."""

    code = "consent_needed"


class BandsWrong(Invalid):
    """Price bands that do not go down as numbers go up, or begin below the least number."""

    code = "bands_wrong"


class QuoteWrong(Invalid):
    """A quote without a price, or for too long or no time at all."""

    code = "quote_wrong"


class QuoteChanged(Conflict):
    """There is another price by now than the buyer saw."""

    code = "quote_changed"
