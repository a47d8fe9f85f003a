"""Whether a phone's history allows to pay in cash on receipt."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.phone import normalise_phone
from shop.core.clock import shop_now
from shop.core.money import Dong, show
from shop.orders.errors import CodClosed, CodLimited
from shop.orders.models import Order, OrderStatus
from shop.orders.rules import CodHistory, CodTerms, most_cash
from shop.orders.wish import PlaceOrder
from shop.payments.models import PaymentMethod

YEAR = timedelta(days=365)
_TAKEN = (OrderStatus.HANDED_OVER, OrderStatus.DELIVERED)


async def cash_histories(
    session: AsyncSession, requests: Iterable[PlaceOrder], terms: CodTerms | None
) -> Mapping[str, CodHistory]:
    """The histories of the phones (E.164) that want to pay in cash: one read of an index for all; none where none do.

    Raises:
        BadPhone: one is no phone.
    """
    phones = {normalise_phone(one.contact.phone) for one in requests if one.payment is PaymentMethod.COD}
    return {} if terms is None else await _histories(session, phones)


async def check_cash(session: AsyncSession, order: Order, terms: CodTerms | None) -> None:
    """Refuse to leave an order that was placed with another way to cash on receipt. Raises as `check_cod`."""
    if terms is not None:
        histories = await _histories(session, {order.contact_phone})
        _check(histories.get(order.contact_phone, CodHistory()), order.total, terms)


async def _histories(session: AsyncSession, phones: Collection[str]) -> Mapping[str, CodHistory]:
    if not phones:
        return {}
    rows = await session.execute(
        select(
            Order.contact_phone,
            func.count().filter(Order.status.in_(_TAKEN)),
            func.count().filter(Order.status == OrderStatus.REFUSED),
        )
        .where(
            Order.contact_phone.in_(sorted(phones)),
            Order.payment_method == PaymentMethod.COD,
            Order.status.in_((*_TAKEN, OrderStatus.REFUSED)),
            Order.created_at > shop_now() - YEAR,
        )
        .group_by(Order.contact_phone)
    )
    return {row[0]: CodHistory(row[1], row[2]) for row in rows}


def check_cod(histories: Mapping[str, CodHistory], request: PlaceOrder, total: Dong, terms: CodTerms | None) -> None:
    """Refuse cash on receipt for an order of `total` đồng where the phone's history speaks against it.

    Raises:
        CodLimited, CodClosed: above an amount, or altogether; other ways to pay stay open.
    """
    if terms is not None and request.payment is PaymentMethod.COD:
        _check(histories.get(normalise_phone(request.contact.phone), CodHistory()), total, terms)


def _check(history: CodHistory, total: Dong, terms: CodTerms) -> None:
    most = most_cash(history, terms)
    if most is None or total <= most or not total:
        return
    if not most:
        raise CodClosed(field="payment")
    raise CodLimited(field="payment", extra={"most": most}, most=show(most))
