"""What inventory refuses."""

from uuid import UUID

from shop.core.errors import Conflict


class OutOfStock(Conflict):
    """Fewer units are free than were asked for; nothing was taken."""

    code = "out_of_stock"

    def __init__(self, variant_id: UUID, available: int, field: str = "lines") -> None:
        super().__init__(field=field, extra={"variant": str(variant_id), "available": available}, available=available)


class NotHeldBack(Conflict):
    """A count or a correction would leave fewer units than are promised to orders."""

    code = "stock_promised"


class GoodsBlocked(Conflict):
    """What stands there may not be sold: it is past its best before, or its batch was recalled."""

    code = "goods_blocked"


class StockMoved(Conflict):
    """Goods came or left while they were counted, so that nobody can say whether the count has them."""

    code = "stock_moved"
