"""Refusals of the run of show, the hand-over and requests for goods."""

from shop.core.errors import Conflict, Invalid, NotFound


class SegmentUnknown(NotFound):
    """The session has no such segment."""

    code = "segment_unknown"


class SegmentBegun(Conflict):
    """The segment has been on air: it stays as it was."""

    code = "segment_begun"


class TooManySegments(Conflict):
    """As many segments as a session can have."""

    code = "too_many_segments"


class SegmentGoodsWrong(Invalid):
    """A segment pins at most three different variants of the line-up."""

    code = "segment_goods_wrong"


class SegmentPriceWrong(Invalid):
    """A live price of a segment lies above zero and not above the list price."""

    code = "segment_price_wrong"


class StallNotOpen(Conflict):
    """Viewers are taken to another stall of the same market that is on air."""

    code = "stall_not_open"


class StockAskUnknown(NotFound):
    """No such request for goods, or none of this place."""

    code = "stock_ask_unknown"


class StockAskAnswered(Conflict):
    """The request was answered already, or taken back."""

    code = "stock_ask_answered"


class StockAskNowhere(Invalid):
    """Goods are asked from another place that keeps stock."""

    code = "stock_ask_nowhere"
