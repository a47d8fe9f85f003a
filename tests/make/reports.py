"""Orders of live sessions written as rows, for counting: any status, any minute, without what placing asks for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from shop.cart.rules import SourceReason
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.orders.rules import summary
from shop.payments.models import PaymentMethod

LOST = {OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUSED}
HAD = {OrderStatus.HANDED_OVER, OrderStatus.DELIVERED}

_numbers = count(1)


@dataclass
class Line:
    """So much of a variant."""

    variant_id: UUID
    product_id: UUID
    quantity: int = 1
    price: int = 100_000
    discount: int = 0


@dataclass
class Box:
    """A parcel: where from, whose, where it stands."""

    place_id: UUID
    status: OrderStatus = OrderStatus.CONFIRMED
    producer_id: UUID | None = None
    lines: list[Line] = field(default_factory=list)


async def order(session, session_id, boxes, *, at=None, name="Lê Thị Bích Ngọc") -> Order:
    """An order of a session, placed at `at` (now)."""
    at = at or datetime.now(UTC)
    status = summary([box.status for box in boxes])
    subtotal = sum(line.price * line.quantity for box in boxes for line in box.lines)
    discount = sum(line.discount for box in boxes for line in box.lines)
    made = Order(
        code=f"CM-T{next(_numbers):06}",
        status=status,
        session_id=session_id,
        contact_name=name,
        contact_phone="+84912345678",
        locale="vi",
        delivery=DeliveryMethod.PICKUP,
        place_id=boxes[0].place_id,
        payment_method=PaymentMethod.COD,
        subtotal=Dong(subtotal),
        shipping=Dong(0),
        discount=Dong(discount),
        total=Dong(subtotal - discount),
        hold_expires_at=at + timedelta(minutes=15) if status is OrderStatus.HELD else None,
        created_at=at,
    )
    session.add(made)
    await session.flush()
    for number, box in enumerate(boxes, start=1):
        await _parcel(session, made, number, box)
    return made


async def _parcel(session, made, number, box):
    paid = sum(line.price * line.quantity - line.discount for line in box.lines)
    parcel = Parcel(
        order_id=made.id,
        producer_id=box.producer_id,
        place_id=box.place_id,
        number=number,
        status=box.status,
        reason=SourceReason.PICKUP_POINT,
        amount=Dong(paid),
    )
    session.add(parcel)
    await session.flush()
    session.add_all(
        OrderLine(
            order_id=made.id,
            parcel_id=parcel.id,
            variant_id=line.variant_id,
            place_id=box.place_id,
            product_name="Bát gốm",
            variant_name="",
            unit="bộ",
            quantity=line.quantity,
            price=Dong(line.price),
            total=Dong(line.price * line.quantity),
            discount=Dong(line.discount),
        )
        for line in box.lines
    )
    await session.flush()


def line_of(variant, **changes) -> Line:
    """One piece of a variant at a hundred thousand đồng, unless said."""
    return Line(variant.id, variant.product_id, **changes)
