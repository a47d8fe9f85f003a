"""Transfers for tests, sent as the staff of a point does."""

from dataclasses import dataclass
from itertools import count

from shop.core.actor import Actor
from shop.places.models import Place
from shop.stockroom.models import StockTransfer
from shop.stockroom.send import Sending, send_transfer
from tests.make import catalog
from tests.make.inventory import Goods, goods
from tests.make.orders import staff_of

_numbers = count(1)


def fresh_key() -> str:
    """A request key nobody has used."""
    return f"stock-key-{next(_numbers)}"


@dataclass(frozen=True)
class Ends:
    """Goods at a point, another point, and somebody who works at each."""

    goods: Goods
    other: Place
    sender: Actor
    receiver: Actor

    @property
    def there(self) -> Goods:
        """The goods as they stand at the other point."""
        known = self.goods
        return Goods(
            known.variant_id, self.other.id, self.other.slug, known.price, known.product_id, known.product_slug
        )


async def ends(session, pieces=5, *, name="Bát gốm men lam") -> Ends:
    """Two points with their staff; the goods stand at the first one."""
    bowl = await goods(session, pieces, name=name)
    other = await catalog.place(session, "quay-ha-dong")
    return Ends(bowl, other, await staff_of(session, bowl.place_id), await staff_of(session, other.id))


async def sent(session, both: Ends, pieces=2, *, key=None, note="") -> StockTransfer:
    """A transfer of the goods that is under way."""
    sending = Sending(
        from_slug=both.goods.point, to_slug=both.other.slug, pieces={both.goods.variant_id: pieces}, note=note
    )
    return await send_transfer(session, both.sender, sending, key or fresh_key())
