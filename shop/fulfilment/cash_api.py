"""The address where staff say that cash was taken for what was paid another way."""

from litestar import Router, post
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.fulfilment.api import STAFF, CodePath, NumberPath
from shop.fulfilment.cash_anyway import note_cash_anyway
from shop.orders.queries import order_at_counter
from shop.orders.shown import OrderShown


@post("/cash-taken", status_code=200, operation_id="noteCashTaken", summary="Cash was taken for a paid parcel")
async def cash_taken(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, number: NumberPath
) -> OrderShown:
    """Its amount was taken on arrival although the order was paid another way: it is owed back. Safe to repeat."""
    order = await note_cash_anyway(session, actor, code, number)
    await session.flush()  # the answer is read from the rows
    return await order_at_counter(session, order.id)


routes = [
    Router("/api/v1/orders/{code:str}/parcels/{number:int}", route_handlers=[cash_taken], guards=STAFF, tags=["orders"])
]
