"""End orders whose goods never left: stock and payment in the same transaction."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.core.transitions import IllegalMove
from shop.inventory.release import release_stock
from shop.orders.deposit_rules import forfeits
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.orders.move import lines_of, lock_parcels, move_parcels
from shop.orders.promotion import has_promotion
from shop.payments.close import close_payments
from shop.payments.models import PaymentState
from shop.preorders.claim import end_claims
from shop.promotions.release import release_promotions


async def close_orders(
    session: AsyncSession,
    orders: Sequence[Order],
    to: OrderStatus,
    actor: str,
    reason: str | None = None,
    *,
    by_buyer: bool = False,
) -> list[tuple[Order, list[OrderLine]]]:
    """End locked orders and all their parcels as `to` (cancelled, expired, refused); free stock, prices and vouchers.

    What was paid before goes back, but for the deposit of one that ends `by_buyer` where it is to be kept. Returns them
    with their lines, to be told. Allowances are freed first, then all stock in one go, each in id order: a sweep over
    many orders cannot deadlock with buyers.

    Raises:
        HoldExpired, IllegalMove: a parcel of one of them cannot end so; none is ended then.
    """
    references = [order.id for order in orders]
    parcels = await lock_parcels(session, references)
    forfeited: dict[UUID, Dong] = {}
    for order in orders:
        mine = parcels[order.id]
        left = [parcel for parcel in mine if parcel.status is not OrderStatus.CANCELLED]
        if not left:
            raise IllegalMove(current=order.status.value, to=to.value)
        if by_buyer and forfeits(order.status, kept=order.deposit_kept):
            forfeited[order.id] = forfeit(left)
        move_parcels(session, order, mine, left, to, actor=actor, reason=reason)
    await session.flush()  # orders come before stock, everywhere
    lines = await lines_of(session, references)
    await release_promotions(session, [order.id for order in orders if has_promotion(order, lines[order.id])])
    ended = [parcel.id for mine in parcels.values() for parcel in mine]
    await end_claims(session, ended)
    await release_stock(session, ended, actor, reason)
    unpaid = PaymentState.REFUSED if to is OrderStatus.REFUSED else PaymentState.CANCELLED
    await close_payments(session, references, unpaid, actor, reason, forfeited=forfeited)
    return [(order, lines[order.id]) for order in orders]


def forfeit(parcels: Iterable[Parcel]) -> Dong:
    """Leave the deposit of locked parcels with their producers; returns it (đồng)."""
    amount = 0
    for parcel in parcels:
        parcel.forfeited = parcel.deposit
        amount += parcel.deposit
    return Dong(amount)
