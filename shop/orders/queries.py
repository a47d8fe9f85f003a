"""Reads of orders: for the buyer, and for the people at the point."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import UNSET
from sqlalchemy import ColumnElement, Row, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.shown import PointShown, ProductShown
from shop.catalog.models import Product, Variant
from shop.core.actor import Actor
from shop.core.ids import read_code
from shop.orders.errors import OrderUnknown
from shop.orders.models import Order, OrderHistory, OrderLine, OrderStatus
from shop.orders.rules import AWAITING_PICKUP, CODE_PREFIX, is_order_token, order_token, pickup_code
from shop.orders.shown import (
    AddressShown,
    CommuneShown,
    ContactShown,
    DeliveryShown,
    OrderedLine,
    OrderShown,
    PaymentStanding,
)
from shop.payments.models import Payment, PaymentState
from shop.places.models import Place
from shop.regions.models import Region

Found = Row[Order, PaymentState, str, str, str, str]  # the last four may be None: outer joins


async def order_by_id(session: AsyncSession, order_id: UUID, secret: str, *, with_token: bool = False) -> OrderShown:
    """One order as its buyer may see it, with its token when it is shown to whom placed it.

    Raises:
        OrderUnknown: there is none.
    """
    found = await _find(session, Order.id == order_id, 1)
    if not found:
        raise OrderUnknown
    lines = await _lines(session, [order_id])
    return _shown(found[0], lines[order_id], secret=secret, with_token=with_token)


async def order_at_counter(session: AsyncSession, order_id: UUID) -> OrderShown:
    """One order as the staff of its point may see it: without its token and its pickup code.

    Raises:
        OrderUnknown: there is none.
    """
    found = await _many(session, Order.id == order_id, 1, newest_first=False, secret=None)
    if not found:
        raise OrderUnknown
    return found[0]


async def order_for_reader(
    session: AsyncSession, code: str, token: str | None, actor: Actor, secret: str
) -> OrderShown:
    """The order `code` for who holds its token or placed it signed in.

    Raises:
        OrderUnknown: no such order, or not for this asker; both sound the same.
    """
    order_id = await readable_id(session, code, token, actor, secret)
    return await order_by_id(session, order_id, secret)


async def readable_id(session: AsyncSession, code: str, token: str | None, actor: Actor, secret: str) -> UUID:
    """The id of the order `code` if this asker may open it.

    Raises:
        OrderUnknown: no such order, or not for this asker; both sound the same.
    """
    written = read_code(CODE_PREFIX, code)
    if written is None:
        raise OrderUnknown
    row = (await session.execute(select(Order.id, Order.person_id).where(Order.code == written))).one_or_none()
    if row is None:
        raise OrderUnknown
    holds_token = token is not None and is_order_token(secret, row.id, token)
    is_buyer = actor.person_id is not None and actor.person_id == row.person_id
    if not (holds_token or is_buyer):
        raise OrderUnknown
    found: UUID = row.id
    return found


async def orders_of(session: AsyncSession, person_id: UUID, limit: int, secret: str) -> list[OrderShown]:
    """A person's orders, the newest first."""
    return await _many(session, Order.person_id == person_id, limit, newest_first=True, secret=secret)


async def history_of(session: AsyncSession, order_id: UUID) -> list[OrderHistory]:
    """An order's moves, the first first."""
    rows = await session.scalars(
        select(OrderHistory).where(OrderHistory.order_id == order_id).order_by(OrderHistory.id)
    )
    return list(rows)


async def finished_today(session: AsyncSession, place_id: UUID) -> int:
    """How many orders a place has handed over or delivered on this calendar day of Hà Nội."""
    from_here = exists().where(OrderLine.order_id == OrderHistory.order_id, OrderLine.place_id == place_id)
    day = func.date(func.timezone("Asia/Ho_Chi_Minh", OrderHistory.created_at))
    ends = OrderHistory.status.in_((OrderStatus.HANDED_OVER, OrderStatus.DELIVERED))
    counted = select(func.count()).select_from(OrderHistory).where(ends, from_here, day == func.shop_today())
    return await session.scalar(counted) or 0


async def orders_at(
    session: AsyncSession, place_id: UUID, statuses: Iterable[OrderStatus], limit: int
) -> list[OrderShown]:
    """What a place has to pack, hand over or send, the oldest first; pickup codes stay with the buyers."""
    from_here = exists().where(OrderLine.order_id == Order.id, OrderLine.place_id == place_id)
    wanted = or_(Order.place_id == place_id, from_here) & Order.status.in_(list(statuses))
    return await _many(session, wanted, limit, newest_first=False, secret=None)


async def _many(
    session: AsyncSession, wanted: ColumnElement[bool], limit: int, *, newest_first: bool, secret: str | None
) -> list[OrderShown]:
    found = await _find(session, wanted, limit, newest_first=newest_first)
    lines = await _lines(session, [row[0].id for row in found])
    return [_shown(row, lines[row[0].id], secret=secret, with_token=False) for row in found]


async def _find(
    session: AsyncSession, wanted: ColumnElement[bool], limit: int, *, newest_first: bool = False
) -> Sequence[Found]:
    rows = await session.execute(
        select(Order, Payment.state, Place.slug, Place.name, Region.slug, Region.name)
        .join(Payment, Payment.reference == Order.id)
        .outerjoin(Place, Place.id == Order.place_id)
        .outerjoin(Region, Region.id == Order.address_commune_id)
        .where(wanted)
        .order_by(Order.id.desc() if newest_first else Order.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def _lines(session: AsyncSession, order_ids: Sequence[UUID]) -> dict[UUID, list[OrderedLine]]:
    rows = await session.execute(
        select(OrderLine, Product.slug, Product.image, Place.slug, Place.name)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Place, Place.id == OrderLine.place_id)
        .where(OrderLine.order_id.in_(order_ids))
        .order_by(OrderLine.id)
    )
    found: defaultdict[UUID, list[OrderedLine]] = defaultdict(list)
    for line, slug, image, place_slug, place_name in rows:
        found[line.order_id].append(
            OrderedLine(
                variant=line.variant_id,
                product=ProductShown(slug, line.product_name),
                name=line.variant_name,
                unit=line.unit,
                image=image,
                quantity=line.quantity,
                price=line.price,
                total=line.total,
                sales_point=PointShown(place_slug, place_name),
            )
        )
    return found


def _shown(row: Found, lines: list[OrderedLine], *, secret: str | None, with_token: bool) -> OrderShown:
    """Show an order; without `secret` (at the point) neither its token nor its pickup code."""
    order, payment, place_slug, place_name, commune_slug, commune_name = row
    point = PointShown(place_slug, place_name) if order.place_id else None
    commune = CommuneShown(commune_slug, commune_name)
    address = AddressShown(order.address_line, commune) if order.address_line else None
    opens = order.pickup_code_hash is not None and order.status in AWAITING_PICKUP
    return OrderShown(
        code=order.code,
        token=order_token(secret, order.id) if secret is not None and with_token else UNSET,
        status=order.status,
        version=order.version,
        total=order.total,
        subtotal=order.subtotal,
        shipping=order.shipping,
        discount=order.discount,
        lines=tuple(lines),
        delivery=DeliveryShown(method=order.delivery, sales_point=point, address=address),
        payment=PaymentStanding(order.payment_method, payment),
        contact=ContactShown(order.contact_name, order.contact_phone, order.contact_email),
        pickup_code=pickup_code(secret, order.id) if secret is not None and opens else UNSET,
        hold_expires_at=order.hold_expires_at,
        created_at=order.created_at,
        sample=order.sample,
    )
