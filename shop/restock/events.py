"""What happened to wishes."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class GoodsBack(Event, frozen=True, kw_only=True):
    """What a wish waits for is on a shelf again; its reader is to be told, once."""

    kind: ClassVar[str] = "restock.goods_back"

    wish_id: UUID
