"""Counters for tests: goods at a point, its staff, an open drawer, and sales as a seller makes them."""

from dataclasses import dataclass
from itertools import count

from shop.core.actor import Actor
from shop.counter.models import CounterSale, Fate, PaidBy
from shop.counter.open_drawer import open_drawer
from shop.counter.sell import Sale, Wanted, sell
from shop.counter.take_back import Brought, TakingBack, take_back
from tests.make.inventory import Goods, goods
from tests.make.orders import staff_of

FLOAT = 500_000

_numbers = count(1)


def fresh_key() -> str:
    """A request key nobody has used."""
    return f"counter-key-{next(_numbers)}"


@dataclass(frozen=True)
class Till:
    """Goods at a point, and somebody who sells there."""

    goods: Goods
    clerk: Actor

    @property
    def point(self) -> str:
        """The address of the point."""
        return self.goods.point


async def till(session, pieces=5, *, float_=FLOAT, **fields) -> Till:
    """A point with goods and its drawer open (`float_=None`: closed)."""
    bowl = await goods(session, pieces, **fields)
    clerk = await staff_of(session, bowl.place_id)
    if float_ is not None:
        await open_drawer(session, clerk, bowl.point, float_, fresh_key())
    return Till(bowl, clerk)


def sale_of(*wanted: tuple[Goods, int], paid_by=PaidBy.CASH, given=None, **changes) -> Sale:
    """A sale of so many of each goods, paid to the đồng."""
    total = sum(each.price * pieces for each, pieces in wanted)
    cash = (total if given is None else given) if paid_by is PaidBy.CASH else None
    lines = [Wanted(variant_id=each.variant_id, quantity=pieces) for each, pieces in wanted]
    return Sale(**({"lines": lines, "paid_by": paid_by, "expected_total": total, "given": cash} | changes))


async def sold(session, at: Till, pieces=1, *, paid_by=PaidBy.CASH, key=None) -> CounterSale:
    """A walk-in sale of the till's goods."""
    sale = sale_of((at.goods, pieces), paid_by=paid_by)
    return await session.get_one(CounterSale, await sell(session, at.clerk, at.point, sale, key or fresh_key()))


def brought(goods: Goods, pieces=1, *, fate=Fate.SHELF, paid_by=PaidBy.CASH) -> TakingBack:
    """So many of the goods, brought back."""
    line = Brought(variant_id=goods.variant_id, pieces=pieces, fate=fate)
    return TakingBack(lines=[line], paid_by=paid_by, reason="khách đổi ý")


async def took_back(session, at: Till, sale: CounterSale, pieces=1, **how):
    """Pieces of a sale of the till's goods, taken back."""
    return await take_back(session, at.clerk, sale.code, brought(at.goods, pieces, **how), fresh_key())
