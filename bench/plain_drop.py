"""The plain way to sell in a crowd, to compare with: a transaction a buyer, stock locked by SELECT … FOR UPDATE.

Writes the rows ours writes: order, parcel, line, their histories, payment with its history, hold, ledger line, event,
answer in the room.
"""

import secrets
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, Response, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from config.settings import load_settings
from shop.cart.rules import SourceReason
from shop.catalog.models import Product, Variant
from shop.core.clock import now
from shop.core.db import Base, async_url, make_sessions
from shop.core.ids import new_code
from shop.core.outbox import OutboxEvent
from shop.delivery.models import DeliveryMethod
from shop.inventory.models import Movement, MovementKind, StockHold, StockLevel
from shop.livestream.models import Comment
from shop.livestream.shown import OrderBody
from shop.markets.models import LiveSession
from shop.orders.models import Order, OrderHistory, OrderLine, OrderStatus, Parcel, ParcelHistory
from shop.payments.models import Payment, PaymentHistory, PaymentMethod, PaymentState

settings = load_settings()
engine = create_async_engine(async_url(settings.database_url), pool_size=10, max_overflow=0, pool_timeout=120)
sessions = make_sessions(engine)  # everybody may wait as long as it takes


async def open_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session, session.begin():
        yield session


@post("/api/v1/sessions/{slug:str}/orders", status_code=201)
async def buy(session: NamedDependency[AsyncSession], slug: FromPath[str], data: JSONBody[OrderBody]) -> Response[Any]:
    live = (await session.scalars(select(LiveSession).where(LiveSession.slug == slug))).one()
    level = (
        await session.scalars(
            select(StockLevel)
            .where(StockLevel.variant_id == data.variant, StockLevel.place_id == live.place_id)
            .with_for_update()
        )
    ).one()
    if level.on_hand - level.held < data.quantity:
        return Response({"code": "out_of_stock"}, status_code=409)
    variant = await session.get_one(Variant, data.variant)
    product = await session.get_one(Product, variant.product_id)
    at = await now(session)
    total = variant.price * data.quantity
    order = an_order(live, data, total, at)
    session.add(order)
    await session.flush()
    payment = Payment(reference=order.id, method=PaymentMethod.COD, amount=total, state=PaymentState.TO_COLLECT)
    session.add(payment)
    await session.flush()
    level.held += data.quantity
    parcel = a_parcel(order, live)
    session.add(parcel)
    await session.flush()
    named = {
        "product_name": product.name,
        "variant_name": variant.name,
        "unit": variant.unit,
        "quantity": data.quantity,
    }
    session.add_all(rows_of(order, parcel, payment, level, named))
    await session.flush()
    return Response(msgspec.to_builtins({"code": order.code, "total": total}), status_code=201)


def an_order(live: LiveSession, data: OrderBody, total: int, at: datetime) -> Order:
    return Order(
        code=new_code("CM"),
        status=OrderStatus.HELD,
        session_id=live.id,
        contact_name=data.contact.name,
        contact_phone=data.contact.phone,
        locale="vi",
        delivery=DeliveryMethod.PICKUP,
        place_id=live.place_id,
        payment_method=PaymentMethod.COD,
        subtotal=total,
        shipping=0,
        discount=0,
        total=total,
        hold_expires_at=at + timedelta(minutes=15),
        pickup_code_hash=secrets.token_bytes(32),
        sample=True,
    )


def a_parcel(order: Order, live: LiveSession) -> Parcel:
    return Parcel(
        order_id=order.id,
        place_id=live.place_id,
        number=1,
        status=OrderStatus.HELD,
        reason=SourceReason.PICKUP_POINT,
        amount=order.total,
    )


def rows_of(order: Order, parcel: Parcel, payment: Payment, level: StockLevel, named: dict[str, Any]) -> list[Base]:
    quantity = named["quantity"]
    line = {
        "order_id": order.id,
        "parcel_id": parcel.id,
        "variant_id": level.variant_id,
        "place_id": level.place_id,
        "price": order.total // quantity,
        **named,
        "total": order.total,
    }
    taken = {"level_id": level.id, "reference": parcel.id}
    said = {"client_id": f"order {order.code}", "name": "Lan", "text": "…", "order_code": order.code}
    return [
        OrderLine(**line),
        OrderHistory(order_id=order.id, status=OrderStatus.HELD, actor="buyer"),
        ParcelHistory(parcel_id=parcel.id, status=OrderStatus.HELD, place_id=parcel.place_id, actor="buyer"),
        PaymentHistory(payment_id=payment.id, state=PaymentState.TO_COLLECT, actor="buyer"),
        StockHold(pieces=quantity, **taken),
        Movement(kind=MovementKind.HOLD, on_hand=0, held=quantity, actor="buyer", **taken),
        OutboxEvent(kind="bench.placed", payload={"order": str(order.id)}, request_id="-"),
        Comment(session_id=order.session_id, **said),
    ]


app = Litestar([buy], dependencies={"session": Provide(open_session)}, logging_config=None)

if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
    )
