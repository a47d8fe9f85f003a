"""What the cart refuses."""

from shop.core.errors import Conflict, NotFound
from shop.http.errors import BadInput


class NotOnSale(Conflict):
    """The product may not be sold now: no certificate in force, or taken down."""

    code = "not_on_sale"


class LivePriceOver(Conflict):
    """The live price has ended, or was for something else; the goods can be had at the list price."""

    code = "live_price_over"


class ProducerClosed(Conflict):
    """The producer has closed for some days; `opens_on` is the day it takes orders again."""

    code = "producer_closed"


class NotAtPoint(Conflict):
    """The chosen sales point does not carry the product."""

    code = "not_at_point"


class CartUnknown(NotFound):
    """No such basket, or not for this asker."""

    code = "cart_unknown"


class CartOrdered(Conflict):
    """The basket was ordered already."""

    code = "cart_ordered"


class LineOfNothing(BadInput):
    """A line of the body names no variant."""

    def __init__(self, extra: dict[str, object]) -> None:
        super().__init__("lines", "cart.line.variant_unknown")
        self.extra = extra


class NoSuchPoint(BadInput):
    """A line of the body names no place."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "cart.line.point_unknown")


class LinesContradict(BadInput):
    """The same variant stands twice in ways that cannot be added up."""

    def __init__(self) -> None:
        super().__init__("lines", "cart.line.contradict")


class TooManyLines(BadInput):
    """More different goods than one order may hold."""

    def __init__(self, most: int) -> None:
        super().__init__("lines", "cart.line.too_many", most=most)
